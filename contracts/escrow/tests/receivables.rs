//! Receivables as CW-721 tokens: moved by owner, approved and operator; queries; what is not for them.

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

use cosmwasm_std::{coin, Addr, Empty};
use cw721::msg::*;
use cw721::receiver::Cw721ReceiveMsg;
use cw_utils::Expiration;
use escrow::ContractError;
use nft::NftError;
use serde::Deserialize;
use support::*;
use types::escrow::*;
use types::shipment::ContractInfoResponse;

fn not_allowed(sender: &Addr, owner: &Addr) -> NftError {
    NftError::NotAllowed { sender: sender.clone(), token_id: "1/0".to_owned(), owner: owner.clone() }
}

fn operator(of: &Addr) -> ExecuteMsg {
    ExecuteMsg::ApproveAll { operator: of.to_string(), expires: None }
}

#[test]
fn owner_approved_and_operator_move_it() {
    let mut world = World::agreed(sale);
    let (seller, bank, carrier, stranger) =
        (world.seller.clone(), world.bank.clone(), world.carrier.clone(), world.stranger.clone());
    world.refused(&stranger, &transfer("1/0", &stranger), not_allowed(&stranger, &seller));
    world.must(&seller, &approve("1/0", &bank));
    world.refused(&bank, &approve("1/0", &stranger), not_allowed(&bank, &seller));
    world.must(&bank, &transfer("1/0", &carrier));
    // the approval ended with the move
    world.refused(&bank, &transfer("1/0", &bank), not_allowed(&bank, &carrier));
    world.must(&carrier, &operator(&bank));
    world.must(&bank, &transfer("1/0", &bank));
    assert_eq!(world.owner_of("1/0"), Some(bank.to_string()));
    world.refused(&seller, &transfer("1/0", &seller), not_allowed(&seller, &bank));
}

#[test]
fn powers_are_taken_back_and_end() {
    let mut world = World::agreed(sale);
    let (seller, bank, stranger) = (world.seller.clone(), world.bank.clone(), world.stranger.clone());
    let revoke = ExecuteMsg::Revoke { spender: bank.to_string(), token_id: "1/0".to_owned() };
    world.must(&seller, &approve("1/0", &bank));
    world.must(&seller, &revoke);
    world.refused(&bank, &transfer("1/0", &bank), not_allowed(&bank, &seller));
    world.must(&seller, &operator(&bank));
    world.must(&seller, &ExecuteMsg::RevokeAll { operator: bank.to_string() });
    world.refused(&bank, &transfer("1/0", &bank), not_allowed(&bank, &seller));
    world.refused(&stranger, &revoke, not_allowed(&stranger, &seller));
    let expires = Some(Expiration::AtTime(cosmwasm_std::Timestamp::from_seconds(day(1).seconds())));
    let until = ExecuteMsg::Approve { spender: bank.to_string(), token_id: "1/0".to_owned(), expires };
    world.must(&seller, &until);
    world.wait_until(day(1));
    world.refused(&bank, &transfer("1/0", &bank), not_allowed(&bank, &seller));
}

#[test]
fn an_operator_moves_a_receivable_and_has_no_other_right_of_its_owner() {
    let mut world = World::presented(sale);
    let (seller, bank, buyer) = (world.seller.clone(), world.bank.clone(), world.buyer.clone());
    world.must(&seller, &operator(&bank));
    world.must(&seller, &approve("1/0", &bank));
    let not_owner = ContractError::NotOwner { sender: bank.clone(), owner: seller.clone() };
    world.refused(&bank, &relinquish(1, 0), not_owner);
    for msg in [change(1, 0, cancel()), dispute(1, &[0])] {
        let (sender, payer, owner) = (bank.clone(), buyer.clone(), seller.clone());
        world.refused(&bank, &msg, ContractError::NeitherSide { sender, payer, owner });
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Hook {
    ReceiveNft(Cw721ReceiveMsg),
}

#[test]
fn a_contract_that_it_is_sent_to_is_told_and_may_refuse() {
    let mut world = World::agreed(sale);
    let (seller, pool) = (world.seller.clone(), world.contract());
    world.must(&seller, &send_nft("1/0", pool.address()));
    let received = pool.received(&world.chain);
    let Hook::ReceiveNft(hook) = received[0].json();
    assert_eq!(
        (hook.sender, hook.token_id, hook.msg),
        (seller.to_string(), "1/0".to_owned(), json(&"yours"))
    );
    assert_eq!(world.owner_of("1/0"), Some(pool.address().to_string()));
    pool.refuse(&mut world.chain);
    let before = world.state();
    assert!(world.send(&seller, &send_nft("1/1", pool.address())).is_err());
    assert_eq!(world.state(), before);
    // to somebody who is no contract it cannot be sent
    let bank = world.bank.clone();
    assert!(world.send(&seller, &send_nft("1/1", &bank)).is_err());
    assert_eq!(world.state(), before);
}

#[test]
fn contracts_of_the_system_own_none() {
    let mut world = World::agreed(sale);
    let seller = world.seller.clone();
    for address in [world.escrow.clone(), world.shipment.clone(), world.oracle.clone()] {
        let system = || ContractError::SystemContract { address: address.clone() };
        world.refused(&seller, &transfer("1/0", &address), system());
        world.refused(&seller, &send_nft("1/0", &address), system());
    }
}

#[test]
fn what_would_break_a_receivable_is_refused_with_what_to_do_instead() {
    let mut world = World::agreed(sale);
    let (token_id, owner) = (|| "1/0".to_owned(), world.owner.to_string());
    let refused = |message, instead| ContractError::NotForReceivables { message, instead };
    for sender in [world.seller.clone(), world.owner.clone()] {
        for (msg, expected) in [
            (ExecuteMsg::Burn { token_id: token_id() }, refused("burn", "relinquish the milestone")),
            (
                ExecuteMsg::Mint {
                    token_id: "1/9".to_owned(),
                    owner: owner.clone(),
                    token_uri: None,
                    extension: None,
                },
                refused("mint", "accept an agreement"),
            ),
            (
                ExecuteMsg::UpdateNftInfo { token_id: token_id(), token_uri: None, extension: None },
                refused("update_nft_info", "change the milestone with the other side"),
            ),
            (
                ExecuteMsg::UpdateExtension { msg: None },
                refused("update_extension", "change the milestone with the other side"),
            ),
            (
                ExecuteMsg::WithdrawFunds { amount: coin(10_000, "uusd") },
                refused("withdraw_funds", "withdraw takes a payment that was refused"),
            ),
        ] {
            world.refused(&sender, &msg, expected);
        }
    }
}

#[test]
fn unknown_receivables_are_nobodys() {
    let mut world = World::agreed(sale);
    let seller = world.seller.clone();
    for token_id in ["1/3", "2/0", "01/0", "1/00", "1", "1/0/0", ""] {
        let unknown = NftError::UnknownToken { token_id: token_id.to_owned() };
        world.refused(&seller, &transfer(token_id, &seller), unknown);
    }
}

#[test]
fn wallets_see_what_it_is() {
    let mut world = World::agreed(sale);
    let (seller, bank, buyer) = (world.seller.clone(), world.bank.clone(), world.buyer.clone());
    world.must(&seller, &approve("1/1", &bank));
    world.must(&seller, &operator(&bank));
    world.must_with(&buyer, &top_up(1, 1), 5);
    let (token_id, include_expired) = (|| "1/1".to_owned(), None);
    let all: AllNftInfoResponse<ReceivableExtension> =
        world.query(&QueryMsg::AllNftInfo { token_id: token_id(), include_expired });
    assert_eq!((all.access.owner.as_str(), all.access.approvals.len()), (seller.as_str(), 1));
    assert_eq!(all.info.token_uri.as_deref(), Some("https://orders.example/7"));
    let extension = all.info.extension;
    assert_eq!((extension.agreement, extension.milestone, extension.amount.get()), (1, 1, 7_005));
    assert_eq!((extension.payer, extension.asset), (buyer.to_string(), world.asset.clone()));
    let info: NftInfoResponse<ReceivableExtension> = world.query(&QueryMsg::NftInfo { token_id: token_id() });
    assert_eq!(info.extension.status, MilestoneState::Open);
    let spender = bank.to_string();
    let approval: ApprovalResponse =
        world.query(&QueryMsg::Approval { token_id: token_id(), spender, include_expired });
    let approvals: ApprovalsResponse =
        world.query(&QueryMsg::Approvals { token_id: token_id(), include_expired });
    assert_eq!(approvals.approvals, [approval.approval]);
    let owner = || seller.to_string();
    let (limit, start_after) = (None, None);
    let operators: OperatorsResponse =
        world.query(&QueryMsg::AllOperators { owner: owner(), include_expired, start_after, limit });
    let one: OperatorResponse =
        world.query(&QueryMsg::Operator { owner: owner(), operator: bank.to_string(), include_expired });
    assert_eq!(operators.operators, [one.approval]);
    let count: NumTokensResponse = world.query(&QueryMsg::NumTokens {});
    assert_eq!(count.count, 3);
    let page = |start_after: Option<&str>, limit| {
        let start_after = start_after.map(str::to_owned);
        world.query::<TokensResponse>(&QueryMsg::AllTokens { start_after, limit }).tokens
    };
    assert_eq!(page(None, Some(2)), ["1/0", "1/1"]);
    assert_eq!(page(Some("1/1"), None), ["1/2"]);
    let info: ContractInfoResponse = world.query(&QueryMsg::ContractInfo {});
    assert_eq!((info.name.as_str(), info.symbol.as_str()), ("Portolan receivables", "RECV"));
    let info: CollectionInfoAndExtensionResponse<Option<Empty>> =
        world.query(&QueryMsg::GetCollectionInfoAndExtension {});
    assert_eq!((info.name.as_str(), info.updated_at.seconds()), ("Portolan receivables", day(0).seconds()));
    let minter: MinterResponse = world.query(&QueryMsg::Minter {});
    assert_eq!(minter.minter, None);
}

/// What bridges and marketplaces of cw721 0.22 ask before they touch a token.
#[test]
fn the_collection_tells_bridges_all_about_itself() {
    type Ask = Cw721QueryMsg<Option<Empty>, Option<Empty>, Empty>;
    fn ask<T: serde::de::DeserializeOwned>(world: &World, question: Ask) -> T {
        world.chain.query(&world.escrow, &question).unwrap()
    }
    let world = World::agreed(sale);
    let all: AllInfoResponse = ask(&world, Ask::GetAllInfo {});
    assert_eq!((all.collection_info.name.as_str(), all.num_tokens), ("Portolan receivables", 3));
    let config: cw721::msg::ConfigResponse<Option<Empty>> = ask(&world, Ask::GetConfig {});
    assert_eq!((config.num_tokens, config.collection_info), (3, all.collection_info));
    assert_eq!((config.minter_ownership.owner, config.withdraw_address), (None, None));
    assert_eq!(config.creator_ownership.owner, Some(world.owner.clone()));
    let creator: cw_ownable::Ownership<String> = ask(&world, Ask::GetCreatorOwnership {});
    assert_eq!(creator.owner, Some(world.owner.to_string()));
    let minter: cw_ownable::Ownership<String> = ask(&world, Ask::GetMinterOwnership {});
    assert_eq!(minter.owner, None);
    let (start_after, limit) = (None, None);
    let minters: AdditionalMintersResponse = ask(&world, Ask::GetAdditionalMinters { start_after, limit });
    assert_eq!(minters.minters, [""; 0]);
    assert_eq!(ask::<Option<String>>(&world, Ask::GetWithdrawAddress {}), None);
    assert_eq!(ask::<Vec<Empty>>(&world, Ask::GetCollectionExtensionAttributes {}), []);
}

#[test]
fn agreements_are_listed_by_their_numbers() {
    let mut world = World::new();
    let seller = world.seller.clone();
    let terms = sale(&world);
    for _ in 0..12 {
        world.must(&seller, &propose(&terms, day(1)));
    }
    let numbers = |start_after, limit| {
        let page: Vec<AgreementResponse> = world.query(&QueryMsg::Agreements { start_after, limit });
        page.into_iter().map(|agreement| agreement.agreement).collect::<Vec<_>>()
    };
    assert_eq!(numbers(None, None), (1..=10).collect::<Vec<_>>());
    assert_eq!(numbers(Some(10), Some(1)), [11]);
    assert_eq!(numbers(Some(11), Some(99)), [12]);
    let unknown =
        world.chain.query::<AgreementResponse>(&world.escrow, &QueryMsg::Agreement { agreement: 13 });
    assert!(unknown.is_err());
}
