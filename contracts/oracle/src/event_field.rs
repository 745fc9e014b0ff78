//! The contract's own words, as they stand in an event's attribute.

use events::Field;
use types::journey::Outcome;
use types::oracle::SignedReport;

use crate::domain::round::Accepted;

/// A report in a word: `7:happened@1357034400`, `7:not_by@1357120800`, `7:unresolvable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Who.
    pub reporter: u32,
    /// What.
    pub outcome: Outcome,
}

impl From<&Accepted> for Word {
    fn from(accepted: &Accepted) -> Self {
        Self { reporter: accepted.reporter, outcome: accepted.outcome }
    }
}

impl From<&SignedReport> for Word {
    fn from(report: &SignedReport) -> Self {
        Self { reporter: report.reporter, outcome: report.outcome }
    }
}

impl Field for Word {
    fn text(&self) -> Option<String> {
        self.outcome.text().map(|outcome| format!("{}:{outcome}", self.reporter))
    }

    fn read(text: Option<&str>) -> Option<Self> {
        let (reporter, outcome) = text?.split_once(':')?;
        Some(Self { reporter: reporter.parse().ok()?, outcome: Outcome::read(Some(outcome))? })
    }
}
