//! The vocabulary of Portolan and the messages of its contracts, one module a contract.
//!
//! Everything here decodes or is refused: a value that exists obeys its rule, and the error names the
//! rule. Nothing here touches storage.

#![cfg_attr(
    target_arch = "wasm32",
    allow(unused_imports, reason = "answers that only the schema names are imported for it")
)]

pub mod container;
pub mod country;
pub mod denom;
pub mod devices;
pub mod digest;
pub mod endorsement;
pub mod error;
pub mod escrow;
pub mod event;
pub mod gas;
pub mod hs;
pub mod journey;
pub mod key;
pub mod locode;
pub mod mode;
pub mod notice;
pub mod oracle;
pub mod party;
pub mod shipment;
pub mod text;
pub mod unit;

pub use error::VocabularyError;
