//! What is asked about a title, who is told, and what is known.

use numeric::UnixTime;
use serde::{Deserialize, Serialize};
use types::gas::SUBSCRIBERS_A_TITLE;
use types::journey::{MilestoneRef, Standing, MAX_MILESTONES};
use types::oracle::Cutoff;
use types::shipment::{AdmittedRole, CUTOFFS_A_CONTRACT};

use super::title::Place;
use crate::ContractError;

/// Of the places of a title's watchers, those that only escrows take: a title can always be settled.
pub const RESERVED_FOR_SETTLEMENT: u64 = 2;

/// What is asked and who is told. A fact reads it and leaves it as it is.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub struct Watch {
    /// Every milestone that was ever asked, in that order.
    pub questions: Vec<MilestoneRef>,
    /// The contracts that are told, in the order they came.
    pub watchers: Vec<Watcher>,
}

/// A contract that is told.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Watcher {
    /// Its place among the admitted.
    pub place: Place,
    /// An escrow.
    pub settles: bool,
    /// The dates it wants to know of.
    pub cutoffs: Vec<Wanted>,
}

/// A date of a watcher.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// The question, by its number in the watch.
    pub question: u8,
    /// *Did not happen by* when.
    pub cutoff: UnixTime,
}

impl Watch {
    /// The number of a question.
    pub fn question(&self, milestone: &MilestoneRef) -> Result<u8, ContractError> {
        let found = self.questions.iter().position(|question| question == milestone);
        found
            .and_then(|number| u8::try_from(number).ok())
            .ok_or(ContractError::UnknownMilestone { milestone: *milestone })
    }

    /// Adds the milestones that were not asked before and returns them.
    pub fn ask(
        &mut self,
        milestones: impl IntoIterator<Item = MilestoneRef>,
    ) -> Result<Vec<MilestoneRef>, ContractError> {
        let asked = self.questions.len();
        for milestone in milestones {
            if !self.questions.contains(&milestone) {
                self.questions.push(milestone);
            }
        }
        if self.questions.len() > MAX_MILESTONES {
            let actual = self.questions.len();
            return Err(ContractError::TooManyMilestones { max: MAX_MILESTONES, actual });
        }
        Ok(self.questions.iter().skip(asked).copied().collect())
    }

    /// Gives a contract its place among the watchers and registers its cut-offs. Returns those that are new to
    /// it; what it has already takes no second place.
    pub fn subscribe(
        &mut self,
        place: Place,
        role: AdmittedRole,
        cutoffs: Vec<Cutoff>,
    ) -> Result<Vec<Cutoff>, ContractError> {
        let wanted = cutoffs
            .iter()
            .map(|Cutoff { milestone, cutoff }| {
                Ok(Wanted { question: self.question(milestone)?, cutoff: *cutoff })
            })
            .collect::<Result<Vec<_>, ContractError>>()?;
        let watcher = self.watcher(place, role == AdmittedRole::Settlement)?;
        let mut new = vec![];
        for (wanted, cutoff) in wanted.into_iter().zip(cutoffs) {
            if !watcher.cutoffs.contains(&wanted) {
                watcher.cutoffs.push(wanted);
                new.push(cutoff);
            }
        }
        let max = usize::from(CUTOFFS_A_CONTRACT);
        if watcher.cutoffs.len() > max {
            return Err(ContractError::TooManyCutoffs { max, actual: watcher.cutoffs.len() });
        }
        Ok(new)
    }

    fn watcher(&mut self, place: Place, settles: bool) -> Result<&mut Watcher, ContractError> {
        let found = self.watchers.iter().position(|watcher| watcher.place == place);
        if found.is_none() {
            self.assert_room(settles)?;
            self.watchers.push(Watcher { place, settles, cutoffs: vec![] });
        }
        let index = found.unwrap_or_else(|| self.watchers.len().saturating_sub(1));
        self.watchers.get_mut(index).ok_or(ContractError::NoWatcherPlace { settles })
    }

    fn assert_room(&self, settles: bool) -> Result<(), ContractError> {
        let count = |of: bool| self.watchers.iter().filter(|watcher| of || !watcher.settles).count();
        let within = |count: usize, max: u64| u64::try_from(count).is_ok_and(|count| count < max);
        let others_max = SUBSCRIBERS_A_TITLE.saturating_sub(RESERVED_FOR_SETTLEMENT);
        if within(count(true), SUBSCRIBERS_A_TITLE) && (settles || within(count(false), others_max)) {
            return Ok(());
        }
        Err(ContractError::NoWatcherPlace { settles })
    }
}

/// What facts change: little, so that a fact costs little.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// The oracle's last sequence seen.
    pub sequence: u32,
    /// What is final, by number of the question; nothing is known of those beyond the end.
    standings: Vec<Standing>,
}

impl Progress {
    /// What is final about a question.
    pub fn standing(&self, question: u8) -> Standing {
        self.standings.get(usize::from(question)).copied().unwrap_or_default()
    }

    /// The oracle's sequence, if it is not behind what was seen: an older answer never replaces a newer fact.
    pub fn keeps_up_with(&self, actual: u32) -> Result<u32, ContractError> {
        if actual < self.sequence {
            return Err(ContractError::OracleBehind { seen: self.sequence, actual });
        }
        Ok(actual)
    }

    /// Takes what the oracle says stands. Whether that is new.
    pub fn learn(&mut self, question: u8, standing: Standing) -> bool {
        if self.standing(question) == standing {
            return false;
        }
        let index = usize::from(question);
        if self.standings.len() <= index {
            self.standings.resize(index.saturating_add(1), Standing::default());
        }
        if let Some(place) = self.standings.get_mut(index) {
            *place = standing;
        }
        true
    }
}
