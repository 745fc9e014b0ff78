//! What cannot be later than what: goods are loaded before they sail, and sail before they arrive.

use numeric::{Seconds, UnixTime};
use types::event::EventCode;
use types::journey::MilestoneRef;

/// A time that is published or final, of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The question.
    pub milestone: MilestoneRef,
    /// When.
    pub at: UnixTime,
}

/// Whether the first is later than the second, by more than this, though it must come before.
pub fn is_impossible(first: Known, second: Known, give: Seconds) -> bool {
    let latest = second.at.seconds().saturating_add(give.get());
    comes_before(&first.milestone, &second.milestone) && first.at.seconds() > latest
}

/// Where the order is physical. Papers and inspections go their own ways: a consignee may be told of goods before they
/// are unloaded.
fn comes_before(first: &MilestoneRef, second: &MilestoneRef) -> bool {
    match (stage(first.event), stage(second.event)) {
        (Some(a), Some(b)) => (first.leg, a) < (second.leg, b),
        _ => false,
    }
}

fn stage(event: EventCode) -> Option<u8> {
    use EventCode as E;
    match event {
        E::Stuffed | E::PickedUp | E::GateIn => Some(0),
        E::Loaded => Some(1),
        E::Departed => Some(2),
        E::Arrived => Some(3),
        E::Discharged => Some(4),
        E::GateOut | E::DroppedOff | E::Delivered | E::Stripped => Some(5),
        // Somebody's books: the next leg may have left by then.
        E::Received => None,
        E::Stored | E::Inspected | E::CustomsReleased | E::ReadyForDelivery => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(leg: u8, event: EventCode, second: u64) -> Known {
        let milestone = MilestoneRef { leg, event, place: "NLRTM".parse().unwrap() };
        Known { milestone, at: UnixTime::new(UnixTime::MIN + second).unwrap() }
    }

    #[test]
    fn what_moves_goods_goes_on_and_papers_go_their_own_ways() {
        use EventCode as E;
        let impossible = |first: (u8, E), second: (u8, E)| {
            is_impossible(known(first.0, first.1, 1), known(second.0, second.1, 0), Seconds::ZERO)
        };
        for (first, second) in [
            ((0, E::GateIn), (0, E::Loaded)),
            ((0, E::Departed), (0, E::Arrived)),
            ((0, E::Discharged), (0, E::Delivered)),
            ((0, E::GateOut), (1, E::Loaded)),
        ] {
            assert!(impossible(first, second), "{first:?} {second:?}");
            assert!(!impossible(second, first), "{second:?} {first:?}");
        }
        for (first, second) in [
            ((0, E::CustomsReleased), (0, E::Loaded)),
            ((0, E::Arrived), (0, E::ReadyForDelivery)),
            ((0, E::Stuffed), (0, E::GateIn)),
            ((0, E::Received), (1, E::Departed)),
            ((0, E::Arrived), (0, E::Arrived)),
        ] {
            assert!(!impossible(first, second), "{first:?} {second:?}");
        }
        let (departed, arrived) = (known(0, E::Departed, 7), known(0, E::Arrived, 7));
        assert!(!is_impossible(departed, arrived, Seconds::ZERO), "at the same second");
        let late = known(0, E::Departed, 67);
        assert!(!is_impossible(late, arrived, Seconds::minutes(1)));
        assert!(is_impossible(known(0, E::Departed, 68), arrived, Seconds::minutes(1)));
    }
}
