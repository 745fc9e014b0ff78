//! What `shipment` tells the contract that is given a hold on a title.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::Binary;
use message::{message, ToJson};
use numeric::UnixTime;

use super::{Goods, TitleKind};
use crate::journey::{MilestoneRef, Standing};
use crate::locode::Locode;
use crate::text::TokenId;

/// `shipment` → the contract that is given a hold, or the escrow that a waybill is bound to. It brings what the title is
/// judged by, so that nobody has to ask back.
#[message]
#[derive(ToJson)]
pub struct EncumberedMsg {
    /// The title.
    pub token_id: TokenId,
    /// What it is and whose.
    pub title: TitlePart,
    /// Its journey; goods at rest have none.
    pub journey: Option<JourneyPart>,
    /// The financier whose hold this replaces and to whom it returns.
    pub residual: Option<String>,
    /// What the holder said it is for.
    pub msg: Binary,
}

/// Of a [`TitleResponse`](super::TitleResponse), what a contract that is given a hold judges a title by.
#[message]
#[message(partial)]
#[derive(ToJson)]
pub struct TitlePart {
    /// What the document is.
    pub kind: TitleKind,
    /// Document version.
    pub version: u32,
    /// Who issued it.
    pub issuer: String,
    /// Who controls it; of a waybill the shipper.
    pub holder: String,
    /// Who is entitled to the goods.
    pub beneficiary: String,
    /// The goods.
    pub goods: Goods,
}

/// The same of a [`JourneyResponse`](super::JourneyResponse).
#[message]
#[message(partial)]
#[derive(ToJson)]
pub struct JourneyPart {
    /// The plan.
    pub plan: PlanPart,
    /// Every milestone that is asked, with what is final.
    pub milestones: Vec<MilestonePart>,
}

/// Of a journey's plan.
#[message]
#[message(partial)]
#[derive(ToJson)]
pub struct PlanPart {
    /// The feed that answers.
    pub feed: u32,
    /// Its legs.
    pub legs: Vec<LegPart>,
}

/// Of a leg.
#[message]
#[message(partial)]
#[derive(ToJson)]
pub struct LegPart {
    /// Where it starts.
    pub from: Locode,
    /// Where it ends.
    pub to: Locode,
    /// Planned departure.
    pub departure: UnixTime,
}

/// Of a milestone's status.
#[message]
#[message(partial)]
#[derive(Copy, ToJson)]
pub struct MilestonePart {
    /// Which.
    pub milestone: MilestoneRef,
    /// What is final.
    pub standing: Standing,
}

/// The variants that a holding contract's `ExecuteMsg` shares with `shipment`.
#[cw_serde]
#[derive(ToJson)]
pub enum HolderMsg {
    /// A hold on a title.
    Encumbered(EncumberedMsg),
    /// A bound waybill.
    Bound(EncumberedMsg),
}
