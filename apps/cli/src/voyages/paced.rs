//! A voyage at a pace: every time and every wait of it on the chain's clock.

use numeric::{NumericError, Seconds, UnixTime};

use super::file::{Document, Leg, Payment, Sale};
use super::{Act, Seen, Step, Voyage, LOG_WINDOW};
use crate::clock::Clock;

type Paced<T> = Result<T, NumericError>;

impl Voyage {
    /// The same voyage, begun at the clock's start.
    pub fn paced(mut self, clock: &Clock) -> Paced<Self> {
        self.document.pace(clock)?;
        if let Some(sale) = &mut self.sale {
            sale.pace(clock)?;
        }
        self.valid = clock.pace.of(self.valid);
        let mut logged = clock.start;
        for step in &mut self.steps {
            step.at = clock.at(step.at)?;
            pace_log(step, clock, &mut logged)?;
            step.act.pace(clock)?;
        }
        Ok(self)
    }
}

/// A device's hour takes a second at least, and begins when the one before it is over.
fn pace_log(step: &mut Step, clock: &Clock, logged: &mut UnixTime) -> Paced<()> {
    match step.act {
        Act::RegisterDevice => *logged = step.at,
        Act::Log { .. } => {
            step.at = step.at.max(logged.checked_add(clock.pace.of(LOG_WINDOW))?);
            *logged = step.at;
        }
        _ => {}
    }
    Ok(())
}

impl Document {
    fn pace(&mut self, clock: &Clock) -> Paced<()> {
        self.answer_within.0 = clock.pace.of(self.answer_within.0);
        pace_legs(&mut self.legs, clock)
    }
}

/// A leg takes a minute at least, at the pace, and the next does not leave before it is over.
fn pace_legs(legs: &mut [Leg], clock: &Clock) -> Paced<()> {
    let mut free = clock.start;
    for leg in legs {
        leg.departs.0 = clock.at(leg.departs.0)?.max(free);
        leg.arrives.0 =
            clock.at(leg.arrives.0)?.max(leg.departs.0.checked_add(clock.pace.of(Seconds::minutes(1)))?);
        free = leg.arrives.0;
    }
    Ok(())
}

impl Sale {
    fn pace(&mut self, clock: &Clock) -> Paced<()> {
        for time in [&mut self.latest_shipment, &mut self.latest_presentation] {
            moment(clock, time.as_mut().map(|time| &mut time.0))?;
        }
        for wait in [&mut self.examination, &mut self.resolver_limit] {
            wait.0 = clock.pace.of(wait.0);
        }
        self.long_stop.0 = clock.at(self.long_stop.0)?;
        self.payments.iter_mut().try_for_each(|payment| payment.get_mut().pace(clock))
    }
}

impl Payment {
    fn pace(&mut self, clock: &Clock) -> Paced<()> {
        for wait in self.credit.iter_mut().chain([&mut self.grace]) {
            wait.0 = clock.pace.of(wait.0);
        }
        for time in [&mut self.due, &mut self.cutoff] {
            moment(clock, time.as_mut().map(|time| &mut time.0))?;
        }
        if let Some(late) = &mut self.late {
            late.each.0 = clock.pace.of(late.each.0);
        }
        Ok(())
    }
}

impl Act {
    fn pace(&mut self, clock: &Clock) -> Paced<()> {
        match self {
            Self::Change { change, .. } => {
                moment(clock, change.due.as_mut())?;
                moment(clock, change.cutoff.as_mut())
            }
            Self::Amend(amended) => moment(clock, amended.discharge.as_mut().map(|(_, arrives)| arrives)),
            Self::Report { seen: Seen::Happened(at) | Seen::NotBy(at), .. }
            | Self::Challenge { claim: Seen::Happened(at) | Seen::NotBy(at), .. }
            | Self::Rule { truth: Some(Seen::Happened(at) | Seen::NotBy(at)), .. } => moment(clock, Some(at)),
            _ => Ok(()),
        }
    }
}

fn moment(clock: &Clock, time: Option<&mut UnixTime>) -> Paced<()> {
    if let Some(time) = time {
        *time = clock.at(*time)?;
    }
    Ok(())
}
