//! Presentation: what complies, every way in which a title does not, and what no waiver mends.

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

use escrow::ContractError;
use support::*;
use testing::{attribute, events};
use types::digest::Digest;
use types::escrow::*;
use types::oracle::Cutoff;
use types::shipment::{self, Goods, TitleClass, TitleResponse};

/// A sale that pays 100 when the goods are on board and releases nothing, so that any title can be presented.
fn plain(world: &World) -> Terms {
    sale_of(world, vec![pays(on(loaded()), 100)])
}

impl World {
    /// Presents this title and reads what was found.
    #[track_caller]
    fn found(&mut self, title: &TitleResponse) -> Vec<Discrepancy> {
        self.issue(title);
        self.present(1);
        self.agreement(1).discrepancies
    }
}

#[track_caller]
fn assert_found(
    terms: impl FnOnce(&World) -> Terms,
    title: impl FnOnce(&World) -> TitleResponse,
    expected: &[Discrepancy],
) {
    let mut world = World::agreed(terms);
    let title = title(&world);
    assert_eq!(world.found(&title), expected);
    let status = if expected.is_empty() { AgreementStatus::Presented } else { AgreementStatus::Discrepant };
    assert_eq!(world.status(1), status);
}

#[test]
fn a_title_that_complies_is_held_and_followed() {
    let mut world = World::agreed(sale);
    let presented = world.present(1);
    let agreement = world.agreement(1);
    assert_eq!((agreement.status, agreement.title), (AgreementStatus::Presented, TitleHold::Held));
    assert_eq!((agreement.token_id, agreement.version), (Some(word(BILL)), Some(1)));
    assert_eq!((agreement.discrepancies, agreement.examine_by), (vec![], None));
    let event = events(&presented, "escrow/presented")[0];
    assert_eq!(attribute(event, "discrepancies"), "0");
    let cutoffs = vec![Cutoff { milestone: arrived(), cutoff: day(40) }];
    let subscribe = shipment::ExecuteMsg::Subscribe { token_id: word(BILL), cutoffs };
    assert_eq!(world.shipment_told(), [subscribe]);
    assert_eq!(world.query::<Vec<u64>>(&QueryMsg::AgreementsOf { token_id: word(BILL) }), [1]);
}

#[test]
fn a_waybill_is_bound() {
    let waybills = |world: &World| {
        let mut terms = plain(world);
        terms.title.as_mut().unwrap().classes = vec![TitleClass::Waybill];
        terms
    };
    let mut world = World::agreed(waybills);
    let (waybill, shipment) = (waybill(&world, &world.buyer), world.shipment.clone());
    world.issue(&waybill);
    let msg = bound(&world, 1);
    world.must(&shipment, &msg);
    assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Presented, TitleHold::Bound));
}

#[test]
fn each_discrepancy_at_its_boundary() {
    let issuer = |world: &World| TitleResponse { issuer: world.stranger.to_string(), ..order_bill(world) };
    let stranger = World::new().stranger.to_string();
    assert_found(plain, issuer, &[Discrepancy::Issuer { found: stranger }]);

    let only_bearer = |world: &World| {
        let mut terms = plain(world);
        terms.title.as_mut().unwrap().classes = vec![TitleClass::BearerBill];
        terms
    };
    assert_found(only_bearer, order_bill, &[Discrepancy::Class { found: TitleClass::OrderBill }]);

    let bank = World::new().bank.to_string();
    assert_found(plain, |world| straight_bill(world, &world.buyer), &[]);
    let for_bank = |world: &World| straight_bill(world, &world.bank);
    assert_found(plain, for_bank, &[Discrepancy::Consignee { found: bank }]);

    let ports = |loading: &'static str, discharge: &'static str| {
        move |world: &World| {
            let mut terms = plain(world);
            let title = terms.title.as_mut().unwrap();
            (title.loading, title.discharge) = (Some(word(loading)), Some(word(discharge)));
            terms
        }
    };
    assert_found(ports("CNSHA", "DEHAM"), order_bill, &[]);
    let found = Some(word("CNSHA"));
    assert_found(ports("CNNGB", "DEHAM"), order_bill, &[Discrepancy::Loading { found }]);
    let found = Some(word("DEHAM"));
    assert_found(ports("CNSHA", "NLRTM"), order_bill, &[Discrepancy::Discharge { found }]);
}

/// The first leg departs, as planned, on day 2.
#[test]
fn shipment_is_late_a_second_after_the_latest() {
    let by = |latest| {
        move |world: &World| {
            let mut terms = plain(world);
            terms.title.as_mut().unwrap().latest_shipment = Some(latest);
            terms
        }
    };
    assert_found(by(day(2)), order_bill, &[]);
    let found = Some(day(2));
    assert_found(by(at(2 * DAY - 1)), order_bill, &[Discrepancy::LateShipment { found }]);
}

#[test]
fn presentation_is_late_a_second_after_the_latest() {
    for (seconds, late) in [(20 * DAY, false), (20 * DAY + 1, true)] {
        let mut world = World::agreed(plain);
        world.wait_until(at(seconds));
        world.present(1);
        let found = if late { vec![Discrepancy::LatePresentation { found: at(seconds) }] } else { vec![] };
        assert_eq!(world.agreement(1).discrepancies, found);
    }
}

#[test]
fn goods_are_all_lines_of_the_heading_in_the_unit_between_least_and_most() {
    let goods = |lines: Vec<shipment::GoodsLine>| {
        move |world: &World| TitleResponse { goods: Goods::Lines(lines), ..order_bill(world) }
    };
    let bags = || line("090111", 300, "H87");
    let tea = || line("090210", 500, "KGM");
    let coffee_of = |units| line("09011100", units, "KGM");
    for (lines, found) in [
        (vec![coffee_of(17_000)], None),
        (vec![coffee_of(19_000)], None),
        (vec![coffee_of(9_000), line("090121", 8_000, "KGM"), bags(), tea()], None),
        (vec![coffee_of(16_999), bags(), tea()], Some(16_999)),
        (vec![coffee_of(19_000), line("090190", 1, "KGM")], Some(19_001)),
        (vec![bags(), tea()], Some(0)),
    ] {
        let expected = found.map(|found| Discrepancy::Goods { index: 0, found: Some(amount(found)) });
        assert_found(plain, goods(lines), &expected.into_iter().collect::<Vec<_>>());
    }
    let uncountable = vec![coffee_of(u128::MAX), coffee_of(1)];
    assert_found(plain, goods(uncountable), &[Discrepancy::Goods { index: 0, found: None }]);
    let root = Goods::Root { root: Digest::of(b"root"), lines: 3 };
    let hidden = |world: &World| TitleResponse { goods: root, ..order_bill(world) };
    assert_found(plain, hidden, &[Discrepancy::Goods { index: 0, found: None }]);
}

/// Goods at rest have no ports and were never shipped.
#[test]
fn a_warehouse_receipt_has_no_journey() {
    let by_approval = |world: &World| sale_of(world, vec![pays(approved_by(&world.surveyor), 100)]);
    let expected = [
        Discrepancy::Loading { found: None },
        Discrepancy::Discharge { found: None },
        Discrepancy::LateShipment { found: None },
    ];
    assert_found(by_approval, receipt, &expected);
    let at_rest = |world: &World| {
        let mut terms = by_approval(world);
        let title = terms.title.as_mut().unwrap();
        (title.loading, title.discharge, title.latest_shipment) = (None, None, None);
        terms
    };
    assert_found(at_rest, receipt, &[]);
    let mut world = World::agreed(plain);
    let (receipt, shipment) = (receipt(&world), world.shipment.clone());
    world.issue(&receipt);
    let msg = encumbered(&world, 1);
    world.refused(&shipment, &msg, ContractError::NotAsked { milestone: loaded() });
}

#[test]
fn everything_that_differs_is_listed_at_once() {
    let mut world = World::agreed(|world| {
        let mut terms = plain(world);
        let title = terms.title.as_mut().unwrap();
        (title.loading, title.discharge) = (Some(word("CNNGB")), Some(word("NLRTM")));
        title.latest_shipment = Some(day(1));
        title.classes = vec![TitleClass::OrderBill];
        title.goods.push(coffee(1, 2));
        terms
    });
    let (bank, stranger) = (world.bank.clone(), world.stranger.to_string());
    let title = TitleResponse { issuer: stranger.clone(), ..straight_bill(&world, &bank) };
    world.wait_until(day(21));
    let found = world.found(&title);
    assert_eq!(
        found,
        [
            Discrepancy::Issuer { found: stranger },
            Discrepancy::Class { found: TitleClass::StraightBill },
            Discrepancy::Consignee { found: bank.to_string() },
            Discrepancy::Loading { found: Some(word("CNSHA")) },
            Discrepancy::Discharge { found: Some(word("DEHAM")) },
            Discrepancy::LateShipment { found: Some(day(2)) },
            Discrepancy::LatePresentation { found: day(21) },
            Discrepancy::Goods { index: 1, found: Some(amount(18_000)) },
        ]
    );
    assert_eq!(world.agreement(1).examine_by, Some(day(28)));
}

// What no waiver mends

#[test]
fn only_the_contract_of_the_titles_presents() {
    let mut world = World::agreed(sale);
    let shipment = world.shipment.clone();
    for sender in [world.seller.clone(), world.stranger.clone(), world.oracle.clone(), world.owner.clone()] {
        let expected = || ContractError::NotShipment { sender: sender.clone(), shipment: shipment.clone() };
        for msg in [encumbered(&world, 1), bound(&world, 1), notice(loaded(), happened(day(1)))] {
            world.refused(&sender, &msg, expected());
        }
    }
}

#[test]
fn the_payee_presents_its_own_title_whole() {
    let mut world = World::agreed(sale);
    let (shipment, payee, bank) = (world.shipment.clone(), world.seller.clone(), world.bank.to_string());
    let mut msg = encumbered_msg(&world, 1);
    msg.title.holder.clone_from(&bank);
    let expected = || ContractError::NotPresentedByPayee { actual: bank.clone(), payee: payee.clone() };
    world.refused(&shipment, &ExecuteMsg::Encumbered(msg), expected());
    let mut msg = encumbered_msg(&world, 1);
    msg.title.beneficiary.clone_from(&bank);
    let split = ContractError::NotPayeesBenefit { actual: bank.clone() };
    world.refused(&shipment, &ExecuteMsg::Encumbered(msg), split);
    let ExecuteMsg::Bound(mut msg) = bound(&world, 1) else { unreachable!() };
    msg.title.holder.clone_from(&bank);
    world.refused(&shipment, &ExecuteMsg::Bound(msg), expected());
}

#[test]
fn another_feed_or_a_milestone_that_is_not_asked_cannot_be_waived() {
    let mut world = World::agreed(sale);
    let (shipment, bill) = (world.shipment.clone(), order_bill(&world));
    world.journey = journey(FEED + 1);
    world.issue(&bill);
    let msg = encumbered(&world, 1);
    world.refused(&shipment, &msg, ContractError::OtherFeed { agreed: FEED, actual: FEED + 1 });
    world.journey = journey(FEED);
    world.journey.milestones.retain(|status| status.milestone != arrived());
    world.issue(&bill);
    let msg = encumbered(&world, 1);
    world.refused(&shipment, &msg, ContractError::NotAsked { milestone: arrived() });
    // a part of an `all` as well
    let mut world = World::agreed(|world| {
        sale_of(world, vec![pays(all(vec![on_presentation(), on(milestone("ARRI", "NLRTM"))]), 1)])
    });
    let msg = encumbered(&world, 1);
    let milestone = milestone("ARRI", "NLRTM");
    world.refused(&shipment, &msg, ContractError::NotAsked { milestone });
}

#[test]
fn a_title_that_could_not_go_to_the_payer_is_refused_where_it_is_to_go() {
    let mut world = World::agreed(sale);
    let (shipment, bank, payer) = (world.shipment.clone(), world.bank.clone(), world.buyer.clone());
    let straight = straight_bill(&world, &bank);
    world.issue(&straight);
    let msg = encumbered(&world, 1);
    let consignee = bank.to_string();
    world.refused(&shipment, &msg, ContractError::NotForPayer { consignee, payer: payer.clone() });
    let waybill = waybill(&world, &payer);
    world.issue(&waybill);
    let msg = bound(&world, 1);
    world.refused(&shipment, &msg, ContractError::WaybillReleasesNothing {});
    let straight = straight_bill(&world, &payer);
    world.issue(&straight);
    world.present(1);
    assert_eq!(world.status(1), AgreementStatus::Presented);
}

#[test]
fn a_financier_presents_only_with_every_open_receivable() {
    let mut world = World::agreed(sale);
    let (shipment, seller, lender) = (world.shipment.clone(), world.seller.clone(), world.contract());
    let lender = lender.address().clone();
    let msg = |world: &World| {
        let mut msg = encumbered_msg(world, 1);
        msg.residual = Some(lender.to_string());
        ExecuteMsg::Encumbered(msg)
    };
    world.must(&seller, &transfer("1/0", &lender));
    world.must(&seller, &transfer("1/1", &lender));
    let substitute = msg(&world);
    let (residual, owner, token_id) = (lender.clone(), seller.clone(), "1/2".to_owned());
    let expected = ContractError::ReceivableNotFinanciers { residual, owner, token_id };
    world.refused(&shipment, &substitute, expected);
    // what is over is nobody's
    world.must(&seller, &relinquish(1, 2));
    world.must(&shipment, &substitute);
    assert_eq!(world.status(1), AgreementStatus::Presented);
}

#[test]
fn a_presentation_names_an_agreement_that_waits_for_one() {
    let mut world = World::agreed(sale);
    let (shipment, seller) = (world.shipment.clone(), world.seller.clone());
    let unknown = encumbered(&world, 7);
    world.refused(&shipment, &unknown, ContractError::UnknownAgreement { agreement: 7 });
    let mut garbage = encumbered_msg(&world, 1);
    garbage.msg = json(&"agreement 1");
    assert!(world.send(&shipment, &ExecuteMsg::Encumbered(garbage)).is_err());

    let second = Terms { invoice: Digest::of(b"second"), ..sale(&world) };
    world.must(&seller, &propose(&second, day(1)));
    let msg = encumbered(&world, 2);
    world.refused(&shipment, &msg, ContractError::NotRunning { actual: AgreementStatus::Proposed });
    world.must(&seller, &end_proposal(2));
    world.refused(&shipment, &msg, ContractError::NotRunning { actual: AgreementStatus::Ended });

    let service = service(&world);
    world.agree(&service);
    let mut presents = encumbered_msg(&world, 3);
    presents.title.holder = world.carrier.to_string();
    presents.title.beneficiary = world.carrier.to_string();
    let presents = ExecuteMsg::Encumbered(presents);
    world.refused(&shipment, &presents, ContractError::PresentsNothing {});

    world.present(1);
    let again = encumbered(&world, 1);
    let (actual, next) = (AgreementStatus::Presented, AgreementStatus::Presented);
    world.refused(&shipment, &again, ContractError::WrongStatus { actual, next });
}

#[test]
fn a_title_serves_one_sale_at_a_time() {
    let mut world = World::presented(sale);
    let (shipment, seller) = (world.shipment.clone(), world.seller.clone());
    let second = Terms { invoice: Digest::of(b"second"), ..sale(&world) };
    world.agree(&second);
    let msg = encumbered(&world, 2);
    world.refused(&shipment, &msg, ContractError::TitleTaken { token_id: BILL.to_owned(), agreement: 1 });
    for index in 0..3 {
        world.must(&seller, &relinquish(1, index));
    }
    assert_eq!(world.status(1), AgreementStatus::Closed);
    world.present(2);
    assert_eq!(world.status(2), AgreementStatus::Presented);
}

/// What is owed under one sale does not keep the title from the next: the debts outlive it.
#[test]
fn a_title_is_free_for_the_next_sale_when_nothing_waits_for_it_any_more() {
    let mut world = World::presented(|world| sale_of(world, vec![owes(on(loaded()), 100)]));
    world.fact(loaded(), happened(day(1)));
    assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Presented, TitleHold::Freed));
    assert_eq!(world.states(1), [MilestoneState::Payable]);
    let second = Terms { invoice: Digest::of(b"second"), ..sale(&world) };
    world.agree(&second);
    world.present(2);
    assert_eq!(world.query::<Vec<u64>>(&QueryMsg::AgreementsOf { token_id: word(BILL) }), [2]);
    // the debt is paid, and the next sale keeps its title
    let buyer = world.buyer.clone();
    world.must_with(&buyer, &pay_in(1, 0), 100);
    assert_eq!(world.status(1), AgreementStatus::Closed);
    assert_eq!(world.query::<Vec<u64>>(&QueryMsg::AgreementsOf { token_id: word(BILL) }), [2]);
}

#[test]
fn nothing_is_presented_from_the_long_stop_on() {
    for (seconds, in_time) in [(100 * DAY - 1, true), (100 * DAY, false)] {
        let mut world = World::agreed(plain);
        let shipment = world.shipment.clone();
        world.wait_until(at(seconds));
        let msg = encumbered(&world, 1);
        if in_time {
            world.must(&shipment, &msg);
        } else {
            world.refused(&shipment, &msg, ContractError::AfterLongStop { long_stop: day(100) });
        }
    }
}

/// It would keep the title's place for as long as the debt is not paid.
#[test]
fn nothing_is_presented_for_debts() {
    let mut world = World::agreed(|world| sale_of(world, vec![owes(approved_by(&world.surveyor), 100)]));
    let (shipment, surveyor) = (world.shipment.clone(), world.surveyor.clone());
    world.must(&surveyor, &approve_milestone(1, 0));
    let msg = encumbered(&world, 1);
    world.refused(&shipment, &msg, ContractError::NothingOpen {});
}

#[test]
fn if_the_title_cannot_be_followed_it_is_not_presented() {
    let mut world = World::agreed(sale);
    let (shipment, msg) = (world.shipment.clone(), encumbered(&world, 1));
    world.shipment_refuses(&["subscribe"]);
    let before = world.state();
    assert!(world.send(&shipment, &msg).is_err());
    assert_eq!(world.state(), before);
}
