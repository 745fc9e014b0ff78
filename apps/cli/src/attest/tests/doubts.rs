//! What is not believed, with the lines that say so.

use super::feed::{FIRST, NOW, SECOND};
use super::*;

fn fault(rows: &str) -> (Vec<u64>, Doubt) {
    let decision = Feed::new().decide(0, &table(rows));
    assert_eq!(decision.reports, [], "{rows}");
    (
        doubted(&decision),
        decision.doubted.first().unwrap_or_else(|| panic!("{:?}", decision.fates)).fault.clone(),
    )
}

#[test]
fn what_lies_ahead_or_was_published_too_early_is_impossible() {
    let (lines, doubt) = fault(&format!("- - DEPA ACT 2025-04-20T00:00:01Z CNSHA {FIRST}"));
    assert!(matches!(doubt, Doubt::Future { .. }), "{doubt}");
    assert_eq!(lines, [2]);
    assert!(doubt.to_string().contains("2025-04-20T00:00:01Z"), "{doubt}");
    let early = format!("- 2025-03-02T07:14:59Z DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}");
    assert!(matches!(fault(&early).1, Doubt::PublishedBefore { .. }));
    let reading = "quantity,value,unit,time\ntemperature,4,CEL,2025-04-20T00:00:01Z\n";
    let reading = decode(&"rows.csv".into(), reading.as_bytes(), None).publications;
    let decision = Feed::new().decide(0, &reading);
    assert!(matches!(decision.doubted[0].fault, Doubt::FutureReading { .. }));
    let estimate = table(&format!("- 2025-03-01T00:00:00Z DEPA EST 2025-05-02T07:15:00Z CNSHA {FIRST}"));
    let decision = Feed::new().decide(0, &estimate);
    assert_eq!((decision.doubted, &decision.fates[&0]), (vec![], &Fate::Expected));
}

/// Else the newest version for good would be the one with the wrong year.
#[test]
fn what_is_published_in_the_future_does_not_pass_for_the_newest() {
    let rows = format!(
        "e1 2052-03-03T00:00:00Z DEPA ACT 2025-03-02T05:00:00Z CNSHA {FIRST}
         e1 2025-03-10T00:00:00Z DEPA ACT 2025-03-02T01:00:00Z CNSHA {FIRST}"
    );
    let (lines, doubt) = fault(&rows);
    assert_eq!(
        (lines, doubt),
        (vec![2], Doubt::PublishedAhead { issued: at("2052-03-03T00:00:00Z"), now: at(NOW) })
    );
    let taken_back = format!(
        "e1 - DEPA ACT 2025-03-02T05:00:00Z CNSHA {FIRST}
         e2 2052-03-11T00:00:00Z - - - - - - - - e1 yes"
    );
    assert_eq!(fault(&taken_back).0, [3]);
}

#[test]
fn contradictions_are_refused_together_and_the_rest_of_the_voyage_stands() {
    let rows = format!(
        "- - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}
         - - ARRI ACT 2025-04-02T07:15:00Z NLRTM {FIRST}
         - - DEPA ACT 2025-03-02T07:16:00Z CNSHA {SECOND}"
    );
    let decision = Feed::new().decide(0, &table(&rows));
    assert_eq!(doubted(&decision), [2, 4]);
    let said: Vec<String> = decision.doubted.iter().map(ToString::to_string).collect();
    assert!(said[0].starts_with("rows.csv:2: it contradicts rows.csv:4"), "{said:?}");
    assert!(said[1].starts_with("rows.csv:4: it contradicts rows.csv:2"), "{said:?}");
    assert_eq!(words(&decision), [(EventCode::Arrived, happened("2025-04-02T07:15:00Z"))]);
}

#[test]
fn goods_do_not_arrive_before_they_sail() {
    let rows = format!(
        "- - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}
         - - ARRI ACT 2025-03-02T07:14:59Z NLRTM {FIRST}
         - - GTIN ACT 2025-03-01T00:00:00Z CNSHA {FIRST};{SECOND}"
    );
    let decision = Feed::new().decide(0, &table(&rows));
    assert_eq!(doubted(&decision), [2, 3]);
    assert!(matches!(decision.doubted[0].fault, Doubt::OutOfOrder { .. }));
    assert_eq!(words(&decision), [(EventCode::GateIn, happened("2025-03-01T00:00:00Z"))]);
    // Nor before a fact that says when they sailed.
    let mut feed = Feed::new();
    feed.all_report(&table(&format!("- - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}")));
    let within = table(&format!("- - ARRI ACT 2025-03-02T07:05:00Z NLRTM {FIRST}"));
    assert_eq!(feed.decide(0, &within).doubted, [], "the feed's tolerance is ten minutes");
    let early = table(&format!("- - ARRI ACT 2025-03-02T07:04:59Z NLRTM {FIRST}"));
    let decision = feed.decide(0, &early);
    assert_eq!((doubted(&decision), words(&decision)), (vec![2], vec![]));
    assert!(decision.doubted[0].to_string().contains("a final fact"), "{}", decision.doubted[0]);
}

#[test]
fn a_milestone_of_containers_is_reached_with_the_last_of_them() {
    let first = format!("- - LOAD ACT 2025-03-01T07:15:00Z CNSHA {FIRST}");
    let decision = Feed::new().decide(0, &table(&first));
    assert!(matches!(&decision.fates[&0], Fate::Waits(why) if why.contains(SECOND)), "{:?}", decision.fates);
    assert_eq!(words(&decision), []);

    let both = format!("{first}\n- - LOAD ACT 2025-03-01T08:00:00Z CNSHA {SECOND}");
    let loaded = [(EventCode::Loaded, happened("2025-03-01T08:00:00Z"))];
    assert_eq!(words(&Feed::new().decide(0, &table(&both))), loaded);
    // Who says it of the whole shipment must mean the last container too.
    let whole = |time: &str| format!("{both}\n- - LOAD ACT {time} CNSHA - - - MSC:BL-7");
    assert_eq!(words(&Feed::new().decide(0, &table(&whole("2025-03-01T08:00:00Z")))), loaded);
    assert!(matches!(fault(&whole("2025-03-01T09:00:00Z")).1, Doubt::Contradicts { .. }));
    assert!(matches!(fault(&whole("2025-03-01T07:15:00Z")).1, Doubt::Contradicts { .. }));
    // And one container is not loaded twice.
    let twice = format!("{both}\n- - LOAD ACT 2025-03-01T08:30:00Z CNSHA {FIRST}");
    assert_eq!(fault(&twice).0, [2, 4]);
}

#[test]
fn what_is_of_no_question_is_set_aside() {
    let aside = |rows: &str| {
        let decision = Feed::new().decide(0, &table(rows));
        assert_eq!((words(&decision), &decision.doubted[..]), (vec![], &[][..]), "{rows}");
        match &decision.fates[&0] {
            Fate::Aside(why) => why.clone(),
            fate => panic!("{fate:?}"),
        }
    };
    assert!(aside("- - DEPA ACT 2025-03-02T07:15:00Z CNSHA MSCU5285725").contains("another shipment"));
    assert!(aside("- - DEPA ACT 2025-03-02T07:15:00Z CNSHA - - - MSC:BL-8").contains("another shipment"));
    assert!(aside(&format!("- - DEPA ACT 2025-01-15T23:59:59Z CNSHA {FIRST}")).contains("earlier voyage"));
    assert!(aside(&format!("- - DEPA ACT 2025-03-02T07:15:00Z SGSIN {FIRST}"))
        .contains("not asked of this place"));
    assert!(aside(&format!("- - INSP ACT 2025-03-02T07:15:00Z CNSHA {FIRST}")).contains("not asked"));
    assert!(aside(&format!("- - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST} 1"))
        .contains("not asked of this place"));
}

/// A port, its railway station and its barge terminal have one UN/LOCODE; carriers publish what calls at each.
#[test]
fn what_another_vehicle_did_there_is_not_the_vessel_s() {
    let event = |kind: &str, code: &str, mode: &str| {
        let text = format!(
            r#"{{"eventID":"1","eventCreatedDateTime":"2025-03-03T00:00:00Z","eventType":"{kind}","eventClassifierCode":"ACT",
            "eventDateTime":"2025-03-02T07:15:00Z","{}EventTypeCode":"{code}","transportCall":{{"UNLocationCode":"CNSHA"{mode}}},
            "documentReferences":[{{"documentReferenceType":"TRD","documentReferenceValue":"MSC:BL-7"}}]}}"#,
            kind.to_lowercase()
        );
        let sheet = decode(&"f.json".into(), text.as_bytes(), None);
        assert_eq!(sheet.refused, []);
        Feed::new().decide(0, &sheet.publications)
    };
    for (kind, code) in [("TRANSPORT", "DEPA"), ("EQUIPMENT", "LOAD")] {
        for mode in ["", r#","modeOfTransport":"VESSEL""#, r#","modeOfTransport":"MULTIMODAL""#] {
            assert_eq!(event(kind, code, mode).reports.len(), 1, "{code} {mode}");
        }
        for mode in ["RAIL", "TRUCK", "BARGE"] {
            let decision = event(kind, code, &format!(r#","modeOfTransport":"{mode}""#));
            assert_eq!((words(&decision), &decision.doubted[..]), (vec![], &[][..]), "{code} {mode}");
            assert!(matches!(&decision.fates[&0], Fate::Aside(why) if why.contains("the leg is not")));
        }
    }
    // Goods come to a vessel's terminal on trucks.
    assert_eq!(event("EQUIPMENT", "GTIN", r#","modeOfTransport":"TRUCK""#).reports.len(), 1);
}

#[test]
fn a_place_by_another_code_wants_its_locode() {
    let rows = format!("- - DEPA ACT 2025-03-02T07:15:00Z PVG {FIRST}");
    let (_, doubt) = fault(&rows);
    assert_eq!(doubt, Doubt::UnknownPlace { place: "PVG".to_owned() });
    assert!(matches!(
        fault(&format!("- - DEPA ACT 2025-03-02T07:15:00Z - {FIRST}")).1,
        Doubt::NoPlace { .. }
    ));

    let mut feed = Feed::new();
    let file = feed.journal_file(9);
    std::fs::write(&file, "code,locode\nPVG,CNSHA\nurn:epc:id:sgln:4012345.00005.0,NLRTM\n").unwrap();
    feed.places = Places::read(&file).unwrap();
    assert_eq!(words(&feed.decide(0, &table(&rows))).len(), 1);
    for wrong in [
        "code,locode\nPVG,CNSHA\nPVG,CNSGH\n",
        "code,locode\nPVG,CN1\n",
        "code\nPVG\n",
        "code,locode,x\na,CNSHA,1\n",
    ] {
        std::fs::write(&file, wrong).unwrap();
        assert!(Places::read(&file).is_err(), "{wrong}");
    }
}

#[test]
fn a_place_that_two_legs_share_wants_the_leg() {
    let mut feed = Feed::new();
    let mut twin = feed.asked.inquiry.questions[2].clone();
    twin.milestone.leg = 1;
    feed.asked.inquiry.questions.push(twin);
    let leg = feed.asked.journey.legs[0].clone();
    feed.asked.journey.legs.push(leg);
    let unclear = feed.decide(0, &table(&format!("- - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}")));
    assert!(matches!(unclear.doubted[0].fault, Doubt::Ambiguous { .. }));
    let clear = feed.decide(0, &table(&format!("- - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST} 1")));
    assert_eq!(clear.reports[0].milestone.leg, 1);
}

/// The suite's own example of version 3 is dated before it happened, by a year.
#[test]
fn dcsa_s_own_example_of_version_3_is_impossible_until_its_dates_are_mended() {
    let mut feed = Feed::new();
    feed.now = at("2026-02-01T00:00:00Z");
    feed.references = vec!["ABC709951".to_owned()];
    feed.asked.inquiry.questions[2].milestone.place = "GBSOU".parse().unwrap();
    let text = include_str!("../../../tests/publications/dcsa-3.json");
    let read = |text: &str| decode(&"dcsa-3.json".into(), text.as_bytes(), None).publications;
    let decision = feed.decide(0, &read(text));
    assert_eq!(doubted(&decision), [33]);
    assert!(matches!(decision.doubted[0].fault, Doubt::PublishedBefore { .. }));
    let mended = text.replace("\"eventUpdatedDateTime\": \"2025-", "\"eventUpdatedDateTime\": \"2026-");
    let decision = feed.decide(0, &read(&mended));
    assert_eq!(words(&decision), [(EventCode::Departed, happened("2026-01-16T11:30:00Z"))]);
}
