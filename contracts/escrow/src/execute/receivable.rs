//! CW-721: receivables change hands, and with them every right of the payee over the milestone.

use cosmwasm_std::{Addr, Binary, Deps, DepsMut, Env, MessageInfo, Response};
use cw_utils::Expiration;
use nft::receive_nft_msg;

use crate::state::{PEERS, TOKENS};
use crate::ContractError;

/// Owner, approved or operator: passes a receivable on.
pub fn transfer(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    recipient: String,
    token_id: String,
) -> Result<Response, ContractError> {
    let recipient = deps.api.addr_validate(&recipient)?;
    pass_on(deps, &env, &info.sender, &token_id, &recipient)?;
    Ok(moved("transfer_nft", &info.sender, &recipient, &token_id))
}

/// The same to a contract, which is told and may refuse.
pub fn send(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    contract: String,
    token_id: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    let contract = deps.api.addr_validate(&contract)?;
    pass_on(deps, &env, &info.sender, &token_id, &contract)?;
    let received = receive_nft_msg(&contract, &info.sender, &token_id, msg)?;
    Ok(moved("send_nft", &info.sender, &contract, &token_id).add_message(received))
}

/// Owner or operator: lets another account move it.
pub fn approve(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    spender: String,
    token_id: String,
    expires: Option<Expiration>,
) -> Result<Response, ContractError> {
    let spender = deps.api.addr_validate(&spender)?;
    let token = TOKENS.token(deps.storage, &token_id)?;
    TOKENS.approve(deps.storage, &env.block, &info.sender, token, spender.clone(), expires)?;
    Ok(granted("approve", info, "spender", spender).add_attribute("token_id", token_id))
}

/// Owner or operator: takes that back.
pub fn revoke(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    spender: String,
    token_id: String,
) -> Result<Response, ContractError> {
    let spender = deps.api.addr_validate(&spender)?;
    let token = TOKENS.token(deps.storage, &token_id)?;
    TOKENS.revoke(deps.storage, &env.block, &info.sender, token, &spender)?;
    Ok(granted("revoke", info, "spender", spender).add_attribute("token_id", token_id))
}

/// Anyone: lets an operator move all its receivables.
pub fn approve_all(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    operator: String,
    expires: Option<Expiration>,
) -> Result<Response, ContractError> {
    let operator = deps.api.addr_validate(&operator)?;
    TOKENS.approve_all(deps.storage, &env.block, &info.sender, &operator, expires)?;
    Ok(granted("approve_all", info, "operator", operator))
}

/// Anyone: takes that back.
pub fn revoke_all(deps: DepsMut, info: MessageInfo, operator: String) -> Result<Response, ContractError> {
    let operator = deps.api.addr_validate(&operator)?;
    TOKENS.revoke_all(deps.storage, &info.sender, &operator)?;
    Ok(granted("revoke_all", info, "operator", operator))
}

/// Messages of cw721 that would break a receivable.
pub fn not_for_receivables(message: &'static str, instead: &'static str) -> Result<Response, ContractError> {
    Err(ContractError::NotForReceivables { message, instead })
}

/// Whether the chain has a contract at the address.
pub fn is_contract(deps: Deps, address: &Addr) -> bool {
    message::is_contract(&deps.querier, address)
}

fn pass_on(deps: DepsMut, env: &Env, sender: &Addr, token_id: &str, to: &Addr) -> Result<(), ContractError> {
    let token = TOKENS.token(deps.storage, token_id)?;
    TOKENS.check_can_send(deps.storage, &env.block, sender, &token)?;
    PEERS.load(deps.storage)?.assert_outside(&env.contract.address, to)?;
    let is_contract = is_contract(deps.as_ref(), to);
    TOKENS.transfer(deps.storage, token, to.clone(), is_contract)?;
    Ok(())
}

fn moved(action: &str, sender: &Addr, recipient: &Addr, token_id: &str) -> Response {
    Response::new()
        .add_attribute("action", action)
        .add_attribute("sender", sender)
        .add_attribute("recipient", recipient)
        .add_attribute("token_id", token_id)
}

fn granted(action: &str, info: MessageInfo, to: &str, whom: Addr) -> Response {
    Response::new()
        .add_attribute("action", action)
        .add_attribute("sender", info.sender)
        .add_attribute(to, whom)
}
