//! Measurements: conditions, numbers, and what the oracle says of them.

use numeric::{Reading, UnixTime};
use types::escrow::{AgreementId, Condition, ExecuteMsg, Measurement, Pays, Terms};
use types::journey::{MilestoneRef, Standing, Subject};
use types::notice::MeasuredNotice;
use types::oracle::{self, Corrected, InquiryResponse, Measured, OpenRound, QuestionResponse};

use super::{amount, day, milestone, peer, service_of, word, World, SCALES};

/// At the port of discharge.
pub fn inspected() -> MilestoneRef {
    milestone("INSP", "DEHAM")
}

pub fn on_number(pays: Pays, deliveries: Option<u8>) -> Condition {
    Condition::Measurement(Measurement { feed: SCALES, at: inspected(), pays, deliveries })
}

pub fn at_least(value: i64) -> Pays {
    Pays::AtLeast { value: Reading::new(value) }
}

pub fn at_most(value: i64) -> Pays {
    Pays::AtMost { value: Reading::new(value) }
}

pub fn scaled(nothing_at: i64, all_at: i64) -> Pays {
    Pays::Scaled { nothing_at: Reading::new(nothing_at), all_at: Reading::new(all_at) }
}

/// The number of this place in the history, measured then.
pub fn number(number: u32, value: i64, at: UnixTime) -> Measured {
    Measured { number, value: Reading::new(value), at, decided: at, corrects: None }
}

/// The truth about a number, as the next of the history.
pub fn truth(place: u32, value: i64, at: UnixTime, about: Measured) -> Measured {
    let corrects = Some(Corrected { value: about.value, at: about.at });
    Measured { corrects, ..number(place, value, at) }
}

pub fn measured(id: AgreementId, index: u8, measured: Measured) -> ExecuteMsg {
    ExecuteMsg::Measured(MeasuredNotice {
        token_id: word(&format!("{id}/{index}")),
        milestone: inspected(),
        feed: SCALES,
        measured,
    })
}

/// A service of the seller's buyer without a title: the surveyor's scales alone decide.
pub fn weighed(world: &World, milestones: Vec<types::escrow::MilestoneTerms>) -> Terms {
    Terms {
        payer: world.buyer.to_string(),
        payee: world.seller.to_string(),
        follows: None,
        ..service_of(world, milestones)
    }
}

impl World {
    /// The oracle tells of a number of a milestone of agreement 1.
    #[track_caller]
    pub fn number(&mut self, index: u8, place: u32, value: i64, at: UnixTime) -> cw_multi_test::AppResponse {
        let oracle = self.oracle.clone();
        self.must(&oracle, &measured(1, index, number(place, value, at)))
    }

    /// What the oracle has of a milestone of agreement 1, and no round that collects.
    pub fn history(&mut self, index: u8, numbers: &[Measured]) {
        self.history_of(1, index, numbers);
        self.weighing(index, None);
    }

    /// What the oracle has of a milestone.
    pub fn history_of(&mut self, id: AgreementId, index: u8, numbers: &[Measured]) {
        let subject = self.weighed_subject(id, index);
        for heard in 0..=numbers.len() as u32 {
            let start_after = Some(heard).filter(|heard| *heard > 0);
            let question =
                oracle::QueryMsg::Measurements { subject: subject.clone(), start_after, limit: Some(100) };
            let rest: Vec<_> = numbers.iter().filter(|of| of.number > heard).take(100).collect();
            self.oracle_answers(&question, &rest);
        }
    }

    /// The oracle says nothing of a milestone's numbers.
    pub fn history_breaks(&mut self, index: u8) {
        let (subject, oracle) = (self.weighed_subject(1, index), self.oracle.clone());
        let question = oracle::QueryMsg::Measurements { subject, start_after: None, limit: Some(100) };
        peer::fails(&mut self.chain, &oracle, &question);
    }

    /// Since when a round collects on a milestone's number.
    pub fn weighing(&mut self, index: u8, since: Option<UnixTime>) {
        let Subject { collection, token_id, milestone } = self.weighed_subject(1, index);
        let open =
            |since| OpenRound { since, closes: since, reports: vec![], weight: amount(1), of: amount(3) };
        let question = QuestionResponse {
            milestone,
            standing: Standing::default(),
            cutoffs: vec![],
            round: 1,
            open: since.map(open),
            pending: None,
            challenged: None,
            closed: false,
        };
        let inquiry = InquiryResponse {
            feed: SCALES,
            sequence: 0,
            questions: vec![question],
            until: day(400),
            deposit: None,
        };
        self.oracle_answers(&oracle::QueryMsg::Inquiry { collection, token_id }, &inquiry);
    }

    fn weighed_subject(&self, id: AgreementId, index: u8) -> Subject {
        let token_id = word(&format!("{id}/{index}"));
        Subject { collection: self.escrow.to_string(), token_id, milestone: inspected() }
    }
}
