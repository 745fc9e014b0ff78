use cosmwasm_std::{Response, Storage};
use numeric::UnixTime;
use types::journey::{Standing, Subject};
use types::notice::FactNotice;

use crate::domain::committee::Committee;
use crate::domain::decision::{Decision, Shortfall, Verdict};
use crate::domain::inquiry::{Inquiry, Question};
use crate::domain::progress::Progress;
use crate::domain::round::{Contradiction, Round};
use crate::events::{FactDecided, ReportContradicted, RoundUndecided, Word};
use crate::execute::deposit;
use crate::state::Tag;
use crate::{outgoing, state, ContractError};

/// A question with all that is known around it.
pub struct Asked {
    pub subject: Subject,
    pub tag: Tag,
    pub inquiry: Inquiry,
    pub progress: Progress,
    /// The question's place in the inquiry.
    pub place: u8,
    pub question: Question,
}

impl Asked {
    pub fn load(storage: &dyn Storage, subject: Subject) -> Result<Self, ContractError> {
        let tag = state::subject_tag(&subject.collection, subject.token_id.as_str());
        let inquiry = state::inquiry(storage, tag)?.ok_or_else(|| ContractError::UnknownSubject {
            collection: subject.collection.clone(),
            token_id: subject.token_id.as_str().to_owned(),
        })?;
        let (place, question) = inquiry.question(&subject.milestone)?;
        let progress = state::progress(storage, tag)?;
        Ok(Self { subject, tag, inquiry, progress, place, question })
    }

    pub fn assert_round(&self, actual: u32) -> Result<(), ContractError> {
        let expected = self.progress.of(self.place).round;
        if actual != expected {
            return Err(ContractError::WrongRound { expected, actual });
        }
        Ok(())
    }

    pub fn assert_takes_rounds(&self, committee: &Committee, now: UnixTime) -> Result<(), ContractError> {
        let known = self.progress.of(self.place);
        if !known.takes_rounds(self.question.retired, committee.rules.correction, now)? {
            return Err(ContractError::QuestionClosed { milestone: self.subject.milestone });
        }
        Ok(())
    }

    pub fn contradiction(&self, round: u32, two: Contradiction) -> ReportContradicted {
        ReportContradicted {
            collection: self.subject.collection.clone(),
            token_id: self.subject.token_id.as_str().to_owned(),
            round,
            accepted: Word::from(&two.accepted),
            later: Word::from(two.later),
            signed_at: two.later.signed_at,
            signature: two.later.signature.clone(),
        }
    }
}

/// A closed round becomes a fact, of which the collection is told, or nothing.
pub fn conclude(
    storage: &mut dyn Storage,
    mut asked: Asked,
    number: u32,
    round: &Round,
    committee: &Committee,
    now: UnixTime,
) -> Result<Response, ContractError> {
    match round.decide(committee)? {
        Verdict::Undecided(lacked) => {
            asked.progress.close_round(asked.place)?;
            state::save_progress(storage, asked.tag, &asked.progress)?;
            Ok(Response::new().add_event(undecided(asked.subject, number, round, lacked)))
        }
        Verdict::Decided(decision) => {
            let standing = asked.progress.decide(asked.place, decision.outcome, now)?;
            state::save_progress(storage, asked.tag, &asked.progress)?;
            let sequence = standing.map(|_| asked.progress.sequence);
            let event = decided(asked.subject.clone(), number, round, decision, sequence);
            let response = Response::new().add_event(event);
            match standing {
                Some(standing) => tell(storage, asked, standing, response),
                None => Ok(response),
            }
        }
    }
}

fn undecided(subject: Subject, number: u32, round: &Round, lacked: Shortfall) -> RoundUndecided {
    let Subject { collection, token_id, milestone } = subject;
    RoundUndecided {
        collection,
        token_id: token_id.into(),
        leg: milestone.leg,
        event: milestone.event,
        place: milestone.place,
        round: number,
        lacked,
        reports: round.reports.iter().map(Word::from).collect(),
    }
}

fn decided(
    subject: Subject,
    number: u32,
    round: &Round,
    decision: Decision,
    sequence: Option<u32>,
) -> FactDecided {
    let Subject { collection, token_id, milestone } = subject;
    FactDecided {
        collection,
        token_id: token_id.into(),
        leg: milestone.leg,
        event: milestone.event,
        place: milestone.place,
        round: number,
        outcome: decision.outcome,
        sequence,
        agreeing: decision.agreeing,
        reports: round.reports.iter().map(Word::from).collect(),
        dissent: decision.dissent,
    }
}

/// Tells the collection what stands, and gives the deposits back if that was the last answer.
fn tell(
    storage: &mut dyn Storage,
    mut asked: Asked,
    standing: Standing,
    response: Response,
) -> Result<Response, ContractError> {
    let fact = FactNotice {
        token_id: asked.subject.token_id.clone(),
        sequence: asked.progress.sequence,
        milestone: asked.subject.milestone,
        standing,
    };
    let response = response.add_submessage(outgoing::notice(&asked.subject.collection, fact)?);
    if asked.inquiry.deposit.is_none() || !is_answered(&asked.inquiry, &asked.progress) {
        return Ok(response);
    }
    let Subject { collection, token_id, .. } = &asked.subject;
    let response = deposit::give_back(storage, &mut asked.inquiry, collection, token_id, response)?;
    state::save_inquiry(storage, asked.tag, &asked.inquiry)?;
    Ok(response)
}

/// Whether no question is open any more: each is answered or retired.
fn is_answered(inquiry: &Inquiry, progress: &Progress) -> bool {
    inquiry.numbered().all(|(place, question)| question.retired || progress.of(place).is_answered())
}
