//! The bytes of keys and values, written out by hand from the rules in the crate's documentation.
//! A change that breaks one of these breaks every deployed contract's state.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{testing::MockStorage, Addr, Storage};
use records::{from_packed, to_packed, Counter, PackError, RecordError, Single, Table};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
enum Status {
    Open,
    Settled { at: u64 },
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Milestone {
    amount: u128,
    payee: Addr,
    status: Status,
    deferred_days: Option<u16>,
    digest: [u8; 4],
}

fn settled() -> Milestone {
    Milestone {
        amount: 300,
        payee: Addr::unchecked("ann"),
        status: Status::Settled { at: 127 },
        deferred_days: Some(128),
        digest: [0xDE, 0xAD, 0xBE, 0xEF],
    }
}

const SETTLED_BYTES: [u8; 17] = [
    0x01, // version
    0xAC, 0x02, // 300: seven bits a byte, lowest first
    0x03, b'a', b'n', b'n', // length and text
    0x01, 0x7F, // second variant, 127
    0x01, 0x80, 0x01, // present, 128
    0xDE, 0xAD, 0xBE, 0xEF, // fixed length: no count
    0x00,
];

#[test]
fn a_record_is_its_version_and_its_fields() {
    assert_eq!(to_packed(&settled()).unwrap(), SETTLED_BYTES[..16]);
    assert_eq!(from_packed::<Milestone>(&SETTLED_BYTES[..16]).unwrap(), settled());

    let open = Milestone { status: Status::Open, deferred_days: None, ..settled() };
    assert_eq!(
        to_packed(&open).unwrap(),
        [0x01, 0xAC, 0x02, 0x03, b'a', b'n', b'n', 0x00, 0x00, 0xDE, 0xAD, 0xBE, 0xEF]
    );
}

#[test]
fn a_record_cut_short_or_continued_is_refused() {
    for length in 1..16 {
        assert_eq!(
            from_packed::<Milestone>(&SETTLED_BYTES[..length]),
            Err(PackError::Truncated { length }),
            "{length}"
        );
    }
    assert_eq!(from_packed::<Milestone>(&SETTLED_BYTES), Err(PackError::TrailingBytes { surplus: 1 }));
}

#[test]
fn a_record_of_another_version_is_refused() {
    assert_eq!(from_packed::<u64>(&[]), Err(PackError::Version { actual: None }));
    assert_eq!(from_packed::<u64>(&[0x00, 0x05]), Err(PackError::Version { actual: Some(0) }));
    assert_eq!(from_packed::<u64>(&[0x02, 0x05]), Err(PackError::Version { actual: Some(2) }));
    assert_eq!(from_packed::<u64>(b"\"5\""), Err(PackError::Version { actual: Some(b'"') }));
}

#[test]
fn bytes_that_are_no_such_record_are_refused() {
    let no_such_variant = from_packed::<Status>(&[0x01, 0x02]);
    assert!(matches!(no_such_variant, Err(PackError::Malformed { .. })), "{no_such_variant:?}");
    let no_bool = from_packed::<bool>(&[0x01, 0x02]);
    assert!(matches!(no_bool, Err(PackError::Malformed { .. })), "{no_bool:?}");
}

#[test]
fn a_table_reports_its_record_s_name() {
    const MILESTONES: Table<u64, Milestone> = Table::new(b'M', "milestone");
    let mut storage = MockStorage::new();
    assert_eq!(
        MILESTONES.load(&storage, 0x4142),
        Err(RecordError::NotFound { record: "milestone", key: r"M\x00\x00\x00\x00\x00\x00AB".to_owned() })
    );

    storage.set(b"M\0\0\0\0\0\0AB", &[0x07]);
    let unreadable =
        RecordError::Packing { record: "milestone", reason: PackError::Version { actual: Some(7) } };
    assert_eq!(MILESTONES.load(&storage, 0x4142), Err(unreadable.clone()));
    assert_eq!(MILESTONES.may_load(&storage, 0x4142), Err(unreadable.clone()));
    assert_eq!(MILESTONES.range(&storage, (), None, 10), Err(unreadable));
}

#[test]
fn a_single_component_stands_behind_its_namespace() {
    let key_of = |text| Table::<&str, u8>::new(b'T', "title").key(text).unwrap();
    assert_eq!(key_of("MSC-1"), b"TMSC-1");
    assert_eq!(key_of(""), b"T");
    assert_eq!(Table::<&[u8], u8>::new(b'B', "").key(&[0xFF, 0x00]).unwrap(), [b'B', 0xFF, 0x00]);
    assert_eq!(Table::<&Addr, u8>::new(b'A', "").key(&Addr::unchecked("ann")).unwrap(), b"Aann");
    assert_eq!(Table::<u8, u8>::new(b'1', "").key(0xAB).unwrap(), [b'1', 0xAB]);
    assert_eq!(Table::<u16, u8>::new(b'2', "").key(0xABCD).unwrap(), [b'2', 0xAB, 0xCD]);
    assert_eq!(Table::<u32, u8>::new(b'4', "").key(1).unwrap(), [b'4', 0, 0, 0, 1]);
    assert_eq!(Table::<u64, u8>::new(b'8', "").key(258).unwrap(), [b'8', 0, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(Table::<[u8; 3], u8>::new(b'D', "").key([9, 8, 7]).unwrap(), [b'D', 9, 8, 7]);
}

#[test]
fn every_component_but_the_last_ends_itself() {
    let pair = Table::<(&str, &str), u8>::new(b'P', "pair");
    assert_eq!(pair.key(("a", "bc")).unwrap(), b"P\x01abc");
    assert_eq!(pair.key(("ab", "c")).unwrap(), b"P\x02abc");
    assert_eq!(pair.key(("", "abc")).unwrap(), b"P\x00abc");

    let numbered = Table::<(u16, &Addr), u8>::new(b'N', "");
    assert_eq!(numbered.key((1, &Addr::unchecked("ann"))).unwrap(), b"N\x00\x01ann");

    let triple = Table::<(&Addr, u8, &[u8]), u8>::new(b'R', "");
    assert_eq!(triple.key((&Addr::unchecked("ann"), 2, b"xy")).unwrap(), b"R\x03ann\x02xy");
    let nested = Table::<((&str, &str), u8), u8>::new(b'R', "");
    assert_eq!(nested.key((("a", "bc"), 7)).unwrap(), b"R\x01a\x02bc\x07");
}

#[test]
fn a_component_before_the_last_has_one_byte_of_length() {
    let pair = Table::<(&str, &str), u8>::new(b'P', "pair");
    let (fits, too_long) = ("x".repeat(255), "x".repeat(256));
    assert_eq!(pair.key((&fits, "")).unwrap()[..2], [b'P', 0xFF]);
    assert_eq!(pair.key((&too_long, "")), Err(RecordError::KeyComponentTooLong { actual: 256 }));
    assert_eq!(pair.key(("", &too_long)).unwrap().len(), 258);
}

#[test]
fn a_single_record_and_a_counter_stand_under_their_namespace() {
    const CHAIN: Single<String> = Single::new(b'C', "chain id");
    const NEXT: Counter = Counter::new(b'N', "agreement number");
    let mut storage = MockStorage::new();

    CHAIN.save(&mut storage, &"p-1".to_owned()).unwrap();
    assert_eq!(storage.get(b"C").unwrap(), [0x01, 0x03, b'p', b'-', b'1']);
    assert_eq!(NEXT.next(&mut storage).unwrap(), 1);
    assert_eq!(storage.get(b"N").unwrap(), [0x01, 0x01]);
}
