use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::{nonpayable, owner};
use nft::About;
use types::shipment::InstantiateMsg;

use crate::state::{COLLECTION, ORACLE, PAUSE};
use crate::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};

/// Sets the contract up.
pub fn set_up(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let InstantiateMsg { owner, guardian, name, symbol, oracle } = msg;
    let guardian = guardian.map(|guardian| deps.api.addr_validate(&guardian)).transpose()?;
    let oracle = deps.api.addr_validate(&oracle)?;
    let collection = About::named(name, symbol, &env.block)?;

    cw2::set_contract_version(deps.storage, CONTRACT_NAME, CONTRACT_VERSION)?;
    owner::initialise(deps.storage, deps.api, &owner)?;
    PAUSE.initialise(deps.storage, guardian)?;
    ORACLE.save(deps.storage, &oracle)?;
    COLLECTION.save(deps.storage, &collection)?;
    Ok(Response::new())
}
