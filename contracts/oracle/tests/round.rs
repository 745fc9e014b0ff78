//! Rounds: when they close, what they come to, and whose weight they are decided by.

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
use oracle::domain::decision::Shortfall;
use oracle::events::{FactDecided, ReportsAccepted, RoundUndecided, Word};
use oracle::ContractError;
use support::*;
use testing::events;
use types::journey::{Outcome, Standing};
use types::oracle::*;

fn decided(response: &cw_multi_test::AppResponse) -> FactDecided {
    FactDecided::try_from(events(response, FactDecided::TYPE)[0]).unwrap()
}

fn undecided(response: &cw_multi_test::AppResponse) -> RoundUndecided {
    assert!(events(response, FactDecided::TYPE).is_empty());
    RoundUndecided::try_from(events(response, RoundUndecided::TYPE)[0]).unwrap()
}

/// Whoever sends it.
fn close(world: &mut World, round: u32) -> cw_multi_test::AppResponse {
    let (stranger, msg) = (world.stranger.clone(), world.close(round));
    world.must(&stranger, &msg)
}

#[test]
fn one_transaction_makes_a_fact() {
    let mut world = World::with_questions();
    let words: Vec<_> = (1..=9_u32).map(|n| (n, happened(minute(600 + u64::from(n))))).collect();
    let response = world.say(0, &words);
    assert_eq!(
        decided(&response),
        FactDecided {
            collection: world.collection.address().to_string(),
            token_id: "AA:1141".to_owned(),
            leg: 0,
            event: departure().event,
            place: departure().place,
            round: 0,
            // 10:01 to 10:09 with equal weights: the fifth.
            outcome: happened(minute(605)),
            sequence: Some(1),
            agreeing: units(900),
            reports: words
                .iter()
                .map(|(reporter, outcome)| Word { reporter: *reporter, outcome: *outcome })
                .collect(),
            dissent: vec![],
        }
    );
    let question = world.question();
    assert_eq!(question.standing, Standing { happened: Some(minute(605)), ..Standing::default() });
    assert_eq!((question.round, question.open, question.closed), (1, None, false));
}

#[test]
fn a_round_closes_by_itself_at_85_percent_and_not_before() {
    let mut world = World::with_questions();
    let response = world.say(0, &all(1..=7, happened(hour(10))));
    assert!(events(&response, FactDecided::TYPE).is_empty(), "7 of 9 is 77.8 %");
    let response = world.say(0, &[(8, happened(hour(13)))]);
    assert_eq!((decided(&response).agreeing, decided(&response).dissent), (units(700), vec![8]));
}

#[test]
fn anyone_closes_after_the_collection_and_not_a_second_before() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    let msg = world.close(0);
    world.refused(&stranger, &msg, ContractError::RoundNotBegun { round: 0 });
    let begun = world.chain.now();
    world.say(0, &all(1..=4, happened(hour(10))));
    world.chain.advance(COLLECTION / 2);
    // A later batch does not begin the collection anew.
    world.say(0, &all(5..=6, happened(hour(10))));
    world.chain.advance(COLLECTION / 2 - 1);
    world.refused(&stranger, &msg, ContractError::RoundCollects { closes: at(begun + COLLECTION) });
    world.chain.advance(1);
    let paid = PaymentError::NotPayable { actual: vec![coin(5, "uusd")] };
    world.refused_with(&stranger, &msg, &[coin(5, "uusd")], paid);
    let response = world.must(&stranger, &msg);
    assert_eq!(decided(&response).agreeing, units(600), "two thirds, from enough operators and classes");
    world.refused(&stranger, &msg, ContractError::WrongRound { expected: 1, actual: 0 });
}

/// Whoever submits first cannot close the door on others.
#[test]
fn a_submitter_does_not_pick_the_signatures() {
    let mut world = World::with_questions();
    // Six of nine are enough to agree on 13:00, but the round collects on, and the other three are heard.
    world.say(0, &all(1..=6, happened(hour(13))));
    let (stranger, msg) = (world.stranger.clone(), world.close(0));
    let closes = at(world.chain.now() + COLLECTION);
    world.refused(&stranger, &msg, ContractError::RoundCollects { closes });
    let response = world.say(0, &all(7..=9, happened(hour(10))));
    assert_eq!(decided(&response).dissent, [7, 8, 9]);
    assert_eq!(decided(&response).reports.len(), 9);
}

#[test]
fn a_third_that_keeps_quiet_stops_the_fact_and_moves_nothing() {
    let mut world = World::with_questions();
    world.cutoffs(departure(), &[hour(20)]);
    for round in 0..3 {
        // 5 of 9 agree; four keep quiet.
        world.say(round, &all(1..=5, not_by(hour(20))));
        world.chain.advance(COLLECTION);
        let response = close(&mut world, round);
        assert_eq!(undecided(&response).lacked, Shortfall::Quorum);
        assert_eq!(undecided(&response).reports.len(), 5);
        assert_eq!(world.question().round, round + 1);
    }
    assert_eq!((world.standing(), world.inquiry().sequence), (Standing::default(), 0));
    assert!(world.collection.received(&world.chain).is_empty(), "nobody is told anything");
    // When the four speak, there is a fact.
    assert_eq!(decided(&world.say(3, &all(1..=9, not_by(hour(20))))).outcome, not_by(hour(20)));
}

#[test]
fn what_a_round_lacks_is_told() {
    let mut world = World::with_feed();
    world.create(staked(&world), FeedRules { min_classes: 4, ..rules() });
    world.create(named([1, 6, 2], 2), FeedRules { min_operators: 2, min_classes: 1, ..rules() });
    world.ask(&[departure()]);
    let split = [all(1..=4, happened(hour(10))), all(5..=8, UNRESOLVABLE)].concat();
    assert_eq!(undecided(&world.say(0, &split)).lacked, Shortfall::NoLeader);

    // Feed 3: reporters 1 and 6 are one operator's.
    let collection = world.collection.address().clone();
    let asking = |token, feed| ExecuteMsg::Ask {
        token_id: word(token),
        feed,
        questions: vec![departure()],
        refund_to: collection.to_string(),
        until: hour(100),
    };
    world.must_with(&collection, &asking("B", 3), &[coin(DEPOSIT, "uusd")]);
    let mut subject = world.subject(departure());
    subject.token_id = word("B");
    let words = [(1, UNRESOLVABLE), (6, UNRESOLVABLE), (2, happened(hour(10)))];
    let signed = words.map(|(n, outcome)| world.signed_for(n, 3, &subject, 0, outcome));
    let msg = ExecuteMsg::Report { subject, round: 0, reports: signed.to_vec() };
    let stranger = world.stranger.clone();
    assert_eq!(undecided(&world.must(&stranger, &msg)).lacked, Shortfall::Operators);

    // Feed 2: there are three classes among all reporters.
    for number in 1..=9 {
        let operator = world.operator(number);
        world.must(&operator, &ExecuteMsg::Pledge { feed: 2, reporter: number, amount: units(60) });
    }
    world.must_with(&collection, &asking("C", 2), &[coin(DEPOSIT, "uusd")]);
    let mut subject = world.subject(departure());
    subject.token_id = word("C");
    let signed = (1..=9).map(|n| world.signed_for(n, 2, &subject, 0, UNRESOLVABLE)).collect();
    let msg = ExecuteMsg::Report { subject, round: 0, reports: signed };
    assert_eq!(undecided(&world.must(&stranger, &msg)).lacked, Shortfall::Classes);
}

#[test]
fn the_signatures_of_a_round_are_of_no_use_in_the_next() {
    let mut world = World::with_questions();
    let first = world.report(0, &all(1..=5, happened(hour(10))));
    let stranger = world.stranger.clone();
    world.must(&stranger, &first);
    world.chain.advance(COLLECTION);
    close(&mut world, 0);
    world.refused(&stranger, &first, ContractError::WrongRound { expected: 1, actual: 0 });
    let ExecuteMsg::Report { subject, reports, .. } = first else { unreachable!() };
    let again = ExecuteMsg::Report { subject, round: 1, reports };
    world.refused(&stranger, &again, ContractError::BadSignature { reporter: 1 });
}

/// Weight that comes or goes while a round is open changes nothing in it.
#[test]
fn a_round_is_decided_by_the_committee_it_began_with() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    for number in [4, 5] {
        world.unpledge(number, 100);
    }
    world.chain.advance(NOTICE);
    world.say(0, &all([1, 2], happened(hour(10))));
    // Two seats go, one becomes as heavy as all others together, one is new.
    for number in [4, 5] {
        world.must(&stranger, &complete(number));
    }
    world.pledge(9, 800);
    assert_eq!((world.weight(4), world.weight(9)), (0, 900));
    let open = world.question().open.unwrap();
    assert_eq!((open.weight, open.of), (units(200), units(900)));

    // By its present weight reporter 9 would have a majority; in this round it has one of nine.
    world.say(0, &[(9, happened(hour(13)))]);
    assert_eq!(world.question().open.unwrap().weight, units(300));
    world.say(0, &all([3, 4, 5, 6], happened(hour(10))));
    world.chain.advance(COLLECTION);
    let fact = decided(&close(&mut world, 0));
    assert_eq!((fact.agreeing, fact.dissent), (units(600), vec![9]), "4 and 5 are heard, with what they had");

    // The next round is by the present committee: seven seats, 900 + 6 × 100.
    let msg = world.report(1, &all([4], happened(hour(10))));
    let version = world.feed(FEED).version;
    world.refused(&stranger, &msg, ContractError::NotInCommittee { reporter: 4, version });
    world.say(1, &[(9, happened(hour(13)))]);
    let open = world.question().open.unwrap();
    assert_eq!((open.weight, open.of), (units(900), units(1_500)));
}

#[test]
fn a_correction_supersedes_and_the_rest_stands() {
    let mut world = World::with_questions();
    world.cutoffs(departure(), &[hour(5), hour(12)]);
    world.settle(departure(), 0, not_by(hour(5)));
    world.settle(departure(), 1, happened(hour(10)));
    let standing = |happened, not_by, unresolvable| Standing { happened, not_by, unresolvable };
    assert_eq!(world.standing(), standing(Some(hour(10)), Some(hour(5)), false), "both are true");
    assert_eq!(decided(&world.settle(departure(), 2, happened(hour(11)))).sequence, Some(3));
    assert_eq!(world.standing(), standing(Some(hour(11)), Some(hour(5)), false));
    world.settle(departure(), 3, not_by(hour(12)));
    assert_eq!(world.standing(), standing(None, Some(hour(12)), false), "the later word counts");
    world.settle(departure(), 4, UNRESOLVABLE);
    assert_eq!(world.standing(), standing(None, None, true));
    world.settle(departure(), 5, happened(hour(13)));
    assert_eq!(world.standing(), standing(Some(hour(13)), None, false));
    assert_eq!(world.inquiry().sequence, 6);
}

#[test]
fn a_duplicate_changes_nothing_but_the_round() {
    let mut world = World::with_questions();
    world.settle(departure(), 0, happened(hour(10)));
    let told = world.collection.received(&world.chain).len();
    world.chain.advance(CORRECTION - 1);
    let response = world.settle(departure(), 1, happened(hour(10)));
    assert_eq!(decided(&response).sequence, None);
    assert_eq!(world.inquiry().sequence, 1);
    assert_eq!(world.collection.received(&world.chain).len(), told, "nobody is told what he knows");
    // Nor does it keep the question open for longer.
    world.chain.advance(1);
    let (stranger, msg) = (world.stranger.clone(), world.report(2, &all([1], happened(hour(10)))));
    world.refused(&stranger, &msg, ContractError::QuestionClosed { milestone: departure() });
    assert!(world.question().closed);
}

#[test]
fn corrections_begin_in_time_and_run_to_their_end() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    world.settle(departure(), 0, happened(hour(10)));
    world.chain.advance(CORRECTION - 1);
    world.say(1, &all(1..=6, happened(hour(12))));
    world.chain.advance(COLLECTION);
    assert!(!world.question().closed, "this round began in time");
    let fact = decided(&close(&mut world, 1));
    assert_eq!((fact.outcome, fact.sequence), (happened(hour(12)), Some(2)));
    // A correction may be corrected for as long again.
    world.chain.advance(CORRECTION);
    let msg = world.report(2, &all([1], happened(hour(10))));
    world.refused(&stranger, &msg, ContractError::QuestionClosed { milestone: departure() });
    // What has not happened may still happen, at any time.
    world.cutoffs(arrival(), &[hour(20)]);
    world.settle(arrival(), 0, not_by(hour(20)));
    world.chain.advance(2 * CORRECTION);
    world.settle(arrival(), 1, happened(hour(30)));
}

#[test]
fn of_named_reporters_a_majority_decides() {
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
    world.must(&collection, &msg);
    let stranger = world.stranger.clone();
    let words: Vec<(u32, Outcome)> = all(1..=3, happened(hour(10)));
    let subject = world.subject(departure());
    let reports = words.iter().map(|(n, outcome)| world.signed_for(*n, 2, &subject, 0, *outcome)).collect();
    let response = world.must(&stranger, &ExecuteMsg::Report { subject, round: 0, reports });
    assert_eq!(events(&response, ReportsAccepted::TYPE).len(), 1);
    world.chain.advance(COLLECTION);
    let fact = decided(&close(&mut world, 0));
    assert_eq!((fact.outcome, fact.agreeing), (happened(hour(10)), units(3)));
}
