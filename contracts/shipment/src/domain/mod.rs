//! The rules: who may do what with a title, and what a journey's facts mean. No storage, no messages.

pub mod act;
pub mod document;
pub mod encumbrance;
pub mod endorsement;
pub mod journey;
pub mod register;
pub mod replacement;
pub mod status;
pub mod surrender;
pub mod title;
pub mod watch;
