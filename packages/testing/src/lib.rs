//! What every contract's tests begin with: a [`Chain`] with named actors, money and a clock; [`assert_err`], which
//! compares typed errors; [`Signer`], a reporter's key; and [`Stranger`], a contract that records, refuses or
//! answers back. For tests and for the embedded chain of the command; no contract depends on it.
//!
//! ```
//! use cosmwasm_std::{coin, to_json_binary, Uint128};
//! use cw20::{Cw20ExecuteMsg, Denom};
//! use testing::{assert_err, Chain};
//!
//! // given
//! let mut chain = Chain::new();
//! let [seller, buyer] = ["seller", "buyer"].map(|name| chain.actor(name));
//! chain.fund(&buyer, coin(1_000, "uusd"));
//! let token = chain.cw20("USD", &[(&buyer, 500)]);
//! let escrow = chain.recorder();
//!
//! // when
//! let send = Cw20ExecuteMsg::Send {
//!     contract: escrow.address().to_string(),
//!     amount: Uint128::new(500),
//!     msg: to_json_binary("fund").unwrap(),
//! };
//! chain.execute(&buyer, &token, &send, &[]).unwrap();
//!
//! // then
//! assert_eq!(chain.balance(&Denom::Cw20(token.clone()), escrow.address()), 500);
//! assert_eq!(chain.balance(&Denom::Native("uusd".to_owned()), &buyer), 1_000);
//! assert_eq!(escrow.received(&chain)[0].sender, token);
//! assert_err(
//!     chain.execute(&seller, &token, &send, &[]),
//!     cw20_base::ContractError::Std(
//!         cosmwasm_std::OverflowError::new(cosmwasm_std::OverflowOperation::Sub).into(),
//!     ),
//! );
//! ```

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "it runs in tests, where what goes wrong should stop the test, with its reason"
)]

mod assertions;
mod chain;
mod double;
mod signer;
mod stranger;
mod trace;

pub use assertions::{assert_err, attribute, events, refusal};
pub use chain::{Chain, ADDRESS_PREFIX, CHAIN_ID, START};
pub use doubles::{Errand, Manner, Order, Part, Received, Refused};
pub use signer::Signer;
pub use stranger::Stranger;
