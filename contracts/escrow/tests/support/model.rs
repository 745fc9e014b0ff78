//! What an agreement should pay, worked out from the trade's rules and not from the contract: a ledger of what came in
//! for each milestone, and an explanation of everything that leaves.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use types::escrow::*;
use types::journey::{MilestoneRef, Standing};
use types::oracle::Measured;

/// A milestone: its agreement and index.
pub type Key = (AgreementId, u8);

/// What the test knows by itself of what it did.
#[derive(Default)]
pub struct Model {
    /// Money that came in for a milestone.
    pub came: BTreeMap<Key, u128>,
    /// What the oracle said last.
    pub said: Vec<(MilestoneRef, Standing)>,
    /// When an agreement's present title was presented or followed.
    pub presented: BTreeMap<AgreementId, u64>,
    /// When somebody approved a part.
    pub approved: BTreeMap<(AgreementId, u8, String), u64>,
    /// Who proposed the change of a milestone that stands.
    pub proposed: BTreeMap<Key, String>,
    /// Who owned the receivable of a milestone when it ended.
    pub last_owner: BTreeMap<Key, String>,
    /// What the oracle has paid for false facts.
    pub compensated: u128,
    /// The numbers that the oracle has.
    pub numbers: BTreeMap<Key, Vec<Measured>>,
    /// Of part deliveries: how many counted, and their sum.
    pub tallies: RefCell<BTreeMap<Key, (u8, i64)>>,
    /// The titles' contract answers nothing, so not everything is known.
    pub broken: bool,
}

/// A step that was taken.
pub struct Taken<'a> {
    pub sender: &'a Addr,
    pub msg: &'a ExecuteMsg,
    pub units: u128,
    pub now: u64,
}

/// A milestone before and after a step.
pub struct Passage<'a> {
    pub key: Key,
    pub before: &'a MilestoneResponse,
    pub after: &'a MilestoneResponse,
    pub terms: &'a MilestoneTerms,
    /// The agreement before it.
    pub was: &'a AgreementResponse,
    /// The agreement after it.
    pub agreement: &'a AgreementResponse,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Due {
    Nothing,
    Met(u64),
    Missed,
}

impl Model {
    pub fn says(&mut self, milestone: MilestoneRef, standing: Standing) {
        self.said.retain(|(of, _)| *of != milestone);
        self.said.push((milestone, standing));
    }

    /// When this part came about, or that it came too late; nothing if neither is known.
    fn part(&self, of: &Passage, part: &Condition, counts: bool) -> Due {
        let cutoff = of.before.cutoff.map(|cutoff| cutoff.seconds());
        let (id, index) = of.key;
        let when = match part {
            Condition::Milestone(milestone) => {
                let standing = self.said.iter().find(|(said, _)| said == milestone && counts);
                let standing = standing.map(|(_, standing)| *standing).unwrap_or_default();
                if let (Some(not_by), Some(cutoff)) = (standing.not_by, cutoff) {
                    if not_by.seconds() >= cutoff {
                        return Due::Missed;
                    }
                }
                standing.happened.map(|at| at.seconds())
            }
            Condition::Presentation {} => self.presented.get(&id).copied().filter(|_| counts),
            Condition::Approval { by } => self.approved.get(&(id, index, by.clone())).copied(),
            Condition::Measurement(_) => None,
            Condition::All { .. } => unreachable!("terms have no `all` inside an `all`"),
        };
        match (when, cutoff) {
            (Some(at), Some(cutoff)) if at > cutoff => Due::Missed,
            (Some(at), _) => Due::Met(at),
            (None, _) => Due::Nothing,
        }
    }

    fn due(&self, of: &Passage, taken: &Taken) -> Due {
        let counts = of.is_presented(taken);
        let parts = match &of.terms.condition {
            Condition::All { of } => of.clone(),
            simple => vec![simple.clone()],
        };
        let parts: Vec<Due> = parts.iter().map(|part| self.part(of, part, counts)).collect();
        if parts.contains(&Due::Missed) {
            return Due::Missed;
        }
        if parts.contains(&Due::Nothing) {
            return Due::Nothing;
        }
        let latest = parts.iter().map(|part| if let Due::Met(at) = part { *at } else { 0 }).max();
        Due::Met(latest.unwrap())
    }

    /// Everything that changed about a milestone is due by its terms and this message; what is not stays as it was.
    pub fn explain(&self, of: &Passage, taken: &Taken) {
        let (before, after) = (of.before, of.after);
        let what = || format!("milestone {:?} by {:?}: {before:?} → {after:?}", of.key, taken.msg);
        let amount = before.amount.get();
        let paid = after.paid.get() - before.paid.get();
        let refunded = after.refunded.get() - before.refunded.get();
        let is_this = |agreement: &AgreementId, milestone: &u8| (*agreement, *milestone) == of.key;
        use ExecuteMsg as M;
        match taken.msg {
            M::PayIn { agreement, milestone } if is_this(agreement, milestone) => {
                assert_eq!((paid, refunded), (taken.units, 0), "{}", what());
                assert_eq!(after.outstanding.get(), before.outstanding.get() - paid, "{}", what());
                let settled = after.state == MilestoneState::Settled;
                assert_eq!(settled, after.outstanding.is_zero(), "{}", what());
                return;
            }
            M::TopUp { agreement, milestone } if is_this(agreement, milestone) => {
                assert_eq!(after.amount.get(), amount + taken.units, "{}", what());
                assert_eq!((paid, refunded, after.state), (0, 0, before.state), "{}", what());
                return;
            }
            M::Change { agreement, milestone, change } if is_this(agreement, milestone) && !change.cancel => {
                let lost = amount - after.amount.get();
                let back = if is_prefunded(of.terms) { lost } else { 0 };
                assert_eq!((paid, refunded, after.state), (0, back, before.state), "{}", what());
                if (lost, after.due, after.cutoff) != (0, before.due, before.cutoff) {
                    assert!(self.is_agreed(of, taken, change), "{}", what());
                }
                if after.cutoff != before.cutoff {
                    self.tallies.borrow_mut().remove(&of.key);
                    assert_eq!(after.tally, before.tally.map(|_| Tally::default()), "{}", what());
                } else {
                    assert_eq!(after.tally, before.tally, "{}", what());
                }
                return;
            }
            _ => {}
        }
        if let (Condition::Measurement(terms), true) = (&of.terms.condition, before.tally != after.tally) {
            return self.explain_numbers(of, taken, terms);
        }
        if before.state == after.state {
            assert_eq!((paid, refunded), (0, 0), "{}", what());
            assert_eq!((after.amount, after.outstanding), (before.amount, before.outstanding), "{}", what());
            return;
        }
        if before.state == MilestoneState::Open {
            self.explain_end(of, taken, paid, refunded);
        } else {
            // a debt ages by anyone; only its owner gives it up
            let owners = matches!(after.state, MilestoneState::Voided | MilestoneState::WrittenOff);
            let by_owner = before.owner.as_deref() == Some(taken.sender.as_str());
            assert!((paid, refunded) == (0, 0) && (by_owner || !owners), "{}", what());
        }
    }

    /// Numbers were heard: all that is paid is what they earn, in their order.
    fn explain_numbers(&self, of: &Passage, taken: &Taken, terms: &Measurement) {
        let (before, after) = (of.before, of.after);
        let what = || format!("milestone {:?} by {:?}: {before:?} → {after:?}", of.key, taken.msg);
        use ExecuteMsg as M;
        assert!(matches!(taken.msg, M::Measured(_) | M::Sync { .. } | M::LongStop { .. }), "{}", what());
        let presented = of.was.status == AgreementStatus::Presented;
        assert!(presented && before.dispute.is_none() && before.state == MilestoneState::Open, "{}", what());
        let numbers = &self.numbers[&of.key];
        let heard = |milestone: &MilestoneResponse| milestone.tally.map_or(0, |tally| tally.heard as usize);
        let (amount, prefunded) = (before.amount.get(), is_prefunded(of.terms));
        let (mut counted, mut sum) = self.tallies.borrow().get(&of.key).copied().unwrap_or_default();
        // what is earned, and whether that is the end of it
        let (mut earned, mut over) = (before.paid.get(), false);
        // in a walk a number corrects the one before it, or none; of those that are read together only the truth is heard
        let first = heard(before);
        let is_false = |place: usize| numbers.get(place + 1).is_some_and(|next| next.corrects.is_some());
        for place in (first..heard(after)).filter(|place| !is_false(*place)) {
            let number = &numbers[place];
            let said_first = (first..=place).rev().take_while(|of| *of == place || is_false(*of)).last();
            let corrects = numbers[said_first.unwrap()].corrects;
            assert!(!over, "numbers after the last: {}", what());
            let (is_in_time, adds_up) =
                (|at| before.cutoff.is_none_or(|cutoff| at <= cutoff), terms.deliveries.is_some());
            // what takes the place of another delivery is no further one
            let replaced = corrects.filter(|of| adds_up && is_in_time(of.at));
            let said = is_in_time(number.at).then_some(number.value.get());
            if said.is_none() && replaced.is_none() {
                continue;
            }
            counted = counted + u8::from(said.is_some()) - u8::from(replaced.is_some());
            sum = if adds_up { sum } else { 0 } + said.unwrap_or(0) - replaced.map_or(0, |of| of.value.get());
            let all = worth(terms.pays, sum, amount);
            let first_decides = terms.deliveries.is_none() && matches!(terms.pays, Pays::Scaled { .. });
            over = all == amount || first_decides || terms.deliveries.is_some_and(|most| counted >= most);
            let lost = if over { penalty(of, amount, number.at.seconds()) } else { 0 };
            let more = all.saturating_sub(earned);
            earned += more - lost.min(more);
        }
        self.tallies.borrow_mut().insert(of.key, (counted, sum));
        assert_eq!(
            after.tally.map(|tally| (tally.counted, tally.sum.get())),
            Some((counted, sum)),
            "{}",
            what()
        );
        let all_heard = heard(after) == numbers.len();
        assert!(over || all_heard, "{}", what());
        let moved = (after.paid.get(), after.refunded.get() - before.refunded.get(), after.outstanding.get());
        let expected = match (over, prefunded) {
            (true, true) => (earned, amount - earned, 0),
            (true, false) => (0, 0, earned),
            (false, _) if after.state == MilestoneState::Open => (earned, 0, 0),
            (false, _) => {
                assert!(matches!(taken.msg, M::LongStop { .. }), "{}", what());
                let rest = amount - earned;
                let units = rest * u128::from(of.agreement.terms.split.get()) / 10_000;
                if prefunded {
                    (earned + units, rest - units, 0)
                } else {
                    (0, 0, units)
                }
            }
        };
        assert_eq!(moved, expected, "{}", what());
    }

    /// An open milestone ended, or became a debt.
    fn explain_end(&self, of: &Passage, taken: &Taken, paid: u128, refunded: u128) {
        let (before, after, terms) = (of.before, of.after, &of.agreement.terms);
        let what = || format!("milestone {:?} by {:?}: {before:?} → {after:?}", of.key, taken.msg);
        let amount = before.amount.get() - before.paid.get();
        let moved = (paid, refunded, after.outstanding.get());
        let sender = taken.sender.as_str();
        use ExecuteMsg as M;
        // What the owner gets of a milestone that ends with so much for it.
        let award = |units: u128| {
            if is_prefunded(of.terms) {
                (units, amount - units, 0)
            } else {
                (0, 0, units)
            }
        };
        match taken.msg {
            M::Release { .. } => {
                assert_eq!((sender, moved), (terms.payer.as_str(), (amount, 0, 0)), "{}", what());
            }
            M::Relinquish { .. } => {
                assert_eq!((before.owner.as_deref(), moved), (Some(sender), award(0)), "{}", what());
            }
            M::Change { change, .. } => {
                let agreed = self.is_agreed(of, taken, change);
                assert!(agreed && change.cancel && moved == award(0), "{}", what());
            }
            M::Resolve { awards, .. } => {
                let named = awards.iter().find(|award| award.milestone == of.key.1).unwrap();
                assert!(before.dispute.is_some() && moved == award(named.to_payee.get()), "{}", what());
                let resolver = &terms.resolver;
                let may = sender == resolver.address || Some(sender) == resolver.successor.as_deref();
                assert!(may, "{}", what());
            }
            M::Milestone(_)
            | M::Sync { .. }
            | M::Encumbered(_)
            | M::Waive { .. }
            | M::Follow { .. }
            | M::ApproveMilestone { .. }
            | M::LapseDispute { .. }
            | M::LongStop { .. } => {
                let lapses = matches!(taken.msg, M::LapseDispute { .. });
                assert!(before.dispute.is_none() || lapses, "{}", what());
                if self.is_split(of, taken, moved) {
                    return;
                }
                match self.due(of, taken) {
                    Due::Missed => assert_eq!(moved, award(0), "{}", what()),
                    Due::Met(at) => {
                        let lacks_title = of.terms.releases_title && !of.is_presented(taken);
                        assert!(!lacks_title, "paid without the title: {}", what());
                        assert_eq!(moved, award(amount - penalty(of, amount, at)), "{}", what());
                    }
                    Due::Nothing => panic!("{}", what()),
                }
            }
            _ => panic!("{}", what()),
        }
    }

    /// The payer and who owns the receivable now want this change, one of them now and the other before; or they are
    /// one.
    fn is_agreed(&self, of: &Passage, taken: &Taken, change: &Change) -> bool {
        let (payer, owner) = (of.was.terms.payer.as_str(), of.before.owner.as_deref().unwrap_or_default());
        let before = self.proposed.get(&of.key).filter(|_| of.before.change.as_ref() == Some(change));
        let sender = taken.sender.as_str();
        let both = |other: &str| [(payer, owner), (owner, payer)].contains(&(sender, other));
        (payer == owner && sender == payer) || before.is_some_and(|other| both(other))
    }

    fn is_split(&self, of: &Passage, taken: &Taken, moved: (u128, u128, u128)) -> bool {
        let terms = &of.agreement.terms;
        let lacks_title = of.terms.releases_title && !of.is_presented(taken);
        let may_not_know = self.broken || self.due(of, taken) == Due::Nothing || lacks_title;
        if !matches!(taken.msg, ExecuteMsg::LongStop { .. }) || !may_not_know {
            return false;
        }
        assert!(taken.now >= terms.long_stop.seconds());
        let amount = of.before.amount.get() - of.before.paid.get();
        let units = amount * u128::from(terms.split.get()) / 10_000;
        moved == if is_prefunded(of.terms) { (units, amount - units, 0) } else { (0, 0, units) }
    }
}

impl Passage<'_> {
    /// Whether facts and the presentation count in this step.
    fn is_presented(&self, taken: &Taken) -> bool {
        use AgreementStatus::{Closed, Presented};
        match taken.msg {
            ExecuteMsg::Encumbered(_) | ExecuteMsg::Waive { .. } | ExecuteMsg::Follow { .. } => {
                matches!(self.agreement.status, Presented | Closed)
            }
            _ => self.was.status == Presented,
        }
    }
}

pub fn is_prefunded(terms: &MilestoneTerms) -> bool {
    terms.settlement == Settlement::Prefunded {}
}

/// A share for each started period, up to the cap, rounded up.
fn penalty(of: &Passage, amount: u128, at: u64) -> u128 {
    let (Some(late), Some(due)) = (&of.terms.late, of.before.due) else { return 0 };
    let periods = at.saturating_sub(due.seconds()).div_ceil(late.period.get());
    let share = (u64::from(late.rate.get()) * periods).min(late.cap.get().into());
    (amount * u128::from(share)).div_ceil(10_000)
}

/// What a number is worth.
fn worth(pays: Pays, value: i64, amount: u128) -> u128 {
    let reached = match pays {
        Pays::AtLeast { value: least } => value >= least.get(),
        Pays::AtMost { value: most } => value <= most.get(),
        Pays::Scaled { nothing_at, all_at } => {
            let (from, to) = (i128::from(nothing_at.get()), i128::from(all_at.get()));
            let way = (i128::from(value) - from) * (to - from).signum();
            let length = (to - from).abs();
            return amount * way.clamp(0, length) as u128 / length as u128;
        }
    };
    if reached {
        amount
    } else {
        0
    }
}

/// The milestones of an agreement's parts at the oracle: one for each event that a condition depends on.
pub fn reserved(terms: &Terms) -> Vec<u8> {
    let events = |condition: &Condition| match condition {
        Condition::Milestone(_) => 1,
        Condition::All { of } => of.iter().filter(|part| matches!(part, Condition::Milestone(_))).count(),
        _ => 0,
    };
    let parts = (0_u8..).zip(&terms.milestones);
    parts.flat_map(|(index, of)| std::iter::repeat_n(index, events(&of.condition))).collect()
}

/// The table of the README.
pub fn assert_follows(before: MilestoneState, after: MilestoneState) {
    use MilestoneState::*;
    let may = match before {
        _ if before == after => true,
        Open => matches!(after, Settled | Voided | Payable),
        Payable => matches!(after, Late | Defaulted | Settled | Voided),
        Late => matches!(after, Defaulted | Settled | Voided),
        Defaulted => matches!(after, WrittenOff | Settled | Voided),
        WrittenOff => matches!(after, Settled | Voided),
        Settled | Voided => false,
    };
    assert!(may, "{before:?} to {after:?}");
}

/// The table of the README.
pub fn assert_status_follows(before: AgreementStatus, after: AgreementStatus) {
    use AgreementStatus::*;
    let may = match before {
        _ if before == after => true,
        Proposed => matches!(after, Active | Ended),
        // a presentation, or a waiver, that settles all of it closes it at once
        Active | Discrepant => matches!(after, Active | Presented | Discrepant | Closed),
        Presented => after == Closed,
        Ended | Closed => false,
    };
    assert!(may, "{before:?} to {after:?}");
}
