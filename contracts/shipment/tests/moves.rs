//! Moving by CW-721: what each form allows, and to whom.

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
use cw721::receiver::Cw721ReceiveMsg;
use nft::NftError;
use serde::Deserialize;
use shipment::domain::title::Form;
use shipment::ContractError;
use support::*;
use testing::{assert_err, attribute, Refused};
use types::shipment::*;

/// What a contract that is sent a token gets.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Hook {
    ReceiveNft(Cw721ReceiveMsg),
}

#[test]
fn transferring_a_whole_order_bill_is_an_endorsement_in_full() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.chain.advance(60);
    let response = world.must(&shipper, &transfer(&buyer));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.codes(), ["ISSUE", "ENDORSE_TO_ORDER"]);
    assert_eq!(world.control().since, world.now());

    let wasm = response.events.iter().find(|event| event.ty == "wasm").unwrap();
    assert_eq!(attribute(wasm, "action"), "transfer_nft");
    assert_eq!(attribute(wasm, "sender"), shipper.as_str());
    assert_eq!(attribute(wasm, "recipient"), buyer.as_str());
    assert_eq!(attribute(wasm, "token_id"), BILL);
}

#[test]
fn a_bearer_bill_moves_by_delivery() {
    let mut world = World::new();
    world.issue(bearer_bill(&world));
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &transfer(&buyer));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.codes(), ["ISSUE", "TRANSFER"]);
    assert_eq!(world.bill().kind.class(), TitleClass::BearerBill);
}

#[test]
fn a_warehouse_receipt_moves_as_a_bill() {
    let mut world = World::new();
    world.issue(receipt(&world));
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &transfer(&buyer));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.bill().kind.class(), TitleClass::WarehouseReceipt);
}

#[test]
fn a_straight_bill_moves_to_its_consignee_only_and_by_no_other_message() {
    let mut world = World::new();
    world.issue(straight_bill(&world));
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let contract = world.chain.recorder().address().clone();
    let only = |to: &Addr| ContractError::OnlyToConsignee { to: to.clone() };
    world.refused(&shipper, &transfer(&bank), only(&bank));
    world.refused(&shipper, &send_nft(&contract), only(&contract));
    world.refused(&shipper, &possession(&bank), only(&bank));
    world.refused(&shipper, &possession(&buyer), ContractError::StraightMovesWhole);
    for endorsement in [endorse_to_order(&buyer), endorse_to_person(&buyer), endorse_in_blank(None)] {
        world.refused(&shipper, &endorsement, ContractError::NotNegotiable { form: Form::Straight });
    }
    world.must(&shipper, &transfer(&buyer));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.codes(), ["ISSUE", "TRANSFER"]);
    world.refused(&buyer, &transfer(&shipper), only(&shipper));
}

#[test]
fn a_waybill_never_moves() {
    let mut world = World::new();
    world.issue(waybill(&world));
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let contract = world.chain.recorder().address().clone();
    world.must(&shipper, &approve(&bank));
    let never = || ContractError::NotNegotiable { form: Form::Waybill };
    for msg in [
        transfer(&buyer),
        send_nft(&contract),
        possession(&buyer),
        endorse_to_order(&buyer),
        endorse_to_person(&buyer),
        endorse_in_blank(Some(&buyer)),
    ] {
        world.refused(&shipper, &msg, never());
    }
    world.refused(&bank, &transfer(&buyer), never());
}

#[test]
fn only_holder_approved_and_operator_move_a_title() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank, stranger) =
        (world.shipper.clone(), world.buyer.clone(), world.bank.clone(), world.stranger.clone());
    for nobody in [&stranger, &buyer, &world.carrier.clone(), &world.owner.clone()] {
        let not_allowed = NftError::NotAllowed {
            sender: nobody.clone(),
            token_id: BILL.to_owned(),
            owner: shipper.clone(),
        };
        world.refused(nobody, &transfer(nobody), not_allowed.into());
    }

    world.must(&shipper, &approve(&bank));
    world.must(&bank, &transfer(&buyer));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.acts(BILL)[1].actor, bank.as_str(), "the act is of who sent it");
    let ended =
        NftError::NotAllowed { sender: bank.clone(), token_id: BILL.to_owned(), owner: buyer.clone() };
    world.refused(&bank, &transfer(&shipper), ended.into());

    let all = ExecuteMsg::ApproveAll { operator: stranger.to_string(), expires: None };
    world.must(&buyer, &all);
    world.must(&stranger, &transfer(&shipper));
    world.assert_parties(&shipper, &shipper);
}

#[test]
fn an_approval_endorses_nothing_and_hands_no_possession() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&shipper, &approve(&bank));
    world.must(&shipper, &ExecuteMsg::ApproveAll { operator: bank.to_string(), expires: None });
    let not_holder = || ContractError::NotHolder { sender: bank.clone(), holder: shipper.clone() };
    for msg in [
        endorse_to_order(&buyer),
        endorse_in_blank(None),
        possession(&buyer),
        surrender(SurrenderFor::Delivery),
    ] {
        world.refused(&bank, &msg, not_holder());
    }
}

#[test]
fn a_title_is_not_moved_to_who_has_it() {
    let mut world = World::with_bill();
    let shipper = world.shipper.clone();
    let already = || ContractError::HolderAlready { holder: shipper.clone() };
    for msg in [
        transfer(&shipper),
        send_nft(&shipper),
        possession(&shipper),
        endorse_to_order(&shipper),
        endorse_to_person(&shipper),
        endorse_in_blank(Some(&shipper)),
    ] {
        world.refused(&shipper, &msg, already());
    }
}

#[test]
fn a_contract_is_told_of_what_it_is_sent_after_it_is_its() {
    let mut world = World::with_bill();
    let shipper = world.shipper.clone();
    let contract = world.chain.recorder();
    // It passes the title on in the same transaction, which it could not before it is the holder.
    let onwards = testing::Chain::call(&world.shipment, &transfer(&world.buyer), &[]);
    contract.answer(&mut world.chain, vec![onwards]);
    world.must(&shipper, &send_nft(contract.address()));

    let Hook::ReceiveNft(received) = contract.received(&world.chain)[0].json();
    assert_eq!((received.sender.as_str(), received.token_id.as_str()), (shipper.as_str(), BILL));
    assert_eq!(received.msg, json(&"for you"));
    assert_eq!(contract.received(&world.chain)[0].sender, world.shipment);
    world.assert_parties(&world.buyer, &world.buyer);
    assert_eq!(world.codes(), ["ISSUE", "ENDORSE_TO_ORDER", "ENDORSE_TO_ORDER"]);
}

#[test]
fn a_contract_that_refuses_what_it_is_sent_undoes_the_sending() {
    let mut world = World::with_bill();
    let shipper = world.shipper.clone();
    let contract = world.chain.refuser();
    let before = world.state();
    assert_err(world.send(&shipper, &send_nft(contract.address())), Refused);
    assert_eq!(world.state(), before);
    world.assert_parties(&shipper, &shipper);
}

#[test]
fn what_is_sent_to_a_person_is_not_sent() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    let before = world.state();
    assert!(world.send(&shipper, &send_nft(&buyer)).is_err(), "nobody is there to take it");
    assert_eq!(world.state(), before);
}

#[test]
fn titles_that_are_none_do_not_move() {
    let mut world = World::with_bill();
    let shipper = world.shipper.clone();
    for token_id in ["MSC:BL-8", "", "not an id", &"x".repeat(300)] {
        let msg =
            ExecuteMsg::TransferNft { recipient: world.buyer.to_string(), token_id: token_id.to_owned() };
        world.refused(&shipper, &msg, ContractError::UnknownTitle { token_id: token_id.to_owned() });
    }
}

#[test]
fn messages_of_cw721_that_would_break_a_title_are_refused_to_everybody() {
    let mut world = World::with_bill();
    let token_id = || BILL.to_owned();
    let messages = [
        (ExecuteMsg::Burn { token_id: token_id() }, "burn"),
        (
            ExecuteMsg::Mint {
                token_id: "new".to_owned(),
                owner: world.owner.to_string(),
                token_uri: None,
                extension: None,
            },
            "mint",
        ),
        (
            ExecuteMsg::UpdateNftInfo { token_id: token_id(), token_uri: None, extension: None },
            "update_nft_info",
        ),
        (ExecuteMsg::UpdateExtension { msg: None }, "update_extension"),
        (ExecuteMsg::WithdrawFunds { amount: cosmwasm_std::coin(1, "untrn") }, "withdraw_funds"),
    ];
    for sender in [world.shipper.clone(), world.carrier.clone(), world.owner.clone()] {
        for (msg, name) in &messages {
            let error: ContractError = testing::refusal(world.send(&sender, msg));
            assert!(
                matches!(error, ContractError::NotForTitles { message, .. } if message == *name),
                "{error:?}"
            );
        }
    }
}
