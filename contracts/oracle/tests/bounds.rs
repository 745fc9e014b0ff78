//! The smallest and the largest of everything on a secured feed, and what others do there that must not cost anybody else.

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

use std::collections::BTreeMap;

use cosmwasm_std::{coin, Addr};
use oracle::{ContractError, CONTRACT_NAME};
use support::secured::*;
use support::*;
use testing::{refusal, Signer};
use types::journey::Subject;
use types::oracle::ExposureKind::{Outcome as OnOutcome, Time as OnTime};
use types::oracle::*;

/// A second feed, of one operator's reporters with ed25519 keys, each pledged so much; its number is 2 and its token "B".
struct Crowd {
    s: Secured,
    operator: Addr,
    signers: Vec<Signer>,
    first: u32,
}

impl Crowd {
    fn of(seats: u32, pledge: u128) -> Self {
        let mut s = Secured::new();
        let operator = s.world.chain.actor("crowd");
        let bond = pledge * u128::from(seats);
        let security = security(&[(&s.consumer, 10_000)], &s.adjudicator, &s.treasury);
        let operators = vec![operator.to_string()];
        let security = Some(Box::new(security));
        let kind = FeedKind::Staked { asset: usd(), min_pledge: units(1), operators, security };
        let rules = FeedRules { min_operators: 1, min_classes: 1, deposit: None, ..rules() };
        s.world.create(kind, rules);
        if seats > 0 {
            s.world.chain.fund(&operator, coin(bond, "uusd"));
            s.world.bond(&operator, bond);
        }
        let first = 10;
        let signers: Vec<Signer> = (0..seats).map(|n| Signer::ed25519(&format!("crowd {n}"))).collect();
        for (reporter, signer) in (first..).zip(&signers) {
            let (key, class) = (reporter_key(signer), SourceClass::Device);
            s.world.must(&operator, &ExecuteMsg::EnrolReporter { key, class });
            s.world.must(&operator, &ExecuteMsg::Pledge { feed: 2, reporter, amount: units(pledge) });
        }
        let collection = s.world.collection.address().clone();
        let (token_id, refund_to, until) = (word("B"), s.payer.to_string(), s.day(90));
        let ask = ExecuteMsg::Ask { token_id, feed: 2, questions: vec![departure()], refund_to, until };
        s.world.must(&collection, &ask);
        Self { s, operator, signers, first }
    }

    fn subject(&self) -> Subject {
        Subject { token_id: word("B"), ..self.s.world.subject(departure()) }
    }

    fn report(&self, seats: impl IntoIterator<Item = usize>) -> ExecuteMsg {
        let subject = self.subject();
        let digest = subject_digest(testing::CHAIN_ID, self.s.world.oracle.as_str(), 2, &subject, 0);
        let (outcome, signed_at) = (happened(hour(10)), self.s.world.now());
        let sign = |seat: usize| {
            let digest = report_digest(&digest, &outcome, signed_at);
            let signature = self.signers[seat].sign(digest.as_bytes());
            SignedReport { reporter: self.first + seat as u32, outcome, signed_at, signature }
        };
        ExecuteMsg::Report { reports: seats.into_iter().map(sign).collect(), subject, round: 0 }
    }

    fn reserve(&self, amount: u128, kind: ExposureKind) -> ExecuteMsg {
        let ExecuteMsg::Reserve(msg) = self.s.reserve_msg(1, vec![self.s.part(amount, kind, 1)]) else {
            unreachable!()
        };
        ExecuteMsg::Reserve(ReserveMsg { feed: 2, ..msg })
    }

    fn round(&self) -> RoundRef {
        RoundRef { subject: self.subject(), round: 0 }
    }
}

#[test]
fn a_feed_without_seats_secures_and_answers_nothing() {
    let mut crowd = Crowd::of(0, 0);
    let capacity: CapacityResponse = crowd.s.world.query(&QueryMsg::Capacity { feed: 2 });
    assert_eq!((capacity.cap_time, capacity.cap_outcome, capacity.over), (units(0), units(0), false));
    let (consumer, msg) = (crowd.s.consumer.clone(), crowd.reserve(1, OnOutcome));
    let result = crowd.s.world.chain.execute(&consumer, &crowd.s.world.oracle, &msg, &[coin(1, "uusd")]);
    assert!(matches!(refusal(result), ContractError::OverCap { .. }));
    let reporter = 3;
    let report = ExecuteMsg::Report {
        subject: crowd.subject(),
        round: 0,
        reports: vec![crowd.s.world.signed_for(reporter, 2, &crowd.subject(), 0, happened(hour(10)))],
    };
    let stranger = crowd.s.world.stranger.clone();
    crowd.s.world.refused(&stranger, &report, ContractError::NotInCommittee { reporter, version: 1 });
}

/// One seat of 1,000 secures 36 % of a third and of two thirds of it.
#[test]
fn a_feed_of_one_seat_secures_what_that_can_lose() {
    let mut crowd = Crowd::of(1, 1_000);
    let capacity: CapacityResponse = crowd.s.world.query(&QueryMsg::Capacity { feed: 2 });
    assert_eq!((capacity.coalition_time, capacity.coalition_outcome), (units(333), units(666)));
    assert_eq!((capacity.cap_time, capacity.cap_outcome), (units(119), units(239)));
    let (consumer, fee) = (crowd.s.consumer.clone(), [coin(1, "uusd")]);
    for (amount, fits) in [(120, false), (119, true)] {
        let msg = crowd.reserve(amount, OnTime);
        let result = crowd.s.world.chain.execute(&consumer, &crowd.s.world.oracle, &msg, &fee);
        assert_eq!(result.is_ok(), fits, "{amount}");
    }
    let report = crowd.report([0]);
    crowd.s.anyone(&report);
    let closed: RoundResponse = crowd.s.world.query(&QueryMsg::Round(crowd.round()));
    assert_eq!((closed.status, closed.agreeing), (RoundStatus::Final, vec![10]));
    let (operator, leave) = (crowd.operator.clone(), 1_000);
    crowd.s.world.must(&operator, &ExecuteMsg::Unpledge { feed: 2, reporter: 10, amount: units(leave) });
    let capacity: CapacityResponse = crowd.s.world.query(&QueryMsg::Capacity { feed: 2 });
    assert_eq!((capacity.at_risk, capacity.cap_outcome), (units(0), units(0)));
}

/// All 31 seats, each a bit: who agreed, who kept silent and was convicted, who is paid.
#[test]
fn a_feed_of_all_seats_keeps_account_of_each() {
    let mut crowd = Crowd::of(31, 1_000);
    let (consumer, msg) = (crowd.s.consumer.clone(), crowd.reserve(3_000, OnTime));
    crowd.s.world.must_with(&consumer, &msg, &[coin(9, "uusd")]);
    let ExecuteMsg::Bind { reference, collection, parts, .. } = crowd.s.bind_msg(1, &[(0, departure())])
    else {
        unreachable!()
    };
    let bind = ExecuteMsg::Bind { reference, collection, token_id: word("B"), parts };
    crowd.s.world.must(&consumer, &bind);
    // The last seat reports, the first four do not.
    let report = crowd.report(4..31);
    crowd.s.anyone(&report);
    let closed: RoundResponse = crowd.s.world.query(&QueryMsg::Round(crowd.round()));
    assert_eq!(closed.agreeing, (14..=40).collect::<Vec<_>>(), "27 of 31 are 87 %");
    assert_eq!((closed.status, closed.heard), (RoundStatus::Final, closed.agreeing));
    let challenger = crowd.s.challenger.clone();
    let challenge = ExecuteMsg::Challenge { round: crowd.round(), claim: None, evidence: None };
    crowd.s.world.must_with(&challenger, &challenge, &[coin(CHALLENGE_BOND, "uusd")]);
    let ruling = Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Falsification };
    let adjudicator = crowd.s.adjudicator.clone();
    crowd.s.world.must(&adjudicator, &ExecuteMsg::Rule { round: crowd.round(), ruling });
    let left: Vec<u32> = crowd.s.world.feed(2).committee.iter().map(|seat| seat.reporter).collect();
    assert_eq!(left, [10, 11, 12, 13]);
    crowd.s.assert_conserved();
}

/// Rewards of 31 seats, the last one's too: 9 of fees are 7, nothing for each of 31, and the rests are the treasury's.
#[test]
fn fees_too_small_to_divide_are_the_treasurys() {
    let mut crowd = Crowd::of(31, 1_000);
    let (consumer, msg) = (crowd.s.consumer.clone(), crowd.reserve(3_000, OnTime));
    crowd.s.world.must_with(&consumer, &msg, &[coin(9, "uusd")]);
    let ExecuteMsg::Bind { reference, collection, parts, .. } = crowd.s.bind_msg(1, &[(0, departure())])
    else {
        unreachable!()
    };
    let bind = ExecuteMsg::Bind { reference, collection, token_id: word("B"), parts };
    crowd.s.world.must(&consumer, &bind);
    let report = crowd.report(0..31);
    crowd.s.anyone(&report);
    crowd.s.pass(UNBONDING);
    crowd.s.anyone(&ExecuteMsg::ClaimRewards { reporter: 40, rounds: vec![crowd.round()] });
    assert_eq!(crowd.s.world.usd_of(&crowd.s.treasury), 9);
    let stranger = crowd.s.world.stranger.clone();
    let twice = ExecuteMsg::ClaimRewards { reporter: 39, rounds: vec![crowd.round(), crowd.round()] };
    crowd.s.world.refused(&stranger, &twice, ContractError::NoReward { reporter: 39, round: 0 });
    let none = ExecuteMsg::ClaimRewards { reporter: 39, rounds: vec![] };
    let empty = ContractError::TooMany { what: "rounds", max: 30, found: 0 };
    crowd.s.world.refused(&stranger, &none, empty);
    crowd.s.assert_conserved();
}

/// As much as there can be: nothing overflows, and a cap of more than everybody has is a cap.
#[test]
fn the_largest_stake_there_is_secures_without_overflowing() {
    let mut crowd = Crowd::of(2, u128::MAX / 4);
    let capacity: CapacityResponse = crowd.s.world.query(&QueryMsg::Capacity { feed: 2 });
    let outcome = 113_427_455_640_312_821_154_458_202_477_256_070_484;
    assert_eq!(capacity.coalition_outcome.get(), outcome, "two thirds of two of 2^126 - 1: (2^128 - 4) / 3");
    let cap = capacity.cap_outcome.get();
    let (consumer, oracle) = (crowd.s.consumer.clone(), crowd.s.world.oracle.clone());
    let fee = cap / 1_000_000 * 3_000 + (cap % 1_000_000 * 3_000).div_ceil(1_000_000);
    crowd.s.world.chain.fund(&consumer, coin(fee, "uusd"));
    for amount in [cap + 1, u128::MAX] {
        let msg = crowd.reserve(amount, OnOutcome);
        let error = refusal(crowd.s.world.chain.execute(&consumer, &oracle, &msg, &[]));
        assert!(matches!(error, ContractError::OverCap { .. } | ContractError::Numeric(_)), "{error}");
    }
    let msg = crowd.reserve(cap, OnOutcome);
    crowd.s.world.must_with(&consumer, &msg, &[coin(fee, "uusd")]);
    crowd.s.assert_conserved();
}

/// What the contract keeps, in bytes by the first letter of its key.
fn sizes(s: &Secured) -> BTreeMap<u8, (usize, usize)> {
    let mut sizes = BTreeMap::new();
    for (key, value) in s.world.state() {
        let (count, longest) = sizes.entry(key[0]).or_insert((0, 0));
        (*count, *longest) = (*count + 1, (*longest).max(value.len()));
    }
    sizes
}

/// Ten thousand questions and a thousand reservations of dust: what everybody else's messages read is no longer than before.
#[test]
fn dust_makes_no_record_of_others_longer() {
    let mut s = Secured::new();
    let part = s.part(20_000, OnTime, 10);
    s.reserve(1_000_000, &[part]);
    s.bind(1_000_000, &[(0, departure())]);
    let dust = [s.part(1, OnTime, 10), s.part(1, OnOutcome, 11), s.part(1, OnTime, 12)];
    let other = s.other.clone();
    let reserve = |s: &mut Secured, reference| {
        let msg = s.reserve_msg(reference, dust.to_vec());
        s.world.must_with(&other, &msg, &Secured::fee_of(&dust));
    };
    reserve(&mut s, 1);
    let before = sizes(&s);
    for reference in 2..=1_000 {
        reserve(&mut s, reference);
    }
    let stranger = s.world.stranger.clone();
    for token in 0..417 {
        let questions: Vec<_> = (0..24).map(|leg| milestone(leg, "LOAD", "USJFK")).collect();
        let (refund_to, until) = (stranger.to_string(), s.day(90));
        let ask =
            ExecuteMsg::Ask { token_id: word(&format!("D{token}")), feed: FEED, questions, refund_to, until };
        s.world.must_with(&stranger, &ask, &[coin(24 * DEPOSIT, "uusd")]);
    }
    let after = sizes(&s);
    for (of, (count, longest)) in before {
        let (more, longer) = after[&of];
        // Book, committee and feed of all; the days' expectations; what hangs on a question.
        if b"XMFUE".contains(&of) {
            assert_eq!(more, count, "{}", char::from(of));
            assert!(longer <= longest + 4, "{}: {longest} and {longer} bytes", char::from(of));
        }
    }
    s.world.settle(departure(), 0, happened(hour(10)));
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Final);
    s.assert_conserved();
}

/// A later release takes over what pends, what is disputed and what is slashed, and both end as they would have.
#[test]
fn a_later_release_ends_what_an_earlier_one_began() {
    let mut s = Secured::new();
    let parts = [s.part(10_000, OnTime, 1), s.part(5_000, OnTime, 30)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, arrival())]);
    s.say_and_close(0, &all(1..=6, happened(hour(10))));
    s.world.settle(arrival(), 0, happened(hour(14)));
    s.challenge(arrival(), 0, None);
    let hanging = s.hanging();
    let (owner, oracle) = (s.world.owner.clone(), s.world.oracle.clone());
    let set = |storage: &mut dyn cosmwasm_std::Storage| {
        cw2::set_contract_version(storage, CONTRACT_NAME, "0.0.9").unwrap();
    };
    s.world.chain.tamper(&oracle, set);
    let code_id = code(&mut s.world.chain);
    s.world.chain.migrate(&owner, &oracle, &MigrateMsg {}, code_id).unwrap();
    assert_eq!(s.hanging(), hanging);
    s.rule(arrival(), 0, Ruling::Overturned { truth: happened(hour(15)), fault: Fault::Falsification });
    let (round, consumer) = (s.round(arrival(), 0), s.consumer.to_string());
    s.anyone(&ExecuteMsg::Compensate { round, consumer, reference: 1, part: 0 });
    assert_eq!(s.world.usd_of(&s.payer), 10_000);
    s.pass(CHALLENGE);
    s.anyone(&ExecuteMsg::Finalise(s.round(departure(), 0)));
    assert_eq!(s.world.standing().happened, Some(hour(10)));
    s.assert_conserved();
}

/// Rounds that were, are not yet, or are of another question convict nobody, and change nothing.
#[test]
fn signatures_count_for_their_own_round_only() {
    let mut s = Secured::new();
    s.world.settle(departure(), 0, happened(hour(10)));
    let stranger = s.world.stranger.clone();
    for round in [0, 2, u32::MAX] {
        let msg = s.world.report(round, &all(1..=9, happened(hour(9))));
        s.world.refused(&stranger, &msg, ContractError::WrongRound { expected: 1, actual: round });
    }
    let first = s.world.signed(3, departure(), 0, happened(hour(10)));
    for second in [
        s.world.signed(3, departure(), 1, happened(hour(12))),
        s.world.signed(3, arrival(), 0, happened(hour(12))),
        s.world.signed_for(3, 2, &s.world.subject(departure()), 0, happened(hour(12))),
    ] {
        let (round, first) = (s.round(departure(), 0), first.clone());
        let msg = ExecuteMsg::Convict { round, first, second };
        s.world.refused(&stranger, &msg, ContractError::BadSignature { reporter: 3 });
    }
    let (round, second) = (s.round(departure(), 0), s.world.signed(4, departure(), 0, happened(hour(12))));
    let msg = ExecuteMsg::Convict { round, first: first.clone(), second };
    s.world.refused(&stranger, &msg, ContractError::TwoReporters { first: 3, second: 4 });
    let round = s.round(departure(), 0);
    let msg = ExecuteMsg::Convict { round, first: first.clone(), second: first };
    s.world.refused(&stranger, &msg, ContractError::NoContradiction {});
}
