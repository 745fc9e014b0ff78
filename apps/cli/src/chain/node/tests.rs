//! Against a node: `scripts/test-node` starts one and runs these.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use cosmwasm_std::{coin, Addr};
use serde_json::Value;

use super::item::Item;
use super::outbox::Purpose;
use super::*;
use crate::chain::journal::Journal;
use crate::chain::keys::{from_mnemonic, Keyring};
use crate::chain::{must, send, Transaction};

const NEEDS_A_NODE: &str = "PORTOLAN_NODE";
const TREASURY: &str = "treasury";

/// The local chain's accounts, and a secret that no other run has.
fn keys() -> Keyring {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/localnet-accounts.json");
    let accounts: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    accounts.as_array().unwrap().iter().fold(Keyring::of_run(&format!("{now:?}")), |keys, account| {
        let key = from_mnemonic(account["mnemonic"].as_str().unwrap()).unwrap();
        keys.with(account["name"].as_str().unwrap(), key)
    })
}

fn connection() -> Connection {
    let url = std::env::var(NEEDS_A_NODE).expect("scripts/test-node says where the node is");
    let cache = std::env::var("PORTOLAN_CACHE").expect("scripts/test-node sets the cache folder");
    Connection {
        nodes: vec![url],
        chain_id: None,
        gas_price: None,
        max_gas: 50_000_000,
        patience: Duration::from_secs(30),
        outbox: None,
        artifacts: Path::new(&cache).join("artifacts"),
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("portolan-node-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Accounts that the treasury has given so much of the settlement coin, in one transaction.
fn paid_accounts(node: &mut Node, names: &[String], units: u128) -> Vec<Addr> {
    let treasury = node.account(TREASURY).unwrap();
    let accounts: Vec<Addr> = names.iter().map(|name| node.account(name).unwrap()).collect();
    let payments = accounts.iter().map(|account| send(account, coin(units, "uusd"))).collect();
    must(node, Transaction { sender: treasury, messages: payments }).unwrap();
    accounts
}

fn uusd(node: &Node, who: &Addr) -> u128 {
    node.balance(who, "uusd").unwrap()
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_thousand_payments_of_many_senders_and_of_one() {
    let mut node = Node::connect(&connection(), keys(), TREASURY).unwrap();
    let names: Vec<String> = (0..500).map(|number| format!("payer {number}")).collect();
    let payers = paid_accounts(&mut node, &names, 10);
    let shop = node.account("shop").unwrap();

    let pay = |payer: &Addr| Transaction::of(payer, send(&shop, coin(2, "uusd")));
    let began = Instant::now();
    let answers = node.submit(payers.iter().chain(&payers).map(pay).collect()).unwrap();
    let many = began.elapsed();
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((uusd(&node, &shop), uusd(&node, &payers[7])), (2_000, 6));

    let began = Instant::now();
    let answers = node.submit(vec![pay(&payers[0]); 3]).unwrap();
    assert!(answers.iter().all(Result::is_ok));
    let treasury = node.account(TREASURY).unwrap();
    let answers = node.submit(vec![pay(&treasury); 500]).unwrap();
    let one = began.elapsed();
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((uusd(&node, &shop), uusd(&node, &payers[0])), (3_006, 0));
    eprintln!("1000 payments of 500 senders in {many:?}, 503 of two in {one:?}");
}

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

/// The line that a command ends with.
fn line<T>(result: Result<T>) -> String {
    let line = format!("{:#}", result.err().expect("it should have failed"));
    assert!(!line.contains('\n'), "{line}");
    line
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

/// What a chain has answered to submissions, without times.
fn told(journal: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(journal).unwrap();
    let lines = text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
    let submissions = lines.filter(|line| line["call"] == "submit");
    let answers = submissions.flat_map(|line| line["answer"].as_array().unwrap().clone());
    answers
        .map(|answer| answer.get("Ok").map_or(answer.clone(), |receipt| receipt["events"].clone()))
        .collect()
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn the_embedded_chain_tells_the_same_to_the_byte() {
    use crate::chain::{Embedded, Likeness};
    use crate::chance::Chance;
    use crate::clock::Pace;
    use crate::deploy::{deploy, Settlement};
    use crate::directory::Directory;
    use crate::reporters::Reporters;
    use numeric::Seconds;

    let money = Amount::new(1_000_000_000_000);
    let folder = folder("twin");
    let play = |name: &str, chain: Box<dyn Chain>| {
        let path = folder.join(name);
        let mut journal = Journal::open(&path, name, chain).unwrap();
        let mut reporters = Reporters::assemble(Chance::seeded(1), Seconds::ZERO, Pace::REAL).unwrap();
        let deployment =
            deploy(&mut journal, &mut Directory::default(), &mut reporters, Settlement::Native, money)
                .unwrap();
        // What is refused is told alike, too.
        let stranger = journal.account("stranger").unwrap();
        let pause = serde_json::json!({"pause": {}});
        let pause = crate::chain::call(&deployment.escrow, &pause, vec![]).unwrap();
        assert!(journal.submit(vec![Transaction::of(&stranger, pause)]).unwrap()[0].is_err());
        (path, deployment)
    };
    let keys = keys();
    let mut node = Node::connect(&connection(), keys.clone(), TREASURY).unwrap();
    let codes =
        [Code::Oracle, Code::Shipment, Code::Escrow].map(|code| (code, node.upload(code).unwrap())).to_vec();
    let (chain_id, prefix, now) = (node.id().to_owned(), node.prefix().to_owned(), node.now().unwrap());
    let (on_node, deployment) = play("node", Box::new(node));
    let contracts = vec![deployment.oracle, deployment.shipment, deployment.escrow];
    let likeness = Likeness { chain_id, prefix, keys, codes, contracts };
    let twin = Embedded::like(likeness, now, TREASURY, coin(money.get(), "uusd")).unwrap();
    let (on_twin, _) = play("twin", Box::new(twin));
    let (on_node, on_twin) = (told(&on_node), told(&on_twin));
    assert!(on_node.len() > 15, "{} transactions", on_node.len());
    assert_eq!(on_node.len(), on_twin.len());
    for (number, (there, here)) in on_node.iter().zip(&on_twin).enumerate() {
        assert_eq!(there, here, "transaction {number}");
    }
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

/// `scripts/localnet` with the name of the chain that the tests run on.
fn localnet(arguments: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/localnet");
    let name = std::env::var("PORTOLAN_LOCALNET").expect("scripts/test-node says what the chain is called");
    let run =
        || std::process::Command::new(&script).args(arguments).args(["--name", &name]).output().unwrap();
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
            localnet(&["kill", "0"]);
            localnet(&["start"]);
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

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn new_code_takes_the_place_of_the_old_and_keeps_its_records() {
    use crate::deploy::contracts::{install, Plan};
    use crate::deploy::file::DeploymentFile;
    use crate::deploy::ownership::ownership;
    use crate::deploy::upgrade::{compare, migrate};
    use numeric::Seconds;

    let keys = keys();
    let mut node = Node::connect(&connection(), keys.clone(), TREASURY).unwrap();
    let deployer = node.account(TREASURY).unwrap();
    let plan = Plan {
        name: format!("upgrade-{}", node.now().unwrap().seconds()),
        deployer: deployer.clone(),
        owner: deployer.clone(),
        guardian: None,
        unbonding: Seconds::days(21),
        assets: vec![types::denom::UncheckedDenom::Native("uusd".to_owned())],
    };
    let contracts = install(&mut node, &plan).unwrap();
    let file = DeploymentFile::of(node.id(), &plan.name, &deployer, &deployer, &contracts);
    assert!(compare(&node, &file).unwrap().iter().all(|upgrade| !upgrade.is_needed()));

    // The next release of the escrow differs in its version only.
    let next = folder("artifacts");
    let mut checksums = String::new();
    for code in [Code::Oracle, Code::Shipment, Code::Escrow] {
        let mut wasm = node.artifacts.read(code).unwrap().0;
        if code == Code::Escrow {
            let old = b"portolan/escrow0.1.0";
            let found = wasm.windows(old.len()).position(|window| window == old).unwrap();
            wasm[found + old.len() - 1] = b'1';
        }
        let name = format!("{}.wasm", code.name());
        checksums += &format!("{}  {name}\n", Checksum::generate(&wasm).to_hex());
        std::fs::write(next.join(name), wasm).unwrap();
    }
    std::fs::write(next.join("checksums.txt"), checksums).unwrap();
    let next = Connection { artifacts: next, ..connection() };
    let mut node = Node::connect(&next, keys.clone(), TREASURY).unwrap();
    node.account(TREASURY).unwrap();
    let said = line(install(&mut node, &plan));
    assert!(said.starts_with("escrow runs at") && said.contains("portolan upgrade"), "{said}");

    let upgrades = compare(&node, &file).unwrap();
    let needed: Vec<_> = upgrades.iter().filter(|upgrade| upgrade.is_needed()).collect();
    assert_eq!((needed.len(), needed[0].code, needed[0].stored.is_some()), (1, Code::Escrow, false));
    let mut stranger = Node::connect(&next, keys, "alice").unwrap();
    let alice = stranger.account("alice").unwrap();
    let said = line(migrate(&mut stranger, needed[0], &alice));
    assert!(said.contains(&format!("can be changed by {deployer} only")), "{said}");

    migrate(&mut node, needed[0], &deployer).unwrap();
    let after = compare(&node, &file).unwrap();
    assert!(after.iter().all(|upgrade| !upgrade.is_needed()));
    let escrow = after.iter().find(|upgrade| upgrade.code == Code::Escrow).unwrap();
    assert_eq!(escrow.version, "0.1.1");
    assert_eq!(ownership(&node, &contracts.escrow).unwrap().owner, Some(deployer));
}
