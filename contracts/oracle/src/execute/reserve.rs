//! Room under a feed's caps: taken, bound to questions, given up.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use cw20::Denom;
use guard::{exact_funds, nonpayable};
use numeric::{Amount, UnixTime};
use types::oracle::{reservation_fee, BoundPart, Consumer, ReserveMsg, Ruling};
use types::text::TokenId;

use crate::domain::book::Book;
use crate::domain::case::Closed;
use crate::domain::coalition::Coalitions;
use crate::domain::committee::{Assurance, Committee};
use crate::domain::exposure::{period_of, Hanging, Period, Share, Sums};
use crate::domain::feed::{Feed, Secured};
use crate::domain::reservation::{Bound, Calendar, Part, Reservation};
use crate::events::{ConsumerAdmitted, FeeKept, Released, Reserved};
use crate::execute::conclude::moment;
use crate::execute::past::assurance;
use crate::execute::secure::{cheapest, has_room, take_expected};
use crate::outgoing::Payouts;
use crate::state::{self, Tag, FEEDS, LEDGER, PAUSE};
use crate::ContractError;

/// How many times a reservation counts what has become due: a thousand periods are years of days.
const MOST_CATCHING_UP: u32 = 16;

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
        bound.bound = Some(Bound { subject: tag, question, round, after });
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

/// Fees that no fact earned are the treasury's.
fn keep_fee(
    storage: &mut dyn Storage,
    number: u32,
    feed: &Feed,
    amount: Amount,
    response: Response,
) -> Result<Response, ContractError> {
    if amount.is_zero() {
        return Ok(response);
    }
    let (asset, secured) = feed.secured(number)?;
    let mut payouts = Payouts::of(asset);
    payouts.add(&secured.treasury, amount)?;
    let kept = FeeKept { feed: number, to: secured.treasury.clone(), amount };
    payouts.pay(storage, response.add_event(kept))
}

/// A feed's book, while something is reserved, bound or given up.
struct Room {
    feed: u32,
    now: Period,
    book: Book,
}

impl Room {
    fn open(
        storage: &mut dyn Storage,
        feed: u32,
        assurance: &Assurance,
        now: UnixTime,
    ) -> Result<Self, ContractError> {
        let present = period_of(now, assurance.period);
        Ok(Self { feed, now: present, book: state::book(storage, feed, present, assurance.span())? })
    }

    /// Counts all that has become due since the last message. Refusing to would undo what is counted, and nobody else need come.
    fn catch_up(&mut self, storage: &mut dyn Storage, assurance: &Assurance) -> Result<(), ContractError> {
        for _ in 0..MOST_CATCHING_UP {
            if self.book.exposure.has_counted(self.now) {
                break;
            }
            state::save_book(storage, self.feed, &self.book)?;
            self.book = state::book(storage, self.feed, self.now, assurance.span())?;
        }
        Ok(())
    }

    /// Takes room for all parts, each beside those before it.
    fn take(
        &mut self,
        storage: &mut dyn Storage,
        committee: &Committee,
        assurance: &Assurance,
        secured: &Secured,
        consumer: u8,
        parts: &[Part],
    ) -> Result<(), ContractError> {
        if !self.book.exposure.has_counted(self.now) {
            return Err(ContractError::PeriodsBehind {});
        }
        let caps = Coalitions::of(committee, committee)?.caps(assurance.ratio)?;
        let share = secured.share(consumer, caps)?;
        let (span, present) = (assurance.span(), self.book.exposure.present);
        for part in parts {
            // Nearby periods on both sides: those it counts in, and those that count there.
            let before = Period::try_from(span.saturating_sub(1)).unwrap_or_default();
            let first = part.period.saturating_sub(before);
            let mut expected = state::expected_from(storage, self.feed, first, span.saturating_mul(2))?;
            let calendar = Calendar { exposure: &self.book.exposure, expected: &expected, span };
            calendar.assert_fits(consumer, part.period, part.sums(), caps, share)?;
            if part.period <= present {
                self.book.exposure.add_due(consumer, part.sums())?;
                continue;
            }
            let own = expected.iter_mut().find(|(period, _)| *period == part.period);
            let mut shares: Vec<Share> = own.map(|(_, shares)| std::mem::take(shares)).unwrap_or_default();
            match shares.iter_mut().find(|(known, _)| *known == consumer) {
                Some((_, known)) => known.add(part.sums())?,
                None => shares.push((consumer, part.sums())),
            }
            state::save_expected(storage, self.feed, part.period, &shares)?;
        }
        Ok(())
    }

    /// What was expected later is due now, if there is room for it.
    fn make_due(
        &mut self,
        storage: &mut dyn Storage,
        committee: &Committee,
        assurance: &Assurance,
        later: Period,
        (consumer, sums): Share,
    ) -> Result<(), ContractError> {
        take_expected(storage, &mut self.book, self.feed, later, (consumer, sums))?;
        self.book.exposure.add_due(consumer, sums)?;
        if !has_room(&self.book, cheapest(committee, committee)?, assurance, self.now, (Sums::default(), 1))?
        {
            return Err(ContractError::NoRoomToday {});
        }
        Ok(())
    }

    fn close(self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        state::save_book(storage, self.feed, &self.book)
    }
}
