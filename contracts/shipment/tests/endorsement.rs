//! Endorsing, splitting, nominating, rejecting.

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

use shipment::domain::title::Form;
use shipment::ContractError;
use support::*;
use types::shipment::*;

/// The buyer has possession, the shipper is entitled to the goods.
fn split() -> World {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &possession(&buyer));
    world.assert_parties(&buyer, &shipper);
    world
}

#[test]
fn an_endorsement_to_order_can_be_endorsed_on() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &endorse_to_order(&buyer));
    world.assert_parties(&buyer, &buyer);
    world.must(&buyer, &endorse_to_order(&bank));
    world.assert_parties(&bank, &bank);
    assert_eq!(world.codes(), ["ISSUE", "ENDORSE_TO_ORDER", "ENDORSE_TO_ORDER"]);
}

#[test]
fn an_endorsement_to_a_person_ends_the_chain() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &endorse_to_person(&buyer));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.codes(), ["ISSUE", "ENDORSE"]);
    assert!(!world.bill().negotiable);
    let ended = || ContractError::NotNegotiable { form: Form::Person };
    for msg in [
        transfer(&bank),
        possession(&bank),
        endorse_to_order(&bank),
        endorse_to_person(&bank),
        endorse_in_blank(None),
    ] {
        world.refused(&buyer, &msg, ended());
    }
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
}

#[test]
fn a_bill_endorsed_in_blank_moves_by_delivery() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &endorse_in_blank(None));
    world.assert_parties(&shipper, &shipper);
    assert_eq!(world.bill().kind.class(), TitleClass::BearerBill);
    world.must(&shipper, &transfer(&buyer));
    assert_eq!(world.codes(), ["ISSUE", "BLANK_ENDORSE", "TRANSFER"]);
    // A special endorsement makes it an order bill again.
    world.must(&buyer, &endorse_to_order(&bank));
    assert_eq!(world.bill().kind.class(), TitleClass::OrderBill);
}

#[test]
fn an_endorsement_in_blank_may_go_to_somebody_at_once() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &endorse_in_blank(Some(&buyer)));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.codes(), ["ISSUE", "BLANK_ENDORSE"]);
    assert_eq!(world.acts(BILL)[1].recipient.as_deref(), Some(buyer.as_str()));
}

#[test]
fn a_remark_travels_and_its_digest_stays() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    let remark = remark("in good order");
    let msg = ExecuteMsg::Endorse {
        token_id: bill_id(),
        to: EndorseTo::Order { to: buyer.to_string() },
        remark: Some(remark.clone()),
    };
    let response = world.must(&shipper, &msg);
    let event = testing::events(&response, "shipment/act_recorded")[0];
    assert_eq!(testing::attribute(event, "remark"), "in good order");
    assert_eq!(testing::attribute(event, "salt"), "5a".repeat(16));
    assert_eq!(world.acts(BILL)[1].remark, Some(remark.digest()));
    let text = b"in good order";
    let stored = world.state();
    let holds = |value: &[u8]| value.windows(text.len()).any(|window| window == text);
    assert!(!stored.iter().any(|(_, value)| holds(value)), "the text is in state");
}

#[test]
fn possession_moves_and_the_benefit_stays() {
    let mut world = split();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    assert_eq!(world.codes(), ["ISSUE", "TRANSFER"]);
    world.must(&buyer, &transfer(&bank));
    world.assert_parties(&bank, &shipper);
    world.must(&bank, &possession(&buyer));
    world.assert_parties(&buyer, &shipper);
    // Possession that comes back to the beneficiary makes the title whole.
    world.must(&buyer, &transfer(&shipper));
    world.assert_parties(&shipper, &shipper);
    assert_eq!(world.codes(), ["ISSUE", "TRANSFER", "TRANSFER", "TRANSFER", "TRANSFER"]);
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
}

#[test]
fn possession_of_a_split_title_goes_to_no_contract() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    let contract = world.chain.recorder().address().clone();
    let refused = || ContractError::PossessionToContract { to: contract.clone() };
    world.refused(&shipper, &possession(&contract), refused());
    world.must(&shipper, &possession(&buyer));
    world.refused(&buyer, &possession(&contract), refused());
    world.refused(&buyer, &transfer(&contract), refused());
    let split = ContractError::Split { beneficiary: shipper.clone() };
    world.refused(&buyer, &send_nft(&contract), split);
    // Whole, it may be a contract's.
    world.must(&buyer, &transfer(&shipper));
    world.must(&shipper, &transfer(&contract));
    world.assert_parties(&contract, &contract);
}

#[test]
fn the_benefit_moves_by_nomination_and_endorsement() {
    let mut world = split();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let nobody = ContractError::NotNominee { to: bank.clone(), nominee: None };
    world.refused(&buyer, &endorse_to_order(&bank), nobody);
    world.must(&shipper, &nominate(Some(&bank)));
    assert_eq!(world.bill().nominee.as_deref(), Some(bank.as_str()));
    let other = ContractError::NotNominee { to: buyer.clone(), nominee: Some(bank.clone()) };
    world.refused(&buyer, &endorse_to_order(&buyer), other);
    world.refused(&buyer, &endorse_in_blank(Some(&bank)), ContractError::BlankWhileSplit);
    world.refused(&buyer, &endorse_in_blank(None), ContractError::BlankWhileSplit);

    world.must(&buyer, &endorse_to_order(&bank));
    world.assert_parties(&buyer, &bank);
    assert_eq!(world.bill().nominee, None, "a nomination is used once");
    assert_eq!(world.acts(BILL)[2].recipient.as_deref(), Some(bank.as_str()));
    let beneficiary = ContractError::NotBeneficiary { sender: shipper.clone(), beneficiary: bank.clone() };
    world.refused(&shipper, &nominate(Some(&shipper)), beneficiary);
}

#[test]
fn the_benefit_that_reaches_the_holder_makes_the_title_whole() {
    let mut world = split();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &nominate(Some(&buyer)));
    world.must(&buyer, &endorse_to_order(&buyer));
    world.assert_parties(&buyer, &buyer);
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
}

#[test]
fn a_nomination_can_be_taken_back_and_is_the_beneficiary_s_alone() {
    let mut world = split();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &nominate(Some(&bank)));
    world.must(&shipper, &nominate(None));
    let nobody = ContractError::NotNominee { to: bank.clone(), nominee: None };
    world.refused(&buyer, &endorse_to_order(&bank), nobody);
    let beneficiary = ContractError::NotBeneficiary { sender: buyer.clone(), beneficiary: shipper.clone() };
    world.refused(&buyer, &nominate(Some(&buyer)), beneficiary);
    let already = ContractError::BeneficiaryAlready { beneficiary: shipper.clone() };
    world.refused(&shipper, &nominate(Some(&shipper)), already);
    world.must(&buyer, &transfer(&shipper));
    world.refused(&shipper, &nominate(Some(&bank)), ContractError::NotSplit);
}

#[test]
fn a_benefit_endorsed_to_a_person_can_still_be_united_with_possession() {
    let mut world = split();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &nominate(Some(&bank)));
    world.must(&buyer, &endorse_to_person(&bank));
    world.assert_parties(&buyer, &bank);
    let ended = ContractError::NotNegotiable { form: Form::Person };
    world.refused(&buyer, &transfer(&shipper), ended);
    world.must(&buyer, &transfer(&bank));
    world.assert_parties(&bank, &bank);
    world.must(&bank, &surrender(SurrenderFor::Delivery));
}

#[test]
fn the_recipient_rejects_as_his_next_act() {
    for (moving, form) in [
        (transfer as fn(&cosmwasm_std::Addr) -> ExecuteMsg, TitleClass::OrderBill),
        (endorse_to_order, TitleClass::OrderBill),
        (endorse_to_person, TitleClass::OrderBill),
        (|to| endorse_in_blank(Some(to)), TitleClass::OrderBill),
        (possession, TitleClass::OrderBill),
    ] {
        let mut world = World::with_bill();
        let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
        world.must(&shipper, &moving(&buyer));
        world.must(&buyer, &reject());
        world.assert_parties(&shipper, &shipper);
        assert!(world.bill().negotiable);
        assert_eq!(world.bill().kind.class(), form);
        assert_eq!(world.codes().last().unwrap(), "TRANSFER");
        world.refused(&shipper, &reject(), ContractError::NothingToReject);
        world.refused(&buyer, &reject(), ContractError::NothingToReject);
    }
}

#[test]
fn a_rejection_restores_a_split_title() {
    let mut world = split();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&buyer, &transfer(&bank));
    world.must(&bank, &reject());
    world.assert_parties(&buyer, &shipper);
    // United and rejected, it is split again.
    world.must(&buyer, &transfer(&shipper));
    world.must(&shipper, &reject());
    world.assert_parties(&buyer, &shipper);
}

#[test]
fn the_new_beneficiary_of_a_split_title_rejects_the_benefit() {
    let mut world = split();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &nominate(Some(&bank)));
    world.must(&buyer, &endorse_to_person(&bank));
    let recipient = ContractError::NotRecipient { sender: buyer.clone(), recipient: bank.clone() };
    world.refused(&buyer, &reject(), recipient);
    world.must(&bank, &reject());
    world.assert_parties(&buyer, &shipper);
    assert!(world.bill().negotiable);
    assert_eq!(world.acts(BILL).last().unwrap().recipient.as_deref(), Some(shipper.as_str()));
}

#[test]
fn whoever_did_something_else_first_has_accepted() {
    let held = |world: &mut World| {
        let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
        world.must(&shipper, &transfer(&buyer));
        buyer
    };
    // surrendered and refused
    let mut world = World::with_bill();
    let (buyer, carrier) = (held(&mut world), world.carrier.clone());
    world.must(&buyer, &surrender(SurrenderFor::Amendment));
    world.refused(&buyer, &reject(), ContractError::NothingToReject);
    world.must(&carrier, &refuse());
    world.refused(&buyer, &reject(), ContractError::NothingToReject);
    // encumbered and lifted
    let mut world = World::with_bill();
    let buyer = held(&mut world);
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.encumber(&buyer, &escrow);
    world.refused(&buyer, &reject(), ContractError::NothingToReject);
    world.must(escrow.address(), &lift());
    world.refused(&buyer, &reject(), ContractError::NothingToReject);
    // endorsed in blank, which moves nothing
    let mut world = World::with_bill();
    let buyer = held(&mut world);
    world.must(&buyer, &endorse_in_blank(None));
    world.refused(&buyer, &reject(), ContractError::NothingToReject);
}

#[test]
fn nobody_but_the_recipient_rejects_and_nothing_but_a_move() {
    let mut world = World::with_bill();
    let (shipper, buyer, stranger) = (world.shipper.clone(), world.buyer.clone(), world.stranger.clone());
    world.refused(&shipper, &reject(), ContractError::NothingToReject);
    world.must(&shipper, &transfer(&buyer));
    for nobody in [&shipper, &stranger] {
        let recipient = ContractError::NotRecipient { sender: nobody.clone(), recipient: buyer.clone() };
        world.refused(nobody, &reject(), recipient);
    }
}

#[test]
fn what_a_contract_gave_or_moved_is_not_rejected() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    let market = world.chain.recorder().address().clone();
    let from = || ContractError::FromContract { from: market.clone() };
    // as an operator
    world.must(&shipper, &approve(&market));
    world.must(&market, &transfer(&buyer));
    world.refused(&buyer, &reject(), from());
    // as the holder
    world.must(&buyer, &transfer(&market));
    world.must(&market, &transfer(&shipper));
    world.refused(&shipper, &reject(), from());
}

#[test]
fn a_straight_bill_is_rejected_to_its_shipper() {
    let mut world = World::new();
    world.issue(straight_bill(&world));
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &transfer(&buyer));
    world.must(&buyer, &reject());
    world.assert_parties(&shipper, &shipper);
    world.must(&shipper, &transfer(&buyer));
    world.assert_parties(&buyer, &buyer);
}

#[test]
fn an_act_moved_by_an_approved_account_is_rejected_to_the_holder() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &approve(&bank));
    world.must(&bank, &transfer(&buyer));
    world.must(&buyer, &reject());
    world.assert_parties(&shipper, &shipper);
}

/// The beneficiary lets a contract have a hold, and whoever has possession would make it the beneficiary: what a contract
/// has no word for, nobody could ever undo.
#[test]
fn a_nomination_for_a_hold_endorses_nothing() {
    let mut world = split();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(&shipper, &nominate(Some(escrow.address())));
    let for_a_hold = || ContractError::NominatedForHold { to: escrow.address().clone() };
    for msg in [endorse_to_order(escrow.address()), endorse_to_person(escrow.address())] {
        world.refused(&buyer, &msg, for_a_hold());
    }
    world.encumber(&buyer, &escrow);
    world.assert_parties(&buyer, &shipper);
}
