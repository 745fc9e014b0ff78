//! A public key as contracts store it, and what they ask of it.

use cosmwasm_std::{Api, VerificationError};
use serde::{Deserialize, Serialize};

use crate::oracle::PublicKey;

/// How long a signature is, whatever the scheme.
pub const SIGNATURE_LENGTH: usize = 64;

/// The signature scheme of a key.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// ECDSA on the curve of the chain's accounts.
    Secp256k1,
    /// ECDSA on NIST P-256, the curve of secure elements.
    Secp256r1,
    /// RFC 8032.
    Ed25519,
}

impl Scheme {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secp256k1 => "secp256k1",
            Self::Secp256r1 => "secp256r1",
            Self::Ed25519 => "ed25519",
        }
    }
}

/// A public key of a scheme.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// How it signs.
    pub scheme: Scheme,
    /// 33 bytes of an ECDSA key, 32 of Ed25519.
    pub bytes: Vec<u8>,
}

impl StoredKey {
    /// What the key is found by. The scheme is part of it: the same bytes on two curves are two keys.
    pub fn identity(&self) -> Vec<u8> {
        let scheme = match self.scheme {
            Scheme::Secp256k1 => b'k',
            Scheme::Secp256r1 => b'r',
            Scheme::Ed25519 => b'e',
        };
        let mut identity = vec![scheme];
        identity.extend_from_slice(&self.bytes);
        identity
    }

    /// Whether the key signed the digest. Both ECDSA verifiers also take the twin with the high s.
    ///
    /// A longer signature would not be refused by the virtual machine but end it, and with it the words of the refusal.
    pub fn verifies(
        &self,
        api: &dyn Api,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<bool, VerificationError> {
        if signature.len() != SIGNATURE_LENGTH {
            return Ok(false);
        }
        match self.scheme {
            Scheme::Secp256k1 => api.secp256k1_verify(digest, signature, &self.bytes),
            Scheme::Secp256r1 => api.secp256r1_verify(digest, signature, &self.bytes),
            Scheme::Ed25519 => api.ed25519_verify(digest, signature, &self.bytes),
        }
    }

    /// Whether one signer alone can sign with it: no ECDSA key off its curve, and no Ed25519 key that anyone can sign
    /// for.
    pub fn is_usable(&self, api: &dyn Api) -> bool {
        matches!(self.verifies(api, &[0x50; 32], &self.probe()), Ok(false))
    }

    /// A signature of the right form that no message of an honest key has.
    ///
    /// A verifier that calls it an error says that an ECDSA key is no point of its curve. One that calls it
    /// *valid* says that an Ed25519 key is of small order (R is the neutral element, S is zero): then anyone
    /// could sign anything for it.
    fn probe(&self) -> [u8; 64] {
        let mut probe = [0; 64];
        let ones: &[usize] = match self.scheme {
            Scheme::Secp256k1 | Scheme::Secp256r1 => &[31, 63],
            Scheme::Ed25519 => &[0],
        };
        for i in ones {
            if let Some(byte) = probe.get_mut(*i) {
                *byte = 1;
            }
        }
        probe
    }
}

impl From<&PublicKey> for StoredKey {
    fn from(key: &PublicKey) -> Self {
        let (scheme, bytes) = match key {
            PublicKey::Secp256k1(bytes) => (Scheme::Secp256k1, bytes),
            PublicKey::Secp256r1(bytes) => (Scheme::Secp256r1, bytes),
            PublicKey::Ed25519(bytes) => (Scheme::Ed25519, bytes),
        };
        Self { scheme, bytes: bytes.to_vec() }
    }
}

impl From<StoredKey> for PublicKey {
    fn from(key: StoredKey) -> Self {
        match key.scheme {
            Scheme::Secp256k1 => Self::Secp256k1(key.bytes.into()),
            Scheme::Secp256r1 => Self::Secp256r1(key.bytes.into()),
            Scheme::Ed25519 => Self::Ed25519(key.bytes.into()),
        }
    }
}
