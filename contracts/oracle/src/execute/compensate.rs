//! What was slashed goes to those whom a false fact harmed; what they leave is burned.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use numeric::Amount;
use types::notice::Compensated as Notice;
use types::oracle::{ExposureKind, RoundRef, MAX_COMMITTEE};

use crate::domain::feed::Feed;
use crate::domain::slashing::Pot;
use crate::events::{Burned, Compensated};
use crate::execute::conclude::moment;
use crate::execute::past::{Past, Stakes};
use crate::outgoing::{self, Payouts};
use crate::state::{self, LEDGER};
use crate::ContractError;

/// Anyone sends a harmed part of a reservation its part of the pot.
pub fn compensate(
    deps: DepsMut,
    info: MessageInfo,
    round: RoundRef,
    consumer: String,
    reference: u64,
    number: u8,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let consumer = deps.api.addr_validate(&consumer)?;
    let past = Past::load(deps.storage, round)?;
    let (tag, place) = (past.asked.tag, past.asked.place);
    let mut pot = state::pot(deps.storage, tag, place, past.number)?.ok_or(ContractError::NobodyHarmed {})?;
    let mut reservation = state::reservation(deps.storage, &consumer, reference)?;
    let part = reservation.part_mut(number)?;
    // What was bound to the question after this was found is not what it harmed.
    let hung = part.bound.is_some_and(|bound| {
        let is_before = bound.round <= past.number && bound.pots <= pot.place;
        (bound.subject, bound.question) == (tag, place) && is_before
    });
    if !hung || (pot.times_only && part.kind != ExposureKind::Time) {
        return Err(ContractError::NotHarmed { part: number });
    }
    let (unpaid, paid) = (part.uncompensated()?, part.compensated_by(past.number));
    let amount = pot.claim(part.amount, paid, unpaid)?;
    if amount.is_zero() {
        return Err(if unpaid.is_zero() || !paid.is_zero() {
            ContractError::Compensated { part: number }
        } else {
            ContractError::NothingLeft {}
        });
    }
    part.compensate(past.number, amount)?;
    state::save_pot(deps.storage, tag, place, past.number, &pot)?;
    state::save_reservation(deps.storage, &consumer, reference, &reservation)?;
    let (asset, _) = past.feed.secured(past.feed_number)?;
    let (to, is_consumer) = reservation.harmed(pot.harm, &consumer);
    let event = Compensated {
        feed: past.feed_number,
        consumer: consumer.clone(),
        reference,
        part: number,
        to: to.clone(),
        amount,
    };
    LEDGER.settle(deps.storage, asset, amount)?;
    let payment = if is_consumer {
        outgoing::compensation(to, asset, Notice { reference, part: number, amount })?
    } else {
        outgoing::payment(to, asset, amount)?
    };
    Ok(Response::new().add_submessage(payment).add_event(event))
}

/// Anyone burns what nobody claimed in time.
pub fn burn(deps: DepsMut, env: Env, info: MessageInfo, round: RoundRef) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?.time;
    let past = Past::load(deps.storage, round)?;
    let (tag, place) = (past.asked.tag, past.asked.place);
    let pot = state::pot(deps.storage, tag, place, past.number)?.ok_or(ContractError::NothingLeft {})?;
    if now < pot.until || past.open_case(deps.storage).is_ok() {
        return Err(ContractError::ClaimsRun { until: pot.until });
    }
    // What is slashed for the round after this is divided by itself.
    let empty = Pot { left: Amount::ZERO, whole: Amount::ZERO, ..pot };
    state::save_pot(deps.storage, tag, place, past.number, &empty)?;
    destroy(deps, past.feed_number, &past.feed, pot.left)
}

/// Anyone burns what is kept of reporters' slashed stake, when nobody was found in time whom they harmed.
pub fn burn_kept(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    number: u32,
    reporters: Vec<u32>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?.time;
    let found = reporters.len();
    if found > MAX_COMMITTEE {
        return Err(ContractError::TooMany { what: "reporters", max: MAX_COMMITTEE, found });
    }
    let feed = state::feed(deps.storage, number)?;
    let (asset, _) = feed.secured(number)?;
    let (mut amount, mut stakes) = (Amount::ZERO, Stakes::of_asset(asset));
    for reporter in reporters {
        let record = state::convicted(deps.storage, number, reporter)?;
        let Some(mut record) = record.filter(|record| !record.kept.is_zero()) else { continue };
        let operator = state::reporter(deps.storage, reporter)?.operator;
        // A case may yet find somebody.
        if now < record.until || stakes.of(deps.storage, &operator)?.cases() > 0 {
            return Err(ContractError::ClaimsRun { until: record.until });
        }
        amount = amount.checked_add(std::mem::replace(&mut record.kept, Amount::ZERO))?;
        state::save_convicted(deps.storage, number, reporter, &record)?;
    }
    destroy(deps, number, &feed, amount)
}

fn destroy(deps: DepsMut, number: u32, feed: &Feed, amount: Amount) -> Result<Response, ContractError> {
    if amount.is_zero() {
        return Err(ContractError::NothingLeft {});
    }
    let (asset, _) = feed.secured(number)?;
    let mut payouts = Payouts::of(asset);
    payouts.burn(amount)?;
    payouts.pay(deps.storage, Response::new().add_event(Burned { feed: number, amount }))
}
