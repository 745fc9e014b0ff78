use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::digest::Digest;
use types::endorsement::ActCode;
use types::shipment::TitleStatus;
use types::text::{Remark, TokenId};

use super::act::{self, KIND_OF_HOLDER_NOT_KEPT};
use crate::events::Amended;
use crate::state::{self, Held, DOCUMENTS, LAST_HOLDERS, TOKENS};
use crate::ContractError;

/// The issuer accepts a surrender: for delivery the token is burned, for paper it is dormant.
pub fn accept_surrender(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let Held { token, mut title } = issued_by(&deps, &info.sender, &token_id)?;
    let now = UnixTime::from_block(env.block.time)?;
    title.accept(now)?;
    let act = (ActCode::Sacc, &info.sender, None);
    let event = act::add(deps.storage, token_id.as_str(), &mut title, act, remark, now)?;
    state::save_title(deps.storage, token_id.as_str(), &title)?;
    let response = Response::new().add_event(event);
    if title.status != TitleStatus::Accomplished {
        return Ok(response);
    }
    let owner = token.owner().clone();
    LAST_HOLDERS.save(deps.storage, token_id.as_str(), &owner)?;
    TOKENS.burn(deps.storage, token)?;
    Ok(response
        .add_attribute("action", "burn")
        .add_attribute("sender", info.sender)
        .add_attribute("owner", owner)
        .add_attribute("token_id", token_id.as_str()))
}

/// The issuer refuses a surrender.
pub fn refuse_surrender(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let mut held = issued_by(&deps, &info.sender, &token_id)?;
    held.title.refuse()?;
    returned(deps, &env, held, &info.sender, remark)
}

/// Anyone returns a surrender that the issuer left unanswered. The act is the contract's own.
pub fn return_unanswered(deps: DepsMut, env: Env, token_id: TokenId) -> Result<Response, ContractError> {
    let mut held = state::held(deps.storage, token_id.as_str())?;
    held.title.lapse(UnixTime::from_block(env.block.time)?)?;
    returned(deps, &env, held, &env.contract.address, None)
}

/// The issuer takes the paper back: the next version of the document is in force, in the hands of whoever
/// presented it.
pub fn switch_from_paper(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    holder: String,
    digest: Digest,
) -> Result<Response, ContractError> {
    let holder = deps.api.addr_validate(&holder)?;
    let Held { token, mut title } = state::held(deps.storage, token_id.as_str())?;
    let mut document = state::document(deps.storage, token_id.as_str())?;
    document.assert_issuer(&info.sender)?;
    let now = UnixTime::from_block(env.block.time)?;
    title.take_paper_back(token.owner(), &holder, document.consignee.as_ref(), now)?;
    document.digest = digest.clone();

    let act = (ActCode::Issue, &info.sender, Some(&holder));
    let event = act::add(deps.storage, token_id.as_str(), &mut title, act, None, now)?;
    state::save_title(deps.storage, token_id.as_str(), &title)?;
    DOCUMENTS.save(deps.storage, token_id.as_str(), &document)?;
    TOKENS.transfer(deps.storage, token, holder.clone(), KIND_OF_HOLDER_NOT_KEPT)?;
    let amended = Amended {
        token_id: token_id.as_str().to_owned(),
        version: title.version,
        document: digest,
        rerouted: false,
    };
    Ok(act::moved("transfer_nft", &info.sender, &holder, event).add_event(amended))
}

fn issued_by(deps: &DepsMut, sender: &Addr, token_id: &TokenId) -> Result<Held, ContractError> {
    let held = state::held(deps.storage, token_id.as_str())?;
    state::document(deps.storage, token_id.as_str())?.assert_issuer(sender)?;
    Ok(held)
}

fn returned(
    deps: DepsMut,
    env: &Env,
    held: Held,
    actor: &Addr,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let Held { token, mut title } = held;
    let now = UnixTime::from_block(env.block.time)?;
    let act = (ActCode::Srej, actor, None);
    let event = act::add(deps.storage, token.id(), &mut title, act, remark, now)?;
    state::save_title(deps.storage, token.id(), &title)?;
    Ok(Response::new().add_event(event))
}
