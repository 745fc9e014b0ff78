//! What became final in a transaction, and who said so.

use cosmwasm_std::Event;
use oracle::events::{FactDecided, ReportsAccepted, RoundUndecided};
use serde::Serialize;
use types::journey::Outcome;

use super::moment;
use crate::chain::Receipt;
use crate::scenario::Stage;

/// A fact.
#[derive(Debug, Serialize)]
pub struct Learned {
    /// What is final.
    pub fact: String,
    /// How many reporters agree.
    pub agree: usize,
    /// Of how many in the committee.
    pub of: usize,
    /// Who said otherwise, and what.
    pub dissent: Vec<String>,
    /// Who said nothing.
    pub silent: Vec<String>,
}

/// How many have reported in a round that goes on collecting.
pub fn collecting(stage: &Stage, receipt: &Receipt) -> Option<String> {
    let collects = receipt.events.iter().any(|event| event.ty == format!("wasm-{}", ReportsAccepted::TYPE));
    let undecided = receipt.events.iter().any(|event| event.ty == format!("wasm-{}", RoundUndecided::TYPE));
    if undecided {
        return Some("oracle: the round closed without enough agreement".to_owned());
    }
    let of = stage.reporters.all.len();
    collects.then(|| format!("oracle: too few of the {of} have reported; the round goes on collecting"))
}

/// The facts of a transaction.
pub fn all(stage: &Stage, receipt: &Receipt) -> Vec<Learned> {
    receipt.events.iter().filter_map(decided).map(|fact| learned(stage, &fact)).collect()
}

/// On the chain the type of a contract's own event stands behind `wasm-`.
fn decided(event: &Event) -> Option<FactDecided> {
    let own = event.ty.strip_prefix("wasm-")?;
    if own != FactDecided::TYPE {
        return None;
    }
    let bare = Event::new(own).add_attributes(event.attributes.clone());
    FactDecided::try_from(&bare).or_else(|_| FactDecided::try_from(event)).ok()
}

fn learned(stage: &Stage, fact: &FactDecided) -> Learned {
    let everybody = &stage.reporters.all;
    let word = |number: u32| fact.reports.iter().find(|word| word.reporter == number);
    let dissent = everybody.iter().filter(|reporter| fact.dissent.contains(&reporter.number));
    let dissent = dissent.filter_map(|reporter| {
        Some(format!("{} said it {}", reporter.name, said(word(reporter.number)?.outcome)))
    });
    let silent = everybody.iter().filter(|reporter| word(reporter.number).is_none());
    let leg = fact.leg.saturating_add(1);
    Learned {
        fact: format!("{} on leg {leg} at {} {}", fact.event, fact.place, said(fact.outcome)),
        agree: fact.reports.len().saturating_sub(fact.dissent.len()),
        of: everybody.len(),
        dissent: dissent.collect(),
        silent: silent.map(|reporter| reporter.name.to_owned()).collect(),
    }
}

fn said(outcome: Outcome) -> String {
    match outcome {
        Outcome::Happened { at } => format!("happened at {}", moment(at)),
        Outcome::NotBy { cutoff } => format!("had not happened by {}", moment(cutoff)),
        Outcome::Unresolvable {} => "cannot be established".to_owned(),
        Outcome::Measured { value, at } => format!("was {value} at {}", moment(at)),
    }
}
