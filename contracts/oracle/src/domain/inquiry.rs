//! What a collection asks about one of its tokens.

use cosmwasm_std::Addr;
use numeric::{Amount, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::journey::MilestoneRef;
use types::oracle::{Cutoff, MAX_CUTOFFS, MAX_QUESTIONS};

use crate::ContractError;

/// How long a question may stay open at most: a journey of a year and the longest reservation behind it.
pub const LONGEST_INQUIRY: Seconds = Seconds::days(730);

/// The questions about one token. One record, written when something is asked, not when it is answered.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// The feed that answers all of them.
    pub feed: u32,
    /// Where the deposits go.
    pub refund_to: Addr,
    /// From when anyone may retire what is unanswered.
    pub until: UnixTime,
    /// The deposits held.
    pub deposit: Option<Deposit>,
    /// At most 24, in the order in which they were asked.
    pub questions: Vec<Question>,
    /// At most 128, over all questions.
    cutoffs: Vec<Registered>,
}

/// Native money held.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// The native denomination.
    pub denom: String,
    /// Smallest units.
    pub amount: Amount,
}

/// A question.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub milestone: MilestoneRef,
    /// It was given up unanswered.
    pub retired: bool,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
struct Registered {
    question: u8,
    cutoff: UnixTime,
}

impl Inquiry {
    /// An inquiry without questions.
    pub fn begin(feed: u32, refund_to: Addr, until: UnixTime) -> Self {
        Self { feed, refund_to, until, deposit: None, questions: Vec::new(), cutoffs: Vec::new() }
    }

    /// A later call adds to the same inquiry: same feed, the later end, the newest place for the deposits.
    pub fn extend(&mut self, feed: u32, refund_to: Addr, until: UnixTime) -> Result<(), ContractError> {
        if feed != self.feed {
            return Err(ContractError::OtherFeed { expected: self.feed, actual: feed });
        }
        self.refund_to = refund_to;
        self.until = self.until.max(until);
        Ok(())
    }

    /// Adds questions, each once.
    pub fn ask(&mut self, milestones: &[MilestoneRef]) -> Result<(), ContractError> {
        if milestones.is_empty() {
            return Err(ContractError::Empty { what: "questions" });
        }
        let found = self.questions.len().saturating_add(milestones.len());
        if found > MAX_QUESTIONS {
            return Err(ContractError::TooMany { what: "questions", max: MAX_QUESTIONS, found });
        }
        for milestone in milestones {
            if self.find(milestone).is_some() {
                return Err(ContractError::AskedTwice { milestone: *milestone });
            }
            self.questions.push(Question { milestone: *milestone, retired: false });
        }
        Ok(())
    }

    /// Takes a deposit in.
    pub fn deposit(&mut self, deposit: Deposit) -> Result<(), ContractError> {
        let held = match self.deposit.take() {
            Some(held) => held.amount.checked_add(deposit.amount)?,
            None => deposit.amount,
        };
        self.deposit = Some(Deposit { denom: deposit.denom, amount: held });
        Ok(())
    }

    /// The place of a question and the question.
    pub fn question(&self, milestone: &MilestoneRef) -> Result<(u8, Question), ContractError> {
        self.find(milestone).ok_or(ContractError::UnknownQuestion { milestone: *milestone })
    }

    /// Every question with its place.
    pub fn numbered(&self) -> impl Iterator<Item = (u8, Question)> + '_ {
        (0..=u8::MAX).zip(self.questions.iter().copied())
    }

    /// The dates on which *did not happen* may be reported of a question.
    pub fn cutoffs(&self, question: u8) -> Vec<UnixTime> {
        self.cutoffs.iter().filter(|known| known.question == question).map(|known| known.cutoff).collect()
    }

    /// Registers cut-offs; one that is registered stays as it is. Returns how many are new.
    pub fn add_cutoffs(&mut self, cutoffs: &[Cutoff]) -> Result<usize, ContractError> {
        if cutoffs.is_empty() {
            return Err(ContractError::Empty { what: "cut-offs" });
        }
        let (before, found) = (self.cutoffs.len(), cutoffs.len());
        if found > MAX_CUTOFFS {
            return Err(ContractError::TooMany { what: "cut-offs", max: MAX_CUTOFFS, found });
        }
        for Cutoff { milestone, cutoff } in cutoffs {
            let (place, question) = self.question(milestone)?;
            if question.retired {
                return Err(ContractError::Retired { milestone: *milestone });
            }
            let new = Registered { question: place, cutoff: *cutoff };
            if self.cutoffs.contains(&new) {
                continue;
            }
            if self.cutoffs.len() >= MAX_CUTOFFS {
                let found = MAX_CUTOFFS.saturating_add(1);
                return Err(ContractError::TooMany { what: "cut-offs", max: MAX_CUTOFFS, found });
            }
            self.cutoffs.push(new);
        }
        Ok(self.cutoffs.len().saturating_sub(before))
    }

    /// Gives a question up.
    pub fn retire(&mut self, place: u8) {
        if let Some(question) = self.questions.get_mut(usize::from(place)) {
            question.retired = true;
        }
    }

    fn find(&self, milestone: &MilestoneRef) -> Option<(u8, Question)> {
        self.numbered().find(|(_, question)| question.milestone == *milestone)
    }
}

/// Refuses an end that has passed or lies too far ahead.
pub fn check_until(until: UnixTime, now: UnixTime) -> Result<(), ContractError> {
    let latest = now.checked_add(LONGEST_INQUIRY)?;
    if until <= now || until > latest {
        return Err(ContractError::UntilOutOfRange { until, now, latest });
    }
    Ok(())
}
