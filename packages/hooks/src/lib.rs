//! Telling other contracts what is new without giving them power over it: a [`guarded`] message has a gas limit
//! and a reply, so that a listener that fails or burns its gas changes nothing for anybody else; and
//! [`Subscribers`] is who may listen, each in a place of its own.
//!
//! ```
//! use cosmwasm_std::{testing::MockStorage, Addr, Reply, SubMsgResult, WasmMsg};
//! use hooks::{guarded, payload, HookError, Subscribers};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize, Debug, PartialEq)]
//! enum ReplyPayload {
//!     Notified { token_id: String, place: u8 },
//! }
//!
//! const SUBSCRIBERS: Subscribers<()> = Subscribers::new(b'S', b'I');
//!
//! let mut storage = MockStorage::new();
//! let escrow = Addr::unchecked("escrow");
//! let place = SUBSCRIBERS.admit(&mut storage, &escrow, ())?;
//!
//! let notice = WasmMsg::Execute { contract_addr: escrow.into_string(), msg: b"{}".into(), funds: vec![] };
//! let told = ReplyPayload::Notified { token_id: "MSC-1".to_owned(), place };
//! let submessage = guarded(notice, 1_500_000, 1, &told)?;
//!
//! // The chain hands the payload back if the listener failed.
//! let reply = Reply {
//!     id: 1,
//!     payload: submessage.payload,
//!     gas_used: 1_500_000,
//!     result: SubMsgResult::Err("out of gas".to_owned()),
//! };
//! assert_eq!(payload::<ReplyPayload>(&reply)?, told);
//! # Ok::<(), HookError>(())
//! ```

mod error;
mod guarded;
mod subscribers;

pub use error::HookError;
pub use guarded::{guarded, payload};
pub use subscribers::{Admitted, Subscribers, MAX_SUBSCRIBERS};
