//! What an attack on a secured feed earns. Whoever attacks has all the operators' stake he needs, every account that is paid for it, and
//! takes all that the feed lets hang on its facts; and at the cap he loses.

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

use cosmwasm_std::Addr;
use support::secured::*;
use support::*;
use types::oracle::ExposureKind::{Outcome as OnOutcome, Time as OnTime};
use types::oracle::*;

/// What of their own money these accounts have, bonded or not.
fn wealth(s: &Secured, who: &[Addr]) -> i128 {
    let of = |who: &Addr| {
        let stake = s.world.stake(who, usd());
        let unbonding: u128 = stake.unbonding.iter().map(|part| part.amount.get()).sum();
        s.world.usd_of(who) + stake.bonded.get() + unbonding + s.world.claimable(who, usd())
    };
    who.iter().map(|who| i128::try_from(of(who)).unwrap()).sum()
}

/// Everybody who might be the attacker: all operators, the challenger, and both sides of the agreement.
fn attackers(s: &Secured) -> Vec<Addr> {
    let mut all = s.world.operators();
    all.extend([s.challenger.clone(), s.payer.clone(), s.consumer.clone(), s.world.stranger.clone()]);
    all
}

/// Fills the caps with agreements of the attacker with itself on one false fact, challenges it itself, and has it ruled. Returns what
/// it has in the end above what it had before.
fn self_agreement(times: u128, outcomes: u128) -> i128 {
    let mut s = Secured::new();
    let before = wealth(&s, &attackers(&s));
    let parts = [s.part(times, OnTime, 1), s.part(outcomes, OnOutcome, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, departure())]);
    s.world.say(0, &all(1..=6, happened(hour(10))));
    let msg = s.world.report(0, &all(7..=8, happened(hour(10))));
    s.anyone(&msg);
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Final);
    s.challenge(departure(), 0, None);
    let ruling = Ruling::Overturned { truth: UNRESOLVABLE, fault: Fault::Falsification };
    s.rule(departure(), 0, ruling);
    for part in [0, 1] {
        let (round, consumer) = (s.round(departure(), 0), s.consumer.to_string());
        s.anyone(&ExecuteMsg::Compensate { round, consumer, reference: 1, part });
    }
    s.assert_conserved();
    wealth(&s, &attackers(&s)) - before
}

/// Eight seats lie: 400,000 are lost; as challenger they get 120,000 back, and 108,000 as those whom they harmed.
#[test]
fn agreeing_with_oneself_and_challenging_oneself_loses() {
    let profit = self_agreement(CAP_TIME, CAP_OUTCOME - CAP_TIME);
    let fees = i128::try_from(Secured::fee(&[CAP_TIME, CAP_OUTCOME - CAP_TIME])).unwrap();
    assert_eq!(profit, -400_000 + 120_000 + 108_000 - fees);
}

/// The theft itself: all that hangs on the feed is a victim's and is taken; p = 0.9 of it is convicted, by a challenger who is the thief.
/// The victims are repaid.
#[test]
fn a_theft_at_the_cap_loses_what_it_expects_to() {
    let mut s = Secured::new();
    let parts = [s.part(CAP_TIME, OnTime, 1), s.part(CAP_OUTCOME - CAP_TIME, OnOutcome, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, departure())]);
    let thieves: Vec<Addr> = s.world.operators().into_iter().chain([s.challenger.clone()]).collect();
    let before = wealth(&s, &thieves);
    s.world.say(0, &all(1..=7, happened(hour(10))));
    s.pass(COLLECTION);
    let close = s.world.close(0);
    s.anyone(&close);
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Final, "7 of 9 are 77.8 %");
    s.challenge(departure(), 0, None);
    let ruling = Ruling::Overturned { truth: UNRESOLVABLE, fault: Fault::Falsification };
    s.rule(departure(), 0, ruling);
    let convicted = wealth(&s, &thieves) - before;
    assert_eq!(convicted, -350_000 + 105_000);
    for part in [0, 1] {
        let (round, consumer) = (s.round(departure(), 0), s.consumer.to_string());
        s.anyone(&ExecuteMsg::Compensate { round, consumer, reference: 1, part });
    }
    assert_eq!(s.world.usd_of(&s.payer), CAP_OUTCOME, "who was harmed has all of it back");
    let stolen = i128::try_from(CAP_OUTCOME).unwrap();
    // p = 0.9 and h = 0.8, from the reference: stake is worth four fifths of its amount when it is slashed.
    let expected = 10 * stolen * 10 + 9 * convicted * 8;
    assert!(expected < 0, "{expected} hundredths");
}

/// The same sum on fact after fact, before the first window is over: every next one waits, is challenged, and pays nobody.
#[test]
fn the_cap_is_stolen_once_and_not_once_a_fact() {
    let mut s = Secured::new();
    s.world.ask(&[milestone(1, "LOAD", "USJFK"), milestone(2, "LOAD", "USJFK")]);
    let questions = [departure(), arrival(), milestone(1, "LOAD", "USJFK"), milestone(2, "LOAD", "USJFK")];
    let parts = [30, 33, 36, 39].map(|days| s.part(CAP_TIME, OnTime, days));
    s.reserve(1, &parts);
    let bound: Vec<_> = (0..).zip(questions).collect();
    s.bind(1, &bound);
    let mut at_once = 0;
    for question in questions {
        s.world.settle(question, 0, happened(hour(10)));
        at_once += usize::from(s.closed(question, 0).status == RoundStatus::Final);
    }
    assert_eq!(at_once, 1);
    for question in &questions[1..] {
        s.challenge(*question, 0, None);
        s.rule(*question, 0, Ruling::Overturned { truth: UNRESOLVABLE, fault: Fault::None });
        assert_eq!(s.closed(*question, 0).status, RoundStatus::Overturned);
    }
}

/// Stake that stood behind facts of one feed is not pledged to another before the last case about them could have ended.
#[test]
fn one_stake_does_not_secure_two_feeds() {
    let mut s = Secured::new();
    s.world.create(staked(&s.world), rules());
    let operator = s.world.operator(1);
    let free = s.world.stake(&operator, usd()).free.get();
    let second = |amount| ExecuteMsg::Pledge { feed: 2, reporter: 1, amount: units(amount) };
    s.world.refused(
        &operator,
        &second(free + 1),
        oracle::ContractError::NotEnoughFree { free: units(free), required: units(free + 1) },
    );
    s.world.must(&operator, &second(free));
    s.world.unpledge(1, STAKE);
    s.world.refused(
        &operator,
        &second(STAKE),
        oracle::ContractError::NotEnoughFree { free: units(0), required: units(STAKE) },
    );
    s.pass(NOTICE);
    s.anyone(&complete(1));
    let until = at(s.world.chain.now() + COLLECTION + CHALLENGE + ADJUDICATION);
    let cooling =
        |required| oracle::ContractError::StakeCooling { cool: units(0), required: units(required), until };
    s.world.refused(&operator, &second(STAKE), cooling(STAKE));
    s.world.refused(&operator, &pledge(1, 1_000), cooling(1_000));
    // It may go, and is slashed on its way.
    s.world.must(&operator, &unbond(usd(), 1_000));
    s.pass(COLLECTION + CHALLENGE + ADJUDICATION - 1);
    s.world.refused(&operator, &second(1), cooling(1));
    s.pass(1);
    s.world.must(&operator, &second(STAKE - 1_000));
}
