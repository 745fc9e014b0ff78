//! A reporter pays for its silence.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;

use crate::domain::exposure::period_of;
use crate::domain::slashing::fine;
use crate::events::Fined;
use crate::execute::conclude::moment;
use crate::execute::past::assurance_of;
use crate::execute::slash::take_of_one;
use crate::outgoing::Payouts;
use crate::state;
use crate::ContractError;

/// Anyone collects the fines of a reporter that was silent too often: they are the treasury's.
pub fn collect_fine(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    number: u32,
    reporter: u32,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let feed = state::feed(deps.storage, number)?;
    let (asset, secured) = feed.secured(number)?;
    let committee = state::committee(deps.storage, number)?;
    let assurance = assurance_of(&committee, number)?;
    let present = period_of(now.time, assurance.period);
    let mut book = state::book(deps.storage, number, present, assurance.span())?;
    let fines = book.take_fines(reporter)?;
    state::save_book(deps.storage, number, &book)?;
    let seat = committee.seat(reporter).ok_or(ContractError::NoSeat { reporter })?;
    let operator = feed.operator(seat)?.clone();
    let due = fine(seat.weight, fines)?;
    let amount = take_of_one(deps.storage, number, &committee, (&operator, asset), reporter, due)?;
    let mut payouts = Payouts::of(asset);
    payouts.add(&secured.treasury, amount)?;
    payouts.pay(deps.storage, Response::new().add_event(Fined { feed: number, reporter, operator, amount }))
}
