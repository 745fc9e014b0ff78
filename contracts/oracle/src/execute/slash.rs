//! Stake is taken from whoever is at fault.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use guard::nonpayable;
use numeric::{Amount, UnixTime};
use types::devices::{log_digest, Registry};
use types::oracle::{subject_digest, DeviceEvidence, Fault, RoundRef, SignedReport};

use crate::domain::committee::Member;
use crate::domain::exposure::period_of;
use crate::domain::moment::Moment;
use crate::domain::round::contradict;
use crate::domain::slashing::{divide, fine, rate, taken, Convictions, Harm, Pot};
use crate::events::{Fined, Slashed};
use crate::execute::conclude::{moment, Asked};
use crate::execute::past::{assurance, Past};
use crate::execute::report::verify_over;
use crate::state::{self, CONFIG};
use crate::{outgoing, ContractError};

/// Who is at fault, of what, and who showed it.
pub struct Guilty<'a> {
    /// The seats, as they weighed in the round.
    pub members: Vec<&'a Member>,
    /// The fault.
    pub fault: Fault,
    /// Who gets the challenger's part.
    pub shown_by: Addr,
    /// Who was harmed, if a false fact was final.
    pub harm: Option<Harm>,
}

/// Slashes the guilty of a closed round, and divides what that is.
pub fn slash(
    storage: &mut dyn Storage,
    past: &Past,
    guilty: &Guilty,
    now: Moment,
    response: Response,
) -> Result<Response, ContractError> {
    let whole = past.committee(storage)?.weight()?;
    let add = |sum: Amount, member: &&Member| sum.checked_add(member.weight);
    let convicted = guilty.members.iter().try_fold(Amount::ZERO, add)?;
    let mut book = past.book(storage, now)?;
    let unbonding = CONFIG.load(storage)?.unbonding;
    let recently = book.convict(convicted, unbonding, now.time)?;
    let rate = rate(guilty.fault, recently, whole)?;
    let (asset, secured) = past.feed.secured(past.feed_number)?;

    let (mut slashed, mut response) = (Amount::ZERO, response);
    for member in &guilty.members {
        let operator = past.feed.operator(member)?;
        let price = taken(member.weight, rate)?;
        let due = due(storage, past.feed_number, member, price, past.closed.at.time, now.time)?;
        let amount = take(storage, past.feed_number, asset, operator, member.reporter, due)?;
        book.disgrace(member.reporter);
        slashed = slashed.checked_add(amount)?;
        let (feed, reporter, operator) = (past.feed_number, member.reporter, operator.clone());
        response = response.add_event(Slashed { feed, reporter, operator, amount });
    }
    state::save_book(storage, past.feed_number, &book)?;

    let spoils = divide(slashed)?;
    let response = outgoing::pay(storage, &guilty.shown_by, asset, spoils.challenger, response)?;
    let response = outgoing::pay(storage, &secured.adjudicator, asset, spoils.adjudicator, response)?;
    let response = outgoing::pay(storage, &secured.treasury, asset, spoils.treasury, response)?;
    put_aside(storage, &past.asked, past.number, spoils.harmed, guilty.harm, now, unbonding)?;
    Ok(response)
}

/// What a fault of a round still costs a seat. The conviction is recorded.
fn due(
    storage: &mut dyn Storage,
    feed: u32,
    member: &Member,
    price: Amount,
    closed: UnixTime,
    now: UnixTime,
) -> Result<Amount, ContractError> {
    let before = state::convicted(storage, feed, member.reporter)?;
    let (due, record) = Convictions::add(before, member.weight, price, closed, now)?;
    state::save_convicted(storage, feed, member.reporter, &record)?;
    Ok(due)
}

/// What is left of slashed stake waits for those who were harmed.
fn put_aside(
    storage: &mut dyn Storage,
    asked: &Asked,
    round: u32,
    amount: Amount,
    harm: Option<Harm>,
    now: Moment,
    wait: numeric::Seconds,
) -> Result<(), ContractError> {
    let (tag, place, until) = (asked.tag, asked.place, now.time.checked_add(wait)?);
    let mut pot = match state::pot(storage, tag, place, round)? {
        Some(pot) => pot,
        None => Pot { left: Amount::ZERO, whole: Amount::ZERO, harm: None, exposed: Amount::ZERO, until },
    };
    pot.left = pot.left.checked_add(amount)?;
    pot.whole = pot.whole.checked_add(amount)?;
    pot.until = until;
    if harm.is_some() {
        pot.harm = harm;
        pot.exposed = state::hanging(storage, tag, place)?.sum()?;
    }
    state::save_pot(storage, tag, place, round, &pot)
}

/// Takes stake of one reporter: of its seat, and what is missing there of the operator's stake that is bound to no feed.
/// Returns how much there was.
fn take(
    storage: &mut dyn Storage,
    feed: u32,
    asset: &cw20::Denom,
    operator: &Addr,
    reporter: u32,
    amount: Amount,
) -> Result<Amount, ContractError> {
    let mut committee = state::committee(storage, feed)?;
    let of_seat = committee.slash(reporter, amount)?;
    if !of_seat.is_zero() {
        state::save_committee(storage, feed, &committee)?;
    }
    let mut stake = state::stake(storage, operator, asset)?;
    stake.slash_pledged(of_seat)?;
    let rest = stake.slash_rest(amount.checked_sub(of_seat)?)?;
    state::save_stake(storage, operator, asset, &stake)?;
    Ok(of_seat.checked_add(rest)?)
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
    let committee = match version {
        Some(version) => state::committee_of(deps.storage, feed_number, version)?,
        None => state::committee(deps.storage, feed_number)?,
    };
    let (oracle, chain_id) = (env.contract.address.as_str(), &env.block.chain_id);
    let digest = subject_digest(chain_id, oracle, feed_number, &asked.subject, number);
    let present = committee.version;
    let not_seated = ContractError::NotInCommittee { reporter, version: present };
    let member = committee.seat(reporter).cloned().ok_or(not_seated)?;
    verify_over(deps.api, &digest, &committee, &[first, second])?;

    let unbonding = CONFIG.load(deps.storage)?.unbonding;
    let (harmed, response) = punish(deps.storage, feed_number, &member, since, now, &info.sender)?;
    put_aside(deps.storage, &asked, number, harmed, None, now, unbonding)?;
    Ok(response)
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
    let (rest, response) = punish(deps.storage, feed, member, now.time, now, &info.sender)?;
    // No fact hangs on a log, so that nobody can be harmed by it.
    let state = state::feed(deps.storage, feed)?;
    let (asset, _) = state.secured(feed)?;
    outgoing::burn(deps.storage, asset, rest, response)
}

/// A seat loses all its pledge by its own signatures: nobody had to decide, so the adjudicator's part is the treasury's.
/// Returns what is left for those it harmed.
fn punish(
    storage: &mut dyn Storage,
    number: u32,
    member: &Member,
    since: UnixTime,
    now: Moment,
    shown_by: &Addr,
) -> Result<(Amount, Response), ContractError> {
    let feed = state::feed(storage, number)?;
    let (asset, secured) = feed.secured(number)?;
    let (reporter, operator) = (member.reporter, feed.operator(member)?.clone());
    let due = due(storage, number, member, member.weight, since, now.time)?;
    let amount = take(storage, number, asset, &operator, reporter, due)?;
    if amount.is_zero() {
        return Err(ContractError::ConvictedAlready { reporter });
    }
    let assurance = assurance(storage, number)?;
    let present = period_of(now.time, assurance.period);
    let mut book = state::book(storage, number, present, assurance.span())?;
    book.convict(member.weight, CONFIG.load(storage)?.unbonding, now.time)?;
    book.disgrace(reporter);
    state::save_book(storage, number, &book)?;

    let spoils = divide(amount)?;
    let response = Response::new().add_event(Slashed { feed: number, reporter, operator, amount });
    let response = outgoing::pay(storage, shown_by, asset, spoils.challenger, response)?;
    let kept = spoils.treasury.checked_add(spoils.adjudicator)?;
    let response = outgoing::pay(storage, &secured.treasury, asset, kept, response)?;
    Ok((spoils.harmed, response))
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
    let assurance = assurance(deps.storage, number)?;
    let present = period_of(now.time, assurance.period);
    let mut book = state::book(deps.storage, number, present, assurance.span())?;
    let fines = book.take_fines(reporter)?;
    state::save_book(deps.storage, number, &book)?;
    let seat = committee.seat(reporter).ok_or(ContractError::NoSeat { reporter })?;
    let operator = feed.operator(seat)?.clone();
    let amount = take(deps.storage, number, asset, &operator, reporter, fine(seat.weight, fines)?)?;
    let event = Fined { feed: number, reporter, operator, amount };
    outgoing::pay(deps.storage, &secured.treasury, asset, amount, Response::new().add_event(event))
}
