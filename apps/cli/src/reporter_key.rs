//! A reporter's key: it signs reports, and never a transaction.

use std::path::Path;

use anyhow::{bail, ensure, Context, Result};
use cosmwasm_std::Binary;
use ed25519_dalek::Signer as _;
use k256::ecdsa::signature::hazmat::PrehashSigner as _;
use p256::pkcs8::{ObjectIdentifier, PrivateKeyInfo, SecretDocument};
use types::digest::Digest;
use types::oracle::PublicKey;

use crate::chain::keys;

/// RFC 5480: any key on an elliptic curve; which one is a parameter.
const ELLIPTIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const K256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.10");
/// RFC 8410.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// One of the three kinds that the oracle verifies.
pub enum ReporterKey {
    /// ECDSA on the curve of the chain's accounts.
    Secp256k1(Box<k256::ecdsa::SigningKey>),
    /// ECDSA on NIST P-256, the curve of secure elements.
    Secp256r1(Box<p256::ecdsa::SigningKey>),
    /// RFC 8032.
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

impl ReporterKey {
    /// The key in a file that only its owner can read: PKCS#8 in PEM, as `openssl genpkey` writes it, or a mnemonic.
    pub fn from_file(path: &Path) -> Result<Self> {
        let text = keys::private_text(path)?;
        let key =
            if text.contains("-----BEGIN") { Self::from_pem(&text) } else { Self::from_mnemonic(&text) };
        key.with_context(|| format!("in {}", path.display()))
    }

    fn from_mnemonic(words: &str) -> Result<Self> {
        Ok(Self::Secp256k1(Box::new(keys::from_mnemonic(words)?)))
    }

    /// What is wrong with it is said without repeating it.
    fn from_pem(text: &str) -> Result<Self> {
        let form = "no private key in PKCS#8 PEM: openssl pkcs8 -topk8 -nocrypt makes one of others";
        let Ok((label, document)) = SecretDocument::from_pem(text.trim()) else { bail!(form) };
        ensure!(label == "PRIVATE KEY", "{form} (this is an {label:?})");
        let Ok(info) = PrivateKeyInfo::try_from(document.as_bytes()) else { bail!(form) };
        let curve = info.algorithm.parameters_oid();
        match (info.algorithm.oid, curve) {
            (ELLIPTIC, Ok(K256)) => {
                let key = k256::SecretKey::try_from(info).ok().context(form)?;
                Ok(Self::Secp256k1(Box::new(key.into())))
            }
            (ELLIPTIC, Ok(P256)) => {
                let key = p256::SecretKey::try_from(info).ok().context(form)?;
                Ok(Self::Secp256r1(Box::new(key.into())))
            }
            (ED25519, _) => {
                // RFC 8410, section 7: an octet string in the octet string.
                let seed = info.private_key.strip_prefix(&[4, 32]).context(form)?;
                let seed: &[u8; 32] = seed.try_into().ok().context(form)?;
                Ok(Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(seed))))
            }
            _ => bail!("a key of another kind: the oracle knows secp256k1, secp256r1 (P-256) and ed25519"),
        }
    }

    /// As it is enrolled.
    pub fn public_key(&self) -> PublicKey {
        match self {
            Self::Secp256k1(key) => {
                PublicKey::Secp256k1(key.verifying_key().to_encoded_point(true).as_bytes().into())
            }
            Self::Secp256r1(key) => {
                PublicKey::Secp256r1(key.verifying_key().to_encoded_point(true).as_bytes().into())
            }
            Self::Ed25519(key) => PublicKey::Ed25519(key.verifying_key().as_bytes().into()),
        }
    }

    /// 64 bytes: r ‖ s with the low s, or RFC 8032 with the digest as message.
    pub fn sign(&self, digest: &Digest) -> Result<Binary> {
        let signature: [u8; 64] = match self {
            Self::Secp256k1(key) => {
                let signature: k256::ecdsa::Signature = key.sign_prehash(digest.as_bytes())?;
                signature.normalize_s().unwrap_or(signature).to_bytes().into()
            }
            Self::Secp256r1(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest.as_bytes())?;
                signature.normalize_s().unwrap_or(signature).to_bytes().into()
            }
            Self::Ed25519(key) => key.sign(digest.as_bytes()).to_bytes(),
        };
        Ok(signature.into())
    }
}

#[cfg(test)]
mod tests;
