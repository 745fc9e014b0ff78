//! Whether two chains told the same of the same run: every transaction of every shipment, with its events.
//!
//! What may differ is what a chain adds of its own: heights, hashes, fees, and the time of its blocks, which on a node
//! comes somewhat after the time that was planned. A time in an event is the same if it is the same moment, or as far
//! from its own block. Of what is sent at one time either may come first, and with it get the lower number: a shipment's
//! agreement and device are called by none here.

use std::collections::{BTreeMap, BTreeSet};

use cosmwasm_std::{Attribute, Event};
use devices::events::Registered;
use numeric::UnixTime;
use types::escrow::AgreementId;

use crate::chain::{attribute, Answer};

/// A chain's own: the hash of an act of a title counts its block's time in.
const OWN: &str = "hash";
/// How many differences are told.
const TOLD: usize = 10;

/// What a chain told of a run.
#[derive(Default)]
pub struct Transcript {
    shipments: BTreeMap<String, Shipment>,
    contracts: Vec<String>,
}

/// What it told of a shipment.
#[derive(Default)]
struct Shipment {
    agreement: Option<AgreementId>,
    device: Option<u32>,
    lines: Vec<Line>,
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
    /// An empty one, of a run with these contracts.
    pub fn of(contracts: Vec<String>) -> Self {
        Self { shipments: BTreeMap::new(), contracts }
    }

    /// Enters a transaction of a shipment, and the number of its agreement, if it has one by now.
    pub fn enter(
        &mut self,
        shipment: &str,
        agreement: Option<AgreementId>,
        what: &'static str,
        answer: &Answer,
    ) {
        let told = match answer {
            Ok(receipt) => {
                let events = receipt.events.iter().filter(|event| self.counts(event)).cloned();
                Ok(Told { at: receipt.at, events: events.collect() })
            }
            Err(refused) => Err(refused.reason.clone()),
        };
        let registered = answer
            .as_ref()
            .ok()
            .and_then(|receipt| receipt.events.iter().find_map(|event| Registered::try_from(event).ok()));
        let shipment = self.shipments.entry(shipment.to_owned()).or_default();
        shipment.agreement = agreement;
        shipment.device = registered.map(|registered| registered.device).or(shipment.device);
        shipment.lines.push(Line { what, told });
    }

    /// What contracts say, and native coins that move. Coins that one contract sends with a message to another the chain in
    /// memory tells at the end, for it works them out; the balances are compared all the same.
    fn counts(&self, event: &Event) -> bool {
        let is_contract = |key: &str| {
            let account = attribute(event, key);
            account.is_some_and(|account| self.contracts.iter().any(|contract| contract == account))
        };
        match event.ty.as_str() {
            "transfer" => !(is_contract("sender") && is_contract("recipient")),
            name => name == "wasm" || name.starts_with("wasm-"),
        }
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        let lines = self.shipments.values().flat_map(|shipment| &shipment.lines);
        lines.filter_map(|line| line.told.as_ref().ok()).map(|told| told.events.len()).sum()
    }

    /// In what another chain told otherwise, the first few in words.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let nothing = Shipment::default();
        let ids: BTreeSet<&String> = self.shipments.keys().chain(other.shipments.keys()).collect();
        let mut found = Vec::new();
        for id in ids {
            let [ours, theirs] = [self, other].map(|of| of.shipments.get(id).unwrap_or(&nothing));
            if ours.lines.len() != theirs.lines.len() {
                let (ours, theirs) = (ours.lines.len(), theirs.lines.len());
                found.push(format!("{id}: {ours} transactions on one chain, {theirs} on the other"));
            }
            for place in 0..ours.lines.len().min(theirs.lines.len()) {
                let (ours, theirs) = (View { of: ours, place }, View { of: theirs, place });
                found.extend(difference(&ours, &theirs).map(|how| format!("{id}: {how}")));
            }
        }
        found.truncate(TOLD);
        found
    }
}

/// One transaction of a shipment and those before it.
struct View<'a> {
    of: &'a Shipment,
    place: usize,
}

impl View<'_> {
    fn line(&self) -> Option<&Line> {
        self.of.lines.get(self.place)
    }

    /// Blocks of the shipment so far, and how long before a time each was.
    fn since_blocks(&self, time: u64) -> impl Iterator<Item = Option<i128>> + '_ {
        let so_far = self.of.lines.iter().take(self.place.saturating_add(1));
        so_far.map(move |line| {
            let block = line.told.as_ref().ok()?.at.seconds();
            i128::from(time).checked_sub(block.into())
        })
    }

    /// The event, in which the agreement and its receivables, and the device, have no number.
    fn bare(&self, event: &Event) -> Event {
        let number = self.of.agreement.map(|agreement| agreement.to_string());
        let device = self.of.device.map(|device| device.to_string());
        let of = number.as_ref().map(|number| format!("{number}/"));
        let mut attributes: Vec<Attribute> = event.attributes.clone();
        attributes.retain(|attribute| attribute.key != OWN);
        for attribute in &mut attributes {
            let own = match attribute.key.as_str() {
                "agreement" => number.as_ref(),
                "device" => device.as_ref(),
                _ => None,
            };
            if own == Some(&attribute.value) {
                attribute.value = "its own".to_owned();
            } else if let Some(rest) = of.as_ref().and_then(|of| attribute.value.strip_prefix(of)) {
                attribute.value = format!("its own/{rest}");
            }
        }
        Event::new(&event.ty).add_attributes(attributes)
    }

    /// A refusal without the times in it, in which the device has no number.
    fn refusal(&self, reason: &str) -> String {
        let text = timeless(reason);
        match self.of.device {
            Some(device) => text.replace(&format!("device {device} "), "its device "),
            None => text,
        }
    }
}

fn difference(ours: &View, theirs: &View) -> Option<String> {
    let (a, b) = (ours.line()?, theirs.line()?);
    if a.what != b.what {
        return Some(format!("{} on one chain, {} on the other", a.what, b.what));
    }
    let how = match (&a.told, &b.told) {
        (Ok(a), Ok(b)) => differing_event((ours, a), (theirs, b)),
        (Err(a), Err(b)) => {
            (ours.refusal(a) != theirs.refusal(b)).then(|| format!("refused with {a:?}, and {b:?}"))
        }
        (Ok(_), Err(reason)) | (Err(reason), Ok(_)) => Some(format!("refused on one chain only: {reason}")),
    };
    how.map(|how| format!("{}: {how}", a.what))
}

fn differing_event((ours, a): (&View, &Told), (theirs, b): (&View, &Told)) -> Option<String> {
    for (left, right) in a.events.iter().zip(&b.events) {
        let (left, right) = (ours.bare(left), theirs.bare(right));
        let same = left.attributes.len() == right.attributes.len()
            && left
                .attributes
                .iter()
                .zip(&right.attributes)
                .all(|(x, y)| x.key == y.key && alike((ours, &x.value), (theirs, &y.value)));
        if left.ty != right.ty || !same {
            return Some(format!("{left:?}, and {right:?}"));
        }
    }
    let (a, b) = (a.events.len(), b.events.len());
    (a != b).then(|| format!("{a} events, and {b}"))
}

/// The same, or two times as far from the same block of their chains.
fn alike((ours, a): (&View, &str), (theirs, b): (&View, &str)) -> bool {
    let time = |value: &str| value.parse().ok().filter(|seconds: &u64| *seconds >= EARLIEST);
    let as_far = |a: u64, b: u64| {
        let mut pairs = ours.since_blocks(a).zip(theirs.since_blocks(b));
        pairs.any(|(ours, theirs)| ours.is_some() && ours == theirs)
    };
    a == b || time(a).zip(time(b)).is_some_and(|(a, b)| as_far(a, b))
}

/// A refusal without the times in it.
fn timeless(refusal: &str) -> String {
    let is_time = |word: &str| word.len() == 20 && word.ends_with('Z') && word.contains('T');
    let bare = |word: &str| word.trim_end_matches([',', ';', ':', '.']).to_owned();
    refusal
        .split(' ')
        .map(|word| if is_time(&bare(word)) { "TIME" } else { word })
        .collect::<Vec<_>>()
        .join(" ")
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
        transcript.enter(
            "BL-7",
            Some(7),
            "present",
            &Ok(Receipt { at: at(block), events: vec![own, event] }),
        );
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
    fn a_time_of_an_earlier_block_is_known_again_in_a_later_transaction() {
        let told = |presented: u64, waived: u64, reached: &str| {
            let mut transcript = told(presented, "examine_by", "1800000900");
            let event = Event::new("wasm-escrow/milestone_ended").add_attribute("reached", reached);
            let receipt = Receipt { at: at(waived), events: vec![event] };
            transcript.enter("BL-7", Some(7), "waive", &Ok(receipt));
            transcript
        };
        let planned = told(0, 100, "1800000000");
        assert_eq!(planned.differences(&told(2, 105, "1800000002")), Vec::<String>::new());
        assert_eq!(planned.differences(&told(2, 105, "1800000003")).len(), 1);
    }

    #[test]
    fn a_refusal_may_name_other_times_but_says_the_same() {
        let refused = |reason: &str| {
            let mut transcript = Transcript::default();
            let answer = Err(Refused { reason: reason.to_owned() });
            transcript.enter("BL-7", Some(7), "age", &answer);
            transcript
        };
        let early =
            refused("milestone 0 ages after 2026-11-25T21:55:43Z and now is 2026-11-25T21:55:31Z; wait");
        let later =
            refused("milestone 0 ages after 2026-11-25T21:55:44Z and now is 2026-11-25T21:55:31Z; wait");
        assert_eq!(early.differences(&later), Vec::<String>::new());
        assert_eq!(early.differences(&refused("milestone 1 ages after 2026-11-25T21:55:43Z")).len(), 1);
    }

    #[test]
    fn a_device_is_known_again_under_another_number() {
        let told = |registered: &str, logged: &str| {
            let mut transcript = Transcript::default();
            let registered = Event::new("wasm-devices/registered").add_attributes([
                ("device", registered),
                ("owner", "wasm1line"),
                ("class", "reefer"),
            ]);
            let event = Event::new("wasm-devices/log_taken").add_attribute("device", logged);
            let reason = format!("log 1 of device {logged} does not name the root of the last one");
            let [registered, logged] =
                [registered, event].map(|event| Ok(Receipt { at: at(0), events: vec![event] }));
            for answer in [registered, Err(Refused { reason }), logged] {
                transcript.enter("BL-7", None, "log", &answer);
            }
            transcript
        };
        assert_eq!(told("1", "1").differences(&told("2", "2")), Vec::<String>::new());
        assert_eq!(told("1", "1").differences(&told("2", "1")).len(), 2);
    }

    #[test]
    fn any_other_value_and_any_other_answer_is_a_difference() {
        let paid = told(0, "paid", "700");
        assert_eq!(paid.differences(&told(1, "paid", "701")).len(), 1, "an amount is no time");
        assert_eq!(paid.differences(&told(1, "refunded", "700")).len(), 1);
        let mut refused = Transcript::default();
        refused.enter("BL-7", Some(7), "present", &Err(Refused { reason: "no".to_owned() }));
        assert_eq!(paid.differences(&refused).len(), 1);
        assert_eq!(refused.differences(&refused), Vec::<String>::new());
        assert_eq!(
            paid.differences(&Transcript::default()),
            ["BL-7: 1 transactions on one chain, 0 on the other"]
        );
    }
}
