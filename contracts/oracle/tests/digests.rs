//! What reporters sign, against digests made without this code.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use numeric::UnixTime;
use support::{at, happened, milestone, not_by, word, UNRESOLVABLE};
use types::digest::Digest;
use types::journey::Subject;
use types::oracle::{report_digest, subject_digest};

/// Of Python's hashlib, with
///
/// ```python
/// from hashlib import sha256
/// def chain(prev, parts):
///     h = sha256(prev)
///     for p in parts: h.update(len(p).to_bytes(8, "big")); h.update(p)
///     return h.digest()
/// domain = sha256(b"portolan/oracle/report/1").digest()
/// subject = chain(domain, [b"neutron-1", b"oracle", (7).to_bytes(4, "big"), b"shipment", b"MSC:BL-7",
///                          bytes([2]), b"DEPA", b"NLRTM", (3).to_bytes(4, "big")])
/// report = lambda tag, t: chain(subject, [tag, t.to_bytes(8, "big"), (1357038000).to_bytes(8, "big")])
/// subject.hex(), report(b"H", 1357034400).hex(), report(b"N", 1357034400).hex(), report(b"U", 0).hex()
/// ```
const GOLDEN: [&str; 4] = [
    "eacab875773606107cc5acfe92936cabf6125e8e45bd0928f0761bf10b1a7b4d",
    "f4231bfe42f5b9eee15317aa0792adb97f840f72da8955862380a8d416cd7d50",
    "93202acb7fc9d645ef63dd0772bacb113e8b66a804a85b75f12fd14fa7685c10",
    "7c454f9bdb620d4efa81931c31105ab2aea5c0e63d66d8cb4292ba9870fc54cc",
];

const SIGNED: u64 = 1_357_038_000;

fn subject(collection: &str, token_id: &str) -> Subject {
    let milestone = milestone(2, "DEPA", "NLRTM");
    Subject { collection: collection.to_owned(), token_id: word(token_id), milestone }
}

fn golden() -> Digest {
    subject_digest("neutron-1", "oracle", 7, &subject("shipment", "MSC:BL-7"), 3)
}

fn time() -> UnixTime {
    at(1_357_034_400)
}

#[test]
fn digests_are_those_of_the_specification() {
    let subject = golden();
    let report = |outcome| report_digest(&subject, &outcome, at(SIGNED)).to_string();
    let found = [subject.to_string(), report(happened(time())), report(not_by(time())), report(UNRESOLVABLE)];
    assert_eq!(found, GOLDEN);
}

/// Every part counts, and none runs into the next.
#[test]
fn no_two_subjects_have_one_digest() {
    let digest = |chain: &str, oracle: &str, feed, collection: &str, token: &str, round| {
        subject_digest(chain, oracle, feed, &subject(collection, token), round)
    };
    let different = [
        golden(),
        digest("neutron-2", "oracle", 7, "shipment", "MSC:BL-7", 3),
        digest("neutron-1", "oracle2", 7, "shipment", "MSC:BL-7", 3),
        digest("neutron-1o", "racle", 7, "shipment", "MSC:BL-7", 3),
        digest("neutron-1", "oracle", 8, "shipment", "MSC:BL-7", 3),
        digest("neutron-1", "oracle", 7, "shipments", "MSC:BL-7", 3),
        digest("neutron-1", "oracle", 7, "shipmentM", "SC:BL-7", 3),
        digest("neutron-1", "oracle", 7, "shipment", "MSC:BL-72", 3),
        digest("neutron-1", "oracle", 7, "shipment", "MSC:BL-7", 4),
    ];
    for (i, a) in different.iter().enumerate() {
        assert!(different.iter().skip(i + 1).all(|b| a != b), "number {i}");
    }
}

#[test]
fn no_two_reports_have_one_digest() {
    let subject = golden();
    let report = |outcome, signed| report_digest(&subject, &outcome, at(signed));
    let different = [
        report(happened(time()), SIGNED),
        report(not_by(time()), SIGNED),
        report(UNRESOLVABLE, SIGNED),
        report(happened(at(SIGNED)), SIGNED),
        report(happened(time()), SIGNED + 1),
    ];
    for (i, a) in different.iter().enumerate() {
        assert!(different.iter().skip(i + 1).all(|b| a != b), "number {i}");
    }
}
