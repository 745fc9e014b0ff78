//! A bribed minority moves a time within the tolerance, so that honest reporters agree with it.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const AFTER_THE_WINDOW: Strategy = Strategy {
    name: "bribed third moves a time",
    what: "half of the smallest agreeing weight lies, a third of the honest is kept silent; final after the window",
    answers: Answers::Events,
    play: |trial| play(trial, (2, 3)),
};

pub const AT_ONCE: Strategy = Strategy {
    name: "bribed minority moves a time at once",
    what: "half of three quarters lies, so that the false time is final at once",
    answers: Answers::Events,
    play: |trial| play(trial, (3, 4)),
};

fn play(trial: &mut Trial, heard: (u128, u128)) -> Result<()> {
    let honest = trial.bribe_half_of(heard)?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Time)?;
    let voyage = trial.late_arrival()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let mut words = trial.lies(&voyage, &trial.coalition);
    words.extend(trial.honest(&voyage, &honest)?);
    trial.tell(&voyage, 0, &words)?;
    trial.try_above(Side::Victim, ExposureKind::Time)?;
    trial.judge(&voyage, 0)?;
    trial.finalise(&voyage, 0)
}
