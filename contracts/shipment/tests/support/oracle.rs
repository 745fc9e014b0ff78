//! An oracle that records what it is asked and answers what it was told to.

use anyhow::{bail, Result};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, Coin, Deps, DepsMut, Empty, Env, MessageInfo, MigrateInfo,
    Reply, Response,
};
use cw_multi_test::Contract;
use serde::{Deserialize, Serialize};
use testing::Chain;
use types::oracle::{ExecuteMsg, QueryMsg};

/// What it was asked.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Asked {
    /// By which contract.
    pub sender: Addr,
    /// With what.
    pub funds: Vec<Coin>,
    /// What.
    pub msg: ExecuteMsg,
}

const ASKED: &[u8] = b"asked";
const INQUIRY: &[u8] = b"inquiry";

pub fn set_up(chain: &mut Chain) -> Addr {
    let code_id = chain.store(Box::new(Oracle));
    let sender = chain.actor("oracle's maker");
    chain.instantiate(code_id, &sender, &Empty {}).unwrap()
}

pub fn asked(chain: &Chain, oracle: &Addr) -> Vec<Asked> {
    let stored = chain.app().wrap().query_wasm_raw(oracle, ASKED).unwrap();
    stored.map_or_else(Vec::new, |bytes| from_json(bytes).unwrap())
}

/// From now on it answers an inquiry with this, an [`InquiryResponse`](types::oracle::InquiryResponse) or not.
pub fn answers(chain: &mut Chain, oracle: &Addr, inquiry: &impl Serialize) {
    chain.app_mut().wasm_sudo(oracle.clone(), inquiry).unwrap();
}

struct Oracle;

impl Contract<Empty> for Oracle {
    fn instantiate(&self, _: DepsMut, _: Env, _: MessageInfo, _: Vec<u8>) -> Result<Response> {
        Ok(Response::new())
    }

    fn execute(&self, deps: DepsMut, _: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        let mut asked: Vec<Asked> = deps.storage.get(ASKED).map(from_json).transpose()?.unwrap_or_default();
        asked.push(Asked { sender: info.sender, funds: info.funds, msg: from_json(msg)? });
        deps.storage.set(ASKED, &to_json_binary(&asked)?);
        Ok(Response::new())
    }

    fn query(&self, deps: Deps, _: Env, msg: Vec<u8>) -> Result<Binary> {
        match (from_json(msg)?, deps.storage.get(INQUIRY)) {
            (QueryMsg::Inquiry { .. }, Some(inquiry)) => Ok(inquiry.into()),
            (msg, _) => bail!("not told what to say to {msg:?}"),
        }
    }

    fn sudo(&self, deps: DepsMut, _: Env, msg: Vec<u8>) -> Result<Response> {
        deps.storage.set(INQUIRY, &msg);
        Ok(Response::new())
    }

    fn reply(&self, _: DepsMut, _: Env, _: Reply) -> Result<Response> {
        bail!("it asks for no reply")
    }

    fn migrate(&self, _: DepsMut, _: Env, _: Vec<u8>, _: MigrateInfo) -> Result<Response> {
        bail!("it stays as it is")
    }
}
