//! More than a third keeps silent for a bribe, so that nothing is decided.

use anyhow::Result;
use types::oracle::{ExposureKind, Fault};

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "silence for a bribe",
    what: "two fifths keep silent round after round, so that what happened is no fact",
    answers: Answers::Events,
    play,
};

/// Rounds in which they keep silent.
const ROUNDS: u32 = 4;

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((2, 5))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let voyage = trial.late_arrival()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let others = trial.others();
    for round in 0..ROUNDS {
        let words = trial.honest(&voyage, &others)?;
        trial.tell(&voyage, round, &words)?;
    }
    trial.fine()?;
    if trial.convicts() {
        let watchman = trial.feed.people.watchman.clone();
        trial.accuse(&watchman, &voyage, ROUNDS.saturating_sub(1), Fault::Negligence)?;
    }
    Ok(())
}
