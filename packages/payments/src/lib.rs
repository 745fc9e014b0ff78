//! Money that a contract holds for others: which [assets](movable) it takes, what it [owes](Ledger) of each, and
//! [payments](guarded_payment) whose receivers cannot stop anybody else's.
//!
//! A contract's balance in an asset is never less than what its [`Ledger`] owes. A payment is settled as it leaves;
//! one that its receiver refuses is owed again, and claimable:
//!
//! ```
//! use cosmwasm_std::{testing::MockStorage, Addr};
//! use cw20::Denom;
//! use numeric::Amount;
//! use payments::{guarded_payment, Ledger, PaymentsError};
//!
//! const LEDGER: Ledger = Ledger::new(b'O', b'L');
//!
//! let mut storage = MockStorage::new();
//! let (seller, usd) = (Addr::unchecked("seller"), Denom::Native("uusd".to_owned()));
//! let price = Amount::new(500);
//! LEDGER.owe(&mut storage, &usd, price)?;
//!
//! LEDGER.settle(&mut storage, &usd, price)?;
//! let payment = guarded_payment(&seller, &usd, price, 1, &"what the reply should know")?;
//! assert!(LEDGER.owed(&storage, &usd)?.is_zero());
//!
//! // In the reply to the payment that failed:
//! LEDGER.make_claimable(&mut storage, &seller, &usd, price)?;
//! assert_eq!(LEDGER.owed(&storage, &usd)?, price);
//!
//! // When the seller asks for it:
//! assert_eq!(LEDGER.take_claimable(&mut storage, &seller, &usd)?, price);
//! assert!(LEDGER.owed(&storage, &usd)?.is_zero());
//! # Ok::<(), PaymentsError>(())
//! ```

mod asset;
mod error;
mod guarded;
mod ledger;

pub use asset::{add_asset, assert_admitted, asset_key, movable, MAX_ASSETS};
pub use error::PaymentsError;
pub use guarded::guarded_payment;
pub use ledger::Ledger;
