//! Giving up what is unanswered, and the deposits.

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

use cosmwasm_std::coin;
use oracle::events::{DepositReturned, Retired};
use oracle::ContractError;
use support::*;
use testing::{events, START};
use types::journey::Standing;
use types::oracle::*;

const UNTIL: u64 = START + 100 * DAY;

/// The clock stands so many seconds before or after the end of the inquiry.
fn at_the_end(world: &mut World, seconds: i64) {
    let target = UNTIL.checked_add_signed(seconds).unwrap();
    let now = world.chain.now();
    world.chain.advance(target - now);
}

#[test]
fn deposits_return_with_the_last_answer() {
    let mut world = World::with_questions();
    let carrier = world.carrier.clone();
    world.settle(departure(), 0, happened(hour(10)));
    assert_eq!(world.usd_of(&carrier), 0, "one question is open");
    let response = world.settle(arrival(), 0, UNRESOLVABLE);
    let event = DepositReturned::try_from(events(&response, DepositReturned::TYPE)[0]).unwrap();
    assert_eq!(
        event,
        DepositReturned {
            collection: world.collection.address().to_string(),
            token_id: "AA:1141".to_owned(),
            to: carrier.clone(),
            denom: "uusd".to_owned(),
            amount: units(2 * DEPOSIT),
        }
    );
    assert_eq!((world.usd_of(&carrier), world.owed(usd())), (2 * DEPOSIT, 5 * BOND));
    assert_eq!(world.inquiry().deposit, None);
    // A correction returns nothing a second time.
    let response = world.settle(arrival(), 1, happened(hour(13)));
    assert!(events(&response, DepositReturned::TYPE).is_empty());
}

#[test]
fn not_by_is_no_last_answer() {
    let mut world = World::with_questions();
    world.cutoffs(departure(), &[hour(20)]);
    world.settle(departure(), 0, not_by(hour(20)));
    world.settle(arrival(), 0, happened(hour(13)));
    assert!(world.inquiry().deposit.is_some(), "the departure may still happen");
}

#[test]
fn anyone_retires_what_is_unanswered_from_the_end_on() {
    let mut world = World::with_questions();
    let (stranger, carrier) = (world.stranger.clone(), world.carrier.clone());
    world.cutoffs(arrival(), &[hour(20)]);
    world.settle(departure(), 0, happened(hour(10)));
    world.settle(arrival(), 0, not_by(hour(20)));
    let retire = world.retire();
    at_the_end(&mut world, -1);
    world.refused(&stranger, &retire, ContractError::NotYetRetirable { until: at(UNTIL) });
    world.chain.advance(1);
    let response = world.must(&stranger, &retire);
    let event = Retired::try_from(events(&response, Retired::TYPE)[0]).unwrap();
    let collection = world.collection.address().to_string();
    assert_eq!(event, Retired { collection, token_id: "AA:1141".to_owned(), questions: 1 });
    assert_eq!(world.usd_of(&carrier), 2 * DEPOSIT);
    world.refused(&stranger, &retire, ContractError::NothingToRetire);

    // Nothing that is known is lost, and nothing more is learned.
    let not_by = Standing { not_by: Some(hour(20)), ..Standing::default() };
    let [departed, arrived] = <[QuestionResponse; 2]>::try_from(world.inquiry().questions).unwrap();
    assert_eq!((departed.standing.happened, arrived.standing), (Some(hour(10)), not_by));
    assert!(arrived.closed);
    let msg = world.report_on(arrival(), 1, &all([1], happened(hour(13))));
    world.refused(&stranger, &msg, ContractError::QuestionClosed { milestone: arrival() });
    let collection = world.collection.address().clone();
    let cutoffs = vec![Cutoff { milestone: arrival(), cutoff: hour(50) }];
    let retired = ContractError::Retired { milestone: arrival() };
    world.refused(&collection, &ExecuteMsg::AddCutoffs { token_id: token_id(), cutoffs }, retired);
}

#[test]
fn what_was_never_asked_is_not_retired() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    let msg = ExecuteMsg::Retire { collection: stranger.to_string(), token_id: token_id() };
    let unknown =
        ContractError::UnknownSubject { collection: stranger.to_string(), token_id: "AA:1141".to_owned() };
    world.refused(&stranger, &msg, unknown);
}

/// A round that began in time is waited for, once.
#[test]
fn retiring_waits_for_the_round_that_began_in_time() {
    let mut world = World::with_questions();
    let (stranger, retire) = (world.stranger.clone(), world.retire());
    at_the_end(&mut world, -1);
    world.say(0, &all(1..=5, happened(hour(10))));
    world.chain.advance(1);
    let open =
        ContractError::RoundIsOpen { milestone: departure(), round: 0, closes: at(UNTIL - 1 + COLLECTION) };
    world.refused(&stranger, &retire, open);
    world.chain.advance(COLLECTION);
    let close = world.close(0);
    world.must(&stranger, &close);
    // The next one began too late: one reporter could put it off for ever.
    world.say(1, &all(1..=5, happened(hour(10))));
    world.must(&stranger, &retire);
    assert_eq!(world.question().open, None);
    world.refused(&stranger, &world.close(1), ContractError::WrongRound { expected: 2, actual: 1 });
    assert_eq!(world.usd_of(&world.carrier.clone()), 2 * DEPOSIT);
}

#[test]
fn a_round_that_began_in_time_may_still_make_the_fact() {
    let mut world = World::with_questions();
    let (stranger, retire) = (world.stranger.clone(), world.retire());
    at_the_end(&mut world, -1);
    world.say(0, &all(1..=5, happened(hour(10))));
    world.chain.advance(DAY);
    world.say(0, &all(6..=9, happened(hour(10))));
    assert_eq!(world.standing().happened, Some(hour(10)));
    world.must(&stranger, &retire);
    assert!(world.inquiry().questions[1].closed);
    assert!(!world.inquiry().questions[0].closed, "what is answered still takes corrections");
}

#[test]
fn more_may_be_asked_after_that() {
    let mut world = World::with_questions();
    let (stranger, retire) = (world.stranger.clone(), world.retire());
    at_the_end(&mut world, 0);
    world.must(&stranger, &retire);
    let collection = world.collection.address().clone();
    let later = milestone(1, "DEPA", "USMIA");
    let msg = ExecuteMsg::Ask {
        token_id: token_id(),
        feed: FEED,
        questions: vec![later],
        refund_to: stranger.to_string(),
        until: at(UNTIL + DAY),
    };
    world.must_with(&collection, &msg, &[coin(DEPOSIT, "uusd")]);
    let before = world.usd_of(&stranger);
    world.settle(later, 0, happened(hour(10)));
    assert_eq!(world.usd_of(&stranger) - before, DEPOSIT);
    assert_eq!(world.owed(usd()), 5 * BOND);
}
