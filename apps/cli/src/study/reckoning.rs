//! What an attack comes to.

use anyhow::Result;
use numeric::{Amount, BasisPoints, Rounding};
use serde::Serialize;

/// What the sides have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wealth {
    /// The attacker's money, and its operators'.
    pub cash: Amount,
    /// Its operators' stake.
    pub stake: Amount,
    /// Money and stake of the other operators.
    pub others: Amount,
    /// The victims' money.
    pub victim: Amount,
}

/// An attack's books.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reckoning {
    /// What everybody had before.
    pub before: Wealth,
    /// What false facts moved out of victims' deals.
    pub stolen: Amount,
    /// Attempts above the cap that were refused.
    pub refused: u32,
    /// Attempts above the cap that were taken.
    pub admitted: u32,
}

/// What an attack came to, in smallest units.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Takings {
    /// The attacker's profit, lost stake at the feed's haircut.
    pub profit: i128,
    /// The same, lost stake at its full worth.
    pub at_par: i128,
    /// What false facts moved.
    pub stolen: i128,
    /// What the victims got back.
    pub repaid: i128,
    /// What reporters outside the coalition lost.
    pub others: i128,
    /// What the profit is measured by.
    pub cap: i128,
    /// Attempts above the cap that were refused.
    pub refused: u32,
    /// Attempts above the cap that were taken.
    pub admitted: u32,
}

impl Reckoning {
    /// What it came to, if this is what everybody has now. Money that comes out of slashed stake counts in full, stake
    /// that is lost at the haircut only: for the attacker.
    pub fn takings(&self, after: Wealth, cap: Amount, haircut: BasisPoints) -> Result<Takings> {
        let Wealth { cash, stake, others, victim } = self.before;
        let lost = stake.checked_sub(after.stake.min(stake))?;
        let gained = change(cash, after.cash)?
            .saturating_add(signed(self.stolen)?)
            .saturating_add(change(stake, after.stake)?.max(0));
        Ok(Takings {
            profit: gained.saturating_sub(signed(lost.share(haircut, Rounding::Down)?)?),
            at_par: gained.saturating_sub(signed(lost)?),
            stolen: signed(self.stolen)?,
            repaid: change(victim, after.victim)?,
            others: change(after.others, others)?,
            cap: signed(cap)?,
            refused: self.refused,
            admitted: self.admitted,
        })
    }
}

fn change(before: Amount, after: Amount) -> Result<i128> {
    Ok(signed(after)?.saturating_sub(signed(before)?))
}

fn signed(amount: Amount) -> Result<i128> {
    Ok(i128::try_from(amount.get())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(n: u128) -> Amount {
        Amount::new(n)
    }

    /// 54 stolen, 45 for the challenge; 150 of stake lost, which are 120 at four fifths: -21, and -51 at par.
    #[test]
    fn lost_stake_counts_at_the_haircut_and_everything_else_in_full() {
        let before = Wealth { cash: units(100), stake: units(200), others: units(500), victim: units(7) };
        let reckoning = Reckoning { before, stolen: units(54), ..Reckoning::default() };
        let after = Wealth { cash: units(145), stake: units(50), others: units(400), victim: units(61) };
        let haircut = BasisPoints::new(8_000).unwrap();
        let takings = reckoning.takings(after, units(54), haircut).unwrap();
        assert_eq!((takings.profit, takings.at_par), (-21, -51));
        assert_eq!((takings.stolen, takings.repaid, takings.others), (54, 54, 100));
    }
}
