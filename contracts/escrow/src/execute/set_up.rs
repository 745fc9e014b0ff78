use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::{nonpayable, owner};
use nft::About;
use types::escrow::InstantiateMsg;

use crate::state::{Peers, ASSETS, COLLECTION, PAUSE, PEERS};
use crate::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};

/// Sets the contract up.
pub fn set_up(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let InstantiateMsg { owner, guardian, name, symbol, shipment, oracle, assets } = msg;
    let collection = About::named(name, symbol, &env.block)?;
    let peers =
        Peers { shipment: deps.api.addr_validate(&shipment)?, oracle: deps.api.addr_validate(&oracle)? };
    let guardian = guardian.map(|guardian| deps.api.addr_validate(&guardian)).transpose()?;
    let mut admitted = Vec::new();
    for asset in assets {
        payments::add_asset(&mut admitted, payments::movable(deps.as_ref(), &env, asset)?)?;
    }

    cw2::set_contract_version(deps.storage, CONTRACT_NAME, CONTRACT_VERSION)?;
    owner::initialise(deps.storage, deps.api, &owner)?;
    PAUSE.initialise(deps.storage, guardian)?;
    PEERS.save(deps.storage, &peers)?;
    ASSETS.save(deps.storage, &admitted)?;
    COLLECTION.save(deps.storage, &collection)?;
    Ok(Response::new())
}
