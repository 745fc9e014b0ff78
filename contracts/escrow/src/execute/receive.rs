use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use cw20::{Cw20ReceiveMsg, Denom};
use numeric::Amount;
use types::denom::balance;
use types::escrow::Cw20Hook;

use super::incoming::Incoming;
use super::{accept, compensated, pay_in, propose, release, top_up};
use crate::state::LEDGER;
use crate::ContractError;

/// A cw20 contract says that it was sent to this one. Each action takes it only where it expects this very token, and
/// the money must really be here.
pub fn receive(
    mut deps: DepsMut,
    env: Env,
    info: MessageInfo,
    received: Cw20ReceiveMsg,
) -> Result<Response, ContractError> {
    if !info.funds.is_empty() {
        return Err(ContractError::CoinsWithToken { actual: info.funds });
    }
    let asset = Denom::Cw20(info.sender.clone());
    let announced: Amount = received.amount.into();
    let sender = deps.api.addr_validate(&received.sender)?;
    let incoming = &Incoming::token(sender, info.sender, announced);
    let owed = LEDGER.owed(deps.storage, &asset)?;
    let (querier, own) = (deps.querier, env.contract.address.clone());

    let branch = deps.branch();
    let response = match message::read(&received.msg)? {
        Cw20Hook::Propose { terms, valid_until } => propose(branch, env, incoming, *terms, valid_until),
        Cw20Hook::Accept { agreement, terms } => accept(branch, env, incoming, agreement, terms),
        Cw20Hook::TopUp { agreement, milestone } => top_up(branch, incoming, agreement, milestone),
        Cw20Hook::PayIn { agreement, milestone } => pay_in(branch, env, incoming, agreement, milestone),
        Cw20Hook::Compensated(of) => compensated(branch, incoming, of),
        Cw20Hook::Release { agreement, milestone } => release(branch, env, incoming, agreement, milestone),
    }?;
    if balance(&querier, &asset, &own)? < owed.checked_add(announced)? {
        return Err(ContractError::Inexact { announced });
    }
    Ok(response)
}
