//! `portolan oracle watch`: feeds, committees, exposure against cap and open cases, of a chain as it goes on.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use clap::Args;
use cosmwasm_std::Addr;
use numeric::Seconds;

use crate::chain::keys::Keyring;
use crate::chain::node::Node;
use crate::chain::Chain as _;
use crate::commands::fund;
use crate::commands::node::NodeOptions;
use crate::commands::say;
use crate::commands::venue::Venue;
use crate::commands::{voyage_play, Setting};
use crate::deploy::file::DeploymentFile;
use crate::flights;
use crate::scenario::any::AnyPlay;
use crate::scenario::flight::{FlightPlay, Timetable};
use crate::scenario::sale::Sale;
use crate::scenario::Play as _;
use crate::voyages;
use crate::watch::{rehearse, tables, View};

/// Who asks: nobody signs anything here.
const ONLOOKER: &str = "onlooker";
/// How often it is asked whether there is a new block.
const LOOKS: Duration = Duration::from_secs(1);
/// After so long it is drawn anew in any case.
const AT_LEAST_EVERY: Duration = Duration::from_secs(5);
/// Puts a terminal's cursor to its upper left corner, and clears it.
const CLEARED: &str = "\u{1b}[H\u{1b}[2J\u{1b}[3J";

/// What `portolan oracle watch` can be told.
#[derive(Args, Debug)]
pub struct Options {
    /// Without a --node: flights of the demo that are played in memory; shows when most hung on their facts
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    flights: u32,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    node: NodeOptions,
    /// What `portolan deploy` wrote about the contracts on the chain
    #[arg(long, value_name = "FILE", requires = "node")]
    deployment: Option<PathBuf>,
    /// The oracle's address, where there is no such file
    #[arg(long, value_name = "ADDRESS", requires = "node", conflicts_with = "deployment")]
    oracle: Option<String>,
    /// This feed only
    #[arg(long, value_name = "N")]
    feed: Option<u32>,
    /// Prints once and ends, on a terminal too
    #[arg(long)]
    once: bool,
    /// Prints JSON, once
    #[arg(long)]
    json: bool,
}

/// Looks, and goes on looking where somebody looks on.
pub fn run(options: &Options) -> Result<ExitCode> {
    if options.node.node.is_empty() {
        say_view(&rehearsed(options)?, options.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let node = Node::connect(&options.node.connection(None)?, Keyring::of_run(ONLOOKER), ONLOOKER)?;
    let oracle = oracle(options, node.id())?;
    let view = View::of(&node, &oracle, options.feed)
        .with_context(|| format!("{oracle} on {} does not answer as an oracle: name another", node.id()))?;
    if options.once || options.json || !io::stdout().is_terminal() {
        say_view(&view, options.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    follow(&node, &oracle, options.feed, view)
}

/// Draws it again after every block, until somebody interrupts it.
fn follow(node: &Node, oracle: &Addr, feed: Option<u32>, first: View) -> Result<ExitCode> {
    let (mut drawn_at, mut seen) = (Instant::now(), first.now);
    say(format!("{CLEARED}{}", tables::all(&first)))?;
    loop {
        thread::sleep(LOOKS);
        let is_due = drawn_at.elapsed() >= AT_LEAST_EVERY;
        if !is_due && node.now().is_ok_and(|now| now == seen) {
            continue;
        }
        match View::of(node, oracle, feed) {
            Ok(view) => {
                seen = view.now;
                say(format!("{CLEARED}{}", tables::all(&view)))?;
            }
            // What was drawn stays: it is the latest that is known.
            Err(error) => say(format!("No answer: {error:#}. Asking again."))?,
        }
        drawn_at = Instant::now();
    }
}

fn say_view(view: &View, as_json: bool) -> Result<()> {
    if as_json {
        return Ok(say(serde_json::to_string_pretty(view)?)?);
    }
    Ok(say(tables::all(view))?)
}

fn oracle(options: &Options, chain_id: &str) -> Result<Addr> {
    if let Some(address) = &options.oracle {
        return Ok(Addr::unchecked(address));
    }
    let Some(file) = &options.deployment else {
        bail!("which oracle? name the file that `portolan deploy` wrote with --deployment, or its address with --oracle");
    };
    let deployment = DeploymentFile::read(file, chain_id)?;
    let oracle = deployment.contracts.get("oracle");
    let oracle = oracle.with_context(|| format!("{} names no contract `oracle`", file.display()))?;
    Ok(oracle.address.clone())
}

/// The demo's scenario in memory, its first flights and all its voyages.
fn rehearsed(options: &Options) -> Result<View> {
    let mut flights = flights::load(false)?;
    flights.sort_by(|a, b| (a.planned_departure, &a.id).cmp(&(b.planned_departure, &b.id)));
    flights.truncate(usize::try_from(options.flights)?);
    let voyages = voyages::load(None)?;
    let takeoff = flights.first().map(fund::first_step).transpose()?;
    let sailings = voyages.iter().filter_map(|voyage| Some(voyage.steps.first()?.at));
    let first = takeoff.into_iter().chain(sailings).min().context("there is nothing to play")?;
    let mut stage = fund::stage(&options.setting, &Venue::Embedded, first, &flights, &voyages)?;
    let mut plays = Vec::new();
    for flight in flights {
        let sale = Sale::of(flight, &mut stage)?;
        let play = FlightPlay::new(sale, Timetable::USUAL, options.setting.chance())?;
        plays.push(AnyPlay::Flight(Box::new(play)));
    }
    for voyage in voyages {
        plays.push(voyage_play(voyage, &mut stage, Seconds::ZERO)?);
    }
    plays.sort_by_key(AnyPlay::due);
    rehearse(&mut stage, plays, options.feed)
}
