//! The gas ladder: what a submessage may use at most, in SDK gas.
//!
//! The chain applies a submessage's limit only where it is below the gas that remains, so each rung is
//! its own work plus the limits of all it may call; the tests add the ladder up. Then whoever submits a
//! report either runs everything within its limits, or runs out of gas and changes nothing: no subscriber
//! can cost another its payout.
//!
//! ```text
//! Report ─ FACT_NOTICE ─┬─ MILESTONE_NOTICE × SUBSCRIBERS_A_TITLE ─┬─ PAYMENT × PAYMENTS_A_NOTICE
//!                       │                                          └─ DELIVERY × AGREEMENTS_A_TITLE
//! Sync ─────────────────┘ × MILESTONES_A_SYNC
//! ```

/// Most payments made inside one notice; the rest is done by `Sync`.
pub const PAYMENTS_A_NOTICE: u64 = 4;
/// Most contracts that one title notifies.
pub const SUBSCRIBERS_A_TITLE: u64 = 6;
/// Most agreements of one title that one notice settles.
pub const AGREEMENTS_A_TITLE: u64 = 2;
/// Most milestones that one `Sync` of `shipment` tells of; it may be sent again for the rest.
pub const MILESTONES_A_SYNC: u64 = 4;

/// A bank send, a cw20 transfer, or a `Paid` to a contract with what it does about it.
pub const PAYMENT: u64 = 350_000;
/// `shipment` delivers a title to the payer.
pub const DELIVERY: u64 = 250_000;

/// An adjudicator that is a contract takes note of a case.
pub const CASE_NOTICE: u64 = 400_000;

/// The oracle gives up what is reserved of up to 64 parts. Never inside a notice: what a fact ends lapses by itself.
pub const RELEASE: u64 = 1_500_000;

/// What `escrow` does itself in a notice: read, decide, save.
pub const ESCROW_OWN: u64 = 400_000;
/// A milestone notice to `escrow` or any other subscriber.
pub const MILESTONE_NOTICE: u64 = ESCROW_OWN + PAYMENTS_A_NOTICE * PAYMENT + AGREEMENTS_A_TITLE * DELIVERY;

/// What `shipment` does itself with a fact.
pub const SHIPMENT_OWN: u64 = 300_000;
/// A fact notice to the collection that asked.
pub const FACT_NOTICE: u64 = SHIPMENT_OWN + SUBSCRIBERS_A_TITLE * MILESTONE_NOTICE;

/// What a block holds on the chain this is made for (`consensus.params.block.max_gas`).
pub const BLOCK: u64 = 100_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    // Measured on wasmd v0.61.14 (reference/chain.md), signed transactions, nothing pinned.
    const TRANSACTION: u64 = 52_500 + 10_200;
    const FIRST_LOAD: u64 = 64_000;
    const WARM_CALL: u64 = 7_000;
    const REPLY: u64 = 5_000;
    const BANK_SEND: u64 = 20_500;
    const CW20_TRANSFER: u64 = 129_903 - TRANSACTION;
    const CW721_TRANSFER: u64 = 133_270 - TRANSACTION;

    /// Each rung holds what it calls, and beside it what its own contract does at least: be loaded, and take a
    /// reply of every child.
    #[test]
    fn the_ladder_adds_up() {
        let escrow_children = PAYMENTS_A_NOTICE * PAYMENT + AGREEMENTS_A_TITLE * DELIVERY;
        let escrow_own = FIRST_LOAD + (PAYMENTS_A_NOTICE + AGREEMENTS_A_TITLE) * REPLY;
        assert!(MILESTONE_NOTICE >= 3 * escrow_own + escrow_children, "escrow's own work needs room");
        let shipment_children = SUBSCRIBERS_A_TITLE * MILESTONE_NOTICE;
        let shipment_own = FIRST_LOAD + SUBSCRIBERS_A_TITLE * REPLY;
        assert!(FACT_NOTICE >= 3 * shipment_own + shipment_children, "shipment's own work needs room");
    }

    #[test]
    fn a_payment_of_any_kind_has_room() {
        let paid_by_cw20 = CW20_TRANSFER + FIRST_LOAD; // the token's call of an owner that is a contract
        for payment in [BANK_SEND, BANK_SEND + FIRST_LOAD, CW20_TRANSFER, paid_by_cw20] {
            assert!(PAYMENT >= 2 * payment, "{payment}");
        }
        // shipment is warm when escrow calls it back inside a notice, and cold when escrow is asked by `Sync`.
        const { assert!(DELIVERY >= CW721_TRANSFER + WARM_CALL + FIRST_LOAD) };
    }

    /// Each part is a question of its own at worst: read and written with the reservation, the book and the fee.
    #[test]
    fn giving_up_a_whole_reservation_has_room() {
        const READ_AND_WRITE: u64 = 1_000 + 2_000 + (3 + 30) * 250;
        const { assert!(RELEASE >= FIRST_LOAD + BANK_SEND + (64 + 4) * READ_AND_WRITE) };
        // A verdict or the long-stop of 16 milestones, of which each pays two: the owner and, once, the payer.
        const { assert!(ESCROW_OWN + 17 * PAYMENT + DELIVERY + 2 * RELEASE < BLOCK) };
    }

    #[test]
    fn a_block_holds_a_report_and_a_sync_with_every_subscriber_at_its_limit() {
        // A report: nine signatures, or 31, with the oracle's own work.
        const { assert!(1_000_000 + FACT_NOTICE < BLOCK) };
        let sync = SHIPMENT_OWN + FIRST_LOAD + MILESTONES_A_SYNC * SUBSCRIBERS_A_TITLE * MILESTONE_NOTICE;
        assert!(1_000_000 + sync < BLOCK, "{sync}");
    }
}
