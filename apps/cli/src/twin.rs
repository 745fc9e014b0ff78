//! Whether two chains told the same of the same run: every transaction of every shipment, with its events.
//!
//! What may differ is what a chain adds of its own: heights, hashes, fees, and the time of its blocks, which on a node
//! comes somewhat after the time that was planned. A time in an event is the same if it is the same moment, or as far
//! from its own block.

use std::collections::BTreeMap;

use cosmwasm_std::{Attribute, Event};
use numeric::UnixTime;

use crate::chain::Answer;

/// Over what a chain's own times go: the hash of an act of a title counts its block's time in.
const OWN: [&str; 2] = ["hash", "msg_index"];
/// How many differences are told.
const TOLD: usize = 10;

/// What a chain told of a run.
#[derive(Default)]
pub struct Transcript {
    shipments: BTreeMap<String, Vec<Line>>,
}

/// One transaction.
struct Line {
    what: &'static str,
    told: Result<Told, String>,
}

/// What was carried out.
struct Told {
    at: UnixTime,
    events: Vec<Event>,
}

impl Transcript {
    /// Enters a transaction of a shipment.
    pub fn enter(&mut self, shipment: &str, what: &'static str, answer: &Answer) {
        let told = match answer {
            Ok(receipt) => {
                let events = receipt.events.iter().filter(|event| counts(event)).cloned();
                Ok(Told { at: receipt.at, events: events.collect() })
            }
            Err(refused) => Err(refused.reason.clone()),
        };
        self.shipments.entry(shipment.to_owned()).or_default().push(Line { what, told });
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        let lines = self.shipments.values().flatten();
        lines.filter_map(|line| line.told.as_ref().ok()).map(|told| told.events.len()).sum()
    }

    /// In what another chain told otherwise, the first few in words.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let ids = self
            .shipments
            .keys()
            .chain(other.shipments.keys().filter(|id| !self.shipments.contains_key(*id)));
        let lines = |of: &Self, id: &String| -> usize { of.shipments.get(id).map_or(0, Vec::len) };
        let mut found = Vec::new();
        for id in ids {
            let (ours, theirs) = (lines(self, id), lines(other, id));
            if ours != theirs {
                found.push(format!("{id}: {ours} transactions on one chain, {theirs} on the other"));
            }
            let pairs = self.shipments.get(id).into_iter().zip(other.shipments.get(id));
            for (a, b) in pairs.flat_map(|(ours, theirs)| ours.iter().zip(theirs)) {
                found.extend(difference(a, b).map(|how| format!("{id}, {}: {how}", a.what)));
            }
            if found.len() >= TOLD {
                break;
            }
        }
        found.truncate(TOLD);
        found
    }
}

/// What contracts say, and native coins that move.
fn counts(event: &Event) -> bool {
    event.ty == "transfer" || event.ty == "wasm" || event.ty.starts_with("wasm-")
}

fn difference(a: &Line, b: &Line) -> Option<String> {
    if a.what != b.what {
        return Some(format!("the other chain did {}", b.what));
    }
    match (&a.told, &b.told) {
        (Ok(ours), Ok(theirs)) => differing_event(ours, theirs),
        (Err(ours), Err(theirs)) => {
            (ours != theirs).then(|| format!("refused with {ours:?}, and {theirs:?}"))
        }
        (Ok(_), Err(reason)) | (Err(reason), Ok(_)) => Some(format!("refused on one chain only: {reason}")),
    }
}

fn differing_event(ours: &Told, theirs: &Told) -> Option<String> {
    for (a, b) in ours.events.iter().zip(&theirs.events) {
        let (left, right) = (attributes(a), attributes(b));
        let same = left.len() == right.len()
            && left
                .iter()
                .zip(&right)
                .all(|(x, y)| x.key == y.key && alike((&x.value, ours.at), (&y.value, theirs.at)));
        if a.ty != b.ty || !same {
            return Some(format!("{a:?}, and {b:?}"));
        }
    }
    let (ours, theirs) = (ours.events.len(), theirs.events.len());
    (ours != theirs).then(|| format!("{ours} events, and {theirs}"))
}

fn attributes(event: &Event) -> Vec<&Attribute> {
    event.attributes.iter().filter(|attribute| !OWN.contains(&attribute.key.as_str())).collect()
}

/// The same, or two times as far from their own blocks.
fn alike(ours: (&String, UnixTime), theirs: (&String, UnixTime)) -> bool {
    let from_block = |(value, at): (&String, UnixTime)| -> Option<i128> {
        let seconds: u64 = value.parse().ok().filter(|seconds| *seconds >= EARLIEST)?;
        i128::from(seconds).checked_sub(at.seconds().into())
    };
    ours.0 == theirs.0 || from_block(ours).is_some_and(|ours| from_block(theirs) == Some(ours))
}

/// No number below this is taken for a time: the autumn of 2001.
const EARLIEST: u64 = 1_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{Receipt, Refused};

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(1_800_000_000 + seconds).unwrap()
    }

    fn told(block: u64, key: &str, value: &str) -> Transcript {
        let event = Event::new("wasm-escrow/presented").add_attribute(key, value);
        let own = Event::new("tx").add_attribute("fee", block.to_string());
        let mut transcript = Transcript::default();
        transcript.enter("BL-7", "present", &Ok(Receipt { at: at(block), events: vec![own, event] }));
        transcript
    }

    #[test]
    fn a_time_is_the_same_moment_or_as_far_from_its_block() {
        let (early, late) = (told(0, "examine_by", "1800000010"), told(3, "examine_by", "1800000013"));
        assert_eq!(early.differences(&late), Vec::<String>::new());
        assert_eq!(early.differences(&told(3, "examine_by", "1800000010")), Vec::<String>::new());
        assert_eq!(early.differences(&told(3, "examine_by", "1800000012")).len(), 1);
    }

    #[test]
    fn any_other_value_and_any_other_answer_is_a_difference() {
        let paid = told(0, "paid", "700");
        assert_eq!(paid.differences(&told(1, "paid", "701")).len(), 1, "an amount is no time");
        assert_eq!(paid.differences(&told(1, "refunded", "700")).len(), 1);
        let mut refused = Transcript::default();
        refused.enter("BL-7", "present", &Err(Refused { reason: "no".to_owned() }));
        assert_eq!(paid.differences(&refused).len(), 1);
        assert_eq!(refused.differences(&refused), Vec::<String>::new());
        assert_eq!(
            paid.differences(&Transcript::default()),
            ["BL-7: 1 transactions on one chain, 0 on the other"]
        );
    }
}
