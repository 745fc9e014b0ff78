//! What a publisher takes back or corrects.

use types::oracle::PendingDecision;

use super::feed::{CUTOFF, FIRST};
use super::*;

const DEPARTED: usize = 2;

fn departure(rest: &str) -> String {
    format!("d1 2025-03-03T00:00:00Z DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST}\n{rest}")
}

#[test]
fn a_correction_before_anything_was_signed_is_all_there_is() {
    let feed = Feed::new();
    let corrected = table(&departure(&format!(
        "d2 2025-03-04T00:00:00Z DEPA ACT 2025-03-02T19:15:00Z CNSHA {FIRST} - d1"
    )));
    let decision = feed.decide(0, &corrected);
    assert_eq!(decision.doubted, []);
    assert_eq!(words(&decision), [(EventCode::Departed, happened("2025-03-02T19:15:00Z"))]);
    assert!(matches!(&decision.fates[&0], Fate::Retracted(by) if by.line == 3));
}

#[test]
fn the_later_version_of_one_id_holds_and_of_two_at_once_neither() {
    let feed = Feed::new();
    let versions =
        table(&departure(&format!("d1 2025-03-04T00:00:00Z DEPA ACT 2025-03-02T19:15:00Z CNSHA {FIRST}")));
    let decision = feed.decide(0, &versions);
    assert_eq!(words(&decision), [(EventCode::Departed, happened("2025-03-02T19:15:00Z"))]);
    assert!(matches!(&decision.fates[&0], Fate::Superseded(by) if by.line == 3));
    for published in ["2025-03-03T00:00:00Z", "-"] {
        let at_once =
            table(&departure(&format!("d1 {published} DEPA ACT 2025-03-02T19:15:00Z CNSHA {FIRST}")));
        let decision = feed.decide(0, &at_once);
        assert_eq!((doubted(&decision), words(&decision)), (vec![2, 3], vec![]));
        assert!(matches!(decision.doubted[0].fault, Doubt::SameId { .. }));
    }
}

#[test]
fn a_correction_of_a_fact_goes_into_the_next_round() {
    let mut feed = Feed::new();
    feed.all_report(&table(&departure("")));
    assert_eq!(feed.asked.inquiry.questions[DEPARTED].round, 1);
    // Somebody else's other time is no correction.
    let other = table(&format!("z9 - DEPA ACT 2025-03-02T19:15:00Z CNSHA {FIRST}"));
    assert!(matches!(feed.decide(0, &other).fates[&0], Fate::Known(_)));

    let corrected =
        table(&format!("d2 2025-03-04T00:00:00Z DEPA ACT 2025-03-02T19:15:00Z CNSHA {FIRST} - d1"));
    let decision = feed.decide(0, &corrected);
    assert_eq!(decision.reports[0].round, 1);
    feed.all_report(&corrected);
    assert_eq!(feed.standing(DEPARTED).happened, Some(at("2025-03-02T19:15:00Z")));
    assert_eq!(feed.decide(0, &corrected).reports, [], "and is a fact");
}

#[test]
fn what_is_decided_and_can_be_challenged_is_not_said_again_but_corrected() {
    let mut feed = Feed::new();
    let decided = happened("2025-03-02T07:15:00Z");
    let question = &mut feed.asked.inquiry.questions[DEPARTED];
    let until = at("2025-04-22T00:00:00Z");
    question.round = 1;
    question.pending = Some(PendingDecision { round: 0, outcome: decided, until, challenged: false });
    let near = table(&format!("z9 - DEPA ACT 2025-03-02T07:16:00Z CNSHA {FIRST}"));
    for again in [table(&departure("")), near] {
        let decision = feed.decide(0, &again);
        assert!(matches!(&decision.fates[&0], Fate::Known(why) if why.contains("challenged")));
        assert_eq!(decision.reports, []);
    }
    let corrected = table(&departure(&format!("d2 - DEPA ACT 2025-03-02T19:15:00Z CNSHA {FIRST} - d1")));
    assert_eq!(words(&feed.decide(0, &corrected)), [(EventCode::Departed, happened("2025-03-02T19:15:00Z"))]);
    let retracted = table(&departure("- 2025-03-05T00:00:00Z - - - - - - - - d1 no"));
    assert_eq!(words(&feed.decide(0, &retracted)), [(EventCode::Departed, Outcome::Unresolvable {})]);
}

#[test]
fn a_second_word_in_an_open_round_is_never_signed() {
    let mut feed = Feed::new();
    let signed = feed.sign(0, &table(&departure("")));
    let corrected = table(&format!("d2 - DEPA ACT 2025-03-02T19:15:00Z CNSHA {FIRST} - d1"));
    // Whether it was sent or only written down.
    for sent in [false, true] {
        if sent {
            feed.submit(&signed).remove(0).unwrap();
            std::fs::remove_file(feed.journal_file(0)).unwrap();
        }
        let decision = feed.decide(0, &corrected);
        assert_eq!((doubted(&decision), words(&decision)), (vec![2], vec![]));
        assert!(matches!(decision.doubted[0].fault, Doubt::SecondWord { round: 0, .. }));
    }
    // Once the round is over it is said in the next.
    feed.close(DEPARTED);
    let decision = feed.decide(0, &corrected);
    assert_eq!(
        (decision.reports[0].round, decision.reports[0].outcome),
        (1, happened("2025-03-02T19:15:00Z"))
    );
}

#[test]
fn what_was_taken_back_before_it_was_said_is_not_said() {
    let feed = Feed::new();
    let retracted = table(&departure("- 2025-03-05T00:00:00Z - - - - - - - - d1 no"));
    let decision = feed.decide(0, &retracted);
    assert_eq!((words(&decision), doubted(&decision)), (vec![], vec![]));
    assert!(matches!(&decision.fates[&0], Fate::Retracted(by) if by.line == 3));
}

#[test]
fn a_fact_that_is_taken_back_cannot_be_established() {
    let mut feed = Feed::new();
    feed.all_report(&table(&departure("")));
    // The event itself need not be published again: the journal knows what was signed for it.
    for rows in [
        departure("- 2025-03-05T00:00:00Z - - - - - - - - d1 no"),
        "- 2025-03-05T00:00:00Z - - - - - - - - d1 no".to_owned(),
    ] {
        assert_eq!(words(&feed.decide(0, &table(&rows))), [(EventCode::Departed, Outcome::Unresolvable {})]);
    }
    feed.all_report(&table("- 2025-03-05T00:00:00Z - - - - - - - - d1 no"));
    assert!(feed.standing(DEPARTED).unresolvable);
}

/// Who asks a carrier is answered with the newest version of each event, and with nothing of the older ones.
#[test]
fn a_newer_version_alone_corrects_what_was_signed_for_the_older() {
    let mut feed = Feed::new();
    feed.all_report(&table(&departure("")));
    feed.now = at("2025-04-22T00:00:00Z");
    let version = |published: &str, what: &str| {
        let rows = format!("d1 {published} DEPA {what} CNSHA {FIRST}");
        feed.decide(0, &table(&rows))
    };
    let corrected = version("2025-04-21T00:00:00Z", "ACT 2025-03-02T19:15:00Z");
    assert_eq!(words(&corrected), [(EventCode::Departed, happened("2025-03-02T19:15:00Z"))]);
    // The same time again is no correction, and what is older than the word that was signed takes nothing back.
    for (published, what) in [
        ("2025-04-21T00:00:00Z", "ACT 2025-03-02T07:15:00Z"),
        ("2025-03-01T00:00:00Z", "EST 2025-03-02T19:15:00Z"),
        ("-", "EST 2025-03-02T19:15:00Z"),
    ] {
        assert_eq!(words(&version(published, what)), [], "{published} {what}");
    }
    let expected = version("2025-04-21T00:00:00Z", "EST 2025-05-02T07:15:00Z");
    assert_eq!(words(&expected), [(EventCode::Departed, Outcome::Unresolvable {})]);
}

#[test]
fn an_event_that_is_only_expected_after_all_was_taken_back() {
    let versions = departure(&format!("d1 2025-03-04T00:00:00Z DEPA EST 2025-05-02T07:15:00Z CNSHA {FIRST}"));
    let mut feed = Feed::new();
    let decision = feed.decide(0, &table(&versions));
    assert_eq!((words(&decision), &decision.fates[&1]), (vec![], &Fate::Expected), "it was never said");
    feed.all_report(&table(&departure("")));
    let unresolvable = [(EventCode::Departed, Outcome::Unresolvable {})];
    assert_eq!(words(&feed.decide(0, &table(&versions))), unresolvable);
    // The usual way is the other way round.
    let came_true =
        format!("d1 2025-03-01T00:00:00Z DEPA EST 2025-03-02T00:00:00Z CNSHA {FIRST}\n{}", departure(""));
    assert_eq!(words(&Feed::new().decide(0, &table(&came_true))).len(), 1);
}

#[test]
fn what_did_not_occur_had_not_happened_by_a_cut_off_before_it_was_taken_back() {
    let mut feed = Feed::new();
    feed.all_report(&table(&departure("")));
    let early = table("- 2025-03-09T23:59:59Z - - - - - - - - d1 yes");
    assert_eq!(words(&feed.decide(0, &early)), [(EventCode::Departed, Outcome::Unresolvable {})]);
    let late = table("- 2025-03-10T00:00:00Z - - - - - - - - d1 yes");
    let not_by = Outcome::NotBy { cutoff: at(CUTOFF) };
    assert_eq!(words(&feed.decide(0, &late)), [(EventCode::Departed, not_by)]);
    feed.all_report(&late);
    let standing = feed.standing(DEPARTED);
    assert_eq!((standing.happened, standing.not_by), (None, Some(at(CUTOFF))));
}

#[test]
fn a_retraction_that_is_taken_back_takes_nothing_back() {
    let feed = Feed::new();
    let rows = departure(
        "r1 2025-03-05T00:00:00Z - - - - - - - - d1 no
         r2 2025-03-06T00:00:00Z - - - - - - - - r1 no",
    );
    assert_eq!(
        words(&feed.decide(0, &table(&rows))),
        [(EventCode::Departed, happened("2025-03-02T07:15:00Z"))]
    );
    // What is published anew after its retraction stands again.
    let rows = format!(
        "r1 2025-03-05T00:00:00Z - - - - - - - - d1 no
         d1 2025-03-06T00:00:00Z DEPA ACT 2025-03-02T07:20:00Z CNSHA {FIRST}"
    );
    assert_eq!(
        words(&feed.decide(0, &table(&rows))),
        [(EventCode::Departed, happened("2025-03-02T07:20:00Z"))]
    );
}

#[test]
fn two_that_correct_each_other_say_nothing() {
    let feed = Feed::new();
    let rows = format!(
        "d1 - DEPA ACT 2025-03-02T07:15:00Z CNSHA {FIRST} - d2
         d2 - DEPA ACT 2025-03-02T08:15:00Z CNSHA {FIRST} - d1"
    );
    assert_eq!(words(&feed.decide(0, &table(&rows))), []);
}

#[test]
fn dcsa_3_takes_an_event_back_by_its_own_id() {
    let mut feed = Feed::new();
    let event = |updated: &str, retracted: bool| {
        let text = format!(
            r#"{{"events":[{{"eventID":"d1","isRetracted":{retracted},"eventDateTime":"2025-03-02T07:15:00Z",
            "eventUpdatedDateTime":"{updated}","eventLocation":{{"UNLocationCode":"CNSHA"}},
            "eventClassification":{{"eventTypeCode":"TRANSPORT","eventClassifierCode":"ACT","transportEventTypeCode":"DEPA"}},
            "shipmentDetails":{{"documentReference":{{"typeCode":"TRD","reference":"MSC:BL-7"}}}}}}]}}"#
        );
        let sheet = decode(&"e.json".into(), text.as_bytes(), None);
        assert_eq!(sheet.refused, []);
        sheet.publications
    };
    let published = event("2025-03-03T00:00:00Z", false);
    feed.all_report(&published);
    let retracted = event("2025-03-05T00:00:00Z", true);
    for publications in [retracted.clone(), [published, retracted.clone(), retracted].concat()] {
        assert_eq!(words(&feed.decide(0, &publications)), [(EventCode::Departed, Outcome::Unresolvable {})]);
    }
}

#[test]
fn epcis_declares_an_error_in_the_event_and_names_what_holds() {
    let feed = Feed::new();
    let document = |corrective: &str| {
        let event = |id: &str, time: &str, more: &str| {
            format!(
                r#"{{"type":"ObjectEvent","action":"OBSERVE","eventID":"{id}","eventTime":"{time}","eventTimeZoneOffset":"+00:00",
                "bizStep":"departing","epcList":["urn:epc:id:bic:{FIRST}"],
                "readPoint":{{"id":"https://vocabulary.uncefact.org/unlocode#CNSHA"}}{more}}}"#
            )
        };
        let error = r#","errorDeclaration":{"declarationTime":"2025-03-05T00:00:00Z","reason":"incorrect_data","correctiveEventIDs":["c"]}"#;
        let events = [
            event("a", "2025-03-02T07:15:00Z", ""),
            event("a", "2025-03-02T07:15:00Z", error),
            event(corrective, "2025-03-02T09:15:00Z", ""),
        ];
        let text =
            format!(r#"{{"type":"EPCISDocument","epcisBody":{{"eventList":[{}]}}}}"#, events.join(",\n"));
        decode(&"e.json".into(), text.as_bytes(), None).publications
    };
    assert_eq!(
        words(&feed.decide(0, &document("c"))),
        [(EventCode::Departed, happened("2025-03-02T09:15:00Z"))]
    );
    let missing = feed.decide(0, &document("other"));
    assert!(matches!(missing.doubted[0].fault, Doubt::CorrectionMissing { .. }), "{:?}", missing.doubted);
}
