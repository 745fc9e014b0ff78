use cosmwasm_std::{DepsMut, Response};

use crate::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};

/// The name must be this contract's and the version an older one. The records of every release so far are
/// the same, so nothing is rewritten.
pub fn migrate(deps: DepsMut) -> Result<Response, ContractError> {
    guard::migrate_from(deps.storage, CONTRACT_NAME, CONTRACT_VERSION)?;
    Ok(Response::new())
}
