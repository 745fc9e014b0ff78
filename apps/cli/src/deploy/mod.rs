//! Sets Portolan up on a chain: the asset, the four contracts, a feed with its nine reporters and their stake.

pub mod contracts;
pub mod feed;
pub mod file;
pub mod ownership;
pub mod upgrade;

use anyhow::{Context, Result};
use clap::ValueEnum;
use cosmwasm_std::{coin, to_json_binary, Addr, CosmosMsg};
use cw20::{Cw20Coin, Cw20ExecuteMsg, Denom};
use numeric::{Amount, Seconds};
use serde::Serialize;
use types::denom::UncheckedDenom;

use crate::chain::{self, call, instantiate, must_all, Chain, Code, Transaction};
use crate::directory::Directory;
use crate::reporters::Reporters;
use contracts::{Contracts, Plan};

/// The native coin of the embedded chain.
pub const NATIVE: &str = "uusd";
/// Who has all the money at first.
pub const TREASURY: &str = "treasury";
/// Who owns the contracts.
pub const OWNER: &str = "association";

/// Payments in one transaction.
const PAID_AT_ONCE: usize = 50;

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
    /// Keys of things that measure, and their logs.
    pub devices: Addr,
    /// The feed that answers for the flights and most voyages.
    pub feed: u32,
    /// A feed of the same reporters, with stake of its own, on which one can be convicted.
    pub panel: u32,
    /// A feed of numbers: what the same reporters weigh at an inspection, in kilograms.
    pub laboratory: u32,
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

    /// Gives everybody money of the treasury's, many in one transaction.
    pub fn fund(
        &self,
        chain: &mut dyn Chain,
        directory: &mut Directory,
        needs: &[(Addr, Amount)],
    ) -> Result<()> {
        let treasury = directory.account(chain, TREASURY)?;
        let payments = needs.chunks(PAID_AT_ONCE).map(|some| {
            let messages = some.iter().map(|(who, amount)| self.payment(who, *amount));
            Ok(Transaction { sender: treasury.clone(), messages: messages.collect::<Result<_>>()? })
        });
        must_all(chain, payments.collect::<Result<_>>()?).context("the treasury cannot pay")
    }
}

/// Deploys everything and gives the reporters their numbers. `money` is what the treasury has,
/// `exposure` what may hang on the feed's facts at a time.
pub fn deploy(
    chain: &mut dyn Chain,
    directory: &mut Directory,
    reporters: &mut Reporters,
    settlement: Settlement,
    money: Amount,
    exposure: Amount,
) -> Result<Deployment> {
    let owner = directory.account(chain, OWNER)?;
    let asset = match settlement {
        Settlement::Native => Denom::Native(NATIVE.to_owned()),
        Settlement::Cw20 => Denom::Cw20(issue_token(chain, directory, money)?),
    };
    let plan = Plan {
        name: "portolan".to_owned(),
        deployer: owner.clone(),
        owner,
        guardian: None,
        unbonding: Seconds::days(21),
        assets: vec![unchecked(&asset)],
    };
    let contracts = contracts::install(chain, &plan)?;
    for contract in contracts.all() {
        directory.enter(contract.code.name(), &contract.placed.address);
    }

    let Contracts { oracle, shipment, escrow, devices } = contracts;
    let mut deployment = Deployment {
        asset,
        oracle: oracle.placed.address,
        shipment: shipment.placed.address,
        escrow: escrow.placed.address,
        devices: devices.placed.address,
        feed: 0,
        panel: 0,
        laboratory: 0,
        minted: money,
    };
    deployment.feed = feed::create_feed(chain, directory, reporters, &deployment, None)?;
    deployment.panel = feed::create_feed(chain, directory, reporters, &deployment, None)?;
    let weights = Some(feed::outturn_weight(reporters.pace)?);
    deployment.laboratory = feed::create_feed(chain, directory, reporters, &deployment, weights)?;
    let pledges = [
        (deployment.feed, feed::pledge_for(exposure)?),
        (deployment.panel, feed::LEAST_PLEDGE),
        (deployment.laboratory, feed::LEAST_PLEDGE),
    ];
    feed::seat_all(chain, directory, reporters, &deployment, &pledges)?;
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
    let token = instantiate(chain, &treasury, &treasury, Code::Cw20, "settlement token", &msg)?;
    directory.enter("settlement token", &token);
    Ok(token)
}

fn unchecked(asset: &Denom) -> UncheckedDenom {
    match asset {
        Denom::Native(denom) => UncheckedDenom::Native(denom.clone()),
        Denom::Cw20(token) => UncheckedDenom::Cw20(token.to_string()),
    }
}
