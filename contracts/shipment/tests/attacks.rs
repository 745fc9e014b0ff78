//! What somebody would try, by the classes of `reference/security.md` §2 (in brackets) and the issue's bad input.
//!
//! | attack | where |
//! |---|---|
//! | forged hooks of cw20 and cw721 [2, 28] | here |
//! | the same token twice in one transaction, a hold twice, a consent twice [4] | here, `consents.rs` |
//! | calling back from `receive_nft`, `Encumbered`, `Bound`, a milestone notice [4, 12] | here, `journey.rs` |
//! | deposits: none, zero, wrong, extra, duplicated [6] | here, `issue.rs`, `amend.rs`, `permissions.rs` |
//! | lists and strings over their limits, flooding of reserved places [10] | `issue.rs`, `journey.rs`, `amend.rs` |
//! | a subscriber that fails or burns its gas [12] | `journey.rs` |
//! | seconds and heights, exact boundaries, halts [16] | here, `surrender.rs`, `replacement.rs` |
//! | ids that run into one another, of another case or script, used before [22] | here, `issue.rs` |
//! | migration of another contract, the same or an older release [24] | `govern.rs` |
//! | facts of a fake oracle, older ones, answers that are garbage, of more or fewer questions [28] | `journey.rs`, `sync.rs` |
//! | moving what must not move, by anybody, by any message | here, `moves.rs`, `holds.rs`, `properties.rs` |
//! | powers that outlive a move: approvals, nominations, rejections, notices | here, `endorsement.rs`, `replacement.rs` |
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

use cosmwasm_std::{coin, Addr, Coin, CosmosMsg, WasmMsg};
use guard::PaymentError;
use nft::NftError;
use shipment::ContractError;
use support::*;
use testing::{assert_err, refusal, Chain, Stranger};
use types::shipment::*;

fn not_allowed(sender: &Addr, owner: &Addr) -> ContractError {
    NftError::NotAllowed { sender: sender.clone(), token_id: BILL.to_owned(), owner: owner.clone() }.into()
}

fn operator(of: &Addr) -> ExecuteMsg {
    ExecuteMsg::ApproveAll { operator: of.to_string(), expires: None }
}

impl World {
    fn calls(&self, msgs: &[ExecuteMsg]) -> Vec<CosmosMsg> {
        msgs.iter().map(|msg| Chain::call(&self.shipment, msg, &[])).collect()
    }

    /// From now on the contract sends these whenever it is called, in the same transaction.
    fn answers_back(&mut self, contract: &Stranger, msgs: &[ExecuteMsg]) {
        let calls = self.calls(msgs);
        contract.answer(&mut self.chain, calls);
    }

    /// All of these in one transaction, or none.
    #[track_caller]
    fn refused_together(&mut self, sender: &Addr, msgs: &[ExecuteMsg], expected: ContractError) {
        let before = self.state();
        let calls = self.calls(msgs);
        assert_err(self.chain.execute_all(sender, calls), expected);
        assert_eq!(self.state(), before, "a refused transaction changed state");
    }
}

/// The contract has no receive hooks, and hears of facts from its oracle only.
#[test]
fn forged_hooks_are_no_messages() {
    let mut world = World::with_bill();
    let thief = world.chain.recorder();
    for forged in [
        r#"{"receive":{"sender":"thief","amount":"1000000000000000000000000000000","msg":"e30="}}"#,
        r#"{"receive_nft":{"sender":"thief","token_id":"MSC:BL-7","msg":"e30="}}"#,
        r#"{"encumbered":{"token_id":"MSC:BL-7","version":1,"holder":"thief","beneficiary":"thief","msg":"e30="}}"#,
        r#"{"paid":{"collection":"thief","token_id":"MSC:BL-7","amount":"1","last":true}}"#,
        r#"{"transfer_nft":{"recipient":"thief","token_id":"MSC:BL-7","sender":"shipper"}}"#,
        r#"{"lift":{"token_id":"MSC:BL-7"},"deliver":{"token_id":"MSC:BL-7","to":"thief"}}"#,
    ] {
        let contract_addr = world.shipment.to_string();
        let msg = WasmMsg::Execute { contract_addr, msg: forged.as_bytes().into(), funds: vec![] };
        let before = world.state();
        assert!(world.chain.execute_all(thief.address(), vec![msg.into()]).is_err(), "{forged}");
        assert_eq!(world.state(), before);
    }
}

#[test]
fn one_power_is_used_once_in_a_transaction() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let [one, other] = [(); 2].map(|()| world.admitted(AdmittedRole::Settlement));
    // the holder: to two buyers, to two escrows, to an escrow and a buyer
    let moved = not_allowed(&shipper, &buyer);
    world.refused_together(&shipper, &[transfer(&buyer), transfer(&bank)], moved);
    let both = [encumber(one.address()), encumber(other.address())];
    world.refused_together(&shipper, &both, ContractError::Encumbered);
    world.refused_together(&shipper, &[encumber(one.address()), transfer(&buyer)], ContractError::Encumbered);
    let gone = ContractError::NotHolder { sender: shipper.clone(), holder: buyer.clone() };
    world.refused_together(&shipper, &[transfer(&buyer), encumber(one.address())], gone);
    // an approval
    world.must(&shipper, &approve(&bank));
    world.refused_together(&bank, &[transfer(&buyer), transfer(&bank)], not_allowed(&bank, &buyer));
    // a hold
    world.encumber(&shipper, &one);
    let none = || ContractError::NotEncumbranceHolder;
    for twice in [[lift(), lift()], [lift(), deliver(&bank)], [deliver(&buyer), deliver(&bank)]] {
        world.refused_together(one.address(), &twice, none());
    }
    let twice = [substitute(other.address()), substitute(other.address())];
    world.refused_together(one.address(), &twice, none());
}

#[test]
fn an_operator_from_before_the_hold_has_no_power_under_it_nor_over_the_next_holder() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(&shipper, &operator(&bank));
    world.must(&shipper, &approve(&bank));
    world.encumber(&shipper, &escrow);
    for msg in [transfer(&bank), send_nft(escrow.address())] {
        world.refused(&bank, &msg, ContractError::Encumbered);
    }
    for msg in [encumber(escrow.address()), possession(&bank), endorse_in_blank(Some(&bank))] {
        let holder = ContractError::NotHolder { sender: bank.clone(), holder: shipper.clone() };
        world.refused(&bank, &msg, holder);
    }
    world.refused(&bank, &deliver(&bank), ContractError::NotEncumbranceHolder);
    world.must(escrow.address(), &deliver(&buyer));
    world.refused(&bank, &transfer(&bank), not_allowed(&bank, &buyer));
    // As cw721 has it, an operator moves whatever its owner gets.
    world.must(&buyer, &transfer(&shipper));
    world.must(&bank, &transfer(&bank));
}

/// An approval is for the title in these hands: however it leaves them, and if it only comes back to them.
#[test]
fn approvals_end_with_every_move() {
    type Way = fn(&mut World);
    let by_transfer: Way = |world| {
        let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
        world.must(&shipper, &transfer(&buyer));
        world.must(&buyer, &transfer(&shipper));
    };
    let by_rejection: Way = |world| {
        let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
        world.must(&shipper, &endorse_to_order(&buyer));
        world.must(&buyer, &reject());
    };
    let by_possession: Way = |world| {
        let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
        world.must(&shipper, &possession(&buyer));
        world.must(&buyer, &possession(&shipper));
    };
    let by_delivery: Way = |world| {
        let shipper = world.shipper.clone();
        let escrow = world.admitted(AdmittedRole::Settlement);
        world.encumber(&shipper, &escrow);
        world.must(escrow.address(), &deliver(&shipper));
    };
    let by_paper: Way = |world| {
        let (shipper, carrier) = (world.shipper.clone(), world.carrier.clone());
        world.must(&shipper, &surrender(SurrenderFor::Paper));
        world.must(&carrier, &accept());
        let document = world.bill().document;
        let back = ExecuteMsg::SwitchFromPaper { token_id: bill_id(), holder: shipper.to_string(), document };
        world.must(&carrier, &back);
    };
    for way in [by_transfer, by_rejection, by_possession, by_delivery, by_paper] {
        let mut world = World::with_bill();
        let (shipper, bank) = (world.shipper.clone(), world.bank.clone());
        world.must(&shipper, &approve(&bank));
        way(&mut world);
        world.assert_parties(&shipper, &shipper);
        world.refused(&bank, &transfer(&bank), not_allowed(&bank, &shipper));
    }
}

#[test]
fn a_lost_key_s_approvals_are_lost_with_it() {
    let mut world = World::with_bill();
    let (shipper, carrier, bank) = (world.shipper.clone(), world.carrier.clone(), world.bank.clone());
    let new_holder = world.chain.actor("shipper's new key");
    world.must(&shipper, &approve(&bank));
    world.must(&shipper, &operator(&bank));
    let announce = ExecuteMsg::ProposeReplacement { token_id: bill_id(), new_holder: new_holder.to_string() };
    world.must(&carrier, &announce);
    world.chain.advance(NOTICE);
    world.must(&bank, &ExecuteMsg::CompleteReplacement { token_id: bill_id() });
    world.refused(&bank, &transfer(&bank), not_allowed(&bank, &new_holder));
    let gone = ContractError::NotHolder { sender: shipper.clone(), holder: new_holder };
    world.refused(&shipper, &encumber(&bank), gone);
}

#[test]
fn a_receiver_may_pass_a_title_on_in_its_hook_but_not_twice() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let receiver = world.chain.recorder();
    world.answers_back(&receiver, &[transfer(&buyer), transfer(&bank)]);
    let before = world.state();
    let twice: ContractError = refusal(world.send(&shipper, &send_nft(receiver.address())));
    assert_eq!(twice, not_allowed(receiver.address(), &buyer));
    assert_eq!(world.state(), before);

    world.answers_back(&receiver, &[transfer(&buyer)]);
    world.must(&shipper, &send_nft(receiver.address()));
    world.assert_parties(&buyer, &buyer);
    assert_eq!(world.codes(), ["ISSUE", "ENDORSE_TO_ORDER", "ENDORSE_TO_ORDER"]);
    world.refused(&buyer, &reject(), ContractError::FromContract { from: receiver.address().clone() });

    // A receiver that hands it straight back has rejected it; nobody has lost anything.
    let mut world = World::with_bill();
    let receiver = world.chain.recorder();
    world.answers_back(&receiver, &[reject()]);
    world.must(&shipper, &send_nft(receiver.address()));
    world.assert_parties(&shipper, &shipper);
}

#[test]
fn a_contract_that_is_given_a_hold_may_use_it_at_once_and_no_more_than_it() {
    let mut world = World::with_bill();
    let (shipper, bank) = (world.shipper.clone(), world.bank.clone());
    let lender = world.admitted(AdmittedRole::Financier);
    let escrow = world.admitted(AdmittedRole::Settlement);
    // What it has no right to undoes the hold itself.
    for (msg, expected) in [
        (transfer(&bank), not_allowed(lender.address(), &shipper)),
        (substitute(lender.address()), ContractError::RoleForbids { actual: AdmittedRole::Financier }),
        (
            surrender(SurrenderFor::Delivery),
            ContractError::NotHolder { sender: lender.address().clone(), holder: shipper.clone() },
        ),
    ] {
        world.answers_back(&lender, std::slice::from_ref(&msg));
        let before = world.state();
        let refused: ContractError = refusal(world.send(&shipper, &encumber(lender.address())));
        assert_eq!((refused, world.state()), (expected, before));
    }
    // Substituted and lifted within the one transaction: the lender's hold is back, once.
    world.answers_back(&lender, &[substitute(escrow.address())]);
    world.answers_back(&escrow, &[lift()]);
    world.encumber(&shipper, &lender);
    let title = world.bill();
    assert_eq!((title.encumbered_by.as_deref(), title.residual), (Some(lender.address().as_str()), None));
    world.refused(escrow.address(), &lift(), ContractError::NotEncumbranceHolder);
}

#[test]
fn an_escrow_that_lets_a_waybill_go_at_once_leaves_it_free() {
    let mut world = World::new();
    world.issue(waybill(&world));
    let shipper = world.shipper.clone();
    let [one, other] = [(); 2].map(|()| world.admitted(AdmittedRole::Settlement));
    world.answers_back(&one, &[lift()]);
    world.must(&shipper, &bind(one.address()));
    assert_eq!(world.bill().bound_to, None);
    world.must(&shipper, &bind(other.address()));
    world.refused(&shipper, &bind(one.address()), ContractError::BoundAlready);
    world.refused(one.address(), &lift(), ContractError::NotEncumbranceHolder);
}

/// A subscriber with a hold delivers twice, speaks for the oracle, and calls for a repetition: its own notice is
/// undone, the fact stands and the others are told.
#[test]
fn a_subscriber_answers_a_notice_back_and_hurts_only_itself() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let thief = world.admitted(AdmittedRole::Settlement);
    let honest = world.admitted(AdmittedRole::Settlement);
    let subscribe = ExecuteMsg::Subscribe { token_id: bill_id(), cutoffs: vec![] };
    world.encumber(&shipper, &thief);
    for watcher in [&thief, &honest] {
        world.must(watcher.address(), &subscribe);
    }
    let told = |world: &World, watcher: &Stranger| watcher.received(&world.chain).len();
    let before = told(&world, &thief);
    let loading = milestone(0, "LOAD", "CNSHA");
    for (sequence, answer) in (1..).zip([
        vec![deliver(&buyer), deliver(&bank)],
        vec![deliver(&buyer), fact(BILL, 9, loading, happened(day(9).seconds()))],
        vec![deliver(&buyer), ExecuteMsg::Sync { token_id: word("MSC:BL-8") }],
    ]) {
        world.answers_back(&thief, &answer);
        let standing = happened(day(1).seconds() + u64::from(sequence));
        world.fact(sequence, loading, standing).unwrap();
        assert_eq!(world.voyage().milestones[0].standing, standing, "the fact stands");
        world.assert_parties(&shipper, &shipper);
        assert_eq!((told(&world, &thief), told(&world, &honest)), (before, sequence as usize));
    }
    // What it may do it does, once.
    world.answers_back(&thief, &[deliver(&buyer), subscribe]);
    world.fact(4, loading, happened(day(2).seconds())).unwrap();
    world.assert_parties(&buyer, &buyer);
    assert_eq!((told(&world, &thief), world.voyage().subscribers.len()), (before + 1, 2));
}

/// All that comes goes to the oracle, which takes its deposit or refuses; nothing sticks.
#[test]
fn whatever_money_comes_the_contract_keeps_none() {
    let mut world = World::new();
    let (carrier, shipment) = (world.carrier.clone(), world.shipment.clone());
    for denom in ["untrn", "uatom"] {
        world.chain.fund(&carrier, coin(1_000, denom));
    }
    // A chain takes coins sorted, and each once.
    let purses: [&[Coin]; 3] = [&[], &[coin(30, "uatom")], &[coin(1, "uatom"), coin(30, "untrn")]];
    for (number, funds) in purses.into_iter().enumerate() {
        let bill = IssueMsg { token_id: word(&format!("MSC:{number}")), ..order_bill(&world) };
        world.chain.execute(&carrier, &shipment, &ExecuteMsg::Issue(Box::new(bill)), funds).unwrap();
        assert_eq!(world.asked()[number].funds, funds, "the oracle sees what came, as it came");
        for denom in ["untrn", "uatom"] {
            assert_eq!(world.chain.balance(&cw20::Denom::Native(denom.to_owned()), &shipment), 0);
        }
    }
    // A coin of nothing does not leave the bank; where it did, the oracle would see it.
    let nothing = ExecuteMsg::Issue(Box::new(order_bill(&world)));
    let before = world.state();
    assert!(world.chain.execute(&carrier, &shipment, &nothing, &[coin(0, "untrn")]).is_err());
    assert_eq!(world.state(), before);
    let funds = [coin(1, "untrn")];
    let none = ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() });
    world.refused_with_funds(&carrier, &register_issuer(), &funds, none);
}

fn register_issuer() -> ExecuteMsg {
    ExecuteMsg::RegisterIssuer { scac: Some(word("MSCU")), lei: None }
}

/// Ids are told apart by every byte, and the acts of one are not among those of another that begins alike.
#[test]
fn ids_do_not_run_into_one_another() {
    let mut world = World::new();
    let ids = ["A", "AB", "a", "A/", "A\u{2f}B", "MSC:BL-7", "msc:bl-7"];
    for id in ids {
        world.issue(IssueMsg { token_id: word(id), ..order_bill(&world) });
    }
    let (shipper, buyer) = (world.shipper.clone(), world.buyer.clone());
    world.must(&shipper, &ExecuteMsg::TransferNft { recipient: buyer.to_string(), token_id: "A".to_owned() });
    for id in ids {
        let moved = id == "A";
        assert_eq!(world.title(id).holder, if moved { &buyer } else { &shipper }.to_string(), "{id}");
        assert_eq!(world.acts(id).len(), if moved { 2 } else { 1 }, "{id}");
    }
    // What only looks like an id is none.
    for id in ["\u{410}", "A\u{0}", "A ", " A", "", &"A".repeat(65), &"\u{e9}".repeat(5_000)] {
        let unknown = ContractError::UnknownTitle { token_id: id.to_owned() };
        let msg = ExecuteMsg::TransferNft { recipient: buyer.to_string(), token_id: id.to_owned() };
        world.refused(&shipper, &msg, unknown);
    }
}

/// Blocks without time, and time in one leap.
#[test]
fn waits_are_of_time_and_not_of_blocks() {
    let mut world = World::with_bill();
    let (shipper, stranger) = (world.shipper.clone(), world.stranger.clone());
    world.must(&shipper, &surrender(SurrenderFor::Delivery));
    let answer_by = world.bill().answer_by.unwrap();
    for _ in 0..1_000 {
        world.chain.advance(0);
    }
    let early = ContractError::AnswerNotDue { now: world.now(), answer_by };
    world.refused(&stranger, &return_unanswered(), early);
    // The chain stood still for a year: the first block after it is late enough for the issuer and for anyone.
    world.chain.advance(365 * DAY);
    world.must(&stranger, &return_unanswered());
    assert_eq!(world.bill().status, TitleStatus::Issued);
}

/// A nomination is a consent: it is used up by what it was given for, and gone with the split.
#[test]
fn a_nomination_outlives_nothing() {
    let mut world = World::with_bill();
    let (shipper, buyer, bank) = (world.shipper.clone(), world.buyer.clone(), world.bank.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.must(&shipper, &possession(&bank));
    world.must(&shipper, &nominate(Some(escrow.address())));
    // possession returns: whole again, and split anew it has no nominee
    world.must(&bank, &possession(&shipper));
    world.must(&shipper, &possession(&bank));
    let nobody = |to: &Addr| ContractError::NotNominee { to: to.clone(), nominee: None };
    world.refused(&bank, &encumber(escrow.address()), nobody(escrow.address()));
    // the benefit moves: the nominee of the last beneficiary is none of the next
    world.must(&shipper, &nominate(Some(&buyer)));
    world.must(&bank, &endorse_to_order(&buyer));
    world.refused(&bank, &endorse_to_order(&shipper), nobody(&shipper));
    world.assert_parties(&bank, &buyer);
}
