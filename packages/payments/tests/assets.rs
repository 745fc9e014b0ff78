//! Which assets are taken.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

use cosmwasm_std::testing::{mock_dependencies, mock_env, MockApi, MockQuerier};
use cosmwasm_std::{
    from_json, to_json_binary, Addr, ContractResult, OwnedDeps, SystemError, SystemResult, WasmQuery,
};
use cw20::{BalanceResponse, Cw20QueryMsg, Denom};
use payments::{add_asset, assert_admitted, movable, PaymentsError, MAX_ASSETS};
use types::denom::UncheckedDenom;
use types::VocabularyError;

type Mocked = OwnedDeps<cosmwasm_std::MemoryStorage, MockApi, MockQuerier>;

/// A chain with one cw20 contract on it.
fn given_a_token() -> (Mocked, Addr) {
    let mut deps = mock_dependencies();
    let token = deps.api.addr_make("token");
    let known = token.clone();
    deps.querier.update_wasm(move |query| match query {
        WasmQuery::Smart { contract_addr, msg } if *contract_addr == known.as_str() => {
            let Ok(Cw20QueryMsg::Balance { .. }) = from_json(msg) else {
                panic!("it is asked for a balance");
            };
            let answer = to_json_binary(&BalanceResponse { balance: 0_u128.into() }).unwrap();
            SystemResult::Ok(ContractResult::Ok(answer))
        }
        WasmQuery::Smart { contract_addr, .. } => {
            SystemResult::Err(SystemError::NoSuchContract { addr: contract_addr.clone() })
        }
        other => panic!("not asked: {other:?}"),
    });
    (deps, token)
}

fn native(n: usize) -> Denom {
    Denom::Native(format!("uusd{n}"))
}

#[test]
fn a_cw20_must_answer_for_balances() {
    let (deps, token) = given_a_token();
    let taken = |asset| movable(deps.as_ref(), &mock_env(), asset);
    assert_eq!(taken(UncheckedDenom::Native("uusd".to_owned())), Ok(Denom::Native("uusd".to_owned())));
    assert_eq!(taken(UncheckedDenom::Cw20(token.to_string())), Ok(Denom::Cw20(token)));

    let account = deps.api.addr_make("nobody's contract");
    let refused = PaymentsError::NotACw20 { token: account.clone() };
    assert_eq!(taken(UncheckedDenom::Cw20(account.into_string())), Err(refused));
}

#[test]
fn the_contract_itself_is_no_asset() {
    let (deps, _) = given_a_token();
    let mut env = mock_env();
    env.contract.address = deps.api.addr_make("escrow");
    let asset = UncheckedDenom::Cw20(env.contract.address.to_string());
    let refused = PaymentsError::OwnAddress { token: env.contract.address.clone() };
    assert_eq!(movable(deps.as_ref(), &env, asset), Err(refused));
}

#[test]
fn what_is_no_asset_at_all_is_refused() {
    let (deps, _) = given_a_token();
    let taken = |asset| movable(deps.as_ref(), &mock_env(), asset);
    let actual = "u".to_owned();
    let refused = PaymentsError::Vocabulary(VocabularyError::NativeDenom { actual: actual.clone() });
    assert_eq!(taken(UncheckedDenom::Native(actual)), Err(refused));
    let actual = "TOKEN".to_owned();
    let refused = PaymentsError::Vocabulary(VocabularyError::Cw20Address { actual: actual.clone() });
    assert_eq!(taken(UncheckedDenom::Cw20(actual)), Err(refused));
}

#[test]
fn a_list_has_each_asset_once_and_an_end() {
    let mut assets = Vec::new();
    for n in 0..MAX_ASSETS {
        add_asset(&mut assets, native(n)).unwrap();
    }
    assert_eq!(add_asset(&mut assets, native(3)), Err(PaymentsError::AssetAdmitted { asset: native(3) }));
    let full = PaymentsError::TooManyAssets { asset: native(16), actual: 16 };
    assert_eq!(add_asset(&mut assets, native(16)), Err(full));
    assert_eq!(assets.len(), MAX_ASSETS);
}

#[test]
fn a_refusal_says_what_is_taken() {
    assert_eq!(assert_admitted(&[native(1), native(2)], &native(2)), Ok(()));
    let refused = assert_admitted(&[native(1), native(2)], &native(3)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "native:uusd3 is not admitted here: use one of native:uusd1, native:uusd2"
    );
    let refused = assert_admitted(&[], &native(3)).unwrap_err();
    assert!(refused.to_string().ends_with("there is none"), "{refused}");
}
