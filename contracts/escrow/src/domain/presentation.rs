//! Documents against terms: what a title must be, and every way in which it is not.

use cosmwasm_std::Addr;
use numeric::{Amount, UnixTime};
use serde::{Deserialize, Serialize};
use types::escrow::{Discrepancy, GoodsTerms, TitleTerms};
use types::journey::MilestoneRef;
use types::shipment::{ConsentedAct, Goods, JourneyPart, PlanPart, TitleClass, TitleKind, TitlePart};
use types::text::TokenId;

use super::agreement::Deal;
use super::condition::milestones;
use crate::ContractError;

/// The title of an agreement, from its presentation on.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Presentation {
    /// Which.
    pub token_id: TokenId,
    /// Its document version then.
    pub version: u32,
    /// When.
    pub at: UnixTime,
    /// The financier whose hold returns.
    pub residual: Option<Addr>,
    /// How it differs from the terms.
    pub discrepancies: Vec<Discrepancy>,
    /// Until when the payer may waive that.
    pub examine_by: Option<UnixTime>,
    /// Who has consented to what.
    pub consents: Vec<(ConsentedAct, Addr)>,
}

/// A title with its journey, if it has one.
pub struct Document<'a> {
    /// The title.
    pub title: &'a TitlePart,
    /// The journey.
    pub journey: Option<&'a JourneyPart>,
}

impl Presentation {
    /// Refuses a waiver of another document: the payer has read that one, and this one took its place.
    pub fn assert_is(&self, (token_id, version): &(TokenId, u32)) -> Result<(), ContractError> {
        if (&self.token_id, &self.version) == (token_id, version) {
            return Ok(());
        }
        let (token_id, version) = (self.token_id.as_str().to_owned(), self.version);
        Err(ContractError::OtherDocument { token_id, version })
    }

    /// Whether the payer may still waive.
    pub fn assert_waivable(&self, now: UnixTime) -> Result<(), ContractError> {
        match self.examine_by {
            Some(examine_by) if now >= examine_by => Err(ContractError::ExaminationOver { examine_by, now }),
            _ => Ok(()),
        }
    }

    /// Who may return the documents: a party, and anyone once the examination is over.
    pub fn assert_returnable(&self, deal: &Deal, sender: &Addr, now: UnixTime) -> Result<(), ContractError> {
        match self.examine_by {
            Some(examine_by) if now < examine_by && *sender != deal.payer && *sender != deal.payee => {
                Err(ContractError::ExaminationRuns { sender: sender.clone(), examine_by })
            }
            _ => Ok(()),
        }
    }

    /// Somebody consents to an act on the title. When all of `needed` have, the act may happen, and their consents
    /// are used up; so are those to other acts, for the document that they were given for may be another then.
    pub fn consent(
        &mut self,
        act: ConsentedAct,
        sender: &Addr,
        needed: &[Addr],
    ) -> Result<bool, ContractError> {
        if !needed.contains(sender) {
            return Err(ContractError::NoSayInTitle { sender: sender.clone() });
        }
        // Those who have no say any more do not count, and are not kept.
        self.consents.retain(|(_, by)| needed.contains(by));
        if self.consents.iter().any(|(consented, by)| *consented == act && by == sender) {
            return Err(ContractError::ConsentedAlready { sender: sender.clone(), act });
        }
        self.consents.push((act, sender.clone()));
        let have = self.consents.iter().filter(|(consented, _)| *consented == act).count();
        if have < needed.len() {
            return Ok(false);
        }
        self.consents.clear();
        Ok(true)
    }
}

impl Document<'_> {
    fn plan(&self) -> Option<&PlanPart> {
        self.journey.map(|journey| &journey.plan)
    }

    /// Refuses what no waiver mends: a journey on another feed, or without a milestone that the agreement pays by.
    pub fn assert_answers(&self, deal: &Deal) -> Result<(), ContractError> {
        if let Some(plan) = self.plan().filter(|plan| plan.feed != deal.feed) {
            return Err(ContractError::OtherFeed { agreed: deal.feed, actual: plan.feed });
        }
        let is_asked =
            |journey: &JourneyPart, of| journey.milestones.iter().any(|asked| asked.milestone == of);
        let asked = |of: &MilestoneRef| self.journey.is_some_and(|journey| is_asked(journey, *of));
        let mut needed = deal.milestones.iter().flat_map(|milestone| milestones(&milestone.condition));
        match needed.find(|of| !asked(of)) {
            Some(milestone) => Err(ContractError::NotAsked { milestone: *milestone }),
            None => Ok(()),
        }
    }

    /// Refuses a document that could not go to the payer, where the agreement says that it will.
    pub fn assert_deliverable(&self, deal: &Deal) -> Result<(), ContractError> {
        match deal.releasing() {
            Some(_) => self.assert_can_go_to(&deal.payer),
            None => Ok(()),
        }
    }

    /// Refuses a waybill, which is never handed over, and a straight bill for somebody else.
    pub fn assert_can_go_to(&self, payer: &Addr) -> Result<(), ContractError> {
        match (&self.title.kind, self.title.kind.consignee()) {
            (TitleKind::Waybill { .. }, _) => Err(ContractError::WaybillReleasesNothing {}),
            (_, Some(consignee)) if consignee != payer.as_str() => {
                Err(ContractError::NotForPayer { consignee: consignee.to_owned(), payer: payer.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Every way in which the title differs from the terms.
    pub fn discrepancies(&self, terms: &TitleTerms, payer: &Addr, now: UnixTime) -> Vec<Discrepancy> {
        let mut found = self.of_document(terms, payer);
        found.extend(self.of_carriage(terms));
        if terms.latest_presentation.is_some_and(|latest| now > latest) {
            found.push(Discrepancy::LatePresentation { found: now });
        }
        found.extend((0_u8..).zip(&terms.goods).filter_map(|(index, goods)| {
            let found = quantity(&self.title.goods, goods);
            let complies = found.is_some_and(|found| (goods.least..=goods.most).contains(&found));
            (!complies).then_some(Discrepancy::Goods { index, found })
        }));
        found
    }

    fn of_document(&self, terms: &TitleTerms, payer: &Addr) -> Vec<Discrepancy> {
        let mut found = Vec::new();
        if !terms.issuers.contains(&self.title.issuer) {
            found.push(Discrepancy::Issuer { found: self.title.issuer.clone() });
        }
        let class: TitleClass = self.title.kind.class();
        if !terms.classes.contains(&class) {
            found.push(Discrepancy::Class { found: class });
        }
        match self.title.kind.consignee() {
            Some(consignee) if consignee != payer.as_str() => {
                found.push(Discrepancy::Consignee { found: consignee.to_owned() });
            }
            _ => {}
        }
        found
    }

    fn of_carriage(&self, terms: &TitleTerms) -> Vec<Discrepancy> {
        let mut found = Vec::new();
        let loading = self.plan().and_then(|plan| plan.legs.first()).map(|leg| leg.from);
        if terms.loading.is_some() && terms.loading != loading {
            found.push(Discrepancy::Loading { found: loading });
        }
        let discharge = self.plan().and_then(|plan| plan.legs.last()).map(|leg| leg.to);
        if terms.discharge.is_some() && terms.discharge != discharge {
            found.push(Discrepancy::Discharge { found: discharge });
        }
        let shipped = self.plan().and_then(|plan| plan.legs.first()).map(|leg| leg.departure);
        match terms.latest_shipment {
            Some(latest) if shipped.is_none_or(|shipped| shipped > latest) => {
                found.push(Discrepancy::LateShipment { found: shipped });
            }
            _ => {}
        }
        found
    }
}

/// How much of the goods is on the title, all matching lines together. Nothing is known of goods behind a root, nor
/// of more than can be counted.
fn quantity(goods: &Goods, terms: &GoodsTerms) -> Option<Amount> {
    match goods {
        Goods::Root { .. } => None,
        Goods::Lines(lines) => lines
            .iter()
            .filter(|line| line.unit == terms.unit && line.hs.heading_matches(&terms.hs))
            .try_fold(Amount::ZERO, |sum, line| sum.checked_add(line.quantity).ok()),
    }
}
