use cosmwasm_std::{DepsMut, MessageInfo, Response};
use guard::nonpayable;
use types::denom::{transfer, UncheckedDenom};

use crate::events::Withdrawn;
use crate::state::LEDGER;
use crate::ContractError;

/// Who is owed a payment that failed takes it, to any address. If it fails again, nothing has changed.
pub fn withdraw(
    deps: DepsMut,
    info: MessageInfo,
    asset: UncheckedDenom,
    to: Option<String>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let account = info.sender;
    let asset = asset.check(deps.api)?;
    let to = match to {
        Some(to) => deps.api.addr_validate(&to)?,
        None => account.clone(),
    };
    let amount = LEDGER.take_claimable(deps.storage, &account, &asset)?;
    let payment = transfer(&asset, amount, &to)?;
    Ok(Response::new().add_message(payment).add_event(Withdrawn { account, asset, amount, to }))
}
