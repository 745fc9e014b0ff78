//! `portolan upgrade`: what is built here, in the place of what runs.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::node::{key, NodeOptions};
use super::say;
use crate::chain::keys::Keyring;
use crate::chain::node::Node;
use crate::chain::Chain as _;
use crate::deploy::file::DeploymentFile;
use crate::deploy::upgrade::{compare, migrate, not_set_up, Upgrade};

/// Whose key may change the code.
const OWNER: &str = "owner";

/// What `portolan upgrade` can be told.
#[derive(Args, Debug)]
pub struct Options {
    #[command(flatten)]
    node: NodeOptions,
    /// The deployment file that `portolan deploy` wrote
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// The owner's mnemonic, in a file that only you can read [default: PORTOLAN_MNEMONIC, or a prompt]
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    key_file: Option<PathBuf>,
    /// Shows what would change, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

/// Migrates what runs other code than what is built here.
pub fn run(options: &Options) -> Result<ExitCode> {
    let mut keys = Keyring::of_run("");
    if !options.dry_run {
        keys = keys.with(OWNER, key(options.key_file.as_deref())?);
    }
    let mut node = Node::connect(&options.node.connection(None)?, keys, OWNER)?;
    let mut file = DeploymentFile::read(&options.file, node.id())?;
    let upgrades = compare(&node, &file)?;
    for upgrade in &upgrades {
        say(line(upgrade))?;
    }
    for name in not_set_up(&file) {
        say(format!(
            "{name:<9} not set up: `portolan deploy` does it, once the others run what is built here"
        ))?;
    }
    if options.dry_run {
        say("Nothing was changed.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let owner = node.account(OWNER)?;
    for upgrade in upgrades.iter().filter(|upgrade| upgrade.is_needed()) {
        let code_id = migrate(&mut node, upgrade, &owner)?;
        if let Some(contract) = file.contracts.get_mut(upgrade.code.name()) {
            (contract.code_id, contract.checksum) = (code_id, upgrade.built);
        }
        file.version = upgrade.built_version.to_owned();
        file.write(&options.file)?;
        say(format!("{} runs code {code_id}", upgrade.code.name()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(upgrade: &Upgrade) -> String {
    let (name, placed) = (upgrade.code.name(), &upgrade.placed);
    let begins = |checksum: &cosmwasm_std::Checksum| checksum.to_hex().chars().take(8).collect::<String>();
    if !upgrade.is_needed() {
        return format!(
            "{name:<9} {} code {} version {}: unchanged",
            placed.address, placed.code_id, upgrade.version
        );
    }
    format!(
        "{name:<9} {} code {} -> {}, checksum {} -> {}, version {} -> {}{}",
        placed.address,
        placed.code_id,
        upgrade.stored.map_or("to be stored".to_owned(), |id| id.to_string()),
        begins(&placed.checksum),
        begins(&upgrade.built),
        upgrade.version,
        upgrade.built_version,
        if upgrade.version == upgrade.built_version { ": it refuses, the version must be newer" } else { "" },
    )
}
