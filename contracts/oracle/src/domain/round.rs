//! A round that collects reports.

use std::cmp::Ordering;

use numeric::{Amount, Seconds};
use serde::{Deserialize, Serialize};
use types::journey::Outcome;
use types::oracle::{SignedReport, CLOSES_AT};

use crate::domain::committee::{Committee, RoundRules};
use crate::domain::decision::{decide, is_complete, Verdict, Vote};
use crate::domain::measurement::{self, Background};
use crate::domain::moment::{End, Moment};
use crate::ContractError;

/// The reports of a round that is not closed.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// When its first report was accepted.
    pub since: Moment,
    /// The version of the committee that answers it.
    pub version: u32,
    /// One a reporter.
    pub reports: Vec<Accepted>,
}

/// A report that counts.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Who.
    pub reporter: u32,
    /// What.
    pub outcome: Outcome,
}

/// A reporter's second word in a round that cannot be true beside its first. Both are signed: that is evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contradiction<'a> {
    /// What counts.
    pub accepted: Accepted,
    /// What came later.
    pub later: &'a SignedReport,
}

impl Round {
    /// A round that begins.
    pub fn begin(now: Moment, committee: &Committee) -> Self {
        Self { since: now, version: committee.version, reports: Vec::new() }
    }

    /// Adds verified reports. The first word of a reporter counts; what it says after that changes nothing, and a
    /// batch of nothing new is refused. Returns what contradicts an accepted report.
    pub fn accept<'a>(
        &mut self,
        reports: &'a [SignedReport],
    ) -> Result<Vec<Contradiction<'a>>, ContractError> {
        let (before, mut contradictions) = (self.reports.len(), Vec::new());
        for report in reports {
            match self.reports.iter().find(|accepted| accepted.reporter == report.reporter) {
                Some(accepted) if contradict(accepted.outcome, report.outcome) => {
                    contradictions.push(Contradiction { accepted: *accepted, later: report });
                }
                Some(_) => {}
                None => self.reports.push(Accepted { reporter: report.reporter, outcome: report.outcome }),
            }
        }
        if self.reports.len() == before {
            return Err(ContractError::NothingNew {});
        }
        Ok(contradictions)
    }

    /// Whether it need not wait for the rest of the committee.
    pub fn is_complete(&self, committee: &Committee) -> Result<bool, ContractError> {
        is_complete(committee, &self.votes(committee), CLOSES_AT)
    }

    /// What it comes to, closed as it is.
    pub fn decide(&self, committee: &Committee, background: &Background) -> Result<Verdict, ContractError> {
        let votes = self.votes(committee);
        match &committee.rules.gauge {
            Some(gauge) => measurement::decide(committee, gauge, &votes, background),
            None => decide(committee, &votes),
        }
    }

    /// From when anyone may close it.
    pub fn closes(&self, rules: &RoundRules) -> Result<End, ContractError> {
        let block_time = rules.assurance.map_or(Seconds::ZERO, |assurance| assurance.block_time);
        self.since.after(rules.collection, block_time)
    }

    /// The weight that has reported.
    pub fn weight(&self, committee: &Committee) -> Result<Amount, ContractError> {
        let add = |sum: Amount, vote: &Vote| sum.checked_add(vote.member.weight);
        Ok(self.votes(committee).iter().try_fold(Amount::ZERO, add)?)
    }

    /// On which side of what was decided a reporter's time or number lies.
    pub fn side(&self, reporter: u32, decided: Outcome) -> Option<Ordering> {
        let word = self.reports.iter().find(|accepted| accepted.reporter == reporter)?.outcome;
        match (word, decided) {
            (Outcome::Happened { at }, Outcome::Happened { at: decided }) => Some(at.cmp(&decided)),
            (Outcome::Measured { value, .. }, Outcome::Measured { value: decided, .. }) => {
                Some(value.cmp(&decided))
            }
            _ => None,
        }
    }

    /// Its reports, with their seats.
    pub fn votes<'a>(&self, committee: &'a Committee) -> Vec<Vote<'a>> {
        let vote = |accepted: &Accepted| {
            committee.seat(accepted.reporter).map(|member| Vote { member, outcome: accepted.outcome })
        };
        self.reports.iter().filter_map(vote).collect()
    }
}

/// Whether not both can be true. *Not by Monday* and *happened on Tuesday* can, and who could not establish
/// something on Monday may know it on Tuesday: an honest reporter may have signed both while a round waited.
pub fn contradict(a: Outcome, b: Outcome) -> bool {
    match (a, b) {
        (Outcome::Happened { at: a }, Outcome::Happened { at: b }) => a != b,
        (Outcome::Happened { at }, Outcome::NotBy { cutoff })
        | (Outcome::NotBy { cutoff }, Outcome::Happened { at }) => at <= cutoff,
        (Outcome::NotBy { .. }, Outcome::NotBy { .. }) => false,
        (Outcome::Measured { at, .. }, Outcome::Measured { at: again, .. }) => at == again && a != b,
        // Whoever could not establish something may know it later; a number and an event are of two feeds.
        (Outcome::Unresolvable {} | Outcome::Measured { .. }, _)
        | (_, Outcome::Unresolvable {} | Outcome::Measured { .. }) => false,
    }
}
