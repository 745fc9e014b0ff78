//! The plan of a shipment and what an amendment may change of it.

use numeric::{Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::journey::{Journey, Leg, MilestoneRef, PlannedMilestone};
use types::shipment::Route;

use super::watch::{Progress, Watch};
use crate::ContractError;

/// How long after the last planned time the oracle keeps what is unanswered.
pub const UNANSWERED: Seconds = Seconds::days(365);

/// The plan in force, and when each question was planned at first.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Plan {
    /// The feed that answers; it never changes.
    pub feed: u32,
    /// The legs.
    pub legs: Vec<Leg>,
    /// The milestones.
    pub milestones: Vec<PlannedMilestone>,
    /// By number of the question: when it was planned as it was asked.
    pub first_planned: Vec<UnixTime>,
}

/// What the oracle is to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Questions {
    /// By whom it is answered.
    pub feed: u32,
    /// What was not asked before.
    pub milestones: Vec<MilestoneRef>,
    /// From when on what is unanswered may be retired.
    pub until: UnixTime,
}

impl Plan {
    /// A new plan whose milestones are all asked. The journey must be valid.
    pub fn begin(journey: Journey, watch: &mut Watch) -> Result<(Self, Option<Questions>), ContractError> {
        let mut plan = Self { feed: journey.feed, legs: vec![], milestones: vec![], first_planned: vec![] };
        let questions = plan.follow(journey, watch)?;
        Ok((plan, questions))
    }

    /// The plan as a message has it.
    pub fn journey(&self) -> Journey {
        Journey { feed: self.feed, legs: self.legs.clone(), milestones: self.milestones.clone() }
    }

    /// Takes another route. What is known of the present plan must be in it, unchanged.
    pub fn reroute(
        &mut self,
        route: Route,
        watch: &mut Watch,
        progress: &Progress,
    ) -> Result<Option<Questions>, ContractError> {
        let Route { legs, milestones } = route;
        let journey = Journey { feed: self.feed, legs, milestones };
        super::document::check_journey(false, Some(&journey))?;
        let new = references(&journey)?;
        for known in references(&self.journey())? {
            let (milestone, _) = known;
            let standing = progress.standing(watch.question(&milestone)?);
            if standing.is_known() && !new.contains(&known) {
                return Err(ContractError::KnownMilestone { milestone });
            }
        }
        self.follow(journey, watch)
    }

    fn follow(&mut self, journey: Journey, watch: &mut Watch) -> Result<Option<Questions>, ContractError> {
        let planned = references(&journey)?;
        let asked = watch.ask(planned.iter().map(|(milestone, _)| *milestone))?;
        for milestone in &asked {
            let first = planned.iter().find(|(planned, _)| planned == milestone);
            self.first_planned.extend(first.map(|(_, time)| *time));
        }
        let times = journey.milestones.iter().map(|milestone| milestone.planned);
        let last = times.chain(journey.legs.iter().map(|leg| leg.arrival)).max();
        self.legs = journey.legs;
        self.milestones = journey.milestones;
        match last {
            Some(last) if !asked.is_empty() => Ok(Some(Questions {
                feed: self.feed,
                milestones: asked,
                until: last.checked_add(UNANSWERED)?,
            })),
            _ => Ok(None),
        }
    }
}

fn references(journey: &Journey) -> Result<Vec<(MilestoneRef, UnixTime)>, ContractError> {
    let reference = |milestone: &PlannedMilestone| Ok((journey.reference(milestone)?, milestone.planned));
    journey.milestones.iter().map(reference).collect()
}
