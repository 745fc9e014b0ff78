//! A voyage on a feed whose facts are backed by stake: what is reserved, what a false fact costs, and whom it repays.

use cosmwasm_std::coin;
use cw20::{Cw20ExecuteMsg, Denom};
use suite::{day, milestone, Suite, BILL, DISCHARGED, GATED_OUT, LOADED};
use types::escrow::{ExecuteMsg as Escrow, MilestoneState};
use types::journey::{Outcome, Subject};
use types::oracle::{
    CapacityResponse, Cw20Hook, ExecuteMsg as Oracle, Fault, QueryMsg, ReservationResponse, RoundRef, Ruling,
};

/// What the buyer pays on top of 10,000: 0.3 % of each of three parts.
const FEE: u128 = 9 + 18 + 3;

fn presented() -> [(Suite, u64); 2] {
    [false, true].map(|token| {
        let mut suite = Suite::builder().in_token(token).secured().build();
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        suite.present(BILL, sale);
        (suite, sale)
    })
}

fn hanging(suite: &Suite) -> u128 {
    let capacity: CapacityResponse = suite.query(&suite.oracle, &QueryMsg::Capacity { feed: suite.feed });
    capacity.time.get() + capacity.outcome.get()
}

fn reservation(suite: &Suite, sale: u64) -> ReservationResponse {
    let consumer = suite.escrow.to_string();
    suite.query(&suite.oracle, &QueryMsg::Reservation { consumer, reference: sale })
}

fn round(suite: &Suite, event: &str) -> RoundRef {
    let subject = Subject {
        collection: suite.shipment.to_string(),
        token_id: suite::word(BILL),
        milestone: milestone(event),
    };
    RoundRef { subject, round: suite.round(BILL, event) - 1 }
}

/// Somebody challenges the last round about an event, with the bond of 5 %.
fn challenge(suite: &mut Suite, who: &str, event: &str, claim: Outcome, bond: u128) {
    let (round, claim, evidence) = (round(suite, event), Some(claim), None);
    let (from, oracle) = (suite.address(who), suite.oracle.clone());
    match suite.asset.clone() {
        Denom::Native(denom) => {
            let msg = Oracle::Challenge { round, claim, evidence };
            suite.chain.execute(&from, &oracle, &msg, &[coin(bond, denom)]).unwrap();
        }
        Denom::Cw20(token) => {
            let msg = cosmwasm_std::to_json_binary(&Cw20Hook::Challenge { round, claim, evidence }).unwrap();
            let send = Cw20ExecuteMsg::Send { contract: oracle.to_string(), amount: bond.into(), msg };
            suite.chain.execute(&from, &token, &send, &[]).unwrap();
        }
    }
}

fn convict(suite: &mut Suite, event: &str, truth: Outcome) {
    let ruling = Ruling::Overturned { truth, fault: Fault::Falsification };
    let msg = Oracle::Rule { round: round(suite, event), ruling };
    suite.oracle("chamber", &msg);
}

fn compensate(suite: &mut Suite, sale: u64, event: &str, part: u8) {
    let (round, consumer) = (round(suite, event), suite.escrow.to_string());
    suite.oracle("anyone", &Oracle::Compensate { round, consumer, reference: sale, part });
}

#[test]
fn acceptance_reserves_presentation_binds_and_facts_use_it_up() {
    for (mut suite, sale) in presented() {
        assert_eq!(suite.spent("buyer"), 10_000 + FEE);
        let reserved = reservation(&suite, sale);
        let amounts: Vec<u128> = reserved.parts.iter().map(|part| part.amount.get()).collect();
        assert_eq!(amounts, [3_000, 6_000, 1_000]);
        assert!(reserved.parts.iter().all(|part| part.bound));
        assert_eq!(reserved.until, day(122), "the long-stop and a challenge");

        suite.happened(BILL, LOADED, day(4));
        assert_eq!((suite.gained("seller"), hanging(&suite)), (3_000, 3_000), "paid at once");
        suite.happened(BILL, DISCHARGED, day(36));
        suite.happened(BILL, GATED_OUT, day(50));
        assert_eq!(suite.gained("seller"), 10_000);
        suite.wait_until(day(54));
        assert_eq!(hanging(&suite), 0, "and nothing hangs on the feed any more");
        suite.assert_solvent();
    }
}

/// Two thirds decide: it is paid when nobody has challenged it for two days, and the challenger of a right one pays.
#[test]
fn what_is_doubtful_waits_and_is_then_paid() {
    for (mut suite, _) in presented() {
        suite.wait_until(day(4));
        suite.say(BILL, LOADED, Outcome::Happened { at: day(4) }, 1..=6);
        suite.chain.advance(suite::HOUR);
        suite.close_round(BILL, LOADED);
        assert_eq!(suite.gained("seller"), 0);
        let finalise = Oracle::Finalise(round(&suite, LOADED));
        suite.is_refused("seller", "oracle", &finalise);
        suite.chain.advance(2 * suite::DAY);
        suite.oracle("seller", &finalise);
        assert_eq!(suite.gained("seller"), 3_000);
    }
}

/// All nine sign that it was discharged, and it was not: the seller is paid, the title gone. The stake repays the buyer.
#[test]
fn a_fact_that_came_too_early_repays_the_buyer() {
    for (mut suite, sale) in presented() {
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.gained("seller"), 9_000);
        let before = suite.balance("buyer");
        challenge(&mut suite, "buyer", DISCHARGED, Outcome::Unresolvable {}, 300);
        convict(&mut suite, DISCHARGED, Outcome::Unresolvable {});
        assert_eq!(suite.balance("buyer") - before, 135_000, "30 % of nine times 50,000, and the bond back");
        compensate(&mut suite, sale, DISCHARGED, 1);
        assert_eq!(suite.balance("buyer") - before, 135_000 + 6_000);
        assert_eq!(suite.states(sale)[1], MilestoneState::Settled, "what was paid stays paid");
        suite.assert_solvent();
    }
}

/// All nine sign that it was not loaded in time, and it was: the money went back to the buyer. The stake repays whoever owned
/// the receivable when it ended, through the escrow.
#[test]
fn a_fact_that_came_too_late_repays_the_owner_of_the_receivable() {
    for (mut suite, sale) in presented() {
        suite.sell_receivable("seller", "investor", sale, 0);
        suite.not_by(BILL, LOADED, day(8));
        assert_eq!(suite.states(sale)[0], MilestoneState::Voided);
        challenge(&mut suite, "anyone", LOADED, Outcome::Happened { at: day(4) }, 150);
        convict(&mut suite, LOADED, Outcome::Happened { at: day(4) });
        compensate(&mut suite, sale, LOADED, 0);
        assert_eq!(suite.claimable("investor"), 3_000);
        let withdraw = Escrow::Withdraw { asset: suite.asset.clone().into(), to: None };
        suite.escrow("investor", &withdraw);
        assert_eq!(suite.gained("investor"), 3_000);
        assert_eq!(suite.states(sale)[0], MilestoneState::Voided, "what ended stays ended");
        suite.assert_solvent();
    }
}

/// What ends without a fact is free again at once, and its fee is the treasury's.
#[test]
fn an_early_release_frees_what_was_reserved() {
    for (mut suite, sale) in presented() {
        suite.escrow("buyer", &Escrow::Release { agreement: sale, milestone: 0 });
        let reserved = reservation(&suite, sale);
        assert_eq!(reserved.parts[0].amount.get(), 0);
        assert_eq!(suite.balance("owner"), 9);
    }
}

/// More than the feed secures is not accepted: nothing is taken, and the parties find a smaller sum or another feed.
#[test]
fn no_agreement_hangs_more_on_a_feed_than_its_stake_covers() {
    let mut suite = Suite::builder().secured().build();
    let mut terms = suite.sale();
    terms.milestones[1].amount = Suite::units(67_501);
    let sale = suite.propose(&terms);
    let acceptance = suite.acceptance(sale, &terms);
    let buyer = suite.address("buyer");
    assert!(suite.at_once(&buyer, vec![acceptance]).is_err());
    assert_eq!(suite.spent("buyer"), 0);
    let mut fits = suite.sale();
    fits.milestones[1].amount = Suite::units(67_500);
    let sale = suite.agree(fits);
    assert_eq!(reservation(&suite, sale).parts.len(), 3);
}
