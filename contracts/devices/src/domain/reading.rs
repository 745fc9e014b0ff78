//! When a reading is proven.

use types::devices::{Logged, Reading, ReadingFlaw};
use types::digest::MerkleProof;
use types::VocabularyError;

/// Why the log does not prove the reading; nothing if it does.
///
/// A reading that stands under the root but outside the window, or beyond the channel's least and greatest value, shows
/// that the device signed what is not so: neither is to be relied on.
pub fn flaw(reading: &Reading, proof: &MerkleProof, log: &Logged) -> Option<ReadingFlaw> {
    let (expected, actual) = (counted(log.statistics.len()), counted(reading.values.len()));
    if expected != actual {
        return Some(ReadingFlaw::Values { expected, actual });
    }
    if let Err(error) = proof.verify(&log.root, log.count.into(), &reading.leaf()) {
        return Some(match error {
            VocabularyError::ProofIndex { .. } => ReadingFlaw::Place { count: log.count },
            VocabularyError::ProofLength { expected, actual, .. } => {
                ReadingFlaw::Length { expected: counted(expected), actual: counted(actual) }
            }
            _ => ReadingFlaw::Root {},
        });
    }
    if reading.at < log.from || reading.at >= log.to {
        return Some(ReadingFlaw::Window {});
    }
    let beyond =
        reading.values.iter().zip(&log.statistics).position(|(value, of)| !(of.min..=of.max).contains(value));
    beyond.map(|channel| ReadingFlaw::Statistic { channel: u8::try_from(channel).unwrap_or(u8::MAX) })
}

/// A length of a list that was decoded, which is short.
fn counted(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
