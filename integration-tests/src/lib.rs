//! The whole of Portolan on one chain in memory: the three contracts, their people, a committee that signs, papers and
//! terms with everything in them. A test changes what it cares about.
//!
//! ```
//! use suite::{day, Suite, BILL, DISCHARGED, LOADED};
//!
//! // given
//! let mut suite = Suite::native();
//! let sale = suite.agree(suite.sale());
//! suite.issue(suite.order_bill());
//! suite.present(BILL, sale);
//!
//! // when
//! suite.happened(BILL, LOADED, day(4));
//! suite.happened(BILL, DISCHARGED, day(36));
//!
//! // then
//! assert_eq!(suite.gained("seller"), 9_000);
//! assert_eq!(suite.holder(BILL), suite.address("buyer"));
//! ```

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "it runs in tests, where what goes wrong should stop the test, with its reason"
)]

mod acts;
mod committee;
mod contracts;
mod example;
mod papers;
mod set_up;
mod sight;
mod terms;

pub use acts::Who;
pub use committee::{Committee, Reporter};
pub use contracts::{Call, Calls};
pub use example::{json_blocks, play};
pub use papers::{
    day, hours, milestone, planned, remark, word, ARRIVED, BILL, DAY, DEPARTED, DISCHARGED, GATED_OUT, HOUR,
    INSPECTED, LOADED,
};
pub use set_up::{Builder, Suite, DEPOSIT, FUNDS, PLEDGE};
pub use terms::{on, pays, present_msg, TermsOf};
