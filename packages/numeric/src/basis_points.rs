use std::fmt;

use message::{FromJson, Json, Refusal, ToJson};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::NumericError;

/// A share of a whole in hundredths of a percent: an integer from 0 to 10000.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u16", into = "u16")]
pub struct BasisPoints(#[schemars(range(max = 10000))] u16);

impl BasisPoints {
    /// Nothing of it.
    pub const ZERO: Self = Self(0);
    /// All of it: 10000.
    pub const WHOLE: Self = Self(10_000);
    /// The largest share, the whole.
    pub const MAX: u16 = Self::WHOLE.0;

    /// `points` hundredths of a percent, at most [`MAX`](Self::MAX).
    pub fn new(points: u16) -> Result<Self, NumericError> {
        if points > Self::MAX {
            return Err(NumericError::BasisPointsOutOfRange { actual: points.into() });
        }
        Ok(Self(points))
    }

    /// Hundredths of a percent.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Whether it is nothing of it.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The rest of the whole.
    pub fn complement(self) -> Self {
        Self(Self::MAX.saturating_sub(self.0))
    }

    /// This rate once for each of `n` periods, but never more than `cap`: the penalty of a lateness of `n`
    /// started periods.
    pub fn checked_mul_periods(self, n: u64, cap: Self) -> Self {
        u64::from(self.0)
            .checked_mul(n)
            .and_then(|points| u16::try_from(points).ok())
            .map_or(cap, |points| cap.min(Self(points)))
    }
}

impl TryFrom<u16> for BasisPoints {
    type Error = NumericError;

    fn try_from(points: u16) -> Result<Self, NumericError> {
        Self::new(points)
    }
}

impl ToJson for BasisPoints {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl FromJson for BasisPoints {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        message::converted::<u16, _>(json)
    }
}

impl From<BasisPoints> for u16 {
    fn from(share: BasisPoints) -> Self {
        share.0
    }
}

impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{from_json, to_json_string};

    use super::*;

    fn points(n: u16) -> BasisPoints {
        BasisPoints::new(n).unwrap()
    }

    #[test]
    fn a_share_is_at_most_the_whole() {
        assert_eq!(BasisPoints::new(10_000), Ok(BasisPoints::WHOLE));
        assert_eq!(BasisPoints::new(10_001), Err(NumericError::BasisPointsOutOfRange { actual: 10_001 }));
    }

    #[test]
    fn more_than_the_whole_cannot_be_decoded() {
        assert_eq!(from_json::<BasisPoints>("10000").unwrap(), BasisPoints::WHOLE);
        let refusal = from_json::<BasisPoints>("10001").unwrap_err().to_string();
        assert!(refusal.contains("at most 10000"), "{refusal}");
        for refused in ["65536", "-1", "1.5", r#""100""#] {
            assert!(from_json::<BasisPoints>(refused).is_err(), "{refused}");
        }
        assert!(postcard::from_bytes::<BasisPoints>(&[0x91, 0x4E]).is_err(), "10001 packed");
        assert_eq!(to_json_string(&points(250)).unwrap(), "250");
    }

    #[test]
    fn the_complement_is_the_rest() {
        assert_eq!(points(2_500).complement(), points(7_500));
        assert_eq!(BasisPoints::WHOLE.complement(), BasisPoints::ZERO);
    }

    #[test]
    fn a_rate_adds_up_over_periods_until_its_cap() {
        let (rate, cap) = (points(100), points(2_000));
        assert_eq!(rate.checked_mul_periods(0, cap), BasisPoints::ZERO);
        assert_eq!(rate.checked_mul_periods(3, cap), points(300));
        assert_eq!(rate.checked_mul_periods(20, cap), cap);
        assert_eq!(rate.checked_mul_periods(21, cap), cap);
    }

    #[test]
    fn no_number_of_periods_passes_the_cap() {
        // 655 · 100 is the last product a u16 holds, and 2^64 / 10000 the last one a u64 does.
        for n in [655, 656, u64::MAX / 10_000, u64::MAX] {
            assert_eq!(points(100).checked_mul_periods(n, points(2_000)), points(2_000), "{n}");
            assert_eq!(BasisPoints::ZERO.checked_mul_periods(n, points(2_000)), BasisPoints::ZERO, "{n}");
        }
    }

    #[test]
    fn the_schema_names_the_bound() {
        let schema = schemars::schema_for!(BasisPoints).schema;
        assert_eq!(schema.number.unwrap().maximum, Some(10_000.0));
    }
}
