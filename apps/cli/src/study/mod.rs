//! What it costs to attack the oracle, tried against the contract itself: every strategy plays by messages with real
//! signatures on a chain in memory, as often as it takes to know what it comes to.

mod feed;
mod judgement;
pub mod page;
mod reckoning;
mod rounds;
mod seats;
mod sight;
mod statistics;
mod strategy;
mod terms;
mod trial;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::chance::Chance;
use reckoning::Takings;
use sight::Sight;
use statistics::{percent, Interval};
use strategy::Strategy;
pub use terms::Terms;
use trial::Trial;

/// What is no attack, and is paid for.
const HONEST: &str = "honest";
/// Committees that are attacked.
pub const SEATS: [u32; 4] = [7, 9, 13, 31];

/// What a study is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// How often each strategy is played against each committee.
    pub runs: u32,
    /// Seed of all chance.
    pub seed: u64,
    /// Sizes of committees.
    pub seats: Vec<u32>,
    /// What the feed assumes.
    pub terms: Terms,
    /// Honest sight is measured on the whole year's flights, not on the sample.
    pub all: bool,
    /// Strategies to play, by name; all if none is named.
    pub only: Vec<String>,
}

/// What came of it.
#[derive(Clone, Debug, Serialize)]
pub struct Study {
    /// What was asked for.
    pub plan: Plan,
    /// How well who is honest sees.
    pub sight: Sight,
    /// What each strategy came to against each committee.
    pub findings: Vec<Finding>,
}

impl Study {
    /// Whether no attack pays, and nothing above the cap was taken.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| !finding.pays() && finding.admitted == 0)
    }
}

/// What a strategy came to against a committee. Shares are hundredths of the cap that it attacks.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The strategy.
    pub strategy: &'static str,
    /// What is done.
    pub what: &'static str,
    /// The size of the committee.
    pub seats: u32,
    /// How often it was played.
    pub runs: u32,
    /// The attacker's profit, lost stake at the haircut.
    pub profit: Interval,
    /// The same, lost stake at its full worth.
    pub at_par: Interval,
    /// What false facts moved.
    pub stolen: Interval,
    /// What its victims got back.
    pub repaid: Interval,
    /// What reporters outside the coalition lost.
    pub others: Interval,
    /// Attempts above the cap that the contract refused, in all runs ...
    pub refused: u64,
    /// ... and that it took.
    pub admitted: u64,
}

impl Finding {
    /// Whether an attack pays: the mean is above nothing by more than it may be off.
    pub fn pays(&self) -> bool {
        self.strategy != HONEST && self.profit.low > 0.0
    }
}

/// Plays everything that was asked for.
pub fn study(plan: Plan) -> Result<Study> {
    let (terms, sight) = (plan.terms, Sight::measured(plan.all)?);
    let wanted =
        |strategy: &&Strategy| plan.only.is_empty() || plan.only.iter().any(|name| name == strategy.name);
    let strategies: Vec<Strategy> = strategy::ALL.iter().filter(wanted).copied().collect();
    anyhow::ensure!(!strategies.is_empty(), "there is no such strategy; there are: {}", names().join(", "));
    let jobs: Vec<(u32, Strategy)> =
        plan.seats.iter().flat_map(|seats| strategies.iter().map(|strategy| (*seats, *strategy))).collect();
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {elapsed_precise}")?;
    let progress =
        ProgressBar::new(u64::try_from(jobs.len())?.saturating_mul(plan.runs.into())).with_style(style);

    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, Result<Finding>)>> = Mutex::new(Vec::new());
    let chance = Chance::seeded(plan.seed);
    let work = || loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some((seats, strategy)) = jobs.get(place) else { return };
        let finding = find(&chance, terms, sight, *seats, *strategy, plan.runs, &progress);
        if let Ok(mut found) = found.lock() {
            found.push((place, finding));
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    progress.finish_and_clear();
    let mut found = found.into_inner().ok().context("a strategy was not played to its end")?;
    found.sort_by_key(|(place, _)| *place);
    let findings: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect::<Result<_>>()?;
    anyhow::ensure!(findings.len() == jobs.len(), "a strategy was not played to its end");
    Ok(Study { plan, sight, findings })
}

/// What the strategies are called.
pub fn names() -> Vec<&'static str> {
    strategy::ALL.iter().map(|strategy| strategy.name).collect()
}

fn find(
    chance: &Chance,
    terms: Terms,
    sight: Sight,
    seats: u32,
    strategy: Strategy,
    runs: u32,
    progress: &ProgressBar,
) -> Result<Finding> {
    let (mut shown, mut not_shown) = (Vec::new(), Vec::new());
    for run in 0..runs {
        // The same draws are played both ways.
        let (draw, convicts) = (run / 2, run % 2 == 0);
        let names = [strategy.name.as_bytes(), &seats.to_be_bytes(), &draw.to_be_bytes()];
        let mut trial = Trial::open(terms, strategy.answers, seats, sight, chance.occasion(&names))?;
        trial.convicts = convicts;
        let played = (strategy.play)(&mut trial).and_then(|()| trial.end());
        let takings =
            played.with_context(|| format!("{:?} against {seats} seats, run {run}", strategy.name))?;
        if convicts { &mut shown } else { &mut not_shown }.push(takings);
        progress.set_message(strategy.name);
        progress.inc(1);
    }
    let p = f64::from(terms.conviction.get()) / 10_000.0;
    let of = |part: fn(&Takings) -> i128| {
        let shares = |all: &[Takings]| -> Vec<f64> {
            all.iter().map(|takings| percent(part(takings), takings.cap)).collect()
        };
        Interval::of(p, &shares(&shown), &shares(&not_shown))
    };
    let all = shown.iter().chain(&not_shown);
    let count = |number: fn(&Takings) -> u32| all.clone().map(|takings| u64::from(number(takings))).sum();
    Ok(Finding {
        strategy: strategy.name,
        what: strategy.what,
        seats,
        runs,
        profit: of(|takings| takings.profit),
        at_par: of(|takings| takings.at_par),
        stolen: of(|takings| takings.stolen),
        repaid: of(|takings| takings.repaid),
        others: of(|takings| takings.others),
        refused: count(|takings| takings.refused),
        admitted: count(|takings| takings.admitted),
    })
}

#[cfg(test)]
mod tests;
