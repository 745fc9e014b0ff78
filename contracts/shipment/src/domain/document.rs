//! What the issuer puts on the chain, checked before anything is kept.

use cosmwasm_std::Addr;
use numeric::{Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::country::Country;
use types::digest::Digest;
use types::journey::Journey;
use types::shipment::{Form as DocumentForm, Goods, GoodsLine, TitleKind, MAX_GOODS};
use types::text::{ForumCode, Uri};

use super::title::Form;
use super::{replacement, surrender};
use crate::ContractError;

/// Longest lot, in bytes.
pub const MAX_LOT: usize = 64;

/// What stays of a document while its title moves; only an amendment writes it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Document {
    /// Who issued it.
    pub issuer: Addr,
    /// A warehouse receipt, else a bill or waybill.
    pub receipt: bool,
    /// Whom a straight bill or a waybill names.
    pub consignee: Option<Addr>,
    /// Salted digest of the version in force.
    pub digest: Digest,
    /// Where parties find it.
    pub uri: Option<Uri>,
    /// Governing law.
    pub law: Option<Country>,
    /// Forum.
    pub forum: Option<ForumCode>,
    /// How long the issuer has to answer a surrender.
    pub answer_within: Seconds,
    /// After which notice a lost key is replaced, if at all.
    pub key_replacement: Option<Seconds>,
    /// When it was issued.
    pub issued_at: UnixTime,
}

impl Document {
    /// Refuses everybody but the issuer.
    pub fn assert_issuer(&self, sender: &Addr) -> Result<(), ContractError> {
        if self.issuer == *sender {
            return Ok(());
        }
        Err(ContractError::NotIssuer { sender: sender.clone(), issuer: self.issuer.clone() })
    }
}

/// How a new title moves.
pub fn form(kind: &TitleKind) -> Result<Form, ContractError> {
    match kind {
        TitleKind::BillOfLading { form: DocumentForm::ToOrder {} }
        | TitleKind::WarehouseReceipt { form: DocumentForm::ToOrder {} } => Ok(Form::Order),
        TitleKind::BillOfLading { form: DocumentForm::ToBearer {} }
        | TitleKind::WarehouseReceipt { form: DocumentForm::ToBearer {} } => Ok(Form::Bearer),
        TitleKind::BillOfLading { form: DocumentForm::Straight { .. } } => Ok(Form::Straight),
        TitleKind::Waybill { .. } => Ok(Form::Waybill),
        TitleKind::WarehouseReceipt { form: DocumentForm::Straight { .. } } => {
            Err(ContractError::StraightReceipt)
        }
    }
}

/// Refuses a receipt with a journey, and a bill or waybill without a leg.
pub fn check_journey(receipt: bool, journey: Option<&Journey>) -> Result<(), ContractError> {
    match journey {
        Some(_) if receipt => Err(ContractError::ReceiptTravels),
        Some(journey) if !journey.legs.is_empty() => Ok(journey.validate()?),
        None if receipt => Ok(()),
        _ => Err(ContractError::NoLegs),
    }
}

/// Refuses goods that are none, too many lines, and lots that are no code.
pub fn check_goods(goods: &Goods) -> Result<(), ContractError> {
    match goods {
        Goods::Root { lines: 0, .. } => Err(ContractError::NoGoods),
        Goods::Root { .. } => Ok(()),
        Goods::Lines(lines) if lines.is_empty() => Err(ContractError::NoGoods),
        Goods::Lines(lines) if lines.len() > MAX_GOODS => {
            Err(ContractError::TooManyGoods { max: MAX_GOODS, actual: lines.len() })
        }
        Goods::Lines(lines) => lines.iter().try_for_each(check_line),
    }
}

fn check_line(line: &GoodsLine) -> Result<(), ContractError> {
    if line.quantity.is_zero() {
        return Err(ContractError::NoQuantity { hs: line.hs.clone() });
    }
    match &line.lot {
        Some(lot) if !is_code(lot) => Err(ContractError::Lot { actual: lot.clone() }),
        _ => Ok(()),
    }
}

fn is_code(lot: &str) -> bool {
    (1..=MAX_LOT).contains(&lot.len()) && lot.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Refuses a time to answer, or a notice, outside its bounds; these are within them.
pub fn check_waits(answer_within: Seconds, key_replacement: Option<Seconds>) -> Result<(), ContractError> {
    check_wait("answer_within", answer_within, surrender::ANSWER)?;
    key_replacement.map_or(Ok(()), |notice| check_wait("key_replacement", notice, replacement::NOTICE))
}

fn check_wait(
    what: &'static str,
    actual: Seconds,
    (least, most): (Seconds, Seconds),
) -> Result<(), ContractError> {
    if (least..=most).contains(&actual) {
        return Ok(());
    }
    Err(ContractError::Wait { what, least, most, actual })
}
