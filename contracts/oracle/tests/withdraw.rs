//! Payments that their receivers refuse: nothing stops, and nothing is lost.

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

use cosmwasm_std::coin;
use cw20::Denom;
use oracle::events::{DepositReturned, PaymentFailed, Withdrawn};
use oracle::ContractError;
use payments::PaymentsError;
use support::*;
use testing::events;
use types::oracle::*;

#[test]
fn a_refused_refund_is_claimable_and_the_fact_stands() {
    let mut world = World::with_feed();
    world.ask(&[departure()]);
    let carrier = world.carrier.clone();
    let gone = world.drain();
    let response = world.settle(departure(), 0, happened(hour(10)));

    assert_eq!(world.standing().happened, Some(hour(10)));
    let failed = PaymentFailed::try_from(events(&response, PaymentFailed::TYPE)[0]).unwrap();
    let asset = Denom::Native("uusd".to_owned());
    let expected = PaymentFailed { account: carrier.clone(), asset: asset.clone(), amount: units(DEPOSIT) };
    assert_eq!(failed, expected);
    assert!(DepositReturned::try_from(events(&response, DepositReturned::TYPE)[0]).is_ok());
    assert_eq!((world.claimable(&carrier, usd()), world.inquiry().deposit), (DEPOSIT, None));
    assert_eq!(world.owed(usd()), gone, "as much is owed as before");

    // As long as it cannot be paid, nothing changes.
    let before = world.state();
    world.send(&carrier, &withdraw(usd())).unwrap_err();
    assert_eq!(world.state(), before);
    world.refill(gone);
    let elsewhere = world.chain.actor("carrier's bank");
    let to = Some(elsewhere.to_string());
    let response = world.must(&carrier, &ExecuteMsg::Withdraw { asset: usd(), to });
    let withdrawn = Withdrawn::try_from(events(&response, Withdrawn::TYPE)[0]).unwrap();
    let (account, amount) = (carrier.clone(), units(DEPOSIT));
    assert_eq!(withdrawn, Withdrawn { account, asset: asset.clone(), amount, to: elsewhere.clone() });
    assert_eq!((world.usd_of(&elsewhere), world.owed(usd())), (DEPOSIT, gone - DEPOSIT));
    let nothing = PaymentsError::NothingClaimable { account: carrier.clone(), asset };
    world.refused(&carrier, &withdraw(usd()), nothing);
}

#[test]
fn stake_that_a_token_refuses_to_move_is_claimable() {
    let mut world = World::new();
    let operator = world.operator(1);
    let asset = world.token.asset();
    world.token.mint(&mut world.chain, &operator, 500);
    world.token.bond(&mut world.chain, &operator, &world.oracle, 500).unwrap();
    world.must(&operator, &unbond(asset.clone(), 500));
    world.chain.advance(UNBONDING);
    world.token.refuse(&mut world.chain, true);
    world.must(&operator, &ExecuteMsg::WithdrawUnbonded { asset: asset.clone() });
    assert_eq!((world.claimable(&operator, asset.clone()), world.owed(asset.clone())), (500, 500));
    assert_eq!(world.claimable(&operator, usd()), 0);

    world.token.refuse(&mut world.chain, false);
    world.must(&operator, &withdraw(asset.clone()));
    assert_eq!((world.claimable(&operator, asset.clone()), world.owed(asset)), (0, 0));
    assert_eq!(world.chain.balance(&world.token.denom(), &operator), 500);
}

#[test]
fn who_is_owed_nothing_withdraws_nothing() {
    let mut world = World::with_feed();
    let (operator, stranger) = (world.operator(1), world.stranger.clone());
    for account in [operator, stranger] {
        let asset = Denom::Native("uusd".to_owned());
        let nothing = PaymentsError::NothingClaimable { account: account.clone(), asset };
        world.refused(&account, &withdraw(usd()), nothing);
    }
    let to = Some("nobody".to_owned());
    let carrier = world.carrier.clone();
    let error = world.send(&carrier, &ExecuteMsg::Withdraw { asset: usd(), to });
    assert!(matches!(testing::refusal(error), ContractError::Std(_)));
}

/// Whoever sends coins past the messages gives them away: they are nobody's.
#[test]
fn a_donation_changes_nothing() {
    let mut world = World::with_feed();
    let (before, stranger, oracle) = (world.state(), world.stranger.clone(), world.oracle.clone());
    world.chain.send(&stranger, &oracle, coin(77, "uusd")).unwrap();
    assert_eq!((world.state(), world.owed(usd())), (before, 5 * BOND));
}
