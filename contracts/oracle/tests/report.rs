//! Submitting signed reports: what a signature is for, and who it is of.

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

use cosmwasm_std::{coin, Binary};
use guard::PaymentError;
use oracle::events::{ReportContradicted, ReportsAccepted, Word};
use oracle::ContractError;
use support::*;
use testing::{events, refusal};
use types::journey::{Outcome, Subject};
use types::oracle::*;

fn report(subject: Subject, round: u32, reports: Vec<SignedReport>) -> ExecuteMsg {
    ExecuteMsg::Report { subject, round, reports }
}

/// One report of reporter 1, changed.
fn changed(world: &World, change: impl Fn(&mut SignedReport)) -> ExecuteMsg {
    let mut signed = world.signed(1, departure(), 0, happened(hour(10)));
    change(&mut signed);
    report(world.subject(departure()), 0, vec![signed])
}

#[test]
fn all_three_schemes_count() {
    let mut world = World::with_questions();
    let response = world.say(0, &all([1, 2, 3], happened(hour(10))));
    let event = ReportsAccepted::try_from(events(&response, ReportsAccepted::TYPE)[0]).unwrap();
    let word = |reporter| Word { reporter, outcome: happened(hour(10)) };
    assert_eq!(event.reports, [word(1), word(2), word(3)]);
    assert_eq!((event.collection, event.round), (world.collection.address().to_string(), 0));
    let open = world.question().open.unwrap();
    assert_eq!((open.weight, open.of, open.since), (units(300), units(900), world.now()));
    assert_eq!(open.closes, at(world.chain.now() + COLLECTION));
    assert_eq!(open.reports.len(), 3);
}

#[test]
fn partial_batches_add_up() {
    let mut world = World::with_questions();
    world.say(0, &all([1, 2], happened(hour(10))));
    // What was accepted is skipped, what is new counts.
    world.say(0, &all([2, 3, 4], happened(hour(10))));
    assert_eq!(world.question().open.unwrap().weight, units(400));
    world.say(0, &all([5, 6, 7], happened(hour(10))));
    assert_eq!(world.standing().happened, None, "77.8 % are in: the round goes on");
    world.say(0, &all([8], happened(hour(10))));
    assert_eq!(world.standing().happened, Some(hour(10)), "88.9 %");
}

/// Each is signed by who it says, over something else than what it is submitted as.
#[test]
fn a_signature_for_another_place_is_none_here() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    let collection = world.collection.address().clone();
    world.create(staked(&world), rules());
    let subject = world.subject(departure());
    let outcome = happened(hour(10));
    let (oracle, now) = (world.oracle.clone(), world.now());
    let digest = |chain: &str, contract: &str, feed, subject: &Subject, round| {
        subject_digest(chain, contract, feed, subject, round)
    };
    let elsewhere = [
        ("chain", digest("portolan-test-2", oracle.as_str(), FEED, &subject, 0)),
        ("contract", digest(testing::CHAIN_ID, collection.as_str(), FEED, &subject, 0)),
        ("feed", digest(testing::CHAIN_ID, oracle.as_str(), 2, &subject, 0)),
        ("round", digest(testing::CHAIN_ID, oracle.as_str(), FEED, &subject, 1)),
        ("milestone", digest(testing::CHAIN_ID, oracle.as_str(), FEED, &world.subject(arrival()), 0)),
        (
            "leg",
            digest(
                testing::CHAIN_ID,
                oracle.as_str(),
                FEED,
                &world.subject(milestone(1, "DEPA", "USJFK")),
                0,
            ),
        ),
        (
            "place",
            digest(
                testing::CHAIN_ID,
                oracle.as_str(),
                FEED,
                &world.subject(milestone(0, "DEPA", "USEWR")),
                0,
            ),
        ),
        (
            "token",
            digest(
                testing::CHAIN_ID,
                oracle.as_str(),
                FEED,
                &Subject { token_id: word("AA:1142"), ..subject.clone() },
                0,
            ),
        ),
        (
            "collection",
            digest(
                testing::CHAIN_ID,
                oracle.as_str(),
                FEED,
                &Subject { collection: stranger.to_string(), ..subject.clone() },
                0,
            ),
        ),
    ];
    for (what, signed_digest) in elsewhere {
        for reporter in 1..=3 {
            let signed = world.reporter(reporter).sign(reporter, &signed_digest, outcome, now);
            let before = world.state();
            let error: ContractError =
                refusal(world.send(&stranger, &report(subject.clone(), 0, vec![signed])));
            assert_eq!(error, ContractError::BadSignature { reporter }, "another {what}");
            assert_eq!(world.state(), before);
        }
    }
}

#[test]
fn nothing_of_a_signed_report_can_be_changed() {
    let mut world = World::with_questions();
    world.cutoffs(departure(), &[hour(10)]);
    let stranger = world.stranger.clone();
    let bad = |reporter| ContractError::BadSignature { reporter };
    for change in [
        (|signed| signed.outcome = happened(minute(601))) as fn(&mut SignedReport),
        |signed| signed.outcome = not_by(hour(10)),
        |signed| signed.outcome = UNRESOLVABLE,
        |signed| signed.signed_at = hour(11),
        |signed| signed.signature = vec![0; 64].into(),
        |signed| signed.signature = vec![0xff; 64].into(),
        |signed| {
            let mut bytes = signed.signature.to_vec();
            bytes[40] ^= 1;
            signed.signature = bytes.into();
        },
    ] {
        let msg = changed(&world, change);
        world.refused(&stranger, &msg, bad(1));
    }
    // Reporter 4 has the same scheme as reporter 1, and another key.
    let msg = changed(&world, |signed| signed.reporter = 4);
    world.refused(&stranger, &msg, bad(4));
    // One that is wrong spoils all: nobody slips something in between.
    let mut reports: Vec<_> = (1..=9).map(|n| world.signed(n, departure(), 0, happened(hour(10)))).collect();
    reports[8].outcome = happened(hour(11));
    let msg = report(world.subject(departure()), 0, reports);
    world.refused(&stranger, &msg, bad(9));
}

#[test]
fn a_signature_has_64_bytes() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    for found in [0, 63, 65, 72] {
        let msg = changed(&world, |signed| signed.signature = Binary::from(vec![7; found]));
        world.refused(&stranger, &msg, ContractError::SignatureLength { reporter: 1, found });
    }
}

/// The chain's ECDSA verifiers take r ‖ n − s as well: it is the same report, not a second one.
#[test]
fn a_high_s_twin_counts_once() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    for reporter in [1, 3] {
        let signed = world.signed(reporter, departure(), 0, happened(hour(10)));
        let signature = world.reporter(reporter).signer.high_s_twin(&signed.signature);
        let twin = SignedReport { signature, ..signed.clone() };
        assert_ne!(signed.signature, twin.signature);
        let subject = world.subject(departure());
        let both = report(subject.clone(), 0, vec![signed.clone(), twin.clone()]);
        world.refused(&stranger, &both, ContractError::RepeatedReporter { reporter });
        world.must(&stranger, &report(subject.clone(), 0, vec![signed]));
        world.refused(&stranger, &report(subject, 0, vec![twin]), ContractError::NothingNew {});
    }
    assert_eq!(world.question().open.unwrap().weight, units(200));
}

#[test]
fn a_batch_has_one_report_of_each_seat() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    let outcome = happened(hour(10));
    let msg = world.report(0, &all([1, 2, 1], outcome));
    world.refused(&stranger, &msg, ContractError::RepeatedReporter { reporter: 1 });
    world.refused(
        &stranger,
        &report(world.subject(departure()), 0, vec![]),
        ContractError::Empty { what: "reports" },
    );
    let signed = world.signed(1, departure(), 0, outcome);
    let many: Vec<_> = (1..=32).map(|reporter| SignedReport { reporter, ..signed.clone() }).collect();
    let too_many = ContractError::TooMany { what: "reports", max: 31, found: 32 };
    world.refused(&stranger, &report(world.subject(departure()), 0, many), too_many);
}

#[test]
fn who_has_no_seat_is_not_heard() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    // Reporter 5 takes its pledge back; a foreign one never had any.
    world.unpledge(5, 100);
    world.chain.advance(NOTICE);
    world.must(&stranger, &complete(5));
    let version = world.feed(FEED).version;
    let msg = world.report(0, &all([1, 5], happened(hour(10))));
    world.refused(&stranger, &msg, ContractError::NotInCommittee { reporter: 5, version });
    let mut signed = world.signed(1, departure(), 0, happened(hour(10)));
    signed.reporter = 77;
    let msg = report(world.subject(departure()), 0, vec![signed]);
    world.refused(&stranger, &msg, ContractError::NotInCommittee { reporter: 77, version });
}

#[test]
fn reports_are_signed_after_what_they_tell_of() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    let now = world.now();
    world.cutoffs(departure(), &[at(now.seconds() + 1), now]);
    let ahead = at(now.seconds() + 1);
    for (outcome, expected) in [
        (happened(ahead), ContractError::SignedBefore { reporter: 1, signed_at: now, time: ahead }),
        (not_by(ahead), ContractError::SignedBefore { reporter: 1, signed_at: now, time: ahead }),
        (not_by(hour(7)), ContractError::UnknownCutoff { reporter: 1, cutoff: hour(7) }),
    ] {
        let msg = world.report(0, &all([1], outcome));
        world.refused(&stranger, &msg, expected);
    }
    let subject = world.subject(departure());
    let digest = subject_digest(testing::CHAIN_ID, world.oracle.as_str(), FEED, &subject, 0);
    let signed = world.reporter(1).sign(1, &digest, happened(hour(10)), ahead);
    let early = ContractError::SignedAhead { reporter: 1, signed_at: ahead, now };
    world.refused(&stranger, &report(subject, 0, vec![signed]), early);
    world.say(0, &[(1, happened(now)), (2, not_by(now))]);
}

#[test]
fn a_cut_off_of_another_question_is_none_of_this() {
    let mut world = World::with_questions();
    world.cutoffs(arrival(), &[hour(10)]);
    let (stranger, msg) = (world.stranger.clone(), world.report(0, &all([1], not_by(hour(10)))));
    world.refused(&stranger, &msg, ContractError::UnknownCutoff { reporter: 1, cutoff: hour(10) });
}

#[test]
fn what_nobody_asked_is_not_answered() {
    let mut world = World::with_questions();
    let stranger = world.stranger.clone();
    let outcome = happened(hour(10));
    let unknown = milestone(2, "LOAD", "USJFK");
    let msg = world.report_on(unknown, 0, &all([1], outcome));
    world.refused(&stranger, &msg, ContractError::UnknownQuestion { milestone: unknown });
    let signed = world.signed(1, departure(), 0, outcome);
    let subject = Subject { token_id: word("AA:9"), ..world.subject(departure()) };
    let error =
        ContractError::UnknownSubject { collection: subject.collection.clone(), token_id: "AA:9".to_owned() };
    world.refused(&stranger, &report(subject, 0, vec![signed]), error);
    let wrong = ContractError::WrongRound { expected: 0, actual: 1 };
    let msg = world.report(1, &all([1], outcome));
    world.refused(&stranger, &msg, wrong);
    let msg = world.report(0, &all([1], outcome));
    let paid = PaymentError::NotPayable { actual: vec![coin(5, "uusd")] };
    world.refused_with(&stranger, &msg, &[coin(5, "uusd")], paid);
}

/// A reporter's first word in a round counts. A second that cannot be true beside it is told to the world, with its
/// signature.
#[test]
fn a_contradiction_changes_nothing_and_is_evidence() {
    let mut world = World::with_questions();
    world.say(0, &all([1, 2], happened(hour(10))));
    let later = world.signed(1, departure(), 0, happened(hour(12)));
    let response = world.say(0, &[(1, happened(hour(12))), (3, happened(hour(10)))]);
    let evidence = ReportContradicted::try_from(events(&response, ReportContradicted::TYPE)[0]).unwrap();
    assert_eq!(
        evidence,
        ReportContradicted {
            collection: world.collection.address().to_string(),
            token_id: "AA:1141".to_owned(),
            round: 0,
            accepted: Word { reporter: 1, outcome: happened(hour(10)) },
            later: Word { reporter: 1, outcome: happened(hour(12)) },
            signed_at: later.signed_at,
            signature: later.signature,
        }
    );
    let open = world.question().open.unwrap();
    assert_eq!(open.reports[0], AcceptedReport { reporter: 1, outcome: happened(hour(10)) });
    assert_eq!(open.reports.len(), 3);
}

/// *Not by ten* and *happened at noon* are both true of a departure at noon: who signed both while the round waited is
/// no liar.
#[test]
fn what_can_both_be_true_is_no_contradiction() {
    let mut world = World::with_questions();
    world.cutoffs(departure(), &[hour(10), hour(11)]);
    let later: [(Outcome, Outcome, bool); 7] = [
        (not_by(hour(10)), happened(hour(12)), false),
        (not_by(hour(10)), happened(hour(10)), true),
        (not_by(hour(10)), not_by(hour(11)), false),
        (happened(hour(10)), not_by(hour(11)), true),
        (happened(hour(12)), not_by(hour(11)), false),
        (UNRESOLVABLE, happened(hour(9)), false),
        (happened(hour(9)), UNRESOLVABLE, false),
    ];
    let mut reporter = 0;
    for (round, pair) in later.chunks(3).enumerate() {
        let round = round as u32;
        for (first, second, contradicts) in pair {
            reporter = reporter % 8 + 2;
            world.say(round, &[(reporter, *first)]);
            let response = world.say(round, &[(reporter, *second), (reporter - 1, *first)]);
            let found = events(&response, ReportContradicted::TYPE).len();
            assert_eq!(found, usize::from(*contradicts), "{first:?}, then {second:?}");
        }
        world.chain.advance(COLLECTION);
        let (stranger, close) = (world.stranger.clone(), world.close(round));
        world.must(&stranger, &close);
        reporter = 0;
    }
}
