//! Deferred payments: owed when the condition is met, paid in by anyone, aged by their dates.

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
use nft::NftError;
use support::*;
use types::escrow::*;

/// 1,000 owed at arrival, due 30 days later, in default 10 days after that.
fn owed_at_arrival(world: &World) -> Terms {
    sale_of(world, vec![owes(on(arrived()), 1_000)])
}

/// Arrived on day 32: due on day 62, in default after day 72.
fn debt(mut world: World) -> World {
    let terms = owed_at_arrival(&world);
    world.agree(&terms);
    world.present(1);
    world.fact(arrived(), happened(day(32)));
    world
}

fn state(world: &World) -> MilestoneState {
    world.milestone(1, 0).state
}

#[test]
fn a_condition_that_is_met_makes_a_debt() {
    let world = debt(World::new());
    let milestone = world.milestone(1, 0);
    assert_eq!((milestone.state, milestone.outstanding.get()), (MilestoneState::Payable, 1_000));
    assert_eq!((milestone.reached, milestone.payable_at), (Some(day(32)), Some(day(62))));
    assert_eq!((world.gained(&world.buyer), world.gained(&world.seller)), (0, 0));
    assert_eq!(milestone.owner, Some(world.seller.to_string()));
    assert_eq!(world.status(1), AgreementStatus::Presented);
}

/// By hand: 20 minutes late, two started quarters, 2 % of 1,000.
#[test]
fn lateness_makes_the_debt_smaller() {
    let mut world =
        World::presented(|world| sale_of(world, vec![late_from(owes(on(arrived()), 1_000), day(32))]));
    world.fact(arrived(), happened(at(32 * DAY + 20 * MINUTE)));
    let milestone = world.milestone(1, 0);
    assert_eq!((milestone.outstanding.get(), milestone.refunded.get()), (980, 0));
    assert_eq!(milestone.payable_at, Some(at(62 * DAY + 20 * MINUTE)));
}

#[test]
fn a_penalty_that_takes_all_of_it_leaves_no_debt() {
    let mut world = World::presented(|world| {
        let mut milestone = late_from(owes(on(arrived()), 1_000), day(32));
        milestone.late.as_mut().unwrap().cap = points(10_000);
        sale_of(world, vec![milestone])
    });
    world.fact(arrived(), happened(day(40)));
    assert_eq!((state(&world), world.status(1)), (MilestoneState::Settled, AgreementStatus::Closed));
}

#[test]
fn what_is_missed_is_never_owed() {
    let mut world =
        World::presented(|world| sale_of(world, vec![cut_off(owes(on(arrived()), 1_000), day(40))]));
    world.fact(arrived(), happened(at(40 * DAY + 1)));
    assert_eq!((state(&world), world.status(1)), (MilestoneState::Voided, AgreementStatus::Closed));
    assert_eq!(world.owner_of("1/0"), None);
}

#[test]
fn anyone_pays_it_in_whole_or_in_part_to_the_owner_at_once() {
    for world in World::both() {
        let mut world = debt(world);
        let (buyer, bank, seller) = (world.buyer.clone(), world.bank.clone(), world.seller.clone());
        world.must_with(&bank, &pay_in(1, 0), 300);
        assert_eq!((world.gained(&seller), state(&world)), (300, MilestoneState::Payable));
        world.must(&seller, &transfer("1/0", &bank));
        world.must_with(&buyer, &pay_in(1, 0), 1);
        let milestone = world.milestone(1, 0);
        assert_eq!((milestone.paid.get(), milestone.outstanding.get()), (301, 699));
        let (outstanding, actual) = (amount(699), amount(700));
        let too_much = ContractError::MoreThanOutstanding { outstanding, actual };
        world.refused_with(&buyer, &pay_in(1, 0), 700, too_much);
        world.must_with(&buyer, &pay_in(1, 0), 699);
        assert_eq!(world.gained(&bank), -300 + 700);
        assert_eq!((state(&world), world.status(1)), (MilestoneState::Settled, AgreementStatus::Closed));
        assert_eq!(world.owner_of("1/0"), None);
        let over = ContractError::NotRunning { actual: AgreementStatus::Closed };
        world.refused_with(&buyer, &pay_in(1, 0), 1, over);
    }
}

#[test]
fn nothing_is_paid_in_before_the_condition_is_met() {
    let mut world = World::presented(|world| {
        sale_of(world, vec![owes(on(arrived()), 1_000), pays(on(loaded()), 10), owes(on(loaded()), 10)])
    });
    let buyer = world.buyer.clone();
    world.fact(loaded(), happened(day(1)));
    let owed = |milestone, actual| ContractError::NothingOwed { milestone, actual };
    world.refused_with(&buyer, &pay_in(1, 0), 1, owed(0, MilestoneState::Open));
    world.refused_with(&buyer, &pay_in(1, 1), 1, owed(1, MilestoneState::Settled));
    world.must_with(&buyer, &pay_in(1, 2), 10);
    world.refused_with(&buyer, &pay_in(1, 2), 1, owed(2, MilestoneState::Settled));
    let unknown = ContractError::UnknownMilestone { milestone: 3, milestones: 3 };
    world.refused_with(&buyer, &pay_in(1, 3), 1, unknown);
}

#[test]
fn a_debt_ages_by_its_dates_to_the_second() {
    let mut world = debt(World::new());
    let stranger = world.stranger.clone();
    let (due, defaults) = (62 * DAY, 72 * DAY);
    let not_yet = |due, now| ContractError::NotDueYet { milestone: 0, due: at(due), now: at(now) };
    world.wait_until(at(due));
    world.refused(&stranger, &age(1, 0), not_yet(due, due));
    world.chain.advance(1);
    world.must(&stranger, &age(1, 0));
    assert_eq!(state(&world), MilestoneState::Late);
    world.wait_until(at(defaults));
    world.refused(&stranger, &age(1, 0), not_yet(defaults, defaults));
    world.chain.advance(1);
    world.must(&stranger, &age(1, 0));
    assert_eq!(state(&world), MilestoneState::Defaulted);
    let old = ContractError::DoesNotAge { milestone: 0, actual: MilestoneState::Defaulted };
    world.refused(&stranger, &age(1, 0), old);
}

#[test]
fn a_debt_that_nobody_aged_is_in_default_all_the_same() {
    let mut world = debt(World::new());
    let stranger = world.stranger.clone();
    world.wait_until(at(72 * DAY));
    world.must(&stranger, &age(1, 0));
    assert_eq!(state(&world), MilestoneState::Late);
    let mut world = debt(World::new());
    world.wait_until(at(72 * DAY + 1));
    world.must(&stranger, &age(1, 0));
    assert_eq!(state(&world), MilestoneState::Defaulted);
}

#[test]
fn a_debt_without_term_or_grace_is_late_and_in_default_the_next_second() {
    let mut world = World::presented(|world| {
        let settlement = Settlement::Deferred { after: secs(0), grace: secs(0) };
        sale_of(world, vec![MilestoneTerms { settlement, ..owes(on(arrived()), 10) }])
    });
    let stranger = world.stranger.clone();
    world.wait_until(day(32));
    world.fact(arrived(), happened(day(32)));
    world.refused(
        &stranger,
        &age(1, 0),
        ContractError::NotDueYet { milestone: 0, due: day(32), now: day(32) },
    );
    world.chain.advance(1);
    world.must(&stranger, &age(1, 0));
    assert_eq!(state(&world), MilestoneState::Defaulted);
}

#[test]
fn only_debts_age() {
    let mut world = World::presented(|world| {
        sale_of(world, vec![owes(on(arrived()), 10), pays(on(loaded()), 10), owes(on(loaded()), 10)])
    });
    let (stranger, buyer) = (world.stranger.clone(), world.buyer.clone());
    let owed = |milestone, actual| ContractError::NothingOwed { milestone, actual };
    world.refused(&stranger, &age(1, 0), owed(0, MilestoneState::Open));
    world.refused(&stranger, &age(1, 1), owed(1, MilestoneState::Open));
    world.fact(loaded(), happened(day(1)));
    world.must_with(&buyer, &pay_in(1, 2), 10);
    world.refused(&stranger, &age(1, 1), owed(1, MilestoneState::Settled));
    let paid = ContractError::DoesNotAge { milestone: 2, actual: MilestoneState::Settled };
    world.refused(&stranger, &age(1, 2), paid);
    world.refused(&stranger, &age(2, 0), ContractError::UnknownAgreement { agreement: 2 });
}

#[test]
fn what_is_in_default_is_written_off_by_its_owner_and_recoveries_are_still_its() {
    for world in World::both() {
        let mut world = debt(world);
        let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
        world.must(&seller, &transfer("1/0", &bank));
        let early = |actual| ContractError::NotDefaulted { milestone: 0, actual };
        world.refused(&bank, &write_off(1, 0), early(MilestoneState::Payable));
        world.wait_until(day(70));
        world.must(&seller, &age(1, 0));
        world.refused(&bank, &write_off(1, 0), early(MilestoneState::Late));
        world.wait_until(day(80));
        world.must(&seller, &age(1, 0));
        for sender in [&seller, &buyer] {
            let not_owner = ContractError::NotOwner { sender: sender.clone(), owner: bank.clone() };
            world.refused(sender, &write_off(1, 0), not_owner);
        }
        // a part of it comes late: it counts, and the rest stays in default
        world.must_with(&buyer, &pay_in(1, 0), 100);
        assert_eq!(state(&world), MilestoneState::Defaulted);
        world.must(&bank, &write_off(1, 0));
        assert_eq!(
            (state(&world), world.milestone(1, 0).outstanding.get()),
            (MilestoneState::WrittenOff, 900)
        );
        world.refused(&bank, &write_off(1, 0), early(MilestoneState::WrittenOff));
        let old = ContractError::DoesNotAge { milestone: 0, actual: MilestoneState::WrittenOff };
        world.refused(&seller, &age(1, 0), old);
        world.must(&bank, &transfer("1/0", &seller));
        world.must_with(&buyer, &pay_in(1, 0), 900);
        assert_eq!((world.gained(&bank), world.gained(&seller)), (100, 900));
        assert_eq!(world.status(1), AgreementStatus::Closed);
    }
}

#[test]
fn the_owner_forgives_what_is_owed() {
    let mut world = debt(World::new());
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.must_with(&buyer, &pay_in(1, 0), 400);
    let not_owner = ContractError::NotOwner { sender: buyer.clone(), owner: seller.clone() };
    world.refused(&buyer, &relinquish(1, 0), not_owner);
    world.must(&seller, &relinquish(1, 0));
    let milestone = world.milestone(1, 0);
    assert_eq!((milestone.state, milestone.outstanding.get()), (MilestoneState::Voided, 0));
    assert_eq!((milestone.paid.get(), world.status(1)), (400, AgreementStatus::Closed));
}

#[test]
fn a_debt_is_no_open_milestone() {
    let mut world = debt(World::new());
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    let not_open = || ContractError::MilestoneNotOpen { milestone: 0, actual: MilestoneState::Payable };
    world.refused_with(&buyer, &release(1, 0), 1_000, not_open());
    world.refused_with(&buyer, &top_up(1, 0), 1, not_open());
    for sender in [&buyer, &seller] {
        world.refused(sender, &change(1, 0, cancel()), not_open());
        world.refused(sender, &dispute(1, &[0]), not_open());
    }
    // nor does the long-stop split it, or a fact pay it
    world.fact(arrived(), happened(day(31)));
    world.wait_until(day(100));
    world.refused(&buyer, &long_stop(1), ContractError::LongStopWaits {});
    assert_eq!(world.milestone(1, 0).outstanding.get(), 1_000);
}

/// Documents against acceptance: the obligation stands for the payment.
#[test]
fn a_deferred_milestone_that_releases_the_title_releases_it_when_it_is_owed() {
    let mut world = World::presented(|world| sale_of(world, vec![releasing(owes(on(arrived()), 1_000))]));
    world.fact(arrived(), happened(day(32)));
    assert_eq!((world.hold(1), state(&world)), (TitleHold::Released, MilestoneState::Payable));
}

#[test]
fn a_receivable_of_a_debt_is_a_token_until_it_is_paid() {
    let mut world = debt(World::new());
    let info: cw721::msg::NftInfoResponse<ReceivableExtension> =
        world.query(&QueryMsg::NftInfo { token_id: "1/0".to_owned() });
    assert_eq!((info.extension.status, info.extension.amount.get()), (MilestoneState::Payable, 1_000));
    let buyer = world.buyer.clone();
    world.must_with(&buyer, &pay_in(1, 0), 1_000);
    let gone = NftError::UnknownToken { token_id: "1/0".to_owned() };
    let seller = world.seller.clone();
    world.refused(&seller, &transfer("1/0", &buyer), gone);
}
