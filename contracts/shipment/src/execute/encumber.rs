use cosmwasm_std::{Addr, Binary, DepsMut, MessageInfo, Response, Storage, WasmMsg};
use message::to_json;
use types::shipment::{EncumberedMsg, HolderMsg, JourneyPart, LegPart, MilestonePart, PlanPart, TitlePart};
use types::text::TokenId;

use crate::domain::document::Document;
use crate::domain::journey::Plan;
use crate::domain::title::Title;
use crate::events::{Bound, Encumbered, Substituted};
use crate::state::{self, Held, ADMITTED, GOODS, PAUSE, PLANS};
use crate::ContractError;

/// The holder gives an admitted contract a hold. It is called after everything is saved; an error there undoes
/// all.
pub fn encumber(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let holder = held.holder().clone();
    Title::assert_holder(&holder, &info.sender)?;
    let (place, admitted) = ADMITTED.active(deps.storage, &to)?;
    let document = state::document(deps.storage, held.id())?;
    held.title.encumber(&holder, place, &to, admitted.role, document.consignee.as_ref())?;
    state::save_title(deps.storage, held.id(), &held.title)?;

    let encumbered = encumbered(deps.storage, token_id, held, document, msg)?;
    let event = Encumbered { token_id: encumbered.token_id.as_str().to_owned(), by: to.clone() };
    Ok(Response::new().add_message(told(&to, &HolderMsg::Encumbered(encumbered))?).add_event(event))
}

/// The shipper binds a waybill to the one escrow that settles its goods, which is called likewise.
pub fn bind(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    Title::assert_holder(held.holder(), &info.sender)?;
    let (place, admitted) = ADMITTED.active(deps.storage, &to)?;
    held.title.bind(place, admitted.role)?;
    state::save_title(deps.storage, held.id(), &held.title)?;

    let document = state::document(deps.storage, held.id())?;
    let bound = encumbered(deps.storage, token_id, held, document, msg)?;
    let event = Bound { token_id: bound.token_id.as_str().to_owned(), to: to.clone() };
    Ok(Response::new().add_message(told(&to, &HolderMsg::Bound(bound))?).add_event(event))
}

/// The contract with the hold presents the title under an agreement: the escrow has the hold from now on, and
/// it returns if the agreement ends without release.
pub fn substitute(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
    msg: Binary,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let by = super::release::place_of(deps.storage, &info.sender)?;
    held.title.assert_held_by(by)?;
    let (place, admitted) = ADMITTED.active(deps.storage, &to)?;
    held.title.substitute(by, place, admitted.role)?;
    state::save_title(deps.storage, held.id(), &held.title)?;

    let document = state::document(deps.storage, held.id())?;
    let mut encumbered = encumbered(deps.storage, token_id, held, document, msg)?;
    encumbered.residual = Some(info.sender.to_string());
    let event = Substituted {
        token_id: encumbered.token_id.as_str().to_owned(),
        residual: info.sender,
        by: to.clone(),
    };
    Ok(Response::new().add_message(told(&to, &HolderMsg::Encumbered(encumbered))?).add_event(event))
}

/// What the contract is told of what it holds from now on: all that it judges the title by, since asking back would
/// cost more than half as much again.
fn encumbered(
    storage: &dyn Storage,
    token_id: TokenId,
    Held { token, title }: Held,
    document: Document,
    msg: Binary,
) -> Result<EncumberedMsg, ContractError> {
    let plan = PLANS.may_load(storage, token.id())?;
    let journey = plan.map(|plan| journey(storage, token.id(), plan)).transpose()?;
    let title = TitlePart {
        kind: title.kind(document.receipt, document.consignee.as_ref()),
        version: title.version,
        issuer: document.issuer.into_string(),
        holder: token.owner().to_string(),
        beneficiary: title.beneficiary(token.owner()).to_string(),
        goods: GOODS.load(storage, token.id())?,
    };
    Ok(EncumberedMsg { token_id, title, journey, residual: None, msg })
}

fn journey(storage: &dyn Storage, token_id: &str, plan: Plan) -> Result<JourneyPart, ContractError> {
    let watch = state::watch(storage, token_id)?;
    let progress = state::progress(storage, token_id)?;
    let legs = plan.legs.iter().map(|leg| LegPart { from: leg.from, to: leg.to, departure: leg.departure });
    let milestones = watch.questions.iter().zip(0_u8..).map(|(milestone, question)| MilestonePart {
        milestone: *milestone,
        standing: progress.standing(question),
    });
    Ok(JourneyPart {
        plan: PlanPart { feed: plan.feed, legs: legs.collect() },
        milestones: milestones.collect(),
    })
}

fn told(contract: &Addr, msg: &HolderMsg) -> Result<WasmMsg, ContractError> {
    Ok(WasmMsg::Execute { contract_addr: contract.to_string(), msg: to_json(msg), funds: vec![] })
}
