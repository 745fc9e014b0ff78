//! Random walks over a secured feed: consumers reserve and bind, reporters lie, keep silent and leave, anyone challenges, the adjudicator
//! rules as it likes, and time passes with and without blocks. What is final, what hangs on the feed and what is owed to whom is
//! foretold by a model that shares no code with the contract.

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

mod cases;
mod hanging;
mod model;
mod payments;
mod reading;
mod room;
mod rounds;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use std::collections::BTreeMap;

use cosmwasm_std::{coin, Addr, Coin};
use cw_multi_test::AppResponse;
use hanging::{Sum, Votes, BACKLOG, SPAN};
use model::*;
use oracle::events::{
    Compensated, FactDecided, FactPending, Fined, ReportsAccepted, RoundUndecided, Slashed,
};
use proptest::prelude::*;
use support::reference::{self, Rules, Said, Whole};
use support::secured::*;
use support::*;
use testing::events;
use types::journey::{MilestoneRef, Outcome};
use types::oracle::*;

/// What somebody tries.
#[derive(Clone, Copy, Debug)]
struct Step {
    act: u8,
    who: u32,
    amount: u16,
    mask: u16,
    choice: u8,
    /// Seconds that pass before it, and whether the chain makes blocks in them.
    wait: u64,
    halted: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let near = |end: u64| (end - 1)..=(end + 1);
    let wait = prop_oneof![
        40 => 0..COLLECTION / 2,
        8 => near(COLLECTION),
        4 => near(DAY),
        2 => near(CHALLENGE),
        1 => near(ADJUDICATION),
        1 => near(NOTICE),
        1 => near(UNBONDING),
    ];
    let step =
        (0..42_u8, 1..=9_u32, any::<u16>(), any::<u16>(), any::<u8>(), wait, prop::bool::weighted(0.2));
    let step = step.prop_map(|(act, who, amount, mask, choice, wait, halted)| Step {
        act,
        who,
        amount,
        mask,
        choice,
        wait,
        halted,
    });
    prop::collection::vec(step, 40)
}

struct Walk {
    s: Secured,
    sums: Vec<Sum>,
    asked: Vec<(MilestoneRef, Asked)>,
    /// Slashed stake that nobody claims yet, by reporter, and until when it waits.
    kept: BTreeMap<u32, (u128, u64)>,
    sequence: u32,
    reference: u64,
}

const CUTOFFS: [u64; 3] = [0, 5, 10];

impl Walk {
    fn begin() -> Self {
        let mut walk = Self {
            s: Secured::with(|security, _| security.conviction = points(4_000)),
            sums: vec![],
            asked: vec![],
            kept: BTreeMap::new(),
            sequence: 0,
            reference: 0,
        };
        walk.asked = [departure(), arrival()].map(|milestone| (milestone, Asked::default())).into();
        for place in 0..2 {
            walk.s.world.cutoffs(walk.asked[place].0, &CUTOFFS.map(hour));
        }
        for _ in 0..2 {
            walk.ask();
        }
        for place in 0..3 {
            let ahead =
                Step { act: 0, who: 1, amount: 9_000, mask: 80, choice: 8 * place, wait: 0, halted: false };
            walk.reserve(ahead);
            walk.bind(Step { choice: 16 * place, mask: 1, ..ahead });
        }
        walk
    }

    fn ask(&mut self) {
        let milestone = milestone(self.asked.len() as u8, "LOAD", "USJFK");
        if self.asked.len() < 24 && self.now().time < testing::START + 99 * DAY {
            self.s.world.ask(&[milestone]);
            self.s.world.cutoffs(milestone, &CUTOFFS.map(hour));
            self.asked.push((milestone, Asked::default()));
        }
    }

    fn now(&self) -> Moment {
        let block = self.s.world.chain.block();
        Moment { time: block.time.seconds(), height: block.height }
    }

    fn today(&self) -> u64 {
        self.now().time / DAY
    }

    fn consumers(&self) -> [Addr; 2] {
        [self.s.consumer.clone(), self.s.other.clone()]
    }

    /// Sends a message; one that is refused changes nothing.
    fn send(&mut self, sender: &Addr, msg: &ExecuteMsg, funds: &[Coin]) -> Option<AppResponse> {
        self.try_to(sender, msg, funds).ok()
    }

    fn try_to(&mut self, sender: &Addr, msg: &ExecuteMsg, funds: &[Coin]) -> Result<AppResponse, String> {
        let world = &mut self.s.world;
        let before = world.state();
        let result = world.chain.execute(sender, &world.oracle, msg, funds);
        if result.is_err() {
            assert_eq!(world.state(), before, "a refused message changed state: {msg:?}");
        }
        result.map_err(|error| format!("{msg:?}: {error:#}"))
    }

    /// Anyone sends what the model says is taken, or is not.
    #[track_caller]
    fn anyone(&mut self, msg: &ExecuteMsg, taken: bool) -> Option<AppResponse> {
        let stranger = self.s.world.stranger.clone();
        self.foretold(&stranger, msg, &[], taken)
    }

    #[track_caller]
    fn foretold(
        &mut self,
        sender: &Addr,
        msg: &ExecuteMsg,
        funds: &[Coin],
        taken: bool,
    ) -> Option<AppResponse> {
        let result = self.try_to(sender, msg, funds);
        assert_eq!(result.is_ok(), taken, "{msg:?}: {:?}", result.err());
        result.ok()
    }

    fn take(&mut self, step: Step) {
        let blocks = if step.halted { 1 } else { step.wait / 5 };
        self.s.world.chain.advance_blocks(step.wait, blocks);
        let operator = self.s.world.operator(step.who);
        let amount = u128::from(step.amount);
        match self.sensible(step.act) {
            0..=2 => self.reserve(step),
            3..=8 => self.bind(step),
            9 => self.release(step),
            10 => self.lapse(step),
            11 => self.ask(),
            12..=18 => self.report(step),
            19 | 20 => self.close(step),
            21 => self.finalise(step),
            22..=24 => self.challenge(step),
            25..=28 => self.rule(step),
            29 => self.lapse_case(step),
            30 => self.convict(step),
            31 => self.fine(step),
            32..=34 => self.compensate(step),
            35 => self.burn(step),
            36 => self.claim(step),
            37 => drop(self.send(&operator, &unpledge(step.who, amount), &[])),
            38 => drop(self.send(&operator, &complete(step.who), &[])),
            39 => drop(self.send(&operator, &pledge(step.who, amount), &[])),
            40 => drop(self.send(&operator, &unbond(usd(), amount), &[])),
            _ => drop(self.send(&operator, &ExecuteMsg::WithdrawUnbonded { asset: usd() }, &[])),
        }
        self.check();
    }

    /// Mostly something that could be done now.
    fn sensible(&self, act: u8) -> u8 {
        let now = self.now();
        let any =
            |is: &dyn Fn(&Closed) -> bool| self.asked.iter().any(|(_, asked)| asked.closed.iter().any(is));
        let open = |closed: &Closed| {
            closed.case.as_ref().is_some_and(|case| case.open && !case.opened.is_over(ADJUDICATION, now))
        };
        let fresh = |closed: &Closed| closed.case.is_none() && !closed.watched.is_over(CHALLENGE, now);
        match act {
            32..=34 if !any(&|closed| closed.pot.is_some()) => self.sensible(25),
            25..=28 if !any(&open) => self.sensible(22),
            22..=24 if !any(&fresh) => 12,
            act => act,
        }
    }

    /// Everything ends, by anyone's messages, and then nothing hangs on the feed and nothing is held but stake and deposits.
    fn end(&mut self) {
        self.s.pass(100 * DAY);
        let rounds: Vec<(usize, u32)> = (0..self.asked.len())
            .flat_map(|place| (0..self.asked[place].1.round()).map(move |number| (place, number)))
            .collect();
        for found in &rounds {
            let closed = self.closed(*found);
            let (outcome, is_final) = (closed.outcome, closed.is_final);
            if closed.case.as_ref().is_some_and(|case| case.open) {
                let msg = ExecuteMsg::LapseCase(self.round(*found));
                let response = self.anyone(&msg, true).unwrap();
                self.end_case(*found, Ruling::Unresolvable {}, &response);
            } else if let Some(outcome) = outcome.filter(|_| !is_final) {
                let msg = ExecuteMsg::Finalise(self.round(*found));
                self.anyone(&msg, true);
                self.make_final(*found, outcome);
            }
            self.check();
        }
        for place in 0..self.sums.len() {
            if !self.sums[place].given_up {
                let (consumer, sum) =
                    (self.consumers()[self.sums[place].consumer].clone(), &self.sums[place]);
                let msg = ExecuteMsg::Release { reference: sum.reference, parts: vec![sum.part] };
                self.foretold(&consumer, &msg, &[], true);
                self.give_up(place);
                self.check();
            }
        }
        for found in &rounds {
            let RoundResponse { exposure, .. } = self.s.closed(self.asked[found.0].0, found.1);
            assert_eq!(exposure.get(), 0, "nothing hangs for ever");
            let (msg, pot) = (ExecuteMsg::Burn(self.round(*found)), &mut self.closed(*found).pot);
            if let Some(pot) = pot.as_mut().filter(|pot| pot.left > 0) {
                pot.left = 0;
                self.anyone(&msg, true);
            }
            let closed = self.closed(*found);
            let unpaid: Vec<u32> =
                closed.agreed.iter().filter(|who| !closed.paid.contains(who)).copied().collect();
            if closed.reward > 0 && closed.is_final {
                for reporter in unpaid {
                    let msg = ExecuteMsg::ClaimRewards { reporter, rounds: vec![self.round(*found)] };
                    self.anyone(&msg, true);
                }
            }
        }
        let kept = std::mem::take(&mut self.kept);
        let any = kept.values().any(|(amount, _)| *amount > 0);
        self.anyone(&ExecuteMsg::BurnKept { feed: FEED, reporters: kept.into_keys().collect() }, any);
        assert_eq!(self.s.hanging(), (0, 0));
        let deposit = self.s.world.inquiry().deposit.map_or(0, |held| held.amount.u128());
        assert_eq!(self.s.world.owed(usd()), self.stakes() + deposit);
        let left = self.s.world.state();
        let hangs = left.iter().filter(|(key, _)| key.first() == Some(&b'E') || key.first() == Some(&b'U'));
        assert_eq!(hangs.count(), 0, "no record of what hangs is left");
    }
}

proptest! {
    #[test]
    fn whatever_is_tried_nothing_is_worth_more_than_it_costs(steps in steps()) {
        let mut walk = Walk::begin();
        for step in steps {
            walk.take(step);
        }
        walk.end();
    }
}
