//! Holds of contracts: encumber, substitute, lift, deliver.

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

use guard::GuardError;
use hooks::HookError;
use shipment::domain::title::Form;
use shipment::ContractError;
use support::*;
use testing::{assert_err, Chain, Refused, Stranger};
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

/// A lender's lien that was substituted by an escrow's hold.
fn substituted() -> (World, Stranger, Stranger) {
    let mut world = World::with_bill();
    let lender = world.admitted(AdmittedRole::Financier);
    let escrow = world.admitted(AdmittedRole::Settlement);
    let shipper = world.shipper.clone();
    world.encumber(&shipper, &lender);
    world.must(lender.address(), &substitute(escrow.address()));
    (world, lender, escrow)
}

#[test]
fn the_contract_is_called_with_what_it_holds() {
    let (world, escrow) = held();
    assert_eq!(world.bill().encumbered_by.as_deref(), Some(escrow.address().as_str()));
    assert_eq!(world.control().encumbered_by.as_deref(), Some(escrow.address().as_str()));
    let received = &escrow.received(&world.chain)[0];
    assert_eq!((&received.sender, received.funds.len()), (&world.shipment, 0));
    assert_eq!(
        received.json::<HolderMsg>(),
        HolderMsg::Encumbered(EncumberedMsg {
            token_id: bill_id(),
            title: title_part(&world, &order_bill(&world)),
            journey: Some(journey_part()),
            residual: None,
            msg: json(&"for agreement 1"),
        })
    );
    assert_eq!(world.codes(), ["ISSUE"], "a hold is no act of the chain");
}

#[test]
fn a_contract_that_refuses_the_hold_undoes_it() {
    let mut world = World::with_bill();
    let escrow = world.chain.refuser();
    world.admit(escrow.address(), AdmittedRole::Settlement);
    let shipper = world.shipper.clone();
    let before = world.state();
    assert_err(world.send(&shipper, &encumber(escrow.address())), Refused);
    assert_eq!(world.state(), before);
}

#[test]
fn the_contract_has_the_hold_when_it_is_called() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let onwards = Chain::call(&world.shipment, &deliver(&world.buyer), &[]);
    escrow.answer(&mut world.chain, vec![onwards]);
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.encumber(&shipper, &escrow);
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.bill().encumbered_by, None);
}

#[test]
fn nothing_moves_against_a_hold() {
    let (mut world, escrow) = held();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &approve(&bank));
    world.must(&shipper, &ExecuteMsg::ApproveAll { operator: bank.to_string(), expires: None });
    let other = world.admitted(AdmittedRole::Settlement);
    for msg in [
        transfer(&buyer),
        send_nft(escrow.address()),
        endorse_to_order(&buyer),
        endorse_to_person(&buyer),
        endorse_in_blank(None),
        possession(&buyer),
        encumber(other.address()),
        encumber(escrow.address()),
    ] {
        world.refused(&shipper, &msg, ContractError::Encumbered);
    }
    for msg in [transfer(&buyer), send_nft(other.address())] {
        world.refused(&bank, &msg, ContractError::Encumbered);
    }
    world.refused(&shipper, &reject(), ContractError::NothingToReject);
    for (purpose, act) in [
        (SurrenderFor::Delivery, ConsentedAct::Delivery),
        (SurrenderFor::Amendment, ConsentedAct::Amendment),
        (SurrenderFor::Paper, ConsentedAct::Paper),
    ] {
        world.refused(&shipper, &surrender(purpose), ContractError::ConsentMissing { act });
    }
    world.assert_parties(&shipper, &shipper);
}

#[test]
fn only_the_holder_himself_gives_a_hold_and_only_to_the_admitted() {
    let mut world = World::with_bill();
    let (shipper, bank, owner) = (world.shipper.clone(), world.bank.clone(), world.owner.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    let unknown = world.chain.recorder();
    world.must(&shipper, &approve(&bank));
    world.must(&shipper, &ExecuteMsg::ApproveAll { operator: bank.to_string(), expires: None });
    let not_holder = ContractError::NotHolder { sender: bank.clone(), holder: shipper.clone() };
    world.refused(&bank, &encumber(escrow.address()), not_holder);

    let not_admitted = HookError::NotAdmitted { contract: unknown.address().clone() };
    world.refused(&shipper, &encumber(unknown.address()), not_admitted.into());
    world.must(&owner, &ExecuteMsg::RetireContract { contract: escrow.address().to_string() });
    let retired = HookError::Retired { contract: escrow.address().clone() };
    world.refused(&shipper, &encumber(escrow.address()), retired.into());
    let observer = world.admitted(AdmittedRole::Observer);
    let forbids = ContractError::RoleForbids { actual: AdmittedRole::Observer };
    world.refused(&shipper, &encumber(observer.address()), forbids);
}

#[test]
fn what_may_be_held_by_whom() {
    use AdmittedRole::{Financier, Settlement};
    let not_negotiable = |form| Some(ContractError::NotNegotiable { form });
    for (make, role, refusal) in [
        (order_bill as fn(&World) -> IssueMsg, Financier, None),
        (bearer_bill, Financier, None),
        (bearer_bill, Settlement, None),
        (receipt, Financier, None),
        (receipt, Settlement, None),
        (straight_bill, Settlement, None),
        (straight_bill, Financier, not_negotiable(Form::Straight)),
        (waybill, Settlement, Some(ContractError::WaybillIsBound)),
        (waybill, Financier, Some(ContractError::WaybillIsBound)),
    ] {
        let mut world = World::new();
        world.issue(make(&world));
        let (shipper, contract) = (world.shipper.clone(), world.admitted(role));
        match refusal {
            None => world.encumber(&shipper, &contract),
            Some(refusal) => world.refused(&shipper, &encumber(contract.address()), refusal),
        }
    }
}

#[test]
fn what_can_be_delivered_to_nobody_is_not_held() {
    let mut world = World::new();
    world.issue(straight_bill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &transfer(&buyer));
    let at_its_end = ContractError::NotNegotiable { form: Form::Straight };
    world.refused(&buyer, &encumber(escrow.address()), at_its_end);

    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(&shipper, &endorse_to_person(&buyer));
    let at_its_end = ContractError::NotNegotiable { form: Form::Person };
    world.refused(&buyer, &encumber(escrow.address()), at_its_end);
}

#[test]
fn a_split_title_is_held_with_the_consent_of_its_beneficiary() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(&shipper, &possession(&bank));
    let nobody = ContractError::NotNominee { to: escrow.address().clone(), nominee: None };
    world.refused(&bank, &encumber(escrow.address()), nobody);
    world.must(&shipper, &nominate(Some(escrow.address())));
    world.encumber(&bank, &escrow);
    let HolderMsg::Encumbered(told) = escrow.received(&world.chain)[0].json() else { panic!() };
    assert_eq!((told.title.holder, told.title.beneficiary), (bank.to_string(), shipper.to_string()));
    // The nomination was for this hold.
    assert_eq!(world.bill().nominee, None);
    world.refused(&shipper, &nominate(Some(&buyer)), ContractError::Encumbered);
    world.must(escrow.address(), &deliver(&buyer));
    world.assert_parties(&buyer, &buyer);
}

#[test]
fn a_delivery_frees_the_title_and_is_not_rejected() {
    let (mut world, escrow) = held();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &approve(&bank));
    world.must(escrow.address(), &deliver(&buyer));
    world.assert_parties(&buyer, &buyer);
    let title = world.bill();
    assert_eq!((title.encumbered_by, title.negotiable), (None, true));
    assert_eq!(world.codes(), ["ISSUE", "ENDORSE_TO_ORDER"]);
    assert_eq!(world.acts(BILL)[1].actor, escrow.address().as_str());
    world.refused(&buyer, &reject(), ContractError::NothingToReject);
    assert!(world.send(&bank, &transfer(&bank)).is_err(), "approvals end");
    world.must(&buyer, &transfer(&bank));
    // The hold is gone, and with it the power.
    world.refused(escrow.address(), &deliver(&shipper), ContractError::NotEncumbranceHolder);
}

#[test]
fn a_bearer_bill_is_delivered_as_one_and_a_straight_bill_to_its_consignee() {
    let mut world = World::new();
    world.issue(bearer_bill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.encumber(&shipper, &escrow);
    world.must(escrow.address(), &deliver(&buyer));
    assert_eq!(world.bill().kind.class(), TitleClass::BearerBill);
    assert_eq!(world.codes(), ["ISSUE", "TRANSFER"]);

    let mut world = World::new();
    world.issue(straight_bill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.encumber(&shipper, &escrow);
    let only = ContractError::OnlyToConsignee { to: bank.clone() };
    world.refused(escrow.address(), &deliver(&bank), only);
    world.must(escrow.address(), &deliver(&buyer));
    world.assert_parties(&buyer, &buyer);
}

#[test]
fn a_hold_that_is_lifted_leaves_the_title_as_it_was() {
    let (mut world, escrow) = held();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(escrow.address(), &lift());
    assert_eq!(world.bill().encumbered_by, None);
    world.refused(escrow.address(), &lift(), ContractError::NotEncumbranceHolder);
    world.must(&shipper, &transfer(&buyer));
}

#[test]
fn a_substituted_hold_returns_to_the_residual_holder() {
    let (mut world, lender, escrow) = substituted();
    let title = world.bill();
    assert_eq!(title.encumbered_by.as_deref(), Some(escrow.address().as_str()));
    assert_eq!(title.residual.as_deref(), Some(lender.address().as_str()));
    let HolderMsg::Encumbered(told) = escrow.received(&world.chain)[0].json() else { panic!() };
    assert_eq!(told.residual.as_deref(), Some(lender.address().as_str()));
    assert_eq!((told.title.holder, told.msg), (world.shipper.to_string(), json(&"for agreement 2")));

    let buyer = world.buyer.clone();
    for msg in [lift(), deliver(&buyer), substitute(escrow.address()), consent(ConsentedAct::Paper)] {
        world.refused(lender.address(), &msg, ContractError::NotEncumbranceHolder);
    }
    world.must(escrow.address(), &lift());
    let title = world.bill();
    assert_eq!((title.encumbered_by.as_deref(), title.residual), (Some(lender.address().as_str()), None));
    world.must(lender.address(), &lift());
    assert_eq!(world.bill().encumbered_by, None);
}

#[test]
fn a_delivery_ends_the_residual_hold_too() {
    let (mut world, lender, escrow) = substituted();
    let buyer = world.buyer.clone();
    world.must(escrow.address(), &deliver(&buyer));
    assert_eq!((world.bill().encumbered_by, world.bill().residual), (None, None));
    world.refused(lender.address(), &lift(), ContractError::NotEncumbranceHolder);
}

#[test]
fn a_hold_is_substituted_by_an_escrow_and_once() {
    let (mut world, lender, escrow) = substituted();
    let other = world.admitted(AdmittedRole::Settlement);
    let again = ContractError::SubstitutedAlready;
    world.refused(escrow.address(), &substitute(other.address()), again);
    world.must(escrow.address(), &lift());
    let forbids = ContractError::RoleForbids { actual: AdmittedRole::Financier };
    let financier = world.admitted(AdmittedRole::Financier);
    world.refused(lender.address(), &substitute(financier.address()), forbids);
    let not_admitted = HookError::NotAdmitted { contract: world.bank.clone() };
    let bank = world.bank.clone();
    world.refused(lender.address(), &substitute(&bank), not_admitted.into());

    let (mut world, escrow) = held();
    world.refused(escrow.address(), &substitute(escrow.address()), ContractError::HeldAlready);
}

#[test]
fn the_escrow_that_refuses_a_substitution_undoes_it() {
    let mut world = World::with_bill();
    let lender = world.admitted(AdmittedRole::Financier);
    let escrow = world.chain.refuser();
    world.admit(escrow.address(), AdmittedRole::Settlement);
    let shipper = world.shipper.clone();
    world.encumber(&shipper, &lender);
    assert_err(world.send(lender.address(), &substitute(escrow.address())), Refused);
    assert_eq!(world.bill().encumbered_by.as_deref(), Some(lender.address().as_str()));
}

#[test]
fn a_hold_survives_amendment_and_paper() {
    let (mut world, escrow) = held();
    let (shipper, carrier, buyer) = (world.shipper.clone(), world.carrier.clone(), world.buyer.clone());
    let document = Digest::of(b"salt and bill, version 2");
    world.must(escrow.address(), &consent(ConsentedAct::Amendment));
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    let amendment =
        Amendment { document: document.clone(), uri: None, goods: None, consignee: None, route: None };
    world.must(&carrier, &ExecuteMsg::Amend { token_id: bill_id(), amendment: Box::new(amendment) });
    world.must(escrow.address(), &consent(ConsentedAct::Paper));
    world.must(&shipper, &surrender(SurrenderFor::Paper));
    world.must(&carrier, &accept());
    let on_paper = ContractError::NotInCirculation { actual: TitleStatus::OnPaper };
    world.refused(escrow.address(), &deliver(&buyer), on_paper);
    let back = ExecuteMsg::SwitchFromPaper { token_id: bill_id(), holder: shipper.to_string(), document };
    world.must(&carrier, &back);
    world.refused(&shipper, &transfer(&buyer), ContractError::Encumbered);
    world.must(escrow.address(), &deliver(&buyer));
    world.assert_parties(&buyer, &buyer);
}

#[test]
fn letting_go_never_waits() {
    let (mut world, escrow) = held();
    let (shipper, carrier, guardian, owner) =
        (world.shipper.clone(), world.carrier.clone(), world.guardian.clone(), world.owner.clone());
    world.must(escrow.address(), &consent(ConsentedAct::Delivery));
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    world.must(&carrier, &accept());
    world.must(&guardian, &ExecuteMsg::Pause {});
    world.must(&owner, &ExecuteMsg::RetireContract { contract: escrow.address().to_string() });
    // accomplished, paused and retired: the contract's own exit goes through
    world.must(escrow.address(), &lift());
    assert_eq!(world.bill().encumbered_by, None);
}

#[test]
fn a_surrendered_title_is_not_delivered() {
    let (mut world, escrow) = held();
    let (shipper, carrier, buyer) = (world.shipper.clone(), world.carrier.clone(), world.buyer.clone());
    world.must(escrow.address(), &consent(ConsentedAct::Delivery));
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    let actual = TitleStatus::Surrendered(SurrenderFor::Delivery);
    world.refused(escrow.address(), &deliver(&buyer), ContractError::NotInCirculation { actual });
    world.must(&carrier, &refuse());
    world.must(escrow.address(), &deliver(&buyer));
}

#[test]
fn a_retired_contract_keeps_what_it_holds() {
    let (mut world, escrow) = held();
    let (owner, buyer) = (world.owner.clone(), world.buyer.clone());
    world.must(&owner, &ExecuteMsg::RetireContract { contract: escrow.address().to_string() });
    world.must(escrow.address(), &deliver(&buyer));
    world.assert_parties(&buyer, &buyer);
}

#[test]
fn a_pause_stops_new_holds_and_nothing_else() {
    let (mut world, lender, escrow) = substituted();
    let (guardian, shipper, buyer) = (world.guardian.clone(), world.shipper.clone(), world.buyer.clone());
    world.must(escrow.address(), &lift());
    world.must(&guardian, &ExecuteMsg::Pause {});
    let paused = || ContractError::Guard(GuardError::Paused);
    world.refused(lender.address(), &substitute(escrow.address()), paused());
    world.must(lender.address(), &consent(ConsentedAct::Paper));
    world.must(lender.address(), &lift());
    world.refused(&shipper, &encumber(escrow.address()), paused());
    world.refused(&shipper, &bind(escrow.address()), paused());
    world.must(&shipper, &transfer(&buyer));
    world.must(&buyer, &reject());
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
}

#[test]
fn strangers_have_no_power_over_a_hold() {
    let (mut world, escrow) = held();
    let other = world.admitted(AdmittedRole::Settlement);
    let (shipper, buyer, carrier, owner) =
        (world.shipper.clone(), world.buyer.clone(), world.carrier.clone(), world.owner.clone());
    for nobody in [other.address(), &shipper, &buyer, &carrier, &owner] {
        for msg in [lift(), deliver(nobody), substitute(escrow.address()), consent(ConsentedAct::Paper)] {
            world.refused(nobody, &msg, ContractError::NotEncumbranceHolder);
        }
    }
}

/// The consignee of a held straight bill becomes its holder by an amendment: it can be delivered to him all the same.
#[test]
fn a_title_is_delivered_to_who_has_it() {
    let mut world = World::new();
    world.issue(straight_bill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    world.encumber(&shipper, &escrow);
    world.must(escrow.address(), &consent(ConsentedAct::Amendment));
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    let document = Digest::of(b"salt and bill, version 2");
    let consignee = Some(shipper.to_string());
    let amendment = Amendment { document, uri: None, goods: None, consignee, route: None };
    world.must(&carrier, &ExecuteMsg::Amend { token_id: bill_id(), amendment: Box::new(amendment) });
    world.must(escrow.address(), &deliver(&shipper));
    world.assert_parties(&shipper, &shipper);
    assert_eq!(world.bill().encumbered_by, None);
}
