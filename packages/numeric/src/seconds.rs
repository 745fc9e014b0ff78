use std::fmt;

use message::{FromJson, Json, Refusal, ToJson};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::NumericError;

/// A duration in whole seconds, at most ten years (315619200).
///
/// The bound is there so that milliseconds or nanoseconds, sent by mistake, cannot be decoded as
/// a wait that nobody alive would see the end of.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u64", into = "u64")]
pub struct Seconds(#[schemars(range(max = 315619200))] u64);

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The shortest time there is.
    pub const SECOND: Self = Self(1);
    /// Ten years with their three leap days: 3653 days.
    pub const MAX: Self = Self(3_653 * 86_400);

    /// `seconds`, at most [`MAX`](Self::MAX).
    pub fn new(seconds: u64) -> Result<Self, NumericError> {
        if seconds > Self::MAX.0 {
            return Err(NumericError::DurationTooLong { actual: seconds });
        }
        Ok(Self(seconds))
    }

    /// `n` minutes. For constants: what is beyond [`MAX`](Self::MAX) becomes `MAX`.
    pub const fn minutes(n: u64) -> Self {
        Self::at_most_max(n.saturating_mul(60))
    }

    /// `n` hours. For constants: what is beyond [`MAX`](Self::MAX) becomes `MAX`.
    pub const fn hours(n: u64) -> Self {
        Self::at_most_max(n.saturating_mul(3_600))
    }

    /// `n` days of 24 hours. For constants: what is beyond [`MAX`](Self::MAX) becomes `MAX`.
    pub const fn days(n: u64) -> Self {
        Self::at_most_max(n.saturating_mul(86_400))
    }

    pub(crate) const fn at_most_max(seconds: u64) -> Self {
        if seconds > Self::MAX.0 {
            Self::MAX
        } else {
            Self(seconds)
        }
    }

    /// The number of seconds.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether it is no time at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// One after the other.
    pub fn checked_add(self, other: Self) -> Result<Self, NumericError> {
        Self::new(self.0.saturating_add(other.0))
    }

    /// What is left of this duration after `other`, nothing if `other` is longer.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// How many periods have started in this time: 15 minutes and a second are two quarters of an hour.
    /// Of periods without length there are without number: `u64::MAX`, as soon as any time has passed.
    pub fn started_periods(self, period: Self) -> u64 {
        if self.is_zero() {
            return 0;
        }
        // At least one second has passed, so subtracting it and adding one period back is the ceiling.
        self.0.saturating_sub(1).checked_div(period.0).map_or(u64::MAX, |full| full.saturating_add(1))
    }
}

impl TryFrom<u64> for Seconds {
    type Error = NumericError;

    fn try_from(seconds: u64) -> Result<Self, NumericError> {
        Self::new(seconds)
    }
}

impl ToJson for Seconds {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl FromJson for Seconds {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        message::converted::<u64, _>(json)
    }
}

impl From<Seconds> for u64 {
    fn from(duration: Seconds) -> Self {
        duration.0
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{from_json, to_json_string};

    use super::*;

    const QUARTER: Seconds = Seconds::minutes(15);

    #[test]
    fn a_duration_is_at_most_ten_years() {
        assert_eq!(Seconds::new(315_619_200), Ok(Seconds::MAX));
        assert_eq!(Seconds::new(315_619_201), Err(NumericError::DurationTooLong { actual: 315_619_201 }));
        assert_eq!(
            Seconds::MAX.checked_add(Seconds::minutes(1)),
            Err(NumericError::DurationTooLong { actual: 315_619_260 })
        );
    }

    #[test]
    fn a_day_in_nanoseconds_cannot_be_decoded() {
        assert_eq!(from_json::<Seconds>("86400").unwrap(), Seconds::days(1));
        let refusal = from_json::<Seconds>("86400000000000").unwrap_err().to_string();
        assert!(refusal.contains("duration in seconds"), "{refusal}");
        for refused in ["-1", "1.5", r#""60""#] {
            assert!(from_json::<Seconds>(refused).is_err(), "{refused}");
        }
        assert_eq!(to_json_string(&Seconds::hours(2)).unwrap(), "7200");
    }

    #[test]
    fn constants_never_pass_the_bound() {
        assert_eq!(Seconds::hours(24), Seconds::days(1));
        assert_eq!(Seconds::days(3_653), Seconds::MAX);
        assert_eq!(Seconds::days(3_654), Seconds::MAX);
        assert_eq!(Seconds::days(u64::MAX), Seconds::MAX);
    }

    #[test]
    fn a_period_counts_from_its_first_second() {
        for (seconds, started) in [(0, 0), (1, 1), (899, 1), (900, 1), (901, 2), (1_800, 2), (1_801, 3)] {
            assert_eq!(Seconds::new(seconds).unwrap().started_periods(QUARTER), started, "{seconds}");
        }
    }

    #[test]
    fn periods_without_length_have_no_number() {
        assert_eq!(Seconds::ZERO.started_periods(Seconds::ZERO), 0);
        assert_eq!(QUARTER.started_periods(Seconds::ZERO), u64::MAX);
    }

    #[test]
    fn a_grace_longer_than_the_wait_leaves_nothing() {
        assert_eq!(QUARTER.saturating_sub(Seconds::minutes(5)), Seconds::minutes(10));
        assert_eq!(QUARTER.saturating_sub(Seconds::hours(1)), Seconds::ZERO);
    }
}
