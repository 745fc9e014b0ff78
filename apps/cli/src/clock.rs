//! One clock for a scenario on any chain.
//!
//! What is written (flights, voyages) has times of its own, years ago and months long. On a chain whose clock is the
//! wall's it begins at the chain's present time and runs at a pace: every duration, of the scenario and of all
//! settings, is divided by the same number. The embedded chain plays the same paced plan.

use std::num::NonZeroU32;

use anyhow::Result;
use numeric::{NumericError, Seconds, UnixTime};
use serde::Serialize;

/// How many seconds of the scenario go by in one of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Pace(NonZeroU32);

impl Pace {
    /// As it is written.
    pub const REAL: Self = Self(NonZeroU32::MIN);

    /// A second of the chain for so many of the scenario.
    pub fn new(seconds: NonZeroU32) -> Self {
        Self(seconds)
    }

    /// How long a wait takes on the chain, started seconds counted: what takes time takes at least one.
    pub fn of(self, wait: Seconds) -> Seconds {
        Self::shortened(wait.get().div_ceil(self.get()))
    }

    /// The same, whole seconds only: for what must not grow against the rest.
    pub fn within(self, wait: Seconds) -> Seconds {
        Self::shortened(wait.get().checked_div(self.get()).unwrap_or_default())
    }

    /// Seconds of the scenario in one of the chain.
    pub fn get(self) -> u64 {
        u64::from(self.0.get())
    }

    fn shortened(seconds: u64) -> Seconds {
        Seconds::new(seconds).unwrap_or(Seconds::MAX)
    }
}

/// Where the scenario's time stands on the chain.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// How fast it goes.
    pub pace: Pace,
    /// The scenario's first moment, as it is written.
    pub origin: UnixTime,
    /// When that is on the chain.
    pub start: UnixTime,
}

impl Clock {
    /// A time of the scenario on the chain, rounded down, so that no order is reversed. What lies before the first
    /// moment is at it.
    pub fn at(&self, written: UnixTime) -> Result<UnixTime, NumericError> {
        let since = written.since(self.origin).get();
        self.start.checked_add(Pace::shortened(since.checked_div(self.pace.get()).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(seconds: u32) -> Pace {
        Pace::new(NonZeroU32::new(seconds).unwrap())
    }

    #[test]
    fn what_takes_time_takes_a_second_at_least_and_nothing_takes_none() {
        assert_eq!(pace(3_600).of(Seconds::minutes(15)), Seconds::new(1).unwrap());
        assert_eq!(pace(3_600).of(Seconds::hours(24)), Seconds::new(24).unwrap());
        assert_eq!(pace(3_600).of(Seconds::ZERO), Seconds::ZERO);
        assert_eq!(pace(3_600).within(Seconds::minutes(59)), Seconds::ZERO);
        assert_eq!(Pace::REAL.of(Seconds::minutes(15)), Seconds::minutes(15));
    }

    #[test]
    fn times_are_moved_and_keep_their_order() {
        let written = |seconds: u64| UnixTime::new(1_357_000_000 + seconds).unwrap();
        let clock =
            Clock { pace: pace(60), origin: written(0), start: UnixTime::new(1_800_000_000).unwrap() };
        let on_chain = |seconds: u64| clock.at(written(seconds)).unwrap().seconds();
        assert_eq!(
            [0, 59, 60, 3_601].map(on_chain),
            [1_800_000_000, 1_800_000_000, 1_800_000_001, 1_800_000_060]
        );
        assert_eq!(clock.at(UnixTime::new(1_300_000_000).unwrap()).unwrap(), clock.start);
    }
}
