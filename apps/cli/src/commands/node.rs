//! What commands that talk to a node can be told, and keys, which they are never told on the command line.

use std::env;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{bail, Context, Result};
use clap::Args;
use k256::ecdsa::SigningKey;

use crate::cache;
use crate::chain::keys;
use crate::chain::node::{Connection, GasPrice};

/// Holds a mnemonic, where no file is named.
const MNEMONIC: &str = "PORTOLAN_MNEMONIC";

/// How to reach a chain.
#[derive(Args, Clone, Debug)]
pub struct NodeOptions {
    /// Nodes' JSON-RPC addresses; if one does not answer, the next is asked
    #[arg(long, value_name = "URL", value_delimiter = ',')]
    pub node: Vec<String>,
    /// The chain that they must be of
    #[arg(long, value_name = "ID")]
    pub chain_id: Option<String>,
    /// What gas is paid with [default: the least that the node takes]
    #[arg(long, value_name = "PRICE")]
    pub gas_price: Option<GasPrice>,
    /// What one transaction may burn at most
    #[arg(long, value_name = "GAS", default_value_t = 50_000_000)]
    pub max_gas: u64,
    /// How long to wait for a node that does not answer or a block that does not come, seconds
    #[arg(long, value_name = "S", default_value_t = 60)]
    pub patience: u64,
    /// Where the contracts' Wasm is [default: what scripts/build makes]
    #[arg(long, value_name = "FOLDER")]
    pub artifacts: Option<PathBuf>,
}

impl NodeOptions {
    /// The same, with the place where signed transactions are kept.
    pub fn connection(&self, outbox: Option<PathBuf>) -> Result<Connection> {
        let artifacts = self.artifacts.clone().map_or_else(built, Ok)?;
        Ok(Connection {
            nodes: self.node.clone(),
            chain_id: self.chain_id.clone(),
            gas_price: self.gas_price.clone(),
            max_gas: self.max_gas,
            patience: Duration::from_secs(self.patience),
            outbox,
            artifacts,
        })
    }
}

/// Where `scripts/build` puts the contracts.
fn built() -> Result<PathBuf> {
    let cache = cache::folder().context("neither PORTOLAN_CACHE nor HOME is set: name --artifacts")?;
    Ok(cache.join("artifacts"))
}

/// The key of a file; without one, of the environment or a prompt that shows nothing.
pub fn key(file: Option<&Path>) -> Result<SigningKey> {
    if let Some(file) = file {
        return keys::from_file(file);
    }
    if let Some(words) = env::var_os(MNEMONIC) {
        let words = words.to_str().with_context(|| format!("{MNEMONIC} is no text"))?;
        return keys::from_mnemonic(words).with_context(|| format!("in {MNEMONIC}"));
    }
    if !io::stdin().is_terminal() {
        bail!("no key: name a file with --key-file or set {MNEMONIC}");
    }
    keys::from_mnemonic(&rpassword::prompt_password("mnemonic (not shown): ")?)
}
