//! What makes it cheaper, one thing at a time and all together.

use anyhow::Result;
use numeric::{BasisPoints, Seconds};

use super::book::Terms;
use super::{Cost, Setting, Window};
use crate::flights::Flight;

/// Something that may be done, and what the book costs then.
#[derive(Clone, Debug)]
pub struct Lever {
    /// What is done.
    pub what: &'static str,
    /// What it costs then.
    pub cost: Cost,
}

type Change = fn(Setting) -> Setting;

/// In the order in which they are taken until the cost is low enough: first what gives up nothing.
const CHANGES: [(&str, Change); 8] = [
    ("pledges in the settlement asset (haircut 100 %)", |of| with_haircut(of, BasisPoints::WHOLE)),
    ("buckets of 8 hours", |of| with_window(of, of.window.challenge, Seconds::hours(8))),
    ("no cut-offs; room for times only for the late penalty", |of| Setting {
        terms: Terms::PenaltyOnTime,
        ..of
    }),
    ("milestones that hang on outcomes alone", |of| Setting { terms: Terms::OutcomeOnly, ..of }),
    ("a challenge window of 24 hours, in buckets of 4", |of| {
        with_window(of, Seconds::days(1), Seconds::hours(4))
    }),
    ("tranches: half of the price on presentation, without a fact", |of| Setting {
        on_facts: BasisPoints::new(5_000).unwrap_or(of.on_facts),
        ..of
    }),
    ("conviction 99 %", |of| with_conviction(of, BasisPoints::new(9_900))),
    ("a challenge window of 6 hours, in buckets of 1", |of| {
        with_window(of, Seconds::hours(6), Seconds::hours(1))
    }),
];

fn with_haircut(of: Setting, haircut: BasisPoints) -> Setting {
    let haircut = of.assumptions.haircut.max(haircut);
    Setting { assumptions: super::Assumptions { haircut, ..of.assumptions }, ..of }
}

fn with_conviction(of: Setting, conviction: Result<BasisPoints, numeric::NumericError>) -> Setting {
    let conviction = conviction.unwrap_or(of.assumptions.conviction).max(of.assumptions.conviction);
    Setting { assumptions: super::Assumptions { conviction, ..of.assumptions }, ..of }
}

/// Neither is ever made longer.
fn with_window(of: Setting, challenge: Seconds, period: Seconds) -> Setting {
    let window =
        Window { challenge: of.window.challenge.min(challenge), period: of.window.period.min(period) };
    Setting { window, ..of }
}

/// Each alone.
pub fn levers(setting: Setting, flights: &[Flight]) -> Result<Vec<Lever>> {
    let one =
        |(what, change): &(&'static str, Change)| Ok(Lever { what, cost: change(setting).cost(flights)? });
    CHANGES.iter().map(one).collect()
}

/// One after the other, until it costs no more than that.
pub fn steps(setting: Setting, flights: &[Flight], goal: u128) -> Result<Vec<Lever>> {
    let (mut setting, mut taken) = (setting, vec![]);
    let mut cost = setting.cost(flights)?;
    for (what, change) in CHANGES {
        if cost.centipoints <= goal {
            break;
        }
        let changed = change(setting).cost(flights)?;
        if changed.centipoints < cost.centipoints {
            (setting, cost) = (change(setting), changed);
            taken.push(Lever { what, cost: cost.clone() });
        }
    }
    Ok(taken)
}
