//! What was reserved hangs on questions.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};
use guard::nonpayable;
use numeric::Amount;
use types::oracle::{reservation_fee, BoundPart, Ruling};
use types::text::TokenId;

use crate::domain::case::Closed;
use crate::domain::exposure::{period_of, Sums};
use crate::domain::hanging::Hanging;
use crate::domain::reservation::Bound;
use crate::execute::conclude::moment;
use crate::execute::room::{keep_fee, Room};
use crate::execute::secure::{cheapest, has_room, take_expected};
use crate::state::{self, Tag};
use crate::ContractError;

/// A consumer says which questions its parts hang on.
pub fn bind(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    reference: u64,
    (collection, token_id): (String, TokenId),
    parts: Vec<BoundPart>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let mut reservation = state::reservation(deps.storage, &info.sender, reference)?;
    let number = reservation.feed;
    let tag = state::subject_tag(&collection, token_id.as_str());
    let inquiry = state::inquiry(deps.storage, tag)?.ok_or_else(|| ContractError::UnknownSubject {
        collection,
        token_id: token_id.as_str().to_owned(),
    })?;
    if inquiry.feed != number {
        return Err(ContractError::BoundElsewhere { expected: number, actual: inquiry.feed });
    }
    if parts.is_empty() {
        return Err(ContractError::Empty { what: "parts" });
    }
    let committee = state::committee(deps.storage, number)?;
    let assurance = committee.rules.assurance.ok_or(ContractError::NotSecured { feed: number })?;
    let feed = state::feed(deps.storage, number)?;
    let rate = feed.published.reservations.map_or(0, |published| published.fee);
    let progress = state::progress(deps.storage, tag)?;
    let mut room = Room::open(deps.storage, number, &assurance, now.time)?;
    let (consumer, mut versions, mut unearned) = (reservation.consumer, Vec::new(), Amount::ZERO);
    for BoundPart { part, milestone } in parts {
        let (question, _) = inquiry.question(&milestone)?;
        let known = progress.of(question);
        let bound = reservation.part_mut(part)?;
        if bound.bound.is_some() {
            return Err(ContractError::PartBound { part });
        }
        let (period, sums, fee) = (bound.period, bound.sums(), reservation_fee(bound.amount, rate)?);
        let mut hanging = state::hanging(deps.storage, tag, question)?;
        let fact = contestable(deps.storage, tag, question, &hanging, known.last_decided)?;
        // A ruled fact harms nobody who comes after it.
        let round = fact.as_ref().filter(|fact| !fact.is_ruled).map_or(known.round, |fact| fact.first);
        let after = fact.is_none().then_some(hanging.facts);
        bound.bound = Some(Bound { subject: tag, question, round, pots: hanging.pots, after });
        if let Some(Contestable { round: decided, mut closed, is_ruled, .. }) = fact {
            // Nobody watched a fact on which nothing hung: from now on it can be challenged again.
            if !is_ruled {
                closed.reopened = Some(now);
                if !versions.contains(&closed.version) {
                    versions.push(closed.version);
                }
            }
            take_expected(deps.storage, &mut room.book, number, period, (consumer, sums))?;
            hanging.bind_to_fact(&mut room.book.exposure, consumer, sums)?;
            // The fact earns the fee, unless what it earned was given out already.
            if closed.divided {
                unearned = unearned.checked_add(fee)?;
            } else {
                closed.reward = closed.reward.checked_add(fee)?;
            }
            state::save_closed(deps.storage, tag, question, decided, &closed)?;
        } else {
            if let Some((later, share)) = hanging.bind(&room.book.exposure, consumer, period, sums)? {
                room.make_due(deps.storage, &committee, &assurance, later, share)?;
            }
            hanging.reward = hanging.reward.checked_add(fee)?;
        }
        state::save_hanging(deps.storage, tag, question, &hanging)?;
    }
    let present = period_of(now.time, assurance.period);
    for version in versions {
        let coalitions = if version == committee.version {
            cheapest(&committee, &committee)?
        } else {
            cheapest(&state::former_committee(deps.storage, number, version)?, &committee)?
        };
        if !has_room(&room.book, coalitions, &assurance, present, (Sums::default(), 1))? {
            return Err(ContractError::DecidedOverCap {});
        }
    }
    room.close(deps.storage)?;
    state::save_reservation(deps.storage, &info.sender, reference, &reservation)?;
    keep_fee(deps.storage, number, &feed, unearned, Response::new())
}

/// A decided round, whose fact may turn out false.
struct Contestable {
    /// The first round of its question that could.
    first: u32,
    round: u32,
    closed: Closed,
    /// It had its case, and no other is open: nothing is left to turn out false.
    is_ruled: bool,
}

/// The question's last decided round.
fn contestable(
    storage: &dyn Storage,
    tag: Tag,
    question: u8,
    hanging: &Hanging,
    last_decided: Option<u32>,
) -> Result<Option<Contestable>, ContractError> {
    let Some(last) = last_decided else { return Ok(None) };
    let Some(mut closed) = state::closed(storage, tag, question, last)? else { return Ok(None) };
    let ruling = closed.case.map(|case| state::case(storage, case)).transpose()?.and_then(|case| case.ruling);
    if ruling == Some(Ruling::Unresolvable {}) && !closed.overturned {
        // Nothing was found of it, and so it may be looked for again.
        closed.case = None;
    }
    let first = hanging.disputed().map_or(last, |disputed| disputed.min(last));
    let is_ruled = closed.case.is_some() && hanging.disputed().is_none();
    Ok(Some(Contestable { first, round: last, closed, is_ruled }))
}
