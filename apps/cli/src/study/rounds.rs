//! What is said, submitted and made final.

use anyhow::Result;
use numeric::Amount;
use types::journey::Outcome;
use types::oracle::{ExecuteMsg, QueryMsg, QuestionResponse, RoundRef, RoundResponse, RoundStatus};

use super::terms::CHALLENGE;
use super::trial::{Trial, Voyage};

impl Trial {
    /// What these seats say who see for themselves.
    pub fn honest(&mut self, voyage: &Voyage, places: &[usize]) -> Result<Vec<(usize, Outcome)>> {
        let mut words = Vec::new();
        for place in places {
            if let Some(outcome) = self.sight.word(voyage.truth, &mut self.draws)? {
                words.push((*place, outcome));
            }
        }
        Ok(words)
    }

    /// What these seats say for a bribe.
    pub fn lies(&self, voyage: &Voyage, places: &[usize]) -> Vec<(usize, Outcome)> {
        places.iter().map(|place| (*place, voyage.lie)).collect()
    }

    /// Submits these words as a round, and closes it when it has collected for long enough.
    pub fn tell(&mut self, voyage: &Voyage, round: u32, words: &[(usize, Outcome)]) -> Result<RoundResponse> {
        self.submit(voyage, round, words)?;
        self.close(voyage, round)?;
        self.feed.round(&voyage.subject, round)
    }

    /// Submits these words in one transaction.
    pub fn submit(&mut self, voyage: &Voyage, round: u32, words: &[(usize, Outcome)]) -> Result<()> {
        let subject = voyage.subject.clone();
        let sign = |(place, outcome): &(usize, Outcome)| self.feed.sign(*place, &subject, round, *outcome);
        let reports = words.iter().map(sign).collect::<Result<_>>()?;
        let attacker = self.feed.people.attacker.clone();
        self.feed.must(&attacker, &ExecuteMsg::Report { subject, round, reports }, Amount::ZERO)?;
        self.collect(voyage)
    }

    /// Closes a round that has not closed by itself, once it may be.
    pub fn close(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        let subject = voyage.subject.clone();
        let question: QuestionResponse = self.feed.ask(&QueryMsg::Question { subject: subject.clone() })?;
        let Some(open) = question.open else { return Ok(()) };
        self.feed.wait_until(open.closes)?;
        let attacker = self.feed.people.attacker.clone();
        self.feed.must(&attacker, &ExecuteMsg::Close { subject, round }, Amount::ZERO)?;
        self.collect(voyage)
    }

    /// Waits for the end of the challenge window, and makes final what was not challenged.
    pub fn finalise(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        self.feed.pass(CHALLENGE)?;
        self.finalise_now(voyage, round)
    }

    /// Makes final what was not challenged in its window.
    pub fn finalise_now(&mut self, voyage: &Voyage, round: u32) -> Result<()> {
        let closed = self.feed.round(&voyage.subject, round)?;
        if closed.status == RoundStatus::Pending && closed.case.is_none() {
            self.feed.wait_until(closed.challengeable_until)?;
            let subject = voyage.subject.clone();
            let attacker = self.feed.people.attacker.clone();
            self.feed.must(&attacker, &ExecuteMsg::Finalise(RoundRef { subject, round }), Amount::ZERO)?;
        }
        self.collect(voyage)
    }
}
