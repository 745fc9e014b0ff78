//! Messages of `shipment`: titles (cw721) and their journeys.

mod held;

use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Addr, Binary, Empty};
use cw721::msg as cw721_msg;
use cw_ownable::{cw_ownable_execute, cw_ownable_query};
use cw_utils::Expiration;
use message::{message, FromJson, ToJson};
use numeric::{Amount, Seconds, UnixTime};

use crate::country::Country;
use crate::digest::Digest;
use crate::endorsement::ActCode;
use crate::hs::HsCode;
use crate::journey::{Journey, Leg, MilestoneRef, MilestoneStatus, PlannedMilestone};
use crate::notice::FactNotice;
use crate::oracle::Cutoff;
use crate::party::{Lei, Scac};
use crate::text::{ForumCode, Remark, TokenId, Uri};
use crate::unit::Unit;

pub use held::{EncumberedMsg, HolderMsg, JourneyPart, LegPart, MilestonePart, PlanPart, TitlePart};

/// Most goods lines of one title; more are a Merkle root.
pub const MAX_GOODS: usize = 8;
/// Most contracts that the owner admits, ever.
pub const MAX_ADMITTED: usize = 16;
/// Most cut-offs that one admitted contract registers for one title: its reserved places (of an escrow 16 for the
/// sale and 4 for a service).
pub const CUTOFFS_A_CONTRACT: u8 = 20;

/// To whom a bill of lading is made out.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub enum Form {
    /// To a named consignee: it moves to nobody else.
    Straight {
        /// Who the goods are for.
        consignee: String,
    },
    /// To the order of the holder: it moves by endorsement.
    ToOrder {},
    /// To bearer, or endorsed in blank: it moves by delivery.
    ToBearer {},
}

/// What the document is.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub enum TitleKind {
    /// A document of title for goods in carriage.
    BillOfLading {
        /// To whom it is made out.
        form: Form,
    },
    /// A sea or air waybill: a receipt that names a consignee and is never endorsed. It is bound to one
    /// sale agreement and is no collateral.
    Waybill {
        /// Who the goods are for.
        consignee: String,
    },
    /// A document of title for goods at rest.
    WarehouseReceipt {
        /// To order or to bearer.
        form: Form,
    },
}

/// Kinds without their form, as an agreement's terms accept them.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum TitleClass {
    /// A bill to a named consignee.
    StraightBill,
    /// A bill to order.
    OrderBill,
    /// A bill to bearer.
    BearerBill,
    /// A sea or air waybill.
    Waybill,
    /// A warehouse receipt.
    WarehouseReceipt,
}

impl TitleKind {
    /// The kind as terms name it.
    pub fn class(&self) -> TitleClass {
        match self {
            Self::BillOfLading { form: Form::Straight { .. } } => TitleClass::StraightBill,
            Self::BillOfLading { form: Form::ToOrder {} } => TitleClass::OrderBill,
            Self::BillOfLading { form: Form::ToBearer {} } => TitleClass::BearerBill,
            Self::Waybill { .. } => TitleClass::Waybill,
            Self::WarehouseReceipt { .. } => TitleClass::WarehouseReceipt,
        }
    }

    /// Who it names as consignee, if anyone.
    pub fn consignee(&self) -> Option<&str> {
        match self {
            Self::BillOfLading { form: Form::Straight { consignee } }
            | Self::WarehouseReceipt { form: Form::Straight { consignee } }
            | Self::Waybill { consignee } => Some(consignee),
            _ => None,
        }
    }
}

/// One line of goods.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct GoodsLine {
    /// Harmonized System code.
    pub hs: HsCode,
    /// How much, in whole `unit`s.
    pub quantity: Amount,
    /// UN/CEFACT Rec 20 unit.
    pub unit: Unit,
    /// Number of packages.
    pub packages: u32,
    /// Lot, EPCIS id or seal: a code of at most 64 printable bytes without spaces, naming no party.
    pub lot: Option<String>,
}

/// The goods, in the open or as the root of their lines.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub enum Goods {
    /// At most 8 lines.
    Lines(Vec<GoodsLine>),
    /// Merkle root over lines that stay off chain; chosen ones can be opened (see [`crate::digest`]).
    Root {
        /// The root (RFC 6962 hashing).
        root: Digest,
        /// How many lines it covers.
        lines: u32,
    },
}

/// What the issuer puts on the chain. The sender is the issuer.
#[message]
pub struct IssueMsg {
    /// The token, and so the shipment, for ever: 1 to 64 of `A-Za-z0-9._:/-`.
    pub token_id: TokenId,
    /// What the document is.
    pub kind: TitleKind,
    /// The first holder and beneficiary: the shipper or depositor.
    pub holder: String,
    /// Salted digest of the document.
    pub document: Digest,
    /// Where parties find it; names none of them.
    pub uri: Option<Uri>,
    /// Governing law, ISO 3166-1.
    pub law: Option<Country>,
    /// Forum, a code of a published list.
    pub forum: Option<ForumCode>,
    /// The goods.
    pub goods: Goods,
    /// The plan and its feed; none for goods at rest.
    pub journey: Option<Journey>,
    /// How long the issuer has to answer a surrender before the title returns to issued. 1 second to 30 days.
    pub answer_within: Seconds,
    /// If set, the issuer may replace a lost key after this notice. 1 day to 90 days.
    pub key_replacement: Option<Seconds>,
}

/// What an amendment changes. What is not set stays. The feed, the token and the holder never change.
#[message]
pub struct Amendment {
    /// Salted digest of the new document.
    pub document: Digest,
    /// Where parties find it.
    pub uri: Option<Uri>,
    /// The goods.
    pub goods: Option<Goods>,
    /// New consignee of a straight bill or waybill.
    pub consignee: Option<String>,
    /// New route and milestones (change of destination). Milestones already known may not change.
    pub route: Option<Route>,
}

/// The part of a journey that an amendment may replace.
#[message]
pub struct Route {
    /// All legs.
    pub legs: Vec<Leg>,
    /// All milestones.
    pub milestones: Vec<PlannedMilestone>,
}

/// How an endorsement is made.
#[message]
pub enum EndorseTo {
    /// To a person, who cannot endorse it further (ENDORSE).
    Person {
        /// The new holder and beneficiary.
        to: String,
    },
    /// To the order of a person, who can (ENDORSE_TO_ORDER).
    Order {
        /// The new holder and beneficiary.
        to: String,
    },
    /// In blank (BLANK_ENDORSE): from now on it moves by delivery. `to` takes it, or it stays with the holder.
    Blank {
        /// Who takes it.
        to: Option<String>,
    },
}

/// Why a title is surrendered.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum SurrenderFor {
    /// For delivery of the goods; accepted, the token is burned.
    Delivery,
    /// For amendment (COD, change of destination, included).
    Amendment,
    /// To switch to paper (SWTP).
    Paper,
}

/// Where a title stands. One transition table decides.
#[cw_serde]
#[derive(Copy, Eq, ToJson)]
pub enum TitleStatus {
    /// In circulation.
    Issued,
    /// Surrendered, waiting for the issuer's answer.
    Surrendered(SurrenderFor),
    /// On paper: the token is dormant until the issuer takes the paper back.
    OnPaper,
    /// Delivered: the token is burned, the record stays.
    Accomplished,
}

/// What an encumbrance holder consents to, once.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum ConsentedAct {
    /// Surrender for amendment, and the amendment.
    Amendment,
    /// Surrender for paper.
    Paper,
    /// Surrender for delivery.
    Delivery,
    /// Replacement of a lost key.
    KeyReplacement,
}

/// What an admitted contract may do with titles.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum AdmittedRole {
    /// An escrow: holds any bill, binds waybills.
    Settlement,
    /// A lender, a share contract, a market: holds order and bearer titles only.
    Financier,
    /// Is told of milestones, holds nothing.
    Observer,
}

/// Sets up the contract.
#[message]
pub struct InstantiateMsg {
    /// Admits contracts and attestors, sets the guardian.
    pub owner: String,
    /// May pause new issues and encumbrances; only the owner unpauses.
    pub guardian: Option<String>,
    /// Name of the collection.
    pub name: String,
    /// Symbol of the collection.
    pub symbol: String,
    /// The oracle that answers for journeys.
    pub oracle: String,
}

/// What can be asked of the contract. The first group is CW-721, as wallets and bridges send it.
#[cw_ownable_execute]
#[message]
pub enum ExecuteMsg {
    /// Holder, approved or operator: an endorsement in full (holder is beneficiary) or a transfer of
    /// possession (split). Straight bills move only to the consignee; waybills and titles that are encumbered,
    /// surrendered or on paper do not move.
    TransferNft {
        /// The new holder.
        recipient: String,
        /// The title.
        token_id: String,
    },
    /// The same to a contract, which is told. Refused on a split title.
    SendNft {
        /// The new holder.
        contract: String,
        /// The title.
        token_id: String,
        /// For the contract.
        msg: Binary,
    },
    /// Holder or operator: lets another account move the title.
    Approve {
        /// Who may.
        spender: String,
        /// The title.
        token_id: String,
        /// Until when.
        expires: Option<Expiration>,
    },
    /// Holder or operator: takes an approval back.
    Revoke {
        /// Who may no more.
        spender: String,
        /// The title.
        token_id: String,
    },
    /// Anyone: lets an operator move all the sender's titles.
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
    /// Always refused: a title ends by surrender.
    Burn {
        /// The title.
        token_id: String,
    },
    /// Always refused: titles are made by `issue`.
    Mint {
        /// The title.
        token_id: String,
        /// Its owner.
        owner: String,
        /// Its document.
        token_uri: Option<String>,
        /// Nothing.
        extension: Option<Empty>,
    },
    /// Always refused: a title changes by amendment.
    UpdateNftInfo {
        /// The title.
        token_id: String,
        /// Its document.
        token_uri: Option<String>,
        /// Nothing.
        extension: Option<Empty>,
    },
    /// Always refused.
    UpdateExtension {
        /// Nothing.
        msg: Option<Empty>,
    },
    /// Always refused: the contract holds no funds of its own.
    WithdrawFunds {
        /// Nothing of this is paid.
        amount: cosmwasm_std::Coin,
    },

    /// Anyone: issues a title; the sender is its issuer. Attach the feed's deposits, exactly.
    Issue(Box<IssueMsg>),
    /// Holder who is beneficiary, or, on a split title, the holder for the beneficiary's nominee (who becomes
    /// beneficiary). Only bills and receipts to order or bearer.
    Endorse {
        /// The title.
        token_id: TokenId,
        /// To whom and how.
        to: EndorseTo,
        /// Travels in the message; the chain keeps its digest.
        remark: Option<Remark>,
    },
    /// Holder: moves possession and leaves the benefit where it is. Not to a contract.
    TransferPossession {
        /// The title.
        token_id: TokenId,
        /// The new holder.
        to: String,
        /// A remark.
        remark: Option<Remark>,
    },
    /// Beneficiary of a split title: names whom the holder may endorse the benefit to.
    Nominate {
        /// The title.
        token_id: TokenId,
        /// The nominee, or nobody.
        nominee: Option<String>,
        /// A remark.
        remark: Option<Remark>,
    },
    /// The recipient, as the next act: gives the title back. Not after delivery against payment or from a contract.
    Reject {
        /// The title.
        token_id: TokenId,
        /// A remark.
        remark: Option<Remark>,
    },

    /// Holder who is beneficiary (of a waybill: the consignee, for delivery): hands the title back to the issuer.
    Surrender {
        /// The title.
        token_id: TokenId,
        /// Why.
        purpose: SurrenderFor,
        /// A remark.
        remark: Option<Remark>,
    },
    /// Issuer: accepts a surrender for delivery (the token is burned) or paper (the token is dormant). (SACC)
    AcceptSurrender {
        /// The title.
        token_id: TokenId,
        /// A remark.
        remark: Option<Remark>,
    },
    /// Issuer: accepts a surrender for amendment: document version n is void, n + 1 is issued.
    Amend {
        /// The title.
        token_id: TokenId,
        /// What changes. Deposits for added milestones are attached.
        amendment: Box<Amendment>,
    },
    /// Issuer: refuses a surrender; the title is issued again. (SREJ)
    RefuseSurrender {
        /// The title.
        token_id: TokenId,
        /// A remark.
        remark: Option<Remark>,
    },
    /// Anyone: returns a surrender to issued that the issuer left unanswered.
    ReturnUnanswered {
        /// The title.
        token_id: TokenId,
    },
    /// Issuer: takes the paper back; the title is issued again, version n + 1, to whoever presented it.
    SwitchFromPaper {
        /// The title.
        token_id: TokenId,
        /// The new holder and beneficiary.
        holder: String,
        /// Salted digest of the document.
        document: Digest,
    },

    /// Holder himself: gives an admitted contract a hold on the title. The contract is called with
    /// `Encumbered` in this transaction; an error there undoes it.
    Encumber {
        /// The title.
        token_id: TokenId,
        /// The admitted contract.
        to: String,
        /// What for.
        msg: Binary,
    },
    /// Shipper of a waybill: binds it to one sale agreement of an admitted escrow, called with `Bound`.
    Bind {
        /// The waybill.
        token_id: TokenId,
        /// The admitted escrow.
        to: String,
        /// What for.
        msg: Binary,
    },
    /// The contract that holds the encumbrance: hands its hold to an admitted escrow and stays residual holder.
    Substitute {
        /// The title.
        token_id: TokenId,
        /// The admitted escrow.
        to: String,
        /// What for.
        msg: Binary,
    },
    /// The contract that holds the encumbrance (or bound the waybill): lets go. The hold returns to the residual holder, if any.
    Lift {
        /// The title.
        token_id: TokenId,
    },
    /// The contract that holds the encumbrance: delivers the title against payment, free of its hold.
    Deliver {
        /// The title.
        token_id: TokenId,
        /// The new holder and beneficiary.
        to: String,
    },
    /// The contract that holds the encumbrance: consents to one act on the encumbered title.
    Consent {
        /// The title.
        token_id: TokenId,
        /// The act.
        act: ConsentedAct,
    },
    /// An admitted contract: wants the milestones of a title, and these cut-offs asked.
    Subscribe {
        /// The title.
        token_id: TokenId,
        /// Dates for *did not happen by*.
        cutoffs: Vec<Cutoff>,
    },
    /// The oracle: what is final about a milestone.
    Fact(FactNotice),
    /// Anyone: reads the oracle and tells the subscribers what they missed.
    Sync {
        /// The title.
        token_id: TokenId,
    },

    /// Issuer, if the title provides for it: announces a new key for a holder who lost his.
    ProposeReplacement {
        /// The title.
        token_id: TokenId,
        /// The holder's new account.
        new_holder: String,
    },
    /// Anyone, after the notice: carries it out. Any act of the holder before then cancels it.
    CompleteReplacement {
        /// The title.
        token_id: TokenId,
    },
    /// Holder: cancels it without any other act.
    CancelReplacement {
        /// The title.
        token_id: TokenId,
    },

    /// Anyone: enters the sender in the register of issuers. A change strikes its attestation.
    RegisterIssuer {
        /// Standard Carrier Alpha Code.
        scac: Option<Scac>,
        /// Legal Entity Identifier.
        lei: Option<Lei>,
    },
    /// Attestor: says who the issuer is, or takes it back.
    AttestIssuer {
        /// The issuer.
        issuer: String,
        /// Whether it is who it says.
        attested: bool,
    },
    /// Owner: names or removes an attestor.
    SetAttestor {
        /// The account.
        attestor: String,
        /// Whether it may attest.
        allowed: bool,
    },
    /// Owner: admits a contract. It keeps its place for ever; what it holds stays if it is retired.
    Admit {
        /// The contract.
        contract: String,
        /// What it may do.
        role: AdmittedRole,
    },
    /// Owner: lets a contract take no new titles.
    RetireContract {
        /// The contract.
        contract: String,
    },
    /// Owner or guardian: stops new issues, encumbrances and subscriptions. Everything else goes on.
    Pause {},
    /// Owner: ends a pause.
    Unpause {},
    /// Owner: names or removes the guardian.
    SetGuardian {
        /// The new guardian.
        guardian: Option<String>,
    },
}

/// What can be read from the contract. The first group is CW-721.
#[cw_ownable_query]
#[message]
#[derive(QueryResponses)]
pub enum QueryMsg {
    /// The holder.
    #[returns(cw721_msg::OwnerOfResponse)]
    OwnerOf {
        /// The title.
        token_id: String,
        /// Also approvals that have expired.
        include_expired: Option<bool>,
    },
    /// One approval.
    #[returns(cw721_msg::ApprovalResponse)]
    Approval {
        /// The title.
        token_id: String,
        /// Who may move it.
        spender: String,
        /// Also if it has expired.
        include_expired: Option<bool>,
    },
    /// All approvals of a title.
    #[returns(cw721_msg::ApprovalsResponse)]
    Approvals {
        /// The title.
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
    /// How many titles circulate.
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
    /// Nobody mints; titles are issued.
    #[returns(cw721_msg::MinterResponse)]
    Minter {},
    /// Nobody mints; titles are issued.
    #[returns(cw_ownable::Ownership<Addr>)]
    GetMinterOwnership {},
    /// Nobody mints; titles are issued.
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
    /// Nowhere: the contract holds no funds of its own.
    #[returns(Option<String>)]
    GetWithdrawAddress {},
    /// Document and public data of a title.
    #[returns(cw721_msg::NftInfoResponse<NftExtension>)]
    NftInfo {
        /// The title.
        token_id: String,
    },
    /// Both of the above.
    #[returns(cw721_msg::AllNftInfoResponse<NftExtension>)]
    AllNftInfo {
        /// The title.
        token_id: String,
        /// Also approvals that have expired.
        include_expired: Option<bool>,
    },
    /// Titles of a holder.
    #[returns(cw721_msg::TokensResponse)]
    Tokens {
        /// The holder.
        owner: String,
        /// Continue after this title.
        start_after: Option<String>,
        /// At most 100; 10 if not set.
        limit: Option<u32>,
    },
    /// All titles that circulate.
    #[returns(cw721_msg::TokensResponse)]
    AllTokens {
        /// Continue after this title.
        start_after: Option<String>,
        /// At most 100; 10 if not set.
        limit: Option<u32>,
    },

    /// The contract's settings.
    #[returns(ConfigResponse)]
    Config {},
    /// A title: parties, status, document, goods. Stays after it is accomplished.
    #[returns(TitleResponse)]
    Title {
        /// The title.
        token_id: TokenId,
    },
    /// The journey: plan and what is known.
    #[returns(JourneyResponse)]
    Journey {
        /// The title.
        token_id: TokenId,
    },
    /// The acts of a title, oldest first, in DCSA PINT codes.
    #[returns(Vec<ActResponse>)]
    Acts {
        /// The title.
        token_id: TokenId,
        /// Continue after this act.
        start_after: Option<u32>,
        /// At most 100; 30 if not set.
        limit: Option<u32>,
    },
    /// Who has control, since when, by what chain of acts, and how copies are told apart (MLETR 10–12, UK ETDA 2).
    #[returns(ControlProof)]
    Control {
        /// The title.
        token_id: TokenId,
    },
    /// An issuer of the register.
    #[returns(IssuerResponse)]
    Issuer {
        /// The issuer.
        issuer: String,
    },
}

/// Name and symbol.
#[cw_serde]
#[derive(ToJson)]
pub struct ContractInfoResponse {
    /// Name of the collection.
    pub name: String,
    /// Symbol of the collection.
    pub symbol: String,
}

/// What wallets show of a title.
#[cw_serde]
#[derive(ToJson)]
pub struct NftExtension {
    /// What the document is.
    pub kind: TitleKind,
    /// Where it stands.
    pub status: TitleStatus,
    /// Its document version.
    pub version: u32,
    /// Who issued it.
    pub issuer: String,
    /// Salted digest of the document.
    pub document: Digest,
}

/// The contract's settings.
#[cw_serde]
#[derive(ToJson)]
pub struct ConfigResponse {
    /// Who may pause.
    pub guardian: Option<String>,
    /// Whether new risk is stopped.
    pub paused: bool,
    /// The oracle.
    pub oracle: String,
    /// The contracts that the owner admitted.
    pub admitted: Vec<AdmittedContract>,
}

/// A contract that the owner admitted.
#[cw_serde]
#[derive(ToJson)]
pub struct AdmittedContract {
    /// Its address.
    pub contract: String,
    /// What it may do.
    pub role: AdmittedRole,
    /// Takes no new titles.
    pub retired: bool,
}

/// A title.
#[cw_serde]
#[derive(ToJson)]
pub struct TitleResponse {
    /// The token.
    pub token_id: TokenId,
    /// What the document is.
    pub kind: TitleKind,
    /// Where it stands.
    pub status: TitleStatus,
    /// Document version.
    pub version: u32,
    /// Who issued it.
    pub issuer: String,
    /// Who controls it; of an accomplished title, the last.
    pub holder: String,
    /// Who is entitled to the goods.
    pub beneficiary: String,
    /// Whom the beneficiary of a split title nominated.
    pub nominee: Option<String>,
    /// Whether it can be endorsed further.
    pub negotiable: bool,
    /// Which contract has a hold on it.
    pub encumbered_by: Option<String>,
    /// To whom that hold returns.
    pub residual: Option<String>,
    /// Which escrow a waybill is bound to.
    pub bound_to: Option<String>,
    /// What that contract has consented to and nobody has done yet.
    pub consents: Vec<ConsentedAct>,
    /// When it was issued.
    pub issued_at: UnixTime,
    /// Salted digest of the document.
    pub document: Digest,
    /// Where parties find it.
    pub uri: Option<Uri>,
    /// Governing law.
    pub law: Option<Country>,
    /// Forum.
    pub forum: Option<ForumCode>,
    /// The goods.
    pub goods: Goods,
    /// Until when the issuer must answer a surrender.
    pub answer_by: Option<UnixTime>,
    /// A key replacement under notice: the new account, and from when.
    pub replacement: Option<Replacement>,
}

/// A key replacement under notice.
#[cw_serde]
#[derive(ToJson)]
pub struct Replacement {
    /// The holder's new account.
    pub new_holder: String,
    /// From when anyone may carry it out.
    pub at: UnixTime,
}

/// A journey.
#[cw_serde]
#[derive(ToJson)]
pub struct JourneyResponse {
    /// The plan.
    pub plan: Journey,
    /// The oracle's last sequence seen.
    pub sequence: u32,
    /// Every milestone with what is known.
    pub milestones: Vec<MilestoneStatus>,
    /// The contracts that are told.
    pub subscribers: Vec<String>,
}

/// One act of a title's endorsement chain.
#[cw_serde]
#[derive(ToJson)]
pub struct ActResponse {
    /// Its number, from 1.
    pub number: u32,
    /// What it was.
    pub code: ActCode,
    /// Whose act.
    pub actor: String,
    /// In whose favour, where the act has one.
    pub recipient: Option<String>,
    /// When.
    pub at: UnixTime,
    /// Salted digest of the remark.
    pub remark: Option<Digest>,
    /// Hash of this act and of the one before: see [`act_hash`].
    pub hash: Digest,
}

/// Hash of an act over the one before it. The first follows the digest of the token id.
pub fn act_hash(before: &Digest, act: &ActResponse) -> Digest {
    Digest::chain(
        before,
        &[
            &act.number.to_be_bytes(),
            act.code.as_str().as_bytes(),
            act.actor.as_bytes(),
            act.recipient.as_deref().unwrap_or_default().as_bytes(),
            &act.at.seconds().to_be_bytes(),
            act.remark.as_ref().map_or(&[][..], |digest| digest.as_bytes()),
        ],
    )
}

/// Who has control of a title, and how that can be shown.
#[cw_serde]
#[derive(ToJson)]
pub struct ControlProof {
    /// The one original: this collection on this chain.
    pub chain_id: String,
    /// The collection.
    pub collection: String,
    /// The token; any other record of the document is a copy.
    pub token_id: TokenId,
    /// The version in force; earlier ones are void.
    pub version: u32,
    /// Salted digest of that document.
    pub document: Digest,
    /// Where it stands.
    pub status: TitleStatus,
    /// Who has exclusive control. Nobody of a title that is on paper or accomplished.
    pub controller: Option<String>,
    /// Since when.
    pub since: UnixTime,
    /// Number of acts so far.
    pub acts: u32,
    /// Hash of the last act; `Acts` shows the chain.
    pub head: Digest,
    /// A contract that must consent before the controller can pass it on.
    pub encumbered_by: Option<String>,
    /// At which block height this was read.
    pub height: u64,
}

/// An issuer of the register.
#[cw_serde]
#[derive(ToJson)]
pub struct IssuerResponse {
    /// The account.
    pub issuer: String,
    /// Standard Carrier Alpha Code.
    pub scac: Option<Scac>,
    /// Legal Entity Identifier.
    pub lei: Option<Lei>,
    /// Who attested it.
    pub attested_by: Option<String>,
}

/// Checks the stored name and an older version, then sets the new one.
#[message]
pub struct MigrateMsg {}

/// A milestone that a title must have, for consumers that check a presentation.
pub fn asks(journey: &JourneyResponse, milestone: &MilestoneRef) -> bool {
    journey.milestones.iter().any(|status| &status.milestone == milestone)
}
