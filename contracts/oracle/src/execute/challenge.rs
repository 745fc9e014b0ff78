//! A closed round is challenged, and the feed's adjudicator decides; or nobody challenges it, and it becomes final.

use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use cw20::Denom;
use guard::{exact_funds, nonpayable};
use numeric::{Amount, BasisPoints, Rounding};
use types::digest::Digest;
use types::journey::Outcome;
use types::notice::CaseNotice;
use types::oracle::{Fault, RoundRef, Ruling};

use crate::domain::case::{bond, screen_ruling, Case, Closed};
use crate::domain::moment::{End, Moment};
use crate::domain::slashing::{harm, is_of_times_only};
use crate::domain::stake::Stake;
use crate::events::{CaseRuled, Challenged, FactFinalised, Finding};
use crate::execute::conclude::moment;
use crate::execute::past::Past;
use crate::execute::secure::{date, settle};
use crate::execute::slash::{slash, Guilty};
use crate::outgoing::{self, Payouts};
use crate::state::{self, LEDGER};
use crate::ContractError;

/// Half of a lost bond is burned, the rest is the adjudicator's.
const BURNED: u16 = 5_000;

/// What a challenger says.
pub struct Complaint {
    /// The round.
    pub round: RoundRef,
    /// What is true.
    pub claim: Option<Outcome>,
    /// Digest of the evidence.
    pub evidence: Option<Digest>,
}

/// Anyone makes final what was decided and not challenged.
pub fn finalise(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    round: RoundRef,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let mut past = Past::load(deps.storage, round)?;
    let outcome = past.closed.assert_finalisable(&past.assurance, now)?;
    make_final(deps.storage, &mut past, outcome, now, Response::new())
}

fn make_final(
    storage: &mut dyn Storage,
    past: &mut Past,
    outcome: Outcome,
    now: Moment,
    response: Response,
) -> Result<Response, ContractError> {
    // A case about another round leaves alone what pends.
    if pending(&past.closed).is_some() {
        past.asked.progress.end_pending(past.asked.place);
    }
    let corrects = past.closed.outcome.filter(|_| past.closed.is_final);
    past.closed.is_final = true;
    past.save(storage)?;
    let (response, sequence) = if past.gauge.is_some() && outcome == (Outcome::Unresolvable {}) {
        // A number that could not be established is none, and ends no series.
        past.asked.withdraw(storage, corrects)?;
        (response, None)
    } else {
        settle(storage, &mut past.asked, outcome, corrects, now.time, response)?
    };
    let subject = past.asked.subject.clone();
    Ok(response.add_event(FactFinalised {
        collection: subject.collection,
        token_id: subject.token_id.into(),
        leg: subject.milestone.leg,
        event: subject.milestone.event,
        place: subject.milestone.place,
        round: past.number,
        outcome,
        sequence,
    }))
}

/// Anyone challenges a closed round, with the bond in native money.
pub fn challenge(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    complaint: Complaint,
) -> Result<Response, ContractError> {
    let challenger = info.sender.clone();
    open(deps, env, challenger, complaint, |asset, bond| match asset {
        Denom::Native(denom) if !bond.is_zero() => Ok(exact_funds(&info, denom, bond)?),
        Denom::Native(_) => Ok(nonpayable(&info)?),
        Denom::Cw20(_) if bond.is_zero() => Ok(nonpayable(&info)?),
        Denom::Cw20(token) => Err(ContractError::PaidIn { token: token.clone(), amount: bond }),
    })
}

/// The same, with the bond in the cw20 of the feed.
pub fn challenge_with_cw20(
    deps: DepsMut,
    env: Env,
    challenger: Addr,
    token: &Addr,
    amount: Amount,
    complaint: Complaint,
) -> Result<Response, ContractError> {
    open(deps, env, challenger, complaint, |asset, bond| match asset {
        Denom::Cw20(own) if own == token && bond == amount => Ok(()),
        Denom::Cw20(own) => Err(ContractError::PaidIn { token: own.clone(), amount: bond }),
        Denom::Native(_) => Err(ContractError::PaidIn { token: token.clone(), amount: Amount::ZERO }),
    })
}

fn open(
    deps: DepsMut,
    env: Env,
    challenger: Addr,
    complaint: Complaint,
    pay: impl FnOnce(&Denom, Amount) -> Result<(), ContractError>,
) -> Result<Response, ContractError> {
    let now = moment(&env)?;
    let Complaint { round, claim, evidence } = complaint;
    let mut past = Past::load(deps.storage, round.clone())?;
    past.closed.assert_challengeable(&past.assurance, now)?;
    let (asset, secured) = past.feed.secured(past.feed_number)?;
    let mut hanging = state::hanging(deps.storage, past.asked.tag, past.asked.place)?;
    let bond = bond(secured.bond, secured.bond_share, hanging.sum()?)?;
    pay(asset, bond)?;
    if !bond.is_zero() {
        LEDGER.owe(deps.storage, asset, bond)?;
    }

    hanging.challenge(past.number, now.time);
    if past.closed.outcome.is_some() {
        let mut book = past.book(deps.storage, now)?;
        hanging.dispute(past.number, &mut book.exposure)?;
        state::save_book(deps.storage, past.feed_number, &book)?;
    }
    state::save_hanging(deps.storage, past.asked.tag, past.asked.place, &hanging)?;
    let mut stakes = past.stakes(deps.storage, &*past.committee(deps.storage)?)?;
    stakes.each(Stake::freeze)?;
    stakes.save(deps.storage)?;
    let adjudicator = secured.adjudicator.clone();
    let decide_by = now.after(secured.adjudication, past.assurance.block_time)?.time;
    let case = Case {
        feed: past.feed_number,
        subject: past.asked.subject.clone().into(),
        round: past.number,
        challenger: challenger.clone(),
        bond,
        claim,
        evidence: evidence.clone(),
        opened: now,
        ruling: None,
    };
    let number = state::open_case(deps.storage, &case)?;
    past.closed.case = Some(number);
    past.save(deps.storage)?;

    let subject = round.subject.clone();
    let response = Response::new().add_event(Challenged {
        case: number,
        feed: past.feed_number,
        collection: subject.collection,
        token_id: subject.token_id.into(),
        leg: subject.milestone.leg,
        event: subject.milestone.event,
        place: subject.milestone.place,
        round: past.number,
        challenger,
        bond,
        claim,
        evidence: evidence.clone(),
        decide_by,
    });
    if !message::is_contract(&deps.querier, &adjudicator) {
        return Ok(response);
    }
    let (feed, outcome) = (past.feed_number, past.closed.outcome);
    let notice = CaseNotice { case: number, feed, round, outcome, claim, evidence, decide_by };
    Ok(response.add_submessage(outgoing::case(&adjudicator, notice)?))
}

/// The adjudicator decides.
pub fn rule(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    round: RoundRef,
    ruling: Ruling,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let mut past = Past::load(deps.storage, round)?;
    let (number, case) = past.open_case(deps.storage)?;
    let (_, secured) = past.feed.secured(past.feed_number)?;
    if info.sender != secured.adjudicator {
        let (sender, adjudicator) = (info.sender, secured.adjudicator.clone());
        return Err(ContractError::NotAdjudicator { sender, adjudicator });
    }
    let end = decided_by(&past, &case)?;
    if end.is_past(now) {
        return Err(ContractError::RulingTooLate { until: end.time });
    }
    let cutoffs = past.asked.inquiry.cutoffs(past.asked.place);
    screen_ruling(&ruling, &past.closed, &cutoffs, past.gauge.as_ref(), now.time)?;
    end_case(deps.storage, &mut past, number, case, ruling, now)
}

/// Anyone ends a case that nobody decided in time.
pub fn lapse_case(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    round: RoundRef,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let mut past = Past::load(deps.storage, round)?;
    let (number, case) = past.open_case(deps.storage)?;
    let end = decided_by(&past, &case)?;
    if !end.is_past(now) {
        return Err(ContractError::CaseRuns { until: end.time, height: end.height });
    }
    end_case(deps.storage, &mut past, number, case, Ruling::Unresolvable {}, now)
}

fn decided_by(past: &Past, case: &Case) -> Result<End, ContractError> {
    let (_, secured) = past.feed.secured(past.feed_number)?;
    case.opened.after(secured.adjudication, past.assurance.block_time)
}

fn end_case(
    storage: &mut dyn Storage,
    past: &mut Past,
    number: u64,
    mut case: Case,
    ruling: Ruling,
    now: Moment,
) -> Result<Response, ContractError> {
    case.ruling = Some(ruling);
    state::close_case(storage, number, &case)?;
    let (asset, secured) = past.feed.secured(past.feed_number)?;
    let mut hanging = state::hanging(storage, past.asked.tag, past.asked.place)?;
    hanging.end_challenge(past.number);
    if past.closed.outcome.is_some() {
        let mut book = past.book(storage, now)?;
        hanging.end_dispute(&mut book.exposure, past.assurance.span())?;
        state::save_book(storage, past.feed_number, &book)?;
    }
    state::save_hanging(storage, past.asked.tag, past.asked.place, &hanging)?;
    let committee = past.committee(storage)?;
    let mut stakes = past.stakes(storage, &committee)?;
    stakes.each(|stake| {
        stake.thaw();
        Ok(())
    })?;
    let mut payouts = Payouts::of(asset);
    let event = CaseRuled { case: number, feed: past.feed_number, ruling: Finding(ruling) };
    let response = Response::new().add_event(event);

    let response = match ruling {
        Ruling::Upheld {} => {
            let burned = case.bond.share(BasisPoints::new(BURNED)?, Rounding::Up)?;
            payouts.burn(burned)?;
            payouts.add(&secured.adjudicator, case.bond.checked_sub(burned)?)?;
            match pending(&past.closed) {
                Some(outcome) => make_final(storage, past, outcome, now, response),
                None => Ok(response),
            }
        }
        Ruling::Unresolvable {} => {
            payouts.add(&case.challenger, case.bond)?;
            match pending(&past.closed) {
                Some(_) => overturn(storage, past, Outcome::Unresolvable {}, now, &mut payouts, response),
                None => Ok(response),
            }
        }
        Ruling::Overturned { truth, fault } => {
            payouts.add(&case.challenger, case.bond)?;
            let harmed =
                past.closed.outcome.filter(|_| past.closed.is_final).and_then(|fact| harm(fact, truth));
            let response = if fault == Fault::None {
                response
            } else {
                let guilty = Guilty {
                    members: past.closed.guilty(&committee, truth),
                    stakes: &mut stakes,
                    fault,
                    shown_by: case.challenger.clone(),
                    harm: harmed,
                    times_only: past.closed.outcome.is_some_and(|fact| is_of_times_only(fact, truth)),
                };
                slash(storage, past, guilty, now, &mut payouts, response)?
            };
            overturn(storage, past, truth, now, &mut payouts, response)
        }
    }?;
    stakes.save(storage)?;
    payouts.pay(storage, response)
}

/// What a round decided and nothing has made final.
fn pending(closed: &Closed) -> Option<Outcome> {
    closed.outcome.filter(|_| !closed.is_final)
}

/// Something else than the round decided is true: it earned nothing, and what is true supersedes it.
fn overturn(
    storage: &mut dyn Storage,
    past: &mut Past,
    truth: Outcome,
    now: Moment,
    payouts: &mut Payouts,
    response: Response,
) -> Result<Response, ContractError> {
    if past.closed.outcome.is_none() {
        // The round had moved nothing: what hangs on the question counts as decided now.
        let mut book = past.book(storage, now)?;
        let hanging = state::hanging(storage, past.asked.tag, past.asked.place)?;
        past.closed.reward = date(storage, &mut book, &past.asked, hanging)?;
        state::save_book(storage, past.feed_number, &book)?;
        past.asked.progress.note_decided(past.asked.place, past.number);
    }
    past.forfeit(payouts)?;
    past.closed.overturned = true;
    make_final(storage, past, truth, now, response)
}

/// The bond that a challenge takes now.
pub fn bond_of(storage: &dyn Storage, past: &Past) -> Result<Amount, ContractError> {
    let (_, secured) = past.feed.secured(past.feed_number)?;
    let hanging = state::hanging(storage, past.asked.tag, past.asked.place)?;
    bond(secured.bond, secured.bond_share, hanging.sum()?)
}
