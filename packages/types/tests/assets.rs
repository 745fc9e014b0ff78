//! Settlement assets, native and cw20.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::testing::{mock_dependencies, MockApi};
use cosmwasm_std::{
    coins, from_json, to_json_string, Addr, BankMsg, Binary, CosmosMsg, QuerierWrapper, WasmMsg,
};
use cw20::{Cw20ExecuteMsg, Denom};
use numeric::Amount;
use types::denom::{self, UncheckedDenom};
use types::VocabularyError as E;

fn native(text: &str) -> Result<Denom, E> {
    UncheckedDenom::Native(text.to_owned()).check(&MockApi::default())
}

/// `[a-zA-Z][a-zA-Z0-9/:._-]{2,127}` of the SDK's `types/coin.go`.
#[test]
fn native_denominations_are_those_of_the_sdk() {
    let longest = "u".repeat(128);
    for text in [
        "usd",
        "uusdc",
        "ibc/498A0751C798A0D9A389AA3691123DADA57DAA4FE165D5C75894505B876BA6E4",
        "factory/portolan1xyz/u.usd_t-2:a",
        &longest,
    ] {
        assert_eq!(native(text), Ok(Denom::Native(text.to_owned())));
    }
    let too_long = "u".repeat(129);
    for text in ["", "u", "us", "1usd", "/usd", "u usd", "uusd\0", "u\u{441}d", "uusd%", &too_long] {
        assert_eq!(native(text), Err(E::NativeDenom { actual: text.to_owned() }), "{text}");
    }
}

#[test]
fn a_cw20_is_an_address_as_the_chain_writes_it() {
    let api = MockApi::default();
    let token = api.addr_make("usd token");
    let checked = UncheckedDenom::Cw20(token.to_string()).check(&api);
    assert_eq!(checked, Ok(Denom::Cw20(token.clone())));
    assert_eq!(UncheckedDenom::from(checked.unwrap()), UncheckedDenom::Cw20(token.to_string()));
    let elsewhere = MockApi::default().with_prefix("osmo").addr_make("usd token").to_string();
    for text in
        [String::new(), "usd token".to_owned(), token.as_str().to_uppercase(), format!(" {token}"), elsewhere]
    {
        let refusal = E::Cw20Address { actual: text.clone() };
        assert_eq!(UncheckedDenom::Cw20(text).check(&api), Err(refusal));
    }
}

#[test]
fn an_asset_in_json_is_of_one_kind() {
    for json in [r#"{"native":"uusd"}"#, r#"{"cw20":"portolan1xyz"}"#] {
        assert_eq!(to_json_string(&from_json::<UncheckedDenom>(json).unwrap()).unwrap(), json);
    }
    for json in
        [r#""uusd""#, r#"{"native":7}"#, r#"{"erc20":"0x0"}"#, r#"{"native":"uusd","cw20":"x"}"#, "{}"]
    {
        assert!(from_json::<UncheckedDenom>(json).is_err(), "{json}");
    }
}

/// A native denomination cannot be spelled so that it passes for a token.
#[test]
fn no_two_assets_have_the_same_key() {
    assert_eq!(denom::key(&native("uusd").unwrap()), "native:uusd");
    assert_eq!(denom::key(&native("cw20:usd").unwrap()), "native:cw20:usd");
    assert_eq!(denom::key(&Denom::Cw20(Addr::unchecked("usd"))), "cw20:usd");
}

#[test]
fn a_payment_goes_by_bank_or_by_token() {
    let (usd, token) = (Denom::Native("uusd".to_owned()), Denom::Cw20(Addr::unchecked("token")));
    let five = Amount::new(5);
    let sent = BankMsg::Send { to_address: "seller".to_owned(), amount: coins(5, "uusd") };
    assert_eq!(denom::transfer(&usd, five, "seller"), Ok(sent.into()));
    let to_token = |msg: Cw20ExecuteMsg| -> CosmosMsg {
        let msg = cosmwasm_std::to_json_binary(&msg).unwrap();
        WasmMsg::Execute { contract_addr: "token".to_owned(), msg, funds: vec![] }.into()
    };
    let transferred = Cw20ExecuteMsg::Transfer { recipient: "seller".to_owned(), amount: 5_u128.into() };
    assert_eq!(denom::transfer(&token, five, "seller"), Ok(to_token(transferred)));

    let msg = Binary::from(b"{}");
    let called =
        WasmMsg::Execute { contract_addr: "pool".to_owned(), msg: msg.clone(), funds: coins(5, "uusd") };
    assert_eq!(denom::send_with(&usd, five, "pool", msg.clone()), Ok(called.into()));
    let passed =
        Cw20ExecuteMsg::Send { contract: "pool".to_owned(), amount: 5_u128.into(), msg: msg.clone() };
    assert_eq!(denom::send_with(&token, five, "pool", msg), Ok(to_token(passed)));
}

#[test]
fn a_balance_is_asked_of_the_bank() {
    let mut deps = mock_dependencies();
    let seller = deps.api.addr_make("seller");
    deps.querier.bank.update_balance(&seller, coins(7, "uusd"));
    let querier = QuerierWrapper::new(&deps.querier);
    let balance = |asset: &str| denom::balance(&querier, &Denom::Native(asset.to_owned()), &seller);
    assert_eq!((balance("uusd"), balance("ueur")), (Ok(Amount::new(7)), Ok(Amount::new(0))));
}
