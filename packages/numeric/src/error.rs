use thiserror::Error;

use crate::{Amount, BasisPoints, Seconds, UnixTime};

/// Why a number was refused.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum NumericError {
    /// A sum or a product beyond 2^128 − 1 smallest units.
    #[error("the result is above {max}, the largest amount there is; use smaller amounts", max = u128::MAX)]
    AmountOverflow,
    /// More was to be taken than there is.
    #[error("cannot take {required} from {available}; take at most {available}")]
    AmountTooSmall {
        /// what there is, in smallest units
        available: Amount,
        /// what was to be taken, in smallest units
        required: Amount,
    },
    /// A ratio or a division with nothing below the line.
    #[error("division by zero; the denominator must be positive")]
    DivisionByZero,
    /// A share above the whole.
    #[error("{actual} basis points are more than the whole; use at most {max}", max = BasisPoints::MAX)]
    BasisPointsOutOfRange {
        /// what was given, in basis points
        actual: u64,
    },
    /// A time outside this century and the next; most often milliseconds or nanoseconds.
    #[error("{actual} is not a time in seconds since 1970 from {min} to before {end}; milliseconds and nanoseconds are not accepted",
        min = UnixTime::MIN, end = UnixTime::END)]
    TimeOutOfRange {
        /// what was given, meant as seconds since 1970
        actual: u64,
    },
    /// A duration above ten years; most often milliseconds or nanoseconds.
    #[error("{actual} is too long for a duration in seconds; use at most {max} (ten years)", max = Seconds::MAX)]
    DurationTooLong {
        /// what was given, meant as seconds
        actual: u64,
    },
}
