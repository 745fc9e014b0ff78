//! The codes of the standards: those that are events of ours (`types::event` has the mapping), and those that are known
//! to a standard and say nothing that a shipment is asked.
//!
//! Sources: DCSA event domain 3.2 and Track & Trace 2.2; IATA's code list `StatusCode` of 2025-07 (cXML list 1.18); GS1
//! CBV 2.0.

use types::event::EventCode;

use super::error::Fault;

/// A code of a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// An event of ours.
    Event(EventCode),
    /// None.
    Aside,
}

const TRANSPORT: [&str; 2] = ["ARRI", "DEPA"];
const EQUIPMENT: [&str; 17] = [
    "LOAD", "DISC", "GTIN", "GTOT", "STUF", "STRP", "PICK", "AVPU", "DROP", "AVDO", "INSP", "RSEA", "RMVD",
    "CUSS", "CUSI", "CUSR", "CROS",
];
const SHIPMENT: [&str; 17] = [
    "RECE", "DRFT", "PENA", "PENU", "PENC", "CONF", "REJE", "APPR", "ISSU", "SURR", "SUBM", "VOID", "REQS",
    "CMPL", "HOLD", "RELS", "CANC",
];
const STATUS: [&str; 37] = [
    "ARR", "AWD", "AWR", "BKD", "CCD", "CRC", "DDL", "DEP", "DIS_DFLD", "DIS_FDAV", "DIS_FDAW", "DIS_FDCA",
    "DIS_FDMB", "DIS_MSAV", "DIS_MSAW", "DIS_MSCA", "DIS_MSMB", "DIS_OFLD", "DIS_OVCD", "DIS_SSPD", "DLV",
    "DOC", "DPU", "FIW", "FOH", "FOW", "MAN", "NFD", "OCI", "OSI", "PRE", "RCF", "RCS", "RCT", "TFD", "TGC",
    "TRM",
];
const STEPS: [&str; 41] = [
    "accepting",
    "arriving",
    "assembling",
    "collecting",
    "commissioning",
    "consigning",
    "creating_class_instance",
    "cycle_counting",
    "decommissioning",
    "departing",
    "destroying",
    "disassembling",
    "dispensing",
    "encoding",
    "entering_exiting",
    "holding",
    "inspecting",
    "installing",
    "killing",
    "loading",
    "other",
    "packing",
    "picking",
    "receiving",
    "removing",
    "repackaging",
    "repairing",
    "replacing",
    "reserving",
    "retail_selling",
    "sampling",
    "sensor_reporting",
    "shipping",
    "staging_outbound",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
    "unloading",
    "unpacking",
    "void_shipping",
];
const STEP_PREFIXES: [&str; 3] =
    ["urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-", "cbv:BizStep-"];

/// A vessel, truck, train or barge and a port.
pub fn transport(code: &str) -> Result<Known, Fault> {
    known(code, &TRANSPORT, "DCSA's transportEventTypeCode", EventCode::dcsa)
}

/// A container.
pub fn equipment(code: &str) -> Result<Known, Fault> {
    known(code, &EQUIPMENT, "DCSA's equipmentEventTypeCode", EventCode::dcsa)
}

/// A document.
pub fn shipment(code: &str) -> Result<Known, Fault> {
    known(code, &SHIPMENT, "DCSA's shipmentEventTypeCode", |_| None)
}

/// An air consignment.
pub fn status(code: &str) -> Result<Known, Fault> {
    known(code, &STATUS, "IATA's StatusCode", EventCode::iata)
}

/// A business step, by its word or one of GS1's URIs.
pub fn step(text: &str) -> Result<Known, Fault> {
    let word = STEP_PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
    known(word, &STEPS, "the CBV's bizStep", EventCode::epcis)
        .map_err(|_| Fault::UnknownCode { list: "the CBV's bizStep", code: text.to_owned() })
}

fn known(
    code: &str,
    list: &[&str],
    name: &'static str,
    ours: fn(EventCode) -> Option<&'static str>,
) -> Result<Known, Fault> {
    if !list.contains(&code) {
        return Err(Fault::UnknownCode { list: name, code: code.to_owned() });
    }
    let event = EventCode::all().iter().copied().find(|event| ours(*event) == Some(code));
    Ok(event.map_or(Known::Aside, Known::Event))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever our vocabulary takes from a standard is in that standard's list here.
    #[test]
    fn every_code_of_the_mapping_is_read_as_its_event() {
        for &event in EventCode::all() {
            let codes = [
                event.dcsa().map(|code| equipment(code).or_else(|_| transport(code))),
                event.iata().map(status),
                event.epcis().map(step),
            ];
            let found: Vec<_> = codes.into_iter().flatten().collect();
            assert!(!found.is_empty(), "{event}");
            assert!(found.iter().all(|known| *known == Ok(Known::Event(event))), "{event}: {found:?}");
        }
    }

    #[test]
    fn a_standard_s_other_codes_are_known_and_no_others() {
        assert_eq!(equipment("RSEA"), Ok(Known::Aside));
        assert_eq!(status("MAN"), Ok(Known::Aside));
        assert_eq!(shipment("ISSU"), Ok(Known::Aside));
        assert_eq!(step("https://ref.gs1.org/cbv/BizStep-shipping"), Ok(Known::Aside));
        for wrong in [
            transport("LOAD"),
            equipment("ARRI"),
            equipment("load"),
            status("DEPA"),
            status("dep"),
            step("DEPA"),
            step("https://example.com/bizStep/inspecting"),
            step("urn:epcglobal:cbv:bizstep:Departing"),
        ] {
            assert!(matches!(wrong, Err(Fault::UnknownCode { .. })), "{wrong:?}");
        }
    }
}
