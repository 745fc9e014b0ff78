//! The coalition gives notice, lies when its stake is about to be free, and takes it away.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "leaving with the stake",
    what: "notice of unpledging first; a lie on its last day; then unpledged, unbonded and, if it is let, pledged elsewhere",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    trial.give_notice()?;
    // Nothing new is taken, and what hangs on the feed is over its cap.
    trial.try_above(Side::Victim, ExposureKind::Outcome)?;
    trial.wait_for_notice()?;
    let voyage = trial.never_left()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let words = trial.lies(&voyage, &trial.coalition);
    trial.tell(&voyage, 0, &words)?;
    trial.take_away()?;
    trial.judge(&voyage, 0)?;
    trial.finalise(&voyage, 0)
}
