use cosmwasm_std::{Deps, DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::endorsement::ActCode;
use types::shipment::{Amendment, Route};
use types::text::TokenId;

use super::act;
use super::issue::ask;
use crate::domain::document::{self, Document};
use crate::domain::journey::{Plan, Questions};
use crate::domain::title::{Form, Title};
use crate::domain::watch::Watch;
use crate::events::Amended;
use crate::state::{self, DOCUMENTS, GOODS, PLANS, WATCHES};
use crate::ContractError;

/// The issuer accepts a surrender for amendment: version n is void, version n + 1 is issued to the same holder,
/// and what a contract holds it holds on. Milestones that a new route adds are asked of the same feed.
pub fn amend(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    amendment: Amendment,
) -> Result<Response, ContractError> {
    let MessageInfo { sender: issuer, funds } = info;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let mut document = state::document(deps.storage, token_id.as_str())?;
    document.assert_issuer(&issuer)?;
    let now = UnixTime::from_block(env.block.time)?;
    held.title.amend()?;
    let Amendment { document: digest, uri, goods, consignee, route } = amendment;
    document.digest = digest;
    document.uri = uri.or(document.uri);
    name_consignee(deps.as_ref(), &mut document, &held.title, consignee)?;
    if let Some(goods) = &goods {
        document::check_goods(goods)?;
        GOODS.save(deps.storage, token_id.as_str(), goods)?;
    }
    let rerouted = route.is_some();
    let questions = route.map(|route| reroute(deps.as_ref(), &token_id, route)).transpose()?;
    let questions = match questions {
        Some((plan, watch, questions)) => {
            PLANS.save(deps.storage, token_id.as_str(), &plan)?;
            WATCHES.save(deps.storage, token_id.as_str(), &watch)?;
            questions
        }
        None => None,
    };
    DOCUMENTS.save(deps.storage, token_id.as_str(), &document)?;

    let holder = held.holder().clone();
    let title = &mut held.title;
    let accepted = (ActCode::Sacc, &issuer, None);
    let accepted = act::add(deps.storage, token_id.as_str(), title, accepted, None, now)?;
    let reissued = (ActCode::Issue, &issuer, Some(&holder));
    let reissued = act::add(deps.storage, token_id.as_str(), title, reissued, None, now)?;
    state::save_title(deps.storage, token_id.as_str(), title)?;
    let amended = Amended {
        token_id: token_id.as_str().to_owned(),
        version: title.version,
        document: document.digest,
        rerouted,
    };
    let asked = ask(deps.storage, &token_id, &issuer, questions, funds)?;
    Ok(Response::new().add_event(accepted).add_event(reissued).add_event(amended).add_messages(asked))
}

fn name_consignee(
    deps: Deps,
    document: &mut Document,
    title: &Title,
    consignee: Option<String>,
) -> Result<(), ContractError> {
    let Some(consignee) = consignee else { return Ok(()) };
    if !matches!(title.form, Form::Straight | Form::Waybill) {
        return Err(ContractError::NamesNoConsignee { form: title.form });
    }
    document.consignee = Some(deps.api.addr_validate(&consignee)?);
    Ok(())
}

fn reroute(
    deps: Deps,
    token_id: &TokenId,
    route: Route,
) -> Result<(Plan, Watch, Option<Questions>), ContractError> {
    let Some(mut plan) = PLANS.may_load(deps.storage, token_id.as_str())? else {
        return Err(ContractError::ReceiptTravels);
    };
    let mut watch = state::watch(deps.storage, token_id.as_str())?;
    let progress = state::progress(deps.storage, token_id.as_str())?;
    let questions = plan.reroute(route, &mut watch, &progress)?;
    Ok((plan, watch, questions))
}
