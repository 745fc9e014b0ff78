use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::{owner, Action};
use types::denom::UncheckedDenom;

use crate::events::{AssetAdmitted, AssetRetired, GuardianSet, Paused, Unpaused};
use crate::state::{ASSETS, PAUSE};
use crate::ContractError;

/// The owner admits a settlement asset.
pub fn admit_asset(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    asset: UncheckedDenom,
) -> Result<Response, ContractError> {
    owner::assert_owner(deps.storage, &info.sender)?;
    let asset = payments::movable(deps.as_ref(), &env, asset)?;
    let mut assets = ASSETS.load(deps.storage)?;
    payments::add_asset(&mut assets, asset.clone())?;
    ASSETS.save(deps.storage, &assets)?;
    Ok(Response::new().add_event(AssetAdmitted { asset }))
}

/// The owner lets an asset settle no new agreements. Those that exist go on.
pub fn retire_asset(
    deps: DepsMut,
    info: MessageInfo,
    asset: UncheckedDenom,
) -> Result<Response, ContractError> {
    owner::assert_owner(deps.storage, &info.sender)?;
    let asset = asset.check(deps.api)?;
    let mut assets = ASSETS.load(deps.storage)?;
    let before = assets.len();
    assets.retain(|admitted| *admitted != asset);
    if assets.len() == before {
        return Err(ContractError::AssetUnknown { asset });
    }
    ASSETS.save(deps.storage, &assets)?;
    Ok(Response::new().add_event(AssetRetired { asset }))
}

/// Owner or guardian stop new agreements.
pub fn pause(deps: DepsMut, info: MessageInfo) -> Result<Response, ContractError> {
    PAUSE.pause(deps.storage, &info.sender)?;
    Ok(Response::new().add_event(Paused { by: info.sender }))
}

/// The owner lets new agreements begin again.
pub fn unpause(deps: DepsMut, info: MessageInfo) -> Result<Response, ContractError> {
    PAUSE.unpause(deps.storage, &info.sender)?;
    Ok(Response::new().add_event(Unpaused { by: info.sender }))
}

/// The owner names another guardian, or none.
pub fn set_guardian(
    deps: DepsMut,
    info: MessageInfo,
    guardian: Option<String>,
) -> Result<Response, ContractError> {
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
    let ownership = owner::update(deps, &env.block, &info.sender, action)?;
    Ok(Response::new().add_attributes(ownership.into_attributes()))
}
