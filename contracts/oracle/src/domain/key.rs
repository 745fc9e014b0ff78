//! A reporter's public key as it is stored.

pub use types::key::{Scheme, StoredKey as ReporterKey};
