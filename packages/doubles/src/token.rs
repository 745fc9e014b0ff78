//! A cw20 that is not quite one.

use cosmwasm_std::{from_json, to_json_binary, Addr, Binary, Deps, DepsMut, MessageInfo, Response, Storage};
use cw20::{BalanceResponse, Cw20ExecuteMsg, Cw20QueryMsg, Cw20ReceiveMsg};
use serde::{Deserialize, Serialize};

use crate::{Result, Upset};

const FEE: &[u8] = b"fee";
const REFUSE: &[u8] = b"refuse";

/// What it is told.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// What it keeps of each transfer from now on.
    Fee(u128),
    /// Whether it refuses to move anything.
    Refuse(bool),
    /// Somebody has so much more.
    Mint(Addr, u128),
}

pub fn ordered(storage: &mut dyn Storage, order: Order) -> Result<()> {
    match order {
        Order::Fee(fee) => save(storage, FEE, fee),
        Order::Refuse(refuse) => save(storage, REFUSE, refuse.into()),
        Order::Mint(to, amount) => {
            let balance = number(storage, to.as_bytes())?;
            save(storage, to.as_bytes(), balance + amount)
        }
    }
}

pub fn execute(deps: DepsMut, info: MessageInfo, msg: &[u8]) -> Result<Response> {
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
        other => Err(Upset::says(format!("not in this play: {other:?}"))),
    }
}

pub fn query(deps: Deps, msg: &[u8]) -> Result<Binary> {
    match from_json(msg)? {
        Cw20QueryMsg::Balance { address } => {
            let balance = number(deps.storage, address.as_bytes())?.into();
            Ok(to_json_binary(&BalanceResponse { balance })?)
        }
        other => Err(Upset::says(format!("not in this play: {other:?}"))),
    }
}

fn moved(storage: &mut dyn Storage, from: &Addr, to: &str, amount: u128) -> Result<()> {
    if number(storage, REFUSE)? == 1 {
        return Err(Upset::says("the token moves nothing"));
    }
    let (have, fee) = (number(storage, from.as_bytes())?, number(storage, FEE)?);
    let Some(left) = have.checked_sub(amount) else {
        return Err(Upset::says(format!("{from} has {have}, not {amount}")));
    };
    save(storage, from.as_bytes(), left)?;
    let before = number(storage, to.as_bytes())?;
    save(storage, to.as_bytes(), before + amount - fee)
}

fn number(storage: &dyn Storage, key: &[u8]) -> Result<u128> {
    Ok(storage.get(key).map(from_json).transpose()?.unwrap_or_default())
}

fn save(storage: &mut dyn Storage, key: &[u8], number: u128) -> Result<()> {
    storage.set(key, &to_json_binary(&number)?);
    Ok(())
}
