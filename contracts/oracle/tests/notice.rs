//! Telling the collection what stands, and a collection that does not listen.

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

use cosmwasm_std::testing::{mock_dependencies, mock_env};
use cosmwasm_std::{Binary, Reply, SubMsgResponse, SubMsgResult};
use oracle::events::{FactDecided, NoticeFailed};
use oracle::ContractError;
use support::*;
use testing::{events, Chain};
use types::journey::Standing;
use types::notice::{FactNotice, Notification};
use types::oracle::*;

fn told(world: &World) -> Vec<FactNotice> {
    let received = world.collection.received(&world.chain);
    received
        .iter()
        .map(|received| match received.json() {
            Notification::Fact(notice) => {
                assert_eq!(received.sender, world.oracle);
                assert!(received.funds.is_empty());
                notice
            }
            other => panic!("a fact is told, not {other:?}"),
        })
        .collect()
}

#[test]
fn the_collection_is_told_what_stands_in_the_same_transaction() {
    let mut world = World::with_questions();
    world.cutoffs(departure(), &[hour(5)]);
    world.settle(departure(), 0, not_by(hour(5)));
    world.settle(departure(), 1, happened(hour(10)));
    let notice =
        |sequence, standing| FactNotice { token_id: token_id(), sequence, milestone: departure(), standing };
    let missed = Standing { not_by: Some(hour(5)), ..Standing::default() };
    assert_eq!(told(&world), [notice(1, missed), notice(2, Standing { happened: Some(hour(10)), ..missed })]);
}

#[test]
fn a_collection_that_refuses_loses_its_notice_and_nothing_else() {
    let mut world = World::with_questions();
    world.settle(departure(), 0, happened(hour(10)));
    world.collection.refuse(&mut world.chain);
    let response = world.settle(arrival(), 0, happened(hour(13)));
    let failed = NoticeFailed::try_from(events(&response, NoticeFailed::TYPE)[0]).unwrap();
    let collection = world.collection.address().to_string();
    assert_eq!(failed, NoticeFailed { collection, token_id: "AA:1141".to_owned(), sequence: 2 });
    assert!(FactDecided::try_from(events(&response, FactDecided::TYPE)[0]).is_ok());
    assert_eq!(world.inquiry().questions[1].standing.happened, Some(hour(13)));
    assert_eq!(world.usd_of(&world.carrier), 2 * DEPOSIT, "the deposits are returned all the same");
    // It reads what it missed.
    assert_eq!(world.inquiry().sequence, 2);
}

/// Somebody without code may ask; then nobody hears.
#[test]
fn an_account_that_is_no_contract_is_told_nothing() {
    let mut world = World::with_feed();
    let stranger = world.stranger.clone();
    let msg = ask(&world, &[departure()]);
    world.must_with(&stranger, &msg, &[cosmwasm_std::coin(DEPOSIT, "uusd")]);
    let mut subject = world.subject(departure());
    subject.collection = stranger.to_string();
    let reports = (1..=9).map(|n| world.signed_for(n, FEED, &subject, 0, happened(hour(10)))).collect();
    let response = world.must(&stranger, &ExecuteMsg::Report { subject, round: 0, reports });
    assert_eq!(events(&response, NoticeFailed::TYPE).len(), 1);
}

/// The notice runs after everything is saved: what the collection does in it sees the fact, and cannot make another.
#[test]
fn a_collection_that_calls_back_finds_everything_done() {
    let mut world = World::with_questions();
    let again = world.report(0, &all(1..=9, happened(hour(12))));
    let close = world.close(0);
    for msg in [again, close] {
        let call = Chain::call(&world.oracle, &msg, &[]);
        world.collection.answer(&mut world.chain, vec![call]);
        let round = world.question().round;
        let response = world.settle(departure(), round, happened(minute(600 + u64::from(round))));
        assert_eq!(events(&response, NoticeFailed::TYPE).len(), 1, "the callback is refused");
        assert_eq!(world.standing().happened, Some(minute(600 + u64::from(round))));
    }
    // Asking more inside the notice is fine.
    let more = ExecuteMsg::Ask {
        token_id: token_id(),
        feed: FEED,
        questions: vec![milestone(1, "DEPA", "USMIA")],
        refund_to: world.carrier.to_string(),
        until: hour(2_000),
    };
    let call = Chain::call(&world.oracle, &more, &[cosmwasm_std::coin(DEPOSIT, "uusd")]);
    world.collection.answer(&mut world.chain, vec![call]);
    world.settle(arrival(), 0, happened(hour(13)));
    let inquiry = world.inquiry();
    assert_eq!(inquiry.questions.len(), 3);
    assert_eq!(inquiry.deposit, Some(cosmwasm_std::coin(DEPOSIT, "uusd")));
    assert_eq!(world.owed(usd()), 5 * BOND + DEPOSIT);
}

#[test]
fn a_reply_to_nothing_is_an_error() {
    let mut deps = mock_dependencies();
    #[allow(deprecated, reason = "the field has to be given")]
    let ok = SubMsgResult::Ok(SubMsgResponse { events: vec![], data: None, msg_responses: vec![] });
    let failed = || SubMsgResult::Err("refused".to_owned());
    for (id, result) in [(2, failed()), (1, ok)] {
        let reply = Reply { id, payload: Binary::default(), gas_used: 0, result };
        let error = oracle::contract::reply(deps.as_mut(), mock_env(), reply).unwrap_err();
        assert_eq!(error, ContractError::UnknownReply { id });
    }
    for payload in [b"".as_slice(), b"{}"] {
        let reply = Reply { id: 1, payload: payload.into(), gas_used: 0, result: failed() };
        let error = oracle::contract::reply(deps.as_mut(), mock_env(), reply).unwrap_err();
        assert!(matches!(error, ContractError::Hook(_)), "{error:?}");
    }
}
