mod hostile;

use super::measurement::{Decimal, Quantity};
use super::*;

fn sample(file: &str) -> Sheet {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/publications").join(file);
    let bytes = std::fs::read(path).unwrap();
    decode(&file.into(), &bytes, None)
}

fn at(text: &str) -> UnixTime {
    moment("time", text).unwrap()
}

fn events(sheet: &Sheet) -> Vec<(u64, &Event)> {
    let events = sheet.publications.iter().filter_map(|publication| match &publication.word {
        Word::Event(event) => Some((publication.mark.line, event)),
        _ => None,
    });
    events.collect()
}

fn lines(sheet: &Sheet) -> Vec<(u64, &'static str)> {
    let kind = |word: &Word| match word {
        Word::Event(_) => "event",
        Word::Observation(_) => "observation",
        Word::Retraction(_) => "retraction",
        Word::Aside(_) => "aside",
    };
    sheet.publications.iter().map(|found| (found.mark.line, kind(&found.word))).collect()
}

#[test]
fn dcsa_2_2_as_its_conformance_suite_has_it() {
    let sheet = sample("dcsa-2.2.json");
    assert_eq!(sheet.refused, []);
    // Both container events are of an empty container, and three events are of documents.
    let expected =
        [(2, "event"), (53, "aside"), (74, "aside"), (151, "event"), (207, "aside"), (228, "aside")];
    assert_eq!(lines(&sheet)[..6], expected);
    let (_, arrival) = events(&sheet)[0];
    assert_eq!((arrival.code, arrival.classifier), (EventCode::Arrived, Classifier::Act));
    assert_eq!(arrival.at, at("2021-01-09T13:12:56Z"));
    assert_eq!(arrival.place, Some(Place::Locode("FRPAR".parse().unwrap())));
    assert_eq!(arrival.equipment, ["APZU4812090".parse().unwrap()]);
    assert_eq!(arrival.references, ["string", "ABC123123123", "reserved-HHL123"]);
    assert_eq!(sheet.publications[0].id.as_deref(), Some("3cecb101-7a1a-43a4-9d62-e88a131651e2"));
    assert_eq!(sheet.publications[0].issued, Some(at("2021-01-23T12:34:56Z")));
}

#[test]
fn dcsa_3_as_its_conformance_suite_has_it() {
    let sheet = sample("dcsa-3.json");
    assert_eq!(sheet.refused, []);
    let [(_, departure)] = events(&sheet)[..] else { panic!("{sheet:?}") };
    assert_eq!((departure.code, departure.at), (EventCode::Departed, at("2026-01-16T11:30:00Z")));
    assert_eq!(departure.place, Some(Place::Locode("GBSOU".parse().unwrap())));
    assert_eq!(departure.references, ["ABC709951", "HHL71800000"]);
    // The gate-in is of an empty container; the refrigerated one measured five values.
    let observed: Vec<_> = sheet
        .publications
        .iter()
        .filter_map(|publication| match &publication.word {
            Word::Observation(seen) => Some((seen.quantity, seen.value, seen.device.as_deref())),
            _ => None,
        })
        .collect();
    let exactly = |value, decimals| Decimal { value, decimals };
    assert_eq!(
        observed,
        [
            (Quantity::Temperature, exactly(185, 1), Some("APZU4812090/ambient")),
            (Quantity::Temperature, exactly(-198, 1), Some("APZU4812090/probe 1")),
            (Quantity::Temperature, exactly(-201, 1), Some("APZU4812090/probe 2")),
            (Quantity::Temperature, exactly(-199, 1), Some("APZU4812090/probe 3")),
            (Quantity::RelativeHumidity, exactly(842, 1), Some("APZU4812090/humidity")),
        ]
    );
}

#[test]
fn dcsa_3_beta_as_its_specification_has_it() {
    let sheet = sample("dcsa-3-beta-transport.json");
    assert_eq!((lines(&sheet), sheet.refused.len()), (vec![(2, "retraction"), (16, "event")], 0));
    let Word::Retraction(retraction) = &sheet.publications[0].word else { panic!() };
    assert_eq!(retraction.of, "957e4966-dad0-4111-9f8f-fb7216c43907");
    let (_, arrival) = events(&sheet)[0];
    assert_eq!((arrival.code, arrival.classifier), (EventCode::Arrived, Classifier::Est));
    assert_eq!(arrival.at, at("2022-11-11T23:11:00Z"));
    assert_eq!(arrival.place, Some(Place::Locode("NLRAM".parse().unwrap())));
    assert_eq!(arrival.references, ["ABC123059", "85943567"]);

    let loading = sample("dcsa-3-beta-booking.json");
    assert_eq!(lines(&loading), [(2, "aside"), (35, "event")]);
    // The specification's own container APNR7744962 is of no category of ISO 6346.
    let picked = sample("dcsa-3-beta-drop-pick.json");
    let [refused] = &picked.refused[..] else { panic!("{picked:?}") };
    assert!(matches!(refused.fault, Fault::Vocabulary { what: "container", .. }), "{refused}");
}

#[test]
fn what_dcsa_s_suite_calls_wrong_is_refused_with_its_line() {
    let wrong = sample("dcsa-2.2-wrong-date-times.json");
    let refused: Vec<String> = wrong.refused.iter().map(ToString::to_string).collect();
    let begins = |line: u64, what: &str| format!("dcsa-2.2-wrong-date-times.json:{line}: {what}");
    // Only the times of publication and the statuses are read of documents.
    assert!(refused[0].starts_with(&begins(11, "eventCreatedDateTime is missing")), "{refused:?}");
    let structure = sample("dcsa-2.2-wrong-structure.json");
    assert!(structure.publications.is_empty());
    assert!(matches!(structure.refused[0].fault, Fault::UnknownFormat), "{:?}", structure.refused);
}

#[test]
fn one_record_events_as_iata_s_examples_have_them() {
    let sheet = sample("one-record-list.json");
    assert_eq!((lines(&sheet), sheet.refused.len()), (vec![(10, "event"), (37, "aside")], 0));
    for (file, line) in
        [("one-record-list.json", 10), ("one-record-filtered.json", 9), ("one-record-event.json", 1)]
    {
        let sheet = sample(file);
        let (found, departure) = events(&sheet)[0];
        assert_eq!(found, line, "{file}");
        assert_eq!((departure.code, departure.classifier), (EventCode::Departed, Classifier::Act));
        assert_eq!(departure.at, at("2023-04-01T10:38:01Z"));
        let shipment = "https://1r.example.com/logistics-objects/1a8ded38-1804-467c-a369-81a411416b3c";
        assert_eq!(departure.references, [shipment]);
        assert_eq!(departure.place, None);
    }
}

#[test]
fn epcis_events_as_openepcis_has_them() {
    let sheet = sample("epcis-error-declaration.json");
    assert_eq!(lines(&sheet), [(14, "retraction"), (44, "event")]);
    let Word::Retraction(retraction) = &sheet.publications[0].word else { panic!() };
    assert_eq!((retraction.by.len(), retraction.did_not_occur), (2, false));
    let (_, receipt) = events(&sheet)[0];
    assert_eq!((receipt.code, receipt.at), (EventCode::Received, at("2005-04-05T02:33:31Z")));
    assert_eq!(receipt.place, Some(Place::Other("urn:epc:id:sgln:0012345.11111.400".to_owned())));

    let custom = sample("epcis-custom-step.json");
    assert!(matches!(custom.refused[0].fault, Fault::UnknownCode { .. }), "{custom:?}");
    let invalid = sample("epcis-invalid-time.json");
    assert!(matches!(invalid.refused[0].fault, Fault::Time { what: "eventTime", .. }), "{invalid:?}");
}

#[test]
fn sensors_as_openepcis_has_them() {
    let sheet = sample("epcis-sensor-data.json");
    assert_eq!(sheet.refused, []);
    let seen: Vec<(u64, &Observation)> = sheet
        .publications
        .iter()
        .filter_map(|found| match &found.word {
            Word::Observation(seen) => Some((found.mark.line, seen)),
            _ => None,
        })
        .collect();
    let read: Vec<_> = seen.iter().map(|(line, seen)| (*line, seen.value.to_string(), seen.at)).collect();
    let temperature = |line, value: &str, time: &str| (line, value.to_owned(), at(time));
    assert_eq!(
        read,
        [
            temperature(36, "26", "2019-04-02T13:05:00Z"),
            temperature(66, "26.1", "2019-04-02T13:35:00Z"),
            temperature(96, "26.2", "2019-04-02T13:55:00Z"),
        ]
    );
    assert_eq!(seen[0].1.device.as_deref(), Some("urn:epc:id:giai:4000001.111"));
}

#[test]
fn an_alarm_is_a_reading_and_a_device_s_error_is_none() {
    let document = |exception: &str| {
        let text = format!(
            r#"{{"type":"ObjectEvent","eventTime":"2025-03-20T12:00:00Z","eventTimeZoneOffset":"+00:00","sensorElementList":
            [{{"sensorReport":[{{"type":"https://ref.gs1.org/voc/Temperature","value":14.5,"uom":"CEL","exception":"{exception}"}}]}}]}}"#
        );
        decode(&"f".into(), text.as_bytes(), None)
    };
    for alarm in ["ALARM_CONDITION", "gs1:ALARM_CONDITION", "https://ref.gs1.org/voc/ALARM_CONDITION"] {
        let sheet = document(alarm);
        let [Publication { word: Word::Observation(seen), .. }] = &sheet.publications[..] else {
            panic!("{sheet:?}")
        };
        assert_eq!((seen.quantity, seen.value.to_string().as_str()), (Quantity::Temperature, "14.5"));
    }
    for error in ["ERROR_CONDITION", "https://example.com/broken"] {
        assert!(matches!(document(error).publications[0].word, Word::Aside(_)), "{error}");
    }
}

/// JSON-LD's expanded form has whole IRIs and a list of every property.
#[test]
fn one_record_events_are_read_in_expanded_form_too() {
    let event = |more: &str| {
        let text = r#"[{"@id":"https://1r.example.com/e","@type":["CARGO#LogisticsEvent"],
            "CARGO#eventDate":[{"@type":"http://www.w3.org/2001/XMLSchema#dateTime","@value":"2025-03-02T08:00:00+08:00"}],
            "CARGO#eventCode":[{"@id":"https://onerecord.iata.org/ns/code-lists/StatusCode#DEP"}],
            "CARGO#eventTimeType":[{"@id":"CARGO#ACTUAL"}],"CARGO#eventFor":[{"@id":"https://1r.example.com/s"}],
            "CARGO#eventLocation":[{"CARGO#locationCodes":[{"CARGO#code":[{"@value":"CNSHA"}]}]}]MORE}]"#;
        let text = text.replace("MORE", more).replace("CARGO", "https://onerecord.iata.org/ns/cargo");
        decode(&"f".into(), text.as_bytes(), None)
    };
    let sheet = event("");
    let (_, departure) = events(&sheet)[0];
    assert_eq!((departure.code, departure.at), (EventCode::Departed, at("2025-03-02T00:00:00Z")));
    assert_eq!(departure.place, Some(Place::Locode("CNSHA".parse().unwrap())));
    assert_eq!(departure.references, ["https://1r.example.com/s"]);
    let partial = event(r#","CARGO#partialEventIndicator":[{"@value":true}]"#);
    assert!(matches!(partial.publications[0].word, Word::Aside(_)), "{partial:?}");
}
