use cosmwasm_std::{Addr, Binary, Deps, DepsMut, Env, MessageInfo, Response};
use nft::receive_nft_msg;
use numeric::UnixTime;

use super::act;
use crate::domain::endorsement::Destination;
use crate::domain::title::{Form, Title};
use crate::events::ActRecorded;
use crate::state::{self, Held, TOKENS};
use crate::ContractError;

/// CW-721: the holder, an approval or an operator moves a title.
pub fn transfer(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    recipient: String,
    token_id: String,
) -> Result<Response, ContractError> {
    let recipient = deps.api.addr_validate(&recipient)?;
    let held = state::held(deps.storage, &token_id)?;
    let act = move_token(deps, &env, &info.sender, held, &recipient)?;
    Ok(act::moved("transfer_nft", &info.sender, &recipient, act))
}

/// CW-721: the same to a contract, which is told after everything is saved and may refuse.
pub fn send(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    contract: String,
    token_id: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    let contract = deps.api.addr_validate(&contract)?;
    let held = state::held(deps.storage, &token_id)?;
    if let Some(beneficiary) = held.title.beneficiary.clone() {
        return Err(ContractError::Split { beneficiary });
    }
    let act = move_token(deps, &env, &info.sender, held, &contract)?;
    let received = receive_nft_msg(&contract, &info.sender, &token_id, msg)?;
    Ok(act::moved("send_nft", &info.sender, &contract, act).add_message(received))
}

fn move_token(
    deps: DepsMut,
    env: &Env,
    sender: &Addr,
    mut held: Held,
    to: &Addr,
) -> Result<ActRecorded, ContractError> {
    TOKENS.check_can_send(deps.storage, &env.block, sender, &held.token)?;
    let now = UnixTime::from_block(env.block.time)?;
    let consignee = consignee(deps.as_ref(), held.id(), &held.title)?;
    let is_contract = held.title.is_split() && is_contract(deps.as_ref(), to);
    let destination = Destination { to, is_contract, consignee: consignee.as_ref() };
    let holder = held.holder().clone();
    let decided = held.title.transfer(&holder, sender, destination)?;
    act::carry_out(deps.storage, held, decided, sender, None, now)
}

/// Whom a straight bill names; other forms do not ask.
pub fn consignee(deps: Deps, token_id: &str, title: &Title) -> Result<Option<Addr>, ContractError> {
    match title.form {
        Form::Straight | Form::Waybill => Ok(state::document(deps.storage, token_id)?.consignee),
        _ => Ok(None),
    }
}

/// Whether the chain has a contract at the address.
pub fn is_contract(deps: Deps, address: &Addr) -> bool {
    message::is_contract(&deps.querier, address)
}
