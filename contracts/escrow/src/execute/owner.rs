//! What the owner of a receivable does, alone or with the payer: gives it up, changes it; and the approvals its
//! condition asks for.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage, WasmMsg};
use numeric::UnixTime;
use types::escrow::{AgreementId, Change};
use types::gas::PAYMENTS_A_NOTICE;

use super::settling::Settling;
use super::titles;
use crate::domain::change::{Agreed, Parties};
use crate::domain::condition::{approved_by, milestones};
use crate::domain::milestone::Milestone;
use crate::domain::terms::cutoffs;
use crate::events::{Approved, ChangeProposed, Changed};
use crate::peers::Shipment;
use crate::state::{self, PEERS, TOKENS};
use crate::ContractError;

/// The owner of a receivable gives up what is unpaid of it.
pub fn relinquish(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
    index: u8,
) -> Result<Response, ContractError> {
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    let mut milestone = settling.milestone(deps.storage, index)?;
    let payout = milestone.relinquish(settling.deal.milestone(index)?, index)?;
    state::assert_owner(deps.storage, id, index, &info.sender)?;
    settling.end(deps.storage, index, milestone, payout)?;
    settling.finish(deps.storage)
}

/// One side proposes a change of an open milestone; when the other proposes the same, it holds.
pub fn change(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
    index: u8,
    change: Change,
) -> Result<Response, ContractError> {
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    let mut milestone = settling.milestone(deps.storage, index)?;
    milestone.assert_open(index)?;
    let owner = TOKENS.owner(deps.storage, &state::receivable(id, index))?;
    let terms = settling.deal.milestone(index)?;
    let parties = Parties { payer: &settling.deal.payer, owner: &owner };
    let long_stop = settling.deal.long_stop;
    let agreed = milestone.change(terms, index, &info.sender, parties, &change, long_stop)?;
    if change.cutoff.is_some() {
        settling.deal.assert_cutoff_secured(index)?;
    }
    let payout = match agreed {
        Agreed::Proposed => {
            state::save_milestone(deps.storage, id, index, &milestone)?;
            let event = ChangeProposed { agreement: id, milestone: index, by: info.sender };
            return Ok(Response::new().add_event(event));
        }
        Agreed::Changed(payout) => payout,
    };
    if change.cancel {
        settling.end(deps.storage, index, milestone, payout)?;
        return settling.finish(deps.storage);
    }
    let asked = ask_new_cutoff(deps.storage, &settling, index, change.cutoff)?;
    state::save_milestone(deps.storage, id, index, &milestone)?;
    settling.refund(payout.to_payer)?;
    settling.tell(Changed {
        agreement: id,
        milestone: index,
        amount: milestone.amount,
        due: milestone.due,
        cutoff: milestone.cutoff,
        refunded: payout.to_payer,
    });
    Ok(settling.finish(deps.storage)?.add_messages(asked))
}

/// The account that a condition names approves.
pub fn approve_milestone(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
    index: u8,
) -> Result<Response, ContractError> {
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    let mut milestone: Milestone = settling.milestone(deps.storage, index)?;
    let parts = approved_by(&settling.deal.milestone(index)?.condition, info.sender.as_str());
    milestone.assert_open(index)?;
    let owner = TOKENS.owner(deps.storage, &state::receivable(id, index))?;
    let now = UnixTime::from_block(env.block.time)?;
    milestone.approve(index, &parts, (&info.sender, &owner), now)?;
    state::save_milestone(deps.storage, id, index, &milestone)?;
    settling.tell(Approved { agreement: id, milestone: index, by: info.sender });
    let knowledge =
        titles::knowledge_if_any(deps.querier, deps.storage, id, &settling.deal, &settling.course)?;
    settling.settle_known(deps.storage, std::iter::once(index), &knowledge, PAYMENTS_A_NOTICE)?;
    settling.finish(deps.storage)
}

/// A new cut-off of a title that is presented or followed already must be asked of the oracle, as far as the title has
/// room; before that there must be room for all that will be asked.
fn ask_new_cutoff(
    storage: &mut dyn Storage,
    settling: &Settling,
    index: u8,
    cutoff: Option<UnixTime>,
) -> Result<Option<WasmMsg>, ContractError> {
    let condition = &settling.deal.milestone(index)?.condition;
    let Some(cutoff) = cutoff.filter(|_| milestones(condition).next().is_some()) else { return Ok(None) };
    if !settling.course.is_presented() {
        assert_room(storage, settling, index, cutoff)?;
        return Ok(None);
    }
    let Some(presentation) = state::presentation(storage, settling.id)? else { return Ok(None) };
    let new = cutoffs(std::iter::once((condition, Some(cutoff))));
    state::ask_cutoffs(storage, presentation.token_id.as_str(), settling.course.purpose(), &new)?;
    let shipment = PEERS.load(storage)?.shipment;
    Ok(Some(Shipment(&shipment).subscribe(&presentation.token_id, &new)?))
}

/// Whether the title, once there is one, could be asked about all open milestones if one had this cut-off.
fn assert_room(
    storage: &dyn Storage,
    settling: &Settling,
    index: u8,
    cutoff: UnixTime,
) -> Result<(), ContractError> {
    let found = settling.cutoffs(storage, Some((index, cutoff)))?.len();
    state::papers(storage, settling.id)?.purpose().assert_room(found)
}
