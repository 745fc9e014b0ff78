//! Room at the oracle: taken with an acceptance, bound with a presentation that counts; and what is paid from its stake
//! when a fact was false.

use cosmwasm_std::{Addr, CosmosMsg, DepsMut, Response, WasmMsg};
use types::escrow::AgreementId;
use types::notice::Compensated;
use types::oracle::{BoundPart, ReserveMsg};
use types::text::TokenId;

use super::incoming::Incoming;
use super::measure::subject;
use super::settling::Settling;
use crate::domain::agreement::Deal;
use crate::domain::reservation::{parts, reference, referred, Part, Reservation};
use crate::events;
use crate::peers::Oracle;
use crate::state::{self, LEDGER, PEERS, TOKENS};
use crate::ContractError;

/// Takes the room that an agreement needs, for its fees. The payer is harmed by a fact that comes too early or a number
/// too high; by one that comes too late, or is too low, the payee's side, for which this contract stands. Where a
/// lower number pays more, it is the other way round.
pub fn reserve(
    oracle: &Oracle,
    id: AgreementId,
    deal: &Deal,
    own: &Addr,
) -> Result<Vec<CosmosMsg>, ContractError> {
    let reserve = |(place, reservation): (u64, &Reservation)| {
        let (too_early, too_late) =
            if reservation.falls { (own, Some(&deal.payer)) } else { (&deal.payer, None) };
        let room = ReserveMsg {
            reference: reference(id, place),
            feed: reservation.feed,
            asset: deal.asset.clone().into(),
            parts: reservation.reserved(deal),
            until: reservation.until,
            too_early: too_early.to_string(),
            too_late: too_late.map(Addr::to_string),
        };
        oracle.reserve(room, &deal.asset, reservation.fee)
    };
    (0_u64..).zip(&deal.reservations).map(reserve).collect()
}

/// What is reserved for open milestones hangs on the questions about a title from now on.
pub fn bind(oracle: &Oracle, settling: &Settling, collection: &Addr, token_id: &TokenId) -> Vec<WasmMsg> {
    let open = |part: &Part| part.of_journey && settling.course.is_open(part.milestone);
    bound(oracle, settling.id, &settling.deal, (collection, token_id), open)
}

/// What is reserved for measurements hangs on the questions that this contract has asked.
pub fn bind_measured(
    oracle: &Oracle,
    id: AgreementId,
    deal: &Deal,
    own: &Addr,
) -> Result<Vec<WasmMsg>, ContractError> {
    let mut messages = vec![];
    for (index, _) in (0_u8..).zip(&deal.milestones) {
        let own_part = |part: &Part| !part.of_journey && part.milestone == index;
        let token_id = subject(id, index)?;
        messages.extend(bound(oracle, id, deal, (own, &token_id), own_part));
    }
    Ok(messages)
}

fn bound(
    oracle: &Oracle,
    id: AgreementId,
    deal: &Deal,
    subject: (&Addr, &TokenId),
    wanted: impl Fn(&Part) -> bool,
) -> Vec<WasmMsg> {
    let mut messages = vec![];
    for (place, reservation) in (0_u64..).zip(&deal.reservations) {
        let wanted = parts(deal, reservation.of()).filter(|(_, part)| wanted(part));
        let bound: Vec<_> =
            wanted.map(|(number, part)| BoundPart { part: number, milestone: part.question }).collect();
        if !bound.is_empty() {
            messages.push(oracle.bind(reference(id, place), subject, bound));
        }
    }
    messages
}

/// The oracle pays what a false fact took from a receivable's owner: the one who had it when it ended, or has it.
pub fn compensated(
    deps: DepsMut,
    incoming: &Incoming,
    compensated: Compensated,
) -> Result<Response, ContractError> {
    let oracle = PEERS.load(deps.storage)?.oracle;
    if incoming.sender != oracle {
        return Err(ContractError::NotOracle { sender: incoming.sender.clone(), oracle });
    }
    let Compensated { reference, part, amount } = compensated;
    let (agreement, place) = referred(reference);
    let deal = state::deal(deps.storage, agreement)?;
    let milestone =
        deal.milestone_of_part(place, part).ok_or(ContractError::UnknownPart { reference, part })?;
    let actual = incoming.some(&deal.asset)?;
    if actual != amount {
        let asset = deal.asset.clone();
        return Err(ContractError::OtherAmount { asset, expected: amount, actual });
    }
    let owner = match state::milestone(deps.storage, agreement, &deal, milestone)?.last_owner {
        Some(owner) => owner,
        None => TOKENS.owner(deps.storage, &state::receivable(agreement, milestone))?,
    };
    LEDGER.make_claimable(deps.storage, &owner, &deal.asset, amount)?;
    Ok(Response::new().add_event(events::Compensated { agreement, milestone, owner, amount }))
}
