//! The voyages of the file: sea, rail and multi-modal, written and changed by people.
//!
//! `data/voyages.toml` explains its own format on top. It is read in two steps: [`file`] decodes what can be judged
//! word by word, [`check`] judges what must fit together. Both name the line of what is wrong.

pub mod act;
mod check;
pub mod file;
mod paced;
pub mod plan;
pub mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use numeric::{Amount, Seconds, UnixTime};
use thiserror::Error;
use types::text::TokenId;

use crate::deploy::feed;

pub use act::{Act, Amended, Seen, What};

/// Where the voyages of the command are, seen from the repository's root.
pub const OWN_FILE: &str = "apps/cli/data/voyages.toml";
const OWN: &str = include_str!("../../data/voyages.toml");

/// Who may do what anyone may.
pub const ANYONE: &str = "anyone";
/// Who signs what they saw.
pub const REPORTERS: &str = "reporters";
/// The roles that every voyage has.
pub const SELLER: &str = "seller";
pub const BUYER: &str = "buyer";
pub const CARRIER: &str = "carrier";

/// What a device's log is about: the time before its step, so long.
pub const LOG_WINDOW: Seconds = Seconds::hours(1);

/// Why a file is refused.
#[derive(Debug, Error)]
pub enum VoyagesError {
    // Not a source: the text that shows the place would be printed twice.
    #[error("{file}: {error}")]
    Form { file: String, error: Box<toml::de::Error> },
    #[error("{file}, line {line}: {complaint}")]
    Sense { file: String, line: usize, complaint: String },
}

/// One voyage, in which everything fits together.
#[derive(Debug)]
pub struct Voyage {
    /// Its shipment.
    pub id: TokenId,
    /// What it shows.
    pub about: String,
    /// Role → name.
    pub people: BTreeMap<String, String>,
    /// Whether the small panel answers for it.
    pub panel: bool,
    /// The transport document.
    pub document: file::Document,
    /// The agreement of sale.
    pub sale: Option<file::Sale>,
    /// How long a proposal of it may be accepted.
    pub valid: Seconds,
    /// What is done, in the order of time.
    pub steps: Vec<Step>,
    /// How it must end.
    pub expect: file::Expect,
}

/// One act of one person.
#[derive(Debug)]
pub struct Step {
    /// Where it stands in the file.
    pub line: usize,
    /// When it is done.
    pub at: UnixTime,
    /// Whose role it is.
    pub who: String,
    /// What is done.
    pub act: Act,
    /// What is said with it.
    pub remark: Option<String>,
    /// Part of the answer, if it must be refused.
    pub refused: Option<String>,
}

impl Voyage {
    /// The name of a role.
    pub fn name<'a>(&'a self, role: &'a str) -> &'a str {
        self.people.get(role).map_or(role, String::as_str)
    }

    /// What a role pays from its own pocket in all steps.
    pub fn needs(&self, role: &str) -> Result<Amount> {
        let mut needs = Amount::ZERO;
        if let (BUYER, Some(sale)) = (role, &self.sale) {
            for payment in &sale.payments {
                needs = needs.checked_add(payment.get_ref().amount.0)?;
            }
            needs = needs.checked_add(feed::fee(sale.on_facts())?)?;
        }
        for step in self.steps.iter().filter(|step| step.who == role) {
            match &step.act {
                Act::Pay { amount, .. } | Act::Challenge { bond: amount, .. } => {
                    needs = needs.checked_add(*amount)?
                }
                Act::PayIn { amount: Some(amount), .. } if role != BUYER => {
                    needs = needs.checked_add(*amount)?
                }
                _ => {}
            }
        }
        Ok(needs)
    }
}

/// The voyages of a file, or the command's own.
pub fn load(file: Option<&Path>) -> Result<Vec<Voyage>> {
    match file {
        None => Ok(read(OWN_FILE, OWN)?),
        Some(path) => {
            let text =
                fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
            Ok(read(&path.display().to_string(), &text)?)
        }
    }
}

/// The voyages of a text.
pub fn read(file: &str, text: &str) -> Result<Vec<Voyage>, VoyagesError> {
    let written: file::File = toml::from_str(text)
        .map_err(|error| VoyagesError::Form { file: file.to_owned(), error: Box::new(error) })?;
    check::Checker { file, text }.all(written)
}

#[cfg(test)]
mod tests;
