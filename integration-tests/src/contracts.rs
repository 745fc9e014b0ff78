//! The code of the contracts, and a wrapper that keeps what they were asked and what they sent.

use std::cell::RefCell;
use std::rc::Rc;

use cosmwasm_std::{
    from_json, Binary, Deps, DepsMut, Empty, Env, MessageInfo, MigrateInfo, Reply, Response, SubMsg,
};
use cw_multi_test::{error::AnyResult, Contract, ContractWrapper};
use serde_json::Value;

/// The real contract of a name.
pub fn code(name: &str) -> Box<dyn Contract<Empty>> {
    match name {
        "oracle" => Box::new(
            ContractWrapper::new(
                oracle::contract::execute,
                oracle::contract::instantiate,
                oracle::contract::query,
            )
            .with_reply(oracle::contract::reply),
        ),
        "shipment" => Box::new(
            ContractWrapper::new(
                shipment::contract::execute,
                shipment::contract::instantiate,
                shipment::contract::query,
            )
            .with_reply(shipment::contract::reply),
        ),
        "escrow" => Box::new(
            ContractWrapper::new(
                escrow::contract::execute,
                escrow::contract::instantiate,
                escrow::contract::query,
            )
            .with_reply(escrow::contract::reply),
        ),
        other => panic!("there is no contract {other}"),
    }
}

/// What a contract did with a message that it did not refuse.
#[derive(Clone, Debug)]
pub struct Call {
    /// Which contract: `escrow`.
    pub contract: &'static str,
    /// Which message: `milestone`.
    pub message: String,
    /// What it sent.
    pub sent: Vec<SubMsg>,
}

/// All calls so far, in the order in which they were answered.
pub type Calls = Rc<RefCell<Vec<Call>>>;

/// A contract that is watched.
pub struct Watched {
    contract: &'static str,
    code: Box<dyn Contract<Empty>>,
    calls: Calls,
}

impl Watched {
    /// The real contract of a name, watched.
    pub fn new(contract: &'static str, calls: &Calls) -> Self {
        Self { contract, code: code(contract), calls: calls.clone() }
    }
}

impl Contract<Empty> for Watched {
    fn instantiate(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> AnyResult<Response> {
        self.code.instantiate(deps, env, info, msg)
    }

    fn execute(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> AnyResult<Response> {
        let json: Value = from_json(&msg)?;
        let message = json.as_object().and_then(|object| object.keys().next().cloned()).unwrap_or_default();
        let response = self.code.execute(deps, env, info, msg)?;
        let sent = response.messages.clone();
        self.calls.borrow_mut().push(Call { contract: self.contract, message, sent });
        Ok(response)
    }

    fn query(&self, deps: Deps, env: Env, msg: Vec<u8>) -> AnyResult<Binary> {
        self.code.query(deps, env, msg)
    }

    fn reply(&self, deps: DepsMut, env: Env, msg: Reply) -> AnyResult<Response> {
        self.code.reply(deps, env, msg)
    }

    fn sudo(&self, deps: DepsMut, env: Env, msg: Vec<u8>) -> AnyResult<Response> {
        self.code.sudo(deps, env, msg)
    }

    fn migrate(&self, deps: DepsMut, env: Env, msg: Vec<u8>, info: MigrateInfo) -> AnyResult<Response> {
        self.code.migrate(deps, env, msg, info)
    }
}

/// The real contract, deaf to some messages: what it is sent under these names it refuses. `query` makes it answer no
/// question.
pub struct Deaf {
    /// The contract.
    pub code: Box<dyn Contract<Empty>>,
    /// What it does not hear.
    pub to: Vec<String>,
}

impl Contract<Empty> for Deaf {
    fn instantiate(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> AnyResult<Response> {
        self.code.instantiate(deps, env, info, msg)
    }

    fn execute(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> AnyResult<Response> {
        let json: Value = from_json(&msg)?;
        if self.to.iter().any(|name| json.get(name).is_some()) {
            anyhow::bail!("not heard");
        }
        self.code.execute(deps, env, info, msg)
    }

    fn query(&self, deps: Deps, env: Env, msg: Vec<u8>) -> AnyResult<Binary> {
        if self.to.iter().any(|name| name == "query") {
            anyhow::bail!("not heard");
        }
        self.code.query(deps, env, msg)
    }

    fn reply(&self, deps: DepsMut, env: Env, msg: Reply) -> AnyResult<Response> {
        self.code.reply(deps, env, msg)
    }

    fn sudo(&self, deps: DepsMut, env: Env, msg: Vec<u8>) -> AnyResult<Response> {
        self.code.sudo(deps, env, msg)
    }

    fn migrate(&self, _: DepsMut, _: Env, _: Vec<u8>, _: MigrateInfo) -> AnyResult<Response> {
        Ok(Response::new())
    }
}
