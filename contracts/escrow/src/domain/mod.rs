//! The rules. Nothing here knows the chain.

pub mod agreement;
pub mod asked;
pub mod change;
pub mod condition;
pub mod dispute;
pub mod measurement;
pub mod milestone;
pub mod presentation;
pub mod reservation;
pub mod terms;
