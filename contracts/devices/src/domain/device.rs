//! A device: whose it is, what it measures, and with which key it signs.

use cosmwasm_std::Addr;
use numeric::UnixTime;
use serde::{Deserialize, Serialize};
use types::devices::{Channel, DeviceClass, DeviceStanding, MAX_CHANNELS, MAX_DECIMALS};
use types::key::{Scheme, StoredKey};

use crate::ContractError;

/// A device.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Device {
    /// Whose it is.
    pub owner: Addr,
    /// What it is.
    pub class: DeviceClass,
    /// What it measures.
    pub channels: Vec<Channel>,
    /// Whether it still speaks.
    pub standing: DeviceStanding,
    /// Which of its keys is the present one.
    pub epoch: u32,
    /// The present key.
    pub key: KeyInUse,
}

/// A key with its past.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct KeyInUse {
    /// The key.
    pub key: StoredKey,
    /// Since when: it says nothing of the time before.
    pub since: UnixTime,
    /// Whether the key before signed for it.
    pub succeeds: bool,
}

/// A key that was replaced.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct FormerKey {
    /// The key.
    pub used: KeyInUse,
    /// Until when.
    pub until: UnixTime,
}

impl Device {
    /// A new device with its first key.
    pub fn register(
        owner: Addr,
        class: DeviceClass,
        channels: Vec<Channel>,
        key: StoredKey,
        now: UnixTime,
    ) -> Result<Self, ContractError> {
        if channels.is_empty() || channels.len() > MAX_CHANNELS {
            return Err(ContractError::ChannelCount { max: MAX_CHANNELS, actual: channels.len() });
        }
        for &Channel { quantity, unit, decimals } in &channels {
            if !quantity.units().contains(&unit) {
                return Err(ContractError::ChannelUnit { quantity, unit });
            }
            if decimals > MAX_DECIMALS {
                return Err(ContractError::ChannelDecimals { max: MAX_DECIMALS, actual: decimals });
            }
        }
        let key = KeyInUse { key, since: now, succeeds: false };
        Ok(Self { owner, class, channels, standing: DeviceStanding::Active {}, epoch: 0, key })
    }

    /// Refuses everybody but the owner.
    pub fn assert_owner(&self, device: u32, sender: &Addr) -> Result<(), ContractError> {
        if self.owner == *sender {
            return Ok(());
        }
        let (owner, sender) = (self.owner.clone(), sender.clone());
        Err(ContractError::NotItsOwner { device, owner, sender })
    }

    /// Refuses a device that has ended.
    pub fn assert_active(&self, device: u32) -> Result<(), ContractError> {
        match self.standing {
            DeviceStanding::Active {} => Ok(()),
            DeviceStanding::Revoked { at } => Err(ContractError::Revoked { device, at }),
            DeviceStanding::Convicted { at } => Err(ContractError::Convicted { device, at }),
        }
    }

    /// The number of the key after the present one.
    pub fn next_epoch(&self) -> Result<u32, ContractError> {
        self.epoch.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "epoch" })
    }

    /// Another key from now on; answers the one it had.
    pub fn rotate(
        &mut self,
        key: StoredKey,
        succeeds: bool,
        now: UnixTime,
    ) -> Result<FormerKey, ContractError> {
        self.epoch = self.next_epoch()?;
        let used = std::mem::replace(&mut self.key, KeyInUse { key, since: now, succeeds });
        Ok(FormerKey { used, until: now })
    }
}

/// Refuses a key of a scheme that no device has: secure elements have P-256, newer devices Ed25519.
pub fn assert_of_devices(key: &StoredKey) -> Result<(), ContractError> {
    match key.scheme {
        Scheme::Secp256r1 | Scheme::Ed25519 => Ok(()),
        Scheme::Secp256k1 => Err(ContractError::NotADeviceKey { scheme: key.scheme.name() }),
    }
}
