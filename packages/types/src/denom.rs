//! Settlement assets: a native denomination of the chain or a cw20 token, as [`cw20::Denom`].

use cosmwasm_std::{coin, coins, Addr, Api, BankMsg, Binary, CosmosMsg, QuerierWrapper, StdResult, WasmMsg};
use cw20::Denom;
use message::{ask, message, native_balance, to_json, Message, ToJson};
use numeric::Amount;

use crate::VocabularyError;

/// An asset as a message names it: `{"native":"uusd"}` or `{"cw20":"<address>"}`. Its check gives a [`Denom`].
#[message]
#[derive(Eq, ToJson)]
pub enum UncheckedDenom {
    /// A native denomination of the chain: 3 to 128 letters, digits and `/ : . _ -`, beginning with a letter.
    Native(String),
    /// The address of a cw20 contract.
    Cw20(String),
}

impl UncheckedDenom {
    /// The asset, if it can be one: see [`validate`].
    pub fn check(self, api: &dyn Api) -> Result<Denom, VocabularyError> {
        validate(api, self)
    }
}

impl From<Denom> for UncheckedDenom {
    fn from(asset: Denom) -> Self {
        match asset {
            Denom::Native(denom) => Self::Native(denom),
            Denom::Cw20(token) => Self::Cw20(token.into_string()),
        }
    }
}

/// The asset, if its denomination is one that the SDK admits, or its address one of this chain. Whether a cw20
/// contract is there, and how it behaves, is for who admits it.
pub fn validate(api: &dyn Api, asset: UncheckedDenom) -> Result<Denom, VocabularyError> {
    match asset {
        UncheckedDenom::Native(denom) if is_native(&denom) => Ok(Denom::Native(denom)),
        UncheckedDenom::Native(actual) => Err(VocabularyError::NativeDenom { actual }),
        UncheckedDenom::Cw20(address) => match api.addr_validate(&address) {
            Ok(address) => Ok(Denom::Cw20(address)),
            Err(_) => Err(VocabularyError::Cw20Address { actual: address }),
        },
    }
}

/// `[a-zA-Z][a-zA-Z0-9/:._-]{2,127}`, as in the SDK's bank module.
fn is_native(denom: &str) -> bool {
    (3..=128).contains(&denom.len())
        && denom.starts_with(|first: char| first.is_ascii_alphabetic())
        && denom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/:._-".contains(&byte))
}

/// The asset as one word, `native:uusd` or `cw20:<address>`: no two have the same.
pub fn key(asset: &Denom) -> String {
    match asset {
        Denom::Native(denom) => format!("native:{denom}"),
        Denom::Cw20(token) => format!("cw20:{token}"),
    }
}

/// Pays `amount`, more than nothing (a bank sends no zero), to `to`.
pub fn transfer(asset: &Denom, amount: Amount, to: impl Into<String>) -> StdResult<CosmosMsg> {
    let to = to.into();
    Ok(match asset {
        Denom::Native(denom) => BankMsg::Send { to_address: to, amount: coins(amount.get(), denom) }.into(),
        Denom::Cw20(token) => execute(token, &ToToken::Transfer { recipient: &to, amount }),
    })
}

/// Calls `contract` with `msg` and pays it `amount`, more than nothing, in the same message: funds of an execute, or
/// a cw20 `Send`, which reaches the contract as `Receive`.
pub fn send_with(
    asset: &Denom,
    amount: Amount,
    contract: impl Into<String>,
    msg: Binary,
) -> StdResult<CosmosMsg> {
    let contract = contract.into();
    Ok(match asset {
        Denom::Native(denom) => {
            let funds = vec![coin(amount.get(), denom)];
            WasmMsg::Execute { contract_addr: contract, msg, funds }.into()
        }
        Denom::Cw20(token) => execute(token, &ToToken::Send { contract: &contract, amount, msg }),
    })
}

/// How much of the asset an account has.
pub fn balance(querier: &QuerierWrapper, asset: &Denom, who: &Addr) -> StdResult<Amount> {
    match asset {
        Denom::Native(denom) => Ok(native_balance(querier, who, denom)?.into()),
        Denom::Cw20(token) => {
            let answer: Balance = ask(querier, token, &AskToken::Balance { address: who })?;
            Ok(answer.balance)
        }
    }
}

fn execute(token: &Addr, msg: &ToToken) -> CosmosMsg {
    WasmMsg::Execute { contract_addr: token.to_string(), msg: to_json(msg), funds: vec![] }.into()
}

/// Of `cw20::Cw20ExecuteMsg`, whose own code for all its messages would be linked.
#[derive(ToJson)]
enum ToToken<'a> {
    Transfer { recipient: &'a String, amount: Amount },
    Send { contract: &'a String, amount: Amount, msg: Binary },
}

/// Of `cw20::Cw20QueryMsg`.
#[derive(ToJson)]
enum AskToken<'a> {
    Balance { address: &'a Addr },
}

/// Of `cw20::BalanceResponse`.
#[derive(Message)]
#[message(partial)]
struct Balance {
    balance: Amount,
}
