//! Contracts on a node: as the embedded chain has them, and with new code.

use super::*;

/// In the order in which they are set up.
const CONTRACTS: [Code; 4] = [Code::Oracle, Code::Shipment, Code::Escrow, Code::Devices];

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
    use crate::deploy::feed::stake_for;
    use crate::deploy::{deploy, Settlement};
    use crate::directory::Directory;
    use crate::reporters::Reporters;
    use numeric::Seconds;

    let money = stake_for(Amount::ZERO).unwrap();
    let folder = folder("twin");
    let play = |name: &str, chain: Box<dyn Chain>| {
        let path = folder.join(name);
        let mut journal = Journal::open(&path, name, chain).unwrap();
        let mut reporters = Reporters::assemble(Chance::seeded(1), Seconds::ZERO, Pace::REAL).unwrap();
        let deployment = deploy(
            &mut journal,
            &mut Directory::default(),
            &mut reporters,
            Settlement::Native,
            money,
            Amount::ZERO,
        )
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
    let codes = CONTRACTS.map(|code| (code, node.upload(code).unwrap())).to_vec();
    let (chain_id, prefix, now) = (node.id().to_owned(), node.prefix.clone(), node.now().unwrap());
    let (on_node, deployment) = play("node", Box::new(node));
    let contracts = vec![deployment.oracle, deployment.shipment, deployment.escrow, deployment.devices];
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
fn new_code_takes_the_place_of_the_old_and_keeps_its_records() {
    use crate::deploy::contracts::{install, Plan};
    use crate::deploy::file::DeploymentFile;
    use crate::deploy::ownership::ownership;
    use crate::deploy::upgrade::{compare, migrate, not_set_up};
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

    // A file of before there were devices is no reason not to upgrade the others.
    let mut before = file.clone();
    before.contracts.remove("devices");
    assert_eq!(compare(&node, &before).unwrap().len(), 3);
    assert_eq!((not_set_up(&before).collect::<Vec<_>>(), not_set_up(&file).count()), (vec!["devices"], 0));

    // The next release of the escrow differs in its version only.
    let next = folder("artifacts");
    let mut checksums = String::new();
    for code in CONTRACTS {
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
