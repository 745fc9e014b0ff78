use std::cmp::Ordering;

use cosmwasm_std::{Response, Storage};
use numeric::Amount;
use types::journey::Outcome;

use crate::domain::book::{Book, Conduct};
use crate::domain::case::{mask, Closed};
use crate::domain::coalition::Coalitions;
use crate::domain::committee::{Assurance, Committee};
use crate::domain::decision::{Decision, Shortfall, Verdict};
use crate::domain::exposure::{period_of, Hanging, Period, Share, Sums};
use crate::domain::measurement::Background;
use crate::domain::round::Round;
use crate::events::FactPending;
use crate::execute::conclude::{decided, establish, tell, undecided, Asked, Close};
use crate::{state, ContractError};

/// A round of a secured feed has closed: what it decided is final at once if stake enough stands behind it, or else when
/// nobody challenged it in time.
#[allow(clippy::too_many_arguments, reason = "a closed round, with all that it is judged by")]
pub fn secure(
    storage: &mut dyn Storage,
    mut asked: Asked,
    number: u32,
    round: &Round,
    committee: &Committee,
    assurance: &Assurance,
    close: Close,
) -> Result<Response, ContractError> {
    let feed = asked.inquiry.feed;
    let period = period_of(close.now.time, assurance.period);
    let mut book = state::book(storage, feed, period, assurance.span())?;
    let reputations =
        committee.members.iter().map(|seat| (seat.reporter, book.reputation(seat.reporter))).collect();
    let last = asked.last_number(storage)?.map(|(_, last)| last.value);
    let background = Background { last, reputations };
    let hanging = state::hanging(storage, asked.tag, asked.place)?;
    let mut verdict = round.decide(committee, &background)?;
    let mut is_ahead = false;
    if let Verdict::Decided(decision) = &verdict {
        let ahead = hanging.ahead(period, assurance.span())?.filter(|_| asked.changes(decision.outcome));
        if let Some(early) = ahead {
            if !fits(storage, &book, feed, committee, assurance, close, (early, assurance.backlog))? {
                verdict = Verdict::Undecided(Shortfall::Room);
                is_ahead = true;
            }
        }
    }
    if let Verdict::Decided(decision) = &verdict {
        note(&mut book, round, committee, &decision.agree, close.by_time);
    }
    let heard = |reporter| round.reports.iter().any(|accepted| accepted.reporter == reporter);
    let mut closed = Closed {
        version: committee.version,
        outcome: None,
        heard: mask(committee, heard),
        is_ahead,
        agreeing: 0,
        below: 0,
        above: 0,
        at: close.now,
        reopened: None,
        is_final: false,
        overturned: false,
        reward: Amount::ZERO,
        rewarded: 0,
        divided: false,
        case: None,
    };

    let response = match verdict {
        Verdict::Undecided(lacked) => {
            asked.progress.close_round(asked.place)?;
            state::save_progress(storage, asked.tag, &asked.progress)?;
            let event = undecided(asked.subject.clone(), number, round, lacked);
            Response::new().add_event(event)
        }
        Verdict::Decided(decision) => {
            closed.outcome = Some(decision.outcome);
            closed.agreeing = mask(committee, |reporter| decision.agree.contains(&reporter));
            let (decided, agree) = (decision.outcome, &decision.agree);
            let lies = |side| {
                move |reporter| agree.contains(&reporter) && round.side(reporter, decided) == Some(side)
            };
            closed.below = mask(committee, lies(Ordering::Less));
            closed.above = mask(committee, lies(Ordering::Greater));
            asked.progress.note_decided(asked.place, number);
            let is_new = asked.changes(decision.outcome);
            if is_new {
                closed.reward = date(storage, &mut book, &asked, hanging)?;
            }
            closed.is_final = !is_new
                || (decision.is_immediate(committee, &round.votes(committee))?
                    && fits(storage, &book, feed, committee, assurance, close, (Sums::default(), 1))?);
            if closed.is_final {
                asked.progress.close_round(asked.place)?;
                establish(storage, &mut asked, number, round, decision, close.now.time)?
            } else {
                suspend(storage, &mut asked, number, round, decision, &closed, assurance)?
            }
        }
    };
    state::save_closed(storage, asked.tag, asked.place, number, &closed)?;
    state::save_book(storage, feed, &book)?;
    Ok(response)
}

/// What each seat did in a round that was decided. One that was not says nothing of anybody: a single seat opens and closes
/// those at will, and would have all others fined.
fn note(book: &mut Book, round: &Round, committee: &Committee, agree: &[u32], by_time: bool) {
    for member in &committee.members {
        let reporter = member.reporter;
        let heard = round.reports.iter().any(|accepted| accepted.reporter == reporter);
        let conduct = match (heard, agree.contains(&reporter)) {
            (true, true) => Conduct::Agreed,
            (true, false) => Conduct::Dissented,
            (false, _) if by_time => Conduct::Missed,
            (false, _) => Conduct::Late,
        };
        book.note(reporter, conduct);
    }
}

/// What hangs on the question is dated to now. Returns the fees that its fact earns.
pub fn date(
    storage: &mut dyn Storage,
    book: &mut Book,
    asked: &Asked,
    mut hanging: Hanging,
) -> Result<Amount, ContractError> {
    if hanging.is_empty() {
        return Ok(Amount::ZERO);
    }
    for (period, share) in hanging.decide(&mut book.exposure)? {
        take_expected(storage, book, asked.inquiry.feed, period, share)?;
    }
    let reward = std::mem::take(&mut hanging.reward);
    state::save_hanging(storage, asked.tag, asked.place, &hanging)?;
    Ok(reward)
}

/// Takes a sum out of the period in which it was expected, or of what is due if that period has come.
pub fn take_expected(
    storage: &mut dyn Storage,
    book: &mut Book,
    feed: u32,
    period: Period,
    (consumer, sums): Share,
) -> Result<(), ContractError> {
    if book.exposure.has_counted(period) {
        return book.exposure.take_due(consumer, sums);
    }
    let mut shares = state::expected(storage, feed, period)?;
    if let Some((_, known)) = shares.iter_mut().find(|(known, _)| *known == consumer) {
        known.sub(sums)?;
    }
    shares.retain(|(_, sums)| !sums.is_zero());
    state::save_expected(storage, feed, period, &shares)
}

/// Whether what hangs on the feed now, and so much more, is within so many times what its cheapest coalitions have at stake: of the
/// committee that decided, and of the present one.
fn fits(
    storage: &dyn Storage,
    book: &Book,
    feed: u32,
    committee: &Committee,
    assurance: &Assurance,
    close: Close,
    within: (Sums, u32),
) -> Result<bool, ContractError> {
    let coalitions = if close.is_present {
        cheapest(committee, committee)?
    } else {
        cheapest(committee, &state::committee(storage, feed)?)?
    };
    has_room(book, coalitions, assurance, period_of(close.now.time, assurance.period), within)
}

/// The cheapest of the committee that decided, and of the present one.
pub fn cheapest(committee: &Committee, present: &Committee) -> Result<Coalitions, ContractError> {
    let coalitions = Coalitions::of(committee, present)?;
    if committee.version == present.version {
        return Ok(coalitions);
    }
    Ok(coalitions.least(Coalitions::of(present, present)?))
}

/// Whether what hangs on the feed now, and so much more, is within so many times what these have at stake.
pub fn has_room(
    book: &Book,
    coalitions: Coalitions,
    assurance: &Assurance,
    now: Period,
    (more, times): (Sums, u32),
) -> Result<bool, ContractError> {
    if !book.exposure.has_counted(now) {
        return Ok(false);
    }
    let mut hanging = book.exposure.in_period(now, assurance.span(), None)?;
    hanging.add(more)?;
    hanging.fits(coalitions.caps(assurance.ratio)?.times(times)?)
}

fn suspend(
    storage: &mut dyn Storage,
    asked: &mut Asked,
    number: u32,
    round: &Round,
    decision: Decision,
    closed: &Closed,
    assurance: &Assurance,
) -> Result<Response, ContractError> {
    asked.progress.suspend(asked.place)?;
    state::save_progress(storage, asked.tag, &asked.progress)?;
    let until = closed.challengeable_until(assurance)?.time;
    let fact = decided(asked.subject.clone(), number, round, decision, None);
    Ok(Response::new().add_event(FactPending {
        collection: fact.collection,
        token_id: fact.token_id,
        leg: fact.leg,
        event: fact.event,
        place: fact.place,
        round: number,
        outcome: fact.outcome,
        until,
        agreeing: fact.agreeing,
        reports: fact.reports,
        dissent: fact.dissent,
    }))
}

/// What a round or a ruling made final, told to the collection, with what was final before it. Returns the fact's number, if
/// anything is new.
pub fn settle(
    storage: &mut dyn Storage,
    asked: &mut Asked,
    outcome: Outcome,
    corrects: Option<Outcome>,
    now: numeric::UnixTime,
    response: Response,
) -> Result<(Response, Option<u32>), ContractError> {
    match asked.settle(storage, outcome, corrects, now)? {
        Some(news) => Ok((tell(storage, asked, news, response)?, Some(asked.progress.sequence))),
        None => Ok((response, None)),
    }
}
