//! Amendments: version n is void, version n + 1 is issued.

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
use guard::PaymentError;
use numeric::Amount;
use shipment::domain::status::Step;
use shipment::domain::title::Form;
use shipment::ContractError;
use support::*;
use types::digest::Digest;
use types::journey::{JourneyError, MAX_MILESTONES};
use types::oracle;
use types::shipment::*;

/// Only the document.
fn amendment() -> Amendment {
    Amendment {
        document: Digest::of(b"salt and bill, version 2"),
        uri: None,
        goods: None,
        consignee: None,
        route: None,
    }
}

fn amend(amendment: Amendment) -> ExecuteMsg {
    ExecuteMsg::Amend { token_id: bill_id(), amendment: Box::new(amendment) }
}

/// To Rotterdam instead of Hamburg, and by barge to Basel.
fn rerouted() -> Route {
    Route {
        legs: vec![leg("CNSHA", "NLRTM", "1", 2, 31), leg("NLRTM", "CHBSL", "8", 32, 37)],
        milestones: vec![planned(0, "LOAD", 1), planned(0, "DISC", 31), planned(1, "ARRI", 37)],
    }
}

fn reroute(route: Route) -> ExecuteMsg {
    amend(Amendment { route: Some(route), ..amendment() })
}

/// Surrendered for amendment.
fn surrendered(msg: impl Fn(&World) -> IssueMsg) -> World {
    let mut world = World::new();
    world.issue(msg(&world));
    let shipper = world.shipper.clone();
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    world
}

#[test]
fn what_is_not_amended_stays() {
    let mut world = surrendered(order_bill);
    let (carrier, shipper) = (world.carrier.clone(), world.shipper.clone());
    let before = world.bill();
    world.must(&carrier, &amend(amendment()));
    let after = world.bill();
    assert_eq!(after.status, TitleStatus::Issued);
    assert_eq!((after.version, after.document.clone()), (2, Digest::of(b"salt and bill, version 2")));
    assert_eq!(
        TitleResponse {
            status: before.status,
            version: 1,
            document: before.document.clone(),
            answer_by: before.answer_by,
            ..after
        },
        before
    );
    assert_eq!(world.codes(), ["ISSUE", "SURRENDER_FOR_AMENDMENT", "SACC", "ISSUE"]);
    assert_eq!(world.acts(BILL)[3].recipient.as_deref(), Some(shipper.as_str()));
    assert_eq!(world.voyage().plan, journey());
}

#[test]
fn goods_and_uri_are_amended() {
    let mut world = surrendered(order_bill);
    let carrier = world.carrier.clone();
    let goods = Goods::Root { root: Digest::of(b"root"), lines: 12 };
    let uri = word("https://bills.example/7-2");
    world.must(&carrier, &amend(Amendment { goods: Some(goods.clone()), uri: Some(uri), ..amendment() }));
    let title = world.bill();
    assert_eq!((title.goods, title.uri.unwrap().as_str()), (goods, "https://bills.example/7-2"));
}

#[test]
fn goods_that_are_none_are_refused() {
    let mut world = surrendered(order_bill);
    let carrier = world.carrier.clone();
    let goods = Some(Goods::Lines(vec![]));
    world.refused(&carrier, &amend(Amendment { goods, ..amendment() }), ContractError::NoGoods);
    let Goods::Lines(mut lines) = world.bill().goods else { unreachable!("the bill shows its goods") };
    let hs = lines[0].hs.clone();
    lines[0].quantity = Amount::ZERO;
    let goods = Some(Goods::Lines(lines));
    world.refused(&carrier, &amend(Amendment { goods, ..amendment() }), ContractError::NoQuantity { hs });
}

#[test]
fn only_a_surrender_for_amendment_is_answered_by_one() {
    let mut world = World::with_bill();
    let (carrier, shipper) = (world.carrier.clone(), world.shipper.clone());
    let wrong = |actual| ContractError::WrongStatus { actual, step: Step::Amend };
    world.refused(&carrier, &amend(amendment()), wrong(TitleStatus::Issued));
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    let delivery = TitleStatus::Surrendered(SurrenderFor::Delivery);
    world.refused(&carrier, &amend(amendment()), wrong(delivery));
    let not_issuer = ContractError::NotIssuer { sender: shipper.clone(), issuer: carrier };
    world.refused(&shipper, &amend(amendment()), not_issuer);
}

#[test]
fn a_consignee_is_changed_where_there_is_one() {
    for make in [straight_bill as fn(&World) -> IssueMsg, waybill] {
        let mut world = surrendered(make);
        let (carrier, bank) = (world.carrier.clone(), world.bank.to_string());
        world.must(&carrier, &amend(Amendment { consignee: Some(bank.clone()), ..amendment() }));
        assert_eq!(world.bill().kind.consignee(), Some(bank.as_str()));
    }
    let mut world = surrendered(order_bill);
    let (carrier, bank) = (world.carrier.clone(), world.bank.to_string());
    let none = ContractError::NamesNoConsignee { form: Form::Order };
    world.refused(&carrier, &amend(Amendment { consignee: Some(bank), ..amendment() }), none);
}

#[test]
fn a_straight_bill_moves_to_its_new_consignee() {
    let mut world = surrendered(straight_bill);
    let (carrier, shipper, buyer, bank) =
        (world.carrier.clone(), world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    world.must(&carrier, &amend(Amendment { consignee: Some(bank.to_string()), ..amendment() }));
    world.refused(&shipper, &transfer(&buyer), ContractError::OnlyToConsignee { to: buyer.clone() });
    world.must(&shipper, &transfer(&bank));
}

#[test]
fn a_new_route_asks_what_was_not_asked_before_and_forgets_nothing() {
    let mut world = surrendered(order_bill);
    let carrier = world.carrier.clone();
    world.fact(1, milestone(0, "LOAD", "CNSHA"), happened(day(1).seconds())).unwrap();
    world.chain.fund(&carrier, coin(20, "untrn"));
    let shipment = world.shipment.clone();
    world.chain.execute(&carrier, &shipment, &reroute(rerouted()), &[coin(20, "untrn")]).unwrap();

    let asked = world.asked();
    assert_eq!(asked[1].funds, [coin(20, "untrn")]);
    assert_eq!(
        asked[1].msg,
        oracle::ExecuteMsg::Ask {
            token_id: bill_id(),
            feed: 3,
            questions: vec![milestone(0, "DISC", "NLRTM"), milestone(1, "ARRI", "CHBSL")],
            refund_to: carrier.to_string(),
            until: day(37 + 365),
        }
    );
    let voyage = world.voyage();
    assert_eq!(voyage.plan.legs, rerouted().legs);
    assert_eq!(voyage.plan.feed, 3);
    let listed: Vec<_> = voyage.milestones.iter().map(|m| (m.milestone, m.planned)).collect();
    assert_eq!(
        listed,
        [
            (milestone(0, "LOAD", "CNSHA"), day(1)),
            (milestone(0, "DISC", "DEHAM"), day(32)),
            (milestone(1, "ARRI", "CZPRG"), day(35)),
            (milestone(0, "DISC", "NLRTM"), day(31)),
            (milestone(1, "ARRI", "CHBSL"), day(37)),
        ]
    );
    assert_eq!(voyage.milestones[0].standing, happened(day(1).seconds()));
    // The new and the superseded questions both take facts.
    world.fact(2, milestone(1, "ARRI", "CHBSL"), happened(day(38).seconds())).unwrap();
    world.fact(3, milestone(1, "ARRI", "CZPRG"), not_by(day(60).seconds())).unwrap();
    assert_eq!(world.voyage().milestones[4].standing, happened(day(38).seconds()));
}

#[test]
fn what_is_known_stays_in_the_plan_as_it_was() {
    let mut world = surrendered(order_bill);
    let carrier = world.carrier.clone();
    world.fact(1, milestone(0, "LOAD", "CNSHA"), happened(day(1).seconds())).unwrap();
    let known = || ContractError::KnownMilestone { milestone: milestone(0, "LOAD", "CNSHA") };
    let without = Route { milestones: rerouted().milestones[1..].to_vec(), ..rerouted() };
    world.refused(&carrier, &reroute(without), known());
    let mut later = rerouted();
    later.milestones[0] = planned(0, "LOAD", 2);
    world.refused(&carrier, &reroute(later), known());
    let mut elsewhere = rerouted();
    elsewhere.legs[0] = leg("CNNGB", "NLRTM", "1", 2, 31);
    world.refused(&carrier, &reroute(elsewhere), known());
    world.must(&carrier, &reroute(rerouted()));
}

#[test]
fn a_route_back_asks_nothing_twice() {
    let mut world = surrendered(order_bill);
    let (carrier, shipper) = (world.carrier.clone(), world.shipper.clone());
    world.must(&carrier, &reroute(rerouted()));
    world.must(&shipper, &surrender(SurrenderFor::Amendment));
    let back = Route { legs: journey().legs, milestones: journey().milestones };
    world.must(&carrier, &reroute(back));
    assert_eq!(world.asked().len(), 2);
    assert_eq!((world.voyage().plan, world.voyage().milestones.len()), (journey(), 5));
    assert_eq!(world.bill().version, 3);
}

#[test]
fn routes_that_are_none_are_refused() {
    let mut world = surrendered(order_bill);
    let carrier = world.carrier.clone();
    let none = Route { legs: vec![], milestones: vec![] };
    world.refused(&carrier, &reroute(none), ContractError::NoLegs);
    let mut unmet = rerouted();
    unmet.legs[1] = leg("BEANR", "CHBSL", "8", 32, 37);
    let error = JourneyError::LegsDoNotMeet { to: word("NLRTM"), from: word("BEANR") };
    world.refused(&carrier, &reroute(unmet), error.into());

    let mut world = surrendered(receipt);
    world.refused(&carrier, &reroute(rerouted()), ContractError::ReceiptTravels);
}

#[test]
fn no_more_than_24_milestones_are_ever_asked() {
    let ports = ["NLRTM", "BEANR", "FRLEH", "GBFXT", "ESALG", "ITGOA", "GRPIR", "TRIST"];
    let mut world = surrendered(order_bill);
    let (carrier, shipper) = (world.carrier.clone(), world.shipper.clone());
    let to = |port: &str| Route {
        legs: vec![leg("CNSHA", port, "1", 2, 31)],
        milestones: vec![planned(0, "ARRI", 31), planned(0, "DISC", 31), planned(0, "GTOT", 31)],
    };
    // 3 asked at issue, 3 more a port: 24 after seven.
    for port in &ports[..7] {
        world.must(&carrier, &reroute(to(port)));
        world.must(&shipper, &surrender(SurrenderFor::Amendment));
    }
    assert_eq!(world.voyage().milestones.len(), MAX_MILESTONES);
    let full = ContractError::TooManyMilestones { max: 24, actual: 27 };
    world.refused(&carrier, &reroute(to(ports[7])), full);
    world.must(&carrier, &amend(amendment()));
}

#[test]
fn money_for_no_new_question_is_refused() {
    let mut world = surrendered(order_bill);
    let carrier = world.carrier.clone();
    world.chain.fund(&carrier, coin(5, "untrn"));
    let funds = [coin(5, "untrn")];
    let refused = ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() });
    world.refused_with_funds(&carrier, &amend(amendment()), &funds, refused);
}
