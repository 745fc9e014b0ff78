//! What became of a transaction, told as the embedded chain tells it.

use anyhow::Result;
use cosmrs::tendermint::abci::{self, types::ExecTxResult};
use cosmwasm_std::{Attribute, Event};
use numeric::UnixTime;

use crate::chain::{Answer, Receipt, Refused};

/// The SDK's code for a transaction that burned all its gas.
const OUT_OF_GAS: u32 = 11;
/// Events of the SDK's own bookkeeping: others tell the same.
const BOOKKEEPING: [&str; 4] = ["message", "tx", "coin_spent", "coin_received"];
/// What the SDK adds to each event of a message. The fee's events have none.
const OF_MESSAGE: &str = "msg_index";

/// Whether the transaction changed nothing because its limit was too low.
pub fn ran_out_of_gas(result: &ExecTxResult) -> bool {
    result.code.value() == OUT_OF_GAS && result.codespace == "sdk"
}

/// The answer to a transaction that is in a block of this time.
pub fn answer(result: &ExecTxResult, at: UnixTime) -> Result<Answer> {
    if result.code.is_err() {
        return Ok(Err(Refused { reason: own_words(&result.log).to_owned() }));
    }
    let mut events = Vec::with_capacity(result.events.len());
    for event in result.events.iter().filter(|event| !BOOKKEEPING.contains(&event.kind.as_str())) {
        events.extend(of_message(event)?);
    }
    Ok(Ok(Receipt::new(at, events)))
}

fn of_message(event: &abci::Event) -> Result<Option<Event>> {
    let mut attributes = Vec::with_capacity(event.attributes.len());
    for attribute in &event.attributes {
        // The SDK's own constructors refuse what a contract may not say; here it was said already.
        attributes.push(Attribute {
            key: attribute.key_str()?.to_owned(),
            value: attribute.value_str()?.to_owned(),
        });
    }
    if attributes.pop().is_none_or(|last| last.key != OF_MESSAGE) {
        return Ok(None);
    }
    Ok(Some(Event::new(&event.kind).add_attributes(attributes)))
}

/// What the contract said, of a log such as `failed to execute message; message index: 0: dispatch: submessages:
/// the title is held: execute wasm contract failed [CosmWasm/wasmd@v0.61.14/x/wasm/keeper/keeper.go:450] with gas used: '97438'`.
pub fn own_words(log: &str) -> &str {
    let mut words = log;
    if let Some((_, after)) = words.split_once("message index: ") {
        words = after.split_once(": ").map_or(after, |(_, after)| after);
    }
    while let Some(inner) = words.strip_prefix("dispatch: ").or_else(|| words.strip_prefix("submessages: ")) {
        words = inner;
    }
    let ends = [
        ": execute wasm contract failed",
        ": instantiate wasm contract failed",
        ": migrate wasm contract failed",
        ": query wasm contract failed",
    ];
    let end = ends.iter().filter_map(|end| words.find(end)).min();
    end.and_then(|end| words.get(..end)).unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(events: serde_json::Value) -> ExecTxResult {
        serde_json::from_value(serde_json::json!({
            "code": 0, "data": null, "log": "", "info": "", "gas_wanted": "1", "gas_used": "1",
            "codespace": "", "events": events,
        }))
        .unwrap()
    }

    #[test]
    fn fees_and_bookkeeping_are_left_out_and_the_order_is_kept() {
        let attribute =
            |key: &str, value: &str| serde_json::json!({"key": key, "value": value, "index": true});
        let result = result(serde_json::json!([
            {"type": "transfer", "attributes": [attribute("amount", "9uscf")]},
            {"type": "coin_spent", "attributes": [attribute("amount", "5uusd"), attribute("msg_index", "0")]},
            {"type": "transfer", "attributes": [attribute("amount", "5uusd"), attribute("msg_index", "0")]},
            {"type": "wasm-escrow/paid", "attributes": [attribute("msg_index", "mine"), attribute("msg_index", "0")]},
        ]));
        let at = UnixTime::new(1_357_017_420).unwrap();
        let receipt = answer(&result, at).unwrap().unwrap();
        assert_eq!(
            receipt.events,
            [
                Event::new("transfer").add_attribute("amount", "5uusd"),
                Event::new("wasm-escrow/paid").add_attribute("msg_index", "mine"),
            ]
        );
    }

    #[test]
    fn a_refusal_is_the_contract_s_own_words() {
        for (log, words) in [
            (
                "failed to execute message; message index: 0: the title is held: execute wasm contract failed \
                 [CosmWasm/wasmd@v0.61.14/x/wasm/keeper/keeper.go:450] with gas used: '97438'",
                "the title is held",
            ),
            (
                "failed to execute message; message index: 12: dispatch: submessages: no: such thing: \
                 execute wasm contract failed",
                "no: such thing",
            ),
            ("spendable balance 5uusd is smaller than 7uusd: insufficient funds",
             "spendable balance 5uusd is smaller than 7uusd: insufficient funds"),
        ] {
            assert_eq!(own_words(log), words);
        }
    }
}
