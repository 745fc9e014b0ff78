//! `portolan deploy`: the contracts on a chain, in the hands of their owner.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{ensure, Result};
use clap::Args;
use cosmwasm_std::Addr;
use numeric::Seconds;
use types::denom::UncheckedDenom;

use super::node::{key, NodeOptions};
use super::say;
use crate::chain::keys::{from_file, Keyring};
use crate::chain::node::Node;
use crate::chain::Chain as _;
use crate::deploy::contracts::{install, Contracts, Plan};
use crate::deploy::file::DeploymentFile;
use crate::deploy::ownership::{acceptance, hand_over, Handover};

/// Whose key pays and signs.
const DEPLOYER: &str = "deployer";
/// Whose key accepts.
const OWNER: &str = "owner";

/// What `portolan deploy` can be told.
#[derive(Args, Debug)]
pub struct Options {
    #[command(flatten)]
    node: NodeOptions,
    /// The deployer's mnemonic, in a file that only you can read [default: PORTOLAN_MNEMONIC, or a prompt]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Tells this deployment from others of the same deployer: addresses follow from it
    #[arg(long, default_value = "portolan", value_parser = name)]
    name: String,
    /// What agreements are settled in: a native coin, or cw20:ADDRESS
    #[arg(long, value_name = "ASSET", value_delimiter = ',', value_parser = asset, required = true)]
    asset: Vec<UncheckedDenom>,
    /// Who is to own the contracts and may change their code [default: the deployer]
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<String>,
    /// The owner's mnemonic: ownership is accepted at once
    #[arg(long, value_name = "FILE")]
    owner_key_file: Option<PathBuf>,
    /// Who may pause new business
    #[arg(long, value_name = "ADDRESS")]
    guardian: Option<String>,
    /// How long unbonded stake waits, days
    #[arg(long, value_name = "DAYS", default_value_t = 21, value_parser = clap::value_parser!(u64).range(1..=90))]
    unbonding: u64,
    /// The deployment file [default: NAME.CHAIN-ID.json]
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Sets up what is not there yet.
pub fn run(options: &Options) -> Result<ExitCode> {
    let mut keys = Keyring::of_run("").with(DEPLOYER, key(options.key_file.as_deref())?);
    if let Some(file) = &options.owner_key_file {
        keys = keys.with(OWNER, from_file(file)?);
    }
    // What a crash leaves in flight is seen to the end before the chain is asked what is there.
    let folder = options.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let mut node = Node::connect(&options.node.connection(Some(folder.to_owned()))?, keys, DEPLOYER)?;
    let deployer = node.account(DEPLOYER)?;
    let signs = options.owner_key_file.is_some().then(|| node.account(OWNER)).transpose()?;
    let owner = options.owner.clone().map(Addr::unchecked).or_else(|| signs.clone());
    let owner = owner.unwrap_or_else(|| deployer.clone());
    ensure!(
        signs.as_ref().is_none_or(|signs| *signs == owner),
        "the key in --owner-key-file is not that of --owner {owner}"
    );
    let plan = Plan {
        name: options.name.clone(),
        deployer: deployer.clone(),
        owner: owner.clone(),
        guardian: options.guardian.clone().map(Addr::unchecked),
        unbonding: Seconds::days(options.unbonding),
        assets: options.asset.clone(),
    };
    let contracts = install(&mut node, &plan)?;
    say_contracts(&contracts)?;
    let handover = hand_over(&mut node, &contracts, &deployer, &owner, signs.is_some() || owner == deployer)?;
    say_owner(&contracts, &owner, handover)?;
    let file = DeploymentFile::of(node.id(), &plan.name, &deployer, &owner, &contracts);
    let path = options.file.clone().unwrap_or_else(|| format!("{}.{}.json", plan.name, node.id()).into());
    file.write(&path)?;
    say(format!("Written to {}", path.display()))?;
    node.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn say_contracts(contracts: &Contracts) -> Result<()> {
    for contract in contracts.all() {
        let what = if contract.is_new { "set up" } else { "unchanged" };
        let placed = &contract.placed;
        let name = contract.code.name();
        say(format!("{name:<9} {} code {} {what}", placed.address, placed.code_id))?;
    }
    Ok(())
}

fn say_owner(contracts: &Contracts, owner: &Addr, handover: Handover) -> Result<()> {
    match handover {
        Handover::Complete => say(format!("Owner: {owner}"))?,
        Handover::Offered => {
            say(format!("{owner} owns them once he sends {} to", acceptance()))?;
            for contract in contracts.all() {
                say(format!("  {}", contract.placed.address))?;
            }
        }
    }
    Ok(())
}

/// Labels and salts are made of it, and file names.
fn name(text: &str) -> Result<String, String> {
    let fits = (1..=32).contains(&text.len());
    if fits && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
        Ok(text.to_owned())
    } else {
        Err("1 to 32 letters, digits, - and _".to_owned())
    }
}

fn asset(text: &str) -> Result<UncheckedDenom, String> {
    Ok(match text.strip_prefix("cw20:") {
        Some(token) => UncheckedDenom::Cw20(token.to_owned()),
        None => UncheckedDenom::Native(text.to_owned()),
    })
}
