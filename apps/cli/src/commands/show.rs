//! `portolan show`: one flight or voyage, step by step.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{bail, Context, Result};
use clap::Args;
use numeric::Seconds;

use super::venue::Venue;
use super::{fund, say, Setting};
use crate::flights::{self, Flight};
use crate::money::grouped;
use crate::scenario::any::AnyPlay;
use crate::scenario::flight::{FlightPlay, Timetable};
use crate::scenario::sale::Sale;
use crate::scenario::{perform, Stage};
use crate::story::{Narrator, Story};
use crate::voyages::{self, Voyage};

/// How many ids like an unknown one are named.
const NEARBY: usize = 3;

/// What `portolan show` can be told.
#[derive(Args, Debug)]
pub struct Options {
    /// The id of a flight or voyage; with --list, what ids begin with
    #[arg(value_name = "SHIPMENT", required_unless_present = "list")]
    shipment: Option<String>,
    /// Says which shipments there are
    #[arg(long)]
    list: bool,
    /// Of the whole year's flights; scripts/flights fetches them
    #[arg(long)]
    all: bool,
    /// Reads the voyages from another file than the command's own
    #[arg(long, value_name = "FILE")]
    voyages: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    setting: Setting,
}

/// Plays it alone, as it played among the others, and prints what happened.
pub fn run(options: &Options) -> Result<ExitCode> {
    let voyages = voyages::load(options.voyages.as_deref())?;
    let flights = flights::load(options.all)?;
    let wanted = options.shipment.as_deref().unwrap_or_default();
    if options.list {
        list(wanted, &voyages, &flights)?;
        return Ok(ExitCode::SUCCESS);
    }
    let story = tell(wanted, voyages, flights, &options.setting)?;
    if options.json {
        say(serde_json::to_string_pretty(&story)?)?;
    } else {
        say(story.to_string().trim_end())?;
    }
    Ok(if story.ending.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The story of one shipment.
pub fn tell(wanted: &str, voyages: Vec<Voyage>, flights: Vec<Flight>, setting: &Setting) -> Result<Story> {
    let ids: Vec<String> = voyages
        .iter()
        .map(|voyage| voyage.id.as_str().to_owned())
        .chain(flights.iter().map(|flight| flight.id.clone()))
        .collect();
    let (mut stage, play) = if let Some(voyage) = voyages.into_iter().find(|one| one.id.as_str() == wanted) {
        voyage_alone(voyage, setting)?
    } else if let Some(flight) = flights.into_iter().find(|one| one.id == wanted) {
        flight_alone(flight, setting)?
    } else {
        bail!(unknown(wanted, &ids))
    };
    let mut narrator = Narrator::default();
    perform(&mut stage, [Ok(play)], &mut narrator)?;
    narrator.story().context("the play did not end")
}

fn voyage_alone(voyage: Voyage, setting: &Setting) -> Result<(Stage, AnyPlay)> {
    let first = voyage.steps.first().with_context(|| format!("{} has no steps", voyage.id))?.at;
    let mut stage = fund::stage(setting, &Venue::Embedded, first, &[], std::slice::from_ref(&voyage))?;
    let play = super::voyage_play(voyage, &mut stage, Seconds::ZERO)?;
    Ok((stage, play))
}

fn flight_alone(flight: Flight, setting: &Setting) -> Result<(Stage, AnyPlay)> {
    let first = fund::first_step(&flight)?;
    let mut stage = fund::stage(setting, &Venue::Embedded, first, std::slice::from_ref(&flight), &[])?;
    let flight = match stage.clock(first, Seconds::ZERO)? {
        Some(clock) => flight.paced(&clock)?,
        None => flight,
    };
    let sale = Sale::of(flight, &mut stage)?;
    let play = FlightPlay::new(sale, Timetable::USUAL, setting.chance())?;
    Ok((stage, AnyPlay::Flight(Box::new(play))))
}

fn unknown(wanted: &str, ids: &[String]) -> String {
    let mut nearby: Vec<(usize, &String)> =
        ids.iter().map(|id| (strsim::levenshtein(wanted, id), id)).collect();
    nearby.sort();
    let nearby: Vec<&str> = nearby.iter().take(NEARBY).map(|(_, id)| id.as_str()).collect();
    format!(
        "there is no shipment {wanted:?}; like it are {}. portolan show --list names all",
        nearby.join(", ")
    )
}

fn list(prefix: &str, voyages: &[Voyage], flights: &[Flight]) -> Result<()> {
    for voyage in voyages.iter().filter(|voyage| voyage.id.as_str().starts_with(prefix)) {
        say(format!("{:30} {}", voyage.id, voyage.about))?;
    }
    if !prefix.is_empty() {
        for flight in flights.iter().filter(|flight| flight.id.starts_with(prefix)) {
            say(format!("{:30} {} to {}", flight.id, flight.origin, flight.dest))?;
        }
        return Ok(());
    }
    let mut airlines: BTreeMap<&str, (u128, &str)> = BTreeMap::new();
    for flight in flights {
        let (count, _) = airlines.entry(&flight.carrier).or_insert((0, &flight.id));
        *count = count.saturating_add(1);
    }
    say("")?;
    for (carrier, (count, example)) in airlines {
        say(format!(
            "{example:30} and {} more of {carrier}: portolan show --list {carrier}",
            grouped(count.saturating_sub(1))
        ))?;
    }
    Ok(())
}
