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
    play: |trial| play(trial, 1),
};

pub const BESIDE_TODAY: Strategy = Strategy {
    name: "future days beside today's",
    what: "the cap of today in 8 parts, beside each as much that is reserved for a later span, and all of it reported today",
    answers: Answers::Events,
    play: |trial| play(trial, 8),
};

/// Spans, and days from one to the next: a window touches three.
const SPANS: u64 = 60;
const EVERY: u64 = 3;

/// With one part, nothing is due today, and the whole cap is reserved of every span.
fn play(trial: &mut Trial, parts: u128) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.feed.capacity()?.cap_outcome;
    let each = Amount::new(trial.cap.get().checked_div(parts).unwrap_or_default());
    let is_beside_today = parts > 1;
    let spans = if is_beside_today { u64::try_from(parts)? } else { SPANS };
    let mut voyages = Vec::new();
    for span in 0..spans {
        let days = span.saturating_add(1).saturating_mul(EVERY);
        trial.reserve(Side::Victim, each, ExposureKind::Outcome, days)??;
        if is_beside_today {
            trial.reserve(Side::Victim, each, ExposureKind::Outcome, 0)??;
        } else if trial.reserve(Side::Victim, Amount::new(1), ExposureKind::Outcome, days)?.is_ok() {
            anyhow::bail!("a span took more than its cap");
        }
        let voyage = trial.never_left()?;
        trial.present(&voyage)??;
        voyages.push(voyage);
    }
    trial.sail()?;
    for voyage in &voyages {
        let words = trial.lies(voyage, &trial.coalition);
        trial.submit(voyage, 0, &words)?;
    }
    for voyage in &voyages {
        trial.close(voyage, 0)?;
        if !is_decided(trial, voyage)? {
            trial.refuse();
        }
    }
    trial.judge_all(&voyages)?;
    for voyage in &voyages {
        trial.finalise_now(voyage, 0)?;
    }
    Ok(())
}

fn is_decided(trial: &Trial, voyage: &Voyage) -> Result<bool> {
    Ok(trial.feed.round(&voyage.subject, 0)?.outcome.is_some())
}
