//! What hangs on one question, and how facts and cases move it.

use numeric::{Amount, UnixTime};
use serde::{Deserialize, Serialize};

use super::exposure::{Exposure, Period, Share, Sums};
use super::slashing::{Harm, Pot};
use crate::ContractError;

/// What hangs on one question.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Hanging {
    parts: Vec<Hung>,
    /// The fees that its next fact earns.
    pub reward: Amount,
    /// How many facts have moved what hung on it then.
    pub facts: u32,
    /// How many of them were found false and have a pot, which is not for what is bound after that. It matters while another case is
    /// open: without one, what is bound hangs on no round that was ruled.
    pub pots: u32,
    /// What those hold for all that hangs on it.
    covered: Vec<Covered>,
    /// Open cases about facts of the question, and the first round that they are about.
    cases: u32,
    disputed: u32,
    /// All its rounds with an open case, about a fact or about silence, and since when.
    challenged: Vec<(u32, UnixTime)>,
}

/// What pots of one harm hold for the same money.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
struct Covered {
    harm: Harm,
    times_only: bool,
    exposed: Amount,
    amount: Amount,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
struct Hung {
    consumer: u8,
    /// When the fact is expected; once there is one, when it was decided last.
    period: Period,
    state: HungState,
    sums: Sums,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
enum HungState {
    /// In its period's expectation, or due.
    Expected,
    /// Dated by a fact; held while there are cases.
    Decided,
    /// Given up while it was held: it counts until the cases end.
    GivenUp,
}

/// Most later days of one question that are kept apart.
const MAX_LATER: usize = 16;

impl Hanging {
    /// Whether nothing hangs on the question, and nothing is remembered of it.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.reward.is_zero() && self.cases == 0 && self.challenged.is_empty()
    }

    /// A round of it is challenged.
    pub fn challenge(&mut self, round: u32, now: UnixTime) {
        self.challenged.push((round, now));
    }

    /// Its case has ended.
    pub fn end_challenge(&mut self, round: u32) {
        self.challenged.retain(|(challenged, _)| *challenged != round);
    }

    /// Since when the first of the open cases is.
    pub fn challenged(&self) -> Option<UnixTime> {
        self.challenged.iter().map(|(_, since)| *since).min()
    }

    /// A fact of it was found false. Returns how many were before.
    pub fn open_pot(&mut self) -> Result<u32, ContractError> {
        let more = self.pots.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "pot" })?;
        Ok(std::mem::replace(&mut self.pots, more))
    }

    /// What other pots hold already for those for whom this one is: all of them together pay nobody more than its amount.
    pub fn covered(&self, harm: Harm, times_only: bool, exposed: Amount) -> Amount {
        let is_same = |of: &&Covered| (of.harm, of.times_only, of.exposed) == (harm, times_only, exposed);
        self.covered.iter().find(is_same).map_or(Amount::ZERO, |of| of.amount)
    }

    /// A pot was filled.
    pub fn cover(&mut self, pot: &Pot) -> Result<(), ContractError> {
        let Pot { harm, times_only, exposed, .. } = *pot;
        let amount = self.covered(harm, times_only, exposed).checked_add(pot.whole)?;
        self.covered.retain(|of| (of.harm, of.times_only) != (harm, times_only));
        self.covered.push(Covered { harm, times_only, exposed, amount });
        Ok(())
    }

    /// All that hangs on it.
    pub fn sum(&self) -> Result<Amount, ContractError> {
        let parts = self.parts.iter().filter(|part| part.state != HungState::GivenUp);
        parts.map(|part| part.sums).try_fold(Amount::ZERO, |sum, sums| Ok(sum.checked_add(sums.total()?)?))
    }

    /// What of it hangs on times.
    pub fn sum_of_times(&self) -> Result<Amount, ContractError> {
        let parts = self.parts.iter().filter(|part| part.state != HungState::GivenUp);
        parts.map(|part| part.sums.time).try_fold(Amount::ZERO, |sum, time| Ok(sum.checked_add(time)?))
    }

    /// What hangs on it for days to come, or has lapsed since a fact moved it, if that is more than all else: a fact now would
    /// be ahead of its day, or move again what has no room any more.
    pub fn ahead(&self, present: Period, span: usize) -> Result<Option<Sums>, ContractError> {
        let mut early = Sums::default();
        let age = |part: &Hung| usize::try_from(present.saturating_sub(part.period)).unwrap_or(usize::MAX);
        let is_early = |part: &&Hung| match part.state {
            HungState::Expected => part.period > present,
            HungState::Decided => self.cases == 0 && age(part) >= span,
            HungState::GivenUp => false,
        };
        self.parts.iter().filter(is_early).try_for_each(|part| early.add(part.sums))?;
        let rest = self.sum()?.checked_sub(early.total()?)?;
        Ok((early.total()? > rest).then_some(early))
    }

    /// The first round that an open case is about.
    pub fn disputed(&self) -> Option<u32> {
        (self.cases > 0).then_some(self.disputed)
    }

    /// A part of a reservation hangs on it from now on, until its next fact. Where more later days hang there than are kept apart,
    /// the least of their sums is due at once: returned with the period of which it is taken. So nobody's dust keeps another away.
    pub fn bind(
        &mut self,
        exposure: &Exposure,
        consumer: u8,
        period: Period,
        sums: Sums,
    ) -> Result<Option<(Period, Share)>, ContractError> {
        self.parts.push(Hung { consumer, period, state: HungState::Expected, sums });
        // What is due is due, whatever its day was.
        for mut part in std::mem::take(&mut self.parts) {
            if part.is_expected() && exposure.has_counted(part.period) {
                part.period = exposure.due_period();
            }
            self.put(part)?;
        }
        let is_later = |part: &Hung| part.is_expected() && !exposure.has_counted(part.period);
        if self.parts.iter().filter(|part| is_later(part)).count() <= MAX_LATER {
            return Ok(None);
        }
        let mut least: Option<(Amount, Hung)> = None;
        for part in self.parts.iter().filter(|part| is_later(part)) {
            let total = part.sums.total()?;
            if least.is_none_or(|(known, _)| total < known) {
                least = Some((total, *part));
            }
        }
        let Some((_, least)) = least else { return Ok(None) };
        self.parts.retain(|part| *part != least);
        self.put(Hung { period: exposure.due_period(), ..least })?;
        Ok(Some((least.period, (least.consumer, least.sums))))
    }

    /// A part of a reservation hangs on its last fact, which may turn out false: it counts as decided now, and so does all
    /// else that hangs on it and will be harmed with it.
    pub fn bind_to_fact(
        &mut self,
        exposure: &mut Exposure,
        consumer: u8,
        sums: Sums,
    ) -> Result<(), ContractError> {
        for mut part in std::mem::take(&mut self.parts) {
            self.decide_again(exposure, &mut part)?;
            self.put(part)?;
        }
        // No pot that is there is for it.
        self.covered.clear();
        self.count(exposure, consumer, sums)?;
        self.put(Hung { consumer, period: exposure.present, state: HungState::Decided, sums })
    }

    /// A part of a reservation is given up that no fact has moved. Returns by period what that takes: of its own, and where that
    /// was made due, of what is due.
    pub fn give_up_expected(
        &mut self,
        exposure: &Exposure,
        consumer: u8,
        period: Period,
        sums: Sums,
    ) -> Result<Vec<(Period, Share)>, ContractError> {
        let (mut rest, mut freed) = (sums, Vec::new());
        for own in [true, false] {
            let holds = |part: &&mut Hung| {
                let is_there = if own { part.period == period } else { exposure.has_counted(part.period) };
                part.consumer == consumer && part.is_expected() && is_there
            };
            for part in self.parts.iter_mut().filter(holds) {
                let taken = part.sums.least(rest);
                part.sums.sub(taken)?;
                rest.sub(taken)?;
                freed.push((part.period, (consumer, taken)));
            }
        }
        self.parts.retain(|part| !part.sums.is_zero());
        Ok(freed)
    }

    /// A part of a reservation is given up that a fact has moved, whenever that was: it lapses as it would have, and later
    /// facts do not move it again.
    pub fn give_up_decided(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        let mut rest = sums;
        for part in &mut self.parts {
            if (part.consumer, part.state) == (consumer, HungState::Decided) {
                let taken = part.sums.least(rest);
                part.sums.sub(taken)?;
                rest.sub(taken)?;
            }
        }
        self.parts.retain(|part| !part.sums.is_zero());
        if self.cases > 0 {
            let mut held = sums;
            held.sub(rest)?;
            self.put(Hung { consumer, period: 0, state: HungState::GivenUp, sums: held })?;
        }
        Ok(())
    }

    /// There is a fact: all that hangs on the question is dated to now. Returns what was expected until now, by period.
    pub fn decide(&mut self, exposure: &mut Exposure) -> Result<Vec<(Period, Share)>, ContractError> {
        self.facts = self.facts.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "fact" })?;
        let (now, mut expected) = (exposure.present, Vec::new());
        for mut part in std::mem::take(&mut self.parts) {
            match part.state {
                HungState::GivenUp => {}
                HungState::Expected => {
                    expected.push((part.period, (part.consumer, part.sums)));
                    self.count(exposure, part.consumer, part.sums)?;
                    (part.period, part.state) = (now, HungState::Decided);
                }
                HungState::Decided => self.decide_again(exposure, &mut part)?,
            }
            self.put(part)?;
        }
        Ok(expected)
    }

    /// A case about a fact of the question begins: what a fact has moved counts until no case is open.
    pub fn dispute(&mut self, round: u32, exposure: &mut Exposure) -> Result<(), ContractError> {
        if self.cases == 0 {
            for part in self.parts.iter().filter(|part| part.state == HungState::Decided) {
                exposure.take_decided(part.consumer, part.period, part.sums)?;
                exposure.hold(part.consumer, part.sums)?;
            }
        }
        self.disputed = self.disputed().map_or(round, |before| before.min(round));
        self.cases = self.cases.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "case" })?;
        Ok(())
    }

    /// It ends. If it was the last one, what was held lapses with its window.
    pub fn end_dispute(&mut self, exposure: &mut Exposure, span: usize) -> Result<(), ContractError> {
        self.cases = self.cases.saturating_sub(1);
        if self.cases > 0 {
            return Ok(());
        }
        for part in self.parts.iter().filter(|part| part.state != HungState::Expected) {
            exposure.let_go(part.consumer, part.sums)?;
            if part.state == HungState::Decided {
                exposure.put_back(part.consumer, part.period, part.sums, span)?;
            }
        }
        self.parts.retain(|part| part.state != HungState::GivenUp);
        Ok(())
    }

    /// What was decided counts as decided now.
    fn decide_again(&self, exposure: &mut Exposure, part: &mut Hung) -> Result<(), ContractError> {
        if part.state == HungState::Decided {
            if self.cases == 0 {
                exposure.take_decided(part.consumer, part.period, part.sums)?;
                exposure.add_decided(part.consumer, part.sums)?;
            }
            part.period = exposure.present;
        }
        Ok(())
    }

    /// What counts as decided now.
    fn count(&self, exposure: &mut Exposure, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        match self.cases {
            0 => exposure.add_decided(consumer, sums),
            _ => exposure.hold(consumer, sums),
        }
    }

    /// One entry for all that is alike.
    fn put(&mut self, hung: Hung) -> Result<(), ContractError> {
        let same = |part: &&mut Hung| {
            (part.consumer, part.period, part.state) == (hung.consumer, hung.period, hung.state)
        };
        if let Some(part) = self.parts.iter_mut().find(same) {
            return part.sums.add(hung.sums);
        }
        self.parts.push(hung);
        Ok(())
    }
}

impl Hung {
    fn is_expected(&self) -> bool {
        self.state == HungState::Expected
    }
}

#[cfg(test)]
mod tests {
    use types::oracle::ExposureKind;

    use super::*;

    /// A feed that nobody has touched for so long that one message does not count all that has become due: what is due when
    /// more is bound is looked for, later, where it was counted.
    #[test]
    fn what_is_due_on_a_feed_that_is_behind_is_found_again() {
        let (today, counted) = (15_706, 15_670);
        let one = Sums::of(ExposureKind::Time, Amount::new(1));
        let mut exposure = Exposure::default();
        exposure.roll(today, &[(counted, vec![(0, one)])], false, 3).unwrap();
        let mut hanging = Hanging::default();
        hanging.bind(&exposure, 0, counted, one).unwrap();
        let moved = hanging.decide(&mut exposure).unwrap();
        assert!(moved.iter().all(|(period, _)| exposure.has_counted(*period)), "{moved:?}");
    }
}
