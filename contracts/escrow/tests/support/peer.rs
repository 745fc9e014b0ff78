//! A contract that stands for `shipment` or `oracle`: it answers what it was told to, records what it is asked to do,
//! and refuses what it was told to refuse.

use std::collections::BTreeMap;

use anyhow::{bail, Result};
use cosmwasm_std::{
    from_json, to_json_binary, to_json_vec, Addr, Binary, Coin, Deps, DepsMut, Empty, Env, MessageInfo,
    MigrateInfo, Reply, Response,
};
use cw_multi_test::Contract;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use testing::{Chain, Refused};

/// A message as it came.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Told {
    sender: Addr,
    funds: Vec<Coin>,
    msg: Binary,
}

#[derive(Serialize, Deserialize)]
enum Instruction {
    /// What it answers to a question from now on; nothing: it fails.
    Answer { question: Binary, answer: Option<Binary> },
    /// A record that it has from now on.
    Publish { key: Binary, record: Binary },
    /// The names of the messages that it refuses from now on.
    Refuse(Vec<String>),
}

const TOLD: &[u8] = b"told";
const REFUSED: &[u8] = b"refused";

pub fn set_up(chain: &mut Chain, name: &str) -> Addr {
    let code_id = chain.store(Box::new(Peer));
    let sender = chain.actor(name);
    chain.instantiate(code_id, &sender, &Empty {}).unwrap()
}

/// From now on it answers this question so.
pub fn answers(chain: &mut Chain, peer: &Addr, question: &impl Serialize, answer: &impl Serialize) {
    let answer = Some(to_json_binary(answer).unwrap());
    instruct(chain, peer, Instruction::Answer { question: to_json_binary(question).unwrap(), answer });
}

/// From now on it has this record for everybody to read.
pub fn publishes(chain: &mut Chain, peer: &Addr, key: &[u8], record: &[u8]) {
    instruct(chain, peer, Instruction::Publish { key: key.into(), record: record.into() });
}

/// From now on this question fails.
pub fn fails(chain: &mut Chain, peer: &Addr, question: &impl Serialize) {
    let question = to_json_binary(question).unwrap();
    instruct(chain, peer, Instruction::Answer { question, answer: None });
}

/// From now on it refuses these messages and no others.
pub fn refuses(chain: &mut Chain, peer: &Addr, messages: &[&str]) {
    let messages = messages.iter().map(|name| (*name).to_owned()).collect();
    instruct(chain, peer, Instruction::Refuse(messages));
}

/// What `sender` asked it to do, in order.
#[track_caller]
pub fn told<T: DeserializeOwned>(chain: &Chain, peer: &Addr, sender: &Addr) -> Vec<T> {
    let stored = chain.app().wrap().query_wasm_raw(peer, TOLD).unwrap();
    let told: Vec<Told> = stored.map_or_else(Vec::new, |bytes| from_json(bytes).unwrap());
    assert!(told.iter().all(|told| told.sender == *sender && told.funds.is_empty()));
    told.into_iter().map(|told| from_json(told.msg).unwrap()).collect()
}

fn instruct(chain: &mut Chain, peer: &Addr, instruction: Instruction) {
    chain.app_mut().wasm_sudo(peer.clone(), &instruction).unwrap();
}

fn key(question: &[u8]) -> Vec<u8> {
    [b"answer to ", question].concat()
}

struct Peer;

impl Contract<Empty> for Peer {
    fn instantiate(&self, _: DepsMut, _: Env, _: MessageInfo, _: Vec<u8>) -> Result<Response> {
        Ok(Response::new())
    }

    fn execute(&self, deps: DepsMut, _: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        let refused: Vec<String> = deps.storage.get(REFUSED).map(from_json).transpose()?.unwrap_or_default();
        let named: BTreeMap<String, IgnoredAny> = from_json(&msg)?;
        if named.keys().any(|name| refused.contains(name)) {
            bail!(Refused);
        }
        let mut told: Vec<Told> = deps.storage.get(TOLD).map(from_json).transpose()?.unwrap_or_default();
        told.push(Told { sender: info.sender, funds: info.funds, msg: msg.into() });
        deps.storage.set(TOLD, &to_json_vec(&told)?);
        Ok(Response::new())
    }

    fn query(&self, deps: Deps, _: Env, msg: Vec<u8>) -> Result<Binary> {
        match deps.storage.get(&key(&msg)) {
            Some(answer) => Ok(answer.into()),
            None => bail!("not told what to say to {}", String::from_utf8_lossy(&msg)),
        }
    }

    fn sudo(&self, deps: DepsMut, _: Env, msg: Vec<u8>) -> Result<Response> {
        match from_json(msg)? {
            Instruction::Answer { question, answer: Some(answer) } => {
                deps.storage.set(&key(&question), &answer);
            }
            Instruction::Answer { question, answer: None } => deps.storage.remove(&key(&question)),
            Instruction::Publish { key, record } => deps.storage.set(&key, &record),
            Instruction::Refuse(messages) => deps.storage.set(REFUSED, &to_json_vec(&messages)?),
        }
        Ok(Response::new())
    }

    fn reply(&self, _: DepsMut, _: Env, _: Reply) -> Result<Response> {
        bail!("it asks for no reply")
    }

    fn migrate(&self, _: DepsMut, _: Env, _: Vec<u8>, _: MigrateInfo) -> Result<Response> {
        bail!("it stays as it is")
    }
}
