use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{create_dir_all, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, thread};

use cosmwasm_std::{
    from_json, to_json_vec, Addr, Binary, Coin, ContractResult, CosmosMsg, Empty, HexBinary, Querier,
    QueryRequest, Record, Storage, SystemResult, WasmQuery,
};
use cw_multi_test::{App, BankKeeper, MockApiBech32};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Where traces are written, if they are.
const FOLDER: &str = "PORTOLAN_TRACE";

/// What was done to a chain.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A chain begins, or goes on to its next block.
    Block { height: u64, time: u64 },
    /// Code is there, under the name of its Wasm.
    Store { code_id: u64, name: String },
    /// A contract begins.
    Instantiate { code_id: u64, sender: Addr, msg: Binary, funds: Vec<Coin> },
    /// Messages, in one transaction.
    Execute { sender: Addr, msgs: Vec<CosmosMsg> },
    /// Other code takes over.
    Migrate { code_id: u64, sender: Addr, contract: Addr, msg: Binary },
    /// The chain tells a contract.
    Sudo { contract: Addr, msg: Binary },
    /// Coins out of nothing.
    Mint { to: Addr, amount: Coin },
    /// A contract's records are these, whatever they were.
    State { contract: Addr, records: Vec<(Binary, Binary)> },
    /// A question; what was answered, if it was not refused.
    Query { contract: Addr, msg: Binary, answer: Option<Binary> },
}

/// A step, and what the chain was like after it. Of contracts and accounts those are listed that changed.
#[derive(Serialize)]
struct Line<'a> {
    step: &'a Step,
    /// If it was refused: what was said, and what was said behind it.
    refused: Option<Vec<String>>,
    /// SHA-256 over the records of a contract.
    state: BTreeMap<String, HexBinary>,
    /// What an account has.
    money: BTreeMap<String, Vec<Coin>>,
}

/// Everything that was done to one chain, a line of JSON each.
pub struct Trace {
    file: File,
    state: BTreeMap<String, HexBinary>,
    money: BTreeMap<String, Vec<Coin>>,
    asked: BTreeSet<(Addr, Binary)>,
}

thread_local! {
    /// Chains of this thread so far.
    static CHAINS: RefCell<u32> = const { RefCell::new(0) };
}

impl Trace {
    /// A trace in a file named by the test and the chain's number in it, if traces are wanted.
    pub fn begin(seconds: u64) -> Option<Self> {
        let folder = PathBuf::from(env::var_os(FOLDER)?).join(program());
        create_dir_all(&folder).expect("a folder of traces");
        let chain = CHAINS.with_borrow_mut(|chains| {
            *chains += 1;
            *chains
        });
        let thread = thread::current();
        let test = thread.name().unwrap_or("test").replace("::", ".");
        let file = File::create(folder.join(format!("{test}-{chain:03}.jsonl"))).expect("a trace");
        let mut trace = Self { file, state: BTreeMap::new(), money: BTreeMap::new(), asked: BTreeSet::new() };
        trace.unchanged(&Step::Block { height: 1, time: seconds }, None);
        Some(trace)
    }

    /// Writes a question and its answer, the first time it is asked.
    pub fn ask(&mut self, app: &App<BankKeeper, MockApiBech32>, contract: &Addr, msg: Binary) {
        if !self.asked.insert((contract.clone(), msg.clone())) {
            return;
        }
        let question = WasmQuery::Smart { contract_addr: contract.to_string(), msg: msg.clone() };
        let request = to_json_vec(&QueryRequest::<Empty>::from(question)).expect("a question is JSON");
        let (answer, refused) = match app.raw_query(&request) {
            SystemResult::Ok(ContractResult::Ok(answer)) => (Some(answer), None),
            SystemResult::Ok(ContractResult::Err(error)) => (None, Some(vec![error])),
            SystemResult::Err(error) => (None, Some(vec![error.to_string()])),
        };
        self.unchanged(&Step::Query { contract: contract.clone(), msg, answer }, refused);
    }

    /// Writes a step, and what changed by it.
    pub fn write(
        &mut self,
        app: &App<BankKeeper, MockApiBech32>,
        step: &Step,
        error: Option<&anyhow::Error>,
    ) {
        let (state, money) = (state(app), money(app));
        let line = Line {
            step,
            refused: error.map(|error| error.chain().map(ToString::to_string).collect()),
            state: changed(&self.state, &state),
            money: changed(&self.money, &money),
        };
        self.line(&line);
        (self.state, self.money) = (state, money);
    }

    fn unchanged(&mut self, step: &Step, refused: Option<Vec<String>>) {
        self.line(&Line { step, refused, state: BTreeMap::new(), money: BTreeMap::new() });
    }

    fn line(&mut self, line: &Line) {
        let mut json = to_json_vec(line).expect("a step is JSON");
        json.push(b'\n');
        self.file.write_all(&json).expect("a trace can be written");
    }
}

/// The name of the test program, without the number that cargo gives it.
fn program() -> String {
    let path = env::current_exe().expect("a program");
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let package = env::var("CARGO_PKG_NAME").unwrap_or_default();
    let name = stem.rsplit_once('-').map_or(stem.as_str(), |(name, _)| name);
    Path::new(&package).join(name).to_string_lossy().into_owned()
}

fn changed<T: Clone + Default + PartialEq>(
    before: &BTreeMap<String, T>,
    after: &BTreeMap<String, T>,
) -> BTreeMap<String, T> {
    let differs = |(key, value): &(&String, &T)| before.get(*key) != Some(*value);
    let mut changed: BTreeMap<String, T> =
        after.iter().filter(differs).map(|(key, value)| (key.clone(), value.clone())).collect();
    for gone in before.keys().filter(|key| !after.contains_key(*key)) {
        changed.insert(gone.clone(), T::default());
    }
    changed
}

/// Where cw-multi-test keeps them, in the storages of its modules: behind the name of a map and its length.
const CONTRACTS: &[u8] = b"\0\x09contracts";
const BALANCES: &[u8] = b"\0\x08balances";

fn state(app: &App<BankKeeper, MockApiBech32>) -> BTreeMap<String, HexBinary> {
    let contracts =
        below(&*app.prefixed_storage(b"wasm"), CONTRACTS).into_iter().map(|(address, _)| text(address));
    let hash = |contract: String| {
        let mut hash = Sha256::new();
        for (key, value) in app.dump_wasm_raw(&Addr::unchecked(&contract)) {
            for part in [key, value] {
                hash.update(u64::try_from(part.len()).expect("a length").to_be_bytes());
                hash.update(part);
            }
        }
        (contract, HexBinary::from(<[u8; 32]>::from(hash.finalize())))
    };
    contracts.map(hash).collect()
}

fn money(app: &App<BankKeeper, MockApiBech32>) -> BTreeMap<String, Vec<Coin>> {
    let balance = |(address, coins): Record| (text(address), from_json(coins).expect("coins"));
    let balances = below(&*app.prefixed_storage(b"bank"), BALANCES).into_iter().map(balance);
    balances.filter(|(_, coins): &(_, Vec<Coin>)| !coins.is_empty()).collect()
}

fn below(storage: &dyn Storage, prefix: &[u8]) -> Vec<Record> {
    let mut end = prefix.to_vec();
    *end.last_mut().expect("a prefix") += 1;
    let records = storage.range(Some(prefix), Some(&end), cosmwasm_std::Order::Ascending);
    records.map(|(key, value)| (key[prefix.len()..].to_vec(), value)).collect()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("an address")
}
