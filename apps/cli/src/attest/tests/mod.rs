mod corrections;
mod doubts;
mod facts;
mod feed;
mod kept;
mod numbers;

mod random;

use numeric::Reading;
use types::event::EventCode;

use super::*;
use crate::publications::{decode, moment, Sheet};
use feed::Feed;

/// A table of events: `id published event classifier time place equipment leg corrects`, of which `-` stands for nothing.
fn table(rows: &str) -> Vec<Publication> {
    let header =
        "id,published,event,classifier,time,place,equipment,leg,corrects,reference,retracts,did_not_occur\n";
    let rows: String = rows
        .lines()
        .map(str::trim)
        .filter(|row| !row.is_empty())
        .map(|row| {
            let mut fields: Vec<&str> =
                row.split_whitespace().map(|field| if field == "-" { "" } else { field }).collect();
            fields.resize(12, "");
            fields.join(",") + "\n"
        })
        .collect();
    let Sheet { publications, refused } =
        decode(&"rows.csv".into(), (header.to_owned() + &rows).as_bytes(), None);
    assert_eq!(refused, []);
    publications
}

fn at(text: &str) -> UnixTime {
    moment("time", text).unwrap()
}

fn happened(text: &str) -> Outcome {
    Outcome::Happened { at: at(text) }
}

/// What is to be said of what, in the order of the questions.
fn words(decision: &Decision) -> Vec<(EventCode, Outcome)> {
    decision.reports.iter().map(|report| (report.milestone.event, report.outcome)).collect()
}

/// The lines that are doubted.
fn doubted(decision: &Decision) -> Vec<u64> {
    decision.doubted.iter().map(|doubt| doubt.mark.line).collect()
}
