//! A milestone's own story: from open to settled or void, and what each way of ending it pays to whom.

use cosmwasm_std::Addr;
use numeric::{Amount, Rounding, UnixTime};
use serde::{Deserialize, Serialize};
use types::escrow::{LatePenalty, MilestoneState, MilestoneTerms, Settlement, Tally};

use super::change::Proposed;
use super::condition::{Approved, Verdict};
use super::dispute::{Disputed, Sides};
use crate::ContractError;

/// What of a milestone changes. Until something does there is no record of it: it is open as its terms say.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Milestone {
    /// Where it stands.
    pub state: MilestoneState,
    /// The amount in force.
    pub amount: Amount,
    /// From when lateness counts.
    pub due: Option<UnixTime>,
    /// By when the condition must be met.
    pub cutoff: Option<UnixTime>,
    /// What its owner has been paid.
    pub paid: Amount,
    /// What went back to the payer.
    pub refunded: Amount,
    /// Deferred, condition met: what is still to be paid.
    pub outstanding: Amount,
    /// When the condition was met.
    pub reached: Option<UnixTime>,
    /// When a deferred payment falls due.
    pub payable_at: Option<UnixTime>,
    /// Approvals given.
    pub approvals: Vec<Approved>,
    /// A change that one side has proposed.
    pub change: Option<Proposed>,
    /// Its open dispute.
    pub dispute: Option<Disputed>,
    /// Who has used up its dispute.
    pub disputed: Sides,
    /// Who owned its receivable at the end, where a false fact would be compensated.
    pub last_owner: Option<Addr>,
    /// What has been measured so far.
    pub tally: Option<Tally>,
}

/// What an ending moves. Of prefunded money `to_owner + to_payer` is the unpaid amount, exactly; of a deferred one nothing
/// is held, so `to_payer` is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payout {
    /// To the receivable's owner.
    pub to_owner: Amount,
    /// Back to the payer.
    pub to_payer: Amount,
    /// What lateness took of it.
    pub penalty: Amount,
    /// Whether the milestone's condition was met or its payment accepted, so that a title goes to the payer.
    pub releases: bool,
}

impl Milestone {
    /// As agreed, before anything has happened.
    pub fn open(terms: &MilestoneTerms) -> Self {
        Self {
            state: MilestoneState::Open,
            amount: terms.amount,
            due: terms.due,
            cutoff: terms.cutoff,
            paid: Amount::ZERO,
            refunded: Amount::ZERO,
            outstanding: Amount::ZERO,
            reached: None,
            payable_at: None,
            approvals: vec![],
            change: None,
            dispute: None,
            disputed: Sides::default(),
            last_owner: None,
            tally: None,
        }
    }

    /// Refuses one that is not open.
    pub fn assert_open(&self, index: u8) -> Result<(), ContractError> {
        match self.state {
            MilestoneState::Open => Ok(()),
            actual => Err(ContractError::MilestoneNotOpen { milestone: index, actual }),
        }
    }

    /// Whether nothing more can be paid for it.
    pub fn is_over(&self) -> bool {
        matches!(self.state, MilestoneState::Settled | MilestoneState::Voided)
    }

    /// Whether the payer owes a deferred payment.
    pub fn is_debt(&self) -> bool {
        use MilestoneState::{Defaulted, Late, Payable, WrittenOff};
        matches!(self.state, Payable | Late | Defaulted | WrittenOff)
    }

    /// An open milestone whose condition was judged. A pending one stays as it is.
    pub fn conclude(
        &mut self,
        terms: &MilestoneTerms,
        verdict: Verdict,
    ) -> Result<Option<Payout>, ContractError> {
        match verdict {
            Verdict::Pending => Ok(None),
            Verdict::Missed => Ok(Some(self.void(terms)?)),
            Verdict::Met(at) => {
                let penalty = self.penalty(terms.late.as_ref(), at)?;
                let payable = self.amount.checked_sub(penalty)?;
                let payout = self.award(terms, payable, at)?;
                if payable.is_zero() {
                    // All of it was lost to lateness, as agreed: the condition was met all the same.
                    self.state = MilestoneState::Settled;
                }
                Ok(Some(Payout { penalty, releases: true, ..payout }))
            }
        }
    }

    /// What lateness costs: a share for each started period after `due`, rounded up, so that lateness is never
    /// rounded in the payee's favour.
    pub(super) fn penalty(&self, late: Option<&LatePenalty>, at: UnixTime) -> Result<Amount, ContractError> {
        let (Some(late), Some(due)) = (late, self.due) else {
            return Ok(Amount::ZERO);
        };
        let periods = at.since(due).started_periods(late.period);
        let share = late.rate.checked_mul_periods(periods, late.cap);
        Ok(self.amount.share(share, Rounding::Up)?)
    }

    /// Ends an open milestone with so much for the owner: of prefunded money the rest goes back; a deferred one
    /// is owed from now on, its term counted from `at`.
    pub fn award(
        &mut self,
        terms: &MilestoneTerms,
        to_owner: Amount,
        at: UnixTime,
    ) -> Result<Payout, ContractError> {
        let rest = self.rest()?.checked_sub(to_owner)?;
        self.close_matters();
        self.reached = Some(at);
        match terms.settlement {
            Settlement::Prefunded {} => {
                self.paid = self.paid.checked_add(to_owner)?;
                self.state = self.ended();
                self.refunded = self.refunded.checked_add(rest)?;
                Ok(Payout { to_owner, to_payer: rest, ..Payout::default() })
            }
            Settlement::Deferred { after, .. } if !to_owner.is_zero() => {
                self.state = MilestoneState::Payable;
                self.outstanding = to_owner;
                self.payable_at = Some(at.checked_add(after)?);
                Ok(Payout::default())
            }
            Settlement::Deferred { .. } => {
                self.state = MilestoneState::Voided;
                Ok(Payout::default())
            }
        }
    }

    /// Ends an open milestone with nothing for the owner.
    pub fn void(&mut self, terms: &MilestoneTerms) -> Result<Payout, ContractError> {
        self.close_matters();
        self.state = self.ended();
        let to_payer = match terms.settlement {
            Settlement::Prefunded {} => self.rest()?,
            Settlement::Deferred { .. } => Amount::ZERO,
        };
        self.refunded = self.refunded.checked_add(to_payer)?;
        Ok(Payout { to_payer, ..Payout::default() })
    }

    /// The payer pays an open milestone in full before its condition is met.
    pub fn release(&mut self, at: UnixTime) -> Result<Payout, ContractError> {
        let to_owner = self.rest()?;
        self.close_matters();
        self.state = MilestoneState::Settled;
        self.reached = Some(at);
        self.paid = self.amount;
        Ok(Payout { to_owner, releases: true, ..Payout::default() })
    }

    /// The owner gives up what is unpaid.
    pub fn relinquish(&mut self, terms: &MilestoneTerms, index: u8) -> Result<Payout, ContractError> {
        match self.state {
            MilestoneState::Open => self.void(terms),
            _ if self.is_debt() => {
                self.state = MilestoneState::Voided;
                self.outstanding = Amount::ZERO;
                Ok(Payout::default())
            }
            actual => Err(ContractError::MilestoneOver { milestone: index, actual }),
        }
    }

    /// A payment of what is owed, in whole or in part. Whether it was the last.
    pub fn pay_in(&mut self, index: u8, amount: Amount) -> Result<bool, ContractError> {
        if !self.is_debt() {
            return Err(ContractError::NothingOwed { milestone: index, actual: self.state });
        }
        if amount > self.outstanding {
            let outstanding = self.outstanding;
            return Err(ContractError::MoreThanOutstanding { outstanding, actual: amount });
        }
        self.outstanding = self.outstanding.checked_sub(amount)?;
        self.paid = self.paid.checked_add(amount)?;
        if self.outstanding.is_zero() {
            self.state = MilestoneState::Settled;
        }
        Ok(self.outstanding.is_zero())
    }

    /// A debt ages by its dates: late after the day it falls due, in default after its grace.
    pub fn age(&mut self, terms: &MilestoneTerms, index: u8, now: UnixTime) -> Result<(), ContractError> {
        let (Settlement::Deferred { grace, .. }, Some(due)) = (terms.settlement, self.payable_at) else {
            return Err(ContractError::NothingOwed { milestone: index, actual: self.state });
        };
        let defaults = due.checked_add(grace)?;
        let (next, from) = match self.state {
            MilestoneState::Payable if now > defaults => (MilestoneState::Defaulted, due),
            MilestoneState::Payable => (MilestoneState::Late, due),
            MilestoneState::Late => (MilestoneState::Defaulted, defaults),
            actual => return Err(ContractError::DoesNotAge { milestone: index, actual }),
        };
        if now <= from {
            return Err(ContractError::NotDueYet { milestone: index, due: from, now });
        }
        self.state = next;
        Ok(())
    }

    /// The owner gives a defaulted debt up in its books; what is recovered later is still its.
    pub fn write_off(&mut self, index: u8) -> Result<(), ContractError> {
        match self.state {
            MilestoneState::Defaulted => {
                self.state = MilestoneState::WrittenOff;
                Ok(())
            }
            actual => Err(ContractError::NotDefaulted { milestone: index, actual }),
        }
    }

    /// The payer adds money to an open prefunded milestone.
    pub fn top_up(&mut self, terms: &MilestoneTerms, index: u8, amount: Amount) -> Result<(), ContractError> {
        self.assert_open(index)?;
        if terms.settlement != (Settlement::Prefunded {}) {
            return Err(ContractError::NotPrefunded { milestone: index });
        }
        self.amount = self.amount.checked_add(amount)?;
        Ok(())
    }

    /// An account approves the parts that name it; those it approved before stay as they are. Who owns the receivable
    /// would pay itself.
    pub fn approve(
        &mut self,
        index: u8,
        parts: &[u8],
        (sender, owner): (&Addr, &Addr),
        at: UnixTime,
    ) -> Result<(), ContractError> {
        self.assert_open(index)?;
        if parts.is_empty() {
            return Err(ContractError::NotApprover { milestone: index, sender: sender.clone() });
        }
        if sender == owner {
            return Err(ContractError::OwnerApproves { milestone: index, sender: sender.clone() });
        }
        let before = self.approvals.len();
        for part in parts.iter().copied() {
            if !self.approvals.iter().any(|approved| approved.part == part) {
                self.approvals.push(Approved { part, at });
            }
        }
        if self.approvals.len() == before {
            return Err(ContractError::ApprovedAlready { milestone: index, sender: sender.clone() });
        }
        Ok(())
    }

    /// What of an open milestone's amount is unpaid: all of it, but of one whose part deliveries were paid.
    pub fn rest(&self) -> Result<Amount, ContractError> {
        Ok(self.amount.checked_sub(self.paid)?)
    }

    /// Where a prefunded milestone stands that ends without more.
    fn ended(&self) -> MilestoneState {
        if self.paid.is_zero() {
            MilestoneState::Voided
        } else {
            MilestoneState::Settled
        }
    }

    /// What ends with a milestone.
    fn close_matters(&mut self) {
        self.change = None;
        self.dispute = None;
    }
}
