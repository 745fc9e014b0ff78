//! Those who report, and their signatures.

use cosmwasm_std::Addr;
use numeric::UnixTime;
use testing::{Chain, Signer};
use types::digest::Digest;
use types::journey::{Outcome, Subject};
use types::oracle::{report_digest, subject_digest, ExecuteMsg, PublicKey, SignedReport, SourceClass};

use crate::{milestone, word, Suite};

const CLASSES: [SourceClass; 3] = [SourceClass::Carrier, SourceClass::Terminal, SourceClass::Satellite];

/// One who reports.
pub struct Reporter {
    /// Whose it is.
    pub operator: Addr,
    /// What it sees with.
    pub class: SourceClass,
    /// Its key.
    pub signer: Signer,
}

/// Reporters by number, from 1.
pub struct Committee(pub Vec<Reporter>);

impl Committee {
    /// Nine of five operators and three source classes, three of each signature scheme.
    pub fn nine(chain: &Chain) -> Self {
        let signer = |n: usize, seed: &str| match n % 3 {
            0 => Signer::secp256k1(seed),
            1 => Signer::secp256r1(seed),
            _ => Signer::ed25519(seed),
        };
        Self::of(chain, 9, signer)
    }

    /// A few that sign quickly, each of its own operator.
    pub fn quick(chain: &Chain, reporters: usize) -> Self {
        Self::of(chain, reporters, |_, seed| Signer::ed25519(seed))
    }

    fn of(chain: &Chain, reporters: usize, signer: impl Fn(usize, &str) -> Signer) -> Self {
        let reporter = |n: usize| Reporter {
            operator: chain.actor(&format!("operator {}", n % 5)),
            class: CLASSES[n % 3],
            signer: signer(n, &format!("reporter {n}")),
        };
        Self((1..=reporters).map(reporter).collect())
    }

    /// The reporter of a number.
    pub fn reporter(&self, number: u32) -> &Reporter {
        &self.0[number as usize - 1]
    }

    /// All numbers.
    pub fn all(&self) -> std::ops::RangeInclusive<u32> {
        1..=self.0.len() as u32
    }

    /// The operators, each once.
    pub fn operators(&self) -> Vec<Addr> {
        let mut operators: Vec<Addr> = vec![];
        for reporter in &self.0 {
            if !operators.contains(&reporter.operator) {
                operators.push(reporter.operator.clone());
            }
        }
        operators
    }
}

impl Reporter {
    /// Its public key.
    pub fn key(&self) -> PublicKey {
        let key = self.signer.public_key();
        match self.signer {
            Signer::Secp256k1(_) => PublicKey::Secp256k1(key),
            Signer::Secp256r1(_) => PublicKey::Secp256r1(key),
            Signer::Ed25519(_) => PublicKey::Ed25519(key),
        }
    }

    /// Its word as `number` about what a round is about.
    pub fn sign(&self, number: u32, round: &Digest, outcome: Outcome, signed_at: UnixTime) -> SignedReport {
        let digest = report_digest(round, &outcome, signed_at);
        SignedReport { reporter: number, outcome, signed_at, signature: self.signer.sign(digest.as_bytes()) }
    }
}

impl Suite {
    /// What facts about an event of a title are about.
    pub fn subject(&self, token_id: &str, event: &str) -> Subject {
        Subject {
            collection: self.shipment.to_string(),
            token_id: word(token_id),
            milestone: milestone(event),
        }
    }

    /// What all reporters of a round sign alike.
    pub fn round_digest(&self, subject: &Subject, round: u32) -> Digest {
        subject_digest(testing::CHAIN_ID, self.oracle.as_str(), self.feed, subject, round)
    }

    /// A reporter's word, signed now for the round that takes reports.
    pub fn signed(&self, number: u32, token_id: &str, event: &str, outcome: Outcome) -> SignedReport {
        let subject = self.subject(token_id, event);
        let round = self.round_digest(&subject, self.round(token_id, event));
        self.committee.reporter(number).sign(number, &round, outcome, self.now())
    }

    /// The message that brings the word of these reporters.
    pub fn report(
        &self,
        token_id: &str,
        event: &str,
        outcome: Outcome,
        reporters: impl IntoIterator<Item = u32>,
    ) -> ExecuteMsg {
        let subject = self.subject(token_id, event);
        let round = self.round(token_id, event);
        let digest = self.round_digest(&subject, round);
        let now = self.now();
        let signed = |number| self.committee.reporter(number).sign(number, &digest, outcome, now);
        ExecuteMsg::Report { subject, round, reports: reporters.into_iter().map(signed).collect() }
    }
}
