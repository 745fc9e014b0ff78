//! Asking, and adding cut-offs.

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
use guard::PaymentError;
use numeric::UnixTime;
use oracle::events::{Asked, CutoffsAdded};
use oracle::ContractError;
use support::*;
use testing::{events, refusal, START};
use types::journey::{MilestoneRef, Standing};
use types::oracle::*;

fn add(cutoffs: &[(MilestoneRef, UnixTime)]) -> ExecuteMsg {
    let cutoff =
        |(milestone, cutoff): &(MilestoneRef, UnixTime)| Cutoff { milestone: *milestone, cutoff: *cutoff };
    ExecuteMsg::AddCutoffs { token_id: token_id(), cutoffs: cutoffs.iter().map(cutoff).collect() }
}

/// Different questions.
fn many(n: u8) -> Vec<MilestoneRef> {
    (0..n).map(|leg| milestone(leg, "DEPA", "USJFK")).collect()
}

fn with_funds(world: &World, questions: &[MilestoneRef]) -> (ExecuteMsg, [cosmwasm_std::Coin; 1]) {
    (ask(world, questions), [coin(DEPOSIT * questions.len() as u128, "uusd")])
}

#[test]
fn a_collection_asks_about_its_token_in_one_message() {
    let mut world = World::with_feed();
    let response = world.ask(&[departure(), arrival()]);
    let collection = world.collection.address().clone();
    let until = at(START + 100 * DAY);
    assert_eq!(
        Asked::try_from(events(&response, Asked::TYPE)[0]).unwrap(),
        Asked {
            collection,
            token_id: "AA:1141".to_owned(),
            feed: FEED,
            questions: 2,
            until,
            deposit: Some(units(20)),
        }
    );
    let open = |milestone| QuestionResponse {
        milestone,
        standing: Standing::default(),
        cutoffs: vec![],
        round: 0,
        open: None,
        pending: None,
        challenged: None,
        closed: false,
    };
    assert_eq!(
        world.inquiry(),
        InquiryResponse {
            feed: FEED,
            sequence: 0,
            questions: vec![open(departure()), open(arrival())],
            until,
            deposit: Some(coin(20, "uusd")),
        }
    );
    assert_eq!(world.question(), open(departure()));
    assert_eq!(world.owed(usd()), 5 * BOND + 20);
}

/// The sender is the collection, so nobody asks in another's name: the same token of somebody else is another subject.
#[test]
fn nobody_asks_for_another() {
    let mut world = World::with_questions();
    let before = world.inquiry();
    let stranger = world.stranger.clone();
    let (msg, funds) = with_funds(&world, &[departure()]);
    world.must_with(&stranger, &msg, &funds);
    assert_eq!(world.inquiry(), before);
    let unknown =
        ContractError::UnknownSubject { collection: world.owner.to_string(), token_id: "AA:1141".to_owned() };
    let owner = world.owner.clone();
    world.refused(&owner, &add(&[(departure(), hour(40))]), unknown);
}

#[test]
fn a_later_ask_adds_to_the_first() {
    let mut world = World::with_feed();
    world.ask(&[departure()]);
    let (collection, stranger) = (world.collection.address().clone(), world.stranger.clone());
    let (_, funds) = with_funds(&world, &[arrival()]);
    let later = |until| ExecuteMsg::Ask {
        token_id: token_id(),
        feed: FEED,
        questions: vec![arrival()],
        refund_to: stranger.to_string(),
        until,
    };
    let twice = ContractError::AskedTwice { milestone: departure() };
    let (again, same_funds) = with_funds(&world, &[departure()]);
    world.refused_with(&collection, &again, &same_funds, twice);
    // An earlier end changes nothing: what was asked for first is still waited for.
    world.must_with(&collection, &later(hour(48)), &funds);
    let inquiry = world.inquiry();
    assert_eq!((inquiry.questions.len(), inquiry.until), (2, at(START + 100 * DAY)));
    assert_eq!(inquiry.deposit, Some(coin(20, "uusd")));

    // The deposits go where they were last asked to.
    world.settle(departure(), 0, happened(hour(10)));
    let before = world.usd_of(&stranger);
    world.settle(arrival(), 0, happened(hour(13)));
    assert_eq!(world.usd_of(&stranger) - before, 20);
}

#[test]
fn a_token_keeps_its_feed() {
    let mut world = World::with_questions();
    world.create(staked(&world), rules());
    let collection = world.collection.address().clone();
    let msg = ExecuteMsg::Ask {
        token_id: token_id(),
        feed: 2,
        questions: vec![milestone(1, "DEPA", "USMIA")],
        refund_to: collection.to_string(),
        until: hour(100),
    };
    let other = ContractError::OtherFeed { expected: FEED, actual: 2 };
    world.refused_with(&collection, &msg, &[coin(DEPOSIT, "uusd")], other);
}

#[test]
fn the_deposits_are_exact() {
    let mut world = World::with_feed();
    let collection = world.collection.address().clone();
    world.chain.fund(&collection, coin(100, "uatom"));
    let msg = ask(&world, &[departure(), arrival()]);
    let expected = coin(20, "uusd");
    world.refused(&collection, &msg, PaymentError::NoFunds { expected: Some(expected.clone()) });
    for amount in [19, 21] {
        let actual = coin(amount, "uusd");
        let wrong = PaymentError::WrongAmount { expected: expected.clone(), actual: actual.clone() };
        world.refused_with(&collection, &msg, &[actual], wrong);
    }
    let actual = coin(20, "uatom");
    let wrong = PaymentError::WrongDenom { expected: expected.clone(), actual: actual.clone() };
    world.refused_with(&collection, &msg, std::slice::from_ref(&actual), wrong);
    let two = vec![actual, expected.clone()];
    let several = PaymentError::SeveralCoins { expected: Some(expected), actual: two.clone() };
    world.refused_with(&collection, &msg, &two, several);
}

#[test]
fn a_feed_without_deposit_takes_no_money() {
    let mut world = World::with_feed();
    world.create(named([1, 2, 3, 4, 5], 3), FeedRules { deposit: None, ..rules() });
    let collection = world.collection.address().clone();
    let msg = ExecuteMsg::Ask {
        token_id: token_id(),
        feed: 2,
        questions: vec![departure()],
        refund_to: collection.to_string(),
        until: hour(100),
    };
    let funds = [coin(5, "uusd")];
    world.refused_with(&collection, &msg, &funds, PaymentError::NotPayable { actual: funds.to_vec() });
    world.must(&collection, &msg);
    assert_eq!(world.inquiry().deposit, None);
}

#[test]
fn questions_are_24_at_most_and_open_for_two_years_at_most() {
    let mut world = World::with_feed();
    let collection = world.collection.address().clone();
    let too_many = |found| ContractError::TooMany { what: "questions", max: 24, found };
    let (msg, funds) = with_funds(&world, &many(25));
    world.refused_with(&collection, &msg, &funds, too_many(25));
    world.refused(&collection, &ask(&world, &[]), ContractError::Empty { what: "questions" });
    world.ask(&many(24));
    let (msg, funds) = with_funds(&world, &[arrival()]);
    world.refused_with(&collection, &msg, &funds, too_many(25));

    let now = world.now();
    let latest = at(world.chain.now() + 730 * DAY);
    let until_at = |until, token| ExecuteMsg::Ask {
        token_id: word(token),
        feed: FEED,
        questions: vec![departure()],
        refund_to: collection.to_string(),
        until,
    };
    let funds = [coin(DEPOSIT, "uusd")];
    for until in [now, at(latest.seconds() + 1)] {
        let out = ContractError::UntilOutOfRange { until, now, latest };
        world.refused_with(&collection, &until_at(until, "B"), &funds, out);
    }
    world.must_with(&collection, &until_at(at(now.seconds() + 1), "B"), &funds);
    world.must_with(&collection, &until_at(latest, "C"), &funds);
}

#[test]
fn unknown_feeds_and_addresses_are_refused() {
    let mut world = World::with_feed();
    let collection = world.collection.address().clone();
    let asking = |feed, refund_to: &str| ExecuteMsg::Ask {
        token_id: token_id(),
        feed,
        questions: vec![departure()],
        refund_to: refund_to.to_owned(),
        until: hour(100),
    };
    world.refused(&collection, &asking(9, collection.as_str()), ContractError::UnknownFeed { feed: 9 });
    assert!(matches!(refusal(world.send(&collection, &asking(FEED, "nobody"))), ContractError::Std(_)));
}

#[test]
fn cut_offs_are_registered_once() {
    let mut world = World::with_questions();
    let collection = world.collection.address().clone();
    let response = world.cutoffs(departure(), &[hour(30), hour(40)]);
    assert_eq!(
        CutoffsAdded::try_from(events(&response, CutoffsAdded::TYPE)[0]).unwrap(),
        CutoffsAdded { collection: collection.clone(), token_id: "AA:1141".to_owned(), added: 2 }
    );
    let before = world.state();
    let response = world.cutoffs(departure(), &[hour(40), hour(30)]);
    assert!(events(&response, CutoffsAdded::TYPE).is_empty());
    assert_eq!(world.state(), before, "a second time changes nothing");
    let response = world.must(
        &collection,
        &add(&[(departure(), hour(30)), (departure(), hour(50)), (departure(), hour(50))]),
    );
    assert_eq!(CutoffsAdded::try_from(events(&response, CutoffsAdded::TYPE)[0]).unwrap().added, 1);
    assert_eq!(world.question().cutoffs, [hour(30), hour(40), hour(50)]);
    world.refused(&collection, &add(&[]), ContractError::Empty { what: "cut-offs" });
    let unknown = ContractError::UnknownQuestion { milestone: milestone(3, "DEPA", "USJFK") };
    world.refused(&collection, &add(&[(milestone(3, "DEPA", "USJFK"), hour(40))]), unknown);
}

#[test]
fn a_token_has_128_cut_offs() {
    let mut world = World::with_questions();
    let collection = world.collection.address().clone();
    let days = |from: u64, to: u64| (from..to).map(|n| (departure(), hour(n))).collect::<Vec<_>>();
    let too_many = ContractError::TooMany { what: "cut-offs", max: 128, found: 129 };
    world.refused(&collection, &add(&days(0, 129)), too_many);
    world.must(&collection, &add(&days(0, 128)));
    world.must(&collection, &add(&days(10, 20)));
    let too_many = ContractError::TooMany { what: "cut-offs", max: 128, found: 129 };
    world.refused(&collection, &add(&[(arrival(), hour(20))]), too_many);
}
