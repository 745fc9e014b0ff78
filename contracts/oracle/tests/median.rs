//! The number that a round of reports comes to, against a reference in whole numbers of any size that shares no code, and what a
//! minority can do to it.

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

use num_bigint::{BigInt, BigUint};
use numeric::{BasisPoints, Reading};
use oracle::domain::coalition::Coalitions;
use oracle::domain::committee::{Committee, Member, Quorum, RoundRules};
use oracle::domain::decision::{Decision, Verdict, Vote};
use oracle::domain::key::{ReporterKey, Scheme};
use oracle::domain::measurement::{decide, Background, Gauge};
use proptest::prelude::*;
use support::*;
use types::journey::Outcome;
use types::oracle::SourceClass;

/// One report: the pledge behind it, the reporter's reputation, the number.
#[derive(Clone, Copy, Debug)]
struct Said {
    pledge: u128,
    reputation: u16,
    value: i64,
}

const JUMP: u64 = 500;
const DISPERSION: u64 = 120;
const ACCURACY: u64 = 10;
const NOON: u64 = 1_357_041_600;

fn committee(pledges: &[u128]) -> Committee {
    let gauge = Gauge {
        least: Reading::new(i64::MIN),
        most: Reading::new(i64::MAX),
        heartbeat: seconds(HOUR),
        max_jump: JUMP,
        max_dispersion: DISPERSION,
        accuracy: ACCURACY,
        min_reporters: 1,
    };
    let rules = RoundRules {
        tolerance: seconds(HOUR),
        collection: seconds(HOUR),
        correction: seconds(HOUR),
        min_operators: 1,
        min_classes: 1,
        quorum: Quorum::TwoThirds,
        assurance: None,
        gauge: Some(gauge),
    };
    let member = |(number, pledge): (u32, &u128)| Member {
        reporter: number,
        operator: 0,
        class: SourceClass::Device,
        key: ReporterKey { scheme: Scheme::Ed25519, bytes: number.to_be_bytes().repeat(8) },
        weight: units(*pledge),
        leaving: None,
    };
    Committee { version: 1, rules, members: (1..).zip(pledges).map(member).collect() }
}

/// What the contract makes of it: the number, who dissents, and whether it is contested.
fn decided(said: &[Said], last: Option<i64>) -> (i64, Vec<u32>, bool) {
    let committee = committee(&said.iter().map(|said| said.pledge).collect::<Vec<_>>());
    let gauge = committee.rules.gauge.unwrap();
    let votes: Vec<Vote> = committee
        .members
        .iter()
        .zip(said)
        .map(|(member, said)| Vote {
            member,
            outcome: Outcome::Measured { value: Reading::new(said.value), at: at(NOON) },
        })
        .collect();
    let reputation = |(number, said): (u32, &Said)| (number, BasisPoints::new(said.reputation).unwrap());
    let background =
        Background { last: last.map(Reading::new), reputations: (1..).zip(said).map(reputation).collect() };
    match decide(&committee, &gauge, &votes, &background).unwrap() {
        Verdict::Decided(Decision {
            outcome: Outcome::Measured { value, .. }, dissent, contested, ..
        }) => (value.get(), dissent, contested),
        other => panic!("all report, so there is a number: {other:?}"),
    }
}

/// The same from the words of the reference: a pledge weighs at most a fifth of what all weigh then, but never less than the least
/// pledge; half of that for sure, the other half by reputation, each rounded up.
fn reference(said: &[Said], last: Option<i64>) -> (i64, Vec<u32>, bool) {
    let pledges: Vec<BigUint> = said.iter().map(|said| BigUint::from(said.pledge)).collect();
    let is_held =
        |level: &BigUint| level * 5u32 <= pledges.iter().map(|pledge| pledge.min(level)).sum::<BigUint>();
    // The sum is concave in the level: below the highest that holds, all hold.
    let (mut low, mut high) = (BigUint::ZERO, pledges.iter().max().unwrap().clone());
    while low < high {
        let middle: BigUint = (&low + &high + 1u32) / 2u32;
        if is_held(&middle) {
            low = middle;
        } else {
            high = middle - 1u32;
        }
    }
    let level = low.max(pledges.iter().min().unwrap().clone());
    let weights: Vec<BigUint> = pledges
        .iter()
        .zip(said)
        .map(|(pledge, said)| {
            let held = pledge.min(&level);
            let sure: BigUint = (held + 1u32) / 2u32;
            let earned: BigUint = ((held - &sure) * said.reputation + 9_999u32) / 10_000u32;
            sure + earned
        })
        .collect();
    let total: BigUint = weights.iter().sum();
    let up_to = |limit: i64| -> BigUint {
        said.iter().zip(&weights).filter(|(said, _)| said.value <= limit).map(|(_, weight)| weight).sum()
    };
    let mut values: Vec<i64> = said.iter().map(|said| said.value).collect();
    values.sort_unstable();
    let number = *values.iter().find(|value| up_to(**value) * 2u32 >= total).unwrap();

    let far = |value: i64| (BigInt::from(value) - BigInt::from(number)).magnitude().clone();
    let mut deviations: Vec<BigUint> = said.iter().map(|said| far(said.value)).collect();
    deviations.sort_unstable();
    let middle = &deviations[(deviations.len() - 1) / 2];
    let dispersion: BigUint = (middle * 14_826u32 + 9_999u32) / 10_000u32;
    let outlier = (&dispersion * 5u32).max(BigUint::from(ACCURACY));
    let dissent =
        (1..).zip(said).filter(|(_, said)| far(said.value) > outlier).map(|(number, _)| number).collect();
    let jumps = last.is_some_and(|last| far(last) > BigUint::from(JUMP));
    (number, dissent, jumps || dispersion > BigUint::from(DISPERSION))
}

fn said() -> impl Strategy<Value = Vec<Said>> {
    let pledge = prop_oneof![
        4 => 1..100_u128,
        4 => 1..100_000_u128,
        1 => Just(u128::MAX / 64),
        1 => (0..120_u32).prop_map(|bits| 1 << bits),
    ];
    let value = prop_oneof![
        6 => -40..40_i64,
        3 => -2_000..2_000_i64,
        1 => any::<i64>(),
        1 => prop_oneof![Just(i64::MIN), Just(i64::MAX)],
    ];
    let one = (pledge, 0..=10_000_u16, value).prop_map(|(pledge, reputation, value)| Said {
        pledge,
        reputation,
        value,
    });
    prop::collection::vec(one, 1..=31)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_number_is_the_one_of_the_reference(said in said(), last in prop::option::of(-600..600_i64)) {
        prop_assert_eq!(decided(&said, last), reference(&said, last));
    }

    /// Of 7 equal reporters with equal reputations three may say anything: the number is among what the other four say.
    #[test]
    fn three_of_seven_move_a_number_only_where_honest_ones_are(
        honest in prop::collection::vec(-500..500_i64, 4),
        liars in prop::collection::vec(any::<i64>(), 3),
        pledge in 1..u128::MAX / 64,
        reputation in 0..=10_000_u16,
    ) {
        let all = honest.iter().chain(&liars);
        let said: Vec<Said> = all.map(|value| Said { pledge, reputation, value: *value }).collect();
        let (number, ..) = decided(&said, None);
        let range = *honest.iter().min().unwrap()..=*honest.iter().max().unwrap();
        prop_assert!(range.contains(&number), "{number} of {said:?}");
    }

    /// Whoever has less at stake than the feed counts on cannot move a number, whatever its reputation and theirs, how unequal the
    /// pledges are, and who of the honest is silent, as long as two thirds of the weight is heard.
    #[test]
    fn a_coalition_that_moves_a_number_costs_at_least_what_the_feed_counts_on(
        pledges in prop::collection::vec(prop_oneof![1_000..2_000_u128, 10_000..20_000_u128, Just(50_000), Just(1_000_000)], 3..=12),
        order in prop::collection::vec(any::<u16>(), 12),
        silent in any::<u16>(),
    ) {
        let whole = committee(&pledges);
        let counted = Coalitions::of(&whole, &whole).unwrap().time.get();
        // As many liars as there can be, and as many silent as may be.
        let mut places: Vec<usize> = (0..pledges.len()).collect();
        places.sort_unstable_by_key(|place| order[*place]);
        let (mut liars, mut lies) = (vec![], 0);
        for place in &places {
            if lies + pledges[*place] < counted {
                liars.push(*place);
                lies += pledges[*place];
            }
        }
        let all: u128 = pledges.iter().sum();
        let (mut heard, mut weighs) = (places.clone(), all);
        heard.retain(|place| {
            let leaves = !liars.contains(place) && silent >> place & 1 == 1 && (weighs - pledges[*place]) * 3 >= all * 2;
            weighs -= if leaves { pledges[*place] } else { 0 };
            !leaves
        });
        let said: Vec<Said> = heard
            .iter()
            .map(|place| match liars.contains(place) {
                true => Said { pledge: pledges[*place], reputation: 10_000, value: -900 },
                false => Said { pledge: pledges[*place], reputation: 0, value: 7 },
            })
            .collect();
        prop_assert_eq!(decided(&said, None).0, 7, "{} of {}", lies, counted);
    }
}

/// Nine of 50,000: three of them weigh as much as the six others that may count for half, less the third that need not be heard.
#[test]
fn what_it_takes_to_move_a_number() {
    let counted = |pledges: &[u128]| {
        let whole = committee(pledges);
        let Coalitions { time, outcome } = Coalitions::of(&whole, &whole).unwrap();
        assert_eq!(time, outcome, "what hangs on a number hangs on its size");
        time.get()
    };
    assert_eq!(counted(&[50_000; 9]), 100_000);
    // Two with a million each weigh a fifth each, whatever they have: the seven small ones decide.
    let few = counted(&[1_000_000, 1_000_000, 1, 1, 1, 1, 1, 1, 1]);
    assert!(few <= 4, "{few}");
    assert_eq!(counted(&[]), 0);
    assert_eq!(counted(&[7]), 1, "a third of two thirds is 1.56, rounded down");
}
