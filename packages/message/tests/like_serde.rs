//! What is decoded is what serde's own derive decodes with `deny_unknown_fields`, from the chain's JSON and from any
//! other; what is refused says why.

#![allow(clippy::arithmetic_side_effects, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{from_json, to_json_string, Binary, Uint128};
use message::Message;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// The same type twice: once decoded by us, once by serde.
macro_rules! twins {
    ($($(#[$attribute:meta])* $kind:tt $name:ident $body:tt)*) => {
        mod ours {
            use super::*;
            $(#[derive(Message, Serialize, Debug, Clone, PartialEq)]
            #[serde(rename_all = "snake_case")]
            $(#[$attribute])* pub $kind $name $body)*
        }
        mod serdes {
            use super::*;
            $(#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
            #[serde(rename_all = "snake_case", deny_unknown_fields)]
            $(#[$attribute])* pub $kind $name $body)*
        }
    };
}

twins! {
    enum Order {
        PayIn { agreement: u64, milestone: u8, note: Option<String> },
        PauseAll {},
        Terms(Terms),
        Nested(Box<Terms>),
        Plain,
    }
    struct Terms {
        pub amount: Uint128,
        pub data: Binary,
        pub lists: Vec<Vec<i32>>,
        pub choice: Choice,
        #[serde(default)]
        pub flag: bool,
        #[serde(default)]
        pub names: Vec<String>,
    }
    enum Choice {
        First,
        Second { deep: Option<u32> },
        Third(u16),
    }
}

/// Both decode it to the same, or both refuse it.
#[track_caller]
fn agree(json: &str) -> bool {
    let (ours, theirs) = (from_json::<ours::Order>(json), from_json::<serdes::Order>(json));
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(to_json_string(&ours).unwrap(), to_json_string(&theirs).unwrap(), "{json}");
            true
        }
        (Err(_), Err(_)) => false,
        (ours, theirs) => panic!("{json}\nours: {ours:?}\nserde's: {theirs:?}"),
    }
}

const TERMS: &str = r#"{"amount":"7","data":"aGk=","lists":[[1,-2],[]],"choice":"first"}"#;

#[test]
fn good_messages_are_what_serde_makes_of_them() {
    for json in [
        r#"{"pay_in":{"agreement":18446744073709551615,"milestone":255,"note":"x"}}"#,
        r#"{"pay_in":{"note":null,"milestone":0,"agreement":0}}"#,
        r#" { "pay_in" : { "agreement" : 1 , "milestone" : 2 } } "#,
        r#"{"pause_all":{}}"#,
        r#""plain""#,
        &format!(r#"{{"terms":{TERMS}}}"#),
        &format!(r#"{{"nested":{TERMS}}}"#),
        r#"{"terms":{"amount":"0","data":"","lists":[],"choice":{"second":{}},"flag":true,"names":["a","\u00e9\n"]}}"#,
        r#"{"terms":{"amount":"0","data":"","lists":[],"choice":{"second":{"deep":4294967295}}}}"#,
        r#"{"terms":{"amount":"0","data":"","lists":[],"choice":{"third":65535}}}"#,
    ] {
        assert!(agree(json), "{json}");
        assert!(serde_json::from_str::<ours::Order>(json).is_ok(), "another parser: {json}");
    }
}

#[test]
fn bad_messages_are_refused_by_both() {
    for json in [
        "",
        "null",
        "7",
        "[]",
        "{}",
        r#""pause_all""#,
        r#"{"pause_all":null}"#,
        r#"{"plain":{}}"#,
        r#"{"unknown":{}}"#,
        r#"{"pause_all":{},"plain":{}}"#,
        r#"{"PayIn":{"agreement":1,"milestone":2}}"#,
        r#"{"pause_all":{"why":1}}"#,
        r#"{"pay_in":{"agreement":1}}"#,
        r#"{"pay_in":{"agreement":null,"milestone":2}}"#,
        r#"{"pay_in":{"agreement":1,"milestone":256}}"#,
        r#"{"pay_in":{"agreement":-1,"milestone":2}}"#,
        r#"{"pay_in":{"agreement":1.0,"milestone":2}}"#,
        r#"{"pay_in":{"agreement":"1","milestone":2}}"#,
        r#"{"pay_in":{"agreement":18446744073709551616,"milestone":2}}"#,
        r#"{"pay_in":{"agreement":1,"milestone":2,"note":3}}"#,
        r#"{"pay_in":{"agreement":1,"milestone":2,"milestone":2}}"#,
        r#"{"pay_in":{"agreement":1,"milestone":2,"x":[{"a":1}]}}"#,
        r#"{"pay_in":{"agreement":1,"milestone":2}} x"#,
        r#"{"terms":{"amount":7,"data":"","lists":[],"choice":"first"}}"#,
        r#"{"terms":{"amount":"7","data":"?","lists":[],"choice":"first"}}"#,
        r#"{"terms":{"amount":"7","data":"","lists":[1],"choice":"first"}}"#,
        r#"{"terms":{"amount":"7","data":"","lists":[[3000000000]],"choice":"first"}}"#,
        r#"{"terms":{"amount":"7","data":"","lists":[],"choice":{"first":1}}}"#,
        r#"{"terms":{"amount":"7","data":"","lists":[],"choice":"second"}}"#,
        r#"{"terms":{"amount":"7","data":"","lists":[],"choice":{"third":65536}}}"#,
        r#"{"terms":{"amount":"7","data":"","lists":[],"choice":"first","flag":null}}"#,
    ] {
        assert!(!agree(json), "{json}");
    }
}

#[test]
fn a_refusal_names_the_field() {
    let reason = |json| from_json::<ours::Order>(json).unwrap_err().to_string();
    for (json, words) in [
        (r#"{"pay_in":{"agreement":1}}"#, "missing field `milestone`"),
        (r#"{"pay_in":{"agreement":1,"milestone":2,"note_":""}}"#, "there is no field `note_`"),
        (r#"{"pay_in":{"agreement":1,"agreement":2,"milestone":2}}"#, "field `agreement` comes twice"),
        (r#"{"pay_in":{"agreement":"1","milestone":2}}"#, "agreement: expected a number"),
        (r#"{"stop":{}}"#, "unknown variant `stop`, expected one of `pay_in`, `pause_all`"),
        (r#"{"terms":{"amount":"x","data":"","lists":[],"choice":"first"}}"#, "amount: "),
    ] {
        assert!(reason(json).contains(words), "{}", reason(json));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// One byte of a good message changed, left out or doubled.
    #[test]
    fn damaged_messages_are_judged_as_serde_judges_them(place in 0_usize..200, byte in 32_u8..127, how in 0_u8..3) {
        let good = format!(r#"{{"terms":{}}}"#, TERMS);
        let mut bytes = good.into_bytes();
        let place = place % bytes.len();
        match how {
            0 => bytes[place] = byte,
            1 => { bytes.remove(place); }
            _ => bytes.insert(place, byte),
        }
        agree(&String::from_utf8(bytes).unwrap());
    }
}
