use cosmwasm_std::{Addr, DepsMut, MessageInfo, Response, Storage};
use types::escrow::AgreementId;
use types::shipment::ConsentedAct;

use crate::domain::agreement::{Course, Deal};
use crate::domain::presentation::Presentation;
use crate::events::{Consented, Word};
use crate::peers::Shipment;
use crate::state::{self, PEERS, TOKENS};
use crate::ContractError;

/// Those whose security the held title is let an act on it happen, once all of them have said so.
pub fn consent_to(
    deps: DepsMut,
    info: MessageInfo,
    id: AgreementId,
    act: ConsentedAct,
) -> Result<Response, ContractError> {
    let (deal, course) = (state::deal(deps.storage, id)?, state::course(deps.storage, id)?);
    course.assert_holds()?;
    let presentation = state::presentation(deps.storage, id)?;
    let mut presentation = presentation.ok_or(ContractError::NoHold { actual: course.title })?;
    let needed = needed(deps.storage, id, &deal, &course, &presentation)?;
    let complete = presentation.consent(act, &info.sender, &needed)?;
    state::save_presentation(deps.storage, id, &presentation)?;
    let response =
        Response::new().add_event(Consented { agreement: id, act: Word(act), by: info.sender, complete });
    if !complete {
        return Ok(response);
    }
    let shipment = PEERS.load(deps.storage)?.shipment;
    Ok(response.add_message(Shipment(&shipment).consent(&presentation.token_id, act)?))
}

/// The payer, who is to have the title; the financier whose hold returns; the owners of open receivables but the payee,
/// who holds the title and acts himself.
fn needed(
    storage: &dyn Storage,
    id: AgreementId,
    deal: &Deal,
    course: &Course,
    presentation: &Presentation,
) -> Result<Vec<Addr>, ContractError> {
    let mut needed = vec![deal.payer.clone()];
    let mut add = |account: Addr| {
        if !needed.contains(&account) && account != deal.payee {
            needed.push(account);
        }
    };
    presentation.residual.iter().cloned().for_each(&mut add);
    for index in course.open_milestones() {
        add(TOKENS.owner(storage, &state::receivable(id, index))?);
    }
    Ok(needed)
}
