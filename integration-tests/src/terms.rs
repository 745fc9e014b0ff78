//! Terms of agreements, to be changed where a test cares.

use cosmwasm_std::{to_json_binary, Binary};
use numeric::{Amount, BasisPoints, Seconds, UnixTime};
use types::digest::Digest;
use types::escrow::{
    Condition, LatePenalty, MilestoneTerms, PresentMsg, Resolver, Settlement, Terms, TitleTerms,
};
use types::shipment::TitleClass;

use crate::{day, milestone, word, Suite, BILL, DISCHARGED, GATED_OUT, LOADED};

/// Prefunded money for an event of the journey, with nothing else agreed.
pub fn on(event: &str, amount: u128) -> MilestoneTerms {
    pays(amount, Condition::Milestone(milestone(event)))
}

/// Prefunded money for a condition.
pub fn pays(amount: u128, condition: Condition) -> MilestoneTerms {
    MilestoneTerms {
        condition,
        amount: Amount::new(amount),
        settlement: Settlement::Prefunded {},
        due: None,
        late: None,
        cutoff: None,
        releases_title: false,
    }
}

/// The `msg` by which a title is presented.
pub fn present_msg(agreement: u64) -> Binary {
    to_json_binary(&PresentMsg::Present { agreement }).expect("a message is JSON")
}

/// What may be agreed about a milestone beside its amount.
pub trait TermsOf: Sized {
    /// Ends by a final *did not happen by* then.
    fn cut_off(self, at: UnixTime) -> Self;
    /// Is late after then: one percent for each started day, ten at most.
    fn due(self, at: UnixTime) -> Self;
    /// Is owed so many days after the event, with as much grace.
    fn deferred(self, days: u64) -> Self;
    /// Releases the title.
    fn releasing(self) -> Self;
}

impl TermsOf for MilestoneTerms {
    fn cut_off(self, at: UnixTime) -> Self {
        Self { cutoff: Some(at), ..self }
    }

    fn due(self, at: UnixTime) -> Self {
        let points = |points| BasisPoints::new(points).expect("a share");
        let late = LatePenalty { period: Seconds::days(1), rate: points(100), cap: points(1_000) };
        Self { due: Some(at), late: Some(late), ..self }
    }

    fn deferred(self, days: u64) -> Self {
        let after = Seconds::days(days);
        Self { settlement: Settlement::Deferred { after, grace: after }, ..self }
    }

    fn releasing(self) -> Self {
        Self { releases_title: true, ..self }
    }
}

impl Suite {
    /// Coffee for 10,000: 3,000 on board, 6,000 against the bill at discharge (late after day 37), 1,000 held back
    /// until the goods are out of the terminal. Long-stop on day 120, half to each.
    pub fn sale(&self) -> Terms {
        Terms {
            title: Some(TitleTerms {
                issuers: vec![self.address("carrier").to_string()],
                classes: vec![TitleClass::OrderBill, TitleClass::BearerBill, TitleClass::StraightBill],
                loading: Some(word("CNSHA")),
                discharge: Some(word("NLRTM")),
                latest_shipment: Some(day(6)),
                latest_presentation: Some(day(100)),
                examination: Seconds::days(5),
                goods: vec![],
            }),
            ..self.terms(vec![
                on(LOADED, 3_000).cut_off(day(8)),
                on(DISCHARGED, 6_000).due(day(37)).cut_off(day(60)).releasing(),
                on(GATED_OUT, 1_000).cut_off(day(70)),
            ])
        }
    }

    /// The same under a waybill, which is never handed over.
    pub fn waybill_sale(&self) -> Terms {
        let mut terms = self.sale();
        terms.milestones[1].releases_title = false;
        if let Some(title) = &mut terms.title {
            title.classes = vec![TitleClass::Waybill];
        }
        terms
    }

    /// Freight of 500 at discharge, owed by the seller to the carrier, which follows the bill.
    pub fn freight(&self) -> Terms {
        Terms {
            payer: self.address("seller").to_string(),
            payee: self.address("carrier").to_string(),
            invoice: Digest::of(b"salt and freight invoice 7"),
            follows: Some(word(BILL)),
            ..self.terms(vec![on(DISCHARGED, 500).cut_off(day(60))])
        }
    }

    /// Between buyer and seller, for these milestones and no title.
    pub fn terms(&self, milestones: Vec<MilestoneTerms>) -> Terms {
        Terms {
            payer: self.address("buyer").to_string(),
            payee: self.address("seller").to_string(),
            asset: self.asset.clone().into(),
            invoice: Digest::of(b"salt and invoice 7"),
            contract: Digest::of(b"salt and contract 7"),
            uri: None,
            law: word("GB"),
            forum: Some(word("LMAA")),
            title: None,
            follows: None,
            feed: self.feed,
            resolver: Resolver {
                address: self.address("arbiter").to_string(),
                limit: Seconds::days(7),
                successor: Some(self.address("chamber").to_string()),
            },
            long_stop: day(120),
            split: BasisPoints::new(5_000).expect("a half"),
            milestones,
        }
    }
}
