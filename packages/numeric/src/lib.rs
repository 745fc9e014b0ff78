//! Numbers of the trade as types of their own: an amount is not a rate, a date is not a duration.
//!
//! Nothing here has an operator: sums are checked, and every division names its [`Rounding`].
//! What is out of bounds cannot be decoded, from a message or from storage.
//!
//! ```
//! use numeric::{Amount, BasisPoints, NumericError, Rounding, Seconds, UnixTime};
//!
//! // 7,000.000000 falls due at 09:30 and is paid 1 % less for each started quarter of an hour, at most 20 %.
//! let due = UnixTime::new(1_357_032_600)?;
//! let arrived = due.checked_add(Seconds::minutes(31))?;
//! let periods = arrived.since(due).started_periods(Seconds::minutes(15));
//! let rate = BasisPoints::new(100)?.checked_mul_periods(periods, BasisPoints::new(2_000)?);
//!
//! let amount = Amount::new(7_000_000_000);
//! let penalty = amount.share(rate, Rounding::Up)?;
//! assert_eq!(penalty, Amount::new(210_000_000));
//! assert_eq!(amount.checked_sub(penalty)?, Amount::new(6_790_000_000));
//! # Ok::<(), NumericError>(())
//! ```

mod amount;
mod basis_points;
mod error;
mod median;
mod reading;
mod rounding;
mod seconds;
mod unix_time;

pub use amount::Amount;
pub use basis_points::BasisPoints;
pub use error::NumericError;
pub use median::weighted_median;
pub use reading::Reading;
pub use rounding::{div, Rounding};
pub use seconds::Seconds;
pub use unix_time::UnixTime;
