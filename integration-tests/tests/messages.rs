//! The JSON of the documents is the JSON of the contracts: what a README shows is played, or at least parsed.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{json, Value};
use suite::{json_blocks, play, Suite, BILL};

const HEADING: &str = "## One voyage in messages";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_default()
}

/// The worked example of the root README.
fn example() -> Vec<Value> {
    json_blocks(&read("README.md"), Some(HEADING)).unwrap()
}

#[test]
fn the_worked_example_is_played_as_it_stands_and_pays_what_it_says() {
    let mut suite = Suite::native();
    play(&mut suite, &example()).unwrap_or_else(|error| panic!("{error}"));
    suite.assert_solvent();
    assert_eq!(
        (suite.gained("seller"), suite.gained("investor"), suite.spent("buyer")),
        (3_000, 6_930, 9_930)
    );
    assert_eq!(suite.title(BILL).status, types::shipment::TitleStatus::Accomplished);
    assert_eq!((suite.balance("escrow"), suite.spent("carrier")), (0, 0));
}

#[test]
fn an_example_that_is_refused_fails() {
    let blocks = example();
    for (leave_out, refused) in [(1, "block 3:"), (2, "block 3:"), (6, "block 7:")] {
        let rest: Vec<_> = blocks
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != leave_out)
            .map(|(_, block)| block.clone())
            .collect();
        let error = play(&mut Suite::native(), &rest).unwrap_err();
        assert!(error.starts_with(refused), "{error}");
    }
}

#[test]
fn an_example_that_is_written_wrongly_fails() {
    let refused = |block: Value| play(&mut Suite::native(), &[block]).unwrap_err();
    for (block, why) in [
        (json!({"contract": "escrow", "sender": "byuer", "msg": {}}), "nobody is called \"byuer\""),
        (json!({"contract": "escrow", "sender": "buyer", "mgs": {}}), "a block has no `mgs`"),
        (json!({"contract": "escrow", "sender": "buyer"}), "a block has a `msg` or a `query`"),
        (
            json!({"contract": "escrow", "sender": "buyer", "msg": {"sync": {"agreement": "<no one>"}}}),
            "nobody",
        ),
        (json!({"contract": "escrow", "query": {"config": {}}, "answer": {"paused": true}}), "the answer is"),
        (
            json!({"contract": "oracle", "sender": "anyone", "msg": {"pause": {}}, "sign": {}}),
            "only a `report`",
        ),
    ] {
        let error = refused(block);
        assert!(error.contains(why), "{error}");
    }
    assert!(json_blocks("```json\n{\n```", None).is_err());
}

fn parses<T: DeserializeOwned>(block: &Value) -> bool {
    serde_json::from_value::<T>(block.clone()).is_ok()
}

/// A block of a contract's README is one of its messages, or one that is played.
#[test]
fn every_message_of_the_contracts_readmes_parses() {
    type Parses = fn(&Value) -> bool;
    let oracle: [Parses; 3] = [
        parses::<types::oracle::ExecuteMsg>,
        parses::<types::oracle::QueryMsg>,
        parses::<types::oracle::InstantiateMsg>,
    ];
    let shipment: [Parses; 3] = [
        parses::<types::shipment::ExecuteMsg>,
        parses::<types::shipment::QueryMsg>,
        parses::<types::shipment::InstantiateMsg>,
    ];
    let escrow: [Parses; 3] = [
        parses::<types::escrow::ExecuteMsg>,
        parses::<types::escrow::QueryMsg>,
        parses::<types::escrow::InstantiateMsg>,
    ];
    let devices: [Parses; 3] = [
        parses::<types::devices::ExecuteMsg>,
        parses::<types::devices::QueryMsg>,
        parses::<types::devices::InstantiateMsg>,
    ];
    let all = [("oracle", oracle), ("shipment", shipment), ("escrow", escrow), ("devices", devices)];
    for (contract, kinds) in all {
        let readme = read(&format!("contracts/{contract}/README.md"));
        assert!(!readme.is_empty(), "contracts/{contract}/README.md is missing");
        for block in json_blocks(&readme, None).unwrap() {
            assert!(kinds.iter().any(|parses| parses(&block)), "{contract}: {block:#}");
        }
    }
}

/// What a README says of its messages by name is one: a name in the first column of a permission table.
#[test]
fn every_message_of_the_permission_tables_exists() {
    for contract in ["oracle", "shipment", "escrow", "devices"] {
        let readme = read(&format!("contracts/{contract}/README.md"));
        let schema: Vec<String> = variants(contract);
        let table = readme.lines().skip_while(|line| !line.starts_with("## Who may")).skip(1);
        let rows = table.take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("| `"));
        let mut named = vec![];
        for row in rows {
            let first = row.split('|').nth(1).unwrap_or_default();
            let names = first.split('`').skip(1).step_by(2).filter(|name| !name.contains(' '));
            named.extend(names.map(str::to_owned));
        }
        if named.is_empty() {
            continue; // Written another way.
        }
        for name in &named {
            assert!(schema.contains(name), "{contract}'s README names {name}, which is no message");
        }
        for name in &schema {
            assert!(named.contains(name), "{contract}'s README says nothing of {name}");
        }
    }
}

/// The names of a contract's messages, as its refusal of another one lists them.
fn variants(contract: &str) -> Vec<String> {
    let unknown = json!({"no such message": {}});
    let error = match contract {
        "oracle" => serde_json::from_value::<types::oracle::ExecuteMsg>(unknown).unwrap_err(),
        "shipment" => serde_json::from_value::<types::shipment::ExecuteMsg>(unknown).unwrap_err(),
        "devices" => serde_json::from_value::<types::devices::ExecuteMsg>(unknown).unwrap_err(),
        _ => serde_json::from_value::<types::escrow::ExecuteMsg>(unknown).unwrap_err(),
    };
    let text = error.to_string();
    let (_, expected) = text.split_once("expected one of").unwrap();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
