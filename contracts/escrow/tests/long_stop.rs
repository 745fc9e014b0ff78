//! The long-stop: what is final first, then the split; it waits for what was open at that moment and for nothing else.

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

use escrow::ContractError;
use support::*;
use testing::{attribute, events};
use types::digest::Digest;
use types::escrow::*;

/// By hand: a third of 1,001 prefunded and of 2,000 deferred, rounded down, is 333 and 666.
fn a_third(world: &World) -> Terms {
    let milestones = vec![pays(on(arrived()), 1_001), owes(on(discharged()), 2_000)];
    Terms { split: points(3_333), ..sale_of(world, milestones) }
}

fn at_the_long_stop(terms: impl FnOnce(&World) -> Terms) -> World {
    let mut world = World::presented(terms);
    world.wait_until(day(100));
    world
}

#[test]
fn anyone_splits_the_open_rest_from_the_long_stop_on() {
    for mut world in World::both() {
        let terms = a_third(&world);
        world.agree(&terms);
        world.present(1);
        let stranger = world.stranger.clone();
        let (long_stop_at, now) = (day(100), at(100 * DAY - 1));
        world.wait_until(now);
        let early = ContractError::BeforeLongStop { long_stop: long_stop_at, now };
        world.refused(&stranger, &long_stop(1), early);
        world.chain.advance(1);
        let stopped = world.must(&stranger, &long_stop(1));
        let event = events(&stopped, "escrow/long_stopped")[0];
        assert_eq!(attribute(event, "milestones"), "0,1");
        assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (333, -333));
        // counted from the long-stop, whenever it is sent
        let debt = world.milestone(1, 1);
        assert_eq!((debt.state, debt.outstanding.get()), (MilestoneState::Payable, 666));
        assert_eq!(debt.payable_at, Some(day(130)));
        assert_eq!(world.hold(1), TitleHold::Freed);
        world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
    }
}

#[test]
fn a_split_of_nothing_or_all() {
    for (split, paid, state) in [(0, 0, MilestoneState::Voided), (10_000, 1_001, MilestoneState::Settled)] {
        let mut world = at_the_long_stop(|world| Terms {
            split: points(split),
            ..sale_of(world, vec![pays(on(arrived()), 1_001)])
        });
        let stranger = world.stranger.clone();
        world.must(&stranger, &long_stop(1));
        assert_eq!((world.gained(&world.seller), world.states(1)), (paid, vec![state]));
        assert_eq!(world.status(1), AgreementStatus::Closed);
        let over = ContractError::NotRunning { actual: AgreementStatus::Closed };
        world.refused(&stranger, &long_stop(1), over);
    }
}

#[test]
fn what_is_final_is_settled_first() {
    let mut world = at_the_long_stop(a_third);
    let stranger = world.stranger.clone();
    world.stands(arrived(), happened(day(32)));
    world.stands(discharged(), not_by(day(99)));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&world.seller), 1_001);
    assert_eq!(world.milestone(1, 1).outstanding.get(), 666);
}

#[test]
fn it_splits_what_was_never_presented_and_frees_discrepant_documents() {
    let mut world = World::agreed(a_third);
    let stranger = world.stranger.clone();
    world.stands(arrived(), happened(day(32)));
    world.wait_until(day(99));
    world.present(1);
    assert_eq!(world.status(1), AgreementStatus::Discrepant);
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!((world.gained(&world.seller), world.hold(1)), (333, TitleHold::Freed));
    let mut world = World::agreed(a_third);
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&world.seller), 333);
}

#[test]
fn it_waits_for_disputes_of_that_moment() {
    let mut world = World::presented(a_third);
    let (buyer, stranger, chamber) = (world.buyer.clone(), world.stranger.clone(), world.chamber.clone());
    world.wait_until(day(99));
    world.must(&buyer, &dispute(1, &[0]));
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.states(1), [MilestoneState::Open, MilestoneState::Payable]);
    world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
    world.wait_until(day(105));
    world.must(&chamber, &resolve(1, &[(0, 1_000)], TitleAward::Unchanged));
    assert_eq!(world.gained(&world.seller), 1_000);

    // or for its end by nobody
    let mut world = World::presented(a_third);
    world.wait_until(day(99));
    world.must(&buyer, &dispute(1, &[0, 1]));
    world.wait_until(day(109));
    world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
    world.must(&stranger, &lapse(1));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&world.seller), 333);
}

#[test]
fn it_waits_for_rounds_that_began_before_it_to_the_second() {
    let before = at(100 * DAY - 1);
    let mut world = at_the_long_stop(a_third);
    let stranger = world.stranger.clone();
    world.rounds(&[(arrived(), before), (discharged(), day(100)), (loaded(), before)]);
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.states(1), [MilestoneState::Open, MilestoneState::Payable]);
    world.wait_until(day(120));
    world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
    // a new round began later: it is not waited for
    world.rounds(&[(arrived(), day(110))]);
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&world.seller), 333);
}

#[test]
fn an_all_waits_for_the_round_of_any_part() {
    let mut world = at_the_long_stop(|world| {
        sale_of(world, vec![pays(all(vec![on(loaded()), on(arrived())]), 100), pays(on(discharged()), 10)])
    });
    let stranger = world.stranger.clone();
    world.rounds(&[(arrived(), day(99))]);
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.states(1), [MilestoneState::Open, MilestoneState::Settled]);
}

#[test]
fn a_peer_that_does_not_answer_keeps_nobodys_money() {
    for (shipment, oracle) in [(true, false), (false, true), (true, true)] {
        let mut world = at_the_long_stop(a_third);
        let stranger = world.stranger.clone();
        world.stands(arrived(), happened(day(32)));
        world.rounds(&[(discharged(), day(99))]);
        if shipment {
            world.shipment_breaks();
        }
        if oracle {
            world.oracle_breaks();
        }
        world.must(&stranger, &long_stop(1));
        let first = if shipment { 333 } else { 1_001 };
        let second = if oracle { MilestoneState::Payable } else { MilestoneState::Open };
        assert_eq!((world.gained(&world.seller), world.states(1)[1]), (first, second));
    }
}

/// What this contract knows by itself it knows though the others are silent.
#[test]
fn a_presentation_counts_though_no_peer_answers() {
    let six = |world: &World| sale_of(world, vec![pays(on_presentation(), 10); 6]);
    let mut world = World::agreed(six);
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    for index in 0..6 {
        let contract = world.contract();
        world.must(&seller, &transfer(&format!("1/{index}"), contract.address()));
    }
    world.present(1);
    assert_eq!(world.states(1)[4..], [MilestoneState::Open; 2]);
    world.shipment_breaks();
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!((world.gained(&world.buyer), world.status(1)), (-60, AgreementStatus::Closed));
}

#[test]
fn an_approval_still_counts_after_it_until_it_is_split() {
    let mut world = at_the_long_stop(sale);
    let (surveyor, stranger) = (world.surveyor.clone(), world.stranger.clone());
    world.must(&surveyor, &approve_milestone(1, 2));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&world.seller), 1_000 + 1_000 + 3_500);
}

#[test]
fn all_sixteen_end_at_once() {
    let mut world =
        World::agreed(|world| sale_of(world, vec![late_from(pays(on(arrived()), 100), day(32)); 16]));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    for index in 0..16 {
        let contract = world.contract();
        world.must(&seller, &transfer(&format!("1/{index}"), contract.address()));
    }
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.status(1), AgreementStatus::Closed);
    for contract in world.contracts.clone() {
        assert_eq!(world.balance(&contract), 50);
    }
}

#[test]
fn a_proposal_has_no_long_stop() {
    let mut world = World::new();
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    let terms = Terms { invoice: Digest::of(b"2"), ..a_third(&world) };
    world.must(&seller, &propose(&terms, day(1)));
    world.wait_until(day(100));
    world.refused(&stranger, &long_stop(1), ContractError::NotRunning { actual: AgreementStatus::Proposed });
    world.must(&stranger, &end_proposal(1));
}
