//! How times and outcomes are told.

use jiff::Timestamp;
use numeric::UnixTime;
use types::journey::Outcome;

/// `2025-03-04T17:00:00Z`.
pub fn told(time: UnixTime) -> String {
    let moment = i64::try_from(time.seconds()).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map_or_else(|| time.seconds().to_string(), |moment| moment.to_string())
}

/// `happened at 2025-03-04T17:00:00Z`.
pub fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Happened { at } => format!("happened at {}", told(at)),
        Outcome::NotBy { cutoff } => format!("had not happened by {}", told(cutoff)),
        Outcome::Measured { value, at } => format!("{value} steps at {}", told(at)),
        Outcome::Unresolvable {} => "cannot be established".to_owned(),
    }
}
