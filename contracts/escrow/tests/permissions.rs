//! Every message by every role. A message that is new fails here until it is listed.

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

use cosmwasm_std::{coin, Addr};
use cw20::{Cw20ExecuteMsg, Cw20ReceiveMsg, Denom};
use escrow::ContractError;
use guard::{GuardError, PaymentError};
use nft::NftError;
use payments::PaymentsError;
use support::*;
use testing::refusal;
use types::digest::Digest;
use types::escrow::*;
use types::shipment::ConsentedAct;
use Role::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    ContractOwner,
    Guardian,
    NewOwner,
    Shipment,
    Oracle,
    Payer,
    /// Of the agreement; its receivable 0 it has sold, the others it has.
    Payee,
    /// Of receivable 0.
    Owner,
    Approved,
    Operator,
    Approver,
    Resolver,
    Successor,
    /// The financier whose hold returns.
    Residual,
    /// Whose payment was refused.
    Claimant,
    /// The asset's contract.
    Token,
    Issuer,
    Stranger,
}

const ROLES: [Role; 18] = [
    ContractOwner,
    Guardian,
    NewOwner,
    Shipment,
    Oracle,
    Payer,
    Payee,
    Owner,
    Approved,
    Operator,
    Approver,
    Resolver,
    Successor,
    Residual,
    Claimant,
    Token,
    Issuer,
    Stranger,
];

/// Where agreement 1 stands when the message is sent. Its milestones: 0 prefunded, 1 and 2 deferred.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scene {
    /// Of the payee's, agreement 2 is one of the payer's.
    Proposals,
    /// A day after the proposals ran out.
    ProposalsOver,
    Active,
    Discrepant,
    /// The time for the examination is over.
    Unexamined,
    /// By the residual holder.
    Presented,
    /// Milestone 1 is owed, and late.
    Aged,
    /// Milestone 1 is owed, in default.
    Defaulted,
    /// Milestone 0.
    Disputed,
    /// The resolver's time is over.
    Succeeded,
    /// The successor's too.
    Undecided,
    LongStop,
    /// The asset is a token; milestone 1 is owed and its money is on the way.
    PaidIn,
    /// Agreement 2, between the payee and the carrier.
    Service,
    /// Whoever is the claimant has a claim.
    Refused,
    /// The ownership is offered to the bank.
    Offered,
    /// On a feed that takes reservations.
    Secured,
    /// Agreement 2 is paid by a number.
    Weighed,
}

struct Stage {
    world: World,
    roles: Vec<(Role, Addr)>,
}

fn terms(world: &World) -> Terms {
    let surveyor = approved_by(&world.surveyor);
    sale_of(world, vec![pays(surveyor, 100), owes(on(loaded()), 200), owes(on(arrived()), 300)])
}

impl Stage {
    fn set(scene: Scene) -> Self {
        let mut world = if scene == Scene::PaidIn { World::with_cw20() } else { World::new() };
        let names = ["approved", "operator", "lender", "receivable's owner", "new owner"];
        let [approved, operator, lender, owner, new_owner] = names.map(|name| world.chain.actor(name));
        let claimant = world.contract();
        let roles = vec![
            (ContractOwner, world.owner.clone()),
            (Guardian, world.guardian.clone()),
            (NewOwner, new_owner.clone()),
            (Shipment, world.shipment.clone()),
            (Oracle, world.oracle.clone()),
            (Payer, world.buyer.clone()),
            (Payee, world.seller.clone()),
            (Owner, owner.clone()),
            (Approved, approved.clone()),
            (Operator, operator.clone()),
            (Approver, world.surveyor.clone()),
            (Resolver, world.arbiter.clone()),
            (Successor, world.chamber.clone()),
            (Residual, lender.clone()),
            (Claimant, claimant.address().clone()),
            (Token, world.token.clone()),
            (Issuer, world.carrier.clone()),
            (Stranger, world.stranger.clone()),
        ];
        for (_, account) in &roles {
            world.chain.fund(account, coin(10_000, "uusd"));
        }
        let (buyer, seller, shipment) = (world.buyer.clone(), world.seller.clone(), world.shipment.clone());
        let agreed = terms(&world);
        if matches!(scene, Scene::Proposals | Scene::ProposalsOver) {
            world.must(&seller, &propose(&agreed, day(1)));
            world.must_with(&buyer, &propose(&agreed, day(1)), 100);
            if scene == Scene::ProposalsOver {
                world.wait_until(day(2));
            }
            return Self { world, roles };
        }
        if scene == Scene::Secured {
            world.secure(1_500);
        }
        world.agree(&agreed);
        match scene {
            Scene::Discrepant | Scene::Unexamined => {
                world.wait_until(day(21));
                world.present(1);
                if scene == Scene::Unexamined {
                    world.wait_until(day(28));
                }
            }
            Scene::Active => {}
            _ => {
                for token_id in ["1/0", "1/1", "1/2"] {
                    world.must(&seller, &transfer(token_id, &lender));
                }
                let mut msg = encumbered_msg(&world, 1);
                msg.residual = Some(lender.to_string());
                world.must(&shipment, &ExecuteMsg::Encumbered(msg));
                for token_id in ["1/0", "1/1", "1/2"] {
                    world.must(&lender, &transfer(token_id, &seller));
                }
            }
        }
        if scene == Scene::Refused {
            world.must(&seller, &transfer("1/0", claimant.address()));
            claimant.refuse(&mut world.chain);
            world.must(&buyer, &release(1, 0));
            return Self { world, roles };
        }
        world.must(&seller, &transfer("1/0", &owner));
        world.must(&owner, &approve("1/0", &approved));
        world.must(&owner, &ExecuteMsg::ApproveAll { operator: operator.to_string(), expires: None });
        match scene {
            Scene::Aged | Scene::Defaulted => {
                world.must(&seller, &transfer("1/1", &owner));
                world.fact(loaded(), happened(day(1)));
                world.wait_until(day(50));
                if scene == Scene::Defaulted {
                    world.must(&buyer, &age(1, 1));
                }
            }
            Scene::Disputed | Scene::Succeeded | Scene::Undecided => {
                world.must(&buyer, &dispute(1, &[0]));
                let days = [(Scene::Disputed, 0), (Scene::Succeeded, 5), (Scene::Undecided, 10)];
                let (_, days) = days.into_iter().find(|(of, _)| *of == scene).unwrap();
                world.wait_until(day(days));
            }
            Scene::LongStop => world.wait_until(day(100)),
            Scene::PaidIn => {
                world.fact(loaded(), happened(day(1)));
                let (token, escrow) = (world.token.clone(), world.escrow.to_string());
                let donate = Cw20ExecuteMsg::Transfer { recipient: escrow, amount: 200_u128.into() };
                world.chain.execute(&buyer, &token, &donate, &[]).unwrap();
            }
            Scene::Service => {
                let terms = service(&world);
                world.agree(&terms);
            }
            Scene::Weighed => {
                let terms = weighed(&world, vec![pays(on_number(at_least(5), None), 100)]);
                world.agree(&terms);
            }
            Scene::Offered => {
                let owner = world.owner.clone();
                let new_owner = new_owner.to_string();
                let offer = cw_ownable::Action::TransferOwnership { new_owner, expiry: None };
                world.must(&owner, &ExecuteMsg::UpdateOwnership(offer));
            }
            _ => {}
        }
        Self { world, roles }
    }

    fn role(&self, role: Role) -> Addr {
        self.roles.iter().find(|(of, _)| *of == role).unwrap().1.clone()
    }
}

/// The variant's name. A new one does not compile until it is named here, and fails the walk until it is in the table.
fn name(msg: &ExecuteMsg) -> &'static str {
    use ExecuteMsg as M;
    match msg {
        M::TransferNft { .. } => "transfer_nft",
        M::SendNft { .. } => "send_nft",
        M::Approve { .. } => "approve",
        M::Revoke { .. } => "revoke",
        M::ApproveAll { .. } => "approve_all",
        M::RevokeAll { .. } => "revoke_all",
        M::Burn { .. } => "burn",
        M::Mint { .. } => "mint",
        M::UpdateNftInfo { .. } => "update_nft_info",
        M::UpdateExtension { .. } => "update_extension",
        M::WithdrawFunds { .. } => "withdraw_funds",
        M::Propose { .. } => "propose",
        M::Accept { .. } => "accept",
        M::EndProposal { .. } => "end_proposal",
        M::Encumbered(_) => "encumbered",
        M::Bound(_) => "bound",
        M::Waive { .. } => "waive",
        M::ReturnDocuments { .. } => "return_documents",
        M::Follow { .. } => "follow",
        M::Milestone(_) => "milestone",
        M::Measured(_) => "measured",
        M::Sync { .. } => "sync",
        M::ApproveMilestone { .. } => "approve_milestone",
        M::Release { .. } => "release",
        M::Relinquish { .. } => "relinquish",
        M::Change { .. } => "change",
        M::TopUp { .. } => "top_up",
        M::PayIn { .. } => "pay_in",
        M::Age { .. } => "age",
        M::WriteOff { .. } => "write_off",
        M::Dispute { .. } => "dispute",
        M::Resolve { .. } => "resolve",
        M::LapseDispute { .. } => "lapse_dispute",
        M::LongStop { .. } => "long_stop",
        M::ConsentTo { .. } => "consent_to",
        M::Compensated(_) => "compensated",
        M::Withdraw { .. } => "withdraw",
        M::Receive(_) => "receive",
        M::AdmitAsset { .. } => "admit_asset",
        M::RetireAsset { .. } => "retire_asset",
        M::Pause {} => "pause",
        M::Unpause {} => "unpause",
        M::SetGuardian { .. } => "set_guardian",
        M::UpdateOwnership(_) => "update_ownership",
    }
}

struct Case(Scene, fn(&Stage) -> ExecuteMsg, &'static [Role], u128);

const fn case(scene: Scene, msg: fn(&Stage) -> ExecuteMsg, allowed: &'static [Role]) -> Case {
    Case(scene, msg, allowed, 0)
}

const fn paying(scene: Scene, msg: fn(&Stage) -> ExecuteMsg, allowed: &'static [Role], units: u128) -> Case {
    Case(scene, msg, allowed, units)
}

fn fresh(stage: &Stage) -> Terms {
    Terms { invoice: Digest::of(b"fresh"), ..terms(&stage.world) }
}

fn token_id() -> String {
    "1/0".to_owned()
}

/// Who may send what, when it makes sense, and with how much money.
#[rustfmt::skip]
const TABLE: &[Case] = &[
    case(Scene::Active, |s| transfer("1/0", &s.role(Stranger)), &[Owner, Approved, Operator]),
    case(Scene::Active, |s| send_nft("1/0", &s.role(Claimant)), &[Owner, Approved, Operator]),
    case(Scene::Active, |s| approve("1/0", &s.role(Stranger)), &[Owner, Operator]),
    case(Scene::Active, |s| ExecuteMsg::Revoke { spender: s.role(Approved).to_string(), token_id: token_id() }, &[Owner, Operator]),
    case(Scene::Active, |s| ExecuteMsg::ApproveAll { operator: s.role(Stranger).to_string(), expires: None }, &ROLES),
    case(Scene::Active, |s| ExecuteMsg::RevokeAll { operator: s.role(Operator).to_string() }, &ROLES),
    case(Scene::Active, |_| ExecuteMsg::Burn { token_id: token_id() }, &[]),
    case(Scene::Active, |s| ExecuteMsg::Mint { token_id: "9/0".to_owned(), owner: s.role(Owner).to_string(), token_uri: None, extension: None }, &[]),
    case(Scene::Active, |_| ExecuteMsg::UpdateNftInfo { token_id: token_id(), token_uri: None, extension: None }, &[]),
    case(Scene::Active, |_| ExecuteMsg::UpdateExtension { msg: None }, &[]),
    case(Scene::Active, |_| ExecuteMsg::WithdrawFunds { amount: coin(1, "uusd") }, &[]),
    case(Scene::Active, |s| propose(&fresh(s), s.world.now_plus(1)), &[Payee]),
    paying(Scene::Active, |s| propose(&fresh(s), s.world.now_plus(1)), &[Payer], 100),
    paying(Scene::Proposals, |s| accept(1, &terms(&s.world)), &[Payer], 100),
    case(Scene::Proposals, |s| accept(2, &terms(&s.world)), &[Payee]),
    case(Scene::Proposals, |_| end_proposal(1), &[Payer, Payee]),
    case(Scene::ProposalsOver, |_| end_proposal(2), &ROLES),
    case(Scene::Active, |s| encumbered(&s.world, 1), &[Shipment]),
    case(Scene::Active, |s| bound(&s.world, 1), &[Shipment]),
    case(Scene::Discrepant, |_| waive(1), &[Payer]),
    case(Scene::Discrepant, |_| return_documents(1), &[Payer, Payee]),
    case(Scene::Unexamined, |_| return_documents(1), &ROLES),
    case(Scene::Service, |_| follow(2), &[Payee, Issuer]),
    case(Scene::Presented, |_| notice(loaded(), happened(day(1))), &[Shipment]),
    case(Scene::Weighed, |_| measured(2, 0, number(1, 5, day(0))), &[Oracle]),
    case(Scene::Presented, |_| sync(1), &ROLES),
    case(Scene::Presented, |_| approve_milestone(1, 0), &[Approver]),
    case(Scene::Presented, |_| release(1, 0), &[Payer]),
    paying(Scene::Presented, |_| release(1, 1), &[Payer], 200),
    case(Scene::Presented, |_| relinquish(1, 0), &[Owner]),
    case(Scene::Presented, |_| change(1, 0, cancel()), &[Payer, Owner]),
    paying(Scene::Presented, |_| top_up(1, 0), &[Payer], 5),
    paying(Scene::Defaulted, |_| pay_in(1, 1), &ROLES, 50),
    case(Scene::PaidIn, |s| ExecuteMsg::Receive(Cw20ReceiveMsg { sender: s.role(Stranger).to_string(), amount: 200_u128.into(), msg: hook(&pay_in(1, 1)) }), &[Token]),
    case(Scene::Aged, |_| age(1, 1), &ROLES),
    case(Scene::Defaulted, |_| write_off(1, 1), &[Owner]),
    case(Scene::Presented, |_| dispute(1, &[0]), &[Payer, Owner]),
    case(Scene::Disputed, |_| resolve(1, &[(0, 1)], TitleAward::Unchanged), &[Resolver]),
    case(Scene::Succeeded, |_| resolve(1, &[(0, 1)], TitleAward::Unchanged), &[Successor]),
    case(Scene::Undecided, |_| resolve(1, &[(0, 1)], TitleAward::Unchanged), &[]),
    case(Scene::Undecided, |_| lapse(1), &ROLES),
    case(Scene::LongStop, |_| long_stop(1), &ROLES),
    case(Scene::Presented, |_| consent_to(1, ConsentedAct::Paper), &[Payer, Owner, Residual]),
    paying(Scene::Secured, |_| compensated(1, 0, 50), &[Oracle], 50),
    case(Scene::Refused, |s| ExecuteMsg::Withdraw { asset: s.world.asset.clone().into(), to: Some(s.role(Stranger).to_string()) }, &[Claimant]),
    case(Scene::Active, |_| ExecuteMsg::AdmitAsset { asset: Denom::Native("ugbp".to_owned()).into() }, &[ContractOwner]),
    case(Scene::Active, |_| ExecuteMsg::RetireAsset { asset: Denom::Native("ueur".to_owned()).into() }, &[ContractOwner]),
    case(Scene::Active, |_| ExecuteMsg::Pause {}, &[ContractOwner, Guardian]),
    case(Scene::Active, |_| ExecuteMsg::Unpause {}, &[ContractOwner]),
    case(Scene::Active, |_| ExecuteMsg::SetGuardian { guardian: None }, &[ContractOwner]),
    case(Scene::Active, |s| ExecuteMsg::UpdateOwnership(cw_ownable::Action::TransferOwnership { new_owner: s.role(NewOwner).to_string(), expiry: None }), &[ContractOwner]),
    case(Scene::Offered, |_| ExecuteMsg::UpdateOwnership(cw_ownable::Action::AcceptOwnership), &[NewOwner]),
];

/// Whether the refusal is for who the sender is (or for what nobody may send).
fn is_for_who(error: &ContractError) -> bool {
    use ContractError as E;
    matches!(
        error,
        E::NotAParty { .. }
            | E::NotPayer { .. }
            | E::OwnProposal { .. }
            | E::NotOwner { .. }
            | E::NeitherSide { .. }
            | E::NotApprover { .. }
            | E::NotResolver { .. }
            | E::NotShipment { .. }
            | E::NotOracle { .. }
            | E::NoSayInTitle { .. }
            | E::ProposalStands { .. }
            | E::ExaminationRuns { .. }
            | E::NotForReceivables { .. }
            // a token that is not the asset, an account without a claim
            | E::OtherAsset { .. }
            | E::Payments(PaymentsError::NothingClaimable { .. })
            | E::Nft(NftError::NotAllowed { .. })
            | E::Guard(
                GuardError::NotOwner { .. }
                    | GuardError::NotOwnerOrGuardian { .. }
                    | GuardError::Ownership(_)
            )
    )
}

#[test]
fn every_message_by_every_role() {
    for Case(scene, message, allowed, units) in TABLE {
        // Those who may not change nothing, so that one stage is enough for all of them.
        let mut stage = Stage::set(*scene);
        let msg = message(&stage);
        let before = stage.world.state();
        for role in ROLES.into_iter().filter(|role| !allowed.contains(role)) {
            let result = stage.world.send_with(&stage.role(role), &msg, *units);
            let error = refusal::<ContractError>(result);
            let for_money = payer_or_payee_with_the_others_money(&msg, role);
            assert!(for_money || is_for_who(&error), "{scene:?}: {role:?} {}: {error}", name(&msg));
            assert_eq!(stage.world.state(), before);
        }
        for role in *allowed {
            let mut stage = Stage::set(*scene);
            let result = stage.world.send_with(&stage.role(*role), &msg, *units);
            assert!(result.is_ok(), "{scene:?}: {role:?} may {}: {:#}", name(&msg), result.unwrap_err());
        }
    }
}

/// Either party proposes, the payer with money and the payee without.
fn payer_or_payee_with_the_others_money(msg: &ExecuteMsg, role: Role) -> bool {
    matches!(msg, ExecuteMsg::Propose { .. }) && matches!(role, Payer | Payee)
}

#[test]
fn every_message_is_in_the_table() {
    let named = |Case(scene, message, ..): &Case| name(&message(&Stage::set(*scene)));
    let listed: BTreeSet<String> = TABLE.iter().map(|case| named(case).to_owned()).collect();
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
    assert_eq!(listed, variants);
}

#[test]
fn messages_that_take_no_money_refuse_any() {
    let takes_money = ["propose", "accept", "release", "top_up", "pay_in", "compensated", "receive"];
    for Case(scene, message, allowed, _) in TABLE {
        let mut stage = Stage::set(*scene);
        let msg = message(&stage);
        if takes_money.contains(&name(&msg)) {
            continue;
        }
        let sender = stage.role(*allowed.first().unwrap_or(&Stranger));
        let actual = vec![coin(5, "uusd")];
        stage.world.refused_with_coins(
            &sender,
            &msg,
            &actual,
            PaymentError::NotPayable { actual: actual.clone() },
        );
    }
}
