//! What hangs on a feed, by the period in which its facts are expected.
//!
//! A reservation counts from the period of its expected day for as many periods as a challenge window touches; what is
//! still without a fact when its period begins is *due* and counts in every later period too; a fact moves its sum into
//! the period in which it was decided, where it lapses when the window is over.

use numeric::{Amount, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::oracle::ExposureKind;

use crate::domain::coalition::Caps;
use crate::ContractError;

/// The number of a period since 1970.
pub type Period = u32;

/// The period of a time.
pub fn period_of(time: UnixTime, length: Seconds) -> Period {
    let number = time.seconds().checked_div(length.get()).unwrap_or_default();
    Period::try_from(number).unwrap_or(Period::MAX)
}

/// Amounts by what they hang on.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// On times.
    pub time: Amount,
    /// On outcomes alone.
    pub outcome: Amount,
}

/// Sums of one consumer, by its place in the feed's list.
pub type Share = (u8, Sums);

/// What hangs on a feed now, by consumer.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// The present period.
    pub present: Period,
    /// The period up to which what was expected has become due; before the present one if so many have passed that one
    /// message does not count them all.
    counted: Period,
    consumers: Vec<Carried>,
}

/// What one consumer has hanging on the feed.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
struct Carried {
    /// Expected by now, and without a fact.
    due: Sums,
    /// Of questions with an open case.
    held: Sums,
    /// Of facts, by the period in which they were decided: this one, the one before ...
    recent: Vec<Sums>,
}

/// What hangs on one question.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Hanging {
    parts: Vec<Hung>,
    /// The fees that its next fact earns.
    pub reward: Amount,
    /// How many facts have moved what hung on it then.
    pub facts: u32,
    /// Open cases about facts of the question, and the first round that they are about.
    cases: u32,
    disputed: u32,
    /// All its rounds with an open case, about a fact or about silence, and since when.
    challenged: Vec<(u32, UnixTime)>,
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

impl Sums {
    /// So much of this kind.
    pub fn of(kind: ExposureKind, amount: Amount) -> Self {
        match kind {
            ExposureKind::Time => Self { time: amount, outcome: Amount::ZERO },
            ExposureKind::Outcome => Self { time: Amount::ZERO, outcome: amount },
        }
    }

    /// Both together.
    pub fn total(self) -> Result<Amount, ContractError> {
        Ok(self.time.checked_add(self.outcome)?)
    }

    /// More.
    pub fn add(&mut self, more: Self) -> Result<(), ContractError> {
        self.time = self.time.checked_add(more.time)?;
        self.outcome = self.outcome.checked_add(more.outcome)?;
        Ok(())
    }

    /// Less. What was counted is there to be taken off.
    pub fn sub(&mut self, less: Self) -> Result<(), ContractError> {
        self.time = self.time.checked_sub(less.time)?;
        self.outcome = self.outcome.checked_sub(less.outcome)?;
        Ok(())
    }

    /// The smaller of each.
    fn least(self, other: Self) -> Self {
        Self { time: self.time.min(other.time), outcome: self.outcome.min(other.outcome) }
    }

    /// Whether there is nothing.
    pub fn is_zero(self) -> bool {
        self.time.is_zero() && self.outcome.is_zero()
    }

    /// `E_time ≤ cap(K_time)` and `E_time + E_outcome ≤ cap(K_outcome)`.
    pub fn fits(self, caps: Caps) -> Result<bool, ContractError> {
        Ok(self.time <= caps.time && self.total()? <= caps.outcome)
    }
}

impl Exposure {
    /// Time has passed: what was expected by now becomes due, and what was decided long ago lapses. `expected` is what
    /// was reserved for periods after the present one, of which this many at most are read at once.
    pub fn roll(
        &mut self,
        now: Period,
        expected: &[(Period, Vec<Share>)],
        is_all: bool,
        span: usize,
    ) -> Result<(), ContractError> {
        let until = match expected.last() {
            Some((last, _)) if !is_all => *last,
            _ => now,
        };
        let passed = usize::try_from(now.saturating_sub(self.present)).unwrap_or(usize::MAX);
        for carried in &mut self.consumers {
            if !carried.recent.is_empty() {
                let lapsed = std::iter::repeat_n(Sums::default(), passed.min(span));
                carried.recent.splice(0..0, lapsed);
                carried.recent.truncate(span);
            }
            while carried.recent.last().is_some_and(|sums| sums.is_zero()) {
                carried.recent.pop();
            }
        }
        for (consumer, sums) in expected.iter().flat_map(|(_, shares)| shares) {
            self.of_mut(*consumer).due.add(*sums)?;
        }
        self.present = self.present.max(now);
        self.counted = self.counted.max(until);
        Ok(())
    }

    /// Whether what was expected in this period has become due.
    pub fn has_counted(&self, period: Period) -> bool {
        period <= self.counted
    }

    /// What hangs on the feed in a period, this one or later, of what is here: of all consumers, or of one.
    pub fn in_period(&self, period: Period, span: usize, whose: Option<u8>) -> Result<Sums, ContractError> {
        let ahead = usize::try_from(period.saturating_sub(self.present)).unwrap_or(usize::MAX);
        let mut sums = Sums::default();
        for (number, carried) in (0_u8..).zip(&self.consumers) {
            if whose.is_some_and(|consumer| consumer != number) {
                continue;
            }
            sums.add(carried.due)?;
            sums.add(carried.held)?;
            for recent in carried.recent.iter().take(span.saturating_sub(ahead)) {
                sums.add(*recent)?;
            }
        }
        Ok(sums)
    }

    /// What one part of a reservation adds to what is due.
    pub fn add_due(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        self.of_mut(consumer).due.add(sums)
    }

    /// What was due and is not any more.
    pub fn take_due(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        self.of_mut(consumer).due.sub(sums)
    }

    /// What a fact moves, decided now.
    pub fn add_decided(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        let carried = self.of_mut(consumer);
        match carried.recent.first_mut() {
            Some(first) => first.add(sums),
            None => {
                carried.recent.push(sums);
                Ok(())
            }
        }
    }

    /// What a fact had moved then, and does not count as decided then any more.
    fn take_decided(&mut self, consumer: u8, decided: Period, sums: Sums) -> Result<(), ContractError> {
        let age = usize::try_from(self.present.saturating_sub(decided)).unwrap_or(usize::MAX);
        match self.of_mut(consumer).recent.get_mut(age) {
            Some(recent) => recent.sub(sums),
            // It has lapsed.
            None => Ok(()),
        }
    }

    /// It counts as decided then again, if that has not lapsed.
    fn put_back(
        &mut self,
        consumer: u8,
        decided: Period,
        sums: Sums,
        span: usize,
    ) -> Result<(), ContractError> {
        let age = usize::try_from(self.present.saturating_sub(decided)).unwrap_or(usize::MAX);
        if age >= span {
            return Ok(());
        }
        let recent = &mut self.of_mut(consumer).recent;
        if recent.len() <= age {
            recent.resize(age.saturating_add(1), Sums::default());
        }
        recent.get_mut(age).map_or(Ok(()), |recent| recent.add(sums))
    }

    fn hold(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        self.of_mut(consumer).held.add(sums)
    }

    fn let_go(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        self.of_mut(consumer).held.sub(sums)
    }

    fn of_mut(&mut self, consumer: u8) -> &mut Carried {
        let place = usize::from(consumer);
        if self.consumers.len() <= place {
            self.consumers.resize(place.saturating_add(1), Carried::default());
        }
        // It was made just now if it was not there.
        #[allow(clippy::indexing_slicing, reason = "the list was made long enough above")]
        &mut self.consumers[place]
    }
}

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
                part.period = exposure.present;
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
        self.put(Hung { period: exposure.present, ..least })?;
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
