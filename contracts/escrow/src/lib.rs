//! Agreements between buyers and sellers whose milestones are paid by final facts, and the receivables that those
//! payments are, as CW-721 tokens.
//!
//! `contract` routes, `execute` reads, decides by calls into `domain`, saves and speaks; see the README for actors,
//! permissions, statuses, state, rounding and events.

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
pub const CONTRACT_NAME: &str = "portolan/escrow";
/// This release.
pub const CONTRACT_VERSION: &str = env!("CARGO_PKG_VERSION");
