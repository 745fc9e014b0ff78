use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::{nonpayable, owner};
use numeric::Seconds;
use payments::{add_asset, movable};
use types::oracle::InstantiateMsg;

use crate::state::{Config, CONFIG, PAUSE};
use crate::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};

/// The shortest unbonding.
const SHORTEST_UNBONDING: Seconds = Seconds::hours(1);
/// The longest unbonding.
const LONGEST_UNBONDING: Seconds = Seconds::days(90);

/// Sets the contract up.
pub fn set_up(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let (least, most) = (SHORTEST_UNBONDING, LONGEST_UNBONDING);
    if msg.unbonding < least || msg.unbonding > most {
        return Err(ContractError::UnbondingOutOfRange { actual: msg.unbonding, least, most });
    }
    cw2::set_contract_version(deps.storage, CONTRACT_NAME, CONTRACT_VERSION)?;
    owner::initialise(deps.storage, deps.api, &msg.owner)?;
    let guardian = msg.guardian.map(|guardian| deps.api.addr_validate(&guardian)).transpose()?;
    PAUSE.initialise(deps.storage, guardian)?;

    let mut assets = Vec::new();
    for asset in msg.assets {
        add_asset(&mut assets, movable(deps.as_ref(), &env, asset)?)?;
    }
    Ok(CONFIG.save(deps.storage, &Config { unbonding: msg.unbonding, assets }).map(|()| Response::new())?)
}
