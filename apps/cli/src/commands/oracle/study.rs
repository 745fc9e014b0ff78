//! `portolan oracle study`: attacks, played against the contract.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use numeric::BasisPoints;

use super::some_percent;
use crate::commands::say;
use crate::study::{page, study, Plan, Terms, SEATS};

/// What `portolan oracle study` can be told.
#[derive(Args, Debug)]
pub struct Options {
    /// How often each strategy is played against each committee, half of it with a conviction and half without, by the same draws
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    runs: u32,
    /// Seed of all chance: the same seed gives the same study
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Sizes of committees, from 5 to 31
    #[arg(long, value_name = "N", value_delimiter = ',', default_values_t = SEATS, value_parser = clap::value_parser!(u32).range(5..=31))]
    seats: Vec<u32>,
    /// Plays this strategy only; more than one may be named
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Measures how well the honest see on the whole year's flights; scripts/flights fetches them
    #[arg(long)]
    all: bool,
    /// The chance that what is false is convicted
    #[arg(long, value_name = "PERCENT", default_value = "90%", value_parser = some_percent)]
    conviction: BasisPoints,
    /// What slashed stake is worth
    #[arg(long, value_name = "PERCENT", default_value = "80%", value_parser = some_percent)]
    haircut: BasisPoints,
    /// How many times over the cheapest coalition's expected loss covers what it could move
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=20))]
    margin: u8,
    /// Writes the page of the documentation
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "docs/study.md")]
    write: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Plays and prints. It fails where an attack pays, or where the contract takes what is above the cap.
pub fn run(options: &Options) -> Result<ExitCode> {
    let Options { runs, seed, all, conviction, haircut, margin, json, .. } = *options;
    let terms = Terms { conviction, haircut, margin };
    let (seats, only) = (options.seats.clone(), options.only.clone());
    let study = study(Plan { runs, seed, seats, all, only, terms })?;
    if let Some(file) = &options.write {
        let page = page::document(&study)?;
        fs::write(file, page).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    if json {
        say(serde_json::to_string_pretty(&study)?)?;
    } else {
        say(page::told(&study))?;
    }
    Ok(if study.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
