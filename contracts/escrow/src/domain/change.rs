//! Changes of one milestone, to which both sides must agree.

use cosmwasm_std::Addr;
use numeric::{Amount, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::escrow::{Change, MilestoneTerms, Settlement, Tally};

use super::milestone::{Milestone, Payout};
use crate::ContractError;

/// How far at least the long-stop lies behind every other date.
const LONG_STOP_MARGIN: Seconds = Seconds::SECOND;

/// A change that one side has proposed.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Proposed {
    /// Who; it must still have its side when the other consents.
    pub by: Addr,
    /// What.
    pub change: Change,
}

/// Who the two sides of a milestone are now.
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    /// Pays.
    pub payer: &'a Addr,
    /// Owns the receivable.
    pub owner: &'a Addr,
}

impl Parties<'_> {
    /// Refuses whoever is neither.
    pub fn assert_one(&self, sender: &Addr) -> Result<(), ContractError> {
        if sender == self.payer || sender == self.owner {
            return Ok(());
        }
        let (payer, owner) = (self.payer.clone(), self.owner.clone());
        Err(ContractError::NeitherSide { sender: sender.clone(), payer, owner })
    }

    /// Whether `first` and `second` are the two sides.
    fn are(&self, first: &Addr, second: &Addr) -> bool {
        (first == self.payer && second == self.owner) || (first == self.owner && second == self.payer)
    }
}

/// What a message about a change came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// The other side must still consent.
    Proposed,
    /// It holds; so much of the prefunded money goes back to the payer, and if it ended the milestone, that is
    /// over.
    Changed(Payout),
}

impl Milestone {
    /// One side proposes a change; if the other proposed the same, it holds. Who is both sides needs nobody.
    pub fn change(
        &mut self,
        terms: &MilestoneTerms,
        index: u8,
        sender: &Addr,
        parties: Parties,
        change: &Change,
        long_stop: UnixTime,
    ) -> Result<Agreed, ContractError> {
        self.assert_open(index)?;
        parties.assert_one(sender)?;
        self.check_change(index, change, long_stop)?;
        let consents = self
            .change
            .as_ref()
            .is_some_and(|proposed| proposed.change == *change && parties.are(&proposed.by, sender));
        if !consents && parties.payer != parties.owner {
            self.change = Some(Proposed { by: sender.clone(), change: change.clone() });
            return Ok(Agreed::Proposed);
        }
        self.change = None;
        if change.cancel {
            return Ok(Agreed::Changed(self.void(terms)?));
        }
        self.apply(terms, change).map(Agreed::Changed)
    }

    fn check_change(&self, index: u8, change: &Change, long_stop: UnixTime) -> Result<(), ContractError> {
        let milestone = index;
        let sets = change.amount.is_some() || change.due.is_some() || change.cutoff.is_some();
        if change.cancel == sets {
            return Err(ContractError::ChangeOfNothing { milestone });
        }
        if change.amount.is_some_and(|amount| amount <= self.paid || amount >= self.amount) {
            return Err(ContractError::ChangeAmount { milestone, least: self.paid, most: self.amount });
        }
        let (due, cutoff) = (change.due.or(self.due), change.cutoff.or(self.cutoff));
        assert_dates(milestone, due, cutoff, long_stop)
    }

    fn apply(&mut self, terms: &MilestoneTerms, change: &Change) -> Result<Payout, ContractError> {
        self.due = change.due.or(self.due);
        if change.cutoff.is_some_and(|cutoff| self.cutoff != Some(cutoff)) {
            self.cutoff = change.cutoff;
            // Which numbers are in time is asked anew of all of them; what was paid stays paid.
            self.tally = self.tally.map(|_| Tally::default());
        }
        let Some(amount) = change.amount else { return Ok(Payout::default()) };
        let less = self.amount.checked_sub(amount)?;
        self.amount = amount;
        let to_payer = match terms.settlement {
            Settlement::Prefunded {} => less,
            Settlement::Deferred { .. } => Amount::ZERO,
        };
        self.refunded = self.refunded.checked_add(to_payer)?;
        Ok(Payout { to_payer, ..Payout::default() })
    }
}

/// Refuses a cut-off before its due date, and dates that the long-stop does not leave room for.
pub fn assert_dates(
    milestone: u8,
    due: Option<UnixTime>,
    cutoff: Option<UnixTime>,
    long_stop: UnixTime,
) -> Result<(), ContractError> {
    if let (Some(due), Some(cutoff)) = (due, cutoff) {
        if cutoff < due {
            return Err(ContractError::CutoffBeforeDue { milestone, due, cutoff });
        }
    }
    match due.max(cutoff) {
        Some(date) if date.checked_add(LONG_STOP_MARGIN)? > long_stop => {
            Err(ContractError::DateAfterLongStop { milestone, date, long_stop })
        }
        _ => Ok(()),
    }
}
