use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use numeric::UnixTime;
use types::shipment::ConsentedAct;
use types::text::TokenId;

use super::act;
use super::transfer::consignee;
use crate::domain::title::Place;
use crate::events::{Consented, Delivered, Lifted};
use crate::state::{self, ADMITTED};
use crate::ContractError;

/// The contract with the hold lets go; the hold returns to the residual holder, if there is one.
pub fn lift(deps: DepsMut, info: MessageInfo, token_id: TokenId) -> Result<Response, ContractError> {
    let mut title = state::title(deps.storage, token_id.as_str())?;
    let by = place_of(deps.storage, &info.sender)?;
    let residual = title.lift(by)?;
    state::save_title(deps.storage, token_id.as_str(), &title)?;
    let residual = residual.map(|place| ADMITTED.at(deps.storage, place)).transpose()?;
    let residual = residual.map(|admitted| admitted.contract);
    Ok(Response::new().add_event(Lifted { token_id: token_id.into(), by: info.sender, residual }))
}

/// The contract with the hold delivers the title, free of holds and approvals.
pub fn deliver(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
) -> Result<Response, ContractError> {
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let by = place_of(deps.storage, &info.sender)?;
    let consignee = consignee(deps.as_ref(), held.id(), &held.title)?;
    let now = UnixTime::from_block(env.block.time)?;
    let decided = held.title.deliver(by, &to, consignee.as_ref())?;
    let act = act::carry_out(deps.storage, held, decided, &info.sender, None, now)?;
    let delivered = Delivered { token_id: token_id.into(), by: info.sender.clone(), to: to.clone() };
    Ok(act::moved("transfer_nft", &info.sender, &to, act).add_event(delivered))
}

/// The contract with the hold consents to one act.
pub fn consent(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    act: ConsentedAct,
) -> Result<Response, ContractError> {
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let by = place_of(deps.storage, &info.sender)?;
    held.title.consent(by, act)?;
    state::save_title(deps.storage, held.id(), &held.title)?;
    Ok(Response::new().add_event(Consented { token_id: token_id.into(), by: info.sender, act }))
}

/// The place by which a title knows the sender, retired or not; who was never admitted holds nothing.
pub fn place_of(storage: &dyn Storage, sender: &Addr) -> Result<Place, ContractError> {
    ADMITTED.index_of(storage, sender)?.ok_or(ContractError::NotEncumbranceHolder)
}
