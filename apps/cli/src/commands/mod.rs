//! The commands.

pub mod bench;
pub mod demo;
pub mod deploy;
mod fund;
pub mod node;
pub mod show;
pub mod upgrade;

use std::fmt::Display;
use std::io::{self, Write};
use std::num::NonZeroU32;

use anyhow::{Context, Result};
use clap::Args;
use cosmwasm_std::coin;
use numeric::{Amount, Seconds, UnixTime};

use crate::chain::{Chain, Embedded};
use crate::chance::Chance;
use crate::clock::Pace;
use crate::deploy::{deploy, Settlement, NATIVE, TREASURY};
use crate::directory::Directory;
use crate::reporters::Reporters;
use crate::scenario::any::AnyPlay;
use crate::scenario::voyage::VoyagePlay;
use crate::scenario::Stage;
use crate::voyages::Voyage;

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

/// How long before its first step a paced scenario is ready.
const READY: Seconds = Seconds::minutes(1);

impl Setting {
    /// All chance of the run.
    pub fn chance(&self) -> Chance {
        Chance::seeded(self.seed)
    }

    /// How fast scenarios go.
    pub fn pace(&self) -> Pace {
        self.pace.map_or(Pace::REAL, Pace::new)
    }

    /// When a paced scenario begins on a chain that is ready.
    fn start(&self, chain: &dyn Chain) -> Result<Option<UnixTime>> {
        self.pace.map(|_| Ok(chain.now()?.checked_add(READY)?)).transpose()
    }

    /// An embedded chain with everything deployed, from the day before `first`, on which there is so much money.
    pub fn stage(&self, first: UnixTime, money: Amount) -> Result<Stage> {
        let start = UnixTime::new(first.seconds().saturating_sub(Seconds::days(1).get()))
            .context("the first step lies too early for a chain")?;
        let mut chain = Embedded::starting(start, TREASURY, coin(money.get(), NATIVE))?;
        let mut directory = Directory::default();
        let mut reporters = Reporters::assemble(self.chance(), Seconds::minutes(self.noise), self.pace())?;
        let deployment = deploy(&mut chain, &mut directory, &mut reporters, self.settlement, money)?;
        let start = self.start(&chain)?;
        Ok(Stage { chain: Box::new(chain), directory, deployment, reporters, pace: self.pace(), start })
    }
}

/// A voyage on its stage. At a pace every voyage has a time of its own: they all begin together.
fn voyage_play(voyage: Voyage, stage: &mut Stage) -> Result<AnyPlay> {
    let clock = voyage.steps.first().and_then(|step| stage.clock(step.at));
    let voyage = match clock {
        Some(clock) => voyage.paced(&clock)?,
        None => voyage,
    };
    Ok(AnyPlay::Voyage(Box::new(VoyagePlay::new(voyage, stage)?)))
}

/// Prints a line. Unlike `println!` it gives up in an orderly way where nobody reads any more, as before `| head`.
fn say(line: impl Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}
