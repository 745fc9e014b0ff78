//! Facts pay: in the transaction in which they become final, or by `sync`.

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
use types::escrow::{AgreementStatus, ExecuteMsg, MilestoneState, Terms, TitleHold};
use types::journey::Standing;
use types::notice::MilestoneNotice;
use types::shipment;

/// A sale of one milestone: 7,000 at arrival, due on day 32, 1 % for each started 15 minutes up to 20 %.
fn at_arrival(world: &World) -> Terms {
    sale_of(world, vec![late_from(pays(on(arrived()), 7_000), day(32))])
}

fn with_cutoff(world: &World) -> Terms {
    sale_of(world, vec![cut_off(pays(on(arrived()), 7_000), day(40))])
}

#[test]
fn a_sale_pays_itself() {
    for mut world in World::both() {
        let terms = sale(&world);
        world.agree(&terms);
        assert_eq!(world.gained(&world.buyer), -10_000);
        world.present(1);
        let (surveyor, seller, buyer) = (world.surveyor.clone(), world.seller.clone(), world.buyer.clone());

        world.fact(loaded(), happened(day(1)));
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (2_000, -10_000));

        // 20 minutes late: two started quarters, 2 % of 7,000.
        world.fact(arrived(), happened(at(32 * DAY + 20 * MINUTE)));
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (8_860, -9_860));
        assert_eq!(world.hold(1), TitleHold::Released);
        let told = world.shipment_told();
        let deliver = shipment::ExecuteMsg::Deliver { token_id: word(BILL), to: buyer.to_string() };
        assert_eq!(told.last(), Some(&deliver));

        world.must(&surveyor, &approve_milestone(1, 2));
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (9_860, -9_860));
        assert_eq!(world.status(1), AgreementStatus::Closed);
        assert_eq!(world.states(1), [MilestoneState::Settled; 3]);
        assert_eq!(world.balance(&world.escrow), 0);
        assert_eq!(world.owner_of("1/1"), None);
        world.refused(&buyer, &sync(1), ContractError::NotRunning { actual: AgreementStatus::Closed });
    }
}

/// By hand: 1 % of 7,000 is 70, twenty times at most.
#[test]
fn lateness_costs_a_share_for_each_started_period() {
    for (late, penalty) in [
        (0, 0),
        (1, 70),
        (899, 70),
        (900, 70),
        (901, 140),
        (1_800, 140),
        (1_801, 210),
        (17_100, 1_330),
        (17_101, 1_400),
        (18_000, 1_400),
        (18_001, 1_400),
        (30 * DAY, 1_400),
    ] {
        let mut world = World::presented(at_arrival);
        world.fact(arrived(), happened(at(32 * DAY + late)));
        let milestone = world.milestone(1, 0);
        assert_eq!((milestone.paid.get(), milestone.refunded.get()), (7_000 - penalty, penalty), "{late} s");
        assert_eq!(milestone.reached, Some(at(32 * DAY + late)));
        assert_eq!(world.gained(&world.seller), 7_000 - penalty as i128);
        assert_eq!(world.gained(&world.buyer), penalty as i128 - 7_000);
    }
    let mut world = World::presented(at_arrival);
    world.fact(arrived(), happened(day(31)));
    assert_eq!(world.gained(&world.seller), 7_000);
}

/// By hand: 1 % of 101 is 1.01, of 99 is 0.99, of 1 is 0.01; each is rounded up.
#[test]
fn a_penalty_is_rounded_in_the_payers_favour() {
    for (units, penalty, state) in
        [(101, 2, MilestoneState::Settled), (99, 1, MilestoneState::Settled), (1, 1, MilestoneState::Settled)]
    {
        let of = |world: &World| sale_of(world, vec![late_from(pays(on(arrived()), units), day(32))]);
        let mut world = World::presented(of);
        world.fact(arrived(), happened(at(32 * DAY + 1)));
        assert_eq!(world.gained(&world.buyer), penalty - units as i128);
        assert_eq!(world.states(1), [state]);
    }
}

/// The condition was met all the same, so the title goes to the payer, as agreed.
#[test]
fn a_penalty_can_take_all_of_it() {
    let of = |world: &World| {
        let mut milestone = releasing(late_from(pays(on(arrived()), 500), day(32)));
        milestone.late.as_mut().unwrap().cap = points(10_000);
        sale_of(world, vec![milestone])
    };
    let mut world = World::presented(of);
    world.fact(arrived(), happened(day(50)));
    assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (0, 0));
    assert_eq!((world.states(1), world.hold(1)), (vec![MilestoneState::Settled], TitleHold::Released));
}

#[test]
fn a_cut_off_is_in_time_to_its_last_second() {
    let in_time = (MilestoneState::Settled, 7_000);
    let missed = (MilestoneState::Voided, 0);
    let open = (MilestoneState::Open, 0);
    let cutoff = 40 * DAY;
    for (standing, (state, paid)) in [
        (happened(at(cutoff)), in_time),
        (happened(at(cutoff + 1)), missed),
        (not_by(at(cutoff - 1)), open),
        (not_by(at(cutoff)), missed),
        (not_by(at(cutoff + 1)), missed),
        (Standing { not_by: Some(day(39)), ..happened(at(cutoff)) }, in_time),
        (Standing { not_by: Some(at(cutoff)), ..happened(at(cutoff + 1)) }, missed),
        (unresolvable(), open),
        (Standing::default(), open),
    ] {
        let mut world = World::presented(with_cutoff);
        world.fact(arrived(), standing);
        assert_eq!((world.states(1), world.gained(&world.seller)), (vec![state], paid), "{standing:?}");
        let back = if state == MilestoneState::Voided { 0 } else { -7_000 };
        assert_eq!(world.gained(&world.buyer), back, "{standing:?}");
    }
}

#[test]
fn without_a_cut_off_nothing_that_did_not_happen_ends_a_milestone() {
    let mut world = World::presented(at_arrival);
    world.fact(arrived(), not_by(day(90)));
    assert_eq!(world.states(1), [MilestoneState::Open]);
    world.fact(arrived(), Standing { not_by: Some(day(90)), ..happened(day(91)) });
    assert_eq!(world.states(1), [MilestoneState::Settled]);
}

#[test]
fn silence_moves_nothing_before_the_long_stop() {
    let mut world = World::presented(sale);
    let (stranger, before) = (world.stranger.clone(), world.state());
    world.wait_until(at(100 * DAY - 1));
    world.must(&stranger, &sync(1));
    assert_eq!(world.state(), before);
    let (long_stop_at, now) = (day(100), at(100 * DAY - 1));
    world.refused(&stranger, &long_stop(1), ContractError::BeforeLongStop { long_stop: long_stop_at, now });
}

#[test]
fn what_was_final_before_counts_at_the_presentation() {
    let mut world = World::agreed(sale);
    world.fact(loaded(), happened(day(1)));
    world.fact(arrived(), happened(day(19)));
    assert_eq!(world.gained(&world.seller), 0);
    world.wait_until(day(20));
    world.present(1);
    assert_eq!(world.gained(&world.seller), 9_000);
    assert_eq!((world.hold(1), world.milestone(1, 1).reached), (TitleHold::Released, Some(day(19))));
}

#[test]
fn a_later_word_counts_until_it_has_paid() {
    let mut world = World::presented(with_cutoff);
    let stranger = world.stranger.clone();
    world.fact(arrived(), unresolvable());
    world.fact(arrived(), not_by(day(39)));
    world.fact(arrived(), happened(day(38)));
    assert_eq!(world.gained(&world.seller), 7_000);
    // corrected afterwards: nothing comes back
    world.fact(arrived(), happened(day(41)));
    world.fact(arrived(), not_by(day(45)));
    assert_eq!((world.gained(&world.seller), world.states(1)), (7_000, vec![MilestoneState::Settled]));
    world.refused(&stranger, &sync(1), ContractError::NotRunning { actual: AgreementStatus::Closed });
}

#[test]
fn a_notice_about_something_else_changes_nothing() {
    let mut world = World::presented(sale);
    let (shipment, before) = (world.shipment.clone(), world.state());
    world.fact(discharged(), happened(day(33)));
    let unknown = MilestoneNotice {
        token_id: word("MSC:BL-8"),
        sequence: 1,
        milestone: loaded(),
        standing: happened(day(1)),
    };
    world.must(&shipment, &ExecuteMsg::Milestone(unknown));
    let other_leg = types::journey::MilestoneRef { leg: 1, ..loaded() };
    world.must(&shipment, &notice(other_leg, happened(day(1))));
    assert_eq!(world.state(), before);
}

#[test]
fn a_notice_that_comes_twice_pays_once() {
    let mut world = World::presented(sale);
    for _ in 0..3 {
        world.fact(loaded(), happened(day(1)));
    }
    assert_eq!(world.gained(&world.seller), 2_000);
}

#[test]
fn whoever_missed_a_notice_catches_up_by_sync() {
    let mut world = World::presented(sale);
    let stranger = world.stranger.clone();
    world.stands(loaded(), happened(day(1)));
    world.stands(arrived(), not_by(day(40)));
    world.must(&stranger, &sync(1));
    assert_eq!(world.states(1), [MilestoneState::Settled, MilestoneState::Voided, MilestoneState::Open]);
    assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (2_000, -3_000));
    world.refused(&stranger, &sync(9), ContractError::UnknownAgreement { agreement: 9 });
}

// All

#[test]
fn of_all_parts_the_latest_counts_in_whatever_order_they_come() {
    let three = |world: &World| {
        let parts = vec![on(loaded()), on(arrived()), approved_by(&world.surveyor)];
        sale_of(world, vec![late_from(pays(all(parts), 1_000), day(32))])
    };
    // the approval is the latest, 20 minutes after due: 2 % of 1,000
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut world = World::presented(three);
        let surveyor = world.surveyor.clone();
        world.wait_until(at(32 * DAY + 20 * MINUTE));
        for part in order {
            assert_eq!(world.states(1), [MilestoneState::Open], "{order:?} before {part}");
            match part {
                0 => drop(world.fact(loaded(), happened(day(1)))),
                1 => drop(world.fact(arrived(), happened(day(31)))),
                _ => drop(world.must(&surveyor, &approve_milestone(1, 0))),
            }
        }
        assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (980, -980), "{order:?}");
    }
}

#[test]
fn a_missed_part_ends_an_all_before_the_others_are_known() {
    let mut world = World::presented(|world| {
        let parts = vec![on(loaded()), on(arrived())];
        sale_of(world, vec![cut_off(pays(all(parts), 1_000), day(40))])
    });
    world.fact(arrived(), not_by(day(40)));
    assert_eq!((world.states(1), world.gained(&world.buyer)), (vec![MilestoneState::Voided], 0));
}

#[test]
fn an_approval_and_a_presentation_have_their_cut_off_too() {
    let terms = |world: &World| {
        let by_surveyor = cut_off(pays(approved_by(&world.surveyor), 10), day(5));
        sale_of(world, vec![by_surveyor, cut_off(pays(on_presentation(), 20), day(5))])
    };
    for (seconds, state, paid) in
        [(5 * DAY, MilestoneState::Settled, 30), (5 * DAY + 1, MilestoneState::Voided, 0)]
    {
        let mut world = World::agreed(terms);
        let surveyor = world.surveyor.clone();
        world.wait_until(at(seconds));
        world.must(&surveyor, &approve_milestone(1, 0));
        world.present(1);
        assert_eq!((world.states(1), world.gained(&world.seller)), (vec![state; 2], paid), "{seconds} s");
    }
}

// Approvals

#[test]
fn an_approval_is_its_accounts_own_and_given_once() {
    let mut world = World::agreed(|world| {
        let both = all(vec![approved_by(&world.surveyor), approved_by(&world.bank)]);
        sale_of(world, vec![pays(both, 100), pays(on(loaded()), 1)])
    });
    let (surveyor, bank, seller) = (world.surveyor.clone(), world.bank.clone(), world.seller.clone());
    for sender in [world.seller.clone(), world.buyer.clone(), world.stranger.clone(), world.owner.clone()] {
        let expected = ContractError::NotApprover { milestone: 0, sender: sender.clone() };
        world.refused(&sender, &approve_milestone(1, 0), expected);
    }
    let expected = ContractError::NotApprover { milestone: 1, sender: surveyor.clone() };
    world.refused(&surveyor, &approve_milestone(1, 1), expected);
    let unknown = ContractError::UnknownMilestone { milestone: 2, milestones: 2 };
    world.refused(&surveyor, &approve_milestone(1, 2), unknown);
    world.must(&surveyor, &approve_milestone(1, 0));
    assert_eq!(world.milestone(1, 0).approved_by, [surveyor.to_string()]);
    let twice = ContractError::ApprovedAlready { milestone: 0, sender: surveyor.clone() };
    world.refused(&surveyor, &approve_milestone(1, 0), twice);
    world.must(&bank, &approve_milestone(1, 0));
    assert_eq!(world.gained(&seller), 100);
    let over = ContractError::MilestoneNotOpen { milestone: 0, actual: MilestoneState::Settled };
    world.refused(&bank, &approve_milestone(1, 0), over);
}

#[test]
fn an_approval_counts_though_the_titles_contract_does_not_answer() {
    let mut world = World::presented(sale);
    let surveyor = world.surveyor.clone();
    world.shipment_breaks();
    world.must(&surveyor, &approve_milestone(1, 2));
    assert_eq!(world.gained(&world.seller), 1_000);
}

#[test]
fn what_releases_the_title_waits_for_the_presentation_whatever_its_condition() {
    let mut world = World::agreed(|world| {
        sale_of(world, vec![releasing(pays(approved_by(&world.surveyor), 100)), pays(on(loaded()), 1)])
    });
    let (surveyor, stranger, buyer) = (world.surveyor.clone(), world.stranger.clone(), world.buyer.clone());
    world.must(&surveyor, &approve_milestone(1, 0));
    world.must(&stranger, &sync(1));
    assert_eq!(world.states(1)[0], MilestoneState::Open);
    world.refused(&buyer, &release(1, 0), ContractError::TitleNotPresented { milestone: 0 });
    world.present(1);
    assert_eq!((world.gained(&world.seller), world.hold(1)), (100, TitleHold::Released));
}
