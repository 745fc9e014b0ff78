//! Nine reporters of five operators, three source classes and three signature schemes.

use cosmwasm_std::Addr;
use numeric::UnixTime;
use testing::{Chain, Signer};
use types::digest::Digest;
use types::journey::Outcome;
use types::oracle::{report_digest, PublicKey, SignedReport, SourceClass};

/// The classes of the nine, in turn.
pub const CLASSES: [SourceClass; 3] = [SourceClass::Carrier, SourceClass::Terminal, SourceClass::Satellite];

pub struct Reporter {
    pub operator: Addr,
    pub class: SourceClass,
    pub signer: Signer,
}

impl Reporter {
    /// Reporter `n` is of operator `n mod 5`.
    pub fn nine(chain: &Chain) -> Vec<Self> {
        let reporter = |n: usize| {
            let seed = format!("reporter {n}");
            let signer = match n % 3 {
                0 => Signer::secp256k1(&seed),
                1 => Signer::secp256r1(&seed),
                _ => Signer::ed25519(&seed),
            };
            Self { operator: chain.actor(&format!("operator {}", n % 5)), class: CLASSES[n % 3], signer }
        };
        (1..=9).map(reporter).collect()
    }

    pub fn key(&self) -> PublicKey {
        public_key(&self.signer)
    }

    pub fn sign(&self, number: u32, round: &Digest, outcome: Outcome, signed_at: UnixTime) -> SignedReport {
        let digest = report_digest(round, &outcome, signed_at);
        SignedReport { reporter: number, outcome, signed_at, signature: self.signer.sign(digest.as_bytes()) }
    }
}

pub fn public_key(signer: &Signer) -> PublicKey {
    let key = signer.public_key();
    match signer {
        Signer::Secp256k1(_) => PublicKey::Secp256k1(key),
        Signer::Secp256r1(_) => PublicKey::Secp256r1(key),
        Signer::Ed25519(_) => PublicKey::Ed25519(key),
    }
}
