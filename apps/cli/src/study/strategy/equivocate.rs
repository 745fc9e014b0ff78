//! When the theft is about to be challenged, the coalition convicts itself of something else, so that the challenger's part
//! is its own. What it loses is kept for the victims.

use anyhow::Result;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "equivocation first",
    what: "after the theft the coalition shows its own contradicting signatures about another voyage: 30 % of its stake back before anybody rules",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let (voyage, other) = (trial.never_left()?, trial.never_left()?);
    trial.present(&voyage)??;
    trial.sail()?;
    let words = trial.lies(&voyage, &trial.coalition);
    trial.tell(&voyage, 0, &words)?;
    if trial.convicts() {
        trial.convict_each_other(&other)?;
        trial.judge(&voyage, 0)?;
    }
    trial.finalise(&voyage, 0)
}
