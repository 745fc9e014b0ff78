//! The proof that nothing was lost: what each contract has against what it owes, and all accounts together
//! against all the money there ever was.

use anyhow::{Context, Result};
use cw20::Denom;
use numeric::Amount;
use serde::Serialize;
use types::{escrow, oracle};

use crate::chain::{ask, balance};
use crate::deploy::NATIVE;
use crate::scenario::Stage;

/// One contract's money in one denomination.
#[derive(Clone, Debug, Serialize)]
pub struct Holding {
    /// Which contract.
    pub contract: String,
    /// Of what: a native denomination, or what a cw20 contract is called.
    pub denom: String,
    /// What it has, smallest units.
    pub balance: Amount,
    /// What it owes, smallest units.
    pub owed: Amount,
}

/// What was found when everything was counted.
#[derive(Clone, Debug, Serialize)]
pub struct Audit {
    /// Every contract in every denomination.
    pub contracts: Vec<Holding>,
    /// How many accounts there are, contracts included.
    pub accounts: usize,
    /// What they have together of the settlement asset, smallest units.
    pub in_accounts: Amount,
    /// What was minted of it, smallest units.
    pub minted: Amount,
}

impl Audit {
    /// Counts everything.
    pub fn of(stage: &Stage) -> Result<Self> {
        let native = Denom::Native(NATIVE.to_owned());
        let mut assets = vec![stage.deployment.asset.clone()];
        if !assets.contains(&native) {
            assets.push(native);
        }
        let mut contracts = Vec::new();
        for asset in &assets {
            contracts.extend(holdings(stage, asset)?);
        }
        let (mut accounts, mut in_accounts) = (0usize, Amount::ZERO);
        for (name, account) in stage.directory.all() {
            let has = balance(stage.chain.as_ref(), account, &stage.deployment.asset)
                .with_context(|| format!("the balance of {name} cannot be read"))?;
            in_accounts = in_accounts.checked_add(has)?;
            accounts = accounts.saturating_add(1);
        }
        Ok(Self { contracts, accounts, in_accounts, minted: stage.deployment.minted })
    }

    /// Whether every unit is where it belongs: nothing missing, and nothing that nobody can claim.
    pub fn holds(&self) -> bool {
        self.in_accounts == self.minted && self.contracts.iter().all(|found| found.balance == found.owed)
    }
}

fn holdings(stage: &Stage, asset: &Denom) -> Result<Vec<Holding>> {
    let deployment = &stage.deployment;
    let chain = stage.chain.as_ref();
    let (denom, unchecked) = match asset {
        Denom::Native(denom) => (denom.clone(), types::denom::UncheckedDenom::Native(denom.clone())),
        Denom::Cw20(token) => (
            stage.directory.name(token.as_str()).to_owned(),
            types::denom::UncheckedDenom::Cw20(token.to_string()),
        ),
    };
    let by_oracle = oracle::QueryMsg::Owed { asset: unchecked.clone() };
    let by_escrow = escrow::QueryMsg::Owed { asset: unchecked };
    let by_oracle: oracle::OwedResponse = ask(chain, &deployment.oracle, &by_oracle)?;
    let by_escrow: escrow::OwedResponse = ask(chain, &deployment.escrow, &by_escrow)?;
    [
        ("oracle", &deployment.oracle, by_oracle.owed),
        ("shipment", &deployment.shipment, Amount::ZERO),
        ("escrow", &deployment.escrow, by_escrow.owed),
        ("devices", &deployment.devices, Amount::ZERO),
    ]
    .into_iter()
    .map(|(name, contract, owed)| {
        Ok(Holding {
            contract: name.to_owned(),
            denom: denom.clone(),
            balance: balance(chain, contract, asset)?,
            owed,
        })
    })
    .collect()
}
