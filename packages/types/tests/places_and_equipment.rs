//! Where things are and what they travel in: ISO 3166, UN/LOCODE, ISO 6346, Rec 19.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use types::container::ContainerNumber;
use types::country::Country;
use types::locode::Locode;
use types::mode::TransportMode;
use types::VocabularyError as E;

/// Numbers of real boxes in ISO 6346's own example and in DCSA's, then one for each letter and some for each weight,
/// with check digits worked out by a Python program of the standard's annex A.
const VALID: [&str; 42] = [
    "CSQU3054383",
    "MWCU6059784",
    "MSKU3132963",
    "TEMU9268704",
    "HLXU7363123",
    "OOLU6355920",
    "CMAU0471936",
    "TGHU9245167",
    "EITU0968480",
    "MAEU0015570",
    "KKFZ1433440",
    "BMOJ8166060",
    // remainder 10, written 0
    "WNDU6959210",
    "CABU5861800",
    "WQBU4615810",
    "EYIU4139050",
    "AAAU0000012",
    "BBBU0000015",
    "CCCU0000011",
    "DDDU0000018",
    "EEEU0000014",
    "FFFU0000010",
    "GGGU0000017",
    "HHHU0000013",
    "IIIU0000010",
    "JJJU0000016",
    "KKKU0000012",
    "LLLU0000015",
    "MMMU0000011",
    "NNNU0000018",
    "OOOU0000014",
    "PPPU0000010",
    "QQQU0000017",
    "RRRU0000013",
    "SSSU0000010",
    "TTTU0000016",
    "UUUU0000012",
    "VVVU0000015",
    "WWWU0000011",
    "XXXU0000018",
    "YYYU0000014",
    "ZZZU0000010",
];

fn container(text: &str) -> Result<ContainerNumber, E> {
    text.parse()
}

#[test]
fn container_numbers_with_their_check_digit_are_accepted() {
    for number in VALID {
        assert_eq!(container(number).unwrap().as_str(), number);
    }
}

#[test]
fn any_other_check_digit_is_refused_and_the_right_one_named() {
    for number in VALID {
        let (head, right) = number.split_at(10);
        let expected = right.parse::<u8>().unwrap();
        for actual in (0..10).filter(|digit| *digit != expected) {
            let altered = format!("{head}{actual}");
            let refusal = E::ContainerCheckDigit { number: altered.clone(), expected, actual };
            assert_eq!(container(&altered), Err(refusal));
        }
    }
}

/// The check finds every misread digit, but where one of the two sums has the remainder 10, which is written 0:
/// the standard asks owners not to use such serial numbers.
#[test]
fn a_misread_digit_of_the_serial_number_is_found() {
    for number in ["CSQU3054383", "MWCU6059784", "MSKU3132963"] {
        for place in 4..10 {
            for digit in '0'..='9' {
                let mut altered: Vec<char> = number.chars().collect();
                if altered.get(place) == Some(&digit) {
                    continue;
                }
                if let Some(character) = altered.get_mut(place) {
                    *character = digit;
                }
                let altered = String::from_iter(altered);
                assert!(matches!(container(&altered), Err(E::ContainerCheckDigit { .. })), "{altered}");
            }
        }
    }
}

#[test]
fn what_is_no_container_number_is_refused_by_its_rule() {
    let actual = |text: &str| text.to_owned();
    for text in ["", "CSQU305438", "CSQU30543833", "CSQU 305438-3", "CSQU305438\u{0663}"] {
        assert_eq!(container(text), Err(E::ContainerLength { actual: actual(text) }), "{text}");
    }
    for text in ["csqU3054383", "C5QU3054383", "\u{0421}SU3054383"] {
        assert_eq!(container(text), Err(E::ContainerOwner { actual: actual(text) }), "{text}");
    }
    for text in ["CSQR3054383", "CSQu3054383", "CSQ03054383"] {
        assert_eq!(container(text), Err(E::ContainerCategory { actual: actual(text) }), "{text}");
    }
    for text in ["CSQU30543O3", "CSQU305438X", "CSQU-054383"] {
        assert_eq!(container(text), Err(E::ContainerSerial { actual: actual(text) }), "{text}");
    }
}

#[test]
fn places_are_those_of_a_country_by_letters_and_the_digits_2_to_9() {
    for code in ["NLRTM", "CNSHA", "DEHAM", "USNYC", "SGSIN", "CZPRG", "US2AA", "XZ9ZZ"] {
        assert_eq!(code.parse::<Locode>().unwrap().as_str(), code);
    }
    let place = |text: &str| text.parse::<Locode>();
    for text in ["", "NLRT", "NLRTMX", "NL RTM", "NLRT\u{39c}"] {
        assert_eq!(place(text), Err(E::LocodeLength { actual: text.to_owned() }), "{text}");
    }
    for text in ["XXRTM", "UKLON", "EUBRU", "nlRTM", "N1RTM", "ZZZZZ"] {
        assert_eq!(place(text), Err(E::LocodeCountry { actual: text.to_owned() }), "{text}");
    }
    // 0 and 1 look like letters and are not used.
    for text in ["NLRT0", "NLRT1", "NLrtm", "NLR M", "NLRT-"] {
        assert_eq!(place(text), Err(E::LocodePlace { actual: text.to_owned() }), "{text}");
    }
    assert_eq!(place("NLRTM").unwrap().country(), Some("NL".parse().unwrap()));
    assert_eq!(place("XZ9ZZ").unwrap().country(), None);
}

/// ISO 3166-1 alpha-2 as Debian's iso-codes 4.15 has it.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER \
    ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM \
    IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF \
    MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK \
    PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD \
    TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

#[test]
fn countries_are_the_249_of_iso_3166_and_no_others() {
    let listed: Vec<&str> = COUNTRIES.split_whitespace().collect();
    assert_eq!(listed.len(), 249);
    for first in 'A'..='Z' {
        for second in 'A'..='Z' {
            let code = format!("{first}{second}");
            let refusal = E::Country { actual: code.clone() };
            let expected = if listed.contains(&code.as_str()) { Ok(code.clone()) } else { Err(refusal) };
            assert_eq!(code.parse::<Country>().map(String::from), expected);
        }
    }
    for text in ["", "G", "GBR", "gb", "826", "\u{410}\u{412}", "g\u{300}"] {
        assert_eq!(text.parse::<Country>(), Err(E::Country { actual: text.to_owned() }), "{text}");
    }
}

/// UN/ECE Recommendation 19, codes 1 to 8 (0: not specified, 9: not applicable).
#[test]
fn modes_are_those_of_rec_19() {
    let listed =
        ["maritime", "rail", "road", "air", "mail", "multimodal", "fixed_installation", "inland_water"];
    let modes: Vec<_> = TransportMode::all().iter().map(|mode| (mode.rec19_code(), mode.as_str())).collect();
    let expected: Vec<_> = (1..).zip(listed).collect();
    assert_eq!(modes, expected);
    for (code, word) in expected {
        assert_eq!(code.to_string().parse::<TransportMode>(), word.parse());
    }
    for (dcsa, word) in
        [("VESSEL", "maritime"), ("RAIL", "rail"), ("TRUCK", "road"), ("BARGE", "inland_water")]
    {
        assert_eq!(dcsa.parse::<TransportMode>(), word.parse());
    }
    for text in ["", "0", "9", "01", "sea", "Maritime", "vessel"] {
        assert_eq!(text.parse::<TransportMode>(), Err(E::TransportMode { actual: text.to_owned() }));
    }
    let carrying: Vec<_> = TransportMode::all().iter().filter(|mode| mode.carries_leg()).collect();
    assert_eq!(carrying.iter().map(|mode| mode.rec19_code()).collect::<Vec<_>>(), [1, 2, 3, 4, 8]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Of the ten numbers with the same first ten characters exactly one is a container's.
    #[test]
    fn one_check_digit_fits(owner in "[A-Z]{3}[UJZ]", serial in "[0-9]{6}") {
        let fitting = (0..10).filter(|digit| container(&format!("{owner}{serial}{digit}")).is_ok()).count();
        prop_assert_eq!(fitting, 1);
    }

    /// Whatever comes is a container number of that very spelling, or refused.
    #[test]
    fn nothing_is_read_as_something_else(text in "\\PC{0,12}") {
        if let Ok(number) = container(&text) {
            prop_assert_eq!(number.as_str(), &text);
        }
        if let Ok(place) = text.parse::<Locode>() {
            prop_assert_eq!(place.as_str(), &text);
        }
    }
}
