//! Somebody without any seat takes all the room, so that nobody else is served.

use anyhow::Result;
use numeric::Seconds;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "filling the cap",
    what: "one deal with oneself, expected today and never answered, takes all the room for 400 days",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.begin()?;
    trial.cap = trial.fill(Side::Own, ExposureKind::Outcome)?;
    for _ in 0..20 {
        trial.feed.pass(Seconds::days(19))?;
        trial.try_above(Side::Victim, ExposureKind::Outcome)?;
    }
    Ok(())
}
