//! The reporters' keys against the verifiers of the chain.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{testing::MockApi, Api, Binary};
use testing::Signer;

const DIGEST: [u8; 32] = *b"thirty-two bytes of a digest ...";

/// Half of each group's order, rounded down, from SEC 2 (secp256k1) and FIPS 186-4 (P-256).
const HALF_K1: &[u8; 32] = b"\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x5d\x57\x6e\x73\x57\xa4\x50\x1d\xdf\xe9\x2f\x46\x68\x1b\x20\xa0";
const HALF_R1: &[u8; 32] = b"\x7f\xff\xff\xff\x80\x00\x00\x00\x7f\xff\xff\xff\xff\xff\xff\xff\xde\x73\x7d\x56\xd3\x8b\xcf\x42\x79\xdc\xe5\x61\x7e\x31\x92\xa8";

fn verifies(signer: &Signer, digest: &[u8; 32], signature: &Binary) -> bool {
    let (api, key) = (MockApi::default(), signer.public_key());
    match signer {
        Signer::Secp256k1(_) => api.secp256k1_verify(digest, signature, &key),
        Signer::Secp256r1(_) => api.secp256r1_verify(digest, signature, &key),
        Signer::Ed25519(_) => api.ed25519_verify(digest, signature, &key),
    }
    .unwrap()
}

#[test]
fn the_chain_accepts_what_was_signed_and_nothing_else() {
    let other_digest = [7; 32];
    for of_seed in [Signer::secp256k1, Signer::secp256r1, Signer::ed25519] {
        let (signer, other) = (of_seed("reporter 1"), of_seed("reporter 2"));
        let signature = signer.sign(&DIGEST);
        assert_eq!(signature.len(), 64);
        assert!(verifies(&signer, &DIGEST, &signature));
        assert!(!verifies(&signer, &other_digest, &signature));
        assert!(!verifies(&other, &DIGEST, &signature));
    }
}

#[test]
fn a_seed_is_a_key_and_a_digest_a_signature() {
    for of_seed in [Signer::secp256k1, Signer::secp256r1, Signer::ed25519] {
        assert_eq!(of_seed("reporter 1").public_key(), of_seed("reporter 1").public_key());
        assert_ne!(of_seed("reporter 1").public_key(), of_seed("reporter 2").public_key());
        assert_eq!(of_seed("reporter 1").sign(&DIGEST), of_seed("reporter 1").sign(&DIGEST));
    }
    assert_eq!(Signer::secp256k1("reporter 1").public_key().len(), 33);
    assert_eq!(Signer::secp256r1("reporter 1").public_key().len(), 33);
    assert_eq!(Signer::ed25519("reporter 1").public_key().len(), 32);
}

#[test]
fn s_is_low_and_its_twin_is_another_signature_of_the_same_digest() {
    // Half of all signatures have a high s before they are normalised.
    for seed in (0..16).map(|n| format!("reporter {n}")) {
        for (signer, half) in [(Signer::secp256k1(&seed), HALF_K1), (Signer::secp256r1(&seed), HALF_R1)] {
            let signature = signer.sign(&DIGEST);
            let twin = signer.high_s_twin(&signature);
            assert!(signature[32..] <= half[..], "s is low");
            assert!(twin[32..] > half[..], "s of the twin is high");
            assert_eq!(signature[..32], twin[..32], "r is the same");
            assert!(verifies(&signer, &DIGEST, &twin));
            assert_eq!(signer.high_s_twin(&twin), signature);
        }
    }
}

#[test]
#[should_panic(expected = "has no twin")]
fn an_ed25519_signature_has_no_twin() {
    let signer = Signer::ed25519("reporter 1");
    signer.high_s_twin(&signer.sign(&DIGEST));
}
