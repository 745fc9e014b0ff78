//! Which publications stand, after those that repeat, correct or take back others.

use std::collections::BTreeMap;

use numeric::UnixTime;
use types::event::Classifier;

use super::doubt::{Doubt, Marks};
use crate::publications::{Event, Mark, Publication, Retraction, Word};

/// What later publications have made of one.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It stands; `corrects` if it is in the place of an earlier one.
    Stands { corrects: bool },
    /// Another says the same: its index.
    Repeats(usize),
    /// A newer version holds instead: its index.
    Superseded(usize),
    /// It was taken back, by this one.
    Retracted(usize),
    /// It is not believed.
    Doubted(Doubt),
}

/// The state of each publication, in their order.
pub fn states(publications: &[Publication]) -> Vec<State> {
    let says_so = |publication: &Publication| matches!(&publication.word, Word::Event(event) if event.corrects.is_some());
    let mut states: Vec<State> =
        publications.iter().map(|publication| State::Stands { corrects: says_so(publication) }).collect();
    let by_id = by_id(publications);
    for group in by_id.values() {
        settle(publications, group, &mut states);
    }
    let readings = readings_by_id(publications);
    for group in readings.values() {
        renew(publications, group, &mut states);
    }
    let withdrawals = withdrawals(publications);
    let mut takers: BTreeMap<&str, Vec<&Withdrawal>> = BTreeMap::new();
    for withdrawal in &withdrawals {
        takers.entry(withdrawal.of).or_default().push(withdrawal);
    }
    for withdrawal in &withdrawals {
        if let Some(by) = withdrawal.taken_back_by(publications, &takers) {
            put(&mut states, withdrawal.index, State::Retracted(by));
            continue;
        }
        let its = [by_id.get(withdrawal.of), readings.get(withdrawal.of)];
        for &index in its.into_iter().flatten().flatten() {
            let issued = publications.get(index).and_then(|publication| publication.issued);
            let stands = matches!(states.get(index), Some(State::Stands { .. }));
            if index != withdrawal.index && stands && withdrawal.is_later(issued) {
                put(&mut states, index, State::Retracted(withdrawal.index));
            }
        }
        correct(withdrawal, &by_id, &mut states);
    }
    states
}

/// A retraction, or the retraction that a correction contains.
struct Withdrawal<'a> {
    index: usize,
    of: &'a str,
    by: &'a [String],
    issued: Option<UnixTime>,
}

impl Withdrawal<'_> {
    /// What took it back itself. One that takes back its own id is about the event of that id.
    fn taken_back_by(
        &self,
        publications: &[Publication],
        takers: &BTreeMap<&str, Vec<&Self>>,
    ) -> Option<usize> {
        let id = publications.get(self.index)?.id.as_deref().filter(|id| *id != self.of)?;
        let by = |other: &&&Self| other.index != self.index && other.is_later(self.issued);
        takers.get(id)?.iter().find(by).map(|other| other.index)
    }

    /// Whether it comes after what was published then. Where that is not said it does: why else was it published.
    fn is_later(&self, published: Option<UnixTime>) -> bool {
        match (self.issued, published) {
            (Some(own), Some(other)) => own >= other,
            _ => true,
        }
    }
}

fn withdrawals(publications: &[Publication]) -> Vec<Withdrawal<'_>> {
    let found = publications.iter().enumerate().filter_map(|(index, publication)| {
        let issued = publication.issued;
        match &publication.word {
            Word::Retraction(Retraction { of, by, .. }) => Some(Withdrawal { index, of, by, issued }),
            // Of its own id it is just a newer version.
            Word::Event(Event { corrects: Some(of), .. }) if publication.id.as_ref() != Some(of) => {
                Some(Withdrawal { index, of, by: &[], issued })
            }
            _ => None,
        }
    });
    found.collect()
}

fn by_id(publications: &[Publication]) -> BTreeMap<&str, Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, publication) in publications.iter().enumerate() {
        if let (Some(id), Word::Event(_)) = (&publication.id, &publication.word) {
            groups.entry(id).or_default().push(index);
        }
    }
    groups
}

/// The readings of one publication share its id.
fn readings_by_id(publications: &[Publication]) -> BTreeMap<&str, Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, publication) in publications.iter().enumerate() {
        if let (Some(id), Word::Observation(_)) = (&publication.id, &publication.word) {
            groups.entry(id).or_default().push(index);
        }
    }
    groups
}

/// Of readings that were published anew under one id the latest hold.
fn renew(publications: &[Publication], group: &[usize], states: &mut [State]) {
    let issued = |index: usize| publications.get(index).and_then(|publication| publication.issued);
    let Some(latest) = group.iter().copied().max_by_key(|index| issued(*index)) else { return };
    for &index in group.iter().filter(|index| issued(**index) < issued(latest)) {
        put(states, index, State::Superseded(latest));
    }
}

/// Of several events with one id the one that was published last holds, if that can be told.
fn settle(publications: &[Publication], group: &[usize], states: &mut [State]) {
    let of = |index: &usize| publications.get(*index);
    let word = |index: &usize| of(index).map(|publication| &publication.word);
    let issued = |index: &usize| of(index).and_then(|publication| publication.issued);
    let Some(latest) = group.iter().copied().max_by_key(|index| issued(index)) else { return };
    let rivals = group.iter().filter(|index| word(index) != word(&latest));
    let is_unclear = rivals.clone().any(|index| issued(index).is_none() || issued(index) == issued(&latest));
    if is_unclear {
        let mark = |index: &usize| of(index).map(|publication| publication.mark.clone());
        let mut all: Vec<Mark> = group.iter().filter_map(mark).collect();
        all.sort();
        for &index in group {
            let others = Marks::but(mark(&index).as_ref(), &all);
            put(states, index, State::Doubted(Doubt::SameId { others }));
        }
        return;
    }
    let was_said = |index: &usize| matches!(word(index), Some(Word::Event(event)) if event.classifier == Classifier::Act);
    let corrects = rivals.clone().any(was_said);
    if let Some(State::Stands { corrects: says_so }) = states.get_mut(latest) {
        *says_so |= corrects;
    }
    for &index in group.iter().filter(|index| **index != latest) {
        let is_same = word(&index) == word(&latest);
        put(states, index, if is_same { State::Repeats(latest) } else { State::Superseded(latest) });
    }
}

/// What stands in the place of something that was taken back is a correction.
fn correct(withdrawal: &Withdrawal, by_id: &BTreeMap<&str, Vec<usize>>, states: &mut [State]) {
    for &heir in withdrawal.by.iter().filter_map(|id| by_id.get(id.as_str())).flatten() {
        if let Some(State::Stands { corrects }) = states.get_mut(heir) {
            *corrects = true;
        }
    }
}

fn put(states: &mut [State], index: usize, state: State) {
    if let Some(place) = states.get_mut(index) {
        *place = state;
    }
}
