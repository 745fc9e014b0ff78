//! Half of the committee looks at nothing and says what one liar among them said first.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "copying",
    what: "three quarters sign what the first of them said; he lies, and they share his gain",
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
    // The first word opens the round; the copies come one by one.
    let words = trial.lies(&voyage, &trial.coalition);
    for word in &words {
        trial.submit(&voyage, 0, std::slice::from_ref(word))?;
    }
    trial.close(&voyage, 0)?;
    trial.judge(&voyage, 0)?;
    trial.finalise(&voyage, 0)
}
