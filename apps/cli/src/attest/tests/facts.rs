//! What is signed is what the oracle takes.

use types::journey::Standing;

use super::feed::{FIRST, SECOND};
use super::*;

fn final_at(text: &str) -> Standing {
    Standing { happened: Some(at(text)), not_by: None, unresolvable: false }
}

#[test]
fn a_voyage_as_its_carrier_published_it_becomes_facts() {
    let mut feed = Feed::new();
    let published = table(&format!(
        "g1 - GTIN ACT 2025-02-27T10:00:00+08:00 CNSHA {FIRST}
         g2 - GTIN ACT 2025-02-27T11:30:00+08:00 CNSHA {SECOND}
         l1 - LOAD ACT 2025-03-01T22:00:00+08:00 CNSHA {FIRST};{SECOND}
         d0 - DEPA PLN 2025-03-02T06:00:00+08:00 CNSHA {FIRST}
         d1 - DEPA ACT 2025-03-02T07:15:00+08:00 CNSHA {FIRST}
         a1 - ARRI ACT 2025-04-02T05:00:00+02:00 NLRTM {FIRST}
         x1 - DISC ACT 2025-04-02T20:00:00+02:00 NLRTM {SECOND}
         x2 - DISC ACT 2025-04-02T21:00:00+02:00 NLRTM {FIRST}"
    ));
    let decision = feed.decide(0, &published);
    assert_eq!(decision.doubted, []);
    assert_eq!(decision.fates[&3], Fate::Expected);
    feed.all_report(&published);
    // In UTC, and at the time of the last container.
    let times = [
        "2025-02-27T03:30:00Z",
        "2025-03-01T14:00:00Z",
        "2025-03-01T23:15:00Z",
        "2025-04-02T03:00:00Z",
        "2025-04-02T19:00:00Z",
    ];
    for (question, time) in times.into_iter().enumerate() {
        assert_eq!(feed.standing(question), final_at(time), "question {question}");
    }
    // Nothing is new any more.
    let again = feed.decide(0, &published);
    assert_eq!((again.reports, again.doubted), (vec![], vec![]));
}

#[test]
fn the_same_of_each_standard_is_the_same_word() {
    let dcsa = format!(
        r#"[{{"eventID":"1","eventCreatedDateTime":"2025-03-03T00:00:00Z","eventType":"TRANSPORT","eventClassifierCode":"ACT",
        "eventDateTime":"2025-03-02T07:15:00+08:00","transportEventTypeCode":"DEPA","transportCall":{{"UNLocationCode":"CNSHA"}},
        "references":[{{"referenceType":"EQ","referenceValue":"{FIRST}"}}]}}]"#
    );
    let beta = format!(
        r#"{{"metadata":{{"eventID":"1","eventCreatedDateTime":"2025-03-03T00:00:00Z","eventType":"TRANSPORT"}},
        "payload":{{"eventClassifierCode":"ACT","eventDateTime":"2025-03-02T07:15:00+08:00","transportEventTypeCode":"DEPA",
        "transportCall":{{"location":{{"UNLocationCode":"CNSHA"}}}},"references":[{{"type":"EQ","value":"{FIRST}"}}]}}}}"#
    );
    let third = r#"{"events":[{"eventID":"1","eventDateTime":"2025-03-02T07:15:00+08:00","eventUpdatedDateTime":"2025-03-03T00:00:00Z",
        "eventLocation":{"UNLocationCode":"CNSHA"},"eventClassification":{"eventTypeCode":"TRANSPORT","eventClassifierCode":"ACT",
        "transportEventTypeCode":"DEPA"},"shipmentDetails":{"documentReference":{"typeCode":"TRD","reference":"MSC:BL-7"}}}]}"#;
    let air = r#"{"@context":{"c":"https://onerecord.iata.org/ns/cargo#"},"@type":"c:LogisticsEvent","c:eventDate":"2025-03-02T07:15:00+08:00",
        "c:eventCode":{"@id":"https://onerecord.iata.org/ns/code-lists/StatusCode#DEP"},"c:eventTimeType":{"@id":"c:ACTUAL"},
        "c:eventFor":{"@id":"MSC:BL-7"},"c:eventLocation":{"@type":"c:Location","c:locationCodes":[{"c:code":"PVG"},{"c:code":"CNSHA"}]}}"#;
    let epcis = format!(
        r#"{{"type":"EPCISDocument","schemaVersion":"2.0","epcisBody":{{"eventList":[{{"type":"ObjectEvent","action":"OBSERVE",
        "eventTime":"2025-03-02T07:15:00.999+08:00","eventTimeZoneOffset":"+08:00","bizStep":"https://ref.gs1.org/cbv/BizStep-departing",
        "epcList":["urn:epc:id:bic:{FIRST}"],"readPoint":{{"id":"https://vocabulary.uncefact.org/unlocode#CNSHA"}}}}]}}}}"#
    );
    let mut csv =
        "\u{feff}event,classifier,time,place,reference\r\nDEP,ACT,2025-03-01T23:15:00Z,CNSHA,MSC:BL-7\r\n"
            .to_owned();
    let mut digests = Vec::new();
    for text in [&dcsa, &beta, third, air, &epcis, csv.as_mut_str()] {
        let feed = Feed::new();
        let sheet = decode(&"x".into(), text.as_bytes(), None);
        assert_eq!(sheet.refused, [], "{text}");
        let signed = feed.sign(2, &sheet.publications);
        assert_eq!(signed.len(), 1, "{text}: {:?}", feed.decide(2, &sheet.publications));
        assert_eq!(signed[0].report.outcome, happened("2025-03-01T23:15:00Z"), "{text}");
        digests.push((signed[0].subject.clone(), signed[0].report.clone()));
    }
    assert!(digests.windows(2).all(|two| two[0] == two[1]), "to the signature");
}

#[test]
fn nothing_of_another_feed_or_round_passes_for_a_report() {
    let mut feed = Feed::new();
    let published = table(&format!("d1 - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}"));
    let signed = feed.sign(0, &published);
    let mut other_round = signed[0].clone();
    other_round.round = 1;
    let mut other_time = signed[0].clone();
    other_time.report.outcome = happened("2025-03-02T07:16:00Z");
    let mut other_reporter = signed[0].clone();
    other_reporter.report.reporter = 2;
    for answer in feed.submit(&[other_round, other_time, other_reporter]) {
        assert!(answer.is_err());
    }
    assert!(feed.submit(&signed)[0].is_ok());
}
