use cosmwasm_std::{from_json, Addr, Binary, DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::escrow::{AgreementStatus, Discrepancy, PresentMsg, TitleHold, TitleTerms};
use types::gas::PAYMENTS_A_NOTICE;
use types::shipment::{BoundMsg, EncumberedMsg};
use types::text::TokenId;

use super::settling::Settling;
use super::titles::{self, Standings};
use crate::domain::condition::Knowledge;
use crate::domain::presentation::{Document, Presentation};
use crate::events;
use crate::peers::Shipment;
use crate::state::{self, PEERS, TOKENS};
use crate::ContractError;

/// A title as it is presented, held or bound.
struct Presenting {
    token_id: TokenId,
    version: u32,
    /// Whose it is.
    presenter: String,
    /// Who is entitled to the goods; of a waybill it does not matter.
    beneficiary: Option<String>,
    residual: Option<String>,
    hold: TitleHold,
    msg: Binary,
}

/// `shipment`: the payee, or a financier who owns the receivables, presents a title that this contract holds from
/// now on.
pub fn encumbered(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: EncumberedMsg,
) -> Result<Response, ContractError> {
    let presenting = Presenting {
        token_id: msg.token_id,
        version: msg.version,
        presenter: msg.holder,
        beneficiary: Some(msg.beneficiary),
        residual: msg.residual,
        hold: TitleHold::Held,
        msg: msg.msg,
    };
    present(deps, env, info, presenting)
}

/// `shipment`: the payee presents a waybill, which is bound to this contract from now on.
pub fn bound(deps: DepsMut, env: Env, info: MessageInfo, msg: BoundMsg) -> Result<Response, ContractError> {
    let presenting = Presenting {
        token_id: msg.token_id,
        version: msg.version,
        presenter: msg.shipper,
        beneficiary: None,
        residual: None,
        hold: TitleHold::Bound,
        msg: msg.msg,
    };
    present(deps, env, info, presenting)
}

fn present(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    presenting: Presenting,
) -> Result<Response, ContractError> {
    assert_shipment(&deps, &info.sender)?;
    let PresentMsg::Present { agreement: id } = from_json(&presenting.msg)?;
    let now = UnixTime::from_block(env.block.time)?;
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    settling.course.assert_presents(settling.deal.long_stop, now)?;
    let papers = state::papers(deps.storage, id)?;
    let terms = papers.title.as_ref().ok_or(ContractError::PresentsNothing {})?;
    let residual =
        presenting.residual.as_ref().map(|residual| deps.api.addr_validate(residual)).transpose()?;
    assert_own(&deps, &settling, &presenting, residual.as_ref())?;
    let token_id = presenting.token_id;
    let (discrepancies, known) = examine(&deps, &settling, terms, &token_id, now)?;

    let complies = discrepancies.is_empty();
    settling.course.to(if complies { AgreementStatus::Presented } else { AgreementStatus::Discrepant })?;
    settling.course.title = presenting.hold;
    state::serve_sale(deps.storage, token_id.as_str(), id)?;
    let examine_by = (!complies).then(|| now.checked_add(terms.examination)).transpose()?;
    settling.tell(events::Presented {
        agreement: id,
        token_id: token_id.as_str().to_owned(),
        version: presenting.version,
        discrepancies: u32::try_from(discrepancies.len()).unwrap_or(u32::MAX),
        examine_by,
    });
    let presentation = Presentation {
        token_id,
        version: presenting.version,
        at: now,
        residual,
        discrepancies,
        examine_by,
        consents: vec![],
    };
    if complies {
        return take_up(deps, settling, presentation, known);
    }
    state::save_presentation(deps.storage, id, &presentation)?;
    settling.finish(deps.storage)
}

/// Documents that comply, or whose discrepancies were waived, and titles that are followed: this contract is told
/// of their milestones from now on, and what is final already counts at once.
pub fn take_up(
    deps: DepsMut,
    mut settling: Settling,
    presentation: Presentation,
    standings: Standings,
) -> Result<Response, ContractError> {
    let (id, storage) = (settling.id, deps.storage);
    let cutoffs = settling.cutoffs(storage, None)?;
    let token_id = presentation.token_id.as_str();
    state::ask_cutoffs(storage, token_id, settling.course.purpose(), &cutoffs)?;
    let shipment = PEERS.load(storage)?.shipment;
    settling.send(Shipment(&shipment).subscribe(&presentation.token_id, &cutoffs)?);
    state::save_presentation(storage, id, &presentation)?;

    let knowledge = Knowledge { presented_at: Some(presentation.at), standings };
    let open = settling.course.open_milestones();
    settling.settle_known(storage, open, &knowledge, PAYMENTS_A_NOTICE)?;
    settling.finish(storage)
}

/// Refuses anybody but the contract of the titles.
pub fn assert_shipment(deps: &DepsMut, sender: &Addr) -> Result<(), ContractError> {
    let shipment = PEERS.load(deps.storage)?.shipment;
    if *sender != shipment {
        return Err(ContractError::NotShipment { sender: sender.clone(), shipment });
    }
    Ok(())
}

/// The title must be the payee's, whole. Where a financier presents it, the open receivables must be its own.
fn assert_own(
    deps: &DepsMut,
    settling: &Settling,
    presenting: &Presenting,
    residual: Option<&Addr>,
) -> Result<(), ContractError> {
    let payee = &settling.deal.payee;
    if presenting.presenter != payee.as_str() {
        let actual = presenting.presenter.clone();
        return Err(ContractError::NotPresentedByPayee { actual, payee: payee.clone() });
    }
    if let Some(actual) = presenting.beneficiary.as_ref().filter(|actual| *actual != payee.as_str()) {
        return Err(ContractError::NotPayeesBenefit { actual: actual.clone() });
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

/// The ways in which the title differs from the terms, and what is final about its milestones. What no waiver mends
/// is refused.
fn examine(
    deps: &DepsMut,
    settling: &Settling,
    terms: &TitleTerms,
    token_id: &TokenId,
    now: UnixTime,
) -> Result<(Vec<Discrepancy>, Standings), ContractError> {
    let (title, carriage) = titles::document(deps.querier, deps.storage, token_id)?;
    let document = Document { title: &title, carriage: carriage.as_ref() };
    document.assert_answers(&settling.deal)?;
    document.assert_deliverable(&settling.deal)?;
    let found = document.discrepancies(terms, &settling.deal.payer, now);
    Ok((found, titles::standings(carriage)))
}
