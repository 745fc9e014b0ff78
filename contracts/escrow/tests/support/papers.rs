//! Terms, titles and journeys with everything in them, to be changed where a test cares.

use cosmwasm_std::{from_json, Addr};
use numeric::{Amount, BasisPoints, Seconds, UnixTime};
use serde::de::DeserializeOwned;
use testing::START;
use types::digest::Digest;
use types::escrow::{
    Condition, GoodsTerms, LatePenalty, MilestoneTerms, Resolver, Settlement, Terms, TitleTerms,
};
use types::journey::{Journey, Leg, MilestoneRef, MilestoneStatus, PlannedMilestone, Standing};
use types::shipment::{
    Form, Goods, GoodsLine, JourneyResponse, TitleClass, TitleKind, TitleResponse, TitleStatus,
};
use types::text::Remark;

use super::{World, BILL, DAY, FEED, MINUTE};

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
    at(days * DAY)
}

/// So many seconds after the first of January 2013.
pub fn at(seconds: u64) -> UnixTime {
    UnixTime::new(START + seconds).unwrap()
}

pub fn amount(units: u128) -> Amount {
    Amount::new(units)
}

pub fn points(points: u16) -> BasisPoints {
    BasisPoints::new(points).unwrap()
}

pub fn secs(seconds: u64) -> Seconds {
    Seconds::new(seconds).unwrap()
}

// The voyage: Shanghai to Hamburg.

pub fn milestone(event: &str, place: &str) -> MilestoneRef {
    MilestoneRef { leg: 0, event: word(event), place: word(place) }
}

/// Planned for day 1.
pub fn loaded() -> MilestoneRef {
    milestone("LOAD", "CNSHA")
}

/// Planned for day 2.
pub fn departed() -> MilestoneRef {
    milestone("DEPA", "CNSHA")
}

/// Planned for day 32.
pub fn arrived() -> MilestoneRef {
    milestone("ARRI", "DEHAM")
}

/// Planned for day 33.
pub fn discharged() -> MilestoneRef {
    milestone("DISC", "DEHAM")
}

/// Planned for day 34: the goods are delivered then.
pub fn gated_out() -> MilestoneRef {
    milestone("GTOT", "DEHAM")
}

pub fn journey(feed: u32) -> JourneyResponse {
    let leg = Leg {
        mode: word("1"),
        from: word("CNSHA"),
        to: word("DEHAM"),
        carrier: "MSCU".to_owned(),
        departure: day(2),
        arrival: day(32),
        equipment: vec![],
    };
    let asked = [(loaded(), 1), (departed(), 2), (arrived(), 32), (discharged(), 33), (gated_out(), 34)];
    let planned =
        |(of, on): &(MilestoneRef, u64)| PlannedMilestone { leg: 0, event: of.event, planned: day(*on) };
    let status = |(of, on): &(MilestoneRef, u64)| MilestoneStatus {
        milestone: *of,
        planned: day(*on),
        standing: Standing::default(),
    };
    JourneyResponse {
        plan: Journey { feed, legs: vec![leg], milestones: asked.iter().map(planned).collect() },
        sequence: 0,
        milestones: asked.iter().map(status).collect(),
        subscribers: vec![],
    }
}

/// An order bill of the carrier's for 18 t of coffee, the seller its holder.
pub fn order_bill(world: &World) -> TitleResponse {
    TitleResponse {
        token_id: word(BILL),
        kind: TitleKind::BillOfLading { form: Form::ToOrder {} },
        status: TitleStatus::Issued,
        version: 1,
        issuer: world.carrier.to_string(),
        holder: world.seller.to_string(),
        beneficiary: world.seller.to_string(),
        nominee: None,
        negotiable: true,
        encumbered_by: None,
        residual: None,
        bound_to: None,
        consents: vec![],
        issued_at: day(0),
        document: Digest::of(b"salt and bill, version 1"),
        uri: None,
        law: Some(word("GB")),
        forum: None,
        goods: Goods::Lines(vec![line("090111", 18_000, "KGM")]),
        answer_by: None,
        replacement: None,
    }
}

pub fn line(hs: &str, quantity: u128, unit: &str) -> GoodsLine {
    GoodsLine { hs: word(hs), quantity: amount(quantity), unit: word(unit), packages: 300, lot: None }
}

pub fn straight_bill(world: &World, consignee: &Addr) -> TitleResponse {
    let form = Form::Straight { consignee: consignee.to_string() };
    TitleResponse { kind: TitleKind::BillOfLading { form }, ..order_bill(world) }
}

pub fn waybill(world: &World, consignee: &Addr) -> TitleResponse {
    TitleResponse { kind: TitleKind::Waybill { consignee: consignee.to_string() }, ..order_bill(world) }
}

pub fn receipt(world: &World) -> TitleResponse {
    TitleResponse { kind: TitleKind::WarehouseReceipt { form: Form::ToOrder {} }, ..order_bill(world) }
}

// Standings.

/// It happened then.
pub fn happened(when: UnixTime) -> Standing {
    Standing { happened: Some(when), ..Standing::default() }
}

/// It had not happened by then.
pub fn not_by(when: UnixTime) -> Standing {
    Standing { not_by: Some(when), ..Standing::default() }
}

pub fn unresolvable() -> Standing {
    Standing { unresolvable: true, ..Standing::default() }
}

// Terms.

/// A prefunded milestone without dates.
pub fn pays(condition: Condition, units: u128) -> MilestoneTerms {
    MilestoneTerms {
        condition,
        amount: amount(units),
        settlement: Settlement::Prefunded {},
        due: None,
        late: None,
        cutoff: None,
        releases_title: false,
    }
}

/// A deferred one, due 30 days after its condition is met, in default 10 days later.
pub fn owes(condition: Condition, units: u128) -> MilestoneTerms {
    let settlement = Settlement::Deferred { after: Seconds::days(30), grace: Seconds::days(10) };
    MilestoneTerms { settlement, ..pays(condition, units) }
}

pub fn releasing(terms: MilestoneTerms) -> MilestoneTerms {
    MilestoneTerms { releases_title: true, ..terms }
}

pub fn cut_off(terms: MilestoneTerms, cutoff: UnixTime) -> MilestoneTerms {
    MilestoneTerms { cutoff: Some(cutoff), ..terms }
}

/// 1 % for each started 15 minutes after `due`, at most 20 %.
pub fn late_from(terms: MilestoneTerms, due: UnixTime) -> MilestoneTerms {
    let late = LatePenalty { period: Seconds::minutes(15), rate: points(100), cap: points(2_000) };
    MilestoneTerms { due: Some(due), late: Some(late), ..terms }
}

pub fn on(milestone: MilestoneRef) -> Condition {
    Condition::Milestone(milestone)
}

pub fn on_presentation() -> Condition {
    Condition::Presentation {}
}

pub fn approved_by(account: &Addr) -> Condition {
    Condition::Approval { by: account.to_string() }
}

pub fn all(of: Vec<Condition>) -> Condition {
    Condition::All { of }
}

/// The buyer pays the seller 10,000: 2,000 when the goods are on board, 7,000 against the title when they have
/// arrived, 1,000 when the surveyor has approved them.
pub fn sale(world: &World) -> Terms {
    let milestones = vec![
        pays(on(loaded()), 2_000),
        releasing(cut_off(late_from(pays(on(arrived()), 7_000), day(32)), day(40))),
        pays(approved_by(&world.surveyor), 1_000),
    ];
    sale_of(world, milestones)
}

/// A sale with these milestones.
pub fn sale_of(world: &World, milestones: Vec<MilestoneTerms>) -> Terms {
    Terms {
        payer: world.buyer.to_string(),
        payee: world.seller.to_string(),
        asset: world.asset.clone().into(),
        invoice: Digest::of(b"salt and invoice 7"),
        contract: Digest::of(b"salt and contract of sale"),
        uri: Some(word("https://orders.example/7")),
        law: word("GB"),
        forum: Some(word("LMAA")),
        title: Some(title_terms(world)),
        follows: None,
        feed: FEED,
        resolver: Resolver {
            address: world.arbiter.to_string(),
            limit: Seconds::days(5),
            successor: Some(world.chamber.to_string()),
        },
        long_stop: day(100),
        split: points(5_000),
        milestones,
    }
}

/// An order bill of the carrier's from Shanghai to Hamburg, shipped by day 3, presented by day 20, for 17 to 19 t of
/// coffee.
pub fn title_terms(world: &World) -> TitleTerms {
    TitleTerms {
        issuers: vec![world.carrier.to_string()],
        classes: vec![
            TitleClass::OrderBill,
            TitleClass::BearerBill,
            TitleClass::StraightBill,
            TitleClass::WarehouseReceipt,
        ],
        loading: Some(word("CNSHA")),
        discharge: Some(word("DEHAM")),
        latest_shipment: Some(day(3)),
        latest_presentation: Some(day(20)),
        examination: secs(7 * DAY),
        goods: vec![coffee(17_000, 19_000)],
    }
}

pub fn coffee(least: u128, most: u128) -> GoodsTerms {
    GoodsTerms { hs: word("0901"), unit: word("KGM"), least: amount(least), most: amount(most) }
}

/// The seller pays the carrier: a service that follows the bill, paid at arrival.
pub fn service(world: &World) -> Terms {
    service_of(world, vec![pays(on(arrived()), 500)])
}

pub fn service_of(world: &World, milestones: Vec<MilestoneTerms>) -> Terms {
    Terms {
        payer: world.seller.to_string(),
        payee: world.carrier.to_string(),
        invoice: Digest::of(b"salt and freight invoice"),
        title: None,
        follows: Some(word(BILL)),
        ..sale_of(world, milestones)
    }
}

/// What the oracle publishes of its feed: agreements may count on it for 200 days, which are 17,280,000 seconds,
/// and it takes no reservations.
pub fn feed(measures: bool) -> Vec<u8> {
    vec![1, 0x80, 0xD8, 0x9E, 0x08, u8::from(measures), 0]
}
