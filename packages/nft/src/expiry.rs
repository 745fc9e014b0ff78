use cosmwasm_std::Timestamp;
use cw_utils::Expiration;
use serde::{Deserialize, Serialize};

/// [`Expiration`] as it is stored: cw-utils would write a time as twenty digits of text.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq)]
pub(crate) enum Expiry {
    Never,
    AtHeight(u64),
    /// nanoseconds since 1970
    AtTime(u64),
}

impl From<Expiration> for Expiry {
    fn from(expires: Expiration) -> Self {
        match expires {
            Expiration::Never {} => Self::Never,
            Expiration::AtHeight(height) => Self::AtHeight(height),
            Expiration::AtTime(time) => Self::AtTime(time.nanos()),
        }
    }
}

impl From<Expiry> for Expiration {
    fn from(expires: Expiry) -> Self {
        match expires {
            Expiry::Never => Self::Never {},
            Expiry::AtHeight(height) => Self::AtHeight(height),
            Expiry::AtTime(nanos) => Self::AtTime(Timestamp::from_nanos(nanos)),
        }
    }
}
