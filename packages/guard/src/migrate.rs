use cosmwasm_std::Storage;
use cw2::{ContractVersion, CONTRACT};
use semver::Version;

use crate::MigrateError;

/// Lets this release take over the state of an earlier one of the same contract, and returns the earlier version.
/// The state of another contract, of the same release or of a later one is refused.
pub fn migrate_from(
    storage: &mut dyn Storage,
    contract_name: &str,
    new_version: &str,
) -> Result<Version, MigrateError> {
    let new = parsed(new_version)?;
    let Some(stored) = CONTRACT.may_load(storage)? else {
        return Err(MigrateError::NoVersion { expected: contract_name.to_owned() });
    };
    if stored.contract != contract_name {
        return Err(MigrateError::WrongContract {
            expected: contract_name.to_owned(),
            actual: stored.contract,
        });
    }
    let stored = parsed(&stored.version)?;
    if stored >= new {
        return Err(MigrateError::NotNewer { stored, new });
    }
    let info = ContractVersion { contract: contract_name.to_owned(), version: new_version.to_owned() };
    CONTRACT.save(storage, &info)?;
    Ok(stored)
}

fn parsed(version: &str) -> Result<Version, MigrateError> {
    Version::parse(version).map_err(|reason| MigrateError::InvalidVersion {
        version: version.to_owned(),
        reason: reason.to_string(),
    })
}
