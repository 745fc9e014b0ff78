use cosmwasm_std::{Addr, Binary, DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use numeric::UnixTime;
use types::devices::{Channel, DeviceClass, DeviceStanding, Registry};
use types::key::StoredKey;
use types::oracle::PublicKey;

use crate::domain::device::{assert_of_devices, Device};
use crate::events::{Registered, Revoked, Rotated};
use crate::state::{self, PAUSE};
use crate::ContractError;

/// A key with what shows that it can sign.
pub struct NewKey {
    /// The key.
    pub key: PublicKey,
    /// Its signature for owner, device and epoch.
    pub possession: Binary,
}

/// Anyone registers a device of its own.
pub fn register(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    class: DeviceClass,
    channels: Vec<Channel>,
    new: NewKey,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.assert_running(deps.storage)?;
    let key = admit(&deps, &env, &info.sender, (0, 0), &new)?;
    let now = UnixTime::from_block(env.block.time)?;
    let owner = info.sender;

    let device = Device::register(owner.clone(), class, channels, key, now)?;

    let number = state::add_device(deps.storage, &device)?;
    state::take_key(deps.storage, &device.key.key, number)?;
    Ok(Response::new().add_event(Registered { device: number, owner, class }))
}

/// The owner gives a device another key. The old key's word for it is optional: it may be lost, or its counter at its end.
pub fn rotate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    number: u32,
    new: NewKey,
    succession: Option<Binary>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let mut device = state::device(deps.storage, number)?;
    device.assert_owner(number, &info.sender)?;
    device.assert_active(number)?;
    let (before, epoch) = (device.epoch, device.next_epoch()?);
    let key = admit(&deps, &env, &info.sender, (number, epoch), &new)?;
    let succeeds = succession.is_some();
    if let Some(signature) = succession {
        let digest = registry(&env).succession_digest(number, epoch, &key.identity());
        if !matches!(device.key.key.verifies(deps.api, digest.as_bytes(), &signature), Ok(true)) {
            return Err(ContractError::NotSucceeded { device: number, epoch });
        }
    }

    let former = device.rotate(key, succeeds, UnixTime::from_block(env.block.time)?)?;

    state::add_former_key(deps.storage, number, before, &former)?;
    state::take_key(deps.storage, &device.key.key, number)?;
    state::save_device(deps.storage, number, &device)?;
    Ok(Response::new().add_event(Rotated { device: number, epoch, succeeds }))
}

/// The owner takes a device out of use.
pub fn revoke(deps: DepsMut, env: Env, info: MessageInfo, number: u32) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let mut device = state::device(deps.storage, number)?;
    device.assert_owner(number, &info.sender)?;
    device.assert_active(number)?;
    device.standing = DeviceStanding::Revoked { at: UnixTime::from_block(env.block.time)? };
    state::end_device(deps.storage, number, &device)?;
    Ok(Response::new().add_event(Revoked { device: number }))
}

/// Whose keys these are.
pub fn registry(env: &Env) -> Registry<'_> {
    Registry { chain_id: &env.block.chain_id, contract: env.contract.address.as_str() }
}

/// A key that a device may have, that nobody had, and that signed for this owner, device and epoch.
fn admit(
    deps: &DepsMut,
    env: &Env,
    owner: &Addr,
    (device, epoch): (u32, u32),
    new: &NewKey,
) -> Result<StoredKey, ContractError> {
    let key = StoredKey::from(&new.key);
    assert_of_devices(&key)?;
    if !key.is_usable(deps.api) {
        return Err(ContractError::UnusableKey { scheme: key.scheme.name() });
    }
    state::assert_new_key(deps.storage, &key)?;
    let digest = registry(env).possession_digest(owner.as_str(), device, epoch, &key.identity());
    if !matches!(key.verifies(deps.api, digest.as_bytes(), &new.possession), Ok(true)) {
        return Err(ContractError::NotPossessed { owner: owner.clone(), device, epoch });
    }
    Ok(key)
}
