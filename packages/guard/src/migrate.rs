use std::fmt;
use std::str::FromStr;

use cosmwasm_std::Storage;
use cw2::{set_contract_version, CONTRACT};
use message::Message;

use crate::MigrateError;

/// The version of a release: three numbers, as in `0.10.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version([u64; 3]);

impl FromStr for Version {
    type Err = MigrateError;

    fn from_str(text: &str) -> Result<Self, MigrateError> {
        let mut parts = text.split('.').map(|part| part.parse().ok().filter(|_| !part.starts_with('+')));
        let version = (|| Some([parts.next()??, parts.next()??, parts.next()??]))();
        match version.filter(|_| parts.next().is_none()) {
            Some(version) => Ok(Self(version)),
            None => Err(MigrateError::InvalidVersion { version: text.to_owned() }),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// As cw2 keeps it.
#[derive(Message)]
struct Stored {
    contract: String,
    version: String,
}

/// Lets this release take over the state of an earlier one of the same contract, and returns the earlier version.
/// The state of another contract, of the same release or of a later one is refused.
pub fn migrate_from(
    storage: &mut dyn Storage,
    contract_name: &str,
    new_version: &str,
) -> Result<Version, MigrateError> {
    let new: Version = new_version.parse()?;
    let Some(stored) = storage.get(CONTRACT.as_slice()) else {
        return Err(MigrateError::NoVersion { expected: contract_name.to_owned() });
    };
    let stored: Stored = message::read(&stored)?;
    if stored.contract != contract_name {
        return Err(MigrateError::WrongContract {
            expected: contract_name.to_owned(),
            actual: stored.contract,
        });
    }
    let stored: Version = stored.version.parse()?;
    if stored >= new {
        return Err(MigrateError::NotNewer { stored, new });
    }
    set_contract_version(storage, contract_name, new_version)?;
    Ok(stored)
}
