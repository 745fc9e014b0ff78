//! Every push has a pull beside it.

use suite::{day, word, Suite, BILL, DISCHARGED, GATED_OUT, LOADED};
use testing::events;
use types::escrow::{AgreementStatus, Change, ExecuteMsg};
use types::shipment;

use crate::presented;

#[test]
fn a_fact_that_shipment_did_not_hear_is_final_all_the_same_and_is_read_by_sync() {
    for (mut suite, _) in presented() {
        suite.deafen("shipment", &["fact"]);
        let response = suite.happened(BILL, LOADED, day(4));
        assert_eq!(events(&response, "oracle/notice_failed").len(), 1);
        assert_eq!(suite.question(BILL, LOADED).standing.happened, Some(day(4)));
        assert_eq!((suite.known(BILL, LOADED).happened, suite.gained("seller")), (None, 0));

        suite.deafen("shipment", &[]);
        suite.sync_title(BILL);
        assert_eq!(suite.gained("seller"), 3_000, "shipment tells the escrow what it learns");
    }
}

#[test]
fn a_notice_that_the_escrow_did_not_hear_is_made_up_for_by_its_sync() {
    for (mut suite, sale) in presented() {
        suite.deafen("escrow", &["milestone"]);
        let response = suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(events(&response, "shipment/notice_failed").len(), 1);
        assert_eq!(suite.gained("seller"), 0);

        suite.deafen("escrow", &[]);
        suite.sync_title(BILL);
        assert_eq!(suite.gained("seller"), 0, "shipment has nothing new to tell");
        suite.sync(sale);
        assert_eq!(suite.gained("seller"), 6_000);
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}

#[test]
fn both_deaf_one_sync_after_the_other() {
    for (mut suite, sale) in presented() {
        suite.deafen("shipment", &["fact"]);
        suite.deafen("escrow", &["milestone"]);
        for (event, at) in [(LOADED, 4), (DISCHARGED, 36), (GATED_OUT, 38)] {
            suite.happened(BILL, event, day(at));
        }
        suite.deafen("shipment", &[]);
        let response = suite.sync_title(BILL);
        assert_eq!(events(&response, "shipment/notice_failed").len(), 3);
        suite.deafen("escrow", &[]);
        suite.sync(sale);
        assert_eq!(suite.gained("seller"), 10_000);
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        suite.assert_solvent();
    }
}

#[test]
fn a_fact_after_missed_ones_does_not_hide_them() {
    for (mut suite, _) in presented() {
        suite.deafen("shipment", &["fact"]);
        suite.happened(BILL, LOADED, day(4));
        suite.deafen("shipment", &[]);
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.gained("seller"), 6_000);
        suite.sync_title(BILL);
        assert_eq!(suite.gained("seller"), 9_000);
    }
}

#[test]
fn a_sync_of_nothing_new_changes_nothing() {
    for (mut suite, sale) in presented() {
        suite.happened(BILL, LOADED, day(4));
        let before = suite.state();
        suite.sync_title(BILL);
        suite.sync(sale);
        assert!(suite.state() == before);
    }
}

#[test]
fn a_pause_stops_new_agreements_and_nothing_else() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        suite.escrow("guardian", &ExecuteMsg::Pause {});
        let mut other = suite.sale();
        other.invoice = types::digest::Digest::of(b"salt and invoice 8");
        let propose = ExecuteMsg::Propose { terms: Box::new(other), valid_until: day(1) };
        suite.is_refused("seller", "escrow", &propose);

        suite.present(BILL, sale);
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        suite.happened(BILL, GATED_OUT, day(38));
        assert_eq!(suite.gained("seller"), 10_000);
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}

#[test]
fn a_pause_of_titles_and_oracle_stops_no_payment() {
    for (mut suite, sale) in presented() {
        suite.shipment("guardian", &shipment::ExecuteMsg::Pause {});
        suite.oracle("guardian", &types::oracle::ExecuteMsg::Pause {});
        for (event, at) in [(LOADED, 4), (DISCHARGED, 36), (GATED_OUT, 38)] {
            suite.happened(BILL, event, day(at));
        }
        assert_eq!(suite.gained("seller"), 10_000);
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        suite.collect("buyer", BILL);
    }
}

#[test]
fn an_escrow_that_is_retired_settles_what_it_holds() {
    for (mut suite, sale) in presented() {
        let contract = suite.escrow.to_string();
        suite.shipment("owner", &shipment::ExecuteMsg::RetireContract { contract });
        for (event, at) in [(LOADED, 4), (DISCHARGED, 36), (GATED_OUT, 38)] {
            suite.happened(BILL, event, day(at));
        }
        assert_eq!(suite.gained("seller"), 10_000);
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}

/// What it holds already is no new risk: the payer's word on documents that are here must not hang on a pause.
#[test]
fn discrepancies_are_waived_while_titles_are_paused_or_the_escrow_is_retired() {
    for retired in [false, true] {
        let mut suite = Suite::native();
        let mut terms = suite.sale();
        terms.title.as_mut().unwrap().loading = Some(word("CNNGB"));
        let sale = suite.agree(terms);
        suite.issue(suite.order_bill());
        suite.present(BILL, sale);
        let contract = suite.escrow.to_string();
        if retired {
            suite.shipment("owner", &shipment::ExecuteMsg::RetireContract { contract });
        } else {
            suite.shipment("guardian", &shipment::ExecuteMsg::Pause {});
        }
        let waiver = suite.waiver(sale);
        suite.escrow("buyer", &waiver);
        suite.happened(BILL, LOADED, day(4));
        assert_eq!(suite.gained("seller"), 3_000);
    }
}

#[test]
fn a_cut_off_is_changed_while_titles_are_paused_or_the_escrow_is_retired() {
    for retired in [false, true] {
        let (mut suite, sale) = crate::present(Suite::native());
        let contract = suite.escrow.to_string();
        if retired {
            suite.shipment("owner", &shipment::ExecuteMsg::RetireContract { contract });
        } else {
            suite.shipment("guardian", &shipment::ExecuteMsg::Pause {});
        }
        let change = Change { amount: None, due: None, cutoff: Some(day(9)), cancel: false };
        let change = ExecuteMsg::Change { agreement: sale, milestone: 0, change };
        suite.escrow("buyer", &change);
        suite.escrow("seller", &change);
        suite.not_by(BILL, LOADED, day(9));
        assert_eq!(suite.spent("buyer"), 7_000);
    }
}

/// A contract that is new to a title gets no place in a pause, nor after its retirement.
#[test]
fn a_pause_and_a_retirement_stop_new_subscriptions() {
    let mut suite = Suite::native();
    suite.issue(suite.order_bill());
    let subscribe = shipment::ExecuteMsg::Subscribe { token_id: word(BILL), cutoffs: vec![] };
    suite.shipment("guardian", &shipment::ExecuteMsg::Pause {});
    suite.is_refused("bank", "shipment", &subscribe);
    suite.shipment("owner", &shipment::ExecuteMsg::Unpause {});
    let contract = suite.address("bank").into_string();
    suite.shipment("owner", &shipment::ExecuteMsg::RetireContract { contract });
    suite.is_refused("bank", "shipment", &subscribe);
}
