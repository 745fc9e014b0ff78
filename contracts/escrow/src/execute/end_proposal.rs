use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use numeric::{Amount, UnixTime};
use types::escrow::{AgreementId, AgreementStatus, Side};

use super::outgoing;
use super::propose::brought;
use crate::events::ProposalEnded;
use crate::state::{self, LEDGER};
use crate::ContractError;

/// A proposal is refused, withdrawn, or ran out. The payer's money, if it came along, returns in full.
pub fn end_proposal(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
) -> Result<Response, ContractError> {
    let (deal, papers) = (state::deal(deps.storage, id)?, state::papers(deps.storage, id)?);
    let mut course = state::course(deps.storage, id)?;
    course.to(AgreementStatus::Ended)?;
    papers.assert_may_end(&deal, &info.sender, UnixTime::from_block(env.block.time)?)?;
    state::save_course(deps.storage, id, &course)?;

    let returned = match papers.proposed_by {
        Side::Payer => brought(&deal)?,
        Side::Payee => Amount::ZERO,
    };
    let mut response = Response::new();
    if !returned.is_zero() {
        LEDGER.settle(deps.storage, &deal.asset, returned)?;
        response = response.add_submessage(outgoing::payment(&deal.payer, &deal.asset, returned)?);
    }
    Ok(response.add_event(ProposalEnded { agreement: id, by: info.sender, returned }))
}
