//! How a step is told.

use types::escrow::TitleAward;
use types::shipment::{ConsentedAct, SurrenderFor};

use super::deal::prefunded;
use crate::money::to_the_cent;
use crate::story::moment;
use crate::voyages::file::{Finding, How, Kind, Sale};
use crate::voyages::{Act, Amended, Seen, Step, Voyage, BUYER, SELLER};

/// What is done, in a word or two.
pub fn verb(act: &Act) -> &'static str {
    match act {
        Act::Propose => "propose",
        Act::Accept => "accept",
        Act::EndProposal => "end proposal",
        Act::Present => "present",
        Act::Waive => "waive",
        Act::ReturnDocuments => "return documents",
        Act::Consent(_) => "consent",
        Act::Approve(_) => "approve",
        Act::Release(_) => "release",
        Act::Relinquish(_) => "relinquish",
        Act::Change { .. } => "change",
        Act::SellPayment { .. } => "sell payment",
        Act::PayIn { .. } => "pay in",
        Act::Age(_) => "age",
        Act::WriteOff(_) => "write off",
        Act::Dispute(_) => "dispute",
        Act::Resolve { .. } => "resolve",
        Act::LapseDispute => "lapse dispute",
        Act::LongStop => "long stop",
        Act::Sync => "sync",
        Act::Issue => "issue",
        Act::Endorse { .. } => "endorse",
        Act::Transfer { .. } => "transfer",
        Act::HandOver { .. } => "hand over",
        Act::Nominate { .. } => "nominate",
        Act::Reject => "reject",
        Act::Surrender(_) => "surrender",
        Act::AcceptSurrender => "accept surrender",
        Act::RefuseSurrender => "refuse surrender",
        Act::ReturnUnanswered => "return unanswered",
        Act::Amend(_) => "amend",
        Act::TakePaperBack { .. } => "take paper back",
        Act::Report { .. } => "report",
        Act::Measure { .. } => "measure",
        Act::CloseRound(_) => "close round",
        Act::Finalise(_) => "finalise",
        Act::Challenge { .. } => "challenge",
        Act::Rule { .. } => "rule",
        Act::Compensate { .. } => "compensate",
        Act::RegisterDevice => "register device",
        Act::Log { .. } => "log",
        Act::Pay { .. } => "pay",
    }
}

/// What is done, after the name of who does it.
pub fn sentence(voyage: &Voyage, step: &Step) -> String {
    let told = match &step.act {
        Act::Propose | Act::Accept => agreeing(voyage, step),
        Act::Issue => format!("issues the {} to {}", document(voyage), voyage.name(SELLER)),
        Act::Present => format!("presents the {} under the agreement", document(voyage)),
        Act::RegisterDevice => {
            "registers the container's temperature logger, which signs with a key of its own".to_owned()
        }
        Act::Log { readings } => logged(readings),
        act => match on_the_agreement(voyage, act) {
            Some(told) => told,
            None => on_the_document(voyage, act),
        },
    };
    match &step.remark {
        Some(remark) => format!("{told}, remarking \"{remark}\""),
        None => told,
    }
}

/// A log: what everybody can read of it, and what it is good for.
fn logged(readings: &[i32]) -> String {
    let [least, greatest] = [readings.iter().min(), readings.iter().max()]
        .map(|value| value.copied().map(celsius).unwrap_or_default());
    format!(
        "brings an hour that the logger signed: {} readings from {least} to {greatest}, each of which can be proven later",
        readings.len()
    )
}

/// A reading in the logger's hundredths of a degree.
pub fn celsius(value: i32) -> String {
    format!("{:.2} °C", f64::from(value) / 100.0)
}

fn agreeing(voyage: &Voyage, step: &Step) -> String {
    let Some(sale) = &voyage.sale else { return "agrees".to_owned() };
    let brings = if step.who == BUYER { prefunded(sale).unwrap_or_default() } else { Default::default() };
    let pays_in =
        if brings.is_zero() { String::new() } else { format!(" and pays in {}", to_the_cent(brings)) };
    match step.act {
        Act::Propose => format!("proposes the sale in {}{pays_in}", payments_of(sale)),
        _ => format!("accepts the agreement{pays_in}"),
    }
}

fn payments_of(sale: &Sale) -> String {
    let each: Vec<String> = sale
        .payments
        .iter()
        .map(|payment| format!("{} on {}", to_the_cent(payment.get_ref().amount.0), payment.get_ref().on))
        .collect();
    match each.len() {
        1 => format!("one payment ({})", each.concat()),
        several => format!("{several} payments ({})", each.join(", ")),
    }
}

fn on_the_agreement(voyage: &Voyage, act: &Act) -> Option<String> {
    let payment = |index: &u8| format!("payment {}", index.saturating_add(1));
    Some(match act {
        Act::EndProposal => "ends the proposal".to_owned(),
        Act::Waive => "waives the discrepancies".to_owned(),
        Act::ReturnDocuments => "returns the documents".to_owned(),
        Act::Consent(act) => format!("consents, for the document under hold, to {}", consented(*act)),
        Act::Approve(index) => format!("approves {}", payment(index)),
        Act::Release(index) => format!("pays {} ahead of its condition", payment(index)),
        Act::Relinquish(index) => format!("gives {} up", payment(index)),
        Act::Change { payment: index, .. } => {
            format!("asks for, or agrees to, a change of {}", payment(index))
        }
        Act::SellPayment { payment: index, to } => {
            format!("passes the right to {} on to {}", payment(index), voyage.name(to))
        }
        Act::PayIn { payment: index, amount: Some(amount) } => {
            format!("pays {} towards {}", to_the_cent(*amount), payment(index))
        }
        Act::PayIn { payment: index, amount: None } => format!("pays what is owed of {}", payment(index)),
        Act::Age(index) => format!("has the escrow look at the date of {}", payment(index)),
        Act::WriteOff(index) => format!("writes {} off", payment(index)),
        Act::Dispute(of) => format!("disputes {}", of.iter().map(payment).collect::<Vec<_>>().join(" and ")),
        Act::Resolve { awards, title } => {
            let award = |award: &types::escrow::Award| {
                format!(
                    "{} of {} to the seller's side",
                    to_the_cent(award.to_payee),
                    payment(&award.milestone)
                )
            };
            let awards: Vec<String> = awards.iter().map(award).collect();
            format!("awards {}; the title {}", awards.join(", "), goes(*title))
        }
        Act::LapseDispute => "ends a dispute that nobody decided".to_owned(),
        Act::LongStop => "has the escrow split what is unsettled after the long-stop".to_owned(),
        Act::Sync => "has the escrow read what it missed".to_owned(),
        Act::Pay { to, amount } => format!("pays {} {}", voyage.name(to), to_the_cent(*amount)),
        _ => return None,
    })
}

fn on_the_document(voyage: &Voyage, act: &Act) -> String {
    match act {
        Act::Endorse { how, to } => {
            let to = to.as_deref().map(|role| voyage.name(role));
            match (how, to) {
                (How::ToOrder, Some(to)) => format!("endorses to the order of {to}"),
                (How::ToPerson, Some(to)) => format!("endorses to {to} and nobody after him"),
                (_, Some(to)) => format!("endorses in blank and gives it to {to}"),
                (_, None) => "endorses in blank".to_owned(),
            }
        }
        Act::Transfer { to } => format!("transfers the document to {}", voyage.name(to)),
        Act::HandOver { to } => format!("hands possession, and no more, to {}", voyage.name(to)),
        Act::Nominate { to } => format!("nominates {} for the benefit", voyage.name(to)),
        Act::Reject => "rejects the document".to_owned(),
        Act::Surrender(purpose) => format!("surrenders the document for {}", surrendered(*purpose)),
        Act::AcceptSurrender => "accepts the surrender".to_owned(),
        Act::RefuseSurrender => "refuses the surrender".to_owned(),
        Act::ReturnUnanswered => "has the unanswered surrender returned".to_owned(),
        Act::Amend(amended) => amending(voyage, amended),
        Act::TakePaperBack { to } => format!("takes the paper back and issues again to {}", voyage.name(to)),
        Act::Report { what, seen, .. } => {
            let (event, leg) = (what.event, what.leg.saturating_add(1));
            let about = match seen {
                Seen::Happened(_) => format!("{event} on leg {leg}"),
                Seen::NotBy(cutoff) => format!("no {event} on leg {leg} by {}", moment(*cutoff)),
            };
            format!("brings the reporters' signatures on {about}")
        }
        Act::Measure { payment, value, .. } => {
            format!("brings the laboratory's signatures on {value} for payment {}", payment.saturating_add(1))
        }
        Act::CloseRound(what) => format!("closes the round about {}", what.event),
        Act::Finalise(what) => {
            format!("makes final what was decided about {} and nobody challenged", what.event)
        }
        Act::Challenge { what, claim, bond } => {
            format!(
                "challenges the fact about {}, {}, with a bond of {}",
                what.event,
                truth(*claim),
                to_the_cent(*bond)
            )
        }
        Act::Rule { what, truth: found, finding } => match (finding, found) {
            (Finding::Upheld, _) => format!("finds that what was decided about {} is right", what.event),
            (Finding::Negligence, Some(found)) => {
                format!("finds negligence about {}: {}", what.event, truth(*found))
            }
            (Finding::Falsification, Some(found)) => {
                format!("convicts those who signed a false {}: {}", what.event, truth(*found))
            }
            _ => format!("finds that {} cannot be established", what.event),
        },
        Act::Compensate { payment, .. } => {
            format!("has the convicts' stake repay what payment {} cost the buyer", payment.saturating_add(1))
        }
        other => verb(other).to_owned(),
    }
}

fn truth(seen: Seen) -> String {
    match seen {
        Seen::Happened(at) => format!("it happened at {}", moment(at)),
        Seen::NotBy(cutoff) => format!("it had not happened by {}", moment(cutoff)),
    }
}

fn amending(voyage: &Voyage, amended: &Amended) -> String {
    let mut changes = Vec::new();
    if let Some((place, arrives)) = amended.discharge {
        changes.push(format!("discharge at {place}, planned for {}", moment(arrives)));
    }
    if amended.goods.is_some() {
        changes.push("the goods".to_owned());
    }
    if let Some(role) = &amended.consignee {
        changes.push(format!("consignee {}", voyage.name(role)));
    }
    format!("accepts the surrender and issues a new version: {}", changes.join(", "))
}

fn document(voyage: &Voyage) -> &'static str {
    match voyage.document.kind {
        Kind::OrderBill => "order bill",
        Kind::BearerBill => "bearer bill",
        Kind::StraightBill => "straight bill",
        Kind::Waybill => "waybill",
        Kind::WarehouseReceipt => "warehouse receipt",
    }
}

fn consented(act: ConsentedAct) -> &'static str {
    match act {
        ConsentedAct::Amendment => "an amendment",
        ConsentedAct::Paper => "a switch to paper",
        ConsentedAct::Delivery => "delivery",
        ConsentedAct::KeyReplacement => "a new key",
    }
}

fn surrendered(purpose: SurrenderFor) -> &'static str {
    match purpose {
        SurrenderFor::Delivery => "delivery",
        SurrenderFor::Amendment => "amendment",
        SurrenderFor::Paper => "paper",
    }
}

fn goes(title: TitleAward) -> &'static str {
    match title {
        TitleAward::ToPayer => "goes to the buyer",
        TitleAward::ToHolder => "stays with its holder, free",
        TitleAward::Unchanged => "stays as it is",
    }
}
