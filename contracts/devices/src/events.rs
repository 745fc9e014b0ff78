//! What the contract tells the world, each with the parser of its event.

use cosmwasm_std::{Addr, Binary};
use events::event;
use numeric::UnixTime;
use types::devices::{DeviceClass, Link};
use types::digest::Digest;

event! {
    /// There will be no new devices for a while.
    Paused = "devices/paused" {
        /// Who stopped them.
        by: Addr,
    }
}
event! {
    /// There may be new devices again.
    Unpaused = "devices/unpaused" {
        /// Who let them.
        by: Addr,
    }
}
event! {
    /// The guardian was named or removed.
    GuardianSet = "devices/guardian_set" {
        /// Who it is.
        guardian: Option<Addr>,
    }
}
event! {
    /// A device was registered.
    Registered = "devices/registered" {
        /// Its number.
        device: u32,
        /// Whose it is.
        owner: Addr,
        /// What it is.
        class: DeviceClass,
    }
}
event! {
    /// A device has another key.
    Rotated = "devices/rotated" {
        /// The device.
        device: u32,
        /// Which key it has now.
        epoch: u32,
        /// Whether the key before signed for it.
        succeeds: bool,
    }
}
event! {
    /// A device was taken out of use.
    Revoked = "devices/revoked" {
        /// The device.
        device: u32,
    }
}
event! {
    /// A device was offered, or the offer taken back.
    Offered = "devices/offered" {
        /// The device.
        device: u32,
        /// To whom.
        to: Option<Addr>,
    }
}
event! {
    /// A device has another owner.
    Transferred = "devices/transferred" {
        /// The device.
        device: u32,
        /// Whose it was.
        from: Addr,
        /// Whose it is.
        to: Addr,
    }
}
event! {
    /// A log was taken.
    LogTaken = "devices/log_taken" {
        /// The device.
        device: u32,
        /// Which of its keys signed.
        epoch: u32,
        /// Its counter.
        counter: u32,
        /// The window's beginning.
        from: UnixTime,
        /// The window's end.
        to: UnixTime,
        /// The root over its readings.
        root: Digest,
        /// How it goes on from the last.
        link: Link,
        /// How many counters were passed over.
        missing: u32,
    }
}
event! {
    /// A key signed two logs under one counter. With the two logs, which the chain keeps in the transaction, this is evidence.
    Convicted = "devices/convicted" {
        /// The device, which has ended.
        device: u32,
        /// Which of its keys signed.
        epoch: u32,
        /// The counter.
        counter: u32,
        /// Whose the device is.
        owner: Addr,
        /// Who showed it.
        by: Addr,
        /// What was signed.
        first: Digest,
        /// Its signature.
        first_signature: Binary,
        /// What was signed too.
        second: Digest,
        /// Its signature.
        second_signature: Binary,
    }
}
