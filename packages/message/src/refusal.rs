use std::fmt;

/// Why JSON is no such message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// For a reason of one's own.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }

    /// No variant of that name, in serde's own words.
    pub fn no_such_message(name: &str, known: &[&str]) -> Self {
        Self::because(&["unknown variant `", name, "`, expected one of `", &known.join("`, `"), "`"])
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
