//! The control proof and the chain of acts.

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

use sha2::{Digest as _, Sha256};
use support::*;
use testing::CHAIN_ID;
use types::digest::Digest;
use types::shipment::*;

#[test]
fn control_says_who_since_when_by_which_acts_and_of_which_original() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.chain.advance(60);
    world.must(&shipper, &transfer(&buyer));
    let moved = world.now();
    world.chain.advance(60);
    let acts = world.acts(BILL);
    assert_eq!(
        world.control(),
        ControlProof {
            chain_id: CHAIN_ID.to_owned(),
            collection: world.shipment.to_string(),
            token_id: bill_id(),
            version: 1,
            document: Digest::of(b"salt and bill, version 1"),
            status: TitleStatus::Issued,
            controller: Some(buyer.to_string()),
            since: moved,
            acts: 2,
            head: acts[1].hash.clone(),
            encumbered_by: None,
            height: world.chain.block().height,
        }
    );
}

#[test]
fn what_moves_no_control_leaves_its_date() {
    let mut world = World::with_bill();
    let (shipper, carrier, buyer) = (world.shipper.clone(), world.carrier.clone(), world.buyer.clone());
    let issued = world.now();
    world.chain.advance(60);
    world.must(&shipper, &endorse_in_blank(None));
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    assert_eq!(world.control().controller, Some(shipper.to_string()));
    world.must(&carrier, &refuse());
    assert_eq!(world.control().since, issued);
    world.must(&shipper, &possession(&buyer));
    assert_eq!((world.control().since, world.control().controller), (world.now(), Some(buyer.to_string())));
}

#[test]
fn the_chain_of_acts_verifies_from_the_token_id_on() {
    let mut world = World::with_bill();
    let (shipper, buyer, carrier) = (world.shipper.clone(), world.buyer.clone(), world.carrier.clone());
    let with_remark = ExecuteMsg::Endorse {
        token_id: bill_id(),
        to: EndorseTo::Order { to: buyer.to_string() },
        remark: Some(remark("for value received")),
    };
    world.must(&shipper, &with_remark);
    world.chain.advance(3_600);
    world.must(&buyer, &reject());
    world.must(&shipper, &surrender(SurrenderFor::Paper));
    world.must(&carrier, &accept());
    let acts = world.acts(BILL);
    assert_eq!((world.control().head, world.control().acts), (recomputed(&acts), 5));
    assert_eq!(acts.iter().map(|act| act.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(acts[1].remark, Some(digest_of_remark("for value received", &[0x5a; 16])));
    // Whatever is changed, left out or put elsewhere leads to another head.
    let forgeries: [fn(&mut Vec<ActResponse>); 6] = [
        |acts| acts[1].remark = Some(Digest::of(b"for no value")),
        |acts| acts[1].recipient = Some("thief".to_owned()),
        |acts| acts[3].code = acts[4].code,
        |acts| acts[2].at = acts[1].at,
        |acts| drop(acts.remove(2)),
        |acts| acts.swap(1, 2),
    ];
    for forge in forgeries {
        let mut forged = acts.clone();
        forge(&mut forged);
        assert_ne!(recomputed(&forged), world.control().head);
    }
}

fn behind_its_length(part: &[u8]) -> Vec<u8> {
    [&(part.len() as u64).to_be_bytes(), part].concat()
}

/// The head of a chain, from what is written about it and SHA-256 alone: each act's number, code, actor, recipient,
/// time and remark, each behind its length in 8 bytes, over the hash before; the first over that of the token id.
fn recomputed(acts: &[ActResponse]) -> Digest {
    let mut head: [u8; 32] = Sha256::digest(BILL).into();
    for act in acts {
        let parts: [&[u8]; 6] = [
            &act.number.to_be_bytes(),
            act.code.as_str().as_bytes(),
            act.actor.as_bytes(),
            act.recipient.as_deref().unwrap_or("").as_bytes(),
            &act.at.seconds().to_be_bytes(),
            act.remark.as_ref().map_or(&[], |digest| digest.as_bytes()),
        ];
        let parts = parts.map(behind_its_length).concat();
        head = Sha256::digest([&head[..], &parts].concat()).into();
    }
    head.try_into().unwrap()
}

fn digest_of_remark(text: &str, salt: &[u8]) -> Digest {
    let salted = [&behind_its_length(b"portolan/remark"), salt, text.as_bytes()].concat();
    <[u8; 32]>::from(Sha256::digest(salted)).try_into().unwrap()
}

#[test]
fn acts_are_listed_a_page_at_a_time() {
    let mut world = World::with_bill();
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    for _ in 0..20 {
        world.must(&shipper, &transfer(&buyer));
        world.must(&buyer, &transfer(&shipper));
    }
    let page = |start_after, limit| -> Vec<u32> {
        let msg = QueryMsg::Acts { token_id: bill_id(), start_after, limit };
        world.query::<Vec<ActResponse>>(&msg).iter().map(|act| act.number).collect()
    };
    assert_eq!(page(None, None), (1..=30).collect::<Vec<_>>());
    assert_eq!(page(Some(30), None), (31..=41).collect::<Vec<_>>());
    assert_eq!(page(Some(2), Some(3)), [3, 4, 5]);
    assert_eq!(page(None, Some(u32::MAX)).len(), 41);
    assert_eq!(page(None, Some(0)), [0_u32; 0]);
    assert_eq!(page(Some(u32::MAX), None), [0_u32; 0]);
}

#[test]
fn titles_that_are_none_have_no_control_acts_or_journey() {
    let world = World::with_bill();
    let token_id = || word("MSC:BL-8");
    for msg in [
        QueryMsg::Title { token_id: token_id() },
        QueryMsg::Journey { token_id: token_id() },
        QueryMsg::Acts { token_id: token_id(), start_after: None, limit: None },
        QueryMsg::Control { token_id: token_id() },
    ] {
        let answer: Result<cosmwasm_std::Binary, _> = world.chain.query(&world.shipment, &msg);
        assert!(answer.unwrap_err().to_string().contains("there is no title MSC:BL-8"), "{msg:?}");
    }
}
