use cosmwasm_std::{Addr, DepsMut, MessageInfo, Response, Storage};
use types::oracle::Cutoff;
use types::shipment::AdmittedRole;
use types::text::TokenId;

use crate::domain::title::Place;
use crate::domain::watch::Watch;
use crate::events::Subscribed;
use crate::peers::Oracle;
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
    let mut watch = state::watch(deps.storage, token_id.as_str())?;
    let (place, role) = subscriber(deps.storage, &info.sender, token_id.as_str(), &watch)?;
    let before = watch.clone();
    let new = watch.subscribe(place, role, cutoffs)?;
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
    let oracle = ORACLE.load(deps.storage)?;
    Ok(response.add_message(Oracle(&oracle).add_cutoffs(&token_id, new)?))
}

/// A pause and a retirement stop what is new. A contract that has the hold on the title, or is told of it, goes on: a
/// payer's waiver and a changed cut-off must not wait for either.
fn subscriber(
    storage: &dyn Storage,
    sender: &Addr,
    token_id: &str,
    watch: &Watch,
) -> Result<(Place, AdmittedRole), ContractError> {
    if let Some(place) = ADMITTED.index_of(storage, sender)? {
        let is_told = watch.watchers.iter().any(|watcher| watcher.place == place);
        if is_told || state::title(storage, token_id)?.hold == Some(place) {
            return Ok((place, ADMITTED.at(storage, place)?.role));
        }
    }
    PAUSE.assert_running(storage)?;
    let (place, admitted) = ADMITTED.active(storage, sender)?;
    Ok((place, admitted.role))
}
