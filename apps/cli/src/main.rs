//! `portolan`: plays recorded flights and written voyages on a chain, pays them by their own facts, and proves
//! that nothing was lost.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test may panic"))]

mod accuracy;
mod attest;
mod audit;
mod cache;
mod chain;
mod chance;
mod clock;
mod commands;
mod cost;
mod deploy;
mod directory;
mod flights;
mod ledger;
mod money;
mod movements;
mod processor;
mod publications;
mod report;
mod reporter_key;
mod reporters;
mod scenario;
mod story;
mod study;
mod twin;
mod voyages;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "portolan", version, about, long_about = None)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays recorded flights and the voyages of the file, and shows what became of the money
    Demo(commands::demo::Options),
    /// Tells one flight or voyage step by step
    Show(commands::show::Options),
    /// Measures whole voyages a second on one core, and where the time goes
    Bench(commands::bench::Options),
    /// Turns what carriers and sensors publish into signed reports
    Report(commands::report::Options),
    /// Sets the contracts up on a chain; what is there stays, so run it again after an interruption
    Deploy(commands::deploy::Options),
    /// Changes the code of contracts that are set up
    Upgrade(commands::upgrade::Options),
    /// What the oracle costs, what happens at it, and what attacking it comes to
    #[command(subcommand)]
    Oracle(commands::oracle::Command),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Demo(options) => commands::demo::run(&options),
        Command::Show(options) => commands::show::run(&options),
        Command::Bench(options) => commands::bench::run(&options),
        Command::Report(options) => commands::report::run(&options),
        Command::Deploy(options) => commands::deploy::run(&options),
        Command::Upgrade(options) => commands::upgrade::run(&options),
        Command::Oracle(command) => commands::oracle::run(&command),
    };
    match done {
        Ok(code) => code,
        Err(error) if nobody_reads(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("portolan: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the output went to a pipe that was closed, as `| head` does.
fn nobody_reads(error: &anyhow::Error) -> bool {
    let closed = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
    error.root_cause().downcast_ref::<std::io::Error>().is_some_and(closed)
}
