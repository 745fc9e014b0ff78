use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::escrow::{AgreementId, AgreementStatus, TitleHold};
use types::shipment::TitlePart;
use types::text::TokenId;

use super::present::take_up;
use super::settling::Settling;
use super::titles;
use crate::domain::presentation::{Document, Presentation};
use crate::events::Followed;
use crate::peers::Shipment;
use crate::state::{self, PEERS};
use crate::ContractError;

/// A party of a service agreement lets it follow the title of its terms. Strangers to a title cannot take the one
/// place that it has for services.
pub fn follow(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
) -> Result<Response, ContractError> {
    let now = UnixTime::from_block(env.block.time)?;
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    settling.deal.side_of(&info.sender)?;
    settling.course.assert_presents(settling.deal.long_stop, now)?;
    let papers = state::papers(deps.storage, id)?;
    let token_id = papers.follows.ok_or(ContractError::NoTitleToFollow {})?;
    let shipment = PEERS.load(deps.storage)?.shipment;
    let shipment = Shipment(&shipment);
    let (title, journey) = titles::document(deps.querier, &shipment, &token_id)?;
    assert_part(&deps, &settling, &token_id, &title)?;
    Document { title: &title, journey: journey.as_ref() }.assert_answers(&settling.deal)?;

    settling.course.to(AgreementStatus::Presented)?;
    settling.course.title = TitleHold::Followed;
    state::serve_service(deps.storage, token_id.as_str(), id)?;
    settling.tell(Followed { agreement: id, token_id: token_id.as_str().to_owned() });
    let presentation = Presentation {
        token_id,
        version: title.version,
        at: now,
        residual: None,
        discrepancies: vec![],
        examine_by: None,
        consents: vec![],
    };
    take_up(deps, &shipment, settling, presentation, titles::standings(journey))
}

/// One of the parties must have a part in the title, or in the sale that presented it.
fn assert_part(
    deps: &DepsMut,
    settling: &Settling,
    token_id: &TokenId,
    title: &TitlePart,
) -> Result<(), ContractError> {
    let mut concerned = vec![title.issuer.as_str(), &title.holder, &title.beneficiary];
    concerned.extend(title.kind.consignee());
    let sale = state::serving(deps.storage, token_id.as_str())?.sale;
    let sale = sale.map(|sale| state::deal(deps.storage, sale)).transpose()?;
    if let Some(sale) = &sale {
        concerned.extend([sale.payer.as_str(), sale.payee.as_str()]);
    }
    let parties = [settling.deal.payer.as_str(), settling.deal.payee.as_str()];
    if parties.iter().any(|party| concerned.contains(party)) {
        return Ok(());
    }
    Err(ContractError::NoPartOfTitle {})
}
