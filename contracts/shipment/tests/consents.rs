//! What a contract with a hold consents to.

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

use shipment::domain::status::Step;
use shipment::ContractError;
use support::*;
use testing::Stranger;
use types::digest::Digest;
use types::shipment::*;

/// A bill in the hands of the shipper, under the hold of an escrow.
fn held() -> (World, Stranger) {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let shipper = world.shipper.clone();
    world.encumber(&shipper, &escrow);
    (world, escrow)
}

#[test]
fn a_consent_is_for_one_act_and_used_once() {
    let (mut world, escrow) = held();
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    world.must(escrow.address(), &consent(ConsentedAct::Amendment));
    let missing = |act| ContractError::ConsentMissing { act };
    world.refused(&shipper, &surrender(SurrenderFor::Delivery), missing(ConsentedAct::Delivery));
    world.refused(&shipper, &surrender(SurrenderFor::Paper), missing(ConsentedAct::Paper));
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    world.must(&carrier, &refuse());
    world.refused(&shipper, &surrender(SurrenderFor::Amendment), missing(ConsentedAct::Amendment));
}

/// Who buys what the title secures was not asked, so he must be able to see it.
#[test]
fn what_was_consented_to_and_not_done_is_seen() {
    let (mut world, escrow) = held();
    let shipper = world.shipper.clone();
    assert_eq!(world.bill().consents, []);
    for act in [ConsentedAct::Paper, ConsentedAct::Delivery] {
        world.must(escrow.address(), &consent(act));
    }
    assert_eq!(world.bill().consents, [ConsentedAct::Paper, ConsentedAct::Delivery]);
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    assert_eq!(world.bill().consents, [ConsentedAct::Paper]);
}

#[test]
fn a_consent_ends_with_the_hold() {
    let (mut world, escrow) = held();
    let shipper = world.shipper.clone();
    world.must(escrow.address(), &consent(ConsentedAct::Delivery));
    world.must(escrow.address(), &lift());
    world.encumber(&shipper, &escrow);
    let missing = ContractError::ConsentMissing { act: ConsentedAct::Delivery };
    world.refused(&shipper, &surrender(SurrenderFor::Delivery), missing);

    let mut world = World::with_bill();
    let lender = world.admitted(AdmittedRole::Financier);
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.encumber(&shipper, &lender);
    world.must(lender.address(), &consent(ConsentedAct::Paper));
    world.must(lender.address(), &substitute(escrow.address()));
    let missing = ContractError::ConsentMissing { act: ConsentedAct::Paper };
    world.refused(&shipper, &surrender(SurrenderFor::Paper), missing);
}

#[test]
fn a_consent_given_twice_counts_once() {
    let (mut world, escrow) = held();
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    world.must(escrow.address(), &consent(ConsentedAct::Delivery));
    world.must(escrow.address(), &consent(ConsentedAct::Delivery));
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    let actual = TitleStatus::Surrendered(SurrenderFor::Delivery);
    let msg = consent(ConsentedAct::Amendment);
    world.refused(escrow.address(), &msg, ContractError::NotInCirculation { actual });
    world.must(&carrier, &refuse());
    let missing = ContractError::ConsentMissing { act: ConsentedAct::Delivery };
    world.refused(&shipper, &surrender(SurrenderFor::Delivery), missing);
    let wrong = ContractError::WrongStatus { actual: TitleStatus::Issued, step: Step::Accept };
    world.refused(&carrier, &accept(), wrong);
}

/// What it agreed to, it agreed to of the document that it knew.
#[test]
fn a_consent_ends_with_the_version_it_was_given_for() {
    let (mut world, escrow) = held();
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    for act in [ConsentedAct::Amendment, ConsentedAct::Delivery] {
        world.must(escrow.address(), &consent(act));
    }
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    let document = Digest::of(b"salt and bill, version 2");
    let amendment = Amendment { document, uri: None, goods: None, consignee: None, route: None };
    world.must(&carrier, &ExecuteMsg::Amend { token_id: bill_id(), amendment: Box::new(amendment) });
    let missing = ContractError::ConsentMissing { act: ConsentedAct::Delivery };
    world.refused(&shipper, &surrender(SurrenderFor::Delivery), missing);
}
