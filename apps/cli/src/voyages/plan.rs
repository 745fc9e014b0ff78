//! The journey that a file's legs come to.

use types::event::Side;
use types::journey::{Journey, PlannedMilestone};
use types::mode::TransportMode;

use super::file::{self, Mode};

/// The plan of these legs; none of goods at rest.
pub fn journey(legs: &[file::Leg], feed: u32) -> Option<Journey> {
    if legs.is_empty() {
        return None;
    }
    let milestones = (0u8..).zip(legs).flat_map(|(number, leg)| {
        leg.watch.iter().map(move |event| PlannedMilestone {
            leg: number,
            event: *event,
            planned: match event.side() {
                Side::Departure => leg.departs.0,
                Side::Arrival | Side::Either => leg.arrives.0,
            },
        })
    });
    Some(Journey { feed, legs: legs.iter().map(leg).collect(), milestones: milestones.collect() })
}

fn leg(written: &file::Leg) -> types::journey::Leg {
    types::journey::Leg {
        mode: match written.by {
            Mode::Sea => TransportMode::Maritime,
            Mode::Rail => TransportMode::Rail,
            Mode::Road => TransportMode::Road,
            Mode::Air => TransportMode::Air,
            Mode::Barge => TransportMode::InlandWater,
        },
        from: written.from,
        to: written.to,
        carrier: written.carrier.clone(),
        departure: written.departs.0,
        arrival: written.arrives.0,
        equipment: written.containers.clone(),
    }
}
