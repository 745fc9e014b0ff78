//! The two-step owner of cw-ownable, under its own key, with a refusal that names who may.

use cosmwasm_std::{Addr, Api, BlockInfo, DepsMut, Storage};
use cw_ownable::{Action, Ownership};

use crate::GuardError;

/// Makes `owner` the owner. For `instantiate` only.
pub fn initialise(
    storage: &mut dyn Storage,
    api: &dyn Api,
    owner: &str,
) -> Result<Ownership<Addr>, GuardError> {
    Ok(cw_ownable::initialize_owner(storage, api, Some(owner))?)
}

/// Who owns the contract, and who is about to.
pub fn ownership(storage: &dyn Storage) -> Result<Ownership<Addr>, GuardError> {
    Ok(cw_ownable::get_ownership(storage)?)
}

/// Refuses everybody but the owner.
pub fn assert_owner(storage: &dyn Storage, sender: &Addr) -> Result<(), GuardError> {
    let owner = ownership(storage)?.owner;
    if owner.as_ref() == Some(sender) {
        Ok(())
    } else {
        Err(GuardError::NotOwner { sender: sender.clone(), owner })
    }
}

/// Offers, accepts or renounces the ownership; cw-ownable checks who may.
pub fn update(
    deps: DepsMut,
    block: &BlockInfo,
    sender: &Addr,
    action: Action,
) -> Result<Ownership<Addr>, GuardError> {
    Ok(cw_ownable::update_ownership(deps, block, sender, action)?)
}
