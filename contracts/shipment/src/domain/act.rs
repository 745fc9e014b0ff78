//! The acts of a title: a hash chain in the codes of DCSA PINT.

use cosmwasm_std::Addr;
use numeric::UnixTime;
use serde::{Deserialize, Serialize};
use types::digest::Digest;
use types::endorsement::ActCode;
use types::shipment::{act_hash, ActResponse};

use super::endorsement::Undo;
use crate::ContractError;

/// How far the acts of a title have come.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Chain {
    /// Number of the last act.
    pub length: u32,
    /// Its hash.
    pub head: Digest,
}

/// One act, as it is kept.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Act {
    /// What it was.
    pub code: ActCode,
    /// The account that acted.
    pub actor: Addr,
    /// In whose favour.
    pub recipient: Option<Addr>,
    /// When.
    pub at: UnixTime,
    /// Salted digest of the remark.
    pub remark: Option<Digest>,
    /// Its hash over the act before.
    pub hash: Digest,
    /// What a rejection restores, if the act can be rejected.
    pub undo: Option<Undo>,
}

/// An act that is about to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAct {
    /// What it is.
    pub code: ActCode,
    /// The account that acts.
    pub actor: Addr,
    /// In whose favour.
    pub recipient: Option<Addr>,
    /// Salted digest of the remark.
    pub remark: Option<Digest>,
    /// What a rejection restores.
    pub undo: Option<Undo>,
}

impl Chain {
    /// Before the first act.
    pub fn of(token_id: &str) -> Self {
        Self { length: 0, head: Digest::of(token_id.as_bytes()) }
    }

    /// Adds an act and gives it its number and hash.
    pub fn add(&mut self, act: NewAct, at: UnixTime) -> Result<(u32, Act), ContractError> {
        let number = self.length.checked_add(1).ok_or(ContractError::ChainFull)?;
        let NewAct { code, actor, recipient, remark, undo } = act;
        let mut act = Act { code, actor, recipient, at, remark, hash: self.head.clone(), undo };
        act.hash = act_hash(&self.head, &act.clone().described(number));
        *self = Self { length: number, head: act.hash.clone() };
        Ok((number, act))
    }
}

impl Act {
    /// The act as others see it.
    pub fn described(self, number: u32) -> ActResponse {
        ActResponse {
            number,
            code: self.code,
            actor: self.actor.into_string(),
            recipient: self.recipient.map(Addr::into_string),
            at: self.at,
            remark: self.remark,
            hash: self.hash,
        }
    }
}
