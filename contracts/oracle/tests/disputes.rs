//! What an attacker tries with cases: contracts that decide them, everything in one block, halts, and claims that are not his.

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
use oracle::events::{CaseNoticeFailed, CaseRuled};
use oracle::ContractError;
use support::secured::*;
use support::*;
use testing::{events, refusal, Chain, Stranger};
use types::journey::{Outcome, Standing};
use types::notice::{CaseNotice, Notification};
use types::oracle::ExposureKind::{Outcome as OnOutcome, Time as OnTime};
use types::oracle::*;

fn falsified(truth: Outcome) -> Ruling {
    Ruling::Overturned { truth, fault: Fault::Falsification }
}

/// A feed whose adjudicator is a contract.
fn with_a_court() -> (Secured, Stranger) {
    let mut court = None;
    let s = Secured::with_actors(|chain, security, _| {
        let stranger = chain.recorder();
        security.adjudicator = stranger.address().to_string();
        court = Some(stranger);
    });
    (s, court.unwrap())
}

#[test]
fn a_court_is_told_of_a_case() {
    let (mut s, court) = with_a_court();
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, Some(UNRESOLVABLE));
    let received = court.received(&s.world.chain);
    let Notification::Case(notice) = received[0].json() else { panic!() };
    let decide_by = at(s.world.chain.now() + ADJUDICATION);
    let round = s.round(departure(), 0);
    let (outcome, claim) = (Some(happened(hour(10))), Some(UNRESOLVABLE));
    assert_eq!(notice, CaseNotice { case: 1, feed: FEED, round, outcome, claim, evidence: None, decide_by });
    assert_eq!(received[0].sender, s.world.oracle);
}

#[test]
fn a_court_that_does_not_listen_finds_its_cases_listed() {
    let (mut s, court) = with_a_court();
    court.refuse(&mut s.world.chain);
    s.world.settle(departure(), 0, happened(hour(10)));
    let response = s.challenge(departure(), 0, None);
    let failed = CaseNoticeFailed::try_from(events(&response, CaseNoticeFailed::TYPE)[0]);
    assert_eq!(failed, Ok(CaseNoticeFailed { case: 1 }));
    let open = |s: &Secured| {
        s.world.query::<Vec<OpenCaseResponse>>(&QueryMsg::Cases { start_after: None, limit: None })
    };
    assert_eq!(open(&s).iter().map(|open| open.case).collect::<Vec<_>>(), [1]);
    s.rule(departure(), 0, Ruling::Upheld {});
    assert_eq!(open(&s), []);
}

/// A court that knows the answer may give it at once, in the challenger's own transaction.
#[test]
fn a_court_may_rule_in_the_transaction_that_tells_it() {
    let (mut s, court) = with_a_court();
    let part = s.part(10_000, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    let ruling = falsified(happened(hour(20)));
    let rule = ExecuteMsg::Rule { round: s.round(departure(), 0), ruling };
    court.answer(&mut s.world.chain, vec![Chain::call(&s.world.oracle, &rule, &[])]);
    let before = s.world.usd_of(&s.challenger);
    let response = s.challenge(departure(), 0, None);
    assert_eq!(events(&response, CaseRuled::TYPE).len(), 1);
    assert_eq!(s.world.standing().happened, Some(hour(20)));
    assert_eq!(s.world.usd_of(&s.challenger), before + 135_000);
    assert_eq!(s.hanging().0, 10_000, "to the end of its window");
    s.assert_conserved();
}

#[test]
fn a_court_that_does_anything_else_in_it_does_nothing() {
    let (mut s, court) = with_a_court();
    s.world.settle(departure(), 0, happened(hour(10)));
    let round = s.round(departure(), 0);
    let again = ExecuteMsg::Challenge { round: round.clone(), claim: None, evidence: None };
    let rule = ExecuteMsg::Rule { round: round.clone(), ruling: Ruling::Upheld {} };
    for (case, answer) in
        [vec![again], vec![ExecuteMsg::LapseCase(round)], vec![rule.clone(), rule]].iter().enumerate()
    {
        let calls = answer.iter().map(|msg| Chain::call(&s.world.oracle, msg, &[])).collect();
        court.answer(&mut s.world.chain, calls);
        let round = u32::try_from(case).unwrap();
        let response = s.challenge(departure(), round, None);
        assert_eq!(events(&response, CaseNoticeFailed::TYPE).len(), 1, "{answer:?}");
        assert!(s.closed(departure(), round).case.unwrap().ruling.is_none());
        s.assert_conserved();
        s.world.settle(departure(), round + 1, happened(hour(9 - u64::from(round))));
    }
}

/// Leaving, reporting, challenging, ruling and convicting in one block, in every order: a liar loses what it pledged, once, wherever
/// it has put it, and nothing is lost on the way.
#[test]
fn everything_in_one_block_in_every_order() {
    for order in permutations(5) {
        let mut s = Secured::new();
        s.world.say(0, &all(1..=6, happened(hour(10))));
        let stakes = |s: &Secured, who: &Addr| {
            let stake = s.world.stake(who, usd());
            stake.bonded.get() + stake.unbonding.iter().map(|part| part.amount.get()).sum::<u128>()
        };
        let (leaver, twofold) = (s.world.operator(1), s.world.operator(2));
        assert_ne!(leaver, twofold);
        let before = [stakes(&s, &leaver), stakes(&s, &twofold)];
        let (mut closed, mut open, mut ruled, mut convicted) = (false, false, false, false);
        for act in &order {
            let sent = match act {
                0 => {
                    let free = s.world.stake(&leaver, usd()).free.get();
                    let _none = s.world.send(&leaver, &unbond(usd(), free));
                    s.world.send(&leaver, &unpledge(1, STAKE)).is_ok()
                }
                1 => {
                    let msg = s.world.report(0, &all(7..=8, happened(hour(10))));
                    closed = s.world.send(&s.challenger.clone(), &msg).is_ok();
                    closed
                }
                2 => {
                    let msg =
                        ExecuteMsg::Challenge { round: s.round(departure(), 0), claim: None, evidence: None };
                    let (challenger, bond) = (s.challenger.clone(), [coin(CHALLENGE_BOND, "uusd")]);
                    open = s.world.chain.execute(&challenger, &s.world.oracle, &msg, &bond).is_ok();
                    assert_eq!(open, closed);
                    open
                }
                3 => {
                    let rule = ExecuteMsg::Rule {
                        round: s.round(departure(), 0),
                        ruling: falsified(happened(hour(20))),
                    };
                    ruled = s.world.send(&s.adjudicator.clone(), &rule).is_ok();
                    assert_eq!(ruled, open);
                    ruled
                }
                _ => {
                    let [first, second] =
                        [10, 12].map(|at| s.world.signed(2, departure(), 0, happened(hour(at))));
                    let msg = ExecuteMsg::Convict { round: s.round(departure(), 0), first, second };
                    convicted = s.world.send(&s.world.stranger.clone(), &msg).is_ok();
                    assert_eq!(convicted, !ruled, "nobody is convicted twice of one round");
                    convicted
                }
            };
            s.assert_conserved();
            let _ = sent;
        }
        let lost = [before[0] - stakes(&s, &leaver), before[1] - stakes(&s, &twofold)];
        // Each of the two operators has another seat, 6 and 7, which agreed too.
        let both = if ruled { 2 * STAKE } else { 0 };
        assert_eq!(lost[0], both, "{order:?}");
        assert_eq!(lost[1], both.max(if convicted { STAKE } else { 0 }), "{order:?}");
    }
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let longer = |order: Vec<usize>| {
        (0..=order.len()).map(move |place| {
            let mut order = order.clone();
            order.insert(place, n - 1);
            order
        })
    };
    permutations(n - 1).into_iter().flat_map(longer).collect()
}

/// Two signatures convict before the round closes, before a case and after it; a ruling takes from that seat nothing more.
#[test]
fn equivocation_convicts_at_any_time_and_once() {
    for when in 0..4 {
        let mut s = Secured::new();
        let operator = s.world.operator(3);
        let bonded = s.world.stake(&operator, usd()).bonded.get();
        let convict = |s: &mut Secured, taken: bool| {
            let [first, second] = [10, 12].map(|at| s.world.signed(3, departure(), 0, happened(hour(at))));
            let msg = ExecuteMsg::Convict { round: s.round(departure(), 0), first, second };
            let result = s.world.send(&s.world.stranger.clone(), &msg);
            match taken {
                true => assert!(result.is_ok(), "{when}"),
                false => assert_eq!(
                    refusal::<ContractError>(result),
                    ContractError::ConvictedAlready { reporter: 3 }
                ),
            }
        };
        s.world.say(0, &all(1..=6, happened(hour(10))));
        if when == 0 {
            convict(&mut s, true);
        }
        let msg = s.world.report(0, &all(7..=9, happened(hour(10))));
        s.anyone(&msg);
        if when == 1 {
            convict(&mut s, true);
        }
        s.challenge(departure(), 0, None);
        if when == 2 {
            convict(&mut s, true);
        }
        s.rule(departure(), 0, falsified(happened(hour(20))));
        convict(&mut s, false);
        s.pass(DAY);
        convict(&mut s, false);
        // Its other seat, 8, is its operator's too.
        assert_eq!(s.world.stake(&operator, usd()).bonded.get(), bonded - 2 * STAKE, "{when}");
        s.assert_conserved();
    }
}

/// Negligence first, and two signatures found later: all of the pledge together. The pot has what was harmed; the rest is kept.
#[test]
fn a_pot_takes_two_convictions() {
    let mut s = Secured::new();
    let part = s.part(CAP_TIME, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    let negligence = Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Negligence };
    s.rule(departure(), 0, negligence);
    // 20 % of 450,000; 54,000 of it are for the harmed.
    assert_eq!(s.world.weight(3), STAKE / 5 * 4);
    s.pass(DAY);
    let [first, second] = [10, 12].map(|at| s.world.signed(3, departure(), 0, happened(hour(at))));
    s.anyone(&ExecuteMsg::Convict { round: s.round(departure(), 0), first, second });
    assert_eq!(s.world.weight(3), 0);
    let consumer = s.consumer.to_string();
    let claim = |s: &Secured, consumer: &str, part| ExecuteMsg::Compensate {
        round: s.round(departure(), 0),
        consumer: consumer.to_owned(),
        reference: 1,
        part,
    };
    let stranger = s.world.stranger.clone();
    let (theirs, other) = (claim(&s, &consumer, 0), s.other.to_string());
    let none = ContractError::UnknownReservation { consumer: s.other.clone(), reference: 1 };
    let msg = claim(&s, &other, 0);
    s.world.refused(&stranger, &msg, none);
    let msg = claim(&s, &consumer, 1);
    s.world.refused(&stranger, &msg, ContractError::UnknownPart { part: 1, parts: 1 });
    s.anyone(&theirs);
    assert_eq!(s.world.usd_of(&s.payer), 54_000);
    s.world.refused(&stranger, &theirs, ContractError::Compensated { part: 0 });
    let burn_kept = ExecuteMsg::BurnKept { feed: FEED, reporters: vec![3] };
    let until = at(s.world.chain.now() + UNBONDING);
    s.world.refused(&stranger, &burn_kept, ContractError::ClaimsRun { until });
    s.pass(UNBONDING);
    let burn = ExecuteMsg::Burn(s.round(departure(), 0));
    s.world.refused(&stranger, &burn, ContractError::NothingLeft {});
    let before = s.world.usd_of(&s.world.oracle);
    s.anyone(&burn_kept);
    assert_eq!(before - s.world.usd_of(&s.world.oracle), 24_000, "60 % of the other 40,000");
    s.world.refused(&stranger, &burn_kept, ContractError::NothingLeft {});
    s.assert_conserved();
}

/// What was given up, never hung there, came after the round, or was not harmed is not compensated.
#[test]
fn nobody_else_is_compensated() {
    let mut s = Secured::new();
    let parts = [1_000, 2_000, 3_000, 4_000].map(|amount| s.part(amount, OnTime, 1));
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, arrival()), (2, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.world.settle(arrival(), 0, happened(hour(14)));
    let stranger = s.world.stranger.clone();
    let claim = |s: &Secured, part| ExecuteMsg::Compensate {
        round: s.round(departure(), 0),
        consumer: s.consumer.to_string(),
        reference: 1,
        part,
    };
    let msg = claim(&s, 0);
    s.world.refused(&stranger, &msg, ContractError::NobodyHarmed {});
    s.challenge(departure(), 0, None);
    s.rule(departure(), 0, falsified(happened(hour(20))));
    let consumer = s.consumer.clone();
    s.world.must(&consumer, &ExecuteMsg::Release { reference: 1, parts: vec![2] });
    s.bind(1, &[(3, departure())]);
    for (part, expected) in [
        (1, ContractError::NotHarmed { part: 1 }),
        (2, ContractError::PartGivenUp { part: 2 }),
        (3, ContractError::NotHarmed { part: 3 }),
    ] {
        let msg = claim(&s, part);
        s.world.refused(&stranger, &msg, expected);
    }
    let elsewhere = ExecuteMsg::Compensate {
        round: s.round(arrival(), 0),
        consumer: consumer.to_string(),
        reference: 1,
        part: 1,
    };
    s.world.refused(&stranger, &elsewhere, ContractError::NobodyHarmed {});
    let unknown = s.round(departure(), 7);
    for msg in [
        ExecuteMsg::Burn(unknown.clone()),
        ExecuteMsg::Finalise(unknown.clone()),
        ExecuteMsg::LapseCase(unknown.clone()),
        ExecuteMsg::ClaimRewards { reporter: 1, rounds: vec![unknown.clone()] },
    ] {
        let not_closed = ContractError::NotClosed { milestone: departure(), round: 7 };
        s.world.refused(&stranger, &msg, not_closed);
    }
}

/// A day without blocks uses up no window, and a flood of blocks in no time neither.
#[test]
fn a_halt_uses_up_no_window_and_neither_do_blocks_alone() {
    let mut s = Secured::new();
    let stranger = s.world.stranger.clone();
    // Collection.
    s.world.say(0, &all(1..=6, happened(hour(10))));
    let close = s.world.close(0);
    s.world.chain.advance(DAY);
    assert!(s.world.send(&stranger, &close).is_err());
    s.world.chain.advance_blocks(0, COLLECTION / BLOCK_TIME);
    s.anyone(&close);
    // Challenge: blocks enough, a second missing; then the time alone.
    let finalise = ExecuteMsg::Finalise(s.round(departure(), 0));
    s.world.chain.advance_blocks(CHALLENGE - 1, CHALLENGE);
    assert!(matches!(refusal(s.world.send(&stranger, &finalise)), ContractError::ChallengeRuns { .. }));
    let msg = s.world.report_on(arrival(), 0, &all(1..=6, happened(hour(14))));
    s.anyone(&msg);
    s.pass(COLLECTION);
    s.anyone(&ExecuteMsg::Close { subject: s.world.subject(arrival()), round: 0 });
    s.world.chain.advance(CHALLENGE + DAY);
    let pending = ExecuteMsg::Finalise(s.round(arrival(), 0));
    assert!(matches!(refusal(s.world.send(&stranger, &pending)), ContractError::ChallengeRuns { .. }));
    s.anyone(&finalise);
    // Adjudication: who halted has not been idle, and still decides.
    s.challenge(arrival(), 0, None);
    s.world.chain.advance(ADJUDICATION + DAY);
    let lapse = ExecuteMsg::LapseCase(s.round(arrival(), 0));
    assert!(matches!(refusal(s.world.send(&stranger, &lapse)), ContractError::CaseRuns { .. }));
    s.rule(arrival(), 0, Ruling::Upheld {});
    assert_eq!(s.world.inquiry().questions[1].standing.happened, Some(hour(14)));
}

/// To the second and the block: until the end one may challenge, from it on one may finalise; never both, never neither.
#[test]
fn every_window_ends_where_the_next_thing_begins() {
    for (seconds, blocks, over) in [(0, -1_i64, false), (-1_i64, 0, false), (0, 0, true), (1, 1, true)] {
        let mut s = Secured::new();
        s.say_and_close(0, &all(1..=6, happened(hour(10))));
        let wait = |window: u64| {
            (
                window.checked_add_signed(seconds).unwrap(),
                (window / BLOCK_TIME).checked_add_signed(blocks).unwrap(),
            )
        };
        let (time, height) = wait(CHALLENGE);
        s.world.chain.advance_blocks(time, height);
        let (challenger, stranger) = (s.challenger.clone(), s.world.stranger.clone());
        let before = s.world.chain.block();
        let challenge = ExecuteMsg::Challenge { round: s.round(departure(), 0), claim: None, evidence: None };
        let bond = [coin(CHALLENGE_BOND, "uusd")];
        let challenged = s.world.chain.execute(&challenger, &s.world.oracle, &challenge, &bond).is_ok();
        assert_eq!((challenged, before.height), (!over, s.world.chain.block().height));
        let finalise = ExecuteMsg::Finalise(s.round(departure(), 0));
        assert_eq!(s.world.send(&stranger, &finalise).is_ok(), over);
        if over {
            continue;
        }
        let (time, height) = wait(ADJUDICATION);
        s.world.chain.advance_blocks(time, height);
        let lapse = ExecuteMsg::LapseCase(s.round(departure(), 0));
        assert_eq!(s.world.send(&stranger, &lapse).is_ok(), over);
        s.rule(departure(), 0, Ruling::Upheld {});
    }
}

#[test]
fn rulings_on_what_nobody_could_have_signed_are_refused() {
    let mut s = Secured::new();
    s.world.cutoffs(departure(), &[hour(9), hour(10), hour(900)]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.challenge(departure(), 0, None);
    let (adjudicator, now) = (s.adjudicator.clone(), s.world.now());
    let measured = Outcome::Measured { value: numeric::Reading::new(1), at: hour(9) };
    for (truth, expected) in [
        (not_by(hour(8)), ContractError::UnaskedCutoff { cutoff: hour(8) }),
        (not_by(hour(900)), ContractError::RuledAhead { time: hour(900), now }),
        (happened(hour(900)), ContractError::RuledAhead { time: hour(900), now }),
        (happened(hour(10)), ContractError::SameTruth {}),
        // It would overturn nothing: not by nine, and at ten all the same.
        (not_by(hour(9)), ContractError::BothTrue {}),
        (measured, ContractError::TruthOfAnotherKind {}),
    ] {
        let rule = ExecuteMsg::Rule { round: s.round(departure(), 0), ruling: falsified(truth) };
        s.world.refused(&adjudicator, &rule, expected);
    }
    s.rule(departure(), 0, falsified(not_by(hour(10))));
    assert_eq!(s.world.standing(), Standing { not_by: Some(hour(10)), ..Standing::default() });
    let again = ExecuteMsg::Rule { round: s.round(departure(), 0), ruling: Ruling::Upheld {} };
    s.world.refused(&adjudicator, &again, ContractError::NoCase {});
    let late = ExecuteMsg::Challenge { round: s.round(departure(), 0), claim: None, evidence: None };
    let challenger = s.challenger.clone();
    s.world.refused_with(&challenger, &late, &[coin(CHALLENGE_BOND, "uusd")], ContractError::Challenged {});
}

/// *Not by Monday* is not refuted by *not by Sunday*, nor by *on Tuesday*; by *on Monday* it is, and then it stands no more.
#[test]
fn a_date_is_refuted_by_what_happened_before_it() {
    let mut s = Secured::new();
    s.world.cutoffs(departure(), &[hour(8), hour(10)]);
    s.world.settle(departure(), 0, not_by(hour(10)));
    s.challenge(departure(), 0, None);
    let adjudicator = s.adjudicator.clone();
    for truth in [not_by(hour(8)), happened(hour(11))] {
        let rule = ExecuteMsg::Rule { round: s.round(departure(), 0), ruling: falsified(truth) };
        s.world.refused(&adjudicator, &rule, ContractError::BothTrue {});
    }
    s.rule(departure(), 0, falsified(happened(hour(10))));
    assert_eq!(s.world.standing(), Standing { happened: Some(hour(10)), ..Standing::default() });
}

/// Of two facts in dispute either may turn out false: what is bound then is compensated for the first as well.
#[test]
fn what_is_bound_in_two_disputes_is_harmed_by_the_first_too() {
    let mut s = Secured::new();
    let part = s.part(10_000, OnTime, 30);
    s.reserve(1, &[part]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.world.settle(departure(), 1, happened(hour(9)));
    s.challenge(departure(), 0, None);
    s.challenge(departure(), 1, None);
    s.bind(1, &[(0, departure())]);
    s.rule(departure(), 0, falsified(happened(hour(20))));
    let (round, consumer) = (s.round(departure(), 0), s.consumer.to_string());
    s.anyone(&ExecuteMsg::Compensate { round, consumer, reference: 1, part: 0 });
    assert_eq!(s.world.usd_of(&s.payer), 10_000);
}

/// The bond is exact: 5 % of what hangs there, and never less than the least.
#[test]
fn a_challenge_has_its_exact_bond() {
    let mut s = Secured::new();
    let parts = [s.part(20_001, OnTime, 1), s.part(30_000, OnOutcome, 1)];
    s.reserve(1, &parts);
    s.bind(1, &[(0, departure()), (1, departure())]);
    s.world.settle(departure(), 0, happened(hour(10)));
    let challenge = ExecuteMsg::Challenge { round: s.round(departure(), 0), claim: None, evidence: None };
    let challenger = s.challenger.clone();
    for funds in [vec![], vec![coin(2_500, "uusd")], vec![coin(2_502, "uusd")]] {
        let result = s.world.chain.execute(&challenger, &s.world.oracle, &challenge, &funds);
        assert!(matches!(refusal(result), ContractError::Payment(_)), "{funds:?}");
    }
    s.world.must_with(&challenger, &challenge, &[coin(2_501, "uusd")]);
}
