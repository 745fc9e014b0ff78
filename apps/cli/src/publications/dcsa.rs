//! DCSA Track & Trace: 2.2 (flat), the beta of 3.0 (`metadata` and `payload`) and 3.0 (`eventClassification`).

use types::event::{Classifier, EventCode};
use types::mode::TransportMode;

use super::codes::{self, Known};
use super::error::Fault;
use super::json::Node;
use super::measurement::{Observation, Quantity, Statistic};
use super::time::moment;
use super::{container, locode, Event, Place, Retraction, Said, Scribe, Word};

/// Reads what `GET /events` answers and `POST /events` brings: a list, `{"events": [...]}` or one event.
pub fn read(root: &Node, scribe: &mut Scribe) {
    let events = root.get("events").unwrap_or(root).items();
    if events.is_empty() {
        scribe.note(root.spot, Err(Fault::Nothing { what: "event" }));
    }
    for event in events {
        match Published::of(event).and_then(|published| published.words()) {
            Ok(words) => words.into_iter().for_each(|said| scribe.note(event.spot, Ok(said))),
            Err(fault) => scribe.note(event.spot, Err(fault)),
        }
    }
}

/// An event of any version: where its parts are.
struct Published<'a> {
    /// Identity and time of publication.
    head: &'a Node,
    /// Type, classifier and code.
    kind: &'a Node,
    /// Everything else.
    body: &'a Node,
    /// The key of the event's type.
    type_key: &'static str,
    /// The key of the time of publication.
    issued_key: &'static str,
}

impl<'a> Published<'a> {
    fn of(event: &'a Node) -> Result<Self, Fault> {
        if let Some(head) = event.get("metadata") {
            let body = event.get("payload").unwrap_or(event);
            let (type_key, issued_key) = ("eventType", "eventCreatedDateTime");
            return Ok(Self { head, kind: body, body, type_key, issued_key });
        }
        if let Some(kind) = event.get("eventClassification") {
            let (type_key, issued_key) = ("eventTypeCode", "eventUpdatedDateTime");
            return Ok(Self { head: event, kind, body: event, type_key, issued_key });
        }
        let (type_key, issued_key) = ("eventType", "eventCreatedDateTime");
        Ok(Self { head: event, kind: event, body: event, type_key, issued_key })
    }

    fn words(&self) -> Result<Vec<Said>, Fault> {
        let id = self.head.text("eventID")?.map(str::to_owned);
        let issued = Some(moment(self.issued_key, self.head.required(self.issued_key)?)?);
        let one = |word| Ok(vec![Said { id: id.clone(), issued, word }]);

        if let Some(of) = self.head.text("retractedEventID")? {
            return one(Word::Retraction(retraction(of)));
        }
        if self.head.flag("isRetracted")? {
            let of = id.as_deref().ok_or(Fault::Missing { what: "eventID" })?;
            return one(Word::Retraction(retraction(of)));
        }
        // In the beta the type stands in the metadata.
        let kind = match self.kind.text(self.type_key)? {
            Some(kind) => kind,
            None => self.head.required(self.type_key)?,
        };
        match kind {
            "TRANSPORT" => one(self.event(codes::transport(self.kind.required("transportEventTypeCode")?)?)?),
            "EQUIPMENT" => one(self.event(codes::equipment(self.kind.required("equipmentEventTypeCode")?)?)?),
            "SHIPMENT" => {
                let code = self.kind.required("shipmentEventTypeCode")?;
                codes::shipment(code)?;
                one(Word::Aside(format!("{code}, the status of a document")))
            }
            "REEFER" => {
                let words = self.reefer()?.into_iter();
                Ok(words.map(|word| Said { id: id.clone(), issued, word }).collect())
            }
            "IOT" | "OPERATIONS" => one(Word::Aside(format!("an event of type {kind}"))),
            other => Err(Fault::UnknownCode { list: "DCSA's eventType", code: other.to_owned() }),
        }
    }

    fn event(&self, known: Known) -> Result<Word, Fault> {
        let classifier = self.classifier()?;
        let at = self.time()?;
        let place = self.place(known)?;
        let (equipment, references) = self.references()?;
        let Known::Event(code) = known else {
            return Ok(Word::Aside("an event that no shipment is asked about".to_owned()));
        };
        let is_empty = self.is_empty()? && code != EventCode::Stripped;
        if is_empty {
            return Ok(Word::Aside(format!("{code} of an empty container, which says nothing of goods")));
        }
        Ok(Word::Event(Event {
            code,
            classifier,
            at,
            place,
            mode: self.mode(code)?,
            leg: None,
            equipment,
            references,
            corrects: None,
        }))
    }

    fn classifier(&self) -> Result<Classifier, Fault> {
        let text = self.kind.required("eventClassifierCode")?;
        text.parse().map_err(Fault::vocabulary("eventClassifierCode"))
    }

    fn time(&self) -> Result<numeric::UnixTime, Fault> {
        moment("eventDateTime", self.body.required("eventDateTime")?)
    }

    /// A container's event is at its own location, a vessel's at the port call.
    fn place(&self, known: Known) -> Result<Option<Place>, Fault> {
        let one = |paths: &[&[&str]]| {
            let mut found: Option<Place> = None;
            for path in paths {
                let Some(node) = self.body.at(path) else { continue };
                let place = locode(node.as_text("UNLocationCode")?)?;
                match &found {
                    Some(before) if *before != place => {
                        let (one, other) = (before.to_string(), place.to_string());
                        return Err(Fault::TwoPlaces { one, other });
                    }
                    _ => found = Some(place),
                }
            }
            Ok(found)
        };
        let own = one(&[&["eventLocation", "UNLocationCode"], &["location", "UNLocationCode"]])?;
        let call = one(&[
            &["transportCall", "UNLocationCode"],
            &["transportCall", "location", "UNLocationCode"],
            &["transportDetails", "transportCall", "location", "UNLocationCode"],
        ])?;
        let is_vessel_s = matches!(known, Known::Event(EventCode::Departed | EventCode::Arrived));
        match (own, call) {
            (Some(own), Some(call)) if is_vessel_s && own != call => {
                Err(Fault::TwoPlaces { one: own.to_string(), other: call.to_string() })
            }
            (own, call) => Ok(own.or(call)),
        }
    }

    /// By what it came or went, or onto what and off what the container was moved: a port, its railway station and its
    /// truck gate have one UN/LOCODE. A gate is passed on a truck whatever the leg is.
    fn mode(&self, code: EventCode) -> Result<Option<TransportMode>, Fault> {
        use EventCode as E;
        if !matches!(code, E::Departed | E::Arrived | E::Loaded | E::Discharged) {
            return Ok(None);
        }
        let call = self.body.get("transportCall").or(self.body.at(&["transportDetails", "transportCall"]));
        match call.map(|call| call.text("modeOfTransport")).transpose()?.flatten() {
            None | Some("MULTIMODAL") => Ok(None),
            Some(mode) => mode.parse().map(Some).map_err(Fault::vocabulary("modeOfTransport")),
        }
    }

    fn references(&self) -> Result<(Vec<types::container::ContainerNumber>, Vec<String>), Fault> {
        let body = self.body;
        let (mut equipment, mut references) = (Vec::new(), Vec::new());
        for node in [Some(body), body.get("equipmentDetails")].into_iter().flatten() {
            if let Some(number) = node.text("equipmentReference")? {
                equipment.push(container(number)?);
            }
        }
        for node in body.each("references") {
            let kind = node.text("referenceType")?.or(node.text("type")?).unwrap_or_default();
            let Some(value) = node.text("referenceValue")?.or(node.text("value")?) else { continue };
            // What a container's own event is about is its equipmentReference.
            if kind == "EQ" && self.kind.get("equipmentEventTypeCode").is_none() {
                equipment.push(container(value)?);
            } else {
                references.push(value.to_owned());
            }
        }
        for (list, key) in
            [("documentReferences", "documentReferenceValue"), ("relatedDocumentReferences", "value")]
        {
            for node in body.each(list) {
                references.extend(node.text(key)?.map(str::to_owned));
            }
        }
        if let Some(shipment) = body.get("shipmentDetails") {
            let more = shipment.each("documentReference").iter();
            for node in more.chain(shipment.each("additionalDocumentReferences")) {
                references.extend(node.text("reference")?.map(str::to_owned));
            }
        }
        equipment.sort();
        equipment.dedup();
        Ok((equipment, references))
    }

    fn is_empty(&self) -> Result<bool, Fault> {
        let details = self.body.get("equipmentDetails").unwrap_or(self.body);
        match details.text("emptyIndicatorCode")? {
            None | Some("LADEN") => Ok(false),
            Some("EMPTY") => Ok(true),
            Some(found) => Err(Fault::Word {
                what: "emptyIndicatorCode",
                expected: "EMPTY or LADEN",
                found: found.to_owned(),
            }),
        }
    }

    /// What a refrigerated container's probes measured.
    fn reefer(&self) -> Result<Vec<Word>, Fault> {
        let aside = |why: &str| Ok(vec![Word::Aside(why.to_owned())]);
        match self.kind.required("reeferEventTypeCode")? {
            "MEAS" => {}
            "ADJU" => return aside("ADJU, a setting of a refrigerated container"),
            code => {
                let list = "DCSA's reeferEventTypeCode";
                return Err(Fault::UnknownCode { list, code: code.to_owned() });
            }
        }
        if self.classifier()? != Classifier::Act {
            return aside("a measurement that is only expected");
        }
        let at = self.time()?;
        let Some(details) = self.body.get("reeferDetails") else {
            return Err(Fault::Missing { what: "reeferDetails" });
        };
        let (equipment, _) = self.references()?;
        let container = equipment.first().map(ToString::to_string);
        let device = |part: &str| container.as_ref().map(|container| format!("{container}/{part}"));
        let unit = details.text("temperatureUnit")?;
        let mut words = Vec::new();
        let mut observe = |quantity, value: Option<&str>, unit: Option<&str>, device: Option<String>| {
            let Some(value) = value else { return Ok(()) };
            let unit = unit.ok_or(Fault::Missing { what: "temperatureUnit" })?;
            words.push(Word::Observation(Observation::new(
                quantity,
                Statistic::Value,
                value,
                unit,
                at,
                device,
            )?));
            Ok::<(), Fault>(())
        };
        let ambient = details.number("ambientMeasuredTemperature")?;
        observe(Quantity::Temperature, ambient, unit, device("ambient"))?;
        for probe in details.each("temperatureProbeMeasurements") {
            let name = probe.number("USDAProbeNumber")?.unwrap_or_default();
            let value = probe.number("measuredTemperatureValue")?;
            observe(Quantity::Temperature, value, unit, device(&format!("probe {name}")))?;
        }
        if let Some(measured) = details.get("measuredParameters") {
            let value = measured.number("humidityPercentage")?;
            observe(Quantity::RelativeHumidity, value, Some("P1"), device("humidity"))?;
        }
        if words.is_empty() {
            return aside("a reading of nothing that feeds take");
        }
        Ok(words)
    }
}

fn retraction(of: &str) -> Retraction {
    Retraction { of: of.to_owned(), by: vec![], did_not_occur: false }
}
