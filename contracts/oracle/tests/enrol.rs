//! Enrolling reporters: what is a key, and whose.

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

use cosmwasm_std::{from_json, to_json_binary, Binary};
use oracle::events::ReporterEnrolled;
use oracle::ContractError;
use support::*;
use testing::{events, Signer};
use types::oracle::*;

fn enrol(key: PublicKey) -> ExecuteMsg {
    ExecuteMsg::EnrolReporter { key, class: SourceClass::Device }
}

#[test]
fn a_reporter_of_each_scheme_is_enrolled_under_the_next_number() {
    let mut world = World::new();
    let operator = world.operator(1);
    for (number, i) in [(1_u32, 0_usize), (2, 1), (3, 2)] {
        let key = world.reporters[i].key();
        let response = world.must(&operator, &enrol(key.clone()));
        let event = ReporterEnrolled::try_from(events(&response, ReporterEnrolled::TYPE)[0]).unwrap();
        assert_eq!(event, ReporterEnrolled { reporter: number, operator: operator.clone() });
        let enrolled = ReporterResponse {
            reporter: number,
            operator: operator.to_string(),
            key,
            class: SourceClass::Device,
        };
        assert_eq!(world.query::<ReporterResponse>(&QueryMsg::Reporter { reporter: number }), enrolled);
    }
    let listed: Vec<ReporterResponse> =
        world.query(&QueryMsg::Reporters { start_after: Some(1), limit: Some(1) });
    assert_eq!(listed.iter().map(|listed| listed.reporter).collect::<Vec<_>>(), [2]);
    assert_eq!(
        world.query::<Vec<ReporterResponse>>(&QueryMsg::Reporters { start_after: None, limit: None }).len(),
        3
    );
    let unknown = world.chain.query::<ReporterResponse>(&world.oracle, &QueryMsg::Reporter { reporter: 4 });
    assert!(unknown.unwrap_err().to_string().contains("reporter 4 does not exist"));
}

#[test]
fn an_operator_s_key_serves_one_reporter() {
    let mut world = World::with_reporters();
    let operator = world.operator(2);
    let key = world.reporter(2).key();
    world.refused(&operator, &enrol(key), ContractError::KeyTaken { reporter: 2 });
}

/// Whoever sees a key in a transaction that is not yet in a block could name it first.
#[test]
fn nobody_keeps_another_from_his_key() {
    let mut world = World::new();
    let (stranger, operator) = (world.stranger.clone(), world.operator(1));
    let key = world.reporter(1).key();
    world.must(&stranger, &enrol(key.clone()));
    world.must(&operator, &enrol(key));
    assert_eq!(
        world.query::<ReporterResponse>(&QueryMsg::Reporter { reporter: 2 }).operator,
        operator.as_str()
    );
}

#[test]
fn the_same_bytes_on_two_curves_are_two_keys() {
    let mut world = World::new();
    let operator = world.operator(1);
    // Half of all x are on a curve; this one is on both.
    let on_both = (0..99).map(|n| Signer::secp256k1(&format!("{n}")).public_key()).find(p256_takes);
    let key = on_both.unwrap();
    world.must(&operator, &enrol(PublicKey::Secp256k1(key.clone())));
    world.must(&operator, &enrol(PublicKey::Secp256r1(key)));
}

fn p256_takes(key: &Binary) -> bool {
    let mut world = World::new();
    let operator = world.operator(1);
    world.send(&operator, &enrol(PublicKey::Secp256r1(key.clone()))).is_ok()
}

#[test]
fn a_key_that_anyone_can_sign_for_is_refused() {
    let mut world = World::new();
    let operator = world.operator(1);
    for point in small_order() {
        let unusable = ContractError::UnusableKey { scheme: "ed25519" };
        world.refused(&operator, &enrol(PublicKey::Ed25519(point.into())), unusable);
    }
}

/// Encodings of the eight points of small order of edwards25519 with the non-canonical ones of the first two, from
/// Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (2020). The all-zero one does not decode.
fn small_order() -> Vec<[u8; 32]> {
    let hex = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    let byte = |digits: &str, i: usize| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap();
    hex.iter().map(|digits| std::array::from_fn(|i| byte(digits, i))).collect()
}

#[test]
fn bytes_that_are_no_key_are_refused() {
    let mut world = World::new();
    let operator = world.operator(1);
    // x = 5 is not on secp256k1: 5³ + 7 = 132 is no square there.
    let off_k1 = [&[2][..], &[0; 31], &[5]].concat();
    world.refused(
        &operator,
        &enrol(PublicKey::Secp256k1(off_k1.into())),
        ContractError::UnusableKey { scheme: "secp256k1" },
    );
    let beyond_the_field = [&[2][..], &[0xff; 32]].concat();
    world.refused(
        &operator,
        &enrol(PublicKey::Secp256r1(beyond_the_field.into())),
        ContractError::UnusableKey { scheme: "secp256r1" },
    );
    let decodes = |key: &RawKey| from_json::<PublicKey>(to_json_binary(key).unwrap()).is_ok();
    for refused in [
        RawKey::Secp256k1(vec![2; 32].into()),
        RawKey::Secp256k1(vec![4; 33].into()),
        RawKey::Secp256k1([&[2][..], &[0; 32]].concat().into()),
        RawKey::Secp256r1(vec![2; 65].into()),
        RawKey::Ed25519(vec![0; 32].into()),
        RawKey::Ed25519(vec![1; 33].into()),
        RawKey::Ed25519(Binary::default()),
    ] {
        assert!(!decodes(&refused), "{refused:?}");
    }
}
