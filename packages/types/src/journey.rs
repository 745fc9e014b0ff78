//! Journeys: the legs of a shipment, the milestones asked about, and what is known of each.

use cosmwasm_schema::cw_serde;
use message::{message, FromJson, ToJson};
use numeric::{Reading, UnixTime};
use thiserror::Error;

use crate::container::ContainerNumber;
use crate::event::{EventCode, Side};
use crate::locode::Locode;
use crate::mode::TransportMode;
use crate::text::TokenId;

/// Most legs of one journey.
pub const MAX_LEGS: usize = 8;
/// Most milestones of one journey, added ones of amendments included.
pub const MAX_MILESTONES: usize = 24;
/// Most containers or unit load devices named for one leg.
pub const MAX_EQUIPMENT: usize = 8;

/// Longest code of a carrier, in bytes.
pub const MAX_CARRIER: usize = 24;

/// Why a journey is refused.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // The messages say it.
pub enum JourneyError {
    #[error("{found} {what}, at most {max}: leave some out")]
    TooMany { what: &'static str, max: usize, found: usize },
    #[error("leg {leg} does not exist: the journey has {legs}, counted from 0")]
    UnknownLeg { leg: u8, legs: usize },
    #[error("a leg ends at {to} and the next starts at {from}: each must start where the one before ended")]
    LegsDoNotMeet { to: Locode, from: Locode },
    #[error("a leg departs at {departure}, before the one before it arrives at {arrival}")]
    DepartsBeforeArrival { arrival: UnixTime, departure: UnixTime },
    #[error("a leg departs at {departure} and arrives at {arrival}: it must arrive later")]
    ArrivesBeforeDeparture { departure: UnixTime, arrival: UnixTime },
    #[error("a leg goes from {place} to itself")]
    LegGoesNowhere { place: Locode },
    #[error("{mode} carries no leg: name the mode of each leg")]
    ModeCarriesNoLeg { mode: TransportMode },
    #[error("carrier code {found:?}: 1 to 24 letters, digits or hyphens")]
    CarrierCode { found: String },
    #[error("{} on leg {} is asked twice", .milestone.event, .milestone.leg)]
    RepeatedMilestone { milestone: MilestoneRef },
    #[error("{} on leg {} stands before {} on leg {}: list milestones leg by leg, those of its departure before those of its arrival",
        .before.event, .before.leg, .after.event, .after.leg)]
    MilestonesOutOfOrder { before: MilestoneRef, after: MilestoneRef },
    #[error("{} on leg {} is planned for {planned}, before what stands above it, for {before}: what comes later in the journey is not planned earlier",
        .milestone.event, .milestone.leg)]
    MilestoneBeforeEarlier { milestone: MilestoneRef, planned: UnixTime, before: UnixTime },
}

/// One leg: from one place to another by one mode, with the planned times.
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct Leg {
    /// UN/ECE Rec 19 mode; one that carries a leg.
    pub mode: TransportMode,
    /// Where the leg starts.
    pub from: Locode,
    /// Where the leg ends.
    pub to: Locode,
    /// The carrier's published code for itself (SCAC, IATA airline code), at most 24 bytes.
    pub carrier: String,
    /// Planned departure, seconds since 1970 UTC.
    pub departure: UnixTime,
    /// Planned arrival, seconds since 1970 UTC; after departure.
    pub arrival: UnixTime,
    /// Containers by ISO 6346, at most 8.
    #[serde(default)]
    pub equipment: Vec<ContainerNumber>,
}

/// Names one question of a journey: what happens, on which leg, where.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub struct MilestoneRef {
    /// Index of the leg, from 0.
    pub leg: u8,
    /// What happens (any of the three vocabularies decodes; see [`crate::event`]).
    pub event: EventCode,
    /// Where it happens.
    pub place: Locode,
}

/// A milestone of the plan: it is asked of the feed at issue.
#[cw_serde]
#[derive(Copy, FromJson, ToJson)]
pub struct PlannedMilestone {
    /// Index of the leg, from 0.
    pub leg: u8,
    /// What happens. Where follows from the leg: its origin or its destination.
    pub event: EventCode,
    /// When it is planned, seconds since 1970 UTC.
    pub planned: UnixTime,
}

/// A journey's plan. Empty for goods at rest (a warehouse receipt).
#[cw_serde]
#[derive(FromJson, ToJson)]
pub struct Journey {
    /// The oracle feed that answers for the whole journey. It never changes.
    pub feed: u32,
    /// At most 8 legs, each starting where the one before ended.
    pub legs: Vec<Leg>,
    /// At most 24 milestones, in the order of the journey: leg by leg, those of a leg's departure before those of
    /// its arrival, and none planned before the one above it.
    pub milestones: Vec<PlannedMilestone>,
}

impl Journey {
    /// Refuses a plan that no shipment can follow.
    pub fn validate(&self) -> Result<(), JourneyError> {
        let too_many = |what, max: usize, found: usize| JourneyError::TooMany { what, max, found };
        if self.legs.len() > MAX_LEGS {
            return Err(too_many("legs", MAX_LEGS, self.legs.len()));
        }
        if self.milestones.len() > MAX_MILESTONES {
            return Err(too_many("milestones", MAX_MILESTONES, self.milestones.len()));
        }
        if self.legs.is_empty() && !self.milestones.is_empty() {
            return Err(JourneyError::UnknownLeg { leg: 0, legs: 0 });
        }
        for leg in &self.legs {
            leg.validate()?;
        }
        for (before, after) in self.legs.iter().zip(self.legs.iter().skip(1)) {
            if before.to != after.from {
                return Err(JourneyError::LegsDoNotMeet { to: before.to, from: after.from });
            }
            if after.departure < before.arrival {
                return Err(JourneyError::DepartsBeforeArrival {
                    arrival: before.arrival,
                    departure: after.departure,
                });
            }
        }
        for (i, milestone) in self.milestones.iter().enumerate() {
            let reference = self.reference(milestone)?;
            for before in self.milestones.iter().take(i) {
                before.assert_before(milestone, self.reference(before)?, reference)?;
            }
        }
        Ok(())
    }

    /// Where a milestone of the plan takes place, as the reference that the oracle is asked by.
    pub fn reference(&self, milestone: &PlannedMilestone) -> Result<MilestoneRef, JourneyError> {
        let leg = self
            .legs
            .get(usize::from(milestone.leg))
            .ok_or(JourneyError::UnknownLeg { leg: milestone.leg, legs: self.legs.len() })?;
        let place = match milestone.event.side() {
            Side::Departure => leg.from,
            Side::Arrival | Side::Either => leg.to,
        };
        Ok(MilestoneRef { leg: milestone.leg, event: milestone.event, place })
    }

    /// The port or place where the carriage starts.
    pub fn port_of_loading(&self) -> Option<Locode> {
        self.legs.first().map(|leg| leg.from)
    }

    /// The port or place where the carriage ends.
    pub fn port_of_discharge(&self) -> Option<Locode> {
        self.legs.last().map(|leg| leg.to)
    }
}

impl PlannedMilestone {
    /// Refuses an `after` that cannot stand below this one.
    fn assert_before(
        &self,
        after: &Self,
        before_ref: MilestoneRef,
        after_ref: MilestoneRef,
    ) -> Result<(), JourneyError> {
        let same_leg = self.leg == after.leg;
        if same_leg && self.event == after.event {
            return Err(JourneyError::RepeatedMilestone { milestone: after_ref });
        }
        let turns_back = (self.event.side(), after.event.side()) == (Side::Arrival, Side::Departure);
        if self.leg > after.leg || (same_leg && turns_back) {
            return Err(JourneyError::MilestonesOutOfOrder { before: before_ref, after: after_ref });
        }
        if self.planned > after.planned {
            return Err(JourneyError::MilestoneBeforeEarlier {
                milestone: after_ref,
                planned: after.planned,
                before: self.planned,
            });
        }
        Ok(())
    }
}

impl Leg {
    fn validate(&self) -> Result<(), JourneyError> {
        if !self.mode.carries_leg() {
            return Err(JourneyError::ModeCarriesNoLeg { mode: self.mode });
        }
        if self.from == self.to {
            return Err(JourneyError::LegGoesNowhere { place: self.from });
        }
        if self.arrival <= self.departure {
            return Err(JourneyError::ArrivesBeforeDeparture {
                departure: self.departure,
                arrival: self.arrival,
            });
        }
        let printable = self.carrier.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if self.carrier.is_empty() || self.carrier.len() > MAX_CARRIER || !printable {
            return Err(JourneyError::CarrierCode { found: self.carrier.clone() });
        }
        if self.equipment.len() > MAX_EQUIPMENT {
            return Err(JourneyError::TooMany {
                what: "equipment of a leg",
                max: MAX_EQUIPMENT,
                found: self.equipment.len(),
            });
        }
        Ok(())
    }
}

/// What a final fact says of a milestone. Silence is none of these.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub enum Outcome {
    /// It happened, at this time (the event's own, seconds since 1970 UTC).
    Happened {
        /// The event's own time.
        at: UnixTime,
    },
    /// It had not happened by this cut-off.
    NotBy {
        /// The cut-off, one of those registered with the question.
        cutoff: UnixTime,
    },
    /// It cannot be established. Moves no money by itself.
    Unresolvable {},
    /// A number was measured; of a feed that measures, never of an event.
    Measured {
        /// The number, in the feed's unit and decimals.
        value: Reading,
        /// When it was so, seconds since 1970 UTC.
        at: UnixTime,
    },
}

/// All that is final about one milestone. A later fact supersedes what it contradicts and keeps the rest:
/// *not by Monday* and *happened on Tuesday* both stand; *happened on Sunday* strikes the first.
#[cw_serde]
#[derive(Copy, Default, Eq, FromJson, ToJson)]
pub struct Standing {
    /// When it happened, if it did.
    pub happened: Option<UnixTime>,
    /// The latest cut-off by which it is final that it had not happened.
    pub not_by: Option<UnixTime>,
    /// Whether the last word is that it cannot be established.
    pub unresolvable: bool,
}

impl Standing {
    /// What stands after this outcome.
    pub fn after(self, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Happened { at } => Self {
                happened: Some(at),
                not_by: self.not_by.filter(|cutoff| *cutoff < at),
                unresolvable: false,
            },
            Outcome::NotBy { cutoff } => Self {
                happened: self.happened.filter(|at| *at > cutoff),
                not_by: Some(self.not_by.map_or(cutoff, |before| before.max(cutoff))),
                unresolvable: false,
            },
            Outcome::Unresolvable {} => Self { happened: None, not_by: None, unresolvable: true },
            // A number is no event: what stands of one is kept apart.
            Outcome::Measured { .. } => self,
        }
    }

    /// Whether anything is final.
    pub fn is_known(&self) -> bool {
        self.happened.is_some() || self.not_by.is_some() || self.unresolvable
    }

    /// Whether it is final that the milestone was not reached by `cutoff`: by a fact that says so, or
    /// because it happened later.
    pub fn missed(&self, cutoff: UnixTime) -> bool {
        self.not_by.is_some_and(|t| t >= cutoff) || self.happened.is_some_and(|at| at > cutoff)
    }
}

/// A milestone of a title's journey with all that is known of it.
#[cw_serde]
#[derive(ToJson)]
pub struct MilestoneStatus {
    /// Which one.
    pub milestone: MilestoneRef,
    /// When it was planned at issue.
    pub planned: UnixTime,
    /// What is final.
    pub standing: Standing,
}

/// The subject that facts are about: a milestone of a token of a collection.
#[message]
#[derive(ToJson)]
pub struct Subject {
    /// The contract that asked, and whose token it is.
    pub collection: String,
    /// The token.
    pub token_id: TokenId,
    /// Which of its milestones.
    pub milestone: MilestoneRef,
}
