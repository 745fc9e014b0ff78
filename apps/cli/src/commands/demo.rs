//! `portolan demo`: the flights, then the voyages, then the books.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{bail, ensure, Context, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use numeric::Seconds;
use types::oracle::{FeedResponse, QueryMsg};
use types::text::TokenId;

use super::{fund, say, voyage_play, Setting};
use crate::accuracy::{Accuracy, WithoutLiar};
use crate::audit::Audit;
use crate::chain::{ask, Answer};
use crate::flights::{self, Flight};
use crate::ledger::Ledger;
use crate::money::grouped;
use crate::report::{tables, CostOfMoney, OracleLine, Parameters, Report, VoyageLine};
use crate::reporters::Inquiry;
use crate::scenario::any::AnyPlay;
use crate::scenario::flight::{FlightPlay, Timetable};
use crate::scenario::sale::{Milestone, Sale};
use crate::scenario::voyage::VoyagePlay;
use crate::scenario::{perform, Audience, Deed, Play, Stage};
use crate::voyages::{self, Voyage, BUYER};

/// Transactions that every flight takes; it is reported on twice.
const STEPS: [&str; 6] = ["propose", "accept", "issue", "present", "report", "report"];

/// What `portolan demo` can be told.
#[derive(Args, Debug)]
pub struct Options {
    /// How many flights, in the order of their planned departure [default: 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    flights: Option<u32>,
    /// Of the whole year's flights; scripts/flights fetches them. All of them, unless --flights says how many
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    setting: Setting,
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

/// Plays, prints and proves.
pub fn run(options: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let report = play(options)?;
    if let Some(file) = &options.json {
        let json = serde_json::to_string_pretty(&report)?;
        fs::write(file, json + "\n").with_context(|| format!("{} cannot be written", file.display()))?;
    }
    say(tables::all(&report))?;
    let seconds = started.elapsed().as_secs_f64();
    say(format!("\n{} transactions in {seconds:.1} s.", grouped(report.transactions.into())))?;
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything about a run.
pub fn play(options: &Options) -> Result<Report> {
    let flights = options.load()?;
    let voyages = voyages::load(options.voyages.as_deref())?;
    let parameters = options.parameters(flights.len());
    let takeoff = flights.first().map(fund::first_step).transpose()?;
    let sailings = voyages.iter().filter_map(|voyage| Some(voyage.steps.first()?.at));
    let first = takeoff.into_iter().chain(sailings).min().context("there is nothing to play")?;
    let mut stage = fund::stage(&options.setting, first, &flights, &voyages)?;
    let order: Vec<TokenId> = voyages.iter().map(|voyage| voyage.id.clone()).collect();

    let mut books =
        Books::open(&stage, &flights, &voyages, stage.pace.of(Seconds::days(options.terms_days)))?;
    let mut plays = Vec::with_capacity(flights.len().saturating_add(voyages.len()));
    let clock = takeoff.and_then(|takeoff| stage.clock(takeoff));
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
        plays.push(voyage_play(voyage, &mut stage)?);
    }
    plays.sort_by_key(Play::due);
    perform(&mut stage, plays.into_iter().map(Ok), &mut books)?;
    books.progress.finish_and_clear();
    books.voyages.sort_by_key(|line| order.iter().position(|id| id.as_str() == line.id));
    let (airlines, total) = Report::airline_lines(&books.ledger, &parameters)?;
    Ok(Report {
        parameters,
        airlines,
        total,
        oracle: OracleLine::of(&books.oracle, stage.pace),
        oracle_without_liar: OracleLine::of(&books.without_liar, stage.pace),
        voyages: books.voyages,
        audit: Audit::of(&stage)?,
        transactions: books.transactions,
    })
}

/// The books of a run, kept while it plays.
struct Books {
    ledger: Ledger,
    oracle: Accuracy,
    without_liar: Accuracy,
    other_committee: WithoutLiar,
    open_account: Seconds,
    voyages: Vec<VoyageLine>,
    transactions: u64,
    progress: ProgressBar,
}

impl Books {
    fn open(stage: &Stage, flights: &[Flight], voyages: &[Voyage], open_account: Seconds) -> Result<Self> {
        let feed = QueryMsg::Feed { feed: stage.deployment.feed };
        let feed: FeedResponse = ask(stage.chain.as_ref(), &stage.deployment.oracle, &feed)?;
        let steps: usize = voyages.iter().map(|voyage| voyage.steps.len()).sum();
        let steps = flights.len().saturating_mul(STEPS.len()).saturating_add(steps);
        let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {elapsed_precise}")?;
        Ok(Self {
            ledger: Ledger::default(),
            oracle: Accuracy::default(),
            without_liar: Accuracy::default(),
            other_committee: WithoutLiar::of(&feed, &stage.reporters)?,
            open_account,
            voyages: vec![],
            transactions: 0,
            progress: ProgressBar::new(u64::try_from(steps)?).with_style(style),
        })
    }

    fn judge(&mut self, stage: &Stage, play: &FlightPlay) -> Result<()> {
        for (milestone, fact) in Milestone::ALL.into_iter().zip(play.facts) {
            let truth = play.truth(milestone)?;
            self.oracle.enter(truth, fact);
            let subject = play.subject(milestone, stage.deployment.shipment.as_str());
            let inquiry = Inquiry {
                chain_id: stage.chain.id(),
                oracle: stage.deployment.oracle.as_str(),
                feed: stage.deployment.feed,
                subject: &subject,
                round: 0,
            };
            let answer = self.other_committee.answer(&stage.reporters, &inquiry, truth)?;
            self.without_liar.enter(truth, answer);
        }
        Ok(())
    }

    fn flight_ended(&mut self, stage: &Stage, play: &FlightPlay) -> Result<()> {
        let closed = play.close(stage, self.open_account)?;
        ensure!(
            closed.settled.open.is_zero(),
            "{} of {} is still open after its last step",
            closed.settled.open,
            play.sale.flight.id
        );
        self.judge(stage, play)?;
        self.ledger.enter(&play.sale.flight.carrier, &closed)
    }

    fn voyage_ended(&mut self, play: &VoyagePlay) -> Result<()> {
        let mut paid = numeric::Amount::ZERO;
        for role in play.voyage.people.keys().filter(|role| *role != BUYER) {
            paid = paid.checked_add(play.got(role))?;
        }
        self.voyages.push(VoyageLine {
            id: play.voyage.id.as_str().to_owned(),
            about: play.voyage.about.clone(),
            steps: play.done,
            paid,
            returned: play.got(BUYER),
            failed: play.failed.clone(),
        });
        Ok(())
    }
}

impl Audience<AnyPlay> for Books {
    fn saw(&mut self, stage: &mut Stage, play: &AnyPlay, deed: &Deed, _: &Answer) -> Result<()> {
        self.transactions = self.transactions.saturating_add(1);
        if matches!(play, AnyPlay::Voyage(_)) || STEPS.contains(&deed.what) {
            self.progress.inc(1);
        }
        if self.transactions.is_multiple_of(500) {
            self.progress.set_message(stage.chain.now()?.to_string());
        }
        Ok(())
    }

    fn ended(&mut self, stage: &mut Stage, play: AnyPlay) -> Result<()> {
        match play {
            AnyPlay::Flight(play) => self.flight_ended(stage, &play),
            AnyPlay::Voyage(play) => self.voyage_ended(&play),
        }
    }
}
