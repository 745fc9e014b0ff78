//! An operator's stake in one asset.

use numeric::{Amount, Seconds, UnixTime};
use serde::{Deserialize, Serialize};

use crate::ContractError;

/// Most parts of a stake that wait for their unbonding time.
pub const MAX_UNBONDING: usize = 16;

/// What an operator has bonded in one asset. `pledged ≤ bonded`, always.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Stake {
    /// In the bond, smallest units.
    bonded: Amount,
    /// Of the bond, pledged to feeds.
    pledged: Amount,
    /// Out of the bond, and not yet withdrawn.
    unbonding: Vec<Unbonding>,
    /// Of the free stake, what still stands behind facts of a feed it has left: it can be unbonded, not pledged.
    cooling: Vec<Unbonding>,
    /// Open cases about its reporters. Nothing is withdrawn while there are any.
    cases: u32,
}

/// A part of a stake on its way out.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unbonding {
    /// Smallest units.
    pub amount: Amount,
    /// From when it can be withdrawn.
    pub at: UnixTime,
}

impl Stake {
    /// What is in the bond, pledged or not.
    pub fn bonded(&self) -> Amount {
        self.bonded
    }

    /// What is pledged to feeds.
    pub fn pledged(&self) -> Amount {
        self.pledged
    }

    /// What is on its way out.
    pub fn unbonding(&self) -> &[Unbonding] {
        &self.unbonding
    }

    /// What may be pledged or unbonded.
    pub fn free(&self) -> Result<Amount, ContractError> {
        Ok(self.bonded.checked_sub(self.pledged)?)
    }

    /// More comes into the bond.
    pub fn bond(&mut self, amount: Amount) -> Result<(), ContractError> {
        self.bonded = self.bonded.checked_add(positive(amount)?)?;
        Ok(())
    }

    /// Takes free stake out of the bond; it can be withdrawn after the wait. Returns from when.
    pub fn unbond(
        &mut self,
        amount: Amount,
        now: UnixTime,
        wait: Seconds,
    ) -> Result<UnixTime, ContractError> {
        self.assert_free(positive(amount)?)?;
        if self.unbonding.len() >= MAX_UNBONDING {
            return Err(ContractError::TooManyUnbonding { max: MAX_UNBONDING });
        }
        let at = now.checked_add(wait)?;
        self.bonded = self.bonded.checked_sub(amount)?;
        self.unbonding.push(Unbonding { amount, at });
        Ok(at)
    }

    /// Takes out all whose time has come, and returns how much that is.
    pub fn withdraw(&mut self, now: UnixTime) -> Result<Amount, ContractError> {
        if self.cases > 0 {
            return Err(ContractError::StakeFrozen { cases: self.cases });
        }
        let (mature, waiting): (Vec<_>, Vec<_>) = self.unbonding.iter().partition(|part| part.at <= now);
        if mature.is_empty() {
            let next = waiting.iter().map(|part: &Unbonding| part.at).min();
            return Err(ContractError::NothingUnbonded { next });
        }
        self.unbonding = waiting;
        let add = |sum: Amount, part: &Unbonding| sum.checked_add(part.amount);
        Ok(mature.iter().try_fold(Amount::ZERO, add)?)
    }

    /// Binds free stake to a feed.
    pub fn pledge(&mut self, amount: Amount, now: UnixTime) -> Result<(), ContractError> {
        self.assert_free(positive(amount)?)?;
        self.cooling.retain(|part| part.at > now);
        let cooling = self.cooling.iter().try_fold(Amount::ZERO, |sum, part| sum.checked_add(part.amount))?;
        let free = self.free()?;
        let cool = free.checked_sub(cooling.min(free))?;
        if amount > cool {
            let until = self.cooling.iter().map(|part| part.at).max().unwrap_or(now);
            return Err(ContractError::StakeCooling { cool, required: amount, until });
        }
        self.pledged = self.pledged.checked_add(amount)?;
        Ok(())
    }

    /// Frees pledged stake; until then it cannot be pledged again, for facts that it stood behind can be challenged.
    pub fn release(&mut self, amount: Amount, until: UnixTime, now: UnixTime) -> Result<(), ContractError> {
        self.pledged = self.pledged.checked_sub(amount)?;
        if until <= now {
            return Ok(());
        }
        self.cooling.retain(|part| part.at > now);
        let is_full = self.cooling.len() >= MAX_UNBONDING;
        match self.cooling.last_mut() {
            Some(last) if is_full => {
                *last = Unbonding { amount: last.amount.checked_add(amount)?, at: last.at.max(until) };
            }
            _ => self.cooling.push(Unbonding { amount, at: until }),
        }
        Ok(())
    }

    /// Pledged stake is slashed.
    pub fn slash_pledged(&mut self, amount: Amount) -> Result<(), ContractError> {
        self.pledged = self.pledged.checked_sub(amount)?;
        self.bonded = self.bonded.checked_sub(amount)?;
        Ok(())
    }

    /// Stake that has left its feed is slashed: what is free first, then what unbonds, the latest first. Returns how much
    /// there was.
    pub fn slash_rest(&mut self, amount: Amount) -> Result<Amount, ContractError> {
        let free = self.free()?.min(amount);
        self.bonded = self.bonded.checked_sub(free)?;
        let mut taken = free;
        for part in self.unbonding.iter_mut().rev() {
            let more = amount.checked_sub(taken)?.min(part.amount);
            part.amount = part.amount.checked_sub(more)?;
            taken = taken.checked_add(more)?;
        }
        self.unbonding.retain(|part| !part.amount.is_zero());
        Ok(taken)
    }

    /// A case about one of its reporters begins.
    pub fn freeze(&mut self) -> Result<(), ContractError> {
        self.cases = self.cases.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "case" })?;
        Ok(())
    }

    /// It ends.
    pub fn thaw(&mut self) {
        self.cases = self.cases.saturating_sub(1);
    }

    /// Open cases about its reporters.
    pub fn cases(&self) -> u32 {
        self.cases
    }

    /// Whether nothing of it is left.
    pub fn is_empty(&self) -> bool {
        self.bonded.is_zero() && self.unbonding.is_empty() && self.cases == 0
    }

    fn assert_free(&self, amount: Amount) -> Result<(), ContractError> {
        let free = self.free()?;
        if amount > free {
            return Err(ContractError::NotEnoughFree { free, required: amount });
        }
        Ok(())
    }
}

/// Refuses an amount of nothing.
pub fn positive(amount: Amount) -> Result<Amount, ContractError> {
    if amount.is_zero() {
        return Err(ContractError::NoAmount);
    }
    Ok(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_357_000_000;
    const WAIT: Seconds = Seconds::days(21);

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(seconds).unwrap()
    }

    fn units(n: u128) -> Amount {
        Amount::new(n)
    }

    fn given_stake(bonded: u128, pledged: u128) -> Stake {
        let mut stake = Stake::default();
        stake.bond(units(bonded)).unwrap();
        if pledged > 0 {
            stake.pledge(units(pledged), at(NOW)).unwrap();
        }
        stake
    }

    #[test]
    fn only_free_stake_is_pledged_or_unbonded() {
        let mut stake = given_stake(100, 60);
        let refused = ContractError::NotEnoughFree { free: units(40), required: units(41) };
        assert_eq!(stake.pledge(units(41), at(NOW)), Err(refused));
        let refused = ContractError::NotEnoughFree { free: units(40), required: units(41) };
        assert_eq!(stake.unbond(units(41), at(NOW), WAIT), Err(refused));
        assert_eq!(stake, given_stake(100, 60), "a refusal changes nothing");

        stake.unbond(units(40), at(NOW), WAIT).unwrap();
        assert_eq!(stake.free(), Ok(Amount::ZERO));
        stake.release(units(60), at(NOW), at(NOW)).unwrap();
        assert_eq!(stake.free(), Ok(units(60)));
    }

    #[test]
    fn what_unbonds_waits_to_the_second() {
        let mut stake = given_stake(100, 0);
        let ready = NOW + 21 * 86_400;
        assert_eq!(stake.unbond(units(30), at(NOW), WAIT), Ok(at(ready)));
        stake.unbond(units(5), at(NOW + 1), WAIT).unwrap();

        let too_early = ContractError::NothingUnbonded { next: Some(at(ready)) };
        assert_eq!(stake.withdraw(at(ready - 1)), Err(too_early));
        assert_eq!(stake.withdraw(at(ready)), Ok(units(30)));
        let too_early = ContractError::NothingUnbonded { next: Some(at(ready + 1)) };
        assert_eq!(stake.withdraw(at(ready)), Err(too_early));
        assert_eq!(stake.withdraw(at(ready + 1)), Ok(units(5)));
        assert_eq!(stake.withdraw(at(ready + 1)), Err(ContractError::NothingUnbonded { next: None }));
        assert_eq!(stake.bonded(), units(65));
    }

    #[test]
    fn a_full_list_is_refused_not_merged() {
        let mut stake = given_stake(100, 0);
        for _ in 0..MAX_UNBONDING {
            stake.unbond(units(1), at(NOW), WAIT).unwrap();
        }
        let full = ContractError::TooManyUnbonding { max: 16 };
        assert_eq!(stake.unbond(units(1), at(NOW), WAIT), Err(full));
        stake.withdraw(at(NOW + 21 * 86_400)).unwrap();
        stake.unbond(units(1), at(NOW), WAIT).unwrap();
    }

    #[test]
    fn nothing_is_no_amount() {
        let mut stake = given_stake(100, 0);
        assert_eq!(stake.bond(Amount::ZERO), Err(ContractError::NoAmount));
        assert_eq!(stake.pledge(Amount::ZERO, at(NOW)), Err(ContractError::NoAmount));
        assert_eq!(stake.unbond(Amount::ZERO, at(NOW), WAIT), Err(ContractError::NoAmount));
    }

    #[test]
    fn the_largest_bond_there_is_takes_no_more() {
        let mut stake = given_stake(u128::MAX, 0);
        assert!(matches!(stake.bond(units(1)), Err(ContractError::Numeric(_))));
        assert_eq!(stake.bonded(), units(u128::MAX));
    }
}
