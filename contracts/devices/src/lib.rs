//! Keys of things that measure, and the logs they sign.
//!
//! A device signs, mostly each hour, the Merkle root over its readings with what they come to; the log comes here once,
//! and any single reading is proven against it later. What a device and a log must be is in [`domain`], who may do what
//! in the README's permission table.

pub mod contract;
pub mod domain;
mod error;
pub mod events;
mod execute;
mod migrate;
mod query;
mod state;

pub use error::ContractError;

/// The name in cw2.
pub const CONTRACT_NAME: &str = "portolan/devices";
/// The version in cw2.
pub const CONTRACT_VERSION: &str = env!("CARGO_PKG_VERSION");
