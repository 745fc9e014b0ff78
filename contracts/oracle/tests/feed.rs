//! Creating feeds, and who may take their seats.

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

use cosmwasm_std::{coin, Addr};
use cw20::Denom;
use numeric::{NumericError, Seconds};
use oracle::events::{FeedCreated, OperatorsAdmitted};
use oracle::ContractError;
use payments::PaymentsError;
use support::*;
use testing::{events, refusal};
use types::denom::UncheckedDenom;
use types::oracle::*;
use types::VocabularyError;

fn create(kind: FeedKind, rules: FeedRules) -> ExecuteMsg {
    ExecuteMsg::CreateFeed { kind, rules }
}

fn admit(operators: &[&Addr]) -> ExecuteMsg {
    let operators = operators.iter().map(ToString::to_string).collect();
    ExecuteMsg::AdmitOperators { feed: FEED, operators }
}

#[test]
fn anyone_creates_a_staked_feed() {
    let mut world = World::with_reporters();
    let kind = staked(&world);
    let response = world.create(kind.clone(), rules());
    let event = FeedCreated::try_from(events(&response, FeedCreated::TYPE)[0]).unwrap();
    let creator = world.creator.clone();
    assert_eq!(event, FeedCreated { feed: FEED, creator: creator.clone(), kind: "staked".to_owned() });
    let creator = creator.to_string();
    let created = FeedResponse { feed: 1, creator, kind, rules: rules(), version: 1, committee: vec![] };
    assert_eq!(world.feed(FEED), created);
    let stranger = world.stranger.clone();
    world.must(&stranger, &create(named([1, 2, 3], 2), FeedRules { min_operators: 1, ..rules() }));
    let listed: Vec<FeedResponse> = world.query(&QueryMsg::Feeds { start_after: Some(1), limit: None });
    assert_eq!(listed.iter().map(|feed| feed.feed).collect::<Vec<_>>(), [2]);
}

/// Other contracts read it without a call, so the bytes are an interface: version 1, then 60 days in postcard.
#[test]
fn the_head_of_a_feed_s_record_is_published() {
    let mut world = World::with_reporters();
    let kind = staked(&world);
    world.create(kind, rules());
    let raw = |feed| world.chain.querier().query_wasm_raw(&world.oracle, PublishedFeed::key(feed)).unwrap();
    let record = raw(FEED).unwrap();
    assert_eq!(record[..5], [1, 0x80, 0xB4, 0xBC, 0x02]);
    let published = PublishedFeed {
        longest_reservation: rules().longest_reservation,
        measures: false,
        reservations: None,
    };
    assert_eq!(PublishedFeed::of(&record), Some(published));
    assert_eq!(raw(FEED + 1), None);
}

#[test]
fn a_named_feed_seats_its_reporters_at_once_and_for_good() {
    let mut world = World::with_reporters();
    let rules = FeedRules { deposit: None, ..rules() };
    let response = world.create(named([3, 1, 5], 2), rules.clone());
    let event = FeedCreated::try_from(events(&response, FeedCreated::TYPE)[0]).unwrap();
    assert_eq!(event.kind, "named");
    let feed = world.feed(FEED);
    let seat = |number: u32| MemberResponse {
        reporter: number,
        operator: world.operator(number).to_string(),
        class: world.reporter(number).class,
        key: world.reporter(number).key(),
        weight: units(1),
        leaving: None,
    };
    assert_eq!(feed.committee, [seat(3), seat(1), seat(5)]);
    assert_eq!((feed.kind, feed.rules), (named([3, 1, 5], 2), rules));

    let (creator, operator) = (world.creator.clone(), world.operator(2));
    let not_staked = || ContractError::NotStaked { feed: FEED };
    world.refused(&creator, &admit(&[&operator]), not_staked());
    world.refused(&operator, &pledge(2, 100), not_staked());
    world.refused(&operator, &unpledge(2, 100), not_staked());
    world.refused(&operator, &complete(2), not_staked());
}

#[test]
fn a_feed_that_could_never_decide_is_refused() {
    let mut world = World::with_reporters();
    let creator = world.creator.clone();
    for threshold in [0, 1, 4] {
        let expected = ContractError::Threshold { threshold, reporters: 3 };
        world.refused(&creator, &create(named([1, 2, 3], threshold), rules()), expected);
    }
    let none = ContractError::Threshold { threshold: 1, reporters: 0 };
    world.refused(&creator, &create(named([], 1), rules()), none);
    // Half of four is no majority.
    let half = ContractError::Threshold { threshold: 2, reporters: 4 };
    world.refused(&creator, &create(named([1, 2, 3, 4], 2), rules()), half);
    // Reporters 1 and 6 are one operator's; 3, 6 and 9 are of one class.
    let reach = |what, required, possible| ContractError::OutOfReach { what, required, possible };
    let two = FeedRules { min_operators: 3, ..rules() };
    world.refused(&creator, &create(named([1, 6, 2], 2), two), reach("operators that agree", 3, 2));
    let one = FeedRules { min_classes: 2, min_operators: 1, ..rules() };
    world.refused(&creator, &create(named([3, 6, 9], 2), one), reach("source classes that agree", 2, 1));
    let kind = staked(&world);
    let many = FeedRules { min_operators: 32, ..rules() };
    world.refused(&creator, &create(kind.clone(), many), reach("operators that agree", 32, 31));
    let many = FeedRules { min_classes: 6, ..rules() };
    world.refused(&creator, &create(kind, many), reach("source classes that agree", 6, 5));
}

#[test]
fn named_reporters_are_enrolled_each_once_and_at_most_31() {
    let mut world = World::with_reporters();
    let creator = world.creator.clone();
    let refused = |world: &mut World, reporters: Vec<u32>, expected| {
        world.refused(&creator, &create(named(reporters, 20), rules()), expected);
    };
    let unknown = ContractError::UnknownReporter { reporter: 10 };
    world.refused(&creator, &create(named([1, 2, 10], 2), rules()), unknown);
    let twice = ContractError::RepeatedReporter { reporter: 1 };
    world.refused(&creator, &create(named([1, 2, 1], 2), rules()), twice);
    let many = ContractError::TooMany { what: "reporters", max: 31, found: 32 };
    refused(&mut world, (1..=32).collect(), many);
    // The key of reporter 1, named by somebody else, too.
    let (stranger, key) = (world.stranger.clone(), world.reporter(1).key());
    world.must(&stranger, &ExecuteMsg::EnrolReporter { key, class: SourceClass::Device });
    let seated = ContractError::KeySeated { reporter: 1 };
    world.refused(&creator, &create(named([1, 2, 10], 2), rules()), seated);
}

#[test]
fn rules_are_within_their_bounds() {
    let mut world = World::with_reporters();
    let creator = world.creator.clone();
    let named = || named([1, 2, 3], 2);
    let good = FeedRules { min_operators: 1, min_classes: 1, ..rules() };
    let week = Seconds::days(7);
    let out = |rule, actual, least, most| ContractError::RuleOutOfRange { rule, actual, least, most };
    let days = Seconds::days;
    for (rules, expected) in [
        (FeedRules { tolerance: seconds(0), ..good.clone() }, out("tolerance", seconds(0), seconds(1), week)),
        (
            FeedRules { tolerance: seconds(7 * DAY + 1), ..good.clone() },
            out("tolerance", seconds(7 * DAY + 1), seconds(1), week),
        ),
        (
            FeedRules { collection: seconds(0), ..good.clone() },
            out("collection", seconds(0), seconds(1), week),
        ),
        (FeedRules { collection: days(8), ..good.clone() }, out("collection", days(8), seconds(1), week)),
        (
            FeedRules { correction: days(91), ..good.clone() },
            out("correction", days(91), seconds(0), days(90)),
        ),
        (
            FeedRules { longest_reservation: days(731), ..good.clone() },
            out("longest_reservation", days(731), seconds(0), days(730)),
        ),
        (
            FeedRules { unpledge_notice: days(61), ..good.clone() },
            out("unpledge_notice", days(61), seconds(0), days(60)),
        ),
    ] {
        world.refused(&creator, &create(named(), rules), expected);
    }
    let edges = FeedRules {
        tolerance: week,
        collection: week,
        correction: days(90),
        longest_reservation: days(730),
        unpledge_notice: days(730),
        ..good
    };
    world.create(named(), edges);
}

/// Stake stays for 14 days of notice and 21 of unbonding: 35. Collection and correction may take as long, not longer.
#[test]
fn the_stake_behind_a_fact_outlasts_its_corrections() {
    let mut world = World::with_reporters();
    let creator = world.creator.clone();
    let kind = staked(&world);
    let correction = |seconds_more: u64| seconds(35 * DAY - HOUR + seconds_more);
    let outlasts = ContractError::OutlastsStake { open: seconds(35 * DAY + 1), held: Seconds::days(35) };
    world.refused(
        &creator,
        &create(kind.clone(), FeedRules { correction: correction(1), ..rules() }),
        outlasts,
    );
    world.create(kind, FeedRules { correction: correction(0), ..rules() });
    // Named reporters stake nothing.
    world.create(named([1, 2, 3], 2), FeedRules { correction: Seconds::days(90), ..rules() });
}

#[test]
fn a_deposit_is_a_native_amount() {
    let mut world = World::with_reporters();
    let creator = world.creator.clone();
    let kind = staked(&world);
    let zero = FeedRules { deposit: Some(coin(0, "uusd")), ..rules() };
    world.refused(&creator, &create(kind.clone(), zero), ContractError::NoAmount);
    let bad = FeedRules { deposit: Some(coin(5, "u")), ..rules() };
    let refused = VocabularyError::NativeDenom { actual: "u".to_owned() };
    world.refused(&creator, &create(kind.clone(), bad), refused);
    // Two deposits that no balance could hold are refused when they are asked for.
    world.create(kind, FeedRules { deposit: Some(coin(u128::MAX, "uusd")), ..rules() });
    let collection = world.collection.address().clone();
    let msg = ask(&world, &[departure(), arrival()]);
    world.refused(&collection, &msg, NumericError::AmountOverflow);
}

#[test]
fn pledges_are_in_an_admitted_asset_and_more_than_nothing() {
    let mut world = World::with_reporters();
    let creator = world.creator.clone();
    let kind = |asset, least| FeedKind::Staked {
        asset,
        min_pledge: units(least),
        operators: vec![],
        security: None,
    };
    let other = UncheckedDenom::Native("uatom".to_owned());
    let admitted = vec![Denom::Native("uusd".to_owned()), world.token.denom()];
    let refused = PaymentsError::AssetNotAdmitted { asset: Denom::Native("uatom".to_owned()), admitted };
    world.refused(&creator, &create(kind(other, 1), rules()), refused);
    world.refused(&creator, &create(kind(usd(), 0), rules()), ContractError::NoAmount);
    world.create(kind(world.token.asset(), 1), rules());
}

#[test]
fn the_creator_admits_more_operators() {
    let mut world = World::with_feed();
    let (creator, stranger) = (world.creator.clone(), world.stranger.clone());
    let response = world.must(&creator, &admit(&[&stranger]));
    let event = OperatorsAdmitted::try_from(events(&response, OperatorsAdmitted::TYPE)[0]).unwrap();
    assert_eq!(event, OperatorsAdmitted { feed: FEED, operators: vec![stranger.clone()] });

    let again = ContractError::OperatorAdmitted { operator: stranger.clone() };
    world.refused(&creator, &admit(&[&stranger]), again);
    let new = world.chain.actor("new");
    let twice = ContractError::OperatorAdmitted { operator: new.clone() };
    world.refused(&creator, &admit(&[&new, &new]), twice);
    world.refused(&creator, &admit(&[]), ContractError::Empty { what: "operators" });
    let nobody = ExecuteMsg::AdmitOperators { feed: FEED, operators: vec!["nobody".to_owned()] };
    assert!(matches!(refusal(world.send(&creator, &nobody)), ContractError::Std(_)));
    let unknown = ExecuteMsg::AdmitOperators { feed: 2, operators: vec![new.to_string()] };
    world.refused(&creator, &unknown, ContractError::UnknownFeed { feed: 2 });
    let not_creator =
        ContractError::NotItsCreator { feed: FEED, creator: creator.clone(), sender: stranger.clone() };
    world.refused(&stranger, &admit(&[&new]), not_creator);
}

#[test]
fn a_feed_admits_64_operators() {
    let mut world = World::with_feed();
    let creator = world.creator.clone();
    let names: Vec<Addr> = (0..65).map(|n| world.chain.actor(&format!("new {n}"))).collect();
    let all: Vec<&Addr> = names.iter().collect();
    let many = |found| ContractError::TooMany { what: "operators", max: 64, found };
    world.refused(&creator, &admit(&all), many(65));
    world.refused(&creator, &admit(&all[..60]), many(65));
    world.must(&creator, &admit(&all[..59]));
    world.refused(&creator, &admit(&all[59..60]), many(65));
}
