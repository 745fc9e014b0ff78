//! Measurements: asked of the oracle at acceptance, and paid when their numbers are final.

use cosmwasm_std::{Deps, DepsMut, Env, MessageInfo, Response, WasmMsg};
use types::escrow::{AgreementId, AgreementStatus};
use types::gas::PAYMENTS_A_NOTICE;
use types::journey::Subject;
use types::notice::MeasuredNotice;
use types::oracle::Measured;
use types::text::TokenId;

use super::long_stop::awaiting;
use super::settling::Settling;
use crate::domain::agreement::Deal;
use crate::domain::condition::measurement;
use crate::peers::Oracle;
use crate::state::{self, PEERS};
use crate::ContractError;

/// The oracle knows a milestone by its receivable.
pub fn subject(id: AgreementId, index: u8) -> Result<TokenId, ContractError> {
    Ok(TokenId::try_from(state::receivable(id, index))?)
}

/// Asks for the numbers of an agreement's measurements.
pub fn ask(oracle: &Oracle, id: AgreementId, deal: &Deal) -> Result<Vec<WasmMsg>, ContractError> {
    let mut messages = vec![];
    for (index, terms) in (0_u8..).zip(&deal.milestones) {
        if let Some(of) = measurement(&terms.condition) {
            let token_id = subject(id, index)?;
            messages.push(oracle.ask(&token_id, of.feed, of.at, &deal.payer, deal.long_stop));
        }
    }
    Ok(messages)
}

/// `oracle`: a number is final. What it settles is paid in this transaction; numbers that were missed are read first.
///
/// A number about nothing that is open moves nothing and is no error: the oracle tells of all it finds.
pub fn measured(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    notice: MeasuredNotice,
) -> Result<Response, ContractError> {
    let oracle = PEERS.load(deps.storage)?.oracle;
    if info.sender != oracle {
        return Err(ContractError::NotOracle { sender: info.sender, oracle });
    }
    let (id, index) = state::milestone_of(notice.token_id.as_str())
        .ok_or_else(|| nft::NftError::UnknownToken { token_id: notice.token_id.as_str().to_owned() })?;
    let mut settling = Settling::load(deps.storage, id, &env.contract.address)?;
    let terms = settling.deal.milestone(index)?;
    let is_asked =
        measurement(&terms.condition).is_some_and(|of| of.feed == notice.feed && of.at == notice.milestone);
    if !is_asked || !listens(deps.as_ref(), &settling, index)? {
        return Ok(Response::new());
    }
    let heard = settling.milestone(deps.storage, index)?.tally.unwrap_or_default().heard;
    let is_next = heard.checked_add(1) == Some(notice.measured.number);
    if is_next {
        settling.hear(deps.storage, index, &[notice.measured], PAYMENTS_A_NOTICE)?;
    } else if notice.measured.number > heard {
        let missed = numbers(deps.as_ref(), &settling, index)?;
        settling.hear(deps.storage, index, &missed, PAYMENTS_A_NOTICE)?;
    }
    settling.finish(deps.storage)
}

/// Hears what is final about the open measurements of an agreement, with at most `most` payments. An oracle that does not
/// answer says nothing and keeps nobody's money.
pub fn hear_all(deps: &mut DepsMut, settling: &mut Settling, most: u64) -> Result<(), ContractError> {
    for index in settling.course.open_milestones() {
        let measures = measurement(&settling.deal.milestone(index)?.condition).is_some();
        if measures && listens(deps.as_ref(), settling, index)? {
            let numbers = numbers(deps.as_ref(), settling, index).unwrap_or_default();
            settling.hear(deps.storage, index, &numbers, most)?;
        }
    }
    Ok(())
}

/// Whether something that is final about a measurement is still to be heard, or is to be decided by what was under way at
/// the long-stop.
pub fn is_awaited(deps: Deps, settling: &Settling, index: u8) -> Result<bool, ContractError> {
    let Some(of) = measurement(&settling.deal.milestone(index)?.condition) else { return Ok(false) };
    if !listens(deps, settling, index)? {
        return Ok(false);
    }
    if !numbers(deps, settling, index)?.is_empty() {
        return Ok(true);
    }
    let (oracle, token_id) = (PEERS.load(deps.storage)?.oracle, subject(settling.id, index)?);
    let (subject, awaiting) = ((&settling.own, &token_id), awaiting(&settling.deal, of.feed));
    let awaited = Oracle(&oracle).awaited(deps.querier, subject, awaiting, |asked| *asked == of.at)?;
    Ok(!awaited.is_empty())
}

/// Whether numbers count for a milestone now: where goods are presented or followed, from then on; not while it is in
/// dispute.
fn listens(deps: Deps, settling: &Settling, index: u8) -> Result<bool, ContractError> {
    if !settling.course.is_open(index) || settling.milestone(deps.storage, index)?.dispute.is_some() {
        return Ok(false);
    }
    match settling.course.status {
        AgreementStatus::Presented => Ok(true),
        AgreementStatus::Active => {
            let papers = state::papers(deps.storage, settling.id)?;
            Ok(papers.title.is_none() && papers.follows.is_none())
        }
        _ => Ok(false),
    }
}

/// The final numbers of a milestone's question that were not heard yet, the first hundred of them.
fn numbers(deps: Deps, settling: &Settling, index: u8) -> Result<Vec<Measured>, ContractError> {
    let Some(of) = measurement(&settling.deal.milestone(index)?.condition) else { return Ok(vec![]) };
    let heard = settling.milestone(deps.storage, index)?.tally.unwrap_or_default().heard;
    let (oracle, token_id) = (PEERS.load(deps.storage)?.oracle, subject(settling.id, index)?);
    let subject = Subject { collection: settling.own.to_string(), token_id, milestone: of.at };
    Oracle(&oracle).measurements(deps.querier, &subject, heard)
}
