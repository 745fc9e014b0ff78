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
    pub(super) fn least(self, other: Self) -> Self {
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

    /// The last period of which what was expected is due.
    pub fn due_period(&self) -> Period {
        self.present.min(self.counted)
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
    pub(super) fn take_decided(
        &mut self,
        consumer: u8,
        decided: Period,
        sums: Sums,
    ) -> Result<(), ContractError> {
        let age = usize::try_from(self.present.saturating_sub(decided)).unwrap_or(usize::MAX);
        match self.of_mut(consumer).recent.get_mut(age) {
            Some(recent) => recent.sub(sums),
            // It has lapsed.
            None => Ok(()),
        }
    }

    /// It counts as decided then again, if that has not lapsed.
    pub(super) fn put_back(
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

    pub(super) fn hold(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
        self.of_mut(consumer).held.add(sums)
    }

    pub(super) fn let_go(&mut self, consumer: u8, sums: Sums) -> Result<(), ContractError> {
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
