//! One voyage, as data flows (DESIGN §3): each test is a step, or a way in which a step may go. What holds in the native
//! coin holds in a token.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod deferred;
mod facts;
mod measured;
mod receivables;
mod secured;
mod steps;
mod titles;

use suite::{Suite, BILL};

/// A sale, agreed and presented under the bill: all that is missing are facts.
fn presented() -> [(Suite, u64); 2] {
    Suite::both().map(|mut suite| {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        suite.present(BILL, sale);
        (suite, sale)
    })
}
