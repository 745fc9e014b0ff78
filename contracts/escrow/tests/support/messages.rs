//! Messages, most of them about agreement 1 and the bill.

use cosmwasm_std::{to_json_binary, Addr, Binary};
use numeric::UnixTime;
use serde::Serialize;
use types::escrow::{AgreementId, Award, Change, Cw20Hook, ExecuteMsg, PresentMsg, Terms, TitleAward};
use types::journey::{MilestoneRef, Standing};
use types::notice::MilestoneNotice;
use types::shipment::{ConsentedAct, EncumberedMsg};

use super::{amount, word, World, BILL};

pub fn json(value: &impl Serialize) -> Binary {
    to_json_binary(value).unwrap()
}

/// The message as it goes with a cw20 `Send`.
#[track_caller]
pub fn hook(msg: &ExecuteMsg) -> Binary {
    use ExecuteMsg as M;
    json(&match msg.clone() {
        M::Propose { terms, valid_until } => Cw20Hook::Propose { terms, valid_until },
        M::Accept { agreement, terms } => Cw20Hook::Accept { agreement, terms },
        M::TopUp { agreement, milestone } => Cw20Hook::TopUp { agreement, milestone },
        M::PayIn { agreement, milestone } => Cw20Hook::PayIn { agreement, milestone },
        M::Release { agreement, milestone } => Cw20Hook::Release { agreement, milestone },
        M::Compensated(of) => Cw20Hook::Compensated(of),
        other => panic!("{other:?} takes no token"),
    })
}

pub fn propose(terms: &Terms, valid_until: UnixTime) -> ExecuteMsg {
    ExecuteMsg::Propose { terms: Box::new(terms.clone()), valid_until }
}

pub fn accept(agreement: AgreementId, terms: &Terms) -> ExecuteMsg {
    ExecuteMsg::Accept { agreement, terms: terms.digest().unwrap() }
}

pub fn end_proposal(agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::EndProposal { agreement }
}

/// The seller presents the bill, whole.
pub fn encumbered(world: &World, agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::Encumbered(encumbered_msg(world, agreement))
}

pub fn encumbered_msg(world: &World, agreement: AgreementId) -> EncumberedMsg {
    let (title, journey) = world.parts();
    EncumberedMsg {
        token_id: word(BILL),
        title,
        journey,
        residual: None,
        msg: json(&PresentMsg::Present { agreement }),
    }
}

/// The seller presents the bill, which was a waybill, made out to the buyer.
pub fn bound(world: &World, agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::Bound(encumbered_msg(world, agreement))
}

pub fn waive(agreement: AgreementId) -> ExecuteMsg {
    waive_version(agreement, 1)
}

/// Of the bill.
pub fn waive_version(agreement: AgreementId, version: u32) -> ExecuteMsg {
    ExecuteMsg::Waive { agreement, token_id: word(BILL), version, remark: None }
}

pub fn return_documents(agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::ReturnDocuments { agreement, remark: None }
}

pub fn follow(agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::Follow { agreement }
}

pub fn notice(milestone: MilestoneRef, standing: Standing) -> ExecuteMsg {
    ExecuteMsg::Milestone(MilestoneNotice { token_id: word(BILL), sequence: 1, milestone, standing })
}

pub fn sync(agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::Sync { agreement }
}

pub fn approve_milestone(agreement: AgreementId, milestone: u8) -> ExecuteMsg {
    ExecuteMsg::ApproveMilestone { agreement, milestone }
}

pub fn release(agreement: AgreementId, milestone: u8) -> ExecuteMsg {
    ExecuteMsg::Release { agreement, milestone }
}

pub fn relinquish(agreement: AgreementId, milestone: u8) -> ExecuteMsg {
    ExecuteMsg::Relinquish { agreement, milestone }
}

pub fn change(agreement: AgreementId, milestone: u8, change: Change) -> ExecuteMsg {
    ExecuteMsg::Change { agreement, milestone, change }
}

pub fn no_change() -> Change {
    Change { amount: None, due: None, cutoff: None, cancel: false }
}

pub fn cancel() -> Change {
    Change { cancel: true, ..no_change() }
}

pub fn to_amount(units: u128) -> Change {
    Change { amount: Some(amount(units)), ..no_change() }
}

pub fn to_due(due: UnixTime) -> Change {
    Change { due: Some(due), ..no_change() }
}

pub fn to_cutoff(cutoff: UnixTime) -> Change {
    Change { cutoff: Some(cutoff), ..no_change() }
}

pub fn top_up(agreement: AgreementId, milestone: u8) -> ExecuteMsg {
    ExecuteMsg::TopUp { agreement, milestone }
}

pub fn pay_in(agreement: AgreementId, milestone: u8) -> ExecuteMsg {
    ExecuteMsg::PayIn { agreement, milestone }
}

pub fn age(agreement: AgreementId, milestone: u8) -> ExecuteMsg {
    ExecuteMsg::Age { agreement, milestone }
}

pub fn write_off(agreement: AgreementId, milestone: u8) -> ExecuteMsg {
    ExecuteMsg::WriteOff { agreement, milestone }
}

pub fn dispute(agreement: AgreementId, milestones: &[u8]) -> ExecuteMsg {
    ExecuteMsg::Dispute { agreement, milestones: milestones.to_vec(), evidence: None }
}

pub fn resolve(agreement: AgreementId, awards: &[(u8, u128)], title: TitleAward) -> ExecuteMsg {
    let award = |(milestone, units): &(u8, u128)| Award { milestone: *milestone, to_payee: amount(*units) };
    ExecuteMsg::Resolve { agreement, awards: awards.iter().map(award).collect(), title }
}

pub fn lapse(agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::LapseDispute { agreement }
}

pub fn long_stop(agreement: AgreementId) -> ExecuteMsg {
    ExecuteMsg::LongStop { agreement }
}

pub fn consent_to(agreement: AgreementId, act: ConsentedAct) -> ExecuteMsg {
    ExecuteMsg::ConsentTo { agreement, act }
}

pub fn transfer(token_id: &str, recipient: &Addr) -> ExecuteMsg {
    ExecuteMsg::TransferNft { recipient: recipient.to_string(), token_id: token_id.to_owned() }
}

pub fn send_nft(token_id: &str, contract: &Addr) -> ExecuteMsg {
    ExecuteMsg::SendNft { contract: contract.to_string(), token_id: token_id.to_owned(), msg: json(&"yours") }
}

pub fn approve(token_id: &str, spender: &Addr) -> ExecuteMsg {
    ExecuteMsg::Approve { spender: spender.to_string(), token_id: token_id.to_owned(), expires: None }
}
