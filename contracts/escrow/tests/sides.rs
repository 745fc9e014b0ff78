//! What the payer and the owner of a receivable do, alone or together: release, top up, give up, change.

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

use cosmwasm_std::Addr;
use escrow::ContractError;
use support::*;
use testing::{attribute, events};
use types::escrow::*;
use types::shipment;

/// 2,000 prefunded and 3,000 deferred, both at arrival, the first releasing the title.
fn two(world: &World) -> Terms {
    sale_of(world, vec![releasing(pays(on(arrived()), 2_000)), owes(on(arrived()), 3_000)])
}

fn neither(sender: &Addr, payer: &Addr, owner: &Addr) -> ContractError {
    ContractError::NeitherSide { sender: sender.clone(), payer: payer.clone(), owner: owner.clone() }
}

// Release

#[test]
fn the_payer_releases_from_escrow_or_with_the_money() {
    for mut world in World::both() {
        let terms = two(&world);
        world.agree(&terms);
        world.present(1);
        let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
        for sender in [&seller, &stranger] {
            let not_payer = || ContractError::NotPayer { sender: sender.clone(), payer: buyer.clone() };
            world.refused(sender, &release(1, 0), not_payer());
            world.refused_with(sender, &release(1, 1), 3_000, not_payer());
        }
        world.must_with(&buyer, &release(1, 1), 3_000);
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (3_000, -5_000));
        assert_eq!(world.states(1), [MilestoneState::Open, MilestoneState::Settled]);
        world.must(&buyer, &release(1, 0));
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (5_000, -5_000));
        assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Closed, TitleHold::Released));
        world.refused(&buyer, &release(1, 0), ContractError::NotRunning { actual: AgreementStatus::Closed });
    }
}

#[test]
fn a_release_ends_a_dispute_and_costs_no_penalty() {
    let mut world =
        World::presented(|world| sale_of(world, vec![late_from(pays(on(arrived()), 2_000), day(1))]));
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.must(&seller, &dispute(1, &[0]));
    world.wait_until(day(50));
    world.must(&buyer, &release(1, 0));
    assert_eq!(world.gained(&seller), 2_000);
}

#[test]
fn only_open_milestones_are_released() {
    let mut world = World::presented(two);
    let buyer = world.buyer.clone();
    world.fact(arrived(), happened(day(32)));
    let settled = ContractError::MilestoneNotOpen { milestone: 0, actual: MilestoneState::Settled };
    world.refused(&buyer, &release(1, 0), settled);
    let unknown = ContractError::UnknownMilestone { milestone: 2, milestones: 2 };
    world.refused(&buyer, &release(1, 2), unknown);
}

// Top up

#[test]
fn the_payer_adds_to_a_prefunded_milestone() {
    for mut world in World::both() {
        let terms = two(&world);
        world.agree(&terms);
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let topped = world.must_with(&buyer, &top_up(1, 0), 500);
        let event = events(&topped, "escrow/topped_up")[0];
        assert_eq!((attribute(event, "by"), attribute(event, "amount")), ("500", "2500"));
        let not_payer = ContractError::NotPayer { sender: seller.clone(), payer: buyer.clone() };
        world.refused_with(&seller, &top_up(1, 0), 500, not_payer);
        world.refused_with(&buyer, &top_up(1, 1), 500, ContractError::NotPrefunded { milestone: 1 });
        world.present(1);
        world.fact(arrived(), happened(day(32)));
        assert_eq!(world.gained(&seller), 2_500);
        let settled = ContractError::MilestoneNotOpen { milestone: 0, actual: MilestoneState::Settled };
        world.refused_with(&buyer, &top_up(1, 0), 500, settled);
    }
}

#[test]
fn only_running_agreements_grow() {
    let mut world = World::new();
    let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), two(&World::new()));
    world.must(&seller, &propose(&terms, day(1)));
    let proposed = ContractError::NotRunning { actual: AgreementStatus::Proposed };
    world.refused_with(&buyer, &top_up(1, 0), 500, proposed);
    world.refused_with(&buyer, &top_up(2, 0), 500, ContractError::UnknownAgreement { agreement: 2 });
}

// Relinquish

#[test]
fn the_owner_gives_an_open_milestone_up() {
    for mut world in World::both() {
        let terms = two(&world);
        world.agree(&terms);
        let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
        world.must(&seller, &transfer("1/0", &bank));
        for sender in [&seller, &buyer] {
            let not_owner = ContractError::NotOwner { sender: sender.clone(), owner: bank.clone() };
            world.refused(sender, &relinquish(1, 0), not_owner);
        }
        world.must(&bank, &relinquish(1, 0));
        world.must(&seller, &relinquish(1, 1));
        assert_eq!((world.gained(&buyer), world.gained(&bank)), (0, 0));
        assert_eq!(world.states(1), [MilestoneState::Voided; 2]);
        assert_eq!(world.milestone(1, 0).refunded.get(), 2_000);
        assert_eq!(world.status(1), AgreementStatus::Closed);
    }
}

#[test]
fn what_is_over_cannot_be_given_up() {
    let mut world = World::presented(two);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.must(&buyer, &release(1, 0));
    let over = ContractError::MilestoneOver { milestone: 0, actual: MilestoneState::Settled };
    world.refused(&seller, &relinquish(1, 0), over);
}

/// The title returns to whoever has it when nothing waits for it any more.
#[test]
fn the_hold_is_lifted_with_the_last_open_milestone() {
    let mut world = World::presented(two);
    let seller = world.seller.clone();
    world.must(&seller, &relinquish(1, 0));
    assert_eq!(world.hold(1), TitleHold::Held);
    let last = world.must(&seller, &relinquish(1, 1));
    assert_eq!(world.hold(1), TitleHold::Freed);
    assert_eq!(events(&last, "escrow/title_freed").len(), 1);
    let lift = shipment::ExecuteMsg::Lift { token_id: word(BILL) };
    assert_eq!(world.shipment_told().last(), Some(&lift));
}

// Change

#[test]
fn a_change_needs_both_sides_to_propose_the_same() {
    let mut world = World::agreed(two);
    let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
    world.refused(&stranger, &change(1, 0, cancel()), neither(&stranger, &buyer, &seller));
    world.must(&buyer, &change(1, 0, to_amount(1_500)));
    assert_eq!(world.milestone(1, 0).change, Some(to_amount(1_500)));
    // again by the same side, and something else by the other: nothing is agreed
    world.must(&buyer, &change(1, 0, to_amount(1_500)));
    world.must(&seller, &change(1, 0, to_amount(1_600)));
    world.must(&buyer, &change(1, 0, to_amount(1_500)));
    assert_eq!((world.milestone(1, 0).amount.get(), world.gained(&buyer)), (2_000, -2_000));
    world.must(&seller, &change(1, 0, to_amount(1_500)));
    let milestone = world.milestone(1, 0);
    assert_eq!((milestone.amount.get(), milestone.refunded.get(), milestone.change), (1_500, 500, None));
    assert_eq!(world.gained(&buyer), -1_500);
    // consent is used up
    world.must(&seller, &change(1, 0, to_amount(1_400)));
    assert_eq!(world.milestone(1, 0).amount.get(), 1_500);
}

#[test]
fn a_smaller_deferred_amount_returns_nothing() {
    let mut world = World::agreed(two);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    for sender in [&buyer, &seller] {
        world.must(sender, &change(1, 1, to_amount(1_000)));
    }
    let milestone = world.milestone(1, 1);
    assert_eq!((milestone.amount.get(), milestone.refunded.get()), (1_000, 0));
    assert_eq!(world.gained(&buyer), -2_000);
}

#[test]
fn a_cancelled_milestone_goes_back_to_the_payer() {
    for mut world in World::both() {
        let terms = two(&world);
        world.agree(&terms);
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        for index in 0..2 {
            world.must(&seller, &change(1, index, cancel()));
            world.must(&buyer, &change(1, index, cancel()));
        }
        assert_eq!((world.states(1), world.gained(&buyer)), (vec![MilestoneState::Voided; 2], 0));
        assert_eq!(world.status(1), AgreementStatus::Closed);
    }
}

#[test]
fn a_change_sets_something_within_the_terms_rules() {
    let mut world = World::agreed(|world| {
        sale_of(world, vec![cut_off(late_from(pays(on(arrived()), 2_000), day(32)), day(40))])
    });
    let buyer = world.buyer.clone();
    let nothing = || ContractError::ChangeOfNothing { milestone: 0 };
    world.refused(&buyer, &change(1, 0, no_change()), nothing());
    world.refused(&buyer, &change(1, 0, Change { cancel: true, ..to_amount(1) }), nothing());
    for units in [0, 2_000, 2_001] {
        let expected = ContractError::ChangeAmount { milestone: 0, least: amount(0), most: amount(2_000) };
        world.refused(&buyer, &change(1, 0, to_amount(units)), expected);
    }
    let order = |due, cutoff| ContractError::CutoffBeforeDue { milestone: 0, due, cutoff };
    let (late_due, early) = (at(40 * DAY + 1), at(32 * DAY - 1));
    world.refused(&buyer, &change(1, 0, to_due(late_due)), order(late_due, day(40)));
    world.refused(&buyer, &change(1, 0, to_cutoff(early)), order(day(32), early));
    let date = day(100);
    let after = ContractError::DateAfterLongStop { milestone: 0, date, long_stop: day(100) };
    world.refused(&buyer, &change(1, 0, to_cutoff(date)), after);
    world.must(&buyer, &change(1, 0, to_cutoff(at(100 * DAY - 1))));
    world.must(&buyer, &change(1, 0, Change { due: Some(day(50)), ..to_cutoff(day(50)) }));
    world.must(&buyer, &change(1, 0, to_amount(1_999)));
    let unknown = ContractError::UnknownMilestone { milestone: 1, milestones: 1 };
    world.refused(&buyer, &change(1, 1, cancel()), unknown);
}

/// By hand: due on day 33 instead of 32, arrived 15 minutes and a second after: two periods, 2 % of 2,000.
#[test]
fn changed_dates_are_those_that_count() {
    let terms = |world: &World| {
        sale_of(world, vec![cut_off(late_from(pays(on(arrived()), 2_000), day(32)), day(40))])
    };
    let mut world = World::presented(terms);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    let dates = Change { due: Some(day(33)), ..to_cutoff(day(50)) };
    for sender in [&buyer, &seller] {
        world.must(sender, &change(1, 0, dates.clone()));
    }
    let asked = types::oracle::Cutoff { milestone: arrived(), cutoff: day(50) };
    let subscribe = shipment::ExecuteMsg::Subscribe { token_id: word(BILL), cutoffs: vec![asked] };
    assert_eq!(world.shipment_told().last(), Some(&subscribe));
    world.fact(arrived(), not_by(day(49)));
    assert_eq!(world.states(1), [MilestoneState::Open]);
    world.fact(arrived(), happened(at(33 * DAY + 901)));
    assert_eq!(world.gained(&seller), 1_960);
}

#[test]
fn who_is_both_sides_needs_nobody() {
    let mut world = World::agreed(two);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.must(&seller, &transfer("1/0", &buyer));
    world.refused(&seller, &change(1, 0, cancel()), neither(&seller, &buyer, &buyer));
    world.must(&buyer, &change(1, 0, to_amount(500)));
    assert_eq!((world.milestone(1, 0).amount.get(), world.gained(&buyer)), (500, -500));
    world.must(&buyer, &change(1, 0, cancel()));
    assert_eq!(world.gained(&buyer), 0);
}

// A receivable that is sold takes the rights of the payee with it.

#[test]
fn a_payee_that_sold_has_no_say_any_more() {
    let mut world = World::presented(two);
    let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
    for token_id in ["1/0", "1/1"] {
        world.must(&seller, &transfer(token_id, &bank));
    }
    let not_owner = || ContractError::NotOwner { sender: seller.clone(), owner: bank.clone() };
    for index in 0..2 {
        world.refused(&seller, &relinquish(1, index), not_owner());
        world.refused(&seller, &change(1, index, cancel()), neither(&seller, &buyer, &bank));
        world.refused(&seller, &dispute(1, &[index]), neither(&seller, &buyer, &bank));
    }
    let act = shipment::ConsentedAct::Amendment;
    let no_say = ContractError::NoSayInTitle { sender: seller.clone() };
    world.refused(&seller, &consent_to(1, act), no_say);
    world.must(&bank, &dispute(1, &[0]));
    world.must(&bank, &change(1, 0, to_due(day(5))));
    world.must(&bank, &relinquish(1, 0));
}

#[test]
fn a_proposal_of_a_side_that_has_changed_is_stale() {
    let mut world = World::agreed(two);
    let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
    // the payee proposes, and sells
    world.must(&seller, &change(1, 0, to_amount(1)));
    world.must(&seller, &transfer("1/0", &bank));
    world.must(&buyer, &change(1, 0, to_amount(1)));
    assert_eq!(world.milestone(1, 0).amount.get(), 2_000);
    // the payer's stands: the new owner sees it and may take it
    world.must(&bank, &change(1, 0, to_amount(1)));
    assert_eq!((world.milestone(1, 0).amount.get(), world.gained(&buyer)), (1, -1));
    // an owner that becomes the other side does not consent to itself
    world.must(&seller, &change(1, 1, cancel()));
    world.must(&seller, &transfer("1/1", &bank));
    world.must(&bank, &change(1, 1, cancel()));
    assert_eq!(world.states(1)[1], MilestoneState::Open);
}

#[test]
fn an_owner_does_not_approve_its_own_payment() {
    let mut world = World::agreed(|world| sale_of(world, vec![pays(approved_by(&world.surveyor), 500)]));
    let (seller, bank, surveyor) = (world.seller.clone(), world.bank.clone(), world.surveyor.clone());
    world.must(&seller, &transfer("1/0", &surveyor));
    let own = ContractError::OwnerApproves { milestone: 0, sender: surveyor.clone() };
    world.refused(&surveyor, &approve_milestone(1, 0), own);
    world.must(&surveyor, &transfer("1/0", &bank));
    world.must(&surveyor, &approve_milestone(1, 0));
    assert_eq!(world.gained(&bank), 500);
}
