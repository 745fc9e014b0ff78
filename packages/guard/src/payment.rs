use cosmwasm_std::{Coin, MessageInfo, Uint128};

use crate::PaymentError;

/// Refuses a message that came with coins.
pub fn nonpayable(info: &MessageInfo) -> Result<(), PaymentError> {
    if info.funds.is_empty() {
        Ok(())
    } else {
        Err(PaymentError::NotPayable { actual: info.funds.clone() })
    }
}

/// The one coin that came; none, several or a coin of nothing are refused.
pub fn one_coin(info: &MessageInfo) -> Result<&Coin, PaymentError> {
    one(info, None)
}

/// Refuses whatever is not exactly this amount of this native denomination. Where nothing is due, nothing may come.
pub fn exact_funds(info: &MessageInfo, denom: &str, amount: impl Into<Uint128>) -> Result<(), PaymentError> {
    let expected = Coin { denom: denom.to_owned(), amount: amount.into() };
    if expected.amount.is_zero() {
        return nonpayable(info);
    }
    let actual = one(info, Some(&expected))?.clone();
    if actual.denom != expected.denom {
        return Err(PaymentError::WrongDenom { expected, actual });
    }
    if actual.amount != expected.amount {
        return Err(PaymentError::WrongAmount { expected, actual });
    }
    Ok(())
}

fn one<'a>(info: &'a MessageInfo, expected: Option<&Coin>) -> Result<&'a Coin, PaymentError> {
    match info.funds.as_slice() {
        [coin] if !coin.amount.is_zero() => Ok(coin),
        [] | [_] => Err(PaymentError::NoFunds { expected: expected.cloned() }),
        several => Err(PaymentError::SeveralCoins { expected: expected.cloned(), actual: several.to_vec() }),
    }
}
