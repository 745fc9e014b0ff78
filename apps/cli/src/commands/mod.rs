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
use std::rc::Rc;

use anyhow::{Context, Result};
use clap::Args;
use cosmwasm_std::coin;
use numeric::{Amount, Seconds, UnixTime};

use crate::chain::Embedded;
use crate::chance::Chance;
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
}

impl Setting {
    /// All chance of the run.
    pub fn chance(&self) -> Chance {
        Chance::seeded(self.seed)
    }

    /// An embedded chain with everything deployed, from the day before `first`, on which there is so much money.
    pub fn stage(&self, first: UnixTime, money: Amount) -> Result<Stage> {
        let start = UnixTime::new(first.seconds().saturating_sub(Seconds::days(1).get()))
            .context("the first step lies too early for a chain")?;
        let mut chain = Embedded::starting(start, TREASURY, coin(money.get(), NATIVE))?;
        let mut directory = Directory::default();
        let mut reporters = Reporters::assemble(self.chance(), Seconds::minutes(self.noise))?;
        let deployment = deploy(&mut chain, &mut directory, &mut reporters, self.settlement, money)?;
        Ok(Stage { chain: Box::new(chain), directory, deployment, reporters })
    }
}

/// A voyage on its stage.
fn voyage_play(voyage: &Rc<Voyage>, stage: &mut Stage) -> Result<AnyPlay> {
    Ok(AnyPlay::Voyage(Box::new(VoyagePlay::new(Rc::clone(voyage), stage)?)))
}

/// Prints a line. Unlike `println!` it gives up in an orderly way where nobody reads any more, as before `| head`.
fn say(line: impl Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}
