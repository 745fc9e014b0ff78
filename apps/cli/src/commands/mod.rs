//! The commands.

pub mod bench;
pub mod demo;
pub mod deploy;
mod fund;
pub mod node;
pub mod oracle;
pub mod report;
pub mod show;
pub mod upgrade;
pub mod venue;

use std::fmt::Display;
use std::io::{self, Write};
use std::num::NonZeroU32;

use anyhow::{Context, Result};
use clap::Args;
use cosmwasm_std::coin;
use numeric::{Amount, Seconds, UnixTime};

use crate::chance::Chance;
use crate::clock::Pace;
use crate::deploy::feed::stake_for;
use crate::deploy::{deploy, Settlement, NATIVE};
use crate::directory::Directory;
use crate::reporters::Reporters;
use crate::scenario::any::AnyPlay;
use crate::scenario::voyage::VoyagePlay;
use crate::scenario::Stage;
use crate::voyages::Voyage;
use venue::Venue;

/// What every command can be told.
#[derive(Args, Clone, Debug)]
pub struct Setting {
    /// Seed of all chance: the same seed gives the same run
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How far an honest reporter's time may be off, minutes to both sides
    #[arg(long, default_value_t = 3, value_name = "MIN", value_parser = clap::value_parser!(u64).range(0..=720))]
    pub noise: u64,
    /// What agreements are settled in
    #[arg(long, value_enum, default_value_t = Settlement::Native)]
    pub settlement: Settlement,
    /// Divides every duration by N and begins now, instead of in the time that is written
    #[arg(long, value_name = "N")]
    pub pace: Option<NonZeroU32>,
}

impl Setting {
    /// All chance of the run.
    pub fn chance(&self) -> Chance {
        Chance::seeded(self.seed)
    }

    /// How fast scenarios go.
    pub fn pace(&self) -> Pace {
        self.pace.map_or(Pace::REAL, Pace::new)
    }

    /// A chain with everything deployed, on which there is so much money besides the reporters' stake, which is enough
    /// that so much hangs on their facts at a time. One of its own time is at the day before `first`.
    pub fn stage(&self, venue: &Venue, first: UnixTime, needs: Amount, exposure: Amount) -> Result<Stage> {
        let money = needs.checked_add(stake_for(exposure)?)?;
        let mut chain = venue.open(first, coin(money.get(), NATIVE))?;
        let mut directory = Directory::default();
        let mut reporters = Reporters::assemble(self.chance(), Seconds::minutes(self.noise), self.pace())?;
        let deployment =
            deploy(chain.as_mut(), &mut directory, &mut reporters, self.settlement, money, exposure)?;
        Ok(Stage { chain, directory, deployment, reporters, pace: self.pace(), start: None })
    }
}

/// A voyage on its stage. At a pace every voyage has a time of its own: they all begin together, so long after the
/// first scenario of all.
fn voyage_play(voyage: Voyage, stage: &mut Stage, after: Seconds) -> Result<AnyPlay> {
    let first = voyage.steps.first().with_context(|| format!("{} has no steps", voyage.id))?.at;
    let voyage = match stage.clock(first, after)? {
        Some(clock) => voyage.paced(&clock)?,
        None => voyage,
    };
    Ok(AnyPlay::Voyage(Box::new(VoyagePlay::new(voyage, stage)?)))
}

/// Prints a line. Unlike `println!` it gives up in an orderly way where nobody reads any more, as before `| head`.
fn say(line: impl Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}
