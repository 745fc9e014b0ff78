//! The deployment file: for people and other programs. This command reads nothing from it but where the contracts are;
//! what they are, it asks the chain.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{ensure, Context, Result};
use cosmwasm_std::{Addr, Checksum};
use serde::{Deserialize, Serialize};

use super::contracts::Contracts;

/// A deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeploymentFile {
    /// The chain's name.
    pub chain_id: String,
    /// The deployment's.
    pub name: String,
    /// The version of the contracts that were deployed or migrated to.
    pub version: String,
    /// Who set the contracts up.
    pub deployer: Addr,
    /// Who owns them and may change their code.
    pub owner: Addr,
    /// Each contract by its name.
    pub contracts: BTreeMap<String, DeployedContract>,
}

/// A contract of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedContract {
    /// Where it is.
    pub address: Addr,
    /// The number of its code.
    pub code_id: u64,
    /// The SHA-256 of its Wasm.
    pub checksum: Checksum,
}

impl DeploymentFile {
    /// What there is to say of contracts that are in their place.
    pub fn of(chain_id: &str, name: &str, deployer: &Addr, owner: &Addr, contracts: &Contracts) -> Self {
        let contracts = contracts.all().map(|contract| {
            let placed = &contract.placed;
            let deployed = DeployedContract {
                address: placed.address.clone(),
                code_id: placed.code_id,
                checksum: placed.checksum,
            };
            (contract.code.name().to_owned(), deployed)
        });
        Self {
            chain_id: chain_id.to_owned(),
            name: name.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            deployer: deployer.clone(),
            owner: owner.clone(),
            contracts: contracts.into(),
        }
    }

    /// Reads the file of a deployment on this chain.
    pub fn read(path: &Path, chain_id: &str) -> Result<Self> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| {
            format!("the deployment file {shown} cannot be read: `portolan deploy` writes it")
        })?;
        let file: Self = serde_json::from_str(&text).with_context(|| format!("in {shown}"))?;
        ensure!(
            file.chain_id == chain_id,
            "{shown} is a deployment on {}, but the node is of {chain_id}: name the other file or another --node",
            file.chain_id
        );
        Ok(file)
    }

    /// Writes it, if it says something new.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        if fs::read_to_string(path).is_ok_and(|before| before == text) {
            return Ok(());
        }
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }
}
