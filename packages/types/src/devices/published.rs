//! What peers read of a device's last log without a call. This is an interface, as a message is; all other state is the
//! contract's own.

use numeric::UnixTime;
use serde::{Deserialize, Serialize};

use super::{DeviceStanding, Link, Statistic};
use crate::digest::Digest;

/// The version of the records' format: the first byte of each.
const VERSION: u8 = 1;
const LATEST: u8 = b'H';

/// A log as it is kept.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The window's beginning.
    pub from: UnixTime,
    /// The window's end.
    pub to: UnixTime,
    /// How many readings.
    pub count: u16,
    /// Of each channel.
    pub statistics: Vec<Statistic>,
    /// The root over the readings.
    pub root: Digest,
    /// When it came to the chain.
    pub accepted: UnixTime,
    /// How it goes on from the log before.
    pub link: Link,
    /// How many counters were passed over.
    pub missing: u32,
}

/// The last log of a device. Its standing is here too: what a device has signed says little once it is convicted.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct PublishedLog {
    /// The device's standing now.
    pub standing: DeviceStanding,
    /// Which of its keys signed.
    pub epoch: u32,
    /// The log's counter.
    pub counter: u32,
    /// What it says.
    pub log: Logged,
}

impl PublishedLog {
    /// Under which key the contract keeps a device's last log.
    pub fn key(device: u32) -> Vec<u8> {
        let [a, b, c, d] = device.to_be_bytes();
        vec![LATEST, a, b, c, d]
    }

    /// The record; nothing of bytes that are none, or of another version.
    pub fn of(record: &[u8]) -> Option<Self> {
        let (&VERSION, body) = record.split_first()? else { return None };
        postcard::take_from_bytes(body).ok().filter(|(_, rest)| rest.is_empty()).map(|(log, _)| log)
    }
}
