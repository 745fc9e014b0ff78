//! Whether a voyage ended as its file expects.

use anyhow::Result;
use numeric::Amount;
use types::shipment::{QueryMsg, TitleResponse, TitleStatus};

use super::words::celsius;
use super::{fate, Stage, VoyagePlay};
use crate::chain::ask;
use crate::money::to_the_cent;
use crate::voyages::file::{Expect, Status};
use crate::voyages::{ANYONE, BUYER, REPORTERS};

/// What is otherwise than expected, a sentence each.
pub fn missed(play: &VoyagePlay, stage: &Stage) -> Result<Vec<String>> {
    let expect = &play.voyage.expect;
    let mut missed = Vec::new();
    title(play, stage, expect, &mut missed)?;
    money(play, expect, &mut missed);
    if let Some(agreement) = play.agreement(stage)? {
        for (number, (milestone, expected)) in (1..).zip(agreement.milestones.iter().zip(&expect.payments)) {
            let found = fate(milestone.state);
            if found != *expected {
                missed.push(format!("payment {number} is {found:?}, not {expected:?}"));
            }
        }
    }
    if let Some(value) = expect.proven {
        if !play.logger.proves(stage.chain.as_ref(), &stage.deployment, value)? {
            missed.push(format!("no log of the device proves a reading of {}", celsius(value)));
        }
    }
    Ok(missed)
}

fn title(play: &VoyagePlay, stage: &Stage, expect: &Expect, missed: &mut Vec<String>) -> Result<()> {
    let question = QueryMsg::Title { token_id: play.voyage.id.clone() };
    let title: TitleResponse = ask(stage.chain.as_ref(), &stage.deployment.shipment, &question)?;
    let status = match title.status {
        TitleStatus::Issued => Status::Issued,
        TitleStatus::Surrendered(_) => Status::Surrendered,
        TitleStatus::OnPaper => Status::OnPaper,
        TitleStatus::Accomplished => Status::Delivered,
    };
    if status != expect.title {
        missed.push(format!("the title is {status:?}, not {:?}", expect.title));
    }
    let beneficiary = expect.beneficiary.as_ref().unwrap_or(&expect.holder);
    for (what, found, role) in
        [("held by", &title.holder, &expect.holder), ("for", &title.beneficiary, beneficiary)]
    {
        let expected = play.accounts.get(role);
        if expected.is_none_or(|account| account.as_str() != found) {
            let found = stage.directory.name(found);
            missed.push(format!("the title is {what} {found}, not {}", play.voyage.name(role)));
        }
    }
    Ok(())
}

fn money(play: &VoyagePlay, expect: &Expect, missed: &mut Vec<String>) {
    for role in play.accounts.keys().filter(|role| ![BUYER, ANYONE, REPORTERS].contains(&role.as_str())) {
        let expected = expect.paid.get(role).map_or(Amount::ZERO, |dollars| dollars.0);
        compare(play.got(role), expected, &format!("{role} was paid"), missed);
    }
    if play.voyage.sale.is_some() {
        let expected = expect.returned.map_or(Amount::ZERO, |dollars| dollars.0);
        compare(play.got(BUYER), expected, "the buyer got back", missed);
        let expected = expect.compensated.map_or(Amount::ZERO, |dollars| dollars.0);
        compare(play.money.compensated, expected, "the oracle paid the buyer", missed);
    }
}

fn compare(found: Amount, expected: Amount, what: &str, missed: &mut Vec<String>) {
    if found != expected {
        missed.push(format!("{what} {}, not {}", to_the_cent(found), to_the_cent(expected)));
    }
}
