//! Messages, answers and questions in JSON, in little code.
//!
//! serde's derive makes a visitor for every struct and every variant with fields; behind a JSON parser each is
//! about two and a half kilobytes of Wasm, and a contract has a hundred. [`Message`] decodes through one small tree,
//! [`Json`], from which a field is one call; what is stored as well, and so needs serde's own derive, is read from it by
//! [`FromJson`]. What is accepted is the same but for two things, both refused: fields that
//! the message does not have (a misspelt optional one would be lost), and a field that comes twice (what a wallet shows
//! and what the chain executes could differ).
//!
//! What is written is the same bytes as serde's ([`ToJson`], [`to_json`]), and a question to a peer ([`ask`]) brings the code of
//! the few requests that are made, not of all there are.
//!
//! ```
//! use message::Message;
//!
//! #[derive(Message, Debug, PartialEq)]
//! enum Order {
//!     PayIn { agreement: u64, milestone: u8, note: Option<String> },
//!     Pause {},
//! }
//!
//! let order: Order = cosmwasm_std::from_json(r#"{"pay_in":{"agreement":7,"milestone":1}}"#)?;
//! assert_eq!(order, Order::PayIn { agreement: 7, milestone: 1, note: None });
//!
//! let misspelt = cosmwasm_std::from_json::<Order>(r#"{"pay_in":{"agreement":7,"milestone":1,"note_":"x"}}"#);
//! assert!(misspelt.unwrap_err().to_string().contains("no field `note_`"));
//! # Ok::<(), cosmwasm_std::StdError>(())
//! ```

mod ask;
mod collection;
mod decoder;
mod fields;
mod from_json;
mod json;
mod refusal;
mod to_json;

pub use ask::{ask, ask_raw, contract_info, is_contract, native_balance};
pub use fields::{decode, read, Fields, Variant};
pub use from_json::{converted, parsed, FromJson};
pub use json::Json;
pub use message_derive::{message, FromJson, Message, ToJson};
pub use refusal::Refusal;
pub use to_json::{to_json, write_text, write_variant, Object, ToJson};

#[doc(hidden)]
pub use serde::{Deserialize, Deserializer};
