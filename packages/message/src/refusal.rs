use std::fmt;

use serde::de::{Error, Expected, Unexpected};

/// Why JSON is no such message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// No variant of that name, in serde's own words.
    pub fn no_such_message(name: &str, known: &'static [&'static str]) -> Self {
        Self::unknown_variant(name, known)
    }

    pub(crate) fn of_field(self, name: &str) -> Self {
        Self([name, ": ", &self.0].concat())
    }

    pub(crate) fn because(parts: &[&str]) -> Self {
        Self(parts.concat())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

impl Error for Refusal {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self(reason.to_string())
    }

    // serde's own words for these can name a float, and with it bring its printing into a contract.
    fn invalid_type(_: Unexpected, expected: &dyn Expected) -> Self {
        Self(format!("expected {expected}"))
    }

    fn invalid_value(_: Unexpected, expected: &dyn Expected) -> Self {
        Self(format!("expected {expected}"))
    }
}
