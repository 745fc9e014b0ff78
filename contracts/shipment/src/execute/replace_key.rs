use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::text::TokenId;

use super::act;
use super::transfer::is_contract;
use crate::domain::replacement::Notice;
use crate::domain::title::Title;
use crate::events::{ReplacementCancelled, ReplacementProposed};
use crate::state;
use crate::ContractError;

/// The issuer announces a new account for a holder who lost his key.
pub fn propose_replacement(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    new_holder: String,
) -> Result<Response, ContractError> {
    let new_holder = deps.api.addr_validate(&new_holder)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let document = state::document(deps.storage, token_id.as_str())?;
    document.assert_issuer(&info.sender)?;
    let notice = document.key_replacement.ok_or(ContractError::NoKeyReplacement)?;
    let at = UnixTime::from_block(env.block.time)?.checked_add(notice)?;
    let holder = held.holder().clone();
    let is_contract = held.title.is_split() && is_contract(deps.as_ref(), &new_holder);
    let notice = Notice { new_holder: new_holder.clone(), at };
    held.title.announce_replacement(&holder, notice, is_contract)?;
    state::save_title(deps.storage, held.id(), &held.title)?;
    Ok(Response::new().add_event(ReplacementProposed { token_id: held.id().to_owned(), new_holder, at }))
}

/// Anyone carries it out once the notice is over. The act is the issuer's, who announced it.
pub fn complete_replacement(deps: DepsMut, env: Env, token_id: TokenId) -> Result<Response, ContractError> {
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let now = UnixTime::from_block(env.block.time)?;
    let decided = held.title.complete_replacement(now)?;
    let issuer = state::document(deps.storage, token_id.as_str())?.issuer;
    let new_holder = decided.holder.clone();
    let act = act::carry_out(deps.storage, held, decided, &issuer, None, now)?;
    Ok(act::answer(&issuer, new_holder, act))
}

/// The holder says that he has his key.
pub fn cancel_replacement(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
) -> Result<Response, ContractError> {
    let mut held = state::held(deps.storage, token_id.as_str())?;
    Title::assert_holder(held.holder(), &info.sender)?;
    held.title.cancel_replacement()?;
    state::save_title(deps.storage, held.id(), &held.title)?;
    Ok(Response::new().add_event(ReplacementCancelled { token_id: held.id().to_owned() }))
}
