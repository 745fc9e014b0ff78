//! What is said when something is wrong, and what becomes of the rest.

use super::*;

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn two_programs_with_one_account_both_pay_what_they_were_asked() {
    let keys = keys();
    let mut one = Node::connect(&connection(), keys.clone(), TREASURY).unwrap();
    let mut other = Node::connect(&connection(), keys, TREASURY).unwrap();
    let [payer]: [Addr; 1] = paid_accounts(&mut one, &["payer".into()], 100).try_into().unwrap();
    let [here, there] = ["here", "there"].map(|name| one.account(name).unwrap());
    other.account("payer").unwrap();
    for _ in 0..3 {
        // Each has its own idea of the sequence, and each time one of them is wrong.
        one.submit(vec![Transaction::of(&payer, send(&here, coin(1, "uusd"))); 2]).unwrap();
        other.submit(vec![Transaction::of(&payer, send(&there, coin(1, "uusd"))); 2]).unwrap();
    }
    assert_eq!((uusd(&one, &here), uusd(&one, &there), uusd(&one, &payer)), (6, 6, 88));
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_refused_transaction_says_why_and_the_ones_around_it_go_on() {
    let mut node = Node::connect(&connection(), keys(), TREASURY).unwrap();
    let [payer]: [Addr; 1] = paid_accounts(&mut node, &["payer".into()], 10).try_into().unwrap();
    let shop = node.account("shop").unwrap();
    let pay = |units: u128| Transaction::of(&payer, send(&shop, coin(units, "uusd")));
    // Nothing cannot be paid, which the node sees before any block; eleven are not there, which a block shows.
    let answers = node.submit(vec![pay(1), pay(0), pay(2), pay(11), pay(3)]).unwrap();
    let said: Vec<_> =
        answers.iter().map(|answer| answer.as_ref().map(|_| ()).map_err(|r| &r.reason[..])).collect();
    assert!(said[1].unwrap_err().contains("invalid coins"), "{said:?}");
    assert!(said[3].unwrap_err().contains("insufficient funds"), "{said:?}");
    assert!([0, 2, 4].iter().all(|number: &usize| said[*number].is_ok()), "{said:?}");
    assert_eq!(uusd(&node, &shop), 6);
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn what_is_wrong_is_one_line_that_says_what_to_do() {
    let usual = connection();
    let connect = |connection: Connection| Node::connect(&connection, keys(), TREASURY);
    let patience = Duration::from_secs(1);

    let nobody = vec!["http://127.0.0.1:9".to_owned()];
    let said = line(connect(Connection { nodes: nobody.clone(), patience, ..usual.clone() }));
    assert!(said.contains("no node answers (http://127.0.0.1:9") && said.contains("--node"), "{said}");
    let second = [nobody, usual.nodes.clone()].concat();
    connect(Connection { nodes: second, patience, ..usual.clone() }).unwrap();

    let said = line(connect(Connection { chain_id: Some("elsewhere-1".to_owned()), ..usual.clone() }));
    assert!(said.contains("not of elsewhere-1") && said.contains("--node"), "{said}");

    let low = Some("0.001uscf".parse().unwrap());
    let said = line(connect(Connection { gas_price: low, ..usual.clone() }));
    assert!(said.contains("0.025") && said.contains("--gas-price"), "{said}");

    // The account named poor has no fee coin.
    let mut node = Node::connect(&usual, keys(), "poor").unwrap();
    let poor = node.account("poor").unwrap();
    let said = line(node.submit(vec![Transaction::of(&poor, send(&poor, coin(1, "uusd")))]));
    assert!(said.contains(poor.as_str()) && said.contains("Send it uscf"), "{said}");

    let mut node = connect(Connection { max_gas: 70_000, ..usual }).unwrap();
    let treasury = node.account(TREASURY).unwrap();
    let said = line(node.submit(vec![Transaction::of(&treasury, send(&poor, coin(1, "uusd")))]));
    assert!(said.contains("more than the 70000 gas") && said.contains("--max-gas"), "{said}");
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_node_with_little_room_is_given_time_and_then_up() {
    let url =
        std::env::var("PORTOLAN_SMALL_NODE").expect("scripts/test-node starts a node with room for five");
    let connection = Connection { nodes: vec![url], ..connection() };
    let mut node = Node::connect(&connection, keys(), TREASURY).unwrap();
    let treasury = node.account(TREASURY).unwrap();
    let shop = node.account("shop").unwrap();
    let pay = Transaction::of(&treasury, send(&shop, coin(1, "uusd")));
    let answers = node.submit(vec![pay.clone(); 40]).unwrap();
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(uusd(&node, &shop), 40);

    // Without patience it is an error, and what was taken is paid all the same.
    let patience = Duration::ZERO;
    let hurried = Connection { patience, outbox: Some(folder("full")), ..connection.clone() };
    let mut hasty = Node::connect(&hurried, keys(), TREASURY).unwrap();
    let treasury = hasty.account(TREASURY).unwrap();
    let shop = hasty.account("shop").unwrap();
    let pay = Transaction::of(&treasury, send(&shop, coin(1, "uusd")));
    let said = line(hasty.submit(vec![pay; 40]));
    assert!(said.contains("pool of waiting transactions has been full") && said.contains("--node"), "{said}");
}
