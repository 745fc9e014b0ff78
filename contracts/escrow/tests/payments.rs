//! At most four payments a notice and a call of `sync`; two agreements of one title.

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

use support::*;
use testing::events;
use types::digest::Digest;
use types::escrow::{AgreementStatus, Condition, MilestoneState, MilestoneTerms, Terms};

fn receivables_of_contracts(world: &mut World, id: u64, number: u8) {
    let seller = world.seller.clone();
    for index in 0..number {
        let contract = world.contract();
        world.must(&seller, &transfer(&format!("{id}/{index}"), contract.address()));
    }
}

#[test]
fn four_payments_a_notice_and_four_a_sync() {
    let six = vec![pays(on(loaded()), 10); 10];
    let mut world = World::agreed(|world| sale_of(world, six));
    let stranger = world.stranger.clone();
    receivables_of_contracts(&mut world, 1, 10);
    world.present(1);
    let open = |world: &World| world.states(1).iter().filter(|state| **state == MilestoneState::Open).count();
    let ended = world.fact(loaded(), happened(day(1)));
    assert_eq!((events(&ended, "escrow/milestone_ended").len(), open(&world)), (4, 6));
    world.must(&stranger, &sync(1));
    assert_eq!(open(&world), 2);
    world.must(&stranger, &sync(1));
    assert_eq!((open(&world), world.status(1)), (0, AgreementStatus::Closed));
}

/// All refunds of a notice are one payment; what is owed to contracts whose token ends without money is told by one.
#[test]
fn a_refund_counts_as_one_payment() {
    let late = |condition: Condition| late_from(pays(condition, 100), day(0));
    let void = |condition: Condition| cut_off(pays(condition, 100), at(0));
    let milestones: Vec<MilestoneTerms> = vec![
        late(on(loaded())),
        late(on(loaded())),
        late(on(loaded())),
        late(on(loaded())),
        void(on(loaded())),
    ];
    let mut world = World::presented(|world| sale_of(world, milestones));
    world.fact(loaded(), happened(at(1)));
    // three payments with a penalty each, and one refund; the fourth would be a fifth payment
    let (settled, open) = (MilestoneState::Settled, MilestoneState::Open);
    assert_eq!(world.states(1), [settled, settled, settled, open, open]);
    assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (3 * 99, -500 + 3));
    let stranger = world.stranger.clone();
    world.must(&stranger, &sync(1));
    assert_eq!(world.states(1), [settled, settled, settled, settled, MilestoneState::Voided]);
    assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (4 * 99, -500 + 4 + 100));
}

#[test]
fn the_sale_is_paid_before_the_service_with_four_payments_together() {
    let mut world = World::new();
    let (carrier, stranger) = (world.carrier.clone(), world.stranger.clone());
    let terms = sale_of(&world, vec![pays(on(loaded()), 10); 3]);
    world.agree(&terms);
    let terms = service_of(&world, vec![pays(on(loaded()), 7); 2]);
    world.agree(&terms);
    world.must(&carrier, &follow(2));
    world.present(1);
    world.fact(loaded(), happened(day(1)));
    assert_eq!(world.status(1), AgreementStatus::Closed);
    assert_eq!(world.states(2), [MilestoneState::Settled, MilestoneState::Open]);
    assert_eq!((world.gained(&carrier), world.gained(&world.seller)), (7, 30 - 14));
    world.must(&stranger, &sync(2));
    assert_eq!(world.status(2), AgreementStatus::Closed);
}

#[test]
fn a_dispute_of_one_agreement_does_not_stop_the_other_of_the_title() {
    let mut world = World::new();
    let (carrier, buyer) = (world.carrier.clone(), world.buyer.clone());
    let terms = sale(&world);
    world.agree(&terms);
    let terms = Terms { invoice: Digest::of(b"x"), ..service(&world) };
    world.agree(&terms);
    world.present(1);
    world.must(&carrier, &follow(2));
    world.must(&buyer, &dispute(1, &[1]));
    world.fact(arrived(), happened(day(32)));
    assert_eq!((world.states(1)[1], world.gained(&carrier)), (MilestoneState::Open, 500));
}
