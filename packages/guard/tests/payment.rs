//! Which coins a message may carry.

use cosmwasm_std::{coin, testing::message_info, Addr, Coin, MessageInfo, Uint128};
use guard::{exact_funds, nonpayable, one_coin, PaymentError};

fn message_with(funds: &[Coin]) -> MessageInfo {
    message_info(&Addr::unchecked("buyer"), funds)
}

fn pay_500(funds: &[Coin]) -> Result<(), PaymentError> {
    exact_funds(&message_with(funds), "uusd", Uint128::new(500))
}

#[test]
fn a_message_that_takes_no_money_gets_none() {
    assert_eq!(nonpayable(&message_with(&[])), Ok(()));
    for funds in [vec![coin(500, "uusd")], vec![coin(0, "uusd")]] {
        assert_eq!(nonpayable(&message_with(&funds)), Err(PaymentError::NotPayable { actual: funds }));
    }
}

#[test]
fn one_coin_is_one_coin() {
    assert_eq!(one_coin(&message_with(&[coin(1, "uusd")])), Ok(&coin(1, "uusd")));
    for funds in [vec![], vec![coin(0, "uusd")]] {
        assert_eq!(one_coin(&message_with(&funds)), Err(PaymentError::NoFunds { expected: None }));
    }
    for funds in [vec![coin(1, "uatom"), coin(1, "uusd")], vec![coin(1, "uusd"), coin(1, "uusd")]] {
        assert_eq!(
            one_coin(&message_with(&funds)),
            Err(PaymentError::SeveralCoins { expected: None, actual: funds })
        );
    }
}

#[test]
fn the_exact_amount_is_taken() {
    assert_eq!(pay_500(&[coin(500, "uusd")]), Ok(()));
}

#[test]
fn nothing_and_a_coin_of_nothing_are_refused() {
    for funds in [vec![], vec![coin(0, "uusd")]] {
        assert_eq!(pay_500(&funds), Err(PaymentError::NoFunds { expected: Some(coin(500, "uusd")) }));
    }
}

#[test]
fn too_little_and_too_much_are_refused() {
    for amount in [1, 499, 501, u128::MAX] {
        assert_eq!(
            pay_500(&[coin(amount, "uusd")]),
            Err(PaymentError::WrongAmount { expected: coin(500, "uusd"), actual: coin(amount, "uusd") })
        );
    }
}

#[test]
fn another_denomination_is_refused() {
    assert_eq!(
        pay_500(&[coin(500, "uUSD")]),
        Err(PaymentError::WrongDenom { expected: coin(500, "uusd"), actual: coin(500, "uUSD") })
    );
}

#[test]
fn extra_and_duplicated_coins_are_refused() {
    for funds in [
        vec![coin(500, "uusd"), coin(1, "uatom")],
        vec![coin(500, "uusd"), coin(500, "uusd")],
        vec![coin(250, "uusd"), coin(250, "uusd")],
        vec![coin(500, "uusd"), coin(0, "uatom")],
    ] {
        assert_eq!(
            pay_500(&funds),
            Err(PaymentError::SeveralCoins { expected: Some(coin(500, "uusd")), actual: funds })
        );
    }
}

#[test]
fn where_nothing_is_due_nothing_may_come() {
    assert_eq!(exact_funds(&message_with(&[]), "uusd", Uint128::zero()), Ok(()));
    assert_eq!(
        exact_funds(&message_with(&[coin(1, "uusd")]), "uusd", Uint128::zero()),
        Err(PaymentError::NotPayable { actual: vec![coin(1, "uusd")] })
    );
}

#[test]
fn a_refusal_says_what_to_attach() {
    let text = |funds: &[Coin]| pay_500(funds).map_err(|refusal| refusal.to_string());
    assert_eq!(text(&[]), Err("no funds came; attach 500uusd, exactly".to_owned()));
    assert_eq!(
        text(&[coin(1, "uatom"), coin(2, "uusd")]),
        Err("one coin is taken, but 1uatom, 2uusd came; attach 500uusd, exactly".to_owned())
    );
    assert_eq!(text(&[coin(2, "uusd")]), Err("2uusd came; attach 500uusd, exactly".to_owned()));
}
