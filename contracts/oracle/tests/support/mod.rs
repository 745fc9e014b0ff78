//! A chain with the contract on it, a collection that asks, and nine reporters of five operators.

#![allow(dead_code, unused_imports, reason = "every test file uses a part")]

mod papers;
pub mod reference;
mod reporters;
pub mod secured;
pub mod series;
pub mod token;

pub use papers::*;
pub use reporters::{public_key as reporter_key, Reporter, CLASSES};
pub use token::Token;

use cosmwasm_std::{coin, to_json_binary, Addr, Coin, Record};
use cw20::Denom;
use cw_multi_test::{error::AnyResult, AppResponse, ContractWrapper};
use numeric::{Amount, Seconds, UnixTime};
use oracle::ContractError;
use serde::de::DeserializeOwned;
use testing::{assert_err, Chain, Stranger};
use types::denom::UncheckedDenom;
use types::journey::{MilestoneRef, Outcome, Standing, Subject};
use types::oracle::*;

pub const HOUR: u64 = 3_600;
pub const DAY: u64 = 24 * HOUR;
/// How long unbonding takes here.
pub const UNBONDING: u64 = 21 * DAY;
/// How long a notice of unpledging runs here.
pub const NOTICE: u64 = 14 * DAY;
/// How long a round collects here.
pub const COLLECTION: u64 = HOUR;
/// How long a fact takes corrections here.
pub const CORRECTION: u64 = 7 * DAY;
/// The feed of most tests.
pub const FEED: u32 = 1;
/// What each reporter is pledged there.
pub const PLEDGE: u128 = 100;
/// What a question costs there.
pub const DEPOSIT: u128 = 10;
/// What each operator has bonded in the native asset.
pub const BOND: u128 = 1_000;

/// Everybody.
pub struct World {
    pub chain: Chain,
    pub oracle: Addr,
    pub owner: Addr,
    pub guardian: Addr,
    /// Who creates feeds.
    pub creator: Addr,
    pub stranger: Addr,
    /// Where deposits go.
    pub carrier: Addr,
    /// The contract that asks. It takes what it is told.
    pub collection: Stranger,
    /// An admitted cw20 that does as it is told.
    pub token: Token,
    /// Enrolled, by number from 1: reporter 1 is `reporters[0]`.
    pub reporters: Vec<Reporter>,
}

impl World {
    /// The contract, set up, with two assets admitted; nobody has done anything.
    pub fn new() -> Self {
        let mut chain = Chain::new();
        let [owner, guardian, creator, stranger, carrier] =
            ["owner", "guardian", "creator", "stranger", "carrier"].map(|name| chain.actor(name));
        let token = Token::new(&mut chain);
        let collection = chain.recorder();
        let code_id = code(&mut chain);
        let msg = InstantiateMsg {
            owner: owner.to_string(),
            guardian: Some(guardian.to_string()),
            unbonding: Seconds::new(UNBONDING).unwrap(),
            assets: vec![usd(), token.asset()],
        };
        let oracle = chain.instantiate(code_id, &owner, &msg).unwrap();
        let reporters = Reporter::nine(&chain);
        for who in [collection.address(), &stranger].into_iter().chain(operators(&reporters)) {
            chain.fund(who, coin(10_000, "uusd"));
        }
        Self { chain, oracle, owner, guardian, creator, stranger, carrier, collection, token, reporters }
    }

    /// With nine reporters enrolled and their operators bonded.
    pub fn with_reporters() -> Self {
        let mut world = Self::new();
        for i in 0..world.reporters.len() {
            let Reporter { operator, class, .. } = &world.reporters[i];
            let (operator, class, key) = (operator.clone(), *class, world.reporters[i].key());
            world.must(&operator, &ExecuteMsg::EnrolReporter { key, class });
        }
        for operator in world.operators() {
            world.bond(&operator, BOND);
        }
        world
    }

    /// With a staked feed on which each of the nine has a seat of the same weight.
    pub fn with_feed() -> Self {
        let mut world = Self::with_reporters();
        world.create(staked(&world), rules());
        for number in 1..=9 {
            world.pledge(number, PLEDGE);
        }
        world.chain.advance(DAY);
        world
    }

    /// With two questions asked about the token.
    pub fn with_questions() -> Self {
        let mut world = Self::with_feed();
        world.ask(&[departure(), arrival()]);
        world
    }

    /// Sends a message.
    pub fn send(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AnyResult<AppResponse> {
        self.chain.execute(sender, &self.oracle, msg, &[])
    }

    /// Sends a message that must succeed.
    #[track_caller]
    pub fn must(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AppResponse {
        self.must_with(sender, msg, &[])
    }

    /// The same with money.
    #[track_caller]
    pub fn must_with(&mut self, sender: &Addr, msg: &ExecuteMsg, funds: &[Coin]) -> AppResponse {
        self.chain
            .execute(sender, &self.oracle, msg, funds)
            .unwrap_or_else(|error| panic!("{msg:?} was refused: {error:#}"))
    }

    /// Sends a message that must be refused with this error, and change nothing.
    #[track_caller]
    pub fn refused(&mut self, sender: &Addr, msg: &ExecuteMsg, expected: impl Into<ContractError>) {
        self.refused_with(sender, msg, &[], expected);
    }

    /// The same with money.
    #[track_caller]
    pub fn refused_with(
        &mut self,
        sender: &Addr,
        msg: &ExecuteMsg,
        funds: &[Coin],
        expected: impl Into<ContractError>,
    ) {
        let before = self.state();
        assert_err(self.chain.execute(sender, &self.oracle, msg, funds), expected.into());
        assert_eq!(self.state(), before, "a refused message changed state");
    }

    /// All the contract has stored.
    pub fn state(&self) -> Vec<Record> {
        self.chain.state_of(&self.oracle)
    }

    pub fn query<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.oracle, msg).unwrap()
    }

    pub fn now(&self) -> UnixTime {
        at(self.chain.now())
    }

    /// The five operators.
    pub fn operators(&self) -> Vec<Addr> {
        operators(&self.reporters).cloned().collect()
    }

    /// Whose reporter it is.
    pub fn operator(&self, number: u32) -> Addr {
        self.reporter(number).operator.clone()
    }

    pub fn reporter(&self, number: u32) -> &Reporter {
        &self.reporters[number as usize - 1]
    }

    // Stake and seats

    #[track_caller]
    pub fn bond(&mut self, operator: &Addr, amount: u128) {
        self.must_with(operator, &ExecuteMsg::Bond {}, &[coin(amount, "uusd")]);
    }

    #[track_caller]
    pub fn create(&mut self, kind: FeedKind, rules: FeedRules) -> AppResponse {
        let creator = self.creator.clone();
        self.must(&creator, &ExecuteMsg::CreateFeed { kind, rules })
    }

    #[track_caller]
    pub fn pledge(&mut self, number: u32, amount: u128) -> AppResponse {
        let operator = self.operator(number);
        self.must(&operator, &pledge(number, amount))
    }

    #[track_caller]
    pub fn unpledge(&mut self, number: u32, amount: u128) -> AppResponse {
        let operator = self.operator(number);
        self.must(&operator, &unpledge(number, amount))
    }

    pub fn stake(&self, operator: &Addr, asset: UncheckedDenom) -> StakeResponse {
        self.query(&QueryMsg::Stake { operator: operator.to_string(), asset })
    }

    pub fn feed(&self, feed: u32) -> FeedResponse {
        self.query(&QueryMsg::Feed { feed })
    }

    /// What a reporter weighs on the feed of most tests.
    pub fn weight(&self, number: u32) -> u128 {
        let committee = self.feed(FEED).committee;
        committee.iter().find(|seat| seat.reporter == number).map_or(0, |seat| seat.weight.get())
    }

    // Questions and rounds

    /// The collection asks about the token, with the deposits.
    #[track_caller]
    pub fn ask(&mut self, questions: &[MilestoneRef]) -> AppResponse {
        let msg = ask(self, questions);
        let funds = [coin(DEPOSIT * questions.len() as u128, "uusd")];
        let collection = self.collection.address().clone();
        self.must_with(&collection, &msg, &funds)
    }

    /// The collection wants to know of these dates.
    #[track_caller]
    pub fn cutoffs(&mut self, milestone: MilestoneRef, cutoffs: &[UnixTime]) -> AppResponse {
        let cutoffs = cutoffs.iter().map(|cutoff| Cutoff { milestone, cutoff: *cutoff }).collect();
        let collection = self.collection.address().clone();
        self.must(&collection, &ExecuteMsg::AddCutoffs { token_id: token_id(), cutoffs })
    }

    pub fn subject(&self, milestone: MilestoneRef) -> Subject {
        Subject { collection: self.collection.address().to_string(), token_id: token_id(), milestone }
    }

    /// A reporter's signed word about the token, now.
    pub fn signed(&self, number: u32, milestone: MilestoneRef, round: u32, outcome: Outcome) -> SignedReport {
        self.signed_for(number, FEED, &self.subject(milestone), round, outcome)
    }

    pub fn signed_for(
        &self,
        number: u32,
        feed: u32,
        subject: &Subject,
        round: u32,
        outcome: Outcome,
    ) -> SignedReport {
        let round = subject_digest(testing::CHAIN_ID, self.oracle.as_str(), feed, subject, round);
        self.reporter(number).sign(number, &round, outcome, self.now())
    }

    /// The message that brings these reporters' word about the departure.
    pub fn report(&self, round: u32, words: &[(u32, Outcome)]) -> ExecuteMsg {
        self.report_on(departure(), round, words)
    }

    pub fn report_on(&self, milestone: MilestoneRef, round: u32, words: &[(u32, Outcome)]) -> ExecuteMsg {
        let signed = |(number, outcome): &(u32, Outcome)| self.signed(*number, milestone, round, *outcome);
        let reports = words.iter().map(signed).collect();
        ExecuteMsg::Report { subject: self.subject(milestone), round, reports }
    }

    /// These reporters say so of the departure.
    #[track_caller]
    pub fn say(&mut self, round: u32, words: &[(u32, Outcome)]) -> AppResponse {
        let (stranger, msg) = (self.stranger.clone(), self.report(round, words));
        self.must(&stranger, &msg)
    }

    /// All nine say so of a milestone: a fact.
    #[track_caller]
    pub fn settle(&mut self, milestone: MilestoneRef, round: u32, outcome: Outcome) -> AppResponse {
        let words: Vec<_> = (1..=9).map(|number| (number, outcome)).collect();
        let (stranger, msg) = (self.stranger.clone(), self.report_on(milestone, round, &words));
        self.must(&stranger, &msg)
    }

    pub fn close(&self, round: u32) -> ExecuteMsg {
        ExecuteMsg::Close { subject: self.subject(departure()), round }
    }

    pub fn retire(&self) -> ExecuteMsg {
        ExecuteMsg::Retire { collection: self.collection.address().to_string(), token_id: token_id() }
    }

    pub fn inquiry(&self) -> InquiryResponse {
        let collection = self.collection.address().to_string();
        self.query(&QueryMsg::Inquiry { collection, token_id: token_id() })
    }

    /// The question about the departure.
    pub fn question(&self) -> QuestionResponse {
        self.query(&QueryMsg::Question { subject: self.subject(departure()) })
    }

    pub fn standing(&self) -> Standing {
        self.question().standing
    }

    // Money

    pub fn owed(&self, asset: UncheckedDenom) -> u128 {
        self.query::<OwedResponse>(&QueryMsg::Owed { asset }).owed.get()
    }

    pub fn claimable(&self, account: &Addr, asset: UncheckedDenom) -> u128 {
        let account = account.to_string();
        self.query::<Amount>(&QueryMsg::Claimable { account, asset }).get()
    }

    /// What somebody has in the native asset.
    pub fn usd_of(&self, who: &Addr) -> u128 {
        self.chain.balance(&Denom::Native("uusd".to_owned()), who)
    }

    /// From now on the contract cannot pay in the native asset; it gets back what it had by [`World::refill`].
    pub fn drain(&mut self) -> u128 {
        let (all, thief) = (self.usd_of(&self.oracle), self.chain.actor("drain"));
        let oracle = self.oracle.clone();
        self.chain.send(&oracle, &thief, coin(all, "uusd")).unwrap();
        all
    }

    pub fn refill(&mut self, amount: u128) {
        let (oracle, thief) = (self.oracle.clone(), self.chain.actor("drain"));
        self.chain.send(&thief, &oracle, coin(amount, "uusd")).unwrap();
    }
}

/// Each once, in the order of their first reporter.
fn operators(reporters: &[Reporter]) -> impl Iterator<Item = &Addr> {
    let first = |(i, reporter): (usize, &Reporter)| {
        reporters.iter().position(|other| other.operator == reporter.operator) == Some(i)
    };
    reporters.iter().enumerate().filter(move |entry| first(*entry)).map(|(_, reporter)| &reporter.operator)
}

/// The code of the contract.
pub fn code(chain: &mut Chain) -> u64 {
    let contract = ContractWrapper::new(
        oracle::contract::execute,
        oracle::contract::instantiate,
        oracle::contract::query,
    )
    .with_reply(oracle::contract::reply)
    .with_migrate(|deps, env, msg, _| oracle::contract::migrate(deps, env, msg));
    chain.store("oracle", Box::new(contract))
}
