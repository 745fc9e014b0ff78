//! What goods are and how they are measured: Harmonized System, Rec 20.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use types::hs::{HsCode, HsPrefix};
use types::unit::Unit;
use types::VocabularyError as E;

fn code(text: &str) -> Result<HsCode, E> {
    text.parse()
}

fn prefix(text: &str) -> Result<HsPrefix, E> {
    text.parse()
}

#[test]
fn goods_are_coded_with_6_8_or_10_digits() {
    // coffee, not roasted; its EU and US codes; T-shirts; works of art, the last chapter
    for text in ["090111", "09011100", "0901110045", "610910", "970121", "010121"] {
        assert_eq!(code(text).unwrap().as_str(), text);
        assert_eq!(code(text).unwrap().chapter(), text.get(..2).unwrap());
    }
    for text in ["", "09", "0901", "09011", "0901111", "090111000", "09011100451"] {
        assert_eq!(code(text), Err(E::HsLength { actual: text.to_owned() }), "{text}");
    }
    for text in ["0901.1", "09O111", "-90111", "0901 1", "\u{0660}\u{0669}\u{0660}"] {
        assert_eq!(code(text), Err(E::HsDigits { actual: text.to_owned() }), "{text}");
    }
}

#[test]
fn terms_name_a_chapter_a_heading_or_a_subheading() {
    for text in ["09", "0901", "090111"] {
        assert_eq!(prefix(text).unwrap().as_str(), text);
        assert!(code("0901110045").unwrap().heading_matches(&prefix(text).unwrap()));
    }
    for text in ["10", "0902", "090112", "61"] {
        assert!(!code("0901110045").unwrap().heading_matches(&prefix(text).unwrap()), "{text}");
    }
    for text in ["", "0", "090", "09011", "09011100"] {
        assert_eq!(prefix(text), Err(E::HsPrefixLength { actual: text.to_owned() }), "{text}");
    }
}

/// The nomenclature has chapters 01 to 97; 77 is reserved, 98 and 99 are left to the countries.
#[test]
fn chapters_are_1_to_97_but_77() {
    for chapter in 0..=99 {
        let (short, long) = (format!("{chapter:02}"), format!("{chapter:02}0100"));
        let refusal = |actual: &str| match chapter {
            0 => Err(E::HsChapterZero { actual: actual.to_owned() }),
            77 => Err(E::HsChapterReserved { actual: actual.to_owned() }),
            98 | 99 => Err(E::HsChapterNational { actual: actual.to_owned() }),
            _ => Ok(actual.to_owned()),
        };
        assert_eq!(prefix(&short).map(String::from), refusal(&short));
        assert_eq!(code(&long).map(String::from), refusal(&long));
    }
}

/// Common codes and names of UN/CEFACT Recommendation 20, revision 17, annexes II and III, as the data set
/// `datasets/unece-units-of-measure` (f6427eb) has them; none of them is marked as deleted or deprecated.
const UNITS: [(&str, &str); 90] = [
    ("KGM", "kilogram"),
    ("GRM", "gram"),
    ("MGM", "milligram"),
    ("TNE", "tonne (metric ton)"),
    ("DTN", "decitonne"),
    ("KTN", "kilotonne"),
    ("LBR", "pound"),
    ("ONZ", "ounce (avoirdupois)"),
    ("APZ", "troy ounce or apothecary ounce"),
    ("LTN", "ton (UK) or long ton (US)"),
    ("STN", "ton (US) or short ton (UK/US)"),
    ("CWA", "hundred pound (cwt) / hundred weight (US)"),
    ("CWI", "hundred weight (UK)"),
    ("CTM", "metric carat"),
    ("MTQ", "cubic metre"),
    ("DMQ", "cubic decimetre"),
    ("CMQ", "cubic centimetre"),
    ("LTR", "litre"),
    ("MLT", "millilitre"),
    ("CLT", "centilitre"),
    ("HLT", "hectolitre"),
    ("LPA", "litre of pure alcohol"),
    ("FTQ", "cubic foot"),
    ("INQ", "cubic inch"),
    ("YDQ", "cubic yard"),
    ("BLL", "barrel (US)"),
    ("GLL", "gallon (US)"),
    ("GLI", "gallon (UK)"),
    ("PTL", "liquid pint (US)"),
    ("PTI", "pint (UK)"),
    ("QTL", "liquid quart (US)"),
    ("QTI", "quart (UK)"),
    ("OZA", "fluid ounce (US)"),
    ("OZI", "fluid ounce (UK)"),
    ("BUA", "bushel (US)"),
    ("BUI", "bushel (UK)"),
    ("BFT", "board foot"),
    ("MTR", "metre"),
    ("CMT", "centimetre"),
    ("MMT", "millimetre"),
    ("KMT", "kilometre"),
    ("INH", "inch"),
    ("FOT", "foot"),
    ("YRD", "yard"),
    ("MTK", "square metre"),
    ("CMK", "square centimetre"),
    ("FTK", "square foot"),
    ("INK", "square inch"),
    ("YDK", "square yard"),
    ("H87", "piece"),
    ("C62", "one"),
    ("EA", "each"),
    ("NAR", "number of articles"),
    ("PR", "pair"),
    ("DZN", "dozen"),
    ("GRO", "gross"),
    ("GGR", "great gross"),
    ("CEN", "hundred"),
    ("MIL", "thousand"),
    ("SET", "set"),
    ("E27", "dose"),
    ("NIU", "number of international units"),
    ("WHR", "watt hour"),
    ("KWH", "kilowatt hour"),
    ("MWH", "megawatt hour (1000 kW.h)"),
    ("GWH", "gigawatt hour"),
    ("3B", "megajoule"),
    ("GV", "gigajoule"),
    ("BTU", "British thermal unit (international table)"),
    ("KWT", "kilowatt"),
    ("MAW", "megawatt"),
    ("CEL", "degree Celsius"),
    ("FAH", "degree Fahrenheit"),
    ("KEL", "kelvin"),
    ("SEC", "second [unit of time]"),
    ("MIN", "minute [unit of time]"),
    ("HUR", "hour"),
    ("DAY", "day"),
    ("WEE", "week"),
    ("MON", "month"),
    ("ANN", "year"),
    ("P1", "percent"),
    ("59", "part per million"),
    ("MSK", "metre per second squared"),
    ("K40", "standard acceleration of free fall"),
    ("KPA", "kilopascal"),
    ("A97", "hectopascal"),
    ("BAR", "bar [unit of pressure]"),
    ("LUX", "lux"),
    ("DD", "degree [unit of angle]"),
];

#[test]
fn units_are_common_codes_of_rec_20() {
    let units: Vec<_> = Unit::all().iter().map(|unit| unit.as_str()).collect();
    let listed: Vec<_> = UNITS.iter().map(|(code, _)| *code).collect();
    assert_eq!(units, listed);
    for (code, name) in UNITS {
        // The variant is called by the name, in short: `TroyOunce` for "troy ounce or apothecary ounce".
        let variant = format!("{:?}", code.parse::<Unit>().unwrap()).to_lowercase();
        let letters: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let shortened = ["APZ", "LTN", "STN", "CWA", "CWI", "NIU", "BTU", "TNE", "ONZ"].contains(&code);
        let start = variant.get(..variant.len().min(4)).unwrap();
        assert!(shortened || letters.starts_with(start), "{code} is {name}, not {variant}");
    }
}

#[test]
fn packages_are_no_units() {
    for text in ["BX", "CT", "PX", "XBX", "XPX"] {
        assert_eq!(text.parse::<Unit>(), Err(E::UnitIsPackage { actual: text.to_owned() }), "{text}");
    }
    for text in ["", "kgm", "KG ", "KGS", "TON", "\u{41a}GM", "VQ"] {
        assert_eq!(text.parse::<Unit>(), Err(E::Unit { actual: text.to_owned() }), "{text}");
    }
}

proptest! {
    /// A code is of every heading that it begins with and of no other.
    #[test]
    fn a_code_is_of_the_headings_it_begins_with(
        text in "(0[1-9]|[1-6][0-9])[0-9]{4}",
        other in "(0[1-9]|[1-6][0-9])([0-9]{2}){0,2}",
    ) {
        let goods = code(&text).unwrap();
        for digits in [2, 4, 6] {
            prop_assert!(goods.heading_matches(&prefix(text.get(..digits).unwrap()).unwrap()));
        }
        prop_assert_eq!(goods.heading_matches(&prefix(&other).unwrap()), text.starts_with(&other));
    }
}
