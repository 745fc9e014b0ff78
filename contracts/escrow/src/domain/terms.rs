//! What terms must be before anybody can accept them.

use numeric::{Amount, Seconds, UnixTime};
use types::escrow::{
    Condition, Measurement, MilestoneTerms, Pays, Settlement, Terms, TitleTerms, MAX_GOODS_TERMS,
    MAX_ISSUERS, MAX_MILESTONES, MAX_PARTS,
};
use types::oracle::PublishedFeed;
use types::shipment::TitleClass;

use super::agreement::Deal;
use super::asked::{Cutoff, Purpose};
use super::change::assert_dates;
use super::condition::{measurement, milestones, needs_presentation, parts};
use crate::ContractError;

/// Shortest time that a resolver, or a payer who examines documents, can be given.
const SHORTEST_WAIT: Seconds = Seconds::SECOND;
/// Longest time of a resolver.
const LONGEST_RESOLUTION: Seconds = Seconds::days(90);
/// Longest examination of documents.
const LONGEST_EXAMINATION: Seconds = Seconds::days(30);
/// Longest term of a deferred payment.
const LONGEST_TERM: Seconds = Seconds::days(365);
/// Longest grace behind it.
const LONGEST_GRACE: Seconds = Seconds::days(180);
/// Shortest period of a late penalty.
const SHORTEST_PERIOD: Seconds = Seconds::SECOND;
/// Most cut-offs of a sale: what one title keeps for it.
pub const CUTOFFS_OF_A_SALE: usize = 16;
/// Most cut-offs of a service agreement.
pub const CUTOFFS_OF_A_SERVICE: usize = 4;

/// Refuses terms that contradict themselves, that no shipment could fulfil, or that would bind money for ever.
pub fn check(terms: &Terms, now: UnixTime, feed: &PublishedFeed) -> Result<(), ContractError> {
    if terms.payer == terms.payee {
        return Err(ContractError::OnePartyOnly {});
    }
    check_resolver(terms)?;
    check_long_stop(terms.long_stop, now, feed)?;
    let found = terms.milestones.len();
    if found == 0 || found > MAX_MILESTONES {
        return Err(ContractError::Count { what: "milestones", least: 1, most: MAX_MILESTONES, found });
    }
    for (index, milestone) in (0_u8..).zip(&terms.milestones) {
        check_milestone(index, milestone, terms)?;
    }
    let releasing = (0_u8..).zip(&terms.milestones).filter(|(_, milestone)| milestone.releases_title);
    if releasing.count() > 1 {
        return Err(ContractError::SeveralReleases {});
    }
    check_cutoffs(terms)?;
    total(&terms.milestones)?;
    match (&terms.title, &terms.follows) {
        (Some(title), None) => check_title(title, terms),
        (Some(_), Some(_)) => Err(ContractError::PresentsAndFollows {}),
        (None, _) => check_service(terms),
    }
}

/// What all milestones come to, and must be able to.
pub fn total(milestones: &[MilestoneTerms]) -> Result<Amount, ContractError> {
    let add = |sum: Amount, milestone: &MilestoneTerms| sum.checked_add(milestone.amount);
    Ok(milestones.iter().try_fold(Amount::ZERO, add)?)
}

/// What of it the payer brings along.
pub fn prefunded(milestones: &[MilestoneTerms]) -> Result<Amount, ContractError> {
    let held = milestones.iter().filter(|milestone| milestone.settlement == (Settlement::Prefunded {}));
    let add = |sum: Amount, milestone: &MilestoneTerms| sum.checked_add(milestone.amount);
    Ok(held.into_iter().try_fold(Amount::ZERO, add)?)
}

/// The dates of which the oracle must be asked whether something had not happened by then, each once.
pub fn cutoffs<'a>(
    milestones_with_cutoff: impl Iterator<Item = (&'a Condition, Option<UnixTime>)>,
) -> Vec<Cutoff> {
    let mut asked = Vec::new();
    for (condition, cutoff) in milestones_with_cutoff {
        for pair in cutoff.into_iter().flat_map(|cutoff| milestones(condition).map(move |of| (*of, cutoff))) {
            if !asked.contains(&pair) {
                asked.push(pair);
            }
        }
    }
    asked
}

/// Refuses a feed of events where it should measure, and one of numbers where it should follow the journey: neither would ever
/// answer, and the money would wait for the long-stop.
pub fn check_feed(deal: &Deal, feed: u32, published: &PublishedFeed) -> Result<(), ContractError> {
    for (milestone, terms) in (0_u8..).zip(&deal.milestones) {
        let should_measure = match measurement(&terms.condition) {
            Some(of) => (of.feed == feed).then_some(true),
            None => (deal.feed == feed && milestones(&terms.condition).next().is_some()).then_some(false),
        };
        match should_measure {
            Some(true) if !published.measures => {
                return Err(ContractError::FeedOfEvents { milestone, feed });
            }
            Some(false) if published.measures => {
                return Err(ContractError::FeedOfNumbers { milestone, feed });
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_resolver(terms: &Terms) -> Result<(), ContractError> {
    let resolver = &terms.resolver;
    let parties = [&terms.payer, &terms.payee];
    let named = std::iter::once(&resolver.address).chain(&resolver.successor);
    if let Some(party) = named.into_iter().find(|named| parties.contains(named)) {
        return Err(ContractError::PartyResolves { party: party.clone() });
    }
    if resolver.successor.as_ref() == Some(&resolver.address) {
        return Err(ContractError::SucceedsItself {});
    }
    within("the resolver's time", resolver.limit, SHORTEST_WAIT, LONGEST_RESOLUTION)
}

/// The long-stop, and behind it the time in which a fact can be challenged, lie within what the feed answers for: so
/// long the stake behind it stays.
pub fn check_long_stop(
    long_stop: UnixTime,
    now: UnixTime,
    feed: &PublishedFeed,
) -> Result<(), ContractError> {
    if long_stop <= now {
        return Err(ContractError::LongStopPast { long_stop, now });
    }
    let longest = feed.longest_reservation;
    let latest = now.checked_add(longest)?;
    if long_stop > latest {
        return Err(ContractError::LongStopTooFar { long_stop, latest });
    }
    match feed.reservations {
        Some(reservations) if long_stop.checked_add(reservations.challenge)? > latest => {
            let challenge = reservations.challenge;
            let latest = now.checked_add(longest.saturating_sub(challenge))?;
            Err(ContractError::LongStopUnsecured { long_stop, latest, longest, challenge })
        }
        _ => Ok(()),
    }
}

fn check_milestone(index: u8, milestone: &MilestoneTerms, terms: &Terms) -> Result<(), ContractError> {
    if milestone.amount.is_zero() {
        return Err(ContractError::NoAmount { milestone: index });
    }
    check_condition(index, &milestone.condition, &terms.payee)?;
    check_late(index, milestone)?;
    if let Some(of) = measurement(&milestone.condition) {
        check_measurement(index, milestone, of)?;
    }
    if let Settlement::Deferred { after, grace } = milestone.settlement {
        within("the term of a deferred payment", after, Seconds::ZERO, LONGEST_TERM)?;
        within("the grace of a deferred payment", grace, Seconds::ZERO, LONGEST_GRACE)?;
    }
    assert_dates(index, milestone.due, milestone.cutoff, terms.long_stop)?;
    let delivery = milestones(&milestone.condition).find(|of| of.event.is_delivery_or_later());
    match delivery {
        Some(of) if milestone.releases_title => {
            Err(ContractError::ReleasesAfterDelivery { milestone: index, event: of.event })
        }
        _ => Ok(()),
    }
}

fn check_condition(index: u8, condition: &Condition, payee: &str) -> Result<(), ContractError> {
    let all = parts(condition);
    if let Condition::All { of } = condition {
        let found = of.len();
        if !(2..=MAX_PARTS).contains(&found) {
            return Err(ContractError::Count { what: "parts of an `all`", least: 2, most: MAX_PARTS, found });
        }
        if of.iter().any(|part| matches!(part, Condition::All { .. })) {
            return Err(ContractError::NestedAll { milestone: index });
        }
        if of.iter().any(|part| measurement(part).is_some()) {
            return Err(ContractError::MeasurementInAll { milestone: index });
        }
        if (1..).zip(of).any(|(next, part)| of.iter().skip(next).any(|other| other == part)) {
            return Err(ContractError::RepeatedPart { milestone: index });
        }
    }
    if all.iter().any(|part| matches!(part, Condition::Approval { by } if by == payee)) {
        return Err(ContractError::PayeeApproves { milestone: index });
    }
    Ok(())
}

fn check_late(index: u8, milestone: &MilestoneTerms) -> Result<(), ContractError> {
    let Some(late) = &milestone.late else { return Ok(()) };
    if milestone.due.is_none() {
        return Err(ContractError::PenaltyWithoutDue { milestone: index });
    }
    if late.rate.is_zero() || late.cap < late.rate {
        return Err(ContractError::PenaltyCap { milestone: index, rate: late.rate, cap: late.cap });
    }
    if late.period < SHORTEST_PERIOD {
        return Err(ContractError::PenaltyPeriod {
            milestone: index,
            least: SHORTEST_PERIOD,
            actual: late.period,
        });
    }
    Ok(())
}

/// Numbers that can be paid by: a scale has two ends, and part deliveries add up towards its higher one, out of money
/// that is here.
fn check_measurement(index: u8, terms: &MilestoneTerms, of: &Measurement) -> Result<(), ContractError> {
    let milestone = index;
    if terms.releases_title {
        return Err(ContractError::MeasurementReleases { milestone });
    }
    if let Pays::Scaled { nothing_at, all_at } = of.pays {
        if nothing_at == all_at {
            return Err(ContractError::NoScale { milestone, value: all_at });
        }
    }
    let Some(deliveries) = of.deliveries else { return Ok(()) };
    if of.falls() || deliveries == 0 {
        return Err(ContractError::DeliveriesFall { milestone });
    }
    let by_parts = matches!(of.pays, Pays::Scaled { .. });
    if terms.late.is_some() || (by_parts && terms.settlement != (Settlement::Prefunded {})) {
        return Err(ContractError::DeliveriesUnfunded { milestone });
    }
    Ok(())
}

fn check_cutoffs(terms: &Terms) -> Result<(), ContractError> {
    let purpose = if terms.title.is_some() { Purpose::Sale } else { Purpose::Service };
    let (most, found) =
        (purpose.most(), cutoffs(terms.milestones.iter().map(|of| (&of.condition, of.cutoff))).len());
    if found > most {
        return Err(ContractError::Count { what: "different cut-offs", least: 0, most, found });
    }
    Ok(())
}

fn check_title(title: &TitleTerms, terms: &Terms) -> Result<(), ContractError> {
    let count = |what, least, most, found| {
        if (least..=most).contains(&found) {
            return Ok(());
        }
        Err(ContractError::Count { what, least, most, found })
    };
    count("issuers", 1, MAX_ISSUERS, title.issuers.len())?;
    count("classes of titles", 1, 5, title.classes.len())?;
    count("terms of goods", 0, MAX_GOODS_TERMS, title.goods.len())?;
    if (1..).zip(&title.issuers).any(|(next, issuer)| title.issuers.iter().skip(next).any(|o| o == issuer)) {
        return Err(ContractError::RepeatedIssuer {});
    }
    if let Some(goods) = title.goods.iter().find(|goods| goods.least > goods.most || goods.most.is_zero()) {
        return Err(ContractError::GoodsRange { least: goods.least, most: goods.most });
    }
    if title.classes.contains(&TitleClass::Waybill) && terms.milestones.iter().any(|of| of.releases_title) {
        return Err(ContractError::WaybillReleasesNothing {});
    }
    within("the examination of documents", title.examination, SHORTEST_WAIT, LONGEST_EXAMINATION)
}

/// A service agreement presents nothing and releases nothing; one that follows no title knows approvals only.
fn check_service(terms: &Terms) -> Result<(), ContractError> {
    for (index, milestone) in (0_u8..).zip(&terms.milestones) {
        if milestone.releases_title || needs_presentation(&milestone.condition) {
            return Err(ContractError::ServicePresents { milestone: index });
        }
        if terms.follows.is_none() && milestones(&milestone.condition).next().is_some() {
            return Err(ContractError::FollowsNothing { milestone: index });
        }
    }
    Ok(())
}

fn within(what: &'static str, actual: Seconds, least: Seconds, most: Seconds) -> Result<(), ContractError> {
    if (least..=most).contains(&actual) {
        return Ok(());
    }
    Err(ContractError::Wait { what, least, most, actual })
}
