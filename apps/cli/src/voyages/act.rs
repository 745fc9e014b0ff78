//! What is done in a step, with all that it needs and nothing else.

use numeric::{Amount, Reading, UnixTime};
use types::devices::MAX_READINGS;
use types::escrow::{Award, Change, TitleAward};
use types::event::EventCode;
use types::journey::Outcome;
use types::locode::Locode;
use types::shipment::{ConsentedAct, SurrenderFor};

use super::file::{AwardedTitle, Finding, Goods, How, Purpose, Step, Verb};
use crate::reporters::Sight;

/// An act. Payments are counted from 0 here, roles are names in the voyage's `people`.
#[derive(Clone, Debug)]
pub enum Act {
    Propose,
    Accept,
    EndProposal,
    Present,
    Waive,
    ReturnDocuments,
    Consent(ConsentedAct),
    Approve(u8),
    Release(u8),
    Relinquish(u8),
    Change { payment: u8, change: Change },
    SellPayment { payment: u8, to: String },
    PayIn { payment: u8, amount: Option<Amount> },
    Age(u8),
    WriteOff(u8),
    Dispute(Vec<u8>),
    Resolve { awards: Vec<Award>, title: TitleAward },
    LapseDispute,
    LongStop,
    Sync,
    Issue,
    Endorse { how: How, to: Option<String> },
    Transfer { to: String },
    HandOver { to: String },
    Nominate { to: String },
    Reject,
    Surrender(SurrenderFor),
    AcceptSurrender,
    RefuseSurrender,
    ReturnUnanswered,
    Amend(Amended),
    TakePaperBack { to: String },
    Report { what: What, seen: Seen, sight: Sight },
    Measure { payment: u8, value: Reading, sight: Sight },
    CloseRound(What),
    Finalise(What),
    Challenge { what: What, claim: Seen, bond: Amount },
    Rule { what: What, truth: Option<Seen>, finding: Finding },
    Compensate { what: What, payment: u8 },
    RegisterDevice,
    Log { readings: Vec<i32> },
    Pay { to: String, amount: Amount },
}

/// What an amendment changes.
#[derive(Clone, Debug)]
pub struct Amended {
    /// A new place of discharge, and when the last leg arrives there.
    pub discharge: Option<(Locode, UnixTime)>,
    pub goods: Option<Vec<Goods>>,
    pub consignee: Option<String>,
}

/// A milestone of the journey; legs are counted from 0 here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct What {
    pub leg: u8,
    pub event: EventCode,
}

/// What there was to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    Happened(UnixTime),
    NotBy(UnixTime),
}

impl Seen {
    /// As the oracle has it.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Happened(at) => Outcome::Happened { at },
            Self::NotBy(cutoff) => Outcome::NotBy { cutoff },
        }
    }

    /// The moment from which it can be reported.
    pub fn at(self) -> UnixTime {
        match self {
            Self::Happened(at) | Self::NotBy(at) => at,
        }
    }
}

impl Act {
    /// Reads a step. What is missing is said as it would be written.
    pub fn of(step: &Step) -> Result<Self, String> {
        let does = step.does.ok_or("it says nothing of what is done: add does = \"...\"")?;
        let to = || step.to.clone().ok_or("it says nothing of to whom: add to = \"...\"");
        Ok(match does {
            Verb::Propose => Self::Propose,
            Verb::Accept => Self::Accept,
            Verb::EndProposal => Self::EndProposal,
            Verb::Issue => Self::Issue,
            Verb::Present => Self::Present,
            Verb::Waive => Self::Waive,
            Verb::ReturnDocuments => Self::ReturnDocuments,
            Verb::Consent => Self::Consent(consent(purpose(step)?)),
            Verb::Approve => Self::Approve(payment(step)?),
            Verb::Release => Self::Release(payment(step)?),
            Verb::Relinquish => Self::Relinquish(payment(step)?),
            Verb::Change => Self::Change { payment: payment(step)?, change: change(step) },
            Verb::SellPayment => Self::SellPayment { payment: payment(step)?, to: to()? },
            Verb::PayIn => {
                Self::PayIn { payment: payment(step)?, amount: step.amount.map(|dollars| dollars.0) }
            }
            Verb::Age => Self::Age(payment(step)?),
            Verb::WriteOff => Self::WriteOff(payment(step)?),
            Verb::Dispute => Self::Dispute(payments(step)?),
            Verb::Resolve => Self::Resolve { awards: awards(step)?, title: title(step.title) },
            Verb::LapseDispute => Self::LapseDispute,
            Verb::LongStop => Self::LongStop,
            Verb::Sync => Self::Sync,
            Verb::Endorse => Self::Endorse { how: how(step)?, to: step.to.clone() },
            Verb::Transfer => Self::Transfer { to: to()? },
            Verb::HandOver => Self::HandOver { to: to()? },
            Verb::Nominate => Self::Nominate { to: to()? },
            Verb::Reject => Self::Reject,
            Verb::Surrender => Self::Surrender(surrender(purpose(step)?)),
            Verb::AcceptSurrender => Self::AcceptSurrender,
            Verb::RefuseSurrender => Self::RefuseSurrender,
            Verb::ReturnUnanswered => Self::ReturnUnanswered,
            Verb::Amend => Self::Amend(amended(step)?),
            Verb::TakePaperBack => Self::TakePaperBack { to: to()? },
            Verb::Report => Self::Report { what: what(step)?, seen: seen(step)?, sight: sight(step) },
            Verb::Measure => {
                let missing = "it says nothing of what was measured: add value = 24_000";
                let value = Reading::new(step.value.ok_or(missing)?);
                Self::Measure { payment: payment(step)?, value, sight: sight(step) }
            }
            Verb::CloseRound => Self::CloseRound(what(step)?),
            Verb::Finalise => Self::Finalise(what(step)?),
            Verb::Challenge => Self::Challenge { what: what(step)?, claim: seen(step)?, bond: amount(step)? },
            Verb::Rule => {
                let missing = "it says nothing of what is found: add finding = \"falsification\"";
                let finding = step.finding.ok_or(missing)?;
                let needs_truth = matches!(finding, Finding::Negligence | Finding::Falsification);
                let truth = if needs_truth { Some(seen(step)?) } else { None };
                Self::Rule { what: what(step)?, truth, finding }
            }
            Verb::Compensate => Self::Compensate { what: what(step)?, payment: payment(step)? },
            Verb::RegisterDevice => Self::RegisterDevice,
            Verb::Log => Self::Log { readings: readings(step)? },
            Verb::Pay => Self::Pay { to: to()?, amount: amount(step)? },
        })
    }

    /// Whether it comes at the end of a wait that began with the block of an earlier act.
    pub fn ends_a_wait(&self) -> bool {
        matches!(
            self,
            Self::EndProposal
                | Self::ReturnDocuments
                | Self::ReturnUnanswered
                | Self::Age(_)
                | Self::WriteOff(_)
                | Self::Resolve { .. }
                | Self::LapseDispute
        )
    }

    /// The roles that it names besides who acts.
    pub fn names(&self) -> Option<&str> {
        match self {
            Self::SellPayment { to, .. }
            | Self::Transfer { to }
            | Self::HandOver { to }
            | Self::Nominate { to }
            | Self::TakePaperBack { to }
            | Self::Pay { to, .. } => Some(to),
            Self::Endorse { to, .. } => to.as_deref(),
            Self::Amend(amended) => amended.consignee.as_deref(),
            _ => None,
        }
    }

    /// The payments that it names, counted from 0.
    pub fn payments(&self) -> Vec<u8> {
        match self {
            Self::Approve(payment)
            | Self::Release(payment)
            | Self::Relinquish(payment)
            | Self::Change { payment, .. }
            | Self::SellPayment { payment, .. }
            | Self::PayIn { payment, .. }
            | Self::Age(payment)
            | Self::WriteOff(payment)
            | Self::Measure { payment, .. }
            | Self::Compensate { payment, .. } => vec![*payment],
            Self::Dispute(payments) => payments.clone(),
            Self::Resolve { awards, .. } => awards.iter().map(|award| award.milestone).collect(),
            _ => vec![],
        }
    }
}

fn payment(step: &Step) -> Result<u8, String> {
    from_one(step.payment.ok_or("it says nothing of which payment: add payment = 1")?, "payment")
}

fn payments(step: &Step) -> Result<Vec<u8>, String> {
    let all = step.payments.as_ref().ok_or("it says nothing of which payments: add payments = [1, 2]")?;
    all.iter().map(|number| from_one(*number, "payment")).collect()
}

fn from_one(number: u8, of: &str) -> Result<u8, String> {
    number.checked_sub(1).ok_or_else(|| format!("there is no {of} 0: they are counted from 1"))
}

fn awards(step: &Step) -> Result<Vec<Award>, String> {
    let amounts =
        step.award.as_ref().ok_or("it says nothing of the seller's part: add award = [\"1,000\"]")?;
    let payments = payments(step)?;
    if payments.len() != amounts.len() {
        return Err(format!("{} payments, but {} awards", payments.len(), amounts.len()));
    }
    let award = |(milestone, amount): (u8, &super::words::Dollars)| Award { milestone, to_payee: amount.0 };
    Ok(payments.into_iter().zip(amounts).map(award).collect())
}

fn amount(step: &Step) -> Result<Amount, String> {
    Ok(step.amount.ok_or("it says nothing of how much: add amount = \"1,000\"")?.0)
}

fn purpose(step: &Step) -> Result<Purpose, String> {
    let missing = "it says nothing of what for: add purpose = \"delivery\", \"amendment\" or \"paper\"";
    step.purpose.ok_or_else(|| missing.to_owned())
}

fn how(step: &Step) -> Result<How, String> {
    let how =
        step.how.ok_or("it says nothing of how: add how = \"to order\", \"to a person\" or \"in blank\"")?;
    if how != How::InBlank && step.to.is_none() {
        return Err("it says nothing of to whom: add to = \"...\"".to_owned());
    }
    Ok(how)
}

fn what(step: &Step) -> Result<What, String> {
    let event = step.what.ok_or("it says nothing of which event: add what = \"ARRI\"")?;
    let leg = from_one(step.leg.unwrap_or(1), "leg")?;
    Ok(What { leg, event })
}

fn seen(step: &Step) -> Result<Seen, String> {
    match (step.happened, step.not_by) {
        (Some(at), None) => Ok(Seen::Happened(at.0)),
        (None, Some(cutoff)) => Ok(Seen::NotBy(cutoff.0)),
        _ => Err(
            "it must say when it happened, or by when it had not: add happened = \"...\" or not_by = \"...\""
                .to_owned(),
        ),
    }
}

fn readings(step: &Step) -> Result<Vec<i32>, String> {
    let missing =
        "it says nothing of what was measured: add readings = [-1850, -1840], hundredths of a degree";
    let readings = step.readings.clone().filter(|readings| !readings.is_empty()).ok_or(missing)?;
    if readings.len() > usize::from(MAX_READINGS) {
        return Err(format!("{} readings: a log has {MAX_READINGS} at most", readings.len()));
    }
    Ok(readings)
}

fn sight(step: &Step) -> Sight {
    Sight { liars: step.liars.clone(), silent: step.silent.clone() }
}

fn change(step: &Step) -> Change {
    Change {
        amount: step.amount.map(|dollars| dollars.0),
        due: step.due.map(|due| due.0),
        cutoff: step.cutoff.map(|cutoff| cutoff.0),
        cancel: step.amount.is_none() && step.due.is_none() && step.cutoff.is_none(),
    }
}

fn amended(step: &Step) -> Result<Amended, String> {
    let discharge = match (step.discharge, step.arrives) {
        (Some(place), Some(arrives)) => Some((place, arrives.0)),
        (None, None) => None,
        _ => return Err("a new discharge needs both discharge = \"...\" and arrives = \"...\"".to_owned()),
    };
    Ok(Amended { discharge, goods: step.goods.clone(), consignee: step.consignee.clone() })
}

fn consent(purpose: Purpose) -> ConsentedAct {
    match purpose {
        Purpose::Delivery => ConsentedAct::Delivery,
        Purpose::Amendment => ConsentedAct::Amendment,
        Purpose::Paper => ConsentedAct::Paper,
    }
}

fn surrender(purpose: Purpose) -> SurrenderFor {
    match purpose {
        Purpose::Delivery => SurrenderFor::Delivery,
        Purpose::Amendment => SurrenderFor::Amendment,
        Purpose::Paper => SurrenderFor::Paper,
    }
}

fn title(awarded: Option<AwardedTitle>) -> TitleAward {
    match awarded {
        Some(AwardedTitle::Buyer) => TitleAward::ToPayer,
        Some(AwardedTitle::Holder) => TitleAward::ToHolder,
        Some(AwardedTitle::Unchanged) | None => TitleAward::Unchanged,
    }
}
