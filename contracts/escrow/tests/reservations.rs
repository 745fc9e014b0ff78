//! Room at the oracle: reserved with the money, bound with the presentation, given up when nothing hangs on it.

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

use escrow::events::{Proposed, ReleaseFailed};
use escrow::ContractError;
use support::*;
use testing::{assert_err, Refused};
use types::digest::Digest;
use types::escrow::*;
use types::oracle::{BoundPart, ExecuteMsg as ToOracle};

fn other_amount(world: &World, expected: u128, actual: u128) -> ContractError {
    ContractError::OtherAmount {
        asset: world.asset.clone(),
        expected: amount(expected),
        actual: amount(actual),
    }
}

fn bound(part: u8, milestone: types::journey::MilestoneRef) -> BoundPart {
    BoundPart { part, milestone }
}

// With the money.

/// 2,000 on board, whenever it is: 3 of fee. 7,000 at arrival, by its time: 10.5, so 11. The surveyor's word is no fact.
#[test]
fn acceptance_reserves_every_milestone_of_the_journey() {
    for mut world in World::both_secured() {
        let terms = sale(&world);
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let proposed = world.must(&seller, &propose(&terms, day(1)));
        assert_eq!(told::<Proposed>(&proposed)[0].fee, amount(14));
        assert_eq!(world.agreement(1).fee, amount(14));
        assert_eq!(world.oracle_told(), []);
        world.must_with(&buyer, &accept(1, &terms), 10_014);
        let reserved = room(&world, 1, vec![on_outcome(2_000, day(100)), on_time(7_000, day(32))]);
        assert_eq!(world.oracle_told(), [(ToOracle::Reserve(reserved), 14)]);
        assert_eq!((world.owed(&world.asset), world.gained(&buyer)), (10_000, -10_014));
        assert_eq!(world.balance(&world.oracle), 14);
    }
}

#[test]
fn the_payer_who_proposes_brings_the_fee_and_has_it_back_if_nothing_comes_of_it() {
    for mut world in World::both_secured() {
        let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&world));
        world.must_with(&buyer, &propose(&terms, day(1)), 10_014);
        world.must_with(&buyer, &propose(&terms, day(1)), 10_014);
        assert_eq!(world.owed(&world.asset), 20_028);
        world.must(&seller, &end_proposal(1));
        assert_eq!((world.owed(&world.asset), world.gained(&buyer)), (10_014, -10_014));
        world.must(&seller, &accept(2, &terms));
        let told = world.oracle_told();
        let [(ToOracle::Reserve(reserved), 14)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(reserved.reference, 2);
        assert_eq!((world.owed(&world.asset), world.balance(&world.oracle)), (10_000, 14));
    }
}

#[test]
fn the_fee_comes_exactly() {
    for mut world in World::both_secured() {
        let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&world));
        world.must(&seller, &propose(&terms, day(1)));
        for units in [14, 10_000, 10_013, 10_015] {
            let expected = other_amount(&world, 10_014, units);
            world.refused_with(&buyer, &accept(1, &terms), units, expected);
            let expected = other_amount(&world, 10_014, units);
            world.refused_with(&buyer, &propose(&terms, day(1)), units, expected);
        }
        world.must_with(&buyer, &accept(1, &terms), 10_014);
    }
}

#[test]
fn what_is_deferred_is_reserved_too_and_each_event_of_an_all_in_full() {
    for mut world in World::both_secured() {
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let both = all(vec![on(loaded()), approved_by(&world.surveyor), on(discharged())]);
        let milestones = vec![
            pays(on_presentation(), 500),
            cut_off(owes(on(departed()), 4_000), day(50)),
            owes(both, 1_001),
        ];
        let terms = sale_of(&world, milestones);
        world.must(&seller, &propose(&terms, day(1)));
        // 6, and twice 1.5015, which are 2 each
        world.must_with(&buyer, &accept(1, &terms), 510);
        let parts = vec![on_time(4_000, day(50)), on_outcome(1_001, day(100)), on_outcome(1_001, day(100))];
        assert_eq!(world.oracle_told(), [(ToOracle::Reserve(room(&world, 1, parts)), 10)]);
        world.present(1);
        let expected = [bound(0, departed()), bound(1, loaded()), bound(2, discharged())];
        assert_eq!(world.bound(), [expected]);
    }
}

#[test]
fn a_due_date_comes_before_a_cut_off() {
    let mut world = World::secured();
    let terms = sale_of(&world, vec![cut_off(late_from(pays(on(arrived()), 1_000), day(32)), day(40))]);
    world.agree(&terms);
    let reserved = room(&world, 1, vec![on_time(1_000, day(32))]);
    assert_eq!(world.oracle_told(), [(ToOracle::Reserve(reserved), 2)]);
}

#[test]
fn where_nothing_hangs_on_a_fact_or_the_feed_takes_nothing_there_is_no_fee() {
    let mut world = World::secured();
    let milestones = vec![pays(approved_by(&world.surveyor), 700), pays(on_presentation(), 300)];
    let terms = sale_of(&world, milestones);
    world.agree(&terms);
    world.present(1);
    assert_eq!((world.agreement(1).fee, world.oracle_told()), (amount(0), vec![]));
    let mut world = World::agreed(sale);
    world.present(1);
    assert_eq!((world.agreement(1).fee, world.oracle_told()), (amount(0), vec![]));
}

#[test]
fn a_feed_may_ask_nothing_for_its_room() {
    for mut world in World::both() {
        world.secure(0);
        let terms = sale(&world);
        world.agree(&terms);
        let reserved = room(&world, 1, vec![on_outcome(2_000, day(100)), on_time(7_000, day(32))]);
        assert_eq!(world.oracle_told(), [(ToOracle::Reserve(reserved), 0)]);
        assert_eq!(world.gained(&world.buyer), -10_000);
    }
}

#[test]
fn without_room_nothing_is_accepted() {
    for mut world in World::both_secured() {
        let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&world));
        world.must(&seller, &propose(&terms, day(1)));
        world.must_with(&buyer, &propose(&terms, day(1)), 10_014);
        world.oracle_refuses(&["reserve", "receive"]);
        let before = world.state();
        assert_err(world.send_with(&buyer, &accept(1, &terms), 10_014), Refused);
        assert_err(world.send(&seller, &accept(2, &terms)), Refused);
        assert_eq!(world.state(), before);
        assert_eq!(world.gained(&buyer), -10_014);
        world.must(&buyer, &end_proposal(2));
        assert_eq!(world.gained(&buyer), 0);
        world.oracle_refuses(&[]);
        world.must_with(&buyer, &accept(1, &terms), 10_014);
    }
}

/// The feed answers for 200 days, two of them for challenges.
#[test]
fn the_challenge_after_the_long_stop_lies_within_what_the_feed_answers_for() {
    let mut world = World::secured();
    let seller = world.seller.clone();
    let until = |world: &World, long_stop| Terms { long_stop, ..sale(world) };
    let terms = until(&world, day(198));
    world.must(&seller, &propose(&terms, day(1)));
    let long_stop = at(198 * DAY + 1);
    let (longest, challenge) = (numeric::Seconds::days(200), CHALLENGE);
    let expected = ContractError::LongStopUnsecured { long_stop, latest: day(198), longest, challenge };
    let terms = until(&world, long_stop);
    world.refused(&seller, &propose(&terms, day(1)), expected);
    let mut world = World::new();
    let terms = until(&world, day(200));
    world.must(&seller, &propose(&terms, day(1)));
}

// Bound.

#[test]
fn a_presentation_that_complies_binds_at_once() {
    let mut world = World::secured();
    let terms = sale(&world);
    world.agree(&terms);
    assert!(world.bound().is_empty());
    world.present(1);
    assert_eq!(world.bound(), [[bound(0, loaded()), bound(1, arrived())]]);
}

#[test]
fn discrepant_documents_bind_when_they_are_waived() {
    let mut world = World::secured();
    let (buyer, terms) = (world.buyer.clone(), sale(&world));
    world.agree(&terms);
    world.wait_until(day(21));
    world.present(1);
    world.must(&buyer, &return_documents(1));
    world.present(1);
    assert!(world.bound().is_empty());
    world.must(&buyer, &waive(1));
    assert_eq!(world.bound(), [[bound(0, loaded()), bound(1, arrived())]]);
}

#[test]
fn a_service_binds_when_it_follows() {
    let mut world = World::secured();
    let (carrier, terms) = (world.carrier.clone(), service(&world));
    world.agree(&terms);
    world.must(&carrier, &follow(1));
    assert_eq!(world.bound(), [[bound(0, arrived())]]);
}

#[test]
fn what_cannot_be_bound_is_not_presented() {
    let mut world = World::secured();
    let (buyer, carrier, shipment) = (world.buyer.clone(), world.carrier.clone(), world.shipment.clone());
    let terms = sale(&world);
    world.agree(&terms);
    let terms = service(&world);
    world.agree(&terms);
    world.oracle_refuses(&["bind"]);
    let before = world.state();
    let presented = encumbered(&world, 1);
    assert_err(world.send(&shipment, &presented), Refused);
    assert_err(world.send(&carrier, &follow(2)), Refused);
    assert_eq!(world.state(), before);
    world.wait_until(day(21));
    world.present(1);
    let before = world.state();
    assert_err(world.send(&buyer, &waive(1)), Refused);
    assert_eq!(world.state(), before);
    world.oracle_refuses(&[]);
    world.must(&buyer, &waive(1));
}

#[test]
fn what_ended_before_the_presentation_is_not_bound() {
    let mut world = World::secured();
    let (buyer, terms) = (world.buyer.clone(), sale(&world));
    world.agree(&terms);
    world.must(&buyer, &release(1, 0));
    assert_eq!(world.given_up(), [[0]]);
    world.present(1);
    assert_eq!(world.bound(), [[bound(1, arrived())]]);
}

// Given up.

#[test]
fn what_a_fact_ends_sends_the_oracle_nothing() {
    let mut world = World::secured();
    let (seller, terms) = (world.seller.clone(), sale(&world));
    world.agree(&terms);
    world.present(1);
    world.fact(loaded(), happened(day(1)));
    world.fact(arrived(), not_by(day(40)));
    assert_eq!(world.states(1)[..2], [MilestoneState::Settled, MilestoneState::Voided]);
    world.must(&seller, &relinquish(1, 2));
    assert_eq!(world.status(1), AgreementStatus::Closed);
    assert!(world.given_up().is_empty());
}

#[test]
fn what_ends_without_a_fact_gives_its_room_up_once() {
    let both = |world: &World| {
        let both = all(vec![on(loaded()), on(arrived())]);
        let milestones =
            vec![pays(both, 1_000), owes(on(arrived()), 500), pays(approved_by(&world.surveyor), 100)];
        sale_of(world, milestones)
    };
    let given = |act: fn(&mut World)| {
        let mut world = World::secured();
        let terms = both(&world);
        world.agree(&terms);
        world.present(1);
        act(&mut world);
        world.assert_books();
        world.given_up()
    };
    let released = given(|world| {
        let buyer = world.buyer.clone();
        world.must(&buyer, &release(1, 0));
        world.must_with(&buyer, &release(1, 1), 500);
    });
    assert_eq!(released, [vec![0, 1], vec![2]]);
    let relinquished = given(|world| {
        let seller = world.seller.clone();
        world.must(&seller, &relinquish(1, 2));
        world.must(&seller, &relinquish(1, 1));
    });
    assert_eq!(relinquished, [vec![2]]);
    let cancelled = given(|world| {
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        world.must(&buyer, &change(1, 0, cancel()));
        assert!(world.given_up().is_empty());
        world.must(&seller, &change(1, 0, cancel()));
    });
    assert_eq!(cancelled, [vec![0, 1]]);
    let decided = given(|world| {
        let (buyer, arbiter) = (world.buyer.clone(), world.arbiter.clone());
        world.must(&buyer, &dispute(1, &[0, 1, 2]));
        world.must(&arbiter, &resolve(1, &[(1, 400), (0, 10), (2, 0)], TitleAward::Unchanged));
    });
    assert_eq!(decided, [vec![0, 1, 2]], "one message for all of them");
    let split = given(|world| {
        let stranger = world.stranger.clone();
        world.stands(loaded(), happened(day(1)));
        world.wait_until(day(100));
        world.must(&stranger, &long_stop(1));
    });
    assert_eq!(split, [vec![0, 1, 2]]);
}

/// It was used by the fact that made it a debt, or given up by the verdict that did.
#[test]
fn a_debt_that_ends_gives_nothing_up() {
    let mut world = World::secured();
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    let terms =
        sale_of(&world, vec![owes(on(loaded()), 500), owes(on(arrived()), 600), owes(on(departed()), 1)]);
    world.agree(&terms);
    world.present(1);
    for milestone in [loaded(), arrived(), departed()] {
        world.fact(milestone, happened(day(1)));
    }
    world.must(&seller, &relinquish(1, 0));
    world.must_with(&buyer, &pay_in(1, 1), 600);
    world.wait_until(day(100));
    world.must(&buyer, &age(1, 2));
    world.must(&seller, &write_off(1, 2));
    world.must_with(&buyer, &pay_in(1, 2), 1);
    assert!(world.given_up().is_empty());
    assert_eq!(world.status(1), AgreementStatus::Closed);
}

#[test]
fn an_oracle_that_takes_nothing_back_stops_no_payment() {
    for mut world in World::both_secured() {
        let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
        let terms = sale(&world);
        world.agree(&terms);
        world.present(1);
        world.oracle_refuses(&["release"]);
        world.wait_until(day(100));
        let response = world.must(&stranger, &long_stop(1));
        assert_eq!(told::<ReleaseFailed>(&response), [ReleaseFailed { agreement: 1 }]);
        assert_eq!(world.gained(&seller), 5_000);
        assert_eq!(world.status(1), AgreementStatus::Closed);
    }
}

#[test]
fn an_agreement_ends_though_no_peer_answers_or_takes_anything() {
    let mut world = World::secured();
    let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
    let owner = world.contract();
    let terms = sale(&world);
    world.agree(&terms);
    world.present(1);
    world.must(&seller, &transfer("1/1", owner.address()));
    owner.refuse(&mut world.chain);
    world.must(&buyer, &dispute(1, &[0]));
    world.shipment_breaks();
    world.oracle_breaks();
    world.shipment_refuses(&["lift", "deliver"]);
    world.oracle_refuses(&["release"]);
    world.wait_until(day(100));
    world.must(&stranger, &lapse(1));
    let response = world.must(&stranger, &long_stop(1));
    assert_eq!(told::<ReleaseFailed>(&response).len(), 1);
    assert_eq!(world.status(1), AgreementStatus::Closed);
    assert_eq!((world.gained(&seller), world.claimable(owner.address())), (1_500, 3_500));
    assert_eq!(world.gained(&buyer), -14 - 5_000);
}

// What is not secured does not come in.

#[test]
fn no_more_is_added_than_is_reserved() {
    for mut world in World::both_secured() {
        let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&world));
        world.agree(&terms);
        let more = |actual| ContractError::MoreThanReserved {
            milestone: 0,
            reserved: amount(2_000),
            actual: amount(actual),
        };
        world.refused_with(&buyer, &top_up(1, 0), 1, more(2_001));
        world.must(&buyer, &change(1, 0, to_amount(1_500)));
        world.must(&seller, &change(1, 0, to_amount(1_500)));
        world.refused_with(&buyer, &top_up(1, 0), 501, more(2_001));
        world.must_with(&buyer, &top_up(1, 0), 500);
        // no fact moves this one
        world.must_with(&buyer, &top_up(1, 2), 1_000_000 - 10_014 - 1_000);
    }
}

#[test]
fn what_was_reserved_whenever_it_happens_gets_no_cut_off() {
    let mut world = World::secured();
    let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&world));
    world.agree(&terms);
    let expected = ContractError::TimeNotReserved { milestone: 0 };
    world.refused(&buyer, &change(1, 0, to_cutoff(day(40))), expected);
    for milestone in [1, 2] {
        world.must(&buyer, &change(1, milestone, to_cutoff(day(45))));
        world.must(&seller, &change(1, milestone, to_cutoff(day(45))));
    }
    world.must(&buyer, &change(1, 0, to_due(day(45))));
    let mut world = World::agreed(sale);
    world.must(&buyer, &change(1, 0, to_cutoff(day(40))));
}

/// The same goods again under another agreement: each has its own reservation.
#[test]
fn each_agreement_has_a_reservation_of_its_own() {
    let mut world = World::secured();
    let terms = sale(&world);
    world.agree(&terms);
    let other = Terms { invoice: Digest::of(b"another"), ..sale(&world) };
    world.agree(&other);
    let told = world.oracle_told();
    let references = told.iter().map(|(msg, units)| match msg {
        ToOracle::Reserve(room) => (room.reference, *units),
        other => panic!("{other:?}"),
    });
    assert_eq!(references.collect::<Vec<_>>(), [(1, 14), (2, 14)]);
}
