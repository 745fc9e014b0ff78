use cosmwasm_std::{DepsMut, MessageInfo, Response};
use guard::{nonpayable, owner};
use types::devices::InstantiateMsg;

use crate::state::PAUSE;
use crate::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};

/// Sets the contract up.
pub fn set_up(deps: DepsMut, info: MessageInfo, msg: InstantiateMsg) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    cw2::set_contract_version(deps.storage, CONTRACT_NAME, CONTRACT_VERSION)?;
    owner::initialise(deps.storage, deps.api, &msg.owner)?;
    let guardian = msg.guardian.map(|guardian| deps.api.addr_validate(&guardian)).transpose()?;
    PAUSE.initialise(deps.storage, guardian)?;
    Ok(Response::new())
}
