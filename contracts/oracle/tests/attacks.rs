//! What an attacker tries on a secured feed, with what it costs him.

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
use types::oracle::ExposureKind::{Outcome as OnOutcome, Time as OnTime};
use types::oracle::*;

/// A part that is bound to a fact which can still be challenged is used: what another has reserved for that day is not freed with
/// it, and its fee is the fact's.
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
