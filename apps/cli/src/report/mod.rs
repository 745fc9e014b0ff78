//! What a run came to, as tables for people and as JSON for programs.

pub mod publications;
mod summary;
pub mod tables;

use anyhow::{Context, Result};
use numeric::Amount;
use serde::Serialize;

use crate::accuracy::Accuracy;
use crate::audit::Audit;
use crate::clock::Pace;
use crate::deploy::Settlement;
use crate::ledger::{Account, Ledger};

/// Seconds of a year of 365 days: interest is simple, actual over 365.
const YEAR: i128 = 365 * 86_400;
/// Basis points of a whole.
const WHOLE: i128 = 10_000;

/// What a run was asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Parameters {
    /// How many flights.
    pub flights: usize,
    /// Of all flights, not of the sample.
    pub all: bool,
    /// The seed of all chance.
    pub seed: u64,
    /// Honest noise, minutes to both sides.
    pub noise_minutes: u64,
    /// In what agreements are settled.
    pub settlement: Settlement,
    /// Seconds of the scenario in one of the chain.
    pub pace: Pace,
    /// What is compared with.
    pub cost: CostOfMoney,
}

/// What the money's time is worth, and what it is compared with.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CostOfMoney {
    /// Open account pays so many days after arrival.
    pub terms_days: u64,
    /// What a year costs a seller, basis points.
    pub seller_rate: u16,
    /// What a year costs a buyer, basis points.
    pub buyer_rate: u16,
}

/// What an airline's shipments came to. Amounts in smallest units.
#[derive(Clone, Debug, Serialize)]
pub struct AirlineLine {
    /// Carrier code.
    pub carrier: String,
    /// How many shipments.
    pub shipments: u64,
    /// What was agreed.
    pub agreed: Amount,
    /// What sellers were paid.
    pub paid: Amount,
    /// What lateness took off.
    pub penalties: Amount,
    /// What came back to buyers from milestones that ended unpaid.
    pub refunds: Amount,
    /// Deferred obligations that ended unpaid.
    pub void: Amount,
    /// What is still open.
    pub open: Amount,
    /// What buyers paid the oracle on top.
    pub fees: Amount,
    /// Units times seconds that sellers had earlier than by open account.
    pub freed_unit_seconds: String,
    /// Units times seconds that buyers parted with earlier than by open account.
    pub locked_unit_seconds: String,
    /// What that is worth to the sellers, smallest units.
    pub sellers_net: String,
    /// What it is worth to the buyers, smallest units.
    pub buyers_net: String,
    #[serde(skip)]
    worth: Worth,
}

/// The cost of money behind a line, as numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    freed: i128,
    locked: i128,
    sellers: i128,
    buyers: i128,
}

impl AirlineLine {
    fn of(carrier: &str, account: &Account, asked: &Parameters) -> Result<Self> {
        let (cost, pace) = (asked.cost, i128::from(asked.pace.get()));
        let written = |on_chain: i128| on_chain.checked_mul(pace).context("too long a time to count");
        let (freed, locked) = (written(account.freed)?, written(account.locked)?);
        let worth = Worth {
            freed,
            locked,
            sellers: interest(freed, cost.seller_rate)?,
            buyers: interest(locked, cost.buyer_rate)?.checked_neg().context("too large a cost")?,
        };
        let settled = account.settled;
        Ok(Self {
            carrier: carrier.to_owned(),
            shipments: account.shipments,
            agreed: settled.agreed,
            paid: settled.paid,
            penalties: settled.penalties,
            refunds: settled.refunds,
            void: settled.void,
            open: settled.open,
            fees: settled.fees,
            freed_unit_seconds: worth.freed.to_string(),
            locked_unit_seconds: worth.locked.to_string(),
            sellers_net: worth.sellers.to_string(),
            buyers_net: worth.buyers.to_string(),
            worth,
        })
    }

    /// How many days earlier than by open account a paid unit reached its seller, on average.
    fn days_freed(&self) -> Option<f64> {
        days(self.worth.freed, self.paid)
    }

    /// How many days earlier than by open account a buyer parted with it.
    fn days_locked(&self) -> Option<f64> {
        days(self.worth.locked, self.paid)
    }
}

/// Simple interest, rounded towards zero.
fn interest(unit_seconds: i128, rate: u16) -> Result<i128> {
    let scaled = unit_seconds.checked_mul(rate.into()).context("too much interest to count")?;
    Ok(scaled / (WHOLE * YEAR))
}

#[allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "an average for people to read; no money is computed from it"
)]
fn days(unit_seconds: i128, units: Amount) -> Option<f64> {
    (!units.is_zero()).then(|| unit_seconds as f64 / units.get() as f64 / 86_400.0)
}

/// How right the oracle was.
#[derive(Clone, Debug, Serialize)]
pub struct OracleLine {
    /// How many questions.
    pub questions: u64,
    /// Decided in their first round.
    pub first_round: u64,
    /// Decided in a later one.
    pub later_round: u64,
    /// Not decided.
    pub undecided: u64,
    /// Decided against the truth.
    pub wrong: u64,
    /// Mean distance from the recorded time, minutes to three decimals.
    pub mean_error_minutes: String,
    /// Largest distance, minutes to three decimals.
    pub max_error_minutes: String,
}

impl OracleLine {
    /// Errors are of the scenario's time.
    pub fn of(accuracy: &Accuracy, pace: Pace) -> Self {
        let thousandths = |error: u64| error.saturating_mul(pace.get()).saturating_mul(1_000);
        let mean = thousandths(accuracy.error_sum).checked_div(accuracy.dated).unwrap_or_default();
        Self {
            questions: accuracy.questions,
            first_round: accuracy.first_round,
            later_round: accuracy.later_round,
            undecided: accuracy.undecided,
            wrong: accuracy.wrong,
            mean_error_minutes: minutes(mean),
            max_error_minutes: minutes(thousandths(accuracy.error_max)),
        }
    }
}

/// Thousandths of a second as minutes with three decimals.
fn minutes(milliseconds: u64) -> String {
    let thousandths = milliseconds / 60;
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

/// Everything about a run but how long it took, so that the same run gives the same file.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What was asked for.
    pub parameters: Parameters,
    /// Airline by airline.
    pub airlines: Vec<AirlineLine>,
    /// All of them.
    pub total: AirlineLine,
    /// The oracle as it was.
    pub oracle: OracleLine,
    /// The oracle had its liar never been seated.
    pub oracle_without_liar: OracleLine,
    /// The voyages of the file.
    pub voyages: Vec<VoyageLine>,
    /// The proof that nothing was lost.
    pub audit: Audit,
    /// Transactions in all.
    pub transactions: u64,
}

/// How a voyage of the file ended.
#[derive(Clone, Debug, Serialize)]
pub struct VoyageLine {
    /// Its shipment.
    pub id: String,
    /// What it shows.
    pub about: String,
    /// Transactions.
    pub steps: usize,
    /// What the seller's side was paid, smallest units.
    pub paid: Amount,
    /// What came back to its buyer, smallest units.
    pub returned: Amount,
    /// What its file expects and did not happen.
    pub failed: Vec<String>,
}

impl Report {
    /// Whether every unit is where it belongs, and every voyage ended as its file expects.
    pub fn holds(&self) -> bool {
        self.audit.holds() && self.voyages.iter().all(|voyage| voyage.failed.is_empty())
    }

    /// The airline lines of a ledger and their sum.
    pub fn airline_lines(ledger: &Ledger, asked: &Parameters) -> Result<(Vec<AirlineLine>, AirlineLine)> {
        let lines = ledger.airlines.iter().map(|(carrier, account)| AirlineLine::of(carrier, account, asked));
        Ok((lines.collect::<Result<_>>()?, AirlineLine::of("all", &ledger.total()?, asked)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interest_is_simple_over_a_year_of_365_days() {
        // given: 1,000,000 units for 73 days at 12 %: a fifth of a year
        let unit_seconds = 1_000_000 * 73 * 86_400;
        assert_eq!(interest(unit_seconds, 1_200).unwrap(), 24_000);
        assert_eq!(interest(-unit_seconds, 500).unwrap(), -10_000);
    }

    #[test]
    fn errors_are_written_in_minutes() {
        assert_eq!(minutes(90_000), "1.500");
        assert_eq!(minutes(1_000), "0.016");
    }
}
