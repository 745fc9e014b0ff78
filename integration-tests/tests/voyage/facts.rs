//! How facts come about, and what they do when they are not the plain one.

use suite::{day, hours, milestone, pays, Suite, TermsOf, BILL, DISCHARGED, GATED_OUT, HOUR, LOADED};
use types::escrow::{AgreementStatus, Condition, ExecuteMsg, MilestoneState, TitleHold};
use types::journey::{Outcome, Standing};

use crate::presented;

fn happened(at: numeric::UnixTime) -> Outcome {
    Outcome::Happened { at }
}

#[test]
fn partial_batches_add_up() {
    for (mut suite, _) in presented() {
        suite.wait_until(day(4));
        suite.say(BILL, LOADED, happened(day(4)), 1..=4);
        suite.say(BILL, LOADED, happened(day(4)), 3..=7);
        assert_eq!(suite.gained("seller"), 0, "seven of nine: it still collects");
        suite.say(BILL, LOADED, happened(day(4)), 8..=8);
        assert_eq!(suite.gained("seller"), 3_000, "eight of nine weigh enough");
    }
}

#[test]
fn anyone_closes_a_round_that_has_collected_for_long_enough() {
    for (mut suite, _) in presented() {
        suite.wait_until(day(4));
        suite.say(BILL, LOADED, happened(day(4)), 1..=6);
        let close = suite.closing(BILL, LOADED);
        suite.is_refused("thief", "oracle", &close);
        suite.chain.advance(HOUR);
        suite.close_round(BILL, LOADED);
        assert_eq!(suite.gained("seller"), 3_000, "two thirds agree");
    }
}

#[test]
fn an_undecided_round_moves_nothing_and_the_next_one_decides() {
    for (mut suite, _) in presented() {
        suite.wait_until(day(4));
        suite.say(BILL, LOADED, happened(day(4)), 1..=5);
        suite.chain.advance(HOUR);
        suite.close_round(BILL, LOADED);
        assert_eq!(suite.gained("seller"), 0, "five of nine are no two thirds");
        assert_eq!(suite.known(BILL, LOADED), Standing::default());
        assert_eq!(suite.round(BILL, LOADED), 1);
        suite.say(BILL, LOADED, happened(day(4)), 1..=9);
        assert_eq!(suite.gained("seller"), 3_000);
    }
}

#[test]
fn minutes_of_honest_noise_agree_on_their_median_and_a_liar_changes_nothing() {
    for (mut suite, sale) in presented() {
        suite.wait_until(hours(4, 2));
        suite.say(BILL, LOADED, happened(day(2)), [9]);
        let start = hours(4, 1).seconds();
        for number in 1..=7 {
            let at = numeric::UnixTime::new(start + u64::from(number) * 60).unwrap();
            suite.say(BILL, LOADED, happened(at), [number]);
        }
        // With the eighth report the round closes; of one to seven minutes past, the median is four.
        assert_eq!(suite.milestone(sale, 0).reached.map(|at| at.seconds()), Some(start + 240));
        assert_eq!(suite.gained("seller"), 3_000);
    }
}

#[test]
fn a_correction_supersedes_until_the_milestone_is_settled() {
    for mut suite in Suite::both() {
        let mut terms = suite.sale();
        let surveyor = Condition::Approval { by: suite.address("surveyor").into_string() };
        let discharged = Condition::Milestone(milestone(DISCHARGED));
        terms.milestones = vec![pays(10_000, Condition::All { of: vec![discharged, surveyor] }).due(day(37))];
        let sale = suite.agree(terms);
        suite.issue(suite.order_bill());
        suite.present(BILL, sale);

        suite.wait_until(day(40));
        suite.say(BILL, DISCHARGED, happened(day(39)), 1..=9);
        suite.say(BILL, DISCHARGED, happened(day(38)), 1..=9);
        assert_eq!(suite.known(BILL, DISCHARGED).happened, Some(day(38)), "the correction stands");
        suite.say(BILL, DISCHARGED, happened(day(38)), 1..=9);
        assert_eq!(suite.inquiry(BILL).sequence, 2, "a duplicate changes nothing");
        suite.escrow("surveyor", &ExecuteMsg::ApproveMilestone { agreement: sale, milestone: 0 });
        // Of an `all` the latest part counts: the approval on day 40, three days late.
        assert_eq!(suite.gained("seller"), 9_700);

        suite.say(BILL, DISCHARGED, happened(day(36)), 1..=9);
        assert_eq!(suite.known(BILL, DISCHARGED).happened, Some(day(36)));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (9_700, 9_700), "settled is settled");
    }
}

#[test]
fn a_correction_before_its_cut_off_revives_nothing_that_ended() {
    for (mut suite, sale) in presented() {
        suite.not_by(BILL, LOADED, day(8));
        assert_eq!(suite.states(sale)[0], MilestoneState::Voided);
        suite.say(BILL, LOADED, happened(day(7)), 1..=9);
        assert_eq!(suite.known(BILL, LOADED).happened, Some(day(7)));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (0, 7_000));
    }
}

#[test]
fn that_it_had_not_happened_by_the_cut_off_returns_the_money() {
    for (mut suite, sale) in presented() {
        suite.not_by(BILL, LOADED, day(8));
        assert_eq!(suite.states(sale)[0], MilestoneState::Voided);
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (0, 7_000));
        suite.not_by(BILL, DISCHARGED, day(60));
        suite.not_by(BILL, GATED_OUT, day(70));
        assert_eq!(suite.spent("buyer"), 0);
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        assert_eq!(suite.agreement(sale).title, TitleHold::Freed);
        assert_eq!(suite.title(BILL).encumbered_by, None, "and the seller has his bill back");
        assert_eq!(suite.holder(BILL), suite.address("seller"));
    }
}

#[test]
fn that_it_happened_after_the_cut_off_returns_the_money_too() {
    for (mut suite, sale) in presented() {
        suite.happened(BILL, LOADED, hours(8, 1));
        assert_eq!(suite.states(sale)[0], MilestoneState::Voided);
        assert_eq!(suite.spent("buyer"), 7_000);
    }
}

#[test]
fn a_cut_off_that_nobody_registered_is_no_fact() {
    for (mut suite, _) in presented() {
        suite.wait_until(day(9));
        let early = suite.report(BILL, LOADED, Outcome::NotBy { cutoff: day(3) }, 1..=9);
        suite.is_refused("thief", "oracle", &early);
    }
}

#[test]
fn what_cannot_be_established_moves_nothing() {
    for (mut suite, sale) in presented() {
        suite.wait_until(day(9));
        suite.say(BILL, LOADED, Outcome::Unresolvable {}, 1..=9);
        assert_eq!(suite.states(sale)[0], MilestoneState::Open);
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (0, 10_000));
    }
}

#[test]
fn facts_that_were_final_before_the_presentation_count_with_it() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.gained("seller"), 0);
        suite.present(BILL, sale);
        assert_eq!(suite.gained("seller"), 9_000);
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
        suite.assert_solvent();
    }
}
