//! Room under a feed's caps.

use cosmwasm_std::{Response, Storage};
use numeric::{Amount, UnixTime};

use crate::domain::book::Book;
use crate::domain::coalition::Coalitions;
use crate::domain::committee::{Assurance, Committee};
use crate::domain::exposure::{period_of, Period, Share, Sums};
use crate::domain::feed::{Feed, Secured};
use crate::domain::reservation::{Calendar, Part};
use crate::events::FeeKept;
use crate::execute::secure::{cheapest, has_room, take_expected};
use crate::outgoing::Payouts;
use crate::state;
use crate::ContractError;

/// How many times a reservation counts what has become due: a thousand periods are years of days.
const MOST_CATCHING_UP: u32 = 16;

/// A feed's book, while something is reserved, bound or given up.
pub struct Room {
    feed: u32,
    now: Period,
    pub book: Book,
}

impl Room {
    pub fn open(
        storage: &mut dyn Storage,
        feed: u32,
        assurance: &Assurance,
        now: UnixTime,
    ) -> Result<Self, ContractError> {
        let present = period_of(now, assurance.period);
        Ok(Self { feed, now: present, book: state::book(storage, feed, present, assurance.span())? })
    }

    /// Counts all that has become due since the last message. Refusing to would undo what is counted, and nobody else need come.
    pub fn catch_up(
        &mut self,
        storage: &mut dyn Storage,
        assurance: &Assurance,
    ) -> Result<(), ContractError> {
        for _ in 0..MOST_CATCHING_UP {
            if self.book.exposure.has_counted(self.now) {
                break;
            }
            state::save_book(storage, self.feed, &self.book)?;
            self.book = state::book(storage, self.feed, self.now, assurance.span())?;
        }
        Ok(())
    }

    /// Takes room for all parts, each beside those before it.
    pub fn take(
        &mut self,
        storage: &mut dyn Storage,
        committee: &Committee,
        assurance: &Assurance,
        secured: &Secured,
        consumer: u8,
        parts: &[Part],
    ) -> Result<(), ContractError> {
        if !self.book.exposure.has_counted(self.now) {
            return Err(ContractError::PeriodsBehind {});
        }
        let caps = Coalitions::of(committee, committee)?.caps(assurance.ratio)?;
        let share = secured.share(consumer, caps)?;
        let (span, present) = (assurance.span(), self.book.exposure.present);
        for part in parts {
            // Nearby periods on both sides: those it counts in, and those that count there.
            let before = Period::try_from(span.saturating_sub(1)).unwrap_or_default();
            let first = part.period.saturating_sub(before);
            let mut expected = state::expected_from(storage, self.feed, first, span.saturating_mul(2))?;
            let calendar = Calendar { exposure: &self.book.exposure, expected: &expected, span };
            calendar.assert_fits(consumer, part.period, part.sums(), caps, share)?;
            if part.period <= present {
                self.book.exposure.add_due(consumer, part.sums())?;
                continue;
            }
            let own = expected.iter_mut().find(|(period, _)| *period == part.period);
            let mut shares: Vec<Share> = own.map(|(_, shares)| std::mem::take(shares)).unwrap_or_default();
            match shares.iter_mut().find(|(known, _)| *known == consumer) {
                Some((_, known)) => known.add(part.sums())?,
                None => shares.push((consumer, part.sums())),
            }
            state::save_expected(storage, self.feed, part.period, &shares)?;
        }
        Ok(())
    }

    /// What was expected later is due now, if there is room for it.
    pub fn make_due(
        &mut self,
        storage: &mut dyn Storage,
        committee: &Committee,
        assurance: &Assurance,
        later: Period,
        (consumer, sums): Share,
    ) -> Result<(), ContractError> {
        take_expected(storage, &mut self.book, self.feed, later, (consumer, sums))?;
        self.book.exposure.add_due(consumer, sums)?;
        if !has_room(&self.book, cheapest(committee, committee)?, assurance, self.now, (Sums::default(), 1))?
        {
            return Err(ContractError::NoRoomToday {});
        }
        Ok(())
    }

    pub fn close(self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        state::save_book(storage, self.feed, &self.book)
    }
}

/// Fees that no fact earned are the treasury's.
pub fn keep_fee(
    storage: &mut dyn Storage,
    number: u32,
    feed: &Feed,
    amount: Amount,
    response: Response,
) -> Result<Response, ContractError> {
    if amount.is_zero() {
        return Ok(response);
    }
    let (asset, secured) = feed.secured(number)?;
    let mut payouts = Payouts::of(asset);
    payouts.add(&secured.treasury, amount)?;
    let kept = FeeKept { feed: number, to: secured.treasury.clone(), amount };
    payouts.pay(storage, response.add_event(kept))
}
