//! What final numbers pay.

use numeric::{Amount, NumericError, Reading, Rounding, UnixTime};
use types::escrow::{Measurement, MilestoneState, MilestoneTerms, Pays, Tally};
use types::oracle::Measured;

use super::milestone::{Milestone, Payout};
use crate::ContractError;

/// The part of an amount that numbers have earned: `of` parts of `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Share {
    of: u64,
    all: u64,
}

/// What a number that counts comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Earned {
    /// Of all numbers so far.
    share: Share,
    /// Whether no further number matters.
    is_last: bool,
}

impl Share {
    const NOTHING: Self = Self { of: 0, all: 1 };
    const ALL: Self = Self { of: 1, all: 1 };

    fn is_all(self) -> bool {
        self.of == self.all
    }

    /// Rounded down, in the payer's favour.
    fn of_amount(self, amount: Amount) -> Result<Amount, NumericError> {
        amount.mul_ratio(Amount::new(self.of.into()), Amount::new(self.all.into()), Rounding::Down)
    }
}

/// What a number earns.
fn share(pays: Pays, value: Reading) -> Share {
    let all_or_nothing = |reached| if reached { Share::ALL } else { Share::NOTHING };
    match pays {
        Pays::AtLeast { value: least } => all_or_nothing(value >= least),
        Pays::AtMost { value: most } => all_or_nothing(value <= most),
        Pays::Scaled { nothing_at, all_at } => {
            let (least, most) = (nothing_at.min(all_at), nothing_at.max(all_at));
            let value = value.clamp(least, most);
            Share { of: value.distance(nothing_at), all: all_at.distance(nothing_at) }
        }
    }
}

/// Looks at the next number of the question's history. One that was measured after the cut-off does not count; it ends
/// nothing either, for the goods may have been measured in time and the number be late. The truth about one that counted takes its
/// place: it is the same delivery.
fn hear(
    tally: &mut Tally,
    of: &Measurement,
    cutoff: Option<UnixTime>,
    measured: &Measured,
) -> Option<Earned> {
    if measured.number <= tally.heard {
        return None;
    }
    tally.heard = measured.number;
    let is_in_time = |at: UnixTime| cutoff.is_none_or(|cutoff| at <= cutoff);
    let adds_up = of.deliveries.is_some();
    let value = is_in_time(measured.at).then_some(measured.value.get());
    let corrected = measured.corrects.filter(|of| adds_up && is_in_time(of.at)).map(|of| of.value.get());
    match (value, corrected) {
        (None, None) => return None,
        (None, Some(_)) => tally.counted = tally.counted.saturating_sub(1),
        (Some(_), None) => tally.counted = tally.counted.saturating_add(1),
        (Some(_), Some(_)) => {}
    }
    let before = if adds_up { tally.sum.get() } else { 0 };
    // A sum that no number can hold is beyond every number of the terms.
    let sum = before.saturating_sub(corrected.unwrap_or(0)).saturating_add(value.unwrap_or(0));
    tally.sum = Reading::new(sum);
    let share = share(of.pays, tally.sum);
    let is_last = match (of.deliveries, of.pays) {
        (Some(deliveries), _) => tally.counted >= deliveries,
        (None, Pays::Scaled { .. }) => true,
        (None, _) => false,
    };
    Some(Earned { share, is_last: is_last || share.is_all() })
}

/// Those of the numbers that were not heard yet, without the false ones of which the truth is among them: nobody is paid by what
/// is known to be false. Such a truth stands for itself, or corrects what the false one did.
fn to_hear(heard: u32, numbers: &[Measured]) -> Vec<Measured> {
    let mut known: Vec<Measured> = Vec::new();
    for mut measured in numbers.iter().copied().filter(|measured| measured.number > heard) {
        let is_of = |of: &Measured| {
            measured.corrects.is_some_and(|corrected| (corrected.value, corrected.at) == (of.value, of.at))
        };
        if let Some(place) = known.iter().rposition(is_of) {
            measured.corrects = known.remove(place).corrects;
        }
        known.push(measured);
    }
    known
}

impl Milestone {
    /// Final numbers, in their order. What part deliveries have earned so far is paid, less what was paid before; a sum
    /// that falls again takes nothing back. Those that come when it is over change nothing.
    pub fn measure(
        &mut self,
        terms: &MilestoneTerms,
        of: &Measurement,
        numbers: &[Measured],
    ) -> Result<Payout, ContractError> {
        let mut payout = Payout::default();
        for measured in &to_hear(self.tally.unwrap_or_default().heard, numbers) {
            if self.state != MilestoneState::Open {
                break;
            }
            let mut tally = self.tally.unwrap_or_default();
            let earned = hear(&mut tally, of, self.cutoff, measured);
            self.tally = Some(tally);
            let Some(earned) = earned else { continue };
            let due = earned.share.of_amount(self.amount)?.max(self.paid);
            let more = due.checked_sub(self.paid)?;
            if earned.is_last {
                let penalty = self.penalty(terms.late.as_ref(), measured.at)?.min(more);
                let last = self.award(terms, more.checked_sub(penalty)?, measured.at)?;
                if !due.is_zero() && self.state == MilestoneState::Voided {
                    // All of it was lost to lateness: it was earned all the same.
                    self.state = MilestoneState::Settled;
                }
                payout.penalty = penalty;
                payout.to_payer = last.to_payer;
                payout.to_owner = payout.to_owner.checked_add(last.to_owner)?;
            } else {
                self.paid = due;
                payout.to_owner = payout.to_owner.checked_add(more)?;
            }
        }
        Ok(payout)
    }
}

#[cfg(test)]
mod tests {
    use types::escrow::Settlement;
    use types::event::EventCode;
    use types::journey::MilestoneRef;

    use super::*;

    fn number(number: u32, value: i64) -> Measured {
        let at = UnixTime::new(1_357_000_000).unwrap();
        Measured { number, value: Reading::new(value), at, decided: at, corrects: None }
    }

    fn scaled(deliveries: Option<u8>) -> (MilestoneTerms, Measurement) {
        let of = Measurement {
            feed: 12,
            at: MilestoneRef { leg: 0, event: EventCode::Inspected, place: "DEHAM".parse().unwrap() },
            pays: Pays::Scaled { nothing_at: Reading::new(0), all_at: Reading::new(10) },
            deliveries,
        };
        let terms = MilestoneTerms {
            condition: types::escrow::Condition::Measurement(of.clone()),
            amount: Amount::new(1_000),
            settlement: Settlement::Prefunded {},
            due: None,
            late: None,
            cutoff: None,
            releases_title: false,
        };
        (terms, of)
    }

    #[test]
    fn a_number_counts_once_however_often_it_comes() {
        let (terms, of) = scaled(Some(3));
        let mut milestone = Milestone::open(&terms);
        let payout =
            milestone.measure(&terms, &of, &[number(1, 2), number(1, 2), number(2, 3), number(1, 2)]);
        assert_eq!(payout, Ok(Payout { to_owner: Amount::new(500), ..Payout::default() }));
        assert_eq!(milestone.tally, Some(Tally { heard: 2, counted: 2, sum: Reading::new(5) }));
    }

    #[test]
    fn the_parts_and_the_rest_are_one_payout() {
        let (terms, of) = scaled(Some(2));
        let mut milestone = Milestone::open(&terms);
        let payout = milestone.measure(&terms, &of, &[number(1, 2), number(2, 3), number(3, 9)]);
        let (to_owner, to_payer) = (Amount::new(500), Amount::new(500));
        assert_eq!(payout, Ok(Payout { to_owner, to_payer, ..Payout::default() }));
        assert_eq!(
            milestone.tally.map(|tally| tally.heard),
            Some(2),
            "what comes after the end is not heard"
        );
    }
}
