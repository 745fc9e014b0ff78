//! What `shipment` says of an agreement's title.

use cosmwasm_std::{QuerierWrapper, Storage};
use types::escrow::AgreementId;
use types::journey::{MilestoneRef, Standing};
use types::shipment::TitleKind;
use types::text::TokenId;

use crate::domain::agreement::Course;
use crate::domain::condition::Knowledge;
use crate::domain::presentation::{Carriage, Presentation, Title};
use crate::peers::Shipment;
use crate::state::{self, PEERS};
use crate::ContractError;

/// The title with its journey; goods at rest have none.
pub fn document(
    querier: QuerierWrapper,
    storage: &dyn Storage,
    token_id: &TokenId,
) -> Result<(Title, Option<Carriage>), ContractError> {
    let shipment = PEERS.load(storage)?.shipment;
    let shipment = Shipment(&shipment);
    let title = shipment.title(querier, token_id)?;
    let carriage = match title.kind {
        TitleKind::WarehouseReceipt { .. } => None,
        _ => Some(shipment.journey(querier, token_id)?),
    };
    Ok((title, carriage))
}

/// All that an agreement's conditions are judged by.
pub fn knowledge(
    querier: QuerierWrapper,
    storage: &dyn Storage,
    id: AgreementId,
    course: &Course,
) -> Result<Knowledge, ContractError> {
    let Some(presentation) = presented(storage, id, course)? else { return Ok(Knowledge::default()) };
    let (_, carriage) = document(querier, storage, &presentation.token_id)?;
    Ok(Knowledge { presented_at: Some(presentation.at), standings: standings(carriage) })
}

/// The same where nobody's exit may wait for `shipment`: if it does not answer, nothing is known of the journey.
pub fn knowledge_if_any(
    querier: QuerierWrapper,
    storage: &dyn Storage,
    id: AgreementId,
    course: &Course,
) -> Result<Knowledge, ContractError> {
    let Some(presentation) = presented(storage, id, course)? else { return Ok(Knowledge::default()) };
    let carriage = document(querier, storage, &presentation.token_id).map(|(_, carriage)| carriage);
    Ok(Knowledge { presented_at: Some(presentation.at), standings: standings(carriage.unwrap_or_default()) })
}

/// What is final about the milestones of a journey.
pub type Standings = Vec<(MilestoneRef, Standing)>;

/// What is final about the milestones of a journey.
pub fn standings(carriage: Option<Carriage>) -> Standings {
    let milestones = carriage.map(|carriage| carriage.milestones).unwrap_or_default();
    milestones.into_iter().map(|asked| (asked.milestone, asked.standing)).collect()
}

fn presented(
    storage: &dyn Storage,
    id: AgreementId,
    course: &Course,
) -> Result<Option<Presentation>, ContractError> {
    Ok(state::presentation(storage, id)?.filter(|_| course.is_presented()))
}
