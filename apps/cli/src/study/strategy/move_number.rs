//! A bribed minority moves a number, as little as honest sensors differ.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "bribed minority moves a number",
    what: "half of the fewest that make a number read a little less than honest sensors do; a third of the honest is kept silent",
    answers: Answers::Numbers,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    let honest = trial.bribe_half_of((2, 3))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Time)?;
    let voyage = trial.full_weight()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let mut words = trial.lies(&voyage, &trial.coalition);
    words.extend(trial.honest(&voyage, &honest)?);
    trial.tell(&voyage, 0, &words)?;
    trial.try_above(Side::Victim, ExposureKind::Time)?;
    trial.judge(&voyage, 0)?;
    trial.finalise(&voyage, 0)
}
