use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::escrow::{AgreementStatus, PresentMsg, TitleHold};
use types::gas::PAYMENTS_A_NOTICE;
use types::shipment::{EncumberedMsg, TitlePart};

use super::room::bind;
use super::settling::Settling;
use super::titles::{standings, Standings};
use crate::domain::condition::Knowledge;
use crate::domain::presentation::{Document, Presentation};
use crate::events;
use crate::peers::{Oracle, Shipment};
use crate::state::{self, PEERS, TOKENS};
use crate::ContractError;

/// `shipment`: the payee, or a financier who owns the receivables, presents a title that this contract holds from
/// now on; or the payee a waybill, which is bound to it.
pub fn present(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    presented: EncumberedMsg,
    hold: TitleHold,
) -> Result<Response, ContractError> {
    let shipment = assert_shipment(&deps, &info.sender)?;
    let PresentMsg::Present { agreement: id } = message::read(&presented.msg)?;
    let now = UnixTime::from_block(env.block.time)?;
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    settling.course.assert_presents(settling.deal.long_stop, now)?;
    let papers = state::papers(deps.storage, id)?;
    let terms = papers.title.as_ref().ok_or(ContractError::PresentsNothing {})?;
    let EncumberedMsg { token_id, title, journey, residual, .. } = presented;
    let residual = residual.map(|residual| deps.api.addr_validate(&residual)).transpose()?;
    assert_own(&deps, &settling, &title, residual.as_ref())?;
    let document = Document { title: &title, journey: journey.as_ref() };
    document.assert_answers(&settling.deal)?;
    document.assert_deliverable(&settling.deal)?;
    let discrepancies = document.discrepancies(terms, &settling.deal.payer, now);

    let complies = discrepancies.is_empty();
    settling.course.to(if complies { AgreementStatus::Presented } else { AgreementStatus::Discrepant })?;
    settling.course.title = hold;
    state::serve_sale(deps.storage, token_id.as_str(), id)?;
    let examine_by = (!complies).then(|| now.checked_add(terms.examination)).transpose()?;
    settling.tell(events::Presented {
        agreement: id,
        token_id: token_id.as_str().to_owned(),
        version: title.version,
        discrepancies: u32::try_from(discrepancies.len()).unwrap_or(u32::MAX),
        examine_by,
    });
    let presentation = Presentation {
        token_id,
        version: title.version,
        at: now,
        residual,
        discrepancies,
        examine_by,
        consents: vec![],
    };
    if complies {
        return take_up(deps, &Shipment(&shipment), settling, presentation, standings(journey));
    }
    state::save_presentation(deps.storage, id, &presentation)?;
    settling.finish(deps.storage)
}

/// Documents that comply, or whose discrepancies were waived, and titles that are followed: this contract is told
/// of their milestones from now on, what is reserved hangs on them, and what is final already counts at once.
pub fn take_up(
    deps: DepsMut,
    shipment: &Shipment,
    mut settling: Settling,
    presentation: Presentation,
    standings: Standings,
) -> Result<Response, ContractError> {
    let (id, storage) = (settling.id, deps.storage);
    let cutoffs = settling.cutoffs(storage, None)?;
    let token_id = presentation.token_id.as_str();
    state::ask_cutoffs(storage, token_id, settling.course.purpose(), &cutoffs)?;
    settling.send(shipment.subscribe(&presentation.token_id, &cutoffs)?);
    if !settling.deal.reservations.is_empty() {
        let oracle = PEERS.load(storage)?.oracle;
        let bound = bind(&Oracle(&oracle), &settling, shipment.0, &presentation.token_id);
        bound.into_iter().for_each(|message| settling.send(message));
    }
    state::save_presentation(storage, id, &presentation)?;

    let knowledge = Knowledge { presented_at: Some(presentation.at), standings };
    let open = settling.course.open_milestones();
    settling.settle_known(storage, open, &knowledge, PAYMENTS_A_NOTICE)?;
    settling.finish(storage)
}

/// Refuses anybody but the contract of the titles, and says which that is.
pub fn assert_shipment(deps: &DepsMut, sender: &Addr) -> Result<Addr, ContractError> {
    let shipment = PEERS.load(deps.storage)?.shipment;
    if *sender != shipment {
        return Err(ContractError::NotShipment { sender: sender.clone(), shipment });
    }
    Ok(shipment)
}

/// The title must be the payee's, whole. Where a financier presents it, the open receivables must be its own.
fn assert_own(
    deps: &DepsMut,
    settling: &Settling,
    title: &TitlePart,
    residual: Option<&Addr>,
) -> Result<(), ContractError> {
    let payee = &settling.deal.payee;
    if title.holder != payee.as_str() {
        let actual = title.holder.clone();
        return Err(ContractError::NotPresentedByPayee { actual, payee: payee.clone() });
    }
    if title.beneficiary != payee.as_str() {
        return Err(ContractError::NotPayeesBenefit { actual: title.beneficiary.clone() });
    }
    let Some(residual) = residual else { return Ok(()) };
    for index in settling.course.open_milestones() {
        let token_id = state::receivable(settling.id, index);
        let owner = TOKENS.owner(deps.storage, &token_id)?;
        if owner != *residual {
            return Err(ContractError::ReceivableNotFinanciers {
                residual: residual.clone(),
                owner,
                token_id,
            });
        }
    }
    Ok(())
}
