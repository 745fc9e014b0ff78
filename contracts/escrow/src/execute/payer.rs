//! What the payer does about a milestone, or anyone for it: release, top-up, payment of a debt, its aging.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, SubMsg};
use numeric::UnixTime;
use types::escrow::{AgreementId, Settlement};

use super::incoming::Incoming;
use super::outgoing;
use super::settling::Settling;
use crate::domain::milestone::Milestone;
use crate::events::{Aged, PaidIn, ToppedUp, Word};
use crate::state::{self, LEDGER, TOKENS};
use crate::ContractError;

/// The payer pays an open milestone in full before its condition is met: prefunded from escrow, a deferred one with
/// what is attached.
pub fn release(
    deps: DepsMut,
    env: Env,
    incoming: &Incoming,
    id: AgreementId,
    index: u8,
) -> Result<Response, ContractError> {
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    settling.deal.assert_payer(&incoming.sender)?;
    let mut milestone = settling.milestone(deps.storage, index)?;
    milestone.assert_open(index)?;
    let terms = settling.deal.milestone(index)?;
    if terms.releases_title && !settling.course.is_presented() {
        return Err(ContractError::TitleNotPresented { milestone: index });
    }
    match terms.settlement {
        Settlement::Prefunded {} => incoming.nothing(&settling.deal.asset)?,
        Settlement::Deferred { .. } => {
            incoming.exactly(&settling.deal.asset, milestone.amount)?;
            LEDGER.owe(deps.storage, &settling.deal.asset, milestone.amount)?;
        }
    }
    let payout = milestone.release(UnixTime::from_block(env.block.time)?)?;
    settling.end(deps.storage, index, milestone, payout)?;
    settling.finish(deps.storage)
}

/// The payer adds the attached money to an open prefunded milestone.
pub fn top_up(
    deps: DepsMut,
    incoming: &Incoming,
    id: AgreementId,
    index: u8,
) -> Result<Response, ContractError> {
    let deal = state::deal(deps.storage, id)?;
    state::course(deps.storage, id)?.assert_running()?;
    deal.assert_payer(&incoming.sender)?;
    let mut milestone = state::milestone(deps.storage, id, &deal, index)?;
    let by = incoming.some(&deal.asset)?;
    milestone.top_up(deal.milestone(index)?, index, by)?;
    deal.assert_secured(index, milestone.amount)?;
    LEDGER.owe(deps.storage, &deal.asset, by)?;
    state::save_milestone(deps.storage, id, index, &milestone)?;
    let amount = milestone.amount;
    Ok(Response::new().add_event(ToppedUp { agreement: id, milestone: index, by, amount }))
}

/// Anyone pays what is owed for a deferred milestone, in whole or in part; the owner of the receivable has it at once.
pub fn pay_in(
    deps: DepsMut,
    env: Env,
    incoming: &Incoming,
    id: AgreementId,
    index: u8,
) -> Result<Response, ContractError> {
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    let mut milestone = settling.milestone(deps.storage, index)?;
    let amount = incoming.some(&settling.deal.asset)?;
    let last = milestone.pay_in(index, amount)?;
    let token = TOKENS.token(deps.storage, &state::receivable(id, index))?;
    let owner = token.owner().clone();
    let payment: SubMsg = if token.owner_is_contract() {
        let paid = settling.notice(&token, amount, last);
        outgoing::payment_to_contract(&owner, &settling.deal.asset, paid)?
    } else {
        outgoing::payment(&owner, &settling.deal.asset, amount)?
    };
    settling.keep_owner(index, &mut milestone, &token);
    state::save_milestone(deps.storage, id, index, &milestone)?;
    settling.course.note(index, &milestone);
    if last {
        TOKENS.burn(deps.storage, token)?;
    }
    settling.tell(PaidIn {
        agreement: id,
        milestone: index,
        from: incoming.sender.clone(),
        to: owner,
        amount,
        outstanding: milestone.outstanding,
    });
    Ok(settling.finish(deps.storage)?.add_submessage(payment))
}

/// Anyone ages a debt by its dates.
pub fn age(deps: DepsMut, env: Env, id: AgreementId, index: u8) -> Result<Response, ContractError> {
    let deal = state::deal(deps.storage, id)?;
    let mut milestone = state::milestone(deps.storage, id, &deal, index)?;
    milestone.age(deal.milestone(index)?, index, UnixTime::from_block(env.block.time)?)?;
    state::save_milestone(deps.storage, id, index, &milestone)?;
    Ok(aged(id, index, &milestone))
}

/// The owner of a defaulted receivable writes it off. What is recovered later is still its owner's.
pub fn write_off(
    deps: DepsMut,
    info: MessageInfo,
    id: AgreementId,
    index: u8,
) -> Result<Response, ContractError> {
    let deal = state::deal(deps.storage, id)?;
    let mut milestone = state::milestone(deps.storage, id, &deal, index)?;
    milestone.write_off(index)?;
    state::assert_owner(deps.storage, id, index, &info.sender)?;
    state::save_milestone(deps.storage, id, index, &milestone)?;
    Ok(aged(id, index, &milestone))
}

fn aged(id: AgreementId, index: u8, milestone: &Milestone) -> Response {
    Response::new().add_event(Aged {
        agreement: id,
        milestone: index,
        state: Word(milestone.state),
        outstanding: milestone.outstanding,
    })
}
