//! Where a scenario plays: on a chain inside the command, on a real one, or on its twin in memory.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use cosmwasm_std::Coin;
use cw20::Denom;
use numeric::{Seconds, UnixTime};

use crate::chain::journal::Journal;
use crate::chain::keys::Keyring;
use crate::chain::node::{Connection, Node};
use crate::chain::{must, send, Chain, Code, Embedded, Likeness, Transaction};
use crate::deploy::{OWNER, TREASURY};
use crate::scenario::Stage;

/// Who pays for everything on a real chain.
pub const PAYER: &str = "fee payer";
/// How long after everything is ready a paced scenario begins.
const READY: Seconds = Seconds::SECOND;

/// A kind of chain.
pub enum Venue {
    /// In memory, with a time of its own.
    Embedded,
    /// Behind a node.
    Node(Box<Run>),
    /// In memory, with the names and addresses of a chain behind a node, and the time at which a run began there.
    Twin(Likeness, UnixTime),
}

/// A run on a real chain. Its keys follow from its name: good for a demo, and only for that.
pub struct Run {
    /// Everything that it depends on, in words.
    pub about: String,
    /// Where the chain is.
    pub connection: Connection,
    /// Its keys, the payer's among them.
    pub keys: Keyring,
    /// Where it keeps what the chain has answered.
    pub folder: PathBuf,
}

impl Venue {
    /// A chain whose treasury has so much money.
    pub fn open(&self, first: UnixTime, money: Coin) -> Result<Box<dyn Chain>> {
        let before = |time: UnixTime| {
            let day = Seconds::days(1).get();
            UnixTime::new(time.seconds().saturating_sub(day)).context("it begins too early for a chain")
        };
        match self {
            Self::Embedded => Ok(Box::new(Embedded::starting(before(first)?, TREASURY, money)?)),
            Self::Twin(likeness, start) => {
                Ok(Box::new(Embedded::like(likeness.clone(), before(*start)?, TREASURY, money)?))
            }
            Self::Node(run) => run.open(money),
        }
    }

    /// When a scenario begins on a chain that is ready, if not in the time in which it is written.
    pub fn start(&self, chain: &dyn Chain, is_paced: bool) -> Result<Option<UnixTime>> {
        match self {
            Self::Embedded if !is_paced => Ok(None),
            Self::Embedded | Self::Node(_) => Ok(Some(chain.now()?.checked_add(READY)?)),
            Self::Twin(_, start) => Ok(Some(*start)),
        }
    }

    /// The chain in memory on which what was played behind a node must have gone the same.
    pub fn twin(&self, stage: &mut Stage) -> Result<Option<Self>> {
        let (Self::Node(run), Some(start)) = (self, stage.start) else { return Ok(None) };
        Ok(Some(Self::Twin(run.likeness(stage)?, start)))
    }
}

impl Run {
    fn open(&self, money: Coin) -> Result<Box<dyn Chain>> {
        let folder = self.folder.display();
        fs::create_dir_all(&self.folder).with_context(|| format!("{folder} cannot be made"))?;
        let node = Node::connect(&self.connection, self.keys.clone(), PAYER)?;
        let mut chain = Journal::open(&self.folder.join("journal.jsonl"), &self.about, Box::new(node))?;
        let (payer, treasury) = (chain.account(PAYER)?, chain.account(TREASURY)?);
        must(&mut chain, Transaction::of(&payer, send(&treasury, money)))
            .context("the payer cannot give the run its money")?;
        Ok(Box::new(chain))
    }

    /// What a chain in memory must be like to tell the same.
    fn likeness(&self, stage: &mut Stage) -> Result<Likeness> {
        let deployment = &stage.deployment;
        let mut contracts = vec![
            (Code::Oracle, deployment.oracle.clone()),
            (Code::Shipment, deployment.shipment.clone()),
            (Code::Escrow, deployment.escrow.clone()),
            (Code::Devices, deployment.devices.clone()),
        ];
        if let Denom::Cw20(token) = &deployment.asset {
            contracts.insert(0, (Code::Cw20, token.clone()));
        }
        let mut placed = Vec::new();
        for who in [OWNER, TREASURY] {
            let creator = stage.directory.account(stage.chain.as_mut(), who)?;
            placed.extend(stage.chain.contracts_of(&creator)?);
        }
        let codes = contracts.iter().map(|(code, address)| {
            let placed = placed.iter().find(|placed| placed.address == *address);
            Ok((*code, placed.context("a contract of the run is not there")?.code_id))
        });
        let codes = codes.collect::<Result<_>>()?;
        let (prefix, _) = deployment.oracle.as_str().split_once('1').context("an address has no prefix")?;
        Ok(Likeness {
            chain_id: stage.chain.id().to_owned(),
            prefix: prefix.to_owned(),
            keys: self.keys.clone(),
            codes,
            contracts: contracts.into_iter().map(|(_, address)| address).collect(),
        })
    }
}
