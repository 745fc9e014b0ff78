//! When two logs convict.

use types::devices::{log_digest, Log};
use types::digest::Digest;

use crate::ContractError;

/// The digests of two logs that no honest device signs both: they have one counter and differ. A second signature of the
/// same log, its high-s twin too, shows nothing: what was signed is compared, not how.
pub fn equivocation(epoch: &Digest, first: &Log, second: &Log) -> Result<[Digest; 2], ContractError> {
    if first.counter != second.counter {
        return Err(ContractError::OtherCounters { first: first.counter, second: second.counter });
    }
    let digests = [log_digest(epoch, first), log_digest(epoch, second)];
    if first == second {
        return Err(ContractError::SameLog { counter: first.counter });
    }
    Ok(digests)
}
