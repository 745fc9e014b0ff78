//! A true fact is "corrected" within its span. What hangs on it stays dated to the first fact, so that room is free
//! again before the correction's own window is over.

use anyhow::Result;
use numeric::Seconds;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "correction, then again",
    what: "a true fact is corrected to a false one late in its span; when the room is free again another false fact follows while both are open to challenge, and the attacker challenges both",
    answers: Answers::Events,
    play,
};

fn play(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let first = trial.never_left()?;
    trial.present(&first)??;
    trial.sail()?;
    let everyone = trial.everyone();
    let truth = trial.honest(&first, &everyone)?;
    trial.tell(&first, 0, &truth)?;
    // What did not happen by its date returns to the payer; here the deal waits for what may still happen.
    trial.reopen(&first);
    trial.feed.pass(Seconds::hours(46))?;
    let words = trial.lies(&first, &trial.coalition);
    trial.tell(&first, 1, &words)?;
    trial.feed.pass(Seconds::hours(25))?;

    let second = trial.never_left()?;
    let room = trial.fill(Side::Victim, ExposureKind::Outcome)?;
    trial.present(&second)??;
    trial.sail()?;
    if !room.is_zero() {
        let words = trial.lies(&second, &trial.coalition);
        trial.tell(&second, 0, &words)?;
    }
    let mut false_facts = vec![(&first, 1)];
    if !room.is_zero() {
        false_facts.push((&second, 0));
    }
    trial.confess_all(&false_facts)?;
    trial.finalise_now(&first, 1)
}
