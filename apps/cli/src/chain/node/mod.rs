//! A chain that a node speaks for: wasmd, over CometBFT's JSON-RPC.
//!
//! Nothing is paid twice. A transaction is signed once and kept before it is sent; the same bytes go to the node until a
//! block has them or another transaction has used their sequence, which makes them void for ever. Only then is it signed
//! anew. What a crash interrupted is settled in the same way when the node is next connected to.

mod accounts;
mod answer;
mod batch;
mod broadcast;
mod codes;
mod error;
mod gas;
mod item;
mod outbox;
mod rpc;
mod signing;
mod simulation;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{ensure, Context as _, Result};
use cosmrs::proto::cosmos::auth::v1beta1 as auth;
use cosmrs::proto::cosmos::base::node::v1beta1 as config;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmwasm_std::{Addr, Binary, Checksum};
use numeric::{Amount, UnixTime};
use tendermint_rpc::endpoint::status;

use super::keys::Keyring;
use super::{Answer, Chain, Code, Placed, Transaction};
use accounts::Sender;
use codes::Artifacts;
pub use error::NodeError;
pub use gas::GasPrice;
use item::{Item, State};
use outbox::{Letter, Outbox, Purpose};
use rpc::Rpc;

/// How a node is connected to.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Where nodes answer JSON-RPC, in the order in which they are tried.
    pub nodes: Vec<String>,
    /// The chain that they must be of, if not just any.
    pub chain_id: Option<String>,
    /// What gas is paid with; without it the least that the node takes.
    pub gas_price: Option<GasPrice>,
    /// What one transaction may burn at most.
    pub max_gas: u64,
    /// How long to wait for a node that does not answer, or a block that does not come.
    pub patience: Duration,
    /// The folder in which signed transactions are kept, if a crash must not lose sight of them: a file for each chain
    /// and fee payer.
    pub outbox: Option<PathBuf>,
    /// Where `scripts/build` puts the contracts.
    pub artifacts: PathBuf,
}

/// The chain behind a node.
pub struct Node {
    rpc: Rpc,
    prefix: String,
    price: GasPrice,
    max_gas: u64,
    keys: Keyring,
    payer: Addr,
    senders: BTreeMap<Addr, Sender>,
    experience: gas::Experience,
    outbox: Outbox,
    artifacts: Artifacts,
    checksums: RefCell<HashMap<u64, Checksum>>,
    /// The latest block in which something of ours is: what is asked must be answered after it.
    height: u64,
    /// How many submissions there have been, those of earlier runs included.
    submissions: u64,
    /// Whether a journal has said where it goes on: only then is a submission the one that an earlier run had begun.
    is_resumed: bool,
    /// What became of that which an earlier run had signed.
    settled: Vec<(Letter, Answer)>,
}

impl Node {
    /// Connects, and sees to the end of what an earlier run had in flight. The fee payer gives the others their fee coins.
    pub fn connect(connection: &Connection, keys: Keyring, fee_payer: &str) -> Result<Self> {
        ensure!(!connection.nodes.is_empty(), "no node is named: give one with --node");
        let rpc = Rpc::new(&connection.nodes, connection.chain_id.as_deref(), connection.patience);
        let question = auth::Bech32PrefixRequest {};
        let prefix: auth::Bech32PrefixResponse =
            rpc.store("/cosmos.auth.v1beta1.Query/Bech32Prefix", &question, 0)?;
        let question = config::ConfigRequest {};
        let least: config::ConfigResponse =
            rpc.store("/cosmos.base.node.v1beta1.Service/Config", &question, 0)?;
        let price = price(connection.gas_price.as_ref(), &least.minimum_gas_price)?;
        let prefix = prefix.bech32_prefix;
        let payer = keys.address(fee_payer, &prefix)?;
        let file = format!(".{}.{payer}.outbox", rpc.chain_id());
        let file = connection.outbox.as_ref().map(|folder| folder.join(file));
        let (outbox, left) = Outbox::open(file.as_deref())?;
        let mut node = Self {
            rpc,
            payer,
            prefix,
            price,
            max_gas: connection.max_gas,
            keys,
            senders: BTreeMap::new(),
            experience: gas::Experience::default(),
            outbox,
            artifacts: Artifacts::of(&connection.artifacts),
            checksums: RefCell::default(),
            height: 0,
            submissions: 0,
            is_resumed: false,
            settled: vec![],
        };
        node.account(fee_payer)?;
        node.settle(left).context("what an earlier run had sent cannot be settled")?;
        Ok(node)
    }

    /// Ends a run that need not be resumed.
    pub fn finish(self) -> Result<()> {
        self.outbox.close()
    }

    /// What is at an address.
    pub fn contract(&self, address: &Addr) -> Result<Option<Placed>> {
        self.placed(address)
    }

    /// Whether the chain has this code, and under which number.
    pub fn code(&self, checksum: &Checksum) -> Result<Option<u64>> {
        self.stored(checksum)
    }

    /// A record of a contract, as it is stored.
    pub fn record(&self, contract: &Addr, key: &[u8]) -> Result<Vec<u8>> {
        let question =
            wasm::QueryRawContractStateRequest { address: contract.to_string(), query_data: key.to_vec() };
        let answer: wasm::QueryRawContractStateResponse =
            self.rpc.store("/cosmwasm.wasm.v1.Query/RawContractState", &question, self.height)?;
        Ok(answer.data)
    }

    /// The height and time of the latest block.
    fn latest(&self) -> Result<(u64, UnixTime)> {
        let latest = self.rpc.ask(status::Request)?.sync_info;
        let seconds = u64::try_from(latest.latest_block_time.unix_timestamp())?;
        Ok((latest.latest_block_height.value(), UnixTime::new(seconds)?))
    }

    /// Sends again what was signed before, until each is in a block or can never be.
    fn settle(&mut self, mut left: Vec<Letter>) -> Result<()> {
        left.sort_by(|a, b| (&a.sender, a.sequence).cmp(&(&b.sender, b.sequence)));
        let (mut items, mut sender, mut next) = (Vec::new(), None, 0);
        for letter in left {
            if sender.as_ref() != Some(&letter.sender) {
                next = self.account_on_chain(&letter.sender)?.sequence;
                sender = Some(letter.sender.clone());
            }
            // Behind a gap nobody was given anything: see `close_ranks`.
            if letter.sequence <= next {
                next = next.max(letter.sequence.saturating_add(1));
                items.push(Item::restored(letter));
            }
        }
        let letters: Vec<Letter> =
            items.iter().filter_map(|item| Some(item.sent()?.letter.clone())).collect();
        self.play(&mut items)?;
        for (item, letter) in items.into_iter().zip(letters) {
            if let (State::Done(answer), Purpose::Submission(..)) = (item.state, letter.purpose) {
                self.settled.push((letter, answer));
            }
        }
        Ok(())
    }
}

impl Chain for Node {
    fn id(&self) -> &str {
        self.rpc.chain_id()
    }

    fn now(&self) -> Result<UnixTime> {
        Ok(self.latest()?.1)
    }

    fn wait_until(&mut self, at: UnixTime) -> Result<()> {
        loop {
            let left = at.seconds().saturating_sub(self.now()?.seconds());
            if left == 0 {
                return Ok(());
            }
            let seconds = left.saturating_sub(1).min(60);
            thread::sleep(Duration::from_secs(seconds).max(Duration::from_millis(50)));
        }
    }

    fn account(&mut self, name: &str) -> Result<Addr> {
        let address = self.keys.address(name, &self.prefix)?;
        if !self.senders.contains_key(&address) {
            let key = self.keys.key(name)?;
            self.senders.insert(address.clone(), Sender { key, account: None });
        }
        Ok(address)
    }

    fn upload(&mut self, code: Code) -> Result<u64> {
        self.store(code)
    }

    fn checksum(&self, code: Code) -> Result<Checksum> {
        Ok(self.artifacts.read(code)?.1)
    }

    fn contracts_of(&self, creator: &Addr) -> Result<Vec<Placed>> {
        self.placed_by(creator)
    }

    fn resume_after(&mut self, submissions: u64) {
        (self.submissions, self.is_resumed) = (submissions, true);
    }

    fn submit(&mut self, transactions: Vec<Transaction>) -> Result<Vec<Answer>> {
        let submission = self.submissions;
        self.submissions = submission.saturating_add(1);
        let is_resumed = self.is_resumed;
        self.settled.retain(|(letter, _)| is_resumed && letter.purpose.submission() == Some(submission));
        let letters: Vec<Letter> = self.settled.iter().map(|(letter, _)| letter.clone()).collect();
        self.outbox.keep_only(&letters)?;

        let mut items = Vec::with_capacity(transactions.len());
        for (place, transaction) in transactions.into_iter().enumerate() {
            let Transaction { sender, messages } = transaction;
            let encoded: Result<_> = messages.iter().map(|m| signing::encode(&sender, m)).collect();
            let purpose = Purpose::Submission(submission, place);
            let mut item = Item::new(purpose, &sender, encoded?, gas::kind(&messages));
            if let Some((_, answer)) = self.settled.iter().find(|(letter, _)| letter.purpose == purpose) {
                item.state = State::Done(answer.clone());
            }
            items.push(item);
        }
        self.settled.clear();
        self.play(&mut items)?;
        let answers = items.into_iter().map(|item| match item.state {
            State::Done(answer) => Ok(answer),
            _ => anyhow::bail!("a transaction has no answer"),
        });
        answers.collect()
    }

    fn query(&self, contract: &Addr, question: Binary) -> Result<Binary> {
        let request = wasm::QuerySmartContractStateRequest {
            address: contract.to_string(),
            query_data: question.to_vec(),
        };
        let path = "/cosmwasm.wasm.v1.Query/SmartContractState";
        match self.rpc.store::<_, wasm::QuerySmartContractStateResponse>(path, &request, self.height) {
            Ok(answer) => Ok(answer.data.into()),
            Err(NodeError::Refused { log, .. }) => anyhow::bail!("{}", answer::own_words(&log)),
            Err(error) => Err(error.into()),
        }
    }

    fn coins(&self, who: &Addr, denom: &str) -> Result<Amount> {
        Ok(Amount::new(self.balance(who, denom)?))
    }
}

/// The price that was asked for, if the node takes it, or the node's least.
fn price(wanted: Option<&GasPrice>, least: &str) -> Result<GasPrice> {
    let minimum = || least.split(',').filter_map(|price| price.parse::<GasPrice>().ok());
    match wanted {
        None => minimum().next().context("the node names no gas price: give one with --gas-price"),
        Some(wanted) => {
            let same = minimum().find(|price| price.denom == wanted.denom);
            let too_low = match same {
                Some(price) => price.amount > wanted.amount,
                None => minimum().next().is_some(),
            };
            if too_low {
                let (given, minimum) = (wanted.to_string(), least.to_owned());
                return Err(NodeError::LowGasPrice { given, minimum }.into());
            }
            Ok(wanted.clone())
        }
    }
}

#[cfg(test)]
mod price_tests {
    use super::*;

    #[test]
    fn a_gas_price_is_the_node_s_least_or_one_that_it_takes() {
        let least = "0.025000000000000000uscf,1.000000000000000000uusd";
        let wanted = |text: &str| price(Some(&text.parse().unwrap()), least);
        assert_eq!(price(None, least).unwrap().to_string(), "0.025uscf");
        assert_eq!(wanted("0.03uscf").unwrap().to_string(), "0.03uscf");
        for low in ["0.02uscf", "0.5uusd", "7ueur"] {
            let said = wanted(low).unwrap_err().to_string();
            assert!(said.contains(low) && said.contains("--gas-price"), "{said}");
        }
        assert!(price(None, "").is_err());
        assert_eq!(price(Some(&"1uscf".parse().unwrap()), "").unwrap().to_string(), "1uscf");
    }
}
