//! What is signed and hashed, byte by byte: expected values by Python's hashlib.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use numeric::UnixTime;
use types::digest::Digest;
use types::journey::{MilestoneRef, Outcome, Subject};
use types::oracle::{report_digest, subject_digest};
use types::shipment::{act_hash, ActResponse};

fn digest(text: &str) -> Digest {
    text.parse().unwrap()
}

fn time(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

fn subject() -> Subject {
    Subject {
        collection: "wasm1shipment".to_owned(),
        token_id: "MSC:BL-7".parse().unwrap(),
        milestone: MilestoneRef { leg: 1, event: "ARR".parse().unwrap(), place: "CZPRG".parse().unwrap() },
    }
}

/// SHA-256 of SHA-256(`portolan/oracle/report/1`), then chain, oracle, feed (4 bytes), collection, token, leg
/// (1 byte), event by its canonical code, place and round (4 bytes), each behind its length in 8 bytes; all numbers
/// big-endian. Over that the tag H, N or U, its time and the time of signing, in 8 bytes each.
#[test]
fn a_report_is_signed_over_chain_contract_feed_subject_round_word_and_time() {
    let round = subject_digest("portolan-1", "wasm1oracle", 7, &subject(), 2);
    assert_eq!(round, digest("45184a8439a7189e9071b68628b71adb89dbfbe4dae136eeb4d27033193fde7a"));
    let signed_at = time(1_360_090_000);
    for (outcome, expected) in [
        (
            Outcome::Happened { at: time(1_360_000_000) },
            "86fe4635e89d49b1eb87cc4a83f0ae1249d40195d2fb252f3419675e8486a7bb",
        ),
        (
            Outcome::NotBy { cutoff: time(1_360_086_400) },
            "4d784d2580f11b8e41421ebdc1b3ef5c8b1be02bc94fc5203a4b8c18cd28fe4e",
        ),
        (Outcome::Unresolvable {}, "6bfba20532aa7d4222253af30c07ab0ef4f52dd3c84637c6c0837960b57bbab4"),
    ] {
        assert_eq!(report_digest(&round, &outcome, signed_at), digest(expected));
    }
}

/// A signature for one round of one question serves no other.
#[test]
fn nothing_that_is_signed_can_be_exchanged() {
    let milestone = |leg, event: &str, place: &str| MilestoneRef {
        leg,
        event: event.parse().unwrap(),
        place: place.parse().unwrap(),
    };
    let about = |milestone| Subject { milestone, ..subject() };
    let signed = [
        subject_digest("portolan-1", "wasm1oracle", 7, &subject(), 2),
        subject_digest("portolan-2", "wasm1oracle", 7, &subject(), 2),
        subject_digest("portolan-1w", "asm1oracle", 7, &subject(), 2),
        subject_digest("portolan-1", "wasm1other", 7, &subject(), 2),
        subject_digest("portolan-1", "wasm1oracle", 8, &subject(), 2),
        subject_digest("portolan-1", "wasm1oracle", 7, &subject(), 3),
        subject_digest("portolan-1", "wasm1oracle", 7, &about(milestone(2, "ARRI", "CZPRG")), 2),
        subject_digest("portolan-1", "wasm1oracle", 7, &about(milestone(1, "DISC", "CZPRG")), 2),
        subject_digest("portolan-1", "wasm1oracle", 7, &about(milestone(1, "ARRI", "DEHAM")), 2),
        subject_digest(
            "portolan-1",
            "wasm1oracle",
            7,
            &Subject {
                collection: "wasm1shipmentM".to_owned(),
                token_id: "SC:BL-7".parse().unwrap(),
                ..subject()
            },
            2,
        ),
    ];
    for (i, one) in signed.iter().enumerate() {
        assert!(!signed.iter().skip(i + 1).any(|other| other == one), "{i}");
    }
    let round = signed.first().unwrap();
    let (one, two) = (time(1_360_000_000), time(1_360_000_001));
    let words = [
        report_digest(round, &Outcome::Happened { at: one }, two),
        report_digest(round, &Outcome::Happened { at: two }, two),
        report_digest(round, &Outcome::Happened { at: one }, one),
        report_digest(round, &Outcome::NotBy { cutoff: one }, two),
        report_digest(round, &Outcome::Unresolvable {}, two),
    ];
    for (i, one) in words.iter().enumerate() {
        assert!(!words.iter().skip(i + 1).any(|other| other == one), "{i}");
    }
}

/// The words of the three vocabularies are one question.
#[test]
fn a_report_in_any_vocabulary_is_the_same_report() {
    let of = |event: &str| {
        let milestone = MilestoneRef { event: event.parse().unwrap(), ..subject().milestone };
        subject_digest("portolan-1", "wasm1oracle", 7, &Subject { milestone, ..subject() }, 2)
    };
    assert_eq!(of("ARR"), of("ARRI"));
    assert_eq!(of("https://ref.gs1.org/cbv/BizStep-arriving"), of("ARRI"));
}

#[test]
fn an_act_is_hashed_over_the_one_before() {
    let issue = ActResponse {
        number: 1,
        code: "ISSUE".parse().unwrap(),
        actor: "carrier".to_owned(),
        recipient: Some("shipper".to_owned()),
        at: time(1_356_998_400),
        remark: None,
        hash: Digest::of(b"not part of it"),
    };
    let first = act_hash(&Digest::of(b"MSC:BL-7"), &issue);
    assert_eq!(first, digest("c067b73724e1151229f180ca978cfc53dcbaf0b53e20ae2f28c92f11c970d45f"));
    let refusal = ActResponse {
        number: 2,
        code: "SREJ".parse().unwrap(),
        actor: "carrier".to_owned(),
        recipient: None,
        at: time(1_357_000_000),
        remark: Some(digest(&"ab".repeat(32))),
        hash: first.clone(),
    };
    assert_eq!(
        act_hash(&first, &refusal),
        digest("76e1f6c488a1b4a21d7ff531d2632e269076bcb1f0781492bf78bc2164046f1c")
    );
}
