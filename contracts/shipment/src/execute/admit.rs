use cosmwasm_std::{DepsMut, MessageInfo, Response};
use guard::owner;
use types::shipment::AdmittedRole;

use crate::events::{ContractAdmitted, ContractRetired};
use crate::state::ADMITTED;
use crate::ContractError;

/// The owner admits a contract, or a retired one again.
pub fn admit(
    deps: DepsMut,
    info: MessageInfo,
    contract: String,
    role: AdmittedRole,
) -> Result<Response, ContractError> {
    owner::assert_owner(deps.storage, &info.sender)?;
    let contract = deps.api.addr_validate(&contract)?;
    ADMITTED.admit(deps.storage, &contract, role)?;
    Ok(Response::new().add_event(ContractAdmitted { contract, role }))
}

/// The owner lets a contract take no new titles. What it holds and is told of stays.
pub fn retire_contract(
    deps: DepsMut,
    info: MessageInfo,
    contract: String,
) -> Result<Response, ContractError> {
    owner::assert_owner(deps.storage, &info.sender)?;
    let contract = deps.api.addr_validate(&contract)?;
    ADMITTED.retire(deps.storage, &contract)?;
    Ok(Response::new().add_event(ContractRetired { contract }))
}
