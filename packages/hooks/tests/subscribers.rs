//! Who may listen, and in which place.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{testing::MockStorage, Addr, Order, Storage};
use hooks::{Admitted, HookError, Subscribers, MAX_SUBSCRIBERS};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq)]
enum Role {
    Settlement,
    Observer,
}

const SUBSCRIBERS: Subscribers<Role> = Subscribers::new(b'S', b'I');

fn contract(name: &str) -> Addr {
    Addr::unchecked(name)
}

fn given(admitted: &[(&str, Role)]) -> MockStorage {
    let mut storage = MockStorage::new();
    for (name, role) in admitted {
        SUBSCRIBERS.admit(&mut storage, &contract(name), *role).unwrap();
    }
    storage
}

fn admitted(name: &str, role: Role) -> Admitted<Role> {
    Admitted { contract: contract(name), role, retired: false }
}

#[test]
fn contracts_take_places_in_turn() {
    let storage = given(&[("escrow", Role::Settlement), ("insurance", Role::Observer)]);
    assert_eq!(SUBSCRIBERS.index_of(&storage, &contract("escrow")), Ok(Some(0)));
    assert_eq!(SUBSCRIBERS.index_of(&storage, &contract("insurance")), Ok(Some(1)));
    assert_eq!(SUBSCRIBERS.at(&storage, 1), Ok(admitted("insurance", Role::Observer)));
    assert_eq!(
        SUBSCRIBERS.active(&storage, &contract("escrow")),
        Ok((0, admitted("escrow", Role::Settlement)))
    );
    assert_eq!(
        SUBSCRIBERS.all(&storage).unwrap(),
        [admitted("escrow", Role::Settlement), admitted("insurance", Role::Observer)]
    );
}

#[test]
fn a_contract_is_admitted_once() {
    let mut storage = given(&[("escrow", Role::Settlement)]);
    assert_eq!(
        SUBSCRIBERS.admit(&mut storage, &contract("escrow"), Role::Observer),
        Err(HookError::AlreadyAdmitted { contract: contract("escrow"), place: 0 })
    );
    assert_eq!(SUBSCRIBERS.at(&storage, 0), Ok(admitted("escrow", Role::Settlement)));
}

#[test]
fn strangers_and_empty_places_are_named() {
    let mut storage = given(&[("escrow", Role::Settlement)]);
    let stranger = contract("stranger");
    let not_admitted = HookError::NotAdmitted { contract: stranger.clone() };
    assert_eq!(SUBSCRIBERS.index_of(&storage, &stranger), Ok(None));
    assert_eq!(SUBSCRIBERS.active(&storage, &stranger), Err(not_admitted.clone()));
    assert_eq!(SUBSCRIBERS.retire(&mut storage, &stranger), Err(not_admitted));
    assert_eq!(SUBSCRIBERS.at(&storage, 1), Err(HookError::EmptyPlace { place: 1 }));
}

#[test]
fn a_retired_contract_keeps_its_place_and_gets_nothing_new() {
    let mut storage = given(&[("escrow", Role::Settlement), ("insurance", Role::Observer)]);
    assert_eq!(SUBSCRIBERS.retire(&mut storage, &contract("escrow")), Ok(0));

    let retired = HookError::Retired { contract: contract("escrow") };
    assert_eq!(SUBSCRIBERS.active(&storage, &contract("escrow")), Err(retired.clone()));
    assert_eq!(SUBSCRIBERS.retire(&mut storage, &contract("escrow")), Err(retired));
    assert_eq!(
        SUBSCRIBERS.at(&storage, 0),
        Ok(Admitted { retired: true, ..admitted("escrow", Role::Settlement) }),
        "what it has goes on"
    );
    assert_eq!(SUBSCRIBERS.admit(&mut storage, &contract("options"), Role::Observer), Ok(2));
}

#[test]
fn a_retired_contract_may_come_back_to_its_place() {
    let mut storage = given(&[("escrow", Role::Settlement), ("insurance", Role::Observer)]);
    SUBSCRIBERS.retire(&mut storage, &contract("escrow")).unwrap();
    assert_eq!(SUBSCRIBERS.admit(&mut storage, &contract("escrow"), Role::Observer), Ok(0));
    assert_eq!(SUBSCRIBERS.at(&storage, 0), Ok(admitted("escrow", Role::Observer)));
    assert_eq!(SUBSCRIBERS.all(&storage).unwrap().len(), 2);
}

#[test]
fn places_run_out_and_retiring_frees_none() {
    let mut storage = MockStorage::new();
    for place in 0..MAX_SUBSCRIBERS {
        let name = format!("contract{place}");
        assert_eq!(SUBSCRIBERS.admit(&mut storage, &contract(&name), Role::Observer), Ok(place));
    }
    SUBSCRIBERS.retire(&mut storage, &contract("contract3")).unwrap();
    assert_eq!(
        SUBSCRIBERS.admit(&mut storage, &contract("one more"), Role::Observer),
        Err(HookError::NoPlaceLeft { contract: contract("one more") })
    );
    assert_eq!(SUBSCRIBERS.index_of(&storage, &contract("one more")), Ok(None));
    assert_eq!(SUBSCRIBERS.admit(&mut storage, &contract("contract3"), Role::Observer), Ok(3));
}

/// The records byte for byte; whoever changes them migrates every deployed contract.
#[test]
fn a_place_is_a_byte() {
    let storage = given(&[("escrow", Role::Settlement), ("insurance", Role::Observer)]);
    let stored: Vec<_> = storage.range(None, None, Order::Ascending).collect();
    let expected: [(&[u8], &[u8]); 4] = [
        (b"Iescrow", b"\x01\x00"),
        (b"Iinsurance", b"\x01\x01"),
        (b"S\x00", b"\x01\x06escrow\x00\x00"),
        (b"S\x01", b"\x01\x09insurance\x01\x00"),
    ];
    assert_eq!(stored, expected.map(|(key, value)| (key.to_vec(), value.to_vec())));
}
