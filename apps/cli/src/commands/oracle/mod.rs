//! `portolan oracle`: what the oracle costs, what happens at it, and what attacking it comes to.

pub mod cost;
pub mod study;
pub mod watch;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use numeric::BasisPoints;

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

/// `12.5%` or `12.5`: at most two decimals, at most 100.
fn percent(text: &str) -> Result<BasisPoints, String> {
    let refused =
        || format!("{text:?} is no percentage from 0 to 100 with at most two decimals: write it as 12.5%");
    let plain = text.trim().strip_suffix('%').unwrap_or(text).trim();
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return Err(refused());
    }
    let points: u16 = format!("{whole}{decimals:0<2}").parse().map_err(|_| refused())?;
    BasisPoints::new(points).map_err(|_| refused())
}

fn some_percent(text: &str) -> Result<BasisPoints, String> {
    match percent(text)? {
        points if points.is_zero() => Err("above zero: with nothing, no stake secures anything".to_owned()),
        points => Ok(points),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_as_they_are_written() {
        for (text, points) in [("10%", 1_000), ("12.5", 1_250), ("0.01 %", 1), ("100%", 10_000), ("0", 0)] {
            assert_eq!(percent(text).map(BasisPoints::get), Ok(points), "{text}");
        }
        for refused in ["", "%", "100.01", "101", "-1", "1.234", "1e1", "ten", "9999999"] {
            assert!(percent(refused).is_err(), "{refused}");
        }
        assert!(some_percent("0%").is_err());
    }
}
