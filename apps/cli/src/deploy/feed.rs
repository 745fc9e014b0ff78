//! The demo's feed: its committee, their seats and their stake.

use anyhow::{Context, Result};
use numeric::{Amount, BasisPoints, Reading, Rounding, Seconds};
use types::oracle::{
    reservation_fee, Consumer, Cw20Hook, ExecuteMsg, FeedKind, FeedResponse, FeedRules, Measures, QueryMsg,
    ReporterResponse, Security,
};

use types::text::QuantityName;
use types::unit::Unit;

use super::Deployment;
use crate::chain::{ask, call, must, must_all, Chain, Transaction};
use crate::clock::Pace;
use crate::directory::Directory;
use crate::money::DOLLAR;
use crate::reporters::Reporters;

/// Who creates the feed.
const FEED_KEEPER: &str = "feed keeper";
/// How far apart times of an event may lie and still agree.
pub const TOLERANCE: Seconds = Seconds::minutes(10);
/// How long a round collects before anyone may close it.
pub const COLLECTION: Seconds = Seconds::minutes(30);
/// What each reporter's seat is backed by at least.
pub const LEAST_PLEDGE: Amount = Amount::new(50_000 * DOLLAR);
/// How long a round that is not final at once can be challenged: two periods.
pub const CHALLENGE: Seconds = Seconds::days(2);
/// The width of a bucket of exposure.
const PERIOD: Seconds = Seconds::days(1);
/// How many of them a challenge touches.
const SPAN: u64 = 3;
/// How long the adjudicator has.
const ADJUDICATION: Seconds = Seconds::days(7);
/// Who decides challenges.
pub const ADJUDICATOR: &str = "arbitration chamber";
/// Least bond of a challenge.
const CHALLENGE_BOND: Amount = Amount::new(500 * DOLLAR);
/// The fee of a reservation for each period, millionths: 7.5 basis points for a window.
const FEE: u32 = 250;
/// A false fact is convicted nine times of ten, and what a coalition could move is covered twice. Pledges are in the
/// settlement asset, so that a unit slashed is a unit.
const CONVICTION: u16 = 9_000;
const MARGIN: u8 = 2;
/// Seats of the committee.
const SEATS: u128 = 9;

/// What a reservation of these amounts costs.
pub fn fee(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount> {
    let millionths = u64::from(FEE).saturating_mul(SPAN);
    amounts
        .into_iter()
        .try_fold(Amount::ZERO, |sum, amount| Ok(sum.checked_add(reservation_fee(amount, millionths)?)?))
}

/// What must be pledged for each seat so that so much may hang on times: a third of the committee's weight could move
/// one, and may move at most its pledge times 0.9 / 2.
pub fn pledge_for(exposure: Amount) -> Result<Amount> {
    let times = Amount::new(u128::from(MARGIN).saturating_mul(3).saturating_mul(10_000));
    let parts = Amount::new(SEATS.saturating_mul(CONVICTION.into()));
    Ok(exposure.mul_ratio(times, parts, Rounding::Up)?.max(LEAST_PLEDGE))
}

/// What all seats are backed by together, those of the panel and the laboratory too.
pub fn stake_for(exposure: Amount) -> Result<Amount> {
    let a_seat = pledge_for(exposure)?.checked_add(LEAST_PLEDGE)?.checked_add(LEAST_PLEDGE)?;
    Ok(a_seat.mul_ratio(Amount::new(SEATS), Amount::new(1), Rounding::Up)?)
}

/// The feed of the demo: five operators, of whom three must agree, with two kinds of sources.
pub fn create_feed(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &Reporters,
    deployment: &Deployment,
    measures: Option<Measures>,
) -> Result<u32> {
    let pace = reporters.pace;
    let mut operators = Vec::new();
    for operator in reporters.operators() {
        operators.push(directory.account(chain, operator)?.to_string());
    }
    let create = ExecuteMsg::CreateFeed {
        kind: FeedKind::Staked {
            asset: deployment.unchecked_asset(),
            min_pledge: LEAST_PLEDGE,
            operators,
            security: Some(Box::new(security(chain, directory, reporters, deployment)?)),
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
            measures,
        },
    };
    let keeper = directory.account(chain, FEED_KEEPER)?;
    must(chain, Transaction::of(&keeper, call(&deployment.oracle, &create, vec![])?))?;
    let feeds = QueryMsg::Feeds { start_after: None, limit: None };
    let feeds: Vec<FeedResponse> = ask(chain, &deployment.oracle, &feeds)?;
    Ok(feeds.last().context("the oracle does not know the feed that was created")?.feed)
}

/// What goods weigh when they are inspected: kilograms, exact to ten, of a lot of at most ten thousand tonnes.
pub fn outturn_weight(pace: Pace) -> Result<Measures> {
    Ok(Measures {
        quantity: QuantityName::try_from("outturn_weight".to_owned())?,
        unit: Unit::Kilogram,
        decimals: 0,
        least: Reading::new(0),
        most: Reading::new(10_000_000),
        heartbeat: pace.of(Seconds::days(30)),
        max_jump: 10_000_000,
        max_dispersion: 100,
        accuracy: 10,
        min_reporters: 5,
    })
}

fn security(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &Reporters,
    deployment: &Deployment,
) -> Result<Security> {
    let pace = reporters.pace;
    let period = pace.of(PERIOD);
    Ok(Security {
        conviction: BasisPoints::new(CONVICTION)?,
        haircut: BasisPoints::WHOLE,
        margin: MARGIN,
        period,
        // Twice the period at every pace, so that a window touches as many.
        challenge: period.checked_add(period)?,
        adjudication: pace.of(ADJUDICATION),
        // A scenario's chain makes a block when something happens, and may make none for weeks.
        block_time: Seconds::ZERO,
        adjudicator: directory.account(chain, ADJUDICATOR)?.to_string(),
        bond: CHALLENGE_BOND,
        bond_share: BasisPoints::new(500)?,
        fee: FEE,
        treasury: Some(directory.account(chain, super::OWNER)?.to_string()),
        consumers: vec![Consumer { address: deployment.escrow.to_string(), share: BasisPoints::WHOLE }],
    })
}

/// Every operator bonds its stake, enrols its reporters and pledges for each.
pub fn seat_all(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &mut Reporters,
    deployment: &Deployment,
    pledges: &[(u32, Amount)],
) -> Result<()> {
    let (mut stakes, mut enrolments) = (Vec::new(), Vec::new());
    for operator in reporters.operators() {
        let account = directory.account(chain, operator)?;
        let own: Vec<_> = reporters.of(operator).collect();
        let seats = u128::try_from(own.len())?;
        let a_seat = pledges.iter().try_fold(Amount::ZERO, |sum, (_, pledge)| sum.checked_add(*pledge))?;
        let stake = Amount::new(a_seat.get().checked_mul(seats).context("too much stake")?);
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

    let mut taken = Vec::new();
    for operator in reporters.operators() {
        let mut messages = Vec::new();
        for (feed, amount) in pledges {
            for reporter in reporters.of(operator) {
                let pledge = ExecuteMsg::Pledge { feed: *feed, reporter: reporter.number, amount: *amount };
                messages.push(call(&deployment.oracle, &pledge, vec![])?);
            }
        }
        taken.push(Transaction { sender: directory.account(chain, operator)?, messages });
    }
    must_all(chain, taken).context("operators cannot pledge for their reporters")
}
