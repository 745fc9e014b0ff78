//! Feeds of numbers: series, readiness, what is refused and what is contested, challenges by number.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use numeric::{Reading, Seconds};
use oracle::domain::decision::Shortfall;
use oracle::events::{FactFinalised, RoundUndecided};
use oracle::ContractError;
use support::secured::*;
use support::series::*;
use support::*;
use testing::{events, refusal};
use types::journey::{Outcome, Standing};
use types::notice::Notification;
use types::oracle::ExposureKind::{Outcome as OnOutcome, Time as OnTime};
use types::oracle::*;

/// Nine numbers, of now.
fn nine(s: &Secured, values: [i64; 9]) -> Vec<(u32, Outcome)> {
    let now = s.world.now();
    (1..).zip(values).map(|(reporter, value)| (reporter, number(value, now))).collect()
}

fn history(s: &Secured, start_after: Option<u32>, limit: Option<u32>) -> Vec<(u32, i64)> {
    let subject = s.world.subject(departure());
    let numbers: Vec<Measured> = s.world.query(&QueryMsg::Measurements { subject, start_after, limit });
    numbers.into_iter().map(|known| (known.number, known.value.get())).collect()
}

#[test]
fn every_round_adds_a_number_to_the_series() {
    let mut s = given_series();
    assert_eq!((read(&s).readiness, read(&s).last, read(&s).age), (Readiness::NotReady, None, None));
    for (round, middle) in (0..).zip([400, 410, -40, 395]) {
        let words = nine(&s, [-8, -6, -4, -2, 0, 2, 4, 6, 8].map(|off| middle + off));
        s.world.say(round, &words);
        s.pass(HOUR);
    }
    assert_eq!(history(&s, None, None), [(1, 400), (2, 410), (3, -40), (4, 395)]);
    assert_eq!(history(&s, Some(1), Some(2)), [(2, 410), (3, -40)]);
    assert_eq!(history(&s, Some(4), None), []);
    let known = read(&s);
    let last = known.last.unwrap();
    assert_eq!((known.readiness, last.number, last.value.get()), (Readiness::Ready, 4, 395));
    assert_eq!((known.age, known.round, known.measures), (Some(seconds(HOUR)), 4, measures()));
    s.pass(HOUR);
    assert_eq!(read(&s).readiness, Readiness::Ready, "two heartbeats old");
    s.pass(1);
    let known = read(&s);
    assert_eq!((known.readiness, known.last), (Readiness::NotReady, Some(last)), "too old, and still there");

    let told: Vec<Measured> = s
        .world
        .collection
        .received(&s.world.chain)
        .iter()
        .map(|received| match received.json() {
            Notification::Measured(notice) => {
                assert_eq!((notice.feed, notice.milestone), (FEED, departure()));
                notice.measured
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        told.iter().map(|told| (told.number, told.value.get())).collect::<Vec<_>>(),
        history(&s, None, None)
    );
    assert_eq!(s.world.standing(), Standing::default(), "a number is no event");
}

/// A page is never longer than it may be.
#[test]
fn a_long_series_is_read_page_by_page() {
    let mut s = given_series();
    for round in 0..105 {
        let words = nine(&s, [i64::from(round); 9]);
        s.world.say(round, &words);
    }
    let pages =
        [history(&s, None, None), history(&s, Some(30), Some(1_000)), history(&s, Some(104), Some(0))];
    assert_eq!(pages.map(|page| page.len()), [30, 75, 0]);
    assert_eq!(history(&s, None, Some(1_000)).len(), 100);
}

#[test]
fn what_cannot_be_is_refused_and_never_moved_to_where_it_could() {
    let mut s = given_series();
    let (stranger, now) = (s.world.stranger.clone(), s.world.now());
    let (least, most) = (Reading::new(-5_000), Reading::new(10_000));
    let old = at(now.seconds() - 2 * HOUR - 1);
    let ahead = at(now.seconds() + 1);
    for (outcome, expected) in [
        (
            number(10_001, now),
            ContractError::OutOfRange { reporter: 3, value: Reading::new(10_001), least, most },
        ),
        (
            number(-5_001, now),
            ContractError::OutOfRange { reporter: 3, value: Reading::new(-5_001), least, most },
        ),
        (number(400, old), ContractError::Stale { reporter: 3, at: old, now }),
        (number(400, ahead), ContractError::SignedBefore { reporter: 3, signed_at: now, time: ahead }),
        (happened(hour(10)), ContractError::EventOnANumber { reporter: 3 }),
    ] {
        let msg = s.world.report(0, &[(3, outcome)]);
        s.world.refused(&stranger, &msg, expected);
    }
    for outcome in [number(10_000, now), number(-5_000, at(now.seconds() - 2 * HOUR))] {
        let msg = s.world.report(0, &[(3 + u32::from(outcome != number(10_000, now)), outcome)]);
        s.anyone(&msg);
    }

    let mut s = Secured::new();
    let msg = s.world.report(0, &[(3, number(400, s.world.now()))]);
    s.world.refused(&stranger, &msg, ContractError::NumberOfAnEvent { reporter: 3 });
    let subject = s.world.subject(departure());
    let question = QueryMsg::Measurement { subject };
    let answer = s.world.chain.query::<MeasurementResponse>(&s.world.oracle, &question);
    assert!(answer.unwrap_err().to_string().contains("answers with events"));
}

#[test]
fn feeds_that_could_measure_nothing_are_refused() {
    let mut world = World::with_reporters();
    let creator = world.creator.clone();
    let mut refused = |change: &dyn Fn(&mut Measures), expected: ContractError| {
        let mut measures = measures();
        change(&mut measures);
        let rules = FeedRules { measures: Some(measures), ..rules() };
        let msg = ExecuteMsg::CreateFeed { kind: named(1..=9, 5), rules };
        world.refused(&creator, &msg, expected);
    };
    refused(&|m| m.decimals = 10, ContractError::TooManyDecimals { actual: 10, most: 9 });
    let even = Reading::new(7);
    refused(&|m| (m.least, m.most) = (even, even), ContractError::EmptyRange { least: even, most: even });
    refused(&|m| m.heartbeat = Seconds::ZERO, ContractError::NoHeartbeat {});
    refused(&|m| m.min_reporters = 0, ContractError::NoHeartbeat {});
    let beyond = ContractError::OutOfReach { what: "reporters that measure", required: 32, possible: 31 };
    refused(&|m| m.min_reporters = 32, beyond);
}

/// Two of nine are far off: what they say takes part in the quorum and in the median, and earns nothing.
#[test]
fn outliers_earn_nothing_and_lose_nothing() {
    let mut s = given_series();
    let part = s.part(10_000, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    let words = nine(&s, [400, 401, 402, 403, 404, 405, 406, 9_000, -4_000]);
    s.world.say(0, &words);
    assert_eq!(history(&s, None, None), []);
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Pending, "22 % say something else");
    assert_eq!(s.closed(departure(), 0).agreeing, [1, 2, 3, 4, 5, 6, 7]);
    s.pass(CHALLENGE);
    s.anyone(&ExecuteMsg::Finalise(s.round(departure(), 0)));
    assert_eq!(history(&s, None, None), [(1, 403)]);
    s.pass(UNBONDING);
    let claim = |s: &Secured, reporter| {
        let rounds = vec![s.round(departure(), 0)];
        ExecuteMsg::ClaimRewards { reporter, rounds }
    };
    let (stranger, operator) = (s.world.stranger.clone(), s.world.operator(1));
    for reporter in [8, 9] {
        let msg = claim(&s, reporter);
        s.world.refused(&stranger, &msg, ContractError::NoReward { reporter, round: 0 });
        assert_eq!(s.world.weight(reporter), STAKE);
    }
    let (msg, before) = (claim(&s, 1), s.world.usd_of(&operator));
    s.anyone(&msg);
    // 30 of fees: 25 for seven.
    assert_eq!(s.world.usd_of(&operator) - before, 3);
    s.assert_conserved();
}

/// Too far from the last, or too far from each other: nobody takes it for sure before its window is over.
#[test]
fn numbers_in_doubt_wait_on_a_secured_feed() {
    for values in [[901; 9], [400, 333, 467, 332, 468, 332, 468, 330, 470]] {
        let mut s = given_series();
        let words = nine(&s, [400; 9]);
        s.world.say(0, &words);
        let words = nine(&s, values);
        s.world.say(1, &words);
        assert_eq!(s.closed(departure(), 1).status, RoundStatus::Pending);
        let known = read(&s);
        assert_eq!((known.readiness, known.last.unwrap().value.get()), (Readiness::Contested, 400));
        let (stranger, msg) = (s.world.stranger.clone(), s.world.report(2, &nine(&s, [400; 9])));
        s.world.refused(&stranger, &msg, ContractError::QuestionClosed { milestone: departure() });
        s.pass(CHALLENGE);
        s.anyone(&ExecuteMsg::Finalise(s.round(departure(), 1)));
        assert_eq!(history(&s, None, None).len(), 2);
        assert_eq!(read(&s).readiness, Readiness::NotReady, "two days old by now");
    }
    // One less, of either, is no doubt.
    let mut s = given_series();
    let words = nine(&s, [400; 9]);
    s.world.say(0, &words);
    for (round, values) in [(1, [900; 9]), (2, [900, 834, 966, 833, 967, 833, 967, 831, 969])] {
        let words = nine(&s, values);
        s.world.say(round, &words);
        assert_eq!(s.closed(departure(), round).status, RoundStatus::Final, "{round}");
    }
}

/// On a feed of named reporters nobody could be asked: there is no number.
#[test]
fn numbers_in_doubt_are_none_on_a_named_feed() {
    let mut world = World::with_reporters();
    let rules = FeedRules { measures: Some(measures()), ..rules() };
    world.create(named(1..=9, 7), rules);
    world.ask(&[departure()]);
    for (round, value, lacked) in [(0, 400, None), (1, 901, Some(Shortfall::Contested)), (2, 899, None)] {
        let words = all(1..=9, number(value, world.now()));
        let response = world.say(round, &words);
        let undecided = events(&response, RoundUndecided::TYPE);
        let found = undecided.first().map(|event| RoundUndecided::try_from(*event).unwrap().lacked);
        assert_eq!(found, lacked, "{value}");
    }
    let words = all(1..=6, number(890, world.now()));
    world.say(3, &words);
    world.chain.advance(COLLECTION);
    let (stranger, close) = (world.stranger.clone(), world.close(3));
    let response = world.must(&stranger, &close);
    let undecided = RoundUndecided::try_from(events(&response, RoundUndecided::TYPE)[0]).unwrap();
    assert_eq!(undecided.lacked, Shortfall::Reporters);
}

/// Too high a number harms who pays by it; too low a one whom the consumer knows. The truth is the next number of the series.
#[test]
fn a_false_number_is_corrected_by_a_number_and_repays_by_its_direction() {
    for (truth, too_high) in [(300, true), (500, false)] {
        let mut s = given_series();
        let part = s.part(10_000, OnTime, 1);
        s.reserve(1, &[part]);
        s.bind(1, &[(0, departure())]);
        let (words, when) = (nine(&s, [400; 9]), s.world.now());
        s.world.say(0, &words);
        s.challenge(departure(), 0, Some(number(truth, when)));
        let (adjudicator, round) = (s.adjudicator.clone(), s.round(departure(), 0));
        for (wrong, expected) in [
            (number(400, at(when.seconds() - 1)), ContractError::BothTrue {}),
            (number(10_001, when), ContractError::TruthOfAnotherKind {}),
            (happened(hour(10)), ContractError::TruthOfAnotherKind {}),
        ] {
            let ruling = Ruling::Overturned { truth: wrong, fault: Fault::None };
            let msg = ExecuteMsg::Rule { round: round.clone(), ruling };
            s.world.refused(&adjudicator, &msg, expected);
        }
        let ruling = Ruling::Overturned { truth: number(truth, when), fault: Fault::Falsification };
        s.rule(departure(), 0, ruling);
        assert_eq!(history(&s, None, None), [(1, 400), (2, truth)]);
        let (payer, consumer) = (s.world.usd_of(&s.payer), s.world.usd_of(&s.consumer));
        let name = s.consumer.to_string();
        s.anyone(&ExecuteMsg::Compensate { round, consumer: name, reference: 1, part: 0 });
        let repaid = (s.world.usd_of(&s.payer) - payer, s.world.usd_of(&s.consumer) - consumer);
        assert_eq!(repaid, if too_high { (10_000, 0) } else { (0, 10_000) });
        s.assert_conserved();
    }
}

/// An adjudicator that keeps silent about one number ends no series: that number is none, and the next one comes.
#[test]
fn a_number_that_nobody_could_establish_ends_no_series() {
    let mut s = given_series();
    let words = nine(&s, [400; 9]);
    s.world.say(0, &words);
    let words = nine(&s, [1_200; 9]);
    s.world.say(1, &words);
    s.challenge(departure(), 1, None);
    s.pass(ADJUDICATION);
    let response = s.anyone(&ExecuteMsg::LapseCase(s.round(departure(), 1)));
    let event = FactFinalised::try_from(events(&response, FactFinalised::TYPE)[0]).unwrap();
    assert_eq!((event.outcome, event.sequence), (UNRESOLVABLE, None));
    assert_eq!(s.closed(departure(), 1).status, RoundStatus::Overturned);
    assert_eq!(history(&s, None, None), [(1, 400)]);
    s.pass(CORRECTION);
    let words = nine(&s, [410; 9]);
    s.world.say(2, &words);
    assert_eq!(history(&s, None, None), [(1, 400), (2, 410)]);
    assert_eq!(read(&s).readiness, Readiness::Ready);
}

/// A number hangs on its size: whatever a consumer calls it, the caps are those of the coalition that moves a median.
#[test]
fn the_caps_of_a_feed_of_numbers() {
    let mut s = given_series();
    let capacity = s.capacity();
    assert_eq!((capacity.coalition_time, capacity.coalition_outcome), (units(100_000), units(100_000)));
    assert_eq!((capacity.cap_time, capacity.cap_outcome), (units(36_000), units(36_000)));
    let (consumer, parts) = (s.consumer.clone(), vec![s.part(36_001, OnOutcome, 30)]);
    let (funds, msg) = (Secured::fee_of(&parts), s.reserve_msg(1, parts));
    let result = s.world.chain.execute(&consumer, &s.world.oracle, &msg, &funds);
    assert!(matches!(refusal(result), ContractError::OverCap { .. }));
    let part = s.part(36_000, OnOutcome, 30);
    s.reserve(1, &[part]);
}

/// A series is bound like an event: what hangs on the next number is used by it.
#[test]
fn what_hangs_on_a_series_is_moved_by_its_next_number() {
    let mut s = given_series();
    let parts = [s.part(10_000, OnTime, 1), s.part(20_000, OnTime, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure())]);
    let words = nine(&s, [400; 9]);
    s.world.say(0, &words);
    s.pass(4 * DAY);
    s.bind(1, &[(1, departure())]);
    assert_eq!(s.hanging(), (30_000, 0), "the first number can be challenged again, and harms both");
    let words = nine(&s, [410; 9]);
    s.world.say(1, &words);
    assert_eq!(s.hanging(), (30_000, 0), "a part that is not given up hangs on every next number");
    let consumer = s.consumer.clone();
    s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: vec![0] });
    s.pass(3 * DAY);
    let words = nine(&s, [420; 9]);
    s.world.say(2, &words);
    assert_eq!(s.hanging(), (20_000, 0));
    s.assert_conserved();
}

/// What peers read of a feed says that it measures.
#[test]
fn that_a_feed_measures_is_published() {
    for (world, measures) in [(given_series().world, true), (Secured::new().world, false)] {
        let raw = world.chain.querier().query_wasm_raw(&world.oracle, PublishedFeed::key(FEED)).unwrap();
        let published = PublishedFeed::of(&raw.unwrap()).unwrap();
        assert_eq!(published.measures, measures);
    }
}
