use cosmwasm_std::Binary;
use ed25519_dalek::Signer as _;
use k256::ecdsa::signature::hazmat::PrehashSigner as _;
use sha2::{Digest, Sha256};

/// A reporter's key. The same seed gives the same key, and a digest always the same signature.
pub enum Signer {
    /// ECDSA on the curve of the chain's accounts.
    Secp256k1(k256::ecdsa::SigningKey),
    /// ECDSA on NIST P-256, the curve of secure elements.
    Secp256r1(p256::ecdsa::SigningKey),
    /// Ed25519.
    Ed25519(ed25519_dalek::SigningKey),
}

impl Signer {
    /// A secp256k1 key.
    pub fn secp256k1(seed: &str) -> Self {
        Self::Secp256k1(k256::ecdsa::SigningKey::from_slice(&secret(seed)).expect("a key of this seed"))
    }

    /// A NIST P-256 key.
    pub fn secp256r1(seed: &str) -> Self {
        Self::Secp256r1(p256::ecdsa::SigningKey::from_slice(&secret(seed)).expect("a key of this seed"))
    }

    /// An Ed25519 key.
    pub fn ed25519(seed: &str) -> Self {
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&secret(seed)))
    }

    /// 33 bytes, SEC 1 compressed, of the ECDSA keys; 32 of Ed25519.
    pub fn public_key(&self) -> Binary {
        match self {
            Self::Secp256k1(key) => key.verifying_key().to_encoded_point(true).as_bytes().into(),
            Self::Secp256r1(key) => key.verifying_key().to_encoded_point(true).as_bytes().into(),
            Self::Ed25519(key) => key.verifying_key().as_bytes().into(),
        }
    }

    /// 64 bytes: r ‖ s with the low s of an ECDSA key, or RFC 8032 with the digest as message.
    pub fn sign(&self, digest: &[u8; 32]) -> Binary {
        let signature: [u8; 64] = match self {
            Self::Secp256k1(key) => {
                let signature: k256::ecdsa::Signature = key.sign_prehash(digest).expect("a digest");
                signature.normalize_s().unwrap_or(signature).to_bytes().into()
            }
            Self::Secp256r1(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(digest).expect("a digest");
                signature.normalize_s().unwrap_or(signature).to_bytes().into()
            }
            Self::Ed25519(key) => key.sign(digest).to_bytes(),
        };
        signature.into()
    }

    /// The other signature of the same digest, r ‖ n − s, which the chain's verifiers accept as well. Ed25519 has
    /// none.
    pub fn high_s_twin(&self, signature: &Binary) -> Binary {
        let twin: [u8; 64] = match self {
            Self::Secp256k1(_) => {
                let signature = k256::ecdsa::Signature::from_slice(signature).expect("a signature");
                let (r, s) = signature.split_scalars();
                k256::ecdsa::Signature::from_scalars(r, -s).expect("n - s").to_bytes().into()
            }
            Self::Secp256r1(_) => {
                let signature = p256::ecdsa::Signature::from_slice(signature).expect("a signature");
                let (r, s) = signature.split_scalars();
                p256::ecdsa::Signature::from_scalars(r, -s).expect("n - s").to_bytes().into()
            }
            Self::Ed25519(_) => panic!("an Ed25519 signature has no twin"),
        };
        twin.into()
    }
}

fn secret(seed: &str) -> [u8; 32] {
    Sha256::digest(seed.as_bytes()).into()
}
