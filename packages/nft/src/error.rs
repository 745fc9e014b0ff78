use cosmwasm_std::{Addr, StdError};
use cw_utils::Expiration;
use records::RecordError;
use thiserror::Error;

use crate::{MAX_APPROVALS, MAX_OPERATORS, MAX_TOKEN_ID_LENGTH};

/// Why a collection refused.
#[derive(Error, Debug, PartialEq)]
pub enum NftError {
    /// The collection's name or symbol is empty, too long or not printable.
    #[error("{what} {actual:?}: 1 to {max} printable characters")]
    CollectionText {
        /// name or symbol
        what: &'static str,
        /// how many bytes at most
        max: usize,
        /// what was given
        actual: String,
    },
    /// The id is empty, too long, or has other characters than those admitted.
    #[error("token id {actual:?} is refused; use 1 to {max} of A-Z a-z 0-9 . _ : / -", max = MAX_TOKEN_ID_LENGTH)]
    InvalidTokenId {
        /// what was given
        actual: String,
    },
    /// Only one token has an id.
    #[error("token {token_id} exists; mint under another id")]
    TokenExists {
        /// the id in use
        token_id: String,
    },
    /// There is no such token, or no longer.
    #[error("there is no token {token_id}")]
    UnknownToken {
        /// what was given
        token_id: String,
    },
    /// The sender is neither the owner nor approved, or its approval has ended.
    #[error("{sender} may not do this with token {token_id} of {owner}; ask the owner for an approval")]
    NotAllowed {
        /// who tried
        sender: Addr,
        /// with what
        token_id: String,
        /// whose it is
        owner: Addr,
    },
    /// An approval that has ended before it begins.
    #[error("the approval would have ended already ({expires}) at height {height}, time {time} ns; let it end later")]
    AlreadyExpired {
        /// the end that was given
        expires: Expiration,
        /// the block's height
        height: u64,
        /// the block's time in nanoseconds since 1970
        time: u64,
    },
    /// The token has as many approvals as it may.
    #[error("token {token_id} has {max} approvals; revoke one first", max = MAX_APPROVALS)]
    TooManyApprovals {
        /// whose approvals
        token_id: String,
    },
    /// The owner has as many operators as it may.
    #[error("{owner} has {max} operators; revoke one first", max = MAX_OPERATORS)]
    TooManyOperators {
        /// whose operators
        owner: Addr,
    },
    /// Asked about an approval that was never given, was revoked or has ended.
    #[error("{spender} has no approval for token {token_id}")]
    ApprovalNotFound {
        /// whose approval
        spender: Addr,
        /// for what
        token_id: String,
    },
    /// Asked about an operator who was never named, was revoked or whose time has ended.
    #[error("{operator} is no operator of {owner}")]
    OperatorNotFound {
        /// who is none
        operator: Addr,
        /// of whom
        owner: Addr,
    },
    /// The message of a send could not be written.
    #[error(transparent)]
    Message(#[from] StdError),
    /// A record could not be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
}
