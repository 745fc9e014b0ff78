//! The demo's feed: its committee, their seats and their stake.

use anyhow::{Context, Result};
use numeric::{Amount, Seconds};
use types::oracle::{Cw20Hook, ExecuteMsg, FeedKind, FeedResponse, FeedRules, QueryMsg, ReporterResponse};

use super::Deployment;
use crate::chain::{ask, call, must, must_all, Chain, Transaction};
use crate::directory::Directory;
use crate::money::DOLLAR;
use crate::reporters::Reporters;

/// Who creates the feed.
const FEED_KEEPER: &str = "feed keeper";
/// How far apart times of an event may lie and still agree.
pub const TOLERANCE: Seconds = Seconds::minutes(10);
/// How long a round collects before anyone may close it.
pub const COLLECTION: Seconds = Seconds::minutes(30);
/// What each reporter's seat is backed by.
const PLEDGE: Amount = Amount::new(50_000 * DOLLAR);

/// The feed of the demo: five operators, of whom three must agree, with two kinds of sources.
pub fn create_feed(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &Reporters,
    deployment: &Deployment,
) -> Result<u32> {
    let pace = reporters.pace;
    let mut operators = Vec::new();
    for operator in reporters.operators() {
        operators.push(directory.account(chain, operator)?.to_string());
    }
    let create = ExecuteMsg::CreateFeed {
        kind: FeedKind::Staked {
            asset: deployment.unchecked_asset(),
            min_pledge: PLEDGE,
            operators,
            security: None,
        },
        rules: FeedRules {
            tolerance: pace.of(TOLERANCE),
            collection: pace.of(COLLECTION),
            min_operators: 3,
            min_classes: 2,
            correction: pace.of(Seconds::days(30)),
            longest_reservation: pace.of(Seconds::days(400)),
            unpledge_notice: pace.of(Seconds::days(30)),
            deposit: None,
            measures: None,
        },
    };
    let keeper = directory.account(chain, FEED_KEEPER)?;
    must(chain, Transaction::of(&keeper, call(&deployment.oracle, &create, vec![])?))?;
    let feeds = QueryMsg::Feeds { start_after: None, limit: None };
    let feeds: Vec<FeedResponse> = ask(chain, &deployment.oracle, &feeds)?;
    Ok(feeds.last().context("the oracle does not know the feed that was created")?.feed)
}

/// Every operator bonds its stake, enrols its reporters and pledges for each.
pub fn seat_all(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &mut Reporters,
    deployment: &Deployment,
) -> Result<()> {
    let (mut stakes, mut enrolments) = (Vec::new(), Vec::new());
    for operator in reporters.operators() {
        let account = directory.account(chain, operator)?;
        let own: Vec<_> = reporters.of(operator).collect();
        let seats = u128::try_from(own.len())?;
        let stake = Amount::new(PLEDGE.get().checked_mul(seats).context("too much stake")?);
        let (bond, hook) = (ExecuteMsg::Bond {}, Cw20Hook::Bond {});
        let mut messages = vec![deployment.paid_call(&deployment.oracle, &bond, &hook, stake)?];
        for reporter in own {
            let enrol = ExecuteMsg::EnrolReporter { key: reporter.public_key(), class: reporter.class };
            messages.push(call(&deployment.oracle, &enrol, vec![])?);
        }
        stakes.push((account.clone(), stake));
        enrolments.push(Transaction { sender: account, messages });
    }
    deployment.fund(chain, directory, &stakes)?;
    // One after the other: reporters are numbered as they come.
    for enrolment in enrolments {
        must(chain, enrolment).context("an operator cannot enrol its reporters")?;
    }

    let question = QueryMsg::Reporters { start_after: None, limit: Some(100) };
    let enrolled: Vec<ReporterResponse> = ask(chain, &deployment.oracle, &question)?;
    for reporter in &mut reporters.all {
        let key = reporter.public_key();
        let found = enrolled.iter().find(|response| response.key == key);
        reporter.number = found.context("the oracle does not know a reporter that was enrolled")?.reporter;
    }

    let mut pledges = Vec::new();
    for operator in reporters.operators() {
        let messages = reporters.of(operator).map(|reporter| {
            let pledge =
                ExecuteMsg::Pledge { feed: deployment.feed, reporter: reporter.number, amount: PLEDGE };
            call(&deployment.oracle, &pledge, vec![])
        });
        let messages = messages.collect::<Result<_>>()?;
        pledges.push(Transaction { sender: directory.account(chain, operator)?, messages });
    }
    must_all(chain, pledges).context("operators cannot pledge for their reporters")
}
