//! `portolan oracle`: what the oracle costs, what happens at it, and what attacking it comes to.

pub mod cost;
pub mod study;
pub mod watch;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

/// What `portolan oracle` can be told.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// What a book of flights takes of stake, and what that costs in basis points of the value settled
    Cost(cost::Options),
    /// Shows feeds, committees, what hangs on them and open cases, and goes on showing it on a terminal
    Watch(Box<watch::Options>),
    /// Plays attacks against the contract and prints what they come to
    Study(study::Options),
}

/// Does it.
pub fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Cost(options) => cost::run(options),
        Command::Watch(options) => watch::run(options),
        Command::Study(options) => study::run(options),
    }
}
