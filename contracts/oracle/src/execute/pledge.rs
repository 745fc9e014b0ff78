use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use guard::nonpayable;
use numeric::{Amount, UnixTime};

use crate::domain::feed::Reporter;
use crate::events::{Pledged, UnpledgeNoticed, Unpledged};
use crate::state::{self, PAUSE};
use crate::ContractError;

/// An operator pledges free stake for one of its reporters.
pub fn pledge(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    feed: u32,
    reporter: u32,
    amount: Amount,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.assert_running(deps.storage)?;
    let rules = state::feed(deps.storage, feed)?;
    let (asset, min_pledge) = rules.pledges(feed)?;
    let own = own_reporter(deps.storage, reporter, &info.sender)?;
    let seat = rules.seat(reporter, own, amount)?;

    let mut stake = state::stake(deps.storage, &info.sender, asset)?;
    let mut committee = state::committee(deps.storage, feed)?;
    stake.pledge(amount, UnixTime::from_block(env.block.time)?)?;
    let weight = committee.pledge(seat, min_pledge)?;

    state::save_stake(deps.storage, &info.sender, asset, &stake)?;
    state::save_committee(deps.storage, feed, &committee)?;
    if weight == amount && committee.rules.assurance.is_some() {
        // A new seat makes room in the book, or seats that come and go would fill it.
        state::keep_seats(deps.storage, feed, &committee)?;
    }
    let version = committee.version;
    Ok(Response::new().add_event(Pledged { feed, reporter, amount, weight, version }))
}

/// An operator gives notice of taking a pledge back.
pub fn unpledge(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    feed: u32,
    reporter: u32,
    amount: Amount,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let rules = state::feed(deps.storage, feed)?;
    let (_, min_pledge) = rules.pledges(feed)?;
    own_reporter(deps.storage, reporter, &info.sender)?;
    let at = UnixTime::from_block(env.block.time)?.checked_add(rules.unpledge_notice)?;

    let mut committee = state::committee(deps.storage, feed)?;
    let notice = committee.give_notice(reporter, amount, at, min_pledge)?;
    state::save_committee(deps.storage, feed, &committee)?;
    Ok(Response::new().add_event(UnpledgeNoticed { feed, reporter, leaving: notice.amount, at: notice.at }))
}

/// Anyone carries out a notice whose time has come.
pub fn complete_unpledge(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    feed: u32,
    reporter: u32,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let rules = state::feed(deps.storage, feed)?;
    let (asset, _) = rules.pledges(feed)?;

    let mut committee = state::committee(deps.storage, feed)?;
    let now = UnixTime::from_block(env.block.time)?;
    let (amount, seat) = committee.carry_out_notice(reporter, now)?;
    let operator = rules.operator(&seat)?;
    let mut stake = state::stake(deps.storage, operator, asset)?;
    stake.release(amount, rules.answers_until(&committee.rules, now)?, now)?;

    state::save_stake(deps.storage, operator, asset, &stake)?;
    state::save_committee(deps.storage, feed, &committee)?;
    let (weight, version) = (seat.weight, committee.version);
    Ok(Response::new().add_event(Unpledged { feed, reporter, amount, weight, version }))
}

fn own_reporter(storage: &dyn Storage, number: u32, sender: &Addr) -> Result<Reporter, ContractError> {
    let reporter = state::reporter(storage, number)?;
    if reporter.operator != *sender {
        let (operator, sender) = (reporter.operator, sender.clone());
        return Err(ContractError::NotItsOperator { reporter: number, operator, sender });
    }
    Ok(reporter)
}
