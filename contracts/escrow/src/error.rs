//! Why the contract refuses.

use cosmwasm_std::{Addr, Coin, StdError};
use cw20::Denom;
use guard::{GuardError, MigrateError, PaymentError};
use hooks::HookError;
use nft::NftError;
use numeric::{Amount, BasisPoints, NumericError, Reading, Seconds, UnixTime};
use payments::PaymentsError;
use records::RecordError;
use thiserror::Error;
use types::denom::key;
use types::digest::Digest;
use types::escrow::{AgreementStatus, MilestoneState, TitleHold};
use types::event::EventCode;
use types::journey::MilestoneRef;
use types::shipment::ConsentedAct;
use types::VocabularyError;

/// Why a message or query is refused. Nothing was changed.
#[derive(Error, Debug, PartialEq)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ContractError {
    // Who
    #[error("{sender} is not a party; the payer is {payer} and the payee {payee}")]
    NotAParty { sender: Addr, payer: Addr, payee: Addr },
    #[error("{sender} does not pay; send this from {payer}")]
    NotPayer { sender: Addr, payer: Addr },
    #[error("{sender} made the proposal; the other party accepts it")]
    OwnProposal { sender: Addr },
    #[error("{sender} does not own the receivable; its rights belong to {owner}")]
    NotOwner { sender: Addr, owner: Addr },
    #[error("{sender} is neither the payer {payer} nor the owner of the receivable {owner}")]
    NeitherSide { sender: Addr, payer: Addr, owner: Addr },
    #[error("{sender} approves no part of milestone {milestone}; its condition names who does")]
    NotApprover { milestone: u8, sender: Addr },
    #[error("{sender} owns the receivable of milestone {milestone} and would pay itself; pass it on first")]
    OwnerApproves { milestone: u8, sender: Addr },
    #[error("{sender} does not decide the dispute of milestone {milestone} now; {} does",
        .decides.as_deref().unwrap_or("nobody any more: let it lapse, which anyone may,"))]
    NotResolver { milestone: u8, sender: Addr, decides: Option<String> },
    #[error("{sender} is not the contract of the titles; notices and presentations come from {shipment}")]
    NotShipment { sender: Addr, shipment: Addr },
    #[error("{sender} is not the oracle; compensations come from {oracle}")]
    NotOracle { sender: Addr, oracle: Addr },
    #[error("the title was presented by {actual}, whose it is; the payee {payee} presents its own")]
    NotPresentedByPayee { actual: String, payee: Addr },
    #[error("the title is {actual}'s benefit, not the payee's; unite it first")]
    NotPayeesBenefit { actual: String },
    #[error("{residual} has the hold, so it must own the open receivables; {owner} owns {token_id}")]
    ReceivableNotFinanciers { residual: Addr, owner: Addr, token_id: String },
    #[error(
        "none of the parties is the title's issuer, holder, beneficiary or consignee, or a party of its sale"
    )]
    NoPartOfTitle {},
    #[error("{sender} has no say in what happens to the title; the payer, the residual holder and the owners of open receivables do")]
    NoSayInTitle { sender: Addr },

    // What
    #[error("there is no agreement {agreement}; query agreements for those that exist")]
    UnknownAgreement { agreement: u64 },
    #[error("there is no milestone {milestone}: the agreement has {milestones}, counted from 0")]
    UnknownMilestone { milestone: u8, milestones: usize },
    #[error("milestone {milestone} is named twice; once is enough")]
    RepeatedMilestone { milestone: u8 },
    #[error("no milestone is named; name those that are meant")]
    NoMilestones {},

    // Terms
    #[error("payer and payee are one; an agreement has two parties")]
    OnePartyOnly {},
    #[error("{address} is a contract of this system; it cannot be a party, resolver or approver")]
    SystemContract { address: Addr },
    #[error("{party} is a party, or owns the receivable, and cannot decide its own disputes; name somebody else, or pass it on")]
    PartyResolves { party: String },
    #[error("the resolver succeeds itself; name another successor, or none")]
    SucceedsItself {},
    #[error("{found} {what}: at least {least}, at most {most}")]
    Count { what: &'static str, least: usize, most: usize, found: usize },
    #[error("{what} is {actual} s; at least {least} s, at most {most} s")]
    Wait { what: &'static str, least: Seconds, most: Seconds, actual: Seconds },
    #[error("the long-stop {long_stop} is not after now, {now}; set it far beyond the last cut-off")]
    LongStopPast { long_stop: UnixTime, now: UnixTime },
    #[error("the long-stop {long_stop} is later than the feed answers for, {latest}; set it earlier or take another feed")]
    LongStopTooFar { long_stop: UnixTime, latest: UnixTime },
    #[error("the feed needs {challenge} s of its {longest} s for challenges, so the long-stop {long_stop} is later than {latest}; set it earlier or take another feed")]
    LongStopUnsecured { long_stop: UnixTime, latest: UnixTime, longest: Seconds, challenge: Seconds },
    #[error("the feed {feed} does not exist; query the oracle for its feeds")]
    UnknownFeed { feed: u32 },
    #[error("milestone {milestone} is measured, and the feed {feed} answers with events; name a feed that measures")]
    FeedOfEvents { milestone: u8, feed: u32 },
    #[error("milestone {milestone} follows the journey, and the feed {feed} answers with numbers; name a feed of events")]
    FeedOfNumbers { milestone: u8, feed: u32 },
    #[error("milestone {milestone} pays nothing; give it an amount")]
    NoAmount { milestone: u8 },
    #[error("milestone {milestone} has an `all` inside an `all`; write its parts side by side")]
    NestedAll { milestone: u8 },
    #[error("milestone {milestone} asks for the same twice; leave one out")]
    RepeatedPart { milestone: u8 },
    #[error("milestone {milestone} is approved by the payee, who would pay itself; name another")]
    PayeeApproves { milestone: u8 },
    #[error("milestone {milestone} has a late penalty but no due date to count from")]
    PenaltyWithoutDue { milestone: u8 },
    #[error("milestone {milestone}: a penalty of {rate} basis points a period, at most {cap}; the rate is more than 0 and the cap at least as much")]
    PenaltyCap { milestone: u8, rate: BasisPoints, cap: BasisPoints },
    #[error("milestone {milestone}: a penalty period of {actual} s; at least {least} s")]
    PenaltyPeriod { milestone: u8, least: Seconds, actual: Seconds },
    #[error("milestone {milestone}: the cut-off {cutoff} is before the due date {due}")]
    CutoffBeforeDue { milestone: u8, due: UnixTime, cutoff: UnixTime },
    #[error("milestone {milestone}: {date} is not before the long-stop {long_stop} with a second to spare")]
    DateAfterLongStop { milestone: u8, date: UnixTime, long_stop: UnixTime },
    #[error("milestone {milestone} would release the title at {event}, when the goods are delivered already; release it at arrival or discharge")]
    ReleasesAfterDelivery { milestone: u8, event: EventCode },
    #[error("milestone {milestone} has a measurement inside an `all`; give it a milestone of its own")]
    MeasurementInAll { milestone: u8 },
    #[error(
        "milestone {milestone} would release the title when something is measured; release it at an event"
    )]
    MeasurementReleases { milestone: u8 },
    #[error("milestone {milestone} is paid nothing and all at {value}; set two different numbers")]
    NoScale { milestone: u8, value: Reading },
    #[error("milestone {milestone}: part deliveries add up, so they pay `at_least` a sum or `scaled` towards a higher one, and there is at least one")]
    DeliveriesFall { milestone: u8 },
    #[error("milestone {milestone}: part deliveries are paid as they come, from prefunded money and without a late penalty; or write a milestone for each")]
    DeliveriesUnfunded { milestone: u8 },
    #[error("several milestones release the title; only one can")]
    SeveralReleases {},
    #[error("a waybill is never handed over, so no milestone can release it")]
    WaybillReleasesNothing {},
    #[error("an issuer is named twice")]
    RepeatedIssuer {},
    #[error("goods between {least} and {most}: the least is not more than the most, which is not nothing")]
    GoodsRange { least: Amount, most: Amount },
    #[error("an agreement presents a title or follows one, not both")]
    PresentsAndFollows {},
    #[error("milestone {milestone}: a service agreement presents and releases no title")]
    ServicePresents { milestone: u8 },
    #[error("milestone {milestone} waits for a milestone of a journey, but the agreement has no title; name the one it follows")]
    FollowsNothing { milestone: u8 },

    // Proposal
    #[error(
        "the proposal would stand until {valid_until}; it must be after now, {now}, and before the long-stop"
    )]
    ValidUntil { valid_until: UnixTime, now: UnixTime },
    #[error("the proposal stood until {valid_until} and now is {now}; propose again")]
    ProposalExpired { valid_until: UnixTime, now: UnixTime },
    #[error("the proposal stands until {valid_until}; until then {sender} cannot end it")]
    ProposalStands { sender: Addr, valid_until: UnixTime },
    #[error("the terms have the digest {actual}, not {accepted}; read them again")]
    OtherTerms { accepted: Digest, actual: Digest },
    #[error("this invoice is financed by agreement {agreement} already, until that is closed")]
    InvoiceTaken { agreement: u64 },

    // Status
    #[error("{next:?} does not follow on {actual:?}; query the agreement for where it stands")]
    WrongStatus { actual: AgreementStatus, next: AgreementStatus },
    #[error("the agreement is {actual:?}; this needs one that was accepted and is not over")]
    NotRunning { actual: AgreementStatus },
    #[error("milestone {milestone} is {actual:?}, no longer open")]
    MilestoneNotOpen { milestone: u8, actual: MilestoneState },
    #[error("milestone {milestone} is {actual:?}; there is nothing left to give up")]
    MilestoneOver { milestone: u8, actual: MilestoneState },
    #[error("milestone {milestone} releases the title, and none is presented; that comes first")]
    TitleNotPresented { milestone: u8 },

    // Presentation
    #[error("the agreement presents no title; a service agreement follows one")]
    PresentsNothing {},
    #[error("no milestone of the agreement is open any more; a title would come in vain")]
    NothingOpen {},
    #[error("the agreement follows no title")]
    NoTitleToFollow {},
    #[error("title {token_id} serves agreement {agreement} already")]
    TitleTaken { token_id: String, agreement: u64 },
    #[error("the journey is answered by feed {actual}, the parties agreed on feed {agreed}; this cannot be waived")]
    OtherFeed { agreed: u32, actual: u32 },
    #[error("the title's journey does not ask about {} on leg {} at {}; it must be among its milestones",
        .milestone.event, .milestone.leg, .milestone.place)]
    NotAsked { milestone: MilestoneRef },
    #[error("the title names {consignee}, and could not be released to the payer {payer}")]
    NotForPayer { consignee: String, payer: Addr },
    #[error("the long-stop {long_stop} has come; nothing is presented or disputed any more")]
    AfterLongStop { long_stop: UnixTime },
    #[error("the agreement is {actual:?}; no discrepant documents wait for the payer")]
    NothingToExamine { actual: AgreementStatus },
    #[error("version {version} of {token_id} is under examination; read it, then waive what differs in it")]
    OtherDocument { token_id: String, version: u32 },
    #[error(
        "the documents were to be examined until {examine_by} and now is {now}; let them be presented again"
    )]
    ExaminationOver { examine_by: UnixTime, now: UnixTime },
    #[error("the payer examines the documents until {examine_by}; until then {sender} cannot return them")]
    ExaminationRuns { sender: Addr, examine_by: UnixTime },
    #[error("the title is {actual:?}; the contract has no hold on it to consent with")]
    NoHold { actual: TitleHold },
    #[error("{sender} has consented to {act:?}; the others have not all")]
    ConsentedAlready { sender: Addr, act: ConsentedAct },

    // Milestones
    #[error("{sender} has approved its part of milestone {milestone}")]
    ApprovedAlready { milestone: u8, sender: Addr },
    #[error(
        "milestone {milestone}: a change sets an amount or a date, or cancels, not both and not neither"
    )]
    ChangeOfNothing { milestone: u8 },
    #[error("milestone {milestone}: the new amount must be less than {most} and more than {least}, which is paid; use top_up or cancel")]
    ChangeAmount { milestone: u8, least: Amount, most: Amount },
    #[error("{found} cut-offs would be asked for the title in all, at most {most}; cancel the milestone, or take another title")]
    CutoffsUsedUp { most: usize, found: usize },
    #[error("milestone {milestone} is deferred; nothing is held that could grow")]
    NotPrefunded { milestone: u8 },
    #[error("milestone {milestone} would be {actual}, and the oracle answers for {reserved} of it; agree on the rest in another agreement")]
    MoreThanReserved { milestone: u8, reserved: Amount, actual: Amount },
    #[error("milestone {milestone} was reserved at the oracle without a cut-off and cannot get one; cancel it and agree anew")]
    TimeNotReserved { milestone: u8 },
    #[error("reservation {reference} has no part {part} here")]
    UnknownPart { reference: u64, part: u8 },
    #[error("nothing is owed for milestone {milestone}: it is {actual:?}")]
    NothingOwed { milestone: u8, actual: MilestoneState },
    #[error("{actual} is more than the {outstanding} outstanding; pay that at most")]
    MoreThanOutstanding { outstanding: Amount, actual: Amount },
    #[error("milestone {milestone} is {actual:?} and does not age")]
    DoesNotAge { milestone: u8, actual: MilestoneState },
    #[error("milestone {milestone} ages after {due} and now is {now}; wait for that")]
    NotDueYet { milestone: u8, due: UnixTime, now: UnixTime },
    #[error("milestone {milestone} is {actual:?}; only what is in default is written off")]
    NotDefaulted { milestone: u8, actual: MilestoneState },

    // Disputes
    #[error("milestone {milestone} is in dispute since {since}; wait for the verdict")]
    DisputedAlready { milestone: u8, since: UnixTime },
    #[error("this side has disputed milestone {milestone} before; each side may once")]
    DisputeUsedUp { milestone: u8 },
    #[error("milestone {milestone} is not in dispute")]
    NotDisputed { milestone: u8 },
    #[error("the award for milestone {milestone} is {actual}, more than its {amount}")]
    AwardTooLarge { milestone: u8, amount: Amount, actual: Amount },
    #[error("the title is decided with milestone {milestone}, which releases it; award that too")]
    TitleGoesWith { milestone: u8 },
    #[error("the title is decided with all open milestones; award them all")]
    TitleGoesWithAll {},
    #[error("the title is {actual:?}: there is nothing to decide about it")]
    NoTitleToAward { actual: TitleHold },
    #[error(
        "the title's documents are under examination; they are waived or returned before a verdict moves it"
    )]
    TitleUnderExamination {},
    #[error("no dispute's time is over")]
    NothingLapses {},
    #[error("the long-stop is {long_stop} and now is {now}; wait for that")]
    BeforeLongStop { long_stop: UnixTime, now: UnixTime },
    #[error(
        "all open milestones wait for a dispute or a round of the oracle that was open at the long-stop"
    )]
    LongStopWaits {},

    // Money
    #[error("{} is expected, {} came", key(.expected), key(.actual))]
    OtherAsset { expected: Denom, actual: Denom },
    #[error("{expected} of {} is expected, {actual} came", key(.asset))]
    OtherAmount { asset: Denom, expected: Amount, actual: Amount },
    #[error(
        "the token contract announced {announced} but moved less; a settlement asset moves exact amounts"
    )]
    Inexact { announced: Amount },
    #[error("coins {actual:?} came with a cw20 payment; send nothing else")]
    CoinsWithToken { actual: Vec<Coin> },
    #[error("{} is not a settlement asset here", key(.asset))]
    AssetUnknown { asset: Denom },
    #[error("cw721's {message} is not for receivables: {instead}")]
    NotForReceivables { message: &'static str, instead: &'static str },
    #[error("reply {id} was never asked for")]
    UnknownReply { id: u64 },

    #[error(transparent)]
    Guard(#[from] GuardError),
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Payments(#[from] PaymentsError),
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
    Vocabulary(#[from] VocabularyError),
    #[error(transparent)]
    Std(#[from] StdError),
}
