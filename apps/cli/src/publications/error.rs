use std::fmt;

use thiserror::Error;
use types::VocabularyError;

use super::Mark;

/// Why a publication, or a whole file of them, is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Fault {
    #[error("it cannot be read: {why}")]
    Unreadable { why: String },
    #[error("it has {found} bytes, at most {most}: split it")]
    TooLong { found: u64, most: u64 },
    #[error("there is nothing in it: name a file of publications")]
    Empty,
    #[error("this is no JSON: {why}. Ask the publisher for it again")]
    Json { why: String },
    #[error("this is no CSV: {why}")]
    Csv { why: String },
    #[error("this is none of the formats that are read here: say which with --format, or convert it to CSV (docs/report.md)")]
    UnknownFormat,
    #[error("no {what} in it: name a file that has some, or another --format")]
    Nothing { what: &'static str },
    #[error("{what} is missing: ask the publisher for it")]
    Missing { what: &'static str },
    #[error("{what} is {found}, not {expected}: ask the publisher to correct it")]
    Form { what: &'static str, expected: &'static str, found: &'static str },
    #[error("{what} {found:?} is not {expected}")]
    Word { what: &'static str, expected: &'static str, found: String },
    #[error("{code:?} is no code of {list}: if the list has grown, the mapping in docs/report.md must too")]
    UnknownCode { list: &'static str, code: String },
    #[error("{what} {found:?} is no time: it is written as in 2025-03-04T18:00:00+01:00, from the year 2000 on, with its distance from UTC")]
    Time { what: &'static str, found: String },
    #[error("{what}: {source}")]
    Vocabulary { what: &'static str, source: VocabularyError },
    #[error("it says two places, {one} and {other}: ask the publisher which one it was")]
    TwoPlaces { one: String, other: String },
    #[error("{found:?} is no number with at most 9 decimals and 15 digits")]
    Number { found: String },
    #[error("{value} {unit} is impossible for {quantity}: it lies {bounds}")]
    OutOfRange { quantity: &'static str, value: String, unit: String, bounds: &'static str },
    #[error("{quantity} is not measured in {unit:?} but in {known}: convert it, or ask the publisher")]
    WrongUnit { quantity: &'static str, unit: String, known: String },
    #[error("the column {name:?} is not known; the columns are {known}")]
    UnknownColumn { name: String, known: String },
    #[error("it is {found} at once: a row is an event, a measurement or a retraction")]
    Mixed { found: &'static str },
    #[error("{column} is filled, and {kind} has none: leave it empty, or make it a row of its own (docs/report.md)")]
    Stray { column: String, kind: &'static str },
}

impl Fault {
    /// A word of a standard's that is none of ours.
    pub fn vocabulary(what: &'static str) -> impl Fn(VocabularyError) -> Self {
        move |source| Self::Vocabulary { what, source }
    }
}

/// What is refused, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused<E> {
    /// File and line.
    pub mark: Mark,
    /// Why.
    pub fault: E,
}

impl<E: fmt::Display> fmt::Display for Refused<E> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.mark, self.fault)
    }
}
