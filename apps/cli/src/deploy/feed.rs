//! The demo's feed: its committee, their seats and their stake.

use anyhow::{Context, Result};
use numeric::{Amount, Seconds};
use types::oracle::{self, FeedKind, FeedResponse, FeedRules, ReporterResponse};

use super::Deployment;
use crate::chain::{ask, call, must, Chain, Transaction};
use crate::directory::Directory;
use crate::money::DOLLAR;
use crate::reporters::Reporters;

/// Who creates the feed.
const FEED_KEEPER: &str = "feed keeper";
/// What each reporter's seat is backed by.
const PLEDGE: Amount = Amount::new(50_000 * DOLLAR);

/// The feed of the demo: five operators, of whom three must agree, with two kinds of sources.
pub fn create_feed(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &Reporters,
    deployment: &Deployment,
) -> Result<u32> {
    let mut operators = Vec::new();
    for operator in reporters.operators() {
        operators.push(directory.account(chain, operator)?.to_string());
    }
    let create = oracle::ExecuteMsg::CreateFeed {
        kind: FeedKind::Staked { asset: deployment.unchecked_asset(), min_pledge: PLEDGE, operators },
        rules: FeedRules {
            tolerance: Seconds::minutes(10),
            collection: Seconds::minutes(30),
            min_operators: 3,
            min_classes: 2,
            correction: Seconds::days(30),
            longest_reservation: Seconds::days(400),
            unpledge_notice: Seconds::days(30),
            deposit: None,
        },
    };
    let keeper = directory.account(chain, FEED_KEEPER)?;
    must(chain, Transaction::of(&keeper, call(&deployment.oracle, &create, vec![])?))?;
    let feeds = oracle::QueryMsg::Feeds { start_after: None, limit: None };
    let feeds: Vec<FeedResponse> = ask(chain, &deployment.oracle, &feeds)?;
    Ok(feeds.last().context("the oracle does not know the feed that was created")?.feed)
}

/// An operator bonds its stake, enrols its reporters and pledges for each.
pub fn seat(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &mut Reporters,
    deployment: &Deployment,
    operator: &str,
) -> Result<()> {
    let account = directory.account(chain, operator)?;
    let oracle = &deployment.oracle;
    let own: Vec<_> = reporters.all.iter_mut().filter(|reporter| reporter.operator == operator).collect();
    let seats = u128::try_from(own.len())?;
    let stake = Amount::new(PLEDGE.get().checked_mul(seats).context("too much stake")?);
    deployment.fund(chain, directory, &account, stake)?;
    let bond =
        deployment.paid_call(oracle, &oracle::ExecuteMsg::Bond {}, &oracle::Cw20Hook::Bond {}, stake)?;
    must(chain, Transaction::of(&account, bond))?;

    for reporter in own {
        let key = reporter.public_key();
        let enrol = oracle::ExecuteMsg::EnrolReporter { key: key.clone(), class: reporter.class };
        must(chain, Transaction::of(&account, call(oracle, &enrol, vec![])?))?;
        let question = oracle::QueryMsg::Reporters { start_after: None, limit: Some(100) };
        let enrolled: Vec<ReporterResponse> = ask(chain, oracle, &question)?;
        let found = enrolled.iter().find(|response| response.key == key);
        reporter.number = found.context("the oracle does not know a reporter that was enrolled")?.reporter;
        let pledge =
            oracle::ExecuteMsg::Pledge { feed: deployment.feed, reporter: reporter.number, amount: PLEDGE };
        must(chain, Transaction::of(&account, call(oracle, &pledge, vec![])?))?;
    }
    Ok(())
}
