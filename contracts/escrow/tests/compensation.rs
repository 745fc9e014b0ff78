//! What the oracle pays from slashed stake for a false fact, and to whom it goes.

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

use cosmwasm_std::{coin, Addr};
use cw20::{Cw20ExecuteMsg, Cw20ReceiveMsg, Denom};
use escrow::events::Compensated;
use escrow::ContractError;
use nft::NftError;
use support::*;
use testing::assert_err;
use types::escrow::*;

fn withdraw(world: &World) -> ExecuteMsg {
    ExecuteMsg::Withdraw { asset: world.asset.clone().into(), to: None }
}

/// With a sale that is presented, and an oracle that has 5,000.
fn world_with_stake(mut world: World) -> (World, Addr) {
    let terms = sale(&world);
    world.agree(&terms);
    world.present(1);
    world.endow_oracle(5_000);
    let oracle = world.oracle.clone();
    (world, oracle)
}

#[test]
fn the_last_owner_has_what_a_false_fact_took() {
    for world in World::both_secured() {
        let (mut world, oracle) = world_with_stake(world);
        let (seller, bank) = (world.seller.clone(), world.bank.clone());
        world.must(&seller, &transfer("1/1", &bank));
        // two days and a quarter of an hour late, it was said: all of the 20 % are lost
        world.fact(arrived(), happened(at(34 * DAY + 15 * MINUTE)));
        assert_eq!((world.gained(&bank), world.owner_of("1/1")), (5_600, None));
        let response = world.must_with(&oracle, &compensated(1, 1, 1_400), 1_400);
        let expected = Compensated { agreement: 1, milestone: 1, owner: bank.clone(), amount: amount(1_400) };
        assert_eq!(told::<Compensated>(&response), [expected]);
        assert_eq!((world.claimable(&bank), world.claimable(&seller)), (1_400, 0));
        world.must(&bank, &withdraw(&world));
        assert_eq!((world.gained(&bank), world.claimable(&bank)), (7_000, 0));
    }
}

#[test]
fn of_what_is_open_or_owed_the_present_owner_has_it() {
    let mut world = World::secured();
    let (buyer, seller, bank, carrier) =
        (world.buyer.clone(), world.seller.clone(), world.bank.clone(), world.carrier.clone());
    let terms = sale_of(&world, vec![pays(on(loaded()), 1_000), owes(on(arrived()), 500)]);
    world.agree(&terms);
    world.endow_oracle(5_000);
    let oracle = world.oracle.clone();
    world.present(1);
    world.fact(arrived(), happened(day(1)));
    world.must(&seller, &transfer("1/0", &bank));
    world.must(&seller, &transfer("1/1", &carrier));
    world.must_with(&oracle, &compensated(1, 0, 100), 100);
    world.must_with(&oracle, &compensated(1, 1, 200), 200);
    assert_eq!((world.claimable(&bank), world.claimable(&carrier)), (100, 200));
    world.must_with(&buyer, &pay_in(1, 1), 500);
    world.must_with(&oracle, &compensated(1, 1, 50), 50);
    assert_eq!(world.claimable(&carrier), 250);
    // closed, and still
    world.must(&buyer, &release(1, 0));
    assert_eq!(world.status(1), AgreementStatus::Closed);
    world.must_with(&oracle, &compensated(1, 0, 7), 7);
    assert_eq!(world.claimable(&bank), 107);
}

#[test]
fn a_contract_that_owned_it_withdraws_like_anybody() {
    let (mut world, oracle) = world_with_stake(World::secured());
    let (seller, pool) = (world.seller.clone(), world.contract());
    let bank = world.bank.clone();
    world.must(&seller, &transfer("1/0", pool.address()));
    world.fact(loaded(), happened(day(1)));
    world.must_with(&oracle, &compensated(1, 0, 30), 30);
    assert_eq!(world.claimable(pool.address()), 30);
    let to_bank = ExecuteMsg::Withdraw { asset: world.asset.clone().into(), to: Some(bank.to_string()) };
    world.must(pool.address(), &to_bank);
    assert_eq!(world.gained(&bank), 30);
}

#[test]
fn nobody_but_the_oracle_compensates() {
    for world in World::both_secured() {
        let (mut world, oracle) = world_with_stake(world);
        for sender in [&world.buyer, &world.seller, &world.stranger].map(Clone::clone) {
            let expected = ContractError::NotOracle { sender: sender.clone(), oracle: oracle.clone() };
            world.refused_with(&sender, &compensated(1, 0, 100), 100, expected);
        }
    }
    // a token that says the oracle sent it
    let (mut world, oracle) = world_with_stake(World::secured());
    let stranger = world.stranger.clone();
    let forged = ExecuteMsg::Receive(Cw20ReceiveMsg {
        sender: oracle.to_string(),
        amount: 100_u128.into(),
        msg: hook(&compensated(1, 0, 100)),
    });
    let expected =
        ContractError::OtherAsset { expected: world.asset.clone(), actual: Denom::Cw20(stranger.clone()) };
    world.refused(&stranger, &forged, expected);
}

#[test]
fn a_compensation_comes_with_its_money_exactly() {
    for world in World::both_secured() {
        let (mut world, oracle) = world_with_stake(world);
        let asset = world.asset.clone();
        for (said, came) in [(100, 99), (100, 101), (0, 5)] {
            let (expected, actual) = (amount(said), amount(came));
            let expected = ContractError::OtherAmount { asset: asset.clone(), expected, actual };
            world.refused_with(&oracle, &compensated(1, 0, said), came, expected);
        }
        for said in [0, 100] {
            let before = world.state();
            assert!(world.send(&oracle, &compensated(1, 0, said)).is_err());
            assert_eq!(world.state(), before);
        }
    }
    let (mut world, oracle) = world_with_stake(World::secured());
    world.chain.fund(&oracle, coin(500, "ueur"));
    let (expected, actual) = (world.asset.clone(), Denom::Native("ueur".to_owned()));
    let other = ContractError::OtherAsset { expected, actual };
    world.refused_with_coins(&oracle, &compensated(1, 0, 100), &[coin(100, "ueur")], other);
    let (mut world, oracle) = world_with_stake({
        let mut world = World::with_cw20();
        world.secure(1_500);
        world
    });
    let (other_token, msg) = (world.other_token.clone(), hook(&compensated(1, 0, 100)));
    let give = Cw20ExecuteMsg::Transfer { recipient: oracle.to_string(), amount: 100_u128.into() };
    let buyer = world.buyer.clone();
    world.chain.execute(&buyer, &other_token, &give, &[]).unwrap();
    let (expected, actual) = (world.asset.clone(), Denom::Cw20(other_token.clone()));
    assert_err(
        world.send_token(&oracle, &other_token, msg, 100),
        ContractError::OtherAsset { expected, actual },
    );
}

#[test]
fn parts_that_are_none_are_not_compensated() {
    let (mut world, oracle) = world_with_stake(World::secured());
    let second = 1_u64 << 48;
    for (reference, part) in [(1, 2), (1, 255), (second | 1, 0), (u64::MAX - (second - 1) + 1, 0)] {
        let expected = ContractError::UnknownPart { reference, part };
        world.refused_with(&oracle, &compensated(reference, part, 5), 5, expected);
    }
    for (reference, agreement) in [(0, 0), (9, 9), (u64::MAX, second - 1)] {
        let expected = ContractError::UnknownAgreement { agreement };
        world.refused_with(&oracle, &compensated(reference, 0, 5), 5, expected);
    }
    // one that was only proposed has no receivables yet
    let (seller, terms) = (world.seller.clone(), sale(&world));
    world.must(&seller, &propose(&terms, world.now_plus(DAY)));
    let expected = NftError::UnknownToken { token_id: "2/0".to_owned() };
    world.refused_with(&oracle, &compensated(2, 0, 5), 5, expected);
    // nor has one on a feed that takes no reservations any part
    let mut world = World::agreed(sale);
    world.endow_oracle(10);
    let oracle = world.oracle.clone();
    let expected = ContractError::UnknownPart { reference: 1, part: 0 };
    world.refused_with(&oracle, &compensated(1, 0, 5), 5, expected);
}

/// It is the oracle's to pay once; here money that comes is whose it is, and none is lost.
#[test]
fn what_comes_twice_is_owed_twice() {
    let (mut world, oracle) = world_with_stake(World::secured());
    let seller = world.seller.clone();
    for _ in 0..2 {
        world.must_with(&oracle, &compensated(1, 0, 10), 10);
    }
    assert_eq!((world.claimable(&seller), world.owed(&world.asset)), (20, 10_020));
}
