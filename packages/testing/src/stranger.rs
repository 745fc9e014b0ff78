use anyhow::{bail, Result};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, Coin, CosmosMsg, Deps, DepsMut, Empty, Env, MessageInfo,
    MigrateInfo, Reply, Response, Storage,
};
use cw_multi_test::Contract;
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use thiserror::Error;

use crate::Chain;

/// A contract nobody knows: it takes any message and records it, refuses it, or answers it with messages of its
/// own. It plays the owner of a token, a listener, a fake token or a thief.
pub struct Stranger {
    address: Addr,
}

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
    /// The message as its type.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        from_json(&self.msg).expect("a message of this type")
    }
}

/// How a refusing stranger refuses.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
#[error("the stranger refuses")]
pub struct Refused;

#[derive(Serialize, Deserialize)]
enum Behaviour {
    Record,
    Refuse,
    Answer(Vec<CosmosMsg>),
}

impl Chain {
    /// A stranger that records what it gets.
    pub fn recorder(&mut self) -> Stranger {
        self.stranger(&Behaviour::Record)
    }

    /// A stranger that refuses what it gets.
    pub fn refuser(&mut self) -> Stranger {
        self.stranger(&Behaviour::Refuse)
    }

    fn stranger(&mut self, behaviour: &Behaviour) -> Stranger {
        let code_id = self.store(Box::new(StrangerCode));
        let sender = self.actor("stranger's maker");
        let address = self.instantiate(code_id, &sender, behaviour).expect("a stranger");
        Stranger { address }
    }
}

impl Stranger {
    /// Its address.
    pub fn address(&self) -> &Addr {
        &self.address
    }

    /// From now on it records what it gets.
    pub fn record(&self, chain: &mut Chain) {
        self.behave(chain, &Behaviour::Record);
    }

    /// From now on it refuses what it gets.
    pub fn refuse(&self, chain: &mut Chain) {
        self.behave(chain, &Behaviour::Refuse);
    }

    /// From now on it records what it gets and answers each with these messages, in the same transaction.
    pub fn answer(&self, chain: &mut Chain, msgs: Vec<CosmosMsg>) {
        self.behave(chain, &Behaviour::Answer(msgs));
    }

    /// What it got and did not refuse, in order.
    pub fn received(&self, chain: &Chain) -> Vec<Received> {
        chain.query(&self.address, &Empty {}).expect("a stranger tells what it got")
    }

    fn behave(&self, chain: &mut Chain, behaviour: &Behaviour) {
        chain.app_mut().wasm_sudo(self.address.clone(), behaviour).expect("a stranger changes its mind");
    }
}

const BEHAVIOUR: &[u8] = b"behaviour";
const RECEIVED: &[u8] = b"received";

struct StrangerCode;

fn received(storage: &dyn Storage) -> Result<Vec<Received>> {
    Ok(storage.get(RECEIVED).map(from_json).transpose()?.unwrap_or_default())
}

impl Contract<Empty> for StrangerCode {
    fn instantiate(&self, deps: DepsMut, env: Env, _: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        self.sudo(deps, env, msg)
    }

    fn execute(&self, deps: DepsMut, _: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        let behaviour = deps.storage.get(BEHAVIOUR).unwrap_or_default();
        let answer = match from_json(behaviour)? {
            Behaviour::Record => vec![],
            Behaviour::Refuse => bail!(Refused),
            Behaviour::Answer(msgs) => msgs,
        };
        let mut all = received(deps.storage)?;
        all.push(Received { sender: info.sender, funds: info.funds, msg: msg.into() });
        deps.storage.set(RECEIVED, &to_json_binary(&all)?);
        Ok(Response::new().add_messages(answer))
    }

    fn query(&self, deps: Deps, _: Env, _: Vec<u8>) -> Result<Binary> {
        Ok(to_json_binary(&received(deps.storage)?)?)
    }

    fn reply(&self, _: DepsMut, _: Env, _: Reply) -> Result<Response> {
        bail!("a stranger asks for no reply")
    }

    fn sudo(&self, deps: DepsMut, _: Env, msg: Vec<u8>) -> Result<Response> {
        from_json::<Behaviour>(&msg)?;
        deps.storage.set(BEHAVIOUR, &msg);
        Ok(Response::new())
    }

    fn migrate(&self, _: DepsMut, _: Env, _: Vec<u8>, _: MigrateInfo) -> Result<Response> {
        bail!("a stranger is what it is")
    }
}
