//! When a condition is met and what lateness costs: written from the README's words, not from the contract.

use numeric::UnixTime;
use types::escrow::{AgreementResponse, AgreementStatus, Condition, MilestoneResponse, MilestoneTerms};

use crate::sight::Sight;
use crate::Walk;

/// What the facts say of a milestone.
#[derive(Debug, PartialEq)]
pub enum Judged {
    /// Nothing yet.
    Pending,
    /// It is met since then.
    Met(u64),
    /// It can no more be met in time.
    Missed,
}

impl Walk {
    /// By what is final, presented and approved.
    pub fn judge(
        &self,
        sight: &Sight,
        agreement: &AgreementResponse,
        milestone: &MilestoneResponse,
        terms: &MilestoneTerms,
    ) -> Judged {
        let cutoff = milestone.cutoff.map(UnixTime::seconds);
        let single = std::slice::from_ref(&terms.condition);
        let parts = if let Condition::All { of } = &terms.condition { of.as_slice() } else { single };
        let mut latest = 0;
        let mut pending = false;
        for part in parts {
            match self.reached(sight, agreement, milestone, part) {
                Err(()) => return Judged::Missed,
                Ok(None) => pending = true,
                Ok(Some(at)) if cutoff.is_some_and(|cutoff| at > cutoff) => return Judged::Missed,
                Ok(Some(at)) => latest = latest.max(at),
            }
        }
        if pending {
            return Judged::Pending;
        }
        Judged::Met(latest)
    }

    /// When a part was reached, if it was; an error if it is final that it was not by the cut-off.
    fn reached(
        &self,
        sight: &Sight,
        agreement: &AgreementResponse,
        milestone: &MilestoneResponse,
        part: &Condition,
    ) -> Result<Option<u64>, ()> {
        let (id, index) = (agreement.agreement, milestone.milestone);
        let counts = matches!(agreement.status, AgreementStatus::Presented | AgreementStatus::Closed);
        match part {
            Condition::Milestone(of) => {
                let Some(title) = agreement.token_id.as_ref().filter(|_| counts) else { return Ok(None) };
                let standing = sight.standing(title.as_str(), of);
                match (standing.not_by, milestone.cutoff) {
                    (Some(not_by), Some(cutoff)) if not_by >= cutoff => Err(()),
                    _ => Ok(standing.happened.map(UnixTime::seconds)),
                }
            }
            Condition::Presentation {} => Ok(self.presented_at.get(&id).copied().filter(|_| counts)),
            Condition::Approval { .. } => Ok(self.approved_at.get(&(id, index)).copied()),
            Condition::All { .. } | Condition::Measurement(_) => Ok(None),
        }
    }
}

/// A share of the amount for each started period after the due date, up to the cap, rounded up.
pub fn penalty(terms: &MilestoneTerms, milestone: &MilestoneResponse, amount: u128, at: u64) -> u128 {
    let (Some(late), Some(due)) = (&terms.late, milestone.due) else { return 0 };
    let periods = at.saturating_sub(due.seconds()).div_ceil(late.period.get());
    let points = (u128::from(late.rate.get()) * u128::from(periods)).min(u128::from(late.cap.get()));
    (amount * points).div_ceil(10_000)
}
