//! Room at the oracle for what an agreement's facts move: who lies about one loses more than it moves.

use numeric::{Amount, UnixTime};
use serde::{Deserialize, Serialize};
use types::escrow::{AgreementId, MilestoneTerms};
use types::journey::MilestoneRef;
use types::oracle::{reservation_fee, ExposureKind, PublishedFeed, ReservedPart};

use super::agreement::Deal;
use super::condition::{measurement, milestones};
use crate::ContractError;

/// An agreement's reservations are numbered by it, each further one this much higher.
const NEXT: u32 = 48;

/// Room that an agreement takes on a secured feed.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Reservation {
    /// The feed.
    pub feed: u32,
    /// Whether a lower number pays more: then the payer is harmed by one that says too little.
    pub falls: bool,
    /// What the oracle takes for it.
    pub fee: Amount,
    /// From when anyone may give up at the oracle what no fact has used.
    pub until: UnixTime,
}

/// A milestone's amount as it hangs on one question. Of an `all` it hangs in full on each of its events: any of them
/// could be the one that is lied about. Of part deliveries it hangs in full on the question of all of them.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The milestone.
    pub milestone: u8,
    /// Its terms.
    pub terms: &'a MilestoneTerms,
    /// The question.
    pub question: MilestoneRef,
    /// Whether it is a question about the title's journey, and not one that this contract asks.
    pub of_journey: bool,
}

/// What an agreement hangs on a feed, in the order of the reservation's parts: what grows with its numbers and comes
/// with its events, or what falls.
pub fn parts(deal: &Deal, (feed, falls): (u32, bool)) -> impl Iterator<Item = (u8, Part<'_>)> {
    let parts = (0_u8..).zip(&deal.milestones).flat_map(move |(milestone, terms)| {
        let part = move |question: &MilestoneRef, of_journey| Part {
            milestone,
            terms,
            question: *question,
            of_journey,
        };
        let journey = milestones(&terms.condition).filter(move |_| feed == deal.feed && !falls);
        let measured = measurement(&terms.condition).filter(|of| of.feed == feed && of.falls() == falls);
        journey.map(move |of| part(of, true)).chain(measured.map(move |of| part(&of.at, false)))
    });
    (0_u8..).zip(parts)
}

/// The feeds whose facts move the agreement's money, and in which direction, each once, the journey's first.
pub fn feeds(deal: &Deal) -> Vec<(u32, bool)> {
    let mut feeds = vec![(deal.feed, false)];
    for of in deal.milestones.iter().filter_map(|of| measurement(&of.condition)) {
        if !feeds.contains(&(of.feed, of.falls())) {
            feeds.push((of.feed, of.falls()));
        }
    }
    feeds
}

impl Reservation {
    /// What must be reserved on a feed, if it takes reservations and anything hangs on it.
    ///
    /// The fee of each part is rounded up, as the oracle does it.
    pub fn needed(
        deal: &Deal,
        (feed, falls): (u32, bool),
        published: &PublishedFeed,
    ) -> Result<Option<Self>, ContractError> {
        let Some(terms) = published.reservations else { return Ok(None) };
        let (mut fee, mut is_needed) = (Amount::ZERO, false);
        for (_, part) in parts(deal, (feed, falls)) {
            fee = fee.checked_add(reservation_fee(part.terms.amount, terms.fee)?)?;
            is_needed = true;
        }
        let until = deal.long_stop.checked_add(terms.challenge)?;
        Ok(is_needed.then_some(Self { feed, falls, fee, until }))
    }

    /// Its parts, as the oracle wants them.
    pub fn reserved(&self, deal: &Deal) -> Vec<ReservedPart> {
        let reserved = |(_, part): (u8, Part)| ReservedPart {
            amount: part.terms.amount,
            kind: kind(part.terms),
            expected: part.terms.due.or(part.terms.cutoff).unwrap_or(deal.long_stop),
        };
        parts(deal, self.of()).map(reserved).collect()
    }

    /// The feed and the direction.
    pub fn of(&self) -> (u32, bool) {
        (self.feed, self.falls)
    }
}

/// What of an event a milestone's money hangs on: its time, where a penalty or a cut-off counts by it. A number is moved
/// by as few as a time is.
fn kind(terms: &MilestoneTerms) -> ExposureKind {
    if terms.late.is_some() || terms.cutoff.is_some() || measurement(&terms.condition).is_some() {
        ExposureKind::Time
    } else {
        ExposureKind::Outcome
    }
}

/// The number of an agreement's reservation, by its place in the list.
pub fn reference(id: AgreementId, place: u64) -> u64 {
    place.checked_shl(NEXT).unwrap_or_default() | id
}

/// The agreement and the place of a reservation.
pub fn referred(reference: u64) -> (AgreementId, usize) {
    let place = reference.checked_shr(NEXT).unwrap_or_default();
    let id = reference & 1_u64.checked_shl(NEXT).unwrap_or_default().wrapping_sub(1);
    (id, usize::try_from(place).unwrap_or(usize::MAX))
}

impl Deal {
    /// What all its reservations cost.
    pub fn fee(&self) -> Result<Amount, ContractError> {
        let add = |sum: Amount, of: &Reservation| sum.checked_add(of.fee);
        Ok(self.reservations.iter().try_fold(Amount::ZERO, add)?)
    }

    /// Whether anything is reserved for a milestone.
    pub fn is_reserved(&self, milestone: u8) -> bool {
        let parts = self.reservations.iter().flat_map(|of| parts(self, of.of()));
        parts.into_iter().any(|(_, part)| part.milestone == milestone)
    }

    /// The milestone of a reservation's part.
    pub fn milestone_of_part(&self, place: usize, part: u8) -> Option<u8> {
        let of = self.reservations.get(place)?.of();
        parts(self, of).find(|(number, _)| *number == part).map(|(_, part)| part.milestone)
    }

    /// Refuses more money on a milestone than is reserved for it: nobody would answer for it.
    pub fn assert_secured(&self, milestone: u8, amount: Amount) -> Result<(), ContractError> {
        let reserved = self.milestone(milestone)?.amount;
        if self.is_reserved(milestone) && amount > reserved {
            return Err(ContractError::MoreThanReserved { milestone, reserved, actual: amount });
        }
        Ok(())
    }

    /// Refuses a cut-off where it was reserved that nothing hangs on the event's time.
    pub fn assert_cutoff_secured(&self, milestone: u8) -> Result<(), ContractError> {
        let kind = kind(self.milestone(milestone)?);
        if self.is_reserved(milestone) && kind == ExposureKind::Outcome {
            return Err(ContractError::TimeNotReserved { milestone });
        }
        Ok(())
    }
}
