//! Stake is taken from whoever is at fault.

use cosmwasm_std::{Addr, Response, Storage};
use cw20::Denom;
use numeric::{Amount, UnixTime};
use types::oracle::Fault;

use crate::domain::committee::{Committee, Member};
use crate::domain::moment::Moment;
use crate::domain::slashing::{divide, rate, taken, Convictions, Harm, Pot};
use crate::domain::stake::Stake;
use crate::events::Slashed;
use crate::execute::past::{Past, Stakes};
use crate::outgoing::Payouts;
use crate::state::{self, CONFIG};
use crate::ContractError;

/// Who is at fault, of what, and who showed it.
pub struct Guilty<'a> {
    /// The seats, as they weighed in the round.
    pub members: Vec<&'a Member>,
    /// Their operators' stakes.
    pub stakes: &'a mut Stakes,
    /// The fault.
    pub fault: Fault,
    /// Who gets the challenger's part.
    pub shown_by: Addr,
    /// Who was harmed, if a false fact was final.
    pub harm: Option<Harm>,
    /// Whether only those whose money hung on its time.
    pub times_only: bool,
}

/// Slashes the guilty of a closed round, and divides what that is.
pub fn slash(
    storage: &mut dyn Storage,
    past: &Past,
    guilty: Guilty,
    now: Moment,
    payouts: &mut Payouts,
    response: Response,
) -> Result<Response, ContractError> {
    let whole = past.committee(storage)?.weight()?;
    let add = |sum: Amount, member: &&Member| sum.checked_add(member.weight);
    let convicted = guilty.members.iter().try_fold(Amount::ZERO, add)?;
    let mut book = past.book(storage, now)?;
    let unbonding = CONFIG.load(storage)?.unbonding;
    let recently = book.convict(convicted, unbonding, now.time)?;
    let rate = rate(guilty.fault, recently, whole)?;
    let (_, secured) = past.feed.secured(past.feed_number)?;

    let mut committee = Committee::clone(&past.present);
    let (mut slashed, mut of, mut response) = (Amount::ZERO, Vec::new(), response);
    for member in &guilty.members {
        let operator = past.feed.operator(member)?;
        let price = taken(member.weight, rate)?;
        let (due, record) = due(storage, past.feed_number, member, price, past.closed.at.time, now.time)?;
        let amount = take(&mut committee, guilty.stakes.of(storage, operator)?, member.reporter, due)?;
        book.disgrace(member.reporter);
        slashed = slashed.checked_add(amount)?;
        of.push(Taken { reporter: member.reporter, amount, record });
        let (feed, reporter, operator) = (past.feed_number, member.reporter, operator.clone());
        response = response.add_event(Slashed { feed, reporter, operator, amount });
    }
    state::save_book(storage, past.feed_number, &book)?;
    state::save_committee(storage, past.feed_number, &past.present, &committee)?;

    let spoils = divide(slashed)?;
    payouts.add(&guilty.shown_by, spoils.challenger)?;
    payouts.add(&secured.adjudicator, spoils.adjudicator)?;
    payouts.add(&secured.treasury, spoils.treasury)?;
    let (tag, place, until) = (past.asked.tag, past.asked.place, now.time.checked_add(unbonding)?);
    let mut pot = None;
    let mut hanging = state::hanging(storage, tag, place)?;
    if let Some(harm) = guilty.harm {
        let times_only = guilty.times_only;
        let exposed = if times_only { hanging.sum_of_times()? } else { hanging.sum()? };
        let covered = hanging.covered(harm, times_only, exposed);
        let (place, left, whole) = (hanging.open_pot()?, Amount::ZERO, Amount::ZERO);
        pot = Some(Pot { place, left, whole, harm, times_only, exposed, covered, until });
    }
    put_aside(storage, past.feed_number, of, spoils.harmed, (pot.as_mut(), until))?;
    if let Some(pot) = pot {
        hanging.cover(&pot)?;
        state::save_hanging(storage, tag, place, &hanging)?;
        state::save_pot(storage, tag, place, past.number, &pot)?;
    }
    Ok(response)
}

/// What was taken of a reporter now, and what it was convicted of.
pub struct Taken {
    /// Which.
    pub reporter: u32,
    /// How much, of which some goes to others at once.
    pub amount: Amount,
    /// Its record, not saved yet.
    pub record: Convictions,
}

/// What a fault of a round still costs a seat, and the record of its convictions with it.
pub fn due(
    storage: &dyn Storage,
    feed: u32,
    member: &Member,
    price: Amount,
    closed: UnixTime,
    now: UnixTime,
) -> Result<(Amount, Convictions), ContractError> {
    let before = state::convicted(storage, feed, member.reporter)?;
    Convictions::add(before, member.weight, price, closed, now)
}

/// What is left of slashed stake, and what is kept of the same reporters, is for those whom the round harmed, as far as it
/// harmed them. The rest is kept for those whom another of their facts harmed: else liars would have themselves convicted
/// of something else first, and their victims would get nothing.
pub fn put_aside(
    storage: &mut dyn Storage,
    feed: u32,
    of: Vec<Taken>,
    amount: Amount,
    (pot, until): (Option<&mut Pot>, UnixTime),
) -> Result<(), ContractError> {
    let add = |sum: Amount, taken: &Taken| sum.checked_add(taken.record.kept);
    let mut rest = of.iter().try_fold(amount, add)?;
    if let Some(pot) = pot {
        rest = pot.fill(rest)?;
        pot.until = until;
    }
    for Taken { reporter, amount, mut record } in of {
        // At least its part of the whole: what is left is rounded up.
        record.kept = rest.min(divide(amount)?.harmed.checked_add(record.kept)?);
        record.until = until;
        rest = rest.checked_sub(record.kept)?;
        state::save_convicted(storage, feed, reporter, &record)?;
    }
    Ok(())
}

/// Takes stake of one reporter: of its seat, and what is missing there of the operator's stake that is bound to no feed.
/// Returns how much there was.
fn take(
    committee: &mut Committee,
    stake: &mut Stake,
    reporter: u32,
    amount: Amount,
) -> Result<Amount, ContractError> {
    let of_seat = committee.slash(reporter, amount)?;
    stake.slash_pledged(of_seat)?;
    let rest = stake.slash_rest(amount.checked_sub(of_seat)?)?;
    Ok(of_seat.checked_add(rest)?)
}

/// The same of one reporter alone, whose feed has this committee.
pub fn take_of_one(
    storage: &mut dyn Storage,
    feed: u32,
    present: &Committee,
    (operator, asset): (&Addr, &Denom),
    reporter: u32,
    amount: Amount,
) -> Result<Amount, ContractError> {
    let mut committee = present.clone();
    let mut stake = state::stake(storage, operator, asset)?;
    let taken = take(&mut committee, &mut stake, reporter, amount)?;
    state::save_committee(storage, feed, present, &committee)?;
    state::save_stake(storage, operator, asset, &stake)?;
    Ok(taken)
}
