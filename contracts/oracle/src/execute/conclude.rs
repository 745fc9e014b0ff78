use cosmwasm_std::{Env, Response, Storage};
use numeric::UnixTime;
use types::journey::{Outcome, Standing, Subject};
use types::notice::{FactNotice, MeasuredNotice, Notification};
use types::oracle::{Corrected, Measured};

use crate::domain::committee::Committee;
use crate::domain::decision::{Decision, Shortfall, Verdict};
use crate::domain::inquiry::{Inquiry, Question};
use crate::domain::measurement::Background;
use crate::domain::moment::Moment;
use crate::domain::progress::Progress;
use crate::domain::round::{Contradiction, Round};
use crate::events::{FactDecided, ReportContradicted, RoundUndecided, Word};
use crate::execute::deposit;
use crate::execute::secure::secure;
use crate::state::{Measurement, Tag};
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

    /// The final number of the latest time. What comes later about an earlier time does not supersede it.
    pub fn last_number(&self, storage: &dyn Storage) -> Result<Option<(u32, Measurement)>, ContractError> {
        match self.progress.of(self.place).newest {
            0 => Ok(None),
            number => {
                let known = state::measurement(storage, self.tag, self.place, number)?;
                Ok(known.map(|known| (number, known)))
            }
        }
    }

    /// Whether what was measured then supersedes the final number of the latest time. Of the same time the later word does; the
    /// truth about a number supersedes that one, and others only where they are older.
    fn is_newest(
        &self,
        storage: &dyn Storage,
        at: UnixTime,
        corrects: Option<Corrected>,
    ) -> Result<bool, ContractError> {
        let Some((_, last)) = self.last_number(storage)? else { return Ok(true) };
        Ok(match corrects {
            Some(Corrected { value, at: said }) => {
                (last.value, last.at) == (value, said) || last.at < at.max(said)
            }
            None => last.at <= at,
        })
    }

    /// Something is final: returns what is new in it. It may correct something that was.
    pub fn settle(
        &mut self,
        storage: &mut dyn Storage,
        outcome: Outcome,
        corrects: Option<Outcome>,
        now: UnixTime,
    ) -> Result<Option<News>, ContractError> {
        let news = match outcome {
            Outcome::Measured { value, at } => {
                // It takes the place of what it corrects, whenever that was.
                let corrects = corrects.and_then(corrected);
                let is_newest = self.is_newest(storage, at, corrects)?;
                let number = self.progress.measure(self.place, is_newest)?;
                let measurement = Measurement { value, at, decided: now, corrects };
                state::add_measurement(storage, self.tag, self.place, number, &measurement)?;
                Some(News::Number(Measured { number, value, at, decided: now, corrects }))
            }
            event => self.progress.settle(self.place, event, now)?.map(News::Fact),
        };
        state::save_progress(storage, self.tag, &self.progress)?;
        Ok(news)
    }

    /// A final number turned out to be none: if there is no later one, there is none to rely on.
    pub fn withdraw(
        &mut self,
        storage: &mut dyn Storage,
        number: Option<Outcome>,
    ) -> Result<(), ContractError> {
        let last = self.last_number(storage)?.map(|(_, last)| Corrected { value: last.value, at: last.at });
        if last.is_some() && last == number.and_then(corrected) {
            self.progress.forget_newest(self.place);
        }
        state::save_progress(storage, self.tag, &self.progress)
    }

    /// Whether an outcome would be news. A number always is.
    pub fn changes(&self, outcome: Outcome) -> bool {
        if matches!(outcome, Outcome::Measured { .. }) {
            return true;
        }
        let standing = self.progress.of(self.place).standing;
        standing.after(outcome) != standing
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

fn corrected(outcome: Outcome) -> Option<Corrected> {
    match outcome {
        Outcome::Measured { value, at } => Some(Corrected { value, at }),
        _ => None,
    }
}

/// When and how a round closed.
#[derive(Clone, Copy)]
pub struct Close {
    pub now: Moment,
    /// Whether all had the time to report in it.
    pub by_time: bool,
    /// Whether the committee is still the one that the round began with.
    pub is_present: bool,
}

/// The block.
pub fn moment(env: &Env) -> Result<Moment, ContractError> {
    Ok(Moment { time: UnixTime::from_block(env.block.time)?, height: env.block.height })
}

/// A closed round becomes a fact, of which the collection is told, or nothing.
pub fn conclude(
    storage: &mut dyn Storage,
    mut asked: Asked,
    number: u32,
    round: &Round,
    committee: &Committee,
    close: Close,
) -> Result<Response, ContractError> {
    if let Some(assurance) = committee.rules.assurance {
        return secure(storage, asked, number, round, committee, &assurance, close);
    }
    // Nobody could be asked which of two numbers is true: one that is stale is compared with none, or a series would end with a
    // false one.
    let last = match (asked.last_number(storage)?, &committee.rules.gauge) {
        (Some((_, last)), Some(gauge)) if gauge.stale_after(last.at)? >= close.now.time => Some(last.value),
        _ => None,
    };
    let background = Background { last, ..Background::default() };
    match round.decide(committee, &background)? {
        Verdict::Decided(decision) if decision.contested => {
            // Nobody could be asked whether it is true.
            asked.progress.close_round(asked.place)?;
            state::save_progress(storage, asked.tag, &asked.progress)?;
            Ok(Response::new().add_event(undecided(asked.subject, number, round, Shortfall::Contested)))
        }
        Verdict::Undecided(lacked) => {
            asked.progress.close_round(asked.place)?;
            state::save_progress(storage, asked.tag, &asked.progress)?;
            Ok(Response::new().add_event(undecided(asked.subject, number, round, lacked)))
        }
        Verdict::Decided(decision) => {
            asked.progress.close_round(asked.place)?;
            establish(storage, &mut asked, number, round, decision, close.now.time)
        }
    }
}

/// What a round decided is final.
pub fn establish(
    storage: &mut dyn Storage,
    asked: &mut Asked,
    number: u32,
    round: &Round,
    decision: Decision,
    now: UnixTime,
) -> Result<Response, ContractError> {
    let news = asked.settle(storage, decision.outcome, None, now)?;
    let sequence = news.map(|_| asked.progress.sequence);
    let event = decided(asked.subject.clone(), number, round, decision, sequence);
    let response = Response::new().add_event(event);
    match news {
        Some(news) => tell(storage, asked, news, response),
        None => Ok(response),
    }
}

/// What is new.
#[derive(Clone, Copy)]
pub enum News {
    /// What stands of an event.
    Fact(Standing),
    /// A number, the last of its question.
    Number(Measured),
}

pub fn undecided(subject: Subject, number: u32, round: &Round, lacked: Shortfall) -> RoundUndecided {
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

pub fn decided(
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
pub fn tell(
    storage: &mut dyn Storage,
    asked: &mut Asked,
    news: News,
    response: Response,
) -> Result<Response, ContractError> {
    let (token_id, milestone) = (asked.subject.token_id.clone(), asked.subject.milestone);
    let sequence = asked.progress.sequence;
    let notification = match news {
        News::Fact(standing) => Notification::Fact(FactNotice { token_id, sequence, milestone, standing }),
        News::Number(measured) => {
            Notification::Measured(MeasuredNotice { token_id, milestone, feed: asked.inquiry.feed, measured })
        }
    };
    let response = response.add_submessage(outgoing::notice(&asked.subject, sequence, &notification)?);
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
