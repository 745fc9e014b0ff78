use std::fmt;

use cosmwasm_std::Timestamp;
use message::{FromJson, Json, Refusal, ToJson};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{NumericError, Seconds};

/// A moment in whole seconds since 1970-01-01T00:00:00Z, from the year 2000 to the year 2199.
///
/// Outside these years it cannot be decoded, so that milliseconds, nanoseconds or a forgotten zero
/// are refused rather than read as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u64", into = "u64")]
pub struct UnixTime(#[schemars(range(min = 946684800, max = 7258118399u64))] u64);

impl UnixTime {
    /// 2000-01-01T00:00:00Z, the earliest time there is.
    pub const MIN: u64 = 946_684_800;
    /// 2200-01-01T00:00:00Z, the first time that is no longer accepted.
    pub const END: u64 = 7_258_118_400;

    /// `seconds` since 1970, from [`MIN`](Self::MIN) to before [`END`](Self::END).
    pub fn new(seconds: u64) -> Result<Self, NumericError> {
        if !(Self::MIN..Self::END).contains(&seconds) {
            return Err(NumericError::TimeOutOfRange { actual: seconds });
        }
        Ok(Self(seconds))
    }

    /// A block's time without its fraction of a second.
    pub fn from_block(time: Timestamp) -> Result<Self, NumericError> {
        Self::new(time.seconds())
    }

    /// Seconds since 1970.
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// The moment `wait` later.
    pub fn checked_add(self, wait: Seconds) -> Result<Self, NumericError> {
        Self::new(self.0.saturating_add(wait.get()))
    }

    /// The time passed since `earlier`: zero if that lies ahead, [`Seconds::MAX`] if it is longer ago.
    pub const fn since(self, earlier: Self) -> Seconds {
        Seconds::at_most_max(self.0.saturating_sub(earlier.0))
    }
}

impl TryFrom<u64> for UnixTime {
    type Error = NumericError;

    fn try_from(seconds: u64) -> Result<Self, NumericError> {
        Self::new(seconds)
    }
}

impl ToJson for UnixTime {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl FromJson for UnixTime {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        message::converted::<u64, _>(json)
    }
}

impl From<UnixTime> for u64 {
    fn from(time: UnixTime) -> Self {
        time.0
    }
}

/// ISO 8601 in UTC: `2013-01-01T05:17:00Z`.
impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_date(self.0 / 86_400).ok_or(fmt::Error)?;
        let second_of_day = self.0 % 86_400;
        let (hour, minute, second) = (second_of_day / 3_600, second_of_day / 60 % 60, second_of_day % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
///
/// `civil_from_days` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
/// (<https://howardhinnant.github.io/date_algorithms.html>), for days after 1970. Its year starts in
/// March, so that the leap day comes last; an era is 400 years of 146097 days.
fn civil_date(days_since_1970: u64) -> Option<(u64, u64, u64)> {
    let from_march_of_year_0 = days_since_1970.checked_add(719_468)?;
    let era = from_march_of_year_0 / 146_097;
    let day_of_era = from_march_of_year_0 % 146_097;
    let leap_corrected = day_of_era
        .checked_sub(day_of_era / 1_460)?
        .checked_add(day_of_era / 36_524)?
        .checked_sub(day_of_era / 146_096)?;
    let year_of_era = leap_corrected / 365;
    let days_of_past_years =
        year_of_era.checked_mul(365)?.checked_add(year_of_era / 4)?.checked_sub(year_of_era / 100)?;
    let day_of_year = day_of_era.checked_sub(days_of_past_years)?;
    let month_from_march = day_of_year.checked_mul(5)?.checked_add(2)? / 153;
    let first_of_month = month_from_march.checked_mul(153)?.checked_add(2)? / 5;
    let day = day_of_year.checked_sub(first_of_month)?.checked_add(1)?;

    let march_year = era.checked_mul(400)?.checked_add(year_of_era)?;
    if month_from_march < 10 {
        Some((march_year, month_from_march.checked_add(3)?, day))
    } else {
        Some((march_year.checked_add(1)?, month_from_march.checked_sub(9)?, day))
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{from_json, to_json_string};

    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(seconds).unwrap()
    }

    #[test]
    fn a_time_lies_in_this_century_or_the_next() {
        assert_eq!(UnixTime::new(946_684_799), Err(NumericError::TimeOutOfRange { actual: 946_684_799 }));
        assert_eq!(at(946_684_800).to_string(), "2000-01-01T00:00:00Z");
        assert_eq!(at(7_258_118_399).to_string(), "2199-12-31T23:59:59Z");
        assert_eq!(UnixTime::new(7_258_118_400), Err(NumericError::TimeOutOfRange { actual: 7_258_118_400 }));
    }

    #[test]
    fn milliseconds_and_nanoseconds_cannot_be_decoded() {
        assert_eq!(from_json::<UnixTime>("1357017420").unwrap(), at(1_357_017_420));
        for refused in ["1357017420000", "1357017420000000000"] {
            let refusal = from_json::<UnixTime>(refused).unwrap_err().to_string();
            assert!(refusal.contains("milliseconds and nanoseconds are not accepted"), "{refusal}");
        }
        for refused in ["0", "-1357017420", "1357017420.5", r#""1357017420""#] {
            assert!(from_json::<UnixTime>(refused).is_err(), "{refused}");
        }
        assert_eq!(to_json_string(&at(1_357_017_420)).unwrap(), "1357017420");
    }

    /// Seconds from `date -u -d DATE +%s` of GNU coreutils.
    #[test]
    fn a_time_reads_as_iso_8601() {
        for (seconds, written) in [
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_799, "2000-02-29T23:59:59Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_357_017_420, "2013-01-01T05:17:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(at(seconds).to_string(), written);
        }
    }

    #[test]
    fn a_block_s_fraction_of_a_second_is_dropped() {
        let block = Timestamp::from_nanos(1_357_017_420_999_999_999);
        assert_eq!(UnixTime::from_block(block), Ok(at(1_357_017_420)));
        assert_eq!(
            UnixTime::from_block(Timestamp::from_seconds(1)),
            Err(NumericError::TimeOutOfRange { actual: 1 })
        );
    }

    #[test]
    fn a_wait_must_end_in_time() {
        assert_eq!(at(1_357_017_420).checked_add(Seconds::minutes(1)), Ok(at(1_357_017_480)));
        assert_eq!(
            at(7_258_118_399).checked_add(Seconds::minutes(1)),
            Err(NumericError::TimeOutOfRange { actual: 7_258_118_459 })
        );
    }

    #[test]
    fn no_time_has_passed_since_a_moment_to_come() {
        let (early, late) = (at(1_357_017_420), at(1_357_017_480));
        assert_eq!(late.since(early), Seconds::minutes(1));
        assert_eq!(early.since(late), Seconds::ZERO);
        assert_eq!(at(7_258_118_399).since(at(946_684_800)), Seconds::MAX);
    }
}
