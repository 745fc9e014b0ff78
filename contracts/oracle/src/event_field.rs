//! The contract's own words, as they stand in an event's attribute.

use events::Field;
use types::journey::Outcome;
use types::oracle::{Fault, Ruling, SignedReport};

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

/// A ruling in a word: `upheld`, `unresolvable`, `falsification:not_by@1357120800`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding(pub Ruling);

impl Field for Finding {
    fn text(&self) -> Option<String> {
        let (fault, truth) = match self.0 {
            Ruling::Upheld {} => return Some("upheld".to_owned()),
            Ruling::Unresolvable {} => return Some("unresolvable".to_owned()),
            Ruling::Overturned { truth, fault } => (fault, truth),
        };
        let fault = match fault {
            Fault::None => "no_fault",
            Fault::Negligence => "negligence",
            Fault::Falsification => "falsification",
        };
        truth.text().map(|truth| format!("{fault}:{truth}"))
    }

    fn read(text: Option<&str>) -> Option<Self> {
        let (fault, truth) = match text? {
            "upheld" => return Some(Self(Ruling::Upheld {})),
            "unresolvable" => return Some(Self(Ruling::Unresolvable {})),
            overturned => overturned.split_once(':')?,
        };
        let fault = match fault {
            "no_fault" => Fault::None,
            "negligence" => Fault::Negligence,
            "falsification" => Fault::Falsification,
            _ => return None,
        };
        Some(Self(Ruling::Overturned { truth: Outcome::read(Some(truth))?, fault }))
    }
}
