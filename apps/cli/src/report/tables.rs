//! The tables that people read.

use comfy_table::{
    presets, CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent, Width,
};

use super::{summary, AirlineLine, CostOfMoney, OracleLine, Report};
use crate::audit::Audit;
use crate::money::{grouped, signed, to_the_cent, written};

/// Columns at which words are broken.
const WIDEST: u16 = 60;

/// A table whose first column is words and whose others are numbers.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::MAX).set_header(header.to_vec());
    // A line under the header is enough.
    for between in [
        TableComponent::HorizontalLines,
        TableComponent::MiddleIntersections,
        TableComponent::LeftBorderIntersections,
        TableComponent::RightBorderIntersections,
    ] {
        table.remove_style(between);
    }
    for row in rows {
        table.add_row(row);
    }
    for numbers in table.column_iter_mut().skip(1) {
        numbers.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// All of a report, and what it means.
pub fn all(report: &Report) -> String {
    let mut parts = vec![
        airlines(report).to_string(),
        legend(report.parameters.cost),
        format!("{}\n", oracle(report)),
        format!("{}\n", audit(&report.audit)),
        summary::told(report),
    ];
    if !report.voyages.is_empty() {
        parts.insert(3, format!("{}\n", voyages(report)));
    }
    parts.join("\n")
}

fn airlines(report: &Report) -> Table {
    let header = [
        "airline",
        "shipments",
        "paid",
        "penalties",
        "refunds",
        "void",
        "oracle",
        "days freed",
        "days locked",
        "sellers' net",
        "buyers' net",
    ];
    let lines = report.airlines.iter().chain(std::iter::once(&report.total));
    table(&header, lines.map(airline_row))
}

fn airline_row(line: &AirlineLine) -> Vec<String> {
    let days = |days: Option<f64>| days.map_or_else(|| "-".to_owned(), |days| format!("{days:.2}"));
    vec![
        line.carrier.clone(),
        grouped(line.shipments.into()),
        to_the_cent(line.paid),
        to_the_cent(line.penalties),
        to_the_cent(line.refunds),
        to_the_cent(line.void),
        to_the_cent(line.fees),
        days(line.days_freed()),
        days(line.days_locked()),
        signed(line.worth.sellers),
        signed(line.worth.buyers),
    ]
}

fn legend(cost: CostOfMoney) -> String {
    format!(
        "Amounts in dollars. Days: how much earlier than by open account ({} days after arrival) a paid dollar \
         reached its seller (freed)\nand left its buyer (locked), money that came back included. Net: those days \
         at {} a year for sellers and {} for buyers.\nVoid: deferred obligations that ended unpaid; nothing had \
         been paid in for them. Oracle: its fee, paid by buyers on top.\n",
        cost.terms_days,
        percent(cost.seller_rate),
        percent(cost.buyer_rate),
    )
}

fn percent(basis_points: u16) -> String {
    format!("{}.{:02} %", basis_points / 100, basis_points % 100)
}

fn oracle(report: &Report) -> Table {
    let header =
        ["oracle", "questions", "1st round", "later", "undecided", "wrong", "mean error", "largest error"];
    let row = |name: &str, line: &OracleLine| {
        vec![
            name.to_owned(),
            grouped(line.questions.into()),
            grouped(line.first_round.into()),
            grouped(line.later_round.into()),
            grouped(line.undecided.into()),
            grouped(line.wrong.into()),
            format!("{} min", line.mean_error_minutes),
            format!("{} min", line.max_error_minutes),
        ]
    };
    let rows =
        [row("nine, one a liar", &report.oracle), row("without the liar", &report.oracle_without_liar)];
    table(&header, rows)
}

/// Long words about a voyage are broken, so that the table fits beside the others.
fn voyages(report: &Report) -> String {
    let header = ["voyage", "shows", "steps", "paid", "returned", "ended as expected"];
    let mut table = table(
        &header,
        report.voyages.iter().map(|voyage| {
            let ended = if voyage.failed.is_empty() { "yes" } else { "NO" };
            vec![
                voyage.id.clone(),
                voyage.about.clone(),
                voyage.steps.to_string(),
                to_the_cent(voyage.paid),
                to_the_cent(voyage.returned),
                ended.to_owned(),
            ]
        }),
    );
    if let Some(about) = table.column_mut(1) {
        about.set_cell_alignment(CellAlignment::Left);
        about.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(WIDEST)));
    }
    let failed = report.voyages.iter().flat_map(|voyage| {
        voyage.failed.iter().map(|how| format!("\n{} did not end as expected: {how}", voyage.id))
    });
    format!("{table}{}", failed.collect::<String>())
}

fn audit(audit: &Audit) -> String {
    let header = ["contract", "denomination", "has", "owes", "difference"];
    let rows = audit.contracts.iter().map(|found| {
        let difference = found.balance.get().abs_diff(found.owed.get());
        vec![
            found.contract.clone(),
            found.denom.clone(),
            written(found.balance),
            written(found.owed),
            written(numeric::Amount::new(difference)),
        ]
    });
    let counted = table(&header, rows);
    let verdict = if audit.holds() { "Nothing was lost" } else { "MONEY IS NOT WHERE IT BELONGS" };
    format!(
        "{counted}\n{verdict}: {} accounts have {} together; {} was minted.",
        audit.accounts,
        written(audit.in_accounts),
        written(audit.minted),
    )
}
