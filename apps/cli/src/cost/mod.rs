//! What it costs to secure a book of flights: the stake that must stand behind its facts, and what that is of the value
//! that they settle.

mod book;
mod days;
mod levers;
mod stake;
pub mod tables;

use std::collections::BTreeMap;

use anyhow::{ensure, Context, Result};
use numeric::{Amount, BasisPoints, Seconds};
use serde::Serialize;

use crate::flights::Flight;
use book::{hung, Hung, Terms};
use days::{hanging, larger, reserved};

pub use book::By;
pub use days::Window;
pub use levers::{levers, steps, Lever};
pub use stake::Assumptions;

/// Seconds of a year of 365 days.
const YEAR: u128 = 365 * 86_400;

/// How a book is secured.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// What the goods of each flight are sold for.
    pub price: Amount,
    /// Of that, what hangs on facts; the rest is paid on presentation or by consent.
    pub on_facts: BasisPoints,
    /// What of it hangs on times.
    pub terms: Terms,
    /// What the feeds assume.
    pub assumptions: Assumptions,
    /// How long facts can be challenged.
    pub window: Window,
    /// What stake costs a year.
    pub capital: BasisPoints,
    /// How flights are spread over feeds.
    pub by: By,
}

/// What securing a book comes to. Amounts in smallest units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Feeds.
    pub feeds: usize,
    /// The most that hangs on times at once, over all feeds.
    pub peak_time: Amount,
    /// The most that hangs on facts at once, over all feeds.
    pub peak: Amount,
    /// What hangs on them in the mean period, over all feeds.
    pub mean: Amount,
    /// The stake of all feeds together, each sized by its own peak.
    pub stake: Amount,
    /// Of it, the largest feed's.
    pub largest: Amount,
    /// What was settled.
    pub settled: Amount,
    /// In how many started days, from the first planned departure to the last. A book that goes on leaves its stake to
    /// those that leave next; one that ends there binds it until the last fact cannot be challenged any more.
    pub days: u64,
    /// What the stake costs meanwhile, in hundredths of a basis point of what was settled, rounded up.
    pub centipoints: u128,
}

impl Setting {
    /// The sales of flights as the escrow reserves them.
    pub fn demo(
        price: Amount,
        assumptions: Assumptions,
        window: Window,
        capital: BasisPoints,
        by: By,
    ) -> Self {
        let (terms, on_facts) = (Terms::Demo, BasisPoints::WHOLE);
        Self { price, on_facts, terms, assumptions, window, capital, by }
    }

    /// What securing these flights comes to.
    pub fn cost(&self, flights: &[Flight]) -> Result<Cost> {
        let price = self.price.share(self.on_facts, numeric::Rounding::Up)?;
        let all = hung(flights, price, self.terms, self.by)?;
        ensure!(!all.is_empty(), "nothing hangs on these flights: name a larger --amount");
        let mut feeds: BTreeMap<&str, Vec<&Hung>> = BTreeMap::new();
        for hung in &all {
            feeds.entry(&hung.feed).or_default().push(hung);
        }
        let mut cost = Cost {
            feeds: feeds.len(),
            peak_time: Amount::ZERO,
            peak: Amount::ZERO,
            mean: Amount::ZERO,
            stake: Amount::ZERO,
            largest: Amount::ZERO,
            settled: Amount::ZERO,
            days: days(flights)?,
            centipoints: 0,
        };
        for own in feeds.values() {
            let now = hanging(own.iter().copied(), self.window)?;
            let ahead = reserved(own.iter().copied(), self.window)?;
            let peak = larger(now.peak()?, ahead.peak()?)?;
            let stake = self.assumptions.stake(peak)?;
            cost.peak_time = cost.peak_time.checked_add(peak.time)?;
            cost.peak = cost.peak.checked_add(peak.total()?)?;
            cost.mean = cost.mean.checked_add(now.mean()?)?;
            cost.stake = cost.stake.checked_add(stake)?;
            cost.largest = cost.largest.max(stake);
        }
        let settled = self.price.get().checked_mul(u128::try_from(flights.len())?);
        cost.settled = Amount::new(settled.context("too much is settled")?);
        cost.centipoints = centipoints(cost.stake, self.capital, Seconds::days(cost.days), cost.settled)?;
        Ok(cost)
    }
}

/// From the first planned departure to the last, in started days.
fn days(flights: &[Flight]) -> Result<u64> {
    let departures = flights.iter().map(|flight| flight.planned_departure);
    let (first, last) = (departures.clone().min(), departures.max());
    let (first, last) = first.zip(last).context("there are no flights")?;
    Ok(last.since(first).started_periods(Seconds::days(1)).max(1))
}

/// What stake costs in so long, in hundredths of a basis point of what is settled, rounded up.
fn centipoints(stake: Amount, capital: BasisPoints, length: Seconds, settled: Amount) -> Result<u128> {
    let a_year = stake.get().checked_mul(capital.get().into()).and_then(|cost| cost.checked_mul(100));
    let cost = a_year.and_then(|cost| cost.checked_mul(length.get().into())).context("too much stake")?;
    let of = settled.get().checked_mul(YEAR).context("too much is settled")?;
    ensure!(of > 0, "nothing is settled: name a larger --amount");
    Ok(cost.div_ceil(of))
}

#[cfg(test)]
mod tests;
