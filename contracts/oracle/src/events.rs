//! What the contract tells the world, a struct an event, with its parser.
//!
//! An attribute that has nothing to say is left out. Times are seconds since 1970, amounts smallest units.

use cosmwasm_std::{Addr, Binary};
use cw20::Denom;
use events::{event, words};
use numeric::{Amount, BasisPoints, UnixTime};
use types::digest::Digest;
use types::event::EventCode;
use types::journey::Outcome;
use types::locode::Locode;

use crate::domain::decision::Shortfall;

pub use crate::event_field::{Finding, Word};
pub use events::EventError;

words! {
    Shortfall {
        NoLeader = "no_leader",
        Quorum = "quorum",
        Operators = "operators",
        Classes = "classes",
        Reporters = "reporters",
        Contested = "contested",
        Room = "room",
    }
}

event! {
    /// An asset may be bonded.
    AssetAdmitted = "oracle/asset_admitted" {
        /// Which.
        asset: Denom,
    }
}
event! {
    /// New risk is stopped.
    Paused = "oracle/paused" {
        /// Who did it.
        by: Addr,
    }
}
event! {
    /// New risk may begin again.
    Unpaused = "oracle/unpaused" {
        /// Who did it.
        by: Addr,
    }
}
event! {
    /// There is another guardian, or none.
    GuardianSet = "oracle/guardian_set" {
        /// Who.
        guardian: Option<Addr>,
    }
}
event! {
    /// Stake came in.
    Bonded = "oracle/bonded" {
        /// Whose.
        operator: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// Stake is on its way out.
    Unbonding = "oracle/unbonding" {
        /// Whose.
        operator: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
        /// From when it can be withdrawn.
        at: UnixTime,
    }
}
event! {
    /// Stake went out.
    UnbondedWithdrawn = "oracle/unbonded_withdrawn" {
        /// Whose.
        operator: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// A reporter may be given seats.
    ReporterEnrolled = "oracle/reporter_enrolled" {
        /// Its number.
        reporter: u32,
        /// Whose it is.
        operator: Addr,
    }
}
event! {
    /// A feed can be asked.
    FeedCreated = "oracle/feed_created" {
        /// Its number.
        feed: u32,
        /// Who created it.
        creator: Addr,
        /// `staked` or `named`.
        kind: String,
    }
}
event! {
    /// More operators may take seats.
    OperatorsAdmitted = "oracle/operators_admitted" {
        /// The feed.
        feed: u32,
        /// Who.
        operators: Vec<Addr>,
    }
}
event! {
    /// A seat weighs more.
    Pledged = "oracle/pledged" {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
        /// How much more.
        amount: Amount,
        /// What the seat weighs now.
        weight: Amount,
        /// The committee's version from now on.
        version: u32,
    }
}
event! {
    /// Part of a seat's weight is going to leave.
    UnpledgeNoticed = "oracle/unpledge_noticed" {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
        /// How much is under notice, earlier notices included.
        leaving: Amount,
        /// From when it may be carried out.
        at: UnixTime,
    }
}
event! {
    /// A seat weighs less, or is given up.
    Unpledged = "oracle/unpledged" {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
        /// How much is free again.
        amount: Amount,
        /// What the seat weighs now.
        weight: Amount,
        /// The committee's version from now on.
        version: u32,
    }
}
event! {
    /// Questions about a token are open.
    Asked = "oracle/asked" {
        /// Who asked: the token's collection.
        collection: Addr,
        /// The token.
        token_id: String,
        /// The feed that answers.
        feed: u32,
        /// How many more there are.
        questions: u32,
        /// From when anyone may retire what is unanswered.
        until: UnixTime,
        /// What came with them, native.
        deposit: Option<Amount>,
    }
}
event! {
    /// There are more dates on which *did not happen* may be reported.
    CutoffsAdded = "oracle/cutoffs_added" {
        /// The token's collection.
        collection: Addr,
        /// The token.
        token_id: String,
        /// How many.
        added: u32,
    }
}
event! {
    /// A round goes on collecting.
    ReportsAccepted = "oracle/reports_accepted" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// The milestone's leg.
        leg: u8,
        /// What should happen.
        event: EventCode,
        /// Where.
        place: Locode,
        /// The round.
        round: u32,
        /// All that it has.
        reports: Vec<Word>,
    }
}
event! {
    /// A reporter signed two reports in a round that cannot both be true: with the signature of the accepted one, which the
    /// chain keeps in its transaction, this is evidence.
    ReportContradicted = "oracle/report_contradicted" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// The round.
        round: u32,
        /// What counts.
        accepted: Word,
        /// What came later.
        later: Word,
        /// When that was signed.
        signed_at: UnixTime,
        /// Its signature.
        signature: Binary,
    }
}
event! {
    /// Something is final.
    FactDecided = "oracle/fact_decided" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// The milestone's leg.
        leg: u8,
        /// What should happen.
        event: EventCode,
        /// Where.
        place: Locode,
        /// The round.
        round: u32,
        /// What is final.
        outcome: Outcome,
        /// The fact's number; none if nothing new stands.
        sequence: Option<u32>,
        /// The weight that agrees.
        agreeing: Amount,
        /// Every report of the round.
        reports: Vec<Word>,
        /// Those that reported otherwise.
        dissent: Vec<u32>,
    }
}
event! {
    /// A round closed without a fact; the next one takes reports.
    RoundUndecided = "oracle/round_undecided" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// The milestone's leg.
        leg: u8,
        /// What should happen.
        event: EventCode,
        /// Where.
        place: Locode,
        /// The round.
        round: u32,
        /// What it lacked: `no_leader`, `quorum`, `operators`, `classes`, `reporters` or, of a number in doubt, `contested`.
        lacked: Shortfall,
        /// Every report of the round.
        reports: Vec<Word>,
    }
}
event! {
    /// A round decided something that is final when its challenge window is over.
    FactPending = "oracle/fact_pending" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// The milestone's leg.
        leg: u8,
        /// What should happen.
        event: EventCode,
        /// Where.
        place: Locode,
        /// The round.
        round: u32,
        /// What was decided.
        outcome: Outcome,
        /// Until when it can be challenged, if the chain makes blocks.
        until: UnixTime,
        /// The weight that agrees.
        agreeing: Amount,
        /// Every report of the round.
        reports: Vec<Word>,
        /// Those that reported otherwise.
        dissent: Vec<u32>,
    }
}
event! {
    /// What a round decided, or an adjudicator found, is final.
    FactFinalised = "oracle/fact_finalised" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// The milestone's leg.
        leg: u8,
        /// What should happen.
        event: EventCode,
        /// Where.
        place: Locode,
        /// The round.
        round: u32,
        /// What is final.
        outcome: Outcome,
        /// The fact's number; none if nothing new stands.
        sequence: Option<u32>,
    }
}
event! {
    /// A contract may reserve on a feed.
    ConsumerAdmitted = "oracle/consumer_admitted" {
        /// The feed.
        feed: u32,
        /// The contract.
        consumer: Addr,
        /// Its share of the caps, in basis points.
        share: BasisPoints,
    }
}
event! {
    /// A consumer took room under the caps of a feed.
    Reserved = "oracle/reserved" {
        /// The feed.
        feed: u32,
        /// Who.
        consumer: Addr,
        /// Its own number for it.
        reference: u64,
        /// How much, all parts together.
        amount: Amount,
        /// What it paid.
        fee: Amount,
        /// From when anyone may give up what was not used.
        until: UnixTime,
    }
}
event! {
    /// A consumer needs room no more.
    Released = "oracle/released" {
        /// The feed.
        feed: u32,
        /// Who.
        consumer: Addr,
        /// Its own number of the reservation.
        reference: u64,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// Fees that no fact earned went to the treasury.
    FeeKept = "oracle/fee_kept" {
        /// The feed.
        feed: u32,
        /// The treasury.
        to: Addr,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// Somebody says that a closed round is wrong.
    Challenged = "oracle/challenged" {
        /// The case's number.
        case: u64,
        /// The feed.
        feed: u32,
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// The milestone's leg.
        leg: u8,
        /// What should happen.
        event: EventCode,
        /// Where.
        place: Locode,
        /// The round.
        round: u32,
        /// Who.
        challenger: Addr,
        /// With what bond.
        bond: Amount,
        /// What is true, by the challenger.
        claim: Option<Outcome>,
        /// Digest of the evidence.
        evidence: Option<Digest>,
        /// Until when it can be decided, if the chain makes blocks.
        decide_by: UnixTime,
    }
}
event! {
    /// A challenge was decided, or nobody did in time.
    CaseRuled = "oracle/case_ruled" {
        /// The case's number.
        case: u64,
        /// The feed.
        feed: u32,
        /// What was found: `upheld`, `unresolvable`, or a fault and the truth, `falsification:not_by@1357120800`.
        ruling: Finding,
    }
}
event! {
    /// An adjudicator could not take note of a case; it can list those that are open.
    CaseNoticeFailed = "oracle/case_notice_failed" {
        /// The case's number.
        case: u64,
    }
}
event! {
    /// A reporter was convicted.
    Slashed = "oracle/slashed" {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
        /// Whose it is.
        operator: Addr,
        /// What was taken of its stake.
        amount: Amount,
    }
}
event! {
    /// A reporter was fined for rounds that it missed.
    Fined = "oracle/fined" {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
        /// Whose it is.
        operator: Addr,
        /// What was taken of its stake.
        amount: Amount,
    }
}
event! {
    /// Slashed stake went to somebody whom a false fact harmed.
    Compensated = "oracle/compensated" {
        /// The feed.
        feed: u32,
        /// Whose reservation.
        consumer: Addr,
        /// Its own number of it.
        reference: u64,
        /// Its part.
        part: u8,
        /// To whom; the consumer, for somebody that it knows.
        to: Addr,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// Slashed stake that nobody claimed was destroyed.
    Burned = "oracle/burned" {
        /// The feed.
        feed: u32,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// A token refused to be destroyed. It stays with the contract, and is nobody's.
    BurnFailed = "oracle/burn_failed" {
        /// Which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// A reporter was paid for a round.
    Rewarded = "oracle/rewarded" {
        /// The feed.
        feed: u32,
        /// The reporter.
        reporter: u32,
        /// Its operator; the treasury, if it was convicted.
        to: Addr,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// What was unanswered is given up.
    Retired = "oracle/retired" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// How many questions.
        questions: u32,
    }
}
event! {
    /// The deposits of a token's questions went back.
    DepositReturned = "oracle/deposit_returned" {
        /// The token's collection.
        collection: String,
        /// The token.
        token_id: String,
        /// To whom.
        to: Addr,
        /// The native denomination.
        denom: String,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// A receiver refused its payment and may withdraw it.
    PaymentFailed = "oracle/payment_failed" {
        /// Who.
        account: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
    }
}
event! {
    /// A collection could not take its notice; it can read what stands.
    NoticeFailed = "oracle/notice_failed" {
        /// The collection.
        collection: String,
        /// Its token.
        token_id: String,
        /// The fact's number.
        sequence: u32,
    }
}
event! {
    /// A payment that had failed was withdrawn.
    Withdrawn = "oracle/withdrawn" {
        /// Whose.
        account: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
        /// To whom.
        to: Addr,
    }
}
