//! A mean with what it may be off by.

use serde::Serialize;

/// Standard deviations to both sides that hold 95 of 100 means.
const SIDES: f64 = 1.96;

/// A mean, in hundredths of something, with its confidence interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// With 95 % confidence it is not lower ...
    pub low: f64,
    /// ... and not higher.
    pub high: f64,
}

impl Interval {
    /// Of these, by the normal approximation.
    pub fn of(values: &[f64]) -> Self {
        let count = count(values);
        if count < 1.0 {
            return Self::default();
        }
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let side = if count < 2.0 { 0.0 } else { SIDES * (squares / (count - 1.0) / count).sqrt() };
        Self { mean, low: mean - side, high: mean + side }
    }
}

fn count(values: &[f64]) -> f64 {
    values.iter().map(|_| 1.0).sum()
}

/// What part of a whole something is, in hundredths.
pub fn percent(part: i128, whole: i128) -> f64 {
    let millionths = part.saturating_mul(1_000_000).checked_div(whole).unwrap_or_default();
    let bounded = i32::try_from(millionths).unwrap_or(if millionths < 0 { i32::MIN } else { i32::MAX });
    f64::from(bounded) / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sample variance 32/7, so 1.96 · √(32/7/8) = 1.48162 to both sides.
    #[test]
    fn a_known_sample_has_its_known_interval() {
        let interval = Interval::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert!((interval.mean - 5.0).abs() < 1e-12);
        assert!((interval.high - 6.481_62).abs() < 1e-4, "{interval:?}");
        assert!((interval.low - 3.518_38).abs() < 1e-4);
        assert_eq!(Interval::of(&[3.0; 4]), Interval { mean: 3.0, low: 3.0, high: 3.0 });
        assert_eq!(Interval::of(&[]), Interval::default());
    }

    #[test]
    fn shares_are_signed_and_bounded() {
        assert!((percent(-1, 4) + 25.0).abs() < 1e-9);
        assert!(percent(i128::MAX, 1) > 200_000.0);
        assert!(percent(1, 0).abs() < 1e-9);
    }
}
