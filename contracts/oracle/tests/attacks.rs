//! What an attacker tries on a secured feed: room under the caps that is none, and facts that hang on nothing.

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

use cosmwasm_std::coin;
use oracle::ContractError;
use support::secured::*;
use support::*;
use testing::refusal;
use types::oracle::ExposureKind::{Outcome as OnOutcome, Time as OnTime};
use types::oracle::*;

/// A part that is bound to a fact which can still be challenged is used: what another has reserved for that day is not freed
/// with it, and its fee is the fact's.
#[test]
fn what_is_bound_to_a_fresh_fact_is_used_by_it() {
    let mut s = Secured::new();
    let parts = [s.part(10_000, OnTime, 30), s.part(5_000, OnTime, 30)];
    s.reserve(1, &parts);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.bind(1, &[(0, departure())]);
    assert_eq!(s.hanging(), (10_000, 0));
    assert_eq!(s.closed(departure(), 0).reward, units(30));
    let consumer = s.consumer.clone();
    s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: vec![0] });
    assert_eq!(s.hanging(), (10_000, 0), "it can still be challenged");
    assert_eq!(s.world.usd_of(&s.treasury), 0);
    s.pass(29 * DAY);
    assert_eq!(s.hanging(), (5_000, 0), "the other part is due on its day");
    s.assert_conserved();
}

/// *Not by* two days ago says nothing about today: the sum hangs on the last fact until that one's window is over.
#[test]
fn every_new_fact_dates_what_hangs_on_it_anew() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.world.cutoffs(departure(), &[hour(5)]);
    s.world.settle(departure(), 0, not_by(hour(5)));
    s.pass(2 * DAY);
    s.world.settle(departure(), 1, happened(hour(60)));
    assert_eq!(s.hanging(), (10_000, 0), "once");
    s.pass(2 * DAY);
    assert_eq!(s.hanging(), (10_000, 0), "the second fact can be challenged");
    s.pass(DAY);
    assert_eq!(s.hanging(), (0, 0));
}

/// Two cases on two rounds of one question, in one day, hide nothing of what hangs on the feed, then or afterwards.
#[test]
fn cases_of_one_question_hold_its_sum_once_and_no_other() {
    let mut s = Secured::new();
    let parts = [s.part(10_000, OnTime, 1), s.part(7_000, OnTime, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, arrival())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.world.settle(departure(), 1, happened(hour(9)));
    s.world.settle(arrival(), 0, happened(hour(14)));
    assert_eq!(s.hanging(), (17_000, 0));
    s.challenge(departure(), 0, None);
    s.challenge(departure(), 1, None);
    assert_eq!(s.hanging(), (17_000, 0));
    s.rule(departure(), 1, Ruling::Upheld {});
    assert_eq!(s.hanging(), (17_000, 0));
    s.pass(4 * DAY);
    assert_eq!(s.hanging(), (10_000, 0), "the other case runs; the arrival's window is over");
    s.rule(departure(), 0, Ruling::Upheld {});
    assert_eq!(s.hanging(), (0, 0));
    s.assert_conserved();
}

/// A forged fact on which nothing hung, and an undecided round behind it: what is bound now still hangs on the forgery.
#[test]
fn a_round_that_decides_nothing_hides_no_fresh_fact() {
    let mut s = Secured::new();
    let parts = [s.part(CAP_TIME, OnTime, 30), s.part(CAP_TIME, OnTime, 40)];
    s.reserve(1, &parts);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.say_and_close(1, &all([1], happened(hour(9))));
    s.bind(1, &[(0, departure())]);
    assert_eq!(s.hanging(), (CAP_TIME, 0));
    let (consumer, msg) = (s.consumer.clone(), s.bind_msg(1, &[(1, departure())]));
    s.world.refused(&consumer, &msg, ContractError::DecidedOverCap {});
}

/// The same while the forgery is before the adjudicator, who takes longer than the window: repeating it makes nothing fresh of it.
#[test]
fn what_is_bound_while_a_case_is_open_is_held_until_it_ends() {
    let mut s = Secured::new();
    let parts = [s.part(CAP_TIME, OnTime, 30), s.part(CAP_TIME, OnTime, 40)];
    s.reserve(1, &parts);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    s.world.settle(departure(), 1, happened(hour(10)));
    s.pass(CHALLENGE + HOUR);
    s.bind(1, &[(0, departure())]);
    let (consumer, msg) = (s.consumer.clone(), s.bind_msg(1, &[(1, departure())]));
    s.world.refused(&consumer, &msg, ContractError::DecidedOverCap {});
    s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: vec![0] });
    s.pass(2 * DAY);
    assert_eq!(s.hanging(), (CAP_TIME, 0), "given up, but it may have been cashed");
    s.rule(departure(), 0, Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Falsification });
    assert_eq!(s.hanging(), (0, 0));
    s.assert_conserved();
}

/// Whoever is bound while the case is open is harmed like the others, if he still stands there.
#[test]
fn who_was_bound_during_the_case_is_compensated_by_it() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 30);
    s.reserve(1, &[part]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    s.world.settle(departure(), 1, happened(hour(10)));
    s.bind(1, &[(0, departure())]);
    s.rule(departure(), 0, Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Falsification });
    let (round, consumer) = (s.round(departure(), 0), s.consumer.to_string());
    s.anyone(&ExecuteMsg::Compensate { round, consumer, reference: 1, part: 0 });
    assert_eq!(s.world.usd_of(&s.payer), 10_000);
}

/// Two thirds report, leave, take their stake and only then close: they had nothing to lose, so nothing is final at once.
#[test]
fn a_round_kept_open_until_its_stake_is_gone_is_not_final_at_once() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.world.say(0, &all(1..=7, happened(hour(10))));
    for liar in 1..=7 {
        s.world.unpledge(liar, STAKE);
    }
    s.pass(NOTICE);
    for liar in 1..=7 {
        s.anyone(&complete(liar));
    }
    // Others have come in their place: the feed itself is as rich as before.
    s.pass(9 * DAY);
    for honest in 1..=7 {
        s.world.pledge(honest, 2_000);
    }
    for honest in 8..=9 {
        s.world.pledge(honest, STAKE);
    }
    let close = s.world.close(0);
    s.anyone(&close);
    let closed = s.closed(departure(), 0);
    assert_eq!(closed.agreeing, [1, 2, 3, 4, 5, 6, 7], "77.8 % of the committee of that time");
    assert_eq!(closed.status, RoundStatus::Pending);
    let (consumer, parts) = (s.consumer.clone(), vec![s.part(5_000, OnTime, 50)]);
    let funds = Secured::fee_of(&parts);
    let msg = s.reserve_msg(2, parts);
    s.world.must_with(&consumer, &msg, &funds);
    let bind = s.bind_msg(2, &[(0, departure())]);
    s.world.refused(&consumer, &bind, ContractError::DecidedOverCap {});
}

/// Pledges that came after a round began are not lost for it, and do not make it final at once.
#[test]
fn stake_that_comes_later_secures_no_earlier_round() {
    let mut s = Secured::new();
    s.world.say(0, &all(1..=7, happened(hour(10))));
    for operator in s.world.operators() {
        s.world.bond(&operator, 4 * STAKE);
    }
    for reporter in 1..=9 {
        s.world.pledge(reporter, 2 * STAKE);
    }
    let part = s.part(2 * CAP_TIME, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.pass(COLLECTION);
    let close = s.world.close(0);
    s.anyone(&close);
    assert!(!s.capacity().over, "the feed secures three times as much by now");
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Pending);
}

/// One seat opens and closes rounds about questions of its own: nobody is fined for not looking at them, and it is no better for it.
#[test]
fn dust_questions_fine_nobody() {
    let mut s = Secured::new();
    for round in 0..30 {
        s.say_and_close(round, &all([1], UNRESOLVABLE));
    }
    let stranger = s.world.stranger.clone();
    for reporter in 1..=9 {
        let none = ContractError::NoFine { reporter };
        s.world.refused(&stranger, &ExecuteMsg::Fine { feed: FEED, reporter }, none);
    }
    let records: Vec<RecordResponse> = s.world.query(&QueryMsg::Records { feed: FEED });
    assert!(records.iter().all(|record| record.missed == 0 && record.reputation == points(5_000)));
}

/// A ruling about one round leaves alone what pends of a later one: it is final when its own window is over, and not before.
#[test]
fn a_ruling_about_another_round_ends_no_window() {
    let mut s = Secured::new();
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    s.say_and_close(1, &all(1..=6, happened(hour(9))));
    assert_eq!(s.closed(departure(), 1).status, RoundStatus::Pending);
    s.rule(departure(), 0, Ruling::Overturned { truth: happened(hour(8)), fault: Fault::None });
    assert_eq!(s.world.standing().happened, Some(hour(8)));
    let (stranger, msg) = (s.world.stranger.clone(), s.world.report(2, &all(1..=9, happened(hour(7)))));
    s.world.refused(&stranger, &msg, ContractError::QuestionClosed { milestone: departure() });
    s.pass(CHALLENGE);
    s.anyone(&ExecuteMsg::Finalise(s.round(departure(), 1)));
    s.world.settle(departure(), 2, happened(hour(7)));
}

/// A case about an old undecided round makes a fact after another part was bound: that part is used by it, and ends.
#[test]
fn a_fact_by_ruling_uses_all_that_hangs_there() {
    let mut s = Secured::new();
    let parts = [s.part(10_000, OnTime, 3), s.part(5_000, OnOutcome, 3)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure())]);
    s.say_and_close(0, &all(1..=5, happened(hour(10))));
    s.bind(1, &[(1, departure())]);
    s.challenge(departure(), 0, Some(happened(hour(10))));
    s.rule(departure(), 0, Ruling::Overturned { truth: happened(hour(10)), fault: Fault::Negligence });
    assert_eq!(s.hanging(), (10_000, 5_000));
    assert_eq!(s.world.usd_of(&s.treasury), 45 + 1_167, "both fees, and 5 % of 4 · 5,835");
    s.pass(3 * DAY);
    assert_eq!(s.hanging(), (0, 0));
    s.pass(55 * DAY);
    let consumer = s.consumer.to_string();
    let stranger = s.world.stranger.clone();
    let lapse = ExecuteMsg::Lapse { consumer, reference: 1 };
    s.world.refused(&stranger, &lapse, ContractError::NothingReserved {});
    s.assert_conserved();
}

/// Parts of one question, moved on different days and given up one by one in any order, leave nothing behind.
#[test]
fn parts_given_up_one_by_one_leave_nothing() {
    for order in [[0, 1, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut s = Secured::new();
        let parts = [8_000, 10_000, 5_000].map(|amount| s.part(amount, OnTime, 1));
        s.reserve(1, &parts);
        s.bind(1, &[(1, departure()), (2, departure())]);
        s.world.settle(departure(), 0, happened(hour(10)));
        s.pass(DAY);
        s.bind(1, &[(0, departure())]);
        let consumer = s.consumer.clone();
        for part in order {
            s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: vec![part] });
        }
        assert_eq!(s.closed(departure(), 0).exposure, units(0), "{order:?}");
    }
}

/// Cap, share, money, dust, a second time, after release: nothing fits that should not.
#[test]
fn no_reservation_goes_round_the_cap() {
    let mut s = Secured::new();
    let consumer = s.consumer.clone();
    let send = |s: &mut Secured, reference, parts: &[ReservedPart]| {
        let (msg, funds) = (s.reserve_msg(reference, parts.to_vec()), Secured::fee_of(parts));
        s.world.chain.execute(&consumer, &s.world.oracle, &msg, &funds)
    };
    // In parts that fit one by one, of which the last is one unit too much.
    let mut parts = vec![s.part(1_000, OnTime, 30); 54];
    parts.push(s.part(1, OnTime, 30));
    assert!(matches!(refusal(send(&mut s, 1, &parts)), ContractError::OverCap { .. }));
    parts.pop();
    send(&mut s, 1, &parts).unwrap();
    // On the neighbouring days, on either side, of which its window touches two.
    for days in [28, 29, 30, 31, 32] {
        let dust = [s.part(1, OnTime, days)];
        assert!(matches!(refusal(send(&mut s, 2, &dust)), ContractError::OverCap { .. }), "{days}");
    }
    for days in [27, 33] {
        let dust = [s.part(1, OnTime, days)];
        send(&mut s, u64::from(days as u32), &dust).unwrap();
    }
    // Room is looked for before money: nobody has as much as these fees.
    let half = u128::MAX / 2;
    for amounts in [vec![u128::MAX], vec![half, half + 9]] {
        let huge = amounts.into_iter().map(|amount| s.part(amount, OnOutcome, 50)).collect();
        let msg = s.reserve_msg(3, huge);
        let consumer = s.consumer.clone();
        let error = refusal(s.world.send(&consumer, &msg));
        assert!(matches!(error, ContractError::OverCap { .. } | ContractError::Numeric(_)), "{error}");
    }
    for (parts, expected) in [
        (vec![], ContractError::Empty { what: "parts" }),
        (vec![s.part(1, OnTime, 30); 65], ContractError::TooMany { what: "parts", max: 64, found: 65 }),
        (vec![s.part(0, OnTime, 30)], ContractError::NoAmount),
        (
            vec![s.part(1, OnTime, 56)],
            ContractError::ExpectedTooLate { expected: s.day(56), until: s.day(55) },
        ),
    ] {
        let (msg, funds) = (s.reserve_msg(3, parts.clone()), Secured::fee_of(&parts));
        let consumer = s.consumer.clone();
        s.world.refused_with(&consumer, &msg, &funds, expected);
    }
    // Given up, its number stays taken and its parts cannot be bound.
    let consumer = s.consumer.clone();
    s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: (0..54).collect() });
    let gone = ContractError::PartGivenUp { part: 7 };
    let bind = s.bind_msg(1, &[(7, departure())]);
    s.world.refused(&consumer, &bind, gone);
    let part = [s.part(1, OnTime, 30)];
    let (msg, funds) = (s.reserve_msg(1, part.to_vec()), Secured::fee_of(&part));
    let taken = ContractError::ReferenceTaken { consumer: consumer.clone(), reference: 1 };
    s.world.refused_with(&consumer, &msg, &funds, taken);
    let again = ExecuteMsg::Release { reference: 1, parts: vec![0] };
    s.world.refused(&consumer, &again, ContractError::NothingReserved {});
    s.assert_conserved();
}

#[test]
fn reservations_and_bindings_that_make_no_sense_are_refused() {
    let mut s = Secured::new();
    let consumer = s.consumer.clone();
    let ask = |s: &Secured, change: &dyn Fn(&mut ReserveMsg)| {
        let ExecuteMsg::Reserve(mut msg) = s.reserve_msg(1, vec![s.part(1_000, OnTime, 2)]) else {
            unreachable!()
        };
        change(&mut msg);
        ExecuteMsg::Reserve(msg)
    };
    let (fee, now) = ([coin(3, "uusd")], s.world.now());
    let (token, native) = (s.world.token.denom(), cw20::Denom::Native("uusd".to_owned()));
    let latest = at(s.world.chain.now() + 60 * DAY);
    let until = |until| ContractError::ReservedUntil { until, now, latest };
    let late = at(latest.seconds() + 1);
    let asset = s.world.token.asset();
    let other = ContractError::OtherAsset { feed: FEED, expected: native, actual: token };
    let messages = [
        (ask(&s, &|msg| msg.until = now), until(now)),
        (ask(&s, &|msg| msg.until = late), until(late)),
        (ask(&s, &|msg| msg.feed = 9), ContractError::UnknownFeed { feed: 9 }),
        (ask(&s, &|msg| msg.asset = asset.clone()), other),
    ];
    for (msg, expected) in messages {
        s.world.refused_with(&consumer, &msg, &fee, expected);
    }
    for nobody in [
        ask(&s, &|msg| msg.too_early = "nobody".to_owned()),
        ask(&s, &|msg| msg.too_late = Some("nobody".to_owned())),
    ] {
        let result = s.world.chain.execute(&consumer, &s.world.oracle, &nobody, &fee);
        assert!(matches!(refusal(result), ContractError::Std(_)));
    }
    let nothing = ask(&s, &|msg| msg.asset = types::denom::UncheckedDenom::Native(String::new()));
    let result = s.world.chain.execute(&consumer, &s.world.oracle, &nothing, &fee);
    assert!(matches!(refusal(result), ContractError::Vocabulary(_)));
    s.world.create(staked(&s.world), rules());
    let unsecured = ask(&s, &|msg| msg.feed = 2);
    s.world.refused_with(&consumer, &unsecured, &fee, ContractError::NotSecured { feed: 2 });

    let part = s.part(1_000, OnTime, 2);
    s.reserve(1, &[part]);
    let unknown = ContractError::UnknownPart { part: 1, parts: 1 };
    let bind = |s: &Secured, parts: &[_]| s.bind_msg(1, parts);
    let msg = bind(&s, &[(1, departure())]);
    s.world.refused(&consumer, &msg, unknown);
    let msg = bind(&s, &[]);
    s.world.refused(&consumer, &msg, ContractError::Empty { what: "parts" });
    let msg = bind(&s, &[(0, departure()), (0, arrival())]);
    s.world.refused(&consumer, &msg, ContractError::PartBound { part: 0 });
    let elsewhere = milestone(4, "LOAD", "USJFK");
    let msg = bind(&s, &[(0, elsewhere)]);
    s.world.refused(&consumer, &msg, ContractError::UnknownQuestion { milestone: elsewhere });
    let collection = s.world.collection.address().clone();
    let asking = ExecuteMsg::Ask {
        token_id: word("B"),
        feed: 2,
        questions: vec![departure()],
        refund_to: s.payer.to_string(),
        until: s.day(90),
    };
    s.world.must_with(&collection, &asking, &[coin(DEPOSIT, "uusd")]);
    let ExecuteMsg::Bind { reference, collection, parts, .. } = bind(&s, &[(0, departure())]) else {
        unreachable!()
    };
    let msg = ExecuteMsg::Bind { reference, collection, token_id: word("B"), parts };
    s.world.refused(&consumer, &msg, ContractError::BoundElsewhere { expected: FEED, actual: 2 });
}

/// A feed that nobody touched for 400 days, with reservations for a hundred periods in between: it counts up before it takes
/// anything, and forgets nothing.
#[test]
fn a_feed_that_was_idle_counts_up_before_it_takes_anything() {
    idle_for_a_year(true);
    idle_for_a_year(false);
}

fn idle_for_a_year(fact_first: bool) {
    let mut s = Secured::with(|security, _| {
        (security.period, security.challenge) = (seconds(DAY / 4), seconds(DAY));
    });
    for half_days in 1..=100_u64 {
        let expected = at(testing::START + DAY + half_days * DAY / 2);
        let part = |amount, kind| ReservedPart { amount: units(amount), kind, expected };
        let msg = s.reserve_msg(half_days, vec![part(500, OnTime), part(300, OnOutcome)]);
        let (consumer, fee) = (s.consumer.clone(), [coin(5, "uusd")]);
        s.world.must_with(&consumer, &msg, &fee);
    }
    s.bind(1, &[(0, departure())]);
    s.pass(400 * DAY);
    let (consumer, until) = (s.consumer.clone(), at(s.world.chain.now() + DAY));
    let part = ReservedPart { amount: units(1_000), kind: OnOutcome, expected: until };
    let ExecuteMsg::Reserve(msg) = s.reserve_msg(1_000, vec![part]) else { unreachable!() };
    let msg = ExecuteMsg::Reserve(ReserveMsg { until, ..msg });
    if fact_first {
        // Closed while the feed is behind, it waits for its window, counts in its own day and is not lost with the others.
        s.world.settle(departure(), 0, happened(hour(10)));
        assert_eq!(s.closed(departure(), 0).status, RoundStatus::Pending);
        s.world.must_with(&consumer, &msg, &[coin(5, "uusd")]);
    } else {
        s.world.must_with(&consumer, &msg, &[coin(5, "uusd")]);
        s.world.settle(departure(), 0, happened(hour(10)));
        assert_eq!(s.closed(departure(), 0).status, RoundStatus::Final);
    }
    assert_eq!(s.hanging(), (50_000, 30_000));
    s.pass(2 * DAY);
    assert_eq!(s.hanging(), (49_500, 31_000));
    s.assert_conserved();
}
