//! Somebody nobody knows. It plays the owner of a token, a listener, a thief, or one of the other contracts.

use std::collections::BTreeMap;

use cosmwasm_std::{
    from_json, to_json_vec, Addr, Binary, Coin, CosmosMsg, Deps, DepsMut, MessageInfo, Response, Storage,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use crate::{Refused, Result, Upset};

/// How many messages it got and did not refuse.
const COUNT: &[u8] = b"received";
const BEHAVIOUR: &[u8] = b"behaviour";
const REFUSED: &[u8] = b"refused";

/// A message as the stranger got it.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub struct Received {
    /// Who sent it.
    pub sender: Addr,
    /// What came with it.
    pub funds: Vec<Coin>,
    /// The JSON.
    pub msg: Binary,
}

impl Received {
    /// Where the stranger keeps the message of this number, from 0 on: a record each, so that the tenth costs no more gas
    /// than the first.
    pub fn key(number: u32) -> Vec<u8> {
        [COUNT, &number.to_be_bytes()].concat()
    }

    /// The message as its type.
    #[allow(clippy::expect_used, reason = "a test that expects another message should stop")]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        from_json(&self.msg).expect("a message of this type")
    }
}

/// How it takes a message.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// Records it.
    Record,
    /// Refuses it.
    Refuse,
    /// Records it and sends these, in the same transaction.
    Answer(Vec<CosmosMsg>),
}

/// What it is told.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// How it takes messages from now on.
    Behave(Behaviour),
    /// The names of the messages that it refuses from now on, whatever it does with others.
    RefuseOnly(Vec<String>),
    /// What it answers from now on; nothing: it fails.
    Say {
        /// A question as it will come, or the name of one.
        question: Binary,
        /// The answer.
        answer: Option<Binary>,
    },
    /// A record that others read raw.
    Keep {
        /// Its key.
        key: Binary,
        /// What is there from now on.
        value: Binary,
    },
}

pub fn behave(storage: &mut dyn Storage, behaviour: &Behaviour) -> Result<()> {
    storage.set(BEHAVIOUR, &to_json_vec(behaviour)?);
    Ok(())
}

pub fn directed(storage: &mut dyn Storage, direction: Direction) -> Result<()> {
    match direction {
        Direction::Behave(behaviour) => behave(storage, &behaviour)?,
        Direction::RefuseOnly(names) => storage.set(REFUSED, &to_json_vec(&names)?),
        Direction::Say { question, answer: Some(answer) } => storage.set(&answer_to(&question), &answer),
        Direction::Say { question, answer: None } => storage.remove(&answer_to(&question)),
        Direction::Keep { key, value } => storage.set(&key, &value),
    }
    Ok(())
}

pub fn execute(deps: DepsMut, info: MessageInfo, msg: &[u8]) -> Result<Response> {
    let refused: Vec<String> = list(deps.storage, REFUSED)?;
    if name(msg).is_some_and(|name| refused.contains(&name)) {
        return Err(Refused.into());
    }
    let answer = match from_json(deps.storage.get(BEHAVIOUR).unwrap_or_default())? {
        Behaviour::Record => vec![],
        Behaviour::Refuse => return Err(Refused.into()),
        Behaviour::Answer(msgs) => msgs,
    };
    let number = deps.storage.get(COUNT).map(from_json).transpose()?.unwrap_or_default();
    let received = Received { sender: info.sender, funds: info.funds, msg: msg.into() };
    deps.storage.set(&Received::key(number), &to_json_vec(&received)?);
    deps.storage.set(COUNT, &to_json_vec(&number.wrapping_add(1))?);
    Ok(Response::new().add_messages(answer))
}

pub fn query(deps: Deps, msg: &[u8]) -> Result<Binary> {
    let known = |question: &[u8]| deps.storage.get(&answer_to(question));
    match known(msg).or_else(|| known(name(msg)?.as_bytes())) {
        Some(answer) => Ok(answer.into()),
        None => {
            let question = String::from_utf8_lossy(msg);
            Err(Upset::says(format!("not told what to say to {question}")))
        }
    }
}

fn answer_to(question: &[u8]) -> Vec<u8> {
    [b"answer to ", question].concat()
}

/// The name of a message, if it is an object of one field.
fn name(msg: &[u8]) -> Option<String> {
    let fields: BTreeMap<String, IgnoredAny> = from_json(msg).ok()?;
    fields.into_keys().next()
}

fn list<T: DeserializeOwned>(storage: &dyn Storage, key: &[u8]) -> Result<Vec<T>> {
    Ok(storage.get(key).map(from_json).transpose()?.unwrap_or_default())
}
