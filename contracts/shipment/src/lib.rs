//! Titles and their journeys: bills of lading, waybills and warehouse receipts as CW-721 tokens, with the record
//! of who acted on them, the holds of other contracts on them, and what is final about their milestones.
//!
//! `contract` routes, `execute` reads, decides by one call into `domain`, saves and speaks; see the README for
//! actors, permissions, statuses, state and events.

pub mod contract;
pub mod domain;
mod error;
pub mod events;
mod execute;
mod migrate;
mod peers;
mod query;
mod reply;
mod state;

pub use error::ContractError;

/// What cw2 knows the contract by.
pub const CONTRACT_NAME: &str = "portolan/shipment";
/// This release.
pub const CONTRACT_VERSION: &str = env!("CARGO_PKG_VERSION");
