//! Words and messages, to be changed where a test cares.

use cosmwasm_std::{coin, from_json};
use numeric::{Amount, Seconds, UnixTime};
use serde::de::DeserializeOwned;
use testing::START;
use types::denom::UncheckedDenom;
use types::journey::{MilestoneRef, Outcome};
use types::oracle::*;
use types::text::TokenId;

use super::{World, COLLECTION, CORRECTION, DAY, DEPOSIT, FEED, HOUR, NOTICE};

/// A word of the vocabulary, as it stands in JSON.
#[track_caller]
pub fn word<T: DeserializeOwned>(text: &str) -> T {
    from_json(format!("{text:?}")).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn at(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

/// Hours after the first of January 2013.
pub fn hour(hours: u64) -> UnixTime {
    at(START + hours * HOUR)
}

/// Minutes after that.
pub fn minute(minutes: u64) -> UnixTime {
    at(START + minutes * 60)
}

pub fn units(n: u128) -> Amount {
    Amount::new(n)
}

pub fn seconds(n: u64) -> Seconds {
    Seconds::new(n).unwrap()
}

/// The native asset.
pub fn usd() -> UncheckedDenom {
    UncheckedDenom::Native("uusd".to_owned())
}

pub fn token_id() -> TokenId {
    word("AA:1141")
}

pub fn milestone(leg: u8, event: &str, place: &str) -> MilestoneRef {
    MilestoneRef { leg, event: word(event), place: word(place) }
}

pub fn departure() -> MilestoneRef {
    milestone(0, "DEPA", "USJFK")
}

pub fn arrival() -> MilestoneRef {
    milestone(0, "ARRI", "USMIA")
}

pub fn happened(at: UnixTime) -> Outcome {
    Outcome::Happened { at }
}

pub fn not_by(cutoff: UnixTime) -> Outcome {
    Outcome::NotBy { cutoff }
}

pub const UNRESOLVABLE: Outcome = Outcome::Unresolvable {};

/// These reporters with the same word.
pub fn all(numbers: impl IntoIterator<Item = u32>, outcome: Outcome) -> Vec<(u32, Outcome)> {
    numbers.into_iter().map(|number| (number, outcome)).collect()
}

pub fn rules() -> FeedRules {
    FeedRules {
        tolerance: Seconds::minutes(15),
        collection: seconds(COLLECTION),
        min_operators: 3,
        min_classes: 2,
        correction: seconds(CORRECTION),
        longest_reservation: Seconds::days(60),
        unpledge_notice: seconds(NOTICE),
        deposit: Some(coin(DEPOSIT, "uusd")),
        measures: None,
    }
}

/// A feed by pledges in the native asset, of all five operators.
pub fn staked(world: &World) -> FeedKind {
    FeedKind::Staked {
        asset: usd(),
        min_pledge: units(50),
        operators: world.operators().iter().map(ToString::to_string).collect(),
        security: None,
    }
}

pub fn named(reporters: impl IntoIterator<Item = u32>, threshold: u8) -> FeedKind {
    FeedKind::Named { reporters: reporters.into_iter().collect(), threshold }
}

pub fn ask(world: &World, questions: &[MilestoneRef]) -> ExecuteMsg {
    ExecuteMsg::Ask {
        token_id: token_id(),
        feed: FEED,
        questions: questions.to_vec(),
        refund_to: world.carrier.to_string(),
        until: at(START + 100 * DAY),
    }
}

pub fn pledge(reporter: u32, amount: u128) -> ExecuteMsg {
    ExecuteMsg::Pledge { feed: FEED, reporter, amount: units(amount) }
}

pub fn unpledge(reporter: u32, amount: u128) -> ExecuteMsg {
    ExecuteMsg::Unpledge { feed: FEED, reporter, amount: units(amount) }
}

pub fn complete(reporter: u32) -> ExecuteMsg {
    ExecuteMsg::CompleteUnpledge { feed: FEED, reporter }
}

pub fn unbond(asset: UncheckedDenom, amount: u128) -> ExecuteMsg {
    ExecuteMsg::Unbond { asset, amount: units(amount) }
}

pub fn withdraw(asset: UncheckedDenom) -> ExecuteMsg {
    ExecuteMsg::Withdraw { asset, to: None }
}
