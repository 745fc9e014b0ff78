//! What a contract may expect of its tables, single records and counters.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use cosmwasm_std::{testing::MockStorage, Addr, Storage};
use proptest::prelude::*;
use records::{Counter, RecordError, Single, Table};

const RECEIVABLES: Table<&str, u32> = Table::new(b'R', "receivable");
const BY_OWNER: Table<(&Addr, &str), ()> = Table::new(b'I', "receivable of an owner");
const PAYMENTS: Table<(u64, u16, u64), u32> = Table::new(b'P', "payment");

fn storage_with(receivables: &[&str]) -> MockStorage {
    let mut storage = MockStorage::new();
    for (id, n) in receivables.iter().zip(1..) {
        RECEIVABLES.save(&mut storage, id, &n).unwrap();
    }
    storage
}

#[test]
fn a_saved_record_is_found_until_removed() {
    let mut storage = storage_with(&["a"]);
    assert_eq!(RECEIVABLES.load(&storage, "a"), Ok(1));
    assert_eq!(RECEIVABLES.may_load(&storage, "a"), Ok(Some(1)));
    assert_eq!(RECEIVABLES.has(&storage, "a"), Ok(true));

    RECEIVABLES.save(&mut storage, "a", &7).unwrap();
    assert_eq!(RECEIVABLES.load(&storage, "a"), Ok(7));

    RECEIVABLES.remove(&mut storage, "a").unwrap();
    assert_eq!(RECEIVABLES.may_load(&storage, "a"), Ok(None));
    assert_eq!(RECEIVABLES.has(&storage, "a"), Ok(false));
    assert!(matches!(
        RECEIVABLES.load(&storage, "a"),
        Err(RecordError::NotFound { record: "receivable", .. })
    ));
}

#[test]
fn keys_live_as_short_as_the_caller_likes() {
    let mut storage = MockStorage::new();
    for n in 0..3u32 {
        let id = format!("r{n}");
        RECEIVABLES.save(&mut storage, &id, &n).unwrap();
    }
    assert_eq!(RECEIVABLES.keys(&storage, (), None, 10).unwrap(), ["r0", "r1", "r2"]);
}

#[test]
fn a_listing_goes_on_where_the_last_page_ended() {
    let storage = storage_with(&["a", "ab", "b", "c"]);
    let page = |after, limit| RECEIVABLES.range(&storage, (), after, limit).unwrap();
    assert_eq!(page(None, 2), [("a".to_owned(), 1), ("ab".to_owned(), 2)]);
    assert_eq!(page(Some("ab"), 2), [("b".to_owned(), 3), ("c".to_owned(), 4)]);
    assert_eq!(page(Some("a"), 1), [("ab".to_owned(), 2)]);
    assert_eq!(page(Some("c"), 2), []);
    assert_eq!(page(None, 0), []);
}

#[test]
fn a_listing_stays_under_its_prefix_and_its_namespace() {
    let (ann, annabel) = (Addr::unchecked("ann"), Addr::unchecked("annabel"));
    let mut storage = storage_with(&["a"]);
    for (owner, id) in [(&ann, "r1"), (&annabel, "r2"), (&ann, "r3")] {
        BY_OWNER.save(&mut storage, (owner, id), &()).unwrap();
    }
    assert_eq!(BY_OWNER.keys(&storage, &ann, None, 10).unwrap(), ["r1", "r3"]);
    assert_eq!(BY_OWNER.keys(&storage, &annabel, None, 10).unwrap(), ["r2"]);
    assert_eq!(BY_OWNER.keys(&storage, &Addr::unchecked("an"), None, 10).unwrap(), [""; 0]);
    assert_eq!(RECEIVABLES.keys(&storage, (), None, 10).unwrap(), ["a"]);
}

#[test]
fn numbers_are_listed_in_their_order() {
    let mut storage = MockStorage::new();
    for n in [256, 1, u64::MAX, 0, 255] {
        PAYMENTS.save(&mut storage, (7, 2, n), &1).unwrap();
        PAYMENTS.save(&mut storage, (7, 3, n), &2).unwrap();
    }
    assert_eq!(PAYMENTS.keys(&storage, (7, 2), None, 10).unwrap(), [0, 1, 255, 256, u64::MAX]);
    assert_eq!(PAYMENTS.range(&storage, (7, 3), Some(255), 1).unwrap(), [(256, 2)]);
    assert_eq!(PAYMENTS.keys(&storage, (7, 2), Some(u64::MAX), 10).unwrap(), [0; 0]);
}

#[test]
fn a_prefix_of_the_largest_bytes_has_an_end_too() {
    const LAST: Table<(u8, &str), u8> = Table::new(b'Z', "last");
    let mut storage = MockStorage::new();
    LAST.save(&mut storage, (0xFE, "no"), &0).unwrap();
    LAST.save(&mut storage, (0xFF, "\u{10FFFF}"), &1).unwrap();
    storage.set(b"other", b"of a lowercase letter, behind Z");
    assert_eq!(LAST.range(&storage, 0xFF, None, 10).unwrap(), [("\u{10FFFF}".to_owned(), 1)]);
}

#[test]
fn a_key_of_other_code_is_not_listed_as_one_s_own() {
    let mut storage = MockStorage::new();
    storage.set(b"R\xFF\xFE", &[1, 1]);
    assert_eq!(
        RECEIVABLES.keys(&storage, (), None, 10),
        Err(RecordError::MalformedKey { record: "receivable", expected: "text" })
    );
    storage.set(b"P\0\0\0\0\0\0\0\x07\0\x02short", &[1, 1]);
    assert_eq!(
        PAYMENTS.keys(&storage, (7, 2), None, 10),
        Err(RecordError::MalformedKey { record: "payment", expected: "number of 64 bits" })
    );
}

#[test]
fn a_single_record_is_one() {
    const CONFIG: Single<(u8, String)> = Single::new(b'C', "configuration");
    let mut storage = MockStorage::new();
    assert_eq!(
        CONFIG.load(&storage),
        Err(RecordError::NotFound { record: "configuration", key: "C".to_owned() })
    );
    assert_eq!(CONFIG.may_load(&storage), Ok(None));

    CONFIG.save(&mut storage, &(3, "uusd".to_owned())).unwrap();
    assert_eq!(CONFIG.load(&storage), Ok((3, "uusd".to_owned())));

    CONFIG.remove(&mut storage).unwrap();
    assert_eq!(CONFIG.may_load(&storage), Ok(None));
}

#[test]
fn a_counter_gives_each_number_once() {
    const NEXT: Counter = Counter::new(b'N', "agreement number");
    let mut storage = MockStorage::new();
    assert_eq!(NEXT.last(&storage), Ok(0));
    for n in 1..=3 {
        assert_eq!(NEXT.next(&mut storage), Ok(n));
    }
    assert_eq!(NEXT.last(&storage), Ok(3));

    Single::<u64>::new(b'N', "agreement number").save(&mut storage, &u64::MAX).unwrap();
    assert_eq!(NEXT.next(&mut storage), Err(RecordError::CounterExhausted { record: "agreement number" }));
}

proptest! {
    /// Against an ordinary map: different keys are different records, and a listing is in order.
    #[test]
    fn a_table_is_a_map(
        entries in prop::collection::vec((("[a-c]{0,3}", "[a-c]{0,3}"), any::<u32>()), 0..40),
        removed in prop::collection::vec(("[a-c]{0,3}", "[a-c]{0,3}"), 0..10),
        owner in "[a-c]{0,3}",
        after in prop::option::of("[a-c]{0,3}"),
        limit in 0usize..20,
    ) {
        const OWNED: Table<(&str, &str), u32> = Table::new(b'O', "owned");
        let mut storage = MockStorage::new();
        let mut model = BTreeMap::new();
        for ((owner, id), value) in &entries {
            OWNED.save(&mut storage, (owner, id), value).unwrap();
            model.insert((owner.clone(), id.clone()), *value);
        }
        for (owner, id) in &removed {
            OWNED.remove(&mut storage, (owner, id)).unwrap();
            model.remove(&(owner.clone(), id.clone()));
        }
        for ((owner, id), value) in &model {
            prop_assert_eq!(OWNED.load(&storage, (owner, id)).unwrap(), *value);
        }
        let expected: Vec<_> = model
            .iter()
            .filter(|((o, id), _)| *o == owner && after.as_ref().is_none_or(|after| id > after))
            .map(|((_, id), value)| (id.clone(), *value))
            .take(limit)
            .collect();
        prop_assert_eq!(OWNED.range(&storage, &owner, after.as_deref(), limit).unwrap(), expected);
    }
}
