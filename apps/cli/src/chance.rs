//! Chance that can be repeated: what a reporter does with one question depends on the seed, the question and the
//! reporter, and on nothing that happened before, so one voyage plays alone as it played among thousands.

use sha2::{Digest, Sha256};

/// The source of all chance of a run.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    seed: u64,
}

impl Chance {
    /// Chance of this seed.
    pub fn seeded(seed: u64) -> Self {
        Self { seed }
    }

    /// The draws for one occasion, named by all that makes it different from others.
    pub fn occasion(&self, names: &[&[u8]]) -> Draws {
        let mut hash = Sha256::new_with_prefix(self.seed.to_be_bytes());
        for name in names {
            hash.update(name.len().to_be_bytes());
            hash.update(name);
        }
        Draws { state: hash.finalize().into() }
    }
}

/// The draws of one occasion, one after the other.
pub struct Draws {
    state: [u8; 32],
}

impl Draws {
    /// A number from 0 to before `end`; 0 if there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        let (head, _) = self.state.split_at(8);
        let word = head.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        self.state = Sha256::digest(self.state).into();
        word.checked_rem(end).unwrap_or_default()
    }

    /// Whether something happens that happens `times` in `of`.
    pub fn happens(&mut self, times: u64, of: u64) -> bool {
        self.below(of) < times
    }
}
