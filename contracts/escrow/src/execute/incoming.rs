//! Money that comes with a message: coins, or a cw20 token through its `Send`.

use cosmwasm_std::{Addr, Coin, MessageInfo};
use cw20::Denom;
use guard::{nonpayable, one_coin};
use numeric::Amount;

use crate::ContractError;

/// Who sent a message, and the money that came with it.
pub struct Incoming {
    /// Who; of a cw20 `Send` the one who sent the token.
    pub sender: Addr,
    money: Money,
}

enum Money {
    Coins(Vec<Coin>),
    Token { token: Addr, amount: Amount },
}

impl Incoming {
    /// A message with coins, or none.
    pub fn coins(info: MessageInfo) -> Self {
        Self { sender: info.sender, money: Money::Coins(info.funds) }
    }

    /// What a token contract says has come. It is believed only where this very asset is expected.
    pub fn token(sender: Addr, token: Addr, amount: Amount) -> Self {
        Self { sender, money: Money::Token { token, amount } }
    }

    /// Refuses any money.
    pub fn nothing(&self, expected: &Denom) -> Result<(), ContractError> {
        self.exactly(expected, Amount::ZERO)
    }

    /// Refuses whatever is not exactly this. Where nothing is due, nothing may come.
    pub fn exactly(&self, asset: &Denom, expected: Amount) -> Result<(), ContractError> {
        if expected.is_zero() {
            if let Money::Coins(coins) = &self.money {
                return Ok(nonpayable(&info(&self.sender, coins))?);
            }
        }
        let actual = self.some(asset)?;
        if actual != expected {
            return Err(ContractError::OtherAmount { asset: asset.clone(), expected, actual });
        }
        Ok(())
    }

    /// How much of the asset has come; nothing, or anything else, is refused.
    pub fn some(&self, asset: &Denom) -> Result<Amount, ContractError> {
        let (came, amount) = match &self.money {
            Money::Coins(coins) => {
                let info = info(&self.sender, coins);
                let coin = one_coin(&info)?;
                (Denom::Native(coin.denom.clone()), coin.amount.into())
            }
            Money::Token { token, amount } => (Denom::Cw20(token.clone()), *amount),
        };
        if came != *asset {
            return Err(ContractError::OtherAsset { expected: asset.clone(), actual: came });
        }
        if amount.is_zero() {
            return Err(ContractError::OtherAmount {
                asset: asset.clone(),
                expected: Amount::new(1),
                actual: amount,
            });
        }
        Ok(amount)
    }
}

fn info(sender: &Addr, coins: &[Coin]) -> MessageInfo {
    MessageInfo { sender: sender.clone(), funds: coins.to_vec() }
}
