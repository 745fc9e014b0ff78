use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why there are no flights to play.
#[derive(Debug, Error)]
pub enum FlightsError {
    #[error("the cache folder has no place: set PORTOLAN_CACHE, or HOME")]
    NoCacheFolder,
    #[error("{path} cannot be read: run scripts/flights fetch, which puts the whole year there")]
    NoTable { path: PathBuf, source: io::Error },
    #[error("{path} has SHA-256 {actual} instead of {expected}: delete it and run scripts/flights fetch")]
    OtherTable { path: PathBuf, expected: &'static str, actual: String },
    #[error("the sample cannot be unpacked: write it anew with scripts/flights sample")]
    Sample(#[source] io::Error),
    #[error("the table of airports cannot be read: correct apps/cli/data/airports.csv")]
    Airports(#[source] csv::Error),
    #[error("{iata} has the unknown time zone {zone}: correct apps/cli/data/airports.csv")]
    Zone { iata: String, zone: String, source: jiff::Error },
    #[error("the table of flights cannot be read: get it anew with scripts/flights")]
    Table(#[source] csv::Error),
    #[error("line {line} of the table is not a flight: get the table anew with scripts/flights")]
    Flight { line: u64, source: RowError },
}

/// Why a row of the table is not a flight.
#[derive(Debug, Error)]
pub enum RowError {
    #[error("airport {0} is not known: add it to apps/cli/data/airports.csv")]
    UnknownAirport(String),
    #[error("{year}-{month}-{day} is not a day")]
    Day { year: i16, month: i8, day: i8 },
    #[error("{0} is not a time from 0 to 2359")]
    Clock(u16),
    #[error("there is no day left on which clocks show {0}")]
    NoMoment(u16),
    #[error("it is planned to take {minutes} minutes, more than the {most} that a flight may take")]
    TooLong { minutes: i64, most: i64 },
    #[error(transparent)]
    Time(#[from] numeric::NumericError),
}
