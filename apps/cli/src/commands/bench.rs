//! `portolan bench`: whole voyages a second on one core, every signature made and verified.
//!
//! The voyages are recorded flights, one after the other on one chain, so that the last ones meet all the state
//! that the others left. Nothing of a voyage is kept once it is over.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{ensure, Context, Result};
use clap::Args;
use cosmwasm_std::testing::MockApi;
use cosmwasm_std::Api;
use indicatif::ProgressBar;
use numeric::{Amount, Seconds, UnixTime};
use types::oracle::{report_digest, subject_digest, PublicKey};
use types::text::TokenId;

use super::venue::Venue;
use super::{say, Setting};
use crate::audit::Audit;
use crate::flights::{self, Flight};
use crate::money::{grouped, DOLLAR};
use crate::processor;
use crate::report::tables::table;
use crate::reporters::Truth;
use crate::scenario::flight::{FlightPlay, Timetable};
use crate::scenario::sale::{buyer_at, price_with_fee, Milestone, Sale};
use crate::scenario::{Play, Stage};

/// Voyages at the beginning and at the end that are compared.
const COMPARED: u32 = 1_000;
/// Voyages whose bare signatures are measured.
const SIGNED: u32 = 200;
/// One step after the other, so that centuries suffice for 100,000 voyages.
const BRISK: Timetable = Timetable {
    propose: Seconds::minutes(4),
    accept: Seconds::minutes(3),
    issue: Seconds::minutes(2),
    present: Seconds::minutes(1),
};

/// What `portolan bench` can be told.
#[derive(Args, Debug)]
pub struct Options {
    /// How many voyages
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    voyages: u32,
    #[command(flatten)]
    setting: Setting,
}

/// Measures and prints.
pub fn run(options: &Options) -> Result<ExitCode> {
    let flights = flights::load(false)?;
    let first = flights.first().context("there are no flights")?;
    let mut stage = stock(options, &flights)?;
    let bare = bare_signatures(&stage, options, first)?;

    let mut watch = Stopwatch::default();
    let progress = ProgressBar::new(options.voyages.into());
    let begun = Instant::now();
    for (number, flight) in (0..options.voyages).zip(flights.iter().cycle()) {
        let started = processor::time();
        let play = prepare(&mut stage, options, flight, number)?;
        watch.around = watch.around.saturating_add(processor::time().saturating_sub(started));
        sail(&mut stage, play, &mut watch)?;
        watch.voyage(number, options.voyages, processor::time().saturating_sub(started));
        progress.inc(1);
    }
    watch.signing = stage.reporters.time_spent_signing().saturating_sub(bare.signing);
    progress.finish_and_clear();
    watch.by_the_clock = begun.elapsed();
    say(measured(&watch, options.voyages, &bare))?;
    let audit = Audit::of(&stage)?;
    ensure!(audit.holds(), "money is not where it belongs: {audit:?}");
    Ok(ExitCode::SUCCESS)
}

/// A chain on which every buyer can pay for all the voyages.
fn stock(options: &Options, flights: &[Flight]) -> Result<Stage> {
    let first = flights.first().context("there are no flights")?.planned_departure;
    let buyers: std::collections::BTreeSet<String> = flights.iter().map(buyer_at).collect();
    let each = price_with_fee()?.get().saturating_mul(options.voyages.into());
    let all = each.saturating_mul(u128::try_from(buyers.len())?).saturating_add(1_000_000 * DOLLAR);
    let mut stage = options.setting.stage(&Venue::Embedded, first, Amount::new(all), Amount::new(each))?;
    let mut needs = Vec::new();
    for buyer in buyers {
        needs.push((stage.directory.account(stage.chain.as_mut(), &buyer)?, Amount::new(each)));
    }
    stage.fund(&needs)?;
    Ok(stage)
}

/// A recorded flight, moved to now, settled from escrow.
fn prepare(stage: &mut Stage, options: &Options, flight: &Flight, number: u32) -> Result<FlightPlay> {
    let departure = stage.chain.now()?.checked_add(BRISK.propose)?;
    let from = flight.planned_departure;
    let moved = |time: UnixTime| departure.checked_add(time.since(from));
    let mut flight = flight.clone();
    // An early departure cannot come before the sale: it becomes punctual.
    flight.planned_arrival = moved(flight.planned_arrival)?;
    flight.actual_departure = flight.actual_departure.map(moved).transpose()?;
    flight.actual_arrival = flight.actual_arrival.map(moved).transpose()?;
    flight.planned_departure = departure;
    flight.id = format!("BENCH-{number}");
    let mut sale = Sale::of(flight, stage)?;
    sale.deferred = false;
    FlightPlay::new(sale, BRISK, options.setting.chance())
}

fn sail(stage: &mut Stage, mut play: FlightPlay, watch: &mut Stopwatch) -> Result<()> {
    while let Some(due) = play.due() {
        let started = processor::time();
        stage.chain.wait_until(due)?;
        let deed = play.act(stage)?;
        let submitted = processor::time();
        let answers = stage.chain.submit(vec![deed.transaction])?;
        let answered = processor::time();
        play.answer(stage, answers.first().context("the chain gave no answer")?)?;
        watch.message(deed.what, answered.saturating_sub(submitted));
        let before = submitted.saturating_sub(started);
        let after = processor::time().saturating_sub(answered);
        watch.around = watch.around.saturating_add(before).saturating_add(after);
    }
    Ok(())
}

/// The same signatures and verifications without a chain.
struct Bare {
    signing: Duration,
    a_voyage: Duration,
}

fn bare_signatures(stage: &Stage, options: &Options, flight: &Flight) -> Result<Bare> {
    let api = MockApi::default();
    let started = processor::time();
    for number in 0..SIGNED {
        for milestone in Milestone::ALL {
            let subject = types::journey::Subject {
                collection: stage.deployment.shipment.to_string(),
                token_id: TokenId::try_from(format!("SIGNED-{number}"))?,
                milestone: milestone.at(flight),
            };
            let inquiry = stage.inquiry(&subject, 0);
            let now = flight.planned_departure.checked_add(Seconds::hours(options.setting.noise))?;
            let truth = Truth::Happened(flight.planned_departure);
            let reports = stage.reporters.sign(&inquiry, truth, now)?;
            let digest =
                subject_digest(inquiry.chain_id, inquiry.oracle, inquiry.feed, &subject, inquiry.round);
            for report in &reports {
                let signed = report_digest(&digest, &report.outcome, report.signed_at);
                let reporter = stage.reporters.all.iter().find(|reporter| reporter.number == report.reporter);
                let verified = match reporter.context("an unknown reporter signed")?.public_key() {
                    PublicKey::Ed25519(key) => {
                        api.ed25519_verify(signed.as_bytes(), &report.signature, &key)?
                    }
                    PublicKey::Secp256k1(key) | PublicKey::Secp256r1(key) => {
                        api.secp256k1_verify(signed.as_bytes(), &report.signature, &key)?
                    }
                };
                ensure!(verified, "a reporter's own signature does not verify");
            }
        }
    }
    let took = processor::time().saturating_sub(started);
    let a_voyage = took.checked_div(SIGNED).unwrap_or_default();
    Ok(Bare { signing: stage.reporters.time_spent_signing(), a_voyage })
}

/// Where the time went.
#[derive(Default)]
struct Stopwatch {
    messages: BTreeMap<&'static str, (u64, Duration)>,
    around: Duration,
    signing: Duration,
    sailing: Duration,
    by_the_clock: Duration,
    first: Duration,
    last: Duration,
}

impl Stopwatch {
    fn message(&mut self, what: &'static str, took: Duration) {
        let (count, sum) = self.messages.entry(what).or_default();
        *count = count.saturating_add(1);
        *sum = sum.saturating_add(took);
    }

    fn voyage(&mut self, number: u32, of: u32, took: Duration) {
        self.sailing = self.sailing.saturating_add(took);
        if number < COMPARED {
            self.first = self.first.saturating_add(took);
        }
        if number >= of.saturating_sub(COMPARED) {
            self.last = self.last.saturating_add(took);
        }
    }
}

#[allow(
    clippy::arithmetic_side_effects,
    reason = "speeds for people to read; no money is computed from them"
)]
fn measured(watch: &Stopwatch, voyages: u32, bare: &Bare) -> String {
    let per_voyage = |duration: Duration| duration.as_secs_f64() * 1e6 / f64::from(voyages);
    let share = |duration: Duration| duration.as_secs_f64() / watch.sailing.as_secs_f64() * 100.0;
    let row = |name: &str, count: String, duration: Duration| {
        vec![
            name.to_owned(),
            count,
            format!("{:.1}", per_voyage(duration)),
            format!("{:.1} %", share(duration)),
        ]
    };
    let mut rows = vec![row("signing reports", String::new(), watch.signing)];
    for (what, (count, duration)) in &watch.messages {
        rows.push(row(&format!("chain: {what}"), grouped((*count).into()), *duration));
    }
    rows.push(row(
        "building messages, reading back",
        String::new(),
        watch.around.saturating_sub(watch.signing),
    ));
    let mut lines =
        vec![table(&["where the time goes", "transactions", "µs a voyage", "share"], rows).to_string()];

    let a_voyage = watch.sailing.as_secs_f64() / f64::from(voyages);
    lines.push(format!(
        "{} voyages in {:.1} s of one core's time ({:.1} s by the clock): {:.0} a second",
        grouped(voyages.into()),
        watch.sailing.as_secs_f64(),
        watch.by_the_clock.as_secs_f64(),
        1.0 / a_voyage
    ));
    lines.push(format!(
        "a voyage takes {:.2} ms; its reports alone, signed and verified, take {:.2} ms: {:.2} times that",
        a_voyage * 1e3,
        bare.a_voyage.as_secs_f64() * 1e3,
        a_voyage / bare.a_voyage.as_secs_f64(),
    ));
    if voyages >= 2 * COMPARED {
        let ratio = watch.last.as_secs_f64() / watch.first.as_secs_f64();
        lines.push(format!("the last {COMPARED} took {ratio:.3} times as long as the first {COMPARED}"));
    }
    lines.join("\n")
}
