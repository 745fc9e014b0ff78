//! Room at the oracle for what is measured: on a feed of its own, bound at acceptance.

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
use types::escrow::*;
use types::oracle::ExecuteMsg as ToOracle;

/// 2,000 at arrival on the journey's feed: 3 of fee. 1,000 by weight on the other, at 2 %: 20.
#[test]
fn a_secured_feed_of_numbers_has_a_reservation_of_its_own() {
    for mut world in World::both_secured() {
        world.secure_scales(20_000);
        let (buyer, seller, oracle) = (world.buyer.clone(), world.seller.clone(), world.oracle.clone());
        let milestones = vec![pays(on_number(scaled(0, 4), None), 1_000), pays(on(arrived()), 2_000)];
        let terms = sale_of(&world, milestones);
        world.must(&seller, &propose(&terms, day(1)));
        assert_eq!(world.agreement(1).fee, amount(23));
        world.must_with(&buyer, &accept(1, &terms), 3_023);
        let second = (1 << 48) | 1;
        let mut scales = room(&world, second, vec![on_time(1_000, day(100))]);
        scales.feed = SCALES;
        let bind = ToOracle::Bind {
            reference: second,
            collection: world.escrow.to_string(),
            token_id: word("1/0"),
            parts: vec![types::oracle::BoundPart { part: 0, milestone: inspected() }],
        };
        let heard = world.oracle_told();
        assert_eq!(
            heard[1..],
            [
                (ToOracle::Reserve(room(&world, 1, vec![on_outcome(2_000, day(100))])), 3),
                (ToOracle::Reserve(scales), 20),
                (bind, 0)
            ]
        );
        world.present(1);
        assert_eq!(world.bound().len(), 1);
        assert_eq!(world.bound()[0].len(), 1, "the number is bound already");
        world.number(0, 1, 1, day(1));
        assert_eq!(world.gained(&seller), 250);
        world.endow_oracle(1_000);
        world.must_with(&oracle, &compensated(second, 0, 750), 750);
        world.must_with(&oracle, &compensated(1, 0, 10), 10);
        assert_eq!(world.claimable(&seller), 760);
        let expected = ContractError::UnknownPart { reference: second, part: 1 };
        world.refused_with(&oracle, &compensated(second, 1, 5), 5, expected);
    }
}

#[test]
fn what_ends_without_a_number_gives_the_room_of_both_feeds_up() {
    let mut world = World::secured();
    world.secure_scales(20_000);
    let stranger = world.stranger.clone();
    let milestones = vec![pays(on_number(scaled(0, 4), None), 1_000), pays(on(arrived()), 2_000)];
    let terms = sale_of(&world, milestones);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.must(&seller, &propose(&terms, day(1)));
    world.must_with(&buyer, &accept(1, &terms), 3_023);
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    let released = world.oracle_told().into_iter().filter_map(|(msg, _)| match msg {
        ToOracle::Release { reference, parts } => Some((reference, parts)),
        _ => None,
    });
    assert_eq!(released.collect::<Vec<_>>(), [(1, vec![0]), ((1 << 48) | 1, vec![0])]);
}

/// The oracle compensates nobody for what was given up: whoever was paid by a false number would keep the buyer from what is due
/// to him for it, by giving up a rest of no worth.
#[test]
fn what_numbers_have_moved_is_not_given_up_with_the_rest() {
    let ends: [fn(&mut World); 2] = [
        |world| {
            let seller = world.seller.clone();
            world.must(&seller, &relinquish(1, 0));
        },
        |world| {
            let stranger = world.stranger.clone();
            world.wait_until(day(100));
            world.must(&stranger, &long_stop(1));
        },
    ];
    for end in ends {
        let mut world = World::new();
        world.secure_scales(20_000);
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let numbers = || on_number(scaled(0, 10), Some(3));
        let terms = weighed(&world, vec![pays(numbers(), 1_000), pays(numbers(), 500)]);
        world.must(&seller, &propose(&terms, day(1)));
        world.must_with(&buyer, &accept(1, &terms), 1_530);
        world.history(0, &[]);
        world.history(1, &[]);
        world.number(0, 1, 9, day(1));
        assert_eq!(world.gained(&seller), 900);
        end(&mut world);
        let unused: &[Vec<u8>] = if world.status(1) == AgreementStatus::Closed { &[vec![1]] } else { &[] };
        assert_eq!(world.given_up(), unused);
    }
}

#[test]
fn a_service_on_one_feed_of_numbers_has_one_reservation() {
    let mut world = World::new();
    world.secure_scales(20_000);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    let milestone = |units| pays(on_number(at_least(5), None), units);
    let terms = Terms { feed: SCALES, ..weighed(&world, vec![milestone(1_000), milestone(500)]) };
    world.must(&seller, &propose(&terms, day(1)));
    world.must_with(&buyer, &accept(1, &terms), 1_530);
    let told = world.oracle_told();
    let reserved = told.iter().filter_map(|(msg, units)| match msg {
        ToOracle::Reserve(room) => Some((room.reference, room.parts.clone(), *units)),
        _ => None,
    });
    let parts = vec![on_time(1_000, day(100)), on_time(500, day(100))];
    assert_eq!(reserved.collect::<Vec<_>>(), [(1, parts, 30)]);
    let bound = told.iter().filter_map(|(msg, _)| match msg {
        ToOracle::Bind { token_id, parts, .. } => Some((token_id.as_str().to_owned(), parts[0].part)),
        _ => None,
    });
    assert_eq!(bound.collect::<Vec<_>>(), [("1/0".to_owned(), 0), ("1/1".to_owned(), 1)]);
}

/// A dryness that is said to be too high harms the seller, for it pays less; a weight too high harms the buyer.
#[test]
fn where_a_lower_number_pays_more_the_harms_are_the_other_way_round() {
    let mut world = World::new();
    world.secure_scales(20_000);
    let (buyer, seller, oracle) = (world.buyer.clone(), world.seller.clone(), world.oracle.clone());
    let milestones = vec![
        pays(on_number(at_most(1_250), None), 100),
        pays(on_number(at_least(18_000), None), 200),
        pays(on_number(scaled(1_500, 1_200), None), 300),
        pays(on_number(scaled(0, 9), None), 400),
    ];
    let terms = weighed(&world, milestones);
    world.must(&seller, &propose(&terms, day(1)));
    world.must_with(&buyer, &accept(1, &terms), 1_020);
    let told = world.oracle_told();
    let reserved = told.iter().filter_map(|(msg, _)| match msg {
        ToOracle::Reserve(room) => {
            let amounts: Vec<u128> = room.parts.iter().map(|part| part.amount.get()).collect();
            Some((room.reference, room.too_early.clone(), room.too_late.clone(), amounts))
        }
        _ => None,
    });
    let second = (1 << 48) | 1;
    let falling = (1, world.escrow.to_string(), Some(buyer.to_string()), vec![100, 300]);
    let rising = (second, buyer.to_string(), None, vec![200, 400]);
    assert_eq!(reserved.collect::<Vec<_>>(), [falling, rising]);
    world.endow_oracle(100);
    for (reference, part, index) in [(1, 0, 0), (1, 1, 2), (second, 0, 1), (second, 1, 3)] {
        let response = world.must_with(&oracle, &compensated(reference, part, 5), 5);
        let credited = told_of(&response);
        assert_eq!(credited, (1, index));
    }
    assert_eq!(world.claimable(&seller), 20);
}

fn told_of(response: &cw_multi_test::AppResponse) -> (u64, u8) {
    let compensated = &told::<escrow::events::Compensated>(response)[0];
    (compensated.agreement, compensated.milestone)
}
