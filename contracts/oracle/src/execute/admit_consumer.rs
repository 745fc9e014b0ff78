use cosmwasm_std::{DepsMut, MessageInfo, Response};
use guard::nonpayable;
use types::oracle::Consumer;

use crate::events::ConsumerAdmitted;
use crate::state::{self, FEEDS, PAUSE};
use crate::ContractError;

/// The creator of a secured feed lets a contract reserve, or changes its share.
pub fn admit_consumer(
    deps: DepsMut,
    info: MessageInfo,
    number: u32,
    consumer: Consumer,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.assert_running(deps.storage)?;
    let mut feed = state::feed(deps.storage, number)?;
    feed.assert_creator(number, &info.sender)?;
    let address = deps.api.addr_validate(&consumer.address)?;
    feed.secured_mut(number)?.admit(address.clone(), consumer.share)?;
    FEEDS.save(deps.storage, number, &feed)?;
    Ok(Response::new().add_event(ConsumerAdmitted { feed: number, consumer: address, share: consumer.share }))
}
