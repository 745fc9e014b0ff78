//! From what was published to what a reporter signs.
//!
//! A report is the reporter's own word, and his stake answers for it. So whatever is not clear is not signed: what
//! contradicts something else, lies in the future, or comes in an order in which goods do not move. What a publisher
//! takes back is carried as a correction, in the next round; silence is never carried as anything.

pub mod asked;
mod doubt;
pub mod journal;
mod number;
mod order;
mod question;
mod relevance;
pub mod sign;
mod versions;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use numeric::UnixTime;
use types::event::Classifier;
use types::journey::{MilestoneRef, Outcome};

use crate::publications::{Mark, Publication, Refused, Word};
use asked::Asked;
pub use doubt::Doubt;
use journal::Entry;
use number::Sample;
use question::{Evidence, Withdrawn};
pub use relevance::Places;
use relevance::Ties;
use versions::State;

/// What is known when a reporter decides what to sign.
pub struct Case<'a> {
    /// What is asked.
    pub asked: &'a Asked,
    /// Numbers of documents by which publications name the shipment.
    pub references: &'a [String],
    /// Places by other codes than UN/LOCODE.
    pub places: &'a Places,
    /// What publications call that which a feed of numbers measures, if not the same.
    pub quantity: Option<&'a str>,
    /// The time of signing.
    pub now: UnixTime,
    /// The reporter, if it is known which.
    pub reporter: Option<u32>,
    /// What its key has signed before.
    pub journal: &'a [Entry],
}

/// What becomes of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is what a report says.
    Carried(Outcome),
    /// There is nothing to say any more, and why.
    Known(String),
    /// It is planned or estimated: no fact.
    Expected,
    /// Another says the same.
    Repeats(Mark),
    /// A newer version holds.
    Superseded(Mark),
    /// It was taken back.
    Retracted(Mark),
    /// Something is to come first.
    Waits(String),
    /// A measurement.
    Observed,
    /// It says nothing that is asked, and why.
    Aside(String),
}

/// A word to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The question's place among the questions.
    pub question: usize,
    /// The question.
    pub milestone: MilestoneRef,
    /// The round.
    pub round: u32,
    /// What is said.
    pub outcome: Outcome,
    /// The ids of the publications that say so, by which they may be taken back.
    pub ids: Vec<String>,
    /// What the key signed for the very same word before, to be sent again as it is.
    pub before: Option<Entry>,
}

/// What is made of publications.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// What becomes of each that is believed, by its index.
    pub fates: BTreeMap<usize, Fate>,
    /// What is not believed.
    pub doubted: Vec<Refused<Doubt>>,
    /// What is to be signed.
    pub reports: Vec<Report>,
}

/// Decides what may be signed. The order of the publications makes no difference.
pub fn decide(case: &Case, publications: &[Publication]) -> Decision {
    let events = publications.iter().filter(|publication| matches!(publication.word, Word::Event(_)));
    let ids = events.filter_map(|publication| publication.id.as_deref()).collect();
    let (decision, doubts) = (Decision::default(), BTreeMap::new());
    let mut clerk = Clerk { case, publications, ids, decision, doubts };
    let (evidence, readings) = clerk.sort();
    clerk.conclude_readings(&readings);
    clerk.keep_order(&evidence);
    for (question, found) in &evidence {
        clerk.conclude(*question, found);
    }
    clerk.done()
}

struct Clerk<'a> {
    case: &'a Case<'a>,
    publications: &'a [Publication],
    /// Those of events.
    ids: BTreeSet<&'a str>,
    decision: Decision,
    doubts: BTreeMap<usize, Doubt>,
}

impl Clerk<'_> {
    fn mark(&self, index: usize) -> Mark {
        let nowhere = || Mark { file: "".into(), line: 0, column: 0 };
        self.publications.get(index).map_or_else(nowhere, |found| found.mark.clone())
    }

    fn marks(&self, indices: impl IntoIterator<Item = usize>) -> Vec<Mark> {
        let mut marks: Vec<Mark> = indices.into_iter().map(|index| self.mark(index)).collect();
        marks.sort();
        marks.dedup();
        marks
    }

    /// Lays what is said about each question together.
    fn sort(&mut self) -> (BTreeMap<usize, Evidence>, Vec<Sample>) {
        let Case { asked, references, places, now, .. } = *self.case;
        let ties = Ties { asked, references, places, now };
        let (mut evidence, mut readings): (BTreeMap<usize, Evidence>, _) = (BTreeMap::new(), Vec::new());
        let states = versions::states(self.publications);
        for (index, (publication, state)) in self.publications.iter().zip(states).enumerate() {
            if let Some(issued) = self.ahead(index) {
                self.doubts.insert(index, Doubt::PublishedAhead { issued, now });
                continue;
            }
            let fate = match (&publication.word, state) {
                (_, State::Doubted(doubt)) => Err(doubt),
                (_, State::Repeats(other)) => Ok(Fate::Repeats(self.mark(other))),
                (Word::Aside(why), _) => Ok(Fate::Aside(why.clone())),
                (Word::Observation(_), State::Superseded(by)) => Ok(Fate::Superseded(self.mark(by))),
                (Word::Observation(_), State::Retracted(by)) => Ok(Fate::Retracted(self.mark(by))),
                (Word::Observation(seen), _) if seen.at > now => {
                    Err(Doubt::FutureReading { at: seen.at, now })
                }
                (Word::Observation(seen), _) => match &asked.measures {
                    None => Ok(Fate::Observed),
                    Some(measures) => match self.reading(measures, seen) {
                        Ok(Ok(value)) => {
                            readings.push(Sample { index, at: seen.at, value });
                            continue;
                        }
                        Ok(Err(fate)) => Ok(fate),
                        Err(doubt) => Err(doubt),
                    },
                },
                (Word::Event(_) | Word::Retraction(_), _) if asked.measures.is_some() => {
                    Ok(Fate::Aside("the feed takes numbers, and no events".to_owned()))
                }
                (Word::Event(event), State::Superseded(by)) => {
                    if let Ok(Ok(answer)) = ties.answer(event) {
                        evidence.entry(answer.question).or_default().was_said = true;
                        self.withdraw(by, answer.question, &mut evidence);
                    }
                    Ok(Fate::Superseded(self.mark(by)))
                }
                (Word::Event(event), State::Retracted(by)) => {
                    if let Ok(Ok(answer)) = ties.answer(event) {
                        evidence.entry(answer.question).or_default().was_said = true;
                        self.withdraw(by, answer.question, &mut evidence);
                    }
                    Ok(Fate::Retracted(self.mark(by)))
                }
                (Word::Event(event), State::Stands { corrects }) => {
                    match ties.screen(publication, event).and_then(|()| ties.answer(event)) {
                        Ok(Ok(answer)) => {
                            let found = evidence.entry(answer.question).or_default();
                            found.add(index, event.at, answer.containers, corrects);
                            continue;
                        }
                        Ok(Err(fate)) => {
                            if fate == Fate::Expected {
                                self.expect_again(index, &mut evidence);
                            }
                            Ok(fate)
                        }
                        Err(doubt) => Err(doubt),
                    }
                }
                (Word::Retraction(_), State::Retracted(by) | State::Superseded(by)) => {
                    Ok(Fate::Retracted(self.mark(by)))
                }
                (Word::Retraction(retraction), State::Stands { .. }) => {
                    for question in self.signed_for(&retraction.of) {
                        self.withdraw(index, question, &mut evidence);
                    }
                    Ok(Fate::Aside(format!("takes back {}", retraction.of)))
                }
            };
            match fate {
                Ok(fate) => drop(self.decision.fates.insert(index, fate)),
                Err(doubt) => drop(self.doubts.insert(index, doubt)),
            }
        }
        (evidence, readings)
    }

    /// When it claims to have been published, if that is still to come.
    fn ahead(&self, index: usize) -> Option<UnixTime> {
        let publication = self.publications.get(index)?;
        let is_of_goods = !matches!(publication.word, Word::Aside(_));
        publication.issued.filter(|issued| is_of_goods && *issued > self.case.now)
    }

    /// What the reporter has signed about the shipment: a journal may be of several.
    fn own_words(&self) -> impl Iterator<Item = &Entry> + Clone {
        let Case { asked, journal, reporter, .. } = *self.case;
        journal.iter().filter(move |entry| entry.is_about(asked) && Some(entry.report.reporter) == reporter)
    }

    /// The questions for which this publication was signed for before.
    fn signed_for(&self, id: &str) -> Vec<usize> {
        let signed = self.own_words().filter(|entry| entry.ids.iter().any(|own| own == id));
        let questions = signed.filter_map(|entry| {
            let questions = &self.case.asked.inquiry.questions;
            questions.iter().position(|question| question.milestone == entry.subject.milestone)
        });
        questions.collect()
    }

    /// The last such word that was signed for an older version of a publication. Who asks a carrier gets the newest
    /// version only.
    fn signed_for_older(
        &self,
        index: usize,
        milestone: &MilestoneRef,
        such: impl Fn(&Entry) -> bool,
    ) -> Option<&Entry> {
        let publication = self.publications.get(index)?;
        let (id, issued) = (publication.id.as_ref()?, publication.issued?);
        let own = self.own_words();
        let last = own
            .filter(|entry| entry.subject.milestone == *milestone && entry.ids.contains(id) && such(entry))
            .last();
        last.filter(|entry| entry.report.signed_at < issued)
    }

    /// What was signed for as a fact and is only expected by now was taken back.
    fn expect_again(&mut self, index: usize, evidence: &mut BTreeMap<usize, Evidence>) {
        let Some(id) = self.publications.get(index).and_then(|publication| publication.id.as_deref()) else {
            return;
        };
        let happened = |entry: &Entry| matches!(entry.report.outcome, Outcome::Happened { .. });
        for question in self.signed_for(id) {
            let asked = self.case.asked.inquiry.questions.get(question);
            if asked.is_some_and(|asked| self.signed_for_older(index, &asked.milestone, happened).is_some()) {
                self.withdraw(index, question, evidence);
            }
        }
    }

    fn withdraw(&mut self, by: usize, question: usize, evidence: &mut BTreeMap<usize, Evidence>) {
        let Some(publication) = self.publications.get(by).filter(|_| self.ahead(by).is_none()) else {
            return;
        };
        let did_not_occur = match &publication.word {
            Word::Retraction(retraction) => {
                let is_here = |id: &String| self.ids.contains(id.as_str());
                if !retraction.by.is_empty() && !retraction.by.iter().any(is_here) {
                    let ids = retraction.by.join(", ");
                    self.doubts.insert(by, Doubt::CorrectionMissing { ids });
                    return;
                }
                retraction.did_not_occur
            }
            // A newer version that only expects what the older one says to have happened.
            Word::Event(event) if event.classifier != Classifier::Act => false,
            // A correction brings its own word.
            _ => return,
        };
        let at = publication.issued;
        evidence.entry(question).or_default().withdrawn.push(Withdrawn { index: by, at, did_not_occur });
    }

    fn done(mut self) -> Decision {
        for (index, fault) in std::mem::take(&mut self.doubts) {
            self.decision.fates.remove(&index);
            let mark = self.mark(index);
            self.decision.doubted.push(Refused { mark, fault });
        }
        self.decision.doubted.sort_by(|a, b| a.mark.cmp(&b.mark));
        self.decision
    }
}

#[cfg(test)]
mod tests;
