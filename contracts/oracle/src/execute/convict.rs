//! A reporter is convicted by its own signatures.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use guard::nonpayable;
use numeric::UnixTime;
use types::devices::{log_digest, Registry};
use types::oracle::{subject_digest, DeviceEvidence, RoundRef, SignedReport};

use crate::domain::committee::{Committee, Member};
use crate::domain::exposure::period_of;
use crate::domain::moment::Moment;
use crate::domain::round::contradict;
use crate::domain::slashing::{divide, Pot};
use crate::events::Slashed;
use crate::execute::conclude::{moment, Asked};
use crate::execute::past::assurance_of;
use crate::execute::report::verify_over;
use crate::execute::slash::{due, put_aside, take_of_one, Taken};
use crate::outgoing::Payouts;
use crate::state::{self, CONFIG};
use crate::ContractError;

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
