//! What is recorded of a chain. A test of its own program: where it is recorded stands in the environment.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::{env, fs};

use cosmwasm_std::{coin, Empty};
use testing::Chain;

/// Lines of JSON, as other programs read them.
fn recorded() -> Vec<String> {
    let folder = env::temp_dir().join(format!("portolan-trace-{}", std::process::id()));
    env::set_var("PORTOLAN_TRACE", &folder);
    let mut chain = Chain::new();
    let buyer = chain.actor("buyer");
    chain.fund(&buyer, coin(10, "uusd"));
    let stranger = chain.recorder();
    chain.execute(&buyer, stranger.address(), &"hello", &[coin(4, "uusd")]).unwrap();
    stranger.refuse(&mut chain);
    chain.execute(&buyer, stranger.address(), &"hello", &[coin(4, "uusd")]).unwrap_err();
    for _ in 0..2 {
        chain.query::<Empty>(stranger.address(), &"who are you").unwrap_err();
    }
    chain.advance(900);
    env::remove_var("PORTOLAN_TRACE");

    let file =
        folder.join("portolan-testing/trace/every_step_is_written_down_with_what_it_changed-001.jsonl");
    let lines = fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect();
    fs::remove_dir_all(folder).unwrap();
    lines
}

#[test]
fn every_step_is_written_down_with_what_it_changed() {
    let lines = recorded();
    let begin = |step: &str| format!(r#"{{"step":{{"{step}":"#);
    let steps =
        ["block", "mint", "store", "instantiate", "execute", "sudo", "execute", "query", "block"].map(begin);
    assert_eq!(lines.len(), steps.len(), "a question is asked once: {lines:#?}");
    for (line, step) in lines.iter().zip(&steps) {
        assert!(line.starts_with(step), "{line}");
    }
    let refused = |line: &str| line.contains(r#""refused":["#);
    let which: Vec<bool> = lines.iter().map(|line| refused(line)).collect();
    assert_eq!(which, [false, false, false, false, false, false, true, true, false]);
    assert!(lines[6].contains("the stranger refuses"), "{}", lines[6]);

    let nothing = r#""state":{},"money":{}}"#;
    let changes_nothing: Vec<bool> = lines.iter().map(|line| line.ends_with(nothing)).collect();
    assert_eq!(changes_nothing, [true, false, true, false, false, false, true, true, true]);
    assert!(lines[4].contains(r#"[{"denom":"uusd","amount":"6"}]"#), "the buyer's: {}", lines[4]);
    assert!(lines[4].contains(r#"[{"denom":"uusd","amount":"4"}]"#), "the stranger's: {}", lines[4]);

    let chain = Chain::new();
    assert!(
        chain.query::<Empty>(&chain.actor("nobody"), &Empty {}).is_err(),
        "without a trace all is the same"
    );
}
