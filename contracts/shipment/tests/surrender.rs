//! Surrender, the issuer's answer, his silence, paper.

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
use shipment::domain::title::Form;
use shipment::ContractError;
use support::*;
use types::digest::Digest;
use types::shipment::*;

fn from_paper(holder: &cosmwasm_std::Addr) -> ExecuteMsg {
    ExecuteMsg::SwitchFromPaper {
        token_id: bill_id(),
        holder: holder.to_string(),
        document: Digest::of(b"salt and bill, version 2"),
    }
}

#[test]
fn delivery_burns_the_token_and_keeps_the_record() {
    let mut world = World::with_bill();
    let (shipper, carrier, buyer) = (world.shipper.clone(), world.carrier.clone(), world.buyer.clone());
    world.must(&shipper, &transfer(&buyer));
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
    assert_eq!(world.bill().status, TitleStatus::Surrendered(SurrenderFor::Delivery));
    world.chain.advance(60);
    world.must(&carrier, &accept());

    let title = world.bill();
    assert_eq!(title.status, TitleStatus::Accomplished);
    assert_eq!((title.holder.as_str(), title.answer_by), (buyer.as_str(), None));
    assert_eq!(world.codes(), ["ISSUE", "ENDORSE_TO_ORDER", "SURRENDER_FOR_DELIVERY", "SACC"]);
    assert_eq!(world.voyage().milestones.len(), 3);
    let control = world.control();
    assert_eq!((control.controller, control.since), (None, world.now()));

    let owner: Result<cw721::msg::OwnerOfResponse, _> = world
        .chain
        .query(&world.shipment, &QueryMsg::OwnerOf { token_id: BILL.to_owned(), include_expired: None });
    assert!(owner.is_err(), "the token is burned");
    let count: cw721::msg::NumTokensResponse = world.query(&QueryMsg::NumTokens {});
    assert_eq!(count.count, 0);
    let gone = || ContractError::NotInCirculation { actual: TitleStatus::Accomplished };
    for (sender, msg) in [
        (&buyer, transfer(&shipper)),
        (&buyer, endorse_to_order(&shipper)),
        (&buyer, surrender(SurrenderFor::Delivery)),
        (&buyer, approve(&shipper)),
        (&carrier, accept()),
        (&carrier, refuse()),
    ] {
        world.refused(sender, &msg, gone());
    }
}

#[test]
fn what_is_surrendered_does_not_move() {
    for purpose in [SurrenderFor::Delivery, SurrenderFor::Amendment, SurrenderFor::Paper] {
        let mut world = World::with_bill();
        let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
        let escrow = world.admitted(AdmittedRole::Settlement);
        world.must(&shipper, &approve(&bank));
        world.must(&shipper, &surrender(purpose));
        let actual = TitleStatus::Surrendered(purpose);
        for msg in [
            transfer(&buyer),
            send_nft(escrow.address()),
            endorse_to_order(&buyer),
            endorse_in_blank(None),
            possession(&buyer),
            encumber(escrow.address()),
        ] {
            world.refused(&shipper, &msg, ContractError::NotInCirculation { actual });
        }
        world.refused(&bank, &transfer(&buyer), ContractError::NotInCirculation { actual });
        let again = ContractError::WrongStatus { actual, step: Step::Surrender(purpose) };
        world.refused(&shipper, &surrender(purpose), again);
    }
}

#[test]
fn the_issuer_refuses_and_the_title_circulates_again() {
    let mut world = World::with_bill();
    let (shipper, carrier, buyer) = (world.shipper.clone(), world.carrier.clone(), world.buyer.clone());
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    world.must(&carrier, &refuse());
    assert_eq!(world.bill().status, TitleStatus::Issued);
    assert_eq!(world.codes(), ["ISSUE", "SURRENDER_FOR_DELIVERY", "SREJ"]);
    world.must(&shipper, &transfer(&buyer));
}

#[test]
fn silence_returns_the_title_from_the_very_second_on() {
    let mut world = World::with_bill();
    let (shipper, stranger) = (world.shipper.clone(), world.stranger.clone());
    let issued = ContractError::WrongStatus { actual: TitleStatus::Issued, step: Step::Lapse };
    world.refused(&stranger, &return_unanswered(), issued);

    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    let answer_by = world.bill().answer_by.unwrap();
    assert_eq!(answer_by.seconds(), world.chain.now() + ANSWER);
    world.chain.advance(ANSWER - 1);
    let early = ContractError::AnswerNotDue { now: world.now(), answer_by };
    world.refused(&stranger, &return_unanswered(), early);
    world.chain.advance(1);
    world.must(&stranger, &return_unanswered());

    assert_eq!((world.bill().status, world.bill().answer_by), (TitleStatus::Issued, None));
    let last = world.acts(BILL).pop().unwrap();
    assert_eq!((last.code.as_str(), last.actor.as_str()), ("SREJ", world.shipment.as_str()));
}

#[test]
fn a_late_answer_counts_as_long_as_nobody_returned_the_title() {
    let mut world = World::with_bill();
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    world.chain.advance(ANSWER + DAY);
    world.must(&carrier, &accept());
    assert_eq!(world.bill().status, TitleStatus::Accomplished);
}

#[test]
fn only_the_holder_who_is_beneficiary_surrenders() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    for nobody in [&buyer, &world.carrier.clone(), &world.owner.clone()] {
        let not_holder = ContractError::NotHolder { sender: nobody.clone(), holder: shipper.clone() };
        world.refused(nobody, &surrender(SurrenderFor::Delivery), not_holder);
    }
    world.must(&shipper, &possession(&buyer));
    let split = ContractError::Split { beneficiary: shipper.clone() };
    world.refused(&buyer, &surrender(SurrenderFor::Delivery), split);
    let not_holder = ContractError::NotHolder { sender: shipper.clone(), holder: buyer.clone() };
    world.refused(&shipper, &surrender(SurrenderFor::Delivery), not_holder);
}

#[test]
fn only_the_issuer_answers_and_only_what_was_asked() {
    let mut world = World::with_bill();
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    let wrong = |actual, step| ContractError::WrongStatus { actual, step };
    world.refused(&carrier, &accept(), wrong(TitleStatus::Issued, Step::Accept));
    world.refused(&carrier, &refuse(), wrong(TitleStatus::Issued, Step::Refuse));
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    for msg in [accept(), refuse(), from_paper(&shipper)] {
        let not_issuer = ContractError::NotIssuer { sender: shipper.clone(), issuer: carrier.clone() };
        world.refused(&shipper, &msg, not_issuer);
    }
    let amendment = TitleStatus::Surrendered(SurrenderFor::Amendment);
    world.refused(&carrier, &accept(), wrong(amendment, Step::Accept));
    world.refused(&carrier, &from_paper(&shipper), wrong(amendment, Step::TakePaperBack));
}

#[test]
fn paper_makes_the_token_dormant_until_it_comes_back() {
    let mut world = World::with_bill();
    let (shipper, carrier, buyer) = (world.shipper.clone(), world.carrier.clone(), world.buyer.clone());
    let response = world.must(&shipper, &surrender(SurrenderFor::Paper));
    let event = testing::events(&response, "shipment/act_recorded")[0];
    assert_eq!(testing::attribute(event, "reason"), "SWTP");
    world.must(&carrier, &accept());
    assert_eq!(world.bill().status, TitleStatus::OnPaper);
    assert_eq!(world.control().controller, None);
    world.assert_parties(&shipper, &shipper);
    world.refused(
        &shipper,
        &transfer(&buyer),
        ContractError::NotInCirculation { actual: TitleStatus::OnPaper },
    );

    world.chain.advance(DAY);
    world.must(&carrier, &from_paper(&buyer));
    let title = world.bill();
    assert_eq!((title.status, title.version), (TitleStatus::Issued, 2));
    assert_eq!(title.document, Digest::of(b"salt and bill, version 2"));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.control().controller.as_deref(), Some(buyer.as_str()));
    assert_eq!(world.control().since, world.now());
    assert_eq!(world.codes(), ["ISSUE", "SURRENDER_FOR_AMENDMENT", "SACC", "ISSUE"]);
    world.must(&buyer, &transfer(&shipper));
}

#[test]
fn approvals_do_not_survive_paper() {
    let mut world = World::with_bill();
    let (shipper, carrier, bank, buyer) =
        (world.shipper.clone(), world.carrier.clone(), world.bank.clone(), world.buyer.clone());
    world.must(&shipper, &approve(&bank));
    world.must(&shipper, &surrender(SurrenderFor::Paper));
    world.must(&carrier, &accept());
    world.must(&carrier, &from_paper(&shipper));
    assert!(world.send(&bank, &transfer(&buyer)).is_err());
}

#[test]
fn paper_of_what_does_not_move_comes_back_to_who_had_it() {
    let back = |world: &mut World| {
        let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
        world.must(&shipper, &surrender(SurrenderFor::Paper));
        world.must(&carrier, &accept());
        carrier
    };
    let mut world = World::new();
    world.issue(waybill(&world));
    let carrier = back(&mut world);
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let never = ContractError::NotNegotiable { form: Form::Waybill };
    world.refused(&carrier, &from_paper(&buyer), never);
    world.must(&carrier, &from_paper(&shipper));

    let mut world = World::new();
    world.issue(straight_bill(&world));
    let carrier = back(&mut world);
    world.refused(&carrier, &from_paper(&bank), ContractError::NotNegotiable { form: Form::Straight });
    world.must(&carrier, &from_paper(&buyer));
    world.assert_parties(&buyer, &buyer);
}

#[test]
fn a_waybill_is_delivered_to_its_consignee_and_amended_for_its_shipper() {
    let mut world = World::new();
    world.issue(waybill(&world));
    let (shipper, carrier, buyer, bank) =
        (world.shipper.clone(), world.carrier.clone(), world.buyer.clone(), world.bank.clone());
    for nobody in [&shipper, &bank] {
        let consignee = ContractError::NotConsignee { sender: nobody.clone(), consignee: buyer.clone() };
        world.refused(nobody, &surrender(SurrenderFor::Delivery), consignee);
    }
    for purpose in [SurrenderFor::Amendment, SurrenderFor::Paper] {
        let not_holder = ContractError::NotHolder { sender: buyer.clone(), holder: shipper.clone() };
        world.refused(&buyer, &surrender(purpose), not_holder);
    }
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    world.must(&carrier, &refuse());
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
    world.must(&carrier, &accept());
    assert_eq!(world.bill().status, TitleStatus::Accomplished);
    assert_eq!(world.acts(BILL)[3].actor, buyer.as_str());
}

/// It waits for the issuer: no hold is handed on and no waybill bound meanwhile, but one that is only to be collected.
#[test]
fn what_is_surrendered_is_not_substituted_and_not_bound() {
    let mut world = World::with_bill();
    let lender = world.admitted(AdmittedRole::Financier);
    let escrow = world.admitted(AdmittedRole::Settlement);
    let shipper = world.shipper.clone();
    world.encumber(&shipper, &lender);
    world.must(lender.address(), &consent(ConsentedAct::Delivery));
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    let actual = TitleStatus::Surrendered(SurrenderFor::Delivery);
    let waits = ContractError::NotInCirculation { actual };
    world.refused(lender.address(), &substitute(escrow.address()), waits);

    let mut world = World::new();
    world.issue(waybill(&world));
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    let actual = TitleStatus::Surrendered(SurrenderFor::Amendment);
    world.refused(&shipper, &bind(escrow.address()), ContractError::NotInCirculation { actual });
}
