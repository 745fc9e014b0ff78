use cosmwasm_std::Addr;

use crate::RecordError;

/// What a record is found by: one component, or a tuple of two or three.
///
/// Integers are big-endian, so that they are listed in their order. Text and bytes stand as they are at the
/// end of a key and behind one byte of length (so at most 255 long) before it.
pub trait Key {
    /// Every component but the last: what a listing is bound to. `()` if there is only one.
    type Prefix: Key;
    /// The last component: what a listing goes through.
    type Last: LastComponent;

    /// Appends the key so that anything may follow it.
    fn append_delimited(&self, key: &mut Vec<u8>) -> Result<(), RecordError>;

    /// Appends the key as the end of a stored key.
    fn append_last(&self, key: &mut Vec<u8>) -> Result<(), RecordError>;
}

/// A component that can be read back from the end of a stored key.
pub trait LastComponent: Key {
    /// The component without a lifetime.
    type Owned;
    /// What it is called in an error.
    const NAME: &'static str;

    /// The component of the bytes it was stored as, `None` if they are none.
    fn decode(bytes: &[u8]) -> Option<Self::Owned>;
}

impl Key for () {
    type Prefix = ();
    type Last = ();

    fn append_delimited(&self, _: &mut Vec<u8>) -> Result<(), RecordError> {
        Ok(())
    }

    fn append_last(&self, _: &mut Vec<u8>) -> Result<(), RecordError> {
        Ok(())
    }
}

impl LastComponent for () {
    type Owned = ();
    const NAME: &'static str = "nothing";

    fn decode(bytes: &[u8]) -> Option<()> {
        bytes.is_empty().then_some(())
    }
}

impl Key for &[u8] {
    type Prefix = ();
    type Last = Self;

    fn append_delimited(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
        let length =
            u8::try_from(self.len()).map_err(|_| RecordError::KeyComponentTooLong { actual: self.len() })?;
        key.push(length);
        key.extend_from_slice(self);
        Ok(())
    }

    fn append_last(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
        key.extend_from_slice(self);
        Ok(())
    }
}

impl LastComponent for &[u8] {
    type Owned = Vec<u8>;
    const NAME: &'static str = "byte string";

    fn decode(bytes: &[u8]) -> Option<Vec<u8>> {
        Some(bytes.to_vec())
    }
}

macro_rules! text_key {
    ($type:ty, $owned:ty, $name:literal, $from_str:expr) => {
        impl Key for &$type {
            type Prefix = ();
            type Last = Self;

            fn append_delimited(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
                self.as_bytes().append_delimited(key)
            }

            fn append_last(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
                self.as_bytes().append_last(key)
            }
        }

        impl LastComponent for &$type {
            type Owned = $owned;
            const NAME: &'static str = $name;

            fn decode(bytes: &[u8]) -> Option<$owned> {
                std::str::from_utf8(bytes).ok().map($from_str)
            }
        }
    };
}

text_key!(str, String, "text", str::to_owned);
// An address was checked before it became a key.
text_key!(Addr, Addr, "address", Addr::unchecked);

macro_rules! fixed_width_key {
    ([$($generic:tt)*] $type:ty, $name:literal, $to_bytes:expr, $from_bytes:expr) => {
        impl $($generic)* Key for $type {
            type Prefix = ();
            type Last = Self;

            fn append_delimited(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
                self.append_last(key)
            }

            fn append_last(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
                key.extend_from_slice(&$to_bytes(*self));
                Ok(())
            }
        }

        impl $($generic)* LastComponent for $type {
            type Owned = Self;
            const NAME: &'static str = $name;

            fn decode(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map($from_bytes)
            }
        }
    };
}

fixed_width_key!([] u8, "number of 8 bits", u8::to_be_bytes, u8::from_be_bytes);
fixed_width_key!([] u16, "number of 16 bits", u16::to_be_bytes, u16::from_be_bytes);
fixed_width_key!([] u32, "number of 32 bits", u32::to_be_bytes, u32::from_be_bytes);
fixed_width_key!([] u64, "number of 64 bits", u64::to_be_bytes, u64::from_be_bytes);
fixed_width_key!([<const N: usize>] [u8; N], "byte string of fixed length", std::convert::identity, std::convert::identity);

impl<A: Key, B: LastComponent> Key for (A, B) {
    type Prefix = A;
    type Last = B;

    fn append_delimited(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
        self.0.append_delimited(key)?;
        self.1.append_delimited(key)
    }

    fn append_last(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
        self.0.append_delimited(key)?;
        self.1.append_last(key)
    }
}

impl<A: Key, B: LastComponent, C: LastComponent> Key for (A, B, C) {
    type Prefix = (A, B);
    type Last = C;

    fn append_delimited(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
        self.0.append_delimited(key)?;
        self.1.append_delimited(key)?;
        self.2.append_delimited(key)
    }

    fn append_last(&self, key: &mut Vec<u8>) -> Result<(), RecordError> {
        self.0.append_delimited(key)?;
        self.1.append_delimited(key)?;
        self.2.append_last(key)
    }
}
