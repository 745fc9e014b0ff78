//! Reporters speak, rounds close, and what they come to is final or waits.

use crate::*;

impl Walk {
    pub fn question(&self, step: Step, is: impl Fn(&Asked) -> bool) -> usize {
        let found: Vec<usize> = (0..self.asked.len()).filter(|place| is(&self.asked[*place].1)).collect();
        match found.get(usize::from(step.choice / 16) % found.len().max(1)) {
            Some(place) => *place,
            None => usize::from(step.amount) % self.asked.len(),
        }
    }

    pub fn report(&mut self, step: Step) {
        let now = self.now();
        let takes = |asked: &Asked| {
            asked.open.is_some()
                || !asked.pending && (!asked.is_answered() || now.time < asked.decided + CORRECTION)
        };
        let hung = (0..self.asked.len()).find(|place| {
            takes(&self.asked[*place].1) && self.exposed(*place) > 0 && !step.mask.is_multiple_of(5)
        });
        let place = hung.unwrap_or_else(|| self.question(step, takes));
        let asked = &self.asked[place].1;
        let seats = asked.open.as_ref().map_or_else(|| self.seats(), |open| open.seats.clone());
        let outcome = |choice: u8| match choice % 8 {
            0 => not_by(hour(CUTOFFS[usize::from(choice / 8) % 3])),
            1 => UNRESOLVABLE,
            other => happened(hour(u64::from(other) + 4)),
        };
        let words: Vec<(u32, Outcome)> = (1..=9_u32)
            .filter(|number| {
                seats.contains_key(number) && (step.mask >> number & 1 == 1 || !step.amount.is_multiple_of(3))
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

    pub fn close(&mut self, step: Step) {
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
    pub fn conclude(&mut self, place: usize, response: &AppResponse) {
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
            watched: now,
            seats,
            outcome: None,
            is_ahead: false,
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
        let standing = after(asked.standing, outcome);
        let is_new = standing != asked.standing;
        if is_new && self.is_ahead_without_room(place, &closed.seats) {
            assert_eq!(found, (0, 0, 1), "ahead of its day");
            closed.is_ahead = true;
            self.asked[place].1.closed.push(closed);
            return;
        }
        let asked = &mut self.asked[place].1;
        closed.outcome = Some(outcome);
        asked.last_decided = Some(number);
        let (disagree, agree): (Vec<&Said>, Vec<&Said>) =
            said.iter().partition(|said| dissent.contains(&said.reporter));
        closed.agreed = agree.iter().map(|said| said.reporter).collect();
        if is_new {
            let fees = self.date(place, today);
            (closed.reward, closed.unpaid) = (fees, fees);
        }
        let weight = |said: &[&Said]| said.iter().map(|said| said.weight).sum::<u128>();
        let at_once = weight(&agree) * 4 >= whole * 3
            && weight(&disagree) * 100 <= whole * 15
            && self.has_room(&self.sums, &closed.seats, 1);
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

    /// Whether more of what hangs on a question is for days to come, or has lapsed, than not, and too much would wait for its
    /// window.
    fn is_ahead_without_room(&self, place: usize, seats: &Seats) -> bool {
        let today = self.today();
        let is_early = |sum: &Sum| match sum.decided {
            None => sum.expected > today,
            Some(decided) => !sum.held && decided + SPAN <= today,
        };
        let hanging = || self.sums.iter().filter(|sum| sum.hangs_on(place));
        let early: u128 = hanging().filter(|sum| is_early(sum)).map(|sum| sum.amount).sum();
        let all: u128 = hanging().map(|sum| sum.amount).sum();
        if early * 2 <= all {
            return false;
        }
        let mut moved = self.sums.clone();
        for sum in moved.iter_mut().filter(|sum| sum.hangs_on(place) && is_early(sum)) {
            sum.decided = Some(today);
        }
        !self.has_room(&moved, seats, BACKLOG)
    }

    /// A fact moves what hangs on its question to today. Returns the fees that it earns.
    pub fn date(&mut self, place: usize, today: u64) -> u128 {
        let is_held = self.asked[place].1.disputed().next().is_some();
        let mut fees = 0;
        for sum in self.sums.iter_mut().filter(|sum| sum.hangs_on(place)) {
            (sum.decided, sum.held) = (Some(today), is_held);
            fees += std::mem::take(&mut sum.fee);
        }
        fees
    }

    pub fn settle(&mut self, place: usize, outcome: Outcome) {
        let now = self.now().time;
        let asked = &mut self.asked[place].1;
        let standing = after(asked.standing, outcome);
        if standing != asked.standing {
            (asked.standing, asked.decided) = (standing, now);
            self.sequence += 1;
        }
    }

    /// Some closed round, best one of which this is true.
    pub fn some_round(&self, step: Step, is: impl Fn(&Closed) -> bool) -> Option<(usize, u32)> {
        let all = |(place, (_, asked)): (usize, &(MilestoneRef, Asked))| {
            let numbers = (0..).zip(&asked.closed);
            numbers.map(|(number, closed)| (place, number, is(closed))).collect::<Vec<_>>()
        };
        let rounds: Vec<_> = self.asked.iter().enumerate().flat_map(all).collect();
        let good: Vec<_> = rounds.iter().filter(|round| round.2).collect();
        let from =
            if good.is_empty() || step.mask.is_multiple_of(8) { rounds.iter().collect() } else { good };
        from.get(usize::from(step.amount) % from.len().max(1)).map(|(place, number, _)| (*place, *number))
    }

    pub fn closed(&mut self, (place, number): (usize, u32)) -> &mut Closed {
        &mut self.asked[place].1.closed[number as usize]
    }

    pub fn round(&self, (place, number): (usize, u32)) -> RoundRef {
        self.s.round(self.asked[place].0, number)
    }

    pub fn finalise(&mut self, step: Step) {
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

    pub fn make_final(&mut self, found: (usize, u32), outcome: Outcome) {
        let closed = self.closed(found);
        let was_pending = closed.outcome.is_some() && !closed.is_final;
        closed.is_final = true;
        if was_pending {
            self.asked[found.0].1.pending = false;
        }
        self.settle(found.0, outcome);
    }
}
