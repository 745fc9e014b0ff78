//! A secured feed of temperatures, and its one series.

use numeric::{Reading, UnixTime};
use types::journey::Outcome;
use types::oracle::*;

use super::secured::Secured;
use super::*;

/// Hundredths of a degree between -50 and 100, every hour.
pub fn measures() -> Measures {
    Measures {
        quantity: word("temperature"),
        unit: word("CEL"),
        decimals: 2,
        least: Reading::new(-5_000),
        most: Reading::new(10_000),
        heartbeat: seconds(HOUR),
        max_jump: 500,
        max_dispersion: 100,
        accuracy: 10,
        min_reporters: 7,
    }
}

pub fn given_series() -> Secured {
    Secured::with(|_, rules| rules.measures = Some(measures()))
}

pub fn number(value: i64, at: UnixTime) -> Outcome {
    Outcome::Measured { value: Reading::new(value), at }
}

pub fn read(s: &Secured) -> MeasurementResponse {
    s.world.query(&QueryMsg::Measurement { subject: s.world.subject(departure()) })
}
