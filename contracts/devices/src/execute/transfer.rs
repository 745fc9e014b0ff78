use cosmwasm_std::{DepsMut, MessageInfo, Response};
use guard::nonpayable;

use crate::events::{Offered, Transferred};
use crate::{state, ContractError};

/// The owner offers a device, or takes the offer back.
pub fn offer(
    deps: DepsMut,
    info: MessageInfo,
    number: u32,
    to: Option<String>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let device = state::device(deps.storage, number)?;
    device.assert_owner(number, &info.sender)?;
    device.assert_active(number)?;
    let to = to.map(|to| deps.api.addr_validate(&to)).transpose()?;
    state::save_offer(deps.storage, number, to.as_ref())?;
    Ok(Response::new().add_event(Offered { device: number, to }))
}

/// Whom it was offered to takes the device over, with the key that he saw.
pub fn accept(deps: DepsMut, info: MessageInfo, number: u32, epoch: u32) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let mut device = state::device(deps.storage, number)?;
    if state::offer(deps.storage, number)?.as_ref() != Some(&info.sender) {
        return Err(ContractError::NotOffered { device: number, sender: info.sender });
    }
    if device.epoch != epoch {
        return Err(ContractError::OtherEpoch { device: number, expected: epoch, actual: device.epoch });
    }
    let from = std::mem::replace(&mut device.owner, info.sender);
    state::move_device(deps.storage, number, &device, &from)?;
    Ok(Response::new().add_event(Transferred { device: number, from, to: device.owner }))
}
