//! The books of a run, kept while it plays.

use anyhow::{ensure, Result};
use indicatif::{ProgressBar, ProgressStyle};
use numeric::Seconds;
use types::oracle::{FeedResponse, QueryMsg};

use crate::accuracy::{Accuracy, WithoutLiar};
use crate::chain::{ask, Answer};
use crate::flights::Flight;
use crate::ledger::Ledger;
use crate::report::VoyageLine;
use crate::scenario::any::AnyPlay;
use crate::scenario::flight::FlightPlay;
use crate::scenario::sale::Milestone;
use crate::scenario::voyage::VoyagePlay;
use crate::scenario::{Audience, Deed, Stage, Tale as _};
use crate::twin::Transcript;
use crate::voyages::{Voyage, BUYER};

/// Transactions that every flight takes; it is reported on twice.
const STEPS: [&str; 6] = ["propose", "accept", "issue", "present", "report", "report"];

/// The books of a run, kept while it plays.
pub struct Books {
    /// What the flights came to.
    pub ledger: Ledger,
    /// How right the oracle was.
    pub oracle: Accuracy,
    /// How right it would have been without its liar.
    pub without_liar: Accuracy,
    /// How the voyages ended.
    pub voyages: Vec<VoyageLine>,
    /// How many transactions there were.
    pub transactions: u64,
    /// How far it is.
    pub progress: ProgressBar,
    /// All that the chain told, if it is to be compared with another's.
    pub transcript: Option<Transcript>,
    other_committee: WithoutLiar,
    open_account: Seconds,
}

impl Books {
    /// Empty ones.
    pub fn open(
        stage: &Stage,
        flights: &[Flight],
        voyages: &[Voyage],
        open_account: Seconds,
    ) -> Result<Self> {
        let feed = QueryMsg::Feed { feed: stage.deployment.feed };
        let feed: FeedResponse = ask(stage.chain.as_ref(), &stage.deployment.oracle, &feed)?;
        let steps: usize = voyages.iter().map(|voyage| voyage.steps.len()).sum();
        let steps = flights.len().saturating_mul(STEPS.len()).saturating_add(steps);
        let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {elapsed_precise}")?;
        Ok(Self {
            ledger: Ledger::default(),
            oracle: Accuracy::default(),
            without_liar: Accuracy::default(),
            other_committee: WithoutLiar::of(&feed, &stage.reporters)?,
            open_account,
            voyages: vec![],
            transactions: 0,
            progress: ProgressBar::new(u64::try_from(steps)?).with_style(style),
            transcript: None,
        })
    }

    fn judge(&mut self, stage: &Stage, play: &FlightPlay) -> Result<()> {
        for (milestone, fact) in Milestone::ALL.into_iter().zip(play.facts) {
            let truth = play.truth(milestone)?;
            self.oracle.enter(truth, fact);
            let subject = play.subject(milestone, stage.deployment.shipment.as_str());
            let inquiry = stage.inquiry(&subject, 0);
            let answer = self.other_committee.answer(&stage.reporters, &inquiry, truth)?;
            self.without_liar.enter(truth, answer);
        }
        Ok(())
    }

    fn flight_ended(&mut self, stage: &Stage, play: &FlightPlay) -> Result<()> {
        let closed = play.close(stage, self.open_account)?;
        ensure!(
            closed.settled.open.is_zero(),
            "{} of {} is still open after its last step",
            closed.settled.open,
            play.sale.flight.id
        );
        self.judge(stage, play)?;
        self.ledger.enter(&play.sale.flight.carrier, &closed)
    }

    fn voyage_ended(&mut self, play: &VoyagePlay) -> Result<()> {
        let mut paid = numeric::Amount::ZERO;
        for role in play.voyage.people.keys().filter(|role| *role != BUYER) {
            paid = paid.checked_add(play.got(role))?;
        }
        self.voyages.push(VoyageLine {
            id: play.voyage.id.as_str().to_owned(),
            about: play.voyage.about.clone(),
            steps: play.done,
            paid,
            returned: play.got(BUYER),
            failed: play.failed.clone(),
        });
        Ok(())
    }
}

impl Audience<AnyPlay> for Books {
    fn saw(&mut self, stage: &mut Stage, play: &AnyPlay, deed: &Deed, answer: &Answer) -> Result<()> {
        if let Some(transcript) = &mut self.transcript {
            transcript.enter(play.id().as_str(), play.agreement_number(), deed.what, answer);
        }
        self.transactions = self.transactions.saturating_add(1);
        if matches!(play, AnyPlay::Voyage(_)) || STEPS.contains(&deed.what) {
            self.progress.inc(1);
        }
        if self.transactions.is_multiple_of(500) {
            self.progress.set_message(stage.chain.now()?.to_string());
        }
        Ok(())
    }

    fn ended(&mut self, stage: &mut Stage, play: AnyPlay) -> Result<()> {
        match play {
            AnyPlay::Flight(play) => self.flight_ended(stage, &play),
            AnyPlay::Voyage(play) => self.voyage_ended(&play),
        }
    }
}
