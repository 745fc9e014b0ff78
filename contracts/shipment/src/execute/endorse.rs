use cosmwasm_std::{Api, DepsMut, Env, MessageInfo, Response, StdResult, Storage};
use numeric::UnixTime;
use types::shipment::EndorseTo;
use types::text::{Remark, TokenId};

use super::act;
use super::transfer::{consignee, is_contract};
use crate::domain::endorsement::{Destination, Endorsement};
use crate::domain::title::Title;
use crate::events::Nominated;
use crate::state::{self, ACTS, ADMITTED};
use crate::ContractError;

/// The holder endorses.
pub fn endorse(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    to: EndorseTo,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let endorsement = checked(deps.api, to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let holder = held.holder().clone();
    Title::assert_holder(&holder, &info.sender)?;
    let now = UnixTime::from_block(env.block.time)?;
    let may_hold = held.title.is_split() && may_hold(deps.storage, &endorsement)?;
    let decided = held.title.endorse(&holder, endorsement, may_hold)?;
    let moved_to = decided.holder.clone();
    let act = act::carry_out(deps.storage, held, decided, &info.sender, remark, now)?;
    Ok(act::answer(&info.sender, moved_to, act))
}

/// The holder hands the title on and the benefit stays.
pub fn transfer_possession(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    to: String,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let to = deps.api.addr_validate(&to)?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let holder = held.holder().clone();
    Title::assert_holder(&holder, &info.sender)?;
    let now = UnixTime::from_block(env.block.time)?;
    let consignee = consignee(deps.as_ref(), held.id(), &held.title)?;
    let is_contract = is_contract(deps.as_ref(), &to);
    let destination = Destination { to: &to, is_contract, consignee: consignee.as_ref() };
    let decided = held.title.transfer_possession(&holder, destination)?;
    let act = act::carry_out(deps.storage, held, decided, &info.sender, remark, now)?;
    Ok(act::answer(&info.sender, Some(to), act))
}

/// The beneficiary of a split title names to whom the holder may endorse the benefit.
pub fn nominate(
    deps: DepsMut,
    info: MessageInfo,
    token_id: TokenId,
    nominee: Option<String>,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let nominee = nominee.map(|nominee| deps.api.addr_validate(&nominee)).transpose()?;
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let holder = held.holder().clone();
    held.title.nominate(&holder, &info.sender, nominee.clone())?;
    state::save_title(deps.storage, held.id(), &held.title)?;
    let (remark, salt) = Remark::spoken(remark);
    Ok(Response::new().add_event(Nominated { token_id: held.id().to_owned(), nominee, remark, salt }))
}

/// The recipient of the last act gives back what it gave him, unless it was a contract's delivery.
pub fn reject(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    token_id: TokenId,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let mut held = state::held(deps.storage, token_id.as_str())?;
    let last = ACTS.load(deps.storage, (held.id(), held.title.chain.length))?;
    let holder = held.holder().clone();
    let now = UnixTime::from_block(env.block.time)?;
    let decided = held.title.reject(&holder, &info.sender, &last.actor, last.undo)?;
    for from in decided.recipient.iter().chain([&last.actor]) {
        if is_contract(deps.as_ref(), from) {
            return Err(ContractError::FromContract { from: from.clone() });
        }
    }
    let moved_to = decided.holder.clone();
    let act = act::carry_out(deps.storage, held, decided, &info.sender, remark, now)?;
    Ok(act::answer(&info.sender, moved_to, act))
}

fn may_hold(storage: &dyn Storage, endorsement: &Endorsement) -> Result<bool, ContractError> {
    match endorsement.to() {
        Some(to) => Ok(ADMITTED.index_of(storage, to)?.is_some()),
        None => Ok(false),
    }
}

fn checked(api: &dyn Api, to: EndorseTo) -> StdResult<Endorsement> {
    Ok(match to {
        EndorseTo::Person { to } => Endorsement::Person(api.addr_validate(&to)?),
        EndorseTo::Order { to } => Endorsement::Order(api.addr_validate(&to)?),
        EndorseTo::Blank { to } => Endorsement::Blank(to.map(|to| api.addr_validate(&to)).transpose()?),
    })
}
