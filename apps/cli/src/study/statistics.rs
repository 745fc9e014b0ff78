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
    /// Of a thing that goes one way with this chance and else the other, from the same draws played both ways: p·a + (1 − p)·b
    /// of each pair, by the normal approximation. Drawn with the chance itself, the rarer way would hardly be seen; and what
    /// happens by chance in one way happens in the other too.
    pub fn of(chance: f64, one_way: &[f64], other_way: &[f64]) -> Self {
        let both = |(a, b): (&f64, &f64)| chance * a + (1.0 - chance) * b;
        let (mean, error) = mean(&one_way.iter().zip(other_way).map(both).collect::<Vec<_>>());
        let side = SIDES * error;
        Self { mean, low: mean - side, high: mean + side }
    }
}

/// A mean and its standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let count = count(values);
    if count < 1.0 {
        return (0.0, 0.0);
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, if count < 2.0 { 0.0 } else { (squares / (count - 1.0) / count).sqrt() })
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
        let sample = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let interval = Interval::of(1.0, &sample, &[0.0; 8]);
        assert!((interval.mean - 5.0).abs() < 1e-12);
        assert!((interval.high - 6.481_62).abs() < 1e-4, "{interval:?}");
        assert!((interval.low - 3.518_38).abs() < 1e-4);
    }

    /// Nine times in ten -10, else 90 or 110, played both ways: 0 and 2, so a mean of 1 with standard error 1.
    #[test]
    fn two_ways_are_weighed_by_their_chances() {
        let interval = Interval::of(0.9, &[-10.0, -10.0], &[90.0, 110.0]);
        assert!((interval.mean - 1.0).abs() < 1e-9, "{interval:?}");
        assert!((interval.high - 2.96).abs() < 1e-9);
        assert_eq!(Interval::of(0.5, &[], &[]), Interval::default());
    }

    #[test]
    fn shares_are_signed_and_bounded() {
        assert!((percent(-1, 4) + 25.0).abs() < 1e-9);
        assert!(percent(i128::MAX, 1) > 200_000.0);
        assert!(percent(1, 0).abs() < 1e-9);
    }
}
