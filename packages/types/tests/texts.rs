//! Texts that people and documents bring: token ids, URIs, remarks.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use types::digest::Salt;
use types::text::{Remark, Text, TokenId, Uri};
use types::VocabularyError as E;

fn id(text: &str) -> Result<TokenId, E> {
    text.parse()
}

fn uri(text: &str) -> Result<Uri, E> {
    text.parse()
}

fn said(text: &str) -> Result<Text<120>, E> {
    text.parse()
}

fn salt() -> Salt {
    "0102030405060708090a0b0c0d0e0f10".parse().unwrap()
}

#[test]
fn a_token_id_is_1_to_64_plain_characters() {
    for text in ["1", "MAEU:BL-2024/000.123_A", "7/0", &"x".repeat(64)] {
        assert_eq!(id(text).unwrap().as_str(), text);
    }
    for (text, actual) in [("", 0), (&*"x".repeat(65), 65), (&*"é".repeat(40), 80)] {
        assert_eq!(id(text), Err(E::TokenIdLength { max: 64, actual }));
    }
    // a Cyrillic A, a hyphen that is none, an accent of its own, a zero
    for text in ["\u{410}1", "A\u{2010}1", "A\u{301}", "a b", "a\0", "a+b", "a%20b", "a\\b", "a\"b"] {
        assert_eq!(id(text), Err(E::TokenIdCharacter { actual: text.to_owned() }), "{text}");
    }
}

/// Case is kept and tells two ids apart, as in cw721.
#[test]
fn ids_of_another_case_are_other_ids() {
    assert_ne!(id("msc-1"), id("MSC-1"));
}

#[test]
fn documents_are_found_at_the_addresses_that_documents_have() {
    for text in [
        "https://bills.example/7",
        "https://bills.example:8443/a/b?v=2#page=3",
        "https://bills.example/%C3%A9?to=a@b",
        "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
        "ar://abc_DEF-123",
        "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "did:web:bills.example",
    ] {
        assert_eq!(uri(text).unwrap().as_str(), text);
    }
}

#[test]
fn a_uri_has_at_most_128_bytes() {
    let longest = format!("https://bills.example/{}", "x".repeat(106));
    assert_eq!(longest.len(), 128);
    assert!(uri(&longest).is_ok());
    assert_eq!(uri(&format!("{longest}x")), Err(E::UriLength { max: 128, actual: 129 }));
    // 60 characters, 150 bytes
    let wide = format!("https:{}", "\u{20ac}".repeat(48));
    assert_eq!(uri(&wide), Err(E::UriLength { max: 128, actual: 150 }));
}

#[test]
fn what_is_no_uri_or_names_somebody_is_refused_by_its_rule() {
    let actual = |text: &str| text.to_owned();
    for text in [
        "https://b.example/a b",
        "https://b\u{e9}.example",
        "https://b.example/<",
        "https://b.example/%",
        "https://b.example/%4",
        "https://b.example/%zz",
        "https://b.example\\a",
        "https://b.example/\n",
    ] {
        assert_eq!(uri(text), Err(E::UriCharacter { actual: actual(text) }), "{text}");
    }
    for text in [
        "",
        "bills.example/7",
        "/7",
        "//bills.example",
        "https:",
        ":x",
        "1https://b.example",
        "HTTPS://b.example",
        "a:b",
        "C:/bill.pdf",
    ] {
        assert_eq!(uri(text), Err(E::UriScheme { actual: actual(text) }), "{text}");
    }
    for scheme in [
        "javascript",
        "data",
        "mailto",
        "tel",
        "sms",
        "file",
        "blob",
        "vbscript",
        "about",
        "xmpp",
        "sip",
        "ftp",
    ] {
        let text = format!("{scheme}:captain.example");
        assert_eq!(uri(&text), Err(E::UriSchemeRefused { scheme: scheme.to_owned() }));
    }
    for text in [
        "https://jane@b.example/7",
        "https:jane@b.example",
        "https:///jane@b.example",
        "https://jane:pw@b.example",
        "https://",
        "https:///",
        "https://?x",
        "https://#x",
        "urn:mail:jane@b.example",
    ] {
        assert_eq!(uri(text), Err(E::UriAuthority { actual: actual(text) }), "{text}");
    }
}

/// The limit is in bytes, as storage and gas count: 40 signs of three bytes fit, 41 do not.
#[test]
fn a_remark_has_1_to_120_bytes_in_any_script() {
    for text in [
        "x",
        &"x".repeat(120),
        &"\u{8239}".repeat(40),
        &"\u{1f6a2}".repeat(30),
        "re\u{e7}u en bon \u{e9}tat",
        "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
        "\u{2764}\u{fe0f}",
    ] {
        assert_eq!(said(text).unwrap().as_str(), text);
    }
    for (text, actual) in [
        (String::new(), 0),
        ("x".repeat(121), 121),
        ("\u{8239}".repeat(41), 123),
        ("\u{1f6a2}".repeat(31), 124),
    ] {
        assert_eq!(said(&text), Err(E::TextLength { max: 120, actual }));
    }
    for text in [" ", "   ", "\u{a0}\u{3000}"] {
        assert_eq!(said(text), Err(E::TextBlank), "{text:?}");
    }
}

/// What cannot be seen can hide what is said, or turn it round (Unicode Technical Report 36).
#[test]
fn what_cannot_be_seen_is_refused() {
    for code in [
        0x0000, 0x0009, 0x000A, 0x000D, 0x001B, 0x007F, 0x0085, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160,
        0x17B4, 0x17B5, 0x180B, 0x180E, 0x180F, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E,
        0x2060, 0x2064, 0x2066, 0x2069, 0x206F, 0x2800, 0x3164, 0xE000, 0xF8FF, 0xFDD0, 0xFEFF, 0xFFA0,
        0xFFF9, 0xFFFE, 0x1BCA0, 0x1D173, 0xE0001, 0xE007F, 0xE0100, 0xF0000, 0x10_FFFF,
    ] {
        let hidden = char::from_u32(code).unwrap();
        assert_eq!(said(&format!("ship{hidden}ped")), Err(E::TextCharacter { code }), "U+{code:04X}");
    }
}

/// SHA-256 of 8 bytes of length, `portolan/remark`, the salt and the text, by Python's hashlib.
#[test]
fn state_keeps_a_salted_digest_of_a_remark() {
    let remark = Remark::new("B/L 7: d\u{e9}livr\u{e9}", salt()).unwrap();
    let expected = "a6c9ad4b1b8a454cc0292f55be3ac4f348e95733030a8988f43b401d384e2266";
    assert_eq!(remark.digest().to_string(), expected);
    let other = Remark::new("B/L 7: d\u{e9}livr\u{e9}", "11".repeat(16).parse().unwrap()).unwrap();
    assert_ne!(other.digest(), remark.digest(), "the same words under another salt are not to be recognised");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever decodes says what it was told, within its limit; and what is decoded again is the same.
    #[test]
    fn what_is_accepted_is_kept_as_it_is(text in "\\PC{0,130}") {
        if let Ok(accepted) = said(&text) {
            prop_assert_eq!(accepted.as_str(), &text);
            prop_assert!((1..=120).contains(&text.len()));
            prop_assert!(text.chars().any(|character| !character.is_whitespace()));
        } else {
            let printable = text.is_ascii() && (1..=120).contains(&text.len()) && !text.trim().is_empty();
            prop_assert!(!printable, "{text:?} can be printed on any machine");
        }
        if let Ok(place) = uri(&text) {
            prop_assert!(place.as_str().is_ascii() && !place.as_str().contains(' '));
        }
        if let Ok(token) = id(&text) {
            prop_assert!(token.as_str().is_ascii() && token.as_str().len() <= 64);
        }
    }
}
