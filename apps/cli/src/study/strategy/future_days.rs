//! Room is reserved for weeks to come, and all of it is reported on today.

use anyhow::Result;
use numeric::Amount;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial, Voyage};

pub const AT_ONCE: Strategy = Strategy {
    name: "all future days at once",
    what: "the cap of each of 60 spans to come is reserved, and all of it is reported as happened today",
    answers: Answers::Events,
    play: |trial| play(trial, 60, 0),
};

pub const BESIDE_TODAY: Strategy = Strategy {
    name: "future days beside today's",
    what: "the same of 10 spans, as many as are decided, and then today's cap in 8 parts, beside each as much that is reserved for a later span",
    answers: Answers::Events,
    play: |trial| play(trial, 10, 8),
};

/// Days from one span to the next: a window touches three.
const EVERY: u64 = 3;

fn play(trial: &mut Trial, ahead: u64, beside: u64) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.feed.capacity()?.cap_outcome;
    let (all, outcome) = (trial.cap, ExposureKind::Outcome);
    let mut voyages = Vec::new();
    for span in 1..=ahead {
        let days = span.saturating_mul(EVERY);
        trial.reserve(Side::Victim, all, outcome, days)??;
        if trial.reserve(Side::Victim, Amount::new(1), outcome, days)?.is_ok() {
            anyhow::bail!("a span took more than its cap");
        }
        voyages.push(presented(trial)?);
    }
    for span in 1..=beside {
        let part = Amount::new(all.get().checked_div(beside.into()).unwrap_or_default());
        let days = ahead.saturating_add(span).saturating_mul(EVERY);
        trial.reserve(Side::Victim, part, outcome, days)??;
        trial.reserve(Side::Victim, part, outcome, 0)??;
        voyages.push(presented(trial)?);
    }
    trial.sail()?;
    for voyage in &voyages {
        let words = trial.lies(voyage, &trial.coalition);
        trial.submit(voyage, 0, &words)?;
    }
    for voyage in &voyages {
        trial.close(voyage, 0)?;
        if trial.feed.round(&voyage.subject, 0)?.outcome.is_none() {
            trial.refuse();
        }
    }
    trial.judge_all(&voyages)?;
    for voyage in &voyages {
        trial.finalise_now(voyage, 0)?;
    }
    Ok(())
}

/// A voyage on which hangs what was reserved last.
fn presented(trial: &mut Trial) -> Result<Voyage> {
    let voyage = trial.never_left()?;
    trial.present(&voyage)??;
    Ok(voyage)
}
