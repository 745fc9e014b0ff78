//! A step as it is written.

use serde::Deserialize;
use types::event::EventCode;
use types::locode::Locode;

use super::Goods;
use crate::voyages::words::{Dollars, When};

/// One act. Which fields it needs depends on what is done.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub at: Option<When>,
    #[serde(default)]
    pub who: String,
    pub does: Option<Verb>,
    pub to: Option<String>,
    pub how: Option<How>,
    pub purpose: Option<Purpose>,
    pub payment: Option<u8>,
    pub payments: Option<Vec<u8>>,
    pub amount: Option<Dollars>,
    pub award: Option<Vec<Dollars>>,
    pub title: Option<AwardedTitle>,
    pub what: Option<EventCode>,
    pub leg: Option<u8>,
    pub happened: Option<When>,
    pub not_by: Option<When>,
    #[serde(default)]
    pub liars: Vec<String>,
    #[serde(default)]
    pub silent: Vec<String>,
    pub discharge: Option<Locode>,
    pub arrives: Option<When>,
    pub goods: Option<Vec<Goods>>,
    pub consignee: Option<String>,
    pub due: Option<When>,
    pub cutoff: Option<When>,
    /// Of a measurement: the number.
    pub value: Option<i64>,
    /// Of a device's log: hundredths of a degree Celsius, in the order in which they were taken.
    pub readings: Option<Vec<i32>>,
    /// Of a ruling: what is found.
    pub finding: Option<Finding>,
    pub remark: Option<String>,
    /// Part of the answer, if the step is one that must be refused.
    pub refused: Option<String>,
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    Propose,
    Accept,
    #[serde(rename = "end proposal")]
    EndProposal,
    Measure,
    Finalise,
    Challenge,
    Rule,
    Compensate,
    Issue,
    Present,
    Waive,
    #[serde(rename = "return documents")]
    ReturnDocuments,
    Consent,
    Approve,
    Release,
    Relinquish,
    Change,
    #[serde(rename = "sell payment")]
    SellPayment,
    #[serde(rename = "pay in")]
    PayIn,
    Age,
    #[serde(rename = "write off")]
    WriteOff,
    Dispute,
    Resolve,
    #[serde(rename = "lapse dispute")]
    LapseDispute,
    #[serde(rename = "long stop")]
    LongStop,
    Sync,
    Endorse,
    Transfer,
    #[serde(rename = "hand over")]
    HandOver,
    Nominate,
    Reject,
    Surrender,
    #[serde(rename = "accept surrender")]
    AcceptSurrender,
    #[serde(rename = "refuse surrender")]
    RefuseSurrender,
    #[serde(rename = "return unanswered")]
    ReturnUnanswered,
    Amend,
    #[serde(rename = "take paper back")]
    TakePaperBack,
    Report,
    #[serde(rename = "close round")]
    CloseRound,
    #[serde(rename = "register device")]
    RegisterDevice,
    Log,
    Pay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum How {
    #[serde(rename = "to order")]
    ToOrder,
    #[serde(rename = "to a person")]
    ToPerson,
    #[serde(rename = "in blank")]
    InBlank,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    Delivery,
    Amendment,
    Paper,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AwardedTitle {
    Buyer,
    Holder,
    Unchanged,
}

/// What an adjudicator finds of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Finding {
    Upheld,
    Unresolvable,
    /// With what is true.
    Negligence,
    /// With what is true.
    Falsification,
}
