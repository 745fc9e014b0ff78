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
/// A number is corrupted by half of what is heard, of which reputation may count the honest part for half: by a third.
const NUMBER: u128 = 3;
/// The ratio of a cap is kept in these parts.
pub const MILLION: u128 = 1_000_000;

/// A seat as a briber sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Those of a committee that decides. At risk is what its seats have in the present one, and not under notice: a seat that
    /// votes and has left has nothing to lose.
    pub fn of(committee: &Committee, present: &Committee) -> Result<Self, ContractError> {
        let mut bribes = Vec::new();
        for member in &committee.members {
            let at_risk = present.seat(member.reporter).map_or(Ok(Amount::ZERO), |seat| seat.at_risk())?;
            // No more is taken for a round than a seat weighed in it.
            bribes.push(Bribe { stake: at_risk.min(member.weight), weight: member.weight });
        }
        if committee.rules.gauge.is_some() {
            let number = cheapest_of_number(&bribes)?;
            return Ok(Self { time: number, outcome: number });
        }
        Ok(Self { time: cheapest(&bribes, TIME)?, outcome: cheapest(&bribes, OUTCOME)? })
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

impl Caps {
    /// So many times as much.
    pub fn times(self, number: u32) -> Result<Self, ContractError> {
        let times =
            |cap: Amount| cap.mul_ratio(Amount::new(number.into()), Amount::new(1), numeric::Rounding::Down);
        Ok(Self { time: times(self.time)?, outcome: times(self.outcome)? })
    }
}

/// Half of `m/(1-p)`, rounded down, at least 1: with so many caps at stake in one window, and one chance p of conviction for all
/// of it, an attack breaks even, for it loses `p·h·K`, which is m caps, and wins what it is about with `1-p`.
pub fn backlog(conviction: BasisPoints, margin: u8) -> u32 {
    const WHOLE: u32 = 10_000;
    let unseen = WHOLE.saturating_sub(conviction.get().into());
    let caps = WHOLE.saturating_mul(margin.into()).checked_div(unseen.saturating_mul(2));
    caps.unwrap_or(u32::MAX).max(1)
}

/// `p·h/m` in millionths, rounded down.
pub fn ratio(conviction: BasisPoints, haircut: BasisPoints, margin: u8) -> u32 {
    // p and h have 8 digits together, two more than a million.
    let product = u32::from(conviction.get()).saturating_mul(haircut.get().into());
    product.checked_div(100_u32.saturating_mul(margin.into())).unwrap_or_default()
}

/// The least stake that any coalition of this share of the weight has.
pub fn cheapest(bribes: &[Bribe], (num, den): (u128, u128)) -> Result<Amount, ContractError> {
    fill(bribes, total(bribes).checked_mul(num.into()).map_err(overflow)?, den)
}

/// The least stake that any coalition has which can move a number. No seat weighs more than a certain level in its round, which
/// depends on who is heard: so a bound is taken at every level at which a seat begins to be held to it, between which it only
/// rises or only falls.
fn cheapest_of_number(bribes: &[Bribe]) -> Result<Amount, ContractError> {
    let mut by_weight = bribes.to_vec();
    by_weight.sort_unstable_by_key(|bribe| std::cmp::Reverse(bribe.weight));
    let mut least = None;
    for level in &by_weight {
        let held = |bribe: &Bribe| Bribe { weight: bribe.weight.min(level.weight), ..*bribe };
        // The least that can weigh of what must be heard: the largest seats, which are held down most.
        let mut missing = total(bribes).checked_mul(OUTCOME.0.into()).map_err(overflow)?;
        let mut heard = Uint256::zero();
        for bribe in &by_weight {
            let raw = Uint256::from(bribe.weight.get()).checked_mul(OUTCOME.1.into()).map_err(overflow)?;
            let weighs = Uint256::from(held(bribe).weight.get());
            if raw >= missing {
                let part = weighs.checked_multiply_ratio(missing, raw).unwrap_or_default();
                heard = heard.checked_add(part).map_err(overflow)?;
                break;
            }
            missing = missing.checked_sub(raw).unwrap_or_default();
            heard = heard.checked_add(weighs).map_err(overflow)?;
        }
        let stake = fill(&bribes.iter().map(held).collect::<Vec<_>>(), heard, NUMBER)?;
        least = Some(least.map_or(stake, |least: Amount| least.min(stake)));
    }
    Ok(least.unwrap_or_default())
}

/// The least stake that reaches so much weight, in `den` parts of a unit so that nothing is rounded before the last member: those
/// with the least stake for each unit of weight first.
fn fill(bribes: &[Bribe], mut missing: Uint256, den: u128) -> Result<Amount, ContractError> {
    let mut sorted = bribes.to_vec();
    sorted.sort_unstable_by(|a, b| product(a.stake, b.weight).cmp(&product(b.stake, a.weight)));
    let mut stake = Amount::ZERO;
    for bribe in sorted {
        let parts = Uint256::from(bribe.weight.get()).checked_mul(den.into()).map_err(overflow)?;
        if parts >= missing {
            if !parts.is_zero() {
                let part = Uint256::from(bribe.stake.get()).checked_multiply_ratio(missing, parts);
                let part = cosmwasm_std::Uint128::try_from(part.map_err(overflow)?).map_err(overflow)?;
                stake = stake.checked_add(part.into())?;
            }
            return Ok(stake);
        }
        missing = missing.checked_sub(parts).unwrap_or_default();
        stake = stake.checked_add(bribe.stake)?;
    }
    Ok(stake)
}

/// At most 31 numbers of 128 bits.
fn total(bribes: &[Bribe]) -> Uint256 {
    bribes.iter().fold(Uint256::zero(), |sum, bribe| sum.saturating_add(bribe.weight.get().into()))
}

fn overflow<E>(_: E) -> ContractError {
    ContractError::Numeric(NumericError::AmountOverflow)
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

    fn of(committee: &Committee) -> Result<Coalitions, ContractError> {
        Coalitions::of(committee, committee)
    }

    /// The worked example of `reference/oracle.md` 1.3: nine of 50,000, p = 0.9, h = 0.8, m = 2.
    #[test]
    fn nine_equal_reporters() {
        let coalitions = of(&committee(&[50_000; 9])).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (150_000, 300_000));
        let ratio = ratio(points(9_000), points(8_000), 2);
        assert_eq!(ratio, 360_000);
        let caps = coalitions.caps(ratio).unwrap();
        assert_eq!((caps.time.get(), caps.outcome.get()), (54_000, 108_000));
    }

    /// The break-even of an attack on N caps: `(1-p)·N = p·h·K` in caps, which are m.
    #[test]
    fn half_of_the_break_even_may_wait() {
        for (conviction, margin, caps) in [
            (9_000, 2, 10),
            (5_000, 2, 2),
            (9_900, 3, 150),
            (1, 2, 1),
            (9_999, 2, 10_000),
            (10_000, 2, u32::MAX),
        ] {
            assert_eq!(backlog(points(conviction), margin), caps, "{conviction} {margin}");
        }
    }

    /// A seat under notice votes and loses nothing: it joins a coalition for free.
    #[test]
    fn weight_under_notice_is_the_first_to_be_bought() {
        let mut committee = committee(&[100; 9]);
        let all = Amount::new(100);
        committee
            .give_notice(1, all, crate::domain::committee::tests::at(1_357_000_000), Amount::new(1))
            .unwrap();
        let coalitions = of(&committee).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (200, 500));
    }

    /// 100, 100 and 1: a third of 201 is 67; two thirds are 134.
    #[test]
    fn the_last_member_counts_in_part_rounded_down() {
        let coalitions = of(&committee(&[100, 1, 100])).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (67, 134));
        let coalitions = of(&committee(&[1, 1])).unwrap();
        assert_eq!((coalitions.time.get(), coalitions.outcome.get()), (0, 1), "two thirds of two is 1.33");
    }

    #[test]
    fn an_empty_committee_secures_nothing() {
        assert_eq!(of(&committee(&[])), Ok(Coalitions::default()));
    }

    #[test]
    fn the_largest_pledges_do_not_overflow() {
        let half = u128::MAX / 2;
        let coalitions = of(&committee(&[half, half])).unwrap();
        assert_eq!(
            coalitions.outcome.get(),
            226_854_911_280_625_642_308_916_404_954_512_140_969,
            "2/3 of 2^128 - 2"
        );
    }
}
