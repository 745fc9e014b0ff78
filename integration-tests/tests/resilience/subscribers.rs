//! Contracts that are told of the same milestone, before the escrow and after it. None of them can cost it its payout.
//!
//! One that uses up its gas cannot be played here: cw-multi-test ignores gas limits. That the limits are set, and add up,
//! is in `gas_ladder.rs`; that the chain keeps them is in `chain/hostile_test.go`.

use cosmwasm_std::Addr;
use suite::{day, word, Suite, BILL, DISCHARGED, LOADED};
use testing::{events, Manner, Part};
use types::shipment::{AdmittedRole, ExecuteMsg};
use types::{escrow, notice, shipment};

/// How a subscriber takes a notice, as far as native code can.
const MANNERS: [Manner; 6] = [
    Manner::Refuses,
    Manner::Panics,
    Manner::SendsToNobody,
    Manner::SendsNonsense,
    Manner::EmitsNonsense,
    Manner::ReturnsNonsense,
];

fn subscribe(suite: &mut Suite, contract: &Addr) {
    suite.admit_contract(contract, AdmittedRole::Observer);
    suite.shipment(contract, &ExecuteMsg::Subscribe { token_id: word(BILL), cutoffs: vec![] });
}

fn saboteur(suite: &mut Suite, manner: Manner) {
    let contract = suite.chain.cast(&Part::Saboteur(manner));
    subscribe(suite, &contract);
}

#[test]
fn a_subscriber_that_fails_costs_no_other_its_payout() {
    for manner in MANNERS {
        for mut suite in Suite::both() {
            let sale = suite.agree(suite.sale());
            suite.issue(suite.order_bill());
            saboteur(&mut suite, manner);
            suite.present(BILL, sale);
            saboteur(&mut suite, manner);
            let observer = suite.chain.recorder();
            subscribe(&mut suite, observer.address());

            let response = suite.happened(BILL, DISCHARGED, day(36));
            let failed = if matches!(manner, Manner::ReturnsNonsense) { 0 } else { 2 };
            assert_eq!(events(&response, "shipment/notice_failed").len(), failed, "{manner:?}");
            assert_eq!(suite.gained("seller"), 6_000, "{manner:?}");
            assert_eq!(suite.holder(BILL), suite.address("buyer"), "{manner:?}");
            assert_eq!(observer.received(&suite.chain).len(), 1, "{manner:?}: who comes later is told");
            suite.assert_solvent();
        }
    }
}

/// A subscriber has the escrow settle again when it is told.
#[test]
fn a_subscriber_that_answers_back_changes_nothing() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        let busy = suite.chain.recorder();
        subscribe(&mut suite, busy.address());
        suite.present(BILL, sale);
        let sync = escrow::ExecuteMsg::Sync { agreement: sale };
        let sync_title = shipment::ExecuteMsg::Sync { token_id: word(BILL) };
        let answer = vec![
            suite.call("escrow", &sync),
            suite.call("shipment", &sync_title),
            suite.call("escrow", &sync),
        ];
        busy.answer(&mut suite.chain, answer);
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (9_000, 10_000));
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
        suite.assert_solvent();
    }
}

/// One that came before the escrow has a correction in its hands, by which the payment would be less, and brings it as
/// soon as it is told of the fact. The escrow heard the fact before.
#[test]
fn a_subscriber_that_knows_better_is_too_late() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        let busy = suite.chain.recorder();
        subscribe(&mut suite, busy.address());
        suite.present(BILL, sale);
        suite.wait_until(day(40));
        let subject = suite.subject(BILL, DISCHARGED);
        let round = suite.round_digest(&subject, 1);
        let late = crate::happened(day(39));
        let signed = |number| suite.committee.reporter(number).sign(number, &round, late, suite.now());
        let reports = suite.committee.all().map(signed).collect();
        let correction = types::oracle::ExecuteMsg::Report { subject, round: 1, reports };
        let answer = vec![suite.call("oracle", &correction)];
        busy.answer(&mut suite.chain, answer);
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (6_000, 10_000));
        assert_eq!(
            suite.known(BILL, DISCHARGED).happened,
            Some(day(39)),
            "the correction stands in the journey"
        );
        suite.assert_solvent();
    }
}

#[test]
fn strangers_take_no_place_of_the_escrows() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.sale());
    suite.issue(suite.order_bill());
    for _ in 0..4 {
        let observer = suite.chain.recorder();
        subscribe(&mut suite, observer.address());
    }
    let fifth = suite.chain.recorder();
    suite.admit_contract(fifth.address(), AdmittedRole::Observer);
    let subscribe = ExecuteMsg::Subscribe { token_id: word(BILL), cutoffs: vec![] };
    let full = ::shipment::ContractError::NoWatcherPlace { settles: false };
    suite.refused(&fifth, "shipment", &subscribe, full);
    suite.present(BILL, sale);
    suite.happened(BILL, LOADED, day(4));
    assert_eq!(suite.gained("seller"), 3_000);
}

#[test]
fn nobody_but_its_source_brings_a_notice() {
    let (mut suite, _) = crate::present(Suite::native());
    let standing = types::journey::Standing { happened: Some(day(36)), ..Default::default() };
    let (token_id, milestone) = (word(BILL), suite::milestone(DISCHARGED));
    let fact = notice::FactNotice { token_id, sequence: 9, milestone, standing };
    let told = notice::MilestoneNotice { token_id: word(BILL), sequence: 9, milestone, standing };
    for liar in ["thief", "seller", "escrow", "bank"] {
        suite.is_refused(liar, "shipment", &ExecuteMsg::Fact(fact.clone()));
    }
    for liar in ["thief", "seller", "oracle", "bank"] {
        suite.is_refused(liar, "escrow", &escrow::ExecuteMsg::Milestone(told.clone()));
    }
}
