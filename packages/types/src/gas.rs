//! The gas ladder: what a submessage may use at most, in SDK gas.
//!
//! The chain applies a submessage's limit only where it is below the gas that remains, so each rung is
//! its own work plus the limits of all it may call; the tests add the ladder up. Then whoever submits a
//! report either runs everything within its limits, or runs out of gas and changes nothing: no subscriber
//! can cost another its payout.

/// Most payments made inside one notice; the rest is done by `Sync`.
pub const PAYMENTS_A_NOTICE: u64 = 4;
/// Most contracts that one title notifies.
pub const SUBSCRIBERS_A_TITLE: u64 = 6;
/// Most agreements of one title that one notice settles.
pub const AGREEMENTS_A_TITLE: u64 = 2;

/// A bank send, a cw20 transfer, or a `Paid` to a contract with what it does about it.
pub const PAYMENT: u64 = 350_000;
/// `shipment` delivers a title to the payer.
pub const DELIVERY: u64 = 250_000;

/// What `escrow` does itself in a notice: read, decide, save.
pub const ESCROW_OWN: u64 = 400_000;
/// A milestone notice to `escrow` or any other subscriber.
pub const MILESTONE_NOTICE: u64 = ESCROW_OWN + PAYMENTS_A_NOTICE * PAYMENT + AGREEMENTS_A_TITLE * DELIVERY;

/// What `shipment` does itself with a fact.
pub const SHIPMENT_OWN: u64 = 300_000;
/// A fact notice to the collection that asked.
pub const FACT_NOTICE: u64 = SHIPMENT_OWN + SUBSCRIBERS_A_TITLE * MILESTONE_NOTICE;

#[cfg(test)]
mod tests {
    use super::*;

    /// Callers see the limits of their children only if these fit into their own.
    #[test]
    fn the_ladder_adds_up() {
        let escrow_children = PAYMENTS_A_NOTICE * PAYMENT + AGREEMENTS_A_TITLE * DELIVERY;
        assert!(MILESTONE_NOTICE >= 300_000 + escrow_children, "escrow's own work needs 300k");
        let shipment_children = SUBSCRIBERS_A_TITLE * MILESTONE_NOTICE;
        assert!(FACT_NOTICE >= 250_000 + shipment_children, "shipment's own work needs 250k");
        // A block holds 100M gas; a report with every subscriber at its limit must fit.
        assert!(FACT_NOTICE + 1_000_000 < 100_000_000);
    }
}
