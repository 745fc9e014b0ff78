use cosmwasm_std::{to_json_binary, Addr, Binary, DepsMut, MessageInfo, Response, WasmMsg};
use types::shipment::{BoundMsg, EncumberedMsg, HolderMsg};
use types::text::TokenId;

use super::transfer::consignee;
use crate::domain::title::Title;
use crate::events::{Bound, Encumbered, Substituted};
use crate::state::{self, ADMITTED, PAUSE};
use crate::ContractError;

/// The holder gives an admitted contract a hold. It is called after everything is saved; an error there undoes
/// all.
pub fn encumber(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let holder = held.holder().clone();
    Title::assert_holder(&holder, &info.sender)?;
    let (place, admitted) = ADMITTED.active(deps.storage, &to)?;
    let consignee = consignee(deps.as_ref(), held.id(), &held.title)?;
    let title = &mut held.title;
    title.encumber(&holder, place, &to, admitted.role, consignee.as_ref())?;
    state::save_title(deps.storage, token_id.as_str(), title)?;

    let encumbered = EncumberedMsg {
        version: title.version,
        beneficiary: title.beneficiary(&holder).to_string(),
        holder: holder.into_string(),
        residual: None,
        msg,
        token_id: token_id.clone(),
    };
    Ok(Response::new()
        .add_message(told(&to, &HolderMsg::Encumbered(encumbered))?)
        .add_event(Encumbered { token_id: token_id.into(), by: to }))
}

/// The shipper binds a waybill to the one escrow that settles its goods, which is called likewise.
pub fn bind(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    Title::assert_holder(held.holder(), &info.sender)?;
    let (place, admitted) = ADMITTED.active(deps.storage, &to)?;
    held.title.bind(place, admitted.role)?;
    state::save_title(deps.storage, token_id.as_str(), &held.title)?;

    let consignee = consignee(deps.as_ref(), held.id(), &held.title)?;
    let bound = BoundMsg {
        token_id: token_id.clone(),
        version: held.title.version,
        shipper: info.sender.into_string(),
        consignee: consignee.map(Addr::into_string).unwrap_or_default(),
        msg,
    };
    Ok(Response::new()
        .add_message(told(&to, &HolderMsg::Bound(bound))?)
        .add_event(Bound { token_id: token_id.into(), to }))
}

/// The contract with the hold presents the title under an agreement: the escrow has the hold from now on, and
/// it returns if the agreement ends without release.
pub fn substitute(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let holder = held.holder().clone();
    let by = super::release::place_of(deps.storage, &info.sender)?;
    held.title.assert_held_by(by)?;
    let (place, admitted) = ADMITTED.active(deps.storage, &to)?;
    let title = &mut held.title;
    title.substitute(by, place, admitted.role)?;
    state::save_title(deps.storage, token_id.as_str(), title)?;

    let encumbered = EncumberedMsg {
        version: title.version,
        beneficiary: title.beneficiary(&holder).to_string(),
        holder: holder.into_string(),
        residual: Some(info.sender.to_string()),
        msg,
        token_id: token_id.clone(),
    };
    Ok(Response::new().add_message(told(&to, &HolderMsg::Encumbered(encumbered))?).add_event(Substituted {
        token_id: token_id.into(),
        residual: info.sender,
        by: to,
    }))
}

fn told(contract: &Addr, msg: &HolderMsg) -> Result<WasmMsg, ContractError> {
    Ok(WasmMsg::Execute { contract_addr: contract.to_string(), msg: to_json_binary(msg)?, funds: vec![] })
}
