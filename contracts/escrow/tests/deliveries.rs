//! Part deliveries that are measured one by one, and paid as they add up.

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

use cosmwasm_std::from_json;
use escrow::ContractError;
use support::*;
use types::escrow::*;
use types::notice::Notification;
use MilestoneState::{Open, Settled, Voided};

/// One milestone of 1,000, of a service without a title.
fn given(condition: Condition) -> World {
    World::agreed(|world| weighed(world, vec![pays(condition, 1_000)]))
}

#[test]
fn part_deliveries_add_up_and_each_pays_what_the_sum_has_earned() {
    let mut world = given(on_number(scaled(0, 30_000), Some(3)));
    let seller = world.seller.clone();
    for (place, value, paid, refund, state) in
        [(1, 10_000, 333, 0, Open), (2, 5_000, 500, 0, Open), (3, 10_000, 833, 167, Settled)]
    {
        world.number(0, place, value, day(1));
        let milestone = world.milestone(1, 0);
        assert_eq!((milestone.paid, milestone.refunded), (amount(paid), amount(refund)));
        assert_eq!((milestone.state, world.gained(&seller)), (state, paid as i128));
    }
    assert_eq!((world.owner_of("1/0"), world.status(1)), (None, AgreementStatus::Closed));
}

#[test]
fn the_full_amount_ends_it_before_the_last_delivery() {
    let mut world = given(on_number(scaled(0, 30_000), Some(9)));
    world.number(0, 1, 20_000, day(1));
    assert_eq!(world.states(1), [Open]);
    world.number(0, 2, 15_000, day(2));
    assert_eq!((world.states(1)[0], world.gained(&world.seller)), (Settled, 1_000));
    world.number(0, 3, 15_000, day(3));
    assert_eq!(world.gained(&world.buyer), -1_000);
}

#[test]
fn a_sum_reaches_its_threshold_or_is_missed_with_the_last_delivery() {
    let mut world = given(on_number(at_least(25_000), Some(3)));
    world.number(0, 1, 10_000, day(1));
    world.number(0, 2, 14_999, day(1));
    assert_eq!(world.states(1), [Open]);
    world.number(0, 3, 1, day(1));
    assert_eq!((world.states(1)[0], world.gained(&world.seller)), (Settled, 1_000));
    let mut world = given(on_number(at_least(25_000), Some(2)));
    world.number(0, 1, 10_000, day(1));
    world.number(0, 2, 14_999, day(1));
    assert_eq!((world.states(1)[0], world.gained(&world.buyer)), (Voided, 0));
}

#[test]
fn a_sum_that_falls_takes_nothing_back_and_one_too_large_is_all_of_it() {
    let mut world = given(on_number(scaled(0, 10), Some(4)));
    for (place, value, paid) in [(1, 6, 600), (2, -3, 600), (3, 5, 800), (4, i64::MIN, 800)] {
        world.number(0, place, value, day(1));
        assert_eq!(world.gained(&world.seller), paid);
    }
    assert_eq!((world.states(1)[0], world.gained(&world.buyer)), (Settled, -800));
    let mut world = given(on_number(scaled(0, i64::MAX), Some(4)));
    world.number(0, 1, i64::MAX - 1, day(1));
    assert_eq!(world.gained(&world.seller), 999);
    world.number(0, 2, i64::MAX, day(1));
    assert_eq!((world.states(1)[0], world.gained(&world.seller)), (Settled, 1_000));
}

#[test]
fn a_late_delivery_is_none() {
    let condition = on_number(scaled(0, 10), Some(2));
    let mut world = World::agreed(|world| weighed(world, vec![cut_off(pays(condition, 1_000), day(10))]));
    for (place, value, when, paid) in [(1, 4, 9, 400), (2, 4, 11, 400), (3, 5, 10, 900)] {
        world.number(0, place, value, day(when));
        assert_eq!(world.gained(&world.seller), paid);
    }
    assert_eq!((world.states(1)[0], world.gained(&world.buyer)), (Settled, -900));
}

/// The cut-off that both agree on is the one that counts, whatever was heard before.
#[test]
fn a_cut_off_that_is_put_off_lets_in_what_came_too_late_for_the_old_one() {
    let (buyer, seller) = (|world: &World| world.buyer.clone(), |world: &World| world.seller.clone());
    let put_off = |world: &mut World, to| {
        for side in [buyer(world), seller(world)] {
            world.must(&side, &change(1, 0, to_cutoff(day(to))));
        }
        world.must(&world.stranger.clone(), &sync(1));
    };
    let terms = |world: &World, condition| weighed(world, vec![cut_off(pays(condition, 1_000), day(10))]);
    let mut world = World::agreed(|world| terms(world, on_number(at_least(10), None)));
    world.number(0, 1, 12, day(11));
    world.history(0, &[number(1, 12, day(11))]);
    assert_eq!((world.states(1)[0], world.gained(&seller(&world))), (Open, 0));
    put_off(&mut world, 12);
    assert_eq!((world.states(1)[0], world.gained(&seller(&world))), (Settled, 1_000));

    // Of part deliveries none counts twice, and what was paid is not paid again.
    let mut world = World::agreed(|world| terms(world, on_number(scaled(0, 10), Some(3))));
    let numbers = [number(1, 3, day(9)), number(2, 2, day(11))];
    world.number(0, 1, 3, day(9));
    world.number(0, 2, 2, day(11));
    assert_eq!(world.gained(&seller(&world)), 300);
    world.history(0, &numbers);
    put_off(&mut world, 12);
    assert_eq!((world.states(1)[0], world.gained(&seller(&world))), (Open, 500));
    world.number(0, 3, 1, day(12));
    assert_eq!((world.states(1)[0], world.gained(&seller(&world))), (Settled, 600));
    world.assert_books();
}

/// A delivery is one, whatever was said of it first.
#[test]
fn the_truth_about_a_delivery_takes_its_place_in_the_sum() {
    let told = |world: &mut World, of| {
        let oracle = world.oracle.clone();
        world.must(&oracle, &measured(1, 0, of));
        (world.states(1)[0], world.gained(&world.seller))
    };
    let mut world = given(on_number(scaled(0, 10), Some(2)));
    let said = number(1, 4, day(1));
    assert_eq!(told(&mut world, said), (Open, 400));
    assert_eq!(told(&mut world, truth(2, 5, day(2), said)), (Open, 500), "5 and not 9, and one delivery");
    assert_eq!(told(&mut world, number(3, 2, day(3))), (Settled, 700));
    world.assert_books();

    // Too high at first: it is paid, and the next delivery pays the less.
    let mut world = given(on_number(scaled(0, 10), Some(2)));
    let said = number(1, 8, day(1));
    assert_eq!(told(&mut world, said), (Open, 800));
    assert_eq!(told(&mut world, truth(2, 3, day(1), said)), (Open, 800));
    assert_eq!(told(&mut world, number(3, 6, day(3))), (Settled, 900));

    // Of two times one may be late: a delivery that was never in time is none.
    let condition = on_number(scaled(0, 10), Some(2));
    let mut world = World::agreed(|world| weighed(world, vec![cut_off(pays(condition, 1_000), day(10))]));
    let late = number(1, 4, day(11));
    assert_eq!(told(&mut world, late), (Open, 0));
    let in_time = truth(2, 4, day(10), late);
    assert_eq!(told(&mut world, in_time), (Open, 400));
    assert_eq!(told(&mut world, number(3, 2, day(9))), (Settled, 600));
    let condition = on_number(scaled(0, 10), Some(2));
    let mut world = World::agreed(|world| weighed(world, vec![cut_off(pays(condition, 1_000), day(10))]));
    let said = number(1, 2, day(9));
    assert_eq!(told(&mut world, said), (Open, 200));
    assert_eq!(told(&mut world, truth(2, 2, day(11), said)), (Open, 200));
    assert_eq!(told(&mut world, number(3, 3, day(9))), (Open, 300));
    assert_eq!(told(&mut world, number(4, 1, day(9))), (Settled, 400));
}

/// Whoever reads a false number together with the truth about it knows better: nobody is paid by it, whether it was missed, came
/// before the goods' papers or in a dispute, or was late for a cut-off that both have put off.
#[test]
fn a_number_that_is_known_to_be_false_pays_nothing() {
    let said = number(1, 12, day(11));
    let history = [said, truth(2, 3, day(11), said), number(3, 4, day(11))];
    let ended = |deliveries, numbers: &[types::oracle::Measured], is_late: bool| {
        let condition = on_number(at_least(10), deliveries);
        let cutoff = day(if is_late { 10 } else { 12 });
        let mut world = World::agreed(|world| weighed(world, vec![cut_off(pays(condition, 1_000), cutoff)]));
        world.history(0, numbers);
        if is_late {
            world.must(&world.stranger.clone(), &sync(1));
            for side in [world.buyer.clone(), world.seller.clone()] {
                world.must(&side, &change(1, 0, to_cutoff(day(12))));
            }
        }
        world.must(&world.stranger.clone(), &sync(1));
        world.assert_books();
        (world.states(1)[0], world.gained(&world.seller))
    };
    for is_late in [false, true] {
        assert_eq!(ended(None, &history, is_late), (Open, 0));
        assert_eq!(ended(Some(9), &history, is_late), (Open, 0), "3 and 4 are 7");
        assert_eq!(ended(Some(2), &history, is_late), (Voided, 0), "two deliveries of 7 together");
        let more = [&history[..], &[number(4, 10, day(11))]].concat();
        assert_eq!(ended(None, &more, is_late), (Settled, 1_000));
    }
}

#[test]
fn a_contract_that_owns_it_is_told_of_each_payment() {
    let mut world = given(on_number(scaled(0, 10), Some(3)));
    let (seller, pool) = (world.seller.clone(), world.contract());
    world.must(&seller, &transfer("1/0", pool.address()));
    for (place, value) in [(1, 4), (2, 0), (3, 2)] {
        world.number(0, place, value, day(1));
    }
    let paid = pool.received(&world.chain).into_iter().map(|told| match from_json(&told.msg).unwrap() {
        Notification::Paid(paid) => (paid.token_id, paid.amount.get(), paid.last),
        other => panic!("{other:?}"),
    });
    let token_id = || "1/0".to_owned();
    assert_eq!(paid.collect::<Vec<_>>(), [(token_id(), 400, false), (token_id(), 200, true)]);
    assert_eq!(world.balance(pool.address()), 600);
}

#[test]
fn after_a_part_is_paid_the_rest_is_what_every_ending_moves() {
    let ended = |end: fn(&mut World)| {
        let mut world = given(on_number(scaled(0, 10), Some(3)));
        world.history(0, &[]);
        world.number(0, 1, 3, day(1));
        end(&mut world);
        world.assert_books();
        (world.states(1)[0], world.gained(&world.seller), world.gained(&world.buyer))
    };
    let released = ended(|world| drop(world.must(&world.buyer.clone(), &release(1, 0))));
    assert_eq!(released, (Settled, 1_000, -1_000));
    let relinquished = ended(|world| drop(world.must(&world.seller.clone(), &relinquish(1, 0))));
    assert_eq!(relinquished, (Settled, 300, -300));
    let cancelled = ended(|world| {
        world.must(&world.buyer.clone(), &change(1, 0, cancel()));
        world.must(&world.seller.clone(), &change(1, 0, cancel()));
    });
    assert_eq!(cancelled, (Settled, 300, -300));
    let decided = ended(|world| {
        let (buyer, arbiter) = (world.buyer.clone(), world.arbiter.clone());
        world.must(&buyer, &dispute(1, &[0]));
        let too_much =
            ContractError::AwardTooLarge { milestone: 0, amount: amount(700), actual: amount(701) };
        world.refused(&arbiter, &resolve(1, &[(0, 701)], TitleAward::Unchanged), too_much);
        world.must(&arbiter, &resolve(1, &[(0, 200)], TitleAward::Unchanged));
    });
    assert_eq!(decided, (Settled, 500, -500));
    let split = ended(|world| {
        world.wait_until(day(100));
        world.must(&world.stranger.clone(), &long_stop(1));
    });
    assert_eq!(split, (Settled, 650, -650));
    let changed = ended(|world| {
        let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
        let refused =
            || ContractError::ChangeAmount { milestone: 0, least: amount(300), most: amount(1_000) };
        world.refused(&buyer, &change(1, 0, to_amount(300)), refused());
        world.must(&buyer, &change(1, 0, to_amount(500)));
        world.must(&seller, &change(1, 0, to_amount(500)));
        world.number(0, 2, 3, day(1));
        assert_eq!(world.gained(&seller), 300, "60 % of 500");
        world.must_with(&buyer, &top_up(1, 0), 500);
        world.number(0, 3, 1, day(1));
    });
    assert_eq!(changed, (Settled, 700, -700));
}
