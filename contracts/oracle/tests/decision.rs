//! When reports make a fact: tables worked out by hand, and an independent model over random rounds.

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

use num_bigint::BigUint;
use oracle::domain::committee::{Committee, Member, Quorum, RoundRules};
use oracle::domain::decision::{decide, is_complete, Decision, Shortfall, Verdict, Vote};
use oracle::domain::key::{ReporterKey, Scheme};
use proptest::prelude::*;
use support::reference::{self, Rules, Said, Whole};
use support::{happened, minute, not_by, seconds, units, CLASSES, UNRESOLVABLE};
use types::journey::Outcome;

const TOLERANCE: u64 = 15 * 60;

fn member(reporter: u32, operator: u8, class: u8, weight: u128) -> Member {
    let key = ReporterKey { scheme: Scheme::Ed25519, bytes: reporter.to_be_bytes().repeat(8) };
    let class = CLASSES[usize::from(class)];
    Member { reporter, operator, class, key, weight: units(weight), leaving: None }
}

/// Reporters 1, 2, 3 … of five operators and three classes, with these weights.
fn committee(weights: &[u128]) -> Committee {
    let members = (1_u32..).zip(weights);
    let members = members.map(|(n, weight)| member(n, (n % 5) as u8, (n % 3) as u8, *weight)).collect();
    let rules = RoundRules {
        tolerance: seconds(TOLERANCE),
        collection: seconds(3_600),
        correction: seconds(86_400),
        min_operators: 1,
        min_classes: 1,
        quorum: Quorum::TwoThirds,
        assurance: None,
        gauge: None,
    };
    Committee { version: 1, rules, members }
}

fn votes<'a>(committee: &'a Committee, said: &[(u32, Outcome)]) -> Vec<Vote<'a>> {
    let vote = |(reporter, outcome): &(u32, Outcome)| Vote {
        member: committee.seat(*reporter).unwrap(),
        outcome: *outcome,
    };
    said.iter().map(vote).collect()
}

/// What it comes to. Whoever does not dissent agrees: that is checked here, and left out.
fn verdict(committee: &Committee, said: &[(u32, Outcome)]) -> Verdict {
    let mut verdict = decide(committee, &votes(committee, said)).unwrap();
    if let Verdict::Decided(decision) = &mut verdict {
        let mut heard = [std::mem::take(&mut decision.agree), decision.dissent.clone()].concat();
        heard.sort_unstable();
        let mut all: Vec<u32> = said.iter().map(|(reporter, _)| *reporter).collect();
        all.sort_unstable();
        assert_eq!(heard, all);
    }
    verdict
}

fn decided(outcome: Outcome, agreeing: u128, dissent: &[u32]) -> Verdict {
    Verdict::Decided(Decision {
        outcome,
        agreeing: units(agreeing),
        agree: vec![],
        dissent: dissent.to_vec(),
        contested: false,
    })
}

/// Minutes of the day at which these say it happened.
fn times(minutes: &[(u32, u64)]) -> Vec<(u32, Outcome)> {
    minutes.iter().map(|(reporter, at)| (*reporter, happened(minute(*at)))).collect()
}

#[test]
fn two_thirds_of_the_whole_committee_must_agree() {
    let nine = committee(&[100; 9]);
    let say = |n: u32| (1..=n).map(|reporter| (reporter, not_by(minute(60)))).collect::<Vec<_>>();
    assert_eq!(verdict(&nine, &say(5)), Verdict::Undecided(Shortfall::Quorum), "silence helps nobody");
    assert_eq!(verdict(&nine, &say(6)), decided(not_by(minute(60)), 600, &[]), "6 / 9 is two thirds");

    // 3 · 666 < 2 · 1000, and 3 · 667 > 2 · 1000.
    let said = [(1, UNRESOLVABLE)];
    assert_eq!(verdict(&committee(&[666, 334]), &said), Verdict::Undecided(Shortfall::Quorum));
    assert_eq!(verdict(&committee(&[667, 333]), &said), decided(UNRESOLVABLE, 667, &[]));
}

#[test]
fn the_leading_outcome_is_the_heaviest_and_a_tie_has_none() {
    let committee = committee(&[30, 30, 60, 1]);
    let (yes, no) = (happened(minute(10)), not_by(minute(60)));
    let tie = [(1, yes), (2, yes), (3, no)];
    assert_eq!(verdict(&committee, &tie), Verdict::Undecided(Shortfall::NoLeader));
    let led = [(1, yes), (2, yes), (3, no), (4, no)];
    assert_eq!(verdict(&committee, &led), Verdict::Undecided(Shortfall::Quorum), "61 of 121");
    assert_eq!(verdict(&committee, &[]), Verdict::Undecided(Shortfall::NoLeader));
}

#[test]
fn two_cut_offs_are_two_outcomes() {
    let nine = committee(&[1; 9]);
    let mut said: Vec<_> = (1..=5).map(|n| (n, not_by(minute(60)))).collect();
    said.extend((6..=9).map(|n| (n, not_by(minute(120)))));
    assert_eq!(verdict(&nine, &said), Verdict::Undecided(Shortfall::Quorum));
}

/// Six say 10:00 to 10:25, five minutes apart, with equal weights: the median of all is the third, 10:10. Within 15
/// minutes of it lie all; the fact is 10:10.
#[test]
fn the_time_is_the_weighted_median_of_those_that_agree() {
    let six = committee(&[1; 6]);
    let said = times(&[(1, 600), (2, 605), (3, 610), (4, 615), (5, 620), (6, 625)]);
    assert_eq!(verdict(&six, &said), decided(happened(minute(610)), 6, &[]));

    // The third says 14:00 instead. All: 600 605 615 620 625 840, median 615 (the third). 840 dissents. Agreeing:
    // 600 605 615 620 625, median 615.
    let said = times(&[(1, 600), (2, 605), (3, 840), (4, 615), (5, 620), (6, 625)]);
    assert_eq!(verdict(&six, &said), decided(happened(minute(615)), 5, &[3]));

    // Heavier reporters at the ends. Weights 5 1 1 1 1 5 of 14; up to 600: 5, 605: 6, 610: 7, and 2 · 7 ≥ 14.
    let said = times(&[(1, 600), (2, 605), (3, 610), (4, 615), (5, 620), (6, 625)]);
    assert_eq!(verdict(&committee(&[5, 1, 1, 1, 1, 5]), &said), decided(happened(minute(610)), 14, &[]));
    // With 6 at the end of 15 the half is passed by the next: 2 · 7 < 15, 2 · 8 ≥ 15.
    assert_eq!(verdict(&committee(&[5, 1, 1, 1, 1, 6]), &said), decided(happened(minute(615)), 15, &[]));
}

#[test]
fn the_tolerance_counts_to_the_second() {
    let three = committee(&[1; 3]);
    let middle = minute(600).seconds();
    let said = |last: u64| {
        let last = happened(support::at(last));
        [(1, happened(minute(600))), (2, happened(minute(600))), (3, last)]
    };
    let all = decided(happened(minute(600)), 3, &[]);
    assert_eq!(verdict(&three, &said(middle + TOLERANCE)), all);
    assert_eq!(verdict(&three, &said(middle - TOLERANCE)), all);
    let two = decided(happened(minute(600)), 2, &[3]);
    assert_eq!(verdict(&three, &said(middle + TOLERANCE + 1)), two);
    assert_eq!(verdict(&three, &said(middle - TOLERANCE - 1)), two);
}

/// Four of nine lie by an hour: they move the median of all to an honest time still, and are found out.
#[test]
fn a_minority_of_liars_neither_makes_nor_moves_a_fact() {
    let nine = committee(&[1; 9]);
    let said =
        times(&[(1, 600), (2, 601), (3, 602), (4, 603), (5, 604), (6, 660), (7, 660), (8, 660), (9, 660)]);
    assert_eq!(verdict(&nine, &said), Verdict::Undecided(Shortfall::Quorum), "5 of 9 agree");
    let said =
        times(&[(1, 600), (2, 601), (3, 602), (4, 603), (5, 604), (6, 605), (7, 660), (8, 660), (9, 660)]);
    assert_eq!(verdict(&nine, &said), decided(happened(minute(602)), 6, &[7, 8, 9]));
}

#[test]
fn too_few_operators_or_classes_are_too_few() {
    let mut nine = committee(&[1; 9]);
    for (i, member) in nine.members.iter_mut().enumerate() {
        member.operator = u8::from(i >= 7);
        member.class = CLASSES[usize::from(i == 8)];
    }
    nine.rules.min_operators = 2;
    nine.rules.min_classes = 2;
    let said = |n: u32| (1..=n).map(|reporter| (reporter, UNRESOLVABLE)).collect::<Vec<_>>();
    assert_eq!(verdict(&nine, &said(7)), Verdict::Undecided(Shortfall::Operators));
    assert_eq!(verdict(&nine, &said(8)), Verdict::Undecided(Shortfall::Classes));
    assert_eq!(verdict(&nine, &said(9)), decided(UNRESOLVABLE, 9, &[]));
}

#[test]
fn of_named_reporters_so_many_must_agree() {
    let mut seven = committee(&[1; 7]);
    seven.rules.quorum = Quorum::Reporters(4);
    let said = |n: u32| (1..=n).map(|reporter| (reporter, UNRESOLVABLE)).collect::<Vec<_>>();
    assert_eq!(verdict(&seven, &said(3)), Verdict::Undecided(Shortfall::Quorum));
    assert_eq!(verdict(&seven, &said(4)), decided(UNRESOLVABLE, 4, &[]));
}

#[test]
fn a_round_is_complete_with_85_percent_of_the_weight() {
    let nine = committee(&[1; 9]);
    let complete = |committee: &Committee, n: u32| {
        let said: Vec<_> = (1..=n).map(|reporter| (reporter, UNRESOLVABLE)).collect();
        is_complete(committee, &votes(committee, &said), 8_500).unwrap()
    };
    assert!(!complete(&nine, 7) && complete(&nine, 8), "77.8 % and 88.9 %");
    assert!(complete(&committee(&[17, 3]), 1) && !complete(&committee(&[169, 31]), 1), "85 % and 84.5 %");
    assert!(!complete(&nine, 0));
}

/// Seats (weight, operator, class), a word each or silence, least operators and classes, and k of a named feed.
type RandomRound = (Vec<(u128, u8, u8)>, Vec<Option<u8>>, u8, u8, Option<u8>);

/// A round at random: seats, who reports, and what. Weights up to what 31 seats can hold in 128 bits.
fn rounds() -> impl Strategy<Value = RandomRound> {
    let weight = prop_oneof![Just(1_u128), Just(100_u128), 1..=10_u128, 1..=u128::MAX / 31];
    let seats = prop::collection::vec((weight, 0..5_u8, 0..3_u8), 1..=31);
    // Most agree, so that many rounds are decided.
    let word = prop_oneof![6 => (0..12_u8).prop_map(Some), 1 => (12..20_u8).prop_map(Some), 1 => Just(None)];
    let named = prop_oneof![2 => Just(None), 1 => (1..=31_u8).prop_map(Some)];
    (seats, prop::collection::vec(word, 31), 0..4_u8, 0..3_u8, named)
}

fn outcome(word: u8) -> Outcome {
    match word {
        // Three minutes apart: some are within a quarter of an hour of each other, some not.
        0..=13 => happened(minute(600 + 3 * u64::from(word))),
        14..=15 => not_by(minute(60)),
        16..=17 => not_by(minute(120)),
        _ => UNRESOLVABLE,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn a_round_is_decided_as_the_rule_says_in_any_order(
        (seats, words, min_operators, min_classes, named) in rounds(),
        turn in any::<usize>(),
    ) {
        let mut committee = committee(&[]);
        committee.rules.min_operators = min_operators;
        committee.rules.min_classes = min_classes;
        if let Some(threshold) = named {
            committee.rules.quorum = Quorum::Reporters(threshold);
        }
        let mut said = Vec::new();
        for ((number, (weight, operator, class)), word) in (1_u32..).zip(&seats).zip(&words) {
            committee.members.push(member(number, *operator, *class, *weight));
            if let Some(word) = word {
                let (reporter, operator, class) = (number, *operator, *class);
                said.push(Said { reporter, operator, class, weight: *weight, outcome: outcome(*word) });
            }
        }
        let whole: u128 = seats.iter().map(|(weight, ..)| *weight).sum();
        let rules = Rules {
            whole: named.map_or(Whole::Weighs(whole), |needs| Whole::Needs(needs.into())),
            tolerance: TOLERANCE,
            min_operators: min_operators.into(),
            min_classes: min_classes.into(),
        };
        let expected = reference::decide(&rules, &said);
        let reported: u128 = said.iter().map(|said| said.weight).sum();

        for reversed in [false, true] {
            let mut order: Vec<_> = said.iter().map(|said| (said.reporter, said.outcome)).collect();
            if reversed {
                order.reverse();
            }
            let turns = turn % order.len().max(1);
            order.rotate_left(turns);
            let votes = votes(&committee, &order);
            let found = match decide(&committee, &votes).unwrap() {
                Verdict::Decided(fact) => {
                    Some((fact.outcome, BigUint::from(fact.agreeing.get()), fact.dissent))
                }
                Verdict::Undecided(_) => None,
            };
            prop_assert_eq!(&found, &expected);
            let complete = is_complete(&committee, &votes, 8_500).unwrap();
            prop_assert_eq!(complete, reference::is_complete(whole, reported));
        }
    }
}
