use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::shipment::SurrenderFor;
use types::text::{Remark, TokenId};

use super::act::{self, Remarks};
use crate::domain::surrender;
use crate::state;
use crate::ContractError;

/// The holder who is beneficiary hands the title back to its issuer; of a waybill the consignee, for delivery.
pub fn surrender(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    purpose: SurrenderFor,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let document = state::document(deps.storage, token_id.as_str())?;
    let now = UnixTime::from_block(env.block.time)?;
    let answer_by = now.checked_add(document.answer_within)?;
    let holder = held.holder().clone();
    held.title.surrender(&holder, &info.sender, document.consignee.as_ref(), purpose, answer_by)?;

    let act = (surrender::code(purpose), &info.sender, Some(&document.issuer));
    let remarks = Remarks { remark, reason: surrender::reason(purpose) };
    let event = act::add(deps.storage, token_id.as_str(), &mut held.title, act, remarks, now)?;
    state::save_title(deps.storage, token_id.as_str(), &held.title)?;
    Ok(Response::new().add_event(event))
}
