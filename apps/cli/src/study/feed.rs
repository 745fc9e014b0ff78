//! A secured feed on a chain of its own, with everybody around it. All that happens to it are messages to the contract.

use anyhow::{Context, Result};
use cosmwasm_std::{coin, Addr};
use numeric::{Amount, Seconds, UnixTime};
use serde::de::DeserializeOwned;
use types::denom::UncheckedDenom;
use types::journey::{Outcome, Subject};
use types::oracle::{
    report_digest, subject_digest, CapacityResponse, ExecuteMsg, InstantiateMsg, QueryMsg, RoundRef,
    RoundResponse, SignedReport, SourceClass, StakeResponse,
};

use super::terms::{Answers, Terms, PLEDGE, UNBONDING};
use crate::chain::{
    ask, call, instantiate, must, must_all, send, Answer, Chain, Code, Embedded, Transaction,
};
use crate::chance::Draws;
use crate::deploy::NATIVE;
use crate::money::DOLLAR;
use crate::reporter_key::ReporterKey;
use crate::reporters::{key, Curve};

/// The number of the only feed.
pub const FEED: u32 = 1;
/// When everything begins.
const START: u64 = 1_356_998_400;
/// What there is: enough for everybody.
const MONEY: u128 = 1_000_000_000_000 * DOLLAR;
/// What everybody but the operators has.
const PURSE: u128 = 100_000_000 * DOLLAR;
/// Who has it at first.
const MINT: &str = "mint";

/// A seat of the committee.
pub struct Seat {
    /// Its reporter's number.
    pub reporter: u32,
    /// Whose it is; each has one.
    pub operator: Addr,
    /// What is pledged for it.
    pub stake: Amount,
    key: ReporterKey,
}

/// Everybody else.
pub struct People {
    /// The contract whose titles are asked about.
    pub collection: Addr,
    /// The contract that reserves for agreements.
    pub market: Addr,
    /// Who attacks.
    pub attacker: Addr,
    /// Who loses by a false fact.
    pub victim: Addr,
    /// Who challenges what is false.
    pub watchman: Addr,
    /// Who decides.
    pub adjudicator: Addr,
    /// Who gets what nobody earned.
    pub treasury: Addr,
}

/// The feed.
pub struct Feed {
    /// Its seats, the cheapest first.
    pub seats: Vec<Seat>,
    /// Everybody else.
    pub people: People,
    chain: Embedded,
    oracle: Addr,
}

impl Feed {
    /// A feed of so many seats, with unequal pledges.
    pub fn open(terms: Terms, answers: Answers, seats: u32, draws: &mut Draws) -> Result<Self> {
        let at = UnixTime::new(START)?;
        let mut chain = Embedded::starting(at, MINT, coin(MONEY, NATIVE))?;
        let mut account = |name: &str| chain.account(name);
        let people = People {
            collection: account("collection")?,
            market: account("market")?,
            attacker: account("attacker")?,
            victim: account("victim")?,
            watchman: account("watchman")?,
            adjudicator: account("adjudicator")?,
            treasury: account("treasury of the feed")?,
        };
        let (owner, mint) = (account("owner")?, account(MINT)?);
        let mut stakes = Vec::new();
        for _ in 0..seats {
            // In whole dollars, from the least pledge to three times that.
            let more = draws.below(100_001);
            let more = u128::from(more).checked_mul(DOLLAR).context("too much stake")?;
            stakes.push(PLEDGE.checked_add(Amount::new(more))?);
        }
        stakes.sort();
        let mut taken = Vec::new();
        for (number, stake) in (1..=seats).zip(stakes) {
            let name = format!("operator {number}");
            let key = key(Curve::Secp256k1, &name)?;
            taken.push(Seat { reporter: number, operator: account(&name)?, stake, key });
        }

        let asset = UncheckedDenom::Native(NATIVE.to_owned());
        let msg = InstantiateMsg {
            owner: owner.to_string(),
            guardian: None,
            unbonding: UNBONDING,
            assets: vec![asset],
        };
        let oracle = instantiate(&mut chain, &owner, &owner, Code::Oracle, "oracle", &msg)?;
        let purses = [&people.market, &people.attacker, &people.watchman].map(|who| (who, PURSE));
        let stakes = taken.iter().map(|seat| (&seat.operator, seat.stake.get()));
        let paid = purses.into_iter().chain(stakes).map(|(who, amount)| send(who, coin(amount, NATIVE)));
        must(&mut chain, Transaction { sender: mint, messages: paid.collect() })?;

        let operators: Vec<Addr> = taken.iter().map(|seat| seat.operator.clone()).collect();
        let kind = terms.kind(&operators, &people.adjudicator, &people.treasury, &people.market);
        let create = ExecuteMsg::CreateFeed { kind, rules: terms.rules(answers)? };
        must(&mut chain, Transaction::of(&owner, call(&oracle, &create, vec![])?))?;
        let mut seatings = Vec::new();
        for (place, seat) in taken.iter().enumerate() {
            let class = class(place);
            let enrol = ExecuteMsg::EnrolReporter { key: seat.key.public_key(), class };
            let (feed, reporter, amount) = (FEED, seat.reporter, seat.stake);
            let messages = vec![
                call(&oracle, &ExecuteMsg::Bond {}, vec![coin(amount.get(), NATIVE)])?,
                call(&oracle, &enrol, vec![])?,
                call(&oracle, &ExecuteMsg::Pledge { feed, reporter, amount }, vec![])?,
            ];
            seatings.push(Transaction { sender: seat.operator.clone(), messages });
        }
        must_all(&mut chain, seatings).context("the committee cannot be seated")?;
        Ok(Self { seats: taken, people, chain, oracle })
    }

    /// Sends a message with so much money.
    pub fn send(&mut self, sender: &Addr, msg: &ExecuteMsg, money: Amount) -> Result<Answer> {
        let funds = if money.is_zero() { vec![] } else { vec![coin(money.get(), NATIVE)] };
        let transaction = Transaction::of(sender, call(&self.oracle, msg, funds)?);
        self.chain.submit(vec![transaction])?.pop().context("the chain gave no answer")
    }

    /// Sends a message that must be taken.
    pub fn must(&mut self, sender: &Addr, msg: &ExecuteMsg, money: Amount) -> Result<()> {
        self.send(sender, msg, money)?.with_context(|| format!("{msg:?}"))?;
        Ok(())
    }

    /// A plain payment.
    pub fn pay(&mut self, from: &Addr, to: &Addr, amount: Amount) -> Result<()> {
        if amount.is_zero() {
            return Ok(());
        }
        must(&mut self.chain, Transaction::of(from, send(to, coin(amount.get(), NATIVE))))?;
        Ok(())
    }

    /// The contract's answer.
    pub fn ask<T: DeserializeOwned>(&self, question: &QueryMsg) -> Result<T> {
        ask(&self.chain, &self.oracle, question)
    }

    /// What hangs on the feed and how much may.
    pub fn capacity(&self) -> Result<CapacityResponse> {
        self.ask(&QueryMsg::Capacity { feed: FEED })
    }

    /// A closed round.
    pub fn round(&self, subject: &Subject, round: u32) -> Result<RoundResponse> {
        self.ask(&QueryMsg::Round(RoundRef { subject: subject.clone(), round }))
    }

    /// What somebody has.
    pub fn money(&self, who: &Addr) -> Result<Amount> {
        self.chain.coins(who, NATIVE)
    }

    /// What an operator has at stake, on its way out too.
    pub fn stake(&self, operator: &Addr) -> Result<Amount> {
        let asset = UncheckedDenom::Native(NATIVE.to_owned());
        let stake: StakeResponse = self.ask(&QueryMsg::Stake { operator: operator.to_string(), asset })?;
        let all = stake.unbonding.iter().try_fold(stake.bonded, |sum, part| sum.checked_add(part.amount))?;
        Ok(all)
    }

    /// The time.
    pub fn now(&self) -> Result<UnixTime> {
        self.chain.now()
    }

    /// Time passes.
    pub fn pass(&mut self, wait: Seconds) -> Result<()> {
        let then = self.now()?.checked_add(wait)?;
        self.chain.wait_until(then)
    }

    /// It is then, or later.
    pub fn wait_until(&mut self, at: UnixTime) -> Result<()> {
        self.chain.wait_until(at)
    }

    /// A seat's signature under its word.
    pub fn sign(
        &self,
        place: usize,
        subject: &Subject,
        round: u32,
        outcome: Outcome,
    ) -> Result<SignedReport> {
        let seat = self.seats.get(place).context("there is no such seat")?;
        let digest = subject_digest(self.chain.id(), self.oracle.as_str(), FEED, subject, round);
        let signed_at = self.now()?;
        let signature = seat.key.sign(&report_digest(&digest, &outcome, signed_at))?;
        Ok(SignedReport { reporter: seat.reporter, outcome, signed_at, signature })
    }
}

/// Three kinds of sources, in turn.
fn class(place: usize) -> SourceClass {
    match place % 3 {
        0 => SourceClass::Carrier,
        1 => SourceClass::Terminal,
        _ => SourceClass::Satellite,
    }
}
