//! Money that comes with a message: exactly what is due, in the asset of the agreement, or the message is refused.

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

use cosmwasm_std::testing::{mock_env, MockApi, MockQuerier, MockStorage};
use cosmwasm_std::{coin, Addr, BlockInfo, Coin, MessageInfo, OwnedDeps, Response, Storage};
use cw20::{BalanceResponse, Cw20QueryMsg, Cw20ReceiveMsg, Denom};
use escrow::ContractError;
use guard::PaymentError;
use payments::PaymentsError;
use support::*;
use testing::{assert_err, refusal};
use types::escrow::{ExecuteMsg, Terms};

/// Agreement 1: an open prefunded and an open deferred milestone, and a debt. Agreement 2: a proposal of the seller's.
fn stage(mut world: World) -> (World, Terms) {
    let surveyor = world.surveyor.clone();
    let open = || approved_by(&World::new().bank);
    let terms =
        sale_of(&world, vec![pays(open(), 100), owes(open(), 200), owes(approved_by(&surveyor), 300)]);
    world.agree(&terms);
    world.must(&surveyor, &approve_milestone(1, 2));
    let second = Terms { invoice: types::digest::Digest::of(b"second"), ..terms };
    let seller = world.seller.clone();
    world.must(&seller, &propose(&second, day(1)));
    (world, second)
}

/// Every message that takes money, what it takes, and whether any amount will do.
fn paying(second: &Terms) -> [(ExecuteMsg, u128, bool); 5] {
    [
        (propose(second, day(1)), 100, false),
        (accept(2, second), 100, false),
        (release(1, 1), 200, false),
        (top_up(1, 0), 5, true),
        (pay_in(1, 2), 300, true),
    ]
}

#[test]
fn each_takes_what_is_due_in_either_kind_of_asset() {
    for world in World::both() {
        let (mut world, second) = stage(world);
        let buyer = world.buyer.clone();
        for (msg, units, _) in paying(&second) {
            world.must_with(&buyer, &msg, units);
        }
        assert_eq!(world.gained(&buyer), -100 - 100 - 100 - 200 - 5 - 300);
        assert_eq!(world.gained(&world.seller), 200 + 300);
    }
}

#[test]
fn no_wrong_extra_or_other_coins() {
    let (mut world, second) = stage(World::new());
    let (buyer, asset) = (world.buyer.clone(), world.asset.clone());
    for (msg, units, any_amount) in paying(&second) {
        let none = PaymentError::NoFunds { expected: None };
        world.refused_with_coins(&buyer, &msg, &[], none);
        let wrong = [coin(units, "ueur")];
        let actual = Denom::Native("ueur".to_owned());
        let other = ContractError::OtherAsset { expected: asset.clone(), actual };
        world.refused_with_coins(&buyer, &msg, &wrong, other);
        let actual = vec![coin(1, "ueur"), coin(units, "uusd")];
        let extra = PaymentError::SeveralCoins { expected: None, actual: actual.clone() };
        world.refused_with_coins(&buyer, &msg, &actual, extra);
        for actual in [units - 1, units + 1].into_iter().filter(|_| !any_amount) {
            let (asset, expected, units) = (asset.clone(), amount(units), actual);
            let actual = amount(actual);
            let other = ContractError::OtherAmount { asset, expected, actual };
            world.refused_with_coins(&buyer, &msg, &[coin(units, "uusd")], other);
        }
    }
    let too_much = ContractError::MoreThanOutstanding { outstanding: amount(300), actual: amount(301) };
    world.refused_with(&buyer, &pay_in(1, 2), 301, too_much);
}

/// The bank of a chain sends no coin of nothing and none twice; the contract does not count on it.
#[test]
fn no_coins_of_nothing_and_none_twice() {
    let (world, second) = stage(World::new());
    let buyer = world.buyer.clone();
    for (msg, units, _) in paying(&second).into_iter().skip(1) {
        let none = PaymentError::NoFunds { expected: None };
        assert_eq!(entry(&world, &buyer, &[coin(0, "uusd")], msg.clone()), Err(none.into()));
        let actual = vec![coin(units, "uusd"), coin(units, "uusd")];
        let twice = PaymentError::SeveralCoins { expected: None, actual: actual.clone() };
        assert_eq!(entry(&world, &buyer, &actual, msg), Err(twice.into()));
    }
}

#[test]
fn a_prefunded_release_takes_no_money() {
    let (mut world, _) = stage(World::new());
    let buyer = world.buyer.clone();
    let actual = vec![coin(100, "uusd")];
    world.refused_with(&buyer, &release(1, 0), 100, PaymentError::NotPayable { actual });
    let (mut world, _) = stage(World::with_cw20());
    let (asset, expected, actual) = (world.asset.clone(), amount(0), amount(100));
    let other = ContractError::OtherAmount { asset, expected, actual };
    world.refused_with(&buyer, &release(1, 0), 100, other);
    // it is free in either asset
    world.must(&buyer, &release(1, 0));
}

#[test]
fn an_admitted_token_of_another_agreement_is_the_wrong_one() {
    let (mut world, second) = stage(World::with_cw20());
    let (buyer, other) = (world.buyer.clone(), world.other_token.clone());
    for (msg, units, _) in paying(&second) {
        let before = world.state();
        let (expected, actual) = (world.asset.clone(), Denom::Cw20(other.clone()));
        let sent = world.send_token(&buyer, &other, hook(&msg), units);
        assert_err(sent, ContractError::OtherAsset { expected, actual });
        // nor are coins the token
        let (expected, actual) = (world.asset.clone(), Denom::Native("uusd".to_owned()));
        let expected = ContractError::OtherAsset { expected, actual };
        world.refused_with_coins(&buyer, &msg, &[coin(units, "uusd")], expected);
        assert_eq!(world.state(), before);
    }
}

#[test]
fn any_amount_but_what_is_due_of_the_right_token_is_refused() {
    let (mut world, second) = stage(World::with_cw20());
    let buyer = world.buyer.clone();
    for (msg, units, any_amount) in paying(&second) {
        for wrong in [units - 1, units + 1].into_iter().filter(|_| !any_amount) {
            let (asset, expected, actual) = (world.asset.clone(), amount(units), amount(wrong));
            world.refused_with(&buyer, &msg, wrong, ContractError::OtherAmount { asset, expected, actual });
        }
    }
}

const MUCH: u128 = 10_u128.pow(30);

/// Says that `victim` sent it so much.
fn announces(victim: &Addr, units: u128, msg: &ExecuteMsg) -> ExecuteMsg {
    let (sender, amount) = (victim.to_string(), units.into());
    ExecuteMsg::Receive(Cw20ReceiveMsg { sender, amount, msg: hook(msg) })
}

#[test]
fn a_stranger_that_says_it_is_a_token_is_not_believed() {
    for world in World::both() {
        let (mut world, second) = stage(world);
        let (buyer, asset) = (world.buyer.clone(), world.asset.clone());
        let fake = world.chain.recorder().address().clone();
        let other =
            || ContractError::OtherAsset { expected: asset.clone(), actual: Denom::Cw20(fake.clone()) };
        for (msg, _, _) in paying(&second) {
            for units in [0, 1, MUCH] {
                world.refused(&fake, &announces(&buyer, units, &msg), other());
            }
        }
        // nor is a release that takes no money, or a proposal of nothing but debts
        world.refused(&fake, &announces(&buyer, MUCH, &release(1, 0)), other());
        world.refused(&fake, &announces(&buyer, 0, &release(1, 0)), other());
        let debts = Terms { milestones: vec![owes(on(loaded()), 1)], ..second.clone() };
        world.refused(&fake, &announces(&buyer, 0, &propose(&debts, day(1))), other());
        // nor one that settles in the fake itself
        let own = Terms { asset: Denom::Cw20(fake.clone()).into(), ..second };
        let error = refusal(world.send(&fake, &announces(&buyer, MUCH, &propose(&own, day(1)))));
        assert!(matches!(error, ContractError::Payments(PaymentsError::AssetNotAdmitted { .. })));
    }
}

#[test]
fn people_send_no_receive() {
    let (mut world, second) = stage(World::with_cw20());
    let (buyer, stranger) = (world.buyer.clone(), world.stranger.clone());
    for (msg, units, _) in paying(&second) {
        let (expected, actual) = (world.asset.clone(), Denom::Cw20(stranger.clone()));
        let other = ContractError::OtherAsset { expected, actual };
        world.refused(&stranger, &announces(&buyer, units, &msg), other);
    }
}

#[test]
fn a_token_that_moves_less_than_it_says_is_refused_at_the_door() {
    let mut world = World::new();
    let (owner, buyer, seller) = (world.owner.clone(), world.buyer.clone(), world.seller.clone());
    let skimmer = world.token_that_says(0);
    world.must(&owner, &ExecuteMsg::AdmitAsset { asset: Denom::Cw20(skimmer.clone()).into() });
    let terms = Terms { asset: Denom::Cw20(skimmer.clone()).into(), ..sale(&world) };
    let announced = amount(10_000);
    world.balance_is(&skimmer, 9_999);
    let proposal = announces(&buyer, 10_000, &propose(&terms, day(1)));
    world.refused(&skimmer, &proposal, ContractError::Inexact { announced });
    world.balance_is(&skimmer, 10_000);
    world.send(&skimmer, &proposal).unwrap();
    // what is owed already does not count twice
    world.refused(&skimmer, &proposal, ContractError::Inexact { announced });
    world.send(&seller, &accept(1, &terms)).unwrap();
    let more = announces(&buyer, 5, &top_up(1, 0));
    world.refused(&skimmer, &more, ContractError::Inexact { announced: amount(5) });
    world.balance_is(&skimmer, 10_005);
    world.send(&skimmer, &more).unwrap();
    assert_eq!(world.owed(&Denom::Cw20(skimmer)), 10_005);
}

#[test]
fn coins_do_not_come_with_a_token() {
    let (mut world, _) = stage(World::with_cw20());
    let (buyer, token) = (world.buyer.clone(), world.token.clone());
    let actual = vec![coin(3, "uusd")];
    world.chain.fund(&token, coin(3, "uusd"));
    let msg = announces(&buyer, 5, &top_up(1, 0));
    let expected = ContractError::CoinsWithToken { actual: actual.clone() };
    world.refused_with_coins(&token, &msg, &actual, expected);
}

#[test]
fn what_a_token_says_it_is_for_must_be_one_of_the_messages_that_take_money() {
    let (mut world, _) = stage(World::with_cw20());
    let (buyer, token) = (world.buyer.clone(), world.token.clone());
    for msg in [&b"{}"[..], b"", br#"{"relinquish":{"agreement":1,"milestone":0}}"#, br#"{"pause":{}}"#] {
        let before = world.state();
        let error = refusal(world.send_token(&buyer, &token, msg.into(), 5));
        assert!(matches!(error, ContractError::Std(_)), "{error:?}");
        assert_eq!(world.state(), before);
    }
}

#[test]
fn a_donation_is_nobodys_and_harms_nobody() {
    let mut world = World::presented(sale);
    let (stranger, escrow, seller) = (world.stranger.clone(), world.escrow.clone(), world.seller.clone());
    world.chain.send(&stranger, &escrow, coin(77, "uusd")).unwrap();
    assert_eq!((world.owed(&world.asset), world.balance(&escrow)), (10_000, 10_077));
    world.send(&seller, &relinquish(1, 0)).unwrap();
    assert_eq!((world.owed(&world.asset), world.balance(&escrow)), (8_000, 8_077));
}

impl World {
    /// A contract that answers for balances, and says that the escrow has so much.
    fn token_that_says(&mut self, units: u128) -> Addr {
        let token = self.peer();
        self.balance_is(&token, units);
        token
    }

    fn balance_is(&mut self, token: &Addr, units: u128) {
        let question = Cw20QueryMsg::Balance { address: self.escrow.to_string() };
        self.peer_answers(token, &question, &BalanceResponse { balance: units.into() });
    }
}

/// The entry point on a copy of the state, without a bank before it.
fn entry(world: &World, sender: &Addr, funds: &[Coin], msg: ExecuteMsg) -> Result<Response, ContractError> {
    let mut storage = MockStorage::new();
    for (key, value) in world.state() {
        storage.set(&key, &value);
    }
    let api = MockApi::default().with_prefix(testing::ADDRESS_PREFIX);
    let mut deps = OwnedDeps {
        storage,
        api,
        querier: MockQuerier::default(),
        custom_query_type: std::marker::PhantomData::<cosmwasm_std::Empty>,
    };
    let mut env = mock_env();
    env.block = BlockInfo { ..world.chain.block() };
    env.contract.address = world.escrow.clone();
    let info = MessageInfo { sender: sender.clone(), funds: funds.to_vec() };
    escrow::contract::execute(deps.as_mut(), env, info, msg)
}
