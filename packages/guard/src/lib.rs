//! Who may: a contract's [`owner`], its [`Pause`], the [funds](exact_funds) a message may carry, and the code
//! that may [take over](migrate_from) its state.
//!
//! ```
//! use cosmwasm_std::{testing::{message_info, mock_dependencies}, coins, Uint128};
//! use guard::{exact_funds, nonpayable, owner, GuardError, Pause};
//!
//! const PAUSE: Pause = Pause::new(b'G');
//!
//! let mut deps = mock_dependencies();
//! let [operator, guardian, buyer] = ["operator", "guardian", "buyer"].map(|name| deps.api.addr_make(name));
//! owner::initialise(&mut deps.storage, &deps.api, operator.as_str())?;
//! PAUSE.initialise(&mut deps.storage, Some(guardian.clone()))?;
//!
//! // The guardian stops new risk at once; only the owner lets it go on.
//! PAUSE.pause(&mut deps.storage, &guardian)?;
//! assert_eq!(PAUSE.assert_running(&deps.storage), Err(GuardError::Paused));
//! assert!(PAUSE.unpause(&mut deps.storage, &guardian).is_err());
//! PAUSE.unpause(&mut deps.storage, &operator)?;
//!
//! let paid = message_info(&buyer, &coins(500, "uusd"));
//! assert_eq!(exact_funds(&paid, "uusd", Uint128::new(500)), Ok(()));
//! assert!(nonpayable(&paid).is_err());
//! # Ok::<(), GuardError>(())
//! ```

mod error;
mod migrate;
pub mod owner;
mod pause;
mod payment;

pub use cw_ownable::{Action, Ownership, OwnershipError};
pub use error::{GuardError, MigrateError, PaymentError};
pub use migrate::{migrate_from, Version};
pub use pause::{Pause, PauseState};
pub use payment::{exact_funds, nonpayable, one_coin};
