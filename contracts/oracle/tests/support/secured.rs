//! A feed of nine reporters with 50,000 each, as in the worked example of the reference: p = 0.9, h = 0.8, m = 2. Its caps
//! are 54,000 on times and 108,000 in all.

use cosmwasm_std::{coin, from_json, Addr, Coin};
use cw_multi_test::AppResponse;
use numeric::{BasisPoints, UnixTime};
use types::devices::{log_digest, Channel, Log, Registry, SignedLog, Statistic};
use types::digest::Digest;
use types::journey::{MilestoneRef, Outcome};
use types::oracle::*;

use super::*;

pub const STAKE: u128 = 50_000;
pub const CAP_TIME: u128 = 54_000;
pub const CAP_OUTCOME: u128 = 108_000;
/// How long a round can be challenged here: two days, and so three periods.
pub const CHALLENGE: u64 = 2 * DAY;
/// How long the adjudicator has here.
pub const ADJUDICATION: u64 = 5 * DAY;
/// Seconds that a block may take at most.
pub const BLOCK_TIME: u64 = 60;
/// Least bond of a challenge here.
pub const CHALLENGE_BOND: u128 = 500;
/// The fee of a reservation: 1,000 millionths a period, three periods.
pub const FEE_MILLIONTHS: u128 = 3_000;

pub fn points(n: u16) -> BasisPoints {
    BasisPoints::new(n).unwrap()
}

/// Everybody, with a secured feed.
pub struct Secured {
    pub world: World,
    pub adjudicator: Addr,
    pub treasury: Addr,
    /// May use all of the caps.
    pub consumer: Addr,
    /// May use a half of them.
    pub other: Addr,
    pub payer: Addr,
    pub challenger: Addr,
}

pub fn security(consumers: &[(&Addr, u16)], adjudicator: &Addr, treasury: &Addr) -> Security {
    Security {
        conviction: points(9_000),
        haircut: points(8_000),
        margin: 2,
        period: seconds(DAY),
        challenge: seconds(CHALLENGE),
        adjudication: seconds(ADJUDICATION),
        block_time: seconds(BLOCK_TIME),
        adjudicator: adjudicator.to_string(),
        bond: units(CHALLENGE_BOND),
        bond_share: points(500),
        fee: 1_000,
        treasury: Some(treasury.to_string()),
        consumers: consumers
            .iter()
            .map(|(address, share)| Consumer { address: address.to_string(), share: points(*share) })
            .collect(),
    }
}

/// What a reporter's key signs as a device: two logs of one counter, with so many readings.
pub fn device_evidence(s: &Secured, reporter: u32, counts: [u16; 2]) -> ExecuteMsg {
    let registry = s.world.chain.actor("registry");
    let channels: Vec<Channel> =
        vec![from_json(br#"{"quantity":"temperature","unit":"CEL","decimals":2}"#).unwrap()];
    let here = Registry { chain_id: testing::CHAIN_ID, contract: registry.as_str() };
    let epoch = here.epoch_digest(7, 0, &channels);
    let signed = |count: u16| {
        let log = Log {
            counter: 41,
            from: hour(1),
            to: hour(2),
            count,
            statistics: vec![Statistic { min: -1_850, max: -1_790, mean: -1_820 }],
            root: Digest::of(b"readings"),
            previous: None,
        };
        let signature = s.world.reporter(reporter).signer.sign(log_digest(&epoch, &log).as_bytes());
        SignedLog { log, signature }
    };
    let [first, second] = counts.map(signed);
    let evidence = DeviceEvidence {
        feed: FEED,
        reporter,
        registry: registry.to_string(),
        device: 7,
        epoch: 0,
        channels,
        first,
        second,
    };
    ExecuteMsg::ConvictDevice(Box::new(evidence))
}

impl Secured {
    pub fn new() -> Self {
        Self::with(|_, _| {})
    }

    /// With other rules or another security.
    pub fn with(change: impl FnOnce(&mut Security, &mut FeedRules)) -> Self {
        Self::with_actors(|_, security, rules| change(security, rules))
    }

    /// The same, with somebody more on the chain.
    pub fn with_actors(change: impl FnOnce(&mut Chain, &mut Security, &mut FeedRules)) -> Self {
        let mut world = World::new();
        let [adjudicator, treasury, payer, challenger] =
            ["adjudicator", "treasury", "payer", "challenger"].map(|name| world.chain.actor(name));
        let consumer = world.chain.recorder().address().clone();
        let other = world.chain.recorder().address().clone();
        for who in [&consumer, &other, &challenger, &world.stranger.clone()] {
            world.chain.fund(who, coin(1_000_000, "uusd"));
        }
        for i in 0..world.reporters.len() {
            let Reporter { operator, class, .. } = &world.reporters[i];
            let (operator, class, key) = (operator.clone(), *class, world.reporters[i].key());
            world.must(&operator, &ExecuteMsg::EnrolReporter { key, class });
        }
        for operator in world.operators() {
            world.chain.fund(&operator, coin(1_000_000, "uusd"));
            world.bond(&operator, 4 * STAKE);
        }
        let mut security = security(&[(&consumer, 10_000), (&other, 5_000)], &adjudicator, &treasury);
        let mut rules = rules();
        change(&mut world.chain, &mut security, &mut rules);
        let adjudicator = Addr::unchecked(&security.adjudicator);
        let kind = FeedKind::Staked {
            asset: usd(),
            min_pledge: units(1_000),
            operators: world.operators().iter().map(ToString::to_string).collect(),
            security: Some(Box::new(security)),
        };
        world.create(kind, rules);
        for number in 1..=9 {
            world.pledge(number, STAKE);
        }
        let mut secured = Self { world, adjudicator, treasury, consumer, other, payer, challenger };
        secured.pass(DAY);
        secured.world.ask(&[departure(), arrival()]);
        secured
    }

    /// Time passes, with a block every five seconds.
    pub fn pass(&mut self, seconds: u64) {
        self.world.chain.advance_blocks(seconds, seconds / 5);
    }

    /// A whole number of days from the start.
    pub fn day(&self, days: u64) -> UnixTime {
        at(testing::START + days * DAY)
    }

    pub fn part(&self, amount: u128, kind: ExposureKind, days: u64) -> ReservedPart {
        ReservedPart { amount: units(amount), kind, expected: self.day(days) }
    }

    pub fn reserve_msg(&self, reference: u64, parts: Vec<ReservedPart>) -> ExecuteMsg {
        ExecuteMsg::Reserve(ReserveMsg {
            reference,
            feed: FEED,
            asset: usd(),
            parts,
            until: self.day(55),
            too_early: self.payer.to_string(),
            too_late: None,
        })
    }

    /// The fee of parts of these amounts: 0.3 %, rounded up each.
    pub fn fee(amounts: &[u128]) -> u128 {
        amounts.iter().map(|amount| (amount * FEE_MILLIONTHS).div_ceil(1_000_000)).sum()
    }

    pub fn fee_of(parts: &[ReservedPart]) -> Vec<Coin> {
        let fee = Self::fee(&parts.iter().map(|part| part.amount.get()).collect::<Vec<_>>());
        if fee == 0 {
            vec![]
        } else {
            vec![coin(fee, "uusd")]
        }
    }

    #[track_caller]
    pub fn reserve(&mut self, reference: u64, parts: &[ReservedPart]) -> AppResponse {
        let (consumer, msg) = (self.consumer.clone(), self.reserve_msg(reference, parts.to_vec()));
        self.world.must_with(&consumer, &msg, &Self::fee_of(parts))
    }

    pub fn bind_msg(&self, reference: u64, parts: &[(u8, MilestoneRef)]) -> ExecuteMsg {
        ExecuteMsg::Bind {
            reference,
            collection: self.world.collection.address().to_string(),
            token_id: token_id(),
            parts: parts
                .iter()
                .map(|(part, milestone)| BoundPart { part: *part, milestone: *milestone })
                .collect(),
        }
    }

    #[track_caller]
    pub fn bind(&mut self, reference: u64, parts: &[(u8, MilestoneRef)]) -> AppResponse {
        let (consumer, msg) = (self.consumer.clone(), self.bind_msg(reference, parts));
        self.world.must(&consumer, &msg)
    }

    pub fn compensate_msg(
        &self,
        milestone: MilestoneRef,
        round: u32,
        (reference, part): (u64, u8),
    ) -> ExecuteMsg {
        let (round, consumer) = (self.round(milestone, round), self.consumer.to_string());
        ExecuteMsg::Compensate { round, consumer, reference, part }
    }

    pub fn round(&self, milestone: MilestoneRef, round: u32) -> RoundRef {
        RoundRef { subject: self.world.subject(milestone), round }
    }

    /// These reporters say so of the departure; the rest keeps silent, and the round is closed by time.
    #[track_caller]
    pub fn say_and_close(&mut self, round: u32, words: &[(u32, Outcome)]) {
        self.world.say(round, words);
        self.pass(COLLECTION);
        let (stranger, msg) = (self.world.stranger.clone(), self.world.close(round));
        self.world.must(&stranger, &msg);
    }

    #[track_caller]
    pub fn challenge(&mut self, milestone: MilestoneRef, round: u32, claim: Option<Outcome>) -> AppResponse {
        let round = self.round(milestone, round);
        let bond: numeric::Amount = self.world.query(&QueryMsg::ChallengeBond(round.clone()));
        let (challenger, msg) =
            (self.challenger.clone(), ExecuteMsg::Challenge { round, claim, evidence: None });
        self.world.must_with(&challenger, &msg, &[coin(bond.get(), "uusd")])
    }

    #[track_caller]
    pub fn rule(&mut self, milestone: MilestoneRef, round: u32, ruling: Ruling) -> AppResponse {
        let (adjudicator, round) = (self.adjudicator.clone(), self.round(milestone, round));
        self.world.must(&adjudicator, &ExecuteMsg::Rule { round, ruling })
    }

    #[track_caller]
    pub fn anyone(&mut self, msg: &ExecuteMsg) -> AppResponse {
        let stranger = self.world.stranger.clone();
        self.world.must(&stranger, msg)
    }

    pub fn capacity(&self) -> CapacityResponse {
        self.world.query(&QueryMsg::Capacity { feed: FEED })
    }

    /// What hangs on times and on outcomes now.
    pub fn hanging(&self) -> (u128, u128) {
        let capacity = self.capacity();
        (capacity.time.get(), capacity.outcome.get())
    }

    pub fn closed(&self, milestone: MilestoneRef, round: u32) -> RoundResponse {
        self.world.query(&QueryMsg::Round(self.round(milestone, round)))
    }

    /// All the contract has is what it owes.
    #[track_caller]
    pub fn assert_conserved(&self) {
        assert_eq!(self.world.usd_of(&self.world.oracle), self.world.owed(usd()));
    }
}
