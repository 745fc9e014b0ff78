//! The command as a person runs it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const PORTOLAN: &str = env!("CARGO_BIN_EXE_portolan");

fn run(arguments: &[&str]) -> Output {
    Command::new(PORTOLAN).args(arguments).output().unwrap()
}

#[track_caller]
fn said(arguments: &[&str]) -> String {
    let output = run(arguments);
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "portolan {arguments:?}: {err}\n{out}");
    out
}

/// What `demo` writes to its JSON file.
#[track_caller]
fn report(name: &str, arguments: &[&str]) -> Value {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    said(&[&["demo", "--json", file.to_str().unwrap()], arguments].concat());
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Amounts and counts of the airlines and of all together, without what depends on the cost of money.
fn totals(report: &Value) -> Value {
    let line = |line: &Value| {
        ["carrier", "shipments", "agreed", "paid", "penalties", "refunds", "void"]
            .into_iter()
            .map(|key| (key.to_owned(), line[key].clone()))
            .collect::<serde_json::Map<_, _>>()
    };
    let airlines = report["airlines"].as_array().unwrap().iter().map(line).map(Value::from);
    serde_json::json!({ "airlines": airlines.collect::<Vec<_>>(), "total": line(&report["total"]) })
}

#[test]
fn without_noise_the_totals_are_those_of_the_data_file() {
    // given: what Python's standard library makes of the table, sharing nothing with this code
    let flights = "1000";
    let python = Command::new("python3")
        .arg(repository().join("scripts/flights"))
        .args(["totals", "--flights", flights])
        .output()
        .unwrap();
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    let calculated: Value = serde_json::from_slice(&python.stdout).unwrap();

    // when the same flights are played
    let played = report("noise-0", &["--noise", "0", "--flights", flights]);

    // then they are the same to the unit, and some of each kind are there
    assert_eq!(totals(&played), calculated);
    for key in ["paid", "penalties", "refunds", "void"] {
        assert_ne!(calculated["total"][key], "0", "{key}");
    }
    assert_eq!(played["oracle"]["wrong"], 0);
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_one_another() {
    let first = report("seed-7", &["--seed", "7", "--flights", "60"]);
    assert_eq!(first, report("seed-7-again", &["--seed", "7", "--flights", "60"]));
    let other = report("seed-8", &["--seed", "8", "--flights", "60"]);
    assert_ne!(first["oracle"], other["oracle"]);
}

#[test]
fn both_kinds_of_money_give_the_same_totals() {
    let native = report("native", &["--flights", "120", "--settlement", "native"]);
    let cw20 = report("cw20", &["--flights", "120", "--settlement", "cw20"]);
    assert_eq!(totals(&native), totals(&cw20));
    assert_eq!(native["voyages"], cw20["voyages"]);
}

#[test]
fn every_voyage_ends_as_its_file_expects() {
    let report = report("voyages", &["--flights", "1"]);
    let voyages = report["voyages"].as_array().unwrap();
    assert!(voyages.len() >= 12);
    for voyage in voyages {
        assert_eq!(voyage["failed"], serde_json::json!([]), "{}", voyage["id"]);
    }
}

#[test]
fn a_voyage_that_ends_otherwise_fails_the_run_and_says_how() {
    let own = fs::read_to_string(repository().join("apps/cli/data/voyages.toml")).unwrap();
    let changed =
        own.replacen("expect.paid = { seller = \"96,000\" }", "expect.paid = { seller = \"95,000\" }", 1);
    assert_ne!(own, changed);
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("changed.toml");
    fs::write(&file, changed).unwrap();

    let output = run(&["demo", "--flights", "1", "--voyages", file.to_str().unwrap()]);

    assert!(!output.status.success());
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("seller was paid 96,000.00, not 95,000.00"), "{out}");
}

#[test]
fn what_the_device_did_not_log_is_not_proven() {
    let own = fs::read_to_string(repository().join("apps/cli/data/voyages.toml")).unwrap();
    let changed = own.replacen("expect.proven = -1210", "expect.proven = -1211", 1);
    assert_ne!(own, changed);
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("unproven.toml");
    fs::write(&file, changed).unwrap();

    let output = run(&["show", "LAMB-NAPIER-FELIXSTOWE", "--voyages", file.to_str().unwrap()]);

    assert!(!output.status.success());
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("no log of the device proves a reading of -12.11 °C"), "{out}");
}

#[test]
fn a_known_flight_and_a_voyage_are_told_step_by_step() {
    told_as_golden("UA1545-20130101-EWR");
    told_as_golden("LAMB-NAPIER-FELIXSTOWE");
}

#[track_caller]
fn told_as_golden(shipment: &str) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{shipment}.txt"));
    let told = said(&["show", shipment]);
    if std::env::var_os("GOLDEN").is_some() {
        fs::write(&golden, &told).unwrap();
    }
    assert_eq!(
        told,
        fs::read_to_string(golden).unwrap(),
        "if this is meant: GOLDEN=write cargo test -p portolan-cli"
    );
}

#[test]
fn an_unknown_shipment_is_answered_with_those_like_it() {
    let output = run(&["show", "COFFEE-SANTOS-HAMBURGH"]);
    assert!(!output.status.success());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("COFFEE-SANTOS-HAMBURG,"), "{error}");
    assert!(error.contains("portolan show --list"), "{error}");
}
