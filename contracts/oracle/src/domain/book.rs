//! What is kept of a secured feed from round to round: what hangs on it, how its seats do, who was convicted lately.

use numeric::{Amount, BasisPoints, Seconds, UnixTime};
use serde::{Deserialize, Serialize};

use crate::domain::committee::Committee;
use crate::domain::exposure::{Exposure, Period};
use crate::ContractError;

/// Rounds in which it counts what a seat missed.
const COUNTED: u32 = 20;
/// So many of them may be missed.
const MAY_MISS: u32 = 3;
/// What a seat begins with, and falls back to when it is idle.
const AVERAGE: u16 = 5_000;
const BEST: u16 = 10_000;
/// Periods of idleness that halve what a seat is above the average.
const IDLE: u32 = 32;
/// Convictions that are remembered one by one; older ones are added to the oldest of them.
const MAX_CONVICTIONS: usize = 16;

/// The record of a feed.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// What hangs on it.
    pub exposure: Exposure,
    seats: Vec<SeatRecord>,
    convictions: Vec<(UnixTime, Amount)>,
}

/// How a seat does.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatRecord {
    /// Its reporter.
    pub reporter: u32,
    /// Rounds it had all the time to report in, the last one lowest, a bit each that it missed.
    missed: u32,
    /// Fines that were not collected.
    pub fines: u8,
    /// An exponentially weighted average of how often it agreed, in basis points.
    reputation: u16,
    /// When it agreed last.
    agreed: Period,
}

/// What a seat did in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// It reported with the majority.
    Agreed,
    /// It reported something else.
    Dissented,
    /// It did not report, and had all the time.
    Missed,
    /// It did not report in time for a round that closed early.
    Late,
}

impl Book {
    /// A round has closed.
    pub fn note(&mut self, reporter: u32, conduct: Conduct) {
        let present = self.exposure.present;
        let seat = self.seat_mut(reporter);
        let step = |of: u16, share: u32| {
            u16::try_from(u32::from(of).checked_div(share).unwrap_or_default()).unwrap_or_default()
        };
        let before = seat.reputation_at(present);
        seat.reputation = match conduct {
            Conduct::Agreed => before.saturating_add(step(BEST.saturating_sub(before), 16)),
            Conduct::Dissented => before.saturating_sub(step(before, 8)),
            Conduct::Missed => before.saturating_sub(step(before, 32)),
            Conduct::Late => before,
        };
        if conduct == Conduct::Agreed {
            seat.agreed = present;
        }
        if conduct == Conduct::Late {
            return;
        }
        seat.missed = seat.missed.checked_shl(1).unwrap_or_default() & ((1 << COUNTED) - 1);
        if conduct == Conduct::Missed {
            seat.missed |= 1;
        }
        if seat.missed.count_ones() > MAY_MISS {
            seat.missed = 0;
            seat.fines = seat.fines.saturating_add(1);
        }
    }

    /// Takes the fines of a seat: how many there are.
    pub fn take_fines(&mut self, reporter: u32) -> Result<u8, ContractError> {
        match std::mem::take(&mut self.seat_mut(reporter).fines) {
            0 => Err(ContractError::NoFine { reporter }),
            fines => Ok(fines),
        }
    }

    /// A seat was convicted: its reputation halves.
    pub fn disgrace(&mut self, reporter: u32) {
        let seat = self.seat_mut(reporter);
        seat.reputation >>= 1;
    }

    /// How the seats do now.
    pub fn seats(&self) -> impl Iterator<Item = (SeatRecord, BasisPoints)> + '_ {
        let present = self.exposure.present;
        self.seats.iter().map(move |seat| {
            let reputation = BasisPoints::new(seat.reputation_at(present)).unwrap_or(BasisPoints::WHOLE);
            (*seat, reputation)
        })
    }

    /// How a reporter does now; what it begins with, if it has done nothing yet.
    pub fn reputation(&self, reporter: u32) -> BasisPoints {
        let found = self.seats().find(|(seat, _)| seat.reporter == reporter);
        let average = || BasisPoints::new(AVERAGE).unwrap_or(BasisPoints::ZERO);
        found.map_or_else(average, |(_, reputation)| reputation)
    }

    /// Forgets seats that a committee has no more.
    pub fn keep(&mut self, committee: &Committee) {
        self.seats.retain(|seat| committee.seat(seat.reporter).is_some());
    }

    /// The stake of all who were convicted within this time, with what is convicted now.
    pub fn convict(
        &mut self,
        amount: Amount,
        within: Seconds,
        now: UnixTime,
    ) -> Result<Amount, ContractError> {
        let mut recent = Vec::new();
        for (at, amount) in self.convictions.drain(..) {
            if at.checked_add(within)? > now {
                recent.push((at, amount));
            }
        }
        self.convictions = recent;
        let is_full = self.convictions.len() >= MAX_CONVICTIONS;
        match self.convictions.first_mut() {
            Some((_, oldest)) if is_full => *oldest = oldest.checked_add(amount)?,
            _ => self.convictions.push((now, amount)),
        }
        let add = |sum: Amount, (_, amount): &(UnixTime, Amount)| sum.checked_add(*amount);
        Ok(self.convictions.iter().try_fold(Amount::ZERO, add)?)
    }

    fn seat_mut(&mut self, reporter: u32) -> &mut SeatRecord {
        let place = match self.seats.iter().position(|seat| seat.reporter == reporter) {
            Some(place) => place,
            None => {
                let agreed = self.exposure.present;
                self.seats.push(SeatRecord { reporter, missed: 0, fines: 0, reputation: AVERAGE, agreed });
                self.seats.len().saturating_sub(1)
            }
        };
        #[allow(clippy::indexing_slicing, reason = "the place was found, or made, just above")]
        &mut self.seats[place]
    }
}

impl SeatRecord {
    /// How many of the last rounds it missed.
    pub fn missed(self) -> u32 {
        self.missed.count_ones()
    }

    fn reputation_at(self, present: Period) -> u16 {
        let idle = present.saturating_sub(self.agreed).checked_div(IDLE).unwrap_or_default();
        match self.reputation.checked_sub(AVERAGE) {
            Some(above) => AVERAGE.saturating_add(above.checked_shr(idle).unwrap_or_default()),
            None => self.reputation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reputation(book: &Book) -> u16 {
        book.seats().next().unwrap().1.get()
    }

    #[test]
    fn the_fourth_miss_of_twenty_rounds_is_fined() {
        let fined = |agreed: usize| {
            let mut book = Book::default();
            let first = std::iter::repeat_n(Conduct::Missed, 3);
            for conduct in first.chain(std::iter::repeat_n(Conduct::Agreed, agreed)).chain([Conduct::Missed])
            {
                book.note(7, conduct);
            }
            let fines = book.take_fines(7);
            assert_eq!(book.take_fines(7), Err(ContractError::NoFine { reporter: 7 }), "once");
            fines
        };
        assert_eq!(fined(16), Ok(1));
        assert_eq!(fined(17), Err(ContractError::NoFine { reporter: 7 }), "the first has left the twenty");
    }

    #[test]
    fn who_is_shut_out_by_an_early_close_misses_nothing() {
        let mut book = Book::default();
        for _ in 0..40 {
            book.note(7, Conduct::Late);
        }
        assert_eq!((book.seats().next().unwrap().0.missed(), reputation(&book)), (0, AVERAGE));
    }

    /// 5000 + 5000/16 = 5312; 5312 - 5312/8 = 4648.
    #[test]
    fn reputation_follows_what_a_seat_does() {
        let mut book = Book::default();
        book.note(7, Conduct::Agreed);
        assert_eq!(reputation(&book), 5_312);
        book.note(7, Conduct::Dissented);
        assert_eq!(reputation(&book), 4_648);
        book.disgrace(7);
        assert_eq!(reputation(&book), 2_324);
    }

    #[test]
    fn reputation_fades_with_idleness() {
        let mut book = Book::default();
        for _ in 0..200 {
            book.note(7, Conduct::Agreed);
        }
        let before = reputation(&book);
        assert!(before > 9_900);
        book.exposure.present = 32;
        assert_eq!(reputation(&book), AVERAGE + (before - AVERAGE) / 2);
        book.exposure.present = 32 * 40;
        assert_eq!(reputation(&book), AVERAGE);
    }

    #[test]
    fn convictions_are_forgotten_after_their_time() {
        let (at, month) =
            (|days: u64| UnixTime::new(1_357_000_000 + days * 86_400).unwrap(), Seconds::days(30));
        let mut book = Book::default();
        assert_eq!(book.convict(Amount::new(5), month, at(0)), Ok(Amount::new(5)));
        assert_eq!(book.convict(Amount::new(7), month, at(29)), Ok(Amount::new(12)));
        assert_eq!(book.convict(Amount::new(1), month, at(30)), Ok(Amount::new(8)));
    }

    #[test]
    fn a_flood_of_convictions_keeps_its_sum() {
        let mut book = Book::default();
        let at = UnixTime::new(1_357_000_000).unwrap();
        let sums: Vec<_> =
            (0..40).map(|_| book.convict(Amount::new(1), Seconds::days(30), at).unwrap()).collect();
        assert_eq!(sums.last(), Some(&Amount::new(40)));
        assert!(book.convictions.len() <= MAX_CONVICTIONS);
    }
}
