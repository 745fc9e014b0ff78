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
    /// The period up to which what was expected has become due.
    pub present: Period,
    consumers: Vec<Carried>,
}

/// What one consumer has hanging on the feed.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
struct Carried {
    /// Expected by now, and without a fact.
    due: Sums,
    /// Of rounds with an open case.
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
    /// The last round that decided something new.
    decided: Option<u32>,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
struct Hung {
    consumer: u8,
    /// When the fact is expected; once there is one, when it was decided last.
    period: Period,
    /// Whether a fact has moved it.
    decided: bool,
    sums: Sums,
}

/// Most different expectations of one question.
const MAX_HUNG: usize = 16;

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
        let passed = usize::try_from(until.saturating_sub(self.present)).unwrap_or(usize::MAX);
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
        self.present = self.present.max(until);
        Ok(())
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

    /// A case begins: what hangs on the round counts until it ends.
    pub fn hold(&mut self, consumer: u8, decided: Period, sums: Sums) -> Result<(), ContractError> {
        let age = usize::try_from(self.present.saturating_sub(decided)).unwrap_or(usize::MAX);
        let carried = self.of_mut(consumer);
        if let Some(recent) = carried.recent.get_mut(age) {
            // An earlier case may have held it before.
            let known = Sums { time: recent.time.min(sums.time), outcome: recent.outcome.min(sums.outcome) };
            recent.sub(known)?;
        }
        carried.held.add(sums)
    }

    /// A case ends.
    pub fn let_go(&mut self, shares: &[Share]) -> Result<(), ContractError> {
        for (consumer, sums) in shares {
            self.of_mut(*consumer).held.sub(*sums)?;
        }
        Ok(())
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
    /// Whether nothing hangs on the question.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.reward.is_zero()
    }

    /// All that hangs on it.
    pub fn sum(&self) -> Result<Amount, ContractError> {
        self.parts.iter().try_fold(Amount::ZERO, |sum, part| Ok(sum.checked_add(part.sums.total()?)?))
    }

    /// A part of a reservation hangs on it from now on; `decided` if the question has a fact that can be challenged.
    pub fn bind(
        &mut self,
        consumer: u8,
        period: Period,
        decided: bool,
        sums: Sums,
    ) -> Result<(), ContractError> {
        let same =
            |part: &&mut Hung| (part.consumer, part.period, part.decided) == (consumer, period, decided);
        if let Some(part) = self.parts.iter_mut().find(same) {
            return part.sums.add(sums);
        }
        if self.parts.len() >= MAX_HUNG {
            let found = self.parts.len().saturating_add(1);
            return Err(ContractError::TooMany {
                what: "expectations of one question",
                max: MAX_HUNG,
                found,
            });
        }
        self.parts.push(Hung { consumer, period, decided, sums });
        Ok(())
    }

    /// Whether a fact has moved what was bound before this round closed.
    pub fn has_used(&self, round: u32) -> bool {
        self.decided.is_some_and(|decided| round <= decided)
    }

    /// A part of a reservation is given up; `used` if a fact has moved it.
    pub fn give_up(
        &mut self,
        consumer: u8,
        period: Period,
        used: bool,
        sums: Sums,
    ) -> Result<(), ContractError> {
        let holds = |part: &&mut Hung| {
            let is_it = part.consumer == consumer && part.decided == used;
            is_it && (used || part.period == period) && covers(part.sums, sums)
        };
        if let Some(part) = self.parts.iter_mut().find(holds) {
            part.sums.sub(sums)?;
        }
        self.parts.retain(|part| !part.sums.is_zero());
        Ok(())
    }

    /// A round was decided: all that hangs on the question is dated to now. Returns what was expected before, by
    /// consumer and period, and what counts from now on, by consumer; what was moved by an earlier fact and still counts
    /// is left where it is.
    pub fn decide(
        &mut self,
        round: u32,
        now: Period,
        span: usize,
    ) -> Result<(Vec<(Period, Share)>, Vec<Share>), ContractError> {
        let (mut expected, mut decided) = (Vec::new(), Vec::new());
        self.decided = Some(round);
        for part in &mut self.parts {
            let age = usize::try_from(now.saturating_sub(part.period)).unwrap_or(usize::MAX);
            if part.decided && age < span {
                continue;
            }
            if !part.decided {
                expected.push((part.period, (part.consumer, part.sums)));
            }
            decided.push((part.consumer, part.sums));
            (part.period, part.decided) = (now, true);
        }
        let parts = std::mem::take(&mut self.parts);
        for part in parts {
            self.bind(part.consumer, part.period, part.decided, part.sums)?;
        }
        Ok((expected, decided))
    }

    /// What a case on its last fact concerns: by consumer, with the period in which it was decided.
    pub fn decided(&self) -> impl Iterator<Item = (Period, Share)> + '_ {
        self.parts.iter().filter(|part| part.decided).map(|part| (part.period, (part.consumer, part.sums)))
    }
}

fn covers(sums: Sums, part: Sums) -> bool {
    sums.time >= part.time && sums.outcome >= part.outcome
}
