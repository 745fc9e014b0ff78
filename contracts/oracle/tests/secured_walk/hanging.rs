//! What hangs on a secured feed, written a second time from DESIGN §5: a list of sums, looked at one by one.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use types::oracle::ExposureKind;

/// Days that a challenge window of two days touches.
pub const SPAN: u64 = 3;

/// A part of a reservation.
#[derive(Clone, Debug)]
pub struct Sum {
    pub consumer: usize,
    pub reference: u64,
    pub part: u8,
    pub amount: u128,
    pub fee: u128,
    pub kind: ExposureKind,
    /// The day on which it is expected.
    pub expected: u64,
    /// Until when the reservation stands.
    pub until: u64,
    /// The question it hangs on, and the first round that can harm it.
    pub bound: Option<(usize, u32)>,
    /// How many of its facts had a pot then.
    pub pots: usize,
    /// The day on which a fact moved it last.
    pub decided: Option<u64>,
    /// Whether it counts until the cases of its question end.
    pub held: bool,
    pub given_up: bool,
    /// What was paid for it, by the round of the false fact.
    pub compensated: BTreeMap<u32, u128>,
}

impl Sum {
    /// Whether it counts on a day, seen from today.
    fn counts(&self, day: u64, today: u64) -> bool {
        match self.decided {
            _ if self.held => true,
            Some(decided) => day < decided + SPAN,
            None if self.given_up => false,
            None if self.expected <= today => true,
            None => (self.expected..self.expected + SPAN).contains(&day),
        }
    }

    /// What false facts may still pay for it.
    pub fn uncompensated(&self) -> u128 {
        self.amount - self.compensated.values().sum::<u128>()
    }

    pub fn hangs_on(&self, question: usize) -> bool {
        !self.given_up && self.bound.is_some_and(|(of, _)| of == question)
    }
}

/// On times, and on outcomes alone, on one day; of all consumers, or of one.
pub fn on_day(sums: &[Sum], day: u64, today: u64, whose: Option<usize>) -> (u128, u128) {
    let of = |kind| {
        let counted = sums.iter().filter(|sum| sum.kind == kind && sum.counts(day, today));
        counted.filter(|sum| whose.is_none_or(|whose| whose == sum.consumer)).map(|sum| sum.amount).sum()
    };
    (of(ExposureKind::Time), of(ExposureKind::Outcome))
}

/// What a seat weighs, and what of it is there to be lost.
pub type Votes = BTreeMap<u32, (u128, u128)>;

/// The stake of the cheapest coalition with this share of the weight, rounded down: seat by seat, the one that costs least for a vote
/// first.
pub fn coalition(votes: &Votes, (num, den): (u32, u32)) -> BigUint {
    let mut seats: Vec<(BigUint, BigUint)> =
        votes.values().map(|(weight, stake)| (BigUint::from(*weight), BigUint::from(*stake))).collect();
    seats.sort_by(|(w, s), (v, t)| (s * v).cmp(&(t * w)));
    let all: BigUint = seats.iter().map(|(weight, _)| weight).sum();
    let (mut votes, mut stake, wanted) = (BigUint::ZERO, BigUint::ZERO, all * num);
    for (weight, own) in seats {
        let after = &votes + &weight * den;
        if after >= wanted {
            let missing = wanted - votes;
            return if weight == BigUint::ZERO { stake } else { stake + own * missing / (weight * den) };
        }
        (votes, stake) = (after, stake + own);
    }
    stake
}

/// The caps on times and in all: p = 0.4, h = 0.8 and m = 2 are 16 parts of 100.
pub fn caps(votes: &Votes) -> (BigUint, BigUint) {
    let cap = |share| coalition(votes, share) * 16u32 / 100u32;
    (cap((1, 3)), cap((2, 3)))
}

/// So many times the caps may wait for the windows of what came ahead of its day: half of m / (1 - p), 1.67, rounded down.
pub const BACKLOG: u32 = 1;

/// Whether so much may hang there.
pub fn fits((time, outcome): (u128, u128), (cap_time, cap_all): &(BigUint, BigUint), times: u32) -> bool {
    let time = BigUint::from(time);
    time <= cap_time * times && time + BigUint::from(outcome) <= cap_all * times
}
