//! What a device signs, and how it is hashed. Whoever has the device's number, channels and key needs no more to verify.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::Binary;
use message::{message, FromJson, ToJson};
use numeric::UnixTime;

use super::Channel;
use crate::digest::Digest;

/// One channel over a window, in the channel's unit and decimals. min ≤ mean ≤ max.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub struct Statistic {
    /// The least value.
    pub min: i32,
    /// The greatest value.
    pub max: i32,
    /// The mean, rounded as the device does.
    pub mean: i32,
}

/// What a device signs of a window, mostly an hour.
#[cw_serde]
#[derive(Eq, FromJson, ToJson)]
pub struct Log {
    /// The device's counter: greater in each log of a key, and never used for two logs.
    pub counter: u32,
    /// The window's beginning.
    pub from: UnixTime,
    /// The window's end, not in it.
    pub to: UnixTime,
    /// How many readings, and leaves under the root.
    pub count: u16,
    /// Of each channel, in the device's order.
    pub statistics: Vec<Statistic>,
    /// The Merkle root (RFC 6962) over the readings, in their order.
    pub root: Digest,
    /// The root of the log that the device signed before with this key; none if it has none, or has lost it.
    pub previous: Option<Digest>,
}

/// A log with its signature, over [`log_digest`].
#[message]
pub struct SignedLog {
    /// What is signed.
    pub log: Log,
    /// 64 bytes: r ‖ s (P-256 over the digest) or RFC 8032 (Ed25519, the digest as message).
    pub signature: Binary,
}

/// One reading: a leaf under a log's root.
#[cw_serde]
#[derive(Eq, FromJson)]
pub struct Reading {
    /// When it was taken.
    pub at: UnixTime,
    /// A value a channel.
    pub values: Vec<i32>,
}

impl Reading {
    /// The leaf: the time in 8 bytes, then each value in 4, all big-endian. Its length follows from the channels.
    pub fn leaf(&self) -> Vec<u8> {
        let mut leaf = self.at.seconds().to_be_bytes().to_vec();
        leaf.extend(self.values.iter().flat_map(|value| value.to_be_bytes()));
        leaf
    }
}

/// Whose keys and logs these are: what every digest begins with.
#[derive(Clone, Copy, Debug)]
pub struct Registry<'a> {
    /// The chain.
    pub chain_id: &'a str,
    /// The contract.
    pub contract: &'a str,
}

impl Registry<'_> {
    /// What all logs of a key have in common. The channels are in it as `temperature:CEL:1,relative_humidity:P1:0`, so
    /// that no number can be taken for another unit's.
    pub fn epoch_digest(&self, device: u32, epoch: u32, channels: &[Channel]) -> Digest {
        let mut measured = String::new();
        for Channel { quantity, unit, decimals } in channels {
            let comma = if measured.is_empty() { "" } else { "," };
            measured.push_str(&format!("{comma}{quantity}:{unit}:{decimals}"));
        }
        self.digest(
            b"portolan/devices/log/1",
            &[&device.to_be_bytes(), &epoch.to_be_bytes(), measured.as_bytes()],
        )
    }

    /// What a new key signs, so that nobody registers a key that he cannot sign with, nor another's: `device` is 0 and
    /// `epoch` 0 for a new device. `key` is [`StoredKey::identity`](crate::key::StoredKey::identity).
    pub fn possession_digest(&self, owner: &str, device: u32, epoch: u32, key: &[u8]) -> Digest {
        self.digest(
            b"portolan/devices/possession/1",
            &[owner.as_bytes(), &device.to_be_bytes(), &epoch.to_be_bytes(), key],
        )
    }

    /// What the old key signs of the new one, if it still can: the same device goes on.
    pub fn succession_digest(&self, device: u32, epoch: u32, key: &[u8]) -> Digest {
        self.digest(b"portolan/devices/succession/1", &[&device.to_be_bytes(), &epoch.to_be_bytes(), key])
    }

    fn digest(&self, domain: &[u8], parts: &[&[u8]]) -> Digest {
        let here = [self.chain_id.as_bytes(), self.contract.as_bytes()];
        Digest::chain(&Digest::of(domain), &[&here, parts].concat())
    }
}

/// The 32 bytes that a device signs of a log. `epoch` is [`Registry::epoch_digest`].
pub fn log_digest(epoch: &Digest, log: &Log) -> Digest {
    let of_channel = |of: &Statistic| [of.min, of.max, of.mean].map(i32::to_be_bytes).concat();
    let statistics: Vec<u8> = log.statistics.iter().flat_map(of_channel).collect();
    Digest::chain(
        epoch,
        &[
            &log.counter.to_be_bytes(),
            &log.from.seconds().to_be_bytes(),
            &log.to.seconds().to_be_bytes(),
            &log.count.to_be_bytes(),
            &statistics,
            log.root.as_bytes(),
            log.previous.as_ref().map_or(&[], |previous| previous.as_bytes().as_slice()),
        ],
    )
}
