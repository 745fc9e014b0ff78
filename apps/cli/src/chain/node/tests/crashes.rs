//! The command dies, or the node does.

use super::*;

/// The one file of an outbox.
fn kept(folder: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(folder).unwrap();
    files.next().unwrap().unwrap().path()
}

/// One payment of a new account's, signed and kept, but given to nobody: so is it when the command dies right then.
fn signed_only(connection: &Connection, keys: &Keyring) -> (Addr, Transaction) {
    let mut node = Node::connect(connection, keys.clone(), TREASURY).unwrap();
    let shop = node.account("shop").unwrap();
    let [payer]: [Addr; 1] = paid_accounts(&mut node, &["payer".into()], 10).try_into().unwrap();
    let transaction = Transaction::of(&payer, send(&shop, coin(4, "uusd")));
    let encoded = signing::encode(&payer, &transaction.messages[0]).unwrap();
    node.outbox.keep_only(&[]).unwrap();
    let mut items = [Item::new(Purpose::Submission(0, 0), &payer, vec![encoded], "send".to_owned())];
    node.sign(&mut items).unwrap();
    (shop, transaction)
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn what_was_signed_before_a_crash_is_paid_once_whether_it_was_sent_or_not() {
    for was_sent in [false, true] {
        // given: a payment that was signed, and perhaps sent, when the command died
        let outbox = folder("crash");
        let connection = Connection { outbox: Some(outbox.clone()), ..connection() };
        let keys = keys();
        let (shop, transaction) = signed_only(&connection, &keys);
        let letter = Outbox::open(Some(&kept(&outbox))).unwrap().1.pop().unwrap();
        if was_sent {
            let node =
                Node::connect(&Connection { outbox: None, ..connection.clone() }, keys.clone(), TREASURY);
            let sent = tendermint_rpc::endpoint::broadcast::tx_sync::Request::new(letter.bytes.to_vec());
            assert!(node.unwrap().rpc.ask(sent).unwrap().code.is_ok());
        }
        // when it goes on, and asks for the same again
        let mut node = Node::connect(&connection, keys.clone(), TREASURY).unwrap();
        node.account("payer").unwrap();
        node.resume_after(0);
        let answers = node.submit(vec![transaction.clone()]).unwrap();
        // then it was paid once, and the answer tells of it
        assert_eq!(uusd(&node, &shop), 4, "sent: {was_sent}");
        let receipt = answers[0].as_ref().unwrap();
        assert!(receipt.events.iter().any(|event| event.ty == "transfer"), "{receipt:?}");
        // and the next one is another payment
        node.submit(vec![transaction]).unwrap();
        assert_eq!(uusd(&node, &shop), 8);
    }
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn without_a_journal_an_earlier_run_s_payment_is_no_answer() {
    let connection = Connection { outbox: Some(folder("anew")), ..connection() };
    let keys = keys();
    let (shop, transaction) = signed_only(&connection, &keys);
    let mut node = Node::connect(&connection, keys, TREASURY).unwrap();
    assert_eq!(uusd(&node, &shop), 4);
    node.account("payer").unwrap();
    node.submit(vec![transaction]).unwrap();
    assert_eq!(uusd(&node, &shop), 8);
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_run_that_died_is_played_again_and_goes_on() {
    let folder = folder("resumed");
    let connection = Connection { outbox: Some(folder.clone()), ..connection() };
    let keys = keys();
    let path = folder.join("journal");
    let open = || {
        let node = Node::connect(&connection, keys.clone(), TREASURY).unwrap();
        Journal::open(&path, "payments", Box::new(node)).unwrap()
    };
    // The run: seven payments, one after another.
    let play = |journal: &mut Journal, payments: u128| {
        let treasury = journal.account(TREASURY).unwrap();
        let shop = journal.account("shop").unwrap();
        for number in 0..payments {
            let before = journal.coins(&shop, "uusd").unwrap();
            assert_eq!(before, Amount::new(number));
            journal.submit(vec![Transaction::of(&treasury, send(&shop, coin(1, "uusd")))]).unwrap()[0]
                .as_ref()
                .unwrap();
        }
    };
    play(&mut open(), 3);
    // It died while it wrote a line.
    let mut text = std::fs::read_to_string(&path).unwrap();
    text.push_str("{\"call\":\"coins\",\"of\"");
    std::fs::write(&path, text).unwrap();
    play(&mut open(), 5);
    play(&mut open(), 7);
    let mut journal = open();
    let shop = journal.account("shop").unwrap();
    let elsewhere = Connection { outbox: None, ..connection.clone() };
    let node = Node::connect(&elsewhere, keys.clone(), TREASURY).unwrap();
    assert_eq!(uusd(&node, &shop), 7);

    // Another run is not answered from it.
    let said = line(Journal::open(&path, "other", Box::new(node)));
    assert!(said.contains("the journal of another run (payments on"), "{said}");
    let said = line(journal.submit(vec![]));
    assert!(said.contains("answer to another question (coins, not this submit)"), "{said}");
}

/// `scripts/localnet` for one of the chains that the tests run on.
fn localnet(chain: &str, arguments: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/localnet");
    let run =
        || std::process::Command::new(&script).args(arguments).args(["--name", chain]).output().unwrap();
    // The ports of a process that was killed may outlive it by a moment.
    let mut done = run();
    for _ in 0..20 {
        if done.status.success() {
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
        done = run();
    }
    panic!("{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_node_that_is_killed_is_waited_for_and_nothing_is_paid_twice() {
    let mut node = Node::connect(&connection(), keys(), TREASURY).unwrap();
    let names: Vec<String> = (0..100).map(|number| format!("payer {number}")).collect();
    let payers = paid_accounts(&mut node, &names, 1_000);
    let shop = node.account("shop").unwrap();
    let pay = |payer: &Addr| Transaction::of(payer, send(&shop, coin(1, "uusd")));
    let mut paid = 0;
    for after in [40, 170, 420, 900] {
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(after));
            localnet("client", &["kill", "0"]);
            localnet("client", &["start"]);
        });
        for _ in 0..4 {
            let batch: Vec<_> = payers.iter().chain(&payers).map(pay).collect();
            paid += 200;
            assert!(node.submit(batch).unwrap().iter().all(Result::is_ok));
        }
        killer.join().unwrap();
    }
    assert_eq!(uusd(&node, &shop), paid);
    let left: u128 = payers.iter().map(|payer| uusd(&node, payer)).sum();
    assert_eq!(left + paid, 100 * 1_000);
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_network_that_loses_a_node_goes_on_through_another() {
    let urls = std::env::var("PORTOLAN_NETWORK").expect("scripts/test-node starts four nodes");
    let connection =
        Connection { nodes: urls.split_whitespace().map(str::to_owned).collect(), ..connection() };
    assert_eq!(connection.nodes.len(), 4);
    let mut node = Node::connect(&connection, keys(), TREASURY).unwrap();
    let names: Vec<String> = (0..50).map(|number| format!("payer {number}")).collect();
    let payers = paid_accounts(&mut node, &names, 1_000);
    let shop = node.account("shop").unwrap();
    let pay = |payer: &Addr| Transaction::of(payer, send(&shop, coin(1, "uusd")));
    let mut paid = 0;
    for (number, after) in [("0", 60), ("1", 350)] {
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(after));
            localnet("network", &["kill", number]);
            std::thread::sleep(Duration::from_secs(2));
            localnet("network", &["start"]);
        });
        for _ in 0..4 {
            paid += 100;
            let batch = payers.iter().chain(&payers).map(pay).collect();
            assert!(node.submit(batch).unwrap().iter().all(Result::is_ok));
        }
        killer.join().unwrap();
    }
    assert_eq!(uusd(&node, &shop), paid);
    let left: u128 = payers.iter().map(|payer| uusd(&node, payer)).sum();
    assert_eq!(left + paid, 50 * 1_000);
}
