//! A cw20 that moves what it says, keeps a fee, or refuses, as it is told.

use anyhow::{bail, Result};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, Binary, Deps, DepsMut, Empty, Env, MessageInfo, MigrateInfo, Reply,
    Response, Storage,
};
use cw20::{BalanceResponse, Cw20ExecuteMsg, Cw20QueryMsg, Cw20ReceiveMsg, Denom};
use cw_multi_test::{error::AnyResult, AppResponse, Contract};
use serde::{Deserialize, Serialize};
use testing::Chain;
use types::denom::UncheckedDenom;
use types::oracle::Cw20Hook;

pub struct Token {
    pub address: Addr,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
enum Order {
    /// What it keeps of each transfer.
    Fee(u128),
    /// Whether it refuses to move anything.
    Refuse(bool),
}

#[derive(Serialize, Deserialize)]
enum Told {
    Now(Order),
    Mint(Addr, u128),
}

impl Token {
    pub fn new(chain: &mut Chain) -> Self {
        let code_id = chain.store(Box::new(Code));
        let sender = chain.actor("token's maker");
        Self { address: chain.instantiate(code_id, &sender, &Empty {}).unwrap() }
    }

    pub fn asset(&self) -> UncheckedDenom {
        UncheckedDenom::Cw20(self.address.to_string())
    }

    pub fn denom(&self) -> Denom {
        Denom::Cw20(self.address.clone())
    }

    pub fn mint(&self, chain: &mut Chain, to: &Addr, amount: u128) {
        self.tell(chain, &Told::Mint(to.clone(), amount));
    }

    pub fn keep_a_fee(&self, chain: &mut Chain, fee: u128) {
        self.tell(chain, &Told::Now(Order::Fee(fee)));
    }

    pub fn refuse(&self, chain: &mut Chain, refuse: bool) {
        self.tell(chain, &Told::Now(Order::Refuse(refuse)));
    }

    /// Somebody sends so much to the contract as a bond.
    pub fn bond(&self, chain: &mut Chain, from: &Addr, to: &Addr, amount: u128) -> AnyResult<AppResponse> {
        let msg = to_json_binary(&Cw20Hook::Bond {}).unwrap();
        let send = Cw20ExecuteMsg::Send { contract: to.to_string(), amount: amount.into(), msg };
        chain.execute(from, &self.address, &send, &[])
    }

    fn tell(&self, chain: &mut Chain, told: &Told) {
        chain.app_mut().wasm_sudo(self.address.clone(), told).unwrap();
    }
}

struct Code;

fn number(storage: &dyn Storage, key: &[u8]) -> Result<u128> {
    Ok(storage.get(key).map(from_json).transpose()?.unwrap_or_default())
}

fn moved(storage: &mut dyn Storage, from: &Addr, to: &str, amount: u128) -> Result<()> {
    if number(storage, b"refuse")? == 1 {
        bail!("the token moves nothing");
    }
    let (have, fee) = (number(storage, from.as_bytes())?, number(storage, b"fee")?);
    let Some(left) = have.checked_sub(amount) else { bail!("{from} has {have}, not {amount}") };
    storage.set(from.as_bytes(), &to_json_binary(&left)?);
    let arrived = number(storage, to.as_bytes())? + amount - fee;
    storage.set(to.as_bytes(), &to_json_binary(&arrived)?);
    Ok(())
}

impl Contract<Empty> for Code {
    fn instantiate(&self, _: DepsMut, _: Env, _: MessageInfo, _: Vec<u8>) -> Result<Response> {
        Ok(Response::new())
    }

    fn execute(&self, deps: DepsMut, _: Env, info: MessageInfo, msg: Vec<u8>) -> Result<Response> {
        match from_json(msg)? {
            Cw20ExecuteMsg::Transfer { recipient, amount } => {
                moved(deps.storage, &info.sender, &recipient, amount.u128())?;
                Ok(Response::new())
            }
            Cw20ExecuteMsg::Send { contract, amount, msg } => {
                moved(deps.storage, &info.sender, &contract, amount.u128())?;
                let received = Cw20ReceiveMsg { sender: info.sender.to_string(), amount, msg };
                Ok(Response::new().add_message(received.into_cosmos_msg(contract)?))
            }
            other => bail!("not in this play: {other:?}"),
        }
    }

    fn query(&self, deps: Deps, _: Env, msg: Vec<u8>) -> Result<Binary> {
        match from_json(msg)? {
            Cw20QueryMsg::Balance { address } => {
                let balance = number(deps.storage, address.as_bytes())?.into();
                Ok(to_json_binary(&BalanceResponse { balance })?)
            }
            other => bail!("not in this play: {other:?}"),
        }
    }

    fn sudo(&self, deps: DepsMut, _: Env, msg: Vec<u8>) -> Result<Response> {
        match from_json(msg)? {
            Told::Now(Order::Fee(fee)) => deps.storage.set(b"fee", &to_json_binary(&fee)?),
            Told::Now(Order::Refuse(refuse)) => {
                deps.storage.set(b"refuse", &to_json_binary(&u128::from(refuse))?);
            }
            Told::Mint(to, amount) => {
                let balance = number(deps.storage, to.as_bytes())? + amount;
                deps.storage.set(to.as_bytes(), &to_json_binary(&balance)?);
            }
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
