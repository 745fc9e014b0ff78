//! Closed rounds that can be challenged, and the cases about them.

use cosmwasm_std::Addr;
use numeric::{Amount, BasisPoints, Rounding, UnixTime};
use serde::{Deserialize, Serialize};
use types::digest::Digest;
use types::journey::{Outcome, Subject};
use types::oracle::{Fault, Ruling};

use crate::domain::committee::{Assurance, Committee, Member};
use crate::domain::measurement::Gauge;
use crate::domain::moment::{End, Moment};
use crate::domain::round::contradict;
use crate::ContractError;

/// A round that closed, as long as anybody may want to know.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The version of the committee that answered it.
    pub version: u32,
    /// What it decided.
    pub outcome: Option<Outcome>,
    /// Seats that reported, a bit each.
    pub heard: u32,
    /// Whether it came ahead of its day, when there was no room for it: silence has hindered nothing.
    pub is_ahead: bool,
    /// Seats that agreed, a bit each.
    pub agreeing: u32,
    /// Of those, the ones whose time or number is below what was decided, a bit each.
    pub below: u32,
    /// And those whose is above.
    pub above: u32,
    /// When it closed.
    pub at: Moment,
    /// When something was bound to its fact that can be challenged again because of it.
    pub reopened: Option<Moment>,
    /// Whether what it decided is final.
    pub is_final: bool,
    /// Whether an adjudicator found otherwise, or nobody could establish it.
    pub overturned: bool,
    /// The fees that it earned.
    pub reward: Amount,
    /// Seats whose reward was paid, a bit each.
    pub rewarded: u32,
    /// Whether the adjudicator's and the treasury's parts of the fees were given them.
    pub divided: bool,
    /// Its case.
    pub case: Option<u64>,
}

/// A challenge of a closed round.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Case {
    /// The feed.
    pub feed: u32,
    /// What the round was about.
    pub subject: SubjectRecord,
    /// Its number.
    pub round: u32,
    /// Who challenged.
    pub challenger: Addr,
    /// With what bond.
    pub bond: Amount,
    /// What is true, by the challenger.
    pub claim: Option<Outcome>,
    /// Digest of the evidence.
    pub evidence: Option<Digest>,
    /// When.
    pub opened: Moment,
    /// What was found; `None` while it is open.
    pub ruling: Option<Ruling>,
}

/// A subject, as it is stored.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct SubjectRecord {
    /// The collection.
    pub collection: String,
    /// The token.
    pub token_id: types::text::TokenId,
    /// The milestone.
    pub milestone: types::journey::MilestoneRef,
}

impl From<Subject> for SubjectRecord {
    fn from(subject: Subject) -> Self {
        let Subject { collection, token_id, milestone } = subject;
        Self { collection, token_id, milestone }
    }
}

impl From<SubjectRecord> for Subject {
    fn from(subject: SubjectRecord) -> Self {
        let SubjectRecord { collection, token_id, milestone } = subject;
        Self { collection, token_id, milestone }
    }
}

impl Closed {
    /// Until when it can be challenged.
    pub fn challengeable_until(&self, assurance: &Assurance) -> Result<End, ContractError> {
        self.reopened.unwrap_or(self.at).after(assurance.challenge, assurance.block_time)
    }

    /// From when what it decided is final. Nothing that is bound to it puts that off.
    pub fn final_from(&self, assurance: &Assurance) -> Result<End, ContractError> {
        self.at.after(assurance.challenge, assurance.block_time)
    }

    /// Refuses a challenge that comes too late, or after another.
    pub fn assert_challengeable(&self, assurance: &Assurance, now: Moment) -> Result<(), ContractError> {
        if self.case.is_some() {
            return Err(ContractError::Challenged {});
        }
        let end = self.challengeable_until(assurance)?;
        if end.is_past(now) {
            return Err(ContractError::ChallengeTooLate { until: end.time });
        }
        Ok(())
    }

    /// Refuses to make final what is not decided, is final, is in dispute, or can still be challenged.
    pub fn assert_finalisable(&self, assurance: &Assurance, now: Moment) -> Result<Outcome, ContractError> {
        let outcome = self.outcome.filter(|_| !self.is_final && self.case.is_none());
        let outcome = outcome.ok_or(ContractError::NothingToFinalise {})?;
        let end = self.final_from(assurance)?;
        if !end.is_past(now) {
            return Err(ContractError::ChallengeRuns { until: end.time, height: end.height });
        }
        Ok(outcome)
    }

    /// The seats that are at fault if this is true. Of a time or a number those whose own word is what was decided, or further
    /// from the truth: they are at least half of what agreed, for it is their median, and nobody who was nearer to the truth
    /// can be framed by them.
    pub fn guilty<'a>(&self, committee: &'a Committee, truth: Outcome) -> Vec<&'a Member> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let side = match (self.outcome, truth) {
            (Some(Outcome::Happened { at }), Outcome::Happened { at: truly }) => Some(at.cmp(&truly)),
            (Some(Outcome::Measured { value, .. }), Outcome::Measured { value: truly, .. }) => {
                Some(value.cmp(&truly))
            }
            _ => None,
        };
        let mask = match side {
            None => return self.answerable(committee),
            Some(Greater) => self.agreeing & !self.below,
            Some(Less) => self.agreeing & !self.above,
            Some(Equal) => 0,
        };
        seats(committee, mask).collect()
    }

    /// The seats that answer for the round: who agreed with what it decided, or kept silent where it decided nothing.
    pub fn answerable<'a>(&self, committee: &'a Committee) -> Vec<&'a Member> {
        let mask = match self.outcome {
            Some(_) => self.agreeing,
            None if self.is_ahead => 0,
            None => !self.heard,
        };
        seats(committee, mask).collect()
    }
}

/// The seats whose bits are set.
pub fn seats(committee: &Committee, mask: u32) -> impl Iterator<Item = &Member> {
    (0_u32..)
        .zip(&committee.members)
        .filter(move |(place, _)| bit(*place) & mask != 0)
        .map(|(_, member)| member)
}

/// The bits of these reporters' seats.
pub fn mask(committee: &Committee, is_in: impl Fn(u32) -> bool) -> u32 {
    let member = |(place, member): (u32, &Member)| if is_in(member.reporter) { bit(place) } else { 0 };
    (0_u32..).zip(&committee.members).map(member).fold(0, |mask, bit| mask | bit)
}

fn bit(place: u32) -> u32 {
    1_u32.checked_shl(place).unwrap_or_default()
}

/// What a challenge costs its challenger if it is wrong: the least, or a share of what hangs on the round, rounded up.
pub fn bond(least: Amount, share: BasisPoints, exposed: Amount) -> Result<Amount, ContractError> {
    Ok(exposed.share(share, Rounding::Up)?.max(least))
}

/// Whether a truth leaves standing what a round decided. That something cannot be established contradicts what was; that it did not
/// happen by one date says nothing of a later one.
fn can_both_be_true(decided: Outcome, truth: Outcome) -> bool {
    match (decided, truth) {
        (Outcome::Measured { value, .. }, Outcome::Measured { value: truly, .. }) => value == truly,
        (Outcome::Unresolvable {}, _) | (_, Outcome::Unresolvable {}) => false,
        (decided, truth) => !contradict(decided, truth),
    }
}

/// Refuses a finding that nobody could have signed: of another kind than the feed's, of a date that is not asked, or of what is
/// still to come; one that leaves standing what it overturns; and a fault that there cannot be: silence is no falsehood.
pub fn screen_ruling(
    ruling: &Ruling,
    closed: &Closed,
    cutoffs: &[UnixTime],
    gauge: Option<&Gauge>,
    now: UnixTime,
) -> Result<(), ContractError> {
    let Ruling::Overturned { truth, fault } = ruling else { return Ok(()) };
    let is_of_its_kind = match (*truth, gauge) {
        (Outcome::Unresolvable {}, _) => true,
        (Outcome::Measured { value, .. }, Some(gauge)) => gauge.least <= value && value <= gauge.most,
        (outcome, gauge) => gauge.is_none() && !matches!(outcome, Outcome::Measured { .. }),
    };
    if !is_of_its_kind {
        return Err(ContractError::TruthOfAnotherKind {});
    }
    let known_from = match *truth {
        Outcome::Happened { at } => Some(at),
        Outcome::NotBy { cutoff } if !cutoffs.contains(&cutoff) => {
            return Err(ContractError::UnaskedCutoff { cutoff })
        }
        Outcome::NotBy { cutoff } => Some(cutoff),
        Outcome::Unresolvable {} => None,
        Outcome::Measured { at, .. } => Some(at),
    };
    if let Some(time) = known_from.filter(|time| *time > now) {
        return Err(ContractError::RuledAhead { time, now });
    }
    if closed.outcome == Some(*truth) {
        return Err(ContractError::SameTruth {});
    }
    if closed.outcome.is_some_and(|outcome| can_both_be_true(outcome, *truth)) {
        return Err(ContractError::BothTrue {});
    }
    if closed.outcome.is_none() && *fault == Fault::Falsification {
        return Err(ContractError::SilenceIsNoFalsehood {});
    }
    Ok(())
}
