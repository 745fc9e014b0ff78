//! When a decided round is final: at once, if stake enough stands behind it; else when nobody challenged it in time.

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
use types::journey::{MilestoneRef, Standing};
use types::oracle::ExposureKind::Time as OnTime;
use types::oracle::*;

fn departed() -> Standing {
    Standing { happened: Some(hour(10)), ..Standing::default() }
}

#[test]
fn three_quarters_agreeing_and_little_dissent_is_final_at_once() {
    let mut s = Secured::new();
    s.world.settle(departure(), 0, happened(hour(10)));
    assert_eq!(s.world.standing(), departed());
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Final);
}

/// Seven of nine are 77.8 %, and two in dissent are 22 %: more than 15 %.
#[test]
fn dissent_makes_finality_wait() {
    let mut s = Secured::new();
    let words = [all(1..=7, happened(hour(10))), all(8..=9, happened(hour(15)))].concat();
    s.world.say(0, &words);
    assert_eq!(s.world.standing(), Standing::default());
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Pending);
}

/// Six of nine decide; nothing is final before the window is over by the clock *and* by blocks.
#[test]
fn two_thirds_wait_for_the_challenge_window() {
    let mut s = Secured::new();
    s.say_and_close(0, &all(1..=6, happened(hour(10))));
    let closed = s.closed(departure(), 0);
    assert_eq!((closed.status, closed.outcome), (RoundStatus::Pending, Some(happened(hour(10)))));
    let finalise = ExecuteMsg::Finalise(s.round(departure(), 0));
    let runs = ContractError::ChallengeRuns {
        until: closed.challengeable_until,
        height: closed.challengeable_until_height,
    };
    let stranger = s.world.stranger.clone();
    s.world.chain.advance(CHALLENGE);
    s.world.refused(&stranger, &finalise, runs);
    s.world.chain.advance_blocks(0, CHALLENGE / BLOCK_TIME);
    s.anyone(&finalise);
    assert_eq!(s.world.standing(), departed());
    s.world.refused(&stranger, &finalise, ContractError::NothingToFinalise {});
}

#[test]
fn while_a_decision_pends_no_other_round_begins() {
    let mut s = Secured::new();
    s.say_and_close(0, &all(1..=6, happened(hour(10))));
    let msg = s.world.report(1, &all(1..=9, happened(hour(20))));
    let stranger = s.world.stranger.clone();
    s.world.refused(&stranger, &msg, ContractError::QuestionClosed { milestone: departure() });
    s.pass(CHALLENGE);
    s.anyone(&ExecuteMsg::Finalise(s.round(departure(), 0)));
    s.world.settle(departure(), 1, happened(hour(9)));
    assert_eq!(s.world.standing().happened, Some(hour(9)), "a correction supersedes");
}

/// Over its cap a feed takes nothing new, and even a unanimous round waits.
#[test]
fn over_the_cap_finality_waits() {
    let mut s = Secured::new();
    let part = s.part(CAP_TIME, OnTime, 1);
    s.reserve(1, &[part]);
    s.bind(1, &[(0, arrival())]);
    s.world.unpledge(1, STAKE);
    s.world.settle(departure(), 0, happened(hour(10)));
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Pending);
    s.pass(CHALLENGE);
    s.anyone(&ExecuteMsg::Finalise(s.round(departure(), 0)));
    assert_eq!(s.world.standing(), departed());
}

/// Questions on each of which a whole cap hangs, for spans that begin this many days from now, one after another.
fn given_spans(s: &mut Secured, first: u64, spans: u64) -> Vec<MilestoneRef> {
    let questions: Vec<_> = (1..).map(|leg| milestone(leg, "LOAD", "USJFK")).take(spans as usize).collect();
    for some in questions.chunks(8) {
        s.world.ask(some);
    }
    let parts: Vec<_> = (0..spans).map(|span| s.part(CAP_TIME, OnTime, first + 3 * span)).collect();
    s.reserve(1, &parts);
    let bound: Vec<_> = (0..).zip(&questions).map(|(part, question)| (part, *question)).collect();
    s.bind(1, &bound);
    questions
}

/// Reserved for weeks that have not come, and reported all at once: with p = 0.9 and m = 2 an attack on twenty caps breaks even, and
/// so no more than ten are decided in one window.
#[test]
fn what_is_ahead_of_its_day_is_decided_as_far_as_stake_answers_for_it() {
    let mut s = Secured::new();
    let questions = given_spans(&mut s, 10, 12);
    for (place, question) in questions.iter().enumerate() {
        s.world.settle(*question, 0, happened(hour(10)));
        let expected = match place {
            0 => RoundStatus::Final,
            1..10 => RoundStatus::Pending,
            _ => RoundStatus::Undecided,
        };
        assert_eq!(s.closed(*question, 0).status, expected, "{place}");
    }
    assert_eq!(s.hanging(), (10 * CAP_TIME, 0));
    s.pass(3 * DAY);
    assert_eq!(s.hanging(), (0, 0), "their window is over");
    s.world.settle(questions[11], 1, happened(hour(10)));
    assert_eq!(s.closed(questions[11], 1).status, RoundStatus::Final);
}

/// However much waits already, what is expected by now is decided: its place was kept.
#[test]
fn its_own_day_has_room_for_a_fact() {
    let mut s = Secured::new();
    let questions = given_spans(&mut s, 5, 12);
    s.pass(8 * DAY);
    // The first two are due by now.
    for question in questions[2..].iter().chain(&questions[..2]) {
        s.world.settle(*question, 0, happened(hour(10)));
    }
    let undecided = |question: &MilestoneRef| s.closed(*question, 0).status == RoundStatus::Undecided;
    let found: Vec<bool> = questions.iter().map(undecided).collect();
    assert_eq!(found, [[false; 10].as_slice(), &[true; 2]].concat());
    s.pass(CHALLENGE);
    s.anyone(&ExecuteMsg::Finalise(s.round(questions[0], 0)));
    assert_eq!(
        s.closed(questions[0], 0).status,
        RoundStatus::Final,
        "over its cap, but not for longer than a window"
    );
}

/// Whoever binds no more than what is due for a later day keeps nobody's fact back.
#[test]
fn a_lesser_sum_that_is_ahead_of_its_day_holds_up_nothing() {
    for (ahead, status) in [(CAP_TIME / 2, RoundStatus::Pending), (CAP_TIME / 2 + 1, RoundStatus::Undecided)]
    {
        let mut s = Secured::new();
        let questions = given_spans(&mut s, 5, 10);
        let parts = [s.part(ahead, OnTime, 52), s.part(CAP_TIME / 2, OnTime, 1)];
        s.reserve(2, &parts);
        s.bind(2, &[(0, departure()), (1, departure())]);
        for question in questions {
            s.world.settle(question, 0, happened(hour(10)));
        }
        s.world.settle(departure(), 0, happened(hour(10)));
        assert_eq!(s.closed(departure(), 0).status, status, "{ahead}");
    }
}

/// A round that was ahead of its day harms nobody who kept silent in it, and its truth can be found by a ruling.
#[test]
fn silence_in_a_round_that_was_ahead_of_its_day_is_no_fault() {
    let mut s = Secured::new();
    let parts = [s.part(CAP_TIME, OnTime, 50)];
    s.reserve(2, &parts);
    s.bind(2, &[(0, departure())]);
    for question in given_spans(&mut s, 5, 10) {
        s.world.settle(question, 0, happened(hour(10)));
    }
    let before = s.world.query::<Vec<RecordResponse>>(&QueryMsg::Records { feed: FEED });
    s.say_and_close(0, &all(1..=7, happened(hour(10))));
    assert_eq!(s.closed(departure(), 0).status, RoundStatus::Undecided);
    assert_eq!(s.world.query::<Vec<RecordResponse>>(&QueryMsg::Records { feed: FEED }), before);
    s.challenge(departure(), 0, None);
    s.rule(departure(), 0, Ruling::Overturned { truth: happened(hour(10)), fault: Fault::Negligence });
    for operator in s.world.operators() {
        assert_eq!(s.world.stake(&operator, usd()).bonded.get(), 4 * STAKE);
    }
    assert_eq!(s.world.standing(), departed());
}

/// A fact with nothing hanging on it is cheap to forge; what is bound to it while it can be challenged needs room.
#[test]
fn nothing_is_bound_to_a_fresh_fact_beyond_the_cap() {
    let mut s = Secured::new();
    let parts = [s.part(40_000, OnTime, 30), s.part(40_000, OnTime, 40)];
    s.reserve(1, &parts);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.world.settle(arrival(), 0, happened(hour(14)));
    s.bind(1, &[(0, departure())]);
    let (consumer, msg) = (s.consumer.clone(), s.bind_msg(1, &[(1, arrival())]));
    s.world.refused(&consumer, &msg, ContractError::DecidedOverCap {});
    s.pass(4 * DAY);
    s.world.must(&consumer, &msg);
    assert_eq!(s.hanging(), (40_000, 0), "what was bound first has lapsed");
}

/// Nobody watches a fact on which nothing hangs. Whoever presents long after it was signed moves money by it: from then on it can
/// be challenged as if it were new.
#[test]
fn an_old_fact_can_be_challenged_again_when_something_is_bound_to_it() {
    let mut s = Secured::new();
    let part = s.part(40_000, OnTime, 30);
    s.reserve(1, &[part]);
    s.world.settle(departure(), 0, happened(hour(10)));
    s.pass(10 * DAY);
    let round = s.round(departure(), 0);
    let late = ExecuteMsg::Challenge { round: round.clone(), claim: None, evidence: None };
    let challenger = s.challenger.clone();
    let over = ContractError::ChallengeTooLate { until: s.closed(departure(), 0).challengeable_until };
    s.world.refused_with(&challenger, &late, &[coin(CHALLENGE_BOND, "uusd")], over);
    s.bind(1, &[(0, departure())]);
    s.pass(DAY);
    s.challenge(departure(), 0, None);
    s.rule(departure(), 0, Ruling::Overturned { truth: UNRESOLVABLE, fault: Fault::Falsification });
    let consumer = s.consumer.to_string();
    s.anyone(&ExecuteMsg::Compensate { round, consumer, reference: 1, part: 0 });
    assert_eq!(s.world.usd_of(&s.payer), 40_000);
}

/// And if those who signed it have left with their stake, nothing is bound to it.
#[test]
fn nothing_is_bound_to_a_fact_whose_stake_has_left() {
    let mut s = Secured::new();
    let part = s.part(40_000, OnTime, 40);
    s.reserve(1, &[part]);
    s.world.settle(departure(), 0, happened(hour(10)));
    for number in 1..=4 {
        s.world.unpledge(number, STAKE);
    }
    let (consumer, msg) = (s.consumer.clone(), s.bind_msg(1, &[(0, departure())]));
    s.world.refused(&consumer, &msg, ContractError::DecidedOverCap {});
}
