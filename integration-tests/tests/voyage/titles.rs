//! What may become of the title on its way: other forms, holds that change hands, amendments, lost keys.

use cosmwasm_std::Addr;
use suite::{day, pays, planned, present_msg, word, Suite, BILL, DEPARTED, DISCHARGED, GATED_OUT, LOADED};
use types::digest::Digest;
use types::escrow::{AgreementStatus, Condition, ExecuteMsg, Terms, TitleHold};
use types::shipment::{
    Amendment, ConsentedAct, EndorseTo, ExecuteMsg as Act, IssueMsg, SurrenderFor, TitleStatus,
};

use crate::presented;

fn encumber(to: &Addr) -> Act {
    Act::Encumber { token_id: word(BILL), to: to.to_string(), msg: cosmwasm_std::Binary::from(b"{}") }
}

#[test]
fn a_straight_bill_is_released_to_its_consignee() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.straight_bill());
        suite.present(BILL, sale);
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
        assert_eq!(suite.gained("seller"), 6_000);
    }
}

#[test]
fn a_waybill_is_bound_pays_by_its_journey_and_is_collected_by_its_consignee() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.waybill_sale());
        suite.issue(suite.waybill());
        let (to, msg) = (suite.escrow.to_string(), present_msg(sale));
        suite.shipment("seller", &Act::Bind { token_id: word(BILL), to, msg });
        assert_eq!(suite.title(BILL).bound_to, Some(suite.escrow.to_string()));
        for (event, at) in [(LOADED, 4), (DISCHARGED, 36), (GATED_OUT, 38)] {
            suite.happened(BILL, event, day(at));
        }
        assert_eq!(suite.gained("seller"), 10_000);
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        assert_eq!(suite.holder(BILL), suite.address("seller"), "a waybill is never handed over");
        suite.collect("buyer", BILL);
        assert_eq!(suite.title(BILL).status, TitleStatus::Accomplished);
    }
}

#[test]
fn a_waybill_that_nothing_was_paid_for_is_free_again() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.waybill_sale());
    suite.issue(suite.waybill());
    let (to, msg) = (suite.escrow.to_string(), present_msg(sale));
    suite.shipment("seller", &Act::Bind { token_id: word(BILL), to, msg });
    for (event, cutoff) in [(LOADED, 8), (DISCHARGED, 60), (GATED_OUT, 70)] {
        suite.not_by(BILL, event, day(cutoff));
    }
    assert_eq!(suite.title(BILL).bound_to, None);
    assert_eq!(suite.spent("buyer"), 0);
}

#[test]
fn the_goods_of_a_bound_waybill_may_be_collected_before_the_money_is_settled() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.waybill_sale());
    suite.issue(suite.waybill());
    let (to, msg) = (suite.escrow.to_string(), present_msg(sale));
    suite.shipment("seller", &Act::Bind { token_id: word(BILL), to, msg });
    suite.wait_until(day(36));
    suite.collect("buyer", BILL);
    for (event, at) in [(LOADED, 4), (DISCHARGED, 36), (GATED_OUT, 38)] {
        suite.happened(BILL, event, day(at));
    }
    assert_eq!(suite.gained("seller"), 10_000);
    assert_eq!(suite.status(sale), AgreementStatus::Closed);
}

#[test]
fn a_financier_presents_by_substitution_and_its_hold_returns_if_nothing_is_released() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        let bank = suite.address("bank");
        suite.shipment("seller", &encumber(&bank));
        let (to, msg) = (suite.escrow.to_string(), present_msg(sale));
        let substitute = Act::Substitute { token_id: word(BILL), to, msg };
        suite.is_refused("bank", "shipment", &substitute);
        for milestone in 0..3 {
            suite.sell_receivable("seller", "bank", sale, milestone);
        }
        suite.shipment("bank", &substitute);
        let title = suite.title(BILL);
        assert_eq!(title.encumbered_by, Some(suite.escrow.to_string()));
        assert_eq!(title.residual, Some(bank.to_string()));

        for (event, cutoff) in [(LOADED, 8), (DISCHARGED, 60), (GATED_OUT, 70)] {
            suite.not_by(BILL, event, day(cutoff));
        }
        let title = suite.title(BILL);
        assert_eq!((title.encumbered_by, title.residual), (Some(bank.to_string()), None));
        suite.shipment("bank", &Act::Lift { token_id: word(BILL) });
        assert_eq!(suite.title(BILL).encumbered_by, None);
    }
}

#[test]
fn a_financier_that_substituted_itself_is_paid_and_the_title_goes_to_the_payer() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.order_bill());
        let bank = suite.address("bank");
        suite.shipment("seller", &encumber(&bank));
        for milestone in 0..3 {
            suite.sell_receivable("seller", "bank", sale, milestone);
        }
        let (to, msg) = (suite.escrow.to_string(), present_msg(sale));
        suite.shipment("bank", &Act::Substitute { token_id: word(BILL), to, msg });
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!((suite.balance("bank"), suite.gained("seller")), (9_000, 0));
        let title = suite.title(BILL);
        assert_eq!((title.holder, title.encumbered_by), (suite.address("buyer").into_string(), None));
    }
}

#[test]
fn an_amendment_of_a_held_title_needs_everybody_whose_security_it_is() {
    let [(mut suite, sale), _] = presented();
    suite.sell_receivable("seller", "investor", sale, 1);
    let surrender = Act::Surrender { token_id: word(BILL), purpose: SurrenderFor::Amendment, remark: None };
    suite.is_refused("seller", "shipment", &surrender);
    let consent = ExecuteMsg::ConsentTo { agreement: sale, act: ConsentedAct::Amendment };
    suite.is_refused("thief", "escrow", &consent);
    suite.escrow("buyer", &consent);
    suite.is_refused("seller", "shipment", &surrender);
    suite.escrow("investor", &consent);
    suite.shipment("seller", &surrender);

    let mut route = types::shipment::Route { legs: suite.journey().legs, milestones: vec![] };
    route.milestones = suite.journey().milestones;
    for of in route.milestones.iter_mut().skip(2) {
        of.planned =
            planned(DISCHARGED, of.planned.seconds().saturating_sub(day(0).seconds()) / suite::DAY + 10)
                .planned;
    }
    route.legs[0].arrival = day(45);
    let amendment = Amendment {
        document: Digest::of(b"salt and bill, version 2"),
        uri: None,
        goods: None,
        consignee: None,
        route: Some(route),
    };
    suite.shipment("carrier", &Act::Amend { token_id: word(BILL), amendment: Box::new(amendment) });
    let title = suite.title(BILL);
    assert_eq!((title.version, title.status), (2, TitleStatus::Issued));
    assert_eq!(title.encumbered_by, Some(suite.escrow.to_string()), "the hold holds on");

    // Ten days later by the new plan, but late by what was agreed: eight started days.
    suite.happened(BILL, DISCHARGED, day(45));
    assert_eq!(suite.gained("investor"), 6_000 - 480);
    assert_eq!(suite.holder(BILL), suite.address("buyer"));
}

#[test]
fn a_title_that_is_with_the_carrier_when_it_is_released_is_delivered_as_soon_as_it_can_be() {
    for (mut suite, sale) in presented() {
        let act = ConsentedAct::Amendment;
        suite.escrow("buyer", &ExecuteMsg::ConsentTo { agreement: sale, act });
        let purpose = SurrenderFor::Amendment;
        suite.shipment("seller", &Act::Surrender { token_id: word(BILL), purpose, remark: None });
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.gained("seller"), 6_000, "the payment does not wait");
        assert_eq!(suite.agreement(sale).title, TitleHold::Due);
        suite.sync(sale);
        assert_eq!(suite.agreement(sale).title, TitleHold::Due, "nor can it be delivered now");
        suite.shipment("anyone", &Act::ReturnUnanswered { token_id: word(BILL) });
        suite.sync(sale);
        assert_eq!(suite.agreement(sale).title, TitleHold::Released);
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}

#[test]
fn a_lost_key_of_a_held_title_is_replaced_with_consent() {
    let [(mut suite, sale), _] = presented();
    let new_holder = suite.address("investor").into_string();
    suite.shipment("carrier", &Act::ProposeReplacement { token_id: word(BILL), new_holder });
    suite.chain.advance(14 * suite::DAY);
    let complete = Act::CompleteReplacement { token_id: word(BILL) };
    suite.is_refused("anyone", "shipment", &complete);
    suite.escrow("buyer", &ExecuteMsg::ConsentTo { agreement: sale, act: ConsentedAct::KeyReplacement });
    suite.shipment("anyone", &complete);
    let title = suite.title(BILL);
    assert_eq!(title.holder, suite.address("investor").into_string());
    assert_eq!(title.encumbered_by, Some(suite.escrow.to_string()), "the hold stays");
    suite.happened(BILL, DISCHARGED, day(36));
    assert_eq!(suite.holder(BILL), suite.address("buyer"));
}

#[test]
fn a_bill_endorsed_along_a_chain_is_presented_by_its_last_holder() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.sale());
    let investor = suite.address("investor").into_string();
    suite.issue(IssueMsg { holder: investor, ..suite.order_bill() });
    let seller = suite.address("seller").into_string();
    let to = EndorseTo::Order { to: seller };
    suite.shipment(
        "investor",
        &Act::Endorse { token_id: word(BILL), to, remark: Some(suite::remark("sold")) },
    );
    suite.present(BILL, sale);
    assert_eq!(suite.codes(BILL), ["ISSUE", "ENDORSE_TO_ORDER"]);
    suite.happened(BILL, DEPARTED, day(5));
    assert_eq!(suite.status(sale), AgreementStatus::Presented);
}

#[test]
fn the_buyer_sells_the_goods_on_while_a_part_of_his_own_price_is_kept_back() {
    for (mut suite, first) in presented() {
        for (event, at) in [(LOADED, 4), (DISCHARGED, 36)] {
            suite.happened(BILL, event, day(at));
        }
        assert_eq!(suite.holder(BILL), suite.address("buyer"));

        let mut on_presentation = pays(8_000, Condition::Presentation {});
        on_presentation.releases_title = true;
        let resale = Terms {
            payer: suite.address("investor").to_string(),
            payee: suite.address("buyer").to_string(),
            invoice: Digest::of(b"salt and invoice 8"),
            milestones: vec![on_presentation],
            ..suite.sale()
        };
        let second = suite.agree(resale);
        let msg = suite.presentation(BILL, second);
        suite.shipment("buyer", &msg);
        assert_eq!(suite.holder(BILL), suite.address("investor"));

        suite.happened(BILL, GATED_OUT, day(38));
        suite.sync(first);
        assert_eq!((suite.gained("seller"), suite.status(first)), (10_000, AgreementStatus::Closed));
        suite.assert_solvent();
    }
}

/// The buyer has sold the goods on and lets the bill be made out to whom they go; meanwhile they arrive.
#[test]
fn a_straight_bill_that_was_made_out_to_somebody_else_meanwhile_goes_to_him() {
    for mut suite in Suite::both() {
        let sale = suite.agree(suite.sale());
        suite.issue(suite.straight_bill());
        suite.present(BILL, sale);
        let act = ConsentedAct::Amendment;
        suite.escrow("buyer", &ExecuteMsg::ConsentTo { agreement: sale, act });
        let purpose = SurrenderFor::Amendment;
        suite.shipment("seller", &Act::Surrender { token_id: word(BILL), purpose, remark: None });
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!((suite.gained("seller"), suite.agreement(sale).title), (6_000, TitleHold::Due));
        let amendment = Amendment {
            document: Digest::of(b"salt and bill, version 2"),
            uri: None,
            goods: None,
            consignee: Some(suite.address("investor").into_string()),
            route: None,
        };
        suite.shipment("carrier", &Act::Amend { token_id: word(BILL), amendment: Box::new(amendment) });
        suite.sync(sale);
        assert_eq!(suite.agreement(sale).title, TitleHold::Released);
        assert_eq!(suite.holder(BILL), suite.address("investor"));
    }
}

#[test]
fn a_waybill_is_presented_while_its_consignee_asks_for_the_goods() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.waybill_sale());
    suite.issue(suite.waybill());
    let purpose = SurrenderFor::Delivery;
    suite.shipment("buyer", &Act::Surrender { token_id: word(BILL), purpose, remark: None });
    let (to, msg) = (suite.escrow.to_string(), present_msg(sale));
    suite.shipment("seller", &Act::Bind { token_id: word(BILL), to, msg });
    suite.shipment("carrier", &Act::AcceptSurrender { token_id: word(BILL), remark: None });
    for (event, at) in [(LOADED, 4), (DISCHARGED, 36), (GATED_OUT, 38)] {
        suite.happened(BILL, event, day(at));
    }
    assert_eq!((suite.gained("seller"), suite.status(sale)), (10_000, AgreementStatus::Closed));
}
