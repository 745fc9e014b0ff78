//! The sale behind each flight: who sells what to whom, on which terms, under which waybill.

use anyhow::{Context, Result};
use cosmwasm_std::Addr;
use numeric::{Amount, BasisPoints, Rounding, Seconds, UnixTime};
use types::country::Country;
use types::digest::Digest;
use types::escrow::{Condition, LatePenalty, MilestoneTerms, Resolver, Settlement, Terms, TitleTerms};
use types::event::EventCode;
use types::hs::HsCode;
use types::journey::{Journey, Leg, MilestoneRef, PlannedMilestone};
use types::mode::TransportMode;
use types::shipment::{Goods, GoodsLine, IssueMsg, TitleClass, TitleKind};
use types::text::TokenId;
use types::unit::Unit;

use super::Stage;
use crate::clock::Pace;
use crate::deploy::{feed, Deployment};
use crate::flights::Flight;
use crate::money::DOLLAR;

/// What every flight's goods are sold for.
pub const PRICE: Amount = Amount::new(10_000 * DOLLAR);
/// The share of it that departure pays; arrival pays the rest.
const ON_DEPARTURE: u16 = 3_000;
/// What a buyer parts with: the price, and the oracle's fee for what hangs on each of the two facts.
pub fn price_with_fee() -> Result<Amount> {
    let departure = PRICE.share(BasisPoints::new(ON_DEPARTURE)?, Rounding::Down)?;
    let fee = feed::fee([departure, PRICE.checked_sub(departure)?])?;
    Ok(PRICE.checked_add(fee)?)
}

/// How late a flight may be without a penalty.
const PENALTY_FREE: Seconds = Seconds::minutes(15);
/// What each started part of a further delay costs, and how long a part is.
const LATE_EACH: Seconds = Seconds::minutes(15);
/// How long after shipment its papers may be presented: article 14(c) of UCP 600.
const PRESENTATION: Seconds = Seconds::days(21);
/// How long after plan a milestone is given up.
const CUT_OFF: Seconds = Seconds::hours(24);
/// How long after planned arrival what is unsettled is split.
const LONG_STOP: Seconds = Seconds::days(60);
/// When a deferred payment falls due, after arrival.
const DEFERRED_BY: Seconds = Seconds::days(30);
/// How long after that it is late before it is in default.
const GRACE: Seconds = Seconds::days(10);
/// Sellers of each airline; the last of them sells on deferred terms.
const SELLERS: u32 = 4;

/// The two milestones of a flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// The aircraft leaves its stand.
    Departure,
    /// It comes to the stand of its destination.
    Arrival,
}

impl Milestone {
    /// Both, in their order.
    pub const ALL: [Self; 2] = [Self::Departure, Self::Arrival];

    /// The milestone of a flight as the chain names it.
    pub fn at(self, flight: &Flight) -> MilestoneRef {
        let place = match self {
            Self::Departure => flight.origin,
            Self::Arrival => flight.dest,
        };
        MilestoneRef { leg: 0, event: self.event(), place }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Departure => "departure",
            Self::Arrival => "arrival",
        }
    }

    fn event(self) -> EventCode {
        match self {
            Self::Departure => EventCode::Departed,
            Self::Arrival => EventCode::Arrived,
        }
    }
}

/// One flight's sale.
#[derive(Clone, Debug)]
pub struct Sale {
    /// The flight.
    pub flight: Flight,
    /// The waybill.
    pub token_id: TokenId,
    /// Issues it.
    pub airline: Addr,
    /// Ships the goods.
    pub seller: Addr,
    /// Gets them.
    pub buyer: Addr,
    /// Decides disputes.
    arbiter: Addr,
    /// How fast all waits of the sale go by.
    pub pace: Pace,
    /// Whether arrival pays 30 days later, from the buyer's own pocket.
    pub deferred: bool,
}

impl Sale {
    /// The sale of a flight, with the accounts of its parties.
    pub fn of(flight: Flight, stage: &mut Stage) -> Result<Self> {
        let pace = stage.pace;
        let mut account = |name: &str| stage.directory.account(stage.chain.as_mut(), name);
        let seller = flight.number % SELLERS;
        let deferred = seller == SELLERS - 1;
        let kind = if deferred { "exporter on account" } else { "exporter" };
        let carrier = flight.carrier.clone();
        Ok(Self {
            token_id: TokenId::try_from(flight.id.clone())?,
            airline: account(&format!("airline {carrier}"))?,
            seller: account(&format!("{carrier} {kind} {}", seller.saturating_add(1)))?,
            buyer: account(&buyer_at(&flight))?,
            arbiter: account("arbiter")?,
            pace,
            flight,
            deferred,
        })
    }

    /// When a milestone is planned.
    pub fn planned(&self, milestone: Milestone) -> UnixTime {
        match milestone {
            Milestone::Departure => self.flight.planned_departure,
            Milestone::Arrival => self.flight.planned_arrival,
        }
    }

    /// From when it is given up.
    pub fn cutoff(&self, milestone: Milestone) -> Result<UnixTime> {
        Ok(self.planned(milestone).checked_add(self.pace.of(CUT_OFF))?)
    }

    /// When what is unsettled is split.
    pub fn long_stop(&self) -> Result<UnixTime> {
        Ok(self.flight.planned_arrival.checked_add(self.pace.of(LONG_STOP))?)
    }

    /// A milestone as the chain names it.
    pub fn reference(&self, milestone: Milestone) -> MilestoneRef {
        milestone.at(&self.flight)
    }

    /// What buyer and seller agree.
    pub fn terms(&self, deployment: &Deployment) -> Result<Terms> {
        Ok(Terms {
            payer: self.buyer.to_string(),
            payee: self.seller.to_string(),
            asset: deployment.unchecked_asset(),
            invoice: self.document("invoice"),
            contract: self.document("contract of sale"),
            uri: None,
            law: Country::try_from("US".to_owned())?,
            forum: None,
            title: Some(self.title_terms()?),
            follows: None,
            feed: deployment.feed,
            resolver: Resolver {
                address: self.arbiter.to_string(),
                limit: self.pace.of(Seconds::days(14)),
                successor: None,
            },
            long_stop: self.long_stop()?,
            split: BasisPoints::new(5_000)?,
            milestones: vec![self.on_departure()?, self.on_arrival()?],
        })
    }

    /// The waybill as the airline issues it.
    pub fn waybill(&self, feed: u32) -> Result<IssueMsg> {
        let leg = Leg {
            mode: TransportMode::Air,
            from: self.flight.origin,
            to: self.flight.dest,
            carrier: self.flight.carrier.clone(),
            departure: self.flight.planned_departure,
            arrival: self.flight.planned_arrival,
            equipment: vec![],
        };
        let planned = |milestone: Milestone| PlannedMilestone {
            leg: 0,
            event: milestone.event(),
            planned: self.planned(milestone),
        };
        Ok(IssueMsg {
            token_id: self.token_id.clone(),
            kind: TitleKind::Waybill { consignee: self.buyer.to_string() },
            holder: self.seller.to_string(),
            document: self.document("air waybill"),
            uri: None,
            law: Some(Country::try_from("US".to_owned())?),
            forum: None,
            goods: Goods::Lines(vec![cut_flowers()?]),
            journey: Some(Journey {
                feed,
                legs: vec![leg],
                milestones: Milestone::ALL.map(planned).to_vec(),
            }),
            answer_within: self.pace.of(Seconds::days(2)),
            key_replacement: None,
        })
    }

    fn title_terms(&self) -> Result<TitleTerms> {
        Ok(TitleTerms {
            issuers: vec![self.airline.to_string()],
            classes: vec![TitleClass::Waybill],
            loading: Some(self.flight.origin),
            discharge: Some(self.flight.dest),
            latest_shipment: Some(self.flight.planned_departure),
            latest_presentation: Some(self.flight.planned_departure.checked_add(self.pace.of(PRESENTATION))?),
            examination: self.pace.of(Seconds::days(5)),
            goods: vec![],
        })
    }

    fn on_departure(&self) -> Result<MilestoneTerms> {
        Ok(MilestoneTerms {
            condition: Condition::Milestone(self.reference(Milestone::Departure)),
            amount: PRICE.share(BasisPoints::new(ON_DEPARTURE)?, Rounding::Down)?,
            settlement: Settlement::Prefunded {},
            due: None,
            late: None,
            cutoff: Some(self.cutoff(Milestone::Departure)?),
            releases_title: false,
        })
    }

    /// Less 1 % for each started 15 minutes beyond the first 15, at most 20 %.
    fn on_arrival(&self) -> Result<MilestoneTerms> {
        let settlement = if self.deferred {
            Settlement::Deferred { after: self.pace.of(DEFERRED_BY), grace: self.pace.of(GRACE) }
        } else {
            Settlement::Prefunded {}
        };
        Ok(MilestoneTerms {
            condition: Condition::Milestone(self.reference(Milestone::Arrival)),
            amount: PRICE.checked_sub(PRICE.share(BasisPoints::new(ON_DEPARTURE)?, Rounding::Down)?)?,
            settlement,
            due: Some(self.flight.planned_arrival.checked_add(self.pace.of(PENALTY_FREE))?),
            late: Some(LatePenalty {
                period: self.pace.of(LATE_EACH),
                rate: BasisPoints::new(100)?,
                cap: BasisPoints::new(2_000)?,
            }),
            cutoff: Some(self.cutoff(Milestone::Arrival)?),
            releases_title: false,
        })
    }

    fn document(&self, kind: &str) -> Digest {
        Digest::of(format!("{kind} of {}, with salt", self.flight.id).as_bytes())
    }
}

/// The buyer of what flies to a place: one at each destination.
pub fn buyer_at(flight: &Flight) -> String {
    format!("importer at {}", flight.dest)
}

fn cut_flowers() -> Result<GoodsLine> {
    Ok(GoodsLine {
        hs: HsCode::try_from("060311".to_owned()).context("fresh cut roses")?,
        quantity: Amount::new(1_200),
        unit: Unit::Kilogram,
        packages: 80,
        lot: None,
    })
}
