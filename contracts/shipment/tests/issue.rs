//! Issuing: what is checked, what is kept, what is asked.

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
use guard::{GuardError, PaymentError};
use numeric::{Amount, Seconds};
use shipment::ContractError;
use support::*;
use testing::refusal;
use types::digest::Digest;
use types::journey::JourneyError;
use types::oracle;
use types::shipment::*;

fn issue(msg: IssueMsg) -> ExecuteMsg {
    ExecuteMsg::Issue(Box::new(msg))
}

#[test]
fn an_order_bill_is_in_the_hands_of_its_first_holder() {
    let world = World::with_bill();
    let title = world.bill();
    assert_eq!(title.kind, TitleKind::BillOfLading { form: Form::ToOrder {} });
    assert_eq!((title.status, title.version), (TitleStatus::Issued, 1));
    assert_eq!(title.issuer, world.carrier.as_str());
    world.assert_parties(&world.shipper, &world.shipper);
    assert!(title.negotiable);
    assert_eq!(title.issued_at, world.now());
    assert_eq!(title.document, Digest::of(b"salt and bill, version 1"));
    assert_eq!(title.goods, order_bill(&world).goods);
    assert_eq!(world.codes(), ["ISSUE"]);
    let acts = world.acts(BILL);
    assert_eq!(acts[0].actor, world.carrier.as_str());
    assert_eq!(acts[0].recipient.as_deref(), Some(world.shipper.as_str()));
}

#[test]
fn every_kind_moves_as_its_form_says() {
    for (make, class, negotiable) in [
        (order_bill as fn(&World) -> IssueMsg, TitleClass::OrderBill, true),
        (bearer_bill, TitleClass::BearerBill, true),
        (straight_bill, TitleClass::StraightBill, false),
        (waybill, TitleClass::Waybill, false),
        (receipt, TitleClass::WarehouseReceipt, true),
    ] {
        let mut world = World::new();
        world.issue(make(&world));
        let title = world.bill();
        assert_eq!((title.kind.class(), title.negotiable), (class, negotiable));
        assert_eq!(title.kind, make(&world).kind);
    }
}

#[test]
fn all_milestones_are_asked_in_one_message_with_the_money_that_came() {
    let mut world = World::new();
    world.chain.fund(&world.carrier.clone(), coin(1_000, "untrn"));
    let (carrier, shipment) = (world.carrier.clone(), world.shipment.clone());
    let msg = issue(order_bill(&world));
    world.chain.execute(&carrier, &shipment, &msg, &[coin(30, "untrn")]).unwrap();

    let asked = world.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].sender, world.shipment);
    assert_eq!(asked[0].funds, [coin(30, "untrn")]);
    assert_eq!(
        asked[0].msg,
        oracle::ExecuteMsg::Ask {
            token_id: bill_id(),
            feed: 3,
            questions: vec![
                milestone(0, "LOAD", "CNSHA"),
                milestone(0, "DISC", "DEHAM"),
                milestone(1, "ARRI", "CZPRG"),
            ],
            refund_to: world.carrier.to_string(),
            // the last planned time and 365 days
            until: day(35 + 365),
        }
    );
    let native = cw20::Denom::Native("untrn".to_owned());
    assert_eq!(world.chain.balance(&native, &world.shipment), 0, "it keeps no money");
}

#[test]
fn the_journey_lists_its_milestones_in_order_and_knows_nothing_yet() {
    let world = World::with_bill();
    let voyage = world.voyage();
    assert_eq!(voyage.plan, journey());
    assert_eq!((voyage.sequence, voyage.subscribers.len()), (0, 0));
    let listed: Vec<_> = voyage.milestones.iter().map(|m| (m.milestone, m.planned)).collect();
    assert_eq!(
        listed,
        [
            (milestone(0, "LOAD", "CNSHA"), day(1)),
            (milestone(0, "DISC", "DEHAM"), day(32)),
            (milestone(1, "ARRI", "CZPRG"), day(35)),
        ]
    );
    assert!(voyage.milestones.iter().all(|m| !m.standing.is_known()));
}

#[test]
fn money_for_no_question_is_refused() {
    let mut world = World::new();
    let carrier = world.carrier.clone();
    world.chain.fund(&carrier, coin(5, "untrn"));
    let funds = [coin(5, "untrn")];
    let none = ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() });
    world.refused_with_funds(&carrier, &issue(receipt(&world)), &funds, none);

    let plan = types::journey::Journey { milestones: vec![], ..journey() };
    let silent = IssueMsg { journey: Some(plan), ..order_bill(&world) };
    let none = ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() });
    world.refused_with_funds(&carrier, &issue(silent.clone()), &funds, none);

    world.issue(silent);
    assert_eq!(world.asked(), [], "a plan without milestones asks nothing");
}

#[test]
fn an_id_is_used_once_for_ever() {
    let mut world = World::with_bill();
    let carrier = world.carrier.clone();
    let exists = || ContractError::TitleExists { token_id: BILL.to_owned() };
    world.refused(&carrier, &issue(order_bill(&world)), exists());

    let shipper = world.shipper.clone();
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    world.must(&carrier, &accept());
    world.refused(&carrier, &issue(order_bill(&world)), exists());
}

#[test]
fn nothing_is_issued_while_paused() {
    let mut world = World::new();
    let (guardian, carrier) = (world.guardian.clone(), world.carrier.clone());
    world.must(&guardian, &ExecuteMsg::Pause {});
    world.refused(&carrier, &issue(order_bill(&world)), GuardError::Paused.into());
}

#[test]
fn documents_that_are_none_are_refused() {
    let world = World::new();
    let bill = || order_bill(&world);
    let at_rest = IssueMsg { journey: None, ..bill() };
    let no_legs = types::journey::Journey { feed: 1, legs: vec![], milestones: vec![] };
    let form = Form::Straight { consignee: world.buyer.to_string() };
    let line = match bill().goods {
        Goods::Lines(lines) => lines[0].clone(),
        Goods::Root { .. } => unreachable!("the bill shows its goods"),
    };
    let lines = |lines: Vec<GoodsLine>| IssueMsg { goods: Goods::Lines(lines), ..bill() };
    let lot = |lot: &str| lines(vec![GoodsLine { lot: Some(lot.to_owned()), ..line.clone() }]);
    let (second, day, month) = (Seconds::SECOND, Seconds::days(1), Seconds::days(30));
    let answer = |actual| ContractError::Wait { what: "answer_within", least: second, most: month, actual };
    let quarter = Seconds::days(90);
    let notice = |actual| ContractError::Wait { what: "key_replacement", least: day, most: quarter, actual };
    let cases = [
        (at_rest, ContractError::NoLegs),
        (IssueMsg { journey: Some(no_legs.clone()), ..bill() }, ContractError::NoLegs),
        (IssueMsg { journey: None, ..waybill(&world) }, ContractError::NoLegs),
        (IssueMsg { journey: Some(journey()), ..receipt(&world) }, ContractError::ReceiptTravels),
        (IssueMsg { journey: Some(no_legs), ..receipt(&world) }, ContractError::ReceiptTravels),
        (
            IssueMsg { kind: TitleKind::WarehouseReceipt { form }, ..receipt(&world) },
            ContractError::StraightReceipt,
        ),
        (lines(vec![]), ContractError::NoGoods),
        (
            IssueMsg { goods: Goods::Root { root: Digest::of(b"root"), lines: 0 }, ..bill() },
            ContractError::NoGoods,
        ),
        (lines(vec![line.clone(); 9]), ContractError::TooManyGoods { max: 8, actual: 9 }),
        (
            lines(vec![GoodsLine { quantity: Amount::ZERO, ..line.clone() }]),
            ContractError::NoQuantity { hs: line.hs.clone() },
        ),
        (lot(""), ContractError::Lot { actual: String::new() }),
        (lot("LOT 7"), ContractError::Lot { actual: "LOT 7".to_owned() }),
        (lot("LÖT7"), ContractError::Lot { actual: "LÖT7".to_owned() }),
        (lot(&"x".repeat(65)), ContractError::Lot { actual: "x".repeat(65) }),
        (IssueMsg { answer_within: Seconds::ZERO, ..bill() }, answer(Seconds::ZERO)),
        (
            IssueMsg { answer_within: month.checked_add(second).unwrap(), ..bill() },
            answer(month.checked_add(second).unwrap()),
        ),
        (
            IssueMsg { key_replacement: Some(day.saturating_sub(second)), ..bill() },
            notice(day.saturating_sub(second)),
        ),
        (
            IssueMsg { key_replacement: Some(quarter.checked_add(second).unwrap()), ..bill() },
            notice(quarter.checked_add(second).unwrap()),
        ),
        (
            IssueMsg {
                journey: Some(types::journey::Journey {
                    milestones: vec![planned(2, "ARRI", 40)],
                    ..journey()
                }),
                ..bill()
            },
            JourneyError::UnknownLeg { leg: 2, legs: 2 }.into(),
        ),
    ];
    for (msg, expected) in cases {
        let mut world = World::new();
        let carrier = world.carrier.clone();
        world.refused(&carrier, &issue(msg), expected);
    }
}

#[test]
fn the_limits_themselves_are_accepted() {
    for change in [
        (|msg: &mut IssueMsg| msg.answer_within = Seconds::SECOND) as fn(&mut IssueMsg),
        |msg| msg.answer_within = Seconds::days(30),
        |msg| msg.key_replacement = Some(Seconds::days(1)),
        |msg| msg.key_replacement = Some(Seconds::days(90)),
        |msg| msg.key_replacement = None,
        |msg| msg.goods = Goods::Root { root: Digest::of(b"root"), lines: 1 },
        |msg| match &mut msg.goods {
            Goods::Lines(lines) => {
                lines[0].quantity = Amount::new(u128::MAX);
                lines[0].lot = Some("x".repeat(64));
                *lines = vec![lines[0].clone(); 8];
            }
            Goods::Root { .. } => unreachable!("the bill shows its goods"),
        },
    ] {
        let mut world = World::new();
        let mut msg = order_bill(&world);
        change(&mut msg);
        world.issue(msg.clone());
        assert_eq!(world.bill().goods, msg.goods);
    }
}

#[test]
fn addresses_that_are_none_are_refused() {
    for change in [
        (|msg: &mut IssueMsg| msg.holder = "nobody".to_owned()) as fn(&mut IssueMsg),
        |msg| msg.holder = msg.holder.to_uppercase(),
        |msg| msg.kind = TitleKind::Waybill { consignee: "nobody".to_owned() },
        |msg| {
            let form = Form::Straight { consignee: String::new() };
            msg.kind = TitleKind::BillOfLading { form };
        },
    ] {
        let mut world = World::new();
        let mut msg = order_bill(&world);
        change(&mut msg);
        let carrier = world.carrier.clone();
        let error: ContractError = refusal(world.send(&carrier, &issue(msg)));
        assert!(matches!(error, ContractError::Std(_)), "{error:?}");
    }
}

#[test]
fn what_the_oracle_refuses_is_not_issued() {
    let mut chain = testing::Chain::new();
    let oracle = chain.refuser();
    let owner = chain.actor("owner");
    let code_id = code(&mut chain);
    let msg = InstantiateMsg {
        owner: owner.to_string(),
        guardian: None,
        name: "Portolan titles".to_owned(),
        symbol: "TITLE".to_owned(),
        oracle: oracle.address().to_string(),
    };
    let shipment = chain.instantiate(code_id, &owner, &msg).unwrap();
    let bill = issue(order_bill(&World::new()));
    let before = chain.state_of(&shipment);
    testing::assert_err(chain.execute(&owner, &shipment, &bill, &[]), testing::Refused);
    assert_eq!(chain.state_of(&shipment), before);
}
