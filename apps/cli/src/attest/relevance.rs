//! Whether an event is one that the shipment is asked about.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use numeric::UnixTime;
use serde::Deserialize;
use types::container::ContainerNumber;
use types::event::{Classifier, EventCode};
use types::journey::MilestoneRef;
use types::locode::Locode;
use types::mode::TransportMode;

use super::asked::Asked;
use super::doubt::Doubt;
use super::Fate;
use crate::publications::{Event, Place, Publication};

/// Containers are used again. What is tied to the shipment by a container alone and lies so long before the journey
/// begins is of an earlier voyage.
const BEFORE_DEPARTURE: u64 = 45 * 86_400;

/// UN/LOCODEs of places that publications name otherwise.
#[derive(Clone, Debug, Default)]
pub struct Places(BTreeMap<String, Locode>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    code: String,
    locode: Locode,
}

impl Places {
    /// A table with the columns `code` and `locode`.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let table = std::fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
        let mut places = BTreeMap::new();
        for line in
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(table.as_slice()).into_deserialize()
        {
            let Line { code, locode } =
                line.with_context(|| format!("in {shown}: it has two columns, code and locode"))?;
            if let Some(other) = places.insert(code.clone(), locode).filter(|other| *other != locode) {
                anyhow::bail!("in {shown}: {code} is both {other} and {locode}");
            }
        }
        Ok(Self(places))
    }

    fn locode(&self, place: &Place) -> Result<Locode, Doubt> {
        match place {
            Place::Locode(locode) => Ok(*locode),
            Place::Other(code) => {
                self.0.get(code).copied().ok_or_else(|| Doubt::UnknownPlace { place: code.clone() })
            }
        }
    }
}

/// What ties publications to the shipment, besides its containers.
pub struct Ties<'a> {
    /// What is asked.
    pub asked: &'a Asked,
    /// Its documents' numbers and the like.
    pub references: &'a [String],
    /// Places by other codes.
    pub places: &'a Places,
    /// The time of signing.
    pub now: UnixTime,
}

/// The question that an event answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its place among the questions.
    pub question: usize,
    /// Of which of the leg's containers; none if it is of all.
    pub containers: Vec<ContainerNumber>,
}

impl Ties<'_> {
    /// Refuses what cannot be.
    pub fn screen(&self, publication: &Publication, event: &Event) -> Result<(), Doubt> {
        let (code, at, now) = (event.code, event.at, self.now);
        if event.classifier != Classifier::Act {
            return Ok(());
        }
        if at > now {
            return Err(Doubt::Future { code, at, now });
        }
        match publication.issued {
            Some(issued) if issued < at => Err(Doubt::PublishedBefore { code, at, issued }),
            _ => Ok(()),
        }
    }

    /// Which question it answers. Else what it is, or why it is not believed.
    pub fn answer(&self, event: &Event) -> Result<Result<Answer, Fate>, Doubt> {
        let aside = |why: &str| Ok(Err(Fate::Aside(why.to_owned())));
        let is_named = event.references.iter().any(|reference| {
            self.references.contains(reference) || reference == self.asked.token_id.as_str()
        });
        let ours = || self.asked.journey.legs.iter().flat_map(|leg| &leg.equipment);
        let is_ours = |number: &ContainerNumber| ours().any(|own| own == number);
        if !is_named && !event.equipment.iter().any(is_ours) {
            return aside("of another shipment: it names none of this one's containers or references");
        }
        if !is_named && self.is_of_earlier_voyage(event.at) {
            return aside("of an earlier voyage of the container");
        }
        if event.classifier != Classifier::Act {
            return Ok(Err(Fate::Expected));
        }
        let questions = || self.asked.inquiry.questions.iter().enumerate();
        if !questions().any(|(_, question)| question.milestone.event == event.code) {
            return aside("not asked");
        }
        let place = event.place.as_ref().ok_or(Doubt::NoPlace { code: event.code })?;
        let place = self.places.locode(place)?;
        let fits = |leg: u8| event.leg.is_none_or(|own| own == leg);
        let here = || {
            questions().filter(|(_, question)| {
                let asked = &question.milestone;
                asked.event == event.code && asked.place == place && fits(asked.leg)
            })
        };
        let mut found = here().filter(|(_, question)| self.goes_by(event.mode, &question.milestone));
        let Some((question, response)) = found.next() else {
            return match event.mode {
                Some(mode) if here().next().is_some() => {
                    aside(&format!("by {}, and the leg is not", mode.as_str().replace('_', " ")))
                }
                _ => aside("not asked of this place"),
            };
        };
        if found.next().is_some() {
            return Err(Doubt::Ambiguous { code: event.code });
        }
        let on_leg = self.asked.leg(&response.milestone).map_or(&[][..], |leg| &leg.equipment);
        if is_of_vehicle(event.code) || event.equipment.is_empty() || on_leg.is_empty() {
            return Ok(Ok(Answer { question, containers: vec![] }));
        }
        let containers: Vec<_> =
            event.equipment.iter().filter(|number| on_leg.contains(number)).copied().collect();
        if containers.is_empty() {
            return aside("of a container that is not on that leg");
        }
        Ok(Ok(Answer { question, containers }))
    }

    /// Trucks, trains and barges call at ports too.
    fn goes_by(&self, mode: Option<TransportMode>, asked: &MilestoneRef) -> bool {
        let leg_s = self.asked.leg(asked).map(|leg| leg.mode);
        mode.is_none_or(|mode| leg_s.is_none_or(|own| own == mode))
    }

    fn is_of_earlier_voyage(&self, at: UnixTime) -> bool {
        let departure = self.asked.journey.legs.first().map(|leg| leg.departure);
        departure.is_some_and(|departure| at.seconds() < departure.seconds().saturating_sub(BEFORE_DEPARTURE))
    }
}

/// A vessel sails once, with all that is on board; everything else happens to each container by itself.
fn is_of_vehicle(code: EventCode) -> bool {
    matches!(code, EventCode::Departed | EventCode::Arrived)
}
