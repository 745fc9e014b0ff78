//! Sets Portolan up on a chain: the asset, the three contracts, a feed with its nine reporters and their stake.

use anyhow::{Context, Result};
use clap::ValueEnum;
use cosmwasm_std::{coin, to_json_binary, Addr, CosmosMsg};
use cw20::{Cw20Coin, Cw20ExecuteMsg, Denom};
use numeric::{Amount, Seconds};
use serde::Serialize;
use types::denom::UncheckedDenom;
use types::oracle::{FeedKind, FeedResponse, FeedRules, ReporterResponse};
use types::shipment::AdmittedRole;
use types::{escrow, oracle, shipment};

use crate::chain::{self, ask, call, instantiate, must, Chain, Code, Transaction};
use crate::directory::Directory;
use crate::money::DOLLAR;
use crate::reporters::Reporters;

/// The native coin of the embedded chain.
pub const NATIVE: &str = "uusd";
/// Who has all the money at first.
pub const TREASURY: &str = "treasury";
/// Who owns the contracts.
const OWNER: &str = "association";
/// Who creates the feed.
const FEED_KEEPER: &str = "feed keeper";
/// How far apart times of an event may lie and still agree.
pub const TOLERANCE: Seconds = Seconds::minutes(10);
/// How long a round collects before anyone may close it.
pub const COLLECTION: Seconds = Seconds::minutes(30);
/// What each reporter's seat is backed by.
const PLEDGE: Amount = Amount::new(50_000 * DOLLAR);

/// In what agreements are settled, and the feed is staked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Settlement {
    /// The chain's own coin.
    Native,
    /// A token contract.
    Cw20,
}

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// What is paid with.
    pub asset: Denom,
    /// Facts.
    pub oracle: Addr,
    /// Titles.
    pub shipment: Addr,
    /// Agreements.
    pub escrow: Addr,
    /// The feed that answers for all journeys.
    pub feed: u32,
    /// All the money there is.
    pub minted: Amount,
}

impl Deployment {
    /// The settlement asset as messages name it.
    pub fn unchecked_asset(&self) -> UncheckedDenom {
        unchecked(&self.asset)
    }

    /// A message to a contract that brings money: with native coins, or inside a cw20 `Send`.
    pub fn paid_call(
        &self,
        contract: &Addr,
        native: &impl Serialize,
        hook: &impl Serialize,
        amount: Amount,
    ) -> Result<CosmosMsg> {
        match &self.asset {
            _ if amount.is_zero() => call(contract, native, vec![]),
            Denom::Native(denom) => call(contract, native, vec![coin(amount.get(), denom)]),
            Denom::Cw20(token) => {
                let send = Cw20ExecuteMsg::Send {
                    contract: contract.to_string(),
                    amount: amount.into(),
                    msg: to_json_binary(hook)?,
                };
                call(token, &send, vec![])
            }
        }
    }

    /// A plain payment.
    pub fn payment(&self, to: &Addr, amount: Amount) -> Result<CosmosMsg> {
        match &self.asset {
            Denom::Native(denom) => Ok(chain::send(to, coin(amount.get(), denom))),
            Denom::Cw20(token) => {
                let transfer = Cw20ExecuteMsg::Transfer { recipient: to.to_string(), amount: amount.into() };
                call(token, &transfer, vec![])
            }
        }
    }

    /// Gives somebody money of the treasury's.
    pub fn fund(
        &self,
        chain: &mut dyn Chain,
        directory: &mut Directory,
        who: &Addr,
        amount: Amount,
    ) -> Result<()> {
        let treasury = directory.account(chain, TREASURY)?;
        must(chain, Transaction::of(&treasury, self.payment(who, amount)?))
            .context("the treasury cannot pay")?;
        Ok(())
    }
}

/// Deploys everything and gives the reporters their numbers. `money` is what the treasury has.
pub fn deploy(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &mut Reporters,
    settlement: Settlement,
    money: Amount,
) -> Result<Deployment> {
    let owner = directory.account(chain, OWNER)?;
    let asset = match settlement {
        Settlement::Native => Denom::Native(NATIVE.to_owned()),
        Settlement::Cw20 => Denom::Cw20(issue_token(chain, directory, money)?),
    };
    let assets = vec![unchecked(&asset)];
    let oracle = oracle::InstantiateMsg {
        owner: owner.to_string(),
        guardian: None,
        unbonding: Seconds::days(21),
        assets: assets.clone(),
    };
    let oracle = instantiate(chain, &owner, Code::Oracle, "oracle", &oracle)?;
    let shipment = shipment::InstantiateMsg {
        owner: owner.to_string(),
        guardian: None,
        name: "Portolan titles".to_owned(),
        symbol: "TITLE".to_owned(),
        oracle: oracle.to_string(),
    };
    let shipment = instantiate(chain, &owner, Code::Shipment, "shipment", &shipment)?;
    let escrow = escrow::InstantiateMsg {
        owner: owner.to_string(),
        guardian: None,
        name: "Portolan receivables".to_owned(),
        symbol: "RECEIVABLE".to_owned(),
        shipment: shipment.to_string(),
        oracle: oracle.to_string(),
        assets,
    };
    let escrow = instantiate(chain, &owner, Code::Escrow, "escrow", &escrow)?;
    let admit = shipment::ExecuteMsg::Admit { contract: escrow.to_string(), role: AdmittedRole::Settlement };
    must(chain, Transaction::of(&owner, call(&shipment, &admit, vec![])?))?;
    for (name, contract) in [("oracle", &oracle), ("shipment", &shipment), ("escrow", &escrow)] {
        directory.enter(name, contract);
    }

    let mut deployment = Deployment { asset, oracle, shipment, escrow, feed: 0, minted: money };
    deployment.feed = create_feed(chain, directory, reporters, &deployment)?;
    for operator in reporters.operators() {
        seat(chain, directory, reporters, &deployment, operator)
            .with_context(|| format!("operator {operator} cannot take its seats"))?;
    }
    Ok(deployment)
}

fn issue_token(chain: &mut dyn Chain, directory: &mut Directory, money: Amount) -> Result<Addr> {
    let treasury = directory.account(chain, TREASURY)?;
    let msg = cw20_base::msg::InstantiateMsg {
        name: "Portolan dollar".to_owned(),
        symbol: "PUSD".to_owned(),
        decimals: 6,
        initial_balances: vec![Cw20Coin { address: treasury.to_string(), amount: money.into() }],
        mint: None,
        marketing: None,
    };
    let token = instantiate(chain, &treasury, Code::Cw20, "settlement token", &msg)?;
    directory.enter("settlement token", &token);
    Ok(token)
}

/// The feed of the demo: five operators, of whom three must agree, with two kinds of sources.
fn create_feed(
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
    let create = oracle::ExecuteMsg::CreateFeed {
        kind: FeedKind::Staked { asset: deployment.unchecked_asset(), min_pledge: PLEDGE, operators },
        rules: FeedRules {
            tolerance: pace.of(TOLERANCE),
            collection: pace.of(COLLECTION),
            min_operators: 3,
            min_classes: 2,
            correction: pace.of(Seconds::days(30)),
            longest_reservation: pace.of(Seconds::days(400)),
            unpledge_notice: pace.of(Seconds::days(30)),
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
fn seat(
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

fn unchecked(asset: &Denom) -> UncheckedDenom {
    match asset {
        Denom::Native(denom) => UncheckedDenom::Native(denom.clone()),
        Denom::Cw20(token) => UncheckedDenom::Cw20(token.to_string()),
    }
}
