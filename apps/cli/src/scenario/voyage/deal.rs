//! What a voyage says to `escrow`: the terms of the sale, and what is done about them.

use anyhow::{Context, Result};
use cosmwasm_std::CosmosMsg;
use numeric::{Amount, BasisPoints};
use types::country::Country;
use types::digest::Digest;
use types::escrow::{
    Condition, Cw20Hook, ExecuteMsg, GoodsTerms, LatePenalty, Measurement, MilestoneTerms, Pays, Resolver,
    Settlement, Terms, TitleTerms,
};
use types::journey::MilestoneRef;
use types::shipment::TitleClass;

use super::{Bargain, Company};
use crate::chain::call;
use crate::deploy::feed;
use crate::voyages::file::{Kind, Payment, Sale};
use crate::voyages::{Act, Step, What, BUYER, CARRIER, SELLER};

/// The message of an act on the agreement, if it is one.
pub fn message(company: &Company, step: &Step, bargain: &Bargain) -> Result<Option<CosmosMsg>> {
    let escrow = &company.deployment.escrow;
    let plain = |msg: ExecuteMsg| call(escrow, &msg, vec![]).map(Some);
    let number = || bargain.number();
    match &step.act {
        Act::Propose => propose(company, step).map(Some),
        Act::Accept => accept(company, step, bargain).map(Some),
        Act::EndProposal => plain(ExecuteMsg::EndProposal { agreement: number()? }),
        Act::Waive => {
            let (token_id, version) = bargain.presented()?;
            plain(ExecuteMsg::Waive { agreement: number()?, token_id, version, remark: None })
        }
        Act::ReturnDocuments => plain(ExecuteMsg::ReturnDocuments { agreement: number()?, remark: None }),
        Act::Consent(act) => plain(ExecuteMsg::ConsentTo { agreement: number()?, act: *act }),
        Act::Approve(milestone) => {
            plain(ExecuteMsg::ApproveMilestone { agreement: number()?, milestone: *milestone })
        }
        Act::Release(milestone) => release(company, bargain, *milestone).map(Some),
        Act::Relinquish(milestone) => {
            plain(ExecuteMsg::Relinquish { agreement: number()?, milestone: *milestone })
        }
        Act::Change { payment, change } => {
            plain(ExecuteMsg::Change { agreement: number()?, milestone: *payment, change: change.clone() })
        }
        Act::SellPayment { payment, to } => plain(ExecuteMsg::TransferNft {
            recipient: company.account(to)?,
            token_id: format!("{}/{payment}", number()?),
        }),
        Act::PayIn { payment, amount } => pay_in(company, bargain, *payment, *amount).map(Some),
        Act::Age(milestone) => plain(ExecuteMsg::Age { agreement: number()?, milestone: *milestone }),
        Act::WriteOff(milestone) => {
            plain(ExecuteMsg::WriteOff { agreement: number()?, milestone: *milestone })
        }
        Act::Dispute(milestones) => plain(ExecuteMsg::Dispute {
            agreement: number()?,
            milestones: milestones.clone(),
            evidence: Some(paper(company, "evidence")),
        }),
        Act::Resolve { awards, title } => {
            plain(ExecuteMsg::Resolve { agreement: number()?, awards: awards.clone(), title: *title })
        }
        Act::LapseDispute => plain(ExecuteMsg::LapseDispute { agreement: number()? }),
        Act::LongStop => plain(ExecuteMsg::LongStop { agreement: number()? }),
        Act::Sync => plain(ExecuteMsg::Sync { agreement: number()? }),
        _ => Ok(None),
    }
}

fn propose(company: &Company, step: &Step) -> Result<CosmosMsg> {
    let terms = Box::new(terms(company)?);
    let valid_until = step.at.checked_add(company.voyage.valid)?;
    let brings = if step.who == BUYER { pays_in(company.sale()?)? } else { Amount::ZERO };
    let hook = Cw20Hook::Propose { terms: terms.clone(), valid_until };
    company.deployment.paid_call(
        &company.deployment.escrow,
        &ExecuteMsg::Propose { terms, valid_until },
        &hook,
        brings,
    )
}

fn accept(company: &Company, step: &Step, bargain: &Bargain) -> Result<CosmosMsg> {
    let (agreement, terms) = (bargain.number()?, terms(company)?.digest()?);
    let brings = if step.who == BUYER { pays_in(company.sale()?)? } else { Amount::ZERO };
    company.deployment.paid_call(
        &company.deployment.escrow,
        &ExecuteMsg::Accept { agreement, terms: terms.clone() },
        &Cw20Hook::Accept { agreement, terms },
        brings,
    )
}

/// A deferred payment brings its money, a prefunded one is there.
fn release(company: &Company, bargain: &Bargain, milestone: u8) -> Result<CosmosMsg> {
    let agreement = bargain.number()?;
    let payment = company.sale()?.payments.get(usize::from(milestone)).context("no such payment")?;
    let brings = match payment.get_ref().credit {
        Some(_) => payment.get_ref().amount.0,
        None => Amount::ZERO,
    };
    company.deployment.paid_call(
        &company.deployment.escrow,
        &ExecuteMsg::Release { agreement, milestone },
        &Cw20Hook::Release { agreement, milestone },
        brings,
    )
}

fn pay_in(company: &Company, bargain: &Bargain, milestone: u8, amount: Option<Amount>) -> Result<CosmosMsg> {
    let agreement = bargain.number()?;
    let owed = bargain.outstanding.get(usize::from(milestone)).copied();
    let brings = amount.or(owed).context("no such payment")?;
    company.deployment.paid_call(
        &company.deployment.escrow,
        &ExecuteMsg::PayIn { agreement, milestone },
        &Cw20Hook::PayIn { agreement, milestone },
        brings,
    )
}

/// What the buyer pays in at acceptance.
pub fn prefunded(sale: &Sale) -> Result<Amount> {
    let mut sum = Amount::ZERO;
    for payment in sale.payments.iter().filter(|payment| payment.get_ref().credit.is_none()) {
        sum = sum.checked_add(payment.get_ref().amount.0)?;
    }
    Ok(sum)
}

/// The same with the oracle's fee, which the buyer pays on top.
fn pays_in(sale: &Sale) -> Result<Amount> {
    Ok(prefunded(sale)?.checked_add(feed::fee(sale.on_facts())?)?)
}

/// What buyer and seller agree.
pub fn terms(company: &Company) -> Result<Terms> {
    let sale = company.sale()?;
    let milestones = sale.payments.iter().map(|payment| milestone(company, payment.get_ref()));
    Ok(Terms {
        payer: company.account(BUYER)?,
        payee: company.account(SELLER)?,
        asset: company.deployment.unchecked_asset(),
        invoice: paper(company, "invoice"),
        contract: paper(company, "contract of sale"),
        uri: None,
        law: Country::try_from("GB".to_owned())?,
        forum: None,
        title: Some(title_terms(company, sale)?),
        follows: None,
        feed: company.feed(),
        resolver: Resolver {
            address: company.account(&sale.resolver)?,
            limit: sale.resolver_limit.0,
            successor: sale.successor.as_deref().map(|role| company.account(role)).transpose()?,
        },
        long_stop: sale.long_stop.0,
        split: sale.split.map_or(BasisPoints::new(5_000)?, |share| share.0),
        milestones: milestones.collect::<Result<_>>()?,
    })
}

fn title_terms(company: &Company, sale: &Sale) -> Result<TitleTerms> {
    let legs = &company.voyage.document.legs;
    let goods = sale.goods.iter().map(|wanted| GoodsTerms {
        hs: wanted.hs.clone(),
        unit: wanted.unit,
        least: Amount::new(wanted.least.into()),
        most: Amount::new(wanted.most.into()),
    });
    Ok(TitleTerms {
        issuers: vec![company.account(CARRIER)?],
        classes: vec![match company.voyage.document.kind {
            Kind::OrderBill => TitleClass::OrderBill,
            Kind::BearerBill => TitleClass::BearerBill,
            Kind::StraightBill => TitleClass::StraightBill,
            Kind::Waybill => TitleClass::Waybill,
            Kind::WarehouseReceipt => TitleClass::WarehouseReceipt,
        }],
        loading: legs.first().map(|leg| leg.from),
        discharge: sale.discharge.or(legs.last().map(|leg| leg.to)),
        latest_shipment: sale.latest_shipment.map(|when| when.0),
        latest_presentation: sale.latest_presentation.map(|when| when.0),
        examination: sale.examination.0,
        goods: goods.collect(),
    })
}

fn milestone(company: &Company, payment: &Payment) -> Result<MilestoneTerms> {
    let condition = match (payment.on.as_str(), &payment.by) {
        ("presentation", _) => Condition::Presentation {},
        ("approval", Some(by)) => Condition::Approval { by: company.account(by)? },
        (event, _) => {
            let leg = payment.leg.unwrap_or(1).saturating_sub(1);
            let at = reference(company, What { leg, event: event.parse()? })?;
            match payment.scale() {
                None => Condition::Milestone(at),
                Some((nothing_at, all_at)) => Condition::Measurement(Measurement {
                    feed: company.deployment.laboratory,
                    at,
                    pays: Pays::Scaled { nothing_at, all_at },
                    deliveries: None,
                }),
            }
        }
    };
    let settlement = match payment.credit {
        None => Settlement::Prefunded {},
        Some(after) => Settlement::Deferred { after: after.0, grace: payment.grace.0 },
    };
    let late =
        payment.late.map(|late| LatePenalty { period: late.each.0, rate: late.costs.0, cap: late.at_most.0 });
    Ok(MilestoneTerms {
        condition,
        amount: payment.amount.0,
        settlement,
        due: payment.due.map(|due| due.0),
        late,
        cutoff: payment.cutoff.map(|cutoff| cutoff.0),
        releases_title: payment.releases_title,
    })
}

/// A milestone of the journey as the chain names it.
pub fn reference(company: &Company, what: What) -> Result<MilestoneRef> {
    let leg = company.legs.get(usize::from(what.leg)).context("no such leg")?;
    let place = match what.event.side() {
        types::event::Side::Departure => leg.from,
        types::event::Side::Arrival | types::event::Side::Either => leg.to,
    };
    Ok(MilestoneRef { leg: what.leg, event: what.event, place })
}

fn paper(company: &Company, kind: &str) -> Digest {
    Digest::of(format!("{kind} of {}, with salt", company.voyage.id).as_bytes())
}
