//! What the contracts that are CW-721 collections share: who owns a token, who may move it, and the queries
//! that wallets and explorers send. What a move *means* is decided by the contract.
//!
//! Seen from outside a [`Collection`] is cw721 0.22, but for two limits that keep every record small:
//! [`MAX_APPROVALS`] a token and [`MAX_OPERATORS`] an owner. Inside, an action loads a [`Token`] once, and a token
//! is one record beside its entry in the index of owners.
//!
//! ```
//! use cosmwasm_std::{testing::{mock_env, MockStorage}, Addr};
//! use nft::{Collection, NftError};
//!
//! const TITLES: Collection = Collection::new(b'T', b'H', b'P', b'N');
//!
//! let (mut storage, block) = (MockStorage::new(), mock_env().block);
//! let [shipper, bank, buyer] = ["shipper", "bank", "buyer"].map(Addr::unchecked);
//!
//! let title = TITLES.mint(&mut storage, "MSC-1", shipper.clone(), false)?;
//! TITLES.approve(&mut storage, &block, &shipper, title, bank.clone(), None)?;
//!
//! let title = TITLES.token(&storage, "MSC-1")?;
//! TITLES.check_can_send(&storage, &block, &bank, &title)?;
//! let title = TITLES.transfer(&mut storage, title, buyer.clone(), false)?;
//!
//! assert_eq!(title.owner(), &buyer);
//! let refused = TITLES.check_can_send(&storage, &block, &bank, &title);
//! assert!(matches!(refused, Err(NftError::NotAllowed { .. })), "a transfer ends all approvals");
//! # Ok::<(), NftError>(())
//! ```

mod about;
mod collection;
mod error;
mod expiry;
mod grant;
mod query;
mod receive;
mod token;

pub use about::{nobody, About};
pub use collection::{Collection, MAX_APPROVALS, MAX_OPERATORS};
pub use error::NftError;
pub use query::{DEFAULT_LIMIT, MAX_LIMIT};
pub use receive::receive_nft_msg;
pub use token::{check_token_id, Token, MAX_TOKEN_ID_LENGTH};
