use cosmwasm_std::{Addr, Coin, StdError};
use cw_ownable::OwnershipError;
use records::RecordError;
use thiserror::Error;

use crate::Version;

/// Why somebody may not do something now.
#[derive(Error, Debug, PartialEq)]
pub enum GuardError {
    /// Only the owner may.
    #[error("{sender} is not the owner; send this from {}", or_nobody(.owner))]
    NotOwner {
        /// who tried
        sender: Addr,
        /// who may; nobody once the ownership was renounced
        owner: Option<Addr>,
    },
    /// Only the owner and the guardian may.
    #[error("{sender} is neither the owner ({}) nor the guardian ({})", or_nobody(.owner), or_nobody(.guardian))]
    NotOwnerOrGuardian {
        /// who tried
        sender: Addr,
        /// who may
        owner: Option<Addr>,
        /// who may too
        guardian: Option<Addr>,
    },
    /// New risk is stopped.
    #[error("the contract is paused: nothing new begins until its owner unpauses it; what is open goes on")]
    Paused,
    /// The ownership could not be changed.
    #[error(transparent)]
    Ownership(#[from] OwnershipError),
    /// The ownership could not be read, or an address is none.
    #[error(transparent)]
    Std(#[from] StdError),
    /// The pause could not be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Why the coins attached to a message are refused. None of them were taken.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum PaymentError {
    /// The message takes no money.
    #[error("this message takes no funds, but {} came with it; send it without", listed(.actual))]
    NotPayable {
        /// what came
        actual: Vec<Coin>,
    },
    /// Money was expected and none came.
    #[error("no funds came; attach {}", or_one_coin(.expected))]
    NoFunds {
        /// what was expected; `None` if one coin of any amount is
        expected: Option<Coin>,
    },
    /// More than one coin came, be it of another denomination or of the same.
    #[error("one coin is taken, but {} came; attach {}", listed(.actual), or_one_coin(.expected))]
    SeveralCoins {
        /// what was expected; `None` if one coin of any amount is
        expected: Option<Coin>,
        /// what came
        actual: Vec<Coin>,
    },
    /// The coin is not of the denomination that is taken.
    #[error("{actual} came; attach {expected}")]
    WrongDenom {
        /// what was expected
        expected: Coin,
        /// what came
        actual: Coin,
    },
    /// The coin is of the right denomination, but more or less than what is taken.
    #[error("{actual} came; attach {expected}, exactly")]
    WrongAmount {
        /// what was expected
        expected: Coin,
        /// what came
        actual: Coin,
    },
}

/// Why the code of this release may not take over a contract's state.
#[derive(Error, Debug, PartialEq)]
pub enum MigrateError {
    /// The state has no name and version (cw2).
    #[error("the contract has no cw2 name and version; only {expected} can be migrated to this code")]
    NoVersion {
        /// the name of this code
        expected: String,
    },
    /// The state is another contract's.
    #[error("the contract is {actual}; only {expected} can be migrated to this code")]
    WrongContract {
        /// the name of this code
        expected: String,
        /// the name in the state
        actual: String,
    },
    /// The state is of this release or of a later one.
    #[error("the contract is of version {stored}; migrate to a later one than that, not to {new}")]
    NotNewer {
        /// the version in the state
        stored: Version,
        /// the version of this code
        new: Version,
    },
    /// A version that is none.
    #[error("{version} is no version of a release: that is three numbers, as in 0.10.2")]
    InvalidVersion {
        /// what should be a version
        version: String,
    },
    /// The name and version could not be read or written.
    #[error(transparent)]
    Std(#[from] StdError),
}

fn or_nobody(addr: &Option<Addr>) -> &str {
    addr.as_ref().map_or("nobody", Addr::as_str)
}

fn listed(coins: &[Coin]) -> String {
    coins.iter().map(Coin::to_string).collect::<Vec<_>>().join(", ")
}

fn or_one_coin(expected: &Option<Coin>) -> String {
    expected.as_ref().map_or_else(|| "one coin".to_owned(), |coin| format!("{coin}, exactly"))
}
