//! What happens when: plays that unfold over time, many at once, on one chain whose clock only moves forward.

pub mod any;
pub mod flight;
pub mod sale;
pub mod voyage;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use anyhow::{Context, Result};
use cosmwasm_std::Addr;
use numeric::{Amount, Seconds, UnixTime};
use types::escrow::AgreementId;
use types::journey::Subject;
use types::text::TokenId;

use crate::chain::{attribute, Answer, Chain, Receipt, Transaction};
use crate::clock::{Clock, Pace};
use crate::deploy::Deployment;
use crate::directory::Directory;
use crate::reporters::{Inquiry, Reporters};

/// Everything a play needs besides its own plan.
pub struct Stage {
    /// The chain.
    pub chain: Box<dyn Chain>,
    /// Who is who on it.
    pub directory: Directory,
    /// What is deployed on it.
    pub deployment: Deployment,
    /// Who sees the goods move.
    pub reporters: Reporters,
    /// How fast scenarios go.
    pub pace: Pace,
    /// When they begin on the chain; where nothing is said of that, each in the time it is written in.
    pub start: Option<UnixTime>,
}

impl Stage {
    /// Gives everybody money of the treasury's.
    pub fn fund(&mut self, needs: &[(Addr, Amount)]) -> Result<()> {
        self.deployment.fund(self.chain.as_mut(), &mut self.directory, needs)
    }

    /// What is asked about a subject, as reporters sign it here.
    pub fn inquiry<'a>(&'a self, subject: &'a Subject, round: u32) -> Inquiry<'a> {
        Inquiry {
            chain_id: self.chain.id(),
            oracle: self.deployment.oracle.as_str(),
            feed: self.deployment.feed,
            subject,
            round,
        }
    }

    /// The clock of a scenario whose first moment is written as `origin` and comes so long after the first of all,
    /// unless it plays in its own time.
    pub fn clock(&self, origin: UnixTime, after: Seconds) -> Result<Option<Clock>> {
        let Some(start) = self.start else { return Ok(None) };
        let start = start.checked_add(self.pace.of(after))?;
        Ok(Some(Clock { pace: self.pace, origin, start }))
    }
}

/// One transaction of a play.
pub struct Deed {
    /// What it is, for tables: a verb.
    pub what: &'static str,
    /// The transaction.
    pub transaction: Transaction,
}

/// The number that the escrow gave to what was proposed in a transaction.
fn proposed(receipt: &Receipt) -> Result<AgreementId> {
    let event = receipt.events.iter().find(|event| event.ty == "wasm-escrow/proposed");
    let number = event.and_then(|event| attribute(event, "agreement"));
    number
        .and_then(|number| number.parse().ok())
        .context("the escrow did not say which agreement was proposed")
}

/// Something that unfolds on a chain over time. It acts one transaction at a time and decides what follows by
/// what the chain made of it, so that it can go on wherever it was.
pub trait Play {
    /// When it wants to act next; never again: it is over.
    fn due(&self) -> Option<UnixTime>;

    /// Its next transaction.
    fn act(&mut self, stage: &mut Stage) -> Result<Deed>;

    /// What the chain made of that.
    fn answer(&mut self, stage: &mut Stage, answer: &Answer) -> Result<()>;
}

/// A play that can be told.
pub trait Tale: Play {
    /// Its shipment.
    fn id(&self) -> &TokenId;

    /// What it is about.
    fn about(&self) -> String;

    /// What it has just done or is going to do, after the name of who does it.
    fn sentence(&self) -> String;

    /// The agreement behind it, once there is one.
    fn agreement_number(&self) -> Option<AgreementId>;

    /// What was proven at its end, besides where title and money are.
    fn proven(&self) -> Option<String> {
        None
    }

    /// What went otherwise than it should.
    fn failed(&self) -> &[String];
}

/// Who watches: keeps the books, a stopwatch, or a report.
pub trait Audience<P> {
    /// After each transaction.
    fn saw(&mut self, stage: &mut Stage, play: &P, deed: &Deed, answer: &Answer) -> Result<()>;

    /// After a play's last one.
    fn ended(&mut self, stage: &mut Stage, play: P) -> Result<()>;
}

/// Plays them all, each step in its time. They come in the order in which they begin, and only those that have
/// begun are kept in memory.
pub fn perform<P: Play>(
    stage: &mut Stage,
    plays: impl IntoIterator<Item = Result<P>>,
    audience: &mut impl Audience<P>,
) -> Result<()> {
    let mut to_begin = plays.into_iter();
    let mut next_to_begin = to_begin.next().transpose()?;
    let mut running = Running::default();
    loop {
        let begins = next_to_begin.as_ref().and_then(Play::due);
        let goes_on = running.next_due();
        let Some(now) = begins.into_iter().chain(goes_on).min() else { break };
        while next_to_begin.as_ref().and_then(Play::due).is_some_and(|due| due <= now) {
            if let Some(play) = next_to_begin.take() {
                running.add(play);
            }
            next_to_begin = to_begin.next().transpose()?;
        }
        stage.chain.wait_until(now)?;
        perform_due(stage, &mut running, now, audience)?;
    }
    Ok(())
}

/// One step of every play that is due, as one batch.
fn perform_due<P: Play>(
    stage: &mut Stage,
    running: &mut Running<P>,
    now: UnixTime,
    audience: &mut impl Audience<P>,
) -> Result<()> {
    let (mut batch, mut transactions) = (Vec::new(), Vec::new());
    for (number, mut play) in running.take_due(now) {
        let deed = play.act(stage)?;
        transactions.push(deed.transaction.clone());
        batch.push((number, play, deed));
    }
    let answers = stage.chain.submit(transactions)?;
    for ((number, mut play, deed), answer) in batch.into_iter().zip(answers) {
        audience.saw(stage, &play, &deed, &answer)?;
        play.answer(stage, &answer).with_context(|| format!("after {}", deed.what))?;
        if play.due().is_some() {
            running.put(number, play);
        } else {
            audience.ended(stage, play)?;
        }
    }
    Ok(())
}

/// The plays that have begun, by when they act next. Ties go to whoever began first, so that a run repeats.
struct Running<P> {
    plays: BTreeMap<u64, P>,
    agenda: BinaryHeap<Reverse<(UnixTime, u64)>>,
    begun: u64,
}

impl<P> Default for Running<P> {
    fn default() -> Self {
        Self { plays: BTreeMap::new(), agenda: BinaryHeap::new(), begun: 0 }
    }
}

impl<P: Play> Running<P> {
    fn add(&mut self, play: P) {
        self.put(self.begun, play);
        self.begun = self.begun.saturating_add(1);
    }

    fn put(&mut self, number: u64, play: P) {
        if let Some(due) = play.due() {
            self.agenda.push(Reverse((due, number)));
            self.plays.insert(number, play);
        }
    }

    fn next_due(&self) -> Option<UnixTime> {
        self.agenda.peek().map(|Reverse((due, _))| *due)
    }

    fn take_due(&mut self, now: UnixTime) -> Vec<(u64, P)> {
        let mut due = Vec::new();
        while self.next_due().is_some_and(|next| next <= now) {
            let Some(Reverse((_, number))) = self.agenda.pop() else { break };
            due.extend(self.plays.remove(&number).map(|play| (number, play)));
        }
        due
    }
}
