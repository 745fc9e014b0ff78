//! How right the oracle was, and how right it would have been without its liar.

use anyhow::{Context, Result};
use numeric::{Amount, Seconds};
use oracle::domain::committee::{Committee, Member, Quorum, RoundRules};
use oracle::domain::decision::{decide, Verdict, Vote};
use oracle::domain::key::ReporterKey;
use types::journey::Outcome;
use types::oracle::FeedResponse;

use crate::reporters::{Character, Inquiry, Reporters, Truth};

/// After so many undecided rounds nobody asks again.
pub const MOST_ROUNDS: u32 = 3;

/// How the answers to questions compare with what really happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Accuracy {
    /// How many were asked.
    pub questions: u64,
    /// Decided in their first round.
    pub first_round: u64,
    /// Decided in a later one.
    pub later_round: u64,
    /// Not decided.
    pub undecided: u64,
    /// Decided that something happened which did not, or the other way round.
    pub wrong: u64,
    /// Of events that happened: how many were dated.
    pub dated: u64,
    /// Of those, all the errors together, seconds.
    pub error_sum: u64,
    /// The largest error, seconds.
    pub error_max: u64,
}

impl Accuracy {
    /// Enters the answer to a question: in which round, counted from 0, and what it was.
    pub fn enter(&mut self, truth: Truth, answer: Option<(u32, Outcome)>) {
        add(&mut self.questions, 1);
        match answer {
            None => add(&mut self.undecided, 1),
            Some((0, _)) => add(&mut self.first_round, 1),
            Some(_) => add(&mut self.later_round, 1),
        }
        match (truth, answer) {
            (Truth::Happened(at), Some((_, Outcome::Happened { at: said }))) => {
                let error = at.seconds().abs_diff(said.seconds());
                add(&mut self.dated, 1);
                add(&mut self.error_sum, error);
                self.error_max = self.error_max.max(error);
            }
            (Truth::NotBy { cutoff, .. }, Some((_, Outcome::NotBy { cutoff: said }))) if said == cutoff => {}
            (_, None) => {}
            (_, Some(_)) => add(&mut self.wrong, 1),
        }
    }
}

fn add(counter: &mut u64, more: u64) {
    *counter = counter.saturating_add(more);
}

/// The feed's committee had the liar never been seated.
pub struct WithoutLiar {
    committee: Committee,
}

impl WithoutLiar {
    /// The other seats of a feed.
    pub fn of(feed: &FeedResponse, reporters: &Reporters) -> Result<Self> {
        let mut members = Vec::new();
        for reporter in reporters.all.iter().filter(|reporter| reporter.character != Character::Liar) {
            let operators = reporters.operators();
            let operator = operators.iter().position(|name| *name == reporter.operator);
            members.push(Member {
                reporter: reporter.number,
                operator: operator.unwrap_or_default().try_into()?,
                class: reporter.class,
                key: ReporterKey::from(&reporter.public_key()),
                weight: Amount::new(1),
                leaving: None,
            });
        }
        let rules = RoundRules {
            tolerance: feed.rules.tolerance,
            collection: feed.rules.collection,
            correction: Seconds::ZERO,
            min_operators: feed.rules.min_operators,
            min_classes: feed.rules.min_classes,
            quorum: Quorum::TwoThirds,
            assurance: None,
            gauge: None,
        };
        Ok(Self { committee: Committee { version: 0, rules, members } })
    }

    /// What they would have answered, by the oracle's own rule.
    pub fn answer(
        &self,
        reporters: &Reporters,
        first: &Inquiry,
        truth: Truth,
    ) -> Result<Option<(u32, Outcome)>> {
        for round in 0..MOST_ROUNDS {
            let words = reporters.words(&Inquiry { round, ..*first }, truth)?;
            let votes: Vec<Vote> = words
                .iter()
                .filter_map(|(reporter, outcome)| {
                    let member = self.committee.seat(reporter.number)?;
                    Some(Vote { member, outcome: *outcome })
                })
                .collect();
            let verdict = decide(&self.committee, &votes).context("the oracle's rule cannot be applied")?;
            if let Verdict::Decided(decision) = verdict {
                return Ok(Some((round, decision.outcome)));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use numeric::UnixTime;

    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(1_357_000_000 + seconds).unwrap()
    }

    #[test]
    fn an_answer_counts_by_its_round_and_its_distance_from_the_truth() {
        let mut accuracy = Accuracy::default();
        accuracy.enter(Truth::Happened(at(100)), Some((0, Outcome::Happened { at: at(160) })));
        accuracy.enter(Truth::Happened(at(100)), Some((1, Outcome::Happened { at: at(80) })));
        accuracy.enter(Truth::Happened(at(100)), None);
        let missed = Truth::NotBy { cutoff: at(500), planned: at(50) };
        accuracy.enter(missed, Some((0, Outcome::NotBy { cutoff: at(500) })));
        accuracy.enter(missed, Some((0, Outcome::Happened { at: at(50) })));

        assert_eq!((accuracy.questions, accuracy.first_round, accuracy.later_round), (5, 3, 1));
        assert_eq!((accuracy.undecided, accuracy.wrong), (1, 1));
        assert_eq!((accuracy.dated, accuracy.error_sum, accuracy.error_max), (2, 80, 60));
    }
}
