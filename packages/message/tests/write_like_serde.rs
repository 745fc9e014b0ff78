//! What is written is byte for byte what serde's own derive and the chain's serializer write.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{to_json_binary, Addr, Binary, Coin, Uint128};
use cw20::Denom;
use message::{to_json, ToJson};
use proptest::prelude::*;
use serde::Serialize;

#[derive(ToJson, Serialize, Debug)]
#[serde(rename_all = "snake_case")]
enum Answer<'a> {
    None,
    NothingIn {},
    Whole(Part),
    Boxed(&'a Part),
    SomeFields { to: &'a Addr, parts: Vec<Part> },
}

#[derive(ToJson, Serialize, Debug, Clone)]
struct Part {
    text: String,
    number: u64,
    small: Option<u8>,
    middle: Option<u16>,
    large: Option<u32>,
    signed: Option<i32>,
    flag: bool,
    data: Binary,
    amount: Uint128,
    coins: Vec<Coin>,
    asset: Option<Denom>,
}

fn part() -> impl Strategy<Value = Part> {
    let asset = prop_oneof![
        Just(None),
        ".*".prop_map(|denom| Some(Denom::Native(denom))),
        ".*".prop_map(|token| Some(Denom::Cw20(Addr::unchecked(token)))),
    ];
    let coin = (any::<u128>(), "[a-z]{3}").prop_map(|(amount, denom)| Coin::new(amount, denom));
    let numbers =
        (any::<u64>(), any::<Option<u8>>(), any::<Option<u16>>(), any::<Option<u32>>(), any::<Option<i32>>());
    let rest = (any::<bool>(), any::<Vec<u8>>(), any::<u128>(), prop::collection::vec(coin, 0..3), asset);
    (any::<String>(), numbers, rest).prop_map(|(text, numbers, rest)| {
        let ((number, small, middle, large, signed), (flag, data, amount, coins, asset)) = (numbers, rest);
        let (data, amount) = (data.into(), amount.into());
        Part { text, number, small, middle, large, signed, flag, data, amount, coins, asset }
    })
}

proptest! {
    #[test]
    fn answers_are_written_as_serde_writes_them(parts in prop::collection::vec(part(), 1..3), to in ".*") {
        let to = Addr::unchecked(to);
        for answer in [
            Answer::None,
            Answer::NothingIn {},
            Answer::Whole(parts[0].clone()),
            Answer::Boxed(&parts[0]),
            Answer::SomeFields { to: &to, parts: vec![] },
            Answer::SomeFields { to: &to, parts: parts.clone() },
        ] {
            prop_assert_eq!(to_json(&answer), to_json_binary(&answer).unwrap());
        }
    }
}

#[test]
fn every_character_is_escaped_as_the_chain_does() {
    let all: String = (0..0x3000).filter_map(char::from_u32).collect();
    assert_eq!(to_json(&all), to_json_binary(&all).unwrap());
}
