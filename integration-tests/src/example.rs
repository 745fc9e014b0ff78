//! Examples of a document, played: each fenced `json` block is one message, sent as it stands there.
//!
//! ```json
//! {"at": 1357344000, "contract": "escrow", "sender": "buyer", "funds": "10000uusd", "msg": {"accept": {"agreement": 1, "terms": "<terms 1>"}}}
//! ```
//!
//! - `at`: the clock moves on to this time first (seconds since 1970), if it is still to come.
//! - `contract`: `oracle`, `shipment`, `escrow`, `token` or `bank`; `sender`: one of the people of [`Suite`].
//! - `funds`: native coins, `10000uusd`, several with commas between them. May be left out.
//! - `msg`, or `query` with its `answer`, of which all that the example says must be in the real one.
//! - `sign`: `{"reporters": [1, 2], "outcome": {"happened": {"at": 1357344000}}}`: the message is a `report`, whose
//!   `reports` are signed for its subject and round.
//!
//! Anywhere, a text `<name>` stands for an address, `<digest of TEXT>` for a SHA-256, `<terms 1>` for the digest of an
//! agreement's terms, and an object `{"base64": …}` for that JSON in base64, as CosmWasm carries messages in messages.

use std::str::FromStr;

use cosmwasm_std::{Binary, Coin};
use serde_json::{Map, Value};
use types::digest::Digest;
use types::journey::{Outcome, Subject};

use crate::Suite;

const NAMES: [&str; 16] = [
    "oracle", "shipment", "escrow", "token", "bank", "seller", "buyer", "carrier", "arbiter", "chamber",
    "surveyor", "investor", "anyone", "thief", "owner", "guardian",
];

/// The fenced `json` blocks of a document, in their order; below a heading, if one is named, up to the next of the
/// same rank. A block that is no JSON is an error.
pub fn json_blocks(document: &str, heading: Option<&str>) -> Result<Vec<Value>, String> {
    let mut within = heading.is_none();
    let mut block: Option<String> = None;
    let mut blocks = vec![];
    for line in document.lines() {
        match (&mut block, line.trim()) {
            (Some(text), "```") => {
                blocks.push(serde_json::from_str(text).map_err(|error| format!("{error} in {text}"))?);
                block = None;
            }
            (Some(text), _) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, "```json") if within => block = Some(String::new()),
            (None, title) if heading.is_some() && title.starts_with("## ") => {
                within = Some(title) == heading;
            }
            _ => {}
        }
    }
    Ok(blocks)
}

/// Plays the blocks in their order. The first that is refused, or answered otherwise, is the error.
pub fn play(suite: &mut Suite, blocks: &[Value]) -> Result<(), String> {
    for (number, block) in (1..).zip(blocks) {
        step(suite, block).map_err(|error| format!("block {number}: {error}\n{block:#}"))?;
    }
    Ok(())
}

fn step(suite: &mut Suite, block: &Value) -> Result<(), String> {
    let fields = block.as_object().ok_or("a block is an object")?;
    known_fields(fields)?;
    if let Some(at) = fields.get("at") {
        let at = at.as_u64().ok_or("`at` is seconds since 1970")?;
        suite.wait_until(numeric::UnixTime::new(at).map_err(|error| error.to_string())?);
    }
    let contract = text(fields, "contract")?;
    if let Some(query) = fields.get("query") {
        let address = suite.address(contract);
        let answer: Value =
            suite.chain.query(&address, &filled(suite, query)?).map_err(|error| error.to_string())?;
        let expected = filled(suite, fields.get("answer").unwrap_or(&Value::Null))?;
        return holds(&answer, &expected).then_some(()).ok_or(format!("the answer is {answer:#}"));
    }
    let sender = suite.address(named(text(fields, "sender")?)?);
    let mut msg = filled(suite, fields.get("msg").ok_or("a block has a `msg` or a `query`")?)?;
    if let Some(sign) = fields.get("sign") {
        sign_reports(suite, &mut msg, sign)?;
    }
    let funds = match fields.get("funds").and_then(Value::as_str).unwrap_or_default() {
        "" => vec![],
        coins => coins
            .split(',')
            .map(Coin::from_str)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| error.to_string())?,
    };
    let sent = suite.send(&sender, contract, &msg, &funds);
    sent.map(|_| ()).map_err(|error| error.root_cause().to_string())
}

fn known_fields(fields: &Map<String, Value>) -> Result<(), String> {
    const KNOWN: [&str; 8] = ["at", "contract", "sender", "funds", "msg", "sign", "query", "answer"];
    match fields.keys().find(|field| !KNOWN.contains(&field.as_str())) {
        Some(field) => Err(format!("a block has no `{field}`")),
        None => Ok(()),
    }
}

fn text<'a>(fields: &'a Map<String, Value>, field: &str) -> Result<&'a str, String> {
    fields.get(field).and_then(Value::as_str).ok_or(format!("`{field}` is missing"))
}

fn named(name: &str) -> Result<&str, String> {
    NAMES.contains(&name).then_some(name).ok_or(format!("nobody is called {name:?}"))
}

/// The committee signs what a `report` is about.
fn sign_reports(suite: &Suite, msg: &mut Value, sign: &Value) -> Result<(), String> {
    let report = msg.get_mut("report").ok_or("only a `report` is signed")?;
    let read = |value: Option<&Value>, what: &str| value.cloned().ok_or(format!("`{what}` is missing"));
    let subject: Subject = serde_json::from_value(read(report.get("subject"), "subject")?)
        .map_err(|error| format!("subject: {error}"))?;
    let round = report.get("round").and_then(Value::as_u64).ok_or("`round` is missing")?;
    let outcome: Outcome = serde_json::from_value(read(sign.get("outcome"), "outcome")?)
        .map_err(|error| format!("outcome: {error}"))?;
    let digest = suite.round_digest(&subject, round as u32);
    let reporters = sign.get("reporters").and_then(Value::as_array).ok_or("`reporters` is missing")?;
    let signed = reporters.iter().map(|number| {
        let number = number.as_u64().ok_or("a reporter is a number")? as u32;
        if !suite.committee.all().contains(&number) {
            return Err(format!("there is no reporter {number}"));
        }
        let report = suite.committee.reporter(number).sign(number, &digest, outcome, suite.now());
        serde_json::to_value(report).map_err(|error| error.to_string())
    });
    report["reports"] = Value::Array(signed.collect::<Result<_, String>>()?);
    Ok(())
}

/// The value with its placeholders replaced.
fn filled(suite: &Suite, value: &Value) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => Value::String(replaced(suite, text)?),
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| filled(suite, item)).collect::<Result<_, _>>()?)
        }
        Value::Object(fields) => match fields.get("base64") {
            Some(inner) if fields.len() == 1 => {
                let json = filled(suite, inner)?.to_string();
                Value::String(Binary::from(json.as_bytes()).to_base64())
            }
            _ => {
                let field = |(name, value): (&String, &Value)| Ok((name.clone(), filled(suite, value)?));
                Value::Object(fields.iter().map(field).collect::<Result<_, String>>()?)
            }
        },
        other => other.clone(),
    })
}

fn replaced(suite: &Suite, text: &str) -> Result<String, String> {
    let Some(name) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return Ok(text.to_owned());
    };
    if let Some(content) = name.strip_prefix("digest of ") {
        return Ok(Digest::of(content.as_bytes()).to_string());
    }
    if let Some(agreement) = name.strip_prefix("terms ") {
        let agreement = agreement.parse().map_err(|_| format!("{agreement:?} is no agreement"))?;
        return Ok(suite.agreement(agreement).digest.to_string());
    }
    match name {
        "signed" => Ok(text.to_owned()),
        person => Ok(suite.address(named(person)?).to_string()),
    }
}

/// Whether all that is expected is in the answer.
fn holds(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (_, Value::Null) => true,
        (Value::Object(answer), Value::Object(expected)) => {
            expected.iter().all(|(field, value)| answer.get(field).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(answer), Value::Array(expected)) => {
            answer.len() == expected.len() && answer.iter().zip(expected).all(|(a, e)| holds(a, e))
        }
        _ => answer == expected,
    }
}
