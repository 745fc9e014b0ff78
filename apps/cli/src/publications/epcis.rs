//! GS1 EPCIS 2.0 in JSON: business steps, what sensors reported, and declarations of errors.
//!
//! EPCIS has no planned or estimated events: what is captured has happened.

use types::event::Classifier;

use super::codes::{self, Known};
use super::error::Fault;
use super::json::Node;
use super::measurement::{Observation, Quantity, Statistic};
use super::time::moment;
use super::{container, Event, Place, Retraction, Said, Scribe, Word};

const KINDS: [&str; 5] =
    ["ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"];
/// A container by its number is an EPC of its own (Tag Data Standard, 6.3).
const CONTAINER: &str = "urn:epc:id:bic:";
/// A UN/LOCODE as UN/CEFACT's vocabulary writes it.
const UNLOCODE: &str = "https://vocabulary.uncefact.org/unlocode#";
const TYPE_PREFIXES: [&str; 3] = ["gs1:", "https://gs1.org/voc/", "https://ref.gs1.org/voc/"];
/// A sensor's word that the value is beyond a limit. The value is as good as any, and the one that matters most.
const ALARM: &str = "ALARM_CONDITION";

/// Reads a document, the answer to a query, or one event.
pub fn read(root: &Node, scribe: &mut Scribe) {
    if let Some(version) = root.get("schemaVersion") {
        match version.as_text("schemaVersion") {
            Ok(text) if text == "2" || text.starts_with("2.") => {}
            Ok(text) => {
                let (expected, found) = ("2.0, the first that has JSON", text.to_owned());
                return scribe
                    .note(version.spot, Err(Fault::Word { what: "schemaVersion", expected, found }));
            }
            Err(fault) => return scribe.note(version.spot, Err(fault)),
        }
    }
    let body = root.get("epcisBody");
    let list = body.map(|body| body.at(&["queryResults", "resultsBody"]).unwrap_or(body));
    let events = match list {
        Some(list) => list.each("eventList"),
        None => root.items(),
    };
    if events.is_empty() {
        scribe.note(root.spot, Err(Fault::Nothing { what: "event" }));
    }
    for event in events {
        said(event, scribe);
    }
}

fn said(event: &Node, scribe: &mut Scribe) {
    let head = match Head::of(event) {
        Ok(head) => head,
        Err(fault) => return scribe.note(event.spot, Err(fault)),
    };
    if let Some(error) = event.get("errorDeclaration") {
        return scribe.note(event.spot, retraction(&head, error));
    }
    let step = event.get("bizStep").is_some();
    let sensors = event.each("sensorElementList");
    if step || sensors.is_empty() {
        let word = head.step(event);
        scribe.note(event.spot, word.map(|word| head.said(word)));
    }
    for element in sensors {
        for report in element.each("sensorReport") {
            match head.observations(element, report) {
                Ok(words) => words.into_iter().for_each(|word| scribe.note(report.spot, Ok(head.said(word)))),
                Err(fault) => scribe.note(report.spot, Err(fault)),
            }
        }
    }
}

/// A declaration of error stands in the event that it declares wrong.
fn retraction(head: &Head, error: &Node) -> Result<Said, Fault> {
    let of = head.id.clone().ok_or(Fault::Missing { what: "eventID" })?;
    let mut by = Vec::new();
    for id in error.each("correctiveEventIDs") {
        by.push(id.as_text("correctiveEventIDs")?.to_owned());
    }
    let reason = error.text("reason")?.unwrap_or_default();
    let did_not_occur = ["did_not_occur", "urn:epcglobal:cbv:er:did_not_occur", "cbv:ER-did_not_occur"]
        .contains(&reason)
        || reason == "https://ref.gs1.org/cbv/ER-did_not_occur";
    let issued = Some(moment("declarationTime", error.required("declarationTime")?)?);
    let word = Word::Retraction(Retraction { of, by, did_not_occur });
    Ok(Said { id: None, issued, word })
}

/// What all words of an event share.
struct Head {
    id: Option<String>,
    at: numeric::UnixTime,
    issued: Option<numeric::UnixTime>,
}

impl Head {
    fn of(event: &Node) -> Result<Self, Fault> {
        let kind = event.required("type")?;
        if !KINDS.contains(&kind) {
            return Err(Fault::UnknownCode { list: "EPCIS's event types", code: kind.to_owned() });
        }
        Ok(Self {
            id: event.text("eventID")?.map(str::to_owned),
            at: moment("eventTime", event.required("eventTime")?)?,
            issued: event.text("recordTime")?.map(|text| moment("recordTime", text)).transpose()?,
        })
    }

    fn said(&self, word: Word) -> Said {
        Said { id: self.id.clone(), issued: self.issued, word }
    }

    fn step(&self, event: &Node) -> Result<Word, Fault> {
        let Some(step) = event.text("bizStep")? else {
            return Ok(Word::Aside("an event without a business step".to_owned()));
        };
        let Known::Event(code) = codes::step(step)? else {
            return Ok(Word::Aside(format!("{step}, a step that no shipment is asked about")));
        };
        let (mut equipment, mut references) = (Vec::new(), Vec::new());
        for name in identifiers(event)? {
            match name.strip_prefix(CONTAINER) {
                Some(number) => equipment.push(container(number)?),
                None => references.push(name.to_owned()),
            }
        }
        equipment.sort();
        equipment.dedup();
        let place = place(event)?;
        let (classifier, at, mode, leg, corrects) = (Classifier::Act, self.at, None, None, None);
        Ok(Word::Event(Event { code, classifier, at, place, mode, leg, equipment, references, corrects }))
    }

    /// A report may have a value, and the least, greatest and mean of a window.
    fn observations(&self, element: &Node, report: &Node) -> Result<Vec<Word>, Fault> {
        let kind = report.text("type")?.unwrap_or("none");
        let kind = without_prefix(kind);
        let Some(quantity) = Quantity::of_gs1(kind) else {
            return Ok(vec![Word::Aside(format!("{kind}, which no feed takes"))]);
        };
        if let Some(exception) = report.text("exception")?.filter(|found| without_prefix(found) != ALARM) {
            return Ok(vec![Word::Aside(format!("{kind}: {exception}, a device's own trouble"))]);
        }
        let metadata = element.get("sensorMetadata").unwrap_or(element);
        let own = |key: &'static str| match report.text(key)? {
            Some(own) => Ok(Some(own)),
            None => metadata.text(key),
        };
        let at = match own("time")?.or(metadata.text("endTime")?) {
            Some(text) => moment("time", text)?,
            None => self.at,
        };
        let device = own("deviceID")?.map(str::to_owned);
        let unit = report.text("uom")?;
        let mut words = Vec::new();
        for (key, statistic) in [
            ("value", Statistic::Value),
            ("minValue", Statistic::Least),
            ("maxValue", Statistic::Greatest),
            ("meanValue", Statistic::Mean),
        ] {
            let Some(value) = report.number(key)? else { continue };
            let unit = unit.ok_or(Fault::Missing { what: "uom" })?;
            let seen = Observation::new(quantity, statistic, value, unit, at, device.clone())?;
            words.push(Word::Observation(seen));
        }
        if words.is_empty() {
            words.push(Word::Aside(format!("{kind} without a number")));
        }
        Ok(words)
    }
}

/// A word of GS1's web vocabulary.
fn without_prefix(word: &str) -> &str {
    TYPE_PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word)
}

/// Everything that an event is about, or that it names as its business.
fn identifiers(event: &Node) -> Result<Vec<&str>, Fault> {
    let mut names = Vec::new();
    for key in ["epcList", "childEPCs", "inputEPCList", "outputEPCList", "parentID"] {
        for node in event.each(key) {
            names.push(node.as_text("an identifier")?);
        }
    }
    for (list, key) in [
        ("quantityList", "epcClass"),
        ("childQuantityList", "epcClass"),
        ("bizTransactionList", "bizTransaction"),
    ] {
        for node in event.each(list) {
            names.extend(node.text(key)?);
        }
    }
    Ok(names)
}

/// Where it was read, or else where the objects are since. GS1 names places by GLN, not by UN/LOCODE.
fn place(event: &Node) -> Result<Option<Place>, Fault> {
    let node = event.at(&["readPoint", "id"]).or(event.at(&["bizLocation", "id"]));
    let Some(id) = node.map(|node| node.as_text("readPoint")).transpose()? else { return Ok(None) };
    match id.strip_prefix(UNLOCODE) {
        Some(code) => super::locode(code).map(Some),
        None => Ok(Some(Place::Other(id.to_owned()))),
    }
}
