//! Messages of `devices`: keys of things that measure, and what they sign.

mod channel;
mod log;
mod published;

use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::Binary;
use cw_ownable::{cw_ownable_execute, cw_ownable_query};
use message::{message, FromJson, ToJson};
use numeric::{Seconds, UnixTime};

use crate::digest::{Digest, MerkleProof};
use crate::oracle::PublicKey;

pub use channel::{Channel, Quantity, MAX_DECIMALS};
pub use log::{log_digest, Log, Reading, Registry, SignedLog, Statistic};
pub use published::{Logged, PublishedLog};

/// Most channels of a device.
pub const MAX_CHANNELS: usize = 8;
/// Most readings of one log.
pub const MAX_READINGS: u16 = 4_096;
/// The longest window of a log.
pub const MAX_WINDOW: Seconds = Seconds::days(1);
/// Most logs of one message.
pub const MAX_LOGS: usize = 64;
/// The last counter of a key: where the counters of an ATECC608 end.
pub const LAST_COUNTER: u32 = 2_097_151;

/// What a device is in the trade.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum DeviceClass {
    /// The controller of a refrigerated container.
    Reefer,
    /// On a container, a trailer or a wagon.
    Tracker,
    /// Packed with the goods.
    Logger,
    /// A scale or weighbridge.
    Scale,
    /// In a tank or a silo.
    Gauge,
    /// At a gate, a ramp or a quay.
    Gate,
}

/// Whether a device still speaks. What ends never begins again.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum DeviceStanding {
    /// It does.
    Active {},
    /// Its owner took it out of use.
    Revoked {
        /// When.
        at: UnixTime,
    },
    /// A key of it signed two different logs under one counter.
    Convicted {
        /// When this was shown.
        at: UnixTime,
    },
}

/// How a log goes on from the one before.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum Link {
    /// It is the first that came of its key.
    Begins,
    /// It names the root of the one before.
    Follows,
    /// It does not: what lies between did not come, or the device lost its memory.
    Gap,
}

/// Sets up the contract.
#[message]
pub struct InstantiateMsg {
    /// Sets the guardian, unpauses. Two-step transfer by `update_ownership`. Has no power over devices.
    pub owner: String,
    /// May pause; only the owner unpauses.
    pub guardian: Option<String>,
}

/// What can be asked of the contract.
#[cw_ownable_execute]
#[message]
pub enum ExecuteMsg {
    /// Owner or guardian: stops new devices. Logs, rotation, revocation and conviction go on.
    Pause {},
    /// Owner: ends a pause.
    Unpause {},
    /// Owner: names or removes the guardian.
    SetGuardian {
        /// The new guardian.
        guardian: Option<String>,
    },

    /// Anyone: registers a device of the sender's. Refuses a key that was ever registered, by whomever.
    Register {
        /// What it is.
        class: DeviceClass,
        /// What it measures, 1 to 8 channels. Never changes.
        channels: Vec<Channel>,
        /// Its key: `secp256r1` or `ed25519`.
        key: PublicKey,
        /// The key's signature over [`Registry::possession_digest`] for the sender, device 0, epoch 0.
        possession: Binary,
    },
    /// Owner of the device: gives it another key, of the next epoch. Its counter begins anew; logs of the old key are
    /// taken no more, and those that were stay.
    Rotate {
        /// The device.
        device: u32,
        /// The new key. Refuses one that was ever registered.
        key: PublicKey,
        /// The new key's signature over [`Registry::possession_digest`] for the sender, the device and the next epoch.
        possession: Binary,
        /// The old key's signature over [`Registry::succession_digest`], if it can still sign.
        succession: Option<Binary>,
    },
    /// Owner of the device: takes it out of use, for ever.
    Revoke {
        /// The device.
        device: u32,
    },
    /// Owner of the device: offers it to another account, or takes the offer back.
    Offer {
        /// The device.
        device: u32,
        /// To whom; nobody if not set.
        to: Option<String>,
    },
    /// Whom it was offered to: takes it over.
    Accept {
        /// The device.
        device: u32,
        /// Its epoch, so that nobody takes over another key than he saw.
        epoch: u32,
    },

    /// Anyone, if the log names the root of the last one; the device's owner, if it begins a key's logs or leaves a gap.
    Submit {
        /// The device.
        device: u32,
        /// What it signed.
        log: SignedLog,
    },
    /// The same of up to 64 logs of one device, in their order; all or none. What is kept already is skipped.
    SubmitLogs {
        /// The device.
        device: u32,
        /// What it signed.
        logs: Vec<SignedLog>,
    },
    /// Anyone, with two different logs that one key of the device signed under one counter: ends the device for ever. A
    /// second signature of the same log is no evidence.
    Convict {
        /// The device.
        device: u32,
        /// Which of its keys signed.
        epoch: u32,
        /// What it signed.
        first: SignedLog,
        /// What it signed too.
        second: SignedLog,
    },
}

/// What can be read from the contract.
#[cw_ownable_query]
#[message]
#[derive(QueryResponses)]
pub enum QueryMsg {
    /// The contract's settings.
    #[returns(ConfigResponse)]
    Config {},
    /// A device.
    #[returns(DeviceResponse)]
    Device {
        /// Its number.
        device: u32,
    },
    /// An account's devices, by number.
    #[returns(Vec<DeviceResponse>)]
    Devices {
        /// Whose.
        owner: String,
        /// Continue after this device.
        start_after: Option<u32>,
        /// At most 30; 10 if not set.
        limit: Option<u32>,
    },
    /// The keys that a device had before the present one.
    #[returns(Vec<FormerKeyResponse>)]
    FormerKeys {
        /// The device.
        device: u32,
        /// Continue after this epoch.
        start_after: Option<u32>,
        /// At most 30; 10 if not set.
        limit: Option<u32>,
    },
    /// A log.
    #[returns(LogResponse)]
    Log {
        /// The device.
        device: u32,
        /// Which of its keys signed.
        epoch: u32,
        /// Its counter.
        counter: u32,
    },
    /// The logs of one key of a device, by counter.
    #[returns(Vec<LogResponse>)]
    Logs {
        /// The device.
        device: u32,
        /// Which of its keys signed.
        epoch: u32,
        /// Continue after this counter.
        start_after: Option<u32>,
        /// At most 100; 30 if not set.
        limit: Option<u32>,
    },
    /// The last log of a device, with its age.
    #[returns(LatestResponse)]
    Latest {
        /// The device.
        device: u32,
    },
    /// Whether a reading stands under a log's root.
    #[returns(ReadingResponse)]
    ProveReading {
        /// The device.
        device: u32,
        /// Which of its keys signed the log.
        epoch: u32,
        /// The log's counter.
        counter: u32,
        /// What is claimed.
        reading: Reading,
        /// Its place and siblings.
        proof: MerkleProof,
    },
}

/// The contract's settings.
#[cw_serde]
#[derive(ToJson)]
pub struct ConfigResponse {
    /// Who may pause.
    pub guardian: Option<String>,
    /// Whether new devices are stopped.
    pub paused: bool,
}

/// A device.
#[cw_serde]
#[derive(ToJson)]
pub struct DeviceResponse {
    /// Its number.
    pub device: u32,
    /// Whose it is.
    pub owner: String,
    /// Whom it is offered to.
    pub offered_to: Option<String>,
    /// What it is.
    pub class: DeviceClass,
    /// What it measures.
    pub channels: Vec<Channel>,
    /// Whether it still speaks.
    pub standing: DeviceStanding,
    /// Which of its keys is the present one, from 0.
    pub epoch: u32,
    /// Its key.
    pub key: PublicKey,
    /// Since when; no log of this key begins before.
    pub since: UnixTime,
    /// Whether the key before signed for this one; not of the first.
    pub succeeds: bool,
    /// How many counters the key has left. Rotate before they end.
    pub counters_left: u32,
}

/// A key that a device had.
#[cw_serde]
#[derive(ToJson)]
pub struct FormerKeyResponse {
    /// Which.
    pub epoch: u32,
    /// The key.
    pub key: PublicKey,
    /// Since when.
    pub since: UnixTime,
    /// Until when.
    pub until: UnixTime,
    /// Whether the key before signed for it; not of the first.
    pub succeeds: bool,
}

/// A log.
#[cw_serde]
#[derive(ToJson)]
pub struct LogResponse {
    /// Which key signed.
    pub epoch: u32,
    /// Its counter.
    pub counter: u32,
    /// The window's beginning.
    pub from: UnixTime,
    /// The window's end.
    pub to: UnixTime,
    /// How many readings.
    pub count: u16,
    /// Of each channel, in the device's order.
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

/// The last log of a device.
#[cw_serde]
#[derive(ToJson)]
pub struct LatestResponse {
    /// Whether the device still speaks.
    pub standing: DeviceStanding,
    /// Its last log, of whichever key.
    pub log: Option<LogResponse>,
    /// How long ago the log's window ended.
    pub age: Option<Seconds>,
}

/// What a claimed reading is worth.
#[cw_serde]
#[derive(ToJson)]
pub struct ReadingResponse {
    /// Whether the device signed it, and what it signed of the whole window agrees.
    pub proven: bool,
    /// Why not.
    pub flaw: Option<ReadingFlaw>,
    /// Whether the device still speaks: the key of a convicted one proves little.
    pub standing: DeviceStanding,
    /// When the log came to the chain.
    pub accepted: Option<UnixTime>,
}

/// Why a reading is not proven.
#[cw_serde]
#[derive(ToJson)]
pub enum ReadingFlaw {
    /// There is no such log.
    NoLog {},
    /// It has another number of values than the device has channels.
    Values {
        /// How many channels.
        expected: u32,
        /// How many values.
        actual: u32,
    },
    /// There is no such place.
    Place {
        /// How many readings the log has, counted from 0.
        count: u16,
    },
    /// The proof is too short or too long for the place.
    Length {
        /// How many siblings it takes.
        expected: u32,
        /// How many it has.
        actual: u32,
    },
    /// It makes another root: another reading, place or log.
    Root {},
    /// It stands under the root, but was taken outside the window.
    Window {},
    /// It stands under the root, but lies outside what the log says of a channel.
    Statistic {
        /// Which channel, from 0.
        channel: u8,
    },
}

/// Checks the stored name and an older version, then sets the new one.
#[message]
pub struct MigrateMsg {}
