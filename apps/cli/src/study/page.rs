//! The study as people read it.

use super::Study;
use crate::report::tables::table;

/// A table for a terminal.
pub fn told(study: &Study) -> String {
    let rows = study.findings.iter().map(|finding| {
        vec![
            finding.strategy.to_owned(),
            finding.seats.to_string(),
            format!("{:.1}", finding.profit.mean),
            format!("{:.1} to {:.1}", finding.profit.low, finding.profit.high),
            format!("{:.1}", finding.at_par.mean),
            format!("{:.1}", finding.stolen.mean),
            format!("{:.1}", finding.repaid.mean),
            format!("{:.1}", finding.others.mean),
            finding.refused.to_string(),
            finding.admitted.to_string(),
        ]
    });
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
        "taken",
    ];
    table(&header, rows).to_string()
}
