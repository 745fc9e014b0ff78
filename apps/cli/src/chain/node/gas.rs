//! What transactions burn, and what is offered for it. The chain takes the whole fee of the limit that is set, so a
//! limit is learned from what transactions of the same kind have burned, and simulated only where there is none yet.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use anyhow::{ensure, Context, Result};
use cosmwasm_std::{BankMsg, CosmosMsg, Decimal, WasmMsg};
use serde::de::IgnoredAny;

/// What a unit of gas costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GasPrice {
    /// Units of the coin.
    pub amount: Decimal,
    /// The coin.
    pub denom: String,
}

impl GasPrice {
    /// The fee for so much gas, rounded up as the node does.
    pub fn fee(&self, gas: u64) -> u128 {
        self.amount
            .checked_mul(Decimal::new(cosmwasm_std::Uint128::from(gas).saturating_mul(ONE)))
            .map_or(u128::MAX, |fee| fee.to_uint_ceil().u128())
    }
}

/// The atomics of one.
const ONE: cosmwasm_std::Uint128 = cosmwasm_std::Uint128::new(1_000_000_000_000_000_000);

impl FromStr for GasPrice {
    type Err = anyhow::Error;

    /// `0.025uscf`, as a node's app.toml has it.
    fn from_str(text: &str) -> Result<Self> {
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (amount, denom) = text.split_at(digits);
        ensure!(!denom.is_empty(), "{text:?} is no gas price: an amount and a coin, as in 0.025uscf");
        let amount = amount.parse().with_context(|| format!("in the gas price {text:?}"))?;
        Ok(Self { amount, denom: denom.to_owned() })
    }
}

impl fmt::Display for GasPrice {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}{}", self.amount, self.denom)
    }
}

/// What transactions of each kind have burned at most.
#[derive(Default)]
pub struct Experience {
    burned: HashMap<String, u64>,
}

impl Experience {
    /// Remembers what one has burned.
    pub fn learn(&mut self, kind: &str, gas: u64) {
        let most = self.burned.entry(kind.to_owned()).or_default();
        *most = gas.max(*most);
    }

    /// What the next one may burn: half as much again.
    pub fn limit(&self, kind: &str) -> Option<u64> {
        self.burned.get(kind).map(|gas| gas.saturating_add(gas.checked_div(2).unwrap_or(0)))
    }
}

/// What transactions that burn about the same have in common: whom they call by what message.
pub fn kind(messages: &[CosmosMsg]) -> String {
    let kinds: Vec<String> = messages.iter().map(kind_of_message).collect();
    match kinds.as_slice() {
        [one] => one.clone(),
        many => {
            let mut distinct = kinds.clone();
            distinct.dedup();
            format!("{} messages: {}", many.len(), distinct.join(", "))
        }
    }
}

fn kind_of_message(message: &CosmosMsg) -> String {
    match message {
        CosmosMsg::Bank(BankMsg::Send { .. }) => "send".to_owned(),
        CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) => {
            let name: Option<HashMap<String, IgnoredAny>> = serde_json::from_slice(msg).ok();
            let name = name.and_then(|message| message.into_keys().next()).unwrap_or_default();
            let paid = if funds.is_empty() { "" } else { " with coins" };
            format!("{name}{paid} to {contract_addr}")
        }
        CosmosMsg::Wasm(WasmMsg::Instantiate2 { code_id, .. }) => format!("instantiate code {code_id}"),
        CosmosMsg::Wasm(WasmMsg::Migrate { contract_addr, .. }) => format!("migrate {contract_addr}"),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_is_rounded_up_as_the_node_rounds_it() {
        let price: GasPrice = "0.025000000000000000uscf".parse().unwrap();
        assert_eq!((price.fee(0), price.fee(40), price.fee(41), price.fee(1_000_000)), (0, 1, 2, 25_000));
        assert_eq!(price.to_string(), "0.025uscf");
        assert_eq!("10uscf".parse::<GasPrice>().unwrap().fee(3), 30);
    }

    #[test]
    fn what_is_no_gas_price_is_refused() {
        for text in ["", "0.025", "uscf", "1.2.3uscf"] {
            assert!(text.parse::<GasPrice>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_same_message_to_the_same_contract_is_one_kind() {
        let call = |contract: &str, msg: &str| {
            kind(&[WasmMsg::Execute {
                contract_addr: contract.into(),
                msg: msg.as_bytes().into(),
                funds: vec![],
            }
            .into()])
        };
        assert_eq!(call("a", r#"{"report":{"round":0}}"#), call("a", r#"{"report":{"round":1}}"#));
        assert_ne!(call("a", r#"{"report":{}}"#), call("b", r#"{"report":{}}"#));
        assert_ne!(call("a", r#"{"report":{}}"#), call("a", r#"{"close":{}}"#));
    }

    #[test]
    fn a_limit_is_half_as_much_again_as_the_most_that_was_burned() {
        let mut experience = Experience::default();
        assert_eq!(experience.limit("report"), None);
        experience.learn("report", 300_000);
        experience.learn("report", 200_000);
        assert_eq!(experience.limit("report"), Some(450_000));
    }
}
