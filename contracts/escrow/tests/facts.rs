//! Facts pay: in the transaction in which they become final, or by `sync`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use escrow::ContractError;
use support::*;
use types::escrow::{AgreementStatus, MilestoneState, TitleHold};
use types::shipment;

#[test]
fn a_sale_pays_itself() {
    for mut world in World::both() {
        let terms = sale(&world);
        world.agree(&terms);
        assert_eq!(world.gained(&world.buyer), -10_000);
        world.present(1);
        let (surveyor, seller, buyer) = (world.surveyor.clone(), world.seller.clone(), world.buyer.clone());

        world.fact(loaded(), happened(day(1)));
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (2_000, -10_000));

        // 20 minutes late: two started quarters, 2 % of 7,000.
        world.fact(arrived(), happened(at(32 * DAY + 20 * MINUTE)));
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (8_860, -9_860));
        assert_eq!(world.hold(1), TitleHold::Released);
        let told = world.shipment_told();
        let deliver = shipment::ExecuteMsg::Deliver { token_id: word(BILL), to: buyer.to_string() };
        assert_eq!(told.last(), Some(&deliver));

        world.must(&surveyor, &approve_milestone(1, 2));
        assert_eq!((world.gained(&seller), world.gained(&buyer)), (9_860, -9_860));
        assert_eq!(world.status(1), AgreementStatus::Closed);
        assert_eq!(world.states(1), [MilestoneState::Settled; 3]);
        assert_eq!(world.balance(&world.escrow), 0);
        assert_eq!(world.owner_of("1/1"), None);
        world.refused(&buyer, &sync(1), ContractError::NotRunning { actual: AgreementStatus::Closed });
    }
}
