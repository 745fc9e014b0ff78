//! Measurements: signed numbers of a unit, with the rules by which a feed makes one number of many.

use cosmwasm_schema::cw_serde;
use message::{message, FromJson, ToJson};
use numeric::{Reading, Seconds, UnixTime};

use crate::text::QuantityName;
use crate::unit::Unit;

/// What a feed of measurements measures, and when it has a number. Fixed at creation.
///
/// Numbers are whole: of a feed of 2 decimals, `-1825` is −18.25 of its unit.
#[message]
#[derive(ToJson)]
pub struct Measures {
    /// What is measured: `temperature`, `port_waiting_time`, `outturn_weight` ...
    pub quantity: QuantityName,
    /// In what, UN/CEFACT Rec 20.
    pub unit: Unit,
    /// Decimals of the numbers. At most 9.
    pub decimals: u8,
    /// The least number there can be. A report below it is refused: the truth beyond it is *not ready*, never this.
    pub least: Reading,
    /// The highest.
    pub most: Reading,
    /// How often a number is expected; after two of these without one the last is stale.
    pub heartbeat: Seconds,
    /// How far a number may lie from the last final one and still be final at once.
    pub max_jump: u64,
    /// How far the middle half of the reports may lie apart: the largest scaled median absolute deviation.
    pub max_dispersion: u64,
    /// How exact the sensors are: what lies this near the median is never an outlier.
    pub accuracy: u64,
    /// Least number of different reporters. At least 1, and 7 for what much hangs on.
    pub min_reporters: u8,
}

/// A final number.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub struct Measured {
    /// Its place in the question's history, from 1.
    pub number: u32,
    /// The number.
    pub value: Reading,
    /// When it was so, by the reports' median.
    pub at: UnixTime,
    /// When it became final.
    pub decided: UnixTime,
    /// The final number that turned out false, if this is the truth about it.
    pub corrects: Option<Corrected>,
}

/// A final number that turned out false.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub struct Corrected {
    /// The number.
    pub value: Reading,
    /// When it was said to be so.
    pub at: UnixTime,
}

/// Whether a question's number can be relied on.
#[cw_serde]
#[derive(Copy, Eq, ToJson)]
pub enum Readiness {
    /// The last number is final and fresh.
    Ready,
    /// There is none, or it is older than two heartbeats.
    NotReady,
    /// The last round's number is in doubt: too far from the last, its reports too far apart, or in dispute.
    Contested,
}

/// The number of a question.
#[cw_serde]
#[derive(ToJson)]
pub struct MeasurementResponse {
    /// Whether it can be relied on.
    pub readiness: Readiness,
    /// The final number of the latest time; none if that one turned out to be none.
    pub last: Option<Measured>,
    /// How old it is.
    pub age: Option<Seconds>,
    /// The round that takes reports now, or would.
    pub round: u32,
    /// What it is a number of.
    pub measures: Measures,
}
