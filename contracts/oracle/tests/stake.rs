//! Bonding and unbonding.

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

use cosmwasm_std::{coin, from_json, to_json_binary, Addr, Uint128};
use cw20::{Cw20ExecuteMsg, Cw20ReceiveMsg, Denom};
use guard::PaymentError;
use oracle::events::{Bonded, UnbondedWithdrawn, Unbonding};
use oracle::ContractError;
use payments::PaymentsError;
use support::*;
use testing::{events, refusal};
use types::denom::UncheckedDenom;
use types::oracle::*;
use types::VocabularyError;

fn withdraw_unbonded(asset: UncheckedDenom) -> ExecuteMsg {
    ExecuteMsg::WithdrawUnbonded { asset }
}

fn given() -> (World, Addr) {
    let world = World::new();
    let operator = world.operator(1);
    (world, operator)
}

fn stake(bonded: u128, pledged: u128) -> StakeResponse {
    StakeResponse {
        bonded: units(bonded),
        pledged: units(pledged),
        free: units(bonded - pledged),
        unbonding: vec![],
    }
}

#[test]
fn anyone_bonds_one_admitted_native_coin() {
    let (mut world, operator) = given();
    let response = world.must_with(&operator, &ExecuteMsg::Bond {}, &[coin(700, "uusd")]);
    let event = Bonded::try_from(events(&response, Bonded::TYPE)[0]).unwrap();
    let asset = Denom::Native("uusd".to_owned());
    assert_eq!(event, Bonded { operator: operator.clone(), asset, amount: units(700) });
    world.bond(&operator, 300);
    assert_eq!(world.stake(&operator, usd()), stake(1_000, 0));
    assert_eq!((world.owed(usd()), world.usd_of(&world.oracle)), (1_000, 1_000));
    assert_eq!(world.stake(&operator, world.token.asset()), stake(0, 0));
}

#[test]
fn wrong_money_is_no_bond() {
    let (mut world, operator) = given();
    let bond = ExecuteMsg::Bond {};
    world.refused(&operator, &bond, PaymentError::NoFunds { expected: None });
    for denom in ["ubtc", "uatom"] {
        world.chain.fund(&operator, coin(50, denom));
    }
    let two = [coin(5, "uatom"), coin(5, "uusd")];
    let several = PaymentError::SeveralCoins { expected: None, actual: two.to_vec() };
    world.refused_with(&operator, &bond, &two, several);
    let admitted = vec![Denom::Native("uusd".to_owned()), world.token.denom()];
    let other = PaymentsError::AssetNotAdmitted { asset: Denom::Native("ubtc".to_owned()), admitted };
    world.refused_with(&operator, &bond, &[coin(5, "ubtc")], other);
}

#[test]
fn a_cw20_is_bonded_by_sending_it() {
    let (mut world, operator) = given();
    world.token.mint(&mut world.chain, &operator, 500);
    world.token.bond(&mut world.chain, &operator, &world.oracle, 400).unwrap();
    assert_eq!(world.stake(&operator, world.token.asset()), stake(400, 0));
    assert_eq!(world.owed(world.token.asset()), 400);
    assert_eq!(world.chain.balance(&world.token.denom(), &world.oracle), 400);
}

/// Whoever calls `receive` without being an admitted token is believed nothing, whatever it says.
#[test]
fn a_fake_token_bonds_nothing() {
    let (mut world, operator) = given();
    let claim = |msg| {
        let (sender, amount) = (operator.to_string(), Uint128::new(10_u128.pow(30)));
        ExecuteMsg::Receive(Cw20ReceiveMsg { sender, amount, msg })
    };
    let bond = claim(to_json_binary(&Cw20Hook::Bond {}).unwrap());
    let genuine = world.chain.cw20("FAKE", &[(&operator, 1_000)]);
    let admitted = vec![Denom::Native("uusd".to_owned()), world.token.denom()];
    let refused = |by: &Addr| PaymentsError::AssetNotAdmitted {
        asset: Denom::Cw20(by.clone()),
        admitted: admitted.clone(),
    };
    for sender in [&world.stranger.clone(), &operator, &genuine, &world.collection.address().clone()] {
        world.refused(sender, &bond, refused(sender));
    }
    let send = Cw20ExecuteMsg::Send {
        contract: world.oracle.to_string(),
        amount: 1_000_u128.into(),
        msg: to_json_binary(&Cw20Hook::Bond {}).unwrap(),
    };
    let before = world.state();
    let error: ContractError = refusal(world.chain.execute(&operator, &genuine, &send, &[]));
    assert_eq!((error, world.state()), (refused(&genuine).into(), before));

    // An admitted token with a message that is none, or with nothing.
    let token = world.token.address.clone();
    let no_message = claim(to_json_binary(&"bond").unwrap());
    let unread = from_json::<Cw20Hook>(to_json_binary(&"bond").unwrap()).unwrap_err();
    world.refused(&token, &no_message, unread);
    let error: ContractError = refusal(world.token.bond(&mut world.chain, &operator, &world.oracle, 0));
    assert_eq!(error, ContractError::NoAmount);
    world.chain.fund(&token, coin(5, "uusd"));
    let paid = PaymentError::NotPayable { actual: vec![coin(5, "uusd")] };
    world.refused_with(&token, &bond, &[coin(5, "uusd")], paid);
}

#[test]
fn a_token_that_moves_less_than_it_says_is_refused() {
    let (mut world, operator) = given();
    world.token.mint(&mut world.chain, &operator, 500);
    world.token.keep_a_fee(&mut world.chain, 1);
    let before = world.state();
    let error: ContractError = refusal(world.token.bond(&mut world.chain, &operator, &world.oracle, 400));
    let token = world.token.address.clone();
    assert_eq!(error, ContractError::NotExact { token, balance: units(399), owed: units(400) });
    assert_eq!(world.state(), before);
}

#[test]
fn free_stake_unbonds_and_is_withdrawn_after_the_wait() {
    let (mut world, operator) = given();
    world.bond(&operator, 1_000);
    let response = world.must(&operator, &unbond(usd(), 300));
    let (asset, ready) = (Denom::Native("uusd".to_owned()), at(world.chain.now() + UNBONDING));
    assert_eq!(
        Unbonding::try_from(events(&response, Unbonding::TYPE)[0]).unwrap(),
        Unbonding { operator: operator.clone(), asset: asset.clone(), amount: units(300), at: ready }
    );
    let waiting = Leaving { amount: units(300), at: ready };
    assert_eq!(world.stake(&operator, usd()), StakeResponse { unbonding: vec![waiting], ..stake(700, 0) });
    assert_eq!(world.owed(usd()), 1_000, "it is owed until it leaves");

    world.chain.advance(UNBONDING - 1);
    let early = ContractError::NothingUnbonded { next: Some(ready) };
    world.refused(&operator, &withdraw_unbonded(usd()), early);
    world.chain.advance(1);
    let response = world.must(&operator, &withdraw_unbonded(usd()));
    assert_eq!(
        UnbondedWithdrawn::try_from(events(&response, UnbondedWithdrawn::TYPE)[0]).unwrap(),
        UnbondedWithdrawn { operator: operator.clone(), asset, amount: units(300) }
    );
    assert_eq!((world.usd_of(&operator), world.owed(usd())), (10_000 - 700, 700));
    let nothing = ContractError::NothingUnbonded { next: None };
    world.refused(&operator, &withdraw_unbonded(usd()), nothing);
}

#[test]
fn only_what_is_free_unbonds() {
    let mut world = World::with_feed();
    // Operator 1 has reporters 1 and 6, with 100 each.
    let operator = world.operator(1);
    assert_eq!(world.stake(&operator, usd()), stake(1_000, 200));
    let more = ContractError::NotEnoughFree { free: units(800), required: units(801) };
    world.refused(&operator, &unbond(usd(), 801), more);
    world.refused(&operator, &unbond(usd(), 0), ContractError::NoAmount);
    world.must(&operator, &unbond(usd(), 800));
    let none = ContractError::NotEnoughFree { free: units(0), required: units(1) };
    world.refused(&operator, &unbond(usd(), 1), none);
    // Another's stake is not there at all.
    let stranger = world.stranger.clone();
    let none = ContractError::NotEnoughFree { free: units(0), required: units(1) };
    world.refused(&stranger, &unbond(usd(), 1), none);
    let bad = VocabularyError::NativeDenom { actual: "u".to_owned() };
    world.refused(&operator, &unbond(UncheckedDenom::Native("u".to_owned()), 1), bad);
}

#[test]
fn sixteen_parts_unbond_at_once() {
    let (mut world, operator) = given();
    world.bond(&operator, 100);
    for _ in 0..16 {
        world.must(&operator, &unbond(usd(), 1));
    }
    world.refused(&operator, &unbond(usd(), 1), ContractError::TooManyUnbonding { max: 16 });
    world.chain.advance(UNBONDING);
    world.must(&operator, &withdraw_unbonded(usd()));
    world.must(&operator, &unbond(usd(), 84));
}

#[test]
fn a_stake_that_is_gone_leaves_no_record() {
    let (mut world, operator) = given();
    let before = world.state();
    world.bond(&operator, 100);
    world.must(&operator, &unbond(usd(), 100));
    world.chain.advance(UNBONDING);
    world.must(&operator, &withdraw_unbonded(usd()));
    assert_eq!(world.state(), before);
}
