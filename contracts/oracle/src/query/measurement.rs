//! What can be read of measurements.

use cosmwasm_std::{Env, Storage};
use types::journey::Subject;
use types::oracle::{Measured, MeasurementResponse, Measures, Readiness};

use super::page;
use crate::domain::measurement::{Gauge, Scale};
use crate::execute::{moment, Asked};
use crate::state::{self, Measurement};
use crate::ContractError;

/// Numbers in a page at most, and if nothing is said.
const NUMBERS_A_PAGE: (u32, u32) = (100, 30);

/// The measures as the feed was created with them.
pub fn measures((scale, gauge): (Scale, Gauge)) -> Measures {
    Measures {
        quantity: scale.quantity,
        unit: scale.unit,
        decimals: scale.decimals,
        least: gauge.least,
        most: gauge.most,
        heartbeat: gauge.heartbeat,
        max_jump: gauge.max_jump,
        max_dispersion: gauge.max_dispersion,
        accuracy: gauge.accuracy,
        min_reporters: gauge.min_reporters,
    }
}

pub fn last(
    storage: &dyn Storage,
    env: &Env,
    subject: Subject,
) -> Result<MeasurementResponse, ContractError> {
    let now = moment(env)?.time;
    let asked = Asked::load(storage, subject)?;
    let feed = asked.inquiry.feed;
    let rules = state::committee(storage, feed)?.rules;
    let scale = state::feed(storage, feed)?.scale;
    let (scale, gauge) = scale.zip(rules.gauge).ok_or(ContractError::NotMeasuring { feed })?;
    let known = asked.progress.of(asked.place);
    let last = asked.last_number(storage)?.map(|(number, last)| measured(number, last));
    let readiness = match &last {
        _ if known.pending || is_disputed(storage, &asked)? => Readiness::Contested,
        Some(last) if gauge.stale_after(last.at)? >= now => Readiness::Ready,
        _ => Readiness::NotReady,
    };
    let age = last.map(|last| now.since(last.at));
    Ok(MeasurementResponse { readiness, last, age, round: known.round, measures: measures((scale, gauge)) })
}

/// Whether a case about the last number that was decided is open.
fn is_disputed(storage: &dyn Storage, asked: &Asked) -> Result<bool, ContractError> {
    let Some(round) = asked.progress.of(asked.place).last_decided else { return Ok(false) };
    let closed = state::closed(storage, asked.tag, asked.place, round)?;
    let case = closed.and_then(|closed| closed.case).map(|case| state::case(storage, case)).transpose()?;
    Ok(case.is_some_and(|case| case.ruling.is_none()))
}

pub fn history(
    storage: &dyn Storage,
    subject: Subject,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<Measured>, ContractError> {
    let asked = Asked::load(storage, subject)?;
    let limit = page(NUMBERS_A_PAGE, limit);
    let numbers = state::measurements(storage, asked.tag, asked.place, start_after, limit)?;
    Ok(numbers.into_iter().map(|(number, known)| measured(number, known)).collect())
}

fn measured(number: u32, known: Measurement) -> Measured {
    let Measurement { value, at, decided, corrects } = known;
    Measured { number, value, at, decided, corrects }
}
