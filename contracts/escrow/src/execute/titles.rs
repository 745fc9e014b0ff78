//! What `shipment` says of an agreement's title.

use cosmwasm_std::{Addr, Deps, QuerierWrapper, Storage};
use types::escrow::AgreementId;
use types::journey::{MilestoneRef, Standing};
use types::shipment::{JourneyPart, TitleKind, TitlePart};
use types::text::TokenId;

use crate::domain::agreement::{Course, Deal};
use crate::domain::condition::{milestones, Knowledge};
use crate::domain::presentation::Presentation;
use crate::peers::Shipment;
use crate::state::{self, PEERS};
use crate::ContractError;

/// The title with its journey; goods at rest have none.
pub fn document(
    querier: QuerierWrapper,
    shipment: &Shipment,
    token_id: &TokenId,
) -> Result<(TitlePart, Option<JourneyPart>), ContractError> {
    let title = shipment.title(querier, token_id)?;
    let journey = match title.kind {
        TitleKind::WarehouseReceipt { .. } => None,
        _ => Some(shipment.journey(querier, token_id)?),
    };
    Ok((title, journey))
}

/// To whom a title that is due can go: the payer, but a straight bill to whom it was made out since, with the payer's
/// consent, for it moves to nobody else. A contract of titles that does not answer delivers nothing either.
pub fn receiver(deps: Deps, id: AgreementId, deal: &Deal) -> Result<Addr, ContractError> {
    let Some(presentation) = state::presentation(deps.storage, id)? else { return Ok(deal.payer.clone()) };
    let shipment = PEERS.load(deps.storage)?.shipment;
    let title = Shipment(&shipment).title(deps.querier, &presentation.token_id).ok();
    match title.as_ref().and_then(|title| title.kind.consignee()) {
        Some(consignee) => Ok(deps.api.addr_validate(consignee)?),
        None => Ok(deal.payer.clone()),
    }
}

/// All that an agreement's conditions are judged by.
pub fn knowledge(
    querier: QuerierWrapper,
    storage: &dyn Storage,
    id: AgreementId,
    deal: &Deal,
    course: &Course,
) -> Result<Knowledge, ContractError> {
    let Some(presentation) = presented(storage, id, course)? else { return Ok(Knowledge::default()) };
    let shipment = PEERS.load(storage)?.shipment;
    let standings = known(querier, &Shipment(&shipment), deal, &presentation.token_id)?;
    Ok(Knowledge { presented_at: Some(presentation.at), standings })
}

/// The same where nobody's exit may wait for `shipment`: if it does not answer, nothing is known of the journey.
pub fn knowledge_if_any(
    querier: QuerierWrapper,
    storage: &dyn Storage,
    id: AgreementId,
    deal: &Deal,
    course: &Course,
) -> Result<Knowledge, ContractError> {
    let Some(presentation) = presented(storage, id, course)? else { return Ok(Knowledge::default()) };
    let shipment = PEERS.load(storage)?.shipment;
    let standings = known(querier, &Shipment(&shipment), deal, &presentation.token_id);
    Ok(Knowledge { presented_at: Some(presentation.at), standings: standings.unwrap_or_default() })
}

/// What is final about the milestones of a journey.
pub type Standings = Vec<(MilestoneRef, Standing)>;

/// What is final about the milestones of a title's journey. An agreement that pays by none does not ask.
pub fn known(
    querier: QuerierWrapper,
    shipment: &Shipment,
    deal: &Deal,
    token_id: &TokenId,
) -> Result<Standings, ContractError> {
    let mut needed = deal.milestones.iter().flat_map(|milestone| milestones(&milestone.condition));
    if needed.next().is_none() {
        return Ok(vec![]);
    }
    Ok(standings(Some(shipment.journey(querier, token_id)?)))
}

/// What is final about the milestones of a journey.
pub fn standings(journey: Option<JourneyPart>) -> Standings {
    let milestones = journey.map(|journey| journey.milestones).unwrap_or_default();
    milestones.into_iter().map(|asked| (asked.milestone, asked.standing)).collect()
}

fn presented(
    storage: &dyn Storage,
    id: AgreementId,
    course: &Course,
) -> Result<Option<Presentation>, ContractError> {
    Ok(state::presentation(storage, id)?.filter(|_| course.is_presented()))
}
