//! A third reports only when it has seen what the others say, close to where the time would move.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "late reports",
    what: "a third reports last, having seen the others, and pulls the time towards the deadline",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((1, 3))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Time)?;
    let voyage = trial.late_arrival()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let others = trial.others();
    let mut words = trial.honest(&voyage, &others)?;
    words.extend(trial.lies(&voyage, &trial.coalition));
    trial.tell(&voyage, 0, &words)?;
    trial.judge_if_false(&voyage, 0)?;
    trial.finalise(&voyage, 0)
}
