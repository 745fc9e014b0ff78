//! The attacker is payer and payee of half of what hangs on the feed: what is slashed for that comes back to it.

use anyhow::Result;
use numeric::Amount;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "self-agreement",
    what: "half of the cap is the attacker's dealing with itself: it challenges, and is compensated too",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    let half = trial.feed.capacity()?.cap_outcome.get() / 2;
    trial.reserve(Side::Victim, Amount::new(half), ExposureKind::Outcome, 0)??;
    trial.fill(Side::Own, ExposureKind::Outcome)?;
    let voyage = trial.never_left()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let words = trial.lies(&voyage, &trial.coalition);
    trial.tell(&voyage, 0, &words)?;
    trial.confess(&voyage, 0)
}
