//! The file as it is written, field by field. What can be judged alone is judged here, by the types; what needs to
//! know of something else in the file is judged in [`super::check`].

mod step;

use std::collections::BTreeMap;

use numeric::{Amount, Reading, Seconds};
use serde::Deserialize;
use toml::Spanned;
use types::container::ContainerNumber;
use types::event::EventCode;
use types::hs::{HsCode, HsPrefix};
use types::locode::Locode;
use types::unit::Unit;

use super::words::{Dollars, Share, Wait, When};

pub use step::{AwardedTitle, Finding, How, Purpose, Step, Verb};

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub voyage: Vec<Spanned<Voyage>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voyage {
    pub id: Spanned<String>,
    pub about: String,
    /// Role in the steps → name to show.
    pub people: BTreeMap<String, String>,
    /// Whether a small panel answers for it, and not the feed of all the flights: a conviction empties its seats.
    #[serde(default)]
    pub panel: bool,
    pub document: Spanned<Document>,
    pub sale: Option<Spanned<Sale>>,
    pub steps: Vec<Spanned<Step>>,
    pub expect: Spanned<Expect>,
}

/// The transport document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub kind: Kind,
    /// Role; the buyer if not set. Only of documents that name one.
    pub consignee: Option<String>,
    #[serde(default)]
    pub legs: Vec<Leg>,
    pub goods: Vec<Goods>,
    /// How long its issuer has to answer a surrender.
    #[serde(default = "two_days")]
    pub answer_within: Wait,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Kind {
    #[serde(rename = "order bill")]
    OrderBill,
    #[serde(rename = "bearer bill")]
    BearerBill,
    #[serde(rename = "straight bill")]
    StraightBill,
    #[serde(rename = "sea waybill", alias = "air waybill", alias = "rail waybill")]
    Waybill,
    #[serde(rename = "warehouse receipt")]
    WarehouseReceipt,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    pub by: Mode,
    pub from: Locode,
    pub to: Locode,
    pub carrier: String,
    pub departs: When,
    pub arrives: When,
    #[serde(default)]
    pub containers: Vec<ContainerNumber>,
    /// The events that the reporters watch for.
    #[serde(default)]
    pub watch: Vec<EventCode>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    Sea,
    Rail,
    Road,
    Air,
    Barge,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    pub hs: HsCode,
    pub quantity: u64,
    pub unit: Unit,
    pub packages: u32,
    pub lot: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsWanted {
    pub hs: HsPrefix,
    pub unit: Unit,
    pub least: u64,
    pub most: u64,
}

/// The agreement of sale.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sale {
    pub latest_shipment: Option<When>,
    pub latest_presentation: Option<When>,
    #[serde(default = "five_days")]
    pub examination: Wait,
    /// Where the goods must go, if not to the document's own place of discharge.
    pub discharge: Option<Locode>,
    /// What must be on the document.
    #[serde(default)]
    pub goods: Vec<GoodsWanted>,
    /// Role of who decides disputes.
    pub resolver: String,
    #[serde(default = "fourteen_days")]
    pub resolver_limit: Wait,
    pub successor: Option<String>,
    pub long_stop: When,
    /// The seller's share of what the long-stop finds.
    pub split: Option<Share>,
    pub payments: Vec<Spanned<Payment>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// `presentation`, `approval`, or the code of an event.
    pub on: String,
    /// Of an event: which leg, from 1.
    pub leg: Option<u8>,
    /// Of an approval: whose.
    pub by: Option<String>,
    pub amount: Dollars,
    /// Set: not paid in, but due so long after the event.
    pub credit: Option<Wait>,
    /// Of credit: how long it is late before it is in default.
    #[serde(default = "ten_days")]
    pub grace: Wait,
    pub due: Option<When>,
    pub late: Option<Late>,
    pub cutoff: Option<When>,
    #[serde(default)]
    pub releases_title: bool,
    /// Set, with `all_at`: it pays a share of what the laboratory measures at the event, nothing at this number.
    pub nothing_at: Option<i64>,
    /// And all of it at this one.
    pub all_at: Option<i64>,
}

impl Payment {
    /// Whether it hangs on the oracle's facts, or numbers.
    pub fn is_on_a_fact(&self) -> bool {
        !matches!(self.on.as_str(), "presentation" | "approval")
    }

    /// The numbers between which it pays, if it pays by one.
    pub fn scale(&self) -> Option<(Reading, Reading)> {
        self.nothing_at.zip(self.all_at).map(|(nothing, all)| (Reading::new(nothing), Reading::new(all)))
    }
}

impl Sale {
    /// What of it hangs on the oracle's facts, payment by payment.
    pub fn on_facts(&self) -> impl Iterator<Item = Amount> + '_ {
        let payments = self.payments.iter().map(Spanned::get_ref);
        payments.filter(|payment| payment.is_on_a_fact()).map(|payment| payment.amount.0)
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    pub each: Wait,
    pub costs: Share,
    pub at_most: Share,
}

/// What must be so after the last step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    pub title: Status,
    pub holder: String,
    /// The holder, if not set.
    pub beneficiary: Option<String>,
    /// What each was paid by the escrow, prepayments that came back not counted. Who is not named: nothing.
    #[serde(default)]
    pub paid: BTreeMap<String, Dollars>,
    /// What came back to the buyer.
    pub returned: Option<Dollars>,
    /// What the oracle paid the buyer for a false fact, of the stake of those who signed it.
    pub compensated: Option<Dollars>,
    /// A reading that the device's logs must prove: hundredths of a degree Celsius.
    pub proven: Option<i32>,
    /// What became of each payment.
    #[serde(default)]
    pub payments: Vec<Fate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Status {
    #[serde(rename = "issued")]
    Issued,
    #[serde(rename = "surrendered")]
    Surrendered,
    #[serde(rename = "on paper")]
    OnPaper,
    #[serde(rename = "delivered")]
    Delivered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Fate {
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "payable")]
    Payable,
    #[serde(rename = "late")]
    Late,
    #[serde(rename = "defaulted")]
    Defaulted,
    #[serde(rename = "written off")]
    WrittenOff,
    #[serde(rename = "paid")]
    Paid,
    #[serde(rename = "void")]
    Void,
}

fn two_days() -> Wait {
    Wait(Seconds::days(2))
}

fn five_days() -> Wait {
    Wait(Seconds::days(5))
}

fn ten_days() -> Wait {
    Wait(Seconds::days(10))
}

fn fourteen_days() -> Wait {
    Wait(Seconds::days(14))
}

impl Expect {
    /// What stands before the file's own word is read.
    pub fn nothing() -> Self {
        Self {
            title: Status::Issued,
            holder: String::new(),
            beneficiary: None,
            paid: BTreeMap::new(),
            returned: None,
            compensated: None,
            proven: None,
            payments: vec![],
        }
    }
}
