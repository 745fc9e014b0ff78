//! Staked facts about shipments.
//!
//! Reporters sign what they saw; anyone submits a round of signatures in one transaction; enough agreement
//! makes a fact, and the collection that asked is told in the same transaction. What counts as enough is in
//! [`domain`], who may do what in the README's permission table.

pub mod contract;
pub mod domain;
mod error;
mod event_field;
pub mod events;
mod execute;
mod migrate;
mod outgoing;
mod query;
mod reply;
mod state;

pub use error::ContractError;

/// The name in cw2.
pub const CONTRACT_NAME: &str = "portolan/oracle";
/// The version in cw2.
pub const CONTRACT_VERSION: &str = env!("CARGO_PKG_VERSION");
