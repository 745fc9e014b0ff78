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

mod support;

use std::collections::{BTreeMap, BTreeSet};

use cosmwasm_std::{coin, Addr, Coin};
use cw_multi_test::AppResponse;
use oracle::events::{
    Compensated, FactDecided, FactPending, Fined, ReportsAccepted, RoundUndecided, Slashed,
};
use proptest::prelude::*;
use support::hanging::{self, Sum, Votes};
use support::reference::{self, Rules, Said, Whole};
use support::secured::*;
use support::*;
use testing::events;
use types::journey::{MilestoneRef, Outcome, Standing};
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
        20 => 0..COLLECTION,
        6 => near(COLLECTION),
        3 => near(DAY),
        2 => near(CHALLENGE),
        1 => near(ADJUDICATION),
        1 => near(NOTICE),
        1 => near(UNBONDING),
    ];
    let step =
        (0..40_u8, 1..=9_u32, any::<u16>(), any::<u16>(), any::<u8>(), wait, prop::bool::weighted(0.2));
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

#[derive(Clone, Copy, Debug, PartialEq)]
struct Moment {
    time: u64,
    height: u64,
}

impl Moment {
    /// Whether a window of so many seconds that began here is over: by the clock and by blocks.
    fn is_over(self, window: u64, now: Self) -> bool {
        now.time >= self.time + window && now.height >= self.height + window / BLOCK_TIME
    }
}

#[derive(Clone)]
struct Seat {
    operator: u8,
    class: u8,
    weight: u128,
}

type Seats = BTreeMap<u32, Seat>;

struct Open {
    since: Moment,
    seats: Seats,
    said: Vec<(u32, Outcome)>,
}

struct Case {
    opened: Moment,
    bond: u128,
    open: bool,
}

/// Slashed stake that waits.
#[derive(Default)]
struct Pot {
    left: u128,
    whole: u128,
    until: u64,
    harmed: bool,
    exposed: u128,
}

struct Closed {
    at: Moment,
    seats: Seats,
    outcome: Option<Outcome>,
    agreed: Vec<u32>,
    is_final: bool,
    reward: u128,
    /// What of the reward is not paid out.
    unpaid: u128,
    paid: BTreeSet<u32>,
    divided: bool,
    case: Option<Case>,
    pot: Option<Pot>,
}

#[derive(Default)]
struct Asked {
    open: Option<Open>,
    closed: Vec<Closed>,
    standing: Standing,
    decided: u64,
    pending: bool,
    last_decided: Option<u32>,
}

impl Asked {
    fn is_answered(&self) -> bool {
        self.standing.happened.is_some() || self.standing.unresolvable
    }

    fn round(&self) -> u32 {
        self.closed.len() as u32
    }

    /// Rounds that decided something and have an open case.
    fn disputed(&self) -> impl Iterator<Item = u32> + '_ {
        let open =
            |closed: &Closed| closed.outcome.is_some() && closed.case.as_ref().is_some_and(|case| case.open);
        (0..).zip(&self.closed).filter(move |(_, closed)| open(closed)).map(|(number, _)| number)
    }
}

struct Walk {
    s: Secured,
    sums: Vec<Sum>,
    asked: Vec<(MilestoneRef, Asked)>,
    sequence: u32,
    reference: u64,
}

const CUTOFFS: [u64; 3] = [0, 5, 10];

impl Walk {
    fn begin() -> Self {
        let mut walk = Self { s: Secured::new(), sums: vec![], asked: vec![], sequence: 0, reference: 0 };
        walk.asked = [departure(), arrival()].map(|milestone| (milestone, Asked::default())).into();
        for place in 0..2 {
            walk.s.world.cutoffs(walk.asked[place].0, &CUTOFFS.map(hour));
        }
        for _ in 0..2 {
            walk.ask();
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
        match step.act {
            0..=3 => self.reserve(step),
            4..=7 => self.bind(step),
            8 => self.release(step),
            9 => self.lapse(step),
            10 => self.ask(),
            11..=18 => self.report(step),
            19 | 20 => self.close(step),
            21 | 22 => self.finalise(step),
            23..=25 => self.challenge(step),
            26 | 27 => self.rule(step),
            28 => self.lapse_case(step),
            29 => self.convict(step),
            30 => self.fine(step),
            31 | 32 => self.compensate(step),
            33 => self.burn(step),
            34 => self.claim(step),
            35 => drop(self.send(&operator, &unpledge(step.who, amount), &[])),
            36 => drop(self.send(&operator, &complete(step.who), &[])),
            37 => drop(self.send(&operator, &pledge(step.who, amount), &[])),
            38 => drop(self.send(&operator, &unbond(usd(), amount), &[])),
            _ => drop(self.send(&operator, &ExecuteMsg::WithdrawUnbonded { asset: usd() }, &[])),
        }
        self.check();
    }

    // Room

    fn reserve(&mut self, step: Step) {
        let (now, today) = (self.now().time, self.today());
        let place = usize::from(step.choice % 2);
        let until = now + (1 + u64::from(step.mask) % 60) * DAY;
        let kind = if step.choice & 2 == 0 { ExposureKind::Time } else { ExposureKind::Outcome };
        let part = |amount: u16, ahead: u64, kind| ReservedPart {
            amount: units(u128::from(amount) + 1),
            kind,
            expected: at((now + ahead).saturating_sub(DAY).min(until)),
        };
        let ahead = u64::from(step.choice / 4) * DAY / 2;
        let mut parts = vec![part(step.amount, ahead, kind)];
        if step.choice & 4 != 0 {
            parts.push(part(step.mask / 4, ahead + DAY, ExposureKind::Outcome));
        }
        self.reference += 1;
        let ExecuteMsg::Reserve(msg) = self.s.reserve_msg(self.reference, parts.clone()) else {
            unreachable!()
        };
        let msg = ExecuteMsg::Reserve(ReserveMsg { until: at(until), ..msg });
        let caps = hanging::caps(&self.votes(&self.seats()));
        let half = (caps.0.clone() / 2u32, caps.1.clone() / 2u32);
        let share = if place == 0 { caps.clone() } else { half };
        let (mut sums, mut taken) = (self.sums.clone(), true);
        for (number, part) in (0..).zip(&parts) {
            let expected = (part.expected.seconds() / DAY).max(today);
            let fee = Secured::fee(&[part.amount.get()]);
            sums.push(Sum {
                consumer: place,
                reference: self.reference,
                part: number,
                amount: part.amount.get(),
                fee,
                kind: part.kind,
                expected,
                until,
                bound: None,
                decided: None,
                held: false,
                given_up: false,
                compensated: false,
            });
            taken &= (expected..expected + hanging::SPAN).all(|day| {
                hanging::fits(hanging::on_day(&sums, day, today, None), &caps)
                    && hanging::fits(hanging::on_day(&sums, day, today, Some(place)), &share)
            });
        }
        let (consumer, funds) = (self.consumers()[place].clone(), Secured::fee_of(&parts));
        if self.foretold(&consumer, &msg, &funds, taken).is_some() {
            self.sums = sums;
        }
    }

    fn some_sum(&self, step: Step, is: impl Fn(&Sum) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.sums.len()).filter(|place| is(&self.sums[*place])).collect();
        found.get(usize::from(step.amount) % found.len().max(1)).copied()
    }

    fn bind(&mut self, step: Step) {
        let Some(place) = self.some_sum(step, |sum| sum.bound.is_none() && !sum.given_up) else { return };
        let question = usize::from(step.choice) % self.asked.len();
        if self.sums.iter().filter(|sum| sum.bound.is_some_and(|(of, _)| of == question)).count() > 12 {
            return;
        }
        let (now, today) = (self.now(), self.today());
        let (milestone, asked) = &self.asked[question];
        let disputed = asked.disputed().min();
        let fact = asked.last_decided.filter(|last| {
            let closed = &asked.closed[*last as usize];
            disputed.is_some() || closed.case.is_none() && !closed.at.is_over(CHALLENGE, now)
        });
        let mut sum = self.sums[place].clone();
        let (msg, mut taken) = (self.s.bind_msg(sum.reference, &[(sum.part, *milestone)]), true);
        match fact {
            None => sum.bound = Some((question, asked.round())),
            Some(last) => {
                sum.bound = Some((question, disputed.map_or(last, |first| first.min(last))));
                (sum.decided, sum.held) = (Some(today), disputed.is_some());
                let mut sums = self.sums.clone();
                sums[place] = sum.clone();
                taken = self.has_room(&sums, &asked.closed[last as usize].seats);
            }
        }
        let consumer = self.consumers()[sum.consumer].clone();
        if self.foretold(&consumer, &msg, &[], taken).is_none() {
            return;
        }
        if let Some(last) = fact {
            let closed = &mut self.asked[question].1.closed[last as usize];
            if !closed.divided {
                closed.reward += sum.fee;
                closed.unpaid += sum.fee;
            }
            sum.fee = 0;
        }
        self.sums[place] = sum;
    }

    fn release(&mut self, step: Step) {
        let Some(place) = self.some_sum(step, |_| true) else { return };
        let sum = &self.sums[place];
        let (consumer, taken) = (self.consumers()[sum.consumer].clone(), !sum.given_up);
        let msg = ExecuteMsg::Release { reference: sum.reference, parts: vec![sum.part] };
        if self.foretold(&consumer, &msg, &[], taken).is_some() {
            self.give_up(place);
        }
    }

    fn lapse(&mut self, step: Step) {
        let Some(place) = self.some_sum(step, |_| true) else { return };
        let Sum { reference, until, consumer, .. } = self.sums[place];
        let unused: Vec<usize> = (0..self.sums.len())
            .filter(|other| {
                let sum = &self.sums[*other];
                sum.reference == reference && !sum.given_up && sum.decided.is_none()
            })
            .collect();
        let msg = ExecuteMsg::Lapse { consumer: self.consumers()[consumer].to_string(), reference };
        let taken = self.now().time >= until && !unused.is_empty();
        if self.anyone(&msg, taken).is_some() {
            unused.into_iter().for_each(|place| self.give_up(place));
        }
    }

    fn give_up(&mut self, place: usize) {
        self.sums[place].given_up = true;
        self.sums[place].fee = 0;
    }

    // Rounds

    fn question(&self, step: Step, is: impl Fn(&Asked) -> bool) -> usize {
        let found: Vec<usize> = (0..self.asked.len()).filter(|place| is(&self.asked[*place].1)).collect();
        match found.get(usize::from(step.choice / 16) % found.len().max(1)) {
            Some(place) => *place,
            None => usize::from(step.amount) % self.asked.len(),
        }
    }

    fn report(&mut self, step: Step) {
        let now = self.now();
        let takes = |asked: &Asked| {
            asked.open.is_some()
                || !asked.pending && (!asked.is_answered() || now.time < asked.decided + CORRECTION)
        };
        let place = self.question(step, takes);
        let asked = &self.asked[place].1;
        let seats = asked.open.as_ref().map_or_else(|| self.seats(), |open| open.seats.clone());
        let outcome = |choice: u8| match choice % 8 {
            0 => not_by(hour(CUTOFFS[usize::from(choice / 8) % 3])),
            1 => UNRESOLVABLE,
            other => happened(hour(u64::from(other) + 4)),
        };
        let words: Vec<(u32, Outcome)> = (1..=9_u32)
            .filter(|number| {
                seats.contains_key(number) && (step.mask >> number & 1 == 1 || step.amount % 3 != 0)
            })
            .map(|number| {
                let dissents = step.mask >> (number + 3) & 7 == 0;
                (number, outcome(if dissents { step.choice.wrapping_add(3) } else { step.choice }))
            })
            .collect();
        let round = asked.round();
        let fresh = words.iter().any(|(who, _)| {
            asked.open.as_ref().is_none_or(|open| !open.said.iter().any(|(heard, _)| heard == who))
        });
        let taken = takes(asked) && fresh;
        let msg = self.s.world.report_on(self.asked[place].0, round, &words);
        let Some(response) = self.anyone(&msg, taken) else { return };
        let asked = &mut self.asked[place].1;
        let open = asked.open.get_or_insert_with(|| Open { since: now, seats, said: vec![] });
        for (reporter, outcome) in words {
            if !open.said.iter().any(|(heard, _)| *heard == reporter) {
                open.said.push((reporter, outcome));
            }
        }
        let whole: u128 = open.seats.values().map(|seat| seat.weight).sum();
        let reported: u128 = open.said.iter().map(|(reporter, _)| open.seats[reporter].weight).sum();
        if reference::is_complete(whole, reported) {
            self.conclude(place, &response);
        } else {
            assert_eq!(events(&response, ReportsAccepted::TYPE).len(), 1, "the round goes on");
        }
    }

    fn close(&mut self, step: Step) {
        let place = self.question(step, |asked| asked.open.is_some());
        let (milestone, asked) = &self.asked[place];
        let msg = ExecuteMsg::Close { subject: self.s.world.subject(*milestone), round: asked.round() };
        let now = self.now();
        let taken = asked.open.as_ref().is_some_and(|open| open.since.is_over(COLLECTION, now));
        if let Some(response) = self.anyone(&msg, taken) {
            self.conclude(place, &response);
        }
    }

    /// What the round must come to, by the model, is what the contract says.
    fn conclude(&mut self, place: usize, response: &AppResponse) {
        let (now, today) = (self.now(), self.today());
        let asked = &mut self.asked[place].1;
        let Open { seats, said, .. } = asked.open.take().unwrap();
        let said: Vec<Said> = said
            .into_iter()
            .map(|(reporter, outcome)| {
                let Seat { operator, class, weight } = seats[&reporter].clone();
                Said { reporter, operator, class, weight, outcome }
            })
            .collect();
        let whole: u128 = seats.values().map(|seat| seat.weight).sum();
        let rules =
            Rules { whole: Whole::Weighs(whole), tolerance: 15 * 60, min_operators: 3, min_classes: 2 };
        let mut closed = Closed {
            at: now,
            seats,
            outcome: None,
            agreed: vec![],
            is_final: false,
            reward: 0,
            unpaid: 0,
            paid: BTreeSet::new(),
            divided: false,
            case: None,
            pot: None,
        };
        let count = |kind: &str| events(response, kind).len();
        let found = (count(FactDecided::TYPE), count(FactPending::TYPE), count(RoundUndecided::TYPE));
        let number = asked.round();
        let Some((outcome, _, dissent)) = reference::decide(&rules, &said) else {
            assert_eq!(found, (0, 0, 1));
            asked.closed.push(closed);
            return;
        };
        closed.outcome = Some(outcome);
        asked.last_decided = Some(number);
        let (disagree, agree): (Vec<&Said>, Vec<&Said>) =
            said.iter().partition(|said| dissent.contains(&said.reporter));
        closed.agreed = agree.iter().map(|said| said.reporter).collect();
        let standing = after(asked.standing, outcome);
        let is_new = standing != asked.standing;
        if is_new {
            let fees = self.date(place, today);
            (closed.reward, closed.unpaid) = (fees, fees);
        }
        let weight = |said: &[&Said]| said.iter().map(|said| said.weight).sum::<u128>();
        let at_once = weight(&agree) * 4 >= whole * 3
            && weight(&disagree) * 100 <= whole * 15
            && self.has_room(&self.sums, &closed.seats);
        closed.is_final = !is_new || at_once;
        assert_eq!(found, if closed.is_final { (1, 0, 0) } else { (0, 1, 0) }, "{outcome:?}");
        let is_final = closed.is_final;
        let asked = &mut self.asked[place].1;
        asked.closed.push(closed);
        asked.pending = !is_final;
        if is_final {
            self.settle(place, outcome);
        }
    }

    /// A fact moves what hangs on its question to today. Returns the fees that it earns.
    fn date(&mut self, place: usize, today: u64) -> u128 {
        let is_held = self.asked[place].1.disputed().next().is_some();
        let mut fees = 0;
        for sum in self.sums.iter_mut().filter(|sum| sum.hangs_on(place)) {
            (sum.decided, sum.held) = (Some(today), is_held);
            fees += std::mem::take(&mut sum.fee);
        }
        fees
    }

    fn settle(&mut self, place: usize, outcome: Outcome) {
        let now = self.now().time;
        let asked = &mut self.asked[place].1;
        let standing = after(asked.standing, outcome);
        if standing != asked.standing {
            (asked.standing, asked.decided) = (standing, now);
            self.sequence += 1;
        }
    }

    /// Some closed round, best one of which this is true.
    fn some_round(&self, step: Step, is: impl Fn(&Closed) -> bool) -> Option<(usize, u32)> {
        let all = |(place, (_, asked)): (usize, &(MilestoneRef, Asked))| {
            let numbers = (0..).zip(&asked.closed);
            numbers.map(|(number, closed)| (place, number, is(closed))).collect::<Vec<_>>()
        };
        let rounds: Vec<_> = self.asked.iter().enumerate().flat_map(all).collect();
        let good: Vec<_> = rounds.iter().filter(|round| round.2).collect();
        let from = if good.is_empty() || step.mask % 8 == 0 { rounds.iter().collect() } else { good };
        from.get(usize::from(step.amount) % from.len().max(1)).map(|(place, number, _)| (*place, *number))
    }

    fn closed(&mut self, (place, number): (usize, u32)) -> &mut Closed {
        &mut self.asked[place].1.closed[number as usize]
    }

    fn round(&self, (place, number): (usize, u32)) -> RoundRef {
        self.s.round(self.asked[place].0, number)
    }

    fn finalise(&mut self, step: Step) {
        let now = self.now();
        let pends = |closed: &Closed| closed.outcome.is_some() && !closed.is_final && closed.case.is_none();
        let Some(found) = self.some_round(step, pends) else { return };
        let closed = self.closed(found);
        let taken = pends(closed) && closed.at.is_over(CHALLENGE, now);
        let outcome = closed.outcome;
        let msg = ExecuteMsg::Finalise(self.round(found));
        if self.anyone(&msg, taken).is_some() {
            self.make_final(found, outcome.unwrap());
        }
    }

    fn make_final(&mut self, found: (usize, u32), outcome: Outcome) {
        let closed = self.closed(found);
        let was_pending = closed.outcome.is_some() && !closed.is_final;
        closed.is_final = true;
        if was_pending {
            self.asked[found.0].1.pending = false;
        }
        self.settle(found.0, outcome);
    }

    // Cases

    fn exposed(&self, place: usize) -> u128 {
        self.sums.iter().filter(|sum| sum.hangs_on(place)).map(|sum| sum.amount).sum()
    }

    fn challenge(&mut self, step: Step) {
        let now = self.now();
        let can = |closed: &Closed| closed.case.is_none() && !closed.at.is_over(CHALLENGE, now);
        let Some(found) = self.some_round(step, can) else { return };
        let bond = CHALLENGE_BOND.max(self.exposed(found.0).div_ceil(20));
        let taken = can(self.closed(found));
        let msg = ExecuteMsg::Challenge { round: self.round(found), claim: None, evidence: None };
        let challenger = self.s.challenger.clone();
        if self.foretold(&challenger, &msg, &[coin(bond, "uusd")], taken).is_none() {
            return;
        }
        let closed = self.closed(found);
        closed.case = Some(Case { opened: now, bond, open: true });
        if closed.outcome.is_some() {
            let moved = |sum: &&mut Sum| sum.hangs_on(found.0) && sum.decided.is_some();
            self.sums.iter_mut().filter(moved).for_each(|sum| sum.held = true);
        }
    }

    fn rule(&mut self, step: Step) {
        let now = self.now();
        let open = |closed: &Closed| closed.case.as_ref().is_some_and(|case| case.open);
        let Some(found) = self.some_round(step, open) else { return };
        let truth = match step.choice % 5 {
            0 => UNRESOLVABLE,
            1 => not_by(hour(CUTOFFS[usize::from(step.choice) % 3])),
            n => happened(hour(u64::from(n) + 5)),
        };
        let fault = [Fault::None, Fault::Negligence, Fault::Falsification][usize::from(step.choice / 8) % 3];
        let ruling = match step.choice % 7 {
            0 | 1 => Ruling::Upheld {},
            2 => Ruling::Unresolvable {},
            _ => Ruling::Overturned { truth, fault },
        };
        let closed = self.closed(found);
        let in_time = open(closed) && !closed.case.as_ref().unwrap().opened.is_over(ADJUDICATION, now);
        let makes_sense = match ruling {
            Ruling::Overturned { truth, fault } => {
                closed.outcome != Some(truth) && (closed.outcome.is_some() || fault != Fault::Falsification)
            }
            _ => true,
        };
        let adjudicator = self.s.adjudicator.clone();
        let msg = ExecuteMsg::Rule { round: self.round(found), ruling };
        if let Some(response) = self.foretold(&adjudicator, &msg, &[], in_time && makes_sense) {
            self.end_case(found, ruling, &response);
        }
    }

    fn lapse_case(&mut self, step: Step) {
        let now = self.now();
        let open = |closed: &Closed| closed.case.as_ref().is_some_and(|case| case.open);
        let Some(found) = self.some_round(step, open) else { return };
        let msg = ExecuteMsg::LapseCase(self.round(found));
        let closed = self.closed(found);
        let taken = open(closed) && closed.case.as_ref().unwrap().opened.is_over(ADJUDICATION, now);
        if let Some(response) = self.anyone(&msg, taken) {
            self.end_case(found, Ruling::Unresolvable {}, &response);
        }
    }

    fn end_case(&mut self, found: (usize, u32), ruling: Ruling, response: &AppResponse) {
        let (place, today, now) = (found.0, self.today(), self.now().time);
        let closed = self.closed(found);
        closed.case.as_mut().unwrap().open = false;
        let (outcome, was_final) = (closed.outcome, closed.is_final);
        if outcome.is_some() && self.asked[place].1.disputed().next().is_none() {
            let of_it = |sum: &&mut Sum| sum.bound.is_some_and(|(of, _)| of == place);
            for sum in self.sums.iter_mut().filter(of_it).filter(|sum| sum.held) {
                sum.held = false;
                if sum.given_up {
                    sum.decided = Some(0);
                }
            }
        }
        let slashed = self.slashed(response);
        let truth = match ruling {
            Ruling::Upheld {} => {
                assert!(slashed.is_none());
                if let Some(outcome) = outcome.filter(|_| !was_final) {
                    self.make_final(found, outcome);
                }
                return;
            }
            Ruling::Unresolvable {} if outcome.is_none() || was_final => return,
            Ruling::Unresolvable {} => UNRESOLVABLE,
            Ruling::Overturned { truth, fault } => {
                assert!(slashed.is_none() || fault != Fault::None);
                truth
            }
        };
        if let Some(slashed) = slashed {
            let harmed = outcome.filter(|_| was_final).is_some_and(|fact| harms(fact, truth));
            let exposed = self.exposed(place);
            self.put_aside(found, slashed, now);
            if harmed {
                let pot = self.closed(found).pot.as_mut().unwrap();
                (pot.harmed, pot.exposed) = (true, exposed);
            }
        }
        if outcome.is_none() {
            self.date(place, today);
        }
        let closed = self.closed(found);
        if !closed.divided {
            (closed.divided, closed.reward, closed.unpaid) = (true, 0, 0);
        }
        self.make_final(found, truth);
    }

    /// What was taken of all stakes together, if anybody was convicted.
    fn slashed(&self, response: &AppResponse) -> Option<u128> {
        let slashed = events(response, Slashed::TYPE);
        let amount = |event: &&cosmwasm_std::Event| Slashed::try_from(*event).unwrap().amount.get();
        (!slashed.is_empty()).then(|| slashed.iter().map(amount).sum())
    }

    fn put_aside(&mut self, found: (usize, u32), slashed: u128, now: u64) {
        let rest = slashed - slashed * 30 / 100 - 2 * (slashed * 5 / 100);
        let pot = self.closed(found).pot.get_or_insert_with(Pot::default);
        pot.left += rest;
        pot.whole += rest;
        pot.until = now + UNBONDING;
    }

    /// Two words of one key about a closed round.
    fn convict(&mut self, step: Step) {
        let Some(found) = self.some_round(step, |closed| closed.seats.contains_key(&step.who)) else {
            return;
        };
        let milestone = self.asked[found.0].0;
        let words = [10, 12 + u64::from(step.choice % 2) * 20]
            .map(|at| self.s.world.signed(step.who, milestone, found.1, happened(hour(at))));
        let [first, second] = words;
        let msg = ExecuteMsg::Convict { round: self.round(found), first, second };
        let weight = self.closed(found).seats.get(&step.who).map(|seat| seat.weight);
        let stakes = self.stakes();
        let Some(response) = self.send(&self.s.challenger.clone(), &msg, &[]) else { return };
        let slashed = self.slashed(&response).unwrap();
        assert!(slashed > 0 && slashed <= weight.unwrap(), "at most what it weighed");
        assert_eq!(stakes - self.stakes(), slashed);
        let now = self.now().time;
        self.put_aside(found, slashed, now);
    }

    fn fine(&mut self, step: Step) {
        let (stakes, weight) = (self.stakes(), self.s.world.weight(step.who));
        let msg = ExecuteMsg::Fine { feed: FEED, reporter: step.who };
        let Some(response) = self.send(&self.s.world.stranger.clone(), &msg, &[]) else { return };
        let fined = Fined::try_from(events(&response, Fined::TYPE)[0]).unwrap().amount.get();
        assert_eq!(stakes - self.stakes(), fined);
        assert!(fined >= weight.div_ceil(1_000));
    }

    // Payments

    fn compensate(&mut self, step: Step) {
        let Some(found) = self.some_round(step, |closed| closed.pot.as_ref().is_some_and(|pot| pot.harmed))
        else {
            return;
        };
        let Some(place) = self
            .some_sum(step, |sum| sum.hangs_on(found.0) && !sum.compensated)
            .or_else(|| self.some_sum(step, |_| true))
        else {
            return;
        };
        let sum = self.sums[place].clone();
        let pot = self.closed(found).pot.as_mut();
        let amount = match &pot {
            Some(pot) if pot.harmed && pot.exposed > 0 => {
                (pot.whole * sum.amount / pot.exposed).min(sum.amount).min(pot.left)
            }
            _ => 0,
        };
        let hung = sum.hangs_on(found.0) && sum.bound.unwrap().1 <= found.1;
        let taken = amount > 0 && hung && !sum.compensated;
        let consumer = self.consumers()[sum.consumer].to_string();
        let (round, reference, part) = (self.round(found), sum.reference, sum.part);
        let msg = ExecuteMsg::Compensate { round, consumer, reference, part };
        if let Some(response) = self.anyone(&msg, taken) {
            let paid = Compensated::try_from(events(&response, Compensated::TYPE)[0]).unwrap();
            assert_eq!(paid.amount.get(), amount);
            assert!(amount <= sum.amount);
            self.sums[place].compensated = true;
            self.closed(found).pot.as_mut().unwrap().left -= amount;
        }
    }

    fn burn(&mut self, step: Step) {
        let now = self.now().time;
        let Some(found) = self.some_round(step, |closed| closed.pot.is_some()) else { return };
        let msg = ExecuteMsg::Burn(self.round(found));
        let closed = self.closed(found);
        let is_open = closed.case.as_ref().is_some_and(|case| case.open);
        let taken = closed.pot.as_ref().is_some_and(|pot| now >= pot.until && pot.left > 0) && !is_open;
        if self.anyone(&msg, taken).is_some() {
            self.closed(found).pot.as_mut().unwrap().left = 0;
        }
    }

    fn claim(&mut self, step: Step) {
        let now = self.now().time;
        let due = |closed: &Closed| closed.reward > 0 && now >= closed.at.time + UNBONDING;
        let Some(found) = self.some_round(step, due) else { return };
        let closed = self.closed(found);
        let is_open = closed.case.as_ref().is_some_and(|case| case.open);
        let is_owed =
            closed.is_final && closed.agreed.contains(&step.who) && !closed.paid.contains(&step.who);
        let taken = due(closed) && is_owed && !is_open;
        let msg = ExecuteMsg::ClaimRewards { reporter: step.who, rounds: vec![self.round(found)] };
        if self.anyone(&msg, taken).is_some() {
            let closed = self.closed(found);
            let (fees, agreed) = (closed.reward, closed.agreed.len() as u128);
            let each = fees * 85 / 100 / agreed;
            if !std::mem::replace(&mut closed.divided, true) {
                closed.unpaid -= fees - each * agreed;
            }
            closed.unpaid -= each;
            closed.paid.insert(step.who);
        }
    }

    // What is read

    fn seats(&self) -> Seats {
        let operators = self.s.world.operators();
        let seat = |seat: MemberResponse| {
            let operator = operators.iter().position(|operator| operator.as_str() == seat.operator).unwrap();
            let class = CLASSES.iter().position(|class| *class == seat.class).unwrap();
            (seat.reporter, Seat { operator: operator as u8, class: class as u8, weight: seat.weight.get() })
        };
        self.s.world.feed(FEED).committee.into_iter().map(seat).collect()
    }

    /// What these seats weigh and what of it can be lost now: not what is under notice, nor what has left.
    fn votes(&self, seats: &Seats) -> Votes {
        let present = self.s.world.feed(FEED).committee;
        let at_risk = |reporter: &u32, weight: u128| {
            let seat = present.iter().find(|seat| seat.reporter == *reporter);
            seat.map_or(0, |seat| {
                seat.weight.get() - seat.leaving.as_ref().map_or(0, |leaving| leaving.amount.get())
            })
            .min(weight)
        };
        let vote =
            |(reporter, seat): (&u32, &Seat)| (*reporter, (seat.weight, at_risk(reporter, seat.weight)));
        seats.iter().map(vote).collect()
    }

    fn has_room(&self, sums: &[Sum], seats: &Seats) -> bool {
        let today = self.today();
        let hanging = hanging::on_day(sums, today, today, None);
        hanging::fits(hanging, &hanging::caps(&self.votes(seats)))
            && hanging::fits(hanging, &hanging::caps(&self.votes(&self.seats())))
    }

    fn stakes(&self) -> u128 {
        let of = |operator: &Addr| {
            let stake = self.s.world.stake(operator, usd());
            assert_eq!(
                stake.bonded.get(),
                stake.free.get() + stake.pledged.get(),
                "pledges are within the stake"
            );
            stake.bonded.get() + stake.unbonding.iter().map(|part| part.amount.get()).sum::<u128>()
        };
        self.s.world.operators().iter().map(of).sum()
    }

    fn check(&self) {
        let (world, today) = (&self.s.world, self.today());
        let pledged: u128 = world.operators().iter().map(|who| world.stake(who, usd()).pledged.get()).sum();
        assert_eq!(pledged, self.seats().values().map(|seat| seat.weight).sum::<u128>());

        let capacity = self.s.capacity();
        for (place, found) in capacity.consumers.iter().enumerate() {
            let expected = hanging::on_day(&self.sums, today, today, Some(place));
            assert_eq!((found.time.get(), found.outcome.get()), expected, "what hangs on the feed");
        }

        let inquiry = world.inquiry();
        assert_eq!(inquiry.sequence, self.sequence);
        for ((milestone, asked), found) in self.asked.iter().zip(&inquiry.questions) {
            assert_eq!(
                (found.milestone, found.standing, found.round),
                (*milestone, asked.standing, asked.round())
            );
        }

        let deposit = inquiry.deposit.map_or(0, |held| held.amount.u128());
        let fees: u128 = self.sums.iter().map(|sum| sum.fee).sum();
        let rounds = || self.asked.iter().flat_map(|(_, asked)| &asked.closed);
        let rewards: u128 = rounds().map(|closed| closed.unpaid).sum();
        let pots: u128 = rounds().filter_map(|closed| closed.pot.as_ref()).map(|pot| pot.left).sum();
        let cases = rounds().filter_map(|closed| closed.case.as_ref()).filter(|case| case.open);
        let bonds: u128 = cases.map(|case| case.bond).sum();
        let owed = world.owed(usd());
        assert_eq!(
            owed,
            self.stakes() + deposit + fees + rewards + pots + bonds,
            "deposit {deposit}, fees {fees}, rewards {rewards}, pots {pots}, bonds {bonds}"
        );
        assert_eq!(world.usd_of(&world.oracle), owed, "all that is here is somebody's");
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
        assert_eq!(self.s.hanging(), (0, 0));
        let deposit = self.s.world.inquiry().deposit.map_or(0, |held| held.amount.u128());
        assert_eq!(self.s.world.owed(usd()), self.stakes() + deposit);
        let left = self.s.world.state();
        let hangs = left.iter().filter(|(key, _)| key.first() == Some(&b'E') || key.first() == Some(&b'U'));
        assert_eq!(hangs.count(), 0, "no record of what hangs is left");
    }
}

/// Whether somebody is left short by a fact if this is true, from DESIGN §5: it names another outcome or another time, unless what it
/// says is true all the same.
fn harms(fact: Outcome, truth: Outcome) -> bool {
    match (fact, truth) {
        (Outcome::NotBy { cutoff }, Outcome::NotBy { cutoff: truly }) => truly < cutoff,
        (Outcome::NotBy { cutoff }, Outcome::Happened { at }) => at <= cutoff,
        _ => fact != truth,
    }
}

/// What stands after an outcome, from the words of `types::journey::Standing`.
fn after(before: Standing, outcome: Outcome) -> Standing {
    match outcome {
        Outcome::Happened { at } => Standing {
            happened: Some(at),
            not_by: before.not_by.filter(|cutoff| *cutoff < at),
            unresolvable: false,
        },
        Outcome::NotBy { cutoff } => Standing {
            happened: before.happened.filter(|at| *at > cutoff),
            not_by: before.not_by.into_iter().chain([cutoff]).max(),
            unresolvable: false,
        },
        Outcome::Unresolvable {} => Standing { happened: None, not_by: None, unresolvable: true },
        Outcome::Measured { .. } => unreachable!("an event is no number"),
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
