//! `portolan oracle` as a person runs it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portolan")).arg("oracle").args(arguments).output().unwrap()
}

#[track_caller]
fn said(arguments: &[&str]) -> String {
    let output = run(arguments);
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "portolan oracle {arguments:?}: {err}\n{out}");
    out
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&said(&[arguments, &["--json"]].concat())).unwrap()
}

#[track_caller]
fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(!output.status.success(), "portolan oracle {arguments:?} was taken");
    String::from_utf8(output.stderr).unwrap()
}

fn whole(amount: &Value) -> u128 {
    amount.as_str().unwrap().parse().unwrap()
}

/// 923 flights a day for three days are 18M to 28M of exposure, and want 75M to 230M pledged (`reference/oracle.md` 1.3).
#[test]
fn january_costs_what_the_reference_expects() {
    const DOLLAR: u128 = 1_000_000;
    let cost = json(&["cost"]);
    let asked = &cost["asked"];
    assert_eq!(cost["flights"], 27_004);
    assert_eq!(whole(&asked["settled"]), 270_040_000 * DOLLAR);
    let (mean, peak) = (whole(&asked["mean"]) / DOLLAR, whole(&asked["peak"]) / DOLLAR);
    assert!((18_000_000..=28_000_000).contains(&mean), "{mean}");
    assert!((18_000_000..=30_000_000).contains(&peak), "{peak}");
    let stake = whole(&asked["stake"]) / DOLLAR;
    assert!((75_000_000..=230_000_000).contains(&stake), "{stake}");
    // Half of what moves outcomes moves times: 27.8M / 0.45 · 3.
    assert!(stake.abs_diff(peak * 20 / 3) < 1_000, "{stake} for {peak}");
}

#[test]
fn splitting_never_takes_less_stake_and_the_goal_is_reached() {
    let cost = json(&["cost", "--flights", "3000"]);
    let stakes: Vec<u128> =
        cost["by"].as_array().unwrap().iter().map(|line| whole(&line["cost"]["stake"])).collect();
    assert_eq!(stakes.len(), 4);
    assert!(stakes.iter().all(|stake| *stake >= stakes[0]), "{stakes:?}");
    let last = cost["steps_to_goal"].as_array().unwrap().last().unwrap();
    assert!(last["cost"]["centipoints"].as_u64().unwrap() <= 3_000, "{last}");
    assert!(said(&["cost", "--flights", "3000"]).contains("For 30.00 bp it takes"));
}

#[test]
fn a_wrong_question_about_the_cost_is_answered_with_what_to_write() {
    for (arguments, hint) in [
        (&["cost", "--amount", "0"][..], "no amount"),
        (&["cost", "--capital-cost", "ten"], "12.5%"),
        (&["cost", "--conviction", "0%"], "above zero"),
        (&["cost", "--period", "1"], "--period"),
        (&["cost", "--flights", "9999999"], "--all"),
    ] {
        let said = refusal(arguments);
        assert!(said.contains(hint), "{arguments:?}: {said}");
    }
}

#[test]
fn what_hangs_on_a_scenario_is_seen_with_its_committee() {
    let view = json(&["watch", "--flights", "5"]);
    let feed = &view["feeds"][0];
    assert_eq!(feed["feed"]["committee"].as_array().unwrap().len(), 9);
    let capacity = &feed["capacity"];
    let (hanging, cap) = (whole(&capacity["time"]), whole(&capacity["cap_time"]));
    assert!(hanging > 0 && hanging <= cap, "{hanging} of {cap}");
    let told = said(&["watch", "--flights", "5", "--feed", "1"]);
    for word in ["secured, events", "seats of feed 1", "reputation"] {
        assert!(told.contains(word), "{told}");
    }
    assert!(!told.contains("seats of feed 2") && !told.contains('\u{1b}'), "{told}");
}

#[test]
fn an_unknown_feed_and_an_oracle_nobody_named_are_refused() {
    assert!(refusal(&["watch", "--flights", "1", "--feed", "99"]).contains("99"));
    assert!(refusal(&["watch", "--deployment", "x.json"]).contains("--node"));
}

#[test]
fn a_study_is_written_down_with_its_assumptions() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("study.md");
    let arguments = [
        "study",
        "--runs",
        "2",
        "--seats",
        "9",
        "--only",
        "bribed two thirds",
        "--write",
        file.to_str().unwrap(),
    ];
    let study = json(&arguments);
    assert_eq!(study["findings"].as_array().unwrap().len(), 1);
    assert!(study["findings"][0]["profit"]["mean"].as_f64().unwrap() < 0.0);
    let page = std::fs::read_to_string(file).unwrap();
    for word in ["## Method", "## Limits", "bribed two thirds", "p = 90 %", "| 9 |"] {
        assert!(page.contains(word), "{word}: {page}");
    }
}
