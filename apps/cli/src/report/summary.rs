//! What happened, in plain sentences.

use super::{OracleLine, Report};
use crate::money::{grouped, to_the_cent};
use crate::voyages::OWN_FILE;

/// For somebody who sees the tables for the first time.
pub fn told(report: &Report) -> String {
    let mut sentences = vec![flights(report), oracle(report)];
    if !report.voyages.is_empty() {
        sentences.push(voyages(report));
    }
    sentences.push(proof(report));
    sentences.push(
        "To follow one shipment: scripts/portolan show --list, then scripts/portolan show ID. As JSON: --json FILE."
            .to_owned(),
    );
    sentences.join("\n")
}

fn flights(report: &Report) -> String {
    let total = &report.total;
    let void = if total.void.is_zero() {
        String::new()
    } else {
        format!(
            " Of another {}, sold on credit, nothing is owed: the goods never came.",
            to_the_cent(total.void)
        )
    };
    let open = if report.oracle.undecided == 0 { "" } else { ", or was never established" };
    format!(
        "{} flights carried goods sold for {} in all. Nobody sent an invoice or a payment order: once nine reporters' \
         signatures had made\na departure or an arrival a fact, the escrow paid in the same transaction. Sellers got {}, \
         buyers kept {} for late arrivals\nand got back {} for what had not left or come by its cut-off{open}.{void}\nBuyers paid {} on top: the fee of the \
         oracle, whose reporters stand for every fact with stake of their own.",
        grouped(total.shipments.into()),
        to_the_cent(total.agreed),
        to_the_cent(total.paid),
        to_the_cent(total.penalties),
        to_the_cent(total.refunds),
        to_the_cent(total.fees),
    )
}

fn oracle(report: &Report) -> String {
    let (oracle, without) = (&report.oracle, &report.oracle_without_liar);
    let decided = |line: &OracleLine| grouped(line.questions.saturating_sub(line.undecided).into());
    let wrong = if oracle.wrong == 0 { "none".to_owned() } else { grouped(oracle.wrong.into()) };
    format!(
        "One of the nine always lied and one kept silent a fifth of the time. {} of {} questions were decided, {wrong} of \
         them wrongly,\n{} minutes off on average; without the liar it would have been {} questions and {} minutes.",
        decided(oracle),
        grouped(oracle.questions.into()),
        oracle.mean_error_minutes,
        decided(without),
        without.mean_error_minutes,
    )
}

fn voyages(report: &Report) -> String {
    let as_expected = report.voyages.iter().filter(|voyage| voyage.failed.is_empty()).count();
    format!(
        "{as_expected} of {} voyages by sea, rail, road and air ended as their file expects. It is {OWN_FILE}: change a \
         date or\nan amount there and run this again.",
        report.voyages.len(),
    )
}

fn proof(report: &Report) -> String {
    if report.audit.holds() {
        "Every contract has exactly what it owes, and all accounts together have exactly what was minted."
            .to_owned()
    } else {
        "Some money is not where it belongs: see the last table. This run failed.".to_owned()
    }
}
