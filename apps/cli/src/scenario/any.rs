//! Flights and voyages on one stage.

use anyhow::Result;
use numeric::UnixTime;
use types::escrow::AgreementId;
use types::text::TokenId;

use super::flight::FlightPlay;
use super::voyage::VoyagePlay;
use super::{Deed, Play, Stage, Tale};
use crate::chain::Answer;

/// One or the other.
pub enum AnyPlay {
    /// A recorded flight.
    Flight(Box<FlightPlay>),
    /// A written voyage.
    Voyage(Box<VoyagePlay>),
}

impl AnyPlay {
    fn play(&self) -> &dyn Tale {
        match self {
            Self::Flight(play) => play.as_ref(),
            Self::Voyage(play) => play.as_ref(),
        }
    }

    fn play_mut(&mut self) -> &mut dyn Tale {
        match self {
            Self::Flight(play) => play.as_mut(),
            Self::Voyage(play) => play.as_mut(),
        }
    }
}

impl Play for AnyPlay {
    fn due(&self) -> Option<UnixTime> {
        self.play().due()
    }

    fn act(&mut self, stage: &mut Stage) -> Result<Deed> {
        self.play_mut().act(stage)
    }

    fn answer(&mut self, stage: &mut Stage, answer: &Answer) -> Result<()> {
        self.play_mut().answer(stage, answer)
    }
}

impl Tale for AnyPlay {
    fn id(&self) -> &TokenId {
        self.play().id()
    }

    fn about(&self) -> String {
        self.play().about()
    }

    fn sentence(&self) -> String {
        self.play().sentence()
    }

    fn agreement_number(&self) -> Option<AgreementId> {
        self.play().agreement_number()
    }

    fn proven(&self) -> Option<String> {
        self.play().proven()
    }

    fn failed(&self) -> &[String] {
        self.play().failed()
    }
}
