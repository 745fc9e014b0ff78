//! A new key for a holder who lost his.

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
use shipment::domain::title::Form;
use shipment::ContractError;
use support::*;
use types::shipment::*;

fn propose(new_holder: &Addr) -> ExecuteMsg {
    ExecuteMsg::ProposeReplacement { token_id: bill_id(), new_holder: new_holder.to_string() }
}

fn complete() -> ExecuteMsg {
    ExecuteMsg::CompleteReplacement { token_id: bill_id() }
}

fn cancel() -> ExecuteMsg {
    ExecuteMsg::CancelReplacement { token_id: bill_id() }
}

/// The carrier has announced a new account for the shipper.
fn announced(world: &mut World) -> Addr {
    let (carrier, new) = (world.carrier.clone(), world.chain.actor("shipper's new key"));
    world.must(&carrier, &propose(&new));
    new
}

#[test]
fn the_new_key_has_the_title_from_the_last_second_of_the_notice_on() {
    let mut world = World::with_bill();
    let new = announced(&mut world);
    let at = world.bill().replacement.unwrap().at;
    assert_eq!(at.seconds(), world.chain.now() + NOTICE);
    let stranger = world.stranger.clone();
    world.chain.advance(NOTICE - 1);
    let early = ContractError::ReplacementNotDue { now: world.now(), at };
    world.refused(&stranger, &complete(), early);
    world.chain.advance(1);
    world.must(&stranger, &complete());
    world.assert_parties(&new, &new);
    assert_eq!(world.bill().replacement, None);
    let last = world.acts(BILL).pop().unwrap();
    assert_eq!((last.code.as_str(), last.actor.as_str()), ("TRANSFER", world.carrier.as_str()));
    world.refused(&new, &reject(), ContractError::NothingToReject);
    world.refused(&stranger, &complete(), ContractError::NoReplacement);
}

#[test]
fn whatever_the_holder_does_shows_that_he_has_his_key() {
    let cases: [fn(&mut World, &Addr, &Addr); 8] = [
        |world, shipper, buyer| drop(world.must(shipper, &transfer(buyer))),
        |world, shipper, _| drop(world.must(shipper, &endorse_in_blank(None))),
        |world, shipper, buyer| drop(world.must(shipper, &possession(buyer))),
        |world, shipper, buyer| drop(world.must(shipper, &approve(buyer))),
        |world, shipper, buyer| {
            let msg = ExecuteMsg::Revoke { spender: buyer.to_string(), token_id: BILL.to_owned() };
            world.must(shipper, &msg);
        },
        |world, shipper, _| drop(world.must(shipper, &surrender(SurrenderFor::Delivery))),
        |world, shipper, _| {
            let escrow = world.admitted(AdmittedRole::Settlement);
            world.encumber(shipper, &escrow);
        },
        |world, shipper, _| drop(world.must(shipper, &cancel())),
    ];
    for act in cases {
        let mut world = World::with_bill();
        let (shipper, buyer, stranger) = (world.shipper.clone(), world.buyer.clone(), world.stranger.clone());
        announced(&mut world);
        act(&mut world, &shipper, &buyer);
        assert_eq!(world.bill().replacement, None);
        world.chain.advance(NOTICE);
        world.refused(&stranger, &complete(), ContractError::NoReplacement);
    }
}

#[test]
fn an_operator_s_approval_does_not_show_that_the_holder_has_his_key() {
    let mut world = World::with_bill();
    let (shipper, bank, buyer) = (world.shipper.clone(), world.bank.clone(), world.buyer.clone());
    world.must(&shipper, &ExecuteMsg::ApproveAll { operator: bank.to_string(), expires: None });
    announced(&mut world);
    world.must(&bank, &approve(&buyer));
    assert!(world.bill().replacement.is_some());
    // But what he moves is moved.
    world.must(&bank, &transfer(&buyer));
    assert_eq!(world.bill().replacement, None);
}

#[test]
fn a_new_announcement_takes_the_place_of_the_old_and_the_notice_begins_anew() {
    let mut world = World::with_bill();
    let (carrier, bank, stranger) = (world.carrier.clone(), world.bank.clone(), world.stranger.clone());
    announced(&mut world);
    world.chain.advance(NOTICE - 1);
    world.must(&carrier, &propose(&bank));
    let at = world.bill().replacement.unwrap().at;
    world.chain.advance(1);
    let early = ContractError::ReplacementNotDue { now: world.now(), at };
    world.refused(&stranger, &complete(), early);
    world.chain.advance(NOTICE - 1);
    world.must(&stranger, &complete());
    world.assert_parties(&bank, &bank);
}

#[test]
fn only_the_issuer_announces_and_only_if_the_title_provides_for_it() {
    let mut world = World::with_bill();
    let (shipper, bank, carrier) = (world.shipper.clone(), world.bank.clone(), world.carrier.clone());
    for nobody in [&shipper, &bank, &world.owner.clone()] {
        let not_issuer = ContractError::NotIssuer { sender: nobody.clone(), issuer: carrier.clone() };
        world.refused(nobody, &propose(&bank), not_issuer);
    }
    let already = ContractError::HolderAlready { holder: shipper.clone() };
    world.refused(&carrier, &propose(&shipper), already);

    let mut world = World::new();
    world.issue(IssueMsg { key_replacement: None, ..order_bill(&world) });
    world.refused(&carrier, &propose(&bank), ContractError::NoKeyReplacement);
}

#[test]
fn only_the_holder_cancels() {
    let mut world = World::with_bill();
    let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
    world.refused(&shipper, &cancel(), ContractError::NoReplacement);
    let new = announced(&mut world);
    for nobody in [&carrier, &new, &world.stranger.clone()] {
        let not_holder = ContractError::NotHolder { sender: nobody.clone(), holder: shipper.clone() };
        world.refused(nobody, &cancel(), not_holder);
    }
}

#[test]
fn a_hold_must_consent_and_stays() {
    let mut world = World::with_bill();
    let (shipper, stranger) = (world.shipper.clone(), world.stranger.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.encumber(&shipper, &escrow);
    let new = announced(&mut world);
    world.chain.advance(NOTICE);
    let missing = ContractError::ConsentMissing { act: ConsentedAct::KeyReplacement };
    world.refused(&stranger, &complete(), missing);
    world.must(escrow.address(), &consent(ConsentedAct::KeyReplacement));
    world.must(&stranger, &complete());
    world.assert_parties(&new, &new);
    assert_eq!(world.bill().encumbered_by.as_deref(), Some(escrow.address().as_str()));
}

#[test]
fn a_delivery_ends_the_announcement() {
    let mut world = World::with_bill();
    let (shipper, buyer, stranger) = (world.shipper.clone(), world.buyer.clone(), world.stranger.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.encumber(&shipper, &escrow);
    announced(&mut world);
    world.must(escrow.address(), &deliver(&buyer));
    world.chain.advance(NOTICE);
    world.refused(&stranger, &complete(), ContractError::NoReplacement);
}

#[test]
fn possession_alone_is_replaced_where_the_title_is_split() {
    let mut world = World::with_bill();
    let (shipper, buyer, carrier, stranger) =
        (world.shipper.clone(), world.buyer.clone(), world.carrier.clone(), world.stranger.clone());
    world.must(&shipper, &possession(&buyer));
    let new = announced(&mut world);
    world.chain.advance(NOTICE);
    world.must(&stranger, &complete());
    world.assert_parties(&new, &shipper);
    // To the beneficiary, and it is whole.
    world.must(&carrier, &propose(&shipper));
    world.chain.advance(NOTICE);
    world.must(&stranger, &complete());
    world.assert_parties(&shipper, &shipper);
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
}

#[test]
fn a_waybill_s_key_is_replaced_and_it_still_does_not_move() {
    let mut world = World::new();
    world.issue(waybill(&world));
    let new = announced(&mut world);
    let (stranger, bank) = (world.stranger.clone(), world.bank.clone());
    world.chain.advance(NOTICE);
    world.must(&stranger, &complete());
    world.assert_parties(&new, &new);
    world.refused(&new, &transfer(&bank), ContractError::NotNegotiable { form: Form::Waybill });
}

#[test]
fn nothing_is_replaced_while_the_title_does_not_circulate() {
    let mut world = World::new();
    world.issue(waybill(&world));
    let (buyer, carrier, stranger) = (world.buyer.clone(), world.carrier.clone(), world.stranger.clone());
    announced(&mut world);
    // The consignee, not the holder, collects.
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
    world.chain.advance(NOTICE);
    let actual = TitleStatus::Surrendered(SurrenderFor::Delivery);
    world.refused(&stranger, &complete(), ContractError::NotInCirculation { actual });
    world.refused(&carrier, &propose(&buyer), ContractError::NotInCirculation { actual });
    world.must(&carrier, &accept());
    assert_eq!(world.bill().replacement, None);
}

/// As in every move of possession: a contract would take it for ownership.
#[test]
fn possession_of_a_split_title_is_not_replaced_by_a_contract_s() {
    let mut world = World::with_bill();
    let (shipper, buyer, carrier) = (world.shipper.clone(), world.buyer.clone(), world.carrier.clone());
    let wallet = world.chain.recorder();
    world.must(&shipper, &possession(&buyer));
    let to_contract = ContractError::PossessionToContract { to: wallet.address().clone() };
    world.refused(&carrier, &propose(wallet.address()), to_contract);
    // A whole title may go to a multisig.
    let mut world = World::with_bill();
    let wallet = world.chain.recorder();
    world.must(&carrier, &propose(wallet.address()));
}

/// It was given for the account that was announced then.
#[test]
fn a_consent_ends_with_the_announcement_it_was_given_for() {
    let ends: [fn(&mut World); 2] = [
        |world| {
            let shipper = world.shipper.clone();
            world.must(&shipper, &cancel());
        },
        |_| {},
    ];
    for end in ends {
        let mut world = World::with_bill();
        let (shipper, carrier, bank, stranger) =
            (world.shipper.clone(), world.carrier.clone(), world.bank.clone(), world.stranger.clone());
        let escrow = world.admitted(AdmittedRole::Settlement);
        world.encumber(&shipper, &escrow);
        announced(&mut world);
        world.must(escrow.address(), &consent(ConsentedAct::KeyReplacement));
        end(&mut world);
        world.must(&carrier, &propose(&bank));
        world.chain.advance(NOTICE);
        let missing = ContractError::ConsentMissing { act: ConsentedAct::KeyReplacement };
        world.refused(&stranger, &complete(), missing);
    }
}
