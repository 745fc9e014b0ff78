//! The six steps.

use suite::{day, milestone, Suite, BILL, DEPOSIT, DISCHARGED, GATED_OUT, LOADED};
use testing::events;
use types::escrow::{AgreementStatus, Cw20Hook, ExecuteMsg, MilestoneState, TitleHold};
use types::journey::Standing;
use types::shipment::TitleStatus;

use crate::presented;

#[test]
fn the_payee_proposes_and_no_money_moves() {
    for mut suite in Suite::both() {
        let sale = suite.propose(&suite.sale());
        assert_eq!(suite.status(sale), AgreementStatus::Proposed);
        assert_eq!((suite.spent("buyer"), suite.balance("escrow")), (0, 0));
        assert!(suite.agreement(sale).milestones.iter().all(|of| of.owner.is_none()), "no receivable yet");
    }
}

#[test]
fn the_payer_accepts_by_the_terms_digest_and_each_milestone_becomes_the_payees_receivable() {
    for mut suite in Suite::both() {
        let sale = suite.propose(&suite.sale());
        suite.accept(sale);
        assert_eq!(suite.status(sale), AgreementStatus::Active);
        assert_eq!((suite.spent("buyer"), suite.balance("escrow")), (10_000, 10_000));
        let seller = suite.address("seller").into_string();
        assert!(suite.agreement(sale).milestones.iter().all(|of| of.owner.as_ref() == Some(&seller)));
        let key = types::escrow::QueryMsg::FinancingKey {
            payer: suite.address("buyer").into_string(),
            payee: seller,
            invoice: suite.sale().invoice,
        };
        assert_eq!(suite.query::<Option<u64>>(&suite.escrow, &key), Some(sale));
        suite.assert_solvent();
    }
}

#[test]
fn a_payer_that_proposes_has_its_money_back_if_nothing_comes_of_it() {
    for mut suite in Suite::both() {
        let (terms, valid_until) = (Box::new(suite.sale()), day(1));
        let msg = ExecuteMsg::Propose { terms: terms.clone(), valid_until };
        let call = suite.paid_call(&msg, &Cw20Hook::Propose { terms, valid_until }, 10_000);
        suite.at_once("buyer", vec![call]).unwrap();
        assert_eq!(suite.balance("escrow"), 10_000);
        suite.chain.advance(suite::DAY + 1);
        let agreement = suite.last_agreement();
        suite.escrow("anyone", &ExecuteMsg::EndProposal { agreement });
        assert_eq!((suite.spent("buyer"), suite.balance("escrow")), (0, 0));
    }
}

#[test]
fn issuing_a_title_asks_the_feed_for_all_its_milestones_at_once() {
    let mut suite = Suite::native();
    suite.issue(suite.order_bill());
    let inquiry = suite.inquiry(BILL);
    assert_eq!((inquiry.feed, inquiry.questions.len(), inquiry.sequence), (suite.feed, 6, 0));
    assert_eq!(suite.spent("carrier"), 6 * DEPOSIT);
    assert_eq!(suite.holder(BILL), suite.address("seller"));
    assert_eq!(suite.codes(BILL), ["ISSUE"]);
}

#[test]
fn presenting_a_title_that_complies_holds_it_and_asks_the_cut_offs() {
    for (suite, sale) in presented() {
        let agreement = suite.agreement(sale);
        assert_eq!(agreement.status, AgreementStatus::Presented);
        assert_eq!((agreement.title, agreement.discrepancies.len()), (TitleHold::Held, 0));
        assert_eq!(suite.title(BILL).encumbered_by, Some(suite.escrow.to_string()));
        assert_eq!(suite.holder(BILL), suite.address("seller"), "the seller still holds it");
        assert_eq!(suite.voyage(BILL).subscribers, [suite.escrow.to_string()]);
        for (event, cutoff) in [(LOADED, day(8)), (DISCHARGED, day(60)), (GATED_OUT, day(70))] {
            assert_eq!(suite.question(BILL, event).cutoffs, [cutoff], "{event}");
        }
    }
}

#[test]
fn discrepant_documents_wait_for_the_payer() {
    for mut suite in Suite::both() {
        let mut terms = suite.sale();
        let title = terms.title.as_mut().unwrap();
        (title.loading, title.latest_shipment) = (Some(suite::word("CNNGB")), Some(day(3)));
        let sale = suite.agree(terms);
        suite.issue(suite.order_bill());
        suite.present(BILL, sale);
        assert_eq!(suite.status(sale), AgreementStatus::Discrepant);
        assert_eq!(suite.agreement(sale).discrepancies.len(), 2);
        suite.happened(BILL, LOADED, day(4));
        assert_eq!(suite.gained("seller"), 0, "facts do not count before the waiver");

        let waiver = suite.waiver(sale);
        suite.escrow("buyer", &waiver);
        assert_eq!(suite.status(sale), AgreementStatus::Presented);
        assert_eq!(suite.gained("seller"), 3_000, "what was final counts at once");
    }
}

#[test]
fn discrepant_documents_go_back_and_may_be_presented_again() {
    let mut suite = Suite::native();
    let mut terms = suite.sale();
    terms.title.as_mut().unwrap().loading = Some(suite::word("CNNGB"));
    let sale = suite.agree(terms);
    suite.issue(suite.order_bill());
    suite.present(BILL, sale);
    suite.escrow("buyer", &ExecuteMsg::ReturnDocuments { agreement: sale, remark: None });
    assert_eq!(suite.title(BILL).encumbered_by, None);
    assert_eq!(suite.status(sale), AgreementStatus::Active);
    suite.present(BILL, sale);
    suite.chain.advance(5 * suite::DAY);
    suite.escrow("anyone", &ExecuteMsg::ReturnDocuments { agreement: sale, remark: None });
    assert_eq!(suite.title(BILL).encumbered_by, None);
}

/// The heart of it: one transaction carries nine signatures, and in it the fact is final, the journey goes on, the
/// owner is paid and the title is delivered.
#[test]
fn nine_signatures_in_one_transaction_pay_and_deliver() {
    for (mut suite, sale) in presented() {
        suite.happened(BILL, LOADED, day(4));
        assert_eq!(suite.gained("seller"), 3_000);
        assert_eq!(suite.holder(BILL), suite.address("seller"), "the goods are on board, not yet released");

        suite.wait_until(day(36));
        let outcome = types::journey::Outcome::Happened { at: day(36) };
        let report = suite.report(BILL, DISCHARGED, outcome, 1..=9);
        let types::oracle::ExecuteMsg::Report { reports, .. } = &report else { panic!("a report") };
        assert_eq!(reports.len(), 9);
        let response = suite.oracle("anyone", &report);
        for event in [
            "oracle/fact_decided",
            "shipment/milestone_learned",
            "escrow/milestone_ended",
            "escrow/title_released",
            "shipment/delivered",
        ] {
            assert_eq!(events(&response, event).len(), 1, "{event}");
        }
        let happened = Standing { happened: Some(day(36)), ..Standing::default() };
        assert_eq!(suite.known(BILL, DISCHARGED), happened);
        assert_eq!(suite.gained("seller"), 9_000);
        assert_eq!(suite.states(sale)[1], MilestoneState::Settled);
        let title = suite.title(BILL);
        let buyer = suite.address("buyer").into_string();
        assert_eq!((title.holder, title.beneficiary, title.encumbered_by), (buyer.clone(), buyer, None));
        assert_eq!(suite.codes(BILL), ["ISSUE", "ENDORSE_TO_ORDER"]);
        suite.assert_solvent();
    }
}

#[test]
fn a_retention_is_paid_after_delivery_and_closes_the_agreement() {
    for (mut suite, sale) in presented() {
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.status(sale), AgreementStatus::Presented);
        suite.happened(BILL, GATED_OUT, day(38));
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (10_000, 10_000));
        assert_eq!(suite.owed_by_escrow(&suite.asset), 0);
        assert_eq!(suite.balance("escrow"), 0);
    }
}

#[test]
fn lateness_costs_by_the_events_own_time() {
    for (mut suite, _) in presented() {
        // Three started days after day 37: three hundredths of 6,000. Reported a day later, which costs nothing.
        let at = suite::hours(39, 6);
        suite.wait_until(day(40));
        suite.happened(BILL, DISCHARGED, at);
        assert_eq!(suite.gained("seller"), 6_000 - 180);
        assert_eq!(suite.spent("buyer"), 10_000 - 180);
    }
}

#[test]
fn the_buyer_surrenders_the_title_and_the_record_stays() {
    for (mut suite, _) in presented() {
        suite.happened(BILL, DISCHARGED, day(36));
        suite.collect("buyer", BILL);
        let title = suite.title(BILL);
        assert_eq!(title.status, TitleStatus::Accomplished);
        assert_eq!(title.holder, suite.address("buyer").into_string());
        assert_eq!(suite.codes(BILL), ["ISSUE", "ENDORSE_TO_ORDER", "SURRENDER_FOR_DELIVERY", "SACC"]);
        assert_eq!(suite.control(BILL).controller, None);
        // The retention is still paid: it depends on the journey, not on the token.
        suite.happened(BILL, GATED_OUT, day(38));
        assert_eq!(suite.gained("seller"), 7_000);
    }
}

#[test]
fn the_last_answer_returns_the_carriers_deposits() {
    let mut suite = Suite::native();
    suite.issue(suite.order_bill());
    for status in suite.voyage(BILL).milestones {
        assert_eq!(suite.spent("carrier"), 6 * DEPOSIT);
        assert_eq!(status.milestone, milestone(status.milestone.event.as_str()));
        suite.happened(BILL, status.milestone.event.as_str(), status.planned);
    }
    assert_eq!(suite.spent("carrier"), 0);
    suite.assert_solvent();
}
