//! `portolan oracle cost`: the stake behind a book of flights, and what it costs.

use std::process::ExitCode;

use anyhow::{bail, Result};
use clap::{Args, ValueEnum as _};
use numeric::{Amount, BasisPoints, Seconds};
use serde_json::json;

use super::{percent, some_percent};
use crate::commands::say;
use crate::cost::{levers, steps, tables, Assumptions, By, Cost, Lever, Setting, Window};
use crate::flights::{self, Flight};
use crate::money::{self, grouped};

/// What it should not cost more than, in hundredths of a basis point.
const GOAL: u128 = 3_000;
/// Most buckets of a challenge window.
const MOST_PERIODS: u64 = types::oracle::MAX_SPAN;

/// What `portolan oracle cost` can be told.
#[derive(Args, Debug)]
pub struct Options {
    /// How many flights, in the order of their planned departure [default: all of January]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    flights: Option<u32>,
    /// Of the whole year's flights; scripts/flights fetches them
    #[arg(long)]
    all: bool,
    /// What the goods of each flight are sold for, dollars
    #[arg(long, value_name = "DOLLARS", default_value = "10000", value_parser = dollars)]
    amount: Amount,
    /// What stake costs a year
    #[arg(long, value_name = "PERCENT", default_value = "10%", value_parser = percent)]
    capital_cost: BasisPoints,
    /// The chance that what is false is convicted
    #[arg(long, value_name = "PERCENT", default_value = "90%", value_parser = some_percent)]
    conviction: BasisPoints,
    /// What slashed stake is worth: all of it, if it is pledged in what is settled in
    #[arg(long, value_name = "PERCENT", default_value = "100%", value_parser = some_percent)]
    haircut: BasisPoints,
    /// How many times over the cheapest coalition's expected loss covers what it could move
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=20))]
    margin: u8,
    /// How long facts can be challenged, hours
    #[arg(long, value_name = "HOURS", default_value_t = 48, value_parser = clap::value_parser!(u64).range(1..=1_176))]
    challenge: u64,
    /// Width of a bucket of exposure, hours
    #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u64).range(1..=168))]
    period: u64,
    /// How flights are spread over feeds
    #[arg(long, value_enum, default_value_t = By::All)]
    by: By,
    /// Prints JSON; amounts in millionths of a dollar
    #[arg(long)]
    json: bool,
}

/// Reckons and prints.
pub fn run(options: &Options) -> Result<ExitCode> {
    let flights = load(options)?;
    if options.challenge.div_ceil(options.period) > MOST_PERIODS {
        bail!(
            "a challenge of {} hours spans more than {MOST_PERIODS} periods of {}: name a longer --period",
            options.challenge,
            options.period
        );
    }
    let setting = Setting::demo(
        options.amount,
        Assumptions { conviction: options.conviction, haircut: options.haircut, margin: options.margin },
        Window { challenge: Seconds::hours(options.challenge), period: Seconds::hours(options.period) },
        options.capital_cost,
        options.by,
    );
    let asked = setting.cost(&flights)?;
    let spread = By::value_variants()
        .iter()
        .map(|by| Ok((name(*by), Setting { by: *by, ..setting }.cost(&flights)?)))
        .collect::<Result<Vec<_>>>()?;
    let (levers, steps) = (levers(setting, &flights)?, steps(setting, &flights, GOAL)?);
    if options.json {
        say(serde_json::to_string_pretty(&as_json(flights.len(), &asked, &spread, &levers, &steps))?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let as_asked = format!("as asked: {}", name(options.by));
    say(format!(
        "A book of {} in {} settles {} dollars. What hangs on facts at once, the stake that the oracle wants behind it,\n\
         and what that costs in those days at {} % a year, in basis points of what is settled. (A book that ends there binds its \
         stake\nlonger: until its last fact cannot be challenged any more.) Dollars.\n",
        count(u128::try_from(flights.len())?, "flight"),
        count(asked.days.into(), "day"),
        grouped(asked.settled.get() / money::DOLLAR),
        tables::basis_points(options.capital_cost.get().into()),
    ))?;
    let spread_lines = spread.iter().map(|(name, cost)| (name.as_str(), cost));
    say(tables::costs("feeds", std::iter::once((as_asked.as_str(), &asked)).chain(spread_lines)))?;
    say("More feeds never take less stake in all: each is sized by its own busiest days, and those are not the same. What \
         they buy\nis a smaller largest feed, so that one committee's failure halts less.\n")?;
    let lever_lines = levers.iter().map(|lever| (lever.what, &lever.cost));
    say(tables::costs("what lowers it, each alone", lever_lines))?;
    say(tables::takes(&asked, &steps, GOAL))?;
    Ok(ExitCode::SUCCESS)
}

/// `1 flight`, `2,000 flights`.
fn count(number: u128, what: &str) -> String {
    format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" })
}

fn load(options: &Options) -> Result<Vec<Flight>> {
    let mut flights = flights::load(options.all)?;
    flights.sort_by(|a, b| (a.planned_departure, &a.id).cmp(&(b.planned_departure, &b.id)));
    if let Some(wanted) = options.flights {
        let wanted = usize::try_from(wanted)?;
        if wanted > flights.len() {
            let hint = if options.all { "" } else { "; --all takes the whole year" };
            bail!("{wanted} flights were asked for, but there are {}{hint}", flights.len());
        }
        flights.truncate(wanted);
    }
    Ok(flights)
}

fn as_json(
    flights: usize,
    asked: &Cost,
    spread: &[(String, Cost)],
    levers: &[Lever],
    steps: &[Lever],
) -> serde_json::Value {
    let line = |what: &str, cost: &Cost| json!({ "what": what, "cost": cost });
    let lines = |all: &[Lever]| all.iter().map(|one| line(one.what, &one.cost)).collect::<Vec<_>>();
    json!({
        "flights": flights,
        "goal_centipoints": GOAL.to_string(),
        "asked": asked,
        "by": spread.iter().map(|(name, cost)| line(name, cost)).collect::<Vec<_>>(),
        "levers": lines(levers),
        "steps_to_goal": lines(steps),
    })
}

fn name(by: By) -> String {
    match by {
        By::All => "one feed",
        By::Airline => "by airline",
        By::Hub => "by hub",
        By::Lane => "by lane",
    }
    .to_owned()
}

fn dollars(text: &str) -> Result<Amount, String> {
    match money::parse(text) {
        Ok(amount) if amount.is_zero() => Err("nothing is no amount".to_owned()),
        Ok(amount) => Ok(amount),
        Err(error) => Err(error.to_string()),
    }
}
