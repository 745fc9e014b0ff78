//! Merkle trees as in RFC 6962: a leaf is hashed after a byte 0, a node after a byte 1, and a list that is no power
//! of two long is split at the largest one below its length.

use message::{FromJson, Json, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Digest;
use crate::VocabularyError;

/// The root over these leaves; of none, the digest of the empty string.
pub fn merkle_root(leaves: &[Vec<u8>]) -> Digest {
    let mut level: Vec<Digest> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    while level.len() > 1 {
        level = next(&level);
    }
    level.pop().unwrap_or_else(|| Digest::of(b""))
}

/// Most siblings of a proof: a list has at most 2^32 - 1 leaves.
const MAX_SIBLINGS: usize = 32;

/// That a leaf stands at its place in a list: the siblings on its way to the root, the lowest first.
///
/// How many leaves the list has is recorded beside the root and not taken from whoever brings the proof: the root
/// alone does not fix it, and the third of three leaves would pass for the second of two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "UncheckedProof")]
pub struct MerkleProof {
    /// The leaf's place, from 0.
    pub index: u32,
    /// At most 32.
    #[schemars(length(max = 32))]
    pub siblings: Vec<Digest>,
}

/// A proof as it arrives.
#[derive(Deserialize, FromJson)]
#[serde(deny_unknown_fields)]
struct UncheckedProof {
    index: u32,
    siblings: Vec<Digest>,
}

/// On which side of the way a sibling stands.
#[derive(Clone, Copy)]
enum Sibling {
    Left,
    Right,
}

impl MerkleProof {
    /// The proof of one leaf, for whoever has all of them.
    pub fn of(leaves: &[Vec<u8>], index: u32) -> Result<Self, VocabularyError> {
        let count = u32::try_from(leaves.len())
            .map_err(|_| VocabularyError::TooManyLeaves { actual: leaves.len() })?;
        let mut siblings = vec![];
        let mut level: Vec<Digest> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
        let mut place = usize::try_from(index).unwrap_or(usize::MAX);
        while level.len() > 1 {
            siblings.extend(level.get(place ^ 1).cloned());
            level = next(&level);
            place >>= 1;
        }
        let proof = Self { index, siblings };
        proof.way(count)?;
        Ok(proof)
    }

    /// Refuses a leaf that does not stand at this place of the list with this root and so many leaves.
    pub fn verify(&self, root: &Digest, leaves: u32, leaf: &[u8]) -> Result<(), VocabularyError> {
        let way = self.way(leaves)?;
        let found = way.into_iter().zip(&self.siblings).fold(leaf_hash(leaf), |below, step| match step {
            (Sibling::Left, sibling) => node_hash(sibling, &below),
            (Sibling::Right, sibling) => node_hash(&below, sibling),
        });
        if found == *root {
            return Ok(());
        }
        Err(VocabularyError::ProofRoot { expected: root.clone(), actual: found })
    }

    /// The sides of the siblings, of which there are as many as place and length ask for.
    fn way(&self, leaves: u32) -> Result<Vec<Sibling>, VocabularyError> {
        let Self { index, ref siblings } = *self;
        if index >= leaves {
            return Err(VocabularyError::ProofIndex { index, leaves });
        }
        let (mut place, mut last) = (index, leaves.saturating_sub(1));
        let mut way = vec![];
        while last > 0 {
            if place & 1 == 1 {
                way.push(Sibling::Left);
            } else if place < last {
                way.push(Sibling::Right);
            }
            place >>= 1;
            last >>= 1;
        }
        if way.len() != siblings.len() {
            let (expected, actual) = (way.len(), siblings.len());
            return Err(VocabularyError::ProofLength { index, leaves, expected, actual });
        }
        Ok(way)
    }
}

impl FromJson for MerkleProof {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        message::converted::<UncheckedProof, _>(json)
    }
}

impl TryFrom<UncheckedProof> for MerkleProof {
    type Error = VocabularyError;

    fn try_from(proof: UncheckedProof) -> Result<Self, Self::Error> {
        let UncheckedProof { index, siblings } = proof;
        if siblings.len() > MAX_SIBLINGS {
            return Err(VocabularyError::TooManySiblings { max: MAX_SIBLINGS, actual: siblings.len() });
        }
        Ok(Self { index, siblings })
    }
}

/// The level above: a node over each pair; one that is left over rises as it is.
fn next(level: &[Digest]) -> Vec<Digest> {
    let above = |pair: &[Digest]| match pair {
        [left, right] => Some(node_hash(left, right)),
        [lone] => Some(lone.clone()),
        _ => None,
    };
    level.chunks(2).filter_map(above).collect()
}

fn leaf_hash(leaf: &[u8]) -> Digest {
    Digest::over(&[&[0], leaf])
}

fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::over(&[&[1], left.as_bytes(), right.as_bytes()])
}
