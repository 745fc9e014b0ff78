use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use types::denom::{transfer, UncheckedDenom};

use crate::events::Withdrawn;
use crate::state::{LEDGER, PEERS};
use crate::ContractError;

/// Who is owed a payment that was refused takes it, to any address. If it fails again, nothing has changed.
pub fn withdraw(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    asset: UncheckedDenom,
    to: Option<String>,
) -> Result<Response, ContractError> {
    let account = info.sender;
    let asset = asset.check(deps.api)?;
    let to = match to {
        Some(to) => deps.api.addr_validate(&to)?,
        None => account.clone(),
    };
    PEERS.load(deps.storage)?.assert_outside(&env.contract.address, &to)?;
    let amount = LEDGER.take_claimable(deps.storage, &account, &asset)?;
    Ok(Response::new().add_message(transfer(&asset, amount, &to)?).add_event(Withdrawn {
        account,
        asset,
        amount,
        to,
    }))
}
