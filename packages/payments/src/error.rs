use cosmwasm_std::{Addr, StdError};
use cw20::Denom;
use hooks::HookError;
use numeric::{Amount, NumericError};
use records::RecordError;
use thiserror::Error;
use types::denom;
use types::VocabularyError;

use crate::MAX_ASSETS;

/// Why an asset or a payment is refused.
#[derive(Error, Debug, PartialEq)]
pub enum PaymentsError {
    /// The address answers no question about balances.
    #[error("{token} answers for no balances, so it is no cw20 contract: name one that does")]
    NotACw20 {
        /// what should be a cw20 contract
        token: Addr,
    },
    /// The contract would hold itself.
    #[error("{token} is this contract itself, which is no asset: name a cw20 contract")]
    OwnAddress {
        /// the address
        token: Addr,
    },
    /// The asset is in the list.
    #[error("{} is admitted already", denom::key(.asset))]
    AssetAdmitted {
        /// the asset
        asset: Denom,
    },
    /// The list is full; assets are never removed from it.
    #[error("{} cannot be admitted: there are {actual} assets, the most is {max}", denom::key(.asset), max = MAX_ASSETS)]
    TooManyAssets {
        /// the one too many
        asset: Denom,
        /// how many there are
        actual: usize,
    },
    /// The owner did not admit the asset.
    #[error("{} is not admitted here: use one of {}", denom::key(.asset), listed(.admitted))]
    AssetNotAdmitted {
        /// the asset
        asset: Denom,
        /// those that are
        admitted: Vec<Denom>,
    },
    /// A payment of nothing, which a bank refuses.
    #[error("a payment of nothing to {to}: leave it out")]
    NothingToPay {
        /// to whom
        to: Addr,
    },
    /// More would be paid than is owed in the asset: the books do not fit.
    #[error("{amount} of {} cannot be paid: only {owed} is owed", denom::key(.asset))]
    MoreThanOwed {
        /// the asset
        asset: Denom,
        /// what is owed
        owed: Amount,
        /// what would be paid
        amount: Amount,
    },
    /// No payment to this account failed, or it was withdrawn.
    #[error("nothing in {} waits for {account}; only a payment that failed is withdrawn", denom::key(.asset))]
    NothingClaimable {
        /// who asked
        account: Addr,
        /// in which asset
        asset: Denom,
    },
    /// The asset can be none.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// A sum that is too large.
    #[error(transparent)]
    Numeric(#[from] NumericError),
    /// A record could not be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A payload could not be written.
    #[error(transparent)]
    Hook(#[from] HookError),
    /// A message could not be written.
    #[error(transparent)]
    Std(#[from] StdError),
}

fn listed(assets: &[Denom]) -> String {
    if assets.is_empty() {
        return "those that the owner will admit; there is none".to_owned();
    }
    assets.iter().map(denom::key).collect::<Vec<_>>().join(", ")
}
