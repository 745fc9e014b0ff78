use thiserror::Error;

/// Why an event is not the one that was expected.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum EventError {
    /// Another event.
    #[error("this is {actual}, not {expected}")]
    Type {
        /// what was to be read
        expected: &'static str,
        /// what it is
        actual: String,
    },
    /// An attribute is missing.
    #[error("{event} without {key}")]
    Missing {
        /// the event
        event: &'static str,
        /// the attribute
        key: &'static str,
    },
    /// An attribute's value is none of its kind.
    #[error("{key} cannot be {value:?}")]
    Malformed {
        /// the attribute
        key: &'static str,
        /// its value
        value: String,
    },
}
