use cosmwasm_std::{to_json_binary, DepsMut, MessageInfo, Response, WasmMsg};
use types::oracle::{self, Cutoff};
use types::text::TokenId;

use crate::events::Subscribed;
use crate::state::{self, ADMITTED, ORACLE, PAUSE, WATCHES};
use crate::ContractError;

/// An admitted contract wants a title's milestones, and these cut-offs asked. Once more with the same changes
/// nothing.
pub fn subscribe(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    cutoffs: Vec<Cutoff>,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let (place, admitted) = ADMITTED.active(deps.storage, &info.sender)?;
    let mut watch = state::watch(deps.storage, token_id.as_str())?;
    let before = watch.clone();
    let new = watch.subscribe(place, admitted.role, cutoffs)?;
    if watch != before {
        WATCHES.save(deps.storage, token_id.as_str(), &watch)?;
    }

    let event = Subscribed {
        token_id: token_id.as_str().to_owned(),
        subscriber: info.sender,
        cutoffs: u32::try_from(new.len()).unwrap_or(u32::MAX),
    };
    let response = Response::new().add_event(event);
    if new.is_empty() {
        return Ok(response);
    }
    let asked = oracle::ExecuteMsg::AddCutoffs { token_id, cutoffs: new };
    Ok(response.add_message(WasmMsg::Execute {
        contract_addr: ORACLE.load(deps.storage)?.into_string(),
        msg: to_json_binary(&asked)?,
        funds: vec![],
    }))
}
