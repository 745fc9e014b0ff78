use std::fmt;

use cosmwasm_std::Int64;
use message::{FromJson, Json, Refusal, ToJson};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number that was measured, in the smallest step of its scale, as a string of decimal digits: `"-1825"` is −18.25 on a
/// scale of two decimals. What scale that is stands beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
pub struct Reading(#[schemars(with = "String")] i64);

impl Reading {
    /// So many steps.
    pub const fn new(steps: i64) -> Self {
        Self(steps)
    }

    /// The number of steps.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// How far apart two numbers are.
    pub const fn distance(self, other: Self) -> u64 {
        self.0.abs_diff(other.0)
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// By hand, as an amount: JavaScript's numbers end at 2^53, and storage pays for every byte.
impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Int64::new(self.0).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Int64::deserialize(deserializer).map(|value| Self(value.i64()))
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

impl ToJson for Reading {
    fn write(&self, json: &mut String) {
        message::write_text(json, &self.0);
    }
}

impl FromJson for Reading {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        message::parsed(json).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{from_json, to_json_string};

    use super::*;

    #[test]
    fn json_is_a_string_and_storage_a_number() {
        for (value, text) in [(i64::MIN, r#""-9223372036854775808""#), (-1825, r#""-1825""#), (0, r#""0""#)] {
            assert_eq!(to_json_string(&Reading::new(value)).unwrap(), text);
            assert_eq!(message::to_json(&Reading::new(value)).as_slice(), text.as_bytes());
            assert_eq!(from_json::<Reading>(text).unwrap(), Reading::new(value));
            assert_eq!(message::read::<Reading>(text.as_bytes()).unwrap(), Reading::new(value));
            let packed = postcard::to_allocvec(&Reading::new(value)).unwrap();
            assert_eq!(postcard::from_bytes::<Reading>(&packed).unwrap(), Reading::new(value));
        }
        for refused in ["7", r#""""#, r#""7.5""#, r#"" 7""#, r#""9223372036854775808""#, "null"] {
            assert!(message::read::<Reading>(refused.as_bytes()).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_distance_always_fits() {
        assert_eq!(Reading::new(i64::MIN).distance(Reading::new(i64::MAX)), u64::MAX);
        assert_eq!(Reading::new(5).distance(Reading::new(-2)), 7);
    }
}
