//! What was slashed goes to those whom a false fact harmed; what they leave is burned.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use numeric::Amount;
use types::notice::Compensated as Notice;
use types::oracle::{ExposureKind, RoundRef};

use crate::events::{Burned, Compensated};
use crate::execute::conclude::moment;
use crate::execute::past::Past;
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
    let harm = pot.harm.ok_or(ContractError::NobodyHarmed {})?;
    let mut reservation = state::reservation(deps.storage, &consumer, reference)?;
    let part = reservation.part_mut(number)?;
    let hung = part
        .bound
        .is_some_and(|bound| (bound.subject, bound.question) == (tag, place) && bound.round <= past.number);
    if !hung || (pot.times_only && part.kind != ExposureKind::Time) {
        return Err(ContractError::NotHarmed { part: number });
    }
    let unpaid = part.uncompensated(past.number)?;
    if unpaid.is_zero() {
        return Err(ContractError::Compensated { part: number });
    }
    let amount = pot.claim(part.amount, unpaid)?;
    if amount.is_zero() {
        return Err(ContractError::NothingLeft {});
    }
    part.compensated.push((past.number, amount));
    state::save_pot(deps.storage, tag, place, past.number, &pot)?;
    state::save_reservation(deps.storage, &consumer, reference, &reservation)?;
    let (asset, _) = past.feed.secured(past.feed_number)?;
    let (to, is_consumer) = reservation.harmed(harm, &consumer);
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
    let number = round.round;
    // The round may have been convicted for before it closed.
    let asked = crate::execute::conclude::Asked::load(deps.storage, round.subject)?;
    let feed = state::feed(deps.storage, asked.inquiry.feed)?;
    let (asset, _) = feed.secured(asked.inquiry.feed)?;
    let pot =
        state::pot(deps.storage, asked.tag, asked.place, number)?.ok_or(ContractError::NothingLeft {})?;
    if now < pot.until {
        return Err(ContractError::ClaimsRun { until: pot.until });
    }
    let closed = state::closed(deps.storage, asked.tag, asked.place, number)?;
    if let Some(case) = closed.and_then(|closed| closed.case) {
        if state::case(deps.storage, case)?.ruling.is_none() {
            return Err(ContractError::ClaimsRun { until: pot.until });
        }
    }
    let amount = pot.left;
    if amount.is_zero() {
        return Err(ContractError::NothingLeft {});
    }
    // What is slashed for the round after this is divided by itself.
    let empty = crate::domain::slashing::Pot { left: Amount::ZERO, whole: Amount::ZERO, ..pot };
    state::save_pot(deps.storage, asked.tag, asked.place, number, &empty)?;
    let event = Burned { feed: asked.inquiry.feed, amount };
    let mut payouts = Payouts::of(asset);
    payouts.burn(amount)?;
    payouts.pay(deps.storage, Response::new().add_event(event))
}
