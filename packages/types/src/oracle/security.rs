//! What stands behind a staked feed's facts: exposure, challenges, slashing, rewards.

use cosmwasm_schema::cw_serde;
use message::{message, FromJson, ToJson};
use numeric::{Amount, BasisPoints, Rounding, Seconds, UnixTime};

use crate::denom::UncheckedDenom;
use crate::devices::{Channel, SignedLog};
use crate::digest::Digest;
use crate::journey::{MilestoneRef, Outcome, Subject};

/// Most contracts that a feed admits as consumers.
pub const MAX_CONSUMERS: usize = 8;
/// Most parts of one reservation.
pub const MAX_PARTS: usize = 64;
/// Most periods that a fact's challenge window may span.
pub const MAX_SPAN: u64 = 7;
/// A decided round is final at once with this share of the committee's weight agreeing, in basis points ...
pub const IMMEDIATE: u128 = 7_500;
/// ... and at most this share in dissent.
pub const MOST_DISSENT: u128 = 1_500;

/// How a staked feed secures what its facts move. Fixed at creation, but for the consumers.
///
/// A feed of stake without it takes no reservations: its facts are final when they are decided, as a named feed's.
#[message]
#[derive(ToJson)]
pub struct Security {
    /// The chance that a false fact is convicted, in basis points; p of the design. Above zero.
    pub conviction: BasisPoints,
    /// What pledged stake is worth when it is slashed, in basis points of its amount; h of the design. 10000 only for
    /// the asset that is settled in.
    pub haircut: BasisPoints,
    /// How many times over the cheapest coalition's expected loss covers what it could move; m of the design. 2 to 20.
    pub margin: u8,
    /// Width of a bucket of expected exposure. 1 second to 7 days.
    pub period: Seconds,
    /// How long a closed round can be challenged, at most 7 periods.
    pub challenge: Seconds,
    /// How long the adjudicator has. 1 second to 30 days; then the case is unresolvable.
    pub adjudication: Seconds,
    /// The slowest that a healthy chain makes blocks: a window is over when its time has passed *and* as many blocks
    /// as that makes in it, so that a halt uses up no window. Zero: time alone.
    pub block_time: Seconds,
    /// Who decides challenges: a person, a multisig, a DAO, a jury. A contract is told of each case.
    pub adjudicator: String,
    /// Least bond of a challenge.
    pub bond: Amount,
    /// The bond as a share of what hangs on the round, in basis points, if that is more.
    pub bond_share: BasisPoints,
    /// What a reservation costs for each period that its window spans, in millionths of its amount. At most 100,000.
    pub fee: u32,
    /// Who gets 5 % of fees and slashed stake, and fees that no fact earned. The creator if not set.
    pub treasury: Option<String>,
    /// Contracts that may reserve, at most 8.
    pub consumers: Vec<Consumer>,
}

/// A contract that may reserve.
#[message]
#[derive(ToJson)]
pub struct Consumer {
    /// The contract.
    pub address: String,
    /// Its share of the feed's caps.
    pub share: BasisPoints,
}

/// What of an event money hangs on.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum ExposureKind {
    /// When it happens, or the number that is measured: half of the smallest agreeing weight could move it.
    Time,
    /// Whether it happens at all: two thirds of the committee would have to lie.
    Outcome,
}

/// A sum that will hang on one question.
#[message]
#[derive(Copy, ToJson)]
pub struct ReservedPart {
    /// How much, prefunded or deferred.
    pub amount: Amount,
    /// What of the event it hangs on.
    pub kind: ExposureKind,
    /// When the fact is expected.
    pub expected: UnixTime,
}

/// `Reserve`: room under a feed's caps for an agreement, a policy or a loan.
#[message]
#[derive(ToJson)]
pub struct ReserveMsg {
    /// The sender's own number for it; each once.
    pub reference: u64,
    /// The feed.
    pub feed: u32,
    /// The asset, which must be the feed's.
    pub asset: UncheckedDenom,
    /// 1 to 64.
    pub parts: Vec<ReservedPart>,
    /// From here on anyone may give up what was not used. At most the feed's longest reservation ahead.
    pub until: UnixTime,
    /// Who is harmed by a fact that says too much: an event that did not happen, or happened later; a number too high.
    /// The sender, if it is that, is told by `Compensated`.
    pub too_early: String,
    /// Who is harmed by one that says too little. The sender if not set, and it is told.
    pub too_late: Option<String>,
}

/// Which question a reserved part hangs on.
#[message]
#[derive(Copy, ToJson)]
pub struct BoundPart {
    /// Its place in the reservation.
    pub part: u8,
    /// The question.
    pub milestone: MilestoneRef,
}

/// A reservation's fee: its amount for each period of its window, rounded up.
pub fn reservation_fee(amount: Amount, millionths: u64) -> Result<Amount, numeric::NumericError> {
    amount.mul_ratio(Amount::new(millionths.into()), Amount::new(1_000_000), Rounding::Up)
}

/// Two logs of a device, as `devices` registers it, whose key sits on a feed.
#[message]
pub struct DeviceEvidence {
    /// The feed.
    pub feed: u32,
    /// The device's reporter there.
    pub reporter: u32,
    /// The contract that its logs are for.
    pub registry: String,
    /// Its number there.
    pub device: u32,
    /// Which of its keys signed.
    pub epoch: u32,
    /// What it measures.
    pub channels: Vec<Channel>,
    /// One log.
    pub first: SignedLog,
    /// Another, under the same counter.
    pub second: SignedLog,
}

/// How grave a fault is.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum Fault {
    /// None: an honest error.
    None,
    /// Carelessness, or silence that blocked a reportable event: 5 %.
    Negligence,
    /// A falsehood: everything.
    Falsification,
}

/// What an adjudicator finds.
#[cw_serde]
#[derive(Copy, FromJson, ToJson)]
pub enum Ruling {
    /// The round was right; the challenger loses the bond.
    Upheld {},
    /// The round was wrong, or its silence hid what could be reported.
    Overturned {
        /// What is true.
        truth: Outcome,
        /// Whose word agreed with the round (of an undecided one: who kept silent) is guilty of this.
        fault: Fault,
    },
    /// It cannot be established. The bond returns; what was not final yet is unresolvable.
    Unresolvable {},
}

/// A closed round.
#[message]
#[derive(ToJson)]
pub struct RoundRef {
    /// What it was about.
    pub subject: Subject,
    /// Its number.
    pub round: u32,
}

/// Where a closed round stands.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum RoundStatus {
    /// Not decided.
    Undecided,
    /// Decided; final when its challenge window is over.
    Pending,
    /// Final.
    Final,
    /// An adjudicator found otherwise.
    Overturned,
}

/// A closed round of a secured feed.
#[cw_serde]
#[derive(ToJson)]
pub struct RoundResponse {
    /// Where it stands.
    pub status: RoundStatus,
    /// What it decided.
    pub outcome: Option<Outcome>,
    /// When it closed.
    pub closed: UnixTime,
    /// Until when it can be challenged, if the chain makes blocks.
    pub challengeable_until: UnixTime,
    /// The block from which on that time counts as passed.
    pub challengeable_until_height: u64,
    /// Who reported.
    pub heard: Vec<u32>,
    /// Who agreed with it.
    pub agreeing: Vec<u32>,
    /// What hangs on it.
    pub exposure: Amount,
    /// The fees it earned.
    pub reward: Amount,
    /// Its open or decided case.
    pub case: Option<CaseResponse>,
}

/// A challenge.
#[cw_serde]
#[derive(ToJson)]
pub struct CaseResponse {
    /// Who challenged.
    pub challenger: String,
    /// With what bond.
    pub bond: Amount,
    /// What the challenger says is true.
    pub claim: Option<Outcome>,
    /// Salted digest of the evidence.
    pub evidence: Option<Digest>,
    /// When.
    pub opened: UnixTime,
    /// Until when the adjudicator may decide, if the chain makes blocks.
    pub decide_by: UnixTime,
    /// What it found.
    pub ruling: Option<Ruling>,
}

/// An open case.
#[cw_serde]
#[derive(ToJson)]
pub struct OpenCaseResponse {
    /// Its number, to continue a listing after.
    pub case: u64,
    /// The round.
    pub round: RoundRef,
    /// The challenge.
    pub challenge: CaseResponse,
}

/// What hangs on a feed, and how much may.
#[cw_serde]
#[derive(ToJson)]
pub struct CapacityResponse {
    /// Pledged and not under notice.
    pub at_risk: Amount,
    /// What the cheapest coalition that can move a time has at stake.
    pub coalition_time: Amount,
    /// What the cheapest coalition that can move an outcome has at stake.
    pub coalition_outcome: Amount,
    /// The cap of what hangs on times.
    pub cap_time: Amount,
    /// The cap of all that hangs on it.
    pub cap_outcome: Amount,
    /// What hangs on times now.
    pub time: Amount,
    /// What hangs on outcomes alone now.
    pub outcome: Amount,
    /// Whether nothing new is taken and finality waits.
    pub over: bool,
    /// What of it is whose.
    pub consumers: Vec<ConsumerResponse>,
}

/// A consumer of a feed.
#[cw_serde]
#[derive(ToJson)]
pub struct ConsumerResponse {
    /// The contract.
    pub address: String,
    /// Its share of the caps.
    pub share: BasisPoints,
    /// What of it hangs on times now.
    pub time: Amount,
    /// What of it hangs on outcomes alone now.
    pub outcome: Amount,
}

/// A reservation.
#[cw_serde]
#[derive(ToJson)]
pub struct ReservationResponse {
    /// The feed.
    pub feed: u32,
    /// From when anyone may give up what was not used.
    pub until: UnixTime,
    /// Who is harmed by a fact that says too much.
    pub too_early: String,
    /// Who is harmed by one that says too little.
    pub too_late: String,
    /// Its parts.
    pub parts: Vec<PartResponse>,
}

/// A part of a reservation.
#[cw_serde]
#[derive(ToJson)]
pub struct PartResponse {
    /// How much is reserved; nothing once it is given up.
    pub amount: Amount,
    /// What of the event it hangs on.
    pub kind: ExposureKind,
    /// The beginning of the period in which the fact is expected.
    pub expected: UnixTime,
    /// Whether it is bound to a question.
    pub bound: bool,
    /// Whether compensation was paid for it.
    pub compensated: bool,
}

/// How a seat has done.
#[cw_serde]
#[derive(ToJson)]
pub struct RecordResponse {
    /// The reporter.
    pub reporter: u32,
    /// Of the last 20 rounds that it had all the time to report in, those it missed.
    pub missed: u8,
    /// Fines that anyone may collect.
    pub fines: u8,
    /// How often it agreed of late, in basis points; half of them to begin with.
    pub reputation: BasisPoints,
    /// What was slashed of it and compensates nobody yet: it waits for those whom another of its facts harmed.
    pub kept: Amount,
}
