use cosmwasm_std::{Addr, StdError};
use guard::{GuardError, MigrateError, PaymentError};
use hooks::HookError;
use numeric::{Amount, NumericError, Reading, Seconds, UnixTime};
use payments::PaymentsError;
use records::RecordError;
use thiserror::Error;
use types::journey::MilestoneRef;
use types::VocabularyError;

/// Why the oracle refuses. Nothing was changed.
#[derive(Error, Debug, PartialEq)]
pub enum ContractError {
    // Stake
    /// The cw20 said that it moved more than it did.
    #[error("{token} moved less than it said: {balance} here, {owed} owed; only tokens that move exact amounts are taken")]
    NotExact {
        /// the cw20
        token: Addr,
        /// what is here
        balance: Amount,
        /// what would be owed
        owed: Amount,
    },
    /// The time that unbonding takes is out of bounds.
    #[error("unbonding of {actual} s; choose {least} s to {most} s")]
    UnbondingOutOfRange {
        /// what was given
        actual: Seconds,
        /// the least
        least: Seconds,
        /// the most
        most: Seconds,
    },
    /// An amount of nothing.
    #[error("the amount is zero; name how much")]
    NoAmount,
    /// More was to be pledged or unbonded than is free.
    #[error("{required} of stake is needed and {free} is free; bond more, or unpledge first")]
    NotEnoughFree {
        /// what is free
        free: Amount,
        /// what is needed
        required: Amount,
    },
    /// Too many parts wait.
    #[error("{max} parts of this stake are unbonding, the most there may be; withdraw those whose time is over first")]
    TooManyUnbonding {
        /// the most
        max: usize,
    },
    /// Nothing can be withdrawn yet.
    #[error("nothing to withdraw now; {}", or_never(.next))]
    NothingUnbonded {
        /// when the next part is ready
        next: Option<UnixTime>,
    },

    // Reporters, feeds, seats
    /// The key is that of another reporter of this operator.
    #[error("this key serves your reporter {reporter}; enrol another key")]
    KeyTaken {
        /// whose it is
        reporter: u32,
    },
    /// The key has a seat: one signature would count twice.
    #[error(
        "reporter {reporter} has a seat on this feed with the same key; take a reporter with another key"
    )]
    KeySeated {
        /// whose seat it is
        reporter: u32,
    },
    /// The key cannot sign, or anyone could sign for it.
    #[error("no {scheme} key that one reporter alone can sign with; make a new one")]
    UnusableKey {
        /// its scheme
        scheme: &'static str,
    },
    /// There is no such reporter.
    #[error("reporter {reporter} does not exist; enrol it first")]
    UnknownReporter {
        /// its number
        reporter: u32,
    },
    /// The reporter is someone else's.
    #[error("reporter {reporter} is {operator}'s, not {sender}'s; send this from its operator")]
    NotItsOperator {
        /// the reporter
        reporter: u32,
        /// whose it is
        operator: Addr,
        /// who tried
        sender: Addr,
    },
    /// There is no such feed.
    #[error("feed {feed} does not exist; query feeds for those that do")]
    UnknownFeed {
        /// its number
        feed: u32,
    },
    /// Only its creator may.
    #[error("feed {feed} is {creator}'s, not {sender}'s; send this from its creator")]
    NotItsCreator {
        /// the feed
        feed: u32,
        /// whose it is
        creator: Addr,
        /// who tried
        sender: Addr,
    },
    /// Only staked feeds have pledges and seats to take.
    #[error("feed {feed} is of named reporters: it takes no pledges and its list never changes")]
    NotStaked {
        /// the feed
        feed: u32,
    },
    /// A rule is out of its bounds.
    #[error("{rule} of {actual} s; choose {least} s to {most} s")]
    RuleOutOfRange {
        /// the rule
        rule: &'static str,
        /// what was given
        actual: Seconds,
        /// the least
        least: Seconds,
        /// the most
        most: Seconds,
    },
    /// Whoever made a fact could be gone with its stake before the fact can no longer be corrected.
    #[error("collection and correction take {open} s, but a pledge can leave after {held} s of notice and unbonding; choose shorter ones, or a longer notice")]
    OutlastsStake {
        /// how long a report may matter
        open: Seconds,
        /// how long its stake stays at least
        held: Seconds,
    },
    /// The threshold is no majority, or more than there are.
    #[error("{threshold} of {reporters} reporters; choose more than half of them and at most all")]
    Threshold {
        /// how many should agree
        threshold: u8,
        /// how many there are
        reporters: usize,
    },
    /// The feed could never decide.
    #[error("{required} {what} are required and {possible} are possible; such a feed would never decide")]
    OutOfReach {
        /// what there are too few of
        what: &'static str,
        /// how many are asked for
        required: u8,
        /// how many there can be
        possible: usize,
    },
    /// The operator is admitted already, or named twice.
    #[error("{operator} is admitted already or named twice; name each once")]
    OperatorAdmitted {
        /// who
        operator: Addr,
    },
    /// The operator is not admitted to this feed.
    #[error("{operator} is not admitted to this feed; its creator admits operators")]
    OperatorNotAdmitted {
        /// who
        operator: Addr,
    },
    /// All seats are taken.
    #[error("all {max} seats are taken")]
    NoSeatLeft {
        /// how many there are
        max: usize,
    },
    /// The reporter has no seat.
    #[error("reporter {reporter} has no seat on this feed")]
    NoSeat {
        /// the reporter
        reporter: u32,
    },
    /// Too little would stay.
    #[error("{stays} would stay pledged, and the least is {least}; pledge more, or take all of it back")]
    BelowLeastPledge {
        /// what would stay
        stays: Amount,
        /// the least
        least: Amount,
    },
    /// More is to leave than there is.
    #[error("{leaving} would be under notice and {pledged} is pledged; take back at most what is not under notice")]
    MoreThanPledged {
        /// what is pledged
        pledged: Amount,
        /// what would be under notice
        leaving: Amount,
    },
    /// No notice was given.
    #[error("reporter {reporter} gave no notice; unpledge first")]
    NoNotice {
        /// the reporter
        reporter: u32,
    },
    /// The notice still runs.
    #[error("the notice of reporter {reporter} runs until {until}; carry it out then")]
    NoticeRuns {
        /// the reporter
        reporter: u32,
        /// when it ends
        until: UnixTime,
    },

    // Questions
    /// Nothing was asked of this feed about this token.
    #[error("{collection} asked nothing about token {token_id}")]
    UnknownSubject {
        /// who should have asked
        collection: String,
        /// the token
        token_id: String,
    },
    /// This was not asked about this token.
    #[error("{} on leg {} in {} was not asked about this token", .milestone.event, .milestone.leg, .milestone.place)]
    UnknownQuestion {
        /// what was not asked
        milestone: MilestoneRef,
    },
    /// The question is there already.
    #[error("{} on leg {} in {} is asked already; leave it out", .milestone.event, .milestone.leg, .milestone.place)]
    AskedTwice {
        /// what is asked twice
        milestone: MilestoneRef,
    },
    /// The token's questions are another feed's.
    #[error("feed {expected} answers for this token, not {actual}; a token keeps its feed")]
    OtherFeed {
        /// the token's feed
        expected: u32,
        /// the one that was named
        actual: u32,
    },
    /// The end has passed or is too far ahead.
    #[error("open until {until}, and it is {now}; choose a later time, at most {latest}")]
    UntilOutOfRange {
        /// what was given
        until: UnixTime,
        /// the time of the block
        now: UnixTime,
        /// the latest
        latest: UnixTime,
    },
    /// The question was given up.
    #[error("{} on leg {} in {} was retired unanswered; nothing more will be known of it", .milestone.event, .milestone.leg, .milestone.place)]
    Retired {
        /// the question
        milestone: MilestoneRef,
    },
    /// Nothing can be retired yet.
    #[error("the questions about this token are open until {until}; retire what is unanswered then")]
    NotYetRetirable {
        /// from when
        until: UnixTime,
    },
    /// Nothing is unanswered.
    #[error("no question about this token is unanswered; there is nothing to retire")]
    NothingToRetire,
    /// A decision that can still be challenged goes first.
    #[error("{} on leg {} in {} is decided and can still be challenged; make it final first", .milestone.event, .milestone.leg, .milestone.place)]
    DecisionPends {
        /// the question
        milestone: MilestoneRef,
    },
    /// A round that began in time goes first.
    #[error("round {round} of {} on leg {} in {} began in time; close it first, from {closes} on", .milestone.event, .milestone.leg, .milestone.place)]
    RoundIsOpen {
        /// the question
        milestone: MilestoneRef,
        /// its round
        round: u32,
        /// from when anyone may close it
        closes: UnixTime,
    },

    // Rounds
    /// The question takes no more reports.
    #[error("{} on leg {} in {} takes no more reports: its time for corrections is over, or it was retired", .milestone.event, .milestone.leg, .milestone.place)]
    QuestionClosed {
        /// the question
        milestone: MilestoneRef,
    },
    /// Another round takes reports.
    #[error("round {actual}, and round {expected} takes reports now; reports are signed for one round")]
    WrongRound {
        /// the round that takes reports
        expected: u32,
        /// the round that was named
        actual: u32,
    },
    /// The round has no report.
    #[error("round {round} has not begun; it begins with its first report")]
    RoundNotBegun {
        /// the round
        round: u32,
    },
    /// The round still collects.
    #[error("the round collects until {closes}; close it then")]
    RoundCollects {
        /// from when anyone may close it
        closes: UnixTime,
    },
    /// A reporter stands in the list twice.
    #[error("reporter {reporter} is named twice; name each once")]
    RepeatedReporter {
        /// who
        reporter: u32,
    },
    /// The reporter has no seat in the committee of the round.
    #[error("reporter {reporter} has no seat in version {version} of the committee, which answers this round; leave it out")]
    NotInCommittee {
        /// who
        reporter: u32,
        /// the committee's version
        version: u32,
    },
    /// The report is dated in the future.
    #[error("reporter {reporter} signed at {signed_at}, and it is {now}; submit it then")]
    SignedAhead {
        /// who
        reporter: u32,
        /// when it signed
        signed_at: UnixTime,
        /// the time of the block
        now: UnixTime,
    },
    /// The report tells of what was still to come.
    #[error("reporter {reporter} signed at {signed_at} what is dated {time}; sign after it")]
    SignedBefore {
        /// who
        reporter: u32,
        /// when it signed
        signed_at: UnixTime,
        /// what it tells of
        time: UnixTime,
    },
    /// The cut-off is not registered with the question.
    #[error("reporter {reporter} reports by {cutoff}, which is no registered cut-off of this question; query it for those that are")]
    UnknownCutoff {
        /// who
        reporter: u32,
        /// the cut-off
        cutoff: UnixTime,
    },
    /// The signature has another length.
    #[error("the signature of reporter {reporter} has {found} bytes; send 64 (r and s, or RFC 8032)")]
    SignatureLength {
        /// whose
        reporter: u32,
        /// its length
        found: usize,
    },
    /// The signature does not verify.
    #[error("the signature of reporter {reporter} is not over this report, for this chain, contract, feed, subject and round; nothing of the batch was taken")]
    BadSignature {
        /// whose
        reporter: u32,
    },
    /// Every report of the batch was accepted before.
    #[error(
        "every reporter of the batch has reported in this round; send it with a new report, or not at all"
    )]
    NothingNew {},

    // Security
    /// The margin is out of its bounds.
    #[error("margin of {actual}; choose {least} to {most}")]
    Margin {
        /// what was given
        actual: u8,
        /// the least
        least: u8,
        /// the most
        most: u8,
    },
    /// Nothing would ever be convicted, or stake would be worth nothing.
    #[error("conviction and haircut are shares above zero; a feed without them secures nothing: leave security out")]
    NoAssurance {},
    /// The fee is out of its bounds.
    #[error("a fee of {actual} millionths a period; choose at most {most}")]
    FeeTooHigh {
        /// what was given
        actual: u32,
        /// the most
        most: u32,
    },
    /// The challenge window spans too many periods.
    #[error(
        "a challenge of {challenge} s spans more than {most} periods of {period} s; choose longer periods"
    )]
    TooManyPeriods {
        /// the window
        challenge: Seconds,
        /// the period
        period: Seconds,
        /// the most
        most: u64,
    },
    /// Whoever made a fact could be gone with its stake before a case about it ends.
    #[error("collection, challenge and adjudication take {open} s and unbonding {unbonding} s; choose shorter ones")]
    OutlastsUnbonding {
        /// how long a case may take to end
        open: Seconds,
        /// how long stake stays
        unbonding: Seconds,
    },
    /// The consumer is named twice.
    #[error("{consumer} is named twice; name each once")]
    ConsumerNamedTwice {
        /// who
        consumer: Addr,
    },
    /// The feed is not secured.
    #[error("feed {feed} has no security: it takes no reservations and no challenges")]
    NotSecured {
        /// the feed
        feed: u32,
    },
    /// The sender is no consumer of the feed.
    #[error("{sender} may not reserve on feed {feed}; its creator admits consumers")]
    NotAConsumer {
        /// who tried
        sender: Addr,
        /// the feed
        feed: u32,
    },
    /// The consumer has used the number.
    #[error("{consumer} has a reservation {reference} already; take another number")]
    ReferenceTaken {
        /// whose
        consumer: Addr,
        /// the number
        reference: u64,
    },
    /// There is no such reservation.
    #[error("{consumer} has no reservation {reference}")]
    UnknownReservation {
        /// whose
        consumer: Addr,
        /// the number
        reference: u64,
    },
    /// Another asset than the feed's.
    #[error("feed {feed} secures {expected:?}, not {actual:?}; take a feed of that asset")]
    OtherAsset {
        /// the feed
        feed: u32,
        /// its asset
        expected: cw20::Denom,
        /// the one that was named
        actual: cw20::Denom,
    },
    /// The reservation's end is out of its bounds.
    #[error("reserved until {until}, and it is {now}; choose a later time, at most {latest}")]
    ReservedUntil {
        /// what was given
        until: UnixTime,
        /// the time of the block
        now: UnixTime,
        /// the latest
        latest: UnixTime,
    },
    /// The fact is expected after the reservation ends.
    #[error("a fact expected at {expected}, and the reservation ends at {until}; reserve for longer")]
    ExpectedTooLate {
        /// when it is expected
        expected: UnixTime,
        /// when the reservation ends
        until: UnixTime,
    },
    /// There is no room.
    #[error("{more} more does not fit: {time} on times and {outcome} on outcomes hang on the feed then, of {cap_time} and {cap_outcome} together; take less, another day, or a feed with more stake")]
    OverCap {
        /// what hangs on times
        time: Amount,
        /// what hangs on outcomes alone
        outcome: Amount,
        /// what does not fit
        more: Amount,
        /// the cap of times
        cap_time: Amount,
        /// the cap of all
        cap_outcome: Amount,
    },
    /// What hangs on the feed would be more than it secures, and the question's fact can still be challenged.
    #[error("the question is decided, what is bound to its fact now can be challenged, and the feed has no room for so much, or the stake behind the fact has left; present again when other facts are past their challenge, or on another feed")]
    DecidedOverCap {},
    /// More later days hang on a question than are kept apart, and what would be due instead has no room.
    #[error("so many later days hang on the question that the least of it must be due now, and the feed has no room for that today; bind again when other facts are past their challenge")]
    NoRoomToday {},
    /// The money came in another asset, or is not the amount.
    #[error("attach {amount} of {token}")]
    PaidIn {
        /// the cw20
        token: Addr,
        /// how much
        amount: Amount,
    },
    /// Periods have passed that were not counted yet.
    #[error(
        "the feed is behind with its periods; lapse reservations whose time is over, then send this again"
    )]
    PeriodsBehind {},
    /// There is no such part.
    #[error("part {part}, and the reservation has {parts}, from 0")]
    UnknownPart {
        /// the number
        part: u8,
        /// how many there are
        parts: usize,
    },
    /// The part was given up.
    #[error("part {part} was given up")]
    PartGivenUp {
        /// the part
        part: u8,
    },
    /// The part hangs on a question.
    #[error("part {part} hangs on a question already")]
    PartBound {
        /// the part
        part: u8,
    },
    /// The token's questions are answered by another feed.
    #[error("the token's questions are feed {actual}'s, and the reservation is on {expected}")]
    BoundElsewhere {
        /// the reservation's feed
        expected: u32,
        /// the token's feed
        actual: u32,
    },
    /// The reservation still stands.
    #[error("the reservation stands until {until}; give it up then")]
    ReservationStands {
        /// its end
        until: UnixTime,
    },
    /// Nothing is left to give up.
    #[error("nothing of the reservation is left to give up")]
    NothingReserved {},

    // Measurements
    /// Too many decimals.
    #[error("{actual} decimals; choose at most {most}")]
    TooManyDecimals {
        /// what was given
        actual: u8,
        /// the most
        most: u8,
    },
    /// A range without numbers.
    #[error("numbers from {least} to {most}: there are none; choose a least below the highest")]
    EmptyRange {
        /// the least
        least: Reading,
        /// the highest
        most: Reading,
    },
    /// Nothing would ever be ready, or nobody need measure.
    #[error("a feed of measurements needs a heartbeat and at least one reporter")]
    NoHeartbeat {},
    /// The number is outside what the feed says there can be.
    #[error("reporter {reporter} measured {value}, and this feed's numbers go from {least} to {most}; the truth beyond them is not ready, never the end")]
    OutOfRange {
        /// who
        reporter: u32,
        /// what
        value: Reading,
        /// the least
        least: Reading,
        /// the highest
        most: Reading,
    },
    /// The number is too old.
    #[error("reporter {reporter} measured at {at}, more than two heartbeats before {now}; measure again")]
    Stale {
        /// who
        reporter: u32,
        /// when
        at: UnixTime,
        /// the time of the block
        now: UnixTime,
    },
    /// A number where events are asked.
    #[error("reporter {reporter} brings a number, and this feed answers with events")]
    NumberOfAnEvent {
        /// who
        reporter: u32,
    },
    /// An event where numbers are asked.
    #[error("reporter {reporter} brings an event, and this feed answers with numbers")]
    EventOnANumber {
        /// who
        reporter: u32,
    },
    /// The feed answers with events.
    #[error("feed {feed} answers with events, not with numbers")]
    NotMeasuring {
        /// the feed
        feed: u32,
    },

    // Challenges
    /// The round is not closed, or is not of a secured feed.
    #[error("round {round} of {} on leg {} in {} has not closed on a secured feed", .milestone.event, .milestone.leg, .milestone.place)]
    NotClosed {
        /// the question
        milestone: MilestoneRef,
        /// the round
        round: u32,
    },
    /// The round has a case.
    #[error("the round was challenged before; one case settles it")]
    Challenged {},
    /// The challenge window is over.
    #[error("the round could be challenged until {until}")]
    ChallengeTooLate {
        /// when it ended
        until: UnixTime,
    },
    /// The challenge window runs.
    #[error("the round can be challenged until {until}, at least until block {height}; make it final then")]
    ChallengeRuns {
        /// when it ends
        until: UnixTime,
        /// not before this block
        height: u64,
    },
    /// Nothing waits to become final.
    #[error("nothing of this round waits to become final")]
    NothingToFinalise {},
    /// The round has no open case.
    #[error("the round has no open case")]
    NoCase {},
    /// Only the adjudicator decides.
    #[error("{adjudicator} decides challenges on this feed, not {sender}")]
    NotAdjudicator {
        /// who tried
        sender: Addr,
        /// who decides
        adjudicator: Addr,
    },
    /// The adjudicator's time is over.
    #[error("the case was to be decided by {until}; lapse it")]
    RulingTooLate {
        /// when it ended
        until: UnixTime,
    },
    /// The adjudicator still has time.
    #[error("the case is to be decided by {until}, at least until block {height}; lapse it then")]
    CaseRuns {
        /// when it ends
        until: UnixTime,
        /// not before this block
        height: u64,
    },
    /// The finding is of a date that is not asked.
    #[error("{cutoff} is no registered cut-off of this question; query it for those that are")]
    UnaskedCutoff {
        /// the date
        cutoff: UnixTime,
    },
    /// The finding is of what is still to come.
    #[error("the ruling tells of {time}, and it is {now}")]
    RuledAhead {
        /// what it tells of
        time: UnixTime,
        /// the time of the block
        now: UnixTime,
    },
    /// The finding is what the round said.
    #[error("that is what the round decided; uphold it")]
    SameTruth {},
    /// The finding overturns nothing.
    #[error("what the round decided and this can both be true; find what contradicts it, or that it cannot be established")]
    BothTrue {},
    /// The finding is of another kind than the feed's facts.
    #[error("rule with what the feed answers: an event, or a number within its range")]
    TruthOfAnotherKind {},
    /// Silence was called a falsehood.
    #[error("the round decided nothing: silence may be negligence, not falsification")]
    SilenceIsNoFalsehood {},
    /// Both reports can be true.
    #[error("both reports can be true; nobody is convicted")]
    NoContradiction {},
    /// The reports are of two reporters.
    #[error("the reports are of reporters {first} and {second}; two of one reporter convict")]
    TwoReporters {
        /// one
        first: u32,
        /// the other
        second: u32,
    },
    /// It was convicted of this before.
    #[error("reporter {reporter} was convicted for this round already, or has nothing left to lose")]
    ConvictedAlready {
        /// who
        reporter: u32,
    },
    /// There is no fine.
    #[error("reporter {reporter} owes no fine")]
    NoFine {
        /// who
        reporter: u32,
    },
    /// Stake is frozen by cases.
    #[error("{cases} open cases are about your reporters; withdraw when they are decided")]
    StakeFrozen {
        /// how many
        cases: u32,
    },
    /// Stake still stands behind facts of a feed that it left.
    #[error("{required} is needed and {cool} can be pledged; the rest stands behind facts of a feed it left until {until}")]
    StakeCooling {
        /// what can be pledged
        cool: Amount,
        /// what is needed
        required: Amount,
        /// when all of it can
        until: UnixTime,
    },
    /// Nobody was harmed.
    #[error("no false fact of this round harmed anybody")]
    NobodyHarmed {},
    /// The part was compensated.
    #[error("part {part} was compensated already")]
    Compensated {
        /// the part
        part: u8,
    },
    /// The part does not hang on this round.
    #[error("part {part} did not hang on this round")]
    NotHarmed {
        /// the part
        part: u8,
    },
    /// The time for claims runs.
    #[error("claims are taken until {until}, and while a case is open; burn the rest then")]
    ClaimsRun {
        /// when it ends
        until: UnixTime,
    },
    /// Nothing is left to claim or burn.
    #[error("nothing is left of what was slashed for this round")]
    NothingLeft {},
    /// The reporter earned nothing in the round, or was paid.
    #[error(
        "reporter {reporter} is owed nothing for round {round}: it did not agree, was paid, or was convicted"
    )]
    NoReward {
        /// who
        reporter: u32,
        /// the round
        round: u32,
    },
    /// The reward has not vested.
    #[error("the reward of round {round} vests at {at}; claim it then")]
    NotVested {
        /// the round
        round: u32,
        /// when
        at: UnixTime,
    },

    // Lists and numbers
    /// A list without anything.
    #[error("no {what}: name at least one")]
    Empty {
        /// what there is none of
        what: &'static str,
    },
    /// A list that is too long.
    #[error("{found} {what}, at most {max}: leave some out")]
    TooMany {
        /// what there is too much of
        what: &'static str,
        /// the most
        max: usize,
        /// how many there would be
        found: usize,
    },
    /// A number has reached its end.
    #[error("no {what} is left")]
    NumbersExhausted {
        /// what is numbered
        what: &'static str,
    },

    /// A reply to nothing that was asked.
    #[error("reply {id} is to nothing that this contract sends")]
    UnknownReply {
        /// its id
        id: u64,
    },
    /// Not the owner or guardian, or paused.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// Wrong funds.
    #[error(transparent)]
    Payment(#[from] PaymentError),
    /// An asset that is not taken, or money that is not there.
    #[error(transparent)]
    Payments(#[from] PaymentsError),
    /// Not to be migrated.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// A reply's payload could not be read.
    #[error(transparent)]
    Hook(#[from] HookError),
    /// A sum or a time out of bounds.
    #[error(transparent)]
    Numeric(#[from] NumericError),
    /// A record could not be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A word that is none of the vocabulary.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// An address that is none, or a message that cannot be read.
    #[error(transparent)]
    Std(#[from] StdError),
}

fn or_never(next: &Option<UnixTime>) -> String {
    next.map_or_else(|| "nothing is unbonding".to_owned(), |time| format!("the next part is ready at {time}"))
}
