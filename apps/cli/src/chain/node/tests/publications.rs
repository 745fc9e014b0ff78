//! What was published, as a fact on a node: asked of it, signed, and sent by the command.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use clap::Parser;
use jiff::Timestamp;
use numeric::Seconds;
use types::journey::{Journey, Leg, PlannedMilestone};
use types::oracle::{
    ExecuteMsg, FeedKind, FeedResponse, FeedRules, InquiryResponse, QueryMsg, ReporterResponse, SourceClass,
};
use types::shipment::{self, Goods, IssueMsg, TitleKind};

use super::*;
use crate::chain::{ask, call};
use crate::commands::report;
use crate::deploy::contracts::{install, Plan};
use crate::deploy::file::DeploymentFile;
use crate::reporter_key::ReporterKey;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    options: report::Options,
}

fn private(path: &Path, text: &str) -> String {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn told(time: UnixTime) -> String {
    Timestamp::from_second(i64::try_from(time.seconds()).unwrap()).unwrap().to_string()
}

#[test]
#[ignore = "needs a node: scripts/test-node"]
fn a_publication_becomes_a_fact() {
    let folder = folder("publications");
    let mut node = Node::connect(&connection(), keys(), TREASURY).unwrap();
    let treasury = node.account(TREASURY).unwrap();
    let plan = Plan {
        name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
        deployer: treasury.clone(),
        owner: treasury.clone(),
        guardian: None,
        unbonding: Seconds::days(21),
        assets: vec![types::denom::UncheckedDenom::Native("uusd".to_owned())],
    };
    let contracts = install(&mut node, &plan).unwrap();
    let deployment = folder.join("deployment.json");
    DeploymentFile::of(node.id(), &plan.name, &treasury, &treasury, &contracts).write(&deployment).unwrap();
    let (oracle, collection) = (contracts.oracle.placed.address, contracts.shipment.placed.address);

    let mut files = Vec::new();
    for kind in ["secp256k1", "secp256r1", "ed25519"] {
        let pem = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/keys/{kind}.pem"));
        let file = private(&folder.join(format!("{kind}.pem")), &fs::read_to_string(pem).unwrap());
        let key = ReporterKey::from_file(Path::new(&file)).unwrap().public_key();
        let enrol = ExecuteMsg::EnrolReporter { key, class: SourceClass::Carrier };
        must(&mut node, Transaction::of(&treasury, call(&oracle, &enrol, vec![]).unwrap())).unwrap();
        files.push(file);
    }
    let reporters = QueryMsg::Reporters { start_after: None, limit: None };
    let reporters: Vec<ReporterResponse> = ask(&node, &oracle, &reporters).unwrap();
    let reporters = reporters.iter().map(|reporter| reporter.reporter).collect();
    let rules = FeedRules {
        tolerance: Seconds::minutes(10),
        collection: Seconds::minutes(30),
        min_operators: 1,
        min_classes: 1,
        correction: Seconds::days(30),
        longest_reservation: Seconds::days(60),
        unpledge_notice: Seconds::days(60),
        deposit: None,
        measures: None,
    };
    let create = ExecuteMsg::CreateFeed { kind: FeedKind::Named { reporters, threshold: 2 }, rules };
    must(&mut node, Transaction::of(&treasury, call(&oracle, &create, vec![]).unwrap())).unwrap();
    let feeds: Vec<FeedResponse> =
        ask(&node, &oracle, &QueryMsg::Feeds { start_after: None, limit: None }).unwrap();
    let feed = feeds.last().unwrap().feed;

    let now = node.now().unwrap();
    let departed = UnixTime::new(now.seconds() - 3_600).unwrap();
    let leg = Leg {
        mode: "maritime".parse().unwrap(),
        from: "CNSHA".parse().unwrap(),
        to: "NLRTM".parse().unwrap(),
        carrier: "MSCU".to_owned(),
        departure: departed,
        arrival: now.checked_add(Seconds::days(30)).unwrap(),
        equipment: vec!["CSQU3054383".parse().unwrap()],
    };
    let milestones = vec![PlannedMilestone { leg: 0, event: "DEPA".parse().unwrap(), planned: departed }];
    let issue = shipment::ExecuteMsg::Issue(Box::new(IssueMsg {
        token_id: "MSC:BL-7".parse().unwrap(),
        kind: TitleKind::Waybill { consignee: treasury.to_string() },
        holder: treasury.to_string(),
        document: types::digest::Digest::of(b"bill"),
        uri: None,
        law: None,
        forum: None,
        goods: Goods::Root { root: types::digest::Digest::of(b"goods"), lines: 1 },
        journey: Some(Journey { feed, legs: vec![leg], milestones }),
        answer_within: Seconds::days(2),
        key_replacement: None,
    }));
    must(&mut node, Transaction::of(&treasury, call(&collection, &issue, vec![]).unwrap())).unwrap();

    let published = folder.join("published.json");
    fs::write(
        &published,
        serde_json::to_vec(&serde_json::json!([{
            "eventID": "d1", "eventCreatedDateTime": told(now), "eventDateTime": told(departed),
            "eventType": "TRANSPORT", "eventClassifierCode": "ACT", "transportEventTypeCode": "DEPA",
            "transportCall": {"UNLocationCode": "CNSHA"},
            "references": [{"referenceType": "EQ", "referenceValue": "CSQU3054383"}],
        }]))
        .unwrap(),
    )
    .unwrap();
    let accounts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/localnet-accounts.json");
    let accounts: Value = serde_json::from_slice(&fs::read(accounts).unwrap()).unwrap();
    let payer = accounts.as_array().unwrap().iter().find(|account| account["name"] == "alice").unwrap();
    let payer = private(&folder.join("payer"), payer["mnemonic"].as_str().unwrap());
    let url = std::env::var(NEEDS_A_NODE).unwrap();
    for file in &files {
        let arguments = [
            "report",
            published.to_str().unwrap(),
            "--node",
            &url,
            "--deployment",
            deployment.to_str().unwrap(),
            "--token-id",
            "MSC:BL-7",
            "--key-file",
            file,
            "--submit",
            "--sender-key-file",
            &payer,
        ];
        report::run(&Command::parse_from(arguments).options).unwrap();
    }
    let inquiry =
        QueryMsg::Inquiry { collection: collection.to_string(), token_id: "MSC:BL-7".parse().unwrap() };
    let inquiry: InquiryResponse = ask(&node, &oracle, &inquiry).unwrap();
    assert_eq!(inquiry.questions[0].standing.happened, Some(departed));
}
