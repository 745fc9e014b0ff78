//! Somebody without any seat challenges every true fact.

use anyhow::Result;
use types::oracle::{ExposureKind, Ruling};

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "challenging everything",
    what: "a true fact on which the whole cap hangs is challenged for nothing: the money has moved, the room is held until the ruling",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let voyage = trial.late_arrival()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let everyone = trial.everyone();
    let words = trial.honest(&voyage, &everyone)?;
    trial.tell(&voyage, 0, &words)?;
    let attacker = trial.feed.people.attacker.clone();
    trial.challenge(&attacker, &voyage, 0)?;
    trial.feed.pass(numeric::Seconds::days(4))?;
    trial.try_above(Side::Victim, ExposureKind::Outcome)?;
    trial.rule(&voyage, 0, Ruling::Upheld {})
}
