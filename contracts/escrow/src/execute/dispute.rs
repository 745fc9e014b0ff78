//! Disputes: opened by either side, decided by the resolver or its successor, or lapsed.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};
use numeric::UnixTime;
use types::digest::Digest;
use types::escrow::{AgreementId, Award, Side, TitleAward};
use types::gas::PAYMENTS_A_NOTICE;

use super::settling::Settling;
use super::titles;
use crate::domain::agreement::assert_distinct;
use crate::domain::change::Parties;
use crate::domain::dispute::assert_impartial;
use crate::domain::presentation::Document;
use crate::events::{DisputeLapsed, Disputed, Resolved};
use crate::peers::Shipment;
use crate::state::{self, PEERS, TOKENS};
use crate::ContractError;

/// The payer or the owner of receivables disputes open milestones.
pub fn dispute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
    milestones: Vec<u8>,
    evidence: Option<Digest>,
) -> Result<Response, ContractError> {
    let now = UnixTime::from_block(env.block.time)?;
    let deal = state::deal(deps.storage, id)?;
    state::course(deps.storage, id)?.assert_running()?;
    if now >= deal.long_stop {
        return Err(ContractError::AfterLongStop { long_stop: deal.long_stop });
    }
    assert_distinct(&milestones)?;
    for index in milestones.iter().copied() {
        let mut milestone = state::milestone(deps.storage, id, &deal, index)?;
        milestone.assert_open(index)?;
        let owner = TOKENS.owner(deps.storage, &state::receivable(id, index))?;
        Parties { payer: &deal.payer, owner: &owner }.assert_one(&info.sender)?;
        let side = if info.sender == deal.payer { Side::Payer } else { Side::Payee };
        milestone.open_dispute(index, &info.sender, side, now)?;
        state::save_milestone(deps.storage, id, index, &milestone)?;
    }
    Ok(Response::new().add_event(Disputed { agreement: id, milestones, by: info.sender, evidence }))
}

/// Who decides now awards disputed milestones, and what becomes of the title if that is decided with them.
pub fn resolve(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
    awards: Vec<Award>,
    title: TitleAward,
) -> Result<Response, ContractError> {
    let now = UnixTime::from_block(env.block.time)?;
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    let resolver = state::papers(deps.storage, id)?.resolver;
    let milestones: Vec<u8> = awards.iter().map(|award| award.milestone).collect();
    assert_distinct(&milestones)?;
    settling.course.assert_awards_title(&settling.deal, title, &milestones)?;
    if title == TitleAward::ToPayer {
        assert_can_go_to_payer(&deps, &settling)?;
    }
    settling.tell(Resolved { agreement: id, milestones, by: info.sender.clone() });
    for award in &awards {
        let index = award.milestone;
        let mut milestone = settling.milestone(deps.storage, index)?;
        milestone.assert_decides(award, &resolver, &info.sender, now)?;
        assert_impartial(award, &info.sender, &TOKENS.owner(deps.storage, &state::receivable(id, index))?)?;
        let payout = milestone.award(settling.deal.milestone(index)?, award.to_payee, now)?;
        settling.end(deps.storage, index, milestone, payout)?;
    }
    match title {
        TitleAward::ToPayer => settling.release_title(deps.storage)?,
        TitleAward::ToHolder => settling.free_title(deps.storage)?,
        TitleAward::Unchanged => {}
    }
    settling.finish(deps.storage)
}

/// Anyone ends disputes that nobody decided in time; what became final meanwhile counts.
pub fn lapse(deps: DepsMut, env: Env, id: AgreementId) -> Result<Response, ContractError> {
    let now = UnixTime::from_block(env.block.time)?;
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    let lapsed = lapse_all(deps.storage, &settling, now)?;
    if lapsed.is_empty() {
        return Err(ContractError::NothingLapses {});
    }
    settling.tell(DisputeLapsed { agreement: id, milestones: lapsed.clone() });
    let knowledge =
        titles::knowledge_if_any(deps.querier, deps.storage, id, &settling.deal, &settling.course)?;
    settling.settle_known(deps.storage, lapsed.into_iter(), &knowledge, PAYMENTS_A_NOTICE)?;
    settling.finish(deps.storage)
}

fn lapse_all(
    storage: &mut dyn Storage,
    settling: &Settling,
    now: UnixTime,
) -> Result<Vec<u8>, ContractError> {
    let resolver = state::papers(storage, settling.id)?.resolver;
    let mut lapsed = Vec::new();
    for index in settling.course.open_milestones() {
        let mut milestone = settling.milestone(storage, index)?;
        if milestone.lapse_dispute(&resolver, now)? {
            state::save_milestone(storage, settling.id, index, &milestone)?;
            lapsed.push(index);
        }
    }
    Ok(lapsed)
}

/// A verdict cannot give the payer a title that its form keeps from him: it would be held for ever.
fn assert_can_go_to_payer(deps: &DepsMut, settling: &Settling) -> Result<(), ContractError> {
    let Some(presentation) = state::presentation(deps.storage, settling.id)? else { return Ok(()) };
    let shipment = PEERS.load(deps.storage)?.shipment;
    let title = Shipment(&shipment).title(deps.querier, &presentation.token_id)?;
    Document { title: &title, journey: None }.assert_can_go_to(&settling.deal.payer)
}
