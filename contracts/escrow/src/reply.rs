use cosmwasm_std::{DepsMut, Event, Reply, Response, SubMsgResult};
use hooks::payload;
use types::escrow::TitleHold;

use crate::events::{DeliveryFailed, PaymentFailed, ReleaseFailed};
use crate::execute::{Sent, FAILED};
use crate::state::{self, LEDGER};
use crate::ContractError;

/// Hears of a payment or a delivery that failed. What was done before it stands.
pub fn handle(deps: DepsMut, reply: Reply) -> Result<Response, ContractError> {
    if reply.id != FAILED || matches!(reply.result, SubMsgResult::Ok(_)) {
        return Err(ContractError::UnknownReply { id: reply.id });
    }
    let event: Event = match payload(&reply)? {
        Sent::Payment { account, asset, amount } => {
            LEDGER.make_claimable(deps.storage, &account, &asset, amount)?;
            PaymentFailed { account, asset, amount }.into()
        }
        Sent::LastNotice {} | Sent::Lift {} => return Ok(Response::new()),
        Sent::Room { agreement } => ReleaseFailed { agreement }.into(),
        Sent::Delivery { agreement } => {
            let mut course = state::course(deps.storage, agreement)?;
            course.title = TitleHold::Due;
            state::save_course(deps.storage, agreement, &course)?;
            DeliveryFailed { agreement }.into()
        }
    };
    Ok(Response::new().add_event(event))
}
