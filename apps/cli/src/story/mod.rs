//! One shipment told step by step: who did what when, what the oracle learned and from whom, what moved.

mod changes;
mod ending;
mod learned;
mod print;

use std::collections::BTreeMap;

use anyhow::Result;
use numeric::{Amount, UnixTime};
use serde::Serialize;
use types::escrow::{AgreementResponse, MilestoneState, QueryMsg as EscrowQuery};
use types::shipment::{QueryMsg as ShipmentQuery, TitleResponse, TitleStatus};

use crate::chain::{ask, Answer};
use crate::movements::movements;
use crate::scenario::{Audience, Deed, Stage, Tale};

pub use ending::Ending;
pub use learned::Learned;

/// The whole of it.
#[derive(Debug, Serialize)]
pub struct Story {
    /// The shipment.
    pub id: String,
    /// What it is about.
    pub about: String,
    /// What happened, a transaction each.
    pub scenes: Vec<Scene>,
    /// How it ended.
    pub ending: Ending,
}

/// One transaction.
#[derive(Debug, Serialize)]
pub struct Scene {
    /// When, UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// Did what.
    pub does: String,
    /// Why it was refused, if it was.
    pub refused: Option<String>,
    /// What became final.
    pub learned: Vec<Learned>,
    /// What moved but money, and what changed its state.
    pub changed: Vec<String>,
    /// What money moved.
    pub moved: Vec<Moved>,
}

/// A payment between people.
#[derive(Debug, Serialize)]
pub struct Moved {
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// How much, smallest units.
    pub amount: Amount,
}

/// Sees everything, and tells it at the end.
#[derive(Default)]
pub struct Narrator {
    scenes: Vec<Scene>,
    title: Option<TitleResponse>,
    agreement: Option<AgreementResponse>,
    purses: BTreeMap<String, Purse>,
    story: Option<Story>,
}

/// What somebody got and gave in this shipment.
#[derive(Clone, Copy, Debug, Default)]
struct Purse {
    got: Amount,
    gave: Amount,
}

impl Narrator {
    /// The story, once the play is over.
    pub fn story(self) -> Option<Story> {
        self.story
    }

    fn money(&mut self, stage: &Stage, answer: &Answer) -> Result<Vec<Moved>> {
        let Ok(receipt) = answer else { return Ok(vec![]) };
        let mut moved = Vec::new();
        for movement in movements(receipt, &stage.deployment.asset)? {
            let name = |account: &str| stage.directory.name(account).to_owned();
            let (from, to) = (name(&movement.from), name(&movement.to));
            let giver = self.purses.entry(from.clone()).or_default();
            giver.gave = giver.gave.checked_add(movement.amount)?;
            let taker = self.purses.entry(to.clone()).or_default();
            taker.got = taker.got.checked_add(movement.amount)?;
            moved.push(Moved { from, to, amount: movement.amount });
        }
        Ok(moved)
    }

    fn changes(&mut self, stage: &Stage, tale: &impl Tale) -> Vec<String> {
        let mut changed = Vec::new();
        if let Some(after) = title(stage, tale) {
            changed.extend(changes::of_title(&stage.directory, self.title.as_ref(), &after));
            self.title = Some(after);
        }
        if let Some(after) = agreement(stage, tale) {
            changed.extend(changes::of_agreement(&stage.directory, self.agreement.as_ref(), &after));
            self.agreement = Some(after);
        }
        changed
    }
}

impl<P: Tale> Audience<P> for Narrator {
    fn saw(&mut self, stage: &mut Stage, play: &P, deed: &Deed, answer: &Answer) -> Result<()> {
        let mut changed = self.changes(stage, play);
        changed.extend(answer.as_ref().ok().and_then(|receipt| learned::collecting(stage, receipt)));
        let scene = Scene {
            at: moment(stage.chain.now()?),
            who: stage.directory.name(deed.transaction.sender.as_str()).to_owned(),
            does: play.sentence(),
            refused: answer.as_ref().err().map(|refused| stage.directory.named(&refused.reason)),
            learned: answer.as_ref().map(|receipt| learned::all(stage, receipt)).unwrap_or_default(),
            changed,
            moved: self.money(stage, answer)?,
        };
        self.scenes.push(scene);
        Ok(())
    }

    fn ended(&mut self, stage: &mut Stage, play: P) -> Result<()> {
        let ending = Ending::of(stage, &play, &self.purses)?;
        self.story = Some(Story {
            id: play.id().as_str().to_owned(),
            about: play.about(),
            scenes: std::mem::take(&mut self.scenes),
            ending,
        });
        Ok(())
    }
}

/// The title, once it is issued.
fn title(stage: &Stage, tale: &impl Tale) -> Option<TitleResponse> {
    let question = ShipmentQuery::Title { token_id: tale.id().clone() };
    ask(stage.chain.as_ref(), &stage.deployment.shipment, &question).ok()
}

/// The agreement, once there is one.
fn agreement(stage: &Stage, tale: &impl Tale) -> Option<AgreementResponse> {
    let question = EscrowQuery::Agreement { agreement: tale.agreement_number()? };
    ask(stage.chain.as_ref(), &stage.deployment.escrow, &question).ok()
}

/// `2013-01-01 10:15`.
pub fn moment(at: UnixTime) -> String {
    let iso = at.to_string();
    iso.get(..16).unwrap_or(&iso).replace('T', " ")
}

fn status(status: TitleStatus) -> &'static str {
    match status {
        TitleStatus::Issued => "issued",
        TitleStatus::Surrendered(_) => "surrendered",
        TitleStatus::OnPaper => "on paper",
        TitleStatus::Accomplished => "delivered",
    }
}

fn state(state: MilestoneState) -> &'static str {
    match state {
        MilestoneState::Open => "open",
        MilestoneState::Payable => "payable",
        MilestoneState::Late => "late",
        MilestoneState::Defaulted => "defaulted",
        MilestoneState::WrittenOff => "written off",
        MilestoneState::Settled => "paid",
        MilestoneState::Voided => "void",
    }
}
