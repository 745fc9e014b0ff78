//! The attacker challenges its own false fact, for the challenger's part of what is slashed.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "self-challenge",
    what:
        "three quarters lie, the money moves at once, and the attacker challenges for 30 % of what is slashed",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let voyage = trial.never_left()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let words = trial.lies(&voyage, &trial.coalition);
    trial.tell(&voyage, 0, &words)?;
    trial.confess(&voyage, 0)
}
