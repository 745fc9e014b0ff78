use cosmwasm_std::StdError;
use thiserror::Error;

/// Why it does not do what it is asked.
#[derive(Error, Debug)]
pub enum Upset {
    /// It plays one who refuses.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It plays a cw20.
    #[error(transparent)]
    Cw20(#[from] cw20_base::ContractError),
    /// What it was sent is not for it.
    #[error(transparent)]
    Std(#[from] StdError),
    /// In its own words.
    #[error("{0}")]
    Says(String),
}

impl Upset {
    pub(crate) fn says(words: impl Into<String>) -> Self {
        Self::Says(words.into())
    }
}

/// How a refusing stranger refuses.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
#[error("the stranger refuses")]
pub struct Refused;
