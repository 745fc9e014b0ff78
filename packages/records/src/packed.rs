use serde::{de::DeserializeOwned, Serialize};

use crate::PackError;

/// The first byte of every record. A record whose fields change in a later release gets the next number.
pub const VERSION: u8 = 1;

/// The bytes under which a value is stored: [`VERSION`] and the value in postcard.
pub fn to_packed<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, PackError> {
    postcard::to_extend(value, vec![VERSION]).map_err(|reason| PackError::Unpackable { reason })
}

/// The value of stored bytes, one's own or those of a peer's raw query. They must be all of the record and
/// nothing else.
pub fn from_packed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, PackError> {
    let Some((&VERSION, body)) = bytes.split_first() else {
        return Err(PackError::Version { actual: bytes.first().copied() });
    };
    let (value, surplus) = postcard::take_from_bytes(body).map_err(|reason| match reason {
        postcard::Error::DeserializeUnexpectedEnd => PackError::Truncated { length: bytes.len() },
        reason => PackError::Malformed { reason },
    })?;
    if !surplus.is_empty() {
        return Err(PackError::TrailingBytes { surplus: surplus.len() });
    }
    Ok(value)
}
