use cosmwasm_std::{Addr, Response, Storage};
use numeric::Amount;
use types::oracle::RoundRef;

use crate::domain::book::Book;
use crate::domain::case::{Case, Closed};
use crate::domain::committee::{Assurance, Committee};
use crate::domain::exposure::period_of;
use crate::domain::feed::Feed;
use crate::domain::measurement::Gauge;
use crate::domain::moment::Moment;
use crate::execute::conclude::Asked;
use crate::{outgoing, state, ContractError};

/// A closed round of a secured feed, with all that is known around it.
pub struct Past {
    pub asked: Asked,
    pub number: u32,
    pub closed: Closed,
    pub feed_number: u32,
    pub feed: Feed,
    pub assurance: Assurance,
    pub gauge: Option<Gauge>,
}

impl Past {
    pub fn load(storage: &dyn Storage, round: RoundRef) -> Result<Self, ContractError> {
        let RoundRef { subject, round: number } = round;
        let asked = Asked::load(storage, subject)?;
        let milestone = asked.subject.milestone;
        let closed = state::closed(storage, asked.tag, asked.place, number)?
            .ok_or(ContractError::NotClosed { milestone, round: number })?;
        let feed_number = asked.inquiry.feed;
        let feed = state::feed(storage, feed_number)?;
        let rules = state::committee(storage, feed_number)?.rules;
        let assurance = rules.assurance.ok_or(ContractError::NotSecured { feed: feed_number })?;
        Ok(Self { asked, number, closed, feed_number, feed, assurance, gauge: rules.gauge })
    }

    pub fn save(&self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        state::save_closed(storage, self.asked.tag, self.asked.place, self.number, &self.closed)
    }

    /// The committee that answered it.
    pub fn committee(&self, storage: &dyn Storage) -> Result<Committee, ContractError> {
        state::committee_of(storage, self.feed_number, self.closed.version)
    }

    /// The feed's book, rolled on to now.
    pub fn book(&self, storage: &mut dyn Storage, now: Moment) -> Result<Book, ContractError> {
        let present = period_of(now.time, self.assurance.period);
        state::book(storage, self.feed_number, present, self.assurance.span())
    }

    /// The operators whose seats answer for it.
    pub fn operators(&self, storage: &dyn Storage) -> Result<Vec<Addr>, ContractError> {
        let committee = self.committee(storage)?;
        let mut operators: Vec<Addr> = Vec::new();
        for member in self.closed.answerable(&committee) {
            let operator = self.feed.operator(member)?;
            if !operators.contains(operator) {
                operators.push(operator.clone());
            }
        }
        Ok(operators)
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
    pub fn forfeit(
        &mut self,
        storage: &mut dyn Storage,
        response: Response,
    ) -> Result<Response, ContractError> {
        if self.closed.divided {
            return Ok(response);
        }
        self.closed.divided = true;
        let reward = std::mem::replace(&mut self.closed.reward, Amount::ZERO);
        let (asset, secured) = self.feed.secured(self.feed_number)?;
        outgoing::pay(storage, &secured.treasury, asset, reward, response)
    }
}

/// How a feed's facts are secured.
pub fn assurance(storage: &dyn Storage, feed: u32) -> Result<Assurance, ContractError> {
    state::committee(storage, feed)?.rules.assurance.ok_or(ContractError::NotSecured { feed })
}
