//! The records of the contract. Other contracts read only a device's last log: [`PublishedLog`].

use cosmwasm_std::{Addr, Storage};
use guard::Pause;
use records::{assert_unique, Counter, Table};
use sha2::{Digest, Sha256};
use types::devices::{Logged, PublishedLog};
use types::key::StoredKey;

use crate::domain::device::{Device, FormerKey};
use crate::ContractError;

/// The first 20 bytes of a key's digest: as hard to hit twice as an account's address.
type Tag = [u8; 20];

pub const PAUSE: Pause = Pause::new(b'G');
const LAST_DEVICE: Counter = Counter::new(b'N', "device number");
const DEVICES: Table<u32, Device> = Table::new(b'D', "device");
/// By owner and device.
const OWNED: Table<(&'static Addr, u32), ()> = Table::new(b'O', "device of an owner");
/// Whom a device is offered to.
const OFFERS: Table<u32, Addr> = Table::new(b'T', "offer");
/// Whose a key is or was. A key is registered by who signs with it, so that nobody takes another's.
const KEYS: Table<Tag, u32> = Table::new(b'K', "device of a key");
/// By device and epoch.
pub const FORMER_KEYS: Table<(u32, u32), FormerKey> = Table::new(b'E', "former key");
/// The last log, which peers read.
const LATEST: Table<u32, PublishedLog> = Table::new(b'H', "last log");
/// By device, epoch and counter.
pub const LOGS: Table<(u32, u32, u32), Logged> = Table::new(b'L', "log");

const _: () = assert_unique(&[
    PAUSE.namespace(),
    LAST_DEVICE.namespace(),
    DEVICES.namespace(),
    OWNED.namespace(),
    OFFERS.namespace(),
    KEYS.namespace(),
    FORMER_KEYS.namespace(),
    LATEST.namespace(),
    LOGS.namespace(),
]);

type Result<T> = std::result::Result<T, ContractError>;

// Devices and keys

pub fn device(storage: &dyn Storage, device: u32) -> Result<Device> {
    DEVICES.may_load(storage, device)?.ok_or(ContractError::UnknownDevice { device })
}

pub fn devices_of(
    storage: &dyn Storage,
    owner: &Addr,
    start_after: Option<u32>,
    limit: usize,
) -> Result<Vec<u32>> {
    Ok(OWNED.keys(storage, owner, start_after, limit)?)
}

/// A new device, under the next number.
pub fn add_device(storage: &mut dyn Storage, device: &Device) -> Result<u32> {
    let number = LAST_DEVICE.next(storage)?;
    let number =
        u32::try_from(number).map_err(|_| ContractError::NumbersExhausted { what: "device number" })?;
    DEVICES.save(storage, number, device)?;
    OWNED.save(storage, (&device.owner, number), &())?;
    Ok(number)
}

pub fn save_device(storage: &mut dyn Storage, number: u32, device: &Device) -> Result<()> {
    Ok(DEVICES.save(storage, number, device)?)
}

/// Saves a device that has ended; peers see it beside its last log.
pub fn end_device(storage: &mut dyn Storage, number: u32, device: &Device) -> Result<()> {
    save_device(storage, number, device)?;
    OFFERS.remove(storage, number)?;
    if let Some(last) = latest(storage, number)? {
        LATEST.save(storage, number, &PublishedLog { standing: device.standing, ..last })?;
    }
    Ok(())
}

/// Gives a device to another owner, and ends the offer.
pub fn move_device(storage: &mut dyn Storage, number: u32, device: &Device, from: &Addr) -> Result<()> {
    OFFERS.remove(storage, number)?;
    OWNED.remove(storage, (from, number))?;
    OWNED.save(storage, (&device.owner, number), &())?;
    save_device(storage, number, device)
}

pub fn offer(storage: &dyn Storage, device: u32) -> Result<Option<Addr>> {
    Ok(OFFERS.may_load(storage, device)?)
}

pub fn save_offer(storage: &mut dyn Storage, device: u32, to: Option<&Addr>) -> Result<()> {
    Ok(match to {
        Some(to) => OFFERS.save(storage, device, to),
        None => OFFERS.remove(storage, device),
    }?)
}

/// The key's length is fixed by its scheme, which is part of its identity.
fn tag(key: &StoredKey) -> Tag {
    let digest = Sha256::digest(key.identity());
    std::array::from_fn(|i| digest.get(i).copied().unwrap_or_default())
}

/// Refuses a key that a device has or had.
pub fn assert_new_key(storage: &dyn Storage, key: &StoredKey) -> Result<()> {
    match KEYS.may_load(storage, tag(key))? {
        Some(device) => Err(ContractError::KeyTaken { device }),
        None => Ok(()),
    }
}

pub fn take_key(storage: &mut dyn Storage, key: &StoredKey, device: u32) -> Result<()> {
    Ok(KEYS.save(storage, tag(key), &device)?)
}

pub fn add_former_key(storage: &mut dyn Storage, device: u32, epoch: u32, former: &FormerKey) -> Result<()> {
    Ok(FORMER_KEYS.save(storage, (device, epoch), former)?)
}

/// The key of an epoch, the present one or a former one.
pub fn key_of(storage: &dyn Storage, number: u32, device: &Device, epoch: u32) -> Result<StoredKey> {
    if epoch == device.epoch {
        return Ok(device.key.key.clone());
    }
    let former = FORMER_KEYS.may_load(storage, (number, epoch))?;
    former.map(|former| former.used.key).ok_or(ContractError::UnknownEpoch { device: number, epoch })
}

// Logs

pub fn latest(storage: &dyn Storage, device: u32) -> Result<Option<PublishedLog>> {
    Ok(LATEST.may_load(storage, device)?)
}

pub fn log(storage: &dyn Storage, device: u32, epoch: u32, counter: u32) -> Result<Option<Logged>> {
    Ok(LOGS.may_load(storage, (device, epoch, counter))?)
}

/// A log after those that are kept. The last one of a message is saved for peers by [`save_latest`].
pub fn add_log(storage: &mut dyn Storage, device: u32, added: &PublishedLog) -> Result<()> {
    Ok(LOGS.save(storage, (device, added.epoch, added.counter), &added.log)?)
}

pub fn save_latest(storage: &mut dyn Storage, device: u32, last: &PublishedLog) -> Result<()> {
    Ok(LATEST.save(storage, device, last)?)
}
