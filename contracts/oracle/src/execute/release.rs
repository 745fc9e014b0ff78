//! What was reserved is given up.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use guard::nonpayable;
use numeric::Amount;
use types::oracle::reservation_fee;

use crate::domain::reservation::Reservation;
use crate::events::Released;
use crate::execute::conclude::moment;
use crate::execute::past::assurance;
use crate::execute::room::{keep_fee, Room};
use crate::execute::secure::take_expected;
use crate::state;
use crate::ContractError;

/// A consumer gives up parts that nothing hangs on any more.
pub fn release(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    reference: u64,
    parts: Vec<u8>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let reservation = state::reservation(deps.storage, &info.sender, reference)?;
    give_up(deps.storage, &env, (&info.sender, reference), reservation, |number, _| parts.contains(&number))
}

/// Anyone gives up what no fact has used by its end.
pub fn lapse(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    consumer: String,
    reference: u64,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let consumer = deps.api.addr_validate(&consumer)?;
    let reservation = state::reservation(deps.storage, &consumer, reference)?;
    let until = reservation.until;
    if moment(&env)?.time < until {
        return Err(ContractError::ReservationStands { until });
    }
    give_up(deps.storage, &env, (&consumer, reference), reservation, |_, is_used| !is_used)
}

/// Gives parts up. What a fact has moved lapses by itself; only what later facts would move again is forgotten.
fn give_up(
    storage: &mut dyn Storage,
    env: &Env,
    (consumer, reference): (&Addr, u64),
    mut reservation: Reservation,
    wanted: impl Fn(u8, bool) -> bool,
) -> Result<Response, ContractError> {
    let now = moment(env)?.time;
    let feed = reservation.feed;
    let assurance = assurance(storage, feed)?;
    let terms = state::feed(storage, feed)?;
    let rate = terms.published.reservations.map_or(0, |published| published.fee);
    let mut room = Room::open(storage, feed, &assurance, now)?;
    let (place, mut unused, mut given_up) = (reservation.consumer, Amount::ZERO, Amount::ZERO);
    for (number, part) in (0_u8..).zip(&mut reservation.parts) {
        if part.amount.is_zero() {
            continue;
        }
        let (sums, fee) = (part.sums(), reservation_fee(part.amount, rate)?);
        let mut freed = vec![(part.period, (place, sums))];
        let mut hanging = match part.bound {
            Some(bound) => Some((bound, state::hanging(storage, bound.subject, bound.question)?)),
            None => None,
        };
        let is_used = hanging.as_ref().is_some_and(|(bound, hanging)| bound.is_used(hanging.facts));
        if !wanted(number, is_used) {
            continue;
        }
        if let Some((bound, hanging)) = &mut hanging {
            if is_used {
                hanging.give_up_decided(place, sums)?;
            } else {
                freed = hanging.give_up_expected(&room.book.exposure, place, part.period, sums)?;
                hanging.reward = hanging.reward.checked_sub(fee)?;
            }
            state::save_hanging(storage, bound.subject, bound.question, hanging)?;
        }
        if !is_used {
            for (period, share) in freed {
                take_expected(storage, &mut room.book, feed, period, share)?;
            }
            unused = unused.checked_add(fee)?;
        }
        given_up = given_up.checked_add(part.amount)?;
        part.amount = Amount::ZERO;
    }
    if given_up.is_zero() {
        return Err(ContractError::NothingReserved {});
    }
    room.close(storage)?;
    state::save_reservation(storage, consumer, reference, &reservation)?;
    let event = Released { feed, consumer: consumer.clone(), reference, amount: given_up };
    keep_fee(storage, feed, &terms, unused, Response::new().add_event(event))
}
