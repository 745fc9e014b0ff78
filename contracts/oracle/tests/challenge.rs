//! Challenges, rulings, slashing, and what becomes of the money.

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
use oracle::ContractError;
use support::secured::*;
use support::*;
use types::journey::{Outcome, Standing};
use types::oracle::ExposureKind::{Outcome as OnOutcome, Time as OnTime};
use types::oracle::*;

const FALSIFICATION: fn(Outcome) -> Ruling =
    |truth| Ruling::Overturned { truth, fault: Fault::Falsification };

/// All nine lie; 20,000 hang on it; 450,000 are slashed. The challenger has 30 %, adjudicator and treasury 5 % each, the payer
/// all that it lost, and the rest burns.
#[test]
fn a_false_fact_is_slashed_and_repays_whom_it_harmed() {
    let mut s = Secured::new();
    let parts = [s.part(12_000, OnTime, 1), s.part(8_000, OnOutcome, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, departure())]);
    s.world.cutoffs(departure(), &[hour(30)]);
    s.world.settle(departure(), 0, happened(hour(10)));
    assert_eq!(s.world.standing().happened, Some(hour(10)));

    let before = s.world.usd_of(&s.challenger);
    let bond: numeric::Amount = s.world.query(&QueryMsg::ChallengeBond(s.round(departure(), 0)));
    assert_eq!(bond.get(), 1_000, "5 % of 20,000");
    s.challenge(departure(), 0, Some(not_by(hour(30))));
    s.pass(DAY);
    s.rule(departure(), 0, FALSIFICATION(not_by(hour(30))));
    assert_eq!(s.world.standing(), Standing { not_by: Some(hour(30)), ..Standing::default() });
    assert_eq!(s.world.usd_of(&s.challenger), before + 135_000);
    assert_eq!(s.world.usd_of(&s.adjudicator), 22_500);
    assert_eq!(s.world.usd_of(&s.treasury), 22_500 + 60, "and the fees, which nobody earned");
    assert_eq!(s.world.feed(FEED).committee, []);

    for part in [0, 1] {
        let consumer = s.consumer.to_string();
        let round = s.round(departure(), 0);
        let msg = ExecuteMsg::Compensate { round, consumer, reference: 1, part };
        s.anyone(&msg);
        let stranger = s.world.stranger.clone();
        s.world.refused(&stranger, &msg, ContractError::Compensated { part });
    }
    assert_eq!(s.world.usd_of(&s.payer), 20_000);

    let burn = ExecuteMsg::BurnKept { feed: FEED, reporters: (1..=9).collect() };
    let stranger = s.world.stranger.clone();
    let until = at(s.world.chain.now() + UNBONDING);
    s.world.refused(&stranger, &burn, ContractError::ClaimsRun { until });
    s.pass(UNBONDING);
    let supply = s.world.usd_of(&s.world.oracle);
    s.anyone(&burn);
    assert_eq!(supply - s.world.usd_of(&s.world.oracle), 270_000 - 20_000);
    s.assert_conserved();
}

#[test]
fn a_wrong_challenge_costs_its_bond_and_makes_the_fact_final() {
    let mut s = Secured::new();
    s.say_and_close(0, &all(1..=6, happened(hour(10))));
    let before = s.world.usd_of(&s.challenger);
    s.challenge(departure(), 0, None);
    s.rule(departure(), 0, Ruling::Upheld {});
    assert_eq!(before - s.world.usd_of(&s.challenger), CHALLENGE_BOND);
    assert_eq!(s.world.usd_of(&s.adjudicator), CHALLENGE_BOND / 2);
    assert_eq!(s.world.standing().happened, Some(hour(10)));
    s.assert_conserved();
}

#[test]
fn an_idle_adjudicator_leaves_a_pending_fact_unresolvable() {
    let mut s = Secured::new();
    s.say_and_close(0, &all(1..=6, happened(hour(10))));
    let before = s.world.usd_of(&s.challenger);
    s.challenge(departure(), 0, None);
    let lapse = ExecuteMsg::LapseCase(s.round(departure(), 0));
    let stranger = s.world.stranger.clone();
    s.world.chain.advance(ADJUDICATION);
    assert!(s.world.chain.execute(&stranger, &s.world.oracle, &lapse, &[]).is_err(), "the chain stood still");
    s.pass(ADJUDICATION);
    s.anyone(&lapse);
    assert_eq!(s.world.standing(), Standing { unresolvable: true, ..Standing::default() });
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Overturned, "what it decided was never final");
    assert_eq!(s.world.usd_of(&s.challenger), before);
    s.world.refused(&stranger, &lapse, ContractError::NoCase {});
}

#[test]
fn what_is_final_stays_when_nothing_can_be_established() {
    let mut s = Secured::new();
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    s.rule(departure(), 0, Ruling::Unresolvable {});
    assert_eq!(s.world.standing().happened, Some(hour(10)));
    assert_eq!(s.world.feed(FEED).committee.len(), 9);
}

/// Four of nine keep silent on what could be reported: no fact. An adjudicator establishes it, and silence costs 5 %, times
/// 1 + 3·4/9.
#[test]
fn silence_that_blocked_a_fact_is_negligence() {
    let mut s = Secured::new();
    s.say_and_close(0, &all(1..=5, happened(hour(10))));
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Undecided);
    s.challenge(departure(), 0, Some(happened(hour(10))));
    let truth = happened(hour(10));
    let adjudicator = s.adjudicator.clone();
    let round = s.round(departure(), 0);
    let too_much = ExecuteMsg::Rule { round, ruling: FALSIFICATION(truth) };
    s.world.refused(&adjudicator, &too_much, ContractError::SilenceIsNoFalsehood {});
    s.rule(departure(), 0, Ruling::Overturned { truth, fault: Fault::Negligence });
    assert_eq!(s.world.standing().happened, Some(hour(10)));
    // 500 + 1500·(200,000 / 450,000) = 1166.7 basis points, rounded up: 1167 of 50,000 are 5,835.
    assert_eq!(s.world.weight(6), STAKE - 5_835);
    assert_eq!(s.world.weight(1), STAKE);
}

/// Two words of one key in one round convict at once, all of the pledge; whoever showed it has 30 %.
#[test]
fn contradicting_signatures_convict_without_an_adjudicator() {
    let mut s = Secured::new();
    let first = s.world.signed(3, departure(), 0, happened(hour(10)));
    let second = s.world.signed(3, departure(), 0, happened(hour(12)));
    let round = s.round(departure(), 0);
    let convict = ExecuteMsg::Convict { round, first, second };
    let (challenger, before) = (s.challenger.clone(), s.world.usd_of(&s.challenger));
    s.world.must(&challenger, &convict);
    assert_eq!(s.world.usd_of(&s.challenger) - before, 15_000);
    assert_eq!(s.world.weight(3), 0);
    assert_eq!(
        s.world.stake(&s.world.operator(3), usd()).pledged.get(),
        STAKE,
        "its other seat is another pledge"
    );
    assert!(s.world.chain.execute(&challenger, &s.world.oracle, &convict, &[]).is_err(), "once");
    s.assert_conserved();
}

#[test]
fn what_can_both_be_true_convicts_nobody() {
    let mut s = Secured::new();
    s.world.cutoffs(departure(), &[hour(9)]);
    let first = s.world.signed(3, departure(), 0, happened(hour(10)));
    let second = s.world.signed(3, departure(), 0, not_by(hour(9)));
    let convict = ExecuteMsg::Convict { round: s.round(departure(), 0), first, second };
    let stranger = s.world.stranger.clone();
    s.world.refused(&stranger, &convict, ContractError::NoContradiction {});
}

/// Stake that has left its feed, and its bond, is still slashed; a case keeps it from being withdrawn.
#[test]
fn unbonding_stake_is_slashed_and_frozen_by_cases() {
    let mut s = Secured::new();
    let operator = s.world.operator(5);
    s.world.unpledge(5, STAKE);
    s.pass(NOTICE);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.anyone(&complete(5));
    let free = s.world.stake(&operator, usd()).free.get();
    s.world.must(&operator, &unbond(usd(), free));
    let cool = ContractError::NotEnoughFree { free: units(0), required: units(1) };
    s.world.refused(&operator, &pledge(5, 1), cool);

    s.pass(DAY);
    s.challenge(departure(), 0, None);
    s.pass(4 * DAY);
    s.rule(departure(), 0, FALSIFICATION(happened(hour(20))));
    let stake = s.world.stake(&operator, usd());
    let left: u128 = stake.unbonding.iter().map(|part| part.amount.get()).sum();
    assert_eq!(left, free - STAKE);
    s.pass(UNBONDING);
    s.world.must(&operator, &ExecuteMsg::WithdrawUnbonded { asset: usd() });
    s.assert_conserved();
}

#[test]
fn a_fourth_miss_is_fined_a_thousandth() {
    let mut s = Secured::new();
    s.world.cutoffs(departure(), &[hour(1), hour(2), hour(3), hour(4)]);
    for round in 0..4 {
        s.say_and_close(round, &all(1..=6, not_by(hour(u64::from(round) + 1))));
        s.pass(CHALLENGE);
        s.anyone(&ExecuteMsg::Finalise(s.round(departure(), round)));
    }
    s.anyone(&ExecuteMsg::Fine { feed: FEED, reporter: 9 });
    assert_eq!(s.world.weight(9), STAKE - 50);
    assert_eq!(s.world.usd_of(&s.treasury), 50);
    let stranger = s.world.stranger.clone();
    let none = ContractError::NoFine { reporter: 9 };
    s.world.refused(&stranger, &ExecuteMsg::Fine { feed: FEED, reporter: 9 }, none);
}

/// 30 of fees: 85 % are 25, two for each of nine; 10 % the adjudicator's; the treasury has the rest.
#[test]
fn rewards_vest_with_the_stake_behind_them() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    let claim =
        |s: &Secured, reporter| ExecuteMsg::ClaimRewards { reporter, rounds: vec![s.round(departure(), 0)] };
    let stranger = s.world.stranger.clone();
    let early = ContractError::NotVested { round: 0, at: at(s.world.chain.now() + UNBONDING) };
    let msg = claim(&s, 1);
    s.world.refused(&stranger, &msg, early);
    s.pass(UNBONDING);
    let operator = s.world.operator(1);
    let before = s.world.usd_of(&operator);
    s.anyone(&msg);
    assert_eq!(s.world.usd_of(&operator) - before, 2);
    assert_eq!((s.world.usd_of(&s.adjudicator), s.world.usd_of(&s.treasury)), (3, 9));
    s.world.refused(&stranger, &msg, ContractError::NoReward { reporter: 1, round: 0 });
    s.assert_conserved();
}

#[test]
fn only_the_adjudicator_rules_and_only_in_time() {
    let mut s = Secured::new();
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    let again = ExecuteMsg::Challenge { round: s.round(departure(), 0), claim: None, evidence: None };
    let challenger = s.challenger.clone();
    s.world.refused_with(&challenger, &again, &[coin(CHALLENGE_BOND, "uusd")], ContractError::Challenged {});
    let rule = ExecuteMsg::Rule { round: s.round(departure(), 0), ruling: Ruling::Upheld {} };
    let adjudicator = s.adjudicator.clone();
    let other =
        ContractError::NotAdjudicator { sender: challenger.clone(), adjudicator: adjudicator.clone() };
    s.world.refused(&challenger, &rule, other);
    let until = s.closed(departure(), 0).case.unwrap().decide_by;
    s.pass(ADJUDICATION);
    s.world.refused(&adjudicator, &rule, ContractError::RulingTooLate { until });
}

/// A device that sits on a feed signs two logs under one counter: all of its pledge, 60 % of that kept for whom it robbed.
#[test]
fn two_logs_under_one_counter_convict_a_device() {
    let mut s = Secured::new();
    let (challenger, before) = (s.challenger.clone(), s.world.usd_of(&s.challenger));
    let same = device_evidence(&s, 3, [60, 60]);
    s.world.refused(&challenger, &same, ContractError::NoContradiction {});
    let mut of_another = device_evidence(&s, 3, [59, 60]);
    if let ExecuteMsg::ConvictDevice(evidence) = &mut of_another {
        evidence.device = 8;
    }
    s.world.refused(&challenger, &of_another, ContractError::BadSignature { reporter: 3 });

    let held = s.world.usd_of(&s.world.oracle);
    s.world.must(&challenger, &device_evidence(&s, 3, [59, 60]));
    assert_eq!(s.world.usd_of(&challenger) - before, 15_000);
    assert_eq!(s.world.usd_of(&s.treasury), 5_000);
    assert_eq!(held - s.world.usd_of(&s.world.oracle), 20_000);
    assert_eq!(s.world.weight(3), 0);
    s.assert_conserved();
}

/// Four of nine say nine minutes late, within the tolerance, so that the honest five agree with the median they moved; and
/// challenge it. Only whoever said that or more is convicted: framing the honest costs the framers their own stake. What hangs on
/// whether it happened at all was not harmed.
#[test]
fn whoever_moved_a_time_is_convicted_and_not_those_who_agreed_with_it() {
    let mut s = Secured::new();
    let parts = [s.part(9_000, OnTime, 1), s.part(9_000, OnOutcome, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, departure())]);
    let words = [all(1..=5, happened(minute(600))), all(6..=9, happened(minute(609)))].concat();
    s.world.say(0, &words[1..]);
    assert_eq!(s.world.standing().happened, Some(minute(600)), "four against four: the earlier");
    s.world.say(1, &[&words[2..5], &words[5..]].concat());
    s.pass(COLLECTION);
    let close = s.world.close(1);
    s.anyone(&close);
    assert_eq!(s.world.standing().happened, Some(minute(609)), "four of seven moved it");
    s.challenge(departure(), 1, Some(happened(minute(600))));
    s.rule(departure(), 1, FALSIFICATION(happened(minute(600))));
    for (number, weight) in [(1, STAKE), (3, STAKE), (5, STAKE), (6, 0), (9, 0)] {
        assert_eq!(s.world.weight(number), weight, "reporter {number}");
    }
    let claim = |s: &Secured, part| ExecuteMsg::Compensate {
        round: s.round(departure(), 1),
        consumer: s.consumer.to_string(),
        reference: 1,
        part,
    };
    let stranger = s.world.stranger.clone();
    let msg = claim(&s, 1);
    s.world.refused(&stranger, &msg, ContractError::NotHarmed { part: 1 });
    let msg = claim(&s, 0);
    s.anyone(&msg);
    assert_eq!(s.world.usd_of(&s.payer), 0, "a time that is too late harms the payee's side");
    assert_eq!(s.world.usd_of(&s.consumer), 1_000_000 - Secured::fee(&[9_000, 9_000]) + 9_000);
    s.assert_conserved();
}
