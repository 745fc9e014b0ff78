//! What carriers, airlines, warehouses and sensors publish, in one form over the formats they publish it in.
//!
//! Reading decides nothing about a shipment: it says what a publication claims, with its line, and refuses what is no
//! publication at all. What of it a reporter may sign is decided in [`crate::attest`].

mod codes;
mod csv;
mod dcsa;
mod epcis;
mod error;
mod json;
pub mod measurement;
mod one_record;
mod time;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::rc::Rc;

use clap::ValueEnum;
use numeric::UnixTime;
use types::container::ContainerNumber;
use types::event::{Classifier, EventCode};
use types::locode::Locode;
use types::mode::TransportMode;

pub use error::{Fault, Refused};
pub use time::moment;

use json::{Node, Spot};
use measurement::Observation;

/// Longest file, in bytes. A year of a large shipper's events is a tenth of it.
const LONGEST: u64 = 16_000_000;

/// A format in which publications come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// DCSA Track & Trace 2.2, 3.0 beta (metadata and payload) and 3.0
    Dcsa,
    /// IATA ONE Record, logistics events in JSON-LD
    OneRecord,
    /// GS1 EPCIS 2.0 in JSON
    Epcis,
    /// A table with the columns of docs/report.md
    Csv,
}

/// Where a publication stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The file as it was named.
    pub file: Rc<str>,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Where on the line, in bytes from 1, if the file has several on one; else 0.
    pub column: u64,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        match self.column {
            0 => Ok(()),
            column => write!(f, ":{column}"),
        }
    }
}

/// One thing that was published.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// Where it stands.
    pub mark: Mark,
    /// What its publisher calls it.
    pub id: Option<String>,
    /// When it was published: of two with one id the later one holds.
    pub issued: Option<UnixTime>,
    /// What it says.
    pub word: Word,
}

/// What a publication says.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// Something happened to goods on their way, or is to happen.
    Event(Event),
    /// Something was measured.
    Observation(Observation),
    /// An earlier publication does not hold.
    Retraction(Retraction),
    /// Nothing about goods on their way, in the trade's own words.
    Aside(String),
}

/// An event as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub code: EventCode,
    /// Whether it did.
    pub classifier: Classifier,
    /// When.
    pub at: UnixTime,
    /// Where, if that is said.
    pub place: Option<Place>,
    /// By what kind of vehicle, where that is said.
    pub mode: Option<TransportMode>,
    /// On which leg, where a table says so.
    pub leg: Option<u8>,
    /// To which containers.
    pub equipment: Vec<ContainerNumber>,
    /// Bookings, transport documents, air waybills, orders, item codes: what ties it to a shipment.
    pub references: Vec<String>,
    /// The id of an earlier publication that this one corrects.
    pub corrects: Option<String>,
}

/// A place as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// By its UN/LOCODE.
    Locode(Locode),
    /// By another list's code: an airport's, a GLN.
    Other(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Locode(locode) => locode.fmt(f),
            Self::Other(code) => f.write_str(code),
        }
    }
}

/// That an earlier publication does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retraction {
    /// Its id.
    pub of: String,
    /// The ids of those that hold instead.
    pub by: Vec<String>,
    /// Whether its publisher says that the event did not take place, rather than that its data were wrong.
    pub did_not_occur: bool,
}

/// All that a file has: what could be read of it, and what could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What was read, in the file's order.
    pub publications: Vec<Publication>,
    /// What was not.
    pub refused: Vec<Refused<Fault>>,
}

/// Reads a file.
pub fn read(path: &Path, format: Option<Format>) -> Sheet {
    let name: Rc<str> = path.display().to_string().into();
    match contents(path) {
        Ok(bytes) => decode(&name, &bytes, format),
        Err(fault) => Sheet::refused(&name, 1, fault),
    }
}

fn contents(path: &Path) -> Result<Vec<u8>, Fault> {
    let unreadable = |error: std::io::Error| Fault::Unreadable { why: error.to_string() };
    let file = File::open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?.len();
    if found > LONGEST {
        return Err(Fault::TooLong { found, most: LONGEST });
    }
    let mut bytes = Vec::new();
    // A pipe has no length, and a file may grow.
    file.take(LONGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// Reads what stands in a file.
pub fn decode(name: &Rc<str>, bytes: &[u8], format: Option<Format>) -> Sheet {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found > LONGEST {
        return Sheet::refused(name, 1, Fault::TooLong { found, most: LONGEST });
    }
    let Some(first) = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) else {
        return Sheet::refused(name, 1, Fault::Empty);
    };
    let is_table = match format {
        Some(format) => format == Format::Csv,
        None => !matches!(first, b'{' | b'['),
    };
    if is_table {
        return csv::read(name, bytes);
    }
    let root = match json::parse(bytes) {
        Ok(root) => root,
        Err((spot, fault)) => return Sheet::refused(name, spot.line, fault),
    };
    let reader = match format.or_else(|| recognised(&root)) {
        Some(Format::Dcsa) => dcsa::read,
        Some(Format::Epcis) => epcis::read,
        Some(Format::OneRecord) => one_record::read,
        Some(Format::Csv) | None => return Sheet::refused(name, root.spot.line, Fault::UnknownFormat),
    };
    let mut sheet = Sheet::default();
    reader(&root, &mut Scribe { name, sheet: &mut sheet });
    sheet.name_columns_if_needed();
    sheet
}

fn recognised(root: &Node) -> Option<Format> {
    let is_epcis = |node: &Node| node.get("epcisBody").is_some() || node.get("eventTimeZoneOffset").is_some();
    let is_dcsa = |node: &Node| {
        ["events", "eventType", "metadata", "eventClassification"].iter().any(|key| node.get(key).is_some())
    };
    let items = root.items();
    if items.iter().any(|node| node.get("@type").is_some() || node.get("@graph").is_some()) {
        Some(Format::OneRecord)
    } else if items.iter().any(is_epcis) {
        Some(Format::Epcis)
    } else if items.iter().any(is_dcsa) {
        Some(Format::Dcsa)
    } else {
        None
    }
}

/// Writes down what a reader finds.
struct Scribe<'a> {
    name: &'a Rc<str>,
    sheet: &'a mut Sheet,
}

impl Scribe<'_> {
    /// What a line says, or why it says nothing.
    fn note(&mut self, spot: Spot, found: Result<Said, Fault>) {
        let mark = Mark { file: self.name.clone(), line: spot.line, column: spot.column };
        match found {
            Ok(Said { id, issued, word }) => {
                self.sheet.publications.push(Publication { mark, id, issued, word });
            }
            Err(fault) => self.sheet.refused.push(Refused { mark, fault }),
        }
    }
}

/// A publication without its place.
struct Said {
    id: Option<String>,
    issued: Option<UnixTime>,
    word: Word,
}

impl Sheet {
    /// Lines are enough where no two publications share one.
    fn name_columns_if_needed(&mut self) {
        let published = self.publications.iter_mut().map(|publication| &mut publication.mark);
        let marks = published.chain(self.refused.iter_mut().map(|refused| &mut refused.mark));
        let mut marks: Vec<&mut Mark> = marks.collect();
        let mut begins = BTreeMap::new();
        let is_shared =
            marks.iter().any(|mark| *begins.entry(mark.line).or_insert(mark.column) != mark.column);
        if !is_shared {
            marks.iter_mut().for_each(|mark| mark.column = 0);
        }
    }

    fn refused(name: &Rc<str>, line: u64, fault: Fault) -> Self {
        let mark = Mark { file: name.clone(), line, column: 0 };
        Self { publications: vec![], refused: vec![Refused { mark, fault }] }
    }
}

/// A container's number, with its check digit.
fn container(text: &str) -> Result<ContainerNumber, Fault> {
    text.parse().map_err(Fault::vocabulary("container"))
}

/// A UN/LOCODE, where a standard asks for one.
fn locode(text: &str) -> Result<Place, Fault> {
    text.parse().map(Place::Locode).map_err(Fault::vocabulary("UN/LOCODE"))
}

#[cfg(test)]
mod tests;
