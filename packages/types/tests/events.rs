//! Events in the words of DCSA, IATA and GS1, acts in those of PINT.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use types::endorsement::{ActCode, SurrenderReason};
use types::event::{Classifier, EventCode, Side};
use types::VocabularyError as E;

/// The mapping, written from DCSA's event domain 3.2, Cargo-IMP's status codes and the CBV 2.0: DCSA, IATA, CBV, the
/// code in JSON, the end of the leg, and whether the goods may be out of the carrier's charge by then.
type Row = (&'static str, &'static str, &'static str, &'static str, Side, bool);
const MAPPING: [Row; 16] = [
    ("STUF", "", "packing", "STUF", Side::Departure, false),
    ("PICK", "", "", "PICK", Side::Departure, false),
    ("GTIN", "RCS", "accepting", "GTIN", Side::Departure, false),
    ("LOAD", "", "loading", "LOAD", Side::Departure, false),
    ("DEPA", "DEP", "departing", "DEPA", Side::Departure, false),
    ("ARRI", "ARR", "arriving", "ARRI", Side::Arrival, false),
    ("DISC", "RCF", "unloading", "DISC", Side::Arrival, false),
    ("", "", "storing", "storing", Side::Either, true),
    ("INSP", "", "inspecting", "INSP", Side::Either, true),
    ("CUSR", "CCD", "", "CUSR", Side::Either, false),
    ("AVPU", "NFD", "", "AVPU", Side::Arrival, false),
    ("GTOT", "", "", "GTOT", Side::Arrival, true),
    ("DROP", "", "", "DROP", Side::Arrival, true),
    ("", "DLV", "", "DLV", Side::Arrival, true),
    ("STRP", "", "unpacking", "STRP", Side::Arrival, true),
    ("", "", "receiving", "receiving", Side::Arrival, true),
];

fn event(text: &str) -> Result<EventCode, E> {
    text.parse()
}

#[test]
fn the_mapping_is_what_the_module_says() {
    assert_eq!(EventCode::all().len(), MAPPING.len());
    let known = |word: &'static str| Some(word).filter(|word| !word.is_empty());
    for (event, (dcsa, iata, cbv, canonical, side, _)) in EventCode::all().iter().zip(MAPPING) {
        assert_eq!((event.dcsa(), event.iata(), event.epcis()), (known(dcsa), known(iata), known(cbv)));
        assert_eq!((event.canonical(), event.side()), (canonical, side));
    }
}

#[test]
fn every_word_of_a_row_is_the_same_event() {
    for (dcsa, iata, cbv, canonical, ..) in MAPPING {
        for word in [dcsa, iata, cbv].into_iter().filter(|word| !word.is_empty()) {
            assert_eq!(event(word).unwrap().canonical(), canonical, "{word}");
        }
        if !cbv.is_empty() {
            for uri in ["urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"] {
                assert_eq!(event(&format!("{uri}{cbv}")).unwrap().canonical(), canonical);
            }
        }
    }
}

/// No word stands in two rows, so that each way through the mapping and back ends where it began.
#[test]
fn no_word_means_two_events() {
    let words: Vec<_> =
        MAPPING.iter().flat_map(|row| [row.0, row.1, row.2]).filter(|w| !w.is_empty()).collect();
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    for one in EventCode::all() {
        for word in [one.dcsa(), one.iata(), one.epcis()].into_iter().flatten() {
            assert_eq!(event(word), Ok(*one));
        }
    }
}

/// `MAN` is a document, `OMIT` and `ROTC` are of a port call, `FOH` is not yet the carrier's charge.
#[test]
fn codes_of_other_things_and_other_spellings_are_no_events() {
    for text in [
        "",
        "MAN",
        "OMIT",
        "ROTC",
        "FOH",
        "BKD",
        "transporting",
        "shipping",
        "depa",
        "Departing",
        "DEPA ",
        "DE\u{420}A",
        "urn:epcglobal:cbv:bizstep:DEPA",
        "urn:epcglobal:cbv:bizstep:",
        "https://ref.gs1.org/cbv/BizStep-DEP",
        "URN:EPCGLOBAL:CBV:BIZSTEP:departing",
        "https://ref.gs1.org/cbv/Disp-in_transit",
    ] {
        assert_eq!(event(text), Err(E::EventCode { actual: text.to_owned() }), "{text}");
    }
}

/// A title that is released at or after delivery is worth nothing to who receives it.
#[test]
fn what_may_be_said_of_delivered_goods_is_at_or_after_delivery() {
    for (dcsa, iata, cbv, .., late) in MAPPING {
        let word = [dcsa, iata, cbv].into_iter().find(|word| !word.is_empty()).unwrap();
        assert_eq!(event(word).unwrap().is_delivery_or_later(), late, "{word}");
    }
    for event in EventCode::all() {
        assert!(!event.is_delivery() || event.is_delivery_or_later(), "{event}: every delivery is one");
        assert!(!(event.side() == Side::Departure && event.is_delivery_or_later()), "{event}");
        assert!(!(event.takes_charge() && event.is_delivery_or_later()), "{event}");
    }
}

/// The carrier's receipt of the goods (UCP 600, article 20: shipped on board; article 23: accepted for carriage).
#[test]
fn the_carrier_takes_charge_at_the_gate_or_on_board() {
    let taking: Vec<_> = EventCode::all().iter().filter(|event| event.takes_charge()).collect();
    assert_eq!(taking, [&event("RCS").unwrap(), &event("LOAD").unwrap()]);
}

#[test]
fn a_time_is_planned_estimated_or_actual() {
    for code in ["PLN", "EST", "ACT"] {
        assert_eq!(code.parse::<Classifier>().unwrap().as_str(), code);
    }
    for text in ["", "REQ", "act", "Actual", "ACT "] {
        assert_eq!(text.parse::<Classifier>(), Err(E::Classifier { actual: text.to_owned() }), "{text}");
    }
}

/// DCSA PINT 3.0.
#[test]
fn acts_and_reasons_are_those_of_pint() {
    let acts: Vec<_> = ActCode::all().iter().map(|act| act.as_str()).collect();
    assert_eq!(
        acts,
        [
            "ISSUE",
            "TRANSFER",
            "ENDORSE",
            "ENDORSE_TO_ORDER",
            "BLANK_ENDORSE",
            "SIGN",
            "SURRENDER_FOR_DELIVERY",
            "SURRENDER_FOR_AMENDMENT",
            "SACC",
            "SREJ"
        ]
    );
    let reasons: Vec<_> = SurrenderReason::all().iter().map(|reason| reason.as_str()).collect();
    assert_eq!(reasons, ["SWTP", "COD", "SWI"]);
    // the older Endorsement Chain API
    assert_eq!("SURRENDERED".parse::<ActCode>(), Err(E::ActCode { actual: "SURRENDERED".to_owned() }));
    assert_eq!("swtp".parse::<SurrenderReason>(), Err(E::SurrenderReason { actual: "swtp".to_owned() }));
}
