use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use cw20::Denom;
use guard::{exact_funds, nonpayable};
use numeric::UnixTime;
use types::journey::MilestoneRef;
use types::oracle::Cutoff;
use types::text::TokenId;

use crate::domain::inquiry::{check_until, Inquiry};
use crate::events::{Asked, CutoffsAdded};
use crate::state::{self, LEDGER, PAUSE};
use crate::ContractError;

/// What is asked about a token.
pub struct Asking {
    /// The token; the sender is its collection.
    pub token_id: TokenId,
    /// The feed that answers.
    pub feed: u32,
    /// What is asked.
    pub questions: Vec<MilestoneRef>,
    /// Where the deposits go.
    pub refund_to: String,
    /// From when anyone may retire what is unanswered.
    pub until: UnixTime,
}

/// A collection asks about one of its tokens, or asks more.
pub fn ask(deps: DepsMut, env: Env, info: MessageInfo, asking: Asking) -> Result<Response, ContractError> {
    let Asking { token_id, feed, questions, refund_to, until } = asking;
    PAUSE.assert_running(deps.storage)?;
    check_until(until, UnixTime::from_block(env.block.time)?)?;
    let refund_to = deps.api.addr_validate(&refund_to)?;
    let rules = state::feed(deps.storage, feed)?;

    let tag = state::subject_tag(info.sender.as_str(), token_id.as_str());
    let mut inquiry = match state::inquiry(deps.storage, tag)? {
        Some(mut inquiry) => {
            inquiry.extend(feed, refund_to, until)?;
            inquiry
        }
        None => Inquiry::begin(feed, refund_to, until),
    };
    inquiry.ask(&questions)?;
    let deposit = rules.deposit_for(questions.len())?;
    match &deposit {
        Some(deposit) => {
            exact_funds(&info, &deposit.denom, deposit.amount)?;
            inquiry.deposit(deposit.clone())?;
            LEDGER.owe(deps.storage, &Denom::Native(deposit.denom.clone()), deposit.amount)?;
        }
        None => nonpayable(&info)?,
    }
    state::save_inquiry(deps.storage, tag, &inquiry)?;
    Ok(Response::new().add_event(Asked {
        collection: info.sender,
        token_id: token_id.into(),
        feed,
        questions: u32::try_from(questions.len()).unwrap_or(u32::MAX),
        until: inquiry.until,
        deposit: deposit.map(|deposit| deposit.amount),
    }))
}

/// The collection that asked wants to know of more dates that something did not happen by.
pub fn add_cutoffs(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    cutoffs: Vec<Cutoff>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let collection = info.sender;
    let tag = state::subject_tag(collection.as_str(), token_id.as_str());
    let mut inquiry = state::inquiry(deps.storage, tag)?.ok_or_else(|| ContractError::UnknownSubject {
        collection: collection.to_string(),
        token_id: token_id.as_str().to_owned(),
    })?;
    let added = inquiry.add_cutoffs(&cutoffs)?;
    if added == 0 {
        return Ok(Response::new());
    }
    state::save_inquiry(deps.storage, tag, &inquiry)?;
    let added = u32::try_from(added).unwrap_or(u32::MAX);
    Ok(Response::new().add_event(CutoffsAdded { collection, token_id: token_id.into(), added }))
}
