//! Giving signed transactions to a node, one after another: it puts them into blocks in that order, so a node plays a
//! batch as the embedded chain does.

use std::collections::{BTreeMap, BTreeSet};

use cosmrs::tendermint::abci::Code;
use cosmwasm_std::Addr;
use tendermint_rpc::endpoint::broadcast::tx_sync;

use super::item::Item;
use super::rpc::Rpc;
use super::NodeError;

/// What a node says to a transaction.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It waits for a block.
    Taken,
    /// Its sequence was used, by itself or by another one.
    Used,
    /// One before it is missing.
    Early,
    /// The node has no room.
    Full,
    /// The node does not take its signature. It says so of good ones too after a restart, until it has made a block.
    BadSignature(String),
    /// Its sender cannot pay the fee.
    NoMoneyForFees(String),
    /// It can never be carried out.
    Refused(String),
}

/// A transaction to be sent.
struct Parcel {
    item: usize,
    sequence: u64,
    bytes: Vec<u8>,
}

/// Sends what no node has, in the order of the items, but each sender's by sequence. A sender's turn is over where one of
/// his is not taken, and everybody's where the node has no room.
pub fn send_all(rpc: &Rpc, items: &[Item]) -> Result<Vec<(usize, Verdict)>, NodeError> {
    let (mut turns, mut parcels) = (Vec::new(), BTreeMap::<&Addr, Vec<Parcel>>::new());
    for (number, item) in items.iter().enumerate() {
        let Some(sent) = item.sent().filter(|sent| sent.after.is_none()) else { continue };
        let letter = &sent.letter;
        turns.push(&item.sender);
        parcels.entry(&item.sender).or_default().push(Parcel {
            item: number,
            sequence: letter.sequence,
            bytes: letter.bytes.to_vec(),
        });
    }
    for parcels in parcels.values_mut() {
        parcels.sort_by_key(|parcel| std::cmp::Reverse(parcel.sequence));
    }
    let (mut verdicts, mut stopped) = (Vec::with_capacity(turns.len()), BTreeSet::new());
    for sender in turns {
        if stopped.contains(sender) {
            continue;
        }
        let Some(parcel) = parcels.get_mut(sender).and_then(Vec::pop) else { continue };
        let verdict = send(rpc, &parcel)?;
        let is_full = verdict == Verdict::Full;
        if !matches!(verdict, Verdict::Taken | Verdict::Used) {
            stopped.insert(sender);
        }
        verdicts.push((parcel.item, verdict));
        if is_full {
            break;
        }
    }
    Ok(verdicts)
}

fn send(rpc: &Rpc, parcel: &Parcel) -> Result<Verdict, NodeError> {
    let said = match rpc.ask(tx_sync::Request::new(parcel.bytes.clone())) {
        Ok(said) => said,
        Err(NodeError::Rpc(error)) => {
            let why = error.data().unwrap_or(error.message());
            return if why.contains("already exists in cache") {
                Ok(Verdict::Taken)
            } else if why.contains("mempool is full") {
                Ok(Verdict::Full)
            } else if why.to_lowercase().contains("tx too large") {
                Ok(Verdict::Refused(why.to_owned()))
            } else {
                Err(NodeError::Rpc(error))
            };
        }
        Err(error) => return Err(error),
    };
    verdict(said.code, &said.codespace, said.log, parcel)
}

/// Reads the SDK's codes (cosmos-sdk, types/errors/errors.go).
fn verdict(code: Code, space: &str, log: String, parcel: &Parcel) -> Result<Verdict, NodeError> {
    if code.is_ok() {
        return Ok(Verdict::Taken);
    }
    Ok(match (space, code.value()) {
        ("sdk", 32) => match expected_sequence(&log) {
            Some(expected) if expected > parcel.sequence => Verdict::Used,
            _ => Verdict::Early,
        },
        ("sdk", 19) => Verdict::Taken,
        ("sdk", 20) => Verdict::Full,
        ("sdk", 5) => Verdict::NoMoneyForFees(log),
        ("sdk", 4) => Verdict::BadSignature(log),
        ("sdk", 13) => {
            let words = |of: &str| log.split_once(of).map(|(_, after)| after.split([' ', ':']).next());
            let word = |of: &str| words(of).flatten().unwrap_or("?").to_owned();
            let (given, minimum) = (word("got: "), word("required: "));
            return Err(NodeError::LowGasPrice { given, minimum });
        }
        _ => Verdict::Refused(log),
    })
}

/// From `account sequence mismatch, expected 5, got 4: incorrect account sequence`.
fn expected_sequence(log: &str) -> Option<u64> {
    log.split_once("expected ")?.1.split(',').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: u32, space: &str, log: &str) -> Result<Verdict, NodeError> {
        let parcel = Parcel { item: 0, sequence: 5, bytes: vec![] };
        verdict(Code::from(code), space, log.to_owned(), &parcel)
    }

    #[test]
    fn a_sequence_is_used_or_too_early() {
        let mismatch = |expected: u64| {
            said(
                32,
                "sdk",
                &format!("account sequence mismatch, expected {expected}, got 5: incorrect account sequence"),
            )
            .unwrap()
        };
        assert_eq!((mismatch(6), mismatch(4)), (Verdict::Used, Verdict::Early));
    }

    #[test]
    fn a_fee_below_the_node_s_minimum_names_both() {
        let log = "insufficient fees; got: 10uscf required: 5000uscf: insufficient fee";
        assert_eq!(
            said(13, "sdk", log).unwrap_err().to_string(),
            "the node takes no transaction for less than 5000uscf, and 10uscf is offered: raise --gas-price"
        );
    }

    #[test]
    fn what_can_never_be_carried_out_is_an_answer_and_a_bad_signature_is_not() {
        let log = "0uusd: invalid coins";
        assert_eq!(said(10, "sdk", log).unwrap(), Verdict::Refused(log.to_owned()));
        assert_eq!(said(4, "sdk", "unauthorized").unwrap(), Verdict::BadSignature("unauthorized".to_owned()));
        assert_eq!(said(4, "wasm", "no").unwrap(), Verdict::Refused("no".to_owned()));
    }
}
