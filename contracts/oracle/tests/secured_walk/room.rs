//! Consumers take room, hang it on questions, and give it up.

use std::collections::BTreeMap;

use crate::*;

impl Walk {
    pub fn reserve(&mut self, step: Step) {
        let (now, today) = (self.now().time, self.today());
        let place = usize::from(step.choice % 2);
        let until = now + (1 + u64::from(step.mask) % 60) * DAY;
        let kind = if step.choice & 2 == 0 { ExposureKind::Time } else { ExposureKind::Outcome };
        let part = |amount: u16, ahead: u64, kind| ReservedPart {
            amount: units(u128::from(amount) / 2 + 1),
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
                pots: 0,
                decided: None,
                held: false,
                given_up: false,
                compensated: BTreeMap::new(),
            });
            taken &= (expected..expected + SPAN).all(|day| {
                hanging::fits(hanging::on_day(&sums, day, today, None), &caps, 1)
                    && hanging::fits(hanging::on_day(&sums, day, today, Some(place)), &share, 1)
            });
        }
        let (consumer, funds) = (self.consumers()[place].clone(), Secured::fee_of(&parts));
        if self.foretold(&consumer, &msg, &funds, taken).is_some() {
            self.sums = sums;
        }
    }

    pub fn some_sum(&self, step: Step, is: impl Fn(&Sum) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.sums.len()).filter(|place| is(&self.sums[*place])).collect();
        found.get(usize::from(step.amount) % found.len().max(1)).copied()
    }

    pub fn bind(&mut self, step: Step) {
        let Some(place) = self.some_sum(step, |sum| sum.bound.is_none() && !sum.given_up) else { return };
        let question =
            self.question(step, |asked| step.mask.is_multiple_of(4) == asked.last_decided.is_some());
        if self.sums.iter().filter(|sum| sum.bound.is_some_and(|(of, _)| of == question)).count() > 12 {
            return;
        }
        let (now, today) = (self.now(), self.today());
        let (milestone, asked) = &self.asked[question];
        let disputed = asked.disputed().min();
        let fact = asked.last_decided;
        let is_ruled = disputed.is_none()
            && fact.is_some_and(|last| {
                asked.closed[last as usize].case.as_ref().is_some_and(|case| !case.is_void)
            });
        let (mut sums, mut sum) = (self.sums.clone(), self.sums[place].clone());
        let (msg, mut taken) = (self.s.bind_msg(sum.reference, &[(sum.part, *milestone)]), true);
        sum.pots = asked.closed.iter().filter(|closed| closed.pot.is_some()).count();
        match fact {
            None => sum.bound = Some((question, asked.round())),
            Some(last) => {
                let first = disputed.map_or(last, |first| first.min(last));
                sum.bound = Some((question, if is_ruled { asked.round() } else { first }));
                (sum.decided, sum.held) = (Some(today), disputed.is_some());
                let watched = |sum: &&mut Sum| sum.hangs_on(question) && sum.decided.is_some();
                sums.iter_mut().filter(watched).for_each(|sum| sum.decided = Some(today));
                sums[place] = sum.clone();
                taken = is_ruled || self.has_room(&sums, &asked.closed[last as usize].seats, 1);
            }
        }
        let consumer = self.consumers()[sum.consumer].clone();
        if self.foretold(&consumer, &msg, &[], taken).is_none() {
            return;
        }
        if let Some(last) = fact {
            self.asked[question].1.covered.clear();
            let closed = &mut self.asked[question].1.closed[last as usize];
            if !is_ruled {
                closed.watched = now;
            }
            closed.case.take_if(|case| case.is_void);
            if !closed.divided {
                closed.reward += sum.fee;
                closed.unpaid += sum.fee;
            }
            sum.fee = 0;
        }
        sums[place] = sum;
        self.sums = sums;
    }

    pub fn release(&mut self, step: Step) {
        let Some(place) = self.some_sum(step, |_| true) else { return };
        let sum = &self.sums[place];
        let (consumer, taken) = (self.consumers()[sum.consumer].clone(), !sum.given_up);
        let msg = ExecuteMsg::Release { reference: sum.reference, parts: vec![sum.part] };
        if self.foretold(&consumer, &msg, &[], taken).is_some() {
            self.give_up(place);
        }
    }

    pub fn lapse(&mut self, step: Step) {
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

    pub fn give_up(&mut self, place: usize) {
        self.sums[place].given_up = true;
        self.sums[place].fee = 0;
    }
}
