//! What is paid to whom, of slashed stake and of fees.

use crate::*;

impl Walk {
    pub fn compensate(&mut self, step: Step) {
        let Some(found) = self.some_round(step, |closed| closed.pot.is_some()) else { return };
        let Some(place) = self
            .some_sum(step, |sum| {
                sum.hangs_on(found.0) && sum.uncompensated() > 0 && sum.bound.unwrap().1 <= found.1
            })
            .or_else(|| self.some_sum(step, |_| true))
        else {
            return;
        };
        let sum = self.sums[place].clone();
        let pot = self.closed(found).pot.as_mut();
        let amount = match &pot {
            Some(pot) if pot.exposed > 0 => {
                let before = sum.compensated.get(&found.1).copied().unwrap_or_default();
                let share = pot.whole * sum.amount / pot.exposed;
                share.saturating_sub(before).min(sum.uncompensated()).min(pot.left)
            }
            _ => 0,
        };
        let is_harmed = pot.as_ref().is_some_and(|pot| !pot.times_only || sum.kind == ExposureKind::Time);
        let was_there = pot.as_ref().is_some_and(|pot| sum.pots <= pot.place);
        let hung = sum.hangs_on(found.0) && sum.bound.unwrap().1 <= found.1 && is_harmed && was_there;
        let taken = amount > 0 && hung;
        let consumer = self.consumers()[sum.consumer].to_string();
        let (round, reference, part) = (self.round(found), sum.reference, sum.part);
        let msg = ExecuteMsg::Compensate { round, consumer, reference, part };
        if let Some(response) = self.anyone(&msg, taken) {
            let paid = Compensated::try_from(events(&response, Compensated::TYPE)[0]).unwrap();
            assert_eq!(paid.amount.get(), amount);
            let compensated = &mut self.sums[place].compensated;
            *compensated.entry(found.1).or_default() += amount;
            assert!(compensated.values().sum::<u128>() <= sum.amount);
            self.closed(found).pot.as_mut().unwrap().left -= amount;
        }
    }

    pub fn burn(&mut self, step: Step) {
        let now = self.now().time;
        if step.choice.is_multiple_of(2) {
            return self.burn_kept(step.who, now);
        }
        let Some(found) = self.some_round(step, |closed| closed.pot.is_some()) else { return };
        let msg = ExecuteMsg::Burn(self.round(found));
        let closed = self.closed(found);
        let is_open = closed.case.as_ref().is_some_and(|case| case.open);
        let taken = closed.pot.as_ref().is_some_and(|pot| now >= pot.until && pot.left > 0) && !is_open;
        if self.anyone(&msg, taken).is_some() {
            let pot = self.closed(found).pot.as_mut().unwrap();
            (pot.left, pot.whole) = (0, 0);
        }
    }

    /// What is kept of a reporter is burned in time, but not while it may be for somebody.
    fn burn_kept(&mut self, reporter: u32, now: u64) {
        let (kept, until) = self.kept.get(&reporter).copied().unwrap_or_default();
        let no_case = !self
            .asked
            .iter()
            .flat_map(|(_, asked)| &asked.closed)
            .any(|closed| closed.case.as_ref().is_some_and(|case| case.open));
        let is_due = kept > 0 && now >= until;
        let msg = ExecuteMsg::BurnKept { feed: FEED, reporters: vec![reporter] };
        let taken = self.send(&self.s.world.stranger.clone(), &msg, &[]).is_some();
        assert!(taken <= is_due && taken >= (is_due && no_case), "{kept} until {until}, now {now}");
        if taken {
            self.kept.remove(&reporter);
        }
    }

    pub fn claim(&mut self, step: Step) {
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
}
