//! Published codes of parties and fora: SCAC, LEI, forum.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use types::party::{Lei, Scac};
use types::text::ForumCode;
use types::VocabularyError as E;

/// Published by GLEIF, of itself, of ISO 17442's example, and of well-known companies.
const LEIS: [&str; 8] = [
    "506700GE1G29325QX363",
    "54930084UKLVMY22DS16",
    "5493001KJTIIGC8Y1R12",
    "HWUPKR0MPOU8FGXBT394",
    "INR2EJN1ERAN0W5ZP974",
    "529900T8BM49AURSDO55",
    "213800WAVVOPS85N2205",
    "549300DTUYXVMJXZNY75",
];

fn lei(text: &str) -> Result<Lei, E> {
    text.parse()
}

#[test]
fn an_lei_has_the_check_digits_of_iso_7064() {
    for text in LEIS {
        assert_eq!(lei(text).unwrap().as_str(), text);
    }
}

/// MOD 97-10 finds every digit read as another, every letter read as another, and two neighbours of a kind that
/// changed places. (A letter counts as two digits: not every letter read as a digit is found.)
#[test]
fn a_misread_lei_is_refused() {
    for text in LEIS {
        let characters: Vec<char> = text.chars().collect();
        for (place, original) in characters.iter().enumerate() {
            let of_kind = if original.is_ascii_digit() { '0'..='9' } else { 'A'..='Z' };
            for other in of_kind.filter(|other| other != original) {
                let mut altered = characters.clone();
                *altered.get_mut(place).unwrap() = other;
                let altered = String::from_iter(altered);
                assert!(lei(&altered).is_err(), "{altered}");
            }
            let next = characters.get(place + 1);
            if next.is_some_and(|next| next != original && next.is_ascii_digit() == original.is_ascii_digit())
            {
                let mut swapped = characters.clone();
                swapped.swap(place, place + 1);
                let swapped = String::from_iter(swapped);
                assert!(lei(&swapped).is_err(), "{swapped}");
            }
        }
    }
}

/// 97 ≡ 00, 98 ≡ 01 and 02 ≡ 99 modulo 97: only those that the standard yields (02 to 98) are an identifier, or one
/// company had two.
#[test]
fn an_lei_has_one_spelling() {
    for (text, twin) in [
        ("54930000000000000002", "54930000000000000099"),
        ("54930000000009502898", "54930000000009502801"),
        ("54930000000019005697", "54930000000019005600"),
    ] {
        assert_eq!(lei(text).unwrap().as_str(), text);
        assert_eq!(lei(twin), Err(E::LeiCheckDigits { actual: twin.to_owned() }));
    }
}

#[test]
fn what_has_not_the_form_of_an_lei_is_refused() {
    for text in
        ["", "506700GE1G29325QX36", "506700GE1G29325QX3633", "506700ge1g29325qx363", "506700GE1G29325QX3A3"]
    {
        assert_eq!(lei(text), Err(E::LeiForm { actual: text.to_owned() }), "{text}");
    }
}

#[test]
fn a_scac_has_2_to_4_capital_letters() {
    for text in ["MSCU", "MAEU", "HLCU", "UP", "BNS"] {
        assert_eq!(text.parse::<Scac>().unwrap().as_str(), text);
    }
    for text in ["", "M", "MSCUX", "mscu", "MSC1", "MS U", "\u{41c}SCU"] {
        assert_eq!(text.parse::<Scac>(), Err(E::Scac { actual: text.to_owned() }), "{text}");
    }
}

#[test]
fn a_forum_is_a_code_and_no_sentence() {
    for text in ["LMAA", "SIAC", "HK", "GB-ENG:HCJ", &"A".repeat(24)] {
        assert_eq!(text.parse::<ForumCode>().unwrap().as_str(), text);
    }
    for text in ["", "L", "lmaa", "LMAA ", "-LMAA", "LMAA:", "LM AA", &"A".repeat(25)] {
        assert_eq!(text.parse::<ForumCode>(), Err(E::ForumCode { actual: text.to_owned() }), "{text}");
    }
}
