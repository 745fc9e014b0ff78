//! A flight as a play: agreed, shipped, reported, paid.

mod tale;

use std::collections::BTreeSet;

use anyhow::{bail, Context, Result};
use numeric::{Seconds, UnixTime};
use types::digest::Digest;
use types::escrow::{
    AgreementId, AgreementResponse, Cw20Hook, ExecuteMsg, MilestoneState, PresentMsg, QueryMsg,
};
use types::journey::{Outcome, Standing, Subject};
use types::oracle::QuestionResponse;
use types::{oracle, shipment};

use super::sale::{Milestone, Sale, PRICE};
use super::{proposed, Deed, Play, Stage};
use crate::accuracy::MOST_ROUNDS;
use crate::chain::{ask, call, Answer, Receipt, Transaction};
use crate::chance::Chance;
use crate::deploy::feed::{CHALLENGE, COLLECTION};
use crate::ledger::{CashBook, Closed, Parties, Settled};
use crate::movements::movements;
use crate::reporters::Truth;

/// How long before planned departure each step before it happens.
#[derive(Clone, Copy, Debug)]
pub struct Timetable {
    /// The seller proposes.
    pub propose: Seconds,
    /// The buyer accepts and pays in.
    pub accept: Seconds,
    /// The airline issues the waybill.
    pub issue: Seconds,
    /// The seller presents it.
    pub present: Seconds,
}

impl Timetable {
    /// As such sales go.
    pub const USUAL: Self = Self {
        propose: Seconds::days(10),
        accept: Seconds::days(9),
        issue: Seconds::hours(24),
        present: Seconds::hours(12),
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Propose,
    Accept,
    Issue,
    Present,
    Report { milestone: Milestone, round: u32 },
    Close { milestone: Milestone, round: u32, closes: UnixTime },
    Finalise { milestone: Milestone, round: u32, until: UnixTime },
    Age,
    PayIn,
    LongStop,
}

/// What the oracle answered, and in which round.
pub type Fact = Option<(u32, Outcome)>;

/// A flight with its sale, wherever it stands.
pub struct FlightPlay {
    /// What it is about.
    pub sale: Sale,
    /// What the oracle said of departure and arrival.
    pub facts: [Fact; 2],
    /// Every payment so far.
    pub cash: CashBook,
    chance: Chance,
    agenda: BTreeSet<(UnixTime, Step)>,
    /// When the latest step was to be done: a chain whose clock is the wall's does it somewhat later.
    time: UnixTime,
    terms: Option<Digest>,
    agreement: Option<AgreementId>,
    doing: Option<Step>,
}

impl FlightPlay {
    /// A flight before anything has happened.
    pub fn new(sale: Sale, timetable: Timetable, chance: Chance) -> Result<Self> {
        let before = |lead: Seconds| -> Result<UnixTime> {
            let departure = sale.flight.planned_departure.seconds();
            Ok(UnixTime::new(departure.saturating_sub(sale.pace.of(lead).get()))?)
        };
        let time = before(timetable.propose)?;
        let agenda = BTreeSet::from([
            (before(timetable.propose)?, Step::Propose),
            (before(timetable.accept)?, Step::Accept),
            (before(timetable.issue)?, Step::Issue),
            (before(timetable.present)?, Step::Present),
        ]);
        Ok(Self {
            sale,
            facts: [None, None],
            cash: CashBook::default(),
            chance,
            agenda,
            time,
            terms: None,
            agreement: None,
            doing: None,
        })
    }

    /// What really happened to a milestone.
    pub fn truth(&self, milestone: Milestone) -> Result<Truth> {
        let flight = &self.sale.flight;
        let happened = match milestone {
            Milestone::Departure => flight.actual_departure,
            Milestone::Arrival => flight.actual_arrival,
        };
        Ok(match happened {
            Some(at) => Truth::Happened(at),
            None => {
                Truth::NotBy { cutoff: self.sale.cutoff(milestone)?, planned: self.sale.planned(milestone) }
            }
        })
    }

    /// What the oracle is asked about a milestone.
    pub fn subject(&self, milestone: Milestone, collection: &str) -> Subject {
        Subject {
            collection: collection.to_owned(),
            token_id: self.sale.token_id.clone(),
            milestone: self.sale.reference(milestone),
        }
    }

    /// The agreement as the escrow has it.
    pub fn agreement(&self, stage: &Stage) -> Result<AgreementResponse> {
        let agreement = self.number()?;
        ask(stage.chain.as_ref(), &stage.deployment.escrow, &QueryMsg::Agreement { agreement })
    }

    /// The books of a flight whose play is over. Open account pays so long after arrival, or after planned
    /// arrival if there was none.
    pub fn close(&self, stage: &Stage, open_account: Seconds) -> Result<Closed> {
        let [_, arrival] = self.facts;
        let arrived = match arrival {
            Some((_, Outcome::Happened { at })) => at,
            _ => self.sale.flight.planned_arrival,
        };
        Ok(Closed {
            settled: Settled::of(&self.agreement(stage)?, &self.facts.map(|fact| fact.is_some()))?,
            cash: self.cash.clone(),
            open_account: arrived.checked_add(open_account)?,
        })
    }

    fn number(&self) -> Result<AgreementId> {
        self.agreement.context("the escrow has not numbered the agreement yet")
    }

    fn propose(&mut self, stage: &Stage) -> Result<Transaction> {
        let terms = self.sale.terms(&stage.deployment)?;
        self.terms = Some(terms.digest()?);
        let propose =
            ExecuteMsg::Propose { terms: Box::new(terms), valid_until: self.sale.flight.planned_departure };
        Ok(Transaction::of(&self.sale.seller, call(&stage.deployment.escrow, &propose, vec![])?))
    }

    fn accept(&self, stage: &Stage) -> Result<Transaction> {
        let agreement = self.number()?;
        let terms = self.terms.clone().context("nothing was proposed")?;
        let prefunded = if self.sale.deferred {
            self.sale.terms(&stage.deployment)?.milestones.first().context("no milestone")?.amount
        } else {
            PRICE
        };
        let brings = prefunded.checked_add(self.agreement(stage)?.fee)?;
        let message = stage.deployment.paid_call(
            &stage.deployment.escrow,
            &ExecuteMsg::Accept { agreement, terms: terms.clone() },
            &Cw20Hook::Accept { agreement, terms },
            brings,
        )?;
        Ok(Transaction::of(&self.sale.buyer, message))
    }

    fn issue(&self, stage: &Stage) -> Result<Transaction> {
        let issue = shipment::ExecuteMsg::Issue(Box::new(self.sale.waybill(stage.deployment.feed)?));
        Ok(Transaction::of(&self.sale.airline, call(&stage.deployment.shipment, &issue, vec![])?))
    }

    fn present(&self, stage: &Stage) -> Result<Transaction> {
        let present = PresentMsg::Present { agreement: self.number()? };
        let bind = shipment::ExecuteMsg::Bind {
            token_id: self.sale.token_id.clone(),
            to: stage.deployment.escrow.to_string(),
            msg: cosmwasm_std::to_json_binary(&present)?,
        };
        Ok(Transaction::of(&self.sale.seller, call(&stage.deployment.shipment, &bind, vec![])?))
    }

    fn report(&self, stage: &mut Stage, milestone: Milestone, round: u32) -> Result<Transaction> {
        let subject = self.subject(milestone, stage.deployment.shipment.as_str());
        let inquiry = stage.inquiry(&subject, round);
        let reports = stage.reporters.sign(&inquiry, self.truth(milestone)?, stage.chain.now()?)?;
        let relayer = stage.directory.account(stage.chain.as_mut(), "relayer")?;
        let report = oracle::ExecuteMsg::Report { subject, round, reports };
        Ok(Transaction::of(&relayer, call(&stage.deployment.oracle, &report, vec![])?))
    }

    fn close_round(&self, stage: &mut Stage, milestone: Milestone, round: u32) -> Result<Transaction> {
        let subject = self.subject(milestone, stage.deployment.shipment.as_str());
        let relayer = stage.directory.account(stage.chain.as_mut(), "relayer")?;
        let close = oracle::ExecuteMsg::Close { subject, round };
        Ok(Transaction::of(&relayer, call(&stage.deployment.oracle, &close, vec![])?))
    }

    fn finalise(&self, stage: &mut Stage, milestone: Milestone, round: u32) -> Result<Transaction> {
        let subject = self.subject(milestone, stage.deployment.shipment.as_str());
        let relayer = stage.directory.account(stage.chain.as_mut(), "relayer")?;
        let finalise = oracle::ExecuteMsg::Finalise(oracle::RoundRef { subject, round });
        Ok(Transaction::of(&relayer, call(&stage.deployment.oracle, &finalise, vec![])?))
    }

    fn age(&self, stage: &Stage) -> Result<Transaction> {
        let age = ExecuteMsg::Age { agreement: self.number()?, milestone: 1 };
        Ok(Transaction::of(&self.sale.seller, call(&stage.deployment.escrow, &age, vec![])?))
    }

    fn pay_in(&self, stage: &Stage) -> Result<Transaction> {
        let (agreement, milestone) = (self.number()?, 1);
        let standing = self.agreement(stage)?;
        let owed = standing.milestones.get(1).context("the agreement has no second milestone")?.outstanding;
        let message = stage.deployment.paid_call(
            &stage.deployment.escrow,
            &ExecuteMsg::PayIn { agreement, milestone },
            &Cw20Hook::PayIn { agreement, milestone },
            owed,
        )?;
        Ok(Transaction::of(&self.sale.buyer, message))
    }

    fn long_stop(&self, stage: &mut Stage) -> Result<Transaction> {
        let anyone = stage.directory.account(stage.chain.as_mut(), "relayer")?;
        let long_stop = ExecuteMsg::LongStop { agreement: self.number()? };
        Ok(Transaction::of(&anyone, call(&stage.deployment.escrow, &long_stop, vec![])?))
    }
}

impl Play for FlightPlay {
    fn due(&self) -> Option<UnixTime> {
        self.agenda.first().map(|(due, step)| match step {
            Step::Close { closes, .. } => *closes.max(due),
            Step::Finalise { until, .. } => *until.max(due),
            _ => *due,
        })
    }

    fn act(&mut self, stage: &mut Stage) -> Result<Deed> {
        let (due, step) = self.agenda.pop_first().context("the play is over")?;
        self.time = self.time.max(due);
        self.doing = Some(step);
        let (what, transaction) = match step {
            Step::Propose => ("propose", self.propose(stage)),
            Step::Accept => ("accept", self.accept(stage)),
            Step::Issue => ("issue", self.issue(stage)),
            Step::Present => ("present", self.present(stage)),
            Step::Report { milestone, round } => ("report", self.report(stage, milestone, round)),
            Step::Close { milestone, round, .. } => {
                ("close round", self.close_round(stage, milestone, round))
            }
            Step::Finalise { milestone, round, .. } => ("finalise", self.finalise(stage, milestone, round)),
            Step::Age => ("age", self.age(stage)),
            Step::PayIn => ("pay in", self.pay_in(stage)),
            Step::LongStop => ("long-stop", self.long_stop(stage)),
        };
        let transaction = transaction.with_context(|| format!("{what} of {}", self.sale.flight.id))?;
        Ok(Deed { what, transaction })
    }

    fn answer(&mut self, stage: &mut Stage, answer: &Answer) -> Result<()> {
        let step = self.doing.take().context("an answer to nothing")?;
        let receipt = match answer {
            Ok(receipt) => receipt,
            Err(refused) => bail!("{step:?} of {}: {refused}", self.sale.flight.id),
        };
        self.book(stage, step, receipt)?;
        self.follow(stage, step, receipt).with_context(|| format!("{step:?} of {}", self.sale.flight.id))
    }
}

/// What follows from what.
impl FlightPlay {
    fn book(&mut self, stage: &Stage, step: Step, receipt: &Receipt) -> Result<()> {
        let parties = Parties {
            buyer: self.sale.buyer.as_str(),
            seller: self.sale.seller.as_str(),
            escrow: stage.deployment.escrow.as_str(),
        };
        let mut moved = movements(receipt, &stage.deployment.asset)?;
        if step == Step::Accept {
            // The fee is the oracle's: it only passes through the escrow.
            let fee = self.agreement(stage)?.fee;
            for movement in moved.iter_mut().filter(|movement| movement.from == parties.buyer) {
                movement.amount = movement.amount.checked_sub(fee)?;
            }
        }
        self.cash.enter(&moved, parties, self.time)
    }

    fn follow(&mut self, stage: &Stage, step: Step, receipt: &Receipt) -> Result<()> {
        match step {
            Step::Propose => self.agreement = Some(proposed(receipt)?),
            Step::Present => {
                for milestone in Milestone::ALL {
                    let ready = stage.reporters.ready(self.truth(milestone)?)?;
                    self.agenda.insert((ready, Step::Report { milestone, round: 0 }));
                }
            }
            Step::Report { milestone, round }
            | Step::Close { milestone, round, .. }
            | Step::Finalise { milestone, round, .. } => {
                self.after_round(stage, milestone, round)?;
            }
            // What is split of a deferred payment is owed like any other.
            Step::LongStop if self.sale.deferred => self.plan_payment(stage)?,
            Step::Accept | Step::Issue | Step::Age | Step::PayIn | Step::LongStop => {}
        }
        Ok(())
    }

    /// A round that decided is a fact; one that collects is closed in its time; after one that did not decide
    /// comes another, and after the last of them only the long-stop.
    fn after_round(&mut self, stage: &Stage, milestone: Milestone, round: u32) -> Result<()> {
        let pace = self.sale.pace;
        let subject = self.subject(milestone, stage.deployment.shipment.as_str());
        let question = oracle::QueryMsg::Question { subject };
        let question: QuestionResponse = ask(stage.chain.as_ref(), &stage.deployment.oracle, &question)?;
        if let Some(outcome) = said(question.standing) {
            let [departure, arrival] = &mut self.facts;
            match milestone {
                Milestone::Departure => *departure = Some((round, outcome)),
                Milestone::Arrival => *arrival = Some((round, outcome)),
            }
            if self.sale.deferred && milestone == Milestone::Arrival {
                self.plan_payment(stage)?;
            }
        } else if let Some(pending) = question.pending {
            let over = self.time.checked_add(pace.of(CHALLENGE))?;
            self.agenda.insert((over, Step::Finalise { milestone, round, until: pending.until }));
        } else if let Some(open) = question.open {
            let collected = self.time.checked_add(pace.of(COLLECTION))?;
            self.agenda.insert((collected, Step::Close { milestone, round, closes: open.closes }));
        } else if round.saturating_add(1) < MOST_ROUNDS {
            let again = self.time.checked_add(pace.of(Seconds::minutes(30)))?;
            self.agenda.insert((again, Step::Report { milestone, round: round.saturating_add(1) }));
        } else {
            let after = self.sale.long_stop()?.checked_add(pace.of(Seconds::minutes(1)))?;
            self.agenda.insert((after, Step::LongStop));
        }
        Ok(())
    }

    /// Most buyers pay the day before it falls due, one in ten some days late, one in fifty after default.
    fn plan_payment(&mut self, stage: &Stage) -> Result<()> {
        let pace = self.sale.pace;
        let agreement = self.agreement(stage)?;
        let arrival = agreement.milestones.get(1).context("the agreement has no second milestone")?;
        let (MilestoneState::Payable, Some(due)) = (arrival.state, arrival.payable_at) else {
            return Ok(());
        };
        let days_after = |days: u64| due.checked_add(pace.of(Seconds::days(days)));
        let habit = self.chance.occasion(&[self.sale.flight.id.as_bytes(), b"pays"]).below(50);
        match habit {
            0 => {
                self.agenda.insert((days_after(1)?, Step::Age));
                self.agenda.insert((days_after(11)?, Step::Age));
                self.agenda.insert((days_after(20)?, Step::PayIn));
            }
            1..=5 => {
                self.agenda.insert((days_after(1)?, Step::Age));
                self.agenda.insert((days_after(5)?, Step::PayIn));
            }
            _ => {
                let day_before =
                    UnixTime::new(due.seconds().saturating_sub(pace.of(Seconds::days(1)).get()))?;
                self.agenda.insert((day_before, Step::PayIn));
            }
        }
        Ok(())
    }
}

fn said(standing: Standing) -> Option<Outcome> {
    match (standing.happened, standing.not_by) {
        (Some(at), _) => Some(Outcome::Happened { at }),
        (None, Some(cutoff)) => Some(Outcome::NotBy { cutoff }),
        (None, None) if standing.unresolvable => Some(Outcome::Unresolvable {}),
        (None, None) => None,
    }
}
