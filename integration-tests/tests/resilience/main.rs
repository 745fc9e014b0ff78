//! What must not happen, tried: a subscriber that costs another its payout, a notice that is lost for good, money that
//! moves because nobody said anything, a signature that counts for something else, a payment made twice, a title that
//! moves under a hold.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod exits;
mod goods;
mod moves;
mod notices;
mod once;
mod signatures;
mod silence;
mod subscribers;

use numeric::UnixTime;
use suite::{Suite, BILL};
use types::journey::Outcome;

/// A sale, agreed and presented under the bill: all that is missing are facts.
fn presented() -> [(Suite, u64); 2] {
    Suite::both().map(present)
}

fn present(mut suite: Suite) -> (Suite, u64) {
    let sale = suite.agree(suite.sale());
    suite.issue(suite.order_bill());
    suite.present(BILL, sale);
    (suite, sale)
}

fn happened(at: UnixTime) -> Outcome {
    Outcome::Happened { at }
}
