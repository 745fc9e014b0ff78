//! Waybills: bound to one escrow, delivered to their consignee, no collateral.

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

use shipment::ContractError;
use support::*;
use testing::{assert_err, Refused, Stranger};
use types::shipment::*;

fn bound() -> (World, Stranger) {
    let mut world = World::new();
    world.issue(waybill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    let shipper = world.shipper.clone();
    world.must(&shipper, &bind(escrow.address()));
    (world, escrow)
}

#[test]
fn a_waybill_is_bound_to_one_escrow() {
    let (mut world, escrow) = bound();
    let title = world.bill();
    assert_eq!(title.bound_to.as_deref(), Some(escrow.address().as_str()));
    assert_eq!(title.encumbered_by, None, "a bound waybill is no collateral");
    assert_eq!(
        escrow.received(&world.chain)[0].json::<HolderMsg>(),
        HolderMsg::Bound(EncumberedMsg {
            token_id: bill_id(),
            title: title_part(&world, &waybill(&world)),
            journey: Some(journey_part()),
            residual: None,
            msg: json(&"for agreement 1"),
        })
    );
    let shipper = world.shipper.clone();
    let other = world.admitted(AdmittedRole::Settlement);
    world.refused(&shipper, &bind(other.address()), ContractError::BoundAlready);
    world.refused(&shipper, &bind(escrow.address()), ContractError::BoundAlready);
    world.must(escrow.address(), &lift());
    world.must(&shipper, &bind(other.address()));
}

#[test]
fn only_the_shipper_binds_and_only_a_waybill_to_an_escrow() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.refused(&shipper, &bind(escrow.address()), ContractError::OnlyWaybillsAreBound);

    let mut world = World::new();
    world.issue(waybill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    let lender = world.admitted(AdmittedRole::Financier);
    let not_holder = ContractError::NotHolder { sender: buyer.clone(), holder: shipper.clone() };
    world.refused(&buyer, &bind(escrow.address()), not_holder);
    let forbids = ContractError::RoleForbids { actual: AdmittedRole::Financier };
    world.refused(&shipper, &bind(lender.address()), forbids);
    world.must(&shipper, &surrender(SurrenderFor::Paper));
    let actual = TitleStatus::Surrendered(SurrenderFor::Paper);
    world.refused(&shipper, &bind(escrow.address()), ContractError::NotInCirculation { actual });
}

/// The consignee, who owes the price, asks for goods that are still at sea, and again as soon as nobody has answered: the
/// shipper presents all the same.
#[test]
fn no_consignee_keeps_a_waybill_from_its_escrow() {
    let mut world = World::new();
    world.issue(waybill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    let (shipper, buyer, carrier) = (world.shipper.clone(), world.buyer.clone(), world.carrier.clone());
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
    world.must(&shipper, &bind(escrow.address()));
    assert_eq!(world.bill().bound_to.as_deref(), Some(escrow.address().as_str()));
    world.must(&carrier, &accept());
    world.must(escrow.address(), &lift());
}

#[test]
fn the_escrow_that_refuses_a_waybill_undoes_the_binding() {
    let mut world = World::new();
    world.issue(waybill(&world));
    let escrow = world.chain.refuser();
    world.admit(escrow.address(), AdmittedRole::Settlement);
    let shipper = world.shipper.clone();
    assert_err(world.send(&shipper, &bind(escrow.address())), Refused);
    assert_eq!(world.bill().bound_to, None);
}

#[test]
fn a_bound_waybill_is_collected_without_the_escrow_and_amended_with_it() {
    let (mut world, escrow) = bound();
    let (shipper, carrier, buyer) = (world.shipper.clone(), world.carrier.clone(), world.buyer.clone());
    let missing = ContractError::ConsentMissing { act: ConsentedAct::Amendment };
    world.refused(&shipper, &surrender(SurrenderFor::Amendment), missing);
    world.must(escrow.address(), &consent(ConsentedAct::Amendment));
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    world.must(&carrier, &refuse());
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
    world.must(&carrier, &accept());
    assert_eq!(world.bill().status, TitleStatus::Accomplished);
    world.must(escrow.address(), &lift());
}

#[test]
fn a_bound_waybill_is_neither_delivered_nor_substituted() {
    let (mut world, escrow) = bound();
    let buyer = world.buyer.clone();
    let other = world.admitted(AdmittedRole::Settlement);
    for msg in [deliver(&buyer), substitute(other.address())] {
        world.refused(escrow.address(), &msg, ContractError::NotEncumbranceHolder);
    }
}
