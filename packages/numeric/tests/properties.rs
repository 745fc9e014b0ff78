//! Roundings, durations, dates and medians against other ways to work them out.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "big integers cannot overflow, the test's own numbers are small, and a test may panic"
)]

use num_bigint::BigUint;
use numeric::{weighted_median, Amount, BasisPoints, NumericError, Rounding, Seconds, UnixTime};
use proptest::prelude::*;

fn big(amount: Amount) -> BigUint {
    amount.get().into()
}

/// Small and huge numbers alike; uniform ones would nearly always be huge.
fn amount() -> impl Strategy<Value = Amount> {
    (any::<u128>(), 0u32..128).prop_map(|(units, shift)| Amount::new(units >> shift))
}

fn share() -> impl Strategy<Value = BasisPoints> {
    (0u16..=10_000).prop_map(|points| BasisPoints::new(points).unwrap())
}

fn time() -> impl Strategy<Value = UnixTime> {
    (UnixTime::MIN..UnixTime::END).prop_map(|seconds| UnixTime::new(seconds).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// q = ⌊a·n/d⌋ exactly if q·d ≤ a·n < (q + 1)·d.
    #[test]
    fn rounded_down_is_the_largest_that_does_not_exceed(a in amount(), n in amount(), d in amount()) {
        prop_assume!(!d.is_zero());
        let product = big(a) * big(n);
        match a.mul_ratio(n, d, Rounding::Down) {
            Ok(q) => {
                prop_assert!(big(q) * big(d) <= product);
                prop_assert!((big(q) + 1u32) * big(d) > product);
            }
            Err(error) => {
                prop_assert_eq!(error, NumericError::AmountOverflow);
                prop_assert!(product >= (BigUint::from(u128::MAX) + 1u32) * big(d));
            }
        }
    }

    /// q = ⌈a·n/d⌉ exactly if (q − 1)·d < a·n ≤ q·d.
    #[test]
    fn rounded_up_is_the_smallest_that_suffices(a in amount(), n in amount(), d in amount()) {
        prop_assume!(!d.is_zero());
        let product = big(a) * big(n);
        match a.mul_ratio(n, d, Rounding::Up) {
            Ok(q) => {
                prop_assert!(big(q) * big(d) >= product);
                prop_assert!(q.is_zero() || (big(q) - 1u32) * big(d) < product);
            }
            Err(error) => {
                prop_assert_eq!(error, NumericError::AmountOverflow);
                prop_assert!(product > BigUint::from(u128::MAX) * big(d));
            }
        }
    }

    #[test]
    fn a_share_is_the_exact_part_rounded_once(a in amount(), s in share()) {
        let (product, whole) = (big(a) * s.get(), BigUint::from(10_000_u32));
        prop_assert_eq!(big(a.share(s, Rounding::Down).unwrap()), &product / &whole);
        prop_assert_eq!(big(a.share(s, Rounding::Up).unwrap()), (product + 9_999_u32) / whole);
    }

    /// What one side rounds up the other rounds down: nothing is created, nothing lost.
    #[test]
    fn a_share_and_its_complement_are_the_whole(a in amount(), s in share()) {
        let up = a.share(s, Rounding::Up).unwrap();
        let down = a.share(s.complement(), Rounding::Down).unwrap();
        prop_assert!(up <= a);
        prop_assert_eq!(up.checked_add(down).unwrap(), a);
    }

    #[test]
    fn sums_and_differences_undo_each_other(a in amount(), b in amount()) {
        match a.checked_add(b) {
            Ok(sum) => prop_assert_eq!(sum.checked_sub(b).unwrap(), a),
            Err(_) => prop_assert!(big(a) + big(b) > BigUint::from(u128::MAX)),
        }
    }

    #[test]
    fn a_rate_over_periods_is_the_product_or_the_cap(rate in share(), n in any::<u64>(), cap in share(), few in 0u64..30) {
        for n in [n, few] {
            let product = u128::from(rate.get()) * u128::from(n);
            let expected = product.min(cap.get().into());
            prop_assert_eq!(u128::from(rate.checked_mul_periods(n, cap).get()), expected);
        }
    }

    /// n periods have started exactly if n − 1 are over and the n-th is not exceeded.
    #[test]
    fn started_periods_cover_the_time(t in 0u64..=315_619_200, period in 1u64..=315_619_200, short in 1u64..1_000) {
        let time = Seconds::new(t).unwrap();
        for period in [period, short] {
            let n = time.started_periods(Seconds::new(period).unwrap());
            prop_assert!(n * period >= t);
            prop_assert!(n == 0 || (n - 1) * period < t);
            prop_assert_eq!(n == 0, t == 0);
        }
    }

    /// A date read back by the textbook count of days (365 a year, a leap day every 4, not 100, but 400).
    #[test]
    fn a_written_time_reads_back(t in time()) {
        let text = t.to_string();
        let field = |from: usize, to: usize| text[from..to].parse::<u64>().unwrap();
        let (year, month, day) = (field(0, 4), field(5, 7), field(8, 10));
        let leap = |y: u64| (y.is_multiple_of(4) && !y.is_multiple_of(100)) || y.is_multiple_of(400);
        let length = |m: u64| match m {
            2 => 28 + u64::from(leap(year)),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        prop_assert!((1..=12).contains(&month) && (1..=length(month)).contains(&day), "{}", text);
        let years: u64 = (1970..year).map(|y| 365 + u64::from(leap(y))).sum();
        let days = years + (1..month).map(length).sum::<u64>() + day - 1;
        let second_of_day = field(11, 13) * 3_600 + field(14, 16) * 60 + field(17, 19);
        prop_assert_eq!(days * 86_400 + second_of_day, t.seconds());
    }

    /// With small weights the median is found by writing each value as often as it weighs.
    #[test]
    fn the_median_is_that_of_the_values_written_out(pairs in prop::collection::vec((0u64..50, 0u32..6), 0..20)) {
        let mut written_out: Vec<u64> = pairs.iter().flat_map(|(v, w)| (0..*w).map(move |_| *v)).collect();
        written_out.sort_unstable();
        let lower_middle = written_out.len().checked_sub(1).map(|last| written_out[last / 2]);

        let weighted: Vec<_> = pairs.iter().map(|(v, w)| (*v, u128::from(*w))).collect();
        prop_assert_eq!(weighted_median(&weighted), lower_middle);
    }
}
