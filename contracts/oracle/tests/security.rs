//! What a feed's security may be, and the refusals around it.

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
use numeric::{BasisPoints, Seconds};
use oracle::ContractError;
use support::secured::*;
use support::*;
use testing::refusal;
use types::oracle::ExposureKind::Time as OnTime;
use types::oracle::*;

#[test]
fn a_security_is_within_its_bounds() {
    let mut s = Secured::new();
    let creator = s.world.creator.clone();
    let (consumer, other) = (s.consumer.clone(), s.other.clone());
    let plain = security(&[(&consumer, 10_000)], &s.adjudicator, &s.treasury);
    let operators: Vec<String> = s.world.operators().iter().map(ToString::to_string).collect();
    let create = |change: &dyn Fn(&mut Security)| {
        let mut security = plain.clone();
        change(&mut security);
        let security = Some(Box::new(security));
        let kind =
            FeedKind::Staked { asset: usd(), min_pledge: units(1), operators: operators.clone(), security };
        ExecuteMsg::CreateFeed { kind, rules: rules() }
    };
    let margin = |actual| ContractError::Margin { actual, least: 2, most: 20 };
    let named = |address: &cosmwasm_std::Addr| Consumer { address: address.to_string(), share: points(1) };
    let span = |challenge, period| ContractError::TooManyPeriods {
        challenge: seconds(challenge),
        period: seconds(period),
        most: 7,
    };
    // Collection of an hour, challenge of two days: with 19 of adjudication they are longer than 21 of unbonding.
    let outlasts = ContractError::OutlastsUnbonding {
        open: seconds(COLLECTION + CHALLENGE + 19 * DAY),
        unbonding: seconds(UNBONDING),
    };
    let cases: Vec<(ExecuteMsg, ContractError)> = vec![
        (create(&|s| s.margin = 1), margin(1)),
        (create(&|s| s.margin = 21), margin(21)),
        (create(&|s| s.conviction = BasisPoints::ZERO), ContractError::NoAssurance {}),
        (create(&|s| s.haircut = BasisPoints::ZERO), ContractError::NoAssurance {}),
        (create(&|s| s.fee = 100_001), ContractError::FeeTooHigh { actual: 100_001, most: 100_000 }),
        (create(&|s| s.challenge = seconds(7 * DAY + 1)), span(7 * DAY + 1, DAY)),
        (create(&|s| s.period = seconds(HOUR)), span(CHALLENGE, HOUR)),
        (create(&|s| s.adjudication = seconds(19 * DAY)), outlasts),
        (
            create(&|s| s.consumers = vec![named(&consumer), named(&other), named(&consumer)]),
            ContractError::ConsumerNamedTwice { consumer: consumer.clone() },
        ),
    ];
    for (msg, expected) in cases {
        s.world.refused(&creator, &msg, expected);
    }
    for change in [
        (&|s: &mut Security| s.period = Seconds::ZERO) as &dyn Fn(&mut Security),
        &|s| s.period = seconds(7 * DAY + 1),
        &|s| s.adjudication = Seconds::ZERO,
        &|s| s.adjudication = seconds(30 * DAY + 1),
        &|s| s.challenge = Seconds::ZERO,
        &|s| s.block_time = seconds(HOUR + 1),
    ] {
        let error = refusal(s.world.send(&creator, &create(change)));
        assert!(matches!(error, ContractError::RuleOutOfRange { .. }), "{error}");
    }
    for nobody in [
        create(&|s| s.adjudicator = "nobody".to_owned()),
        create(&|s| s.treasury = Some("nobody".to_owned())),
        create(&|s| s.consumers = vec![Consumer { address: "nobody".to_owned(), share: points(1) }]),
    ] {
        assert!(matches!(refusal(s.world.send(&creator, &nobody)), ContractError::Std(_)));
    }
    let edges = create(&|s| {
        (s.margin, s.fee, s.adjudication) = (20, 100_000, seconds(19 * DAY - COLLECTION));
        (s.block_time, s.treasury) = (Seconds::ZERO, None);
    });
    s.world.must(&creator, &edges);
    let security = s.world.query::<FeedResponse>(&QueryMsg::Feed { feed: 2 });
    let FeedKind::Staked { security: Some(security), .. } = security.kind else { panic!() };
    assert_eq!(security.treasury, Some(creator.to_string()));
}

/// Eight consumers; a ninth is refused, and one that is there may have another share.
#[test]
fn a_feed_has_eight_consumers() {
    let mut s = Secured::new();
    let creator = s.world.creator.clone();
    let admit = |s: &mut Secured, name: &str, share| {
        let address = s.world.chain.actor(name).to_string();
        let consumer = Consumer { address, share: points(share) };
        s.world.send(&creator, &ExecuteMsg::AdmitConsumer { feed: FEED, consumer })
    };
    for name in ["c3", "c4", "c5", "c6", "c7", "c8"] {
        admit(&mut s, name, 1_000).unwrap();
    }
    let full = ContractError::TooMany { what: "consumers", max: 8, found: 9 };
    testing::assert_err(admit(&mut s, "c9", 1_000), full);
    admit(&mut s, "c8", 10_000).unwrap();
    let shares: Vec<u16> = s.capacity().consumers.iter().map(|consumer| consumer.share.get()).collect();
    assert_eq!(shares, [10_000, 5_000, 1_000, 1_000, 1_000, 1_000, 1_000, 10_000]);
}

#[test]
fn a_challenge_that_comes_too_late_is_told_so() {
    let mut s = Secured::new();
    s.world.settle(departure(), 0, happened(hour(10)));
    let until = s.closed(departure(), 0).challengeable_until;
    s.pass(CHALLENGE);
    let (challenger, bond) = (s.challenger.clone(), [coin(CHALLENGE_BOND, "uusd")]);
    let msg = ExecuteMsg::Challenge { round: s.round(departure(), 0), claim: None, evidence: None };
    s.world.refused_with(&challenger, &msg, &bond, ContractError::ChallengeTooLate { until });
}

/// Retiring waits for what pends, and for no more.
#[test]
fn what_pends_is_not_retired() {
    let mut s = Secured::new();
    s.pass(98 * DAY);
    s.say_and_close(0, &all(1..=6, happened(hour(10))));
    s.pass(DAY);
    let (stranger, retire) = (s.world.stranger.clone(), s.world.retire());
    s.world.refused(&stranger, &retire, ContractError::DecisionPends { milestone: departure() });
    s.pass(DAY);
    s.anyone(&ExecuteMsg::Finalise(s.round(departure(), 0)));
    s.anyone(&retire);
    assert_eq!(s.world.inquiry().deposit, None);
    s.assert_conserved();
}

/// While a case is open about one of its reporters an operator withdraws nothing; others do.
#[test]
fn a_case_freezes_the_stake_of_those_it_is_about() {
    let mut s = Secured::new();
    let (agreed, silent) = (s.world.operator(1), s.world.operator(5));
    for operator in [&agreed, &silent] {
        s.world.must(operator, &unbond(usd(), 1_000));
    }
    s.pass(UNBONDING);
    // Reporter 5's operator has no other seat: it keeps silent.
    s.world.say(0, &all([1, 2, 3, 4, 6, 7, 8, 9], happened(hour(10))));
    s.challenge(departure(), 0, None);
    let withdraw = ExecuteMsg::WithdrawUnbonded { asset: usd() };
    s.world.refused(&agreed, &withdraw, ContractError::StakeFrozen { cases: 1 });
    s.world.must(&silent, &withdraw);
    s.rule(departure(), 0, Ruling::Upheld {});
    s.world.must(&agreed, &withdraw);
    s.assert_conserved();
}

/// More days behind than one message counts: it says what to do.
#[test]
fn a_feed_far_behind_says_what_to_do() {
    let mut s = Secured::with(|security, _| {
        (security.period, security.challenge) = (seconds(60), seconds(120));
    });
    let now = s.world.chain.now();
    for batch in 0..18_u64 {
        let part = |n: u64| ReservedPart {
            amount: units(1),
            kind: OnTime,
            expected: at(now + (batch * 64 + n + 1) * 60),
        };
        let parts: Vec<_> = (0..64).map(part).collect();
        s.reserve(batch + 1, &parts);
    }
    s.pass(3 * DAY);
    let (consumer, parts) = (s.consumer.clone(), vec![s.part(1, OnTime, 50)]);
    let (msg, funds) = (s.reserve_msg(100, parts.clone()), Secured::fee_of(&parts));
    s.world.refused_with(&consumer, &msg, &funds, ContractError::PeriodsBehind {});
    // Any message that is taken counts some of it.
    let release = ExecuteMsg::Release { reference: 1, parts: vec![0] };
    s.world.must(&consumer, &release);
    s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: vec![1] });
    s.world.must_with(&consumer, &msg, &funds);
    s.assert_conserved();
}
