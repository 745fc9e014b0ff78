//! The one interface through which scenarios talk to a chain. They know nothing else of it, so the same voyage
//! plays on the embedded chain and on a node.

mod embedded;
pub mod journal;
pub mod keys;
pub mod node;

use anyhow::{Context, Result};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, BankMsg, Binary, Checksum, Coin, CosmosMsg, Event, WasmMsg,
};
use cw20::Denom;
use numeric::{Amount, UnixTime};
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use thiserror::Error;

pub use embedded::{Embedded, Likeness};

/// What a scenario needs of a chain.
pub trait Chain {
    /// The chain's name, which every signature is bound to.
    fn id(&self) -> &str;

    /// The time of the latest block.
    fn now(&self) -> Result<UnixTime>;

    /// Lets the chain's time come to `at`: the embedded chain is set to it, on a node it is waited for. A time
    /// that has passed changes nothing.
    fn wait_until(&mut self, at: UnixTime) -> Result<()>;

    /// The account of an actor, the same each time for a name.
    fn account(&mut self, name: &str) -> Result<Addr>;

    /// Makes a contract's code known.
    fn upload(&mut self, code: Code) -> Result<u64>;

    /// What the code's bytes are known by.
    fn checksum(&self, code: Code) -> Result<Checksum>;

    /// Every contract that somebody has set up.
    fn contracts_of(&self, creator: &Addr) -> Result<Vec<Placed>>;

    /// Says that a journal has the answers to so many submissions: the next one may be one that a crash interrupted.
    fn resume_after(&mut self, _submissions: u64) {}

    /// Plays transactions in their order; where a node is disturbed, each sender's in theirs. Each is carried out
    /// wholly or not at all and gets its own answer; the outer error is a chain that does not answer.
    fn submit(&mut self, transactions: Vec<Transaction>) -> Result<Vec<Answer>>;

    /// A contract's answer to a question, as JSON.
    fn query(&self, contract: &Addr, question: Binary) -> Result<Binary>;

    /// What somebody has of a native coin.
    fn coins(&self, who: &Addr, denom: &str) -> Result<Amount>;
}

/// The codes that the command deploys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Titles.
    Shipment,
    /// Facts.
    Oracle,
    /// Agreements.
    Escrow,
    /// Keys of things that measure, and their logs.
    Devices,
    /// The standard token, as a settlement asset.
    Cw20,
}

impl Code {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shipment => "shipment",
            Self::Oracle => "oracle",
            Self::Escrow => "escrow",
            Self::Devices => "devices",
            Self::Cw20 => "cw20_base",
        }
    }
}

/// A contract on the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Where it is.
    pub address: Addr,
    /// What it was called when it was set up.
    pub label: String,
    /// The code it runs.
    pub code_id: u64,
    /// That code's checksum.
    pub checksum: Checksum,
    /// Who may change the code.
    pub admin: Option<Addr>,
}

/// What the chain made of a transaction.
pub type Answer = Result<Receipt, Refused>;

/// Messages of one sender, all of them or none.
#[derive(Clone, Debug, Serialize)]
pub struct Transaction {
    /// Who signs.
    pub sender: Addr,
    /// What is to be done, in this order.
    pub messages: Vec<CosmosMsg>,
}

impl Transaction {
    /// A transaction of one message.
    pub fn of(sender: &Addr, message: CosmosMsg) -> Self {
        Self { sender: sender.clone(), messages: vec![message] }
    }
}

/// A transaction that was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The time of its block.
    pub at: UnixTime,
    /// All events, in their order. The attributes of each are sorted by key: a node does so itself with those of
    /// contracts that others call.
    pub events: Vec<Event>,
}

impl Receipt {
    fn new(at: UnixTime, mut events: Vec<Event>) -> Self {
        for event in &mut events {
            event.attributes.sort_by(|a, b| a.key.cmp(&b.key));
        }
        Self { at, events }
    }
}

/// A transaction that changed nothing.
#[derive(Error, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[error("{reason}")]
pub struct Refused {
    /// What the chain or the contract said.
    pub reason: String,
}

/// A message to a contract, with native coins.
pub fn call(contract: &Addr, msg: &impl Serialize, funds: Vec<Coin>) -> Result<CosmosMsg> {
    Ok(WasmMsg::Execute { contract_addr: contract.to_string(), msg: to_json_binary(msg)?, funds }.into())
}

/// A plain payment of native coins.
pub fn send(to: &Addr, coin: Coin) -> CosmosMsg {
    BankMsg::Send { to_address: to.to_string(), amount: vec![coin] }.into()
}

/// A contract's answer to a question.
pub fn ask<T: DeserializeOwned>(chain: &dyn Chain, contract: &Addr, question: &impl Serialize) -> Result<T> {
    let answer = chain.query(contract, to_json_binary(question)?)?;
    from_json(&answer)
        .with_context(|| format!("{contract} answered in a way that this version does not know"))
}

/// What somebody has of a settlement asset.
pub fn balance(chain: &dyn Chain, who: &Addr, asset: &Denom) -> Result<Amount> {
    match asset {
        Denom::Native(denom) => chain.coins(who, denom),
        Denom::Cw20(token) => {
            let question = cw20::Cw20QueryMsg::Balance { address: who.to_string() };
            Ok(ask::<cw20::BalanceResponse>(chain, token, &question)?.balance.into())
        }
    }
}

/// Plays one transaction that the scenario cannot do without.
pub fn must(chain: &mut dyn Chain, transaction: Transaction) -> Result<Receipt> {
    let answer =
        chain.submit(vec![transaction])?.pop().context("the chain gave no answer to a transaction")?;
    Ok(answer?)
}

/// Plays transactions that the scenario cannot do without, all at once.
pub fn must_all(chain: &mut dyn Chain, transactions: Vec<Transaction>) -> Result<()> {
    for answer in chain.submit(transactions)? {
        answer?;
    }
    Ok(())
}

/// A new contract, and where it lives: its address follows from the code, who sets it up, and the label.
pub fn instantiate(
    chain: &mut dyn Chain,
    sender: &Addr,
    admin: &Addr,
    code: Code,
    label: &str,
    msg: &impl Serialize,
) -> Result<Addr> {
    let message = WasmMsg::Instantiate2 {
        admin: Some(admin.to_string()),
        code_id: chain.upload(code)?,
        msg: to_json_binary(msg)?,
        funds: vec![],
        label: label.to_owned(),
        salt: label.as_bytes().into(),
    };
    let receipt = must(chain, Transaction::of(sender, message.into()))
        .with_context(|| format!("the contract {label} cannot be set up"))?;
    let created = receipt.events.iter().find(|event| event.ty == "instantiate");
    let address = created.and_then(|event| attribute(event, "_contract_address"));
    Ok(Addr::unchecked(address.context("the chain did not say where the new contract is")?))
}

/// An event's value of a key.
pub fn attribute<'a>(event: &'a Event, key: &str) -> Option<&'a str> {
    event.attributes.iter().find(|attribute| attribute.key == key).map(|attribute| attribute.value.as_str())
}
