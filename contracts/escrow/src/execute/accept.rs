use cosmwasm_std::{DepsMut, Env, Response};
use numeric::{Amount, UnixTime};
use types::digest::Digest;
use types::escrow::{AgreementId, AgreementStatus, Side};

use super::incoming::Incoming;
use super::measure::ask;
use super::propose::{brought, owe};
use super::receivable::is_contract;
use super::room::{bind_measured, reserve};
use crate::domain::terms;
use crate::events::Accepted;
use crate::peers::Oracle;
use crate::state::{self, ASSETS, LEDGER, PAUSE, PEERS, TOKENS};
use crate::ContractError;

/// The other party accepts the terms by their digest: the financing key is taken, a receivable is made for each
/// milestone, and room is taken at the oracle. If there is none, nothing is accepted.
pub fn accept(
    deps: DepsMut,
    env: Env,
    incoming: &Incoming,
    id: AgreementId,
    digest: Digest,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let (deal, papers) = (state::deal(deps.storage, id)?, state::papers(deps.storage, id)?);
    let mut course = state::course(deps.storage, id)?;
    let side = deal.side_of(&incoming.sender)?;
    if side == papers.proposed_by {
        return Err(ContractError::OwnProposal { sender: incoming.sender.clone() });
    }
    course.to(AgreementStatus::Active)?;
    papers.assert_valid(UnixTime::from_block(env.block.time)?)?;
    if digest != papers.digest {
        return Err(ContractError::OtherTerms { accepted: digest, actual: papers.digest });
    }
    payments::assert_admitted(&ASSETS.load(deps.storage)?, &deal.asset)?;
    let prefunded: Amount = terms::prefunded(&deal.milestones)?;
    let fee = deal.fee()?;
    match side {
        Side::Payer => {
            incoming.exactly(&deal.asset, brought(&deal)?)?;
            owe(deps.storage, &deal, prefunded)?;
        }
        // The payer's money is here; of it the fee goes on to the oracle.
        Side::Payee => {
            incoming.nothing(&deal.asset)?;
            if !fee.is_zero() {
                LEDGER.settle(deps.storage, &deal.asset, fee)?;
            }
        }
    }
    state::take_financing_key(deps.storage, id, &deal, &papers)?;
    state::save_course(deps.storage, id, &course)?;
    let is_contract = is_contract(deps.as_ref(), &deal.payee);
    let receivables: Vec<String> =
        (0_u8..).zip(&deal.milestones).map(|(index, _)| state::receivable(id, index)).collect();
    TOKENS.mint_all(deps.storage, receivables.iter().map(String::as_str), &deal.payee, is_contract)?;
    let oracle = PEERS.load(deps.storage)?.oracle;
    let oracle = Oracle(&oracle);
    Ok(Response::new()
        .add_messages(ask(&oracle, id, &deal)?)
        .add_messages(reserve(&oracle, id, &deal, &env.contract.address)?)
        .add_messages(bind_measured(&oracle, id, &deal, &env.contract.address)?)
        .add_event(Accepted {
            agreement: id,
            by: incoming.sender.clone(),
            prefunded,
            receivables: u8::try_from(receivables.len()).unwrap_or(u8::MAX),
        }))
}
