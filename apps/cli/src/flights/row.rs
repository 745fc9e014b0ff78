//! A row of the table and what it says of a flight.

use std::fmt::Display;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use numeric::UnixTime;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::airports::Airports;
use super::error::{FlightsError, RowError};
use super::schedule::Clock;
use super::Flight;

/// Times of day are local, `HHMM`; delays are minutes, less than none if early.
#[derive(Deserialize)]
struct Row {
    year: i16,
    month: i8,
    day: i8,
    #[serde(deserialize_with = "recorded")]
    dep_time: Option<u16>,
    sched_dep_time: u16,
    #[serde(deserialize_with = "recorded")]
    dep_delay: Option<i64>,
    sched_arr_time: u16,
    #[serde(deserialize_with = "recorded")]
    arr_delay: Option<i64>,
    carrier: String,
    flight: u32,
    origin: String,
    dest: String,
}

/// `NA` is what was not recorded; anything else must be a number.
fn recorded<'de, D, T>(field: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    match <&str>::deserialize(field)? {
        "NA" => Ok(None),
        number => number.parse().map(Some).map_err(D::Error::custom),
    }
}

/// The flights of a table, in its order.
pub fn read(table: &[u8]) -> Result<Vec<Flight>, FlightsError> {
    let airports = Airports::of_2013()?;
    let mut rows = csv::Reader::from_reader(table);
    let headers = rows.headers().map_err(FlightsError::Table)?.clone();
    let (mut flights, mut record) = (Vec::new(), csv::StringRecord::new());
    while rows.read_record(&mut record).map_err(FlightsError::Table)? {
        let row: Row = record.deserialize(Some(&headers)).map_err(FlightsError::Table)?;
        let line = record.position().map_or(0, csv::Position::line);
        flights.push(row.flight(&airports).map_err(|source| FlightsError::Flight { line, source })?);
    }
    Ok(flights)
}

impl Row {
    fn flight(self, airports: &Airports) -> Result<Flight, RowError> {
        let Self { year, month, day, .. } = self;
        let date = Date::new(year, month, day).map_err(|_| RowError::Day { year, month, day })?;
        let (origin, dest) = (airports.find(&self.origin)?, airports.find(&self.dest)?);
        let departure = Clock::new(self.sched_dep_time)?.on(date, &origin.zone)?;
        let arrival = Clock::new(self.sched_arr_time)?.next_after(departure, &dest.zone)?;
        let dep_delay = self.dep_time.and(self.dep_delay);
        let arr_delay = dep_delay.and(self.arr_delay);
        Ok(Flight {
            id: format!("{}{}-{year:04}{month:02}{day:02}-{}", self.carrier, self.flight, self.origin),
            carrier: self.carrier,
            number: self.flight,
            origin: origin.locode,
            dest: dest.locode,
            planned_departure: late(departure, 0)?,
            planned_arrival: late(arrival, 0)?,
            actual_departure: dep_delay.map(|minutes| late(departure, minutes)).transpose()?,
            actual_arrival: arr_delay.map(|minutes| late(arrival, minutes)).transpose()?,
        })
    }
}

fn late(planned: Timestamp, minutes: i64) -> Result<UnixTime, RowError> {
    let actual = planned.as_duration().saturating_add(SignedDuration::from_secs(minutes.saturating_mul(60)));
    // What lies before 1970 is refused like all else before the year 2000.
    Ok(UnixTime::new(u64::try_from(actual.as_secs()).unwrap_or_default())?)
}
