//! The oracle of a scenario in memory, at the moment when most hung on it.

use anyhow::{Context, Result};
use numeric::Amount;

use super::View;
use crate::chain::Answer;
use crate::scenario::any::AnyPlay;
use crate::scenario::{perform, Audience, Deed, Stage};

/// Plays them all, and shows the moment when most hung on the feeds together.
pub fn rehearse(stage: &mut Stage, plays: Vec<AnyPlay>, only: Option<u32>) -> Result<View> {
    let mut onlooker = Onlooker { only, most: None };
    perform(stage, plays.into_iter().map(Ok), &mut onlooker)?;
    Ok(onlooker.most.context("nothing was played")?.1)
}

struct Onlooker {
    only: Option<u32>,
    most: Option<(Amount, View)>,
}

impl Onlooker {
    fn look(&mut self, stage: &Stage) -> Result<()> {
        let view = View::of(stage.chain.as_ref(), &stage.deployment.oracle, self.only)?;
        let mut hanging = Amount::ZERO;
        for capacity in view.feeds.iter().filter_map(|feed| feed.capacity.as_ref()) {
            hanging = hanging.checked_add(capacity.time)?.checked_add(capacity.outcome)?;
        }
        if self.most.as_ref().is_none_or(|(most, _)| hanging > *most) {
            self.most = Some((hanging, view));
        }
        Ok(())
    }
}

impl Audience<AnyPlay> for Onlooker {
    fn saw(&mut self, stage: &mut Stage, _play: &AnyPlay, _deed: &Deed, _answer: &Answer) -> Result<()> {
        self.look(stage)
    }

    fn ended(&mut self, _stage: &mut Stage, _play: AnyPlay) -> Result<()> {
        Ok(())
    }
}
