//! Messages of `escrow`: agreements, milestone payments, receivables (cw721).

mod measurement;

use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Addr, Binary, Coin, Empty, StdResult};
use cw20::{Cw20ReceiveMsg, Denom};
use cw721::msg as cw721_msg;
use cw_ownable::{cw_ownable_execute, cw_ownable_query};
use cw_utils::Expiration;
use message::{message, to_json, FromJson, ToJson};
use numeric::{Amount, BasisPoints, Seconds, UnixTime};

use crate::country::Country;
use crate::denom::UncheckedDenom;
use crate::digest::Digest;
use crate::hs::HsPrefix;
use crate::journey::MilestoneRef;
use crate::locode::Locode;
use crate::notice::{Compensated, MeasuredNotice, MilestoneNotice};
use crate::shipment::{ConsentedAct, ContractInfoResponse, EncumberedMsg, TitleClass};
use crate::text::{ForumCode, Remark, TokenId, Uri};
use crate::unit::Unit;

pub use measurement::{Measurement, Pays, Tally};

/// Most milestones of one agreement.
pub const MAX_MILESTONES: usize = 16;
/// Most parts of an `all` condition.
pub const MAX_PARTS: usize = 4;
/// Most issuers that title terms accept.
pub const MAX_ISSUERS: usize = 8;
/// Most goods that title terms ask for.
pub const MAX_GOODS_TERMS: usize = 8;

/// An agreement's number.
pub type AgreementId = u64;

/// Which party the sender is.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum Side {
    /// Pays: the buyer.
    Payer,
    /// Is paid and presents: the seller.
    Payee,
}

/// A purchase order. Its digest ([`Terms::digest`]) is what the other side accepts.
#[message]
#[derive(ToJson)]
pub struct Terms {
    /// The buyer.
    pub payer: String,
    /// The seller. On a service agreement the carrier or another service provider.
    pub payee: String,
    /// The settlement asset; one that the contract's owner admitted.
    pub asset: UncheckedDenom,
    /// Salted digest of the invoice or order number. Payer, payee and invoice are the financing key: one
    /// agreement at a time.
    pub invoice: Digest,
    /// Salted digest of the contract of sale.
    pub contract: Digest,
    /// Where the parties find it; names none of them.
    pub uri: Option<Uri>,
    /// Governing law, ISO 3166-1.
    pub law: Country,
    /// Forum, a code of a published list.
    pub forum: Option<ForumCode>,
    /// What must be presented. None: a service agreement.
    pub title: Option<TitleTerms>,
    /// The title that a service agreement follows and never holds. None: it depends on approvals only.
    #[serde(default)]
    pub follows: Option<TokenId>,
    /// The oracle feed that both parties trust. A title on another feed cannot be presented.
    pub feed: u32,
    /// Who decides disputes.
    pub resolver: Resolver,
    /// When what is unsettled is split, far beyond the last cut-off.
    pub long_stop: UnixTime,
    /// The payee's share of what the long-stop finds unsettled; rounded down, the rest is the payer's.
    pub split: BasisPoints,
    /// 1 to 16.
    pub milestones: Vec<MilestoneTerms>,
}

impl Terms {
    /// What the other side accepts by: SHA-256 of the terms' JSON, fields in the order of the schema.
    pub fn digest(&self) -> StdResult<Digest> {
        Ok(Digest::of(&to_json(self)))
    }
}

/// What a title must be to comply.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct TitleTerms {
    /// Who may have issued it, 1 to 8 different ones.
    pub issuers: Vec<String>,
    /// What it may be.
    pub classes: Vec<TitleClass>,
    /// Port or place of loading.
    pub loading: Option<Locode>,
    /// Port or place of discharge.
    pub discharge: Option<Locode>,
    /// Latest shipment: the planned departure of the first leg is not later.
    pub latest_shipment: Option<UnixTime>,
    /// Latest presentation; a later one is a discrepancy.
    pub latest_presentation: Option<UnixTime>,
    /// How long the payer has to waive discrepancies. 1 second to 30 days.
    pub examination: Seconds,
    /// Goods that must be on it, at most 8.
    pub goods: Vec<GoodsTerms>,
}

/// Goods that must be on a title.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct GoodsTerms {
    /// Harmonized System chapter, heading or subheading.
    pub hs: HsPrefix,
    /// UN/CEFACT Rec 20 unit.
    pub unit: Unit,
    /// At least so much, all matching lines together.
    pub least: Amount,
    /// At most so much.
    pub most: Amount,
}

/// Who decides disputes, by when, and who follows when nobody does.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct Resolver {
    /// A person, a multisig or a contract; neither party.
    pub address: String,
    /// How long it has, from the dispute. 1 second to 90 days.
    pub limit: Seconds,
    /// Who decides after that, for as long again; nobody: the dispute lapses.
    pub successor: Option<String>,
}

/// When a milestone pays.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub enum Condition {
    /// A final fact that this happened.
    Milestone(MilestoneRef),
    /// A presentation that complies or whose discrepancies were waived.
    Presentation {},
    /// This account's word.
    Approval {
        /// Who approves; not the payee.
        by: String,
    },
    /// All of these, 2 to 4 different ones, none of them an `all` or a measurement. The latest counts for lateness.
    All {
        /// The parts.
        of: Vec<Condition>,
    },
    /// Final numbers of a question that the oracle is asked for this milestone alone.
    Measurement(Measurement),
}

/// Where the money is.
#[cw_serde]
#[derive(Copy, FromJson, ToJson)]
pub enum Settlement {
    /// In escrow from acceptance.
    Prefunded {},
    /// The payer's accepted obligation, due this long after the condition is met.
    Deferred {
        /// From the event's own time. At most 365 days.
        after: Seconds,
        /// How long after that it is late before it is in default. At most 180 days.
        grace: Seconds,
    },
}

/// What lateness costs: a share of the milestone's amount for each started period, up to a cap.
#[cw_serde]
#[derive(Copy, FromJson, ToJson)]
pub struct LatePenalty {
    /// Length of a period.
    pub period: Seconds,
    /// Share of the amount for each started period.
    pub rate: BasisPoints,
    /// At most this share.
    pub cap: BasisPoints,
}

/// One payment of an agreement.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct MilestoneTerms {
    /// When it pays.
    pub condition: Condition,
    /// How much.
    pub amount: Amount,
    /// Where the money is.
    pub settlement: Settlement,
    /// Lateness counts from here, by the event's own time (any grace is already in it).
    pub due: Option<UnixTime>,
    /// What lateness costs.
    pub late: Option<LatePenalty>,
    /// The fact *did not happen by T ≥ cut-off*, or *happened* after it, ends the milestone. Not before `due`.
    pub cutoff: Option<UnixTime>,
    /// Whether the title goes to the payer with this payment. At most one, and not at or after delivery.
    #[serde(default)]
    pub releases_title: bool,
}

/// What a change to one milestone may set. What is not set stays.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct Change {
    /// A smaller amount: of prefunded money the rest returns to the payer.
    pub amount: Option<Amount>,
    /// A new due date.
    pub due: Option<UnixTime>,
    /// A new cut-off; before the long-stop.
    pub cutoff: Option<UnixTime>,
    /// Ends the milestone without payment.
    #[serde(default)]
    pub cancel: bool,
}

/// A resolver's word on one milestone.
#[message]
#[derive(Copy)]
pub struct Award {
    /// Which milestone.
    pub milestone: u8,
    /// What the payee's side gets; the rest is the payer's.
    pub to_payee: Amount,
}

/// What becomes of the title in a verdict or a settlement.
#[cw_serde]
#[derive(Copy, Eq, FromJson)]
pub enum TitleAward {
    /// To the payer.
    ToPayer,
    /// Free of the hold, to whoever has it (the residual holder's hold returns).
    ToHolder,
    /// As it is.
    Unchanged,
}

/// Sets up the contract.
#[message]
pub struct InstantiateMsg {
    /// Admits assets, sets the guardian.
    pub owner: String,
    /// May pause new agreements; only the owner unpauses.
    pub guardian: Option<String>,
    /// Name of the collection of receivables.
    pub name: String,
    /// Its symbol.
    pub symbol: String,
    /// The titles.
    pub shipment: String,
    /// The oracle that the titles ask.
    pub oracle: String,
    /// Settlement assets, at most 16.
    pub assets: Vec<UncheckedDenom>,
}

/// What can be asked of the contract. The first group is CW-721, for receivables.
#[cw_ownable_execute]
#[message]
pub enum ExecuteMsg {
    /// Owner of the receivable, approved or operator: passes it on, with every right of the payee over it.
    TransferNft {
        /// The new owner.
        recipient: String,
        /// `<agreement>/<milestone>`.
        token_id: String,
    },
    /// The same to a contract, which is told.
    SendNft {
        /// The new owner.
        contract: String,
        /// `<agreement>/<milestone>`.
        token_id: String,
        /// For the contract.
        msg: Binary,
    },
    /// Owner or operator: lets another account move it.
    Approve {
        /// Who may.
        spender: String,
        /// `<agreement>/<milestone>`.
        token_id: String,
        /// Until when.
        expires: Option<Expiration>,
    },
    /// Owner or operator: takes that back.
    Revoke {
        /// Who may no more.
        spender: String,
        /// `<agreement>/<milestone>`.
        token_id: String,
    },
    /// Anyone: lets an operator move all the sender's receivables.
    ApproveAll {
        /// Who may.
        operator: String,
        /// Until when.
        expires: Option<Expiration>,
    },
    /// Anyone: takes that back.
    RevokeAll {
        /// Who may no more.
        operator: String,
    },
    /// Always refused: a receivable ends with its milestone.
    Burn {
        /// The receivable.
        token_id: String,
    },
    /// Always refused: receivables are made by acceptance.
    Mint {
        /// The receivable.
        token_id: String,
        /// Its owner.
        owner: String,
        /// Nothing.
        token_uri: Option<String>,
        /// Nothing.
        extension: Option<Empty>,
    },
    /// Always refused.
    UpdateNftInfo {
        /// The receivable.
        token_id: String,
        /// Nothing.
        token_uri: Option<String>,
        /// Nothing.
        extension: Option<Empty>,
    },
    /// Always refused.
    UpdateExtension {
        /// Nothing.
        msg: Option<Empty>,
    },
    /// Always refused: all the money here belongs to somebody.
    WithdrawFunds {
        /// Nothing of this is paid.
        amount: Coin,
    },

    /// Payer or payee: proposes an agreement. The payer attaches the prefunded money and the oracle's fee; it returns
    /// in full on expiry, refusal or withdrawal.
    Propose {
        /// The terms; the sender is one of the parties.
        terms: Box<Terms>,
        /// Until when the other side may accept.
        valid_until: UnixTime,
    },
    /// The other party: accepts the terms by their digest. The payer attaches the prefunded money and
    /// [`AgreementResponse::fee`]. Refused where the feed has no room for it.
    Accept {
        /// The proposal.
        agreement: AgreementId,
        /// [`Terms::digest`].
        terms: Digest,
    },
    /// The other party: refuses a proposal. The proposer: withdraws it. After `valid_until`: anyone.
    EndProposal {
        /// The proposal.
        agreement: AgreementId,
    },

    /// `shipment`: the payee presents a title; its `msg` is [`PresentMsg`].
    Encumbered(EncumberedMsg),
    /// `shipment`: the payee presents a waybill; its `msg` is [`PresentMsg`].
    Bound(EncumberedMsg),
    /// Payer: waives the listed discrepancies of the document that it has read. If another one is under examination by
    /// then, it is refused.
    Waive {
        /// The agreement.
        agreement: AgreementId,
        /// The title that was presented.
        token_id: TokenId,
        /// Its document version at presentation.
        version: u32,
        /// A remark.
        remark: Option<Remark>,
    },
    /// Payer: refuses discrepant documents. Payee: takes them back. After the examination time: anyone.
    /// The title is free again and another presentation may follow.
    ReturnDocuments {
        /// The agreement.
        agreement: AgreementId,
        /// A remark.
        remark: Option<Remark>,
    },
    /// Either party of a service agreement: begins to follow the title of its terms, once that is issued. One of
    /// the parties must be the title's issuer, holder, beneficiary or consignee, or a party of its sale.
    Follow {
        /// The agreement.
        agreement: AgreementId,
    },

    /// `shipment`: what is final about a milestone. Pays what it settles, at most four payments.
    Milestone(MilestoneNotice),
    /// `oracle`: a final number of a milestone's question. Pays what it settles. A number that corrects another is one more
    /// number: what was paid stays paid.
    Measured(MeasuredNotice),
    /// Anyone: reads `shipment` and `oracle` and settles what is due, at most four payments a call.
    Sync {
        /// The agreement.
        agreement: AgreementId,
    },
    /// The account named in the condition: approves.
    ApproveMilestone {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },

    /// Payer: pays an open milestone in full before its condition is met. Prefunded: from escrow; deferred:
    /// attach the amount. One that releases the title waits for the presentation.
    Release {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// Owner of the receivable: gives up what is unpaid of it; prefunded money returns to the payer.
    Relinquish {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// Payer or owner of the receivable: proposes a change of an open milestone, or consents by proposing the same.
    Change {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
        /// What changes.
        change: Change,
    },
    /// Payer: adds the attached money to a prefunded milestone that is open; of one that hangs on a secured feed up to
    /// what is reserved for it.
    TopUp {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// Anyone, for the payer: pays a deferred milestone whose condition is met, in whole or in part. It goes to
    /// the owner of the receivable at once.
    PayIn {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// Anyone: ages a deferred milestone: payable → late → defaulted, by its dates.
    Age {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// Owner of the receivable: writes a defaulted one off. What is recovered later is still its owner's.
    WriteOff {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },

    /// Payer or owner of the receivables: disputes open milestones before the long-stop, each side once a
    /// milestone. What becomes final meanwhile waits for the verdict or for the dispute to lapse. Each milestone's
    /// dispute has its own clock.
    Dispute {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestones.
        milestones: Vec<u8>,
        /// Salted digest of the evidence.
        evidence: Option<Digest>,
    },
    /// Resolver within its time, then its successor: awards disputed milestones, one or more.
    Resolve {
        /// The agreement.
        agreement: AgreementId,
        /// One for each milestone that is decided.
        awards: Vec<Award>,
        /// What becomes of the title. It is decided with the milestone that releases it; where none is left that
        /// would, with all open milestones.
        title: TitleAward,
    },
    /// Anyone: ends disputes that nobody decided in time, and settles what became final meanwhile.
    LapseDispute {
        /// The agreement.
        agreement: AgreementId,
    },
    /// Anyone, after the long-stop: settles what is final and splits the open rest as agreed. Only milestones whose
    /// dispute, or whose round of the oracle, was open at the long-stop wait for its end.
    LongStop {
        /// The agreement.
        agreement: AgreementId,
    },
    /// Payer, residual holder, owner of an open receivable: lets an act on the held title happen (an amendment,
    /// say). It may, once all of them but the payee, who holds it, have said so.
    ConsentTo {
        /// The agreement.
        agreement: AgreementId,
        /// The act.
        act: ConsentedAct,
    },

    /// `oracle`: a false fact harmed whoever owned a receivable, and here is the money, exactly; its last owner withdraws
    /// it.
    Compensated(Compensated),
    /// Anyone who is owed a payment that was refused, or a compensation: withdraws it.
    Withdraw {
        /// The asset.
        asset: UncheckedDenom,
        /// To whom; the sender if not set.
        to: Option<String>,
    },
    /// An admitted cw20 contract, with the money of one of the messages above. The inner message is [`Cw20Hook`].
    Receive(Cw20ReceiveMsg),

    /// Owner: admits a settlement asset.
    AdmitAsset {
        /// Native or cw20.
        asset: UncheckedDenom,
    },
    /// Owner: no new agreements in this asset. Those that exist go on.
    RetireAsset {
        /// The asset.
        asset: UncheckedDenom,
    },
    /// Owner or guardian: stops new proposals and acceptances. Everything else goes on.
    Pause {},
    /// Owner: ends a pause.
    Unpause {},
    /// Owner: names or removes the guardian.
    SetGuardian {
        /// The new guardian.
        guardian: Option<String>,
    },
}

/// The message inside a cw20 `Send` to the escrow: what the money is for.
#[message]
pub enum Cw20Hook {
    /// As [`ExecuteMsg::Propose`], by the payer.
    Propose {
        /// The terms.
        terms: Box<Terms>,
        /// Until when the payee may accept.
        valid_until: UnixTime,
    },
    /// As [`ExecuteMsg::Accept`], by the payer.
    Accept {
        /// The proposal.
        agreement: AgreementId,
        /// [`Terms::digest`].
        terms: Digest,
    },
    /// As [`ExecuteMsg::TopUp`].
    TopUp {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// As [`ExecuteMsg::PayIn`].
    PayIn {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// As [`ExecuteMsg::Release`], of a deferred milestone.
    Release {
        /// The agreement.
        agreement: AgreementId,
        /// Which milestone.
        milestone: u8,
    },
    /// As [`ExecuteMsg::Compensated`], sent by the oracle.
    Compensated(Compensated),
}

/// The `msg` of an `Encumber`, `Bind` or `Substitute` to the escrow.
#[message]
pub enum PresentMsg {
    /// Presents the title under this agreement.
    Present {
        /// The agreement.
        agreement: AgreementId,
    },
}

/// What can be read from the contract. The first group is CW-721.
#[cw_ownable_query]
#[message]
#[derive(QueryResponses)]
pub enum QueryMsg {
    /// The owner.
    #[returns(cw721_msg::OwnerOfResponse)]
    OwnerOf {
        /// The receivable.
        token_id: String,
        /// Also approvals that have expired.
        include_expired: Option<bool>,
    },
    /// One approval.
    #[returns(cw721_msg::ApprovalResponse)]
    Approval {
        /// The receivable.
        token_id: String,
        /// Who may move it.
        spender: String,
        /// Also if it has expired.
        include_expired: Option<bool>,
    },
    /// All approvals of a receivable.
    #[returns(cw721_msg::ApprovalsResponse)]
    Approvals {
        /// The receivable.
        token_id: String,
        /// Also those that have expired.
        include_expired: Option<bool>,
    },
    /// One operator.
    #[returns(cw721_msg::OperatorResponse)]
    Operator {
        /// Whose.
        owner: String,
        /// Who.
        operator: String,
        /// Also if expired.
        include_expired: Option<bool>,
    },
    /// All operators of an account.
    #[returns(cw721_msg::OperatorsResponse)]
    AllOperators {
        /// Whose.
        owner: String,
        /// Also those that have expired.
        include_expired: Option<bool>,
        /// Continue after this operator.
        start_after: Option<String>,
        /// At most 100; 10 if not set.
        limit: Option<u32>,
    },
    /// How many receivables are open.
    #[returns(cw721_msg::NumTokensResponse)]
    NumTokens {},
    /// Name and symbol.
    #[returns(ContractInfoResponse)]
    ContractInfo {},
    /// Name and symbol, as cw721 0.22 asks.
    #[returns(cw721_msg::CollectionInfoAndExtensionResponse<Option<Empty>>)]
    GetCollectionInfoAndExtension {},
    /// All about the collection, as cw721 0.22 asks.
    #[returns(cw721_msg::ConfigResponse<Option<Empty>>)]
    GetConfig {},
    /// The same for bridges.
    #[returns(cw721_msg::AllInfoResponse)]
    GetAllInfo {},
    /// Nothing: the collection has no extension.
    #[returns(cw721::state::CollectionExtensionAttributes)]
    GetCollectionExtensionAttributes {},
    /// Nobody mints; receivables are made by acceptance.
    #[returns(cw721_msg::MinterResponse)]
    Minter {},
    /// Nobody mints; receivables are made by acceptance.
    #[returns(cw_ownable::Ownership<Addr>)]
    GetMinterOwnership {},
    /// Nobody mints; receivables are made by acceptance.
    #[returns(cw721_msg::AdditionalMintersResponse)]
    GetAdditionalMinters {
        /// Nothing follows.
        start_after: Option<String>,
        /// Of nothing.
        limit: Option<u32>,
    },
    /// The owner of the contract.
    #[returns(cw_ownable::Ownership<Addr>)]
    GetCreatorOwnership {},
    /// Nowhere: all the money here belongs to somebody.
    #[returns(Option<String>)]
    GetWithdrawAddress {},
    /// The milestone that the receivable is.
    #[returns(cw721_msg::NftInfoResponse<ReceivableExtension>)]
    NftInfo {
        /// The receivable.
        token_id: String,
    },
    /// Both of the above.
    #[returns(cw721_msg::AllNftInfoResponse<ReceivableExtension>)]
    AllNftInfo {
        /// The receivable.
        token_id: String,
        /// Also approvals that have expired.
        include_expired: Option<bool>,
    },
    /// Receivables of an owner.
    #[returns(cw721_msg::TokensResponse)]
    Tokens {
        /// The owner.
        owner: String,
        /// Continue after this receivable.
        start_after: Option<String>,
        /// At most 100; 10 if not set.
        limit: Option<u32>,
    },
    /// All open receivables.
    #[returns(cw721_msg::TokensResponse)]
    AllTokens {
        /// Continue after this receivable.
        start_after: Option<String>,
        /// At most 100; 10 if not set.
        limit: Option<u32>,
    },

    /// The contract's settings.
    #[returns(ConfigResponse)]
    Config {},
    /// An agreement with its milestones.
    #[returns(AgreementResponse)]
    Agreement {
        /// Its number.
        agreement: AgreementId,
    },
    /// Agreements by number.
    #[returns(Vec<AgreementResponse>)]
    Agreements {
        /// Continue after this one.
        start_after: Option<AgreementId>,
        /// At most 30; 10 if not set.
        limit: Option<u32>,
    },
    /// The agreements that a title serves, at most two.
    #[returns(Vec<AgreementId>)]
    AgreementsOf {
        /// The title.
        token_id: TokenId,
    },
    /// Which agreement has a financing key.
    #[returns(Option<AgreementId>)]
    FinancingKey {
        /// The buyer.
        payer: String,
        /// The seller.
        payee: String,
        /// Salted digest of the invoice.
        invoice: Digest,
    },
    /// What the contract owes in an asset; its balance is never less.
    #[returns(OwedResponse)]
    Owed {
        /// The asset.
        asset: UncheckedDenom,
    },
    /// What an account can withdraw because a payment to it was refused, or because a false fact harmed it.
    #[returns(Amount)]
    Claimable {
        /// The account.
        account: String,
        /// The asset.
        asset: UncheckedDenom,
    },
}

/// What wallets show of a receivable.
#[cw_serde]
#[derive(ToJson)]
pub struct ReceivableExtension {
    /// Its agreement.
    pub agreement: AgreementId,
    /// Its milestone.
    pub milestone: u8,
    /// Who pays.
    pub payer: String,
    /// In what.
    pub asset: Denom,
    /// How much, before any penalty.
    pub amount: Amount,
    /// Where it stands.
    pub status: MilestoneState,
}

/// The contract's settings.
#[cw_serde]
#[derive(ToJson)]
pub struct ConfigResponse {
    /// Who may pause.
    pub guardian: Option<String>,
    /// Whether new agreements are stopped.
    pub paused: bool,
    /// The titles.
    pub shipment: String,
    /// The oracle.
    pub oracle: String,
    /// Settlement assets for new agreements.
    pub assets: Vec<Denom>,
}

/// Where an agreement stands. One transition table decides.
#[cw_serde]
#[derive(Copy, Eq, ToJson)]
pub enum AgreementStatus {
    /// Waiting for the other side.
    Proposed,
    /// Accepted; nothing presented (or, a service agreement, no title followed yet).
    Active,
    /// Presented with discrepancies, waiting for the payer.
    Discrepant,
    /// A title that complies, or whose discrepancies were waived, is held.
    Presented,
    /// A proposal that was refused, withdrawn or ran out.
    Ended,
    /// Every milestone is settled or void.
    Closed,
}

/// Where a milestone stands. One transition table decides.
#[cw_serde]
#[derive(Copy, Eq, ToJson)]
pub enum MilestoneState {
    /// Its condition is not met.
    Open,
    /// Deferred: the condition is met, the payer owes until `due`.
    Payable,
    /// Deferred: unpaid after its date.
    Late,
    /// Deferred: unpaid after its grace.
    Defaulted,
    /// Deferred: given up by its owner; recoveries are still its owner's.
    WrittenOff,
    /// Paid (less what was agreed to be lost, or was not measured).
    Settled,
    /// Ended without payment: cut-off, cancellation, verdict or long-stop.
    Voided,
}

/// What the contract has to do with an agreement's title.
#[cw_serde]
#[derive(Copy, Eq, ToJson)]
pub enum TitleHold {
    /// Nothing.
    None,
    /// It holds a bill or receipt.
    Held,
    /// A waybill is bound to it.
    Bound,
    /// It follows the title and has no hold.
    Followed,
    /// It was due to the payer but could not be delivered (it was surrendered, say): `sync` delivers it as soon
    /// as it can be.
    Due,
    /// It went to the payer.
    Released,
    /// The hold was lifted: the agreement ended, or a verdict said so.
    Freed,
}

/// A way in which a presentation differs from the terms.
#[cw_serde]
#[derive(ToJson)]
pub enum Discrepancy {
    /// Issued by someone the terms do not name.
    Issuer {
        /// Who issued it.
        found: String,
    },
    /// Not a document that the terms accept.
    Class {
        /// What it is.
        found: TitleClass,
    },
    /// A straight bill or waybill for someone else than the payer.
    Consignee {
        /// For whom.
        found: String,
    },
    /// Loaded elsewhere.
    Loading {
        /// Where.
        found: Option<Locode>,
    },
    /// Discharged elsewhere.
    Discharge {
        /// Where.
        found: Option<Locode>,
    },
    /// Planned to be shipped later.
    LateShipment {
        /// When.
        found: Option<UnixTime>,
    },
    /// Presented later.
    LatePresentation {
        /// When.
        found: UnixTime,
    },
    /// Other goods, or too few or too many of them.
    Goods {
        /// Which of the terms' goods.
        index: u8,
        /// How much of them is on the title; nothing is known of goods behind a root.
        found: Option<Amount>,
    },
}

/// An agreement.
#[cw_serde]
#[derive(ToJson)]
pub struct AgreementResponse {
    /// Its number.
    pub agreement: AgreementId,
    /// Where it stands.
    pub status: AgreementStatus,
    /// Who proposed it.
    pub proposed_by: Side,
    /// Until when it may be accepted.
    pub valid_until: UnixTime,
    /// The terms, as proposed. Amounts and dates in force are in `milestones`.
    pub terms: Terms,
    /// Their digest.
    pub digest: Digest,
    /// What the oracle takes for securing the facts, in the agreement's asset: the payer attaches it with the prefunded
    /// money.
    pub fee: Amount,
    /// The title that was presented or is followed.
    pub token_id: Option<TokenId>,
    /// Its document version at presentation.
    pub version: Option<u32>,
    /// Discrepancies of the last presentation.
    pub discrepancies: Vec<Discrepancy>,
    /// Until when the payer may waive them.
    pub examine_by: Option<UnixTime>,
    /// What the contract has to do with the title.
    pub title: TitleHold,
    /// The milestones.
    pub milestones: Vec<MilestoneResponse>,
}

/// An open dispute.
#[cw_serde]
#[derive(ToJson)]
pub struct DisputeResponse {
    /// Who opened it.
    pub by: String,
    /// Since when.
    pub since: UnixTime,
    /// Until when the resolver may decide.
    pub resolver_until: UnixTime,
    /// Until when its successor may.
    pub successor_until: Option<UnixTime>,
}

/// A milestone of an agreement.
#[cw_serde]
#[derive(ToJson)]
pub struct MilestoneResponse {
    /// Its index.
    pub milestone: u8,
    /// Where it stands.
    pub state: MilestoneState,
    /// Who owns the receivable, while there is one.
    pub owner: Option<String>,
    /// The amount in force.
    pub amount: Amount,
    /// Paid to owners so far.
    pub paid: Amount,
    /// Returned to the payer.
    pub refunded: Amount,
    /// What the payer owes (deferred, condition met).
    pub outstanding: Amount,
    /// The due date in force.
    pub due: Option<UnixTime>,
    /// The cut-off in force.
    pub cutoff: Option<UnixTime>,
    /// When the condition was met, by the event's own time; of a verdict, an early release or the long-stop, its time.
    pub reached: Option<UnixTime>,
    /// When a deferred payment falls due.
    pub payable_at: Option<UnixTime>,
    /// What has been measured so far.
    pub tally: Option<Tally>,
    /// Who has approved so far, of those its condition names.
    pub approved_by: Vec<String>,
    /// A change that one side has proposed.
    pub change: Option<Change>,
    /// Its open dispute.
    pub dispute: Option<DisputeResponse>,
}

/// What the contract owes in one asset.
#[cw_serde]
#[derive(ToJson)]
pub struct OwedResponse {
    /// The asset.
    pub asset: Denom,
    /// Escrowed milestones, offers and claimable payments together.
    pub owed: Amount,
}

/// Checks the stored name and an older version, then sets the new one.
#[message]
pub struct MigrateMsg {}
