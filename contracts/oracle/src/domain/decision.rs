//! Whether the reports of a round make a fact, and which.

use cosmwasm_std::Uint256;
use numeric::{weighted_median, Amount, UnixTime};
use types::journey::Outcome;
use types::oracle::{IMMEDIATE, MOST_DISSENT, QUORUM};

use crate::domain::committee::{Committee, Member, Quorum};
use crate::ContractError;

/// One accepted report, with the seat it was made from.
#[derive(Clone, Copy, Debug)]
pub struct Vote<'a> {
    /// The seat.
    pub member: &'a Member,
    /// What was reported.
    pub outcome: Outcome,
}

/// What a closed round came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A fact.
    Decided(Decision),
    /// None; the question stays open.
    Undecided(Shortfall),
}

/// A fact with who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is final. Of *happened*, the weighted median time of the agreeing reports.
    pub outcome: Outcome,
    /// The weight that agrees.
    pub agreeing: Amount,
    /// Reporters that agree, by number.
    pub agree: Vec<u32>,
    /// Reporters that reported and do not agree, by number.
    pub dissent: Vec<u32>,
    /// Of a number: whether it is in doubt, and so never final at once.
    pub contested: bool,
}

/// What a round lacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// Two outcomes weigh the same, or nobody reported.
    NoLeader,
    /// Too little of the committee agrees.
    Quorum,
    /// Too few operators agree.
    Operators,
    /// Too few source classes agree.
    Classes,
    /// Too few reporters measured.
    Reporters,
    /// The number is in doubt, and the feed has nobody who could be asked.
    Contested,
    /// It came before its day, and more waits for challenge windows already than stake can answer for.
    Room,
}

/// What is voted on: the time of an event is settled apart, or honest minutes would split the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    Happened,
    NotBy(UnixTime),
    Unresolvable,
    Measured,
}

impl From<Outcome> for Heading {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Happened { .. } => Self::Happened,
            Outcome::NotBy { cutoff } => Self::NotBy(cutoff),
            Outcome::Unresolvable {} => Self::Unresolvable,
            Outcome::Measured { .. } => Self::Measured,
        }
    }
}

/// Decides a closed round. The order of the votes makes no difference.
///
/// A report agrees if its outcome is the leading one by weight and, for *happened*, its time lies within the
/// tolerance of the weighted median of *all* reports of that outcome. Two cut-offs are two outcomes. The
/// quorum is counted against the whole committee, so silence never helps an outcome; it is more than half,
/// so an outcome that only ties cannot have it.
pub fn decide(committee: &Committee, votes: &[Vote]) -> Result<Verdict, ContractError> {
    let Some(leading) = leading(votes)? else {
        return Ok(Verdict::Undecided(Shortfall::NoLeader));
    };
    let median = median_time(votes.iter().filter(|vote| Heading::from(vote.outcome) == leading));
    let agrees = |vote: &&Vote| match vote.outcome {
        Outcome::Happened { at } => {
            leading == Heading::Happened
                && median.is_some_and(|median| distance(at, median) <= committee.rules.tolerance.get())
        }
        outcome => Heading::from(outcome) == leading,
    };
    let agreeing: Vec<&Vote> = votes.iter().filter(agrees).collect();
    if let Some(shortfall) = shortfall(committee, &agreeing)? {
        return Ok(Verdict::Undecided(shortfall));
    }

    let outcome = match leading {
        Heading::Happened => median_time(agreeing.iter().copied()).map(|at| Outcome::Happened { at }),
        Heading::NotBy(cutoff) => Some(Outcome::NotBy { cutoff }),
        Heading::Unresolvable => Some(Outcome::Unresolvable {}),
        // Numbers are decided elsewhere, and refused on a feed of events.
        Heading::Measured => None,
    };
    let Some(outcome) = outcome else {
        return Ok(Verdict::Undecided(Shortfall::NoLeader));
    };
    let agree = agreeing.iter().map(|vote| vote.member.reporter).collect();
    let mut dissent: Vec<u32> = Vec::new();
    for reporter in votes.iter().filter(|vote| !agrees(vote)).map(|vote| vote.member.reporter) {
        dissent.insert(dissent.partition_point(|other| *other < reporter), reporter);
    }
    Ok(Verdict::Decided(Decision { outcome, agreeing: weight(agreeing)?, agree, dissent, contested: false }))
}

impl Decision {
    /// Whether so much of the committee agrees, and so little of it says something else, that nobody need be waited for.
    pub fn is_immediate(&self, committee: &Committee, votes: &[Vote]) -> Result<bool, ContractError> {
        if self.contested {
            return Ok(false);
        }
        let whole = committee.weight()?;
        let dissent = weight(votes)?.checked_sub(self.agreeing)?;
        Ok(at_least(self.agreeing, whole, IMMEDIATE, 10_000) && at_most(dissent, whole, MOST_DISSENT, 10_000))
    }
}

/// Whether so much of the committee has reported that the round need not wait for the rest.
pub fn is_complete(
    committee: &Committee,
    votes: &[Vote],
    share_in_basis_points: u16,
) -> Result<bool, ContractError> {
    let (reported, whole) = (weight(votes)?, committee.weight()?);
    Ok(!reported.is_zero() && at_least(reported, whole, u128::from(share_in_basis_points), 10_000))
}

fn leading(votes: &[Vote]) -> Result<Option<Heading>, ContractError> {
    let mut tally: Vec<(Heading, Amount)> = Vec::new();
    for vote in votes {
        let heading = Heading::from(vote.outcome);
        match tally.iter_mut().find(|(counted, _)| *counted == heading) {
            Some((_, sum)) => *sum = sum.checked_add(vote.member.weight)?,
            None => tally.push((heading, vote.member.weight)),
        }
    }
    let most = tally.iter().map(|(_, sum)| *sum).max();
    let mut leaders = tally.iter().filter(|(_, sum)| Some(*sum) == most);
    Ok(match (leaders.next(), leaders.next()) {
        (Some((heading, _)), None) => Some(*heading),
        _ => None,
    })
}

/// What keeps these votes from being enough of the committee.
pub fn shortfall(committee: &Committee, agreeing: &[&Vote]) -> Result<Option<Shortfall>, ContractError> {
    let rules = &committee.rules;
    let enough = match rules.quorum {
        Quorum::TwoThirds => {
            at_least(weight(agreeing.iter().copied())?, committee.weight()?, QUORUM.0, QUORUM.1)
        }
        Quorum::Reporters(threshold) => agreeing.len() >= usize::from(threshold),
    };
    let operators = distinct(agreeing.iter().map(|vote| vote.member.operator));
    let classes = distinct(agreeing.iter().map(|vote| vote.member.class));
    Ok(if !enough {
        Some(Shortfall::Quorum)
    } else if operators < usize::from(rules.min_operators) {
        Some(Shortfall::Operators)
    } else if classes < usize::from(rules.min_classes) {
        Some(Shortfall::Classes)
    } else {
        None
    })
}

/// Whether `part / whole ≥ num / den`, without a division.
fn at_least(part: Amount, whole: Amount, num: u128, den: u128) -> bool {
    let wide = |amount: Amount, factor: u128| Uint256::from(amount.get()).checked_mul(factor.into()).ok();
    matches!((wide(part, den), wide(whole, num)), (Some(part), Some(whole)) if part >= whole)
}

/// Whether `part / whole ≤ num / den`.
fn at_most(part: Amount, whole: Amount, num: u128, den: u128) -> bool {
    at_least(whole, part, den, num)
}

/// What the votes weigh together.
pub fn weight<'a>(votes: impl IntoIterator<Item = &'a Vote<'a>>) -> Result<Amount, ContractError> {
    let add = |sum: Amount, vote: &Vote| sum.checked_add(vote.member.weight);
    Ok(votes.into_iter().try_fold(Amount::ZERO, add)?)
}

fn median_time<'a>(votes: impl Iterator<Item = &'a Vote<'a>>) -> Option<UnixTime> {
    let time = |vote: &Vote| match vote.outcome {
        Outcome::Happened { at } => Some((at.seconds(), vote.member.weight.get())),
        Outcome::NotBy { .. } | Outcome::Unresolvable {} | Outcome::Measured { .. } => None,
    };
    let times: Vec<(u64, u128)> = votes.filter_map(time).collect();
    weighted_median(&times).and_then(|seconds| UnixTime::new(seconds).ok())
}

/// How far apart two times are, in seconds. Not a [`numeric::Seconds`]: that ends at ten years.
fn distance(a: UnixTime, b: UnixTime) -> u64 {
    a.seconds().abs_diff(b.seconds())
}

/// How many different ones there are, of at most 31: a set would be most of this file's Wasm.
pub fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> usize {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen.len()
}
