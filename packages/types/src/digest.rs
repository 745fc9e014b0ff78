//! Digests of what stays off chain: documents, invoices, remarks, lists of goods.
//!
//! A digest of something short or guessable is *salted*: whoever knows the salt can show the content, nobody else
//! can find it by trying. A *chain* commits to a history; a *Merkle root* to a list of which single leaves can be
//! shown.
//!
//! ```
//! use types::digest::{merkle_root, Digest, MerkleProof};
//!
//! assert_eq!(
//!     Digest::of(b"abc").to_string(),
//!     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
//! );
//!
//! let lines = [b"090111 18000 KGM".to_vec(), b"090112 2000 KGM".to_vec(), b"180100 500 KGM".to_vec()];
//! let root = merkle_root(&lines);
//! let proof = MerkleProof::of(&lines, 1)?;
//! assert_eq!(proof.verify(&root, 3, b"090112 2000 KGM"), Ok(()));
//! assert!(proof.verify(&root, 3, b"090112 9000 KGM").is_err());
//! # Ok::<(), types::VocabularyError>(())
//! ```

mod merkle;

use sha2::{Digest as _, Sha256};

use crate::text::wire;
use crate::VocabularyError;

pub use merkle::{merkle_root, MerkleProof};

/// Bytes that are hexadecimal in JSON, in lower case, and bare in packed storage. Zeros are refused: they are what
/// a forgotten value looks like.
macro_rules! hex_bytes {
    (
        $(#[$about:meta])*
        $name:ident [$length:literal]
        ($description:literal, $pattern:literal, $digits:literal) else $form:ident, $nothing:ident
    ) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl TryFrom<[u8; $length]> for $name {
            type Error = VocabularyError;

            fn try_from(bytes: [u8; $length]) -> Result<Self, Self::Error> {
                if bytes == [0; $length] {
                    return Err(VocabularyError::$nothing);
                }
                Ok(Self(bytes))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = VocabularyError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match from_hex::<$length>(text) {
                    Some(bytes) => bytes.try_into(),
                    None => Err(VocabularyError::$form { actual: text.to_owned() }),
                }
            }
        }

        wire::text_conversions!($name);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if deserializer.is_human_readable() {
                    return String::deserialize(deserializer)?.parse().map_err(D::Error::custom);
                }
                wire::packed_bytes::<_, $length>(deserializer)?.try_into().map_err(D::Error::custom)
            }
        }

        wire::pattern_schema!($name, $description, $pattern, $digits);
    };
}

hex_bytes! {
    /// A SHA-256 digest: 64 hexadecimal digits in lower case.
    Digest[32] ("SHA-256 digest, hexadecimal in lower case, not all zero", "^[0-9a-f]{64}$", 64)
        else DigestForm, DigestOfNothing
}

hex_bytes! {
    /// 16 random bytes that keep a digest's content from being guessed: 32 hexadecimal digits in lower case.
    Salt[16] ("16 random bytes, hexadecimal in lower case, not all zero", "^[0-9a-f]{32}$", 32)
        else SaltForm, SaltOfNothing
}

impl Digest {
    /// SHA-256 of the bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::over(&[bytes])
    }

    /// SHA-256 of `length(domain) ‖ domain ‖ salt ‖ content`, the length as 8 bytes, big-endian. The domain says
    /// what the content is, so that a digest of one kind is none of another.
    pub fn salted(domain: &str, salt: &Salt, content: &[u8]) -> Self {
        Self::over(&[&length(domain.as_bytes()), domain.as_bytes(), salt.as_bytes(), content])
    }

    /// SHA-256 of `prev ‖ length(part) ‖ part ‖ …`, each length as 8 bytes, big-endian: the same bytes parted
    /// otherwise are another history.
    pub fn chain(prev: &Self, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new_with_prefix(prev.0);
        for part in parts {
            hash.update(length(part));
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    fn over(pieces: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for piece in pieces {
            hash.update(piece);
        }
        Self(hash.finalize().into())
    }
}

/// No slice is longer than 2^64 − 1 bytes.
fn length(bytes: &[u8]) -> [u8; 8] {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes()
}

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let (pairs, odd) = text.as_bytes().as_chunks();
    if pairs.len() != N || !odd.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = nibble(*high)?.checked_shl(4)? | nibble(*low)?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'a'..=b'f' => digit.checked_sub(b'a')?.checked_add(10),
        _ => None,
    }
}
