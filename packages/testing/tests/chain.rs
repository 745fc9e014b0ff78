//! The tools of the tests, tested: a tool that lets everything pass would make every other test worthless.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{coin, Addr, Deps, DepsMut, Empty, Env, Event, MessageInfo, Response, StdError, Uint128};
use cw20::{Cw20ExecuteMsg, Denom};
use cw_multi_test::{Contract, ContractWrapper};
use serde::{Deserialize, Serialize};
use testing::{assert_err, attribute, events, refusal, Chain, Errand, Refused, START};

fn uusd() -> Denom {
    Denom::Native("uusd".to_owned())
}

/// A token of the seller's with a buyer who has nothing.
fn given_a_token() -> (Chain, Addr, [Addr; 2]) {
    let mut chain = Chain::new();
    let actors = ["seller", "buyer"].map(|name| chain.actor(name));
    let token = chain.cw20("USD", &[(&actors[0], 500)]);
    (chain, token, actors)
}

fn transfer(to: &Addr, amount: u128) -> Cw20ExecuteMsg {
    Cw20ExecuteMsg::Transfer { recipient: to.to_string(), amount: Uint128::new(amount) }
}

#[test]
fn a_name_is_an_address_of_the_chain() {
    let chain = Chain::new();
    let (seller, buyer) = (chain.actor("seller"), chain.actor("buyer"));
    assert!(seller.as_str().starts_with("cosmos1"), "{seller}");
    assert_eq!(seller, Chain::new().actor("seller"));
    assert_ne!(seller, buyer);
}

#[test]
fn money_is_given_and_sent() {
    let mut chain = Chain::new();
    let [seller, buyer] = ["seller", "buyer"].map(|name| chain.actor(name));
    chain.fund(&buyer, coin(700, "uusd"));
    chain.fund(&buyer, coin(300, "uusd"));
    chain.send(&buyer, &seller, coin(400, "uusd")).unwrap();
    assert_eq!((chain.balance(&uusd(), &buyer), chain.balance(&uusd(), &seller)), (600, 400));
    assert!(chain.send(&buyer, &seller, coin(601, "uusd")).is_err());
}

#[test]
fn the_clock_moves_by_blocks() {
    let mut chain = Chain::new();
    assert_eq!((chain.now(), chain.block().height), (START, 1));
    assert_eq!(chain.block().chain_id, "portolan-test-1");
    chain.advance(900);
    assert_eq!((chain.now(), chain.block().height), (START.checked_add(900).unwrap(), 2));
}

#[test]
fn a_transaction_is_all_or_nothing() {
    let (mut chain, token, [seller, buyer]) = given_a_token();
    let (denom, before) = (Denom::Cw20(token.clone()), chain.state_of(&token));

    let twice = vec![
        Chain::call(&token, &transfer(&buyer, 300), &[]),
        Chain::call(&token, &transfer(&buyer, 300), &[]),
    ];
    chain.execute_all(&seller, twice).unwrap_err();
    assert_eq!(chain.balance(&denom, &seller), 500);
    assert_eq!(chain.state_of(&token), before);

    chain.execute(&seller, &token, &transfer(&buyer, 300), &[]).unwrap();
    assert_eq!((chain.balance(&denom, &seller), chain.balance(&denom, &buyer)), (200, 300));
    assert_ne!(chain.state_of(&token), before);
}

#[test]
fn a_typed_error_is_found_behind_other_contracts() {
    let (mut chain, token, [seller, buyer]) = given_a_token();
    let no_minter = chain.execute(
        &seller,
        &token,
        &Cw20ExecuteMsg::Mint { recipient: buyer.to_string(), amount: Uint128::one() },
        &[],
    );
    assert_err(no_minter, cw20_base::ContractError::Unauthorized {});

    let (refuser, caller) = (chain.refuser(), chain.recorder());
    let call = Chain::call(refuser.address(), &Empty {}, &[]);
    caller.answer(&mut chain, vec![call]);
    let refused = chain.execute(&seller, caller.address(), &Empty {}, &[]);
    assert_eq!(refusal::<Refused>(refused), Refused);
    assert_eq!(caller.received(&chain), [], "what it recorded is undone");
}

#[test]
#[should_panic(expected = "it should have been refused")]
fn success_is_no_refusal() {
    let (mut chain, token, [seller, buyer]) = given_a_token();
    let paid = chain.execute(&seller, &token, &transfer(&buyer, 1), &[]);
    assert_err(paid, Refused);
}

#[test]
#[should_panic(expected = "refused, but not by a")]
fn an_error_of_another_type_is_not_the_one_expected() {
    let mut chain = Chain::new();
    let (seller, refuser) = (chain.actor("seller"), chain.refuser());
    let refused = chain.execute(&seller, refuser.address(), &Empty {}, &[]);
    assert_err(refused, StdError::generic_err("something else"));
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(rename_all = "snake_case")]
enum Notice {
    Paid { amount: Uint128 },
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Question {
    Weight { of: u8 },
}

#[test]
fn a_stranger_records_until_it_refuses() {
    let mut chain = Chain::new();
    let (buyer, stranger) = (chain.actor("buyer"), chain.recorder());
    chain.fund(&buyer, coin(10, "uusd"));
    let paid = Notice::Paid { amount: Uint128::new(4) };
    chain.execute(&buyer, stranger.address(), &paid, &[coin(4, "uusd")]).unwrap();

    stranger.refuse(&mut chain);
    assert_err(chain.execute(&buyer, stranger.address(), &paid, &[coin(4, "uusd")]), Refused);
    assert_eq!(chain.balance(&uusd(), &buyer), 6);

    stranger.record(&mut chain);
    chain.execute(&buyer, stranger.address(), &"anything", &[]).unwrap();
    let received = stranger.received(&chain);
    assert_eq!((&received[0].sender, &received[0].funds), (&buyer, &vec![coin(4, "uusd")]));
    assert_eq!(received[0].json::<Notice>(), paid);
    assert_eq!(received[1].json::<String>(), "anything");
    assert_eq!(received.len(), 2);
}

#[test]
fn a_stranger_answers_as_itself() {
    let (mut chain, token, [seller, buyer]) = given_a_token();
    let thief = chain.recorder();
    chain.execute(&seller, &token, &transfer(thief.address(), 100), &[]).unwrap();

    thief.answer(&mut chain, vec![Chain::call(&token, &transfer(&buyer, 40), &[])]);
    chain.execute(&seller, thief.address(), &Empty {}, &[]).unwrap();
    chain.execute(&seller, thief.address(), &Empty {}, &[]).unwrap();
    let denom = Denom::Cw20(token);
    assert_eq!((chain.balance(&denom, thief.address()), chain.balance(&denom, &buyer)), (20, 80));
}

#[test]
fn a_stranger_says_what_it_was_told_to() {
    let mut chain = Chain::new();
    let (buyer, stranger) = (chain.actor("buyer"), chain.recorder());
    let weight = |chain: &Chain, of: u8| chain.query::<u8>(stranger.address(), &Question::Weight { of });
    assert!(weight(&chain, 1).is_err());

    stranger.say_to_all(&mut chain, "weight", &7);
    stranger.say(&mut chain, &Question::Weight { of: 2 }, &9);
    assert_eq!((weight(&chain, 1), weight(&chain, 2)), (Ok(7), Ok(9)));
    stranger.say_nothing(&mut chain, &Question::Weight { of: 2 });
    assert_eq!(weight(&chain, 2), Ok(7));

    stranger.refuse_only(&mut chain, &["paid"]);
    let paid = Notice::Paid { amount: Uint128::one() };
    assert_err(chain.execute(&buyer, stranger.address(), &paid, &[]), Refused);
    chain.execute(&buyer, stranger.address(), &Question::Weight { of: 3 }, &[]).unwrap();
    assert_eq!(stranger.received(&chain).len(), 1);

    stranger.keep(&mut chain, b"key", b"value");
    let kept = chain.querier().query_wasm_raw(stranger.address(), b"key").unwrap();
    assert_eq!(kept, Some(b"value".to_vec()));
}

/// What one contract hears of another's refusal; a real chain tells less (`chain/hostile_test.go`).
#[test]
fn an_errand_is_done_as_itself_and_its_end_is_heard() {
    let (mut chain, token, [seller, buyer]) = given_a_token();
    let stranger = chain.recorder();
    let call = Chain::call(&token, &transfer(&buyer, 40), &[]);
    let hear = |chain: &mut Chain| {
        let sent = chain.execute(&buyer, stranger.address(), &Errand::Hear(call.clone()), &[]).unwrap();
        attribute(events(&sent, "heard")[0], "result").to_owned()
    };
    assert!(hear(&mut chain).contains("Cannot Sub"));
    chain.execute(&seller, &token, &transfer(stranger.address(), 100), &[]).unwrap();
    assert_eq!(hear(&mut chain), "ok");
}

/// A contract that emits the events it is told, each with a milestone.
fn speaker() -> Box<dyn Contract<Empty>> {
    let emit = |_: DepsMut, _: Env, _: MessageInfo, told: Vec<(String, String)>| {
        let event = |(ty, n)| Event::new(ty).add_attribute("milestone", n);
        Ok::<_, StdError>(Response::<Empty>::new().add_events(told.into_iter().map(event)))
    };
    let nothing_to_do = |_: DepsMut, _: Env, _: MessageInfo, _: Empty| Ok::<_, StdError>(Response::new());
    let nothing_to_say = |_: Deps, _: Env, _: Empty| Err(StdError::not_found("anything"));
    let speaker = ContractWrapper::new(emit, nothing_to_do, nothing_to_say);
    Box::new(speaker.with_migrate(|_, _, _: Empty, _| Ok::<_, StdError>(Response::new())))
}

#[test]
fn a_contract_is_taken_over_by_its_maker_only() {
    let mut chain = Chain::new();
    let [maker, thief] = ["maker", "thief"].map(|name| chain.actor(name));
    let code = chain.store("speaker", speaker());
    let contract = chain.instantiate(code, &maker, &Empty {}).unwrap();
    assert!(chain.migrate(&thief, &contract, &Empty {}, code).is_err());
    assert!(chain.migrate(&maker, &contract, &Empty {}, code).is_ok());
}

#[test]
fn events_are_found_by_their_type() {
    let mut chain = Chain::new();
    let maker = chain.actor("maker");
    let code = chain.store("speaker", speaker());
    let contract = chain.instantiate(code, &maker, &Empty {}).unwrap();

    let told = [("escrow/settled", "0"), ("escrow/settled_late", "1"), ("escrow/settled", "2")];
    let response = chain.execute(&maker, &contract, &told, &[]).unwrap();
    let settled = events(&response, "escrow/settled");
    assert_eq!(settled.iter().map(|event| attribute(event, "milestone")).collect::<Vec<_>>(), ["0", "2"]);
    assert_eq!(events(&response, "settled").len(), 0);
}
