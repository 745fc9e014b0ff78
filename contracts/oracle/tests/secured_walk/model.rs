//! What the walk knows of questions, rounds and cases.

use std::collections::{BTreeMap, BTreeSet};

use types::journey::{Outcome, Standing};

use crate::support::secured::BLOCK_TIME;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    pub time: u64,
    pub height: u64,
}

impl Moment {
    /// Whether a window of so many seconds that began here is over: by the clock and by blocks.
    pub fn is_over(self, window: u64, now: Self) -> bool {
        now.time >= self.time + window && now.height >= self.height + window / BLOCK_TIME
    }
}

#[derive(Clone)]
pub struct Seat {
    pub operator: u8,
    pub class: u8,
    pub weight: u128,
}

pub type Seats = BTreeMap<u32, Seat>;

pub struct Open {
    pub since: Moment,
    pub seats: Seats,
    pub said: Vec<(u32, Outcome)>,
}

pub struct Case {
    pub opened: Moment,
    pub bond: u128,
    pub open: bool,
    /// Whether it ended, and nothing was found of the fact.
    pub is_void: bool,
}

/// Slashed stake that waits for those who were harmed.
#[derive(Default)]
pub struct Pot {
    /// How many the question had before it.
    pub place: usize,
    pub left: u128,
    pub whole: u128,
    pub until: u64,
    /// Whether only what hung on times was harmed.
    pub times_only: bool,
    pub exposed: u128,
    /// What of it other pots of the same harm held.
    pub covered: u128,
}

pub struct Closed {
    pub at: Moment,
    /// When its challenge window began: with it, or when something was bound to its fact last.
    pub watched: Moment,
    pub seats: Seats,
    pub outcome: Option<Outcome>,
    /// Whether it was ahead of its day, when there was no room.
    pub is_ahead: bool,
    pub agreed: Vec<u32>,
    pub is_final: bool,
    pub reward: u128,
    /// What of the reward is not paid out.
    pub unpaid: u128,
    pub paid: BTreeSet<u32>,
    pub divided: bool,
    pub case: Option<Case>,
    pub pot: Option<Pot>,
}

#[derive(Default)]
pub struct Asked {
    pub open: Option<Open>,
    pub closed: Vec<Closed>,
    pub standing: Standing,
    pub decided: u64,
    pub pending: bool,
    pub last_decided: Option<u32>,
    /// What pots hold for the same money: by who was harmed, whether by times only, and how much.
    pub covered: BTreeMap<(u8, bool), (u128, u128)>,
}

impl Asked {
    pub fn is_answered(&self) -> bool {
        self.standing.happened.is_some() || self.standing.unresolvable
    }

    pub fn round(&self) -> u32 {
        self.closed.len() as u32
    }

    /// Rounds that decided something and have an open case.
    pub fn disputed(&self) -> impl Iterator<Item = u32> + '_ {
        let open =
            |closed: &Closed| closed.outcome.is_some() && closed.case.as_ref().is_some_and(|case| case.open);
        (0..).zip(&self.closed).filter(move |(_, closed)| open(closed)).map(|(number, _)| number)
    }
}

/// What stands after an outcome, from the words of `types::journey::Standing`.
pub fn after(before: Standing, outcome: Outcome) -> Standing {
    match outcome {
        Outcome::Happened { at } => Standing {
            happened: Some(at),
            not_by: before.not_by.filter(|cutoff| *cutoff < at),
            unresolvable: false,
        },
        Outcome::NotBy { cutoff } => Standing {
            happened: before.happened.filter(|at| *at > cutoff),
            not_by: before.not_by.into_iter().chain([cutoff]).max(),
            unresolvable: false,
        },
        Outcome::Unresolvable {} => Standing { happened: None, not_by: None, unresolvable: true },
        Outcome::Measured { .. } => unreachable!("an event is no number"),
    }
}
