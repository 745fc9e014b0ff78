//! What is drawn: the terms of three agreements and forty steps.

use numeric::{Amount, Seconds};
use proptest::prelude::*;
use suite::{day, milestone, on, pays, Suite, TermsOf, ARRIVED, DISCHARGED, LOADED};
use types::digest::Digest;
use types::escrow::{Condition, MilestoneTerms, Terms};
use types::shipment::TitleClass;

use crate::TITLES;

/// The last date of all agreements; walks come about there.
pub const LONG_STOP: u64 = 45;
/// How long a resolver has, in days.
pub const RESOLUTION: u64 = 2;

/// One milestone.
#[derive(Clone, Debug)]
pub struct MilestoneDraw {
    condition: u8,
    amount: u16,
    deferred: bool,
    late: bool,
    cutoff: bool,
}

/// One agreement: its milestones, which of them releases the title, and for which title it is.
#[derive(Clone, Debug)]
pub struct DealDraw {
    milestones: Vec<MilestoneDraw>,
    releases: usize,
    title: usize,
    /// Whether the title is not what was agreed.
    discrepant: bool,
    /// Whether it is accepted before the walk begins.
    pub accepted: bool,
}

/// What somebody tries.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Which act.
    pub act: u8,
    /// Of ten, seven are sent by who may, the others by anybody.
    pub by: u8,
    /// Which agreement and title.
    pub agreement: u8,
    /// Which milestone.
    pub milestone: u8,
    /// Whatever else there is to choose.
    pub choice: u8,
    /// Hours that pass before it.
    pub wait: u64,
}

pub fn deals() -> impl Strategy<Value = [DealDraw; 3]> {
    let milestone = (0..7_u8, 1..5_000_u16, prop::bool::weighted(0.3), any::<bool>(), any::<bool>())
        .prop_map(|(condition, amount, deferred, late, cutoff)| MilestoneDraw {
            condition,
            amount,
            deferred,
            late,
            cutoff,
        });
    let deal = (
        prop::collection::vec(milestone, 1..=4),
        0..5_usize,
        0..4_usize,
        prop::bool::weighted(0.25),
        prop::bool::weighted(0.8),
    );
    let deal = deal.prop_map(|(milestones, releases, title, discrepant, accepted)| DealDraw {
        milestones,
        releases,
        title: usize::from(title == 3),
        discrepant,
        accepted,
    });
    [deal.clone(), deal.clone(), deal]
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![4 => 0..12_u64, 1 => Just(72_u64)];
    let step = (any::<u8>(), 0..10_u8, 0..3_u8, 0..4_u8, any::<u8>(), wait).prop_map(
        |(act, by, agreement, milestone, choice, wait)| Step { act, by, agreement, milestone, choice, wait },
    );
    prop::collection::vec(step, 40)
}

/// The terms of the first sale (to the buyer), the second (to the investor) or the freight (of the carrier).
pub fn terms(suite: &Suite, number: usize, draw: &DealDraw) -> Terms {
    let is_sale = number < 2;
    let mut terms = if is_sale { suite.sale() } else { suite.freight() };
    if number == 1 {
        terms.payer = suite.address("investor").into_string();
    }
    terms.invoice = Digest::of(&[number as u8, 7]);
    terms.long_stop = day(LONG_STOP);
    terms.resolver.limit = Seconds::days(RESOLUTION);
    terms.split = numeric::BasisPoints::new(3_333).unwrap();
    terms.milestones = draw.milestones.iter().map(|draw| one(suite, is_sale, draw)).collect();
    match &mut terms.title {
        Some(title) => {
            title.classes.push(TitleClass::WarehouseReceipt);
            title.latest_presentation = None;
            if draw.discrepant {
                title.loading = Some(suite::word("CNNGB"));
            }
            if let Some(releasing) = terms.milestones.get_mut(draw.releases) {
                releasing.releases_title = true;
            } else {
                title.classes.push(TitleClass::Waybill);
            }
        }
        None => terms.follows = Some(suite::word(TITLES[draw.title])),
    }
    terms
}

/// The title that an agreement of these draws wants.
pub fn wanted(choice: u8) -> &'static str {
    TITLES[usize::from(choice % 4 == 3)]
}

fn one(suite: &Suite, is_sale: bool, draw: &MilestoneDraw) -> MilestoneTerms {
    let amount = u128::from(draw.amount);
    let approval = || Condition::Approval { by: suite.address("surveyor").into_string() };
    let discharged = || Condition::Milestone(milestone(DISCHARGED));
    let mut of = match draw.condition {
        0 => on(LOADED, amount),
        1 => on(ARRIVED, amount),
        2 => on(DISCHARGED, amount),
        3 if is_sale => pays(amount, Condition::Presentation {}),
        3 | 4 => pays(amount, approval()),
        5 => pays(amount, Condition::All { of: vec![discharged(), approval()] }),
        _ => pays(amount, Condition::All { of: vec![Condition::Milestone(milestone(LOADED)), discharged()] }),
    };
    if draw.deferred {
        of = of.deferred(5);
    }
    if draw.late {
        of = of.due(day(6));
    }
    if draw.cutoff {
        of = of.cut_off(day(20));
    }
    of.amount = Amount::new(amount);
    of
}
