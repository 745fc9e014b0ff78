//! When a milestone's condition is met, or can no more be met in time.

use numeric::UnixTime;
use serde::{Deserialize, Serialize};
use types::escrow::{Condition, Measurement};
use types::journey::{MilestoneRef, Standing};

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is final yet.
    Pending,
    /// It is met; the time is the event's own.
    Met(UnixTime),
    /// It is final that it was not met by the cut-off.
    Missed,
}

/// An approval that was given.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approved {
    /// Which part of the condition, from 0.
    pub part: u8,
    /// When.
    pub at: UnixTime,
}

/// What a condition is judged by.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// When documents were presented that comply or whose discrepancies were waived.
    pub presented_at: Option<UnixTime>,
    /// What is final about the milestones of the title's journey; nothing before the presentation.
    pub standings: Vec<(MilestoneRef, Standing)>,
}

impl Knowledge {
    fn standing(&self, milestone: &MilestoneRef) -> Standing {
        let known = self.standings.iter().find(|(of, _)| of == milestone);
        known.map(|(_, standing)| *standing).unwrap_or_default()
    }
}

/// The parts of a condition: of an `all` its parts, else the condition itself.
pub fn parts(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All { of } => of,
        simple => std::slice::from_ref(simple),
    }
}

/// The milestones of the journey that a condition depends on.
pub fn milestones(condition: &Condition) -> impl Iterator<Item = &MilestoneRef> {
    parts(condition).iter().filter_map(|part| match part {
        Condition::Milestone(milestone) => Some(milestone),
        _ => None,
    })
}

/// The measurement that a condition is.
pub fn measurement(condition: &Condition) -> Option<&Measurement> {
    match condition {
        Condition::Measurement(of) => Some(of),
        _ => None,
    }
}

/// Whether a presentation is among the parts.
pub fn needs_presentation(condition: &Condition) -> bool {
    parts(condition).contains(&Condition::Presentation {})
}

/// The parts that this account approves.
pub fn approved_by(condition: &Condition, account: &str) -> Vec<u8> {
    let own = |part: &Condition| matches!(part, Condition::Approval { by } if by == account);
    (0_u8..).zip(parts(condition)).filter(|(_, part)| own(part)).map(|(index, _)| index).collect()
}

/// Where the condition stands. Of an `all` the latest part counts, and one that was missed ends it.
///
/// A cut-off is judged by the event's own time: *did not happen by T* of a T at or after the cut-off, or an event
/// after it. That nothing is known is neither.
pub fn judge(
    condition: &Condition,
    cutoff: Option<UnixTime>,
    approvals: &[Approved],
    knowledge: &Knowledge,
) -> Verdict {
    let in_time = |at: Option<UnixTime>| match (at, cutoff) {
        (Some(at), Some(cutoff)) if at > cutoff => Verdict::Missed,
        (Some(at), _) => Verdict::Met(at),
        (None, _) => Verdict::Pending,
    };
    let judge_part = |(index, part): (u8, &Condition)| match part {
        Condition::Milestone(milestone) => {
            let standing = knowledge.standing(milestone);
            match cutoff {
                Some(cutoff) if standing.missed(cutoff) => Verdict::Missed,
                _ => standing.happened.map_or(Verdict::Pending, Verdict::Met),
            }
        }
        Condition::Presentation {} => in_time(knowledge.presented_at),
        Condition::Approval { .. } => {
            in_time(approvals.iter().find(|approved| approved.part == index).map(|approved| approved.at))
        }
        // Terms with an `all` inside an `all` are refused; numbers are heard one by one.
        Condition::All { .. } | Condition::Measurement(_) => Verdict::Pending,
    };
    (0_u8..).zip(parts(condition)).map(judge_part).fold(None, both).unwrap_or(Verdict::Pending)
}

fn both(so_far: Option<Verdict>, next: Verdict) -> Option<Verdict> {
    use Verdict::{Met, Missed, Pending};
    Some(match (so_far, next) {
        (None, next) => next,
        (Some(Missed), _) | (_, Missed) => Missed,
        (Some(Pending), _) | (_, Pending) => Pending,
        (Some(Met(before)), Met(at)) => Met(before.max(at)),
    })
}

#[cfg(test)]
mod tests {
    use types::event::EventCode;

    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(1_357_000_000_u64.saturating_add(seconds)).unwrap()
    }

    fn milestone(event: EventCode) -> MilestoneRef {
        MilestoneRef { leg: 0, event, place: "NLRTM".parse().unwrap() }
    }

    fn arrival() -> Condition {
        Condition::Milestone(milestone(EventCode::Arrived))
    }

    fn approval() -> Condition {
        Condition::Approval { by: "surveyor".to_owned() }
    }

    fn known(standing: Standing) -> Knowledge {
        Knowledge { presented_at: None, standings: vec![(milestone(EventCode::Arrived), standing)] }
    }

    fn happened(seconds: u64) -> Standing {
        Standing { happened: Some(at(seconds)), ..Standing::default() }
    }

    fn not_by(seconds: u64) -> Standing {
        Standing { not_by: Some(at(seconds)), ..Standing::default() }
    }

    #[test]
    fn silence_and_what_cannot_be_established_decide_nothing() {
        let unresolvable = Standing { unresolvable: true, ..Standing::default() };
        for standing in [Standing::default(), unresolvable, not_by(99)] {
            let verdict = judge(&arrival(), Some(at(100)), &[], &known(standing));
            assert_eq!(verdict, Verdict::Pending, "{standing:?}");
        }
        assert_eq!(judge(&arrival(), None, &[], &known(not_by(100))), Verdict::Pending);
        assert_eq!(judge(&arrival(), None, &[], &Knowledge::default()), Verdict::Pending);
    }

    #[test]
    fn a_cut_off_counts_by_the_events_own_time() {
        let judged = |standing| judge(&arrival(), Some(at(100)), &[], &known(standing));
        assert_eq!(judged(happened(100)), Verdict::Met(at(100)));
        assert_eq!(judged(happened(101)), Verdict::Missed);
        assert_eq!(judged(not_by(100)), Verdict::Missed);
        assert_eq!(judged(not_by(101)), Verdict::Missed);
        let late = Standing { happened: Some(at(90)), not_by: Some(at(80)), unresolvable: false };
        assert_eq!(judged(late), Verdict::Met(at(90)));
    }

    #[test]
    fn of_all_parts_the_latest_counts() {
        let all = Condition::All { of: vec![arrival(), approval(), Condition::Presentation {}] };
        let approved = [Approved { part: 1, at: at(70) }];
        let mut knowledge = known(happened(60));
        assert_eq!(judge(&all, None, &approved, &knowledge), Verdict::Pending);
        knowledge.presented_at = Some(at(50));
        assert_eq!(judge(&all, None, &approved, &knowledge), Verdict::Met(at(70)));
        assert_eq!(judge(&all, None, &[], &knowledge), Verdict::Pending);
        assert_eq!(judge(&all, Some(at(69)), &approved, &knowledge), Verdict::Missed);
    }

    #[test]
    fn a_missed_part_ends_the_whole_before_the_others_are_known() {
        let all = Condition::All { of: vec![approval(), arrival()] };
        assert_eq!(judge(&all, Some(at(100)), &[], &known(not_by(100))), Verdict::Missed);
    }

    #[test]
    fn an_approval_counts_for_its_own_part_only() {
        let other = Condition::Approval { by: "bank".to_owned() };
        let all = Condition::All { of: vec![approval(), other] };
        assert_eq!(approved_by(&all, "bank"), [1]);
        assert_eq!(approved_by(&all, "stranger"), [0_u8; 0]);
        let approved = [Approved { part: 1, at: at(1) }];
        assert_eq!(judge(&all, None, &approved, &Knowledge::default()), Verdict::Pending);
    }
}
