use cosmwasm_std::{DepsMut, Reply, Response, SubMsgResult};
use hooks::payload;

use crate::events::NoticeFailed;
use crate::execute::{FailedNotice, NOTICE_FAILED};
use crate::state::ADMITTED;
use crate::ContractError;

/// Hears of a notice that a subscriber did not take. What was learned stands; nothing is kept of the failure.
pub fn handle(deps: DepsMut, reply: Reply) -> Result<Response, ContractError> {
    if reply.id != NOTICE_FAILED || matches!(reply.result, SubMsgResult::Ok(_)) {
        return Err(ContractError::UnknownReply { id: reply.id });
    }
    let FailedNotice { token_id, sequence, place } = payload(&reply)?;
    let subscriber = ADMITTED.at(deps.storage, place)?.contract;
    Ok(Response::new().add_event(NoticeFailed { token_id, sequence, subscriber }))
}
