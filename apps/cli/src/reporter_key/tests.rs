//! Keys that `openssl genpkey` made for this test, and their public keys as `openssl pkey -pubout` shows them.

use super::*;

const ED25519: &str = include_str!("../../tests/keys/ed25519.pem");
const SECP256R1: &str = include_str!("../../tests/keys/secp256r1.pem");
const SECP256K1: &str = include_str!("../../tests/keys/secp256k1.pem");
const P384: &str = include_str!("../../tests/keys/p384.pem");
/// As `openssl ecparam -genkey` writes it: SEC 1, not PKCS#8.
const SEC1: &str = include_str!("../../tests/keys/sec1.pem");

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn keys_of_openssl_have_the_public_keys_that_openssl_shows() {
    let expected = [
        (ED25519, "ed25519", "77a50e5034614b106c0c4b278102219d18328f61ebd8c74daf2c5d653f27c434"),
        (SECP256R1, "secp256r1", "027a9beff71dbb2b35934fec0b514f5710ad8b0cc9f9417df3d86f4387fbadf28f"),
        (SECP256K1, "secp256k1", "0206ee4d14d4f00c2bbf96105222aecc392ed4dd2e44b5fc8c207423bcd9129d40"),
    ];
    for (pem, curve, public) in expected {
        for pem in [pem.to_owned(), format!("\n{}\n", pem.replace('\n', "\r\n"))] {
            let found = match ReporterKey::from_pem(&pem).unwrap().public_key() {
                PublicKey::Ed25519(key) => ("ed25519", hex(&key)),
                PublicKey::Secp256r1(key) => ("secp256r1", hex(&key)),
                PublicKey::Secp256k1(key) => ("secp256k1", hex(&key)),
            };
            assert_eq!(found, (curve, public.to_owned()));
        }
    }
}

#[test]
fn what_is_no_key_is_refused_and_not_repeated() {
    for (pem, why) in [
        (P384, "another kind"),
        (SEC1, "openssl pkcs8"),
        ("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----", "PKCS#8"),
        ("-----BEGIN PRIVATE KEY-----\nsecret", "PKCS#8"),
    ] {
        let said = format!("{:#}", ReporterKey::from_pem(pem).err().unwrap());
        assert!(said.contains(why), "{said}");
        assert!(!said.contains("secret") && !said.contains("c2Vj"), "{said}");
    }
}
