use cosmwasm_std::{Api, DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use types::digest::Digest;
use types::journey::Subject;
use types::oracle::{report_digest, subject_digest, SignedReport};

use crate::domain::committee::Committee;
use crate::domain::report::{screen, screen_batch};
use crate::domain::round::Round;
use crate::events::{ReportContradicted, ReportsAccepted, Word};
use crate::execute::conclude::{conclude, moment, Asked, Close};
use crate::{state, ContractError};

/// Anyone submits signatures of a round. All must verify; those of reporters that were heard change nothing.
pub fn report(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    subject: Subject,
    number: u32,
    reports: Vec<SignedReport>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let asked = Asked::load(deps.storage, subject)?;
    asked.assert_round(number)?;

    let saved = state::round(deps.storage, asked.tag, asked.place)?;
    let is_new = saved.is_none();
    let (mut round, committee) = match saved {
        Some(round) => {
            let committee = state::committee_of(deps.storage, asked.inquiry.feed, round.version)?;
            (round, committee)
        }
        None => {
            let committee = state::committee(deps.storage, asked.inquiry.feed)?;
            asked.assert_takes_rounds(&committee, now.time)?;
            (Round::begin(now, &committee), committee)
        }
    };

    screen_batch(&reports, &committee)?;
    let cutoffs = asked.inquiry.cutoffs(asked.place);
    for report in &reports {
        screen(report, now.time, &cutoffs, committee.rules.gauge.as_ref())?;
    }
    verify(deps.api, &env, &asked, number, &committee, &reports)?;
    let contradicted: Vec<ReportContradicted> =
        round.accept(&reports)?.into_iter().map(|two| asked.contradiction(number, two)).collect();

    let response = if round.is_complete(&committee)? {
        if !is_new {
            state::remove_round(deps.storage, asked.tag, asked.place)?;
        }
        conclude(deps.storage, asked, number, &round, &committee, Close { now, by_time: false })?
    } else {
        state::save_round(deps.storage, asked.tag, asked.place, &round)?;
        let Subject { collection, token_id, milestone } = asked.subject;
        Response::new().add_event(ReportsAccepted {
            collection,
            token_id: token_id.into(),
            leg: milestone.leg,
            event: milestone.event,
            place: milestone.place,
            round: number,
            reports: round.reports.iter().map(Word::from).collect(),
        })
    };
    Ok(response.add_events(contradicted))
}

/// All signatures, over one hash of the round's subject and one short hash a report.
fn verify(
    api: &dyn Api,
    env: &Env,
    asked: &Asked,
    round: u32,
    committee: &Committee,
    reports: &[SignedReport],
) -> Result<(), ContractError> {
    let subject = subject_digest(
        &env.block.chain_id,
        env.contract.address.as_str(),
        asked.inquiry.feed,
        &asked.subject,
        round,
    );
    verify_over(api, &subject, committee, reports)
}

/// The same, over a subject's digest that is known.
pub fn verify_over(
    api: &dyn Api,
    subject: &Digest,
    committee: &Committee,
    reports: &[SignedReport],
) -> Result<(), ContractError> {
    for report in reports {
        let reporter = report.reporter;
        let version = committee.version;
        let seat = committee.seat(reporter).ok_or(ContractError::NotInCommittee { reporter, version })?;
        let digest = report_digest(subject, &report.outcome, report.signed_at);
        if !matches!(seat.key.verifies(api, digest.as_bytes(), &report.signature), Ok(true)) {
            return Err(ContractError::BadSignature { reporter });
        }
    }
    Ok(())
}
