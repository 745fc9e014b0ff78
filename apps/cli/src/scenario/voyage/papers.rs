//! What a voyage says to `shipment`: the document, and what is done with it.

use anyhow::{Context, Result};
use cosmwasm_std::{to_json_binary, CosmosMsg};
use numeric::Amount;
use types::country::Country;
use types::digest::{Digest, Salt};
use types::escrow::{AgreementId, PresentMsg};
use types::shipment::{self, Amendment, EndorseTo, ExecuteMsg, Form, IssueMsg, Route, TitleKind};
use types::text::Remark;

use super::Company;
use crate::chain::call;
use crate::voyages::file::{self, How, Kind};
use crate::voyages::plan::journey;
use crate::voyages::{Act, Amended, Step, BUYER, SELLER};

fn goods(lines: &[file::Goods]) -> shipment::Goods {
    let line = |goods: &file::Goods| shipment::GoodsLine {
        hs: goods.hs.clone(),
        quantity: Amount::new(goods.quantity.into()),
        unit: goods.unit,
        packages: goods.packages,
        lot: goods.lot.clone(),
    };
    shipment::Goods::Lines(lines.iter().map(line).collect())
}

/// The message of an act on the document, if it is one.
pub fn message(company: &Company, step: &Step, agreement: Option<AgreementId>) -> Result<Option<CosmosMsg>> {
    let token_id = company.voyage.id.clone();
    let remark = remark(company, step)?;
    let msg = match &step.act {
        Act::Issue => ExecuteMsg::Issue(Box::new(issue(company)?)),
        Act::Present => present(company, agreement)?,
        Act::Endorse { how, to } => ExecuteMsg::Endorse { token_id, to: endorse(company, *how, to)?, remark },
        Act::Transfer { to } => ExecuteMsg::TransferNft {
            token_id: token_id.as_str().to_owned(),
            recipient: company.account(to)?,
        },
        Act::HandOver { to } => ExecuteMsg::TransferPossession { token_id, to: company.account(to)?, remark },
        Act::Nominate { to } => {
            ExecuteMsg::Nominate { token_id, nominee: Some(company.account(to)?), remark }
        }
        Act::Reject => ExecuteMsg::Reject { token_id, remark },
        Act::Surrender(purpose) => ExecuteMsg::Surrender { token_id, purpose: *purpose, remark },
        Act::AcceptSurrender => ExecuteMsg::AcceptSurrender { token_id, remark },
        Act::RefuseSurrender => ExecuteMsg::RefuseSurrender { token_id, remark },
        Act::ReturnUnanswered => ExecuteMsg::ReturnUnanswered { token_id },
        Act::Amend(amended) => {
            ExecuteMsg::Amend { token_id, amendment: Box::new(amendment(company, step, amended)?) }
        }
        Act::TakePaperBack { to } => ExecuteMsg::SwitchFromPaper {
            token_id,
            holder: company.account(to)?,
            document: document(company, step.line),
        },
        _ => return Ok(None),
    };
    Ok(Some(call(&company.deployment.shipment, &msg, vec![])?))
}

fn issue(company: &Company) -> Result<IssueMsg> {
    let voyage = company.voyage;
    let consignee = || company.account(voyage.document.consignee.as_deref().unwrap_or(BUYER));
    let kind = match voyage.document.kind {
        Kind::OrderBill => TitleKind::BillOfLading { form: Form::ToOrder {} },
        Kind::BearerBill => TitleKind::BillOfLading { form: Form::ToBearer {} },
        Kind::StraightBill => TitleKind::BillOfLading { form: Form::Straight { consignee: consignee()? } },
        Kind::Waybill => TitleKind::Waybill { consignee: consignee()? },
        Kind::WarehouseReceipt => TitleKind::WarehouseReceipt { form: Form::ToOrder {} },
    };
    Ok(IssueMsg {
        token_id: voyage.id.clone(),
        kind,
        holder: company.account(SELLER)?,
        document: document(company, 0),
        uri: None,
        law: Some(Country::try_from("GB".to_owned())?),
        forum: None,
        goods: goods(company.goods),
        journey: journey(company.legs, company.feed()),
        answer_within: voyage.document.answer_within.0,
        key_replacement: None,
    })
}

/// A waybill is bound to its sale, a document of title is held.
fn present(company: &Company, agreement: Option<AgreementId>) -> Result<ExecuteMsg> {
    let agreement = agreement.context("nothing was agreed under which it could be presented")?;
    let msg = to_json_binary(&PresentMsg::Present { agreement })?;
    let (token_id, to) = (company.voyage.id.clone(), company.deployment.escrow.to_string());
    Ok(match company.voyage.document.kind {
        Kind::Waybill => ExecuteMsg::Bind { token_id, to, msg },
        _ => ExecuteMsg::Encumber { token_id, to, msg },
    })
}

fn endorse(company: &Company, how: How, to: &Option<String>) -> Result<EndorseTo> {
    let named = || company.account(to.as_deref().context("an endorsement to nobody")?);
    Ok(match how {
        How::ToOrder => EndorseTo::Order { to: named()? },
        How::ToPerson => EndorseTo::Person { to: named()? },
        How::InBlank => EndorseTo::Blank { to: to.as_deref().map(|to| company.account(to)).transpose()? },
    })
}

fn amendment(company: &Company, step: &Step, amended: &Amended) -> Result<Amendment> {
    let route = amended.discharge.map(|_| -> Result<Route> {
        let legs = rerouted(company.legs, amended);
        let plan = journey(&legs, company.feed()).context("goods at rest have no route")?;
        Ok(Route { legs: plan.legs, milestones: plan.milestones })
    });
    Ok(Amendment {
        document: document(company, step.line),
        uri: None,
        goods: amended.goods.as_deref().map(goods),
        consignee: amended.consignee.as_deref().map(|role| company.account(role)).transpose()?,
        route: route.transpose()?,
    })
}

/// The legs after an amendment.
pub fn rerouted(legs: &[file::Leg], amended: &Amended) -> Vec<file::Leg> {
    let mut legs = legs.to_vec();
    if let (Some((place, arrives)), Some(last)) = (amended.discharge, legs.last_mut()) {
        last.to = place;
        last.arrives.0 = arrives;
    }
    legs
}

/// The document's digest; of each version another.
fn document(company: &Company, version: usize) -> Digest {
    Digest::of(format!("document {version} of {}, with salt", company.voyage.id).as_bytes())
}

fn remark(company: &Company, step: &Step) -> Result<Option<Remark>> {
    let Some(text) = &step.remark else { return Ok(None) };
    let seed = Digest::of(format!("salt of line {} of {}", step.line, company.voyage.id).as_bytes());
    let (half, _) = seed.as_bytes().split_at(16);
    let salt = Salt::try_from(<[u8; 16]>::try_from(half)?)?;
    Ok(Some(Remark::new(text, salt)?))
}
