use cosmwasm_std::{Addr, Coin, DepsMut, Env, MessageInfo, Response, Storage, WasmMsg};
use guard::nonpayable;
use numeric::UnixTime;
use types::endorsement::ActCode;
use types::journey::Journey;
use types::shipment::{IssueMsg, TitleKind};
use types::text::TokenId;

use super::act::{self, KIND_OF_HOLDER_NOT_KEPT};
use crate::domain::act::Chain;
use crate::domain::document::{self, Document};
use crate::domain::journey::{Plan, Questions};
use crate::domain::title::Title;
use crate::domain::watch::Watch;
use crate::events::Issued;
use crate::peers::Oracle;
use crate::state::{self, DOCUMENTS, GOODS, ORACLE, PAUSE, PLANS, TOKENS, WATCHES};
use crate::ContractError;

/// Anyone issues a title. Its journey's milestones are asked of the feed in one message, with all the money that
/// came; the oracle refuses what is not the deposit.
pub fn issue(deps: DepsMut, env: Env, info: MessageInfo, msg: IssueMsg) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let MessageInfo { sender: issuer, funds } = info;
    let token_id = msg.token_id;
    if state::is_issued(deps.storage, token_id.as_str())? {
        return Err(ContractError::TitleExists { token_id: token_id.into() });
    }
    let now = UnixTime::from_block(env.block.time)?;
    let form = document::form(&msg.kind)?;
    let receipt = matches!(msg.kind, TitleKind::WarehouseReceipt { .. });
    document::check_journey(receipt, msg.journey.as_ref())?;
    document::check_goods(&msg.goods)?;
    document::check_waits(msg.answer_within, msg.key_replacement)?;
    let holder = deps.api.addr_validate(&msg.holder)?;
    let consignee = msg.kind.consignee().map(|consignee| deps.api.addr_validate(consignee)).transpose()?;
    let document = Document {
        issuer: issuer.clone(),
        receipt,
        consignee,
        digest: msg.document,
        uri: msg.uri,
        law: msg.law,
        forum: msg.forum,
        answer_within: msg.answer_within,
        key_replacement: msg.key_replacement,
        issued_at: now,
    };

    let issued = Issued {
        token_id: token_id.as_str().to_owned(),
        issuer: issuer.clone(),
        holder: holder.clone(),
        feed: msg.journey.as_ref().map(|journey| journey.feed),
        document: document.digest.clone(),
    };
    let mut title = Title::issued(form, now, Chain::of(token_id.as_str()));
    let act = (ActCode::Issue, &issuer, Some(&holder));
    let event = act::add(deps.storage, token_id.as_str(), &mut title, act, None, now)?;
    state::save_title(deps.storage, token_id.as_str(), &title)?;
    DOCUMENTS.save(deps.storage, token_id.as_str(), &document)?;
    GOODS.save(deps.storage, token_id.as_str(), &msg.goods)?;
    let questions = plan(deps.storage, &token_id, msg.journey)?;
    TOKENS.mint(deps.storage, token_id.as_str(), holder.clone(), KIND_OF_HOLDER_NOT_KEPT)?;

    let asked = ask(deps.storage, &token_id, &issuer, questions, funds)?;
    Ok(Response::new()
        .add_attribute("action", "mint")
        .add_attribute("minter", issuer)
        .add_attribute("owner", holder)
        .add_attribute("token_id", token_id.as_str())
        .add_event(issued)
        .add_event(event)
        .add_messages(asked))
}

fn plan(
    storage: &mut dyn Storage,
    token_id: &TokenId,
    journey: Option<Journey>,
) -> Result<Option<Questions>, ContractError> {
    let Some(journey) = journey else { return Ok(None) };
    let mut watch = Watch::default();
    let (plan, questions) = Plan::begin(journey, &mut watch)?;
    PLANS.save(storage, token_id.as_str(), &plan)?;
    WATCHES.save(storage, token_id.as_str(), &watch)?;
    Ok(questions)
}

/// Asks the oracle, with the money that came; money for no question is refused.
pub fn ask(
    storage: &dyn Storage,
    token_id: &TokenId,
    issuer: &Addr,
    questions: Option<Questions>,
    funds: Vec<Coin>,
) -> Result<Option<WasmMsg>, ContractError> {
    let Some(questions) = questions else {
        nonpayable(&MessageInfo { sender: issuer.clone(), funds })?;
        return Ok(None);
    };
    let oracle = ORACLE.load(storage)?;
    Ok(Some(Oracle(&oracle).ask(token_id, issuer, questions, funds)?))
}
