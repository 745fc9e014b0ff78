use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::{nonpayable, owner, Action};

use crate::events::{GuardianSet, Paused, Unpaused};
use crate::state::PAUSE;
use crate::ContractError;

/// Owner or guardian stop new devices.
pub fn pause(deps: DepsMut, info: MessageInfo) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.pause(deps.storage, &info.sender)?;
    Ok(Response::new().add_event(Paused { by: info.sender }))
}

/// The owner lets new devices come again.
pub fn unpause(deps: DepsMut, info: MessageInfo) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.unpause(deps.storage, &info.sender)?;
    Ok(Response::new().add_event(Unpaused { by: info.sender }))
}

/// The owner names another guardian, or none.
pub fn set_guardian(
    deps: DepsMut,
    info: MessageInfo,
    guardian: Option<String>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let guardian = guardian.map(|guardian| deps.api.addr_validate(&guardian)).transpose()?;
    PAUSE.set_guardian(deps.storage, &info.sender, guardian.clone())?;
    Ok(Response::new().add_event(GuardianSet { guardian }))
}

/// The owner offers or renounces the ownership, the one it is offered to accepts.
pub fn update_ownership(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    action: Action,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let ownership = owner::update(deps, &env.block, &info.sender, action)?;
    Ok(Response::new().add_attributes(ownership.into_attributes()))
}
