//! Where everything is at the end of a story.

use std::collections::BTreeMap;

use anyhow::Result;
use numeric::Amount;
use serde::Serialize;
use types::escrow::{AgreementResponse, Condition};

use super::{agreement, state, status, title, Purse};
use crate::scenario::{Stage, Tale};

/// How a shipment ended.
#[derive(Debug, Serialize)]
pub struct Ending {
    /// The title, if one was issued.
    pub title: Option<TitleEnd>,
    /// What became of each payment.
    pub payments: Vec<PaymentEnd>,
    /// What each had of it.
    pub people: Vec<PersonEnd>,
    /// What was proven on the chain.
    pub proven: Option<String>,
    /// What is otherwise than the file expects.
    pub failed: Vec<String>,
}

/// A title at the end.
#[derive(Debug, Serialize)]
pub struct TitleEnd {
    /// Where it stands.
    pub status: String,
    /// Who holds it, or held it last.
    pub holder: String,
    /// Who is entitled to the goods.
    pub beneficiary: String,
    /// Version of the document.
    pub version: u32,
}

/// A payment at the end. Amounts in smallest units.
#[derive(Debug, Serialize)]
pub struct PaymentEnd {
    /// Its number, from 1.
    pub number: usize,
    /// What it waited for.
    pub on: String,
    /// What was agreed.
    pub agreed: Amount,
    /// What was paid.
    pub paid: Amount,
    /// What went back to the buyer.
    pub returned: Amount,
    /// Where it stands.
    pub state: String,
}

/// What somebody had of the shipment. Amounts in smallest units.
#[derive(Debug, Serialize)]
pub struct PersonEnd {
    /// Who.
    pub name: String,
    /// What came to him.
    pub got: Amount,
    /// What he gave.
    pub gave: Amount,
}

impl Ending {
    /// Reads it from the chain.
    pub(super) fn of(stage: &Stage, tale: &impl Tale, purses: &BTreeMap<String, Purse>) -> Result<Self> {
        let name = |account: &str| stage.directory.name(account).to_owned();
        let title = title(stage, tale).map(|title| TitleEnd {
            status: status(title.status).to_owned(),
            holder: name(&title.holder),
            beneficiary: name(&title.beneficiary),
            version: title.version,
        });
        let people = purses.iter().map(|(name, purse)| PersonEnd {
            name: name.clone(),
            got: purse.got,
            gave: purse.gave,
        });
        Ok(Self {
            title,
            payments: agreement(stage, tale).map(|found| payments(&found)).unwrap_or_default(),
            people: people.collect(),
            proven: tale.proven(),
            failed: tale.failed().to_vec(),
        })
    }
}

fn payments(agreement: &AgreementResponse) -> Vec<PaymentEnd> {
    let each = (1..).zip(agreement.milestones.iter().zip(&agreement.terms.milestones));
    each.map(|(number, (found, terms))| PaymentEnd {
        number,
        on: condition(&terms.condition),
        agreed: terms.amount,
        paid: found.paid,
        returned: found.refunded,
        state: state(found.state).to_owned(),
    })
    .collect()
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Milestone(milestone) => format!("{} at {}", milestone.event, milestone.place),
        Condition::Presentation {} => "presentation".to_owned(),
        Condition::Approval { .. } => "approval".to_owned(),
        Condition::Measurement(of) => format!("a measurement, {} at {}", of.at.event, of.at.place),
        Condition::All { of } => of.iter().map(self::condition).collect::<Vec<_>>().join(" and "),
    }
}
