use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use types::escrow::{AgreementId, Condition, TitleHold};
use types::gas::PAYMENTS_A_NOTICE;
use types::notice::MilestoneNotice;

use super::measure::hear_all;
use super::present::assert_shipment;
use super::settling::Settling;
use super::titles;
use crate::domain::condition::{milestones, Knowledge};
use crate::state;
use crate::ContractError;

/// `shipment` says what is final about a milestone: what it settles is paid in this transaction, the sale's
/// milestones first, four payments at most.
pub fn milestone(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    notice: MilestoneNotice,
) -> Result<Response, ContractError> {
    assert_shipment(&deps, &info.sender)?;
    let serving = state::serving(deps.storage, notice.token_id.as_str())?;
    let mut response = Response::new();
    let mut left = PAYMENTS_A_NOTICE;
    for id in serving.agreements() {
        let mut settling = Settling::load(deps.storage, id, &env.contract.address)?;
        let touched = touched(&settling, &notice)?;
        if touched.is_empty() || !settling.course.is_presented() {
            continue;
        }
        let several = |index: &u8| {
            settling
                .deal
                .milestone(*index)
                .is_ok_and(|terms| matches!(terms.condition, Condition::All { .. }))
        };
        let knowledge = if touched.iter().any(several) {
            titles::knowledge(deps.querier, deps.storage, id, &settling.deal, &settling.course)?
        } else {
            Knowledge { presented_at: None, standings: vec![(notice.milestone, notice.standing)] }
        };
        settling.settle_known(deps.storage, touched.into_iter(), &knowledge, left)?;
        left = left.saturating_sub(settling.payments());
        let settled = settling.finish(deps.storage)?;
        response.messages.extend(settled.messages);
        response.events.extend(settled.events);
    }
    Ok(response)
}

/// Anyone: settles what is final, four payments a call, and delivers a title that is due.
pub fn sync(mut deps: DepsMut, env: Env, id: AgreementId) -> Result<Response, ContractError> {
    let mut settling = Settling::load(deps.storage, id, &env.contract.address)?;
    if settling.course.title == TitleHold::Due {
        let to = titles::receiver(deps.as_ref(), id, &settling.deal)?;
        settling.release_title_to(deps.storage, to)?;
    } else {
        settling.course.assert_running()?;
    }
    let knowledge = titles::knowledge(deps.querier, deps.storage, id, &settling.deal, &settling.course)?;
    let open = settling.course.open_milestones();
    settling.settle_known(deps.storage, open, &knowledge, PAYMENTS_A_NOTICE)?;
    hear_all(&mut deps, &mut settling, PAYMENTS_A_NOTICE)?;
    settling.finish(deps.storage)
}

/// The open milestones whose conditions depend on what the notice is about.
fn touched(settling: &Settling, notice: &MilestoneNotice) -> Result<Vec<u8>, ContractError> {
    let mut touched = Vec::new();
    for index in settling.course.open_milestones() {
        let terms = settling.deal.milestone(index)?;
        if milestones(&terms.condition).any(|of| *of == notice.milestone) {
            touched.push(index);
        }
    }
    Ok(touched)
}
