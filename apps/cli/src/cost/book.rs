//! A book of flights as an oracle sees it: sums, what of an event they hang on, when it is expected and when it is decided.

use anyhow::{Context, Result};
use numeric::{Amount, BasisPoints, Rounding, Seconds, UnixTime};
use types::oracle::ExposureKind;

use crate::flights::Flight;

/// The share of the price that departure pays; arrival pays the rest, as in the demo.
const ON_DEPARTURE: u16 = 3_000;
/// The most that lateness takes off what arrival pays.
const PENALTY: u16 = 2_000;
/// How late is not late.
const GRACE: Seconds = Seconds::minutes(15);
/// How long after plan a milestone is given up.
const CUT_OFF: Seconds = Seconds::hours(24);
/// How long it takes until what happened is reported.
const REPORTED: Seconds = Seconds::minutes(8);

/// What of a sale hangs on times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// As the escrow reserves the demo's: all of it, for there are penalties and cut-offs.
    Demo,
    /// Without cut-offs, and with room for times reserved only for what lateness can take off.
    PenaltyOnTime,
    /// Nothing: no penalties, no cut-offs.
    OutcomeOnly,
}

/// A sum that hangs on an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hung {
    /// Whose feed answers.
    pub feed: String,
    /// On what of the event.
    pub kind: ExposureKind,
    /// How much.
    pub amount: Amount,
    /// When the fact is expected, by the reservation.
    pub expected: UnixTime,
    /// When there was one.
    pub decided: UnixTime,
}

/// How flights are spread over feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// One feed for all.
    All,
    /// One an airline.
    Airline,
    /// One an airport of departure.
    Hub,
    /// One a pair of airports.
    Lane,
}

impl By {
    fn feed(self, flight: &Flight) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Airline => flight.carrier.clone(),
            Self::Hub => flight.origin.to_string(),
            Self::Lane => format!("{} to {}", flight.origin, flight.dest),
        }
    }
}

/// All that hangs on the facts of these flights, if the goods of each are sold for this.
pub fn hung(flights: &[Flight], price: Amount, terms: Terms, by: By) -> Result<Vec<Hung>> {
    let departure = price.share(BasisPoints::new(ON_DEPARTURE)?, Rounding::Down)?;
    let arrival = price.checked_sub(departure)?;
    let penalty = arrival.share(BasisPoints::new(PENALTY)?, Rounding::Up)?;
    let mut all = Vec::with_capacity(flights.len().saturating_mul(3));
    for flight in flights {
        let feed = by.feed(flight);
        let mut hang = |kind, amount: Amount, planned: UnixTime, expected, actual| -> Result<()> {
            if amount.is_zero() {
                return Ok(());
            }
            let decided = decided(planned, actual)?;
            all.push(Hung { feed: feed.clone(), kind, amount, expected, decided });
            Ok(())
        };
        let (leaves, arrives) = (flight.planned_departure, flight.planned_arrival);
        let due = arrives.checked_add(GRACE)?;
        let (left, landed) = (flight.actual_departure, flight.actual_arrival);
        match terms {
            Terms::Demo => {
                hang(ExposureKind::Time, departure, leaves, leaves.checked_add(CUT_OFF)?, left)?;
                hang(ExposureKind::Time, arrival, arrives, due, landed)?;
            }
            Terms::PenaltyOnTime => {
                hang(ExposureKind::Outcome, departure, leaves, leaves, left)?;
                hang(ExposureKind::Time, penalty, arrives, due, landed)?;
                hang(ExposureKind::Outcome, arrival.checked_sub(penalty)?, arrives, due, landed)?;
            }
            Terms::OutcomeOnly => {
                hang(ExposureKind::Outcome, departure, leaves, leaves, left)?;
                hang(ExposureKind::Outcome, arrival, arrives, arrives, landed)?;
            }
        }
    }
    Ok(all)
}

/// When there is a fact: soon after it happened, or after its cut-off.
fn decided(planned: UnixTime, actual: Option<UnixTime>) -> Result<UnixTime> {
    let known = match actual {
        Some(at) => at,
        None => planned.checked_add(CUT_OFF)?,
    };
    known.checked_add(REPORTED).context("too late a fact")
}
