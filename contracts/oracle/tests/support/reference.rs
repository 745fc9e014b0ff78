//! The decision rule of DESIGN §5, written a second time from its text: exact whole numbers, no shared code.

use num_bigint::BigUint;
use types::journey::Outcome;

/// A report with the seat it was made from.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub reporter: u32,
    pub operator: u8,
    pub class: u8,
    pub weight: u128,
    pub outcome: Outcome,
}

/// What a round is decided by.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Of the whole committee, silent ones too. Of a staked feed two thirds must agree.
    pub whole: Whole,
    pub tolerance: u64,
    pub min_operators: usize,
    pub min_classes: usize,
}

#[derive(Clone, Copy, Debug)]
pub enum Whole {
    /// All seats weigh this together.
    Weighs(u128),
    /// So many reporters must agree, whatever they weigh.
    Needs(usize),
}

/// A fact: what, the agreeing weight, and who dissents. `None` if there is none.
pub type Fact = Option<(Outcome, BigUint, Vec<u32>)>;

fn kind(outcome: Outcome) -> (u8, u64) {
    match outcome {
        Outcome::Happened { .. } => (0, 0),
        Outcome::NotBy { cutoff } => (1, cutoff.seconds()),
        Outcome::Unresolvable {} => (2, 0),
        Outcome::Measured { .. } => unreachable!("an event is no number"),
    }
}

fn time(said: &Said) -> u64 {
    match said.outcome {
        Outcome::Happened { at } => at.seconds(),
        Outcome::NotBy { .. } | Outcome::Unresolvable {} | Outcome::Measured { .. } => 0,
    }
}

fn sum<'a>(said: impl IntoIterator<Item = &'a Said>) -> BigUint {
    said.into_iter().map(|said| BigUint::from(said.weight)).sum()
}

/// The least time such that reports up to and with it weigh half of all: `2·cumulative ≥ total`.
fn median(said: &[Said]) -> u64 {
    let total = sum(said);
    let mut times: Vec<u64> = said.iter().map(time).collect();
    times.sort_unstable();
    let reaches = |limit: &u64| sum(said.iter().filter(|said| time(said) <= *limit)) * 2u32 >= total;
    times.into_iter().find(reaches).unwrap()
}

/// What a closed round comes to.
pub fn decide(rules: &Rules, said: &[Said]) -> Fact {
    let weight_of = |wanted: (u8, u64)| sum(said.iter().filter(|said| kind(said.outcome) == wanted));
    let mut kinds: Vec<(u8, u64)> = said.iter().map(|said| kind(said.outcome)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let most = kinds.iter().map(|kind| weight_of(*kind)).max()?;
    let leaders: Vec<_> = kinds.into_iter().filter(|kind| weight_of(*kind) == most).collect();
    let [leader] = leaders[..] else { return None };

    let with_leader: Vec<Said> = said.iter().filter(|said| kind(said.outcome) == leader).copied().collect();
    let agreeing: Vec<Said> = match leader.0 {
        0 => {
            let middle = median(&with_leader);
            with_leader.into_iter().filter(|said| time(said).abs_diff(middle) <= rules.tolerance).collect()
        }
        _ => with_leader,
    };
    let agreed = sum(&agreeing);
    let enough = match rules.whole {
        Whole::Weighs(whole) => agreed.clone() * 3u32 >= BigUint::from(whole) * 2u32,
        Whole::Needs(reporters) => agreeing.len() >= reporters,
    };
    let count = |of: fn(&Said) -> u8| {
        let mut values: Vec<u8> = agreeing.iter().map(of).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    let (operators, classes) = (count(|said| said.operator), count(|said| said.class));
    if !enough || operators < rules.min_operators || classes < rules.min_classes {
        return None;
    }
    let outcome = match agreeing.first()?.outcome {
        Outcome::Happened { .. } => Outcome::Happened { at: super::at(median(&agreeing)) },
        other => other,
    };
    let agrees = |said: &&Said| agreeing.iter().any(|agreeing| agreeing.reporter == said.reporter);
    let mut dissent: Vec<u32> = said.iter().filter(|said| !agrees(said)).map(|said| said.reporter).collect();
    dissent.sort_unstable();
    Some((outcome, agreed, dissent))
}

/// Whether a round need not wait: 85 % of the committee's weight is in.
pub fn is_complete(whole: u128, reported: u128) -> bool {
    reported > 0 && BigUint::from(reported) * 100u32 >= BigUint::from(whole) * 85u32
}
