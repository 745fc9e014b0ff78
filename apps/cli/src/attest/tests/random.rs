//! Any publications in any order.

use proptest::prelude::*;

use super::feed::{FIRST, SECOND};
use super::*;

/// Rows about one voyage, of which many contradict, repeat, correct or take back others.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = (0..5_usize, 0..8_u32, 0..6_u8, 0..4_u8, 0..3_u8, 0..5_u8).prop_map(
        |(question, minute, kind, id, container, published)| {
            let (event, place, day) = [
                ("GTIN", "CNSHA", "2025-02-27"),
                ("LOAD", "CNSHA", "2025-03-01"),
                ("DEPA", "CNSHA", "2025-03-02"),
                ("ARRI", "NLRTM", "2025-04-02"),
                ("DISC", "NLRTM", "2025-04-03"),
            ][question];
            let container = [FIRST.to_owned(), SECOND.to_owned(), format!("{FIRST};{SECOND}")]
                [usize::from(container)]
            .clone();
            let id = if id == 0 { "-".to_owned() } else { format!("{event}{id}") };
            let published =
                if published == 0 { "-".to_owned() } else { format!("2025-04-1{published}T00:00:00Z") };
            let time = format!("{day}T07:{:02}:00Z", minute / 4);
            match kind {
                0 => format!("{id} {published} {event} EST {time} {place} {container}"),
                1 if published != "-" => format!("- {published} - - - - - - - - {event}1 yes"),
                2 => format!("{id} {published} {event} ACT {time} {place} {container} - {event}2"),
                _ => format!("{id} {published} {event} ACT {time} {place} {container}"),
            }
        },
    );
    prop::collection::vec(row, 1..14)
}

/// A decision without the lines on which things stand: a word a report, and how much is doubted.
fn told(decision: &Decision) -> (Vec<String>, usize) {
    let reports = decision.reports.iter().map(|report| {
        format!("{} {} {:?} {:?}", report.milestone.event, report.round, report.outcome, report.ids)
    });
    (reports.collect(), decision.doubted.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_publications_makes_no_difference(
        (rows, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let feed = Feed::new();
        let (one, other) = (table(&rows.join("\n")), table(&shuffled.join("\n")));
        prop_assert_eq!(told(&feed.decide(0, &one)), told(&feed.decide(0, &other)));
    }

    /// And saying everything twice makes none either.
    #[test]
    fn a_publication_that_comes_twice_changes_nothing(rows in rows()) {
        let feed = Feed::new();
        let (once, twice) = (table(&rows.join("\n")), table(&[rows.clone(), rows].concat().join("\n")));
        prop_assert_eq!(told(&feed.decide(0, &once)).0, told(&feed.decide(0, &twice)).0);
    }

    /// Each word is one that somebody published as actual, or a cut-off; and the real oracle takes every signature.
    #[test]
    fn what_is_signed_was_published_and_the_oracle_takes_it(rows in rows(), reporter in 0..3_usize) {
        let mut feed = Feed::new();
        let published = table(&rows.join("\n"));
        let decision = feed.decide(reporter, &published);
        for report in &decision.reports {
            if let Outcome::Happened { at } = report.outcome {
                let said = published.iter().any(|publication| match &publication.word {
                    Word::Event(event) => {
                        event.at == at
                            && event.code == report.milestone.event
                            && event.classifier == types::event::Classifier::Act
                    }
                    _ => false,
                });
                prop_assert!(said, "{:?}", report);
            }
        }
        if decision.doubted.is_empty() {
            let signed = feed.sign(reporter, &published);
            prop_assert_eq!(signed.len(), decision.reports.len());
            for answer in feed.submit(&signed) {
                prop_assert!(answer.is_ok(), "{:?}", answer);
            }
        }
    }
}
