use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use cw_utils::Expiration;

use crate::state::{self, Held, TOKENS};
use crate::ContractError;

/// CW-721: the holder or an operator lets another account move the title. Of a title that does not move, the
/// approval waits until it does; a delivery ends it.
pub fn approve(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    spender: String,
    token_id: String,
    expires: Option<Expiration>,
) -> Result<Response, ContractError> {
    let spender = deps.api.addr_validate(&spender)?;
    let held = state::held(deps.storage, &token_id)?;
    let cancelled = cancels_replacement(&held, &info);
    let Held { token, mut title } = held;
    TOKENS.approve(deps.storage, &env.block, &info.sender, token, spender.clone(), expires)?;
    if cancelled {
        title.cancel_replacement()?;
        state::save_title(deps.storage, &token_id, &title)?;
    }
    Ok(Response::new()
        .add_attribute("action", "approve")
        .add_attribute("sender", info.sender)
        .add_attribute("spender", spender)
        .add_attribute("token_id", token_id))
}

/// CW-721: the holder or an operator takes an approval back.
pub fn revoke(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    spender: String,
    token_id: String,
) -> Result<Response, ContractError> {
    let spender = deps.api.addr_validate(&spender)?;
    let held = state::held(deps.storage, &token_id)?;
    let cancelled = cancels_replacement(&held, &info);
    let Held { token, mut title } = held;
    TOKENS.revoke(deps.storage, &env.block, &info.sender, token, &spender)?;
    if cancelled {
        title.cancel_replacement()?;
        state::save_title(deps.storage, &token_id, &title)?;
    }
    Ok(Response::new()
        .add_attribute("action", "revoke")
        .add_attribute("sender", info.sender)
        .add_attribute("spender", spender)
        .add_attribute("token_id", token_id))
}

/// CW-721: anyone lets an operator move all his titles. It is no act on any one title.
pub fn approve_all(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    operator: String,
    expires: Option<Expiration>,
) -> Result<Response, ContractError> {
    let operator = deps.api.addr_validate(&operator)?;
    TOKENS.approve_all(deps.storage, &env.block, &info.sender, &operator, expires)?;
    Ok(Response::new()
        .add_attribute("action", "approve_all")
        .add_attribute("sender", info.sender)
        .add_attribute("operator", operator))
}

/// CW-721: anyone takes that back.
pub fn revoke_all(deps: DepsMut, info: MessageInfo, operator: String) -> Result<Response, ContractError> {
    let operator = deps.api.addr_validate(&operator)?;
    TOKENS.revoke_all(deps.storage, &info.sender, &operator)?;
    Ok(Response::new()
        .add_attribute("action", "revoke_all")
        .add_attribute("sender", info.sender)
        .add_attribute("operator", operator))
}

/// Messages of cw721 that would break a title.
pub fn not_for_titles(message: &'static str, instead: &'static str) -> Result<Response, ContractError> {
    Err(ContractError::NotForTitles { message, instead })
}

/// An approval by the holder himself shows that he has his key; one by an operator does not.
fn cancels_replacement(held: &Held, info: &MessageInfo) -> bool {
    held.title.replacement.is_some() && *held.holder() == info.sender
}
