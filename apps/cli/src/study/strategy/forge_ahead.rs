//! Facts are forged while no money hangs on them; the titles are presented when their windows are over. That opens the windows
//! anew, and whoever watches what money hangs on looks then.

use anyhow::Result;
use numeric::Seconds;
use types::oracle::ExposureKind;

use super::Strategy;
use crate::study::terms::{Answers, CHALLENGE};
use crate::study::trial::{Side, Trial};

pub const SEEN: Strategy = Strategy {
    name: "presentation after the fact",
    what: "60 facts are forged while nothing hangs on them, watched as any other; presented, one a span, when their windows are over",
    answers: Answers::Events,
    play: |trial| play(trial, true),
};

pub const UNSEEN: Strategy = Strategy {
    name: "the same, of facts that nobody watches",
    what: "the same, if nobody looks at facts on which no money hangs",
    answers: Answers::Events,
    play: |trial| play(trial, false),
};

const FACTS: usize = 60;

fn play(trial: &mut Trial, watched: bool) -> Result<()> {
    trial.bribe((3, 4))?;
    trial.begin()?;
    trial.cap = trial.feed.capacity()?.cap_outcome;
    let mut voyages = Vec::new();
    for _ in 0..FACTS {
        voyages.push(trial.never_left()?);
    }
    trial.sail()?;
    for voyage in &voyages {
        let words = trial.lies(voyage, &trial.coalition);
        trial.submit(voyage, 0, &words)?;
    }
    for voyage in &voyages {
        trial.close(voyage, 0)?;
    }
    if watched && trial.convicts() {
        if let Some(first) = voyages.first() {
            trial.judge(first, 0)?;
        }
        return Ok(());
    }
    trial.feed.pass(CHALLENGE)?;
    for voyage in &voyages {
        trial.finalise_now(voyage, 0)?;
        trial.fill(Side::Victim, ExposureKind::Outcome)?;
        if trial.present(voyage)?.is_err() {
            trial.refuse();
            return Ok(());
        }
        if trial.draw_again() {
            return trial.judge(voyage, 0);
        }
        trial.release_paid()?;
        trial.feed.pass(Seconds::days(4))?;
    }
    Ok(())
}
