//! Room under a feed's caps that a consumer has taken.

use cosmwasm_std::Addr;
use numeric::{Amount, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::oracle::{ExposureKind, ReservedPart, MAX_PARTS};

use crate::domain::coalition::Caps;
use crate::domain::exposure::{period_of, Exposure, Period, Share, Sums};
use crate::domain::slashing::Harm;
use crate::domain::stake::positive;
use crate::ContractError;

/// What a consumer reserved for one agreement, policy or loan.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// The feed.
    pub feed: u32,
    /// The consumer's place in the feed's list.
    pub consumer: u8,
    /// From when anyone may give it up.
    pub until: UnixTime,
    /// Who is harmed by a fact that says too much.
    pub too_early: Addr,
    /// Who is harmed by one that says too little; the consumer, if nobody is named.
    pub too_late: Option<Addr>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A sum of a reservation.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How much; nothing once it is given up.
    pub amount: Amount,
    /// What of the event it hangs on.
    pub kind: ExposureKind,
    /// The period in which the fact is expected.
    pub period: Period,
    /// The question it hangs on.
    pub bound: Option<Bound>,
    /// What was paid for it, by the round whose fact was false.
    pub compensated: Vec<(u32, Amount)>,
}

/// A question, as a reservation knows it.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The tag of collection and token.
    pub subject: [u8; 20],
    /// The question's place in the inquiry.
    pub question: u8,
    /// The first round that can concern it.
    pub round: u32,
    /// How many pots its facts had then: those are for others.
    pub pots: u32,
    /// How many facts had moved what hung there before it; none if it was bound to a fact.
    pub after: Option<u32>,
}

impl Bound {
    /// Whether a fact has used it, of a question that so many facts have moved.
    pub fn is_used(self, facts: u32) -> bool {
        self.after.is_none_or(|after| facts > after)
    }
}

impl Reservation {
    /// The parts as they are asked for, all of positive amounts.
    pub fn parts(
        asked: &[ReservedPart],
        period: Seconds,
        now: UnixTime,
        until: UnixTime,
    ) -> Result<Vec<Part>, ContractError> {
        if asked.is_empty() {
            return Err(ContractError::Empty { what: "parts" });
        }
        if asked.len() > MAX_PARTS {
            return Err(ContractError::TooMany { what: "parts", max: MAX_PARTS, found: asked.len() });
        }
        let part = |part: &ReservedPart| {
            if part.expected > until {
                return Err(ContractError::ExpectedTooLate { expected: part.expected, until });
            }
            Ok(Part {
                amount: positive(part.amount)?,
                kind: part.kind,
                // What should have happened already is expected now.
                period: period_of(part.expected.max(now), period),
                bound: None,
                compensated: Vec::new(),
            })
        };
        asked.iter().map(part).collect()
    }

    /// A part that is not given up.
    pub fn part_mut(&mut self, number: u8) -> Result<&mut Part, ContractError> {
        let parts = self.parts.len();
        let part = self
            .parts
            .get_mut(usize::from(number))
            .ok_or(ContractError::UnknownPart { part: number, parts })?;
        if part.amount.is_zero() {
            return Err(ContractError::PartGivenUp { part: number });
        }
        Ok(part)
    }

    /// Whom a fact of this harm leaves short, and whether that is the consumer, which is told what for.
    pub fn harmed<'a>(&'a self, harm: Harm, consumer: &'a Addr) -> (&'a Addr, bool) {
        match (harm, &self.too_late) {
            // Money moved by a number that is none: whoever is not the consumer, which sees to its payee, has paid.
            (Harm::Groundless, Some(named)) if self.too_early == *consumer => (named, named == consumer),
            (Harm::TooEarly | Harm::Groundless, _) => (&self.too_early, self.too_early == *consumer),
            (Harm::TooLate, Some(named)) => (named, named == consumer),
            (Harm::TooLate, None) => (consumer, true),
        }
    }
}

impl Part {
    /// What it adds to an exposure.
    pub fn sums(&self) -> Sums {
        Sums::of(self.kind, self.amount)
    }

    /// What of it is not compensated: all false facts together pay no more than its amount.
    pub fn uncompensated(&self) -> Result<Amount, ContractError> {
        let less = |rest: Amount, (_, paid): &(u32, Amount)| rest.checked_sub(*paid);
        Ok(self.compensated.iter().try_fold(self.amount, less)?)
    }

    /// What the false fact of a round has paid for it.
    pub fn compensated_by(&self, round: u32) -> Amount {
        let of = self.compensated.iter().find(|(known, _)| *known == round);
        of.map_or(Amount::ZERO, |(_, paid)| *paid)
    }

    /// The false fact of a round pays so much more.
    pub fn compensate(&mut self, round: u32, amount: Amount) -> Result<(), ContractError> {
        match self.compensated.iter_mut().find(|(known, _)| *known == round) {
            Some((_, paid)) => *paid = paid.checked_add(amount)?,
            None => self.compensated.push((round, amount)),
        }
        Ok(())
    }
}

/// What is reserved of the periods around one: those in which a sum expected in it counts, and those that count in them.
pub struct Calendar<'a> {
    /// What hangs on the feed already.
    pub exposure: &'a Exposure,
    /// What is expected in periods after the present one, as far as it matters.
    pub expected: &'a [(Period, Vec<Share>)],
    /// How many periods a challenge window touches.
    pub span: usize,
}

impl Calendar<'_> {
    /// Refuses a sum that does not fit in every period in which it counts: under the caps, and under the consumer's share
    /// of them.
    pub fn assert_fits(
        &self,
        consumer: u8,
        period: Period,
        sums: Sums,
        caps: Caps,
        share: Caps,
    ) -> Result<(), ContractError> {
        let span = u32::try_from(self.span).unwrap_or(u32::MAX);
        for counted in period..period.saturating_add(span) {
            for (whose, caps) in [(None, caps), (Some(consumer), share)] {
                let mut hanging = self.in_period(counted, whose)?;
                hanging.add(sums)?;
                if !hanging.fits(caps)? {
                    hanging.sub(sums)?;
                    return Err(ContractError::OverCap {
                        time: hanging.time,
                        outcome: hanging.outcome,
                        more: sums.total()?,
                        cap_time: caps.time,
                        cap_outcome: caps.outcome,
                    });
                }
            }
        }
        Ok(())
    }

    fn in_period(&self, period: Period, whose: Option<u8>) -> Result<Sums, ContractError> {
        let mut sums = self.exposure.in_period(period, self.span, whose)?;
        let first = period.saturating_sub(u32::try_from(self.span).unwrap_or(u32::MAX).saturating_sub(1));
        for (_, shares) in self.expected.iter().filter(|(of, _)| (first..=period).contains(of)) {
            for (consumer, more) in shares {
                if whose.is_none_or(|whose| whose == *consumer) {
                    sums.add(*more)?;
                }
            }
        }
        Ok(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Seconds = Seconds::days(1);
    const NOW: u32 = 15_706;

    fn units(n: u128) -> Amount {
        Amount::new(n)
    }

    fn caps(time: u128, outcome: u128) -> Caps {
        Caps { time: units(time), outcome: units(outcome) }
    }

    fn on_time(amount: u128) -> Sums {
        Sums::of(ExposureKind::Time, units(amount))
    }

    fn on_outcome(amount: u128) -> Sums {
        Sums::of(ExposureKind::Outcome, units(amount))
    }

    fn given_exposure() -> Exposure {
        let mut exposure = Exposure::default();
        exposure.roll(NOW, &[], true, 3).unwrap();
        exposure
    }

    fn fits(
        exposure: &Exposure,
        expected: &[(u32, Vec<Share>)],
        period: u32,
        sums: Sums,
        caps: Caps,
    ) -> bool {
        Calendar { exposure, expected, span: 3 }.assert_fits(0, period, sums, caps, caps).is_ok()
    }

    /// A window of 48 hours touches three days.
    #[test]
    fn a_sum_counts_on_its_day_and_the_two_after_it() {
        let (exposure, cap) = (given_exposure(), caps(100, 100));
        for (day, is_free) in
            [(6, true), (7, true), (8, false), (9, false), (10, false), (11, false), (12, false), (13, true)]
        {
            let expected = [(NOW + 10, vec![(0, on_time(100))])];
            assert_eq!(fits(&exposure, &expected, NOW + day, on_time(1), cap), is_free, "day {day}");
        }
    }

    #[test]
    fn a_time_must_fit_both_caps_and_an_outcome_one() {
        let (exposure, cap) = (given_exposure(), caps(50, 100));
        assert!(fits(&exposure, &[], NOW + 5, on_time(50), cap));
        assert!(!fits(&exposure, &[], NOW + 5, on_time(51), cap));
        assert!(fits(&exposure, &[], NOW + 5, on_outcome(100), cap));
        let expected = [(NOW + 5, vec![(0, on_time(40))])];
        assert!(fits(&exposure, &expected, NOW + 5, on_outcome(60), cap));
        assert!(!fits(&exposure, &expected, NOW + 5, on_outcome(61), cap));
    }

    #[test]
    fn what_is_late_counts_in_every_later_period() {
        let (mut exposure, cap) = (given_exposure(), caps(100, 100));
        exposure.roll(NOW + 10, &[(NOW + 10, vec![(0, on_time(60))])], true, 3).unwrap();
        for day in [10, 11, 40, 700] {
            assert!(fits(&exposure, &[], NOW + day, on_time(40), cap), "day {day}");
            assert!(!fits(&exposure, &[], NOW + day, on_time(41), cap), "day {day}");
        }
        exposure.take_due(0, on_time(60)).unwrap();
        assert!(fits(&exposure, &[], NOW + 10, on_time(100), cap));
    }

    #[test]
    fn what_was_decided_lapses_without_a_message() {
        let (mut exposure, cap) = (given_exposure(), caps(100, 100));
        exposure.add_decided(0, on_time(100)).unwrap();
        assert!(!fits(&exposure, &[], NOW + 2, on_time(1), cap));
        assert!(fits(&exposure, &[], NOW + 3, on_time(100), cap));
        exposure.roll(NOW + 2, &[], true, 3).unwrap();
        assert!(!fits(&exposure, &[], NOW + 2, on_time(1), cap));
        exposure.roll(NOW + 3, &[], true, 3).unwrap();
        assert_eq!(exposure.in_period(NOW + 3, 3, None), Ok(Sums::default()));
    }

    #[test]
    fn a_consumer_has_its_share_and_no_more() {
        let exposure = given_exposure();
        let expected = [(NOW + 5, vec![(0, on_time(30)), (1, on_time(20))])];
        let calendar = Calendar { exposure: &exposure, expected: &expected, span: 3 };
        let (all, share) = (caps(100, 100), caps(50, 50));
        assert!(calendar.assert_fits(0, NOW + 5, on_time(20), all, share).is_ok());
        assert!(calendar.assert_fits(0, NOW + 5, on_time(21), all, share).is_err());
        assert!(calendar.assert_fits(1, NOW + 5, on_time(30), all, share).is_ok());
    }

    #[test]
    fn what_was_expected_before_now_is_expected_now() {
        let now = UnixTime::new(u64::from(NOW) * 86_400 + 5).unwrap();
        let part = |expected: u64| ReservedPart {
            amount: units(1),
            kind: ExposureKind::Time,
            expected: UnixTime::new(expected).unwrap(),
        };
        let parts = Reservation::parts(
            &[part(1_300_000_000), part(u64::from(NOW + 2) * 86_400)],
            DAY,
            now,
            UnixTime::new(1_400_000_000).unwrap(),
        )
        .unwrap();
        assert_eq!(parts.iter().map(|part| part.period).collect::<Vec<_>>(), [NOW, NOW + 2]);
    }

    /// A consumer that is harmed itself is told what the money is for, on whichever side it stands.
    #[test]
    fn the_consumer_is_told_where_it_is_harmed() {
        let address = |name: &str| Addr::unchecked(name);
        let (escrow, payer) = (address("escrow"), address("payer"));
        let reservation = |too_early: &Addr, too_late: Option<&Addr>| Reservation {
            feed: 1,
            consumer: 0,
            until: UnixTime::new(1_357_000_000).unwrap(),
            too_early: too_early.clone(),
            too_late: too_late.cloned(),
            parts: vec![],
        };
        let rises = reservation(&payer, None);
        assert_eq!(rises.harmed(Harm::TooEarly, &escrow), (&payer, false));
        assert_eq!(rises.harmed(Harm::TooLate, &escrow), (&escrow, true));
        let falls = reservation(&escrow, Some(&payer));
        assert_eq!(falls.harmed(Harm::TooEarly, &escrow), (&escrow, true));
        assert_eq!(falls.harmed(Harm::TooLate, &escrow), (&payer, false));
        assert_eq!(rises.harmed(Harm::Groundless, &escrow), (&payer, false));
        assert_eq!(falls.harmed(Harm::Groundless, &escrow), (&payer, false));
        assert_eq!(reservation(&escrow, None).harmed(Harm::Groundless, &escrow), (&escrow, true));
        let named = reservation(&payer, Some(&escrow));
        assert_eq!(named.harmed(Harm::TooLate, &escrow), (&escrow, true));
    }
}
