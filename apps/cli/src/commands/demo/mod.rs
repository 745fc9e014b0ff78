//! `portolan demo`: the flights, then the voyages, then the books. What was played on a real chain is played again in
//! memory, at the same pace from the same moment, and both must have told the same.

mod books;

use std::fs;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use anyhow::{bail, Context, Result};
use clap::Args;
use numeric::Seconds;
use types::text::TokenId;

use super::node::{key, NodeOptions};
use super::venue::{Run, Venue, PAYER};
use super::{fund, say, voyage_play, Setting};
use crate::audit::Audit;
use crate::cache;
use crate::chain::keys::Keyring;
use crate::flights::{self, Flight};
use crate::money::grouped;
use crate::report::{tables, CostOfMoney, OracleLine, Parameters, Report};
use crate::scenario::any::AnyPlay;
use crate::scenario::flight::{FlightPlay, Timetable};
use crate::scenario::sale::Sale;
use crate::scenario::{perform, Play, Stage};
use crate::twin::Transcript;
use crate::voyages;
use books::Books;

/// Seconds of the scenario in one of a real chain, if nothing is said: six seconds a day.
const PACE: u32 = 14_400;
/// How long after the first flight is sold voyages begin, at a pace.
const VOYAGES_AFTER: Seconds = Seconds::days(15);

/// What `portolan demo` can be told.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// How many flights, in the order of their planned departure [default: 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    flights: Option<u32>,
    /// Of the whole year's flights; scripts/flights fetches them. All of them, unless --flights says how many
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    setting: Setting,
    /// Plays on the chain of --node; scripts/demo --chain local starts one. At --pace 14400, unless it says otherwise
    #[command(flatten)]
    node: NodeOptions,
    /// On a chain: the mnemonic of who pays for everything, in a file that only you can read [default:
    /// PORTOLAN_MNEMONIC, or a prompt]
    #[arg(long, value_name = "FILE", requires = "node")]
    key_file: Option<PathBuf>,
    /// On a chain: what the run is called. One that was interrupted goes on under its name [default: a new one]
    #[arg(long, value_name = "NAME", requires = "node", value_parser = run_name)]
    run: Option<String>,
    /// Reads the voyages from another file than the command's own
    #[arg(long, value_name = "FILE")]
    voyages: Option<PathBuf>,
    /// Writes everything to a file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Open account, to compare with, pays so many days after arrival
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(0..=365))]
    terms_days: u64,
    /// What money costs a seller a year, basis points
    #[arg(long, value_name = "BP", default_value_t = 1_200, value_parser = clap::value_parser!(u16).range(0..=10_000))]
    seller_rate: u16,
    /// What money costs a buyer a year, basis points
    #[arg(long, value_name = "BP", default_value_t = 500, value_parser = clap::value_parser!(u16).range(0..=10_000))]
    buyer_rate: u16,
}

impl Options {
    fn parameters(&self, flights: usize) -> Parameters {
        Parameters {
            flights,
            all: self.all,
            seed: self.setting.seed,
            noise_minutes: self.setting.noise,
            settlement: self.setting.settlement,
            pace: self.setting.pace(),
            cost: CostOfMoney {
                terms_days: self.terms_days,
                seller_rate: self.seller_rate,
                buyer_rate: self.buyer_rate,
            },
        }
    }

    /// The run on a real chain. Its name tells its keys and its journal from those of others.
    fn real_run(&self) -> Result<Run> {
        let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
        let name = self.run.clone().unwrap_or_else(|| format!("run-{started}"));
        let folder = cache::folder().context("neither PORTOLAN_CACHE nor HOME is set")?;
        let folder = folder.join("runs").join(&name);
        let connection = self.node.connection(Some(folder.clone()))?;
        let keys = Keyring::of_run(&name).with(PAYER, key(self.key_file.as_deref())?);
        eprintln!(
            "This is run {name}. If it is interrupted, it goes on with --run {name} and the same options."
        );
        Ok(Run { about: serde_json::to_string(&self.parameters(0))?, connection, keys, folder })
    }

    fn load(&self) -> Result<Vec<Flight>> {
        let mut flights = flights::load(self.all)?;
        flights.sort_by(|a, b| (a.planned_departure, &a.id).cmp(&(b.planned_departure, &b.id)));
        let wanted = match (self.flights, self.all) {
            (Some(wanted), _) => usize::try_from(wanted)?,
            (None, true) => flights.len(),
            (None, false) => 1_000,
        };
        if wanted > flights.len() {
            let hint = if self.all { "" } else { "; --all takes the whole year" };
            bail!(
                "{wanted} flights were asked for, but there are {}{hint}",
                grouped(u128::try_from(flights.len())?)
            );
        }
        flights.truncate(wanted);
        Ok(flights)
    }
}

/// What a folder and a seed of keys may be called.
fn run_name(text: &str) -> Result<String, String> {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if (1..=64).contains(&text.len()) && text.chars().all(allowed) {
        return Ok(text.to_owned());
    }
    Err("use 1 to 64 letters, digits and hyphens".to_owned())
}

/// Plays, prints and proves.
pub fn run(options: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let mut options = options.clone();
    let venue = if options.node.node.is_empty() {
        Venue::Embedded
    } else {
        options.setting.pace = options.setting.pace.or(NonZeroU32::new(PACE));
        Venue::Node(Box::new(options.real_run()?))
    };
    let mut played = play(&options, &venue)?;
    let twin = venue.twin(&mut played.stage)?;
    if let Some(file) = &options.json {
        let json = serde_json::to_string_pretty(&played.report)?;
        fs::write(file, json + "\n").with_context(|| format!("{} cannot be written", file.display()))?;
    }
    say(tables::all(&played.report))?;
    let seconds = started.elapsed().as_secs_f64();
    say(format!("\n{} transactions in {seconds:.1} s.", grouped(played.report.transactions.into())))?;
    let same = match twin {
        Some(twin) => told_the_same(&played, &play(&options, &twin)?)?,
        None => true,
    };
    Ok(if same && played.report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether the chain in memory came to the same, in words.
fn told_the_same(real: &Played, twin: &Played) -> Result<bool> {
    let mut differences = real.transcript.differences(&twin.transcript);
    if serde_json::to_value(&real.report)? != serde_json::to_value(&twin.report)? {
        differences.push("the reports differ: compare --json of both".to_owned());
    }
    if differences.is_empty() {
        let events = u128::try_from(real.transcript.events())?;
        say(format!(
            "Played again in memory, at the same pace: the same totals, balances and {} events, to the unit.",
            grouped(events)
        ))?;
    } else {
        say("Played again in memory, it went OTHERWISE:")?;
        differences.iter().try_for_each(|how| say(format!("  {how}")))?;
    }
    Ok(differences.is_empty())
}

/// A run and where it ended.
pub struct Played {
    /// What it came to.
    pub report: Report,
    /// All that the chain told, if it is a real one or its twin.
    transcript: Transcript,
    /// Where everything is.
    stage: Stage,
}

/// Everything about a run.
fn play(options: &Options, venue: &Venue) -> Result<Played> {
    let flights = options.load()?;
    let voyages = voyages::load(options.voyages.as_deref())?;
    let parameters = options.parameters(flights.len());
    let takeoff = flights.first().map(fund::first_step).transpose()?;
    let sailings = voyages.iter().filter_map(|voyage| Some(voyage.steps.first()?.at));
    let first = takeoff.into_iter().chain(sailings).min().context("there is nothing to play")?;
    let mut stage = fund::stage(&options.setting, venue, first, &flights, &voyages)?;
    let order: Vec<TokenId> = voyages.iter().map(|voyage| voyage.id.clone()).collect();

    let open_account = stage.pace.of(Seconds::days(options.terms_days));
    let mut books = Books::open(&stage, &flights, &voyages, open_account)?;
    let deployment = &stage.deployment;
    let contracts = [&deployment.oracle, &deployment.shipment, &deployment.escrow, &deployment.devices];
    let contracts = contracts.map(ToString::to_string);
    books.transcript = (!matches!(venue, Venue::Embedded)).then(|| Transcript::of(contracts.to_vec()));
    let mut plays = Vec::with_capacity(flights.len().saturating_add(voyages.len()));
    let clock = takeoff.map(|takeoff| stage.clock(takeoff, Seconds::ZERO)).transpose()?.flatten();
    // When the flights are over, so that no crowd delays them.
    let after = if clock.is_some() { VOYAGES_AFTER } else { Seconds::ZERO };
    for flight in flights {
        let flight = match clock {
            Some(clock) => flight.paced(&clock)?,
            None => flight,
        };
        let sale = Sale::of(flight, &mut stage)?;
        let play = FlightPlay::new(sale, Timetable::USUAL, options.setting.chance())?;
        plays.push(AnyPlay::Flight(Box::new(play)));
    }
    for voyage in voyages {
        plays.push(voyage_play(voyage, &mut stage, after)?);
    }
    plays.sort_by_key(Play::due);
    perform(&mut stage, plays.into_iter().map(Ok), &mut books)?;
    books.progress.finish_and_clear();
    books.voyages.sort_by_key(|line| order.iter().position(|id| id.as_str() == line.id));
    let (airlines, total) = Report::airline_lines(&books.ledger, &parameters)?;
    let report = Report {
        parameters,
        airlines,
        total,
        oracle: OracleLine::of(&books.oracle, stage.pace),
        oracle_without_liar: OracleLine::of(&books.without_liar, stage.pace),
        voyages: books.voyages,
        audit: Audit::of(&stage)?,
        transactions: books.transactions,
    };
    Ok(Played { report, transcript: books.transcript.unwrap_or_default(), stage })
}
