//! Taking seats, and giving them up.

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

use numeric::UnixTime;
use oracle::events::{Pledged, UnpledgeNoticed, Unpledged};
use oracle::ContractError;
use support::*;
use testing::{events, Signer};
use types::oracle::*;

fn given() -> World {
    let mut world = World::with_reporters();
    world.create(staked(&world), rules());
    world
}

#[test]
fn a_pledge_takes_a_seat_and_binds_stake() {
    let mut world = given();
    let operator = world.operator(1);
    let response = world.pledge(1, 60);
    assert_eq!(
        Pledged::try_from(events(&response, Pledged::TYPE)[0]).unwrap(),
        Pledged { feed: FEED, reporter: 1, amount: units(60), weight: units(60), version: 2 }
    );
    world.pledge(1, 10);
    assert_eq!((world.weight(1), world.feed(FEED).version), (70, 3));
    let stake = world.stake(&operator, usd());
    assert_eq!((stake.bonded, stake.pledged, stake.free), (units(1_000), units(70), units(930)));
    assert_eq!(world.owed(usd()), 5 * BOND, "what is bound is still owed");
}

#[test]
fn only_free_stake_of_ones_own_reporter_is_pledged() {
    let mut world = given();
    let (operator, other) = (world.operator(1), world.operator(2));
    let more = ContractError::NotEnoughFree { free: units(BOND), required: units(BOND + 1) };
    world.refused(&operator, &pledge(1, BOND + 1), more);
    world.refused(&operator, &pledge(1, 0), ContractError::NoAmount);
    let below = ContractError::BelowLeastPledge { stays: units(49), least: units(50) };
    world.refused(&operator, &pledge(1, 49), below);
    let not_its =
        ContractError::NotItsOperator { reporter: 1, operator: operator.clone(), sender: other.clone() };
    world.refused(&other, &pledge(1, 60), not_its);
    world.refused(&operator, &pledge(10, 60), ContractError::UnknownReporter { reporter: 10 });
    let unknown = ExecuteMsg::Pledge { feed: 2, reporter: 1, amount: units(60) };
    world.refused(&operator, &unknown, ContractError::UnknownFeed { feed: 2 });

    // The other reporter of the operator shares its stake.
    world.pledge(1, 600);
    let more = ContractError::NotEnoughFree { free: units(400), required: units(401) };
    world.refused(&operator, &pledge(6, 401), more);
}

#[test]
fn an_operator_that_is_not_admitted_takes_no_seat() {
    let mut world = given();
    let stranger = world.stranger.clone();
    let key = support::reporter_key(&Signer::ed25519("stranger"));
    world.must(&stranger, &ExecuteMsg::EnrolReporter { key, class: SourceClass::Device });
    world.bond(&stranger, 500);
    let refused = ContractError::OperatorNotAdmitted { operator: stranger.clone() };
    world.refused(&stranger, &pledge(10, 100), refused);
}

/// Else one signature would count twice.
#[test]
fn a_key_has_one_seat() {
    let mut world = given();
    let (other, key) = (world.operator(2), world.reporter(1).key());
    world.must(&other, &ExecuteMsg::EnrolReporter { key, class: SourceClass::Device });
    world.pledge(1, 60);
    world.refused(&other, &pledge(10, 60), ContractError::KeySeated { reporter: 1 });
    world.unpledge(1, 60);
    world.chain.advance(NOTICE);
    world.must(&other, &complete(1));
    world.must(&other, &pledge(10, 60));
    let operator = world.operator(1);
    world.refused(&operator, &pledge(1, 60), ContractError::KeySeated { reporter: 10 });
}

#[test]
fn there_are_31_seats() {
    let mut world = given();
    let operator = world.operator(1);
    world.bond(&operator, 5_000);
    for n in 10..=41_u32 {
        let key = support::reporter_key(&Signer::ed25519(&format!("seat {n}")));
        world.must(&operator, &ExecuteMsg::EnrolReporter { key, class: SourceClass::Device });
    }
    for n in 10..=40 {
        world.must(&operator, &pledge(n, 50));
    }
    world.refused(&operator, &pledge(41, 50), ContractError::NoSeatLeft { max: 31 });
}

#[test]
fn weight_under_notice_counts_until_anyone_carries_the_notice_out() {
    let mut world = World::with_feed();
    let (operator, stranger) = (world.operator(1), world.stranger.clone());
    let due = at(world.chain.now() + NOTICE);
    let response = world.unpledge(1, 50);
    assert_eq!(
        UnpledgeNoticed::try_from(events(&response, UnpledgeNoticed::TYPE)[0]).unwrap(),
        UnpledgeNoticed { feed: FEED, reporter: 1, leaving: units(50), at: due }
    );
    let seat = |world: &World| world.feed(FEED).committee[0].clone();
    assert_eq!(
        (seat(&world).weight, seat(&world).leaving),
        (units(100), Some(Leaving { amount: units(50), at: due }))
    );
    assert_eq!(world.stake(&operator, usd()).pledged, units(200));

    world.chain.advance(NOTICE - 1);
    let runs = ContractError::NoticeRuns { reporter: 1, until: due };
    world.refused(&stranger, &complete(1), runs);
    world.chain.advance(1);
    let response = world.must(&stranger, &complete(1));
    let version = world.feed(FEED).version;
    assert_eq!(
        Unpledged::try_from(events(&response, Unpledged::TYPE)[0]).unwrap(),
        Unpledged { feed: FEED, reporter: 1, amount: units(50), weight: units(50), version }
    );
    assert_eq!((seat(&world).weight, seat(&world).leaving), (units(50), None));
    assert_eq!(world.stake(&operator, usd()).pledged, units(150));
    world.refused(&stranger, &complete(1), ContractError::NoNotice { reporter: 1 });
}

/// Freed stake still waits for the unbonding: what was pledged is here for 35 days at least.
#[test]
fn a_seat_is_given_up_whole_and_its_stake_unbonds_after_that() {
    let mut world = World::with_feed();
    let operator = world.operator(5);
    world.unpledge(5, 100);
    world.chain.advance(NOTICE);
    world.must(&operator, &complete(5));
    assert_eq!(world.weight(5), 0);
    assert_eq!(world.feed(FEED).committee.len(), 8);
    world.refused(&operator, &unpledge(5, 1), ContractError::NoSeat { reporter: 5 });
    world.refused(&operator, &complete(5), ContractError::NoSeat { reporter: 5 });
    world.must(&operator, &unbond(usd(), BOND));
    let next = Some(at(world.chain.now() + UNBONDING));
    let early = ContractError::NothingUnbonded { next };
    world.refused(&operator, &ExecuteMsg::WithdrawUnbonded { asset: usd() }, early);
}

#[test]
fn nothing_or_the_least_pledge_stays() {
    let mut world = World::with_feed();
    let (operator, other) = (world.operator(1), world.operator(2));
    let below = ContractError::BelowLeastPledge { stays: units(49), least: units(50) };
    world.refused(&operator, &unpledge(1, 51), below);
    let more = ContractError::MoreThanPledged { pledged: units(100), leaving: units(101) };
    world.refused(&operator, &unpledge(1, 101), more);
    world.refused(&operator, &unpledge(1, 0), ContractError::NoAmount);
    let not_its =
        ContractError::NotItsOperator { reporter: 1, operator: operator.clone(), sender: other.clone() };
    world.refused(&other, &unpledge(1, 50), not_its);
    // A second notice adds to the first, and its time begins anew.
    world.unpledge(1, 30);
    world.chain.advance(NOTICE - 1);
    world.unpledge(1, 70);
    let due: UnixTime = at(world.chain.now() + NOTICE);
    world.chain.advance(1);
    world.refused(&operator, &complete(1), ContractError::NoticeRuns { reporter: 1, until: due });
    world.chain.advance(NOTICE - 1);
    world.must(&operator, &complete(1));
    assert_eq!(world.weight(1), 0);
}
