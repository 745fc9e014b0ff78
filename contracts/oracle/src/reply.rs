use cosmwasm_std::{DepsMut, Reply, Response, SubMsgResult};
use hooks::payload;

use crate::events::{BurnFailed, CaseNoticeFailed, NoticeFailed, PaymentFailed};
use crate::outgoing::{Sent, FAILED};
use crate::state::LEDGER;
use crate::ContractError;

/// Hears of a payment or a notice that failed. What was done before it stands.
pub fn handle(deps: DepsMut, reply: Reply) -> Result<Response, ContractError> {
    if reply.id != FAILED || matches!(reply.result, SubMsgResult::Ok(_)) {
        return Err(ContractError::UnknownReply { id: reply.id });
    }
    let event = match payload(&reply)? {
        Sent::Payment { account, asset, amount } => {
            LEDGER.make_claimable(deps.storage, &account, &asset, amount)?;
            PaymentFailed { account, asset, amount }.into()
        }
        Sent::Notice { collection, token_id, sequence } => {
            NoticeFailed { collection, token_id, sequence }.into()
        }
        Sent::Burn { asset, amount } => BurnFailed { asset, amount }.into(),
        Sent::Case { case } => CaseNoticeFailed { case }.into(),
    };
    let event: cosmwasm_std::Event = event;
    Ok(Response::new().add_event(event))
}
