use thiserror::Error;

use crate::VERSION;

/// Why bytes are not a packed record.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum PackError {
    /// The record was written in another format, or it is none.
    #[error("record of version {actual:?}, expected {expected}; migrate the contract", expected = VERSION)]
    Version {
        /// the first byte; `None` of no bytes
        actual: Option<u8>,
    },
    /// The bytes end before the record does.
    #[error("the record is cut short after {length} bytes")]
    Truncated {
        /// how many bytes there are, the version byte included
        length: usize,
    },
    /// Something stands behind the record.
    #[error("{surplus} bytes too many behind the record")]
    TrailingBytes {
        /// how many bytes are too many
        surplus: usize,
    },
    /// The bytes are no value of the record's type.
    #[error("the bytes are no such record: {reason}")]
    Malformed {
        /// what the decoder says
        reason: postcard::Error,
    },
    /// The value has a form that the packed format lacks, such as a sequence of unknown length.
    #[error("the value cannot be packed: {reason}")]
    Unpackable {
        /// what the encoder says
        reason: postcard::Error,
    },
}

/// Why a record could not be read or written.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum RecordError {
    /// There is no such record.
    #[error("no {record} under key {key}; query for those that exist")]
    NotFound {
        /// what the table or the single record holds
        record: &'static str,
        /// the key, its printable bytes as text and the others as `\xNN`
        key: String,
    },
    /// The stored value cannot be read, or the new one not be written.
    #[error("{record}: {reason}")]
    Packing {
        /// what the table or the single record holds
        record: &'static str,
        /// why
        reason: PackError,
    },
    /// A component that is not the last of its key is too long for its length byte.
    #[error("key component of {actual} bytes, at most {max} are allowed before the last", max = u8::MAX)]
    KeyComponentTooLong {
        /// its length in bytes
        actual: usize,
    },
    /// A listed key does not end in a component of the table's type.
    #[error("{record}: a stored key does not end in a {expected}; the store was written by other code")]
    MalformedKey {
        /// what the table holds
        record: &'static str,
        /// what the last component should be
        expected: &'static str,
    },
    /// A counter has given out every number it has.
    #[error("{record}: no numbers left after {max}", max = u64::MAX)]
    CounterExhausted {
        /// what the counter numbers
        record: &'static str,
    },
}
