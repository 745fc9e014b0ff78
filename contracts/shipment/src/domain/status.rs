//! Where a title stands, and how it gets from there to elsewhere.

use types::shipment::{SurrenderFor, TitleStatus};

use crate::ContractError;

/// What moves a title from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The holder hands it back.
    Surrender(SurrenderFor),
    /// The issuer accepts a surrender for delivery or for paper.
    Accept,
    /// The issuer accepts a surrender for amendment.
    Amend,
    /// The issuer refuses a surrender.
    Refuse,
    /// The issuer left a surrender unanswered.
    Lapse,
    /// The issuer takes the paper back.
    TakePaperBack,
}

use SurrenderFor::{Amendment, Delivery, Paper};
use TitleStatus::{Accomplished, Issued, OnPaper, Surrendered};

/// All that can happen; what is not listed is refused. Nothing leads out of `Accomplished`.
const TRANSITIONS: [(TitleStatus, Step, TitleStatus); 13] = [
    (Issued, Step::Surrender(Delivery), Surrendered(Delivery)),
    (Issued, Step::Surrender(Amendment), Surrendered(Amendment)),
    (Issued, Step::Surrender(Paper), Surrendered(Paper)),
    (Surrendered(Delivery), Step::Accept, Accomplished),
    (Surrendered(Delivery), Step::Refuse, Issued),
    (Surrendered(Delivery), Step::Lapse, Issued),
    (Surrendered(Amendment), Step::Amend, Issued),
    (Surrendered(Amendment), Step::Refuse, Issued),
    (Surrendered(Amendment), Step::Lapse, Issued),
    (Surrendered(Paper), Step::Accept, OnPaper),
    (Surrendered(Paper), Step::Refuse, Issued),
    (Surrendered(Paper), Step::Lapse, Issued),
    (OnPaper, Step::TakePaperBack, Issued),
];

/// The status after a step, if the step leads anywhere from here.
pub fn after(status: TitleStatus, step: Step) -> Result<TitleStatus, ContractError> {
    TRANSITIONS
        .iter()
        .find(|(from, by, _)| *from == status && *by == step)
        .map(|(_, _, to)| *to)
        .ok_or(ContractError::WrongStatus { actual: status, step })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUSES: [TitleStatus; 6] =
        [Issued, Surrendered(Delivery), Surrendered(Amendment), Surrendered(Paper), OnPaper, Accomplished];
    const STEPS: [Step; 8] = [
        Step::Surrender(Delivery),
        Step::Surrender(Amendment),
        Step::Surrender(Paper),
        Step::Accept,
        Step::Amend,
        Step::Refuse,
        Step::Lapse,
        Step::TakePaperBack,
    ];

    /// Written from the trade's rules, row by row in the order of `STATUSES`: where each step of `STEPS` leads.
    #[test]
    fn every_pair_of_status_and_step() {
        let no = None;
        let issued = Some(Issued);
        let expected = [
            // delivery, amendment, paper, accept, amend, refuse, lapse, take paper back
            [Some(STATUSES[1]), Some(STATUSES[2]), Some(STATUSES[3]), no, no, no, no, no],
            [no, no, no, Some(Accomplished), no, issued, issued, no],
            [no, no, no, no, issued, issued, issued, no],
            [no, no, no, Some(OnPaper), no, issued, issued, no],
            [no, no, no, no, no, no, no, issued],
            [no, no, no, no, no, no, no, no],
        ];
        for (status, row) in STATUSES.into_iter().zip(expected) {
            for (step, to) in STEPS.into_iter().zip(row) {
                let refused = ContractError::WrongStatus { actual: status, step };
                assert_eq!(after(status, step), to.ok_or(refused), "{status:?} {step:?}");
            }
        }
    }
}
