//! As many as make an outcome say that something happened which did not.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const AFTER_THE_WINDOW: Strategy = Strategy {
    name: "bribed two thirds",
    what: "two thirds say that it happened; final after the window",
    answers: Answers::Events,
    play: |trial| play(trial, (2, 3)),
};

pub const AT_ONCE: Strategy = Strategy {
    name: "bribed three quarters",
    what: "as many as make it final at once; nobody else is heard",
    answers: Answers::Events,
    play: |trial| play(trial, (3, 4)),
};

fn play(trial: &mut Trial, share: (u128, u128)) -> Result<()> {
    trial.bribe(share)?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let voyage = trial.never_left()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let words = trial.lies(&voyage, &trial.coalition);
    trial.tell(&voyage, 0, &words)?;
    trial.try_above(Side::Victim, ExposureKind::Outcome)?;
    trial.judge(&voyage, 0)?;
    trial.finalise(&voyage, 0)
}
