//! Challenges, rulings and convictions.

use crate::*;

/// Whether what a round decided cannot be if this is true, from DESIGN §1: an event happens once; not by a date is refuted by a time
/// up to it; what is established is not unresolvable.
fn refutes(fact: Outcome, truth: Outcome) -> bool {
    match (fact, truth) {
        (Outcome::Happened { at }, Outcome::NotBy { cutoff })
        | (Outcome::NotBy { cutoff }, Outcome::Happened { at }) => at <= cutoff,
        (Outcome::NotBy { .. }, Outcome::NotBy { .. }) => false,
        _ => fact != truth,
    }
}

/// Who is harmed: 0 by too much or too early, 1 by too little or too late, 2 by a number that is none.
fn harmed_by(fact: Outcome, truth: Outcome) -> u8 {
    use Outcome::{Happened, Measured, NotBy, Unresolvable};
    match (fact, truth) {
        (Happened { at }, Happened { at: truly }) => (at > truly).into(),
        (Measured { value, .. }, Measured { value: truly, .. }) => (value < truly).into(),
        (Measured { .. }, Unresolvable {}) => 2,
        (NotBy { .. }, _) | (Unresolvable {}, Happened { .. }) => 1,
        _ => 0,
    }
}

impl Walk {
    pub fn exposed_of(&self, place: usize, times_only: bool) -> u128 {
        let counts = |sum: &&Sum| sum.hangs_on(place) && (!times_only || sum.kind == ExposureKind::Time);
        self.sums.iter().filter(counts).map(|sum| sum.amount).sum()
    }

    pub fn exposed(&self, place: usize) -> u128 {
        self.sums.iter().filter(|sum| sum.hangs_on(place)).map(|sum| sum.amount).sum()
    }

    pub fn challenge(&mut self, step: Step) {
        let now = self.now();
        let can = |closed: &Closed| closed.case.is_none() && !closed.watched.is_over(CHALLENGE, now);
        let worth = |closed: &Closed| can(closed) && (closed.reward > 0 || step.mask.is_multiple_of(4));
        let Some(found) = self.some_round(step, worth) else { return };
        let bond = CHALLENGE_BOND.max(self.exposed(found.0).div_ceil(20));
        let taken = can(self.closed(found));
        let msg = ExecuteMsg::Challenge { round: self.round(found), claim: None, evidence: None };
        let challenger = self.s.challenger.clone();
        if self.foretold(&challenger, &msg, &[coin(bond, "uusd")], taken).is_none() {
            return;
        }
        let closed = self.closed(found);
        closed.case = Some(Case { opened: now, bond, open: true, is_void: false });
        if closed.outcome.is_some() {
            let moved = |sum: &&mut Sum| sum.hangs_on(found.0) && sum.decided.is_some();
            self.sums.iter_mut().filter(moved).for_each(|sum| sum.held = true);
        }
    }

    pub fn rule(&mut self, step: Step) {
        let now = self.now();
        let open = |closed: &Closed| closed.case.as_ref().is_some_and(|case| case.open);
        let in_time = |closed: &Closed| {
            open(closed) && !closed.case.as_ref().unwrap().opened.is_over(ADJUDICATION, now)
        };
        let weighty = |closed: &Closed| in_time(closed) && (closed.reward > 0 || step.mask.is_multiple_of(2));
        let Some(found) = self.some_round(step, weighty) else { return };
        let truth = match step.choice % 5 {
            0 => UNRESOLVABLE,
            1 => not_by(hour(CUTOFFS[usize::from(step.choice) % 3])),
            n => happened(hour(u64::from(n) + 5)),
        };
        let fault = [Fault::None, Fault::Negligence, Fault::Falsification][usize::from(step.choice / 8) % 3];
        let ruling = match step.choice % 9 {
            0 | 1 => Ruling::Upheld {},
            2 => Ruling::Unresolvable {},
            _ => Ruling::Overturned { truth, fault },
        };
        let closed = self.closed(found);
        let in_time = in_time(closed);
        let makes_sense = match ruling {
            Ruling::Overturned { truth, fault } => {
                closed.outcome.map_or(fault != Fault::Falsification, |fact| refutes(fact, truth))
            }
            _ => true,
        };
        let adjudicator = self.s.adjudicator.clone();
        let msg = ExecuteMsg::Rule { round: self.round(found), ruling };
        if let Some(response) = self.foretold(&adjudicator, &msg, &[], in_time && makes_sense) {
            self.end_case(found, ruling, &response);
        }
    }

    pub fn lapse_case(&mut self, step: Step) {
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

    pub fn end_case(&mut self, found: (usize, u32), ruling: Ruling, response: &AppResponse) {
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
            Ruling::Unresolvable {} if outcome.is_none() || was_final => {
                self.closed(found).case.as_mut().unwrap().is_void = true;
                return;
            }
            Ruling::Unresolvable {} => UNRESOLVABLE,
            Ruling::Overturned { truth, fault } => {
                assert!(slashed.is_none() || fault != Fault::None);
                truth
            }
        };
        if let Some(slashed) = slashed {
            let harmed = outcome.filter(|_| was_final).is_some_and(|fact| refutes(fact, truth));
            let times_only =
                matches!((outcome, truth), (Some(Outcome::Happened { .. }), Outcome::Happened { .. }));
            let exposed = self.exposed_of(place, times_only);
            if harmed {
                let place = self.asked[found.0].1.closed.iter().filter(|closed| closed.pot.is_some()).count();
                let pot = self.closed(found).pot.get_or_insert_with(|| Pot { place, ..Pot::default() });
                (pot.times_only, pot.exposed) = (times_only, exposed);
            }
            let harm = (outcome.map_or(0, |fact| harmed_by(fact, truth)), times_only);
            let before = self.asked[found.0].1.covered.get(&harm).copied().unwrap_or_default();
            let covered = if before.0 == exposed { before.1 } else { 0 };
            if let Some(pot) = self.closed(found).pot.as_mut().filter(|_| harmed) {
                pot.covered = covered;
            }
            self.put_aside(found, &slashed, now);
            if harmed {
                let whole = self.closed(found).pot.as_ref().unwrap().whole;
                self.asked[found.0].1.covered.insert(harm, (exposed, covered + whole));
            }
        }
        if outcome.is_none() {
            self.date(place, today);
            let asked = &mut self.asked[place].1;
            asked.last_decided = asked.last_decided.max(Some(found.1));
        }
        let closed = self.closed(found);
        if !closed.divided {
            (closed.divided, closed.reward, closed.unpaid) = (true, 0, 0);
        }
        self.make_final(found, truth);
    }

    /// What was taken of each reporter, if anybody was convicted.
    pub fn slashed(&self, response: &AppResponse) -> Option<Vec<(u32, u128)>> {
        let slashed = events(response, Slashed::TYPE);
        let taken = |event: &cosmwasm_std::Event| {
            let event = Slashed::try_from(event).unwrap();
            (event.reporter, event.amount.get())
        };
        (!slashed.is_empty()).then(|| slashed.into_iter().map(taken).collect())
    }

    pub fn put_aside(&mut self, found: (usize, u32), slashed: &[(u32, u128)], now: u64) {
        let until = now + UNBONDING;
        let rest_of = |taken: u128| taken - taken * 30 / 100 - 2 * (taken * 5 / 100);
        let mut rest = rest_of(slashed.iter().map(|(_, taken)| taken).sum());
        rest += slashed.iter().filter_map(|(who, _)| self.kept.get(who)).map(|kept| kept.0).sum::<u128>();
        if let Some(pot) = &mut self.closed(found).pot {
            let given = rest.min(pot.exposed.saturating_sub(pot.whole + pot.covered));
            (pot.left, pot.whole, pot.until) = (pot.left + given, pot.whole + given, until);
            rest -= given;
        }
        for (who, taken) in slashed {
            let kept = self.kept.entry(*who).or_default();
            let own = rest.min(kept.0 + rest_of(*taken));
            *kept = (own, until);
            rest -= own;
        }
        assert_eq!(rest, 0);
    }

    /// Two words of one key about a closed round.
    pub fn convict(&mut self, step: Step) {
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
        assert!(slashed[0].1 > 0 && slashed[0].1 <= weight.unwrap(), "at most what it weighed");
        assert_eq!(stakes - self.stakes(), slashed[0].1);
        let now = self.now().time;
        self.put_aside(found, &slashed, now);
    }

    pub fn fine(&mut self, step: Step) {
        let (stakes, weight) = (self.stakes(), self.s.world.weight(step.who));
        let msg = ExecuteMsg::Fine { feed: FEED, reporter: step.who };
        let Some(response) = self.send(&self.s.world.stranger.clone(), &msg, &[]) else { return };
        let fined = Fined::try_from(events(&response, Fined::TYPE)[0]).unwrap().amount.get();
        assert_eq!(stakes - self.stakes(), fined);
        assert!(fined >= weight.div_ceil(1_000));
    }
}
