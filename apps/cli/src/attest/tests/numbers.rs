//! Readings, on a feed that answers with numbers.

use super::feed::FIRST;
use super::*;

/// A table of readings: `value unit time device quantity`.
fn readings(rows: &[(&str, &str, &str, &str)]) -> Vec<Publication> {
    let rows = rows
        .iter()
        .map(|(value, unit, time, device)| format!("temperature,{value},{unit},{time},{device}\n"));
    let text = "quantity,value,unit,time,device\n".to_owned() + &rows.collect::<String>();
    let sheet = decode(&"rows.csv".into(), text.as_bytes(), None);
    assert_eq!(sheet.refused, []);
    sheet.publications
}

fn probe() -> String {
    format!("{FIRST}/probe 1")
}

fn measured(value: i64, time: &str) -> Outcome {
    Outcome::Measured { value: Reading::new(value), at: at(time) }
}

const NOON: &str = "2025-04-19T12:00:00Z";

#[test]
fn the_latest_reading_of_the_shipment_becomes_the_feed_s_number() {
    let mut feed = Feed::of_temperatures();
    let seen = readings(&[
        ("4.9", "CEL", "2025-04-19T11:00:00Z", &probe()),
        ("4.65", "CEL", NOON, &probe()),
        ("19", "CEL", "2025-04-19T13:00:00Z", "somebody else's"),
    ]);
    let decision = feed.decide(0, &seen);
    assert_eq!((decision.reports[0].outcome, &decision.doubted[..]), (measured(46, NOON), &[][..]));
    assert!(matches!(&decision.fates[&0], Fate::Known(why) if why.contains("later reading")));
    assert!(matches!(&decision.fates[&2], Fate::Aside(why) if why.contains("--reference")));
    feed.all_report(&seen);
    assert_eq!(feed.number(), Some((46, at(NOON))));
    // The series goes on with the next round.
    let next = readings(&[("-3.2", "CEL", "2025-04-19T18:00:00Z", &probe())]);
    feed.all_report(&next);
    assert_eq!(feed.number(), Some((-32, at("2025-04-19T18:00:00Z"))));
}

#[test]
fn events_are_no_numbers_and_numbers_no_events() {
    let event = table(&format!("i1 - INSP ACT {NOON} NLRTM {FIRST}"));
    let decision = Feed::of_temperatures().decide(0, &event);
    assert!(matches!(&decision.fates[&0], Fate::Aside(why) if why.contains("no events")));
    let decision = Feed::new().decide(0, &readings(&[("4.6", "CEL", NOON, &probe())]));
    assert_eq!((&decision.fates[&0], &decision.reports[..]), (&Fate::Observed, &[][..]));
}

#[test]
fn what_the_feed_cannot_take_is_refused_or_set_aside() {
    let doubt = |value: &str, unit: &str, time: &str| {
        let decision = Feed::of_temperatures().decide(0, &readings(&[(value, unit, time, &probe())]));
        assert_eq!(decision.reports, []);
        decision.doubted.first().map(|doubt| doubt.fault.clone())
    };
    assert!(matches!(doubt("40.06", "CEL", NOON), Some(Doubt::OffScale { .. })));
    assert!(matches!(doubt("-40.051", "CEL", NOON), Some(Doubt::OffScale { .. })));
    assert!(matches!(doubt("40", "FAH", NOON), Some(Doubt::OtherUnit { .. })));
    assert!(matches!(doubt("4", "CEL", "2025-04-20T00:00:01Z"), Some(Doubt::FutureReading { .. })));
    assert_eq!(doubt("4", "CEL", "2025-04-17T23:59:59Z"), None, "older than two days is set aside");
    let mut feed = Feed::of_temperatures();
    let again = feed.asked.inquiry.questions[0].clone();
    feed.asked.inquiry.questions.push(again);
    let decision = feed.decide(0, &readings(&[("4", "CEL", NOON, &probe())]));
    assert_eq!(decision.doubted[0].fault, Doubt::SeveralQuestions);
}

#[test]
fn two_probes_that_differ_at_once_are_both_refused() {
    let mut feed = Feed::of_temperatures();
    let (one, other) = (probe(), format!("{FIRST}/probe 2"));
    let differ = readings(&[("4", "CEL", NOON, &one), ("5", "CEL", NOON, &other)]);
    let decision = feed.decide(0, &differ);
    assert_eq!(doubted(&decision), [2, 3]);
    assert_eq!(decision.doubted[0].fault, Doubt::ReadingsDiffer { devices: format!("{one}, {other}") });
    let agree = readings(&[("4", "CEL", NOON, &one), ("4.0", "CEL", NOON, &other)]);
    assert_eq!(feed.decide(0, &agree).reports[0].outcome, measured(40, NOON));
    // Who names one of them means that one.
    feed.references = vec![other];
    let decision = feed.decide(0, &differ);
    assert_eq!((decision.reports[0].outcome, &decision.doubted[..]), (measured(50, NOON), &[][..]));
    assert!(matches!(&decision.fates[&0], Fate::Aside(_)), "{:?}", decision.fates);
}

#[test]
fn one_number_a_round_and_never_two_of_one_time() {
    let mut feed = Feed::of_temperatures();
    let signed = feed.sign(0, &readings(&[("4", "CEL", NOON, &probe())]));
    let other = readings(&[("5", "CEL", NOON, &probe())]);
    assert!(matches!(feed.decide(0, &other).doubted[0].fault, Doubt::SecondWord { .. }));
    let later = readings(&[("5", "CEL", "2025-04-19T13:00:00Z", &probe())]);
    assert!(matches!(&feed.decide(0, &later).fates[&0], Fate::Known(_)));
    feed.submit(&signed).remove(0).unwrap();
    assert!(matches!(&feed.decide(0, &later).fates[&0], Fate::Known(_)));
}

#[test]
fn readings_that_their_publisher_took_back_are_not_signed() {
    let document = |more: &str| {
        let text = format!(
            r#"{{"type":"EPCISDocument","epcisBody":{{"eventList":[
            {{"type":"ObjectEvent","eventID":"e1","eventTime":"{NOON}","eventTimeZoneOffset":"+00:00","sensorElementList":[
            {{"sensorMetadata":{{"deviceID":"{FIRST}"}},"sensorReport":[{{"type":"Temperature","value":4.5,"uom":"CEL"}}]}}]}}{more}]}}}}"#
        );
        let sheet = decode(&"e.json".into(), text.as_bytes(), None);
        assert_eq!(sheet.refused, []);
        sheet.publications
    };
    let feed = Feed::of_temperatures();
    assert_eq!(feed.decide(0, &document("")).reports[0].outcome, measured(45, NOON));
    let error = format!(
        r#",{{"type":"ObjectEvent","eventID":"e1","eventTime":"{NOON}","eventTimeZoneOffset":"+00:00",
        "errorDeclaration":{{"declarationTime":"2025-04-19T14:00:00Z","reason":"incorrect_data"}}}}"#
    );
    let decision = feed.decide(0, &document(&error));
    assert_eq!(decision.reports, []);
    assert!(matches!(&decision.fates[&0], Fate::Retracted(_)), "{:?}", decision.fates);
}
