//! Stages on which everyone has what he will pay.

use std::collections::BTreeMap;

use anyhow::Result;
use numeric::{Amount, Rounding, Seconds, UnixTime};

use super::venue::Venue;
use super::Setting;
use crate::flights::Flight;
use crate::money::DOLLAR;
use crate::scenario::flight::Timetable;
use crate::scenario::sale::{buyer_at, price_with_fee, PRICE};
use crate::scenario::Stage;
use crate::voyages::{Voyage, BUYER};

/// What the treasury has besides all prices.
const RESERVE: Amount = Amount::new(1_000_000 * DOLLAR);
/// Days on which a flight counts, before and after its arrival: a window, and some lateness.
const DAYS: u64 = 7;

/// When a flight's play begins.
pub fn first_step(flight: &Flight) -> Result<UnixTime> {
    let departure = flight.planned_departure.seconds();
    Ok(UnixTime::new(departure.saturating_sub(Timetable::USUAL.propose.get()))?)
}

/// A stage that begins before `first`, on which everyone in these plays has what he will pay, and no more.
pub fn stage(
    setting: &Setting,
    venue: &Venue,
    first: UnixTime,
    flights: &[Flight],
    voyages: &[Voyage],
) -> Result<Stage> {
    let mut needs: BTreeMap<String, Amount> = BTreeMap::new();
    for flight in flights {
        let buyer = needs.entry(buyer_at(flight)).or_default();
        *buyer = buyer.checked_add(price_with_fee()?)?;
    }
    for voyage in voyages {
        for (role, name) in &voyage.people {
            let person = needs.entry(name.clone()).or_default();
            *person = person.checked_add(voyage.needs(role)?)?;
        }
    }
    let mut money = RESERVE;
    for need in needs.values() {
        money = money.checked_add(*need)?;
    }
    let mut stage = setting.stage(venue, first, money, exposure(flights, voyages)?)?;
    let mut accounts = Vec::with_capacity(needs.len());
    for (name, need) in needs.into_iter().filter(|(_, need)| !need.is_zero()) {
        accounts.push((stage.directory.account(stage.chain.as_mut(), &name)?, need));
    }
    stage.fund(&accounts)?;
    stage.start = venue.start(stage.chain.as_ref(), setting.pace.is_some())?;
    Ok(stage)
}

/// What may hang on the feed's facts at a time: twice the most that arrives within a week, and all that the voyages move.
fn exposure(flights: &[Flight], voyages: &[Voyage]) -> Result<Amount> {
    let mut arrivals: BTreeMap<u64, u128> = BTreeMap::new();
    for flight in flights {
        let week =
            flight.planned_arrival.seconds().checked_div(Seconds::days(DAYS).get()).unwrap_or_default();
        let count = arrivals.entry(week).or_default();
        *count = count.saturating_add(1);
    }
    // A week that begins in the middle of one of these weeks has at most what two of them have.
    let most = arrivals.values().max().copied().unwrap_or_default();
    let mut sum = PRICE.mul_ratio(Amount::new(most), Amount::new(1), Rounding::Up)?;
    sum = sum.checked_add(sum)?;
    for voyage in voyages {
        sum = sum.checked_add(voyage.needs(BUYER)?)?;
    }
    Ok(sum)
}
