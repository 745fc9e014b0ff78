//! What the oracle still decides when the long-stop comes: rounds that can be challenged, and cases.

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
use numeric::UnixTime;
use support::*;
use types::journey::{MilestoneRef, Standing, Subject};
use types::oracle::{
    CaseResponse, Fault, InquiryResponse, QueryMsg as AskOracle, QuestionResponse, RoundRef, RoundResponse,
    RoundStatus, Ruling,
};
use RoundStatus::{Final, Overturned, Pending, Undecided};

/// A closed round: where it stands, when it closed, when it was challenged, and whether that is ruled.
#[derive(Clone, Copy)]
struct Round(RoundStatus, UnixTime, Option<(UnixTime, bool)>);

/// A question whose rounds have closed so.
fn says(world: &mut World, subject: &Subject, rounds: &[Round]) {
    let open = |Round(.., case): &Round| case.filter(|(_, is_ruled)| !is_ruled).map(|(opened, _)| opened);
    let question = QuestionResponse {
        milestone: subject.milestone,
        standing: Standing::default(),
        cutoffs: vec![],
        round: rounds.len() as u32,
        open: None,
        pending: None,
        challenged: rounds.iter().filter_map(open).min(),
        closed: false,
    };
    let inquiry = InquiryResponse {
        feed: FEED,
        sequence: 0,
        questions: vec![question],
        until: day(400),
        deposit: None,
    };
    let (collection, token_id) = (subject.collection.clone(), subject.token_id.clone());
    world.oracle_answers(&AskOracle::Inquiry { collection, token_id }, &inquiry);
    for (number, round) in (0..).zip(rounds) {
        closes(world, RoundRef { subject: subject.clone(), round: number }, *round);
    }
}

fn closes(world: &mut World, of: RoundRef, Round(status, closed, case): Round) {
    let truth = types::journey::Outcome::Unresolvable {};
    let case = case.map(|(opened, is_ruled)| CaseResponse {
        challenger: world.stranger.to_string(),
        bond: amount(500),
        claim: None,
        evidence: None,
        opened,
        decide_by: opened,
        ruling: is_ruled.then_some(Ruling::Overturned { truth, fault: Fault::None }),
    });
    let round = RoundResponse {
        status,
        outcome: None,
        closed,
        challengeable_until: closed,
        challengeable_until_height: 1,
        heard: vec![],
        agreeing: vec![],
        exposure: amount(0),
        reward: amount(0),
        case,
    };
    world.oracle_answers(&AskOracle::Round(of), &round);
}

fn of_the_bill(world: &World, milestone: MilestoneRef) -> Subject {
    Subject { collection: world.shipment.to_string(), token_id: word(BILL), milestone }
}

fn before() -> UnixTime {
    at(100 * DAY - 1)
}

fn after() -> UnixTime {
    day(100)
}

/// What the long-stop waits for, and what not.
fn rounds() -> Vec<(bool, Round)> {
    vec![
        (true, Round(Pending, before(), None)),
        (true, Round(Pending, before(), Some((before(), false)))),
        (true, Round(Pending, before(), Some((after(), false)))),
        (true, Round(Undecided, before(), Some((before(), false)))),
        // it may have begun before
        (true, Round(Pending, at(107 * DAY - 1), None)),
        (false, Round(Pending, day(107), None)),
        (false, Round(Undecided, before(), None)),
        (false, Round(Undecided, before(), Some((after(), false)))),
        (false, Round(Undecided, before(), Some((before(), true)))),
        (false, Round(Final, before(), None)),
        (false, Round(Overturned, before(), Some((before(), true)))),
    ]
}

#[test]
fn events_that_were_under_way_at_the_long_stop_are_waited_for() {
    for (waits, round) in rounds() {
        let mut world = World::secured();
        let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
        let milestones =
            vec![pays(on(loaded()), 1_000), pays(all(vec![on(arrived()), on(departed())]), 2_000)];
        let terms = sale_of(&world, milestones);
        world.agree(&terms);
        world.present(1);
        let subject = of_the_bill(&world, arrived());
        says(&mut world, &subject, &[round]);
        world.wait_until(day(108));
        world.must(&stranger, &long_stop(1));
        assert_eq!(world.gained(&seller), if waits { 500 } else { 1_500 }, "{:?} {:?}", round.0, round.1);
        if waits {
            world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
            // It becomes a fact, and the other event too.
            world.stands(departed(), happened(day(2)));
            world.fact(arrived(), happened(day(32)));
            assert_eq!(world.gained(&seller), 2_500);
        }
    }
}

/// One seat opens and closes rounds at will: none that came after it lets a case be forgotten.
#[test]
fn a_case_is_waited_for_whatever_rounds_came_after_it() {
    let nothing = Round(Undecided, after(), None);
    for (waits, opened) in [(true, before()), (false, after())] {
        let mut world = World::secured();
        let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
        let terms = sale_of(&world, vec![pays(on(arrived()), 1_000)]);
        world.agree(&terms);
        world.present(1);
        let subject = of_the_bill(&world, arrived());
        says(&mut world, &subject, &[Round(Undecided, before(), Some((opened, false))), nothing, nothing]);
        world.wait_until(day(108));
        if waits {
            world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
            says(
                &mut world,
                &subject,
                &[Round(Overturned, before(), Some((opened, true))), nothing, nothing],
            );
        }
        world.must(&stranger, &long_stop(1));
        assert_eq!(world.gained(&seller), 500);
    }
}

#[test]
fn numbers_that_were_under_way_are_waited_for() {
    for (waits, round) in rounds() {
        let mut world = World::new();
        world.secure_scales(20_000);
        let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
        let terms = weighed(&world, vec![pays(on_number(at_least(5), None), 1_000)]);
        world.must(&seller, &propose(&terms, day(1)));
        world.must_with(&buyer, &accept(1, &terms), 1_020);
        world.history(0, &[]);
        let subject =
            Subject { collection: world.escrow.to_string(), token_id: word("1/0"), milestone: inspected() };
        says(&mut world, &subject, &[round]);
        world.wait_until(day(108));
        if waits {
            world.refused(&stranger, &long_stop(1), ContractError::LongStopWaits {});
            continue;
        }
        world.must(&stranger, &long_stop(1));
        assert_eq!(world.gained(&seller), 500);
    }
}

#[test]
fn a_feed_without_challenges_and_an_oracle_that_says_nothing_are_not_waited_for() {
    let pending = Round(Pending, before(), None);
    let mut world = World::agreed(|world| sale_of(world, vec![pays(on(arrived()), 1_000)]));
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.present(1);
    let subject = of_the_bill(&world, arrived());
    says(&mut world, &subject, &[pending]);
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&seller), 500);

    let mut world = World::secured();
    let terms = sale_of(&world, vec![pays(on(arrived()), 1_000), pays(on(loaded()), 100)]);
    world.agree(&terms);
    world.present(1);
    // It is asked, and what it says of the round is nothing that can be read.
    let subject = of_the_bill(&world, arrived());
    says(&mut world, &subject, &[pending]);
    let round = AskOracle::Round(RoundRef { subject, round: 0 });
    world.oracle_answers(&round, &"nothing");
    let (seller, stranger) = (world.seller.clone(), world.stranger.clone());
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&seller), 550);
}
