//! What is known of a token's questions: the record that a fact changes.

use numeric::{Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::journey::{Outcome, Standing};

use crate::ContractError;

/// All facts of a token. It is written with the first closed round, and holds a few bytes a question: a record
/// a question would cost its key each time.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The number of the last final fact, over all questions.
    pub sequence: u32,
    /// Those questions of which a round has closed.
    questions: Vec<Known>,
}

/// What is known of one question.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its place in the inquiry.
    question: u8,
    /// The round that takes reports now, or would.
    pub round: u32,
    /// What is final.
    pub standing: Standing,
    /// When the last fact became final.
    decided: Option<UnixTime>,
    /// The round before decided something that can still be challenged.
    pub pending: bool,
    /// The last round of a secured feed that decided something, new or not, or of which an adjudicator found what is true.
    pub last_decided: Option<u32>,
    /// How many numbers are final.
    pub measured: u32,
    /// Which of them is of the latest time, 0 if none stands.
    pub newest: u32,
}

impl Known {
    /// Whether it is answered: it happened, or it cannot be established. After *did not happen by T* it may
    /// still happen.
    pub fn is_answered(&self) -> bool {
        self.standing.happened.is_some() || self.standing.unresolvable
    }

    /// Whether a new round may begin. What is answered or retired takes corrections for a time after its last
    /// fact; a round that began in that time runs to its end.
    pub fn takes_rounds(
        &self,
        retired: bool,
        correction: Seconds,
        now: UnixTime,
    ) -> Result<bool, ContractError> {
        if self.pending {
            return Ok(false);
        }
        if !retired && !self.is_answered() {
            return Ok(true);
        }
        match self.decided {
            Some(decided) => Ok(now < decided.checked_add(correction)?),
            None => Ok(false),
        }
    }
}

impl Progress {
    /// What is known of a question.
    pub fn of(&self, question: u8) -> Known {
        let known = self.questions.iter().find(|known| known.question == question);
        known.copied().unwrap_or(Known { question, ..Known::default() })
    }

    /// A round closed without a decision: the next one takes reports.
    pub fn close_round(&mut self, question: u8) -> Result<(), ContractError> {
        let mut known = self.of(question);
        known.next_round()?;
        self.put(known);
        Ok(())
    }

    /// A round closed with a decision that can be challenged before it is final.
    pub fn suspend(&mut self, question: u8) -> Result<(), ContractError> {
        let mut known = self.of(question);
        known.next_round()?;
        known.pending = true;
        self.put(known);
        Ok(())
    }

    /// A round of a secured feed has decided something, or what it should have decided was found.
    pub fn note_decided(&mut self, question: u8, round: u32) {
        let known = self.of(question);
        self.put(Known { last_decided: known.last_decided.max(Some(round)), ..known });
    }

    /// What was pending is not any more.
    pub fn end_pending(&mut self, question: u8) {
        self.put(Known { pending: false, ..self.of(question) });
    }

    /// A round closed with a fact. Returns what stands now if that is new; a fact that changes nothing in what
    /// stands gets no number.
    pub fn decide(
        &mut self,
        question: u8,
        outcome: Outcome,
        now: UnixTime,
    ) -> Result<Option<Standing>, ContractError> {
        self.close_round(question)?;
        self.settle(question, outcome, now)
    }

    /// A number is final: the next in the question's history, and perhaps the one of the latest time.
    pub fn measure(&mut self, question: u8, is_newest: bool) -> Result<u32, ContractError> {
        let mut known = self.of(question);
        known.measured =
            known.measured.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "number" })?;
        self.sequence =
            self.sequence.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "sequence" })?;
        if is_newest {
            known.newest = known.measured;
        }
        self.put(known);
        Ok(known.measured)
    }

    /// The number of the latest time is none.
    pub fn forget_newest(&mut self, question: u8) {
        self.put(Known { newest: 0, ..self.of(question) });
    }

    /// Something is final now that a round before decided, or an adjudicator found.
    pub fn settle(
        &mut self,
        question: u8,
        outcome: Outcome,
        now: UnixTime,
    ) -> Result<Option<Standing>, ContractError> {
        let mut known = self.of(question);
        let standing = known.standing.after(outcome);
        let is_new = standing != known.standing;
        if is_new {
            self.sequence =
                self.sequence.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "sequence" })?;
            known.standing = standing;
            known.decided = Some(now);
        }
        self.put(known);
        Ok(is_new.then_some(standing))
    }

    fn put(&mut self, known: Known) {
        match self.questions.iter_mut().find(|before| before.question == known.question) {
            Some(before) => *before = known,
            None => self.questions.push(known),
        }
    }
}

impl Known {
    fn next_round(&mut self) -> Result<(), ContractError> {
        self.round = self.round.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "round" })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(seconds).unwrap()
    }

    const NOW: u64 = 1_357_000_000;

    #[test]
    fn rounds_and_facts_are_numbered_for_ever_or_not_at_all() {
        let happened = Outcome::Happened { at: at(NOW) };
        let mut progress = Progress { sequence: u32::MAX, ..Progress::default() };
        let none = ContractError::NumbersExhausted { what: "sequence" };
        assert_eq!(progress.decide(3, happened, at(NOW)), Err(none));

        let known = Known { question: 3, round: u32::MAX, ..Known::default() };
        let mut progress = Progress { sequence: 0, questions: vec![known] };
        assert_eq!(progress.close_round(3), Err(ContractError::NumbersExhausted { what: "round" }));
    }

    #[test]
    fn corrections_are_counted_from_the_last_fact_that_was_new() {
        let week = Seconds::days(7);
        let mut progress = Progress::default();
        let open = |progress: &Progress, now| progress.of(0).takes_rounds(false, week, at(now));
        assert_eq!(open(&progress, NOW), Ok(true));
        progress.decide(0, Outcome::Unresolvable {}, at(NOW)).unwrap();
        let end = NOW + week.get();
        assert_eq!((open(&progress, end - 1), open(&progress, end)), (Ok(true), Ok(false)));
        assert_eq!(progress.decide(0, Outcome::Unresolvable {}, at(NOW + 9)), Ok(None));
        assert_eq!(open(&progress, end), Ok(false));
        assert!(progress.decide(0, Outcome::NotBy { cutoff: at(NOW) }, at(NOW + 9)).unwrap().is_some());
        assert_eq!(open(&progress, end + 1_000_000), Ok(true), "what has not happened may still");
        assert_eq!(progress.of(0).takes_rounds(true, week, at(end + 8)), Ok(true));
        assert_eq!(progress.of(0).takes_rounds(true, week, at(end + 9)), Ok(false));
    }
}
