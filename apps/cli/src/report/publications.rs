//! What became of publications, for people and in JSON.

use comfy_table::Table;
use serde_json::{json, Value};

use crate::attest::words::{outcome, told};
use crate::attest::Fate;
use crate::commands::report::Found;
use crate::publications::{Mark, Publication, Word};

/// A line a publication.
pub fn fates(found: &Found) -> Table {
    let rows = each(found).map(|(publication, fate)| {
        let (what, place, time) = described(publication);
        [publication.mark.to_string(), what, place, time, fate].map(|text| harmless(&text)).into()
    });
    let mut table = super::tables::table(&["published", "what", "where", "when", "becomes"], rows);
    for words in table.column_iter_mut() {
        words.set_cell_alignment(comfy_table::CellAlignment::Left);
    }
    table
}

/// Text of strangers, without what would command a terminal or turn its writing round.
pub fn harmless(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let letter = |letter: char| if letter.is_control() || turns(letter) { '\u{fffd}' } else { letter };
    text.chars().map(letter).collect()
}

/// The same for programs.
pub fn rows(found: &Found) -> Vec<Value> {
    let rows = each(found).map(|(publication, fate)| {
        let (what, place, time) = described(publication);
        json!({
            "at": publication.mark.to_string(), "id": publication.id,
            "what": what, "where": place, "when": time, "becomes": fate,
        })
    });
    rows.collect()
}

/// What was measured, ready for a feed of measurements.
pub fn observations(found: &Found) -> Vec<Value> {
    let seen = found.published.iter().filter_map(|publication| match &publication.word {
        Word::Observation(seen) => Some(json!({"at": publication.mark.to_string(), "observation": seen})),
        _ => None,
    });
    seen.collect()
}

fn each(found: &Found) -> impl Iterator<Item = (&Publication, String)> {
    found.published.iter().enumerate().map(|(index, publication)| {
        let fate = found.decision.fates.get(&index);
        let fate =
            fate.map_or_else(|| "refused, see below".to_owned(), |fate| becomes(fate, &publication.mark));
        (publication, fate)
    })
}

fn becomes(fate: &Fate, own: &Mark) -> String {
    let named = |mark: &Mark| match mark.column {
        0 if mark.file == own.file => format!("line {}", mark.line),
        _ => mark.to_string(),
    };
    match fate {
        Fate::Carried(said) => format!("a report: {}", outcome(*said)),
        Fate::Known(why) => format!("nothing new: {why}"),
        Fate::Expected => "nothing: it is expected, no fact".to_owned(),
        Fate::Repeats(mark) => format!("nothing: the same as {}", named(mark)),
        Fate::Superseded(mark) => format!("nothing: corrected by {}", named(mark)),
        Fate::Retracted(mark) => format!("nothing: taken back by {}", named(mark)),
        Fate::Waits(why) => format!("nothing yet: it waits {why}"),
        Fate::Observed => "a measurement".to_owned(),
        Fate::Aside(why) => format!("nothing: {why}"),
    }
}

fn described(publication: &Publication) -> (String, String, String) {
    match &publication.word {
        Word::Event(event) => {
            let what = format!("{} {}", event.code, event.classifier);
            let place = event.place.as_ref().map(ToString::to_string).unwrap_or_default();
            (what, place, told(event.at))
        }
        Word::Observation(seen) => {
            let which = seen.statistic.name().map(|name| format!("{name} ")).unwrap_or_default();
            let what = format!("{which}{} {} {}", seen.quantity.name(), seen.value, seen.unit);
            (what, seen.device.clone().unwrap_or_default(), told(seen.at))
        }
        Word::Retraction(_) => {
            ("retraction".to_owned(), String::new(), publication.issued.map(told).unwrap_or_default())
        }
        Word::Aside(_) => Default::default(),
    }
}
