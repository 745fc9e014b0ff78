//! The study as people read it: a table on a terminal, and a page of the documentation.

use std::fmt::Write as _;

use anyhow::Result;

use super::statistics::Interval;
use super::terms::{ADJUDICATION, CHALLENGE, COLLECTION, FEE, PERIOD, PLEDGE, TOLERANCE, UNBONDING};
use super::{Finding, Study};
use crate::money::{grouped, DOLLAR};
use crate::report::tables::table;

/// The committee whose findings are told in full.
const IN_FULL: u32 = 9;

/// A table for a terminal, and what it comes to.
pub fn told(study: &Study) -> String {
    let header = [
        "strategy",
        "seats",
        "profit",
        "95 %",
        "at par",
        "stolen",
        "repaid",
        "others lose",
        "refused",
        "taken above",
    ];
    let rows = study.findings.iter().map(|finding| {
        let mut row = vec![finding.strategy.to_owned(), finding.seats.to_string()];
        row.extend(numbers(finding));
        row
    });
    format!("{}\nHundredths of the cap.\n\n{}", table(&header, rows), verdict(study))
}

/// Whether anything pays, in words.
fn verdict(study: &Study) -> String {
    let mut paying: Vec<(&str, Vec<String>)> = Vec::new();
    for finding in study.findings.iter().filter(|finding| finding.pays()) {
        match paying.iter_mut().find(|(strategy, _)| *strategy == finding.strategy) {
            Some((_, seats)) => seats.push(finding.seats.to_string()),
            None => paying.push((finding.strategy, vec![finding.seats.to_string()])),
        }
    }
    let taken: u64 = study.findings.iter().map(|finding| finding.admitted).sum();
    let mut words = match paying.as_slice() {
        [] => "No attack pays: no mean profit is above nothing by more than chance.".to_owned(),
        paying => {
            let names: Vec<String> =
                paying.iter().map(|(name, seats)| format!("{name} ({} seats)", seats.join(", "))).collect();
            format!("THESE PAY: {}.", names.join("; "))
        }
    };
    let refused: u64 = study.findings.iter().map(|finding| finding.refused).sum();
    words.push_str(&match taken {
        0 => format!(" Above the cap the contract refused all {} attempts.", grouped(refused.into())),
        taken => {
            format!(" Above the cap the contract TOOK {taken} of {} attempts.", refused.saturating_add(taken))
        }
    });
    words
}

fn numbers(finding: &Finding) -> Vec<String> {
    let one = |interval: Interval| format!("{:.1}", interval.mean);
    vec![
        one(finding.profit),
        format!("{:.1} to {:.1}", finding.profit.low, finding.profit.high),
        one(finding.at_par),
        one(finding.stolen),
        one(finding.repaid),
        one(finding.others),
        finding.refused.to_string(),
        finding.admitted.to_string(),
    ]
}

/// A page of the documentation.
pub fn document(study: &Study) -> Result<String> {
    let mut page = String::new();
    let (plan, sight) = (&study.plan, study.sight);
    let terms = plan.terms;
    let percent = |points: u16| f64::from(points) / 100.0;
    writeln!(
        page,
        "# What attacking the oracle comes to\n\n\
         Written by `portolan oracle study --runs {} --seed {}{} --write`; the same command gives the same page.\n\n{}\n",
        plan.runs,
        plan.seed,
        if plan.all { " --all" } else { "" },
        verdict(study)
    )?;
    writeln!(
        page,
        "## Method\n\n\
         Every run sets up a chain in memory with the oracle's own code and a secured feed: a committee with unequal pledges \
         (each from {} to three times that, drawn), p = {} %, h = {} %, m = {}; challenge window {} h, counted in buckets of {} h; \
         collection {} min, tolerance {} min, adjudication {} days, unbonding {} days, fee {FEE} millionths a bucket. \
         Deals are reserved up to the cap, and one unit more is tried each time. The coalition is the cheapest that suffices. \
         All of it is messages to the contract, with real signatures.\n\n\
         *Profit* is the change of all that the attacker and its operators have, in the contract's own balances, plus what \
         false final facts moved out of victims' deals (all of the deal: its whole amount is taken to hang on the one \
         fact), in hundredths of the cap that is attacked. Stake that is lost counts at h, money that comes out of \
         slashed stake in full: both for the attacker; *at par* counts lost stake in full. Half of the {} runs are played with a conviction, and half \
         without by the same draws; the mean is p times the one and 1 - p times the other, the interval ± 1.96 standard errors of that.\n\n\
         *Conviction* is one chance an attack: with p whoever watches challenges in time and the adjudicator finds a \
         falsehood; else it can never be shown, however many facts it is about. Two facts are not two chances. An \
         attacker that challenges itself is found guilty with the same chance.\n",
        grouped(PLEDGE.get() / DOLLAR),
        percent(terms.conviction.get()),
        percent(terms.haircut.get()),
        terms.margin,
        CHALLENGE.get() / 3_600,
        PERIOD.get() / 3_600,
        COLLECTION.get() / 60,
        TOLERANCE.get() / 60,
        ADJUDICATION.get() / 86_400,
        UNBONDING.get() / 86_400,
        plan.runs,
    )?;
    writeln!(
        page,
        "*Honest sight*, measured on the recorded flights{}: of {} that departed {} have no arrival on record (silence); of {} \
         whose times are written twice, by the clock and as a delay, {} differ by more than the tolerance (with 95 % confidence \
         at most {} would). {}Assumed, for the table is one source's: honest times are off by up to 3 minutes, and one honest \
         word in a hundred is wrong by 10 to 50 minutes.\n",
        if plan.all { " of the year" } else { " of January" },
        grouped(sight.departed.into()),
        grouped(sight.silent.into()),
        grouped(sight.twice.into()),
        sight.contradict,
        sight.contradict.saturating_add(3),
        wheels(study),
    )?;
    writeln!(page, "## What came of it, {IN_FULL} seats\n")?;
    writeln!(
        page,
        "| strategy | profit | 95 % | at par | stolen | repaid | others lose | refused above the cap | taken |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    for finding in study.findings.iter().filter(|finding| finding.seats == IN_FULL) {
        writeln!(page, "| {}{} | {} |", mark(finding), finding.strategy, numbers(finding).join(" | "))?;
    }
    writeln!(
        page,
        "\n*Repaid*: what the victims got of slashed stake. *Others*: reporters outside the coalition.\n"
    )?;
    write_sizes(&mut page, study)?;
    writeln!(page, "\n## What is done\n")?;
    let mut told: Vec<&str> = Vec::new();
    for finding in &study.findings {
        if !told.contains(&finding.strategy) {
            told.push(finding.strategy);
            writeln!(page, "- *{}*: {}", finding.strategy, finding.what)?;
        }
    }
    page.push_str(include_str!("limits.md"));
    Ok(page)
}

fn wheels(study: &Study) -> String {
    let sight = study.sight;
    if sight.airborne == 0 {
        return String::new();
    }
    format!(
        "Of {} with a time in the air, {} taxied for more than twice the tolerance: who takes the wheels for the gate is \
         outside it, with all others of its kind. ",
        grouped(sight.airborne.into()),
        grouped(sight.wheels.into())
    )
}

fn write_sizes(page: &mut String, study: &Study) -> Result<()> {
    writeln!(page, "## Profit by size of the committee\n")?;
    let sizes: Vec<String> = study.plan.seats.iter().map(|seats| format!(" {seats} |")).collect();
    writeln!(page, "| strategy |{}\n|---|{}", sizes.concat(), "--:|".repeat(sizes.len()))?;
    let mut told: Vec<&str> = Vec::new();
    for finding in &study.findings {
        if told.contains(&finding.strategy) {
            continue;
        }
        told.push(finding.strategy);
        let cells = study.plan.seats.iter().map(|seats| {
            let same = |other: &&Finding| other.seats == *seats && other.strategy == finding.strategy;
            study.findings.iter().find(same).map_or(" - |".to_owned(), |found| {
                format!(
                    " {}{:.1} ({:.1} to {:.1}) |",
                    mark(found),
                    found.profit.mean,
                    found.profit.low,
                    found.profit.high
                )
            })
        });
        writeln!(page, "| {} |{}", finding.strategy, cells.collect::<String>())?;
    }
    Ok(())
}

fn mark(finding: &Finding) -> &'static str {
    if finding.pays() {
        "**pays:** "
    } else {
        ""
    }
}
