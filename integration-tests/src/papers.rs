//! Titles and their journeys: Shanghai to Rotterdam in a month.

use cosmwasm_std::from_json;
use numeric::{Amount, Seconds, UnixTime};
use serde::de::DeserializeOwned;
use testing::START;
use types::digest::Digest;
use types::journey::{Journey, Leg, MilestoneRef, PlannedMilestone};
use types::shipment::{Form, Goods, GoodsLine, IssueMsg, TitleKind};
use types::text::Remark;

use crate::Suite;

/// The title of most tests.
pub const BILL: &str = "MSC:BL-7";
/// Seconds of an hour.
pub const HOUR: u64 = 3_600;
/// Seconds of a day.
pub const DAY: u64 = 24 * HOUR;
/// On board in Shanghai, planned for day 4.
pub const LOADED: &str = "LOAD";
/// Sailed, planned for day 5.
pub const DEPARTED: &str = "DEPA";
/// Come in at Rotterdam, planned for day 35.
pub const ARRIVED: &str = "ARRI";
/// Off the vessel, planned for day 36.
pub const DISCHARGED: &str = "DISC";
/// Inspected, planned for day 37.
pub const INSPECTED: &str = "INSP";
/// Out of the terminal, planned for day 38.
pub const GATED_OUT: &str = "GTOT";

/// A word of the vocabulary, as it stands in JSON.
#[track_caller]
pub fn word<T: DeserializeOwned>(text: &str) -> T {
    from_json(format!("{text:?}")).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Midnight, so many days after the first of January 2013.
pub fn day(days: u64) -> UnixTime {
    UnixTime::new(START + days * DAY).unwrap()
}

/// So many hours after that midnight.
pub fn hours(days: u64, hours: u64) -> UnixTime {
    UnixTime::new(START + days * DAY + hours * HOUR).unwrap()
}

/// A remark with a salt that everybody knows.
pub fn remark(text: &str) -> Remark {
    from_json(format!(r#"{{"text":{text:?},"salt":"{}"}}"#, "5a".repeat(16))).unwrap()
}

/// A milestone of the leg, at the end of it where it takes place.
pub fn milestone(event: &str) -> MilestoneRef {
    let place = if [LOADED, DEPARTED].contains(&event) { "CNSHA" } else { "NLRTM" };
    MilestoneRef { leg: 0, event: word(event), place: word(place) }
}

/// A milestone of the plan.
pub fn planned(event: &str, days: u64) -> PlannedMilestone {
    PlannedMilestone { leg: 0, event: word(event), planned: day(days) }
}

impl Suite {
    /// One leg by sea with six milestones, asked of the feed.
    pub fn journey(&self) -> Journey {
        Journey {
            feed: self.feed,
            legs: vec![Leg {
                mode: word("1"),
                from: word("CNSHA"),
                to: word("NLRTM"),
                carrier: "MSCU".to_owned(),
                departure: day(5),
                arrival: day(35),
                equipment: vec![word("CSQU3054383")],
            }],
            milestones: vec![
                planned(LOADED, 4),
                planned(DEPARTED, 5),
                planned(ARRIVED, 35),
                planned(DISCHARGED, 36),
                planned(INSPECTED, 37),
                planned(GATED_OUT, 38),
            ],
        }
    }

    /// The carrier's bill to order, the seller its holder.
    pub fn order_bill(&self) -> IssueMsg {
        IssueMsg {
            token_id: word(BILL),
            kind: TitleKind::BillOfLading { form: Form::ToOrder {} },
            holder: self.address("seller").to_string(),
            document: Digest::of(b"salt and bill, version 1"),
            uri: Some(word("https://bills.example/7")),
            law: Some(word("GB")),
            forum: None,
            goods: Goods::Lines(vec![GoodsLine {
                hs: word("090111"),
                quantity: Amount::new(18_000),
                unit: word("KGM"),
                packages: 300,
                lot: Some("LOT-7".to_owned()),
            }]),
            journey: Some(self.journey()),
            answer_within: Seconds::days(3),
            key_replacement: Some(Seconds::days(14)),
        }
    }

    /// The same to the buyer by name.
    pub fn straight_bill(&self) -> IssueMsg {
        let form = Form::Straight { consignee: self.address("buyer").to_string() };
        IssueMsg { kind: TitleKind::BillOfLading { form }, ..self.order_bill() }
    }

    /// A waybill for the buyer.
    pub fn waybill(&self) -> IssueMsg {
        let consignee = self.address("buyer").to_string();
        IssueMsg { kind: TitleKind::Waybill { consignee }, ..self.order_bill() }
    }
}
