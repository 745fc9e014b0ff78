//! Nobody is bribed: all take the word of one source, and it is wrong.

use anyhow::Result;
use types::oracle::{ExposureKind, Fault};

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "one wrong source",
    what: "two thirds take one source's word without a look, and it is wrong: carelessness",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((2, 3))?;
    trial.begin()?;
    // Others gain by it: who only copies has no deals.
    trial.cap = trial.fill(Side::Stranger, ExposureKind::Outcome)?;
    let voyage = trial.never_left()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let words = trial.lies(&voyage, &trial.coalition);
    trial.tell(&voyage, 0, &words)?;
    if trial.convicts() {
        let watchman = trial.feed.people.watchman.clone();
        trial.accuse(&watchman, &voyage, 0, Fault::Negligence)?;
    }
    trial.finalise(&voyage, 0)
}
