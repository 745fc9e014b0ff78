//! A minority moves a time within the tolerance. Honest reporters agree with it, and are slashed with it: the attacker
//! challenges, and has the challenger's part and compensations out of *their* stake.

use anyhow::Result;
use numeric::Amount;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "framing the honest",
    what: "a minority moves a time that the honest agree with, challenges it, and lives on the honest stake slashed with its own",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    let honest = trial.bribe_half_of((3, 4))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Time)?;
    // The rest of the room, on the outcome of the same event.
    let capacity = trial.feed.capacity()?;
    let rest = capacity.cap_outcome.checked_sub(trial.cap)?;
    if rest > Amount::ZERO {
        trial.reserve(Side::Own, rest, ExposureKind::Outcome, 0)??;
    }
    trial.try_above(Side::Own, ExposureKind::Outcome)?;
    let voyage = trial.late_arrival()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let mut words = trial.lies(&voyage, &trial.coalition);
    words.extend(trial.honest(&voyage, &honest)?);
    trial.tell(&voyage, 0, &words)?;
    trial.confess(&voyage, 0)
}
