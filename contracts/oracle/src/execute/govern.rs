use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::{nonpayable, owner, Action};
use payments::{add_asset, movable};
use types::denom::UncheckedDenom;

use crate::events::{AssetAdmitted, GuardianSet, Paused, Unpaused};
use crate::state::{CONFIG, PAUSE};
use crate::ContractError;

/// The owner admits an asset for bonds.
pub fn admit_asset(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    asset: UncheckedDenom,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    owner::assert_owner(deps.storage, &info.sender)?;
    let asset = movable(deps.as_ref(), &env, asset)?;
    let mut config = CONFIG.load(deps.storage)?;
    add_asset(&mut config.assets, asset.clone())?;
    CONFIG.save(deps.storage, &config)?;
    Ok(Response::new().add_event(AssetAdmitted { asset }))
}

/// Owner or guardian stop new risk.
pub fn pause(deps: DepsMut, info: MessageInfo) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.pause(deps.storage, &info.sender)?;
    Ok(Response::new().add_event(Paused { by: info.sender }))
}

/// The owner lets new risk begin again.
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
