//! The stake that a feed needs so that so much may hang on it, by the oracle's own rule.

use anyhow::{Context, Result};
use numeric::{Amount, BasisPoints, Seconds};
use oracle::domain::coalition::{ratio, Coalitions};
use oracle::domain::committee::{Committee, Member, Quorum, RoundRules};
use oracle::domain::exposure::Sums;
use oracle::domain::key::ReporterKey;
use serde::Serialize;

use crate::chance::Chance;
use crate::clock::Pace;
use crate::money::DOLLAR;
use crate::reporters::Reporters;

/// What a feed assumes: p, h and m.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Assumptions {
    /// The chance that what is false is convicted.
    pub conviction: BasisPoints,
    /// What slashed stake is worth.
    pub haircut: BasisPoints,
    /// How many times over.
    pub margin: u8,
}

impl Assumptions {
    /// What nine equal seats need together, to the dollar: the least with which the contract lets so much hang on them.
    pub fn stake(self, hanging: Sums) -> Result<Amount> {
        let mut committee = nine()?;
        let seats = u128::try_from(committee.members.len())?;
        let ratio = ratio(self.conviction, self.haircut, self.margin);
        let mut is_enough = |dollars: u128| -> Result<bool> {
            let stake = Amount::new(dollars.checked_mul(DOLLAR).context("too much stake")?);
            committee.members.iter_mut().for_each(|member| member.weight = stake);
            Ok(hanging.fits(Coalitions::of(&committee, &committee)?.caps(ratio)?)?)
        };
        let (mut too_little, mut enough) = (0_u128, 1_u128);
        if is_enough(too_little)? {
            return Ok(Amount::ZERO);
        }
        while !is_enough(enough)? {
            (too_little, enough) = (enough, enough.checked_mul(2).context("no stake is enough")?);
        }
        while enough.abs_diff(too_little) > 1 {
            let middle = too_little.midpoint(enough);
            if is_enough(middle)? {
                enough = middle;
            } else {
                too_little = middle;
            }
        }
        let all =
            enough.checked_mul(seats).and_then(|all| all.checked_mul(DOLLAR)).context("too much stake")?;
        Ok(Amount::new(all))
    }
}

/// The demo's reporters with equal weights. More seats of the same stake would need the same together.
fn nine() -> Result<Committee> {
    let reporters = Reporters::assemble(Chance::seeded(0), Seconds::ZERO, Pace::REAL)?;
    let members = (1..).zip(&reporters.all).map(|(number, reporter)| Member {
        reporter: number,
        operator: 0,
        class: reporter.class,
        key: ReporterKey::from(&reporter.public_key()),
        weight: Amount::ZERO,
        leaving: None,
    });
    let rules = RoundRules {
        tolerance: Seconds::ZERO,
        collection: Seconds::ZERO,
        correction: Seconds::ZERO,
        min_operators: 0,
        min_classes: 0,
        quorum: Quorum::TwoThirds,
        assurance: None,
        gauge: None,
    };
    Ok(Committee { version: 1, rules, members: members.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(n: u128) -> Amount {
        Amount::new(n * DOLLAR)
    }

    fn stake(time: u128, outcome: u128, haircut: u16) -> u128 {
        let points = |n| BasisPoints::new(n).unwrap();
        let of = Assumptions { conviction: points(9_000), haircut: points(haircut), margin: 2 };
        of.stake(Sums { time: dollars(time), outcome: dollars(outcome) }).unwrap().get() / DOLLAR
    }

    /// The worked example of the reference: 54,000 on times, or 108,000 in all, take nine times 50,000.
    #[test]
    fn the_reference_s_example_backwards() {
        assert_eq!(stake(54_000, 0, 8_000), 450_000);
        assert_eq!(stake(0, 108_000, 8_000), 450_000);
        assert_eq!(stake(54_000, 54_000, 8_000), 450_000);
        assert_eq!(stake(54_001, 54_000, 8_000), 450_009, "a dollar more a seat");
    }

    /// At full worth cap = 0.45 · K: 18,000,000 on times need three times 40,000,000.
    #[test]
    fn at_full_worth() {
        assert_eq!(stake(18_000_000, 0, 10_000), 120_000_006, "a third of a dollar a seat is a dollar");
        assert_eq!(stake(0, 18_000_000, 10_000), 60_000_003);
        assert_eq!(stake(0, 0, 10_000), 0);
    }
}
