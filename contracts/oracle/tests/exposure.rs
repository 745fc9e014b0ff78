//! Reservations: who takes room under a feed's caps, for what fee, and when it is free again.

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

/// The worked example of the reference: nine of 50,000 secure 54,000 of times and 108,000 in all.
#[test]
fn the_caps_are_those_of_the_cheapest_coalitions() {
    let s = Secured::new();
    let capacity = s.capacity();
    assert_eq!((capacity.coalition_time.get(), capacity.coalition_outcome.get()), (150_000, 300_000));
    assert_eq!((capacity.cap_time.get(), capacity.cap_outcome.get()), (CAP_TIME, CAP_OUTCOME));
    assert_eq!((capacity.at_risk.get(), capacity.over), (450_000, false));
}

#[test]
fn three_consumers_reserve_to_the_cap_and_the_next_unit_is_refused() {
    let mut s = Secured::new();
    let creator = s.world.creator.clone();
    let third = s.world.chain.recorder().address().clone();
    s.world.chain.fund(&third, coin(1_000_000, "uusd"));
    let consumer = Consumer { address: third.to_string(), share: points(10_000) };
    s.world.must(&creator, &ExecuteMsg::AdmitConsumer { feed: FEED, consumer });
    let (first, second) = (s.consumer.clone(), s.other.clone());
    let mut reserve = |who: &cosmwasm_std::Addr, amount: u128, kind| {
        let parts = vec![s.part(amount, kind, 30)];
        let funds = Secured::fee_of(&parts);
        let msg = s.reserve_msg(u64::try_from(amount).unwrap(), parts);
        s.world.chain.execute(who, &s.world.oracle, &msg, &funds)
    };
    reserve(&first, 27_000, OnTime).unwrap();
    reserve(&second, 20_000, OnTime).unwrap();
    reserve(&third, 7_000, OnTime).unwrap();
    assert!(reserve(&third, 1, OnTime).is_err(), "54,000 hang on times");
    reserve(&second, 34_000, OnOutcome).unwrap();
    reserve(&first, 19_999, OnOutcome).unwrap();
    reserve(&third, 2, OnOutcome).unwrap_err();
    reserve(&third, 1, OnOutcome).unwrap();
    let over = ContractError::OverCap {
        time: units(54_000),
        outcome: units(54_000),
        more: units(3),
        cap_time: units(CAP_TIME),
        cap_outcome: units(CAP_OUTCOME),
    };
    testing::assert_err(reserve(&first, 3, OnOutcome), over);
    s.assert_conserved();
}

#[test]
fn a_consumer_has_its_share_of_the_caps() {
    let mut s = Secured::new();
    let other = s.other.clone();
    let parts = vec![s.part(27_001, OnTime, 30)];
    let funds = Secured::fee_of(&parts);
    let over = ContractError::OverCap {
        time: units(0),
        outcome: units(0),
        more: units(27_001),
        cap_time: units(27_000),
        cap_outcome: units(54_000),
    };
    let msg = s.reserve_msg(1, parts);
    s.world.refused_with(&other, &msg, &funds, over);
}

#[test]
fn the_fee_is_exact_and_nobody_else_reserves() {
    let mut s = Secured::new();
    let (consumer, stranger) = (s.consumer.clone(), s.world.stranger.clone());
    let msg = s.reserve_msg(1, vec![s.part(1_001, OnTime, 30)]);
    for funds in [vec![], vec![coin(3, "uusd")], vec![coin(5, "uusd")]] {
        let result = s.world.chain.execute(&consumer, &s.world.oracle, &msg, &funds);
        assert!(matches!(refusal(result), ContractError::Payment(_)), "{funds:?}");
    }
    let not_admitted = ContractError::NotAConsumer { sender: stranger.clone(), feed: FEED };
    s.world.refused_with(&stranger, &msg, &[coin(4, "uusd")], not_admitted);
    s.world.must_with(&consumer, &msg, &[coin(4, "uusd")]);
    let taken = ContractError::ReferenceTaken { consumer: consumer.clone(), reference: 1 };
    s.world.refused_with(&consumer, &msg, &[coin(4, "uusd")], taken);
}

/// Capacity is used in the periods in which the fact is expected, not for the whole voyage.
#[test]
fn the_same_room_serves_another_week() {
    let mut s = Secured::new();
    for (reference, days) in [(1, 30), (2, 33), (3, 36)] {
        let part = s.part(CAP_TIME, OnTime, days);
        s.reserve(reference, &[part]);
    }
    let consumer = s.consumer.clone();
    let parts = vec![s.part(1, OnTime, 32)];
    let msg = s.reserve_msg(4, parts);
    assert!(s.world.chain.execute(&consumer, &s.world.oracle, &msg, &[coin(1, "uusd")]).is_err());
}

/// The sum of a question is due on its day, decided by its fact, and gone three days later without a message.
#[test]
fn a_fact_dates_what_hangs_on_it() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 5);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    assert_eq!(s.hanging(), (0, 0), "expected later");
    s.pass(4 * DAY);
    assert_eq!(s.hanging(), (10_000, 0), "due on its day");
    s.pass(20 * DAY);
    assert_eq!(s.hanging(), (10_000, 0), "late: it counts until its fact");
    s.world.settle(departure(), 0, happened(hour(10)));
    assert_eq!(s.hanging(), (10_000, 0));
    s.pass(2 * DAY);
    assert_eq!(s.hanging(), (10_000, 0));
    s.pass(DAY);
    assert_eq!(s.hanging(), (0, 0));
}

#[test]
fn what_is_released_or_lapses_is_free_again_and_its_fee_is_kept() {
    let mut s = Secured::new();
    let parts = [s.part(10_000, OnTime, 1), s.part(20_000, OnOutcome, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure())]);
    assert_eq!(s.hanging(), (10_000, 20_000));
    let consumer = s.consumer.clone();
    s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: vec![0] });
    assert_eq!(s.hanging(), (0, 20_000));
    assert_eq!(s.world.usd_of(&s.treasury), 30);

    let lapse = ExecuteMsg::Lapse { consumer: consumer.to_string(), reference: 1 };
    let stands = ContractError::ReservationStands { until: s.day(55) };
    let stranger = s.world.stranger.clone();
    s.world.refused(&stranger, &lapse, stands);
    s.pass(54 * DAY);
    s.anyone(&lapse);
    assert_eq!(s.hanging(), (0, 0));
    assert_eq!(s.world.usd_of(&s.treasury), 90);
    s.world.refused(&stranger, &lapse, ContractError::NothingReserved {});
    s.assert_conserved();
}

/// Whoever gave notice still votes and has nothing to lose: the caps fall at once, and what was reserved stays.
#[test]
fn notice_of_unpledging_lowers_the_caps() {
    let mut s = Secured::new();
    let part = s.part(CAP_TIME, OnTime, 1);
    s.reserve(1, &[part]);
    assert!(!s.capacity().over);
    s.world.unpledge(1, STAKE);
    let capacity = s.capacity();
    assert_eq!(
        (capacity.coalition_time.get(), capacity.cap_time.get(), capacity.over),
        (100_000, 36_000, true)
    );
    let consumer = s.consumer.clone();
    let msg = s.reserve_msg(2, vec![s.part(1, OnOutcome, 50)]);
    assert!(s.world.chain.execute(&consumer, &s.world.oracle, &msg, &[coin(1, "uusd")]).is_err());
}
