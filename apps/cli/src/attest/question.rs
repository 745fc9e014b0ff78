//! One question: what all that was published about it comes to, and what of that is new to the oracle.

use std::collections::{BTreeMap, BTreeSet};

use numeric::{Seconds, UnixTime};
use types::container::ContainerNumber;
use types::journey::Outcome;
use types::oracle::QuestionResponse;

use super::doubt::{Doubt, Marks, Source};
use super::journal::Entry;
use super::order::{self, Known};
use super::words::{self, told};
use super::{Clerk, Fate, Report};

/// What was published about a question.
#[derive(Default)]
pub struct Evidence {
    /// Events that stand: their index, time, containers (none: all).
    events: Vec<(usize, UnixTime, Vec<ContainerNumber>)>,
    /// Whether one of them is in the place of an earlier one.
    corrects: bool,
    /// Whether an earlier word, here or signed before, does not hold any more.
    pub was_said: bool,
    /// Retractions of events.
    pub withdrawn: Vec<Withdrawn>,
}

/// A retraction of an event of the question.
pub struct Withdrawn {
    /// The retraction's index.
    pub index: usize,
    /// When it was published.
    pub at: Option<UnixTime>,
    /// Whether the event did not take place at all.
    pub did_not_occur: bool,
}

impl Evidence {
    /// An event that stands.
    pub fn add(&mut self, index: usize, at: UnixTime, containers: Vec<ContainerNumber>, corrects: bool) {
        self.events.push((index, at, containers));
        self.corrects |= corrects;
    }

    fn indices(&self) -> impl Iterator<Item = usize> + '_ {
        self.events.iter().map(|(index, ..)| *index)
    }

    /// When it happened to all containers: when it happened to the last. Of those that are still missing, nothing is known.
    fn time(&self, all: &[ContainerNumber]) -> Time {
        let mut whole: BTreeMap<UnixTime, Vec<usize>> = BTreeMap::new();
        let mut each: BTreeMap<ContainerNumber, BTreeMap<UnixTime, Vec<usize>>> = BTreeMap::new();
        for (index, at, containers) in &self.events {
            if containers.is_empty() {
                whole.entry(*at).or_default().push(*index);
            }
            for container in containers {
                each.entry(*container).or_default().entry(*at).or_default().push(*index);
            }
        }
        let mut rivals = BTreeSet::new();
        for times in each.values().chain([&whole]).filter(|times| times.len() > 1) {
            rivals.extend(times.values().flatten().copied());
        }
        let latest = each.values().filter_map(|times| times.keys().max()).max().copied();
        let missing: Vec<_> = all.iter().filter(|container| !each.contains_key(container)).collect();
        match (whole.keys().next().copied(), latest) {
            _ if !rivals.is_empty() => Time::Contradicts(rivals),
            (None, None) => Time::Nothing,
            (Some(at), None) => Time::At(at),
            (None, Some(latest)) if missing.is_empty() => Time::At(latest),
            // The whole shipment's time is that of its last container.
            (Some(at), Some(latest)) if at == latest || (at > latest && !missing.is_empty()) => Time::At(at),
            (Some(_), Some(_)) => Time::Contradicts(self.indices().collect()),
            (None, Some(_)) => {
                let missing: Vec<String> = missing.into_iter().map(ToString::to_string).collect();
                Time::Waits(format!("for {}, which the leg carries too", missing.join(", ")))
            }
        }
    }
}

enum Time {
    Nothing,
    At(UnixTime),
    Waits(String),
    Contradicts(BTreeSet<usize>),
}

/// What there is to say, and whether it takes an earlier word back.
pub struct Wanted {
    /// The word.
    pub outcome: Outcome,
    /// Whether it is a correction.
    pub takes_back: bool,
    /// The publications that say so.
    pub by: Vec<usize>,
}

impl Clerk<'_> {
    fn question(&self, question: usize) -> Option<&QuestionResponse> {
        self.case.asked.inquiry.questions.get(question)
    }

    fn time(&self, question: usize, evidence: &Evidence) -> Time {
        let leg = self.question(question).and_then(|asked| self.case.asked.leg(&asked.milestone));
        evidence.time(leg.map_or(&[], |leg| &leg.equipment))
    }

    /// Doubts everything that came about in an order in which goods do not move. A final fact is not doubted here.
    pub fn keep_order(&mut self, evidence: &BTreeMap<usize, Evidence>) {
        let mut known: Vec<(Option<usize>, Known)> = Vec::new();
        for (place, question) in self.case.asked.inquiry.questions.iter().enumerate() {
            let published = evidence.get(&place).map(|found| (found, self.time(place, found)));
            let milestone = question.milestone;
            match (published, question.standing.happened) {
                (Some((_, Time::At(at))), _) => known.push((Some(place), Known { milestone, at })),
                (Some((found, _)), _) if !found.withdrawn.is_empty() => {}
                (_, Some(at)) => known.push((None, Known { milestone, at })),
                _ => {}
            }
        }
        let of = |place: Option<usize>| place.and_then(|place| evidence.get(&place));
        let mut doubts = Vec::new();
        for (first_place, first) in &known {
            for (second_place, second) in &known {
                // A fact is the middle of what many said, give or take the feed's tolerance.
                let is_final = first_place.is_none() || second_place.is_none();
                let give = if is_final { self.case.asked.tolerance } else { Seconds::ZERO };
                if !order::is_impossible(*first, *second, give) {
                    continue;
                }
                for (own, other) in [(first_place, second_place), (second_place, first_place)] {
                    let other = match of(*other) {
                        Some(found) => Source::Published(Marks::but(None, &self.marks(found.indices()))),
                        None => Source::Final,
                    };
                    for index in of(*own).into_iter().flat_map(Evidence::indices) {
                        let (first, second, other) = (*first, *second, other.clone());
                        doubts.push((index, Doubt::OutOfOrder { first, second, other }));
                    }
                }
            }
        }
        for (index, doubt) in doubts {
            self.doubts.entry(index).or_insert(doubt);
        }
    }

    /// What is to be said of one question.
    pub fn conclude(&mut self, question: usize, evidence: &Evidence) {
        if evidence.indices().any(|index| self.doubts.contains_key(&index)) {
            // Together with what is doubted, nothing of the question is clear.
            let waits = Fate::Waits("until what is doubted of this question is clear".to_owned());
            self.tell(evidence.indices(), &waits);
            return;
        }
        let wanted = match self.time(question, evidence) {
            Time::Contradicts(rivals) => {
                let all = self.marks(rivals.iter().copied());
                for index in rivals {
                    let others = Marks::but(Some(&self.mark(index)), &all);
                    self.doubts.insert(index, Doubt::Contradicts { others });
                }
                let waits = Fate::Waits("until the contradiction is clear".to_owned());
                self.tell(evidence.indices(), &waits);
                return;
            }
            Time::At(at) => {
                let outcome = Outcome::Happened { at };
                let takes_back = evidence.corrects
                    || evidence.was_said
                    || !evidence.withdrawn.is_empty()
                    || self.says_otherwise_now(question, evidence, outcome);
                Some(Wanted { outcome, takes_back, by: evidence.indices().collect() })
            }
            Time::Waits(why) => {
                self.tell(evidence.indices(), &Fate::Waits(why));
                self.taken_back(question, evidence)
            }
            Time::Nothing => self.taken_back(question, evidence),
        };
        if let Some(wanted) = wanted {
            self.say(question, &wanted);
        }
    }

    /// Whether the key signed something else for an older version of these, in an earlier round.
    fn says_otherwise_now(&self, question: usize, evidence: &Evidence, outcome: Outcome) -> bool {
        let Some(asked) = self.question(question) else { return false };
        let earlier = |entry: &Entry| entry.round < asked.round;
        let mut signed =
            evidence.indices().filter_map(|index| self.signed_for_older(index, &asked.milestone, earlier));
        signed.any(|entry| entry.report.outcome != outcome)
    }

    /// Says it, if it may be said.
    pub fn say(&mut self, question: usize, wanted: &Wanted) {
        match self.speak(question, wanted) {
            Ok(fate) => self.tell(wanted.by.iter().copied(), &fate),
            Err(doubt) => {
                for index in &wanted.by {
                    self.doubts.insert(*index, doubt.clone());
                }
            }
        }
    }

    /// Says what becomes of publications.
    pub fn tell(&mut self, indices: impl IntoIterator<Item = usize>, fate: &Fate) {
        for index in indices {
            self.decision.fates.insert(index, fate.clone());
        }
    }

    /// An event that its publisher took back and put nothing in its place.
    ///
    /// That it did not occur can be said by the latest cut-off that is asked and lies before the retraction. Else, if
    /// the event is a fact or was signed for, it cannot be established any more; if it never was, there is nothing to
    /// say.
    fn taken_back(&self, question: usize, evidence: &Evidence) -> Option<Wanted> {
        let asked = self.question(question)?;
        let by: Vec<usize> = evidence.withdrawn.iter().map(|withdrawn| withdrawn.index).collect();
        if by.is_empty() {
            return None;
        }
        let denied = evidence.withdrawn.iter().filter(|withdrawn| withdrawn.did_not_occur);
        let spoken_for = denied.filter_map(|withdrawn| withdrawn.at).max().map(|at| at.min(self.case.now));
        let before = |cutoff: &&UnixTime| spoken_for.is_some_and(|spoken_for| **cutoff <= spoken_for);
        let outcome = match asked.cutoffs.iter().filter(before).max() {
            Some(cutoff) => Outcome::NotBy { cutoff: *cutoff },
            None if has_happened(asked) || self.has_signed(asked) => Outcome::Unresolvable {},
            None => return None,
        };
        Some(Wanted { outcome, takes_back: true, by })
    }

    /// Whether the key has said before that it happened.
    fn has_signed(&self, asked: &QuestionResponse) -> bool {
        self.signed(asked).any(|entry| matches!(entry.report.outcome, Outcome::Happened { .. }))
    }

    fn signed<'a>(&'a self, asked: &'a QuestionResponse) -> impl Iterator<Item = &'a Entry> + Clone {
        self.own_words().filter(|entry| entry.subject.milestone == asked.milestone)
    }

    /// Says it in the round that the question is in, unless that is nothing new or a second word.
    fn speak(&mut self, question: usize, wanted: &Wanted) -> Result<Fate, Doubt> {
        let Some(asked) = self.question(question).cloned() else {
            return Ok(Fate::Aside("not asked".to_owned()));
        };
        let (round, outcome) = (asked.round, wanted.outcome);
        let standing = asked.standing;
        match (outcome, standing.happened) {
            (Outcome::Happened { at }, Some(then)) if at == then => {
                return Ok(Fate::Known("a final fact".to_owned()));
            }
            (_, Some(then)) if !wanted.takes_back => {
                return Ok(Fate::Known(format!("the final fact says {}", told(then))));
            }
            _ => {}
        }
        // What is decided needs no second round: who knows better takes it back, or challenges it.
        let pending = asked.pending.map(|pending| pending.outcome);
        if pending.is_some_and(|decided| decided == outcome || !wanted.takes_back)
            && self.case.asked.measures.is_none()
        {
            let decided = pending.map(words::outcome).unwrap_or_default();
            return Ok(Fate::Known(format!("it is decided that it {decided}, and can still be challenged")));
        }
        let is_final = match outcome {
            Outcome::Unresolvable {} => standing.unresolvable,
            Outcome::NotBy { cutoff } => {
                standing.not_by.is_some_and(|by| by >= cutoff) && standing.happened.is_none()
            }
            Outcome::Happened { .. } | Outcome::Measured { .. } => false,
        };
        if is_final {
            return Ok(Fate::Known("a final fact".to_owned()));
        }
        if asked.closed {
            return Ok(Fate::Known("the question takes no more reports".to_owned()));
        }
        let open = asked.open.iter().flat_map(|open| &open.reports);
        let heard =
            open.filter(|report| Some(report.reporter) == self.case.reporter).map(|report| report.outcome);
        let signed = self.signed(&asked).filter(|entry| entry.round == round);
        let before = signed.clone().find(|entry| entry.report.outcome == outcome).cloned();
        for said_then in heard.clone().chain(signed.map(|entry| entry.report.outcome)) {
            match (said_then, outcome) {
                // Numbers of two times can both be true, but the first is the one that counts.
                (Outcome::Measured { at: then, .. }, Outcome::Measured { at, .. }) if then != at => {
                    return Ok(Fate::Known("a number of yours is in this round already".to_owned()));
                }
                _ if said_then != outcome => return Err(Doubt::SecondWord { round, said_then }),
                _ => {}
            }
        }
        if heard.count() > 0 {
            return Ok(Fate::Known("the oracle has heard you say so in this round".to_owned()));
        }
        let mut ids: Vec<String> =
            wanted.by.iter().filter_map(|index| self.publications.get(*index)?.id.clone()).collect();
        ids.sort();
        ids.dedup();
        let milestone = asked.milestone;
        self.decision.reports.push(Report { question, milestone, round, outcome, ids, before });
        Ok(Fate::Carried(outcome))
    }
}

/// Whether the oracle says so, finally or until somebody challenges it.
fn has_happened(asked: &QuestionResponse) -> bool {
    let decided = asked.pending.is_some_and(|pending| matches!(pending.outcome, Outcome::Happened { .. }));
    decided || asked.standing.happened.is_some()
}
