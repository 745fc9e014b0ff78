//! One contract that plays whoever a test needs beside the contracts it tests: a stranger, a cw20, a saboteur. The
//! first message says which [`Part`]; `sudo` directs it.
//!
//! It is one piece of code for both chains: cw-multi-test calls these functions, a real chain the Wasm that
//! `scripts/build doubles` makes of them. Messages come as the bytes that were sent, so that it can record them, and
//! answer with what is no answer.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "it plays in tests, where what goes wrong should stop the test"
)]

mod errand;
#[cfg(target_arch = "wasm32")]
mod exports;
mod saboteur;
mod stranger;
mod token;
mod upset;

use cosmwasm_std::{
    from_json, to_json_vec, Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response, Storage,
};
use serde::{Deserialize, Serialize};

pub use errand::Errand;
pub use saboteur::Manner;
pub use stranger::{Behaviour, Direction, Received};
pub use token::Order;
pub use upset::{Refused, Upset};

/// What it does, or why not.
pub type Result<T> = std::result::Result<T, Upset>;

/// What it plays.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Somebody who records, refuses or answers.
    Stranger(Behaviour),
    /// cw20-base, as it is.
    Cw20(Box<cw20_base::msg::InstantiateMsg>),
    /// A cw20 that moves what it says, keeps a fee, or refuses, as it is told.
    Token {},
    /// One who takes a message badly.
    Saboteur(Manner),
}

/// What it plays from then on.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Stranger,
    Cw20,
    Token,
    Saboteur(Manner),
}

const ROLE: &[u8] = b"role";

fn role(storage: &dyn Storage) -> Result<Role> {
    Ok(from_json(storage.get(ROLE).unwrap_or_default())?)
}

/// Takes its [`Part`].
pub fn instantiate(mut deps: DepsMut, env: Env, info: MessageInfo, msg: &[u8]) -> Result<Response> {
    let (role, response) = match from_json(msg)? {
        Part::Stranger(behaviour) => {
            stranger::behave(deps.storage, &behaviour)?;
            (Role::Stranger, Response::new())
        }
        Part::Cw20(msg) => (Role::Cw20, cw20_base::contract::instantiate(deps.branch(), env, info, *msg)?),
        Part::Token {} => (Role::Token, Response::new()),
        Part::Saboteur(manner) => (Role::Saboteur(manner), Response::new()),
    };
    deps.storage.set(ROLE, &to_json_vec(&role)?);
    Ok(response)
}

/// Takes any message. An [`Errand`] it does, whatever it plays.
pub fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: &[u8]) -> Result<Response> {
    if let Ok(errand) = from_json::<Errand>(msg) {
        return Ok(errand.done());
    }
    match role(deps.storage)? {
        Role::Stranger => stranger::execute(deps, info, msg),
        Role::Cw20 => Ok(cw20_base::contract::execute(deps, env, info, from_json(msg)?)?),
        Role::Token => token::execute(deps, info, msg),
        Role::Saboteur(manner) => saboteur::execute(manner, deps, &env, &info, msg),
    }
}

/// Answers a question.
pub fn query(deps: Deps, env: Env, msg: &[u8]) -> Result<Binary> {
    match role(deps.storage)? {
        Role::Stranger => stranger::query(deps, msg),
        Role::Cw20 => Ok(cw20_base::contract::query(deps, env, from_json(msg)?)?),
        Role::Token => token::query(deps, msg),
        Role::Saboteur(_) => Ok(Binary::from(b"nonsense")),
    }
}

/// Hears what became of a message, and says it aloud.
pub fn reply(reply: &Reply) -> Response {
    errand::heard(reply)
}

/// Is told how to go on.
pub fn sudo(deps: DepsMut, msg: &[u8]) -> Result<Response> {
    match role(deps.storage)? {
        Role::Stranger => stranger::directed(deps.storage, from_json(msg)?)?,
        Role::Token => token::ordered(deps.storage, from_json(msg)?)?,
        Role::Cw20 | Role::Saboteur(_) => return Err(Upset::says("it plays its part and no other")),
    }
    Ok(Response::new())
}
