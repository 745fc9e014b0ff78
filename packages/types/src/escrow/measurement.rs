//! What pays by numbers.

use cosmwasm_schema::cw_serde;
use message::{FromJson, ToJson};
use numeric::Reading;

use crate::journey::MilestoneRef;

/// What is measured, and what the numbers pay. Of a sale, or a service that follows a title, they count once it is
/// presented or followed. The title is not released by it.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct Measurement {
    /// A feed of measurements that takes no deposit.
    pub feed: u32,
    /// Of what: an event of a leg at a place, as `INSP` at the port of discharge.
    pub at: MilestoneRef,
    /// What the numbers pay.
    pub pays: Pays,
    /// So many part deliveries add up, 1 to 255: the first so many numbers count, and their sum pays; after the last of
    /// them the milestone is over. Not set: the first number decides of `scaled`, and the first that reaches it of the
    /// others.
    #[serde(default)]
    pub deliveries: Option<u8>,
}

impl Measurement {
    /// Whether a lower number pays more.
    pub fn falls(&self) -> bool {
        match self.pays {
            Pays::AtLeast { .. } => false,
            Pays::AtMost { .. } => true,
            Pays::Scaled { nothing_at, all_at } => nothing_at > all_at,
        }
    }
}

/// What a number pays. Numbers are in the smallest step of the feed's decimals.
#[cw_serde]
#[derive(Copy, FromJson, ToJson)]
pub enum Pays {
    /// All of it, from this number on.
    AtLeast {
        /// The number.
        value: Reading,
    },
    /// All of it, up to this number. Not of part deliveries.
    AtMost {
        /// The number.
        value: Reading,
    },
    /// A share of it that grows evenly from one number to the other, rounded down.
    Scaled {
        /// Nothing at this number or beyond it.
        nothing_at: Reading,
        /// All of it at this number or beyond it. Of part deliveries it is more than `nothing_at`.
        all_at: Reading,
    },
}

/// What has been measured for a milestone so far.
#[cw_serde]
#[derive(Copy, Default, Eq, ToJson)]
pub struct Tally {
    /// The last number of the question's history that was looked at.
    pub heard: u32,
    /// How many counted: not those measured after the cut-off.
    pub counted: u8,
    /// What the part deliveries that counted add up to; else the last number that counted.
    pub sum: Reading,
}
