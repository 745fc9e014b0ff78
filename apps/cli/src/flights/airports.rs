//! Where the airports are and what their clocks show.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::Deserialize;
use types::locode::Locode;

use super::error::{FlightsError, RowError};

const AIRPORTS: &[u8] = include_bytes!("../../data/airports.csv");

/// An airport.
#[derive(Clone, Debug)]
pub struct Airport {
    /// Its place.
    pub locode: Locode,
    /// Its clock.
    pub zone: TimeZone,
}

/// Airports by IATA code.
pub struct Airports(BTreeMap<String, Airport>);

#[derive(Deserialize)]
struct Line {
    iata: String,
    locode: Locode,
    zone: String,
}

impl Airports {
    /// Every airport of the year.
    pub fn of_2013() -> Result<Self, FlightsError> {
        let mut airports = BTreeMap::new();
        for line in csv::Reader::from_reader(AIRPORTS).into_deserialize() {
            let Line { iata, locode, zone } = line.map_err(FlightsError::Airports)?;
            let zone = match TimeZone::get(&zone) {
                Ok(zone) => zone,
                Err(source) => return Err(FlightsError::Zone { iata, zone, source }),
            };
            airports.insert(iata, Airport { locode, zone });
        }
        Ok(Self(airports))
    }

    /// The airport of a code.
    pub fn find(&self, iata: &str) -> Result<&Airport, RowError> {
        self.0.get(iata).ok_or_else(|| RowError::UnknownAirport(iata.to_owned()))
    }
}
