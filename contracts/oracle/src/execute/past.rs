use std::rc::Rc;

use cosmwasm_std::{Addr, Storage};
use cw20::Denom;
use numeric::Amount;
use types::oracle::RoundRef;

use crate::domain::book::Book;
use crate::domain::case::{Case, Closed};
use crate::domain::committee::{Assurance, Committee};
use crate::domain::exposure::period_of;
use crate::domain::feed::Feed;
use crate::domain::measurement::Gauge;
use crate::domain::moment::Moment;
use crate::domain::stake::Stake;
use crate::execute::conclude::Asked;
use crate::outgoing::Payouts;
use crate::{state, ContractError};

/// A closed round of a secured feed, with all that is known around it.
pub struct Past {
    pub asked: Asked,
    pub number: u32,
    pub closed: Closed,
    pub feed_number: u32,
    pub feed: Rc<Feed>,
    /// The committee that sits now.
    pub present: Rc<Committee>,
    pub assurance: Assurance,
    pub gauge: Option<Gauge>,
}

impl Past {
    pub fn load(storage: &dyn Storage, round: RoundRef) -> Result<Self, ContractError> {
        Self::beside(storage, round, None)
    }

    /// One of several: what is known of the feed of another is not read again.
    pub fn beside(
        storage: &dyn Storage,
        round: RoundRef,
        other: Option<&Self>,
    ) -> Result<Self, ContractError> {
        let RoundRef { subject, round: number } = round;
        let asked = Asked::load(storage, subject)?;
        let milestone = asked.subject.milestone;
        let closed = state::closed(storage, asked.tag, asked.place, number)?
            .ok_or(ContractError::NotClosed { milestone, round: number })?;
        let feed_number = asked.inquiry.feed;
        let (feed, present) = match other.filter(|other| other.feed_number == feed_number) {
            Some(other) => (other.feed.clone(), other.present.clone()),
            None => {
                (state::feed(storage, feed_number)?.into(), state::committee(storage, feed_number)?.into())
            }
        };
        let assurance = assurance_of(&present, feed_number)?;
        let gauge = present.rules.gauge;
        Ok(Self { asked, number, closed, feed_number, feed, present, assurance, gauge })
    }

    pub fn save(&self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        state::save_closed(storage, self.asked.tag, self.asked.place, self.number, &self.closed)
    }

    /// The committee that answered it.
    pub fn committee(&self, storage: &dyn Storage) -> Result<Rc<Committee>, ContractError> {
        if self.present.version == self.closed.version {
            return Ok(self.present.clone());
        }
        Ok(state::former_committee(storage, self.feed_number, self.closed.version)?.into())
    }

    /// The feed's book, rolled on to now.
    pub fn book(&self, storage: &mut dyn Storage, now: Moment) -> Result<Book, ContractError> {
        let present = period_of(now.time, self.assurance.period);
        state::book(storage, self.feed_number, present, self.assurance.span())
    }

    /// The stakes of the operators whose seats answer for it.
    pub fn stakes(&self, storage: &dyn Storage, committee: &Committee) -> Result<Stakes, ContractError> {
        let (asset, _) = self.feed.secured(self.feed_number)?;
        let mut stakes = Stakes::of_asset(asset);
        for member in self.closed.answerable(committee) {
            stakes.of(storage, self.feed.operator(member)?)?;
        }
        Ok(stakes)
    }

    /// Its open case.
    pub fn open_case(&self, storage: &dyn Storage) -> Result<(u64, Case), ContractError> {
        let number = self.closed.case.ok_or(ContractError::NoCase {})?;
        let case = state::case(storage, number)?;
        match case.ruling {
            None => Ok((number, case)),
            Some(_) => Err(ContractError::NoCase {}),
        }
    }

    /// What it earned, and nobody was paid, is the treasury's.
    pub fn forfeit(&mut self, payouts: &mut Payouts) -> Result<(), ContractError> {
        if self.closed.divided {
            return Ok(());
        }
        self.closed.divided = true;
        let reward = std::mem::replace(&mut self.closed.reward, Amount::ZERO);
        let (_, secured) = self.feed.secured(self.feed_number)?;
        payouts.add(&secured.treasury, reward)
    }
}

/// The stakes of some operators in one asset, each read and written once.
pub struct Stakes {
    asset: Denom,
    of: Vec<(Addr, Stake)>,
}

impl Stakes {
    /// Of nobody yet.
    pub fn of_asset(asset: &Denom) -> Self {
        Self { asset: asset.clone(), of: Vec::new() }
    }

    /// Does the same to all of them.
    pub fn each(
        &mut self,
        change: impl Fn(&mut Stake) -> Result<(), ContractError>,
    ) -> Result<(), ContractError> {
        self.of.iter_mut().try_for_each(|(_, stake)| change(stake))
    }

    /// An operator's.
    pub fn of(&mut self, storage: &dyn Storage, operator: &Addr) -> Result<&mut Stake, ContractError> {
        let place = match self.of.iter().position(|(known, _)| known == operator) {
            Some(place) => place,
            None => {
                self.of.push((operator.clone(), state::stake(storage, operator, &self.asset)?));
                self.of.len().saturating_sub(1)
            }
        };
        #[allow(clippy::indexing_slicing, reason = "the place was found, or made, just above")]
        Ok(&mut self.of[place].1)
    }

    /// Writes all of them.
    pub fn save(self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        self.of
            .iter()
            .try_for_each(|(operator, stake)| state::save_stake(storage, operator, &self.asset, stake))
    }
}

/// How a feed's facts are secured.
pub fn assurance(storage: &dyn Storage, feed: u32) -> Result<Assurance, ContractError> {
    assurance_of(&state::committee(storage, feed)?, feed)
}

/// The same, of its committee.
pub fn assurance_of(committee: &Committee, feed: u32) -> Result<Assurance, ContractError> {
    committee.rules.assurance.ok_or(ContractError::NotSecured { feed })
}
