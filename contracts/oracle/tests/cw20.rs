//! A secured feed of a cw20: stake, fees, bonds, slashing and burning are all its tokens.

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

use cosmwasm_std::{coin, to_json_binary, Addr};
use cw20::{Cw20ExecuteMsg, Cw20ReceiveMsg, Denom};
use cw_multi_test::{error::AnyResult, AppResponse};
use oracle::events::{BurnFailed, Burned};
use oracle::ContractError;
use payments::PaymentsError;
use support::secured::*;
use support::*;
use testing::{events, refusal};
use types::denom::UncheckedDenom;
use types::oracle::ExposureKind::Time as OnTime;
use types::oracle::*;

/// Everybody, on a feed of this token. `s.world.stranger` has some of it as well.
struct Stage {
    s: Secured,
    token: Addr,
}

const FEED_OF_TOKEN: u32 = 2;

impl Stage {
    /// With a token of the trade, which can be burned, or with one that cannot.
    fn set(can_burn: bool) -> Self {
        let mut s = Secured::new();
        let who = [s.consumer.clone(), s.challenger.clone(), s.world.stranger.clone()];
        let operators = s.world.operators();
        let all: Vec<&Addr> = who.iter().chain(&operators).collect();
        let token = if can_burn {
            let token =
                s.world.chain.cw20("USDX", &all.iter().map(|who| (*who, 1_000_000)).collect::<Vec<_>>());
            let (owner, asset) = (s.world.owner.clone(), UncheckedDenom::Cw20(token.to_string()));
            s.world.must(&owner, &ExecuteMsg::AdmitAsset { asset });
            token
        } else {
            all.iter().for_each(|who| s.world.token.mint(&mut s.world.chain, who, 1_000_000));
            s.world.token.address.clone()
        };
        let mut stage = Self { s, token };
        for operator in &operators {
            stage.sends(operator, 4 * STAKE, &Cw20Hook::Bond {}).unwrap();
        }
        let asset = UncheckedDenom::Cw20(stage.token.to_string());
        let s = &mut stage.s;
        let security = security(&[(&s.consumer, 10_000)], &s.adjudicator, &s.treasury);
        let operators = operators.iter().map(ToString::to_string).collect();
        let security = Some(Box::new(security));
        let kind = FeedKind::Staked { asset, min_pledge: units(1_000), operators, security };
        s.world.create(kind, FeedRules { deposit: None, ..rules() });
        for reporter in 1..=9 {
            let (operator, amount) = (s.world.operator(reporter), units(STAKE));
            s.world.must(&operator, &ExecuteMsg::Pledge { feed: FEED_OF_TOKEN, reporter, amount });
        }
        let collection = s.world.collection.address().clone();
        let (token_id, refund_to, until) = (word("B"), s.payer.to_string(), s.day(90));
        let questions = vec![departure(), arrival()];
        let ask = ExecuteMsg::Ask { token_id, feed: FEED_OF_TOKEN, questions, refund_to, until };
        s.world.must(&collection, &ask);
        stage
    }

    fn sends(&mut self, from: &Addr, amount: u128, hook: &Cw20Hook) -> AnyResult<AppResponse> {
        let token = self.token.clone();
        self.sends_of(&token, from, amount, hook)
    }

    fn sends_of(
        &mut self,
        token: &Addr,
        from: &Addr,
        amount: u128,
        hook: &Cw20Hook,
    ) -> AnyResult<AppResponse> {
        let (contract, msg) = (self.s.world.oracle.to_string(), to_json_binary(hook).unwrap());
        let send = Cw20ExecuteMsg::Send { contract, amount: amount.into(), msg };
        self.s.world.chain.execute(from, token, &send, &[])
    }

    fn balance(&self, who: &Addr) -> u128 {
        self.s.world.chain.balance(&Denom::Cw20(self.token.clone()), who)
    }

    fn reserves(&self, amount: u128) -> ReserveMsg {
        let part = self.s.part(amount, OnTime, 1);
        let ExecuteMsg::Reserve(msg) = self.s.reserve_msg(1, vec![part]) else { unreachable!() };
        ReserveMsg { feed: FEED_OF_TOKEN, asset: UncheckedDenom::Cw20(self.token.to_string()), ..msg }
    }

    fn round(&self) -> RoundRef {
        let mut round = self.s.round(departure(), 0);
        round.subject.token_id = word("B");
        round
    }

    fn settles(&mut self) {
        let RoundRef { subject, round } = self.round();
        let sign = |n| self.s.world.signed_for(n, FEED_OF_TOKEN, &subject, round, happened(hour(10)));
        let reports = (1..=9).map(sign).collect();
        self.s.anyone(&ExecuteMsg::Report { subject, round, reports });
    }

    fn challenge(&self) -> Cw20Hook {
        Cw20Hook::Challenge { round: self.round(), claim: None, evidence: None }
    }

    fn binds(&mut self) {
        let ExecuteMsg::Bind { reference, collection, parts, .. } = self.s.bind_msg(1, &[(0, departure())])
        else {
            unreachable!()
        };
        let msg = ExecuteMsg::Bind { reference, collection, token_id: word("B"), parts };
        let consumer = self.s.consumer.clone();
        self.s.world.must(&consumer, &msg);
    }

    #[track_caller]
    fn assert_conserved(&self) {
        let asset = UncheckedDenom::Cw20(self.token.to_string());
        assert_eq!(self.balance(&self.s.world.oracle), self.s.world.owed(asset));
        self.s.assert_conserved();
    }
}

#[test]
fn fees_bonds_and_slashed_stake_are_the_feeds_tokens() {
    let mut stage = Stage::set(true);
    let (consumer, challenger) = (stage.s.consumer.clone(), stage.s.challenger.clone());
    let hook = Cw20Hook::Reserve(stage.reserves(10_000));
    stage.sends(&consumer, 30, &hook).unwrap();
    stage.binds();
    stage.settles();
    let (hook, before) = (stage.challenge(), stage.balance(&challenger));
    stage.sends(&challenger, 500, &hook).unwrap();
    stage.assert_conserved();
    let ruling = Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Falsification };
    let adjudicator = stage.s.adjudicator.clone();
    let rule = ExecuteMsg::Rule { round: stage.round(), ruling };
    stage.s.world.must(&adjudicator, &rule);
    assert_eq!(stage.balance(&challenger), before + 135_000);
    assert_eq!((stage.balance(&adjudicator), stage.balance(&stage.s.treasury)), (22_500, 22_530));
    let compensate = ExecuteMsg::Compensate {
        round: stage.round(),
        consumer: consumer.to_string(),
        reference: 1,
        part: 0,
    };
    stage.s.anyone(&compensate);
    assert_eq!(stage.balance(&stage.s.payer), 10_000);
    stage.s.pass(UNBONDING);
    let burn = ExecuteMsg::BurnKept { feed: FEED_OF_TOKEN, reporters: (1..=9).collect() };
    let response = stage.s.anyone(&burn);
    let burned = Burned::try_from(events(&response, Burned::TYPE)[0]).unwrap();
    assert_eq!(burned, Burned { feed: FEED_OF_TOKEN, amount: units(260_000) });
    assert!(events(&response, BurnFailed::TYPE).is_empty());
    stage.assert_conserved();
}

/// The ruling stands; what should have been destroyed stays here, and is nobody's.
#[test]
fn a_token_that_cannot_be_burned_holds_up_no_ruling() {
    let mut stage = Stage::set(false);
    stage.settles();
    let (challenger, hook) = (stage.s.challenger.clone(), stage.challenge());
    stage.sends(&challenger, 500, &hook).unwrap();
    let adjudicator = stage.s.adjudicator.clone();
    let rule = ExecuteMsg::Rule { round: stage.round(), ruling: Ruling::Upheld {} };
    let response = stage.s.world.must(&adjudicator, &rule);
    let failed = BurnFailed::try_from(events(&response, BurnFailed::TYPE)[0]).unwrap();
    assert_eq!(failed, BurnFailed { asset: Denom::Cw20(stage.token.clone()), amount: units(250) });
    assert_eq!(stage.balance(&adjudicator), 250);
    let owed = stage.s.world.owed(UncheckedDenom::Cw20(stage.token.to_string()));
    assert_eq!(stage.balance(&stage.s.world.oracle), owed + 250);
}

/// A token that stops moving stops no ruling: what could not be paid is claimable, by everybody who was to be paid.
#[test]
fn whoever_cannot_be_paid_claims_later() {
    let mut stage = Stage::set(false);
    let consumer = stage.s.consumer.clone();
    let mut msg = stage.reserves(10_000);
    msg.too_early = consumer.to_string();
    stage.sends(&consumer, 30, &Cw20Hook::Reserve(msg)).unwrap();
    stage.binds();
    stage.settles();
    let (challenger, hook) = (stage.s.challenger.clone(), stage.challenge());
    stage.sends(&challenger, 500, &hook).unwrap();
    stage.s.world.token.refuse(&mut stage.s.world.chain, true);
    let ruling = Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Falsification };
    let (adjudicator, treasury) = (stage.s.adjudicator.clone(), stage.s.treasury.clone());
    let rule = ExecuteMsg::Rule { round: stage.round(), ruling };
    stage.s.world.must(&adjudicator, &rule);
    let compensate = ExecuteMsg::Compensate {
        round: stage.round(),
        consumer: consumer.to_string(),
        reference: 1,
        part: 0,
    };
    stage.s.anyone(&compensate);
    let asset = UncheckedDenom::Cw20(stage.token.to_string());
    let world = &stage.s.world;
    let claims =
        [&challenger, &adjudicator, &treasury, &consumer].map(|who| world.claimable(who, asset.clone()));
    assert_eq!(claims, [135_500, 22_500, 22_530, 10_000]);
    stage.assert_conserved();
    stage.s.world.token.refuse(&mut stage.s.world.chain, false);
    let before = stage.balance(&challenger);
    stage.s.world.must(&challenger, &withdraw(asset));
    assert_eq!(stage.balance(&challenger), before + 135_500);
    stage.assert_conserved();
}

/// What a consumer is sent for somebody it knows comes with the notice, and if it refuses that, it claims it.
#[test]
fn a_consumer_is_told_with_the_money_or_claims_it() {
    let mut s = Secured::new();
    let parts = [s.part(6_000, OnTime, 1), s.part(4_000, OnTime, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    let truth = happened(hour(9));
    s.rule(departure(), 0, Ruling::Overturned { truth, fault: Fault::Falsification });
    let consumer = testing::Stranger::at(&s.consumer);
    let (told, before) = (consumer.received(&s.world.chain).len(), s.world.usd_of(&s.consumer));
    let compensate = |s: &Secured, part| ExecuteMsg::Compensate {
        round: s.round(departure(), 0),
        consumer: s.consumer.to_string(),
        reference: 1,
        part,
    };
    let msg = compensate(&s, 0);
    s.anyone(&msg);
    let received = consumer.received(&s.world.chain);
    let types::notice::Notification::Compensated(notice) = received[told].json() else { panic!() };
    assert_eq!((notice.reference, notice.part, notice.amount.get()), (1, 0, 6_000));
    assert_eq!(received[told].funds, [coin(6_000, "uusd")]);
    consumer.refuse(&mut s.world.chain);
    let msg = compensate(&s, 1);
    s.anyone(&msg);
    assert_eq!(s.world.usd_of(&s.consumer), before + 6_000);
    assert_eq!(s.world.claimable(&s.consumer, usd()), 4_000);
    s.assert_conserved();
}

#[test]
fn wrong_tokens_and_amounts_buy_nothing() {
    let mut stage = Stage::set(true);
    let (consumer, challenger) = (stage.s.consumer.clone(), stage.s.challenger.clone());
    stage.settles();
    let (room, case) = (Cw20Hook::Reserve(stage.reserves(10_000)), stage.challenge());
    for (amount, due) in [(29, 30), (31, 30), (10_000, 30)] {
        let paid_in = ContractError::PaidIn { token: stage.token.clone(), amount: units(due) };
        testing::assert_err(stage.sends(&consumer, amount, &room), paid_in);
    }
    for amount in [499, 501] {
        let paid_in = ContractError::PaidIn { token: stage.token.clone(), amount: units(500) };
        testing::assert_err(stage.sends(&challenger, amount, &case), paid_in);
    }
    // Admitted, and not this feed's.
    let other = stage.s.world.token.address.clone();
    for who in [&consumer, &challenger] {
        stage.s.world.token.mint(&mut stage.s.world.chain, who, 1_000);
    }
    let not_its = ContractError::PaidIn { token: stage.token.clone(), amount: units(500) };
    testing::assert_err(stage.sends_of(&other, &challenger, 500, &case), not_its);
    let not_its = ContractError::PaidIn { token: stage.token.clone(), amount: units(30) };
    testing::assert_err(stage.sends_of(&other, &consumer, 30, &room), not_its);
    // A native feed takes no tokens.
    let native = Cw20Hook::Challenge { round: stage.s.round(departure(), 0), claim: None, evidence: None };
    stage.s.world.settle(departure(), 0, happened(hour(10)));
    let none = ContractError::PaidIn { token: stage.token.clone(), amount: units(0) };
    testing::assert_err(stage.sends(&challenger, 500, &native), none);
    // Coins where tokens are due.
    let reserve = ExecuteMsg::Reserve(stage.reserves(10_000));
    for funds in [vec![coin(30, "uusd")], vec![]] {
        let paid_in = ContractError::PaidIn { token: stage.token.clone(), amount: units(30) };
        stage.s.world.refused_with(&consumer, &reserve, &funds, paid_in);
    }
    // A token of nobody's, and somebody who says he is one.
    let fake = stage.s.world.chain.cw20("FAKE", &[(&challenger, 1_000)]);
    let not_admitted = refusal(stage.sends_of(&fake, &challenger, 500, &case));
    assert!(matches!(not_admitted, ContractError::Payments(PaymentsError::AssetNotAdmitted { .. })));
    let msg = to_json_binary(&stage.challenge()).unwrap();
    let said =
        ExecuteMsg::Receive(Cw20ReceiveMsg { sender: challenger.to_string(), amount: 500_u128.into(), msg });
    let result = stage.s.world.send(&challenger, &said);
    assert!(matches!(refusal(result), ContractError::Payments(PaymentsError::AssetNotAdmitted { .. })));
    stage.assert_conserved();
}

/// It is admitted, and keeps part of what it says it moved: nothing comes of it.
#[test]
fn a_token_that_moves_less_than_it_says_buys_no_room() {
    let mut stage = Stage::set(false);
    let (consumer, room) = (stage.s.consumer.clone(), Cw20Hook::Reserve(stage.reserves(10_000)));
    stage.s.world.token.keep_a_fee(&mut stage.s.world.chain, 1);
    let error = refusal(stage.sends(&consumer, 30, &room));
    assert!(matches!(error, ContractError::NotExact { .. }), "{error}");
    stage.assert_conserved();
}
