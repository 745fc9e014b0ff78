use cosmwasm_std::Addr;
use records::{PackError, RecordError};
use thiserror::Error;

use crate::MAX_SUBSCRIBERS;

/// Why a notice or a subscriber is refused.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum HookError {
    /// All places are taken; a retired contract keeps its own.
    #[error("all {max} places are taken; {contract} cannot be admitted", max = MAX_SUBSCRIBERS)]
    NoPlaceLeft {
        /// who was to be admitted
        contract: Addr,
    },
    /// The contract has its place.
    #[error("{contract} is admitted, in place {place}; retire it first to change what it may do")]
    AlreadyAdmitted {
        /// who was to be admitted
        contract: Addr,
        /// its place
        place: u8,
    },
    /// The contract was never admitted.
    #[error("{contract} is not admitted; ask the owner to admit it")]
    NotAdmitted {
        /// who is not
        contract: Addr,
    },
    /// The contract gets nothing new.
    #[error("{contract} is retired: what it has stays, but it gets nothing new")]
    Retired {
        /// who is
        contract: Addr,
    },
    /// Nobody was ever given this place.
    #[error("no contract has place {place}")]
    EmptyPlace {
        /// the place
        place: u8,
    },
    /// A payload could not be written or read.
    #[error("reply payload: {0}")]
    Payload(#[from] PackError),
    /// A record could not be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
}
