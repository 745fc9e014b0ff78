//! Stake is taken from whoever is at fault.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use cw20::Denom;
use guard::nonpayable;
use numeric::{Amount, UnixTime};
use types::devices::{log_digest, Registry};
use types::oracle::{subject_digest, DeviceEvidence, Fault, RoundRef, SignedReport};

use crate::domain::committee::{Committee, Member};
use crate::domain::exposure::period_of;
use crate::domain::moment::Moment;
use crate::domain::round::contradict;
use crate::domain::slashing::{divide, fine, rate, taken, Convictions, Harm, Pot};
use crate::domain::stake::Stake;
use crate::events::{Fined, Slashed};
use crate::execute::conclude::{moment, Asked};
use crate::execute::past::{assurance_of, Past, Stakes};
use crate::execute::report::verify_over;
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
    let mut pot = state::pot(storage, tag, place, past.number)?;
    if let Some(harm) = guilty.harm {
        let (hanging, times_only) = (state::hanging(storage, tag, place)?, guilty.times_only);
        let exposed = if times_only { hanging.sum_of_times()? } else { hanging.sum()? };
        let (left, whole) = pot.map_or((Amount::ZERO, Amount::ZERO), |pot| (pot.left, pot.whole));
        pot = Some(Pot { left, whole, harm, times_only, exposed, until });
    }
    put_aside(storage, past.feed_number, of, spoils.harmed, (pot.as_mut(), until))?;
    if let Some(pot) = pot {
        state::save_pot(storage, tag, place, past.number, &pot)?;
    }
    Ok(response)
}

/// What was taken of a reporter now, and what it was convicted of.
struct Taken {
    reporter: u32,
    amount: Amount,
    record: Convictions,
}

/// What a fault of a round still costs a seat, and the record of its convictions with it.
fn due(
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
fn put_aside(
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
fn take_of_one(
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

/// Anyone shows two words of one reporter in one round that cannot both be true.
pub fn convict(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    round: RoundRef,
    first: SignedReport,
    second: SignedReport,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    if first.reporter != second.reporter {
        return Err(ContractError::TwoReporters { first: first.reporter, second: second.reporter });
    }
    if !contradict(first.outcome, second.outcome) {
        return Err(ContractError::NoContradiction {});
    }
    let reporter = first.reporter;
    let RoundRef { subject, round: number } = round;
    let asked = Asked::load(deps.storage, subject)?;
    let feed_number = asked.inquiry.feed;
    let feed = state::feed(deps.storage, feed_number)?;
    feed.secured(feed_number)?;
    let closed = state::closed(deps.storage, asked.tag, asked.place, number)?;
    let open = state::round(deps.storage, asked.tag, asked.place)?;
    let open = open.filter(|_| asked.progress.of(asked.place).round == number);
    let (version, since) = match (&closed, open) {
        (Some(closed), _) => (Some(closed.version), closed.at.time),
        (None, Some(open)) => (Some(open.version), open.since.time),
        // Nobody has reported in it: it is the present committee's.
        (None, None) => (None, now.time),
    };
    let sitting = state::committee(deps.storage, feed_number)?;
    let committee = match version {
        Some(version) if version != sitting.version => {
            state::former_committee(deps.storage, feed_number, version)?
        }
        _ => sitting.clone(),
    };
    let (oracle, chain_id) = (env.contract.address.as_str(), &env.block.chain_id);
    let digest = subject_digest(chain_id, oracle, feed_number, &asked.subject, number);
    let present = committee.version;
    let not_seated = ContractError::NotInCommittee { reporter, version: present };
    let member = committee.seat(reporter).cloned().ok_or(not_seated)?;
    verify_over(deps.api, &digest, &committee, &[first, second])?;

    // A case may have found whom the round harmed.
    let mut pot = state::pot(deps.storage, asked.tag, asked.place, number)?;
    let (payouts, response) =
        punish(deps.storage, feed_number, &sitting, &member, (since, now), pot.as_mut(), &info.sender)?;
    if let Some(pot) = pot {
        state::save_pot(deps.storage, asked.tag, asked.place, number, &pot)?;
    }
    payouts.pay(deps.storage, response)
}

/// Anyone shows two logs that a device which sits on a feed signed under one counter.
pub fn convict_device(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    evidence: DeviceEvidence,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let DeviceEvidence { feed, reporter, registry, device, epoch, channels, first, second } = evidence;
    if first.log.counter != second.log.counter || first.log == second.log {
        return Err(ContractError::NoContradiction {});
    }
    let committee = state::committee(deps.storage, feed)?;
    let version = committee.version;
    let member = committee.seat(reporter).ok_or(ContractError::NotInCommittee { reporter, version })?;
    let registry = Registry { chain_id: &env.block.chain_id, contract: &registry };
    let epoch = registry.epoch_digest(device, epoch, &channels);
    for signed in [&first, &second] {
        let digest = log_digest(&epoch, &signed.log);
        if !matches!(member.key.verifies(deps.api, digest.as_bytes(), &signed.signature), Ok(true)) {
            return Err(ContractError::BadSignature { reporter });
        }
    }
    // No fact hangs on a log, so that nobody can be harmed by it.
    let (payouts, response) =
        punish(deps.storage, feed, &committee, member, (now.time, now), None, &info.sender)?;
    payouts.pay(deps.storage, response)
}

/// A seat loses all its pledge by its own signatures: nobody had to decide, so the adjudicator's part is the treasury's.
/// Returns what is due for it at once.
fn punish(
    storage: &mut dyn Storage,
    number: u32,
    sitting: &Committee,
    member: &Member,
    (since, now): (UnixTime, Moment),
    pot: Option<&mut Pot>,
    shown_by: &Addr,
) -> Result<(Payouts, Response), ContractError> {
    let feed = state::feed(storage, number)?;
    let (asset, secured) = feed.secured(number)?;
    let (reporter, operator) = (member.reporter, feed.operator(member)?.clone());
    let (due, record) = due(storage, number, member, member.weight, since, now.time)?;
    let amount = take_of_one(storage, number, sitting, (&operator, asset), reporter, due)?;
    if amount.is_zero() {
        return Err(ContractError::ConvictedAlready { reporter });
    }
    let assurance = assurance_of(sitting, number)?;
    let present = period_of(now.time, assurance.period);
    let mut book = state::book(storage, number, present, assurance.span())?;
    let unbonding = CONFIG.load(storage)?.unbonding;
    book.convict(member.weight, unbonding, now.time)?;
    book.disgrace(reporter);
    state::save_book(storage, number, &book)?;

    let spoils = divide(amount)?;
    let mut payouts = Payouts::of(asset);
    payouts.add(shown_by, spoils.challenger)?;
    payouts.add(&secured.treasury, spoils.treasury.checked_add(spoils.adjudicator)?)?;
    let of = vec![Taken { reporter, amount, record }];
    put_aside(storage, number, of, spoils.harmed, (pot, now.time.checked_add(unbonding)?))?;
    let response = Response::new().add_event(Slashed { feed: number, reporter, operator, amount });
    Ok((payouts, response))
}

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
