//! What a voyage says to `oracle`: what reporters saw and weighed, and what is done about their word.

use anyhow::{bail, Context, Result};
use cosmwasm_std::CosmosMsg;
use numeric::{Reading, UnixTime};
use types::journey::Subject;
use types::oracle::{Cw20Hook, ExecuteMsg, Fault, QueryMsg, QuestionResponse, RoundRef, Ruling};
use types::text::TokenId;

use super::{deal, VoyagePlay};
use crate::chain::{ask, call};
use crate::reporters::{Inquiry, Sight, Truth};
use crate::scenario::Stage;
use crate::voyages::file::Finding;
use crate::voyages::{plan, Act, Seen, What};

impl VoyagePlay {
    /// The message of an act on a fact or a number, if it is one.
    pub fn on_facts(&self, stage: &Stage, act: &Act) -> Result<Option<CosmosMsg>> {
        match act {
            Act::Report { what, seen, sight } => self.report(stage, *what, *seen, sight),
            Act::CloseRound(what) => {
                let subject = self.subject(stage, *what)?;
                let round = self.question(stage, &subject)?.round;
                call(&stage.deployment.oracle, &ExecuteMsg::Close { subject, round }, vec![])
            }
            Act::Measure { payment, value, sight } => self.measure(stage, *payment, *value, sight),
            Act::Finalise(_) | Act::Challenge { .. } | Act::Rule { .. } | Act::Compensate { .. } => {
                self.on_the_round(stage, act)
            }
            _ => return Ok(None),
        }
        .map(Some)
    }

    fn report(&self, stage: &Stage, what: What, seen: Seen, sight: &Sight) -> Result<CosmosMsg> {
        let subject = self.subject(stage, what)?;
        let round = self.question(stage, &subject)?.round;
        let truth = match seen {
            Seen::Happened(at) => Truth::Happened(at),
            Seen::NotBy(cutoff) => Truth::NotBy { cutoff, planned: self.planned(what)? },
        };
        let inquiry = Inquiry { feed: self.company(stage).feed(), ..stage.inquiry(&subject, round) };
        let reports = stage.reporters.sign_as_told(&inquiry, truth, stage.chain.now()?, sight)?;
        call(&stage.deployment.oracle, &ExecuteMsg::Report { subject, round, reports }, vec![])
    }

    /// The question of a payment's number is the escrow's own, about the receivable.
    fn measure(&self, stage: &Stage, payment: u8, value: Reading, sight: &Sight) -> Result<CosmosMsg> {
        let company = self.company(stage);
        let asked = company.sale()?.payments.get(usize::from(payment)).context("no such payment")?.get_ref();
        let leg = asked.leg.unwrap_or(1).saturating_sub(1);
        let subject = Subject {
            collection: stage.deployment.escrow.to_string(),
            token_id: TokenId::try_from(format!("{}/{payment}", self.bargain.number()?))?,
            milestone: deal::reference(&company, What { leg, event: asked.on.parse()? })?,
        };
        let round = self.question(stage, &subject)?.round;
        let inquiry = Inquiry { feed: stage.deployment.laboratory, ..stage.inquiry(&subject, round) };
        let now = stage.chain.now()?;
        let truth = Truth::Measured { value, at: now };
        let reports = stage.reporters.sign_as_told(&inquiry, truth, now, sight)?;
        call(&stage.deployment.oracle, &ExecuteMsg::Report { subject, round, reports }, vec![])
    }

    /// What is done about the last closed round of a question.
    fn on_the_round(&self, stage: &Stage, act: &Act) -> Result<CosmosMsg> {
        let (Act::Finalise(what)
        | Act::Challenge { what, .. }
        | Act::Rule { what, .. }
        | Act::Compensate { what, .. }) = act
        else {
            bail!("{act:?} is about no round");
        };
        let subject = self.subject(stage, *what)?;
        let last = self.question(stage, &subject)?.round.checked_sub(1).context("no round has closed")?;
        let round = RoundRef { subject, round: last };
        let oracle = &stage.deployment.oracle;
        match act {
            Act::Challenge { claim, bond, .. } => {
                let (claim, evidence) = (Some(claim.outcome()), None);
                let hook = Cw20Hook::Challenge { round: round.clone(), claim, evidence: evidence.clone() };
                stage.deployment.paid_call(
                    oracle,
                    &ExecuteMsg::Challenge { round, claim, evidence },
                    &hook,
                    *bond,
                )
            }
            Act::Rule { truth, finding, .. } => {
                let ruling = match (finding, truth) {
                    (Finding::Upheld, _) => Ruling::Upheld {},
                    (Finding::Negligence, Some(truth)) => {
                        Ruling::Overturned { truth: truth.outcome(), fault: Fault::Negligence }
                    }
                    (Finding::Falsification, Some(truth)) => {
                        Ruling::Overturned { truth: truth.outcome(), fault: Fault::Falsification }
                    }
                    _ => Ruling::Unresolvable {},
                };
                call(oracle, &ExecuteMsg::Rule { round, ruling }, vec![])
            }
            Act::Compensate { payment, .. } => {
                let company = self.company(stage);
                let before = company.sale()?.payments.iter().take(usize::from(*payment));
                let on_an_event = before.filter(|payment| {
                    payment.get_ref().is_on_a_fact() && payment.get_ref().scale().is_none()
                });
                let part = on_an_event.count();
                let compensate = ExecuteMsg::Compensate {
                    round,
                    consumer: stage.deployment.escrow.to_string(),
                    reference: self.bargain.number()?,
                    part: u8::try_from(part)?,
                };
                call(oracle, &compensate, vec![])
            }
            _ => call(oracle, &ExecuteMsg::Finalise(round), vec![]),
        }
    }

    fn planned(&self, what: What) -> Result<UnixTime> {
        let plan = plan::journey(&self.legs, 0).context("goods at rest have no journey")?;
        let milestone =
            plan.milestones.iter().find(|planned| planned.leg == what.leg && planned.event == what.event);
        Ok(milestone.with_context(|| format!("nobody watches for {}", what.event))?.planned)
    }

    pub(super) fn subject(&self, stage: &Stage, what: What) -> Result<Subject> {
        Ok(Subject {
            collection: stage.deployment.shipment.to_string(),
            token_id: self.voyage.id.clone(),
            milestone: deal::reference(&self.company(stage), what)?,
        })
    }

    pub(super) fn question(&self, stage: &Stage, subject: &Subject) -> Result<QuestionResponse> {
        let question = QueryMsg::Question { subject: subject.clone() };
        ask(stage.chain.as_ref(), &stage.deployment.oracle, &question)
    }
}
