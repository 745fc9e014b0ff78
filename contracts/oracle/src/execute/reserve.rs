//! A consumer takes room under a feed's caps.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response};
use cw20::Denom;
use guard::{exact_funds, nonpayable};
use numeric::Amount;
use types::oracle::{reservation_fee, ReserveMsg};

use crate::domain::reservation::Reservation;
use crate::events::Reserved;
use crate::execute::conclude::moment;
use crate::execute::room::Room;
use crate::state::{self, LEDGER, PAUSE};
use crate::ContractError;

/// A consumer reserves, with its fee in native money.
pub fn reserve(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    asked: ReserveMsg,
) -> Result<Response, ContractError> {
    let consumer = info.sender.clone();
    take_room(deps, env, consumer, asked, |asset, fee| match asset {
        Denom::Native(denom) if !fee.is_zero() => Ok(exact_funds(&info, denom, fee)?),
        Denom::Native(_) => Ok(nonpayable(&info)?),
        Denom::Cw20(_) if fee.is_zero() => Ok(nonpayable(&info)?),
        Denom::Cw20(token) => Err(ContractError::PaidIn { token: token.clone(), amount: fee }),
    })
}

/// The same, with the fee in the cw20 of the feed.
pub fn reserve_with_cw20(
    deps: DepsMut,
    env: Env,
    consumer: Addr,
    token: &Addr,
    amount: Amount,
    asked: ReserveMsg,
) -> Result<Response, ContractError> {
    take_room(deps, env, consumer, asked, |asset, fee| match asset {
        Denom::Cw20(own) if own == token && fee == amount => Ok(()),
        Denom::Cw20(own) => Err(ContractError::PaidIn { token: own.clone(), amount: fee }),
        Denom::Native(_) => Err(ContractError::PaidIn { token: token.clone(), amount: Amount::ZERO }),
    })
}

fn take_room(
    deps: DepsMut,
    env: Env,
    consumer: Addr,
    asked: ReserveMsg,
    pay: impl FnOnce(&Denom, Amount) -> Result<(), ContractError>,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let now = moment(&env)?.time;
    let feed = state::feed(deps.storage, asked.feed)?;
    let (asset, secured) = feed.secured(asked.feed)?;
    let place = secured
        .place(&consumer)
        .ok_or_else(|| ContractError::NotAConsumer { sender: consumer.clone(), feed: asked.feed })?;
    let named = asked.asset.check(deps.api)?;
    if named != *asset {
        return Err(ContractError::OtherAsset { feed: asked.feed, expected: asset.clone(), actual: named });
    }
    let latest = now.checked_add(feed.published.longest_reservation)?;
    if asked.until <= now || asked.until > latest {
        return Err(ContractError::ReservedUntil { until: asked.until, now, latest });
    }
    let reference = asked.reference;
    if state::may_reservation(deps.storage, &consumer, reference)?.is_some() {
        return Err(ContractError::ReferenceTaken { consumer, reference });
    }
    let committee = state::committee(deps.storage, asked.feed)?;
    let assurance = committee.rules.assurance.ok_or(ContractError::NotSecured { feed: asked.feed })?;
    let parts = Reservation::parts(&asked.parts, assurance.period, now, asked.until)?;
    let too_late = asked.too_late.map(|address| deps.api.addr_validate(&address)).transpose()?;

    let mut room = Room::open(deps.storage, asked.feed, &assurance, now)?;
    room.catch_up(deps.storage, &assurance)?;
    room.take(deps.storage, &committee, &assurance, secured, place, &parts)?;
    room.close(deps.storage)?;

    let rate = feed.published.reservations.map_or(0, |published| published.fee);
    let (mut total, mut fee) = (Amount::ZERO, Amount::ZERO);
    for part in &parts {
        total = total.checked_add(part.amount)?;
        fee = fee.checked_add(reservation_fee(part.amount, rate)?)?;
    }
    pay(asset, fee)?;
    if !fee.is_zero() {
        LEDGER.owe(deps.storage, asset, fee)?;
    }
    let reservation = Reservation {
        feed: asked.feed,
        consumer: place,
        until: asked.until,
        too_early: deps.api.addr_validate(&asked.too_early)?,
        too_late,
        parts,
    };
    state::save_reservation(deps.storage, &consumer, reference, &reservation)?;
    let event = Reserved { feed: asked.feed, consumer, reference, amount: total, fee, until: asked.until };
    Ok(Response::new().add_event(event))
}
