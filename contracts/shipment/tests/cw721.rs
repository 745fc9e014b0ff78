//! The surface of CW-721: a client of cw721 0.22 is understood, and understands.

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

use cosmwasm_std::{coin, from_json, to_json_binary, Empty};
use cw721::msg::{
    AdditionalMintersResponse, AllInfoResponse, AllNftInfoResponse, ApprovalResponse, ApprovalsResponse,
    CollectionInfoAndExtensionResponse, Cw721ExecuteMsg, Cw721QueryMsg, MinterResponse, NftInfoResponse,
    NumTokensResponse, OperatorResponse, OperatorsResponse, OwnerOfResponse, TokensResponse,
};
use cw_utils::Expiration;
use serde::de::DeserializeOwned;
use support::*;
use types::shipment::*;

type Theirs = Cw721ExecuteMsg<Option<Empty>, Option<Empty>, Option<Empty>>;
type TheirQuery = Cw721QueryMsg<Option<Empty>, Option<Empty>, Empty>;

fn id() -> String {
    BILL.to_owned()
}

#[test]
fn messages_of_cw721_are_ours() {
    let (a, b) = ("holder".to_owned(), "other".to_owned());
    let expires = Some(Expiration::AtHeight(7));
    let msg = to_json_binary("for you").unwrap();
    let pairs: Vec<(Theirs, ExecuteMsg)> = vec![
        (
            Theirs::TransferNft { recipient: a.clone(), token_id: id() },
            ExecuteMsg::TransferNft { recipient: a.clone(), token_id: id() },
        ),
        (
            Theirs::SendNft { contract: a.clone(), token_id: id(), msg: msg.clone() },
            ExecuteMsg::SendNft { contract: a.clone(), token_id: id(), msg },
        ),
        (
            Theirs::Approve { spender: a.clone(), token_id: id(), expires },
            ExecuteMsg::Approve { spender: a.clone(), token_id: id(), expires },
        ),
        (
            Theirs::Revoke { spender: a.clone(), token_id: id() },
            ExecuteMsg::Revoke { spender: a.clone(), token_id: id() },
        ),
        (
            Theirs::ApproveAll { operator: b.clone(), expires: None },
            ExecuteMsg::ApproveAll { operator: b.clone(), expires: None },
        ),
        (Theirs::RevokeAll { operator: b.clone() }, ExecuteMsg::RevokeAll { operator: b.clone() }),
        (Theirs::Burn { token_id: id() }, ExecuteMsg::Burn { token_id: id() }),
        (
            Theirs::Mint { token_id: id(), owner: a.clone(), token_uri: None, extension: None },
            ExecuteMsg::Mint { token_id: id(), owner: a, token_uri: None, extension: None },
        ),
        (
            Theirs::UpdateNftInfo { token_id: id(), token_uri: None, extension: Some(Empty {}) },
            ExecuteMsg::UpdateNftInfo { token_id: id(), token_uri: None, extension: Some(Empty {}) },
        ),
        (Theirs::UpdateExtension { msg: None }, ExecuteMsg::UpdateExtension { msg: None }),
        (
            Theirs::WithdrawFunds { amount: coin(1, "untrn") },
            ExecuteMsg::WithdrawFunds { amount: coin(1, "untrn") },
        ),
    ];
    for (theirs, ours) in pairs {
        let json = to_json_binary(&theirs).unwrap();
        assert_eq!(from_json::<ExecuteMsg>(&json).unwrap(), ours);
    }
}

/// Asks as a client of cw721 does and reads the answer as one.
fn ask<T: DeserializeOwned>(world: &World, question: TheirQuery) -> T {
    world.chain.query(&world.shipment, &question).unwrap()
}

#[test]
fn queries_of_cw721_are_answered_as_cw721_does() {
    let mut world = World::with_bill();
    let (shipper, bank, buyer) = (world.shipper.clone(), world.bank.clone(), world.buyer.clone());
    world.must(&shipper, &approve(&bank));
    world.must(&shipper, &ExecuteMsg::ApproveAll { operator: buyer.to_string(), expires: None });
    let include_expired = None;

    let owner: OwnerOfResponse = ask(&world, TheirQuery::OwnerOf { token_id: id(), include_expired });
    assert_eq!((owner.owner, owner.approvals.len()), (shipper.to_string(), 1));
    let spender = bank.to_string();
    let approval: ApprovalResponse =
        ask(&world, TheirQuery::Approval { token_id: id(), spender, include_expired });
    assert_eq!(approval.approval.spender, bank);
    let approvals: ApprovalsResponse = ask(&world, TheirQuery::Approvals { token_id: id(), include_expired });
    assert_eq!(approvals.approvals, [approval.approval]);
    let owner = shipper.to_string();
    let operator: OperatorResponse = ask(
        &world,
        TheirQuery::Operator { owner: owner.clone(), operator: buyer.to_string(), include_expired },
    );
    assert_eq!(operator.approval.spender, buyer);
    let (start_after, limit) = (None, None);
    let all = TheirQuery::AllOperators { owner: owner.clone(), include_expired, start_after, limit };
    assert_eq!(ask::<OperatorsResponse>(&world, all).operators, [operator.approval]);
    assert_eq!(ask::<NumTokensResponse>(&world, TheirQuery::NumTokens {}).count, 1);

    let tokens = TheirQuery::Tokens { owner, start_after: None, limit: None };
    assert_eq!(ask::<TokensResponse>(&world, tokens).tokens, [BILL]);
    let tokens = TheirQuery::AllTokens { start_after: None, limit: None };
    assert_eq!(ask::<TokensResponse>(&world, tokens).tokens, [BILL]);

    let info: NftInfoResponse<NftExtension> = ask(&world, TheirQuery::NftInfo { token_id: id() });
    assert_eq!(info.token_uri.as_deref(), Some("https://bills.example/7"));
    assert_eq!(
        info.extension,
        NftExtension {
            kind: TitleKind::BillOfLading { form: Form::ToOrder {} },
            status: TitleStatus::Issued,
            version: 1,
            issuer: world.carrier.to_string(),
            document: order_bill(&world).document,
        }
    );
    let all: AllNftInfoResponse<NftExtension> =
        ask(&world, TheirQuery::AllNftInfo { token_id: id(), include_expired: None });
    assert_eq!((all.access.owner, all.info), (shipper.to_string(), info));
}

#[test]
#[allow(deprecated, reason = "old clients ask so")]
fn the_collection_answers_for_itself() {
    let world = World::new();
    let collection: CollectionInfoAndExtensionResponse<Option<Empty>> =
        ask(&world, TheirQuery::GetCollectionInfoAndExtension {});
    assert_eq!((collection.name.as_str(), collection.symbol.as_str()), ("Portolan titles", "TITLE"));
    assert_eq!(collection.updated_at.seconds(), world.chain.now());
    let old: ContractInfoResponse = ask(&world, TheirQuery::ContractInfo {});
    assert_eq!((old.name, old.symbol), (collection.name, collection.symbol));
    assert_eq!(ask::<MinterResponse>(&world, TheirQuery::Minter {}).minter, None);
    assert_eq!(
        ask::<cw_ownable::Ownership<String>>(&world, TheirQuery::Ownership {}).owner,
        Some(world.owner.to_string())
    );
}

/// What bridges and marketplaces of cw721 0.22 ask before they touch a token.
#[test]
fn the_collection_tells_bridges_all_about_itself() {
    let world = World::with_bill();
    let all: AllInfoResponse = ask(&world, TheirQuery::GetAllInfo {});
    assert_eq!((all.collection_info.name.as_str(), all.num_tokens), ("Portolan titles", 1));
    assert_eq!((all.contract_info.creator, all.collection_extension.len()), (world.owner.clone(), 0));
    let config: cw721::msg::ConfigResponse<Option<Empty>> = ask(&world, TheirQuery::GetConfig {});
    assert_eq!((config.num_tokens, config.withdraw_address), (1, None));
    assert_eq!((config.collection_info, config.collection_extension), (all.collection_info, None));
    assert_eq!(
        (config.minter_ownership.owner, config.creator_ownership.owner),
        (None, Some(world.owner.clone()))
    );

    let minter: cw_ownable::Ownership<String> = ask(&world, TheirQuery::GetMinterOwnership {});
    assert_eq!((minter.owner, minter.pending_owner), (None, None));
    let creator: cw_ownable::Ownership<String> = ask(&world, TheirQuery::GetCreatorOwnership {});
    assert_eq!(creator.owner, Some(world.owner.to_string()));
    let (start_after, limit) = (None, Some(7));
    let minters: AdditionalMintersResponse =
        ask(&world, TheirQuery::GetAdditionalMinters { start_after, limit });
    assert_eq!(minters.minters, [""; 0]);
    assert_eq!(ask::<Option<String>>(&world, TheirQuery::GetWithdrawAddress {}), None);
    let attributes: Vec<Empty> = ask(&world, TheirQuery::GetCollectionExtensionAttributes {});
    assert!(attributes.is_empty());
}

/// A wallet leaves out what it does not care for.
#[test]
fn what_is_left_out_of_a_message_is_not_missed() {
    let world = World::with_bill();
    for question in [
        r#"{"owner_of":{"token_id":"MSC:BL-7"}}"#.to_owned(),
        r#"{"approvals":{"token_id":"MSC:BL-7"}}"#.to_owned(),
        r#"{"nft_info":{"token_id":"MSC:BL-7"}}"#.to_owned(),
        r#"{"all_nft_info":{"token_id":"MSC:BL-7"}}"#.to_owned(),
        r#"{"all_tokens":{}}"#.to_owned(),
        r#"{"num_tokens":{}}"#.to_owned(),
        r#"{"contract_info":{}}"#.to_owned(),
        format!(r#"{{"tokens":{{"owner":"{}"}}}}"#, world.shipper),
        format!(r#"{{"all_operators":{{"owner":"{}"}}}}"#, world.shipper),
    ] {
        let question: QueryMsg = from_json(&question).unwrap();
        world.chain.query::<serde::de::IgnoredAny>(&world.shipment, &question).unwrap();
    }
    for message in [
        r#"{"approve":{"spender":"bank","token_id":"MSC:BL-7"}}"#,
        r#"{"approve_all":{"operator":"bank"}}"#,
        r#"{"mint":{"token_id":"x","owner":"bank"}}"#,
    ] {
        assert!(from_json::<ExecuteMsg>(message).is_ok(), "{message}");
    }
}

#[test]
fn whatever_moves_a_token_tells_indexers_of_cw721() {
    let mut world = World::with_bill();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let (shipper, buyer, carrier) = (world.shipper.clone(), world.buyer.clone(), world.carrier.clone());
    let moves = |world: &mut World, sender: &cosmwasm_std::Addr, msg: ExecuteMsg, action: &str| {
        let response = world.must(sender, &msg);
        let wasm = response.events.iter().find(|event| event.ty == "wasm").unwrap();
        assert_eq!(testing::attribute(wasm, "action"), action, "{msg:?}");
        assert_eq!(testing::attribute(wasm, "token_id"), BILL);
        wasm.attributes.iter().find(|a| a.key == "recipient").map(|a| a.value.clone())
    };
    let to = |addr: &cosmwasm_std::Addr| Some(addr.to_string());
    assert_eq!(moves(&mut world, &shipper, endorse_to_order(&buyer), "transfer_nft"), to(&buyer));
    assert_eq!(moves(&mut world, &buyer, reject(), "transfer_nft"), to(&shipper));
    assert_eq!(moves(&mut world, &shipper, possession(&buyer), "transfer_nft"), to(&buyer));
    assert_eq!(moves(&mut world, &buyer, transfer(&shipper), "transfer_nft"), to(&shipper));
    world.encumber(&shipper, &escrow);
    assert_eq!(moves(&mut world, escrow.address(), deliver(&buyer), "transfer_nft"), to(&buyer));
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
    assert_eq!(moves(&mut world, &carrier, accept(), "burn"), None);
}
