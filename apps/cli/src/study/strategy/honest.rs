//! No attack: a committee that reports what it sees, on a feed that is full.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: crate::study::HONEST,
    what: "no attack: all report what they see, the feed is full, and rewards are claimed",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.coalition = trial.everyone();
    trial.begin()?;
    trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let voyage = trial.late_arrival()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let everyone = trial.everyone();
    let words = trial.honest(&voyage, &everyone)?;
    trial.tell(&voyage, 0, &words)?;
    trial.finalise(&voyage, 0)?;
    trial.claim(&voyage, 0)
}
