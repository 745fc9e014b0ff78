//! What a contract owes, whatever happens to its payments.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::{coins, from_json, Addr, BankMsg, Binary, CosmosMsg, ReplyOn, WasmMsg};
use cw20::{Cw20ExecuteMsg, Denom};
use numeric::{Amount, NumericError};
use payments::{asset_key, guarded_payment, Ledger, PaymentsError};
use types::gas;

const LEDGER: Ledger = Ledger::new(b'O', b'L');

fn usd() -> Denom {
    Denom::Native("uusd".to_owned())
}

/// A cw20 whose address is the other asset's denomination.
fn token() -> Denom {
    Denom::Cw20(Addr::unchecked("uusd"))
}

fn amount(units: u128) -> Amount {
    Amount::new(units)
}

#[test]
fn what_comes_in_is_owed_until_it_leaves() {
    let mut storage = MockStorage::new();
    assert_eq!(LEDGER.owed(&storage, &usd()), Ok(Amount::ZERO));
    assert_eq!(LEDGER.owe(&mut storage, &usd(), amount(5)), Ok(amount(5)));
    assert_eq!(LEDGER.owe(&mut storage, &usd(), amount(7)), Ok(amount(12)));
    assert_eq!(LEDGER.settle(&mut storage, &usd(), amount(2)), Ok(amount(10)));
    assert_eq!(LEDGER.owed(&storage, &token()), Ok(Amount::ZERO));

    let more = PaymentsError::MoreThanOwed { asset: usd(), owed: amount(10), amount: amount(11) };
    assert_eq!(LEDGER.settle(&mut storage, &usd(), amount(11)), Err(more));
    assert_eq!(
        LEDGER.owe(&mut storage, &usd(), amount(u128::MAX)),
        Err(PaymentsError::Numeric(NumericError::AmountOverflow))
    );
    assert_eq!(LEDGER.owed(&storage, &usd()), Ok(amount(10)));
}

#[test]
fn a_payment_that_came_back_is_owed_again_and_withdrawn_once() {
    let mut storage = MockStorage::new();
    let (seller, buyer) = (Addr::unchecked("seller"), Addr::unchecked("buyer"));
    LEDGER.owe(&mut storage, &usd(), amount(10)).unwrap();
    LEDGER.settle(&mut storage, &usd(), amount(4)).unwrap();
    LEDGER.make_claimable(&mut storage, &seller, &usd(), amount(4)).unwrap();
    LEDGER.settle(&mut storage, &usd(), amount(3)).unwrap();
    LEDGER.make_claimable(&mut storage, &seller, &usd(), amount(3)).unwrap();
    assert_eq!(LEDGER.owed(&storage, &usd()), Ok(amount(10)));
    assert_eq!(LEDGER.claimable(&storage, &seller, &usd()), Ok(amount(7)));

    let none = |account: &Addr, asset| PaymentsError::NothingClaimable { account: account.clone(), asset };
    assert_eq!(LEDGER.take_claimable(&mut storage, &buyer, &usd()), Err(none(&buyer, usd())));
    assert_eq!(LEDGER.take_claimable(&mut storage, &seller, &token()), Err(none(&seller, token())));
    assert_eq!(LEDGER.take_claimable(&mut storage, &seller, &usd()), Ok(amount(7)));
    assert_eq!(LEDGER.owed(&storage, &usd()), Ok(amount(3)));
    assert_eq!(LEDGER.take_claimable(&mut storage, &seller, &usd()), Err(none(&seller, usd())));
}

#[test]
fn assets_have_different_keys() {
    assert_eq!(asset_key(&usd()), b"nuusd");
    assert_eq!(asset_key(&token()), b"cuusd");
    assert_eq!(LEDGER.namespaces(), [b'O', b'L']);
}

#[test]
fn a_payment_is_limited_and_answers_for_its_failure() {
    let seller = Addr::unchecked("seller");
    let native = guarded_payment(&seller, &usd(), amount(5), 3, &7_u32).unwrap();
    let paid = BankMsg::Send { to_address: "seller".to_owned(), amount: coins(5, "uusd") };
    assert_eq!(native.msg, CosmosMsg::from(paid));
    assert_eq!(
        (native.id, native.gas_limit, native.reply_on, native.payload),
        (3, Some(gas::PAYMENT), ReplyOn::Error, Binary::from([1, 7]))
    );

    let cw20 = guarded_payment(&seller, &token(), amount(5), 3, &7_u32).unwrap();
    let CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) = cw20.msg else {
        panic!("a cw20 is paid by its contract");
    };
    let transfer = Cw20ExecuteMsg::Transfer { recipient: "seller".to_owned(), amount: 5_u128.into() };
    assert_eq!((contract_addr.as_str(), from_json(msg), funds), ("uusd", Ok(transfer), vec![]));

    let nothing = PaymentsError::NothingToPay { to: seller.clone() };
    assert_eq!(guarded_payment(&seller, &usd(), Amount::ZERO, 3, &7_u32), Err(nothing));
}
