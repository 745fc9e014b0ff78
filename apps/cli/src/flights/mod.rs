//! The flights that left New York in 2013, as shipments: planned and actual times in UTC.
//!
//! The sample of January is part of the command; the whole year is read from the cache folder, where
//! `scripts/flights fetch` puts it. Both are read by the same rules:
//!
//! - planned departure is the day's local time at the origin;
//! - planned arrival is the first moment after planned departure at which clocks at the destination show the
//!   scheduled time;
//! - an actual time is the planned one and the recorded delay;
//! - a flight without `dep_time` has not departed, one without `arr_delay` has not arrived, wherever it landed.

mod airports;
mod error;
mod row;
mod schedule;
mod table;

use numeric::{NumericError, Seconds, UnixTime};
use types::locode::Locode;

use crate::clock::Clock;

pub use error::FlightsError;

/// One flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight {
    /// Carrier, number, day and airport of departure, `UA1545-20130101-EWR`: no two flights share it.
    pub id: String,
    /// IATA code of the airline.
    pub carrier: String,
    /// Flight number.
    pub number: u32,
    /// Where it leaves from.
    pub origin: Locode,
    /// Where it is bound for.
    pub dest: Locode,
    /// When it is to leave.
    pub planned_departure: UnixTime,
    /// When it is to arrive.
    pub planned_arrival: UnixTime,
    /// When it left, if it did.
    pub actual_departure: Option<UnixTime>,
    /// When it arrived at `dest`, if it did.
    pub actual_arrival: Option<UnixTime>,
}

impl Flight {
    /// The same flight on the chain's clock. It takes a minute at least, at the pace.
    pub fn paced(mut self, clock: &Clock) -> Result<Self, NumericError> {
        self.planned_departure = clock.at(self.planned_departure)?;
        let shortest = self.planned_departure.checked_add(clock.pace.of(Seconds::minutes(1)))?;
        self.planned_arrival = clock.at(self.planned_arrival)?.max(shortest);
        self.actual_departure = self.actual_departure.map(|at| clock.at(at)).transpose()?;
        self.actual_arrival = self.actual_arrival.map(|at| clock.at(at)).transpose()?;
        Ok(self)
    }
}

/// The table as it was recorded: of January, or of the whole year.
pub fn table(all: bool) -> Result<Vec<u8>, FlightsError> {
    if all {
        table::whole_year()
    } else {
        table::sample()
    }
}

/// The sample, or the whole year's flights, in the order of their table: by month as text (1, 10, 11, 12, 2),
/// within a day by actual departure.
pub fn load(all: bool) -> Result<Vec<Flight>, FlightsError> {
    row::read(&table(all)?)
}

#[cfg(test)]
mod tests;
