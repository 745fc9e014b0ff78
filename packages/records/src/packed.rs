use postcard::ser_flavors::{ExtendFlavor, Flavor};
use serde::{de::DeserializeOwned, Serialize};

use crate::PackError;

/// The first byte of every record. A record whose fields change in a later release gets the next number.
pub const VERSION: u8 = 1;

/// The bytes under which a value is stored: [`VERSION`] and the value in postcard.
pub fn to_packed<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, PackError> {
    let mut encoder = postcard::Serializer { output: ExtendFlavor::new(vec![VERSION]) };
    value.serialize(&mut encoder).map_err(unpackable)?;
    encoder.output.finalize().map_err(unpackable)
}

/// The value of stored bytes, one's own or those of a peer's raw query. They must be all of the record and
/// nothing else.
pub fn from_packed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, PackError> {
    let mut decoder = postcard::Deserializer::from_bytes(body(bytes)?);
    let value = T::deserialize(&mut decoder).map_err(|reason| misfit(reason, bytes.len()))?;
    end(decoder.finalize())?;
    Ok(value)
}

// What is the same for all records is compiled once.

#[cold]
fn unpackable(reason: postcard::Error) -> PackError {
    PackError::Unpackable { reason }
}

fn body(bytes: &[u8]) -> Result<&[u8], PackError> {
    match bytes.split_first() {
        Some((&VERSION, body)) => Ok(body),
        _ => Err(PackError::Version { actual: bytes.first().copied() }),
    }
}

#[cold]
fn misfit(reason: postcard::Error, length: usize) -> PackError {
    match reason {
        postcard::Error::DeserializeUnexpectedEnd => PackError::Truncated { length },
        reason => PackError::Malformed { reason },
    }
}

fn end(surplus: postcard::Result<&[u8]>) -> Result<(), PackError> {
    match surplus {
        Ok([]) => Ok(()),
        Ok(surplus) => Err(PackError::TrailingBytes { surplus: surplus.len() }),
        Err(reason) => Err(PackError::Malformed { reason }),
    }
}
