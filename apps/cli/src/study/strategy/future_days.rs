//! Room is reserved for weeks to come, and all of it is reported on today.

use anyhow::Result;
use numeric::Amount;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "all future days at once",
    what: "the cap of each of 60 spans to come is reserved, and all of it is reported as happened today",
    answers: Answers::Events,
    play,
};

/// Spans, and days from one to the next: a window touches three.
const SPANS: u64 = 60;
const EVERY: u64 = 3;

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.feed.capacity()?.cap_outcome;
    let each = trial.cap;
    let mut voyages = Vec::new();
    for span in 0..SPANS {
        let days = span.saturating_add(1).saturating_mul(EVERY);
        trial.reserve(Side::Victim, each, ExposureKind::Outcome, days)??;
        if trial.reserve(Side::Victim, Amount::new(1), ExposureKind::Outcome, days)?.is_ok() {
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
    }
    trial.judge_all(&voyages)?;
    for voyage in &voyages {
        trial.finalise_now(voyage, 0)?;
    }
    Ok(())
}
