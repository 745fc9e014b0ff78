//! Against a node: `scripts/test-node` starts one and runs these.

mod contracts;
mod crashes;
mod mistakes;
mod publications;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use cosmwasm_std::{coin, Addr};
use serde_json::Value;

use super::item::Item;
use super::outbox::Purpose;
use super::*;
use crate::chain::journal::Journal;
use crate::chain::keys::{from_mnemonic, Keyring};
use crate::chain::{must, send, Transaction};

const NEEDS_A_NODE: &str = "PORTOLAN_NODE";
const TREASURY: &str = "treasury";

/// The local chain's accounts, and a secret that no other run has.
fn keys() -> Keyring {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/localnet-accounts.json");
    let accounts: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    accounts.as_array().unwrap().iter().fold(Keyring::of_run(&format!("{now:?}")), |keys, account| {
        let key = from_mnemonic(account["mnemonic"].as_str().unwrap()).unwrap();
        keys.with(account["name"].as_str().unwrap(), key)
    })
}

fn connection() -> Connection {
    let url = std::env::var(NEEDS_A_NODE).expect("scripts/test-node says where the node is");
    let cache = std::env::var("PORTOLAN_CACHE").expect("scripts/test-node sets the cache folder");
    Connection {
        nodes: vec![url],
        chain_id: None,
        gas_price: None,
        max_gas: 50_000_000,
        patience: Duration::from_secs(30),
        outbox: None,
        artifacts: Path::new(&cache).join("artifacts"),
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("portolan-node-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Accounts that the treasury has given so much of the settlement coin, in one transaction.
fn paid_accounts(node: &mut Node, names: &[String], units: u128) -> Vec<Addr> {
    let treasury = node.account(TREASURY).unwrap();
    let accounts: Vec<Addr> = names.iter().map(|name| node.account(name).unwrap()).collect();
    let payments = accounts.iter().map(|account| send(account, coin(units, "uusd"))).collect();
    must(node, Transaction { sender: treasury, messages: payments }).unwrap();
    accounts
}

fn uusd(node: &Node, who: &Addr) -> u128 {
    node.balance(who, "uusd").unwrap()
}

/// The line that a command ends with.
fn line<T>(result: Result<T>) -> String {
    let line = format!("{:#}", result.err().expect("it should have failed"));
    assert!(!line.contains('\n'), "{line}");
    line
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_thousand_payments_of_many_senders_and_of_one() {
    let mut node = Node::connect(&connection(), keys(), TREASURY).unwrap();
    let names: Vec<String> = (0..500).map(|number| format!("payer {number}")).collect();
    let payers = paid_accounts(&mut node, &names, 10);
    let shop = node.account("shop").unwrap();

    let pay = |payer: &Addr| Transaction::of(payer, send(&shop, coin(2, "uusd")));
    let began = Instant::now();
    let answers = node.submit(payers.iter().chain(&payers).map(pay).collect()).unwrap();
    let many = began.elapsed();
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((uusd(&node, &shop), uusd(&node, &payers[7])), (2_000, 6));

    let began = Instant::now();
    let answers = node.submit(vec![pay(&payers[0]); 3]).unwrap();
    assert!(answers.iter().all(Result::is_ok));
    let treasury = node.account(TREASURY).unwrap();
    let answers = node.submit(vec![pay(&treasury); 500]).unwrap();
    let one = began.elapsed();
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((uusd(&node, &shop), uusd(&node, &payers[0])), (3_006, 0));
    eprintln!("1000 payments of 500 senders in {many:?}, 503 of two in {one:?}");
}
