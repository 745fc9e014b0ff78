//! Silence moves no money.

use suite::{day, hours, Suite, BILL, DISCHARGED, GATED_OUT, HOUR, LOADED};
use types::escrow::{AgreementStatus, ExecuteMsg, MilestoneState, TitleHold};
use types::journey::Outcome;

use crate::{happened, presented};

fn long_stop(agreement: u64) -> ExecuteMsg {
    ExecuteMsg::LongStop { agreement }
}

/// Nothing anybody may send moves anything.
fn tries_everything(suite: &mut Suite, sale: u64) {
    suite.is_refused("anyone", "escrow", &long_stop(sale));
    suite.is_refused("anyone", "escrow", &ExecuteMsg::LapseDispute { agreement: sale });
    suite.sync_title(BILL);
    suite.sync(sale);
    for milestone in 0..3 {
        suite.is_refused("anyone", "escrow", &ExecuteMsg::Age { agreement: sale, milestone });
        suite.is_refused("thief", "escrow", &ExecuteMsg::Release { agreement: sale, milestone });
        suite.is_refused("buyer", "escrow", &ExecuteMsg::Relinquish { agreement: sale, milestone });
    }
}

/// Five of nine say what is true, honestly and for months; the others keep quiet.
#[test]
fn a_third_of_the_committee_that_keeps_quiet_moves_nothing_before_the_long_stop() {
    for (mut suite, sale) in presented() {
        for month in 0..3 {
            for (event, at, cutoff) in [(LOADED, 4, 8), (DISCHARGED, 36, 60), (GATED_OUT, 38, 70)] {
                suite.wait_until(day(71 + month));
                let outcome =
                    if month == 1 { Outcome::NotBy { cutoff: day(cutoff) } } else { happened(day(at)) };
                suite.say(BILL, event, outcome, 1..=5);
                suite.chain.advance(HOUR);
                suite.close_round(BILL, event);
                tries_everything(&mut suite, sale);
            }
        }
        suite.wait_until(hours(119, 23));
        tries_everything(&mut suite, sale);
        assert_eq!(suite.states(sale), [MilestoneState::Open; 3]);
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (0, 10_000));
        assert_eq!(suite.title(BILL).encumbered_by, Some(suite.escrow.to_string()));

        suite.wait_until(day(120));
        suite.escrow("anyone", &long_stop(sale));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (5_000, 5_000), "split as agreed");
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        assert_eq!(suite.agreement(sale).title, TitleHold::Freed);
        assert_eq!(suite.balance("escrow"), 0);
    }
}

#[test]
fn a_question_that_nobody_ever_answers_moves_nothing_either() {
    for (mut suite, sale) in presented() {
        suite.wait_until(hours(119, 23));
        tries_everything(&mut suite, sale);
        assert_eq!(suite.balance("escrow"), 10_000);
    }
}

#[test]
fn the_long_stop_waits_once_for_the_round_that_is_open_and_then_splits() {
    for (mut suite, sale) in presented() {
        suite.wait_until(hours(119, 23));
        suite.chain.advance(HOUR / 2);
        suite.say(BILL, DISCHARGED, happened(day(36)), 1..=5);
        suite.wait_until(day(120));
        suite.escrow("anyone", &long_stop(sale));
        use MilestoneState::{Open, Settled};
        assert_eq!(suite.states(sale), [Settled, Open, Settled], "what the round is not about is split");
        assert_eq!(suite.gained("seller"), 2_000);
        suite.is_refused("anyone", "escrow", &long_stop(sale));

        suite.chain.advance(HOUR / 2);
        suite.close_round(BILL, DISCHARGED);
        assert_eq!(suite.states(sale)[1], Open, "undecided");
        suite.say(BILL, DISCHARGED, happened(day(36)), 1..=5);
        suite.escrow("anyone", &long_stop(sale));
        assert_eq!(suite.gained("seller"), 5_000, "a round that begins after it is waited for no more");
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
    }
}

#[test]
fn the_round_that_the_long_stop_waited_for_may_still_decide() {
    for (mut suite, sale) in presented() {
        suite.wait_until(hours(119, 23));
        suite.chain.advance(HOUR / 2);
        suite.say(BILL, DISCHARGED, happened(day(36)), 1..=5);
        suite.wait_until(day(120));
        suite.escrow("anyone", &long_stop(sale));
        suite.say(BILL, DISCHARGED, happened(day(36)), 6..=9);
        assert_eq!(suite.gained("seller"), 2_000 + 6_000);
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}

#[test]
fn the_long_stop_waits_for_an_open_dispute_and_for_none_after_it() {
    for (mut suite, sale) in presented() {
        suite.wait_until(day(119));
        let dispute =
            |milestone| ExecuteMsg::Dispute { agreement: sale, milestones: vec![milestone], evidence: None };
        suite.escrow("buyer", &dispute(0));
        suite.wait_until(day(120));
        suite.is_refused("buyer", "escrow", &dispute(1));
        suite.escrow("anyone", &long_stop(sale));
        assert_eq!(suite.states(sale)[0], MilestoneState::Open);
        suite.wait_until(day(119 + 14));
        suite.is_refused(
            "chamber",
            "escrow",
            &ExecuteMsg::Resolve {
                agreement: sale,
                awards: vec![types::escrow::Award { milestone: 0, to_payee: Suite::units(0) }],
                title: types::escrow::TitleAward::Unchanged,
            },
        );
        suite.escrow("anyone", &ExecuteMsg::LapseDispute { agreement: sale });
        suite.escrow("anyone", &long_stop(sale));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (5_000, 5_000));
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
    }
}

#[test]
fn what_is_final_at_the_long_stop_is_settled_before_the_rest_is_split() {
    for (mut suite, sale) in presented() {
        suite.deafen("escrow", &["milestone"]);
        suite.happened(BILL, DISCHARGED, day(36));
        suite.deafen("escrow", &[]);
        suite.wait_until(day(120));
        suite.escrow("anyone", &long_stop(sale));
        assert_eq!(suite.gained("seller"), 6_000 + 2_000);
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}
