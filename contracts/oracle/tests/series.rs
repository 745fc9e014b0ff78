//! What a series says of now when a number of it turns out false.

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

use numeric::{Reading, UnixTime};
use support::secured::*;
use support::series::*;
use support::*;
use types::journey::{MilestoneRef, Outcome};
use types::notice::Notification;
use types::oracle::*;

/// All nine say so of now.
fn say(s: &mut Secured, round: u32, value: i64) -> UnixTime {
    let now = s.world.now();
    let words: Vec<(u32, Outcome)> = (1..=9).map(|reporter| (reporter, number(value, now))).collect();
    s.world.say(round, &words);
    now
}

fn overturn(s: &mut Secured, round: u32, truth: Outcome) {
    s.challenge(departure(), round, Some(truth));
    s.rule(departure(), round, Ruling::Overturned { truth, fault: Fault::None });
}

/// The last number, and whether it can be relied on.
fn last(s: &Secured) -> (Readiness, Option<(u32, i64)>) {
    let known = read(s);
    (known.readiness, known.last.map(|last| (last.number, last.value.get())))
}

#[test]
fn the_truth_about_an_older_number_does_not_supersede_a_newer_one() {
    let mut s = given_series();
    let first = say(&mut s, 0, 400);
    s.pass(HOUR);
    say(&mut s, 1, 800);
    overturn(&mut s, 0, number(250, first));
    assert_eq!(last(&s), (Readiness::Ready, Some((2, 800))), "the newest is of an hour later");
    s.pass(HOUR + 1);
    assert_eq!(last(&s).0, Readiness::Ready, "it is an hour old");
    // 600 from the truth about the first, 50 from the newest: no jump.
    say(&mut s, 2, 850);
    assert_eq!(s.closed(departure(), 2).status, RoundStatus::Final);
    assert_eq!(last(&s), (Readiness::Ready, Some((4, 850))));
}

#[test]
fn the_truth_about_the_newest_number_supersedes_it_whenever_it_was_measured() {
    for offset in [0, 60] {
        let mut s = given_series();
        let first = say(&mut s, 0, 400);
        overturn(&mut s, 0, number(250, at(first.seconds() - offset)));
        assert_eq!(last(&s), (Readiness::Ready, Some((2, 250))));
    }
}

/// Who adds up what was measured puts the truth in the place of what was false.
#[test]
fn the_truth_says_which_number_it_corrects() {
    let mut s = given_series();
    let first = say(&mut s, 0, 400);
    overturn(&mut s, 0, number(250, at(first.seconds() - 60)));
    // What was never final is corrected by nothing.
    let second = say(&mut s, 1, 1_200);
    overturn(&mut s, 1, number(300, second));
    let subject = s.world.subject(departure());
    let history: Vec<Measured> =
        s.world.query(&QueryMsg::Measurements { subject, start_after: None, limit: None });
    let expected = [(400, None), (250, Some(Corrected { value: Reading::new(400), at: first })), (300, None)];
    assert_eq!(history.iter().map(|of| (of.value.get(), of.corrects)).collect::<Vec<_>>(), expected);
    let told: Vec<Measured> = s
        .world
        .collection
        .received(&s.world.chain)
        .iter()
        .map(|received| match received.json() {
            Notification::Measured(notice) => notice.measured,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, history);
}

#[test]
fn a_number_of_an_earlier_time_is_not_the_newest() {
    let mut s = given_series();
    say(&mut s, 0, 400);
    let old = at(s.world.now().seconds() - HOUR);
    let words: Vec<(u32, Outcome)> = (1..=9).map(|reporter| (reporter, number(300, old))).collect();
    s.world.say(1, &words);
    assert_eq!(last(&s), (Readiness::Ready, Some((1, 400))));
}

#[test]
fn a_final_number_that_turns_out_to_be_none_is_relied_on_no_more() {
    let mut s = given_series();
    say(&mut s, 0, 400);
    overturn(&mut s, 0, UNRESOLVABLE);
    assert_eq!(last(&s), (Readiness::NotReady, None));
    // A newer one stands, whatever came of those before.
    let mut s = given_series();
    say(&mut s, 0, 400);
    s.pass(60);
    say(&mut s, 1, 420);
    overturn(&mut s, 0, UNRESOLVABLE);
    assert_eq!(last(&s), (Readiness::Ready, Some((2, 420))));
}

/// What is found of one of two numbers of the same time says nothing of the other.
#[test]
fn another_number_of_the_same_time_stands() {
    for truth in [None, Some(250)] {
        let mut s = given_series();
        let now = say(&mut s, 0, 400);
        say(&mut s, 1, 420);
        overturn(&mut s, 0, truth.map_or(UNRESOLVABLE, |value| number(value, now)));
        assert_eq!(last(&s), (Readiness::Ready, Some((2, 420))));
    }
}

/// A case about the last number is a doubt, until it ends or another number comes.
#[test]
fn a_final_number_in_dispute_is_contested() {
    let mut s = given_series();
    say(&mut s, 0, 400);
    s.challenge(departure(), 0, None);
    assert_eq!(last(&s), (Readiness::Contested, Some((1, 400))));
    s.rule(departure(), 0, Ruling::Upheld {});
    assert_eq!(last(&s), (Readiness::Ready, Some((1, 400))));
    say(&mut s, 1, 410);
    s.challenge(departure(), 1, None);
    say(&mut s, 2, 420);
    assert_eq!(last(&s), (Readiness::Ready, Some((3, 420))));
}

/// Whoever paid by a number that is none is harmed, in whichever direction more is paid.
#[test]
fn a_number_that_is_none_harms_whom_the_consumer_names() {
    for falls in [false, true] {
        let mut s = given_series();
        let parts = vec![s.part(10_000, ExposureKind::Time, 1)];
        let funds = Secured::fee_of(&parts);
        let ExecuteMsg::Reserve(mut msg) = s.reserve_msg(1, parts) else { unreachable!() };
        if falls {
            (msg.too_early, msg.too_late) = (s.consumer.to_string(), Some(s.payer.to_string()));
        }
        let consumer = s.consumer.clone();
        s.world.must_with(&consumer, &ExecuteMsg::Reserve(msg), &funds);
        s.bind(1, &[(0, departure())]);
        say(&mut s, 0, 400);
        s.challenge(departure(), 0, Some(UNRESOLVABLE));
        let fault = Fault::Falsification;
        s.rule(departure(), 0, Ruling::Overturned { truth: UNRESOLVABLE, fault });
        let before = (s.world.usd_of(&s.payer), s.world.usd_of(&consumer));
        let round = s.round(departure(), 0);
        s.anyone(&ExecuteMsg::Compensate { round, consumer: consumer.to_string(), reference: 1, part: 0 });
        let got = (s.world.usd_of(&s.payer) - before.0, s.world.usd_of(&consumer) - before.1);
        assert_eq!(got, (10_000, 0), "falls: {falls}");
        s.assert_conserved();
    }
}

/// Where nobody can be asked, a jump is no number as long as the last one is fresh; then the series goes on from where it is.
#[test]
fn a_jump_on_a_named_feed_ends_no_series() {
    let mut world = World::with_reporters();
    world.create(named(1..=9, 7), FeedRules { measures: Some(measures()), ..rules() });
    world.ask(&[departure()]);
    let history = |world: &World| -> Vec<i64> {
        let subject = world.subject(departure());
        let numbers: Vec<Measured> =
            world.query(&QueryMsg::Measurements { subject, start_after: None, limit: None });
        numbers.into_iter().map(|known| known.value.get()).collect()
    };
    for (round, after, value, expected) in
        [(0, 0, 9_000, 1), (1, 2 * HOUR, 400, 1), (2, 1, 400, 2), (3, 0, 410, 3), (4, 0, 9_000, 3)]
    {
        world.chain.advance(after);
        let words = all(1..=9, number(value, world.now()));
        world.say(round, &words);
        assert_eq!(history(&world).len(), expected, "{round}: {value}");
    }
    assert_eq!(history(&world), [9_000, 400, 410]);
}

/// What a number has moved lapses after its window, and its room serves others; the next number of the series moves it again. As
/// much as waits for windows at once is bounded as for facts ahead of their day: ten caps here.
#[test]
fn what_has_lapsed_is_moved_again_only_as_far_as_stake_answers() {
    let mut s = given_series();
    let series: Vec<MilestoneRef> = (1..=12).map(|leg| milestone(leg, "INSP", "USMIA")).collect();
    s.world.ask(&series);
    let say = |s: &mut Secured, of, round| {
        let now = s.world.now();
        let words: Vec<(u32, Outcome)> = (1..=9).map(|reporter| (reporter, number(400, now))).collect();
        let msg = s.world.report_on(of, round, &words);
        s.anyone(&msg);
    };
    for (reference, of) in (1..).zip(&series) {
        let part = s.part(36_000, ExposureKind::Time, 1);
        s.reserve(reference, &[part]);
        s.bind(reference, &[(0, *of)]);
        say(&mut s, *of, 0);
        assert_eq!(s.closed(*of, 0).status, RoundStatus::Final);
        s.pass(4 * DAY);
        assert_eq!(s.hanging(), (0, 0));
    }
    for of in &series {
        say(&mut s, *of, 1);
    }
    let statuses: Vec<RoundStatus> = series.iter().map(|of| s.closed(*of, 1).status).collect();
    assert_eq!(s.hanging(), (360_000, 0), "{statuses:?}");
    assert_eq!(statuses[..2], [RoundStatus::Final, RoundStatus::Pending]);
    assert_eq!(statuses[9..], [RoundStatus::Pending, RoundStatus::Undecided, RoundStatus::Undecided]);
}
