//! What a report must be before its signature is looked at.

use numeric::UnixTime;
use types::journey::Outcome;
use types::key::SIGNATURE_LENGTH;
use types::oracle::{SignedReport, MAX_COMMITTEE};

use crate::domain::committee::Committee;
use crate::domain::measurement::Gauge;
use crate::ContractError;

/// Refuses a batch that is empty, too long, or has a reporter twice or one without a seat. A second signature of
/// the same report, its high-s twin too, is a repeated reporter.
pub fn screen_batch(reports: &[SignedReport], committee: &Committee) -> Result<(), ContractError> {
    if reports.is_empty() {
        return Err(ContractError::Empty { what: "reports" });
    }
    if reports.len() > MAX_COMMITTEE {
        let found = reports.len();
        return Err(ContractError::TooMany { what: "reports", max: MAX_COMMITTEE, found });
    }
    for (i, report) in reports.iter().enumerate() {
        let reporter = report.reporter;
        if reports.iter().take(i).any(|before| before.reporter == reporter) {
            return Err(ContractError::RepeatedReporter { reporter });
        }
        if committee.seat(reporter).is_none() {
            return Err(ContractError::NotInCommittee { reporter, version: committee.version });
        }
    }
    Ok(())
}

/// Refuses a report of what its reporter cannot have known when it signed, or that is dated ahead of the block.
pub fn screen(
    report: &SignedReport,
    now: UnixTime,
    cutoffs: &[UnixTime],
    gauge: Option<&Gauge>,
) -> Result<(), ContractError> {
    let (reporter, signed_at) = (report.reporter, report.signed_at);
    if signed_at > now {
        return Err(ContractError::SignedAhead { reporter, signed_at, now });
    }
    screen_kind(report, now, gauge)?;
    let known_from = match report.outcome {
        Outcome::Happened { at } => Some(at),
        Outcome::NotBy { cutoff } if !cutoffs.contains(&cutoff) => {
            return Err(ContractError::UnknownCutoff { reporter, cutoff });
        }
        Outcome::NotBy { cutoff } => Some(cutoff),
        Outcome::Unresolvable {} => None,
        Outcome::Measured { at, .. } => Some(at),
    };
    if let Some(time) = known_from.filter(|time| signed_at < *time) {
        return Err(ContractError::SignedBefore { reporter, signed_at, time });
    }
    let found = report.signature.len();
    if found != SIGNATURE_LENGTH {
        return Err(ContractError::SignatureLength { reporter, found });
    }
    Ok(())
}

/// Refuses a number of an event and an event on a feed of numbers, and a number that its feed says there cannot be: the truth
/// beyond the range is not the end of it.
fn screen_kind(report: &SignedReport, now: UnixTime, gauge: Option<&Gauge>) -> Result<(), ContractError> {
    let reporter = report.reporter;
    match (report.outcome, gauge) {
        (Outcome::Measured { value, at }, Some(gauge)) => {
            let Gauge { least, most, .. } = *gauge;
            if value < least || value > most {
                return Err(ContractError::OutOfRange { reporter, value, least, most });
            }
            if gauge.stale_after(at)? < now {
                return Err(ContractError::Stale { reporter, at, now });
            }
            Ok(())
        }
        (Outcome::Unresolvable {}, _) => Ok(()),
        (Outcome::Measured { .. }, None) => Err(ContractError::NumberOfAnEvent { reporter }),
        (_, Some(_)) => Err(ContractError::EventOnANumber { reporter }),
        (_, None) => Ok(()),
    }
}
