//! What a fault costs, and where the money goes.

use numeric::{Amount, BasisPoints, Rounding, UnixTime};
use serde::{Deserialize, Serialize};
use types::journey::Outcome;
use types::oracle::Fault;

use crate::ContractError;

/// A miss, in basis points of the pledge.
const MISS: u128 = 10;
const NEGLIGENCE: u128 = 500;
const WHOLE: u128 = 10_000;
/// Of what is slashed: the challenger's part, the adjudicator's and the treasury's. Never over 40 % together.
const CHALLENGER: u16 = 3_000;
const ADJUDICATOR: u16 = 500;
const TREASURY: u16 = 500;
/// Of fees: the reporters', the adjudicator's; the rest is the treasury's.
const REPORTERS: u16 = 8_500;
const RESERVE: u16 = 1_000;

/// What of a pledge a fault takes, in basis points: `min(1, base·(1 + 3·share))`, of which `share` is the part of the feed's
/// pledges that was convicted lately, this time included. Rounded up.
pub fn rate(fault: Fault, convicted: Amount, pledged: Amount) -> Result<Amount, ContractError> {
    let base = match fault {
        Fault::None => return Ok(Amount::ZERO),
        Fault::Negligence => NEGLIGENCE,
        Fault::Falsification => WHOLE,
    };
    let convicted = convicted.min(pledged);
    let more = match pledged.is_zero() {
        true => Amount::ZERO,
        false => convicted.mul_ratio(Amount::new(base.saturating_mul(3)), pledged, Rounding::Up)?,
    };
    Ok(Amount::new(base).checked_add(more)?.min(Amount::new(WHOLE)))
}

/// What so many fines for misses take, rounded up.
pub fn fine(pledge: Amount, fines: u8) -> Result<Amount, ContractError> {
    let rate = MISS.saturating_mul(fines.into()).min(WHOLE);
    taken(pledge, Amount::new(rate))
}

/// What a rate takes of a pledge, rounded up.
pub fn taken(pledge: Amount, rate: Amount) -> Result<Amount, ContractError> {
    Ok(pledge.mul_ratio(rate, Amount::new(WHOLE), Rounding::Up)?)
}

/// What a reporter was convicted of, one after the other: nobody loses more for a round than it weighed there.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convictions {
    /// The last one.
    pub last: UnixTime,
    /// What they took together, since the first that came before a round of the later ones had closed.
    pub taken: Amount,
    /// What of it compensates nobody yet: it waits for those whom another of the reporter's facts harmed.
    pub kept: Amount,
    /// Until when; then it is burned.
    pub until: UnixTime,
}

impl Convictions {
    /// What of a fault's price is still to be taken for a round that closed then, and the record with it.
    pub fn add(
        before: Option<Self>,
        weight: Amount,
        price: Amount,
        closed: UnixTime,
        now: UnixTime,
    ) -> Result<(Amount, Self), ContractError> {
        // Of a round that closed after them, the weight was without what they took.
        let taken = before.filter(|before| before.last >= closed).map_or(Amount::ZERO, |before| before.taken);
        let left = weight.checked_sub(taken.min(weight))?;
        let more = price.min(left);
        let (kept, until) = before.map_or((Amount::ZERO, now), |before| (before.kept, before.until));
        Ok((more, Self { last: now, taken: taken.checked_add(more)?, kept, until }))
    }
}

/// Slashed stake, divided. All parts but the last are rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoils {
    /// Whoever showed the fault.
    pub challenger: Amount,
    /// The feed's adjudicator.
    pub adjudicator: Amount,
    /// The feed's treasury.
    pub treasury: Amount,
    /// Those who were harmed; what they leave is burned.
    pub harmed: Amount,
}

/// Divides what was slashed.
pub fn divide(slashed: Amount) -> Result<Spoils, ContractError> {
    let part =
        |points: u16| Ok::<_, ContractError>(slashed.share(BasisPoints::new(points)?, Rounding::Down)?);
    let (challenger, adjudicator, treasury) = (part(CHALLENGER)?, part(ADJUDICATOR)?, part(TREASURY)?);
    let harmed = slashed.checked_sub(challenger)?.checked_sub(adjudicator)?.checked_sub(treasury)?;
    Ok(Spoils { challenger, adjudicator, treasury, harmed })
}

/// The fees of a round, divided: each agreeing reporter's, the adjudicator's and the treasury's, with the rests.
pub fn divide_fees(fees: Amount, agreeing: u32) -> Result<(Amount, Amount, Amount), ContractError> {
    let reporters = fees.share(BasisPoints::new(REPORTERS)?, Rounding::Down)?;
    let each = reporters.mul_ratio(Amount::new(1), Amount::new(agreeing.max(1).into()), Rounding::Down)?;
    let adjudicator = fees.share(BasisPoints::new(RESERVE)?, Rounding::Down)?;
    let paid = each.mul_ratio(Amount::new(agreeing.into()), Amount::new(1), Rounding::Down)?;
    Ok((each, adjudicator, fees.checked_sub(paid)?.checked_sub(adjudicator)?))
}

/// Whom a false fact harms.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It says too much: an event that did not happen, or happened later.
    TooEarly,
    /// It says too little.
    TooLate,
    /// It is a number and says anything at all.
    Groundless,
}

/// Whether fact and truth differ only in when, or how much: whoever's money hangs on whether it happened lost nothing.
pub fn is_of_times_only(fact: Outcome, truth: Outcome) -> bool {
    matches!((fact, truth), (Outcome::Happened { .. }, Outcome::Happened { .. }))
}

/// Whom a fact harms if this is true.
pub fn harm(fact: Outcome, truth: Outcome) -> Option<Harm> {
    use Outcome::{Happened, Measured, NotBy, Unresolvable};
    match (fact, truth) {
        (Measured { value, .. }, Measured { value: truly, .. }) if value == truly => None,
        (Measured { value, .. }, Measured { value: truly, .. }) if value < truly => Some(Harm::TooLate),
        (Measured { .. }, Unresolvable {}) => Some(Harm::Groundless),
        (Measured { .. }, _) => Some(Harm::TooEarly),
        (_, Measured { .. }) => None,
        (Happened { at }, Happened { at: truly }) if at == truly => None,
        (Happened { at }, Happened { at: truly }) if at > truly => Some(Harm::TooLate),
        (Happened { .. }, _) => Some(Harm::TooEarly),
        (NotBy { cutoff }, NotBy { cutoff: truly }) if truly >= cutoff => None,
        (NotBy { cutoff }, Happened { at }) if at > cutoff => None,
        (NotBy { .. }, _) => Some(Harm::TooLate),
        (Unresolvable {}, Happened { .. }) => Some(Harm::TooLate),
        (Unresolvable {}, NotBy { .. }) => Some(Harm::TooEarly),
        (Unresolvable {}, Unresolvable {}) => None,
    }
}

/// Slashed stake that waits for those it was slashed for.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pot {
    /// How many the question had before it.
    pub place: u32,
    /// What is left.
    pub left: Amount,
    /// What there was.
    pub whole: Amount,
    /// Who may claim.
    pub harm: Harm,
    /// Whether only when it happened was false: then nobody was harmed whose money hung on whether it did.
    pub times_only: bool,
    /// What hung on the round, of those who may claim.
    pub exposed: Amount,
    /// What of that other pots hold already.
    pub covered: Amount,
    /// Until when claims are taken; what is left then is burned.
    pub until: UnixTime,
}

impl Pot {
    /// Takes of so much what it lacks to pay all who may claim. Returns the rest.
    pub fn fill(&mut self, amount: Amount) -> Result<Amount, ContractError> {
        let held = self.whole.checked_add(self.covered)?;
        let lack = self.exposed.checked_sub(held.min(self.exposed))?;
        let given = amount.min(lack);
        self.left = self.left.checked_add(given)?;
        self.whole = self.whole.checked_add(given)?;
        Ok(amount.checked_sub(given)?)
    }

    /// What a harmed amount gets: its part of the pot, rounded down, less what it had of that before more came in, and never more
    /// than what nothing has paid yet.
    pub fn claim(&mut self, amount: Amount, before: Amount, unpaid: Amount) -> Result<Amount, ContractError> {
        if self.exposed.is_zero() {
            return Ok(Amount::ZERO);
        }
        let part = self.whole.mul_ratio(amount, self.exposed, Rounding::Down)?;
        let paid = part.checked_sub(before.min(part))?.min(unpaid).min(self.left);
        self.left = self.left.checked_sub(paid)?;
        Ok(paid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(n: u128) -> Amount {
        Amount::new(n)
    }

    #[test]
    fn nobody_loses_more_for_a_round_than_it_weighed_there() {
        let at = |n: u64| UnixTime::new(1_357_000_000 + n).unwrap();
        let (weight, closed) = (units(1_000), at(10));
        let (taken, record) = Convictions::add(None, weight, units(50), closed, at(20)).unwrap();
        assert_eq!(taken, units(50));
        let (taken, record) = Convictions::add(Some(record), weight, weight, closed, at(30)).unwrap();
        assert_eq!(taken, units(950));
        let (taken, record) = Convictions::add(Some(record), weight, weight, at(30), at(40)).unwrap();
        assert_eq!(
            taken,
            units(0),
            "closed in the block of the conviction: it weighed what it weighed before"
        );
        let (taken, _) = Convictions::add(Some(record), units(300), units(300), at(41), at(50)).unwrap();
        assert_eq!(taken, units(300), "pledged anew since");
    }

    /// A third of a feed convicted doubles 5 %; alone it stays near it; a falsehood takes everything anyway.
    #[test]
    fn faults_that_come_together_cost_more() {
        assert_eq!(rate(Fault::Negligence, units(1), units(1_000)), Ok(units(502)), "500 + 1.5, rounded up");
        assert_eq!(rate(Fault::Negligence, units(300), units(900)), Ok(units(1_000)));
        assert_eq!(rate(Fault::Negligence, units(900), units(900)), Ok(units(2_000)));
        assert_eq!(rate(Fault::Falsification, units(1), units(900)), Ok(units(10_000)));
        assert_eq!(rate(Fault::None, units(900), units(900)), Ok(Amount::ZERO));
        assert_eq!(rate(Fault::Negligence, units(9), Amount::ZERO), Ok(units(500)));
    }

    #[test]
    fn a_miss_takes_a_thousandth_rounded_up() {
        assert_eq!(fine(units(50_000), 1), Ok(units(50)));
        assert_eq!(fine(units(50_001), 2), Ok(units(101)));
        assert_eq!(fine(units(7), 255), Ok(units(2)));
    }

    #[test]
    fn whoever_slashes_himself_gets_less_than_half_of_it_back() {
        for slashed in [0_u128, 1, 7, 100, 333_333, u128::MAX] {
            let spoils = divide(units(slashed)).unwrap();
            let others = spoils
                .challenger
                .checked_add(spoils.adjudicator)
                .unwrap()
                .checked_add(spoils.treasury)
                .unwrap();
            assert_eq!(others.checked_add(spoils.harmed), Ok(units(slashed)));
            assert!(others.get() <= slashed / 10 * 4 + slashed % 10 * 4 / 10, "{slashed}");
        }
    }

    #[test]
    fn fees_are_divided_to_the_unit() {
        assert_eq!(divide_fees(units(1_000), 9), Ok((units(94), units(100), units(54))), "850 / 9 = 94.4");
        for (fees, agreeing) in [(0_u128, 0_u32), (1, 9), (999, 7), (u128::MAX, 31)] {
            let (each, adjudicator, treasury) = divide_fees(units(fees), agreeing).unwrap();
            assert_eq!(each.get() * u128::from(agreeing) + adjudicator.get() + treasury.get(), fees);
        }
    }

    #[test]
    fn a_pot_pays_pro_rata_and_never_more_than_the_harm() {
        let pot = |whole: u128| Pot {
            place: 0,
            covered: units(0),
            left: units(whole),
            whole: units(whole),
            harm: Harm::TooEarly,
            times_only: false,
            exposed: units(300),
            until: UnixTime::new(1_357_000_000).unwrap(),
        };
        let mut poor = pot(100);
        assert_eq!(
            (
                poor.claim(units(200), units(0), units(200)),
                poor.claim(units(100), units(0), units(100)),
                poor.left
            ),
            (Ok(units(66)), Ok(units(33)), units(1))
        );
        let mut rich = pot(1_000);
        assert_eq!(
            (
                rich.claim(units(200), units(0), units(200)),
                rich.claim(units(100), units(0), units(100)),
                rich.left
            ),
            (Ok(units(200)), Ok(units(100)), units(700))
        );
    }

    #[test]
    fn a_fact_that_says_too_much_harms_who_pays() {
        let at = |n: u64| UnixTime::new(1_357_000_000 + n).unwrap();
        let happened = |n| Outcome::Happened { at: at(n) };
        let not_by = |n| Outcome::NotBy { cutoff: at(n) };
        let unknown = Outcome::Unresolvable {};
        for (fact, truth, expected) in [
            (happened(5), happened(5), None),
            (happened(5), happened(9), Some(Harm::TooEarly)),
            (happened(9), happened(5), Some(Harm::TooLate)),
            (happened(5), not_by(9), Some(Harm::TooEarly)),
            (happened(5), unknown, Some(Harm::TooEarly)),
            (not_by(5), happened(4), Some(Harm::TooLate)),
            (not_by(5), happened(6), None),
            (not_by(5), not_by(6), None),
            (not_by(6), not_by(5), Some(Harm::TooLate)),
            (not_by(5), unknown, Some(Harm::TooLate)),
            (unknown, happened(5), Some(Harm::TooLate)),
            (unknown, not_by(5), Some(Harm::TooEarly)),
            (unknown, unknown, None),
        ] {
            assert_eq!(harm(fact, truth), expected, "{fact:?} {truth:?}");
        }
    }
}
