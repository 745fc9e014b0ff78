//! The README's log is what it says: whoever writes a device's firmware can check himself against it.

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

use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{from_json, Binary};
use support::channels;
use types::devices::{log_digest, ExecuteMsg, Registry};
use types::key::{Scheme, StoredKey};

/// Digest by Python's hashlib (packages/types/tests/devices.rs), signature by OpenSSL.
#[test]
fn the_log_of_the_readme_is_signed() {
    let readme = include_str!("../README.md");
    let block = readme.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let ExecuteMsg::Submit { device, log: signed } = from_json(block).unwrap() else { panic!("a log") };
    let registry = Registry { chain_id: "neutron-1", contract: "devices" };
    let digest = log_digest(&registry.epoch_digest(device, 1, &channels()), &signed.log);
    assert!(readme.contains(&format!("`{digest}`")), "{digest}");

    let text = readme.split("the key `").nth(1).unwrap().split('`').next().unwrap();
    let bytes = Binary::from_base64(text).unwrap().to_vec();
    let key = StoredKey { scheme: Scheme::Ed25519, bytes };
    assert_eq!(key.verifies(&MockApi::default(), digest.as_bytes(), &signed.signature), Ok(true));
}
