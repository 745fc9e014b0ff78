//! Documents with everything in them, to be changed where a test cares.

use cosmwasm_std::from_json;
use numeric::{Amount, Seconds, UnixTime};
use serde::de::DeserializeOwned;
use testing::START;
use types::digest::Digest;
use types::journey::{Journey, Leg, MilestoneRef, PlannedMilestone, Standing};
use types::shipment::{
    Form, Goods, GoodsLine, IssueMsg, JourneyPart, LegPart, MilestonePart, PlanPart, TitleKind, TitlePart,
};
use types::text::Remark;

use super::{World, ANSWER, BILL, DAY, NOTICE};

/// A word of the vocabulary, as it stands in JSON.
#[track_caller]
pub fn word<T: DeserializeOwned>(text: &str) -> T {
    from_json(format!("{text:?}")).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn remark(text: &str) -> Remark {
    let salt = "5a".repeat(16);
    from_json(format!(r#"{{"text":{text:?},"salt":"{salt}"}}"#)).unwrap()
}

/// Seconds since 1970, days after the first of January 2013.
pub fn day(days: u64) -> UnixTime {
    UnixTime::new(START + days * DAY).unwrap()
}

pub fn leg(from: &str, to: &str, mode: &str, departure: u64, arrival: u64) -> Leg {
    Leg {
        mode: word(mode),
        from: word(from),
        to: word(to),
        carrier: "MSCU".to_owned(),
        departure: day(departure),
        arrival: day(arrival),
        equipment: vec![word("CSQU3054383")],
    }
}

pub fn planned(leg: u8, event: &str, days: u64) -> PlannedMilestone {
    PlannedMilestone { leg, event: word(event), planned: day(days) }
}

pub fn milestone(leg: u8, event: &str, place: &str) -> MilestoneRef {
    MilestoneRef { leg, event: word(event), place: word(place) }
}

/// Shanghai to Hamburg by sea and on to Prague by rail, three milestones.
pub fn journey() -> Journey {
    Journey {
        feed: 3,
        legs: vec![leg("CNSHA", "DEHAM", "1", 2, 32), leg("DEHAM", "CZPRG", "2", 33, 35)],
        milestones: vec![planned(0, "LOAD", 1), planned(0, "DISC", 32), planned(1, "ARRI", 35)],
    }
}

/// What a contract that is given a hold on the bill is told of the journey before anything has happened.
pub fn journey_part() -> JourneyPart {
    let leg = |from, to, departure| LegPart { from: word(from), to: word(to), departure: day(departure) };
    let asked = |leg, event, place| MilestonePart {
        milestone: milestone(leg, event, place),
        standing: Standing::default(),
    };
    JourneyPart {
        plan: PlanPart { feed: 3, legs: vec![leg("CNSHA", "DEHAM", 2), leg("DEHAM", "CZPRG", 33)] },
        milestones: vec![asked(0, "LOAD", "CNSHA"), asked(0, "DISC", "DEHAM"), asked(1, "ARRI", "CZPRG")],
    }
}

/// What it is told of a title that was just issued.
pub fn title_part(world: &World, issued: &IssueMsg) -> TitlePart {
    TitlePart {
        kind: issued.kind.clone(),
        version: 1,
        issuer: world.carrier.to_string(),
        holder: world.shipper.to_string(),
        beneficiary: world.shipper.to_string(),
        goods: issued.goods.clone(),
    }
}

/// An order bill of the carrier's, the shipper its holder.
pub fn order_bill(world: &World) -> IssueMsg {
    IssueMsg {
        token_id: word(BILL),
        kind: TitleKind::BillOfLading { form: Form::ToOrder {} },
        holder: world.shipper.to_string(),
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
        journey: Some(journey()),
        answer_within: Seconds::new(ANSWER).unwrap(),
        key_replacement: Some(Seconds::new(NOTICE).unwrap()),
    }
}

pub fn bearer_bill(world: &World) -> IssueMsg {
    IssueMsg { kind: TitleKind::BillOfLading { form: Form::ToBearer {} }, ..order_bill(world) }
}

/// The buyer is its consignee.
pub fn straight_bill(world: &World) -> IssueMsg {
    let form = Form::Straight { consignee: world.buyer.to_string() };
    IssueMsg { kind: TitleKind::BillOfLading { form }, ..order_bill(world) }
}

/// The buyer is its consignee.
pub fn waybill(world: &World) -> IssueMsg {
    IssueMsg { kind: TitleKind::Waybill { consignee: world.buyer.to_string() }, ..order_bill(world) }
}

pub fn receipt(world: &World) -> IssueMsg {
    IssueMsg {
        kind: TitleKind::WarehouseReceipt { form: Form::ToOrder {} },
        journey: None,
        ..order_bill(world)
    }
}
