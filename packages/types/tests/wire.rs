//! How words stand in JSON, in packed storage and in the schema: a bad one decodes from neither, and the error
//! names the rule.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Debug;

use cosmwasm_std::{from_json, to_json_string};
use serde::de::DeserializeOwned;
use serde::Serialize;
use types::container::ContainerNumber;
use types::country::Country;
use types::devices::Quantity;
use types::digest::{Digest, Salt};
use types::endorsement::{ActCode, SurrenderReason};
use types::event::{Classifier, EventCode};
use types::hs::{HsCode, HsPrefix};
use types::locode::Locode;
use types::mode::TransportMode;
use types::oracle::PublicKey;
use types::party::{Lei, Scac};
use types::text::{ForumCode, Remark, Text, TokenId, Uri};
use types::unit::Unit;

/// JSON and packed bytes of a good word both come back as they were; packed, it is as long as said.
#[track_caller]
fn kept<T: Serialize + DeserializeOwned + Debug + PartialEq>(text: &str, packed_length: usize) {
    let json = format!("{text:?}");
    let word: T = from_json(&json).unwrap();
    assert_eq!(to_json_string(&word).unwrap(), json);
    assert_eq!(serde_json::to_string(&word).unwrap(), json);
    let packed = postcard::to_allocvec(&word).unwrap();
    assert_eq!(packed.len(), packed_length, "{text} as {packed:?}");
    assert_eq!(postcard::from_bytes::<T>(&packed).unwrap(), word);
}

/// What does not obey its rule decodes from nothing, and the error says why.
#[track_caller]
fn refused<T: DeserializeOwned + Debug>(text: &str, packed: &[u8], rule: &str) {
    for error in [
        from_json::<T>(format!("{text:?}")).unwrap_err().to_string(),
        serde_json::from_str::<T>(&format!("{text:?}")).unwrap_err().to_string(),
    ] {
        assert!(error.contains(rule), "{error}");
    }
    for json in ["null", "7", "{}", "[]", "true"] {
        assert!(from_json::<T>(json).is_err(), "{json}");
    }
    assert!(postcard::from_bytes::<T>(packed).is_err(), "{packed:?}");
}

#[test]
fn codes_of_a_fixed_length_are_bare_bytes_in_storage() {
    kept::<Country>("GB", 2);
    kept::<Locode>("NLRTM", 5);
    kept::<ContainerNumber>("CSQU3054383", 11);
    kept::<Lei>("506700GE1G29325QX363", 20);
    kept::<Digest>(&"ab".repeat(32), 32);
    kept::<Salt>(&"ab".repeat(16), 16);
    refused::<Country>("UK", b"UK", "ISO 3166");
    refused::<Locode>("NLRT0", b"NLRT0", "three of A-Z and 2-9");
    refused::<ContainerNumber>("CSQU3054384", b"CSQU3054384", "its check digit is 3");
    refused::<Lei>("506700GE1G29325QX364", b"506700GE1G29325QX364", "check digits do not fit");
    refused::<Digest>(&"0".repeat(64), &[0; 32], "a digest of nothing");
    refused::<Salt>(&"0".repeat(32), &[0; 16], "a salt of zeros");
    assert!(postcard::from_bytes::<Country>(&[0xFF, 0xFE]).is_err());
}

#[test]
fn texts_have_their_length_before_them_in_storage() {
    kept::<TokenId>("MSC:BL-7", 9);
    kept::<Uri>("https://bills.example/7", 24);
    kept::<ForumCode>("LMAA", 5);
    kept::<Scac>("MSCU", 5);
    kept::<HsCode>("090111", 7);
    kept::<HsPrefix>("09", 3);
    kept::<Text<120>>("in good order", 14);
    refused::<TokenId>("a b", b"\x03a b", "letters, digits and");
    refused::<Uri>("https://me@b.example", b"\x14https://me@b.example", "names a user");
    refused::<ForumCode>("lmaa", b"\x04lmaa", "published code");
    refused::<Scac>("mscu", b"\x04mscu", "2 to 4 capital letters");
    refused::<HsCode>("770100", b"\x06770100", "chapter 77");
    refused::<HsPrefix>("00", b"\x0200", "no chapter 00");
    refused::<Text<3>>("four", b"\x04four", "use 1 to 3");
}

#[test]
fn words_of_a_closed_list_are_one_byte_in_storage() {
    for event in EventCode::all() {
        kept::<EventCode>(event.as_str(), 1);
    }
    for unit in Unit::all() {
        kept::<Unit>(unit.as_str(), 1);
    }
    for quantity in Quantity::all() {
        kept::<Quantity>(quantity.as_str(), 1);
    }
    for mode in TransportMode::all() {
        kept::<TransportMode>(mode.as_str(), 1);
    }
    for act in ActCode::all() {
        kept::<ActCode>(act.as_str(), 1);
    }
    for reason in SurrenderReason::all() {
        kept::<SurrenderReason>(reason.as_str(), 1);
    }
    for classifier in Classifier::all() {
        kept::<Classifier>(classifier.as_str(), 1);
    }
    refused::<EventCode>("depa", &[17], "no event");
    refused::<Unit>("KGS", &[91], "Rec 20");
    refused::<Quantity>("Temperature", &[12], "GS1 CBV 2.0");
    refused::<TransportMode>("sea", &[9], "Rec 19");
    refused::<ActCode>("SURRENDERED", &[11], "PINT 3.0");
    refused::<SurrenderReason>("swtp", &[4], "SWTP (switch to paper)");
    refused::<Classifier>("REQ", &[4], "PLN (planned)");
    let unknown = postcard::from_bytes::<EventCode>(&[0]);
    assert!(unknown.is_err(), "no word has the number 0");
}

/// Records outlive releases: a number means its word for ever.
#[test]
fn the_numbers_of_storage_stay() {
    fn packed<T: Serialize>(all: &[T]) -> Vec<u8> {
        all.iter().flat_map(|word| postcard::to_allocvec(word).unwrap()).collect()
    }
    assert_eq!(packed(EventCode::all()), (1..=16).collect::<Vec<u8>>());
    assert_eq!(packed(Unit::all()), (1..=90).collect::<Vec<u8>>());
    assert_eq!(packed(Quantity::all()), (1..=11).collect::<Vec<u8>>());
    assert_eq!(packed(TransportMode::all()), (1..=8).collect::<Vec<u8>>(), "the digits of Rec 19");
    assert_eq!(packed(ActCode::all()), (1..=10).collect::<Vec<u8>>());
    assert_eq!(packed(SurrenderReason::all()), (1..=3).collect::<Vec<u8>>());
    assert_eq!(packed(Classifier::all()), (1..=3).collect::<Vec<u8>>());
    let words = [
        "STUF",
        "PICK",
        "GTIN",
        "LOAD",
        "DEPA",
        "ARRI",
        "DISC",
        "storing",
        "INSP",
        "CUSR",
        "AVPU",
        "GTOT",
        "DROP",
        "DLV",
        "STRP",
        "receiving",
    ];
    assert_eq!(EventCode::all().iter().map(|event| event.as_str()).collect::<Vec<_>>(), words);
}

#[test]
fn a_remark_has_its_salt_and_nothing_else() {
    let salt = "0102030405060708090a0b0c0d0e0f10";
    let json = format!(r#"{{"text":"in good order","salt":"{salt}"}}"#);
    let remark: Remark = from_json(&json).unwrap();
    assert_eq!((remark.text(), remark.salt().to_string()), ("in good order", salt.to_owned()));
    assert_eq!(to_json_string(&remark).unwrap(), json);
    for bad in [
        r#"{"text":"in good order"}"#.to_owned(),
        format!(r#"{{"text":"","salt":"{salt}"}}"#),
        format!(r#"{{"text":"in good order","salt":"{salt}","name":"Jane"}}"#),
        r#"{"text":"in good order","salt":"00000000000000000000000000000000"}"#.to_owned(),
        format!(r#"{{"text":"{}","salt":"{salt}"}}"#, "\u{8239}".repeat(41)),
    ] {
        assert!(from_json::<Remark>(&bad).is_err(), "{bad}");
    }
}

#[test]
fn a_reporter_s_key_has_the_length_and_form_of_its_curve() {
    use cosmwasm_std::Binary;
    let key = |curve: &str, bytes: &[u8]| {
        from_json::<PublicKey>(format!(r#"{{"{curve}":"{}"}}"#, Binary::from(bytes).to_base64()))
    };
    let compressed = |parity: u8, length: usize| [vec![parity], vec![7; length]].concat();
    for curve in ["secp256k1", "secp256r1"] {
        for parity in [2, 3] {
            assert!(key(curve, &compressed(parity, 32)).is_ok());
        }
        for bad in [
            vec![],
            compressed(4, 64),
            compressed(4, 32),
            compressed(0, 32),
            compressed(2, 31),
            compressed(2, 33),
            [vec![2], vec![0; 32]].concat(),
        ] {
            let error = key(curve, &bad).unwrap_err().to_string();
            assert!(error.contains("33 bytes, SEC 1 compressed"), "{error}");
        }
    }
    assert!(key("ed25519", &[7; 32]).is_ok());
    for bad in [vec![], vec![7; 31], vec![7; 33], vec![0; 32]] {
        let error = key("ed25519", &bad).unwrap_err().to_string();
        assert!(error.contains("32 bytes, not all zero"), "{error}");
    }
    assert!(key("bls12_381", &[7; 48]).is_err());
}
