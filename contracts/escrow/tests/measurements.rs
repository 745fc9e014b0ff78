//! Milestones that are paid by what was measured.

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

use escrow::events::{Measured, MilestoneEnded};
use escrow::ContractError;
use support::*;
use testing::{assert_err, Refused};
use types::escrow::*;
use types::oracle::ExecuteMsg as ToOracle;
use MilestoneState::{Open, Payable, Settled, Voided};

/// One milestone of 1,000, of a service without a title.
fn given(condition: Condition) -> World {
    World::agreed(|world| weighed(world, vec![pays(condition, 1_000)]))
}

/// Where the milestone stands after a number, what the seller has, and what came back to the buyer.
fn after(pays: Pays, value: i64) -> (MilestoneState, i128, i128) {
    let mut world = given(on_number(pays, None));
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.number(0, 1, value, day(1));
    (world.states(1)[0], world.gained(&seller), 1_000 + world.gained(&buyer))
}

#[test]
fn acceptance_asks_for_the_number() {
    let milestones = |world: &World| {
        let number = |pays| on_number(pays, None);
        vec![
            pays(number(at_least(5)), 10),
            pays(approved_by(&world.surveyor), 20),
            owes(number(at_most(5)), 30),
        ]
    };
    let world = World::agreed(|world| sale_of(world, milestones(world)));
    let ask = |token_id: &str| ToOracle::Ask {
        token_id: word(token_id),
        feed: SCALES,
        questions: vec![inspected()],
        refund_to: world.buyer.to_string(),
        until: day(100),
    };
    assert_eq!(world.oracle_told(), [(ask("1/0"), 0), (ask("1/2"), 0)]);
}

#[test]
fn what_cannot_be_asked_is_not_accepted() {
    let mut world = World::new();
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    let terms = weighed(&world, vec![pays(on_number(at_least(5), None), 1_000)]);
    world.must(&seller, &propose(&terms, day(1)));
    world.oracle_refuses(&["ask"]);
    let before = world.state();
    assert_err(world.send_with(&buyer, &accept(1, &terms), 1_000), Refused);
    assert_eq!(world.state(), before);
}

#[test]
fn a_threshold_pays_from_its_number_on() {
    for (value, expected) in
        [(17_999, (Open, 0, 0)), (18_000, (Settled, 1_000, 0)), (i64::MAX, (Settled, 1_000, 0))]
    {
        assert_eq!(after(at_least(18_000), value), expected, "at least 18,000: {value}");
    }
    for (value, expected) in
        [(1_251, (Open, 0, 0)), (1_250, (Settled, 1_000, 0)), (i64::MIN, (Settled, 1_000, 0))]
    {
        assert_eq!(after(at_most(1_250), value), expected, "at most 12.50: {value}");
    }
}

#[test]
fn a_scale_pays_evenly_rounded_down_and_exactly_at_its_ends() {
    let paid = |units: i128| (if units == 0 { Voided } else { Settled }, units, 1_000 - units);
    for (nothing_at, all_at, value, units) in [
        (17_000, 18_000, 16_000, 0),
        (17_000, 18_000, 17_000, 0),
        (17_000, 18_000, 17_001, 1),
        (17_000, 18_000, 17_999, 999),
        (17_000, 18_000, 18_000, 1_000),
        (17_000, 18_000, 99_000, 1_000),
        (0, 3, 1, 333),
        (0, 3, 2, 666),
        // the drier, the better
        (1_500, 1_200, 1_501, 0),
        (1_500, 1_200, 1_500, 0),
        (1_500, 1_200, 1_499, 3),
        (1_500, 1_200, 1_350, 500),
        (1_500, 1_200, 1_201, 996),
        (1_500, 1_200, 1_200, 1_000),
        (1_500, 1_200, -40, 1_000),
        (-10, -20, -15, 500),
        (i64::MIN, i64::MAX, -1, 499),
        (i64::MIN, i64::MAX, i64::MAX - 1, 999),
        (i64::MIN, i64::MAX, i64::MAX, 1_000),
        (i64::MAX, i64::MIN, i64::MAX, 0),
    ] {
        assert_eq!(
            after(scaled(nothing_at, all_at), value),
            paid(units),
            "{nothing_at} to {all_at}: {value}"
        );
    }
}

#[test]
fn what_a_number_pays_is_said() {
    let mut world = given(on_number(scaled(0, 3), None));
    let seller = world.seller.clone();
    let response = world.number(0, 1, 2, day(1));
    let heard = Measured {
        agreement: 1,
        milestone: 0,
        heard: 1,
        counted: 1,
        sum: numeric::Reading::new(2),
        paid: amount(666),
    };
    assert_eq!(told::<Measured>(&response), [heard]);
    let ended = &told::<MilestoneEnded>(&response)[0];
    assert_eq!((&ended.owner, ended.paid, ended.refunded), (&seller, amount(666), amount(334)));
    assert_eq!((ended.reached, world.owner_of("1/0")), (Some(day(1)), None));
    assert_eq!(world.status(1), AgreementStatus::Closed);
}

#[test]
fn a_deferred_one_becomes_a_debt_from_the_time_of_measuring() {
    let terms = |world: &World| weighed(world, vec![owes(on_number(scaled(0, 4), None), 1_000)]);
    let mut world = World::agreed(terms);
    let (buyer, seller) = (world.buyer.clone(), world.seller.clone());
    world.number(0, 1, 1, day(1));
    let milestone = world.milestone(1, 0);
    assert_eq!((milestone.state, milestone.outstanding), (Payable, amount(250)));
    assert_eq!(milestone.payable_at, Some(day(31)));
    world.must_with(&buyer, &pay_in(1, 0), 250);
    assert_eq!((world.gained(&seller), world.status(1)), (250, AgreementStatus::Closed));
    let mut world = World::agreed(terms);
    world.number(0, 1, 0, day(1));
    assert_eq!(world.states(1), [Voided]);
}

/// 1 % of the milestone's amount for each started quarter of an hour, at most 20 %.
#[test]
fn lateness_counts_by_the_time_of_measuring() {
    for (value, minutes, paid, state) in [
        (5, 0, 500, Settled),
        (5, 20, 480, Settled),
        (10, 2_000, 800, Settled),
        (1, 2_000, 0, Settled),
        (0, 20, 0, Voided),
    ] {
        let terms = |world: &World| {
            weighed(world, vec![late_from(pays(on_number(scaled(0, 10), None), 1_000), day(2))])
        };
        let mut world = World::agreed(terms);
        let response = world.number(0, 1, value, at(2 * DAY + minutes * MINUTE));
        let earned = i128::from(value) * 100;
        let penalty = told::<MilestoneEnded>(&response)[0].penalty;
        assert_eq!(penalty, amount((earned - paid) as u128), "what was earned and not paid");
        assert_eq!(
            (world.gained(&world.seller), world.states(1)[0]),
            (paid, state),
            "{value}, {minutes} late"
        );
        assert_eq!(world.gained(&world.buyer), -paid);
    }
}

#[test]
fn a_number_measured_after_the_cut_off_does_not_count_and_ends_nothing() {
    let terms =
        |world: &World| weighed(world, vec![cut_off(pays(on_number(scaled(0, 10), None), 1_000), day(10))]);
    let mut world = World::agreed(terms);
    world.number(0, 1, 10, at(10 * DAY + 1));
    assert_eq!((world.states(1)[0], world.gained(&world.seller)), (Open, 0));
    let tally = Tally { heard: 1, ..Tally::default() };
    assert_eq!(world.milestone(1, 0).tally, Some(tally));
    world.number(0, 2, 9, day(10));
    assert_eq!(world.gained(&world.seller), 900);
}

#[test]
fn silence_pays_nobody_until_the_long_stop() {
    let mut world = given(on_number(at_least(5), None));
    let stranger = world.stranger.clone();
    world.history(0, &[]);
    world.wait_until(at(100 * DAY - 1));
    world.must(&stranger, &sync(1));
    assert_eq!(world.states(1), [Open]);
    world.chain.advance(1);
    world.must(&stranger, &long_stop(1));
    assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (500, -500));
}

// Who hears what, and when.

#[test]
fn a_number_comes_from_the_oracle_only() {
    let mut world = given(on_number(at_least(5), None));
    let oracle = world.oracle.clone();
    for sender in [&world.buyer, &world.seller, &world.shipment, &world.stranger].map(Clone::clone) {
        let expected = ContractError::NotOracle { sender: sender.clone(), oracle: oracle.clone() };
        world.refused(&sender, &measured(1, 0, number(1, 5, day(1))), expected);
    }
}

#[test]
fn a_number_about_something_else_moves_nothing() {
    let mut world = given(on_number(at_least(5), None));
    let terms = sale(&world);
    world.agree(&terms);
    let oracle = world.oracle.clone();
    let ExecuteMsg::Measured(right) = measured(1, 0, number(1, 5, day(1))) else { unreachable!() };
    let mut other_feed = right.clone();
    other_feed.feed = FEED;
    let mut other_question = right.clone();
    other_question.milestone = arrived();
    let mut other_milestone = right.clone();
    other_milestone.token_id = word("2/0");
    let before = world.state();
    for notice in [other_feed, other_question, other_milestone] {
        world.must(&oracle, &ExecuteMsg::Measured(notice));
        assert_eq!(world.state(), before);
    }
    for (token_id, expected) in [
        ("3/0", ContractError::UnknownAgreement { agreement: 3 }),
        ("1/1", ContractError::UnknownMilestone { milestone: 1, milestones: 1 }),
        (BILL, nft::NftError::UnknownToken { token_id: BILL.to_owned() }.into()),
    ] {
        let mut nowhere = right.clone();
        nowhere.token_id = word(token_id);
        world.refused(&oracle, &ExecuteMsg::Measured(nowhere), expected);
    }
}

#[test]
fn numbers_that_were_missed_are_read_in_their_order() {
    let numbers = [number(1, 4, day(1)), number(2, 3, day(2)), number(3, 2, day(3))];
    let mut world = given(on_number(scaled(0, 10), Some(2)));
    let seller = world.seller.clone();
    world.history(0, &numbers);
    world.number(0, 3, 2, day(3));
    assert_eq!((world.gained(&seller), world.states(1)[0]), (700, Settled), "the first two count");
    let mut world = given(on_number(scaled(0, 10), Some(2)));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.number(0, 1, 4, day(1));
    world.history(0, &numbers);
    world.must(&stranger, &sync(1));
    assert_eq!((world.gained(&seller), world.states(1)[0]), (700, Settled));
}

#[test]
fn a_number_heard_twice_counts_once() {
    let mut world = given(on_number(scaled(0, 10), Some(2)));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.history(0, &[number(1, 4, day(1))]);
    for _ in 0..2 {
        world.number(0, 1, 4, day(1));
        world.must(&stranger, &sync(1));
    }
    assert_eq!((world.gained(&seller), world.states(1)[0]), (400, Open));
}

#[test]
fn a_number_that_corrects_one_that_was_paid_changes_nothing() {
    let mut world = given(on_number(scaled(0, 10), None));
    world.number(0, 1, 4, day(1));
    let before = world.state();
    world.number(0, 2, 9, day(1));
    assert_eq!(world.state(), before);
    assert_eq!((world.gained(&world.seller), world.gained(&world.buyer)), (400, -400));
}

/// The truth about a number in time was measured too late: there is no number in time.
#[test]
fn a_late_truth_is_no_number_in_time() {
    let condition = on_number(at_most(5), None);
    let mut world = World::agreed(|world| weighed(world, vec![cut_off(pays(condition, 1_000), day(10))]));
    let (oracle, said) = (world.oracle.clone(), number(1, 9, day(9)));
    world.must(&oracle, &measured(1, 0, said));
    world.must(&oracle, &measured(1, 0, truth(2, 3, day(11), said)));
    assert_eq!((world.states(1)[0], world.gained(&world.seller)), (Open, 0));
    world.number(0, 3, 4, day(10));
    assert_eq!((world.states(1)[0], world.gained(&world.seller)), (Settled, 1_000));
}

#[test]
fn the_goods_of_a_sale_are_measured_once_they_are_presented() {
    let terms = |world: &World| sale_of(world, vec![pays(on_number(at_least(5), None), 1_000)]);
    let mut world = World::agreed(terms);
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.history(0, &[number(1, 5, day(1))]);
    let before = world.state();
    world.number(0, 1, 5, day(1));
    world.must(&stranger, &sync(1));
    assert_eq!(world.state(), before);
    world.present(1);
    assert_eq!(world.gained(&seller), 0);
    world.must(&stranger, &sync(1));
    assert_eq!((world.gained(&seller), world.status(1)), (1_000, AgreementStatus::Closed));
    // discrepant documents do not count
    let mut world = World::agreed(terms);
    world.wait_until(day(21));
    world.present(1);
    world.number(0, 1, 5, day(1));
    assert_eq!(world.states(1), [Open]);
}

#[test]
fn a_service_that_follows_hears_from_then_on() {
    let mut world = World::new();
    let carrier = world.carrier.clone();
    let terms = service_of(&world, vec![pays(on_number(at_most(5), None), 1_000)]);
    world.agree(&terms);
    world.number(0, 1, 5, day(1));
    assert_eq!(world.states(1), [Open]);
    world.must(&carrier, &follow(1));
    world.number(0, 1, 5, day(1));
    assert_eq!(world.gained(&carrier), 1_000);
}

#[test]
fn a_number_waits_for_the_verdict() {
    let mut world = given(on_number(at_least(5), None));
    let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
    world.history(0, &[number(1, 5, day(1))]);
    world.must(&buyer, &dispute(1, &[0]));
    let before = world.state();
    world.number(0, 1, 5, day(1));
    world.must(&stranger, &sync(1));
    assert_eq!(world.state(), before);
    world.wait_until(day(10));
    world.must(&stranger, &lapse(1));
    world.must(&stranger, &sync(1));
    assert_eq!(world.gained(&seller), 1_000);
}

#[test]
fn a_call_makes_four_payments() {
    let five = |world: &World| {
        let milestone = || pays(on_number(at_least(5), None), 100);
        weighed(world, (0..5).map(|_| milestone()).collect())
    };
    let mut world = World::agreed(five);
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    for index in 0..5 {
        world.history(index, &[number(1, 5, day(1))]);
    }
    world.must(&stranger, &sync(1));
    assert_eq!(world.gained(&seller), 400);
    world.must(&stranger, &sync(1));
    assert_eq!(world.gained(&seller), 500);
}

#[test]
fn a_long_history_is_heard_a_hundred_at_a_time_and_the_long_stop_waits_for_it() {
    let mut world = given(on_number(at_least(500), Some(250)));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    let numbers: Vec<_> = (1..=250).map(|place| number(place, 2, day(1))).collect();
    world.history(0, &numbers);
    world.wait_until(day(100));
    for heard in [100, 200] {
        world.must(&stranger, &long_stop(1));
        assert_eq!(world.milestone(1, 0).tally.map(|tally| tally.heard), Some(heard));
        assert_eq!(world.states(1), [Open]);
    }
    world.must(&stranger, &long_stop(1));
    assert_eq!((world.states(1)[0], world.gained(&seller)), (Settled, 1_000));
}

#[test]
fn the_long_stop_hears_what_is_final_and_waits_for_a_round_that_began_before() {
    let mut world = given(on_number(at_least(5), None));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.history(0, &[]);
    world.weighing(0, Some(at(100 * DAY - 1)));
    world.wait_until(day(100));
    world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
    world.history(0, &[number(1, 5, day(99))]);
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&seller), 1_000);
    // one that began later is not waited for, nor an oracle that does not answer
    let mut world = given(on_number(at_least(5), None));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.history(0, &[]);
    world.weighing(0, Some(day(100)));
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&seller), 500);
    let mut world = given(on_number(at_least(5), None));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.history_breaks(0);
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&seller), 500);
}

// Terms.

#[test]
fn numbers_that_could_not_be_paid_by_are_refused() {
    let mut world = World::new();
    let seller = world.seller.clone();
    let milestone = 0;
    let number = |pays, deliveries| on_number(pays, deliveries);
    let fall = || ContractError::DeliveriesFall { milestone };
    let unfunded = || ContractError::DeliveriesUnfunded { milestone };
    let equal = ContractError::NoScale { milestone, value: numeric::Reading::new(7) };
    for (terms, expected) in [
        (pays(number(scaled(7, 7), None), 10), equal),
        (pays(number(at_most(5), Some(2)), 10), fall()),
        (pays(number(scaled(9, 5), Some(2)), 10), fall()),
        (pays(number(scaled(5, 9), Some(0)), 10), fall()),
        (pays(number(at_least(9), Some(0)), 10), fall()),
        (owes(number(scaled(5, 9), Some(2)), 10), unfunded()),
        (late_from(pays(number(scaled(5, 9), Some(2)), 10), day(9)), unfunded()),
        (late_from(pays(number(at_least(9), Some(2)), 10), day(9)), unfunded()),
        (releasing(pays(number(at_least(9), None), 10)), ContractError::MeasurementReleases { milestone }),
        (
            pays(all(vec![on(arrived()), number(at_least(9), None)]), 10),
            ContractError::MeasurementInAll { milestone },
        ),
    ] {
        let terms = sale_of(&world, vec![terms]);
        world.refused(&seller, &propose(&terms, day(1)), expected);
    }
    for terms in [
        owes(number(at_least(9), Some(2)), 10),
        owes(number(scaled(9, 5), None), 10),
        late_from(owes(number(at_most(9), None), 10), day(9)),
        pays(number(scaled(5, 9), Some(1)), 10),
    ] {
        let terms = sale_of(&world, vec![terms]);
        world.must(&seller, &propose(&terms, day(1)));
    }
}

#[test]
fn a_feed_of_numbers_must_exist_and_answer_for_long_enough() {
    let mut world = World::new();
    let seller = world.seller.clone();
    let on_feed = |feed| {
        let of = Measurement { feed, at: inspected(), pays: at_least(5), deliveries: None };
        pays(Condition::Measurement(of), 10)
    };
    let terms = sale_of(&world, vec![on_feed(77)]);
    world.refused(&seller, &propose(&terms, day(1)), ContractError::UnknownFeed { feed: 77 });
    world.secure_scales(1_500);
    let long_stop = at(198 * DAY + 1);
    let terms = Terms { long_stop, ..sale_of(&world, vec![on_feed(SCALES)]) };
    let (longest, challenge) = (numeric::Seconds::days(200), CHALLENGE);
    let expected = ContractError::LongStopUnsecured { long_stop, latest: day(198), longest, challenge };
    world.refused(&seller, &propose(&terms, day(1)), expected);
}

/// A feed of events never answers with a number, nor one of numbers with an event: the money would wait for the long-stop.
#[test]
fn the_feed_must_be_of_the_kind_that_is_asked() {
    let mut world = World::new();
    let seller = world.seller.clone();
    let measured = |feed| {
        let of = Measurement { feed, at: inspected(), pays: at_least(5), deliveries: None };
        pays(Condition::Measurement(of), 10)
    };
    let terms = sale_of(&world, vec![pays(on(arrived()), 5), measured(FEED)]);
    let refused = ContractError::FeedOfEvents { milestone: 1, feed: FEED };
    world.refused(&seller, &propose(&terms, day(1)), refused);
    let numbers = Terms { feed: SCALES, ..sale_of(&world, vec![measured(SCALES), pays(on(arrived()), 5)]) };
    let refused = ContractError::FeedOfNumbers { milestone: 1, feed: SCALES };
    world.refused(&seller, &propose(&numbers, day(1)), refused);
    let terms = sale_of(&world, vec![pays(on(arrived()), 5), measured(SCALES)]);
    world.must(&seller, &propose(&terms, day(1)));
}
