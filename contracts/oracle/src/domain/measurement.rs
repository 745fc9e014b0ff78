//! One number of many: the weighted median, and when it can be relied on.
//!
//! `reference/oracle.md` 1.2. A number in doubt is *contested*, never moved to where it would not be.

use numeric::{weighted_median, Amount, BasisPoints, Reading, Rounding, Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::journey::Outcome;
use types::oracle::Measures;
use types::text::QuantityName;
use types::unit::Unit;

use crate::domain::committee::Committee;
use crate::domain::decision::{distinct, shortfall, weight, Decision, Shortfall, Verdict, Vote};
use crate::ContractError;

/// A reporter weighs at most one part in so many of its round.
const PARTS_OF_A_ROUND: u128 = 5;
/// So many scaled median absolute deviations away a report is an outlier. With 7 honest reporters that is so of 1.4 % of the
/// reports, with 21 of 0.1 %.
const OUTLIER: u128 = 5;
/// What makes a median absolute deviation a standard deviation, if errors are normal: 1.4826.
const SCALE: (u128, u128) = (14_826, 10_000);
/// Most decimals of a feed's numbers.
const MOST_DECIMALS: u8 = 9;

/// What of a feed's measures a round needs.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// The least number there can be.
    pub least: Reading,
    /// The highest.
    pub most: Reading,
    /// How often a number is expected.
    pub heartbeat: Seconds,
    /// How far from the last one a number may lie.
    pub max_jump: u64,
    /// The largest scaled median absolute deviation.
    pub max_dispersion: u64,
    /// What lies this near the median is no outlier.
    pub accuracy: u64,
    /// Least number of reporters.
    pub min_reporters: u8,
}

/// What its numbers are called, and of what.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Scale {
    /// What is measured.
    pub quantity: QuantityName,
    /// In what.
    pub unit: Unit,
    /// With how many decimals.
    pub decimals: u8,
}

/// What the reports of a round are seen against.
#[derive(Clone, Debug, Default)]
pub struct Background {
    /// The last final number.
    pub last: Option<Reading>,
    /// The reporters' reputations; whoever is not named has the best.
    pub reputations: Vec<(u32, BasisPoints)>,
}

/// A feed's measures in their two parts.
pub fn measures(measures: Measures) -> Result<(Scale, Gauge), ContractError> {
    let Measures { quantity, unit, decimals, least, most, heartbeat, .. } = measures;
    if decimals > MOST_DECIMALS {
        return Err(ContractError::TooManyDecimals { actual: decimals, most: MOST_DECIMALS });
    }
    if least >= most {
        return Err(ContractError::EmptyRange { least, most });
    }
    if heartbeat.is_zero() || measures.min_reporters == 0 {
        return Err(ContractError::NoHeartbeat {});
    }
    let gauge = Gauge {
        least,
        most,
        heartbeat,
        max_jump: measures.max_jump,
        max_dispersion: measures.max_dispersion,
        accuracy: measures.accuracy,
        min_reporters: measures.min_reporters,
    };
    Ok((Scale { quantity, unit, decimals }, gauge))
}

impl Gauge {
    /// How old a number may be and still be relied on.
    pub fn stale_after(&self, at: UnixTime) -> Result<UnixTime, ContractError> {
        Ok(at.checked_add(self.heartbeat)?.checked_add(self.heartbeat)?)
    }
}

/// Decides a closed round of numbers.
pub fn decide(
    committee: &Committee,
    gauge: &Gauge,
    votes: &[Vote],
    background: &Background,
) -> Result<Verdict, ContractError> {
    let numbers: Vec<Number> = numbers(votes, background)?;
    let pairs = |of: fn(&Number) -> u64| -> Vec<(u64, u128)> {
        numbers.iter().map(|number| (of(number), number.weight.get())).collect()
    };
    let value = weighted_median(&pairs(|number| ordered(number.value))).map(from_ordered);
    let at = weighted_median(&pairs(|number| number.at.seconds())).and_then(|at| UnixTime::new(at).ok());
    let (Some(value), Some(at)) = (value, at) else {
        return Ok(Verdict::Undecided(Shortfall::NoLeader));
    };
    let dispersion = dispersion(&numbers, value);
    let outlier = dispersion.saturating_mul(OUTLIER).max(gauge.accuracy.into());
    let is_near = |number: &Number| u128::from(number.value.distance(value)) <= outlier;

    // Outliers are heard, and take part in the quorum; they earn nothing.
    let heard: Vec<&Vote> = numbers.iter().map(|number| number.vote).collect();
    if distinct(heard.iter().map(|vote| vote.member.reporter)) < usize::from(gauge.min_reporters) {
        return Ok(Verdict::Undecided(Shortfall::Reporters));
    }
    if let Some(shortfall) = shortfall(committee, &heard)? {
        return Ok(Verdict::Undecided(shortfall));
    }
    let near: Vec<&Vote> =
        numbers.iter().filter(|number| is_near(number)).map(|number| number.vote).collect();
    let agree: Vec<u32> = near.iter().map(|vote| vote.member.reporter).collect();
    let mut dissent = Vec::new();
    for vote in votes.iter().filter(|vote| !agree.contains(&vote.member.reporter)) {
        let reporter = vote.member.reporter;
        dissent.insert(dissent.partition_point(|other| *other < reporter), reporter);
    }
    let jumps = background.last.is_some_and(|last| last.distance(value) > gauge.max_jump);
    let contested = jumps || dispersion > u128::from(gauge.max_dispersion);
    let outcome = Outcome::Measured { value, at };
    Ok(Verdict::Decided(Decision { outcome, agreeing: weight(near)?, agree, dissent, contested }))
}

/// A report of a number, with what it weighs in its round.
struct Number<'a> {
    vote: &'a Vote<'a>,
    value: Reading,
    at: UnixTime,
    weight: Amount,
}

/// A reporter weighs its pledge, at most a fifth of the round, and between half of that and all by its reputation. Rounded
/// up, so that nobody who is heard weighs nothing.
fn numbers<'a>(votes: &'a [Vote<'a>], background: &Background) -> Result<Vec<Number<'a>>, ContractError> {
    let measured = |vote: &'a Vote<'a>| match vote.outcome {
        Outcome::Measured { value, at } => Some((vote, value, at)),
        _ => None,
    };
    let numbers: Vec<(&Vote, Reading, UnixTime)> = votes.iter().filter_map(measured).collect();
    let most = most_weight(&numbers.iter().map(|(vote, ..)| vote.member.weight).collect::<Vec<_>>())?;
    let weighed = |(vote, value, at): (&'a Vote<'a>, Reading, UnixTime)| {
        let capped = vote.member.weight.min(most);
        let known = background.reputations.iter().find(|(reporter, _)| *reporter == vote.member.reporter);
        let reputation = known.map_or(BasisPoints::WHOLE, |(_, reputation)| *reputation);
        let half = capped.share(BasisPoints::new(5_000)?, Rounding::Up)?;
        let earned = capped.checked_sub(half)?.share(reputation, Rounding::Up)?;
        Ok(Number { vote, value, at, weight: half.checked_add(earned)? })
    };
    numbers.into_iter().map(weighed).collect()
}

/// What a reporter weighs at most: a fifth of the round *after* all are held to that, or one with nine tenths of the pledges
/// would still have two thirds of the round. Of fewer than five, all weigh what the least does.
fn most_weight(weights: &[Amount]) -> Result<Amount, ContractError> {
    let least = weights.iter().copied().min().unwrap_or_default();
    let mut most = weights.iter().copied().max().unwrap_or_default();
    loop {
        let sum = weights.iter().try_fold(Amount::ZERO, |sum, weight| sum.checked_add(*weight.min(&most)))?;
        let fifth = sum.mul_ratio(Amount::new(1), Amount::new(PARTS_OF_A_ROUND), Rounding::Down)?.max(least);
        if fifth >= most {
            return Ok(most);
        }
        most = fifth;
    }
}

/// The scaled median absolute deviation, rounded up: every reporter counts once.
fn dispersion(numbers: &[Number], median: Reading) -> u128 {
    let deviations: Vec<(u64, u128)> =
        numbers.iter().map(|number| (number.value.distance(median), 1)).collect();
    let mad = weighted_median(&deviations).unwrap_or_default();
    u128::from(mad).saturating_mul(SCALE.0).div_ceil(SCALE.1)
}

/// The order of signed numbers as that of unsigned ones.
fn ordered(value: Reading) -> u64 {
    u64::from_be_bytes(value.get().to_be_bytes()) ^ (1 << 63)
}

fn from_ordered(value: u64) -> Reading {
    Reading::new(i64::from_be_bytes((value ^ (1 << 63)).to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use types::oracle::SourceClass;

    use super::*;
    use crate::domain::committee::tests::{at, member, rules};
    use crate::domain::committee::Member;

    const NOON: u64 = 1_357_041_600;

    fn gauge() -> Gauge {
        Gauge {
            least: Reading::new(-5_000),
            most: Reading::new(10_000),
            heartbeat: Seconds::hours(1),
            max_jump: 500,
            max_dispersion: 100,
            accuracy: 10,
            min_reporters: 7,
        }
    }

    fn members(weights: &[u128]) -> Vec<Member> {
        let class = [SourceClass::Device, SourceClass::Carrier, SourceClass::Terminal];
        (0_u8..)
            .zip(weights)
            .map(|(i, weight)| member(u32::from(i) + 1, i % 5, class[usize::from(i) % 3], *weight))
            .collect()
    }

    fn decided(weights: &[u128], values: &[i64], background: &Background) -> Verdict {
        let committee = Committee { version: 1, rules: rules(), members: members(weights) };
        let votes: Vec<Vote> = committee
            .members
            .iter()
            .zip(values)
            .map(|(member, value)| Vote {
                member,
                outcome: Outcome::Measured { value: Reading::new(*value), at: at(NOON) },
            })
            .collect();
        decide(&committee, &gauge(), &votes, background).unwrap()
    }

    fn decision(weights: &[u128], values: &[i64], background: &Background) -> (i64, Vec<u32>, bool) {
        match decided(weights, values, background) {
            Verdict::Decided(Decision {
                outcome: Outcome::Measured { value, .. },
                dissent,
                contested,
                ..
            }) => (value.get(), dissent, contested),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_middle_of_equal_weights_below_zero_too() {
        let found = decision(
            &[1_000; 9],
            &[-1825, -1830, -1820, -1815, -1810, -1835, -1840, -1805, -1822],
            &Background::default(),
        );
        assert_eq!(found, (-1822, vec![], false));
    }

    /// Three of nine far away: the median stays among the honest six, and they earn nothing.
    #[test]
    fn a_third_that_lies_moves_nothing_far_and_earns_nothing() {
        let found = decision(
            &[1_000; 9],
            &[400, 402, 404, 406, 408, 410, 9_000, 9_000, 9_000],
            &Background::default(),
        );
        assert_eq!(found, (408, vec![7, 8, 9], false));
    }

    /// One with 90 % of the pledges counts as a fifth of the round.
    #[test]
    fn no_reporter_weighs_more_than_a_fifth() {
        let found = decision(
            &[90_000, 1_250, 1_250, 1_250, 1_250, 1_250, 1_250, 1_250, 1_250],
            &[900, 400, 401, 402, 403, 404, 405, 406, 407],
            &Background::default(),
        );
        assert_eq!(found.0, 404, "2,500 of 12,500, and the eight have 1,250 each");
    }

    /// Of two camps of equal pledges the one of better reputation decides.
    #[test]
    fn reputation_counts_for_half() {
        let poor = |reporter| (reporter, BasisPoints::ZERO);
        let reputations = vec![poor(1), poor(2), poor(3), poor(4)];
        let values = [400, 400, 400, 400, 430, 430, 430, 430];
        let all_alike = decision(&[1_000; 8], &values, &Background::default());
        assert_eq!(all_alike.0, 400);
        let found = decision(&[1_000; 8], &values, &Background { last: None, reputations });
        assert_eq!(found.0, 430);
    }

    #[test]
    fn a_jump_or_too_wide_a_spread_is_contested_not_clamped() {
        let last = |value| Background { last: Some(Reading::new(value)), ..Background::default() };
        let near = [400; 9];
        assert_eq!(decision(&[1_000; 9], &near, &last(900)), (400, vec![], false));
        assert_eq!(decision(&[1_000; 9], &near, &last(901)), (400, vec![], true));
        // Deviations 0, 67, 67, 68 ...: 1.4826 × 68 = 100.8.
        let wide = [400, 333, 467, 332, 468, 332, 468, 330, 470];
        assert!(decision(&[1_000; 9], &wide, &Background::default()).2);
    }

    #[test]
    fn too_few_reporters_are_no_number() {
        let found = decided(&[1_000; 9], &[400; 6], &Background::default());
        assert_eq!(found, Verdict::Undecided(Shortfall::Reporters));
        let found = decided(&[9_000, 9_000, 1, 1, 1, 1, 1, 1, 1_000_000], &[400; 8], &Background::default());
        assert_eq!(found, Verdict::Undecided(Shortfall::Quorum), "two thirds of the pledges must be heard");
    }

    #[test]
    fn the_order_of_numbers_survives() {
        let numbers = [i64::MIN, -1_825, -1, 0, 1, i64::MAX];
        for pair in numbers.windows(2) {
            assert!(ordered(Reading::new(pair[0])) < ordered(Reading::new(pair[1])));
        }
        for number in numbers {
            assert_eq!(from_ordered(ordered(Reading::new(number))), Reading::new(number));
        }
    }
}
