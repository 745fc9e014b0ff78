//! Messages of `oracle`: staked facts.

mod measurement;
mod published;
mod security;

use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Binary, Coin};
use cw20::{Cw20ReceiveMsg, Denom};
use cw_ownable::{cw_ownable_execute, cw_ownable_query};
use message::{message, FromJson, Json, Refusal, ToJson};
use numeric::{Amount, Seconds, UnixTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::denom::UncheckedDenom;
use crate::digest::Digest;
use crate::journey::{MilestoneRef, Outcome, Standing, Subject};
use crate::text::TokenId;

pub use measurement::*;
pub use published::{PublishedFeed, PublishedReservations};
pub use security::*;

/// Most reporters of one committee, and so of one batch.
pub const MAX_COMMITTEE: usize = 31;
/// Most questions of one token.
pub const MAX_QUESTIONS: usize = 24;
/// Most cut-offs of one token, over all its questions.
pub const MAX_CUTOFFS: usize = 128;
/// A round closes by itself once this share of the committee's weight has reported, in basis points.
pub const CLOSES_AT: u16 = 8_500;

/// Who a reporter sees with. A feed may ask for several classes.
#[cw_serde]
#[derive(Copy, Eq, FromJson, Ord, PartialOrd, ToJson)]
pub enum SourceClass {
    /// The carrier that moves the goods.
    Carrier,
    /// A port, airport or rail terminal.
    Terminal,
    /// AIS, ADS-B or satellite observation.
    Satellite,
    /// A registered device on the goods or the equipment.
    Device,
    /// A customs or port authority, or an independent surveyor.
    Authority,
}

/// A reporter's public key. It decodes only in the right length and form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawKey", into = "RawKey")]
pub enum PublicKey {
    /// 33 bytes, SEC 1 compressed.
    Secp256k1(Binary),
    /// 33 bytes, SEC 1 compressed (NIST P-256).
    Secp256r1(Binary),
    /// 32 bytes (RFC 8032).
    Ed25519(Binary),
}

impl FromJson for PublicKey {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        message::converted::<RawKey, _>(json)
    }
}

impl ToJson for PublicKey {
    fn write(&self, json: &mut String) {
        RawKey::from(self.clone()).write(json);
    }
}

impl JsonSchema for PublicKey {
    fn schema_name() -> String {
        RawKey::schema_name()
    }

    fn json_schema(generator: &mut schemars::r#gen::SchemaGenerator) -> schemars::schema::Schema {
        RawKey::json_schema(generator)
    }
}

/// Why a key is refused.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
#[error("not a public key: it has {rule}")]
pub struct KeyError {
    /// What it should be.
    pub rule: &'static str,
}

/// The wire form of [`PublicKey`]: `{"secp256k1":"<base64>"}`.
#[message]
#[derive(ToJson)]
pub enum RawKey {
    /// 33 bytes, SEC 1 compressed.
    Secp256k1(Binary),
    /// 33 bytes, SEC 1 compressed (NIST P-256).
    Secp256r1(Binary),
    /// 32 bytes (RFC 8032).
    Ed25519(Binary),
}

impl TryFrom<RawKey> for PublicKey {
    type Error = KeyError;

    fn try_from(raw: RawKey) -> Result<Self, Self::Error> {
        let sec1 = |key: &Binary| match key.as_slice() {
            [2 | 3, x @ ..] => x.len() == 32 && x.iter().any(|b| *b != 0),
            _ => false,
        };
        let refused = |rule| Err(KeyError { rule });
        match raw {
            RawKey::Secp256k1(key) if sec1(&key) => Ok(Self::Secp256k1(key)),
            RawKey::Secp256r1(key) if sec1(&key) => Ok(Self::Secp256r1(key)),
            RawKey::Ed25519(key) if key.len() == 32 && key.iter().any(|b| *b != 0) => Ok(Self::Ed25519(key)),
            RawKey::Secp256k1(_) | RawKey::Secp256r1(_) => {
                refused("33 bytes, SEC 1 compressed (02 or 03, then x)")
            }
            RawKey::Ed25519(_) => refused("32 bytes, not all zero"),
        }
    }
}

impl From<PublicKey> for RawKey {
    fn from(key: PublicKey) -> Self {
        match key {
            PublicKey::Secp256k1(key) => Self::Secp256k1(key),
            PublicKey::Secp256r1(key) => Self::Secp256r1(key),
            PublicKey::Ed25519(key) => Self::Ed25519(key),
        }
    }
}

/// How a feed is trusted.
#[message]
#[derive(ToJson)]
pub enum FeedKind {
    /// Reporters pledge stake to it; a reporter weighs what is pledged for it.
    Staked {
        /// The one asset of its pledges.
        asset: UncheckedDenom,
        /// Least pledge of a seat.
        min_pledge: Amount,
        /// Operators that may take seats; the creator may admit more later.
        operators: Vec<String>,
        /// What secures its facts. Without it they are final when decided, and it takes no reservations.
        security: Option<Box<Security>>,
    },
    /// `threshold` of these reporters, each weighing one. The list never changes.
    Named {
        /// Enrolled reporters, at most 31, each once.
        reporters: Vec<u32>,
        /// How many must agree, more than half of them.
        threshold: u8,
    },
}

/// The rules by which a feed makes facts. Fixed at creation.
#[message]
#[derive(ToJson)]
pub struct FeedRules {
    /// How far a report's time may lie from the weighted median and still agree. 1 s to 7 days.
    pub tolerance: Seconds,
    /// How long a round collects before anyone may close it. 1 second to 7 days.
    pub collection: Seconds,
    /// Least number of different operators among the agreeing reports.
    pub min_operators: u8,
    /// Least number of different source classes among the agreeing reports.
    pub min_classes: u8,
    /// How long after its fact a question takes corrections. At most 90 days.
    pub correction: Seconds,
    /// The longest an agreement may count on this feed; a notice of unpledging takes effect by then. At most 730 days.
    pub longest_reservation: Seconds,
    /// How long a notice of unpledging runs; at most `longest_reservation`. On a staked feed it is, with the unbonding,
    /// at least `collection` and `correction`: the stake behind a fact is here while the fact can be corrected.
    pub unpledge_notice: Seconds,
    /// What each question costs its asker until it closes (native).
    pub deposit: Option<Coin>,
    /// What is measured, if the feed answers with numbers and not with events.
    pub measures: Option<Measures>,
}

/// One reporter's signed word. The signature is over [`report_digest`].
#[message]
pub struct SignedReport {
    /// The reporter's number.
    pub reporter: u32,
    /// What it saw.
    pub outcome: Outcome,
    /// When it signed, seconds since 1970 UTC: not before what it reports, not after the block.
    pub signed_at: UnixTime,
    /// 64 bytes: r ‖ s (ECDSA over the digest) or RFC 8032 (Ed25519, the digest as message).
    pub signature: Binary,
}

/// What every reporter of a round signs alike: one hash a round, then one short hash a report.
pub fn subject_digest(chain_id: &str, oracle: &str, feed: u32, subject: &Subject, round: u32) -> Digest {
    let milestone = &subject.milestone;
    Digest::chain(
        &Digest::of(b"portolan/oracle/report/1"),
        &[
            chain_id.as_bytes(),
            oracle.as_bytes(),
            &feed.to_be_bytes(),
            subject.collection.as_bytes(),
            subject.token_id.as_str().as_bytes(),
            &[milestone.leg],
            milestone.event.canonical().as_bytes(),
            milestone.place.as_str().as_bytes(),
            &round.to_be_bytes(),
        ],
    )
}

/// The 32 bytes that a reporter signs: the round's subject, its word and the time of signing.
pub fn report_digest(subject: &Digest, outcome: &Outcome, signed_at: UnixTime) -> Digest {
    let (tag, time) = match outcome {
        Outcome::Happened { at } => (b'H', at.seconds()),
        Outcome::NotBy { cutoff } => (b'N', cutoff.seconds()),
        Outcome::Unresolvable {} => (b'U', 0),
        Outcome::Measured { at, .. } => (b'M', at.seconds()),
    };
    let (time, signed_at) = (time.to_be_bytes(), signed_at.seconds().to_be_bytes());
    match outcome {
        Outcome::Measured { value, .. } => {
            Digest::chain(subject, &[&[tag][..], &time, &signed_at, &value.get().to_be_bytes()])
        }
        _ => Digest::chain(subject, &[&[tag][..], &time, &signed_at]),
    }
}

/// Sets up the contract.
#[message]
pub struct InstantiateMsg {
    /// Admits assets, sets the guardian. Two-step transfer by `update_ownership`.
    pub owner: String,
    /// May pause new risk; only the owner unpauses.
    pub guardian: Option<String>,
    /// How long unbonded stake waits before it can be withdrawn. 1 hour to 90 days; 21 days in production.
    pub unbonding: Seconds,
    /// Assets that operators may bond in, at most 16.
    pub assets: Vec<UncheckedDenom>,
}

/// What can be asked of the contract.
#[cw_ownable_execute]
#[message]
pub enum ExecuteMsg {
    /// Owner: admits an asset for bonds.
    AdmitAsset {
        /// Native or cw20.
        asset: UncheckedDenom,
    },
    /// Owner or guardian: stops new feeds, pledges, bonds and questions. Reports, closing, unbonding and withdrawals go on.
    Pause {},
    /// Owner: ends a pause.
    Unpause {},
    /// Owner: names or removes the guardian.
    SetGuardian {
        /// The new guardian.
        guardian: Option<String>,
    },

    /// Anyone: bonds exactly one admitted native coin as the sender's stake.
    Bond {},
    /// A cw20 contract that is admitted: bonds for its sender. The inner message is [`Cw20Hook`].
    Receive(Cw20ReceiveMsg),
    /// Operator: takes stake that is not pledged out of the bond; it waits for the unbonding time.
    Unbond {
        /// The asset.
        asset: UncheckedDenom,
        /// How much.
        amount: Amount,
    },
    /// Operator: withdraws stake whose unbonding time is over, to itself.
    WithdrawUnbonded {
        /// The asset.
        asset: UncheckedDenom,
    },

    /// Anyone: enrols a reporter of the sender's. A key serves one reporter of an operator, and one seat of a feed.
    EnrolReporter {
        /// Its public key.
        key: PublicKey,
        /// What it sees with.
        class: SourceClass,
    },
    /// Anyone: creates a feed; the sender is its creator.
    CreateFeed {
        /// How it is trusted.
        kind: FeedKind,
        /// How it makes facts.
        rules: FeedRules,
    },
    /// Creator of a staked feed: lets more operators take seats.
    AdmitOperators {
        /// The feed.
        feed: u32,
        /// Who may.
        operators: Vec<String>,
    },
    /// Operator: pledges stake for one of its reporters; takes its seat or adds to it.
    Pledge {
        /// A staked feed.
        feed: u32,
        /// A reporter of the sender's.
        reporter: u32,
        /// How much of the sender's free stake.
        amount: Amount,
    },
    /// Operator: gives notice of taking a pledge back. What stays must be nothing or the least pledge.
    Unpledge {
        /// The feed.
        feed: u32,
        /// A reporter of the sender's.
        reporter: u32,
        /// How much.
        amount: Amount,
    },
    /// Anyone: carries out a notice whose time has come; the stake is free again.
    CompleteUnpledge {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
    },

    /// A collection: registers the questions of one of its tokens, with their deposits attached. Once a token;
    /// later calls (an amendment) add questions, on the same feed.
    Ask {
        /// The token; the sender is its collection.
        token_id: TokenId,
        /// The feed that answers.
        feed: u32,
        /// At most 24 in all.
        questions: Vec<MilestoneRef>,
        /// Where the deposits go when the last question closes.
        refund_to: String,
        /// From here on anyone may retire what is unanswered.
        until: UnixTime,
    },
    /// The collection that asked: adds cut-offs on which *did not happen by T* may be reported.
    AddCutoffs {
        /// The token.
        token_id: TokenId,
        /// Which questions, and until when.
        cutoffs: Vec<Cutoff>,
    },
    /// Anyone: submits signed reports of one round. What was accepted before is skipped; all must verify.
    Report {
        /// What they are about.
        subject: Subject,
        /// The round; the first is 0.
        round: u32,
        /// At most 31, one a reporter.
        reports: Vec<SignedReport>,
    },
    /// Anyone: closes a round that has collected for long enough. Decided or not, it is over.
    Close {
        /// What it is about.
        subject: Subject,
        /// The round.
        round: u32,
    },
    /// Anyone: after `until`, closes what is unanswered and returns the deposits.
    Retire {
        /// The collection that asked.
        collection: String,
        /// The token.
        token_id: TokenId,
    },

    /// Creator of a secured feed: admits a consumer, or changes its share for what it reserves from now on.
    AdmitConsumer {
        /// The feed.
        feed: u32,
        /// Who may reserve, and how much of the caps.
        consumer: Consumer,
    },
    /// An admitted consumer: reserves room under the caps, with the fee attached, exactly.
    Reserve(ReserveMsg),
    /// The consumer: says which questions its parts hang on, each part once. Where a question is answered and the answer
    /// can still be challenged, the feed must have room for what is bound.
    Bind {
        /// The reservation.
        reference: u64,
        /// The collection whose token it is.
        collection: String,
        /// The token.
        token_id: TokenId,
        /// Which parts.
        parts: Vec<BoundPart>,
    },
    /// The consumer: gives up parts on which nothing hangs any more.
    Release {
        /// The reservation.
        reference: u64,
        /// Which parts; those that were given up before are passed over.
        parts: Vec<u8>,
    },
    /// Anyone, from the reservation's end on: gives up all of it that no fact has used.
    Lapse {
        /// Whose.
        consumer: String,
        /// The reservation.
        reference: u64,
    },
    /// Anyone, when a decided round's challenge window is over: makes it final.
    Finalise(RoundRef),
    /// Anyone, until then, with the bond attached, exactly: says that a closed round is wrong, or that silence left it
    /// undecided. Once a round.
    Challenge {
        /// The round.
        round: RoundRef,
        /// What is true.
        claim: Option<Outcome>,
        /// Salted digest of the evidence.
        evidence: Option<Digest>,
    },
    /// The feed's adjudicator, in time: decides a challenge.
    Rule {
        /// The round.
        round: RoundRef,
        /// What it finds.
        ruling: Ruling,
    },
    /// Anyone, when the adjudicator's time is over: the case is unresolvable.
    LapseCase(RoundRef),
    /// Anyone: shows two signed reports of one reporter for one round that cannot both be true. It loses all its pledge.
    Convict {
        /// The round, open, closed or still to come.
        round: RoundRef,
        /// One.
        first: SignedReport,
        /// The other.
        second: SignedReport,
    },
    /// Anyone: shows two logs that a device which sits on a feed signed under one counter. It loses all its pledge.
    ConvictDevice(Box<DeviceEvidence>),
    /// Anyone: collects the fines of a reporter that missed more than 3 of 20 rounds.
    Fine {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
    },
    /// Anyone: pays whoever a false fact harmed its part of what was slashed for it.
    Compensate {
        /// The round.
        round: RoundRef,
        /// Whose reservation.
        consumer: String,
        /// The reservation.
        reference: u64,
        /// Its part.
        part: u8,
    },
    /// Anyone, when the time for claims is over: burns what nobody claimed.
    Burn(RoundRef),
    /// Anyone, when that time is over: burns what is kept of reporters' slashed stake, for nobody else was found whom they
    /// harmed.
    BurnKept {
        /// The feed.
        feed: u32,
        /// The reporters, at most 31.
        reporters: Vec<u32>,
    },
    /// Anyone: pays a reporter's operator what its agreeing reports earned, once they have vested.
    ClaimRewards {
        /// The reporter.
        reporter: u32,
        /// For which rounds, at most 30.
        rounds: Vec<RoundRef>,
    },
    /// Anyone who is owed a payment that could not be made: withdraws it.
    Withdraw {
        /// The asset.
        asset: UncheckedDenom,
        /// To whom; the sender if not set.
        to: Option<String>,
    },
}

/// The message inside a cw20 `Send` to the oracle.
#[message]
pub enum Cw20Hook {
    /// Bonds the amount as the sender's stake.
    Bond {},
    /// As [`ExecuteMsg::Reserve`]; the amount is the fee.
    Reserve(ReserveMsg),
    /// As [`ExecuteMsg::Challenge`]; the amount is the bond.
    Challenge {
        /// The round.
        round: RoundRef,
        /// What is true.
        claim: Option<Outcome>,
        /// Salted digest of the evidence.
        evidence: Option<Digest>,
    },
}

/// A date by which a consumer wants to know that something did not happen.
#[message]
#[derive(Copy, ToJson)]
pub struct Cutoff {
    /// The question.
    pub milestone: MilestoneRef,
    /// The date.
    pub cutoff: UnixTime,
}

/// What can be read from the contract.
#[cw_ownable_query]
#[message]
#[derive(QueryResponses)]
pub enum QueryMsg {
    /// The contract's settings.
    #[returns(ConfigResponse)]
    Config {},
    /// A feed with its rules and committee.
    #[returns(FeedResponse)]
    Feed {
        /// Its number.
        feed: u32,
    },
    /// Feeds by number.
    #[returns(Vec<FeedResponse>)]
    Feeds {
        /// Continue after this feed.
        start_after: Option<u32>,
        /// At most 30; 10 if not set.
        limit: Option<u32>,
    },
    /// An operator's stake in one asset.
    #[returns(StakeResponse)]
    Stake {
        /// The operator.
        operator: String,
        /// The asset.
        asset: UncheckedDenom,
    },
    /// A reporter.
    #[returns(ReporterResponse)]
    Reporter {
        /// Its number.
        reporter: u32,
    },
    /// Reporters by number.
    #[returns(Vec<ReporterResponse>)]
    Reporters {
        /// Continue after this reporter.
        start_after: Option<u32>,
        /// At most 100; 30 if not set.
        limit: Option<u32>,
    },
    /// All that is asked and known about a token.
    #[returns(InquiryResponse)]
    Inquiry {
        /// The collection that asked.
        collection: String,
        /// The token.
        token_id: TokenId,
    },
    /// One question, with its open round.
    #[returns(QuestionResponse)]
    Question {
        /// What it is about.
        subject: Subject,
    },
    /// What hangs on a secured feed now, and how much may.
    #[returns(CapacityResponse)]
    Capacity {
        /// The feed.
        feed: u32,
    },
    /// A reservation.
    #[returns(ReservationResponse)]
    Reservation {
        /// Whose.
        consumer: String,
        /// The consumer's number for it.
        reference: u64,
    },
    /// A closed round of a secured feed, with its case.
    #[returns(RoundResponse)]
    Round(RoundRef),
    /// The bond that a challenge of a closed round takes.
    #[returns(Amount)]
    ChallengeBond(RoundRef),
    /// The number of a question on a feed of measurements, and whether it can be relied on.
    #[returns(MeasurementResponse)]
    Measurement {
        /// What it is about.
        subject: Subject,
    },
    /// Final numbers of a question, the first first.
    #[returns(Vec<Measured>)]
    Measurements {
        /// What they are about.
        subject: Subject,
        /// Continue after this number.
        start_after: Option<u32>,
        /// At most 100; 30 if not set.
        limit: Option<u32>,
    },
    /// Open cases by number.
    #[returns(Vec<OpenCaseResponse>)]
    Cases {
        /// Continue after this case.
        start_after: Option<u64>,
        /// At most 30; 10 if not set.
        limit: Option<u32>,
    },
    /// How the seats of a secured feed have done.
    #[returns(Vec<RecordResponse>)]
    Records {
        /// The feed.
        feed: u32,
    },
    /// What the contract owes in an asset; its balance is never less.
    #[returns(OwedResponse)]
    Owed {
        /// The asset.
        asset: UncheckedDenom,
    },
    /// What an account can withdraw because a payment to it failed.
    #[returns(Amount)]
    Claimable {
        /// The account.
        account: String,
        /// The asset.
        asset: UncheckedDenom,
    },
}

/// The contract's settings.
#[cw_serde]
#[derive(ToJson)]
pub struct ConfigResponse {
    /// Who may pause.
    pub guardian: Option<String>,
    /// Whether new risk is stopped.
    pub paused: bool,
    /// How long unbonding takes.
    pub unbonding: Seconds,
    /// What may be bonded.
    pub assets: Vec<Denom>,
}

/// A feed.
#[cw_serde]
#[derive(ToJson)]
pub struct FeedResponse {
    /// Its number.
    pub feed: u32,
    /// Who created it.
    pub creator: String,
    /// How it is trusted.
    pub kind: FeedKind,
    /// How it makes facts.
    pub rules: FeedRules,
    /// Grows with every change of the committee; a round keeps the one it began with.
    pub version: u32,
    /// The present committee.
    pub committee: Vec<MemberResponse>,
}

/// A seat of a committee.
#[cw_serde]
#[derive(ToJson)]
pub struct MemberResponse {
    /// The reporter.
    pub reporter: u32,
    /// Whose it is.
    pub operator: String,
    /// What it sees with.
    pub class: SourceClass,
    /// Its key.
    pub key: PublicKey,
    /// Its weight: the pledge, or one.
    pub weight: Amount,
    /// What of the weight is under notice, and from when it is gone.
    pub leaving: Option<Leaving>,
}

/// A notice of unpledging.
#[cw_serde]
#[derive(Copy, ToJson)]
pub struct Leaving {
    /// How much.
    pub amount: Amount,
    /// From when anyone may carry it out.
    pub at: UnixTime,
}

/// An operator's stake in one asset. `bonded = free + pledged`.
#[cw_serde]
#[derive(ToJson)]
pub struct StakeResponse {
    /// In the bond.
    pub bonded: Amount,
    /// Of it, pledged to feeds.
    pub pledged: Amount,
    /// Of it, free to pledge or unbond.
    pub free: Amount,
    /// On its way out: amounts and when they can be withdrawn.
    pub unbonding: Vec<Leaving>,
}

/// A reporter.
#[cw_serde]
#[derive(ToJson)]
pub struct ReporterResponse {
    /// Its number.
    pub reporter: u32,
    /// Whose it is.
    pub operator: String,
    /// Its key.
    pub key: PublicKey,
    /// What it sees with.
    pub class: SourceClass,
}

/// All that is asked and known about a token.
#[cw_serde]
#[derive(ToJson)]
pub struct InquiryResponse {
    /// The feed that answers.
    pub feed: u32,
    /// The number of the last final fact.
    pub sequence: u32,
    /// Every question.
    pub questions: Vec<QuestionResponse>,
    /// From when anyone may retire what is unanswered.
    pub until: UnixTime,
    /// The deposits held.
    pub deposit: Option<Coin>,
}

/// One question.
#[cw_serde]
#[derive(ToJson)]
pub struct QuestionResponse {
    /// Which milestone.
    pub milestone: MilestoneRef,
    /// What is final.
    pub standing: Standing,
    /// The dates on which *did not happen* may be reported.
    pub cutoffs: Vec<UnixTime>,
    /// The round that takes reports now, or would.
    pub round: u32,
    /// The open round, once its first report is in.
    pub open: Option<OpenRound>,
    /// What the round before decided, while it can be challenged before it is final.
    pub pending: Option<PendingDecision>,
    /// Since when a round of it is before the adjudicator, the earliest that is, whatever rounds came after it.
    pub challenged: Option<UnixTime>,
    /// Whether it still takes reports.
    pub closed: bool,
}

/// A decision that is not final yet.
#[cw_serde]
#[derive(Copy, ToJson)]
pub struct PendingDecision {
    /// Its round.
    pub round: u32,
    /// What was decided.
    pub outcome: Outcome,
    /// Until when it can be challenged, if the chain makes blocks; then anyone makes it final.
    pub until: UnixTime,
    /// Whether it is challenged: then its adjudicator's word is waited for.
    pub challenged: bool,
}

/// A round that collects.
#[cw_serde]
#[derive(ToJson)]
pub struct OpenRound {
    /// When its first report was accepted.
    pub since: UnixTime,
    /// From when anyone may close it.
    pub closes: UnixTime,
    /// Who has reported, and what.
    pub reports: Vec<AcceptedReport>,
    /// Weight that has reported, of the committee's.
    pub weight: Amount,
    /// The committee's weight.
    pub of: Amount,
}

/// A report that counts.
#[cw_serde]
#[derive(Copy, ToJson)]
pub struct AcceptedReport {
    /// Who.
    pub reporter: u32,
    /// What.
    pub outcome: Outcome,
}

/// What the contract owes in one asset.
#[cw_serde]
#[derive(ToJson)]
pub struct OwedResponse {
    /// The asset.
    pub asset: Denom,
    /// Bonds, unbonding stake, deposits, fees, slashed stake and claimable payments together.
    pub owed: Amount,
}

/// Checks the stored name and an older version, then sets the new one.
#[message]
pub struct MigrateMsg {}

/// Share of the committee's weight that must agree on a staked feed: two thirds, as `3·agreeing ≥ 2·all`.
pub const QUORUM: (u128, u128) = (2, 3);
