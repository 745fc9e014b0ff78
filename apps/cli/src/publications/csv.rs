//! A table of our own: for whoever publishes in none of the standards, and for a retraction that came by telephone.

use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};

use super::error::{Fault, Refused};
use super::measurement::{Observation, Quantity, Statistic};
use super::time::moment;
use super::{container, locode, Event, Mark, Place, Publication, Retraction, Sheet, Word};

/// The columns, in any order; those that nobody fills may be left out.
const COLUMNS: [&str; 17] = [
    "id",
    "published",
    "event",
    "classifier",
    "time",
    "place",
    "leg",
    "equipment",
    "reference",
    "corrects",
    "retracts",
    "did_not_occur",
    "quantity",
    "statistic",
    "value",
    "unit",
    "device",
];

/// Columns that a row of any kind may fill.
const OF_ALL: [&str; 2] = ["id", "published"];
const OF_EVENTS: [&str; 8] =
    ["event", "classifier", "time", "place", "leg", "equipment", "reference", "corrects"];
const OF_MEASUREMENTS: [&str; 6] = ["quantity", "statistic", "value", "unit", "time", "device"];
const OF_RETRACTIONS: [&str; 2] = ["retracts", "did_not_occur"];

/// Reads a table with a header.
pub fn read(name: &Rc<str>, bytes: &[u8]) -> Sheet {
    if let Some(line) = stray_quote(bytes) {
        let why = "a field begins and ends with a quotation mark, or has none: one is missing here, or one too many";
        return Sheet::refused(name, line, Fault::Csv { why: why.to_owned() });
    }
    let mut sheet = Sheet::default();
    let mut rows = ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let mark = |line| Mark { file: name.clone(), line, column: 0 };
    let header = match rows.headers().map_err(|error| told(&error)).and_then(known) {
        Ok(header) => header,
        Err(fault) => return Sheet::refused(name, 1, fault),
    };
    let mut lines = Lines::from(bytes);
    for row in rows.records() {
        let begins = match &row {
            Ok(row) => row.position(),
            Err(error) => error.position(),
        };
        // Spreadsheets write out rows that were emptied.
        if row.as_ref().is_ok_and(|row| row.iter().all(str::is_empty)) {
            continue;
        }
        let line = lines.of(begins.map_or(0, csv::Position::byte));
        let found = row.map_err(|error| told(&error));
        let found = found.and_then(|row| Row { header: &header, fields: &row }.publication(mark(line)));
        match found {
            Ok(publication) => sheet.publications.push(publication),
            Err(fault) => sheet.refused.push(Refused { mark: mark(line), fault }),
        }
    }
    if sheet == Sheet::default() {
        return Sheet::refused(name, 1, Fault::Nothing { what: "row" });
    }
    sheet
}

/// The line of a quotation mark that opens no whole field (RFC 4180). A reader that lets it pass makes one row of all
/// that follows, up to the next: events and retractions would be gone without a word.
fn stray_quote(bytes: &[u8]) -> Option<u64> {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Begin,
        Bare,
        Quoted,
        Closed,
    }
    let (mut at, mut opened) = (At::Begin, 0);
    for (place, byte) in bytes.iter().enumerate() {
        at = match (at, byte) {
            (At::Begin, b'"') => {
                opened = place;
                At::Quoted
            }
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) | (At::Closed, b'"') => At::Quoted,
            (_, b',' | b'\r' | b'\n') => At::Begin,
            // The reader takes spaces off the end.
            (At::Closed, b' ' | b'\t') => At::Bare,
            (At::Bare, b'"') | (At::Closed, _) => return Some(Lines::up_to(bytes, place)),
            (At::Begin | At::Bare, _) => At::Bare,
        };
    }
    (at == At::Quoted).then(|| Lines::up_to(bytes, opened))
}

/// Counts lines up to a place. The reader of tables says where a row begins before it has passed the end of the line
/// above, and empty lines.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    fn up_to(bytes: &'a [u8], place: usize) -> u64 {
        Self::from(bytes).of(u64::try_from(place).unwrap_or(u64::MAX))
    }

    fn of(&mut self, byte: u64) -> u64 {
        let begins = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(next) = self.bytes.get(self.at) {
            if self.at >= begins && !matches!(next, b'\r' | b'\n') {
                break;
            }
            self.at = self.at.saturating_add(1);
            // Some spreadsheets end lines with CR alone.
            let ends = *next == b'\n' || (*next == b'\r' && self.bytes.get(self.at) != Some(&b'\n'));
            self.line = self.line.saturating_add(u64::from(ends));
        }
        self.line
    }
}

fn told(error: &csv::Error) -> Fault {
    let why = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8: save it as such".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} fields under {expected_len} columns: count the commas")
        }
        _ => error.to_string(),
    };
    Fault::Csv { why }
}

fn known(header: &StringRecord) -> Result<StringRecord, Fault> {
    for (separator, name) in [(';', "semicolons"), ('\t', "tabs")] {
        if header.len() == 1 && header.iter().any(|all| all.contains(separator)) {
            let why =
                format!("its columns stand apart by {name}: save it with commas, and several of one with ;");
            return Err(Fault::Csv { why });
        }
    }
    for (place, name) in header.iter().enumerate() {
        if !COLUMNS.contains(&name) {
            return Err(Fault::UnknownColumn { name: name.to_owned(), known: COLUMNS.join(", ") });
        }
        if header.iter().take(place).any(|before| before == name) {
            return Err(Fault::Csv { why: format!("the column {name:?} comes twice") });
        }
    }
    Ok(header.clone())
}

struct Row<'a> {
    header: &'a StringRecord,
    fields: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// What stands in a column; nothing if that is nothing.
    fn get(&self, column: &str) -> Option<&'a str> {
        let place = self.header.iter().position(|name| name == column)?;
        self.fields.get(place).filter(|text| !text.is_empty())
    }

    fn required(&self, column: &'static str) -> Result<&'a str, Fault> {
        self.get(column).ok_or(Fault::Missing { what: column })
    }

    /// Refuses what a row of this kind does not say, rather than pass it over: "it did not occur" beside an event,
    /// "planned" beside a measurement.
    fn has_only(&self, kind: &'static str, columns: &[&str]) -> Result<(), Fault> {
        let filled = self.header.iter().filter(|name| self.get(name).is_some());
        match filled.into_iter().find(|name| !columns.contains(name) && !OF_ALL.contains(name)) {
            None => Ok(()),
            Some(column) => Err(Fault::Stray { column: column.to_owned(), kind }),
        }
    }

    fn publication(&self, mark: Mark) -> Result<Publication, Fault> {
        let word = match (self.get("event"), self.get("quantity"), self.get("retracts")) {
            (Some(code), None, None) => Word::Event(self.event(code)?),
            (None, Some(quantity), None) => Word::Observation(self.observation(quantity)?),
            (None, None, Some(of)) => Word::Retraction(self.retraction(of)?),
            (None, None, None) => return Err(Fault::Missing { what: "event, quantity or retracts" }),
            (Some(_), Some(_), _) => return Err(Fault::Mixed { found: "an event and a measurement" }),
            (Some(_), _, Some(_)) => return Err(Fault::Mixed { found: "an event and a retraction" }),
            (_, Some(_), Some(_)) => return Err(Fault::Mixed { found: "a measurement and a retraction" }),
        };
        let issued = self.get("published").map(|text| moment("published", text)).transpose()?;
        Ok(Publication { mark, id: self.get("id").map(str::to_owned), issued, word })
    }

    fn event(&self, code: &str) -> Result<Event, Fault> {
        let code = code.parse().map_err(Fault::vocabulary("event"))?;
        self.has_only("an event", &OF_EVENTS)?;
        let place = self.get("place").map(|text| {
            let is_locode = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if is_locode {
                locode(text)
            } else {
                Ok(Place::Other(text.to_owned()))
            }
        });
        let leg = self.get("leg").map(|text| {
            let (what, expected) = ("leg", "a number from 0 on");
            text.parse().map_err(|_| Fault::Word { what, expected, found: text.to_owned() })
        });
        let mut equipment = Vec::new();
        for number in self.several("equipment") {
            equipment.push(container(number)?);
        }
        equipment.sort();
        equipment.dedup();
        Ok(Event {
            code,
            classifier: self.required("classifier")?.parse().map_err(Fault::vocabulary("classifier"))?,
            at: moment("time", self.required("time")?)?,
            place: place.transpose()?,
            mode: None,
            leg: leg.transpose()?,
            equipment,
            references: self.several("reference").map(str::to_owned).collect(),
            corrects: self.get("corrects").map(str::to_owned),
        })
    }

    fn observation(&self, name: &str) -> Result<Observation, Fault> {
        let unknown =
            || Fault::UnknownCode { list: "the quantities in docs/report.md", code: name.to_owned() };
        let quantity = Quantity::of_name(name).ok_or_else(unknown)?;
        self.has_only("a measurement", &OF_MEASUREMENTS)?;
        let statistic = match self.get("statistic") {
            None | Some("value") => Statistic::Value,
            Some("least") => Statistic::Least,
            Some("greatest") => Statistic::Greatest,
            Some("mean") => Statistic::Mean,
            Some(found) => {
                let expected = "value, least, greatest or mean";
                return Err(Fault::Word { what: "statistic", expected, found: found.to_owned() });
            }
        };
        let (value, unit) = (self.required("value")?, self.required("unit")?);
        let at = moment("time", self.required("time")?)?;
        Observation::new(quantity, statistic, value, unit, at, self.get("device").map(str::to_owned))
    }

    fn retraction(&self, of: &str) -> Result<Retraction, Fault> {
        self.has_only("a retraction", &OF_RETRACTIONS)?;
        let did_not_occur = match self.get("did_not_occur") {
            None | Some("no") => false,
            Some("yes") => true,
            Some(found) => {
                let expected = "yes or no";
                return Err(Fault::Word { what: "did_not_occur", expected, found: found.to_owned() });
            }
        };
        // When it was taken back: the cut-off that it can speak for lies before.
        self.required("published")?;
        Ok(Retraction { of: of.to_owned(), by: vec![], did_not_occur })
    }

    /// Several in one field stand apart by semicolons.
    fn several(&self, column: &str) -> impl Iterator<Item = &'a str> {
        let parts = self.get(column).unwrap_or_default().split(';').map(str::trim);
        parts.filter(|part| !part.is_empty())
    }
}
