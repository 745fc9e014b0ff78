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
use support::secured::*;
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
        M::ConvictDevice(_) => "convict_device",
        M::Fine { .. } => "fine",
        M::Compensate { .. } => "compensate",
        M::Burn(_) => "burn",
        M::BurnKept { .. } => "burn_kept",
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

/// Whoever has to do with a secured feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Party {
    Maker,
    Owning,
    Adjudicator,
    Consumer,
    OtherConsumer,
    Treasury,
    Challenger,
    Reporting,
    Nobody,
}

use Party::*;

const PARTIES: [Party; 9] =
    [Maker, Owning, Adjudicator, Consumer, OtherConsumer, Treasury, Challenger, Reporting, Nobody];

fn party(s: &Secured, party: Party) -> Addr {
    match party {
        Maker => s.world.creator.clone(),
        Owning => s.world.owner.clone(),
        Adjudicator => s.adjudicator.clone(),
        Consumer => s.consumer.clone(),
        OtherConsumer => s.other.clone(),
        Treasury => s.treasury.clone(),
        Challenger => s.challenger.clone(),
        Reporting => s.world.operator(1),
        Nobody => s.world.stranger.clone(),
    }
}

fn load(leg: u8) -> types::journey::MilestoneRef {
    milestone(leg, "LOAD", "USJFK")
}

/// A day on which every message about a secured feed can succeed: rewards have vested, a pot's time for claims is over, a case was
/// left undecided, a seat owes a fine, a reservation has ended, a fact can be finalised, one challenged, and one is disputed.
fn secured_stage() -> Secured {
    let mut s = Secured::new();
    s.world.ask(&(1..=6).map(load).collect::<Vec<_>>());
    let part = s.part(1_000, ExposureKind::Time, 1);
    for reference in 1..=3 {
        s.reserve(reference, &[part]);
    }
    s.bind(2, &[(0, load(1))]);
    s.bind(3, &[(0, load(2))]);
    s.world.settle(load(1), 0, happened(hour(10)));
    s.world.settle(load(2), 0, happened(hour(10)));
    s.challenge(load(2), 0, None);
    let negligence = Ruling::Overturned { truth: happened(hour(20)), fault: Fault::Negligence };
    s.rule(load(2), 0, negligence);
    // The fifth, whose operator has no other seat, is in no open case.
    let eight = [all(1..=4, happened(hour(10))), all(6..=9, happened(hour(10)))].concat();
    let stranger = s.world.stranger.clone();
    s.world.must(&stranger, &s.world.report_on(load(3), 0, &eight));
    s.challenge(load(3), 0, None);
    s.world.cutoffs(departure(), &[1, 2, 3, 4].map(hour));
    for round in 0..4 {
        s.say_and_close(round, &all(1..=6, not_by(hour(u64::from(round) + 1))));
        s.pass(CHALLENGE);
        s.anyone(&ExecuteMsg::Finalise(s.round(departure(), round)));
    }
    s.pass(60 * DAY);
    s.say_and_close(4, &all(1..=6, happened(hour(10))));
    s.pass(CHALLENGE);
    s.world.settle(load(5), 0, happened(hour(10)));
    s.world.must(&stranger, &s.world.report_on(load(6), 0, &eight));
    s.challenge(load(6), 0, None);
    s
}

type SecuredCase = (fn(&Secured) -> ExecuteMsg, &'static [Party]);

/// Who may send what about a secured feed. `reserve` and `challenge` come with their money.
const SECURED: &[SecuredCase] = &[
    (
        |s| {
            let consumer = types::oracle::Consumer { address: s.payer.to_string(), share: points(1) };
            ExecuteMsg::AdmitConsumer { feed: FEED, consumer }
        },
        &[Maker],
    ),
    (
        |s| {
            let until = at(s.world.chain.now() + DAY);
            let part = ReservedPart { amount: units(1_000), kind: ExposureKind::Time, expected: until };
            let ExecuteMsg::Reserve(msg) = s.reserve_msg(7, vec![part]) else { unreachable!() };
            ExecuteMsg::Reserve(ReserveMsg { until, ..msg })
        },
        &[Consumer, OtherConsumer],
    ),
    (|s| s.bind_msg(1, &[(0, load(4))]), &[Consumer]),
    (|_| ExecuteMsg::Release { reference: 1, parts: vec![0] }, &[Consumer]),
    (|s| ExecuteMsg::Lapse { consumer: s.consumer.to_string(), reference: 1 }, &PARTIES),
    (|s| ExecuteMsg::Finalise(s.round(departure(), 4)), &PARTIES),
    (|s| ExecuteMsg::Challenge { round: s.round(load(5), 0), claim: None, evidence: None }, &PARTIES),
    (|s| ExecuteMsg::Rule { round: s.round(load(6), 0), ruling: Ruling::Upheld {} }, &[Adjudicator]),
    (|s| ExecuteMsg::LapseCase(s.round(load(3), 0)), &PARTIES),
    (
        |s| {
            let [first, second] = [10, 12].map(|at| s.world.signed(3, load(4), 0, happened(hour(at))));
            ExecuteMsg::Convict { round: s.round(load(4), 0), first, second }
        },
        &PARTIES,
    ),
    (|s| device_evidence(s, 2, [1, 2]), &PARTIES),
    (|_| ExecuteMsg::Fine { feed: FEED, reporter: 9 }, &PARTIES),
    (
        |s| {
            let (round, consumer) = (s.round(load(2), 0), s.consumer.to_string());
            ExecuteMsg::Compensate { round, consumer, reference: 3, part: 0 }
        },
        &PARTIES,
    ),
    (|s| ExecuteMsg::Burn(s.round(load(2), 0)), &PARTIES),
    (|_| ExecuteMsg::BurnKept { feed: FEED, reporters: vec![5] }, &PARTIES),
    (|s| ExecuteMsg::ClaimRewards { reporter: 1, rounds: vec![s.round(load(1), 0)] }, &PARTIES),
];

/// Whether the refusal is for who the sender is, or for what is not his.
fn is_for_who(error: &ContractError) -> bool {
    use ContractError as E;
    matches!(
        error,
        E::NotItsOperator { .. }
            | E::NotItsCreator { .. }
            | E::NotAConsumer { .. }
            | E::UnknownReservation { .. }
            | E::NotAdjudicator { .. }
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
        ExecuteMsg::Reserve(_) => vec![coin(Secured::fee(&[1_000]), "uusd")],
        ExecuteMsg::Challenge { .. } => vec![coin(CHALLENGE_BOND, "uusd")],
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
fn every_message_about_a_secured_feed_by_everybody() {
    for (message, allowed) in SECURED {
        for who in PARTIES {
            let mut s = secured_stage();
            let (sender, msg) = (party(&s, who), message(&s));
            let funds = funds(&msg);
            for coin in &funds {
                s.world.chain.fund(&sender, coin.clone());
            }
            let before = s.world.state();
            let result = s.world.chain.execute(&sender, &s.world.oracle, &msg, &funds);
            if allowed.contains(&who) {
                assert!(result.is_ok(), "{who:?} may {}: {:#}", name(&msg), result.unwrap_err());
            } else {
                let error = refusal::<ContractError>(result);
                assert!(is_for_who(&error), "{who:?} {}: {error}", name(&msg));
                assert_eq!(s.world.state(), before);
            }
        }
    }
}

#[test]
fn every_message_is_in_the_tables() {
    let (stage, s) = (Stage::set(), secured_stage());
    let secured = SECURED.iter().map(|(message, _)| name(&message(&s)));
    let listed: BTreeSet<&str> =
        TABLE.iter().map(|(message, _)| name(&message(&stage))).chain(secured).collect();
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
fn only_a_bond_a_question_a_reservation_and_a_challenge_take_money() {
    let coins = [coin(5, "uusd")];
    let not_payable = PaymentError::NotPayable { actual: coins.to_vec() };
    for (message, allowed) in TABLE {
        let mut stage = Stage::set();
        let msg = message(&stage);
        if funds(&msg).is_empty() {
            let sender = stage.role(*allowed.first().unwrap());
            stage.world.chain.fund(&sender, coins[0].clone());
            stage.world.refused_with(&sender, &msg, &coins, not_payable.clone());
        }
    }
    for (message, allowed) in SECURED {
        let mut s = secured_stage();
        let msg = message(&s);
        if funds(&msg).is_empty() {
            let sender = party(&s, *allowed.first().unwrap());
            s.world.chain.fund(&sender, coins[0].clone());
            s.world.refused_with(&sender, &msg, &coins, not_payable.clone());
        }
    }
}
