//! Which code may take over which state.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::testing::MockStorage;
use cw2::{get_contract_version, set_contract_version};
use guard::{migrate_from, MigrateError, Version};

const ESCROW: &str = "crates.io:portolan-escrow";

fn state_of(name: &str, version: &str) -> MockStorage {
    let mut storage = MockStorage::new();
    set_contract_version(&mut storage, name, version).unwrap();
    storage
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

#[test]
fn a_later_release_takes_over() {
    for (old, new) in [("0.1.0", "0.1.1"), ("0.9.0", "0.10.0"), ("1.2.3", "2.0.0")] {
        let mut storage = state_of(ESCROW, old);
        assert_eq!(migrate_from(&mut storage, ESCROW, new), Ok(version(old)));
        let now = get_contract_version(&storage).unwrap();
        assert_eq!((now.contract.as_str(), now.version.as_str()), (ESCROW, new));
    }
}

#[test]
fn the_same_or_an_earlier_release_does_not() {
    for (stored, new) in [("0.1.0", "0.1.0"), ("0.10.0", "0.9.0"), ("2.0.0", "1.9.9")] {
        let mut storage = state_of(ESCROW, stored);
        let refused = MigrateError::NotNewer { stored: version(stored), new: version(new) };
        assert_eq!(migrate_from(&mut storage, ESCROW, new), Err(refused));
        assert_eq!(get_contract_version(&storage).unwrap().version, stored);
    }
}

#[test]
fn another_contract_s_state_is_left_alone() {
    let mut storage = state_of("crates.io:portolan-oracle", "0.1.0");
    assert_eq!(
        migrate_from(&mut storage, ESCROW, "0.2.0"),
        Err(MigrateError::WrongContract {
            expected: ESCROW.to_owned(),
            actual: "crates.io:portolan-oracle".to_owned(),
        })
    );
    assert_eq!(get_contract_version(&storage).unwrap().contract, "crates.io:portolan-oracle");
}

#[test]
fn state_without_a_version_is_refused() {
    assert_eq!(
        migrate_from(&mut MockStorage::new(), ESCROW, "0.2.0"),
        Err(MigrateError::NoVersion { expected: ESCROW.to_owned() })
    );
    for stored in ["v1", "1.0", "", "1.0.0-rc.1", "1.0.0.0", "+1.0.0", "1..0"] {
        let refused = migrate_from(&mut state_of(ESCROW, stored), ESCROW, "0.2.0");
        assert!(
            matches!(&refused, Err(MigrateError::InvalidVersion { version }) if version == stored),
            "{refused:?}"
        );
    }
}
