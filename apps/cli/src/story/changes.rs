//! What is otherwise after a transaction than it was before: of the title, and of the agreement.

use types::escrow::{AgreementResponse, AgreementStatus, Discrepancy, MilestoneResponse};
use types::shipment::TitleResponse;

use super::{moment, state, status};
use crate::directory::Directory;
use crate::money::grouped;

/// Of the title.
pub fn of_title(directory: &Directory, before: Option<&TitleResponse>, after: &TitleResponse) -> Vec<String> {
    let name = |account: &str| directory.name(account).to_owned();
    let Some(before) = before else {
        return vec![format!("title: issued to {}", name(&after.holder))];
    };
    let mut changes = Vec::new();
    if before.holder != after.holder {
        changes.push(format!("title: {} -> {}", name(&before.holder), name(&after.holder)));
    }
    if before.beneficiary != after.beneficiary && before.holder == after.holder {
        changes.push(format!("benefit: {} -> {}", name(&before.beneficiary), name(&after.beneficiary)));
    }
    if before.status != after.status {
        changes.push(format!("title: {} -> {}", status(before.status), status(after.status)));
    }
    if before.version != after.version {
        changes.push(format!("title: version {} -> {}", before.version, after.version));
    }
    for (hold, before, after) in [
        ("held by", &before.encumbered_by, &after.encumbered_by),
        ("bound to", &before.bound_to, &after.bound_to),
    ] {
        match (before, after) {
            (None, Some(by)) => changes.push(format!("title: {hold} {}", name(by))),
            (Some(by), None) => changes.push(format!("title: no longer {hold} {}", name(by))),
            _ => {}
        }
    }
    changes
}

/// Of the agreement and its payments.
pub fn of_agreement(
    directory: &Directory,
    before: Option<&AgreementResponse>,
    after: &AgreementResponse,
) -> Vec<String> {
    let mut changes = Vec::new();
    if before.is_none_or(|before| before.status != after.status) {
        changes.push(format!("agreement: {}", stands(after.status)));
    }
    if before.is_some_and(|before| before.discrepancies != after.discrepancies) {
        changes.extend(
            after.discrepancies.iter().map(|found| format!("discrepancy: {}", differs(directory, found))),
        );
    }
    let before = before.map(|before| before.milestones.as_slice()).unwrap_or_default();
    for (number, (before, after)) in (1..).zip(before.iter().zip(&after.milestones)) {
        changes.extend(of_payment(directory, number, before, after));
    }
    changes
}

fn of_payment(
    directory: &Directory,
    number: usize,
    before: &MilestoneResponse,
    after: &MilestoneResponse,
) -> Vec<String> {
    let mut changes = Vec::new();
    if let (Some(from), Some(to)) = (&before.owner, &after.owner) {
        if from != to {
            let (from, to) = (directory.name(from), directory.name(to));
            changes.push(format!("payment {number}: the right to it {from} -> {to}"));
        }
    }
    if let (None, Some(dispute)) = (&before.dispute, &after.dispute) {
        changes.push(format!(
            "payment {number}: in dispute, to be decided by {}",
            moment(dispute.resolver_until)
        ));
    }
    if before.state != after.state {
        let due = after.payable_at.filter(|_| !after.outstanding.is_zero());
        let due = due.map(|due| format!(", due on {}", moment(due))).unwrap_or_default();
        changes.push(format!("payment {number}: {} -> {}{due}", state(before.state), state(after.state)));
    }
    changes
}

fn stands(status: AgreementStatus) -> &'static str {
    match status {
        AgreementStatus::Proposed => "proposed",
        AgreementStatus::Active => "accepted, nothing presented",
        AgreementStatus::Discrepant => "the document differs from the terms",
        AgreementStatus::Presented => "the document complies, or what differs was waived",
        AgreementStatus::Ended => "ended before it was accepted",
        AgreementStatus::Closed => "closed",
    }
}

fn differs(directory: &Directory, found: &Discrepancy) -> String {
    let place =
        |place: &Option<types::locode::Locode>| place.map_or("nowhere".to_owned(), |place| place.to_string());
    match found {
        Discrepancy::Issuer { found } => format!("issued by {}", directory.name(found)),
        Discrepancy::Class { found } => format!("it is a {found:?}"),
        Discrepancy::Consignee { found } => format!("for {}", directory.name(found)),
        Discrepancy::Loading { found } => format!("loaded at {}", place(found)),
        Discrepancy::Discharge { found } => format!("discharged at {}", place(found)),
        Discrepancy::LateShipment { found } => match found {
            Some(shipped) => format!("shipped as late as {}", moment(*shipped)),
            None => "no date of shipment".to_owned(),
        },
        Discrepancy::LatePresentation { found } => format!("presented as late as {}", moment(*found)),
        Discrepancy::Goods { index, found } => {
            let which = index.saturating_add(1);
            match found {
                Some(found) => format!("{} of the goods asked for under {which}", grouped(found.get())),
                None => format!("nothing known of the goods asked for under {which}"),
            }
        }
    }
}
