//! Packed records under short keys: a byte of state costs gas each time it is read or written.
//!
//! A **value** is one version byte, [`VERSION`], and the record in
//! [postcard](https://postcard.jamesmunns.com/wire-format). A **key** is one byte of namespace and the
//! components of a [`Key`]; each but the last has a fixed width or its length before it, so that
//! `("a", "bc")` and `("ab", "c")` are two records. A **namespace** is `A`–`Z` or `0`–`9`: cw2, cw-ownable and
//! the items of cw-storage-plus have keys that start with a lowercase letter, and its maps with a zero byte.
//! Another namespace does not compile in a constant, nor do two that are the same under [`assert_unique`].
//!
//! ```
//! use cosmwasm_std::testing::MockStorage;
//! use records::{assert_unique, Counter, RecordError, Single, Table};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize, Debug, PartialEq)]
//! struct Question {
//!     deadline: u64,
//!     answered: bool,
//! }
//!
//! const CHAIN: Single<String> = Single::new(b'C', "chain id");
//! const NEXT_FEED: Counter = Counter::new(b'N', "feed number");
//! const QUESTIONS: Table<(u64, &str), Question> = Table::new(b'Q', "question");
//! const _: () = assert_unique(&[CHAIN.namespace(), NEXT_FEED.namespace(), QUESTIONS.namespace()]);
//!
//! let mut storage = MockStorage::new();
//! let feed = NEXT_FEED.next(&mut storage)?;
//! QUESTIONS.save(&mut storage, (feed, "MSC-1/ARRI"), &Question { deadline: 1_357_017_420, answered: false })?;
//!
//! assert!(QUESTIONS.load(&storage, (feed, "MSC-1/ARRI"))?.deadline > 0);
//! assert_eq!(QUESTIONS.keys(&storage, feed, None, 10)?, ["MSC-1/ARRI"]);
//! assert!(matches!(QUESTIONS.load(&storage, (feed, "MSC-2/ARRI")), Err(RecordError::NotFound { .. })));
//! # Ok::<(), RecordError>(())
//! ```

mod error;
mod key;
mod namespace;
mod packed;
mod single;
mod table;

pub use error::{PackError, RecordError};
pub use key::{Key, LastComponent};
pub use namespace::assert_unique;
pub use packed::{from_packed, to_packed, VERSION};
pub use single::{Counter, Single};
pub use table::{Page, Table};
