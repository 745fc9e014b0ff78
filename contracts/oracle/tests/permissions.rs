//! The permission table of the README, walked by every role: every message is in it, and who is not named is refused
//! for who he is.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use std::collections::BTreeSet;

use cosmwasm_std::{coin, to_json_binary, Addr, Coin};
use cw20::Cw20ReceiveMsg;
use guard::{GuardError, PaymentError};
use oracle::ContractError;
use payments::PaymentsError;
use support::*;
use testing::{refusal, Signer};
use types::oracle::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Owner,
    Guardian,
    Creator,
    /// Whose reporter it is.
    Operator,
    OtherOperator,
    Collection,
    OtherCollection,
    AdmittedToken,
    OtherToken,
    Creditor,
    Stranger,
}

use Role::*;

const ROLES: [Role; 11] = [
    Owner,
    Guardian,
    Creator,
    Operator,
    OtherOperator,
    Collection,
    OtherCollection,
    AdmittedToken,
    OtherToken,
    Creditor,
    Stranger,
];

struct Stage {
    world: World,
    other_collection: Addr,
    other_token: Addr,
    creditor: Addr,
}

impl Stage {
    /// A day with questions open, a round that may be closed, a notice that has run, stake that has unbonded, a
    /// payment that failed, and a journey of which the time is over.
    fn set() -> Self {
        let mut world = World::with_feed();
        let operator = world.operator(1);
        let other_collection = world.chain.recorder().address().clone();
        let other_token = world.chain.cw20("OTHER", &[]);
        let creditor = world.carrier.clone();
        world.ask(&[departure()]);
        let gone = world.drain();
        world.settle(departure(), 0, happened(hour(10)));
        world.refill(gone);
        world.ask(&[arrival()]);
        world.must(&operator, &unbond(usd(), 100));
        world.unpledge(1, 50);
        for asker in ["B", "C"] {
            let (collection, msg) = (world.collection.address().clone(), asking(&world, asker));
            world.must_with(&collection, &msg, &[coin(DEPOSIT, "uusd")]);
        }
        world.chain.advance(101 * DAY);
        let msg = world.report_on(arrival(), 0, &all([1], happened(hour(13))));
        world.must(&operator, &msg);
        world.chain.advance(COLLECTION);
        Self { world, other_collection, other_token, creditor }
    }

    fn role(&self, role: Role) -> Addr {
        let world = &self.world;
        match role {
            Owner => world.owner.clone(),
            Guardian => world.guardian.clone(),
            Creator => world.creator.clone(),
            Operator => world.operator(1),
            OtherOperator => world.operator(2),
            Collection => world.collection.address().clone(),
            OtherCollection => self.other_collection.clone(),
            AdmittedToken => world.token.address.clone(),
            OtherToken => self.other_token.clone(),
            Creditor => self.creditor.clone(),
            Stranger => world.stranger.clone(),
        }
    }
}

fn asking(world: &World, token: &str) -> ExecuteMsg {
    ExecuteMsg::Ask {
        token_id: word(token),
        feed: FEED,
        questions: vec![departure()],
        refund_to: world.carrier.to_string(),
        until: at(world.chain.now() + 50 * DAY),
    }
}

/// The variant's name. A new one does not compile until it is named here, and fails the walk until it is in the table.
fn name(msg: &ExecuteMsg) -> &'static str {
    use ExecuteMsg as M;
    match msg {
        M::AdmitAsset { .. } => "admit_asset",
        M::Pause {} => "pause",
        M::Unpause {} => "unpause",
        M::SetGuardian { .. } => "set_guardian",
        M::UpdateOwnership(_) => "update_ownership",
        M::Bond {} => "bond",
        M::Receive(_) => "receive",
        M::Unbond { .. } => "unbond",
        M::WithdrawUnbonded { .. } => "withdraw_unbonded",
        M::EnrolReporter { .. } => "enrol_reporter",
        M::CreateFeed { .. } => "create_feed",
        M::AdmitOperators { .. } => "admit_operators",
        M::Pledge { .. } => "pledge",
        M::Unpledge { .. } => "unpledge",
        M::CompleteUnpledge { .. } => "complete_unpledge",
        M::Ask { .. } => "ask",
        M::AddCutoffs { .. } => "add_cutoffs",
        M::Report { .. } => "report",
        M::Close { .. } => "close",
        M::Retire { .. } => "retire",
        M::Withdraw { .. } => "withdraw",
        M::AdmitConsumer { .. } => "admit_consumer",
        M::Reserve(_) => "reserve",
        M::Bind { .. } => "bind",
        M::Release { .. } => "release",
        M::Lapse { .. } => "lapse",
        M::Finalise(_) => "finalise",
        M::Challenge { .. } => "challenge",
        M::Rule { .. } => "rule",
        M::LapseCase(_) => "lapse_case",
        M::Convict { .. } => "convict",
        M::Fine { .. } => "fine",
        M::Compensate { .. } => "compensate",
        M::Burn(_) => "burn",
        M::ClaimRewards { .. } => "claim_rewards",
    }
}

type Case = (fn(&Stage) -> ExecuteMsg, &'static [Role]);

/// Who may send what. `bond` and `ask` come with their money.
const TABLE: &[Case] = &[
    (
        |_| ExecuteMsg::AdmitAsset { asset: types::denom::UncheckedDenom::Native("uatom".to_owned()) },
        &[Owner],
    ),
    (|_| ExecuteMsg::Pause {}, &[Owner, Guardian]),
    (|_| ExecuteMsg::Unpause {}, &[Owner]),
    (|_| ExecuteMsg::SetGuardian { guardian: None }, &[Owner]),
    (
        |s| {
            let new_owner = s.world.stranger.to_string();
            ExecuteMsg::UpdateOwnership(cw_ownable::Action::TransferOwnership { new_owner, expiry: None })
        },
        &[Owner],
    ),
    (|_| ExecuteMsg::Bond {}, &ROLES),
    (
        |s| {
            let (sender, amount) = (s.world.operator(1).to_string(), 5_u128.into());
            let msg = to_json_binary(&Cw20Hook::Bond {}).unwrap();
            ExecuteMsg::Receive(Cw20ReceiveMsg { sender, amount, msg })
        },
        &[AdmittedToken],
    ),
    (|_| unbond(usd(), 700), &[Operator, OtherOperator]),
    (|_| ExecuteMsg::WithdrawUnbonded { asset: usd() }, &[Operator]),
    (|_| ExecuteMsg::Withdraw { asset: usd(), to: None }, &[Creditor]),
    (
        |_| ExecuteMsg::EnrolReporter {
            key: reporter_key(&Signer::ed25519("new")),
            class: SourceClass::Device,
        },
        &ROLES,
    ),
    (|s| ExecuteMsg::CreateFeed { kind: staked(&s.world), rules: rules() }, &ROLES),
    (
        |s| ExecuteMsg::AdmitOperators { feed: FEED, operators: vec![s.world.stranger.to_string()] },
        &[Creator],
    ),
    (|_| pledge(1, 10), &[Operator]),
    (|_| unpledge(1, 50), &[Operator]),
    (|_| complete(1), &ROLES),
    (|s| asking(&s.world, "new"), &ROLES),
    (
        |_| ExecuteMsg::AddCutoffs {
            token_id: token_id(),
            cutoffs: vec![Cutoff { milestone: arrival(), cutoff: hour(40) }],
        },
        &[Collection],
    ),
    (|s| s.world.report_on(arrival(), 0, &all(1..=9, happened(hour(13)))), &ROLES),
    (|s| ExecuteMsg::Close { subject: s.world.subject(arrival()), round: 0 }, &ROLES),
    (
        |s| ExecuteMsg::Retire { collection: s.world.collection.address().to_string(), token_id: word("B") },
        &ROLES,
    ),
];

/// Whether the refusal is for who the sender is, or for what is not his.
fn is_for_who(error: &ContractError) -> bool {
    use ContractError as E;
    matches!(
        error,
        E::NotItsOperator { .. }
            | E::NotItsCreator { .. }
            | E::UnknownSubject { .. }
            | E::NotEnoughFree { .. }
            | E::NothingUnbonded { next: None }
            | E::Payments(PaymentsError::AssetNotAdmitted { .. } | PaymentsError::NothingClaimable { .. })
            | E::Guard(
                GuardError::NotOwner { .. }
                    | GuardError::NotOwnerOrGuardian { .. }
                    | GuardError::Ownership(_)
            )
    )
}

fn funds(msg: &ExecuteMsg) -> Vec<Coin> {
    match msg {
        ExecuteMsg::Bond {} => vec![coin(5, "uusd")],
        ExecuteMsg::Ask { .. } => vec![coin(DEPOSIT, "uusd")],
        _ => vec![],
    }
}

#[test]
fn every_message_by_every_role() {
    for (message, allowed) in TABLE {
        for role in ROLES {
            let mut stage = Stage::set();
            let (sender, msg) = (stage.role(role), message(&stage));
            if matches!(msg, ExecuteMsg::Receive(_)) {
                stage.world.token.mint(&mut stage.world.chain, &stage.world.oracle, 5);
            }
            let funds = funds(&msg);
            for coin in &funds {
                stage.world.chain.fund(&sender, coin.clone());
            }
            let before = stage.world.state();
            let result = stage.world.chain.execute(&sender, &stage.world.oracle, &msg, &funds);
            if allowed.contains(&role) {
                assert!(result.is_ok(), "{role:?} may {}: {:#}", name(&msg), result.unwrap_err());
            } else {
                let error = refusal::<ContractError>(result);
                assert!(is_for_who(&error), "{role:?} {}: {error}", name(&msg));
                assert_eq!(stage.world.state(), before);
            }
        }
    }
}

#[test]
fn every_message_is_in_the_table() {
    let stage = Stage::set();
    let listed: BTreeSet<&str> = TABLE.iter().map(|(message, _)| name(&message(&stage))).collect();
    let schema = cosmwasm_schema::schema_for!(ExecuteMsg);
    let variants: BTreeSet<String> = schema
        .schema
        .subschemas
        .unwrap()
        .one_of
        .unwrap()
        .into_iter()
        .flat_map(|variant| variant.into_object().object.unwrap().required)
        .collect();
    assert_eq!(listed.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), variants);
}

#[test]
fn no_message_but_bond_and_ask_takes_money() {
    for (message, allowed) in TABLE {
        let mut stage = Stage::set();
        let msg = message(&stage);
        if matches!(msg, ExecuteMsg::Bond {} | ExecuteMsg::Ask { .. }) {
            continue;
        }
        let sender = stage.role(*allowed.first().unwrap());
        let funds = [coin(5, "uusd")];
        stage.world.chain.fund(&sender, funds[0].clone());
        let not_payable = PaymentError::NotPayable { actual: funds.to_vec() };
        stage.world.refused_with(&sender, &msg, &funds, not_payable);
    }
}
