//! What contracts tell the world: a typed struct an event, with the parser beside the emitter.
//!
//! An attribute that has nothing to say is left out. Times are seconds since 1970, amounts smallest units.
//!
//! ```
//! use cosmwasm_std::{Addr, Event};
//! use events::EventError;
//! use numeric::Amount;
//!
//! /// Why it was paid.
//! #[derive(Clone, Copy, Debug, PartialEq)]
//! pub enum Reason {
//!     Earned,
//!     Refund,
//! }
//!
//! events::words! { Reason { Earned = "earned", Refund = "refund", } }
//!
//! events::event! {
//!     /// Money left.
//!     Paid = "example/paid" {
//!         /// To whom.
//!         to: Addr,
//!         /// How much.
//!         amount: Amount,
//!         /// Why.
//!         reason: Reason,
//!         /// Who asked for it, if anyone did.
//!         by: Option<Addr>,
//!     }
//! }
//!
//! let to = Addr::unchecked("seller");
//! let paid = Paid { to, amount: Amount::new(7), reason: Reason::Refund, by: None };
//! let event = Event::from(paid.clone());
//! assert_eq!(
//!     event,
//!     Event::new("example/paid")
//!         .add_attribute("to", "seller")
//!         .add_attribute("amount", "7")
//!         .add_attribute("reason", "refund")
//! );
//! assert_eq!(Paid::try_from(&event)?, paid);
//! # Ok::<(), EventError>(())
//! ```

mod error;
mod event;
mod field;
mod vocabulary;

pub use error::EventError;
pub use event::{expect, read, written};
pub use field::Field;
pub use types::denom::key as denom_text;

#[doc(hidden)]
pub use cosmwasm_std::Event;
