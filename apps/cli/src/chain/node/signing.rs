//! From messages to signed bytes (SIGN_MODE_DIRECT).

use anyhow::{anyhow, bail, Result};
use cosmrs::crypto::secp256k1;
use cosmrs::proto::cosmos::bank::v1beta1 as bank;
use cosmrs::proto::cosmos::base::v1beta1 as base;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::proto::traits::{MessageExt as _, Name};
use cosmrs::tx::{Body, Fee, SignDoc, SignerInfo};
use cosmrs::Any;
use cosmwasm_std::{Addr, BankMsg, Coin, CosmosMsg, WasmMsg};
use k256::ecdsa::SigningKey;
use sha2::{Digest as _, Sha256};

use super::gas::GasPrice;

/// What a signature is bound to.
pub struct Signer<'a> {
    /// The chain.
    pub chain_id: &'a str,
    /// Whose signature.
    pub key: &'a SigningKey,
    /// The account's number on the chain.
    pub account: u64,
    /// How many transactions it has sent.
    pub sequence: u64,
}

/// A transaction's bytes, signed.
pub fn sign(signer: &Signer, messages: Vec<Any>, gas: u64, price: &GasPrice) -> Result<Vec<u8>> {
    let fee = cosmrs::Coin { denom: parsed(&price.denom)?, amount: price.fee(gas) };
    let key = secp256k1::SigningKey::new(Box::new(signer.key.clone()));
    let body = Body::new(messages, "", 0u8);
    let info = SignerInfo::single_direct(Some(key.public_key()), signer.sequence)
        .auth_info(Fee::from_amount_and_gas(fee, gas));
    let document = SignDoc::new(&body, &info, &parsed(signer.chain_id)?, signer.account).map_err(report)?;
    document.sign(&key).and_then(|raw| raw.to_bytes()).map_err(report)
}

/// What a transaction is known by: the SHA-256 of its bytes, upper-case hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A message as the chain takes it.
pub fn encode(sender: &Addr, message: &CosmosMsg) -> Result<Any> {
    let sender = sender.to_string();
    match message.clone() {
        CosmosMsg::Bank(BankMsg::Send { to_address, amount }) => {
            any(&bank::MsgSend { from_address: sender, to_address, amount: coins(&amount) })
        }
        CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) => any(&wasm::MsgExecuteContract {
            sender,
            contract: contract_addr,
            msg: msg.to_vec(),
            funds: coins(&funds),
        }),
        CosmosMsg::Wasm(WasmMsg::Instantiate2 { admin, code_id, label, msg, funds, salt }) => {
            any(&wasm::MsgInstantiateContract2 {
                sender,
                admin: admin.unwrap_or_default(),
                code_id,
                label,
                msg: msg.to_vec(),
                funds: coins(&funds),
                salt: salt.to_vec(),
                fix_msg: false,
            })
        }
        CosmosMsg::Wasm(WasmMsg::Migrate { contract_addr, new_code_id, msg }) => {
            any(&wasm::MsgMigrateContract {
                sender,
                contract: contract_addr,
                code_id: new_code_id,
                msg: msg.to_vec(),
            })
        }
        other => bail!("no scenario sends this to a node: {other:?}"),
    }
}

/// Code to be stored.
pub fn store_code(sender: &Addr, compressed: Vec<u8>) -> Result<Any> {
    any(&wasm::MsgStoreCode {
        sender: sender.to_string(),
        wasm_byte_code: compressed,
        instantiate_permission: None,
    })
}

/// The same to each of these, in one message.
pub fn pay_each(sender: &Addr, payments: &[(Addr, Coin)]) -> Result<Any> {
    let mut total = Coin::new(0u128, payments.first().map_or("", |(_, coin)| coin.denom.as_str()));
    let mut outputs = Vec::with_capacity(payments.len());
    for (to, coin) in payments {
        total.amount = total.amount.checked_add(coin.amount)?;
        outputs.push(bank::Output { address: to.to_string(), coins: coins(std::slice::from_ref(coin)) });
    }
    let inputs = vec![bank::Input { address: sender.to_string(), coins: coins(&[total]) }];
    any(&bank::MsgMultiSend { inputs, outputs })
}

/// The chain takes several coins only in the order of their names.
fn coins(coins: &[Coin]) -> Vec<base::Coin> {
    let mut coins: Vec<_> = coins
        .iter()
        .map(|coin| base::Coin { denom: coin.denom.clone(), amount: coin.amount.to_string() })
        .collect();
    coins.sort_by(|a, b| a.denom.cmp(&b.denom));
    coins
}

fn any<M: cosmrs::proto::traits::Message + Name>(message: &M) -> Result<Any> {
    Ok(Any { type_url: M::type_url(), value: message.to_bytes()? })
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| anyhow!("{text:?}: {error}"))
}

fn report(error: cosmrs::ErrorReport) -> anyhow::Error {
    anyhow!("a transaction cannot be signed: {error}")
}
