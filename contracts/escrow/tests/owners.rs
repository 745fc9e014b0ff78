//! Contracts that own receivables: paid with a message, refusing, answering back.

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

use cosmwasm_std::{coin, Addr, CosmosMsg};
use cw20::{Cw20ReceiveMsg, Denom};
use payments::PaymentsError;
use serde::Deserialize;
use support::*;
use testing::{attribute, events, Chain, Stranger};
use types::escrow::*;
use types::notice::{Notification, Paid};

/// 1,000 at loading, 2,000 owed at loading, 3,000 at arrival against the title.
fn three(world: &World) -> Terms {
    let last = releasing(cut_off(pays(on(arrived()), 3_000), day(40)));
    sale_of(world, vec![pays(on(loaded()), 1_000), owes(on(loaded()), 2_000), last])
}

/// With a contract that owns all three receivables.
fn owned(mut world: World) -> (World, Stranger) {
    let terms = three(&world);
    world.agree(&terms);
    let (seller, contract) = (world.seller.clone(), world.contract());
    for token_id in ["1/0", "1/1", "1/2"] {
        world.must(&seller, &transfer(token_id, contract.address()));
    }
    world.present(1);
    (world, contract)
}

fn paid(world: &World, token_id: &str, units: u128, last: bool) -> Paid {
    let collection = world.escrow.to_string();
    Paid { collection, token_id: token_id.to_owned(), amount: amount(units), last }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Hook {
    Receive(Cw20ReceiveMsg),
}

impl World {
    /// What the contract was told with its payments, each with the money that came.
    fn told(&self, contract: &Stranger) -> Vec<(Paid, u128)> {
        let received = contract.received(&self.chain).into_iter();
        let notices = received.map(|received| match &self.asset {
            Denom::Native(_) => {
                assert_eq!(received.sender, self.escrow);
                let Notification::Paid(paid) = received.json() else { panic!("another notice") };
                let came = received.funds.iter().map(|coin| coin.amount.u128()).sum();
                (paid, came)
            }
            Denom::Cw20(token) if received.sender == *token => {
                let Hook::Receive(hook) = received.json();
                assert_eq!(hook.sender, self.escrow.as_str());
                let Notification::Paid(paid) = cosmwasm_std::from_json(hook.msg).unwrap() else {
                    panic!("another notice")
                };
                (paid, hook.amount.u128())
            }
            Denom::Cw20(_) => {
                assert_eq!(received.sender, self.escrow);
                let Notification::Paid(paid) = received.json() else { panic!("another notice") };
                (paid, 0)
            }
        });
        notices.collect()
    }

    fn calls(&self, msgs: &[ExecuteMsg]) -> Vec<CosmosMsg> {
        msgs.iter().map(|msg| Chain::call(&self.escrow, msg, &[])).collect()
    }
}

#[test]
fn a_contract_is_told_what_it_is_paid_for_and_when_its_token_is_gone() {
    for world in World::both() {
        let (mut world, contract) = owned(world);
        let buyer = world.buyer.clone();
        world.fact(loaded(), happened(day(1)));
        world.must_with(&buyer, &pay_in(1, 1), 500);
        world.must_with(&buyer, &pay_in(1, 1), 1_500);
        world.fact(arrived(), not_by(day(40)));
        let expected = [
            (paid(&world, "1/0", 1_000, true), 1_000),
            (paid(&world, "1/1", 500, false), 500),
            (paid(&world, "1/1", 1_500, true), 1_500),
            (paid(&world, "1/2", 0, true), 0),
        ];
        assert_eq!(world.told(&contract), expected);
        assert_eq!(world.balance(contract.address()), 3_000);
    }
}

#[test]
fn refunds_and_people_are_paid_plainly() {
    let mut world = World::new();
    let payer = world.contract();
    let terms =
        Terms { payer: payer.address().to_string(), ..sale_of(&world, vec![pays(on(loaded()), 1_000)]) };
    world.chain.fund(payer.address(), coin(1_000, "uusd"));
    world.agree(&terms);
    world.present(1);
    let seller = world.seller.clone();
    payer.refuse(&mut world.chain);
    world.must(&seller, &relinquish(1, 0));
    assert_eq!(world.balance(payer.address()), 1_000);
    assert_eq!(payer.received(&world.chain), []);
}

#[test]
fn what_a_contract_refuses_waits_for_it_and_stops_nobody_elses() {
    for world in World::both() {
        let (mut world, contract) = owned(world);
        let (buyer, stranger) = (world.buyer.clone(), world.stranger.clone());
        contract.refuse(&mut world.chain);
        world.fact(loaded(), happened(day(1)));
        let failed = world.fact(arrived(), happened(day(32)));
        let event = events(&failed, "escrow/payment_failed")[0];
        assert_eq!(
            (attribute(event, "account"), attribute(event, "amount")),
            (contract.address().as_str(), "3000")
        );
        // paid, as far as the agreement goes: the title has moved
        assert_eq!((world.hold(1), world.milestone(1, 2).paid.get()), (TitleHold::Released, 3_000));
        world.must_with(&buyer, &pay_in(1, 1), 2_000);
        assert_eq!(world.status(1), AgreementStatus::Closed);
        assert_eq!((world.claimable(contract.address()), world.balance(contract.address())), (6_000, 0));

        let asset = world.asset.clone();
        let withdraw = |asset: &Denom, to: Option<&Addr>| ExecuteMsg::Withdraw {
            asset: asset.clone().into(),
            to: to.map(Addr::to_string),
        };
        let nothing = |account: &Addr, asset: &Denom| PaymentsError::NothingClaimable {
            account: account.clone(),
            asset: asset.clone(),
        };
        world.refused(&stranger, &withdraw(&asset, Some(&stranger)), nothing(&stranger, &asset));
        let other = Denom::Native("ueur".to_owned());
        world.refused(contract.address(), &withdraw(&other, None), nothing(contract.address(), &other));
        let taken = world.must(contract.address(), &withdraw(&asset, Some(&stranger)));
        let event = events(&taken, "escrow/withdrawn")[0];
        assert_eq!((attribute(event, "to"), attribute(event, "amount")), (stranger.as_str(), "6000"));
        assert_eq!((world.gained(&stranger), world.claimable(contract.address())), (6_000, 0));
        let again = nothing(contract.address(), &asset);
        world.refused(contract.address(), &withdraw(&asset, None), again);
    }
}

#[test]
fn a_refused_payment_is_withdrawn_to_its_own_account_if_no_other_is_named() {
    let (mut world, contract) = owned(World::new());
    contract.refuse(&mut world.chain);
    world.fact(loaded(), happened(day(1)));
    let asset = world.asset.clone().into();
    let own = ExecuteMsg::Withdraw { asset: world.asset.clone().into(), to: Some(world.escrow.to_string()) };
    let lost = escrow::ContractError::SystemContract { address: world.escrow.clone() };
    world.refused(contract.address(), &own, lost);
    world.must(contract.address(), &ExecuteMsg::Withdraw { asset, to: None });
    assert_eq!(world.balance(contract.address()), 1_000);
    let asset = world.asset.clone().into();
    let nowhere = ExecuteMsg::Withdraw { asset, to: Some("nobody".to_owned()) };
    assert!(world.send(contract.address(), &nowhere).is_err());
}

#[test]
fn word_that_nothing_is_paid_can_be_refused_in_vain() {
    let (mut world, contract) = owned(World::new());
    contract.refuse(&mut world.chain);
    world.fact(arrived(), not_by(day(40)));
    assert_eq!((world.states(1)[2], world.owner_of("1/2")), (MilestoneState::Voided, None));
    assert_eq!(world.claimable(contract.address()), 0);
}

#[test]
fn one_contract_that_refuses_does_not_stop_the_next() {
    let mut world = World::agreed(|world| sale_of(world, vec![pays(on(loaded()), 100); 4]));
    let (seller, bad, good) = (world.seller.clone(), world.contract(), world.contract());
    for (token_id, to) in [("1/0", &bad), ("1/1", &good), ("1/2", &bad), ("1/3", &good)] {
        world.must(&seller, &transfer(token_id, to.address()));
    }
    bad.refuse(&mut world.chain);
    world.present(1);
    world.fact(loaded(), happened(day(1)));
    assert_eq!((world.balance(good.address()), world.claimable(bad.address())), (200, 200));
    assert_eq!(world.status(1), AgreementStatus::Closed);
}

/// Whatever it calls from inside `Paid` sees the milestone ended. What is refused there refuses the payment, which
/// waits for it then.
#[test]
fn a_contract_that_answers_its_payment_by_asking_again_gets_nothing_more() {
    let bank = World::new().bank;
    let again: [fn(&Addr) -> ExecuteMsg; 7] = [
        |_| relinquish(1, 0),
        |to| transfer("1/0", to),
        |_| change(1, 0, cancel()),
        |_| dispute(1, &[0]),
        |_| release(1, 0),
        |_| write_off(1, 0),
        |_| notice(loaded(), happened(day(1))),
    ];
    for msg in again {
        let (mut world, contract) = owned(World::new());
        let calls = world.calls(&[msg(&bank)]);
        contract.answer(&mut world.chain, calls);
        world.fact(loaded(), happened(day(1)));
        let (claimable, balance) = (world.claimable(contract.address()), world.balance(contract.address()));
        assert_eq!((claimable, balance), (1_000, 0), "{:?}", msg(&bank));
        assert_eq!(world.owed(&world.asset), 3_000 + 1_000);
    }
}

#[test]
fn a_contract_may_use_its_other_rights_while_it_is_paid() {
    let (mut world, contract) = owned(World::new());
    let (bank, buyer) = (world.bank.clone(), world.buyer.clone());
    let asset = world.asset.clone();
    let mut calls = world.calls(&[sync(1), transfer("1/1", &bank), relinquish(1, 2), sync(1)]);
    // it pays the debt of the receivable that it has just sold, with the money it has just got
    calls.push(Chain::call(&world.escrow, &pay_in(1, 1), &[coin(700, "uusd")]));
    contract.answer(&mut world.chain, calls);
    // paid for milestone 0 and told of milestone 2; the second answer is refused, which changes nothing
    world.fact(loaded(), happened(day(1)));
    let states = [MilestoneState::Settled, MilestoneState::Payable, MilestoneState::Voided];
    assert_eq!(world.states(1), states);
    assert_eq!((world.balance(contract.address()), world.gained(&bank)), (300, 700));
    assert_eq!((world.gained(&buyer), world.claimable(contract.address())), (-1_000, 0));
    assert_eq!(world.owed(&asset), 0);
}

#[test]
fn a_contract_cannot_withdraw_what_it_is_just_paid() {
    let (mut world, contract) = owned(World::new());
    contract.refuse(&mut world.chain);
    world.fact(loaded(), happened(day(1)));
    // 1,000 wait for it; while it gets 3,000 it takes them, once
    let withdraw = ExecuteMsg::Withdraw { asset: world.asset.clone().into(), to: None };
    let calls = world.calls(std::slice::from_ref(&withdraw));
    contract.answer(&mut world.chain, calls);
    world.fact(arrived(), happened(day(32)));
    assert_eq!((world.balance(contract.address()), world.claimable(contract.address())), (4_000, 0));
    // twice in one transaction: the second finds nothing
    let (mut world, contract) = owned(World::new());
    contract.refuse(&mut world.chain);
    world.fact(loaded(), happened(day(1)));
    let calls = world.calls(&[withdraw.clone(), withdraw]);
    assert!(world.chain.execute_all(contract.address(), calls).is_err());
    assert_eq!(world.claimable(contract.address()), 1_000);
}

/// The delivery comes after the payment; what the paid contract does in between does not stop it.
#[test]
fn the_title_moves_after_a_contract_was_paid_whatever_it_does() {
    let (mut world, contract) = owned(World::new());
    let calls = world.calls(&[sync(1), relinquish(1, 0), relinquish(1, 1)]);
    contract.answer(&mut world.chain, calls);
    world.fact(arrived(), happened(day(32)));
    let buyer = world.buyer.to_string();
    let deliver = types::shipment::ExecuteMsg::Deliver { token_id: word(BILL), to: buyer };
    let told = world.shipment_told();
    assert_eq!(told.iter().filter(|msg| **msg == deliver).count(), 1);
    assert_eq!(world.hold(1), TitleHold::Released);
}

#[test]
fn the_last_receivable_ends_its_agreement_inside_a_payment() {
    let (mut world, contract) = owned(World::new());
    // paid at arrival, it gives the others up, which closes the agreement before the delivery
    let calls = world.calls(&[relinquish(1, 0), relinquish(1, 1)]);
    contract.answer(&mut world.chain, calls);
    world.shipment_refuses(&["deliver"]);
    world.fact(arrived(), happened(day(32)));
    // told of each it tries again and fails, so those two notices are refused and the agreement is closed
    assert_eq!((world.status(1), world.hold(1)), (AgreementStatus::Closed, TitleHold::Due));
    assert_eq!(world.gained(&world.buyer), -3_000);
    world.shipment_refuses(&[]);
    let stranger = world.stranger.clone();
    world.must(&stranger, &sync(1));
    assert_eq!(world.hold(1), TitleHold::Released);
}
