//! What can be read of a feed's security.

use cosmwasm_std::{Deps, Env, Storage};
use numeric::{Amount, UnixTime};
use types::oracle::{
    CapacityResponse, CaseResponse, Consumer, ConsumerResponse, OpenCaseResponse, PartResponse,
    RecordResponse, ReservationResponse, RoundRef, RoundResponse, RoundStatus, Security,
};

use super::page;
use crate::domain::case::{seats, Case};
use crate::domain::coalition::Coalitions;
use crate::domain::committee::{Assurance, Committee};
use crate::domain::exposure::period_of;
use crate::domain::feed::Secured;
use crate::execute::{moment, Past};
use crate::{state, ContractError};

/// Cases in a page at most, and if nothing is said.
const CASES_A_PAGE: (u32, u32) = (30, 10);

/// The security as its feed was created with it, and with the consumers that it has now.
pub fn terms((secured, assurance): (&Secured, Assurance)) -> Security {
    Security {
        conviction: secured.conviction,
        haircut: secured.haircut,
        margin: secured.margin,
        period: assurance.period,
        challenge: assurance.challenge,
        adjudication: secured.adjudication,
        block_time: assurance.block_time,
        adjudicator: secured.adjudicator.to_string(),
        bond: secured.bond,
        bond_share: secured.bond_share,
        fee: secured.fee,
        treasury: Some(secured.treasury.to_string()),
        consumers: secured
            .consumers
            .iter()
            .map(|(address, share)| Consumer { address: address.to_string(), share: *share })
            .collect(),
    }
}

pub fn capacity(storage: &dyn Storage, env: &Env, number: u32) -> Result<CapacityResponse, ContractError> {
    let feed = state::feed(storage, number)?;
    let (_, secured) = feed.secured(number)?;
    let committee = state::committee(storage, number)?;
    let assurance = committee.rules.assurance.ok_or(ContractError::NotSecured { feed: number })?;
    let now = period_of(moment(env)?.time, assurance.period);
    let exposure = state::book_as_it_is(storage, number, now, assurance.span())?.exposure;
    let coalitions = Coalitions::of(&committee, &committee)?;
    let caps = coalitions.caps(assurance.ratio)?;
    let all = exposure.in_period(now, assurance.span(), None)?;
    let mut consumers = Vec::new();
    for (place, (address, share)) in (0_u8..).zip(&secured.consumers) {
        let own = exposure.in_period(now, assurance.span(), Some(place))?;
        let address = address.to_string();
        consumers.push(ConsumerResponse { address, share: *share, time: own.time, outcome: own.outcome });
    }
    let mut at_risk = Amount::ZERO;
    for member in &committee.members {
        at_risk = at_risk.checked_add(member.at_risk()?)?;
    }
    Ok(CapacityResponse {
        at_risk,
        coalition_time: coalitions.time,
        coalition_outcome: coalitions.outcome,
        cap_time: caps.time,
        cap_outcome: caps.outcome,
        time: all.time,
        outcome: all.outcome,
        over: exposure.present < now || !all.fits(caps)?,
        consumers,
    })
}

pub fn reservation(
    deps: Deps,
    consumer: String,
    reference: u64,
) -> Result<ReservationResponse, ContractError> {
    let consumer = deps.api.addr_validate(&consumer)?;
    let reservation = state::reservation(deps.storage, &consumer, reference)?;
    let rules = state::committee(deps.storage, reservation.feed)?.rules;
    let period = rules.assurance.map_or(0, |assurance| assurance.period.get());
    let parts = reservation.parts.iter().map(|part| {
        Ok(PartResponse {
            amount: part.amount,
            kind: part.kind,
            expected: UnixTime::new(u64::from(part.period).saturating_mul(period))?,
            bound: part.bound.is_some(),
            compensated: !part.compensated.is_empty(),
        })
    });
    let parts = parts.collect::<Result<_, ContractError>>()?;
    let too_late = reservation.too_late.as_ref().unwrap_or(&consumer).to_string();
    let (feed, until) = (reservation.feed, reservation.until);
    Ok(ReservationResponse { feed, until, too_early: reservation.too_early.to_string(), too_late, parts })
}

pub fn round(storage: &dyn Storage, round: RoundRef) -> Result<RoundResponse, ContractError> {
    let past = Past::load(storage, round)?;
    let committee = past.committee(storage)?;
    let end = past.closed.challengeable_until(&past.assurance)?;
    let case = past.closed.case.map(|number| state::case(storage, number)).transpose()?;
    let status = match past.closed.outcome {
        _ if past.closed.overturned => RoundStatus::Overturned,
        None => RoundStatus::Undecided,
        Some(_) if past.closed.is_final => RoundStatus::Final,
        Some(_) => RoundStatus::Pending,
    };
    Ok(RoundResponse {
        status,
        outcome: past.closed.outcome,
        closed: past.closed.at.time,
        challengeable_until: end.time,
        challengeable_until_height: end.height,
        heard: reporters(&committee, past.closed.heard),
        agreeing: reporters(&committee, past.closed.agreeing),
        exposure: state::hanging(storage, past.asked.tag, past.asked.place)?.sum()?,
        reward: past.closed.reward,
        case: case.map(|case| challenge(&past, case)).transpose()?,
    })
}

fn reporters(committee: &Committee, mask: u32) -> Vec<u32> {
    seats(committee, mask).map(|member| member.reporter).collect()
}

fn challenge(past: &Past, case: Case) -> Result<CaseResponse, ContractError> {
    let (_, secured) = past.feed.secured(past.feed_number)?;
    let decide_by = case.opened.after(secured.adjudication, past.assurance.block_time)?.time;
    Ok(CaseResponse {
        challenger: case.challenger.into(),
        bond: case.bond,
        claim: case.claim,
        evidence: case.evidence,
        opened: case.opened.time,
        decide_by,
        ruling: case.ruling,
    })
}

pub fn cases(
    storage: &dyn Storage,
    start_after: Option<u64>,
    limit: Option<u32>,
) -> Result<Vec<OpenCaseResponse>, ContractError> {
    let numbers = state::open_cases(storage, start_after, page(CASES_A_PAGE, limit))?;
    let open = numbers.into_iter().map(|number| {
        let case = state::case(storage, number)?;
        let round = RoundRef { subject: case.subject.clone().into(), round: case.round };
        let past = Past::load(storage, round.clone())?;
        Ok(OpenCaseResponse { case: number, round, challenge: challenge(&past, case)? })
    });
    open.collect()
}

pub fn records(storage: &dyn Storage, env: &Env, number: u32) -> Result<Vec<RecordResponse>, ContractError> {
    let committee = state::committee(storage, number)?;
    let assurance = committee.rules.assurance.ok_or(ContractError::NotSecured { feed: number })?;
    let now = period_of(moment(env)?.time, assurance.period);
    let book = state::book_as_it_is(storage, number, now, assurance.span())?;
    let record = |(seat, reputation): (crate::domain::book::SeatRecord, _)| {
        let convicted = state::convicted(storage, number, seat.reporter)?;
        Ok(RecordResponse {
            reporter: seat.reporter,
            missed: u8::try_from(seat.missed()).unwrap_or(u8::MAX),
            fines: seat.fines,
            reputation,
            kept: convicted.map_or(Amount::ZERO, |convicted| convicted.kept),
        })
    };
    book.seats().map(record).collect()
}
