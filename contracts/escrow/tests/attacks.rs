//! What somebody would try, by the classes of `reference/security.md` §2 (in brackets) and the issue's bad input.
//!
//! | attack | where |
//! |---|---|
//! | a fake token's `Receive` for 10³⁰, the wrong admitted token, one that moves less [2] | `money.rs` |
//! | forged hooks and notices [2, 28] | here, `presentation.rs` |
//! | one milestone paid twice in a transaction, by any two paths [4] | here, `owners.rs` |
//! | none, zero, wrong, extra, duplicated coins; coins with what takes none [6] | `money.rs`, `permissions.rs` |
//! | a donation [8] | `money.rs` |
//! | lists over their limits, places of a title used up by strangers [10] | `terms.rs`, `follow.rs`, `examination.rs` |
//! | a payee, a payer, a title's contract, an oracle that fails or refuses [12] | `owners.rs`, `title.rs`, `long_stop.rs` |
//! | calling back from `Paid` [12] | `owners.rs` |
//! | seconds, exact boundaries, halts [16] | here and everywhere |
//! | keys that run into one another [22] | here |
//! | migration with an open dispute, a debt and a claim [24] | `govern.rs` |
//! | a receivable that was sold: cancelled, changed, disputed, given up by its seller | `sides.rs` |
//! | stale proposals, approvals, operators, consents | `sides.rs`, `receivables.rs`, `title.rs` |
//! | another document under a waiver that is on its way | `examination.rs` |
//! | a resolver or approver that buys the receivable, or is given it | `disputes.rs`, `sides.rs` |
//! | a third that keeps quiet | `facts.rs`, `long_stop.rs` |
//! | an oracle without room, one that binds or takes back nothing; a forged or wrong compensation [32] | `reservations.rs`, `compensation.rs` |
//! | forged, repeated, late, missed, foreign numbers; part deliveries beyond the amount | `measurements.rs`, `deliveries.rs` |
//! | every message by every role | `permissions.rs` |

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

use cosmwasm_std::{Addr, WasmMsg};
use escrow::ContractError;
use support::*;
use testing::assert_err;
use types::digest::Digest;
use types::escrow::*;
use types::shipment::ConsentedAct;

impl World {
    /// All of these in one transaction, or none.
    #[track_caller]
    fn refused_together(&mut self, sender: &Addr, msgs: &[ExecuteMsg], expected: ContractError) {
        let before = self.state();
        assert_err(self.send_all(sender, msgs), expected);
        assert_eq!(self.state(), before, "a refused transaction changed state");
    }

    #[track_caller]
    fn together(&mut self, sender: &Addr, msgs: &[ExecuteMsg]) {
        self.send_all(sender, msgs).unwrap();
        self.assert_books();
    }
}

/// 1,000 against the title and 500, both at arrival.
fn two(world: &World) -> Terms {
    sale_of(world, vec![releasing(pays(on(arrived()), 1_000)), pays(on(arrived()), 500)])
}

fn not_open(milestone: u8, actual: MilestoneState) -> ContractError {
    ContractError::MilestoneNotOpen { milestone, actual }
}

#[test]
fn a_milestone_ends_once_by_whatever_two_paths_in_a_transaction() {
    let settled = |milestone| not_open(milestone, MilestoneState::Settled);
    let voided = |milestone| not_open(milestone, MilestoneState::Voided);
    let over = |actual| ContractError::MilestoneOver { milestone: 0, actual };

    // the payer, who has bought receivable 0 as well
    let mut world = World::presented(two);
    let (buyer, seller, arbiter) = (world.buyer.clone(), world.seller.clone(), world.arbiter.clone());
    world.must(&seller, &transfer("1/0", &buyer));
    for (msgs, expected) in [
        ([release(1, 0), release(1, 0)], settled(0)),
        ([release(1, 0), relinquish(1, 0)], over(MilestoneState::Settled)),
        ([release(1, 0), change(1, 0, cancel())], settled(0)),
        ([release(1, 0), dispute(1, &[0])], settled(0)),
        ([relinquish(1, 0), release(1, 0)], voided(0)),
        ([relinquish(1, 0), relinquish(1, 0)], over(MilestoneState::Voided)),
        ([change(1, 0, cancel()), release(1, 0)], voided(0)),
        ([change(1, 0, cancel()), change(1, 0, cancel())], voided(0)),
    ] {
        world.refused_together(&buyer, &msgs, expected);
    }
    // facts: notice, notice, sync, and a release of what is left
    world.stands(arrived(), happened(day(32)));
    let shipment = world.shipment.clone();
    let told = notice(arrived(), happened(day(32)));
    world.together(&shipment, &[told.clone(), told]);
    assert_eq!((world.gained(&seller), world.gained(&buyer)), (500, -500));
    let closed = || ContractError::NotRunning { actual: AgreementStatus::Closed };
    for msg in [release(1, 0), sync(1), relinquish(1, 0)] {
        world.refused(&buyer, &msg, closed());
    }

    // a verdict
    let mut world = World::presented(two);
    world.must(&buyer, &dispute(1, &[0, 1]));
    let verdict = |index| resolve(1, &[(index, 100)], TitleAward::Unchanged);
    let not_disputed = ContractError::NotDisputed { milestone: 0 };
    world.refused_together(&arbiter, &[verdict(0), verdict(0)], not_disputed);
    world.stands(arrived(), happened(day(32)));
    world.together(&arbiter, &[sync(1), verdict(0), sync(1)]);
    world.refused_together(&arbiter, &[verdict(1), sync(1)], closed());
    assert_eq!(world.gained(&seller), 100);

    // the long-stop
    let mut world = World::presented(two);
    world.wait_until(day(100));
    let anyone = world.stranger.clone();
    world.refused_together(&anyone, &[long_stop(1), long_stop(1)], closed());
    world.stands(arrived(), happened(day(32)));
    world.refused_together(&anyone, &[sync(1), long_stop(1)], closed());
    world.refused_together(&anyone, &[long_stop(1), sync(1)], closed());
}

#[test]
fn a_release_and_a_fact_in_one_transaction_pay_once() {
    let mut world = World::presented(two);
    let buyer = world.buyer.clone();
    world.stands(arrived(), happened(day(32)));
    world.together(&buyer, &[release(1, 1), sync(1)]);
    assert_eq!((world.gained(&world.seller), world.status(1)), (1_500, AgreementStatus::Closed));
}

#[test]
fn a_receivable_is_sold_once_in_a_transaction() {
    let mut world = World::presented(two);
    let (seller, bank, stranger) = (world.seller.clone(), world.bank.clone(), world.stranger.clone());
    let (sender, token_id, owner) = (seller.clone(), "1/0".to_owned(), bank.clone());
    let moved = nft::NftError::NotAllowed { sender, token_id, owner };
    world.refused_together(&seller, &[transfer("1/0", &bank), transfer("1/0", &stranger)], moved.into());
    let not_owner = ContractError::NotOwner { sender: seller.clone(), owner: bank.clone() };
    world.refused_together(&seller, &[transfer("1/0", &bank), relinquish(1, 0)], not_owner);
}

#[test]
fn one_invoice_and_one_title_once_in_a_transaction() {
    let mut world = World::new();
    let (buyer, seller, shipment) = (world.buyer.clone(), world.seller.clone(), world.shipment.clone());
    let terms = sale_of(&world, vec![owes(on(arrived()), 1_000)]);
    for _ in 0..2 {
        world.must(&seller, &propose(&terms, day(1)));
    }
    let taken = ContractError::InvoiceTaken { agreement: 1 };
    world.refused_together(&buyer, &[accept(1, &terms), accept(2, &terms)], taken);
    world.must(&buyer, &accept(1, &terms));
    let other = Terms { invoice: Digest::of(b"other"), ..terms };
    world.agree(&other);
    let twice = [encumbered(&world, 1), encumbered(&world, 3)];
    let taken = ContractError::TitleTaken { token_id: BILL.to_owned(), agreement: 1 };
    world.refused_together(&shipment, &twice, taken);
}

#[test]
fn a_proposal_returns_its_money_once() {
    let mut world = World::new();
    let (buyer, seller, terms) = (world.buyer.clone(), world.seller.clone(), sale(&World::new()));
    for _ in 0..2 {
        world.must_with(&buyer, &propose(&terms, day(1)), 10_000);
    }
    let ended = |next| ContractError::WrongStatus { actual: AgreementStatus::Ended, next };
    let twice = [end_proposal(1), end_proposal(1)];
    world.refused_together(&buyer, &twice, ended(AgreementStatus::Ended));
    world.refused_together(&seller, &[end_proposal(1), accept(1, &terms)], ended(AgreementStatus::Active));
    let accepted =
        ContractError::WrongStatus { actual: AgreementStatus::Active, next: AgreementStatus::Ended };
    world.refused_together(&seller, &[accept(1, &terms), end_proposal(1)], accepted);
}

/// Words that are no messages, and messages with more in them than they have.
#[test]
fn forged_hooks_are_no_messages() {
    let mut world = World::presented(sale);
    let thief = world.chain.recorder();
    for forged in [
        r#"{"paid":{"collection":"thief","token_id":"1/0","amount":"1","last":true}}"#,
        r#"{"fact":{"token_id":"MSC:BL-7","sequence":1,"milestone":{"leg":0,"event":"LOAD","place":"CNSHA"},"standing":{}}}"#,
        r#"{"receive_nft":{"sender":"thief","token_id":"1/0","msg":"e30="}}"#,
        r#"{"release":{"agreement":1,"milestone":0,"sender":"payer"}}"#,
        r#"{"release":{"agreement":1,"milestone":-1}}"#,
        r#"{"release":{"agreement":1,"milestone":256}}"#,
        r#"{"sync":{"agreement":1},"release":{"agreement":1,"milestone":0}}"#,
        r#"{"propose":{"terms":{},"valid_until":1}}"#,
    ] {
        let contract_addr = world.escrow.to_string();
        let msg = WasmMsg::Execute { contract_addr, msg: forged.as_bytes().into(), funds: vec![] };
        let before = world.state();
        assert!(world.chain.execute_all(thief.address(), vec![msg.into()]).is_err(), "{forged}");
        assert_eq!(world.state(), before);
    }
}

/// Lengths stand before the texts of a financing key: parts of one name are not the other's.
#[test]
fn financing_keys_do_not_run_into_one_another() {
    let mut world = World::agreed(sale);
    let key = |payer: &str, payee: &str| {
        let invoice = sale(&world).invoice;
        let question = QueryMsg::FinancingKey { payer: payer.to_owned(), payee: payee.to_owned(), invoice };
        world.query::<Option<u64>>(&question)
    };
    let (buyer, seller) = (world.buyer.to_string(), world.seller.to_string());
    assert_eq!(key(&buyer, &seller), Some(1));
    let (first, rest) = seller.split_at(1);
    assert_eq!(key(&format!("{buyer}{first}"), rest), None);
    assert_eq!(key(&seller, &buyer), None);
    // nor do tokens: agreement 1's milestone 11 is not agreement 11's milestone 1
    assert_eq!(world.owner_of("11/1"), None);
    let seller = world.seller.clone();
    let unknown = ContractError::UnknownMilestone { milestone: 11, milestones: 3 };
    world.refused(&seller, &relinquish(1, 11), unknown);
}

/// Who never had a part in it gets nothing by asking in time, late, or after a halt of the chain.
#[test]
fn a_halt_of_the_chain_changes_nobodys_rights() {
    let mut world = World::presented(sale);
    let (buyer, seller, stranger) = (world.buyer.clone(), world.seller.clone(), world.stranger.clone());
    world.must(&buyer, &dispute(1, &[0]));
    world.wait_until(day(180));
    world.refused(&seller, &dispute(1, &[1]), ContractError::AfterLongStop { long_stop: day(100) });
    world.refused(
        &stranger,
        &age(1, 0),
        ContractError::NothingOwed { milestone: 0, actual: MilestoneState::Open },
    );
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.states(1)[0], MilestoneState::Open);
    world.must(&stranger, &lapse(1));
    world.must(&stranger, &long_stop(1));
    assert_eq!(world.gained(&seller), 1_000 + 3_500 + 500);
}

/// The buyer cannot have the title and the money: what it gives up, changes or disputes moves the title to nobody.
#[test]
fn the_title_comes_with_the_payment_only() {
    let mut world = World::presented(two);
    let (buyer, seller, bank) = (world.buyer.clone(), world.seller.clone(), world.bank.clone());
    world.must(&seller, &transfer("1/0", &bank));
    world.must(&buyer, &change(1, 0, cancel()));
    world.must(&bank, &change(1, 0, cancel()));
    assert_eq!(world.hold(1), TitleHold::Held);
    world.fact(arrived(), happened(day(32)));
    assert_eq!(world.hold(1), TitleHold::Freed);
    let told = world.shipment_told();
    assert!(!told.iter().any(|msg| matches!(msg, types::shipment::ExecuteMsg::Deliver { .. })));
}

/// One says yes to an amendment, and the title is paid and gone before the others do.
#[test]
fn consents_end_with_the_hold() {
    let mut world = World::presented(two);
    let (seller, bank, buyer) = (world.seller.clone(), world.bank.clone(), world.buyer.clone());
    world.must(&seller, &transfer("1/1", &bank));
    world.must(&buyer, &consent_to(1, ConsentedAct::Delivery));
    world.must(&buyer, &release(1, 0));
    let none = ContractError::NoHold { actual: TitleHold::Released };
    world.refused(&bank, &consent_to(1, ConsentedAct::Delivery), none);
}
