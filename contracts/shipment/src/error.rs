//! Why the contract refuses.

use cosmwasm_std::{Addr, StdError};
use guard::{GuardError, MigrateError, PaymentError};
use hooks::HookError;
use nft::NftError;
use numeric::{NumericError, Seconds, UnixTime};
use records::RecordError;
use thiserror::Error;
use types::hs::HsCode;
use types::journey::{JourneyError, MilestoneRef};
use types::shipment::{AdmittedRole, ConsentedAct, TitleStatus};
use types::VocabularyError;

use crate::domain::status::Step;
use crate::domain::title::Form;

/// Why a message or query is refused. Nothing was changed.
#[derive(Error, Debug, PartialEq)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ContractError {
    // Who
    #[error("{sender} is not the holder; send this from {holder}")]
    NotHolder { sender: Addr, holder: Addr },
    #[error("{sender} is not entitled to the goods; send this from {beneficiary}")]
    NotBeneficiary { sender: Addr, beneficiary: Addr },
    #[error("{sender} is not the consignee; a waybill's goods are collected by {consignee}")]
    NotConsignee { sender: Addr, consignee: Addr },
    #[error("{sender} did not issue the title; send this from {issuer}")]
    NotIssuer { sender: Addr, issuer: Addr },
    #[error("{sender} is not the recipient of the last act; only {recipient} may reject it")]
    NotRecipient { sender: Addr, recipient: Addr },
    #[error("{sender} is not the oracle; facts come from {oracle}")]
    NotOracle { sender: Addr, oracle: Addr },
    #[error("{sender} is not an attestor; ask the owner to name it")]
    NotAttestor { sender: Addr },
    #[error("only the contract that has a hold on the title may do this; query the title for it")]
    NotEncumbranceHolder,
    #[error("a contract admitted as {actual:?} may not do this")]
    RoleForbids { actual: AdmittedRole },

    // What
    #[error("there is no title {token_id}; query all_tokens for those that circulate")]
    UnknownTitle { token_id: String },
    #[error("title {token_id} exists or existed; an id is never used again")]
    TitleExists { token_id: String },
    #[error("title {token_id} has no journey")]
    NoJourney { token_id: String },
    #[error("{} on leg {} at {} is not asked about; query the journey for its milestones",
        .milestone.event, .milestone.leg, .milestone.place)]
    UnknownMilestone { milestone: MilestoneRef },
    #[error("{issuer} is not in the register; it enters itself by register_issuer")]
    UnknownIssuer { issuer: Addr },

    // Status
    #[error("{step:?} does not follow on {actual:?}; query the title for where it stands")]
    WrongStatus { actual: TitleStatus, step: Step },
    #[error("the title is {actual:?}: only one in circulation moves")]
    NotInCirculation { actual: TitleStatus },
    #[error("the issuer may answer until {answer_by} and now is {now}; wait for that")]
    AnswerNotDue { now: UnixTime, answer_by: UnixTime },

    // Moves
    #[error("a title in the form {form:?} is not endorsed or handed on; surrender it, or reject it if it was just received")]
    NotNegotiable { form: Form },
    #[error("{to} is not the consignee; a straight bill moves to nobody else")]
    OnlyToConsignee { to: Addr },
    #[error("a straight bill moves in full, by transfer_nft to its consignee")]
    StraightMovesWhole,
    #[error("{holder} holds the title already")]
    HolderAlready { holder: Addr },
    #[error("{beneficiary} is the beneficiary already")]
    BeneficiaryAlready { beneficiary: Addr },
    #[error("the title is split: {beneficiary} is entitled to the goods; unite it first")]
    Split { beneficiary: Addr },
    #[error("the holder is the beneficiary; there is nobody to nominate for")]
    NotSplit,
    #[error("the title is split and {to} is a contract, which would take possession for ownership; unite it first")]
    PossessionToContract { to: Addr },
    #[error("{to} is not the nominee ({}); the beneficiary names whom a split title may go to", or_nobody(.nominee))]
    NotNominee { to: Addr, nominee: Option<Addr> },
    #[error("the beneficiary lets {to} have a hold on the title, not its benefit; encumber it")]
    NominatedForHold { to: Addr },
    #[error("a split title is not endorsed in blank; name the nominee")]
    BlankWhileSplit,
    #[error(
        "there is nothing to reject: only a transfer or endorsement is, by its recipient and as his next act"
    )]
    NothingToReject,
    #[error("what came from contract {from}, or by it, was a delivery and is not rejected")]
    FromContract { from: Addr },
    #[error("cw721's {message} is not for titles: {instead}")]
    NotForTitles { message: &'static str, instead: &'static str },

    // Holds
    #[error("a contract has a hold on the title; it must lift or deliver it first")]
    Encumbered,
    #[error("a waybill is no collateral; bind it instead")]
    WaybillIsBound,
    #[error("only waybills are bound; encumber a title instead")]
    OnlyWaybillsAreBound,
    #[error("the waybill is bound to another sale of the same goods")]
    BoundAlready,
    #[error("the contract has the hold already; name another")]
    HeldAlready,
    #[error("the hold was substituted before; it must return to its residual holder first")]
    SubstitutedAlready,
    #[error("the contract with the hold has not consented to {act:?}; ask it for its consent")]
    ConsentMissing { act: ConsentedAct },

    // Documents
    #[error("a warehouse receipt is made out to order or to bearer")]
    StraightReceipt,
    #[error("goods at rest have no journey; leave it out")]
    ReceiptTravels,
    #[error("a bill of lading or waybill needs a journey of one leg at least")]
    NoLegs,
    #[error("a title needs goods: one line at least, or the root of one line at least")]
    NoGoods,
    #[error("{actual} lines of goods, at most {max}; use the root of a list instead")]
    TooManyGoods { max: usize, actual: usize },
    #[error("the line of {hs} has no quantity")]
    NoQuantity { hs: HsCode },
    #[error("lot {actual:?} is no code: 1 to 64 printable characters of ASCII without spaces")]
    Lot { actual: String },
    #[error("{what} is {actual} s; at least {least} s, at most {most} s")]
    Wait { what: &'static str, least: Seconds, most: Seconds, actual: Seconds },
    #[error("a {form:?} title names no consignee; leave it out")]
    NamesNoConsignee { form: Form },
    #[error("{} on leg {} at {} is known: it must stay in the plan as it was",
        .milestone.event, .milestone.leg, .milestone.place)]
    KnownMilestone { milestone: MilestoneRef },
    #[error("{actual} milestones in all, those of earlier routes included; at most {max}")]
    TooManyMilestones { max: usize, actual: usize },

    // Watchers
    #[error("the oracle answers as of fact {actual} and fact {seen} is known; ask it again later")]
    OracleBehind { seen: u32, actual: u32 },
    #[error("{actual} cut-offs of one contract for one title, at most {max}")]
    TooManyCutoffs { max: usize, actual: usize },
    #[error("all places for {} of this title are taken", if *.settles { "escrows" } else { "contracts that are no escrow" })]
    NoWatcherPlace { settles: bool },

    // Lost keys
    #[error("the title does not provide for the replacement of a lost key")]
    NoKeyReplacement,
    #[error("no replacement of the holder's key is under notice")]
    NoReplacement,
    #[error("the notice runs until {at} and now is {now}; wait for that")]
    ReplacementNotDue { now: UnixTime, at: UnixTime },

    // Register
    #[error("an entry needs a SCAC or an LEI")]
    EmptyRegistration,

    #[error("the numbers of versions and acts are used up")]
    ChainFull,
    #[error("reply {id} was never asked for")]
    UnknownReply { id: u64 },

    #[error(transparent)]
    Guard(#[from] GuardError),
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Hook(#[from] HookError),
    #[error(transparent)]
    Nft(#[from] NftError),
    #[error(transparent)]
    Numeric(#[from] NumericError),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Journey(#[from] JourneyError),
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    #[error(transparent)]
    Std(#[from] StdError),
}

fn or_nobody(addr: &Option<Addr>) -> &str {
    addr.as_ref().map_or("nobody", Addr::as_str)
}
