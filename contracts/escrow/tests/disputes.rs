//! Disputes: each side once, decided by the resolver, then its successor, then by nobody.

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
use types::digest::Digest;
use types::escrow::*;

/// 1,000 prefunded, 2,000 deferred, 3,000 prefunded against the title; all at arrival.
fn three(world: &World) -> Terms {
    let last = releasing(pays(on(arrived()), 3_000));
    sale_of(world, vec![pays(on(arrived()), 1_000), owes(on(arrived()), 2_000), last])
}

/// Disputed by the buyer on day 10: the arbiter decides before day 15, the chamber before day 20.
fn disputed(milestones: &[u8]) -> World {
    let mut world = World::presented(three);
    let buyer = world.buyer.clone();
    world.wait_until(day(10));
    world.must(&buyer, &dispute(1, milestones));
    world
}

fn decides(milestone: u8, sender: &Addr, who: Option<&Addr>) -> ContractError {
    ContractError::NotResolver { milestone, sender: sender.clone(), decides: who.map(ToString::to_string) }
}

#[test]
fn facts_wait_for_the_verdict() {
    let mut world = disputed(&[0, 2]);
    world.fact(arrived(), happened(day(32)));
    let (open, payable) = (MilestoneState::Open, MilestoneState::Payable);
    assert_eq!(world.states(1), [open, payable, open]);
    let dispute = world.milestone(1, 0).dispute.unwrap();
    assert_eq!((dispute.by, dispute.since), (world.buyer.to_string(), day(10)));
    assert_eq!((dispute.resolver_until, dispute.successor_until), (day(15), Some(day(20))));
    let stranger = world.stranger.clone();
    world.must(&stranger, &sync(1));
    assert_eq!(world.states(1), [open, payable, open]);
}

#[test]
fn the_resolver_decides_to_its_last_second_then_its_successor_then_nobody() {
    let (mut world, second) = (disputed(&[0]), |seconds: u64| at(seconds));
    let (arbiter, chamber, stranger) = (world.arbiter.clone(), world.chamber.clone(), world.stranger.clone());
    let verdict = resolve(1, &[(0, 400)], TitleAward::Unchanged);
    world.refused(&stranger, &verdict, decides(0, &stranger, Some(&arbiter)));
    world.wait_until(second(15 * DAY - 1));
    world.refused(&chamber, &verdict, decides(0, &chamber, Some(&arbiter)));
    world.wait_until(second(15 * DAY));
    world.refused(&arbiter, &verdict, decides(0, &arbiter, Some(&chamber)));
    world.wait_until(second(20 * DAY - 1));
    world.refused(&stranger, &lapse(1), ContractError::NothingLapses {});
    world.must(&chamber, &verdict);
    assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (400, -4_000 + 600));

    let mut world = disputed(&[0]);
    world.wait_until(second(15 * DAY - 1));
    world.must(&arbiter, &verdict);
    let mut world = disputed(&[0]);
    world.wait_until(second(20 * DAY));
    for sender in [&arbiter, &chamber] {
        world.refused(sender, &verdict, decides(0, sender, None));
    }
    world.must(&stranger, &lapse(1));
    assert_eq!(world.milestone(1, 0).dispute, None);
    world.refused(&stranger, &lapse(1), ContractError::NothingLapses {});
}

#[test]
fn without_a_successor_a_dispute_lapses_with_the_resolvers_time() {
    let mut world = World::presented(|world| {
        let mut terms = three(world);
        terms.resolver.successor = None;
        terms
    });
    let (buyer, stranger) = (world.buyer.clone(), world.stranger.clone());
    world.must(&buyer, &dispute(1, &[0]));
    world.wait_until(at(5 * DAY - 1));
    world.refused(&stranger, &lapse(1), ContractError::NothingLapses {});
    world.chain.advance(1);
    world.must(&stranger, &lapse(1));
}

#[test]
fn what_became_final_meanwhile_counts_when_the_dispute_lapses() {
    let mut world = disputed(&[0, 1, 2]);
    let stranger = world.stranger.clone();
    world.fact(arrived(), happened(day(12)));
    world.wait_until(day(20));
    world.must(&stranger, &lapse(1));
    let (settled, payable) = (MilestoneState::Settled, MilestoneState::Payable);
    assert_eq!(world.states(1), [settled, payable, settled]);
    assert_eq!((world.gained(&world.seller), world.hold(1)), (4_000, TitleHold::Released));
}

#[test]
fn a_dispute_lapses_though_the_titles_contract_does_not_answer() {
    let mut world = disputed(&[0]);
    let stranger = world.stranger.clone();
    world.shipment_breaks();
    world.wait_until(day(20));
    world.must(&stranger, &lapse(1));
    assert_eq!((world.milestone(1, 0).dispute, world.states(1)[0]), (None, MilestoneState::Open));
}

#[test]
fn each_side_disputes_an_open_milestone_once() {
    let mut world = disputed(&[0]);
    let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
    let neither =
        ContractError::NeitherSide { sender: stranger.clone(), payer: buyer.clone(), owner: seller.clone() };
    world.refused(&stranger, &dispute(1, &[1]), neither);
    let open = || ContractError::DisputedAlready { milestone: 0, since: day(10) };
    world.refused(&buyer, &dispute(1, &[0]), open());
    world.refused(&seller, &dispute(1, &[1, 0]), open());
    world.wait_until(day(20));
    world.must(&stranger, &lapse(1));
    let used_up = || ContractError::DisputeUsedUp { milestone: 0 };
    world.refused(&buyer, &dispute(1, &[0]), used_up());
    world.must(&seller, &dispute(1, &[0]));
    world.wait_until(day(30));
    world.must(&stranger, &lapse(1));
    // a new owner has its side's right, which is used up
    let bank = world.bank.clone();
    world.must(&seller, &transfer("1/0", &bank));
    world.refused(&bank, &dispute(1, &[0]), used_up());
    world.refused(&seller, &dispute(1, &[]), ContractError::NoMilestones {});
    world.refused(&seller, &dispute(1, &[1, 2, 1]), ContractError::RepeatedMilestone { milestone: 1 });
    let unknown = ContractError::UnknownMilestone { milestone: 3, milestones: 3 };
    world.refused(&seller, &dispute(1, &[3]), unknown);
}

#[test]
fn disputes_are_opened_before_the_long_stop_in_running_agreements() {
    let mut world = World::presented(three);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.wait_until(at(100 * DAY - 1));
    world.must(&buyer, &dispute(1, &[0]));
    world.chain.advance(1);
    world.refused(&buyer, &dispute(1, &[1]), ContractError::AfterLongStop { long_stop: day(100) });
    let second = Terms { invoice: Digest::of(b"2"), long_stop: day(150), ..three(&world) };
    world.must(&seller, &propose(&second, day(101)));
    let proposed = || ContractError::NotRunning { actual: AgreementStatus::Proposed };
    world.refused(&buyer, &dispute(2, &[0]), proposed());
    world.refused(&buyer, &lapse(2), proposed());
    world.refused(&buyer, &resolve(2, &[(0, 1)], TitleAward::Unchanged), proposed());
}

#[test]
fn a_milestone_that_is_over_is_not_disputed() {
    let mut world = World::presented(three);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.must(&buyer, &release(1, 0));
    let settled = || ContractError::MilestoneNotOpen { milestone: 0, actual: MilestoneState::Settled };
    for sender in [&buyer, &seller] {
        world.refused(sender, &dispute(1, &[0]), settled());
    }
}

#[test]
fn each_milestones_dispute_has_its_own_clock() {
    let mut world = disputed(&[0]);
    let (seller, arbiter, stranger) = (world.seller.clone(), world.arbiter.clone(), world.stranger.clone());
    world.wait_until(day(14));
    world.must(&seller, &dispute(1, &[1]));
    world.wait_until(day(15));
    let both = resolve(1, &[(1, 5), (0, 5)], TitleAward::Unchanged);
    let chamber = world.chamber.clone();
    world.refused(&arbiter, &both, decides(0, &arbiter, Some(&chamber)));
    world.must(&arbiter, &resolve(1, &[(1, 5)], TitleAward::Unchanged));
    world.wait_until(day(20));
    world.must(&stranger, &lapse(1));
}

#[test]
fn an_award_goes_to_the_owner_and_the_rest_to_the_payer() {
    for mut world in World::both() {
        let terms = three(&world);
        world.agree(&terms);
        world.present(1);
        let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
        let arbiter = world.arbiter.clone();
        world.must(&seller, &transfer("1/0", &bank));
        world.must(&buyer, &dispute(1, &[0, 1, 2]));
        world.wait_until(day(3));
        world.must(&arbiter, &resolve(1, &[(0, 1), (1, 1_500), (2, 0)], TitleAward::Unchanged));
        assert_eq!((world.gained(&bank), world.gained(&seller)), (1, 0));
        assert_eq!(world.gained(&buyer), -4_000 + 999 + 3_000);
        let states = [MilestoneState::Settled, MilestoneState::Payable, MilestoneState::Voided];
        assert_eq!(world.states(1), states);
        // a deferred award is owed from the verdict on
        let debt = world.milestone(1, 1);
        assert_eq!((debt.outstanding.get(), debt.payable_at), (1_500, Some(day(33))));
        // nothing is open, so the hold is lifted
        assert_eq!(world.hold(1), TitleHold::Freed);
    }
}

#[test]
fn an_award_is_of_a_disputed_milestone_and_no_more_than_its_amount() {
    let mut world = disputed(&[0, 1]);
    let arbiter = world.arbiter.clone();
    let verdict = |awards: &[(u8, u128)]| resolve(1, awards, TitleAward::Unchanged);
    world.refused(
        &arbiter,
        &verdict(&[(0, 1_001)]),
        ContractError::AwardTooLarge { milestone: 0, amount: amount(1_000), actual: amount(1_001) },
    );
    world.refused(&arbiter, &verdict(&[(2, 1)]), ContractError::NotDisputed { milestone: 2 });
    world.refused(&arbiter, &verdict(&[]), ContractError::NoMilestones {});
    world.refused(&arbiter, &verdict(&[(0, 1), (0, 1)]), ContractError::RepeatedMilestone { milestone: 0 });
    let unknown = ContractError::UnknownMilestone { milestone: 20, milestones: 3 };
    world.refused(&arbiter, &verdict(&[(20, 1), (20, 1)]), unknown);
    // one bad award undoes the good ones
    world.refused(&arbiter, &verdict(&[(0, 1), (2, 1)]), ContractError::NotDisputed { milestone: 2 });
    world.must(&arbiter, &verdict(&[(0, 1_000), (1, 0)]));
    assert_eq!(world.states(1)[..2], [MilestoneState::Settled, MilestoneState::Voided]);
    world.refused(&arbiter, &verdict(&[(0, 1)]), ContractError::NotDisputed { milestone: 0 });
}

#[test]
fn the_award_may_be_of_what_was_added_meanwhile() {
    let mut world = disputed(&[0]);
    let (buyer, arbiter) = (world.buyer.clone(), world.arbiter.clone());
    world.must_with(&buyer, &top_up(1, 0), 500);
    world.must(&arbiter, &resolve(1, &[(0, 1_500)], TitleAward::Unchanged));
    assert_eq!(world.gained(&world.seller), 1_500);
}

// The title in a verdict

#[test]
fn a_verdict_moves_the_title_with_the_milestone_that_releases_it() {
    for (award, hold) in [
        (TitleAward::ToPayer, TitleHold::Released),
        (TitleAward::ToHolder, TitleHold::Freed),
        (TitleAward::Unchanged, TitleHold::Held),
    ] {
        let mut world = disputed(&[0, 2]);
        let arbiter = world.arbiter.clone();
        if award != TitleAward::Unchanged {
            let goes_with = ContractError::TitleGoesWith { milestone: 2 };
            world.refused(&arbiter, &resolve(1, &[(0, 1)], award), goes_with);
        }
        world.must(&arbiter, &resolve(1, &[(2, 1_000)], award));
        assert_eq!(world.hold(1), hold);
    }
}

#[test]
fn where_no_milestone_would_release_it_the_title_goes_with_all_that_are_open() {
    let mut world = disputed(&[0, 1]);
    let (arbiter, seller) = (world.arbiter.clone(), world.seller.clone());
    world.must(&seller, &relinquish(1, 2));
    let all = || ContractError::TitleGoesWithAll {};
    world.refused(&arbiter, &resolve(1, &[(0, 1)], TitleAward::ToPayer), all());
    world.must(&arbiter, &resolve(1, &[(0, 1), (1, 1)], TitleAward::ToPayer));
    assert_eq!(world.hold(1), TitleHold::Released);
}

#[test]
fn there_must_be_a_title_to_award() {
    let mut world = World::agreed(three);
    let (buyer, arbiter) = (world.buyer.clone(), world.arbiter.clone());
    world.must(&buyer, &dispute(1, &[0, 1, 2]));
    let all = [(0, 1), (1, 1), (2, 1)];
    for award in [TitleAward::ToPayer, TitleAward::ToHolder] {
        let none = ContractError::NoTitleToAward { actual: TitleHold::None };
        world.refused(&arbiter, &resolve(1, &all, award), none);
    }
    world.must(&arbiter, &resolve(1, &all, TitleAward::Unchanged));

    // a waybill is never handed over, but it can be freed
    let mut world = World::agreed(|world| {
        let mut terms = sale_of(world, vec![pays(on(arrived()), 10), pays(on(loaded()), 10)]);
        terms.title.as_mut().unwrap().classes = vec![types::shipment::TitleClass::Waybill];
        terms
    });
    let (waybill, shipment) = (waybill(&world, &buyer), world.shipment.clone());
    world.issue(&waybill);
    let msg = bound(&world, 1);
    world.must(&shipment, &msg);
    world.must(&buyer, &dispute(1, &[0, 1]));
    let both = [(0, 1), (1, 1)];
    let bound = ContractError::NoTitleToAward { actual: TitleHold::Bound };
    world.refused(&arbiter, &resolve(1, &both, TitleAward::ToPayer), bound);
    world.must(&arbiter, &resolve(1, &both, TitleAward::ToHolder));
    assert_eq!(world.hold(1), TitleHold::Freed);
}

#[test]
fn no_verdict_gives_the_payer_a_straight_bill_for_somebody_else() {
    let mut world = World::agreed(|world| {
        let mut terms = sale_of(world, vec![pays(on(loaded()), 10)]);
        terms.title.as_mut().unwrap().classes = vec![types::shipment::TitleClass::StraightBill];
        terms
    });
    let (buyer, arbiter, bank) = (world.buyer.clone(), world.arbiter.clone(), world.bank.clone());
    let bill = straight_bill(&world, &bank);
    world.issue(&bill);
    world.present(1);
    world.must(&buyer, &waive(1));
    world.must(&buyer, &dispute(1, &[0]));
    let not_his = ContractError::NotForPayer { consignee: bank.to_string(), payer: buyer.clone() };
    world.refused(&arbiter, &resolve(1, &[(0, 10)], TitleAward::ToPayer), not_his);
    world.must(&arbiter, &resolve(1, &[(0, 10)], TitleAward::ToHolder));
    assert_eq!((world.hold(1), world.gained(&world.seller)), (TitleHold::Freed, 10));
}

/// Who has bought a receivable is a party of its milestone.
#[test]
fn nobody_decides_about_his_own_money() {
    let mut world = World::presented(three);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.must(&buyer, &dispute(1, &[0, 1]));
    let verdict = resolve(1, &[(0, 1_000), (1, 2_000)], TitleAward::Unchanged);
    for judge in [world.arbiter.clone(), world.chamber.clone()] {
        world.must(&seller, &transfer("1/1", &judge));
        let own = ContractError::PartyResolves { party: judge.to_string() };
        world.refused(&judge, &verdict, own);
        world.must(&judge, &transfer("1/1", &seller));
        world.wait_until(day(6));
    }
    let chamber = world.chamber.clone();
    world.must(&chamber, &verdict);
    assert_eq!(world.gained(&seller), 1_000);
}

/// Who is given a receivable, so that he cannot decide about it, decides against himself.
#[test]
fn a_receivable_that_is_given_to_the_resolver_prevents_no_verdict() {
    let mut world = disputed(&[0]);
    let (seller, arbiter) = (world.seller.clone(), world.arbiter.clone());
    world.must(&seller, &transfer("1/0", &arbiter));
    world.must(&arbiter, &resolve(1, &[(0, 0)], TitleAward::Unchanged));
    assert_eq!((world.milestone(1, 0).refunded.get(), world.gained(&arbiter)), (1_000, 0));
}
