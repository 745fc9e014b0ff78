use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use numeric::UnixTime;
use types::devices::{DeviceStanding, SignedLog};

use crate::domain::evidence::equivocation;
use crate::events::Convicted;
use crate::execute::register::registry;
use crate::{state, ContractError};

/// Anyone shows two logs that one key signed under one counter: the device has ended. One that was revoked is convicted
/// all the same, and by any key it ever had: neither undoes what was signed.
pub fn convict(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    number: u32,
    epoch: u32,
    [first, second]: [SignedLog; 2],
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let mut device = state::device(deps.storage, number)?;
    if let DeviceStanding::Convicted { at } = device.standing {
        return Err(ContractError::Convicted { device: number, at });
    }
    let key = state::key_of(deps.storage, number, &device, epoch)?;
    let of_epoch = registry(&env).epoch_digest(number, epoch, &device.channels);
    let counter = first.log.counter;
    let digests = equivocation(&of_epoch, &first.log, &second.log)?;
    for (digest, signed) in digests.iter().zip([&first, &second]) {
        if !matches!(key.verifies(deps.api, digest.as_bytes(), &signed.signature), Ok(true)) {
            return Err(ContractError::BadSignature { device: number, epoch, counter });
        }
    }

    device.standing = DeviceStanding::Convicted { at: UnixTime::from_block(env.block.time)? };
    state::end_device(deps.storage, number, &device)?;
    let [first_digest, second_digest] = digests;
    Ok(Response::new().add_event(Convicted {
        device: number,
        epoch,
        counter,
        owner: device.owner,
        by: info.sender,
        first: first_digest,
        first_signature: first.signature,
        second: second_digest,
        second_signature: second.signature,
    }))
}
