//! Notices: how `oracle` and `shipment` tell a subscriber what is new, and how a payer contract tells an
//! owner contract that it was paid.
//!
//! A notice says what *stands*, not what changed, so one that arrives twice or late does no harm; the
//! sequence lets a receiver drop an older one: one with a lower number, not one with the same, for a `Sync`
//! tells of several milestones under one number. Whoever missed a notice catches up by `Sync`.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{Binary, StdResult};
use message::{message, to_json, ToJson};
use numeric::{Amount, UnixTime};

use crate::digest::Digest;
use crate::journey::{MilestoneRef, Outcome, Standing};
use crate::oracle::{Measured, RoundRef};
use crate::text::TokenId;

/// `oracle` → the collection that asked. Received as `ExecuteMsg::Fact`.
#[message]
#[derive(ToJson)]
pub struct FactNotice {
    /// The token of the receiving collection.
    pub token_id: TokenId,
    /// Grows by one with every final fact about the token.
    pub sequence: u32,
    /// Which milestone.
    pub milestone: MilestoneRef,
    /// What is final about it now.
    pub standing: Standing,
}

/// `oracle` → the collection that asked for a number. Received as `ExecuteMsg::Measured`.
#[message]
#[derive(ToJson)]
pub struct MeasuredNotice {
    /// The token of the receiving collection.
    pub token_id: TokenId,
    /// Which question.
    pub milestone: MilestoneRef,
    /// The feed.
    pub feed: u32,
    /// The number that is final now.
    pub measured: Measured,
}

/// `oracle` → whoever a false fact harmed, with the money: natively attached, or as the message of a cw20 `Send`.
/// Received as `ExecuteMsg::Compensated`, or inside `Receive`.
#[message]
#[derive(ToJson)]
pub struct Compensated {
    /// The receiver's own number of its reservation.
    pub reference: u64,
    /// Which part of it.
    pub part: u8,
    /// How much, in the asset that came with the message.
    pub amount: Amount,
}

/// `oracle` → an adjudicator that is a contract: somebody challenged a round. It decides by `Rule`.
#[message]
#[derive(ToJson)]
pub struct CaseNotice {
    /// The case's number.
    pub case: u64,
    /// The feed.
    pub feed: u32,
    /// The round.
    pub round: RoundRef,
    /// What the round decided.
    pub outcome: Option<Outcome>,
    /// What is true, by the challenger.
    pub claim: Option<Outcome>,
    /// Salted digest of the evidence.
    pub evidence: Option<Digest>,
    /// Until when it can be decided.
    pub decide_by: UnixTime,
}

/// `shipment` → its subscribers. Received as `ExecuteMsg::Milestone`.
#[message]
#[derive(ToJson)]
pub struct MilestoneNotice {
    /// The title.
    pub token_id: TokenId,
    /// The oracle's sequence for this title.
    pub sequence: u32,
    /// Which milestone.
    pub milestone: MilestoneRef,
    /// What is final about it now.
    pub standing: Standing,
}

/// A collection → the contract that owns one of its tokens, with the money: as the message of a cw20
/// `Send`, or with native funds attached. Received as `ExecuteMsg::Paid`, or inside `Receive`.
#[message]
#[derive(ToJson)]
pub struct Paid {
    /// The collection that pays.
    pub collection: String,
    /// The token whose owner is paid.
    pub token_id: String,
    /// How much, in the asset that came with the message.
    pub amount: Amount,
    /// Whether this is the last payment: the token is gone.
    pub last: bool,
}

/// The one variant that every notified contract's `ExecuteMsg` shares with its notifier.
#[cw_serde]
#[derive(ToJson)]
pub enum Notification {
    /// From `oracle`.
    Fact(FactNotice),
    /// From `shipment`.
    Milestone(MilestoneNotice),
    /// From a collection that pays an owner contract.
    Paid(Paid),
    /// From `oracle`, of a number.
    Measured(MeasuredNotice),
    /// From `oracle`, to whoever was harmed.
    Compensated(Compensated),
    /// From `oracle`, to an adjudicator.
    Case(CaseNotice),
}

impl Notification {
    /// The notice as an execute message.
    pub fn to_binary(&self) -> StdResult<Binary> {
        Ok(to_json(self))
    }
}
