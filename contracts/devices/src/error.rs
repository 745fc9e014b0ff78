use cosmwasm_std::{Addr, StdError};
use guard::{GuardError, MigrateError, PaymentError};
use numeric::{NumericError, Seconds, UnixTime};
use records::RecordError;
use thiserror::Error;
use types::devices::Quantity;
use types::digest::Digest;
use types::unit::Unit;

/// Why the contract refuses. Nothing was changed.
#[derive(Error, Debug, PartialEq)]
pub enum ContractError {
    // Devices and keys
    /// There is no such device.
    #[error("device {device} does not exist; register it first")]
    UnknownDevice {
        /// its number
        device: u32,
    },
    /// The device is someone else's.
    #[error("device {device} is {owner}'s, not {sender}'s; send this from its owner")]
    NotItsOwner {
        /// the device
        device: u32,
        /// whose it is
        owner: Addr,
        /// who tried
        sender: Addr,
    },
    /// Nobody offered the device to the sender.
    #[error("device {device} is not offered to {sender}; its owner offers it first")]
    NotOffered {
        /// the device
        device: u32,
        /// who tried
        sender: Addr,
    },
    /// The device has another key than the one that was agreed on.
    #[error(
        "device {device} has the key of epoch {actual}, not {expected}; look at it again before you accept"
    )]
    OtherEpoch {
        /// the device
        device: u32,
        /// what was named
        expected: u32,
        /// what it is
        actual: u32,
    },
    /// The device was taken out of use.
    #[error("device {device} was revoked at {at}, for ever; register another one")]
    Revoked {
        /// the device
        device: u32,
        /// when
        at: UnixTime,
    },
    /// The device signed two logs under one counter.
    #[error("device {device} was convicted at {at}, for ever; register another one")]
    Convicted {
        /// the device
        device: u32,
        /// when
        at: UnixTime,
    },
    /// No channels, or too many.
    #[error("{actual} channels; name 1 to {max}")]
    ChannelCount {
        /// the most
        max: usize,
        /// how many there are
        actual: usize,
    },
    /// The quantity is not measured in this unit.
    #[error("{quantity} is not measured in {unit}; use one of {}", listed(.quantity))]
    ChannelUnit {
        /// what is measured
        quantity: Quantity,
        /// in what
        unit: Unit,
    },
    /// Too many digits behind the point.
    #[error("{actual} decimals; use at most {max}")]
    ChannelDecimals {
        /// the most
        max: u8,
        /// how many there are
        actual: u8,
    },
    /// Devices have no such keys.
    #[error("devices have no {scheme} keys here; use secp256r1 (P-256) or ed25519")]
    NotADeviceKey {
        /// the scheme
        scheme: &'static str,
    },
    /// The key cannot sign, or anyone could sign for it.
    #[error("no {scheme} key that one device alone can sign with; make a new one")]
    UnusableKey {
        /// its scheme
        scheme: &'static str,
    },
    /// The key was registered before.
    #[error("this key is or was device {device}'s; a key serves one device, once: make a new one")]
    KeyTaken {
        /// whose it is or was
        device: u32,
    },
    /// The new key did not sign for its owner, device and epoch.
    #[error("the new key did not sign for {owner}, device {device}, epoch {epoch}, here; have it sign the possession digest of these")]
    NotPossessed {
        /// who registers it
        owner: Addr,
        /// the device, 0 of a new one
        device: u32,
        /// the epoch it would have
        epoch: u32,
    },
    /// The old key did not sign for the new one.
    #[error("the present key of device {device} did not sign for the new one as epoch {epoch}; have it sign the succession digest, or leave it out")]
    NotSucceeded {
        /// the device
        device: u32,
        /// the epoch of the new key
        epoch: u32,
    },
    /// The device never had such a key.
    #[error("device {device} has no key of epoch {epoch}; query the device and its former keys")]
    UnknownEpoch {
        /// the device
        device: u32,
        /// which key
        epoch: u32,
    },

    // Logs
    /// No logs, or too many.
    #[error("{actual} logs; send 1 to {max}")]
    LogCount {
        /// the most
        max: usize,
        /// how many there are
        actual: usize,
    },
    /// The counter is beyond what a secure element counts.
    #[error(
        "counter {actual} is beyond {max}, the last of a key; rotate to a new key, whose counter begins anew"
    )]
    CounterTooHigh {
        /// the last one
        max: u32,
        /// what it is
        actual: u32,
    },
    /// The counter was used or passed over.
    #[error("counter {actual} does not come after {last}, the last one that was taken; a counter that was passed over is not taken any more")]
    CounterNotHigher {
        /// the last one
        last: u32,
        /// what it is
        actual: u32,
    },
    /// Under this counter another log was taken.
    #[error("another log of device {device} was taken under counter {counter}; if both are signed, send both to convict")]
    Contradicts {
        /// the device
        device: u32,
        /// the counter
        counter: u32,
    },
    /// Everything was taken before.
    #[error("every log of these was taken before; send it with a new one, or not at all")]
    NothingNew,
    /// Not one of each channel.
    #[error("{actual} statistics, and the device has {expected} channels; send one of each, in its order")]
    Statistics {
        /// how many channels
        expected: usize,
        /// how many there are
        actual: usize,
    },
    /// No readings, or too many.
    #[error("{actual} readings; a log has 1 to {max}")]
    ReadingCount {
        /// the most
        max: u16,
        /// how many it says
        actual: u16,
    },
    /// The window is empty, turned round or too long.
    #[error("a window from {from} to {to}; it ends after it begins, by at most {max} s")]
    Window {
        /// its beginning
        from: UnixTime,
        /// its end
        to: UnixTime,
        /// the longest
        max: Seconds,
    },
    /// The window has not ended.
    #[error("the window ends at {to}, and it is {now}; send it then, or set the device's clock")]
    WindowAhead {
        /// its end
        to: UnixTime,
        /// the time of the block
        now: UnixTime,
    },
    /// The window begins before the last one ended, or before the key was registered.
    #[error("the window begins at {from}; the device's last one ended, or its key was registered, at {since}, and logs do not reach back behind that")]
    WindowBefore {
        /// its beginning
        from: UnixTime,
        /// from when on it may begin
        since: UnixTime,
    },
    /// min ≤ mean ≤ max does not hold.
    #[error("channel {channel}: the mean does not lie between the least and the greatest value")]
    Disordered {
        /// which channel, from 0
        channel: usize,
    },
    /// The device names another root for the log before.
    #[error("log {counter} names {actual} as the root before it, and that is {expected}; have the device sign its next log, which leaves a gap, or convict it if it signed two")]
    OtherHistory {
        /// the counter
        counter: u32,
        /// the last root
        expected: Digest,
        /// what the log names
        actual: Digest,
    },
    /// Only the owner begins a key's logs and passes over what did not come.
    #[error("log {counter} of device {device} does not name the root of the last one; send what lies between first, or have {owner}, its owner, send it")]
    GapIsItsOwners {
        /// the device
        device: u32,
        /// the counter
        counter: u32,
        /// whose it is
        owner: Addr,
    },
    /// The signature does not verify.
    #[error("log {counter} is not signed by the key of epoch {epoch} of device {device} for this chain, contract and these channels; nothing was taken")]
    BadSignature {
        /// the device
        device: u32,
        /// which key
        epoch: u32,
        /// the counter
        counter: u32,
    },
    /// One of several signatures does not verify.
    #[error("one of these logs is not signed by the key of epoch {epoch} of device {device} for this chain, contract and these channels; nothing was taken: send them one by one to see which")]
    BadBatch {
        /// the device
        device: u32,
        /// which key
        epoch: u32,
    },
    /// There is no such log.
    #[error("device {device} has no log of epoch {epoch} under counter {counter}; query its logs")]
    UnknownLog {
        /// the device
        device: u32,
        /// which key
        epoch: u32,
        /// the counter
        counter: u32,
    },

    // Evidence
    /// Two logs of two counters.
    #[error("counters {first} and {second}: only two logs of one counter convict")]
    OtherCounters {
        /// of the first
        first: u32,
        /// of the second
        second: u32,
    },
    /// Twice the same.
    #[error("both are the same log {counter}, whatever their signatures; a device may sign a log twice")]
    SameLog {
        /// the counter
        counter: u32,
    },

    /// A number has reached its end.
    #[error("no {what} is left")]
    NumbersExhausted {
        /// what is numbered
        what: &'static str,
    },
    /// Not the owner or guardian, or paused.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// Money came.
    #[error(transparent)]
    Payment(#[from] PaymentError),
    /// Not to be migrated.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// A time out of bounds.
    #[error(transparent)]
    Numeric(#[from] NumericError),
    /// A record could not be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// An address that is none, or a message that cannot be read.
    #[error(transparent)]
    Std(#[from] StdError),
}

fn listed(quantity: &Quantity) -> String {
    quantity.units().iter().map(|unit| unit.as_str()).collect::<Vec<_>>().join(", ")
}
