use cosmwasm_std::{Addr, BlockInfo};
use cw721::Approval;
use cw_utils::Expiration;
use serde::{Deserialize, Serialize};

use crate::{expiry::Expiry, NftError};

/// Longest token id, in bytes.
pub const MAX_TOKEN_ID_LENGTH: usize = 64;

/// Refuses what is not 1 to 64 of `A`–`Z`, `a`–`z`, `0`–`9`, `.`, `_`, `:`, `/` and `-`: room for a bill of lading
/// number with its carrier's prefix, and nothing that reads as something else.
pub fn check_token_id(token_id: &str) -> Result<(), NftError> {
    let admitted = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(&byte);
    if (1..=MAX_TOKEN_ID_LENGTH).contains(&token_id.len()) && token_id.bytes().all(admitted) {
        Ok(())
    } else {
        Err(NftError::InvalidTokenId { actual: token_id.to_owned() })
    }
}

/// A token as its collection holds it, loaded once for everything an action does with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub(crate) id: String,
    pub(crate) holding: Holding,
}

impl Token {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whose it is.
    pub fn owner(&self) -> &Addr {
        &self.holding.owner
    }

    /// Whether the owner was a contract when it became the owner.
    pub fn owner_is_contract(&self) -> bool {
        self.holding.owner_is_contract
    }

    /// Who may move it beside the owner and the owner's operators, in the order they were approved.
    pub(crate) fn approvals(&self, block: &BlockInfo, include_expired: bool) -> Vec<Approval> {
        let approvals = self.holding.approvals.iter().map(Grant::to_approval);
        approvals.filter(|approval| include_expired || !approval.is_expired(block)).collect()
    }
}

/// The record of a token.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) struct Holding {
    pub owner: Addr,
    pub owner_is_contract: bool,
    pub approvals: Vec<Grant>,
}

/// One approval in it.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) struct Grant {
    pub spender: Addr,
    pub expires: Expiry,
}

impl Grant {
    pub fn to_approval(&self) -> Approval {
        Approval { spender: self.spender.clone(), expires: self.expires.into() }
    }

    pub fn is_expired(&self, block: &BlockInfo) -> bool {
        Expiration::from(self.expires).is_expired(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_documents_are_admitted() {
        for id in ["1", "MAEU:BL-2024/000.123_A", &"x".repeat(64)] {
            assert_eq!(check_token_id(id), Ok(()), "{id}");
        }
    }

    #[test]
    fn other_ids_are_refused() {
        for id in ["", " ", "a b", "a\0", "ü", "a+b", "A\u{2010}1", &"x".repeat(65)] {
            assert_eq!(check_token_id(id), Err(NftError::InvalidTokenId { actual: id.to_owned() }));
        }
    }
}
