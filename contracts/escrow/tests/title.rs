//! The title: delivered with the payment, due where it cannot be delivered just then, freed when nothing waits for it;
//! and who consents to what happens to it meanwhile.

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
use types::shipment::{self, ConsentedAct, TitleResponse};

const ACT: ConsentedAct = ConsentedAct::Amendment;

/// 1,000 against the title at arrival, and 500 on the surveyor's word.
fn two(world: &World) -> Terms {
    let surveyor = approved_by(&world.surveyor);
    sale_of(world, vec![releasing(pays(on(arrived()), 1_000)), pays(surveyor, 500)])
}

fn deliveries(world: &World) -> usize {
    let told = world.shipment_told();
    told.iter().filter(|msg| matches!(msg, shipment::ExecuteMsg::Deliver { .. })).count()
}

fn consents(world: &World) -> Vec<ConsentedAct> {
    let told = world.shipment_told().into_iter();
    told.filter_map(|msg| match msg {
        shipment::ExecuteMsg::Consent { token_id, act } if token_id == word(BILL) => Some(act),
        _ => None,
    })
    .collect()
}

#[test]
fn it_goes_to_the_payer_in_the_transaction_of_the_payment() {
    let mut world = World::presented(two);
    let paid = world.fact(arrived(), happened(day(32)));
    assert_eq!((world.gained(&world.seller), deliveries(&world)), (1_000, 1));
    let released = events(&paid, "escrow/title_released")[0];
    assert_eq!(attribute(released, "to"), world.buyer.as_str());
    // the rest is a retention, and nothing is lifted at its end
    let surveyor = world.surveyor.clone();
    world.must(&surveyor, &approve_milestone(1, 1));
    assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Closed, TitleHold::Released));
    assert!(!world.shipment_told().contains(&shipment::ExecuteMsg::Lift { token_id: word(BILL) }));
}

#[test]
fn if_it_cannot_be_delivered_it_is_due_and_the_payment_stands() {
    for closed in [false, true] {
        let mut world = World::presented(two);
        let (stranger, surveyor) = (world.stranger.clone(), world.surveyor.clone());
        world.shipment_refuses(&["deliver"]);
        let paid = world.fact(arrived(), happened(day(32)));
        assert_eq!(events(&paid, "escrow/delivery_failed").len(), 1);
        assert_eq!((world.gained(&world.seller), world.hold(1)), (1_000, TitleHold::Due));
        if closed {
            world.must(&surveyor, &approve_milestone(1, 1));
            assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Closed, TitleHold::Due));
        }
        // anyone tries again, and again
        world.must(&stranger, &sync(1));
        assert_eq!((world.hold(1), deliveries(&world)), (TitleHold::Due, 0));
        world.shipment_refuses(&[]);
        world.must(&stranger, &sync(1));
        assert_eq!((world.hold(1), deliveries(&world)), (TitleHold::Released, 1));
        if closed {
            let over = ContractError::NotRunning { actual: AgreementStatus::Closed };
            world.refused(&stranger, &sync(1), over);
        } else {
            world.must(&stranger, &sync(1));
        }
        assert_eq!(deliveries(&world), 1);
    }
}

#[test]
fn what_is_due_to_the_payer_is_not_freed_or_awarded_but_he_may_let_it_be_amended() {
    let mut world = World::presented(two);
    let (buyer, seller, arbiter) = (world.buyer.clone(), world.seller.clone(), world.arbiter.clone());
    world.must(&buyer, &dispute(1, &[1]));
    world.shipment_refuses(&["deliver"]);
    world.fact(arrived(), happened(day(32)));
    world.must(&buyer, &consent_to(1, ACT));
    assert!(world
        .shipment_told()
        .contains(&shipment::ExecuteMsg::Consent { token_id: word(BILL), act: ACT }));
    let no_title = ContractError::NoTitleToAward { actual: TitleHold::Due };
    world.refused(&arbiter, &resolve(1, &[(1, 1)], TitleAward::ToHolder), no_title);
    world.must(&seller, &relinquish(1, 1));
    assert_eq!(world.hold(1), TitleHold::Due);
    assert!(!world.shipment_told().contains(&shipment::ExecuteMsg::Lift { token_id: word(BILL) }));
}

#[test]
fn a_hold_that_cannot_be_lifted_keeps_nobodys_money() {
    let mut world = World::presented(two);
    let seller = world.seller.clone();
    world.shipment_refuses(&["lift", "deliver"]);
    world.must(&seller, &relinquish(1, 0));
    world.must(&seller, &relinquish(1, 1));
    assert_eq!((world.gained(&world.buyer), world.status(1)), (0, AgreementStatus::Closed));
}

#[test]
fn a_missed_release_frees_it_at_the_end_only() {
    let mut world = World::presented(|world| {
        let surveyor = approved_by(&world.surveyor);
        let first = releasing(cut_off(pays(on(arrived()), 1_000), day(40)));
        sale_of(world, vec![first, pays(surveyor, 500)])
    });
    let surveyor = world.surveyor.clone();
    world.fact(arrived(), not_by(day(40)));
    assert_eq!((world.hold(1), world.gained(&world.buyer)), (TitleHold::Held, -500));
    world.must(&surveyor, &approve_milestone(1, 1));
    assert_eq!((world.hold(1), deliveries(&world)), (TitleHold::Freed, 0));
}

// Consent

#[test]
fn the_payer_alone_consents_while_the_payee_has_all_receivables() {
    let mut world = World::presented(two);
    let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
    for sender in [&seller, &stranger] {
        let no_say = ContractError::NoSayInTitle { sender: sender.clone() };
        world.refused(sender, &consent_to(1, ACT), no_say);
    }
    let all =
        [ConsentedAct::Amendment, ConsentedAct::Paper, ConsentedAct::Delivery, ConsentedAct::KeyReplacement];
    for act in all {
        world.must(&buyer, &consent_to(1, act));
    }
    assert_eq!(consents(&world), all);
}

#[test]
fn all_whose_security_it_is_consent_each_once() {
    let mut world = World::presented(two);
    let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
    let carrier = world.carrier.clone();
    world.must(&seller, &transfer("1/0", &bank));
    world.must(&seller, &transfer("1/1", &carrier));
    let complete = |world: &mut World, sender: &Addr, act| {
        let response = world.must(sender, &consent_to(1, act));
        attribute(events(&response, "escrow/consented")[0], "complete").to_owned()
    };
    assert_eq!(complete(&mut world, &bank, ACT), "false");
    let twice = ContractError::ConsentedAlready { sender: bank.clone(), act: ACT };
    world.refused(&bank, &consent_to(1, ACT), twice);
    // one act's consents are not another's
    assert_eq!(complete(&mut world, &carrier, ConsentedAct::Paper), "false");
    assert_eq!(complete(&mut world, &buyer, ACT), "false");
    assert_eq!(consents(&world), []);
    assert_eq!(complete(&mut world, &carrier, ACT), "true");
    assert_eq!(consents(&world), [ACT]);
    // used up: the next time all are asked again
    assert_eq!(complete(&mut world, &carrier, ACT), "false");
    assert_eq!(consents(&world), [ACT]);
}

#[test]
fn who_has_sold_has_no_say_and_his_consent_does_not_count() {
    let mut world = World::presented(two);
    let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
    let carrier = world.carrier.clone();
    world.must(&seller, &transfer("1/0", &bank));
    world.must(&bank, &consent_to(1, ACT));
    world.must(&bank, &transfer("1/0", &carrier));
    world.must(&buyer, &consent_to(1, ACT));
    assert_eq!(consents(&world), []);
    world.must(&carrier, &consent_to(1, ACT));
    assert_eq!(consents(&world), [ACT]);
}

#[test]
fn the_financier_whose_hold_returns_consents_too() {
    let mut world = World::agreed(two);
    let (buyer, seller, bank, shipment) =
        (world.buyer.clone(), world.seller.clone(), world.bank.clone(), world.shipment.clone());
    for token_id in ["1/0", "1/1"] {
        world.must(&seller, &transfer(token_id, &bank));
    }
    let mut msg = encumbered_msg(&world, 1);
    msg.residual = Some(bank.to_string());
    world.must(&shipment, &ExecuteMsg::Encumbered(msg));
    // it keeps its say when it sells the receivables back
    for token_id in ["1/0", "1/1"] {
        world.must(&bank, &transfer(token_id, &seller));
    }
    world.must(&buyer, &consent_to(1, ACT));
    assert_eq!(consents(&world), []);
    world.must(&bank, &consent_to(1, ACT));
    assert_eq!(consents(&world), [ACT]);
}

#[test]
fn without_a_hold_there_is_nothing_to_consent_with() {
    let mut world = World::agreed(two);
    let buyer = world.buyer.clone();
    let none = |actual| ContractError::NoHold { actual };
    world.refused(&buyer, &consent_to(1, ACT), none(TitleHold::None));
    world.present(1);
    world.fact(arrived(), happened(day(32)));
    world.refused(&buyer, &consent_to(1, ACT), none(TitleHold::Released));
}

/// What somebody agreed to, it agreed to of the document that it knew; the others' word for the next one is not its.
#[test]
fn a_consent_is_for_the_document_that_it_was_given_for() {
    let mut world = World::presented(two);
    let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
    world.must(&seller, &transfer("1/0", &bank));
    world.must(&buyer, &consent_to(1, ConsentedAct::Paper));
    for sender in [&buyer, &bank] {
        world.must(sender, &consent_to(1, ACT));
    }
    let amended = TitleResponse { version: 2, ..order_bill(&world) };
    world.issue(&amended);
    world.must(&bank, &consent_to(1, ConsentedAct::Paper));
    assert_eq!(consents(&world), [ACT]);
    world.must(&buyer, &consent_to(1, ConsentedAct::Paper));
    assert_eq!(consents(&world), [ACT, ConsentedAct::Paper]);
}

/// With everybody's consent the bill was made out to somebody else before it was delivered: it can go nowhere else.
#[test]
fn a_straight_bill_that_is_due_goes_to_whom_it_names() {
    let mut world = World::agreed(two);
    let (buyer, bank, stranger) = (world.buyer.clone(), world.bank.clone(), world.stranger.clone());
    let bill = straight_bill(&world, &buyer);
    world.issue(&bill);
    world.present(1);
    world.must(&buyer, &consent_to(1, ACT));
    world.shipment_refuses(&["deliver"]);
    world.fact(arrived(), happened(day(32)));
    assert_eq!(world.hold(1), TitleHold::Due);
    let amended = TitleResponse { version: 2, ..straight_bill(&world, &bank) };
    world.issue(&amended);
    world.shipment_refuses(&[]);
    let delivered = world.must(&stranger, &sync(1));
    let deliver = shipment::ExecuteMsg::Deliver { token_id: word(BILL), to: bank.to_string() };
    assert_eq!(world.shipment_told().last(), Some(&deliver));
    assert_eq!(attribute(events(&delivered, "escrow/title_released")[0], "to"), bank.as_str());
    assert_eq!(world.hold(1), TitleHold::Released);
}
