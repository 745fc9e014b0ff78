//! The ladder of `types::gas` against what the contracts really send: every submessage has the limit of its rung, and the
//! limits of all that a message sends fit, with its own work, into the rung it stands on itself.
//!
//! cw-multi-test does not keep limits; that the chain does is for the tests on a real VM.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

use cosmwasm_std::{from_json, BankMsg, CosmosMsg, ReplyOn, SubMsg, WasmMsg};
use serde_json::Value;
use suite::{day, on, word, Call, Suite, TermsOf, ARRIVED, BILL, DISCHARGED, GATED_OUT, LOADED};
use types::escrow::ExecuteMsg;
use types::gas::{
    BLOCK, DELIVERY, ESCROW_OWN, FACT_NOTICE, MILESTONES_A_SYNC, MILESTONE_NOTICE, PAYMENT,
    PAYMENTS_A_NOTICE, SHIPMENT_OWN, SUBSCRIBERS_A_TITLE,
};
use types::shipment::AdmittedRole;

/// Six subscribers of one title, and a sale and a service that both have more to pay than one notice does, all of it to
/// contracts, all of it late.
fn crowded(token: bool) -> (Suite, u64) {
    let mut suite = Suite::builder().watched().in_token(token).build();
    let mut terms = suite.sale();
    terms.milestones = vec![on(DISCHARGED, 1_000).due(day(30)).cut_off(day(60)).releasing()];
    terms.milestones.extend([DISCHARGED, DISCHARGED, DISCHARGED].map(|of| on(of, 1_000).due(day(30))));
    terms.milestones.extend([LOADED, ARRIVED, GATED_OUT].map(|of| on(of, 100)));
    let sale = suite.agree(terms);
    suite.issue(suite.order_bill());
    suite.present(BILL, sale);
    let mut freight = suite.freight();
    freight.milestones = vec![on(DISCHARGED, 10), on(DISCHARGED, 20), on(DISCHARGED, 30)];
    let freight = suite.agree(freight);
    suite.escrow("carrier", &ExecuteMsg::Follow { agreement: freight });
    for milestone in 0..4 {
        suite.sell_receivable("seller", "bank", sale, milestone);
    }
    let settlement = (AdmittedRole::Settlement, 1);
    for (role, contracts) in [settlement, (AdmittedRole::Observer, 4)] {
        for _ in 0..contracts {
            let contract = suite.chain.recorder();
            suite.admit_contract(contract.address(), role);
            let subscribe = types::shipment::ExecuteMsg::Subscribe { token_id: word(BILL), cutoffs: vec![] };
            suite.shipment(contract.address(), &subscribe);
        }
    }
    suite.calls.borrow_mut().clear();
    (suite, sale)
}

fn only<'a>(calls: &'a [Call], contract: &str, message: &str) -> &'a Call {
    let mut found = calls.iter().filter(|call| call.contract == contract && call.message == message);
    let (Some(call), None) = (found.next(), found.next()) else {
        panic!("{contract} did not take one {message}: {calls:?}");
    };
    call
}

/// What a submessage is, by the name of its message; a plain payment is `send` or `transfer`.
fn name(sent: &SubMsg) -> String {
    match &sent.msg {
        CosmosMsg::Bank(BankMsg::Send { .. }) => "send".to_owned(),
        CosmosMsg::Wasm(WasmMsg::Execute { msg, .. }) => {
            let json: Value = from_json(msg).unwrap();
            json.as_object().unwrap().keys().next().unwrap().clone()
        }
        other => panic!("{other:?}"),
    }
}

fn rung(name: &str) -> u64 {
    match name {
        "fact" => FACT_NOTICE,
        "milestone" => MILESTONE_NOTICE,
        "deliver" | "lift" => DELIVERY,
        // Native to an account, native to a contract, the token to an account, the token to a contract.
        "send" | "paid" | "transfer" => PAYMENT,
        other => panic!("{other} has no rung"),
    }
}

/// Each submessage may use its rung and no more, and its failure comes back. Returns what they may use together.
#[track_caller]
fn assert_guarded(call: &Call) -> u64 {
    let limits = call.sent.iter().map(|sent| {
        let name = name(sent);
        assert_eq!(sent.gas_limit, Some(rung(&name)), "{} sends {name}", call.message);
        assert_eq!(sent.reply_on, ReplyOn::Error, "{} sends {name}", call.message);
        rung(&name)
    });
    limits.sum()
}

fn count(call: &Call, of: &[&str]) -> u64 {
    call.sent.iter().filter(|sent| of.contains(&name(sent).as_str())).count() as u64
}

#[test]
fn the_biggest_notice_fits_on_every_rung() {
    for token in [false, true] {
        let (mut suite, sale) = crowded(token);
        suite.happened(BILL, DISCHARGED, day(36));
        let calls = suite.calls.borrow().clone();

        let report = only(&calls, "oracle", "report");
        assert_eq!(assert_guarded(report), FACT_NOTICE);

        let fact = only(&calls, "shipment", "fact");
        assert_eq!(count(fact, &["milestone"]), SUBSCRIBERS_A_TITLE, "all places are taken");
        assert!(SHIPMENT_OWN + assert_guarded(fact) <= FACT_NOTICE);

        let notice = only(&calls, "escrow", "milestone");
        let payments = count(notice, &["send", "paid", "transfer"]);
        assert_eq!(payments, PAYMENTS_A_NOTICE, "as many as a notice makes: {:?}", notice.sent);
        assert_eq!(count(notice, &["deliver"]), 1);
        assert!(ESCROW_OWN + assert_guarded(notice) <= MILESTONE_NOTICE);

        // The rest is done by `sync`, as many a call, and each call fits into a notice too.
        for _ in 0..2 {
            suite.calls.borrow_mut().clear();
            suite.sync(sale);
            let calls = suite.calls.borrow().clone();
            let sync = only(&calls, "escrow", "sync");
            assert!(ESCROW_OWN + assert_guarded(sync) <= MILESTONE_NOTICE);
        }
    }
}

#[test]
fn everything_in_the_end_is_paid_by_sync() {
    for token in [false, true] {
        let (mut suite, sale) = crowded(token);
        suite.happened(BILL, DISCHARGED, day(36));
        let open = |suite: &Suite, agreement| {
            let milestones = suite.agreement(agreement).milestones;
            milestones.iter().filter(|of| of.state == types::escrow::MilestoneState::Open).count()
        };
        for _ in 0..2 {
            suite.sync(sale);
            if open(&suite, sale + 1) > 0 {
                suite.sync(sale + 1);
            }
        }
        assert_eq!((open(&suite, sale), open(&suite, sale + 1)), (3, 0));
        // Six started days, six hundredths of each thousand.
        assert_eq!(suite.balance("bank"), 4 * 940);
        suite.assert_solvent();
    }
}

#[test]
fn the_last_answer_has_room_for_the_deposits() {
    let (mut suite, _) = crowded(false);
    for of in suite.voyage(BILL).milestones {
        suite.calls.borrow_mut().clear();
        suite.happened(BILL, of.milestone.event.as_str(), of.planned);
    }
    let calls = suite.calls.borrow().clone();
    let report = only(&calls, "oracle", "report");
    assert_eq!(count(report, &["send"]), 1, "the deposits go back");
    assert!(1_000_000 + assert_guarded(report) < BLOCK);
}

#[test]
fn a_sync_of_titles_with_every_place_taken_fits_into_a_block() {
    let (mut suite, _) = crowded(false);
    suite.deafen("shipment", &["fact"]);
    for of in suite.voyage(BILL).milestones {
        suite.happened(BILL, of.milestone.event.as_str(), of.planned);
    }
    suite.watch("shipment");
    suite.calls.borrow_mut().clear();
    suite.sync_title(BILL);
    let calls = suite.calls.borrow().clone();
    let sync = only(&calls, "shipment", "sync");
    assert_eq!(count(sync, &["milestone"]), MILESTONES_A_SYNC * SUBSCRIBERS_A_TITLE);
    assert!(SHIPMENT_OWN + assert_guarded(sync) < BLOCK);
    // One more has the other two.
    suite.calls.borrow_mut().clear();
    suite.sync_title(BILL);
    let calls = suite.calls.borrow().clone();
    assert_eq!(count(only(&calls, "shipment", "sync"), &["milestone"]), 2 * SUBSCRIBERS_A_TITLE);
}

/// A verdict and the long-stop make all their payments at once.
#[test]
fn the_long_stop_of_sixteen_milestones_fits_into_a_block() {
    for token in [false, true] {
        let mut suite = Suite::builder().watched().in_token(token).build();
        let mut terms = suite.sale();
        terms.milestones = (0..16).map(|_| on(GATED_OUT, 100)).collect();
        let sale = suite.agree(terms);
        suite.issue(suite.order_bill());
        suite.present(BILL, sale);
        for milestone in 0..16 {
            suite.sell_receivable("seller", "bank", sale, milestone);
        }
        suite.wait_until(day(120));
        suite.calls.borrow_mut().clear();
        suite.escrow("anyone", &ExecuteMsg::LongStop { agreement: sale });
        let calls = suite.calls.borrow().clone();
        let long_stop = only(&calls, "escrow", "long_stop");
        assert_eq!(count(long_stop, &["lift"]), 1);
        assert_eq!(long_stop.sent.len(), 16 + 1 + 1, "owners, the hold, one refund");
        assert!(1_000_000 + assert_guarded(long_stop) < BLOCK);
        assert_eq!(suite.balance("bank"), 800);
    }
}
