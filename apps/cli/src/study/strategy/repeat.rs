//! A false fact after another.

use anyhow::Result;
use numeric::Seconds;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::{Answers, CHALLENGE};
use crate::study::trial::{Side, Trial, Voyage};

pub const IN_ONE_WINDOW: Strategy = Strategy {
    name: "theft after theft in one window",
    what: "a false fact every few hours, each for all the room there is, until the first window ends",
    answers: Answers::Events,
    play: in_one_window,
};

pub const WINDOW_AFTER_WINDOW: Strategy = Strategy {
    name: "theft, window after window",
    what: "the same again when the window is over and nothing was shown, up to five times",
    answers: Answers::Events,
    play: window_after_window,
};

const MOST: u32 = 5;

fn in_one_window(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.feed.capacity()?.cap_outcome;
    let end = trial.feed.now()?.checked_add(CHALLENGE)?;
    let mut told = Vec::new();
    while trial.feed.now()?.checked_add(Seconds::hours(8))? < end {
        told.push(steal(trial)?);
        trial.feed.pass(Seconds::hours(6))?;
    }
    trial.judge_all(&told)
}

fn window_after_window(trial: &mut Trial) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.feed.capacity()?.cap_outcome;
    for _ in 0..MOST {
        let voyage = steal(trial)?;
        if trial.draw_again() {
            return trial.judge(&voyage, 0);
        }
        // A window touches three days.
        trial.feed.pass(Seconds::days(4))?;
    }
    Ok(())
}

fn steal(trial: &mut Trial) -> Result<Voyage> {
    trial.fill(Side::Victim, ExposureKind::Outcome)?;
    let voyage = trial.never_left()?;
    trial.present(&voyage)??;
    trial.sail()?;
    let words = trial.lies(&voyage, &trial.coalition);
    trial.tell(&voyage, 0, &words)?;
    Ok(voyage)
}
