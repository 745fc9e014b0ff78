//! IATA ONE Record: logistics events in JSON-LD, alone, in a collection, a graph or inside the object they are of.
//!
//! A logistics event is never changed or deleted, and there is none that takes another back: a retraction is written in
//! CSV by whoever was told of it.

use types::event::Classifier;

use super::codes::{self, Known};
use super::error::Fault;
use super::json::{Node, Value};
use super::time::moment;
use super::{locode, Event, Place, Said, Scribe, Word};

const CARGO: &str = "https://onerecord.iata.org/ns/cargo";
const STATUS: &str = "https://onerecord.iata.org/ns/code-lists/StatusCode#";

/// Reads every logistics event, wherever it stands.
pub fn read(root: &Node, scribe: &mut Scribe) {
    let before = scribe.sheet.publications.len().saturating_add(scribe.sheet.refused.len());
    for item in root.items() {
        Document { context: item.get("@context").map_or(&[], Node::items) }.walk(item, scribe);
    }
    if scribe.sheet.publications.len().saturating_add(scribe.sheet.refused.len()) == before {
        scribe.note(root.spot, Err(Fault::Nothing { what: "LogisticsEvent" }));
    }
}

/// What the document's context makes of names.
struct Document<'a> {
    context: &'a [Node],
}

impl Document<'_> {
    fn walk(&self, node: &Node, scribe: &mut Scribe) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.walk(item, scribe)),
            Value::Object(_) if self.is_event(node) => scribe.note(node.spot, self.said(node)),
            Value::Object(entries) => entries.iter().for_each(|(_, inner)| self.walk(inner, scribe)),
            _ => {}
        }
    }

    /// An embedded event, that is; a mere reference says nothing.
    fn is_event(&self, node: &Node) -> bool {
        let is_one = |kind: &Node| kind.as_text("@type").is_ok_and(|kind| self.names(kind, "LogisticsEvent"));
        let says = |key: &str| self.get(node, key).is_some();
        node.each("@type").iter().any(is_one) && (says("eventCode") || says("eventDate") || says("eventName"))
    }

    /// Whether a word of the document is this one of the cargo ontology.
    fn names(&self, word: &str, name: &str) -> bool {
        let is_cargo = |iri: &str| {
            // The ontology's name, or that of one of its versions: .../cargo/3.0.0#
            iri.strip_prefix(CARGO)
                .is_some_and(|rest| rest == "#" || (rest.starts_with('/') && rest.ends_with('#')))
        };
        let Some(prefix) = word.strip_suffix(name) else { return false };
        let meaning = |key: &str| {
            let meanings = self.context.iter().filter_map(|part| part.get(key));
            meanings.filter_map(|node| node.as_text("@context").ok()).any(is_cargo)
        };
        match prefix.strip_suffix(':') {
            _ if is_cargo(prefix) => true,
            Some(prefix) => meaning(prefix),
            None => prefix.is_empty() && meaning("@vocab"),
        }
    }

    fn get<'n>(&self, node: &'n Node, name: &str) -> Option<&'n Node> {
        let Value::Object(entries) = &node.value else { return None };
        let found = entries.iter().find(|(key, _)| self.names(key, name)).map(|(_, node)| node);
        found.filter(|node| node.value != Value::Null)
    }

    /// A property that there is one of. Expanded JSON-LD has it in a list.
    fn one<'n>(&self, node: &'n Node, name: &'static str) -> Result<Option<&'n Node>, Fault> {
        match self.get(node, name).map(Node::items) {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(Some(one)),
            Some(_) => Err(Fault::Form { what: name, expected: "one value", found: "several" }),
        }
    }

    /// A property's text: bare, as a typed value, or as what it refers to.
    fn text<'n>(&self, node: &'n Node, name: &'static str) -> Result<Option<&'n str>, Fault> {
        let Some(one) = self.one(node, name)? else { return Ok(None) };
        one.get("@value").or(one.get("@id")).unwrap_or(one).as_text(name).map(Some)
    }

    fn required<'n>(&self, node: &'n Node, name: &'static str) -> Result<&'n str, Fault> {
        self.text(node, name)?.ok_or(Fault::Missing { what: name })
    }

    fn said(&self, node: &Node) -> Result<Said, Fault> {
        let id = node.text("@id")?.map(str::to_owned);
        let issued = self.text(node, "creationDate")?.map(|text| moment("creationDate", text)).transpose()?;
        Ok(Said { id, issued, word: self.word(node)? })
    }

    fn word(&self, node: &Node) -> Result<Word, Fault> {
        let code = match self.one(node, "eventCode")? {
            Some(code) => self.code(code)?,
            None => {
                let name = self.text(node, "eventName")?.unwrap_or_default();
                return Ok(Word::Aside(format!("{name:?}, an event by name and without a code")));
            }
        };
        let known = codes::status(code)?;
        let classifier = self.classifier(node)?;
        let at = moment("eventDate", self.required(node, "eventDate")?)?;
        let place = self.place(node)?;
        let mut references = Vec::new();
        // `linkedObject` is how versions before 3 say `eventFor`.
        for name in ["eventFor", "linkedObject"] {
            for object in self.get(node, name).map_or(&[][..], Node::items) {
                // What the context says to be a reference may stand there bare.
                if let Value::Text(id) = &object.value {
                    references.push(id.clone());
                }
                references.extend(object.text("@id")?.map(str::to_owned));
                references.extend(self.text(object, "shipmentIdentifier")?.map(str::to_owned));
                references.extend(self.text(object, "waybillNumber")?.map(str::to_owned));
            }
        }
        let Known::Event(event) = known else {
            return Ok(Word::Aside(format!("{code}, a status that no shipment is asked about")));
        };
        if self.is_partial(node)? {
            return Ok(Word::Aside(format!("{code} of a part of the consignment: the rest may still come")));
        }
        let (code, mode, leg, equipment, corrects) = (event, None, None, vec![], None);
        Ok(Word::Event(Event { code, classifier, at, place, mode, leg, equipment, references, corrects }))
    }

    /// A named individual of the code list, or a code list element with the code in it.
    fn code<'n>(&self, node: &'n Node) -> Result<&'n str, Fault> {
        if let Some(code) = self.text(node, "code")? {
            return Ok(code);
        }
        let text = node.get("@id").or(node.get("@value")).unwrap_or(node).as_text("eventCode")?;
        match text.strip_prefix(STATUS) {
            Some(code) => Ok(code),
            None if text.contains([':', '/']) => {
                Err(Fault::UnknownCode { list: "IATA's StatusCode", code: text.to_owned() })
            }
            None => Ok(text),
        }
    }

    fn classifier(&self, node: &Node) -> Result<Classifier, Fault> {
        let text = self.required(node, "eventTimeType")?;
        let is = |name| text == name || self.names(text, name);
        if is("ACTUAL") {
            Ok(Classifier::Act)
        } else if is("ESTIMATED") || is("EXPECTED") {
            Ok(Classifier::Est)
        } else if is("PLANNED") || is("REQUESTED") || is("SCHEDULED") {
            Ok(Classifier::Pln)
        } else {
            Err(Fault::UnknownCode { list: "ONE Record's EventTimeType", code: text.to_owned() })
        }
    }

    fn is_partial(&self, node: &Node) -> Result<bool, Fault> {
        let what = "partialEventIndicator";
        let Some(found) = self.one(node, what)? else { return Ok(false) };
        match &found.get("@value").unwrap_or(found).value {
            Value::Bool(flag) => Ok(*flag),
            Value::Text(text) if text == "true" => Ok(true),
            Value::Text(text) if text == "false" => Ok(false),
            _ => Err(Fault::Form { what, expected: "true or false", found: "something else" }),
        }
    }

    /// The location's code; of a location that is only referred to, its URI. Versions before 3 say `recordedAtLocation`.
    fn place(&self, node: &Node) -> Result<Option<Place>, Fault> {
        let location = match self.one(node, "eventLocation")? {
            Some(location) => location,
            None => match self.one(node, "recordedAtLocation")? {
                Some(location) => location,
                None => return Ok(None),
            },
        };
        let codes = self.get(location, "locationCodes").or(self.get(location, "code"));
        let mut found: Option<Place> = None;
        for node in codes.map_or(&[][..], Node::items) {
            let code = match self.text(node, "code")? {
                Some(code) => code,
                None => node.get("@id").or(node.get("@value")).unwrap_or(node).as_text("locationCodes")?,
            };
            // Three letters are an airport, five a UN/LOCODE: where both stand, the UN/LOCODE is what is asked.
            let place = if code.len() == 5 { locode(code)? } else { Place::Other(code.to_owned()) };
            match (&found, &place) {
                (Some(Place::Locode(one)), Place::Locode(other)) if one != other => {
                    return Err(Fault::TwoPlaces { one: one.to_string(), other: other.to_string() });
                }
                (Some(Place::Locode(_)), _) => {}
                _ => found = Some(place),
            }
        }
        if found.is_none() {
            found = location.text("@id")?.map(|id| Place::Other(id.to_owned()));
        }
        Ok(found)
    }
}
