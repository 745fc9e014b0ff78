//! The cut-offs that the oracle was asked about for a title.

use numeric::UnixTime;
use serde::{Deserialize, Serialize};
use types::journey::MilestoneRef;

use super::terms::{CUTOFFS_OF_A_SALE, CUTOFFS_OF_A_SERVICE};
use crate::ContractError;

/// A date of which the oracle is asked whether something had not happened by then.
pub type Cutoff = (MilestoneRef, UnixTime);

/// What an agreement wants of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It was presented under it.
    Sale,
    /// It is followed.
    Service,
}

/// The cut-offs that were ever asked for a title. A title keeps so many places for this contract and gives none back;
/// its sales and its services each have their own, so that neither can use up the other's.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub struct Asked {
    sale: Vec<Cutoff>,
    service: Vec<Cutoff>,
}

impl Purpose {
    /// Most cut-offs of it.
    pub const fn most(self) -> usize {
        match self {
            Self::Sale => CUTOFFS_OF_A_SALE,
            Self::Service => CUTOFFS_OF_A_SERVICE,
        }
    }

    /// Refuses more than there are places for.
    pub fn assert_room(self, found: usize) -> Result<(), ContractError> {
        let most = self.most();
        if found > most {
            return Err(ContractError::CutoffsUsedUp { most, found });
        }
        Ok(())
    }
}

impl Asked {
    /// Asks for these; what was asked before takes no second place.
    pub fn ask(&mut self, purpose: Purpose, cutoffs: &[Cutoff]) -> Result<(), ContractError> {
        let asked = match purpose {
            Purpose::Sale => &mut self.sale,
            Purpose::Service => &mut self.service,
        };
        for cutoff in cutoffs {
            if !asked.contains(cutoff) {
                asked.push(*cutoff);
            }
        }
        purpose.assert_room(asked.len())
    }
}

#[cfg(test)]
mod tests {
    use types::event::EventCode;

    use super::*;

    fn cutoffs(dates: std::ops::Range<u64>) -> Vec<Cutoff> {
        let milestone = MilestoneRef { leg: 0, event: EventCode::Arrived, place: "DEHAM".parse().unwrap() };
        dates
            .map(|date| (milestone, UnixTime::new(1_357_000_000_u64.saturating_add(date)).unwrap()))
            .collect()
    }

    #[test]
    fn sales_and_services_have_places_of_their_own() {
        let mut asked = Asked::default();
        asked.ask(Purpose::Service, &cutoffs(0..4)).unwrap();
        asked.ask(Purpose::Sale, &cutoffs(0..16)).unwrap();
        let used_up = |most, found| Err(ContractError::CutoffsUsedUp { most, found });
        assert_eq!(asked.clone().ask(Purpose::Service, &cutoffs(4..5)), used_up(4, 5));
        assert_eq!(asked.ask(Purpose::Sale, &cutoffs(16..17)), used_up(16, 17));
    }

    #[test]
    fn what_was_asked_before_takes_no_second_place() {
        let mut asked = Asked::default();
        asked.ask(Purpose::Service, &cutoffs(0..4)).unwrap();
        assert_eq!(asked.ask(Purpose::Service, &cutoffs(0..4)), Ok(()));
        assert_eq!(asked.ask(Purpose::Service, &[]), Ok(()));
    }
}
