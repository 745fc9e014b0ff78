//! New code for contracts that stay where they are.

use anyhow::{ensure, Context, Result};
use cosmwasm_std::{from_json, Addr, Checksum, WasmMsg};
use cw2::ContractVersion;

use super::file::{DeployedContract, DeploymentFile};
use crate::chain::node::Node;
use crate::chain::{must, Chain, Code, Placed, Transaction};

/// What is built here, with its version.
const BUILT: [(Code, &str); 4] = [
    (Code::Oracle, oracle::CONTRACT_VERSION),
    (Code::Shipment, shipment::CONTRACT_VERSION),
    (Code::Escrow, escrow::CONTRACT_VERSION),
    (Code::Devices, devices::CONTRACT_VERSION),
];
/// Where contracts keep what cw2 says of them.
const VERSION_KEY: &[u8] = b"contract_info";

/// A contract as it is, and as it will be.
#[derive(Clone, Debug)]
pub struct Upgrade {
    /// Which.
    pub code: Code,
    /// Where, and with which code now.
    pub placed: Placed,
    /// The version of its records.
    pub version: String,
    /// The checksum of what is built here.
    pub built: Checksum,
    /// That code's number on the chain, if it is stored already.
    pub stored: Option<u64>,
    /// The version of what is built here.
    pub built_version: &'static str,
}

impl Upgrade {
    /// Whether there is anything to do.
    pub fn is_needed(&self) -> bool {
        self.placed.checksum != self.built
    }
}

/// The contracts that a file of an earlier release does not name. They are no reason to refuse the others: `deploy` sets
/// them up, and goes on only where those run what is built here.
pub fn not_set_up(file: &DeploymentFile) -> impl Iterator<Item = &'static str> + '_ {
    BUILT.iter().map(|(code, _)| code.name()).filter(|name| !file.contracts.contains_key(*name))
}

/// Compares what is on the chain with what is built here.
pub fn compare(node: &Node, file: &DeploymentFile) -> Result<Vec<Upgrade>> {
    let named = BUILT.into_iter().filter_map(|(code, built_version)| {
        file.contracts.get(code.name()).map(|deployed| (code, built_version, deployed))
    });
    let upgrade = |(code, built_version, deployed): (Code, &'static str, &DeployedContract)| {
        let name = code.name();
        let placed = node.contract(&deployed.address)?;
        let placed = placed.with_context(|| format!("there is no contract at {}", deployed.address))?;
        let version: ContractVersion = from_json(node.record(&placed.address, VERSION_KEY)?)
            .with_context(|| format!("{name} does not say which contract it is"))?;
        ensure!(
            version.contract == format!("portolan/{name}"),
            "at {} is {}, no portolan/{name}: correct the deployment file",
            placed.address,
            version.contract
        );
        let built = node.checksum(code)?;
        let stored = node.code(&built)?;
        Ok(Upgrade { code, placed, version: version.version, built, stored, built_version })
    };
    named.map(upgrade).collect()
}

/// Migrates one contract to what is built here. Its own `migrate` refuses a version that is not newer.
pub fn migrate(node: &mut Node, upgrade: &Upgrade, owner: &Addr) -> Result<u64> {
    let (name, at) = (upgrade.code.name(), &upgrade.placed.address);
    ensure!(
        upgrade.placed.admin.as_ref() == Some(owner),
        "{name} at {at} can be changed by {} only, and this key is of {owner}",
        upgrade.placed.admin.as_ref().map_or("nobody", Addr::as_str)
    );
    let new_code_id = node.upload(upgrade.code)?;
    let message = WasmMsg::Migrate { contract_addr: at.to_string(), new_code_id, msg: b"{}".into() };
    must(node, Transaction::of(owner, message.into()))
        .with_context(|| format!("{name} at {at} cannot be migrated"))?;
    Ok(new_code_id)
}
