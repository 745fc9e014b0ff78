//! How well who is honest sees: what the recorded flights say of it, and what is assumed beside.

use anyhow::{Context, Result};
use numeric::{Reading, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::journey::Outcome;

use super::terms::{ACCURACY, TOLERANCE};
use crate::chance::Draws;
use crate::flights;

/// How far an honest time is off, to both sides: assumed, as in the demo. The table has whole minutes of one clock.
const NOISE: Seconds = Seconds::minutes(3);
/// How many in a hundred honest words are wrong all the same: assumed. The table is one source's; it shows how rarely that
/// contradicts itself, not how often it is wrong.
const CARELESS: u64 = 1;
/// With 95 % confidence what was not seen once in n is rarer than three in n.
const UNSEEN: u64 = 3;

/// What the table says of its own errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sight {
    /// Flights that departed.
    pub departed: u64,
    /// Of them, without any time of arrival although they were not called off.
    pub silent: u64,
    /// Of those that arrived: how many were written twice, by the clock and as a delay.
    pub twice: u64,
    /// Of those, how often the two times are further apart than the feed tolerates.
    pub contradict: u64,
    /// Of those with a time in the air: how often gate to gate and in the air differ by more than the tolerance at both
    /// ends: who takes the wheels for the gate is outside it.
    pub wheels: u64,
    /// Flights with a time in the air.
    pub airborne: u64,
}

/// The columns that say something twice.
#[derive(Deserialize)]
struct Row {
    dep_time: String,
    dep_delay: String,
    sched_arr_time: u64,
    arr_time: String,
    arr_delay: String,
    sched_dep_time: u64,
    /// Only the whole year's table has it.
    #[serde(default)]
    air_time: String,
}

impl Sight {
    /// Reads the table once more, for what the demo has no use for.
    pub fn measured(all: bool) -> Result<Self> {
        let table = flights::table(all)?;
        let mut rows = csv::Reader::from_reader(table.as_slice());
        let mut sight = Self::default();
        for row in rows.deserialize() {
            sight.enter(
                &row.context("the table of flights cannot be read: get it anew with scripts/flights")?,
            );
        }
        Ok(sight)
    }

    fn enter(&mut self, row: &Row) {
        let minutes = |text: &str| text.parse::<u64>().ok().map(of_day);
        let (Some(departed), Ok(dep_delay)) = (minutes(&row.dep_time), row.dep_delay.parse::<i64>()) else {
            return;
        };
        add(&mut self.departed);
        let (Some(arrived), Ok(arr_delay)) = (minutes(&row.arr_time), row.arr_delay.parse::<i64>()) else {
            add(&mut self.silent);
            return;
        };
        add(&mut self.twice);
        let tolerance = TOLERANCE.get().checked_div(60).unwrap_or_default();
        let off = |planned: u64, delay: i64, said: u64| {
            let by_delay = i64::try_from(of_day(planned)).unwrap_or_default().saturating_add(delay);
            apart(by_delay, said) > tolerance
        };
        if off(row.sched_dep_time, dep_delay, departed) || off(row.sched_arr_time, arr_delay, arrived) {
            add(&mut self.contradict);
        }
        let Ok(in_the_air) = row.air_time.parse::<u64>() else { return };
        add(&mut self.airborne);
        // Local clocks of two places: whole quarters of an hour between them do not matter here.
        let gate_to_gate = arrived.saturating_add(DAY).saturating_sub(departed).saturating_sub(in_the_air);
        let taxiing = gate_to_gate.checked_rem(60).unwrap_or_default();
        if taxiing > tolerance.saturating_mul(2) {
            add(&mut self.wheels);
        }
    }

    /// What somebody honest says, if anything.
    pub fn word(&self, truth: Outcome, draws: &mut Draws) -> Result<Option<Outcome>> {
        if draws.happens(self.silent, self.departed) {
            return Ok(None);
        }
        let contradicted = draws.happens(self.contradict.saturating_add(UNSEEN), self.twice);
        let is_wrong = draws.happens(CARELESS, 100) || contradicted;
        let at = match truth {
            Outcome::Happened { at } => at,
            Outcome::Measured { value, at } => {
                // Half of what sensors may differ by; who is wrong reads a tenth less.
                let off = i64::try_from(draws.below(ACCURACY.saturating_add(1)))?;
                let half = i64::try_from(ACCURACY / 2)?;
                let read = value.get().saturating_add(half).saturating_sub(off);
                let read = if is_wrong { read.saturating_sub(read / 10) } else { read };
                return Ok(Some(Outcome::Measured { value: Reading::new(read), at }));
            }
            outcome => return Ok(Some(outcome)),
        };
        // Nobody signs for what is still to come: who is wrong is so by having seen something else before.
        let at = at.seconds();
        let at = if is_wrong {
            at.saturating_sub(TOLERANCE.get().saturating_add(draws.below(TOLERANCE.get().saturating_mul(4))))
        } else {
            let off = draws.below(NOISE.get().saturating_mul(2).saturating_add(1));
            at.saturating_add(NOISE.get()).saturating_sub(off)
        };
        Ok(Some(Outcome::Happened { at: UnixTime::new(at)? }))
    }
}

/// Minutes of a day.
const DAY: u64 = 1_440;

/// `517` for 05:17.
fn of_day(written: u64) -> u64 {
    (written / 100).saturating_mul(60).saturating_add(written % 100)
}

/// Minutes between two times of day.
fn apart(a: i64, b: u64) -> u64 {
    let day = i64::try_from(DAY).unwrap_or(i64::MAX);
    let b = i64::try_from(b).unwrap_or_default();
    let between = a.saturating_sub(b).checked_rem_euclid(day).unwrap_or_default();
    between.min(day.saturating_sub(between)).unsigned_abs()
}

fn add(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}
