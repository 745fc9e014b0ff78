//! The submitter holds everyone's signatures and hands in those that suit him, so many that the round closes.

use anyhow::Result;
use types::journey::Outcome;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::Answers;
use crate::study::trial::{Side, Trial};

pub const STRATEGY: Strategy = Strategy {
    name: "chosen signatures",
    what:
        "a bribed third, and a submitter who leaves out the honest words that suit least, until 85 % are in",
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
    // The latest times are left out as long as the rest closes the round.
    words.sort_by_key(|(_, outcome)| match outcome {
        Outcome::Happened { at } => Some(*at),
        _ => None,
    });
    let lies = trial.lies(&voyage, &trial.coalition);
    while words.len() > 1 {
        let fewer: Vec<_> = words.iter().take(words.len().saturating_sub(1)).chain(&lies).copied().collect();
        if !trial.closes(&fewer)? {
            break;
        }
        words.pop();
    }
    words.extend(lies);
    trial.tell(&voyage, 0, &words)?;
    trial.judge_if_false(&voyage, 0)?;
    trial.finalise(&voyage, 0)
}
