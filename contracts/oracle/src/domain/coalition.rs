//! What it takes to corrupt a committee: the cheapest coalition that can, and what may hang on the feed therefore.
//!
//! `reference/oracle.md` 1.3: sorted by stake for each unit of weight and filled greedily with a fractional last member,
//! the sum is a lower bound of what any real coalition has at stake.

use cosmwasm_std::Uint256;
use numeric::{Amount, BasisPoints, NumericError};

use crate::domain::committee::Committee;
use crate::ContractError;

/// A time is corrupted by half of the smallest agreeing weight: half of two thirds.
const TIME: (u128, u128) = (1, 3);
/// An outcome by two thirds of the committee.
const OUTCOME: (u128, u128) = (2, 3);
/// A number by half of what is heard, which is two thirds; and reputation may count honest weight for half.
const NUMBER: (u128, u128) = (1, 6);
/// The ratio of a cap is kept in these parts.
pub const MILLION: u128 = 1_000_000;

/// A seat as a briber sees it.
#[derive(Clone, Copy, Debug)]
pub struct Bribe {
    /// What it loses if it is convicted.
    pub stake: Amount,
    /// What it weighs.
    pub weight: Amount,
}

/// How much a feed lets hang on its facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps {
    /// On times.
    pub time: Amount,
    /// On times and outcomes together.
    pub outcome: Amount,
}

/// The stakes of the cheapest coalitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coalitions {
    /// One that can move a time.
    pub time: Amount,
    /// One that can move an outcome.
    pub outcome: Amount,
}

impl Coalitions {
    /// Those of a committee. What is under notice weighs, and is not at risk.
    pub fn of(committee: &Committee) -> Result<Self, ContractError> {
        let mut bribes: Vec<Bribe> = Vec::new();
        for member in &committee.members {
            let bribe = Bribe { stake: member.at_risk()?, weight: member.weight };
            let dearer =
                |other: &Bribe| product(other.stake, bribe.weight) <= product(bribe.stake, other.weight);
            bribes.insert(bribes.partition_point(dearer), bribe);
        }
        let moves = if committee.rules.gauge.is_some() { NUMBER } else { TIME };
        Ok(Self { time: cheapest(&bribes, moves)?, outcome: cheapest(&bribes, OUTCOME)? })
    }

    /// The smaller of each.
    pub fn least(self, other: Self) -> Self {
        Self { time: self.time.min(other.time), outcome: self.outcome.min(other.outcome) }
    }

    /// `cap(K) = p·h·K/m`, rounded down. All of a liar's stake is slashed, so σ is one.
    pub fn caps(self, ratio: u32) -> Result<Caps, ContractError> {
        let cap = |stake: Amount| {
            stake.mul_ratio(Amount::new(ratio.into()), Amount::new(MILLION), numeric::Rounding::Down)
        };
        Ok(Caps { time: cap(self.time)?, outcome: cap(self.outcome)? })
    }
}

/// `p·h/m` in millionths, rounded down.
pub fn ratio(conviction: BasisPoints, haircut: BasisPoints, margin: u8) -> u32 {
    // p and h have 8 digits together, two more than a million.
    let product = u32::from(conviction.get()).saturating_mul(haircut.get().into());
    product.checked_div(100_u32.saturating_mul(margin.into())).unwrap_or_default()
}

/// The least stake that any coalition of this share of the weight has. `bribes` are sorted, the cheapest first.
pub fn cheapest(bribes: &[Bribe], (num, den): (u128, u128)) -> Result<Amount, ContractError> {
    let overflow = |_| ContractError::Numeric(NumericError::AmountOverflow);
    let mut all = Uint256::zero();
    for bribe in bribes {
        all = all.checked_add(bribe.weight.get().into()).map_err(|_| NumericError::AmountOverflow)?;
    }
    // In `den` parts of a unit of weight, so that nothing is rounded before the last member.
    let mut missing = all.checked_mul(num.into()).map_err(|_| NumericError::AmountOverflow)?;
    let mut stake = Amount::ZERO;
    for bribe in bribes {
        let parts = Uint256::from(bribe.weight.get()).checked_mul(den.into());
        let parts = parts.map_err(|_| NumericError::AmountOverflow)?;
        if parts >= missing {
            if !parts.is_zero() {
                let part = Uint256::from(bribe.stake.get())
                    .checked_multiply_ratio(missing, parts)
                    .map_err(|_| NumericError::AmountOverflow)?;
                let part = cosmwasm_std::Uint128::try_from(part).map_err(overflow)?;
                stake = stake.checked_add(part.into())?;
            }
            return Ok(stake);
        }
        missing = missing.checked_sub(parts).unwrap_or_default();
        stake = stake.checked_add(bribe.stake)?;
    }
    Ok(stake)
}

fn product(a: Amount, b: Amount) -> Uint256 {
    // Two numbers of 128 bits fit in 256.
    Uint256::from(a.get()).saturating_mul(b.get().into())
}

#[cfg(test)]
mod tests {
    use types::oracle::SourceClass;

    use super::*;
    use crate::domain::committee::tests::{member, rules};

    fn points(n: u16) -> BasisPoints {
        BasisPoints::new(n).unwrap()
    }

    fn committee(pledges: &[u128]) -> Committee {
        let members =
            (1..).zip(pledges).map(|(number, pledge)| member(number, 0, SourceClass::Carrier, *pledge));
        Committee { version: 1, rules: rules(), members: members.collect() }
    }

    /// The worked example of `reference/oracle.md` 1.3: nine of 50,000, p = 0.9, h = 0.8, m = 2.
    #[test]
    fn nine_equal_reporters() {
        let coalitions = Coalitions::of(&committee(&[50_000; 9])).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (150_000, 300_000));
        let ratio = ratio(points(9_000), points(8_000), 2);
        assert_eq!(ratio, 360_000);
        let caps = coalitions.caps(ratio).unwrap();
        assert_eq!((caps.time.get(), caps.outcome.get()), (54_000, 108_000));
    }

    /// A seat under notice votes and loses nothing: it joins a coalition for free.
    #[test]
    fn weight_under_notice_is_the_first_to_be_bought() {
        let mut committee = committee(&[100; 9]);
        let all = Amount::new(100);
        committee
            .give_notice(1, all, crate::domain::committee::tests::at(1_357_000_000), Amount::new(1))
            .unwrap();
        let coalitions = Coalitions::of(&committee).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (200, 500));
    }

    /// 100, 100 and 1: a third of 201 is 67; two thirds are 134.
    #[test]
    fn the_last_member_counts_in_part_rounded_down() {
        let coalitions = Coalitions::of(&committee(&[100, 1, 100])).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (67, 134));
        let coalitions = Coalitions::of(&committee(&[1, 1])).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (0, 1), "two thirds of two is 1.33");
    }

    #[test]
    fn an_empty_committee_secures_nothing() {
        assert_eq!(Coalitions::of(&committee(&[])), Ok(Coalitions::default()));
    }

    #[test]
    fn the_largest_pledges_do_not_overflow() {
        let half = u128::MAX / 2;
        let coalitions = Coalitions::of(&committee(&[half, half])).unwrap();
        assert_eq!(
            coalitions.outcome.get(),
            226_854_911_280_625_642_308_916_404_954_512_140_969,
            "2/3 of 2^128 - 2"
        );
    }
}
