//! One transaction on its way into a block.

use cosmrs::Any;
use cosmwasm_std::Addr;

use super::outbox::{Letter, Purpose};
use super::signing::hash;
use crate::chain::Answer;

/// A transaction and how far it has come.
pub struct Item {
    /// What it is for.
    pub purpose: Purpose,
    /// Who signs.
    pub sender: Addr,
    /// What is to be done; none if it was signed before a restart, and so cannot be signed anew.
    pub messages: Option<Vec<Any>>,
    /// What it burns about as much as.
    pub kind: String,
    /// What it may burn, once that is known.
    pub gas: Option<u64>,
    /// How often somebody else has used its sequence.
    pub races: u8,
    /// How far it is.
    pub state: State,
}

/// How far a transaction is.
pub enum State {
    /// To be signed.
    Unsigned,
    /// Signed and kept.
    Signed(Sent),
    /// In a block, or refused for ever.
    Done(Answer),
    /// Signed before a restart; it will never be in a block.
    Lost,
}

/// A signed transaction.
pub struct Sent {
    /// As it is kept.
    pub letter: Letter,
    /// What it is known by.
    pub hash: String,
    /// The block after which a node had it, if one has it now.
    pub after: Option<u64>,
    /// Whether a node has ever had it.
    pub was_taken: bool,
    /// Whether its sequence may have been used.
    pub is_suspect: bool,
}

impl Item {
    /// A transaction to be signed.
    pub fn new(purpose: Purpose, sender: &Addr, messages: Vec<Any>, kind: String) -> Self {
        Self {
            purpose,
            sender: sender.clone(),
            messages: Some(messages),
            kind,
            gas: None,
            races: 0,
            state: State::Unsigned,
        }
    }

    /// One that was signed before a restart: a node may have had it.
    pub fn restored(letter: Letter) -> Self {
        Self {
            purpose: letter.purpose,
            sender: letter.sender.clone(),
            messages: None,
            kind: "a transaction of before".to_owned(),
            gas: None,
            races: 0,
            // It may be in a block long ago.
            state: State::Signed(Sent { was_taken: true, is_suspect: true, ..Sent::new(letter) }),
        }
    }

    /// Whether nothing more will happen to it.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Done(_) | State::Lost)
    }

    /// Whether it waits for a signature.
    pub fn is_unsigned(&self) -> bool {
        matches!(self.state, State::Unsigned)
    }

    /// What was signed, if it is not over.
    pub fn sent(&self) -> Option<&Sent> {
        match &self.state {
            State::Signed(sent) => Some(sent),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn sent_mut(&mut self) -> Option<&mut Sent> {
        match &mut self.state {
            State::Signed(sent) => Some(sent),
            _ => None,
        }
    }

    /// It is to be signed anew, where that can be.
    pub fn again(&mut self) {
        self.state = if self.messages.is_some() { State::Unsigned } else { State::Lost };
    }
}

impl Sent {
    /// Signed and kept, and given to nobody.
    pub fn new(letter: Letter) -> Self {
        let hash = hash(&letter.bytes);
        Self { letter, hash, after: None, was_taken: false, is_suspect: false }
    }
}
