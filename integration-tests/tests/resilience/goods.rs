//! The same goods and the same invoice serve once; a title has a second place for who serves it.

use escrow::ContractError;
use suite::{day, word, Suite, BILL, DISCHARGED, GATED_OUT, INSPECTED, LOADED};
use types::digest::Digest;
use types::escrow::{AgreementStatus, ExecuteMsg, Terms};
use types::shipment::ExecuteMsg as Act;

use crate::{present, presented};

/// Another sale, to the investor.
fn second_sale(suite: &Suite) -> Terms {
    Terms {
        payer: suite.address("investor").into_string(),
        invoice: Digest::of(b"salt and invoice 8"),
        ..suite.sale()
    }
}

#[test]
fn the_same_goods_are_not_sold_twice() {
    let (mut suite, _) = present(Suite::native());
    let second = suite.agree(second_sale(&suite));
    let presentation = suite.presentation(BILL, second);
    suite.refused("seller", "shipment", &presentation, shipment::ContractError::Encumbered);
}

#[test]
fn the_same_goods_of_a_waybill_are_not_sold_twice() {
    let mut suite = Suite::native();
    let first = suite.agree(suite.waybill_sale());
    let terms = Terms { invoice: Digest::of(b"salt and invoice 8"), ..suite.waybill_sale() };
    let second = suite.agree(terms);
    suite.issue(suite.waybill());
    let bind = |suite: &Suite, sale| Act::Bind {
        token_id: word(BILL),
        to: suite.escrow.to_string(),
        msg: suite::present_msg(sale),
    };
    let (once, again) = (bind(&suite, first), bind(&suite, second));
    suite.shipment("seller", &once);
    suite.refused("seller", "shipment", &again, shipment::ContractError::BoundAlready);
    suite.refused("seller", "shipment", &once, shipment::ContractError::BoundAlready);
}

#[test]
fn the_same_invoice_is_financed_once() {
    for mut suite in Suite::both() {
        let (first, second) = (suite.propose(&suite.sale()), suite.propose(&suite.sale()));
        suite.accept(first);
        let terms = suite.sale();
        let call = suite.acceptance(second, &terms);
        let before = suite.state();
        testing::assert_err(
            suite.at_once("buyer", vec![call]),
            ContractError::InvoiceTaken { agreement: first },
        );
        assert!(suite.state() == before);
        assert_eq!(suite.spent("buyer"), 10_000);
        // When it is over, a new order under the same number is nobody's business.
        suite.wait_until(day(120));
        suite.escrow("anyone", &ExecuteMsg::LongStop { agreement: first });
        let mut again = suite.sale();
        again.long_stop = day(240);
        let third = suite.agree(again);
        assert_eq!(suite.status(third), AgreementStatus::Active);
    }
}

#[test]
fn freight_is_paid_in_the_same_notice() {
    for (mut suite, sale) in presented() {
        let freight = suite.agree(suite.freight());
        suite.escrow("carrier", &ExecuteMsg::Follow { agreement: freight });
        let deposits = suite.chain.balance(&suite.asset, &suite.address("carrier"));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.balance("carrier"), deposits + 500);
        assert_eq!(suite.gained("seller"), 6_000 - 500);
        assert_eq!(suite.status(freight), AgreementStatus::Closed);
        assert_eq!(suite.status(sale), AgreementStatus::Presented);
        suite.assert_solvent();
    }
}

#[test]
fn strangers_do_not_take_the_place_of_the_service() {
    let (mut suite, _) = present(Suite::native());
    let mut terms = suite.freight();
    terms.payer = suite.address("thief").into_string();
    terms.payee = suite.address("anyone").into_string();
    let fake = suite.agree(terms);
    suite.refused(
        "thief",
        "escrow",
        &ExecuteMsg::Follow { agreement: fake },
        ContractError::NoPartOfTitle {},
    );
    let freight = suite.agree(suite.freight());
    suite.escrow("carrier", &ExecuteMsg::Follow { agreement: freight });
    let mut terms = suite.freight();
    terms.invoice = Digest::of(b"salt and storage invoice");
    let second = suite.agree(terms);
    let taken = ContractError::TitleTaken { token_id: BILL.to_owned(), agreement: freight };
    suite.refused("carrier", "escrow", &ExecuteMsg::Follow { agreement: second }, taken);
}

/// After gate-out the goods are gone; at an inspection or in a store they may be.
#[test]
fn no_milestone_at_or_after_delivery_releases_the_title() {
    let suite = &mut Suite::native();
    for event in [GATED_OUT, INSPECTED] {
        let mut terms = suite.sale();
        let release = suite::TermsOf::releasing(suite::on(event, 1));
        terms.milestones = vec![suite::on(LOADED, 1), release];
        let propose = ExecuteMsg::Propose { terms: Box::new(terms), valid_until: day(1) };
        let refused = ContractError::ReleasesAfterDelivery { milestone: 1, event: word(event) };
        suite.refused("seller", "escrow", &propose, refused);
    }
}

/// The goods of a waybill that was paid for are sold: its facts must not pay for the next order of the same buyer.
#[test]
fn a_waybill_that_was_paid_for_serves_no_second_sale() {
    let mut suite = Suite::native();
    let first = suite.agree(suite.waybill_sale());
    suite.issue(suite.waybill());
    let bind = |suite: &Suite, sale| Act::Bind {
        token_id: word(BILL),
        to: suite.escrow.to_string(),
        msg: suite::present_msg(sale),
    };
    let presents = bind(&suite, first);
    suite.shipment("seller", &presents);
    for (event, at) in [(LOADED, 4), (DISCHARGED, 36), (GATED_OUT, 38)] {
        suite.happened(BILL, event, day(at));
    }
    assert_eq!(suite.gained("seller"), 10_000);
    let terms = Terms { invoice: Digest::of(b"salt and invoice 8"), ..suite.waybill_sale() };
    let second = suite.agree(terms);
    let presents = bind(&suite, second);
    suite.is_refused("seller", "shipment", &presents);
}
