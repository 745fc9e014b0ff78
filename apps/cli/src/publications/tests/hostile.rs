//! What somebody who means ill, or knows no better, may put into a file.

use proptest::prelude::*;

use super::*;

fn refused(bytes: &[u8]) -> Vec<String> {
    let sheet = decode(&"f".into(), bytes, None);
    assert_eq!(sheet.publications, [], "{:?}", String::from_utf8_lossy(bytes));
    sheet.refused.iter().map(ToString::to_string).collect()
}

/// The first refusal is on this line and says this.
#[track_caller]
fn assert_refused(text: &str, line: u64, why: &str) {
    let found = refused(text.as_bytes());
    assert!(found[0].starts_with(&format!("f:{line}: ")) && found[0].contains(why), "{text:.200}\n{found:?}");
}

#[test]
fn files_that_are_none() {
    assert_refused("", 1, "there is nothing in it");
    assert_refused("\u{feff} \r\n\t", 1, "there is nothing in it");
    assert_refused("{", 1, "no JSON");
    assert_refused("[]", 1, "none of the formats");
    assert_refused("{\"events\":[]}", 1, "no event in it");
    assert_refused("{\"epcisBody\":{\"eventList\":[]}}", 1, "no event in it");
    assert_refused("{\"@type\":\"LogisticsEvent\"}", 1, "no LogisticsEvent in it");
    assert_refused("[[[[]]]]", 1, "none of the formats");
    assert_refused("[1,\"a\",null]", 1, "none of the formats");
    assert_refused("\u{0}\u{1}", 1, "not known");
    assert_refused("<xml/>", 1, "the column \"<xml/>\" is not known");
    let utf16: Vec<u8> =
        "[{\"eventType\":\"TRANSPORT\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused(&utf16)[0].contains("f:1: "));
    assert!(refused(b"event,classifier,time\nDEPA,ACT,\xff\xfe\n")[0]
        .contains("f:2: this is no CSV: it is not UTF-8"));
    let long = vec![b'['; 16_000_001];
    assert!(refused(&long)[0].contains("at most 16000000"));
    let missing = read(Path::new("/nowhere/at/all"), None);
    assert!(matches!(missing.refused[0].fault, Fault::Unreadable { .. }));
    let folder = read(Path::new("/"), None);
    assert_eq!(folder.refused.len(), 1);
}

#[test]
fn deep_and_wide_documents_end_soon() {
    for open in ["[", "{\"a\":", "{\"@type\":[", "[{\"events\":"] {
        assert_eq!(refused(open.repeat(200_000).as_bytes()).len(), 1);
    }
    // A megabyte of events that are none, each with its own refusal.
    let many = format!("[{}]", vec!["{\"eventType\":\"TRANSPORT\"}"; 40_000].join(",\n"));
    let found = refused(many.as_bytes());
    assert_eq!(found.len(), 40_000);
    assert!(found[39_999].starts_with("f:40000: eventCreatedDateTime is missing"));
}

#[test]
fn what_shares_a_line_is_told_apart_by_its_column() {
    let one = r#"{"eventType":"TRANSPORT"}"#;
    let found = refused(format!("[{one},\n {one}, {one}]").as_bytes());
    let places = ["f:1:2: ", "f:2:2: ", "f:2:29: "];
    assert!(
        found.len() == 3 && places.iter().zip(&found).all(|(place, found)| found.starts_with(place)),
        "{found:?}"
    );
}

const EVENT: &str = r#"{"eventID":"1","eventCreatedDateTime":"2025-03-03T00:00:00Z",
"eventType":"TRANSPORT","eventClassifierCode":"ACT","eventDateTime":"2025-03-02T00:00:00Z",
"transportEventTypeCode":"DEPA","transportCall":{"UNLocationCode":"CNSHA"},"references":[]}"#;

#[test]
fn dcsa_events_that_cannot_be() {
    assert_eq!(decode(&"f".into(), EVENT.as_bytes(), None).publications.len(), 1);
    for (from, to, why) in [
        ("\"DEPA\"", "\"LOAD\"", "no code of DCSA's transportEventTypeCode"),
        ("\"DEPA\"", "7", "transportEventTypeCode is a number, not text"),
        ("\"ACT\"", "\"act\"", "eventClassifierCode"),
        ("\"ACT\"", "\"REQ\"", "eventClassifierCode"),
        ("\"ACT\"", "null", "eventClassifierCode is missing"),
        ("\"TRANSPORT\"", "\"TELEPORT\"", "no code of DCSA's eventType"),
        ("\"CNSHA\"", "\"XYABC\"", "UN/LOCODE"),
        ("\"CNSHA\"", "\"cnsha\"", "UN/LOCODE"),
        ("\"CNSHA\"", "\"CNSH\"", "UN/LOCODE"),
        (
            "{\"UNLocationCode\":\"CNSHA\"}",
            "{\"UNLocationCode\":\"CNSHA\",\"location\":{\"UNLocationCode\":\"NLRTM\"}}",
            "two places",
        ),
        ("\"2025-03-02T00:00:00Z\"", "\"2025-03-02\"", "eventDateTime"),
        ("\"2025-03-02T00:00:00Z\"", "1740873600", "eventDateTime is a number"),
        ("\"2025-03-03T00:00:00Z\"", "\"yesterday\"", "eventCreatedDateTime"),
        ("[]", "[{\"referenceType\":\"EQ\",\"referenceValue\":\"CSQU3054384\"}]", "container"),
        ("[]", "[{\"referenceType\":\"EQ\",\"referenceValue\":\"string\"}]", "container"),
        ("[]", "[{\"referenceType\":[],\"referenceValue\":\"1\"}]", "referenceType is a list"),
        ("\"references\"", "\"isRetracted\":\"yes\",\"references\"", "isRetracted is text"),
        ("\"CNSHA\"", "\"CNSHA\",\"modeOfTransport\":\"WAGON\"", "modeOfTransport: "),
        ("\"eventType\"", "\"eventID\":\"2\",\"eventType\"", "comes twice"),
    ] {
        assert!(EVENT.contains(from));
        let text = EVENT.replacen(from, to, 1);
        let found = refused(text.as_bytes());
        assert!(found.len() == 1 && found[0].contains(why), "{from} -> {to}: {found:?}");
    }
}

#[test]
fn one_record_events_that_cannot_be() {
    const EVENT: &str = r#"{"@context":{"cargo":"https://onerecord.iata.org/ns/cargo#"},"@type":"cargo:LogisticsEvent",
        "cargo:eventDate":"2025-03-02T00:00:00Z","cargo:eventCode":{"@id":"https://onerecord.iata.org/ns/code-lists/StatusCode#DEP"},
        "cargo:eventTimeType":{"@id":"cargo:ACTUAL"},"cargo:partialEventIndicator":false}"#;
    let word = |from: &str, to: &str| {
        assert!(EVENT.contains(from), "{from}");
        decode(&"f".into(), EVENT.replacen(from, to, 1).as_bytes(), None)
    };
    assert!(matches!(word("DEP", "DEP").publications[0].word, Word::Event(_)));
    for (from, to, why) in [
        ("StatusCode#DEP", "StatusCode#XXX", "no code of IATA's StatusCode"),
        ("code-lists/StatusCode#DEP", "other/StatusCode#DEP", "no code of IATA's StatusCode"),
        ("cargo:ACTUAL", "cargo:PERHAPS", "EventTimeType"),
        ("cargo:ACTUAL", "other:ACTUAL", "EventTimeType"),
        ("\"cargo:eventTimeType\"", "\"cargo:eventTimeTypo\"", "eventTimeType is missing"),
        (
            "\"2025-03-02T00:00:00Z\"",
            "[\"2025-03-02T00:00:00Z\",\"2025-03-03T00:00:00Z\"]",
            "eventDate is several",
        ),
        // What another vocabulary calls an event is none.
        ("https://onerecord.iata.org/ns/cargo#", "https://onerecord.example/ns/cargo#", "no LogisticsEvent"),
        (
            "https://onerecord.iata.org/ns/cargo#",
            "https://onerecord.iata.org/ns/cargo.evil#",
            "no LogisticsEvent",
        ),
    ] {
        let sheet = word(from, to);
        assert!(sheet.publications.is_empty(), "{from} -> {to}");
        assert!(sheet.refused[0].to_string().contains(why), "{from} -> {to}: {}", sheet.refused[0]);
    }
    // A part of the consignment has left: the consignment has not.
    for part in ["true", "\"true\"", "{\"@value\":true}"] {
        assert!(matches!(word("false", part).publications[0].word, Word::Aside(_)), "{part}");
    }
}

#[test]
fn epcis_documents_that_cannot_be() {
    const EVENT: &str = r#"{"type":"EPCISDocument","schemaVersion":"2.0","epcisBody":{"eventList":[
        {"type":"ObjectEvent","eventID":"1","eventTime":"2025-03-02T00:00:00Z","eventTimeZoneOffset":"+00:00","bizStep":"departing",
        "sensorElementList":[{"sensorReport":[{"type":"gs1:Temperature","value":4.5,"uom":"CEL"}]}]}]}}"#;
    let all = decode(&"f".into(), EVENT.as_bytes(), None);
    assert_eq!((all.publications.len(), all.refused.len()), (2, 0));
    for (from, to, why) in [
        ("\"2.0\"", "\"1.2\"", "schemaVersion"),
        ("ObjectEvent", "SubjectEvent", "EPCIS's event types"),
        ("\"departing\"", "\"DEPA\"", "the CBV's bizStep"),
        ("4.5", "-300", "-300 CEL is impossible for temperature"),
        ("4.5", "\"4.5\"", "value is text, not a number"),
        ("4.5", "1e300", "9 decimals and 15 digits"),
        ("4.5", "4.599999904632568", "9 decimals and 15 digits"),
        ("4.5", "NaN", "no JSON"),
        ("4.5", "12345678901234567890", "no number with at most 9 decimals"),
        ("4.5", "0.0000000001", "no number with at most 9 decimals"),
        ("\"CEL\"", "\"KGM\"", "temperature is not measured in \"KGM\""),
        (",\"uom\":\"CEL\"", "", "uom is missing"),
        (
            "\"eventTimeZoneOffset\"",
            "\"errorDeclaration\":{\"reason\":\"did_not_occur\"},\"eventTimeZoneOffset\"",
            "declarationTime is missing",
        ),
    ] {
        assert!(EVENT.contains(from), "{from}");
        let sheet = decode(&"f".into(), EVENT.replacen(from, to, 1).as_bytes(), None);
        let found: Vec<String> = sheet.refused.iter().map(ToString::to_string).collect();
        assert!(found.len() == 1 && found[0].contains(why), "{from} -> {to}: {found:?}");
    }
}

#[test]
fn tables_that_cannot_be() {
    for (text, line, why) in [
        ("event,classifier,time,colour\n", 1, "\"colour\" is not known"),
        ("event,event\n", 1, "comes twice"),
        ("event,classifier,time\n", 1, "no row in it"),
        ("event,classifier,time\nDEPA,ACT\n", 2, "2 fields under 3 columns"),
        ("event,classifier,time\r\n\r\nDEPA,,2025-03-02T00:00:00Z\r\n", 3, "classifier is missing"),
        ("event,classifier,time\nWARP,ACT,2025-03-02T00:00:00Z\n", 2, "event"),
        ("event,classifier,time\nDEPA,ACT,2025-03-02 00:00\n", 2, "time"),
        ("event,classifier,time,leg\nDEPA,ACT,2025-03-02T00:00:00Z,-1\n", 2, "leg"),
        ("event,classifier,time,leg\nDEPA,ACT,2025-03-02T00:00:00Z,256\n", 2, "leg"),
        ("event,classifier,time,place\nDEPA,ACT,2025-03-02T00:00:00Z,ZZ123\n", 2, "UN/LOCODE"),
        ("event,classifier,time,equipment\nDEPA,ACT,2025-03-02T00:00:00Z,CSQU3054384\n", 2, "container"),
        ("event,retracts\nDEPA,x\n", 2, "an event and a retraction"),
        ("event,quantity\nDEPA,mass\n", 2, "an event and a measurement"),
        ("id\nx\n", 2, "event, quantity or retracts is missing"),
        ("retracts\nx\n", 2, "published is missing"),
        ("retracts,published,did_not_occur\nx,2025-03-02T00:00:00Z,perhaps\n", 2, "did_not_occur"),
        ("quantity,value,unit,time\nmood,1,CEL,2025-03-02T00:00:00Z\n", 2, "quantities"),
        ("quantity,value,unit,time\ntemperature,1e3,CEL,2025-03-02T00:00:00Z\n", 2, "no number"),
        ("quantity,statistic,value,unit,time\ntemperature,mode,1,CEL,2025-03-02T00:00:00Z\n", 2, "statistic"),
        // What another kind of row would mean by it is not passed over.
        ("event,classifier,time,did_not_occur\nDEPA,ACT,2025-03-02T00:00:00Z,yes\n", 2, "did_not_occur is filled"),
        ("quantity,value,unit,time,classifier\nmass,1,KGM,2025-03-02T00:00:00Z,PLN\n", 2, "classifier is filled"),
        ("retracts,published,place\nx,2025-03-02T00:00:00Z,CNSHA\n", 2, "place is filled"),
        // A quotation mark that is not closed makes one row of all that follows.
        ("event,classifier,time,reference\nDEPA,ACT,2025-03-02T00:00:00Z,\"a\nDEPA,ACT,2025-03-02T00:00:00Z,b\n", 2, "quotation mark"),
        ("event,reference\nDEPA,\"a\nDEPA,b\nDEPA,\"c\n", 4, "quotation mark"),
        ("event,reference\nDEPA,5\" pipe\n", 2, "quotation mark"),
        ("event;classifier;time\nDEPA;ACT;2025-03-02T00:00:00Z\n", 1, "semicolons"),
        ("event\tclassifier\ttime\nDEPA\tACT\t2025-03-02T00:00:00Z\n", 1, "tabs"),
        ("event,classifier,time\rDEPA,ACT,2025-03-02\r", 2, "time"),
    ] {
        assert_refused(text, line, why);
    }
    // The line is where the row begins, however many a quoted field takes.
    let text =
        "event,classifier,time,reference\n\"DEPA\",ACT,2025-03-02T00:00:00Z,\"a\n\nb\"\nDEPA,ACT,now,c\n";
    let sheet = decode(&"f".into(), text.as_bytes(), None);
    assert_eq!(sheet.publications[0].mark.line, 2);
    assert_eq!(sheet.refused[0].mark.line, 5);
    let sheet = decode(&"f".into(), b"event,classifier,time\r\n, ,\r\nDEPA,ACT,now\r\n,,\r\n", None);
    assert_eq!((sheet.publications.len(), sheet.refused.len(), sheet.refused[0].mark.line), (0, 1, 3));
}

#[test]
fn a_number_that_nobody_reads_refuses_no_document() {
    let text = EVENT.replace("\"CNSHA\"", "\"CNSHA\",\"latitude\":31.230000000000004,\"serial\":1e30");
    let sheet = decode(&"f".into(), text.as_bytes(), None);
    assert_eq!((sheet.publications.len(), sheet.refused), (1, vec![]));
}

/// Every sample that is here, by its name.
fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/publications");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut samples: Vec<_> = files
        .filter(|file| file.extension().is_some_and(|kind| kind == "json" || kind == "csv"))
        .map(|file| (file.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&file).unwrap()))
        .collect();
    samples.sort();
    samples
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever happens to a file on its way, it is read or refused, on a line that it has.
    #[test]
    fn a_sample_that_was_damaged_is_read_or_refused(
        sample in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..8),
        format in prop::option::of(prop::sample::select(Format::value_variants())),
    ) {
        let samples = samples();
        let (name, bytes) = &samples[sample.index(samples.len())];
        let mut bytes = bytes.clone();
        for (place, byte, kind) in damage {
            let place = place.index(bytes.len());
            match kind {
                0 => bytes[place] = byte,
                1 => bytes.truncate(place.max(1)),
                2 => bytes.insert(place, byte),
                _ => drop(bytes.remove(place)),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let sheet = decode(&name.as_str().into(), &bytes, format);
        let ends = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        let lines = u64::try_from(ends).unwrap() + 1;
        let marks = sheet.publications.iter().map(|found| &found.mark).chain(sheet.refused.iter().map(|found| &found.mark));
        let mut found = 0;
        for mark in marks {
            prop_assert!((1..=lines).contains(&mark.line), "{mark} of {lines}");
            found += 1;
        }
        prop_assert!(found > 0, "silence");
    }
}
