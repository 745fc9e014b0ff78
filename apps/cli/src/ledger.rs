//! What became of the money: of each shipment, from the chain's own payments, and of each airline in sum.
//!
//! The cost of money is counted in value-seconds against open account: what a seller gets before the day on
//! which open account would pay is *freed*, what a buyer parts with before it is *locked*.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use numeric::{Amount, UnixTime};
use types::escrow::{AgreementResponse, MilestoneState, Settlement};

use crate::movements::Movement;

/// Payments one way, summed as they are and weighted with their time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cash {
    sum: u128,
    moment: u128,
}

impl Cash {
    fn add(&mut self, amount: Amount, at: UnixTime) -> Result<()> {
        let moment =
            amount.get().checked_mul(at.seconds().into()).context("more money than can be counted")?;
        self.sum = self.sum.checked_add(amount.get()).context("more money than can be counted")?;
        self.moment = self.moment.checked_add(moment).context("more money than can be counted")?;
        Ok(())
    }

    /// How much in all.
    pub fn sum(&self) -> Amount {
        Amount::new(self.sum)
    }

    /// Units times seconds by which it moved before that day; less than nothing if after.
    fn ahead_of(&self, day: UnixTime) -> Result<i128> {
        let on_the_day = self.sum.checked_mul(day.seconds().into()).context("too long a time to count")?;
        difference(on_the_day, self.moment)
    }
}

/// The cash book of one shipment.
#[derive(Clone, Debug, Default)]
pub struct CashBook {
    /// From the buyer into escrow.
    pub paid_in: Cash,
    /// From escrow to the seller.
    pub received: Cash,
    /// From escrow back to the buyer.
    pub returned: Cash,
}

/// Who is who in a shipment's payments.
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    /// Pays.
    pub buyer: &'a str,
    /// Is paid.
    pub seller: &'a str,
    /// Between them.
    pub escrow: &'a str,
}

impl CashBook {
    /// Enters what one transaction moved between the parties.
    pub fn enter(&mut self, movements: &[Movement], parties: Parties, at: UnixTime) -> Result<()> {
        for movement in movements {
            let (from, to) = (movement.from.as_str(), movement.to.as_str());
            if from == parties.buyer && to == parties.escrow {
                self.paid_in.add(movement.amount, at)?;
            } else if from == parties.escrow && to == parties.seller {
                self.received.add(movement.amount, at)?;
            } else if from == parties.escrow && to == parties.buyer {
                self.returned.add(movement.amount, at)?;
            }
        }
        Ok(())
    }

    /// Value-seconds that the seller had earlier than by open account.
    pub fn freed(&self, open_account: UnixTime) -> Result<i128> {
        self.received.ahead_of(open_account)
    }

    /// Value-seconds that the buyer parted with earlier than by open account.
    pub fn locked(&self, open_account: UnixTime) -> Result<i128> {
        let out = self.paid_in.ahead_of(open_account)?;
        let back = self.returned.ahead_of(open_account)?;
        out.checked_sub(back).context("too much money for too long to count")
    }
}

/// What an agreement came to, by the escrow's own account of its milestones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// What was agreed.
    pub agreed: Amount,
    /// What the seller's side was paid.
    pub paid: Amount,
    /// What lateness took off, of milestones that were paid.
    pub penalties: Amount,
    /// What came back to the buyer from milestones that ended unpaid.
    pub refunds: Amount,
    /// Deferred obligations that ended unpaid: nothing had been paid in, so nothing came back.
    pub void: Amount,
    /// What is still open.
    pub open: Amount,
    /// What the buyer paid the oracle on top.
    pub fees: Amount,
}

impl Settled {
    /// Reads an agreement as it stands. Of a milestone that was not decided the long-stop made two parts: what the
    /// seller did not get of it is a refund and no penalty.
    pub fn of(agreement: &AgreementResponse, decided: &[bool]) -> Result<Self> {
        let mut settled = Self { fees: agreement.fee, ..Self::default() };
        let milestones = agreement.milestones.iter().zip(&agreement.terms.milestones);
        for ((milestone, terms), decided) in milestones.zip(decided) {
            let agreed = terms.amount;
            let unpaid = agreed.checked_sub(milestone.paid)?;
            settled.agreed = settled.agreed.checked_add(agreed)?;
            settled.paid = settled.paid.checked_add(milestone.paid)?;
            let is_prefunded = terms.settlement == (Settlement::Prefunded {});
            match milestone.state {
                MilestoneState::Settled if *decided => {
                    settled.penalties = settled.penalties.checked_add(unpaid)?;
                }
                MilestoneState::Settled | MilestoneState::Voided if is_prefunded => {
                    settled.refunds = settled.refunds.checked_add(milestone.refunded)?;
                }
                MilestoneState::Settled | MilestoneState::Voided => {
                    settled.void = settled.void.checked_add(unpaid)?;
                }
                _ => settled.open = settled.open.checked_add(unpaid)?,
            }
        }
        Ok(settled)
    }
}

/// A shipment that has run its course.
#[derive(Clone, Debug)]
pub struct Closed {
    /// What its agreement came to.
    pub settled: Settled,
    /// Every payment.
    pub cash: CashBook,
    /// When open account would have paid.
    pub open_account: UnixTime,
}

/// What an airline's shipments came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Account {
    /// How many.
    pub shipments: u64,
    /// Agreement sums.
    pub settled: Settled,
    /// Value-seconds that sellers had earlier than by open account.
    pub freed: i128,
    /// Value-seconds that buyers parted with earlier than by open account.
    pub locked: i128,
}

impl Account {
    fn add(&mut self, other: &Self) -> Result<()> {
        let (sum, more) = (&mut self.settled, &other.settled);
        for (into, from) in [
            (&mut sum.agreed, more.agreed),
            (&mut sum.paid, more.paid),
            (&mut sum.penalties, more.penalties),
            (&mut sum.refunds, more.refunds),
            (&mut sum.void, more.void),
            (&mut sum.open, more.open),
            (&mut sum.fees, more.fees),
        ] {
            *into = into.checked_add(from)?;
        }
        self.shipments = self.shipments.checked_add(other.shipments).context("too many shipments")?;
        self.freed = self.freed.checked_add(other.freed).context("too much money for too long to count")?;
        self.locked =
            self.locked.checked_add(other.locked).context("too much money for too long to count")?;
        Ok(())
    }
}

/// Every airline's account.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// By carrier code.
    pub airlines: BTreeMap<String, Account>,
}

impl Ledger {
    /// Enters a shipment. What its payments say and what the escrow says must be the same.
    pub fn enter(&mut self, carrier: &str, closed: &Closed) -> Result<()> {
        let (settled, cash) = (closed.settled, &closed.cash);
        anyhow::ensure!(
            cash.received.sum() == settled.paid,
            "the escrow says that {} was paid, but {} reached the seller",
            settled.paid,
            cash.received.sum()
        );
        let shipment = Account {
            shipments: 1,
            settled,
            freed: cash.freed(closed.open_account)?,
            locked: cash.locked(closed.open_account)?,
        };
        self.airlines.entry(carrier.to_owned()).or_default().add(&shipment)
    }

    /// All airlines together.
    pub fn total(&self) -> Result<Account> {
        let mut total = Account::default();
        for account in self.airlines.values() {
            total.add(account)?;
        }
        Ok(total)
    }
}

fn difference(a: u128, b: u128) -> Result<i128> {
    let magnitude = i128::try_from(a.abs_diff(b)).context("too much money for too long to count")?;
    Ok(if a < b { magnitude.saturating_neg() } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400;

    fn day(n: u64) -> UnixTime {
        UnixTime::new(1_356_998_400 + n * DAY).unwrap()
    }

    fn payment(from: &str, to: &str, units: u128) -> Movement {
        Movement { from: from.to_owned(), to: to.to_owned(), amount: Amount::new(units) }
    }

    #[test]
    fn capital_is_freed_before_open_account_would_pay_and_locked_from_when_it_is_paid_in() {
        // given: 1,000 paid in on day 1, of which 900 reach the seller and 100 come back on day 11
        let parties = Parties { buyer: "buyer", seller: "seller", escrow: "escrow" };
        let mut cash = CashBook::default();
        cash.enter(&[payment("buyer", "escrow", 1_000)], parties, day(1)).unwrap();
        let settlement = [payment("escrow", "seller", 900), payment("escrow", "buyer", 100)];
        cash.enter(&settlement, parties, day(11)).unwrap();
        cash.enter(&[payment("stranger", "seller", 7)], parties, day(12)).unwrap();

        // when open account would have paid on day 41
        let (freed, locked) = (cash.freed(day(41)).unwrap(), cash.locked(day(41)).unwrap());

        // then: 900 for 30 days; 900 for 40 days and 100 for 10
        let day_of = |units: i128, days: i128| units * days * i128::from(DAY);
        assert_eq!(freed, day_of(900, 30));
        assert_eq!(locked, day_of(900, 40) + day_of(100, 10));
    }

    #[test]
    fn a_payment_after_open_account_frees_less_than_nothing() {
        let parties = Parties { buyer: "buyer", seller: "seller", escrow: "escrow" };
        let mut cash = CashBook::default();
        cash.enter(&[payment("escrow", "seller", 5)], parties, day(12)).unwrap();
        assert_eq!(cash.freed(day(10)).unwrap(), -10 * i128::from(DAY));
    }
}
