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

use cosmwasm_std::{coin, Addr};
use guard::GuardError;
use hooks::HookError;
use nft::NftError;
use shipment::ContractError;
use support::*;
use testing::refusal;
use types::digest::Digest;
use types::shipment::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Owner,
    Guardian,
    Attestor,
    Oracle,
    Issuer,
    Holder,
    Beneficiary,
    Consignee,
    Approved,
    Operator,
    ContractWithTheHold,
    Admitted,
    Stranger,
}

use Role::*;

const ROLES: [Role; 13] = [
    Owner,
    Guardian,
    Attestor,
    Oracle,
    Issuer,
    Holder,
    Beneficiary,
    Consignee,
    Approved,
    Operator,
    ContractWithTheHold,
    Admitted,
    Stranger,
];

/// Where the title stands when the message is sent.
#[derive(Clone, Copy, Debug)]
enum Scene {
    Whole,
    Split,
    /// The benefit nominated to the bank.
    Nominated,
    /// The escrow nominated for a hold.
    NominatedForHold,
    /// Endorsed to the holder just now.
    Received,
    Held,
    Surrendered(SurrenderFor),
    OnPaper,
    Waybill,
    /// A key replacement whose notice is over.
    Announced,
}

struct Stage {
    world: World,
    escrow: Addr,
    other: Addr,
    attestor: Addr,
    approved: Addr,
    operator: Addr,
    consignee: Addr,
}

impl Stage {
    fn set(scene: Scene) -> Self {
        let mut world = World::new();
        let [attestor, approved, operator, consignee] =
            ["attestor", "approved", "operator", "consignee"].map(|name| world.chain.actor(name));
        let escrow = world.admitted(AdmittedRole::Settlement);
        let other = world.admitted(AdmittedRole::Settlement).address().clone();
        let owner = world.owner.clone();
        world.must(&owner, &ExecuteMsg::SetAttestor { attestor: attestor.to_string(), allowed: true });
        let kind = TitleKind::Waybill { consignee: consignee.to_string() };
        let bill = match scene {
            Scene::Waybill => IssueMsg { kind, ..order_bill(&world) },
            _ => order_bill(&world),
        };
        world.issue(bill);
        let (carrier, shipper, buyer) = (world.carrier.clone(), world.shipper.clone(), world.buyer.clone());
        world.must(&carrier, &ExecuteMsg::RegisterIssuer { scac: Some(word("MSCU")), lei: None });
        match scene {
            Scene::Whole | Scene::Waybill => {}
            Scene::Split => drop(world.must(&shipper, &possession(&buyer))),
            Scene::Nominated => {
                let bank = world.bank.clone();
                world.must(&shipper, &possession(&buyer));
                world.must(&shipper, &nominate(Some(&bank)));
            }
            Scene::NominatedForHold => {
                world.must(&shipper, &possession(&buyer));
                world.must(&shipper, &nominate(Some(escrow.address())));
            }
            Scene::Received => drop(world.must(&shipper, &transfer(&buyer))),
            Scene::Held => world.encumber(&shipper, &escrow),
            Scene::Surrendered(purpose) => drop(world.must(&shipper, &surrender(purpose))),
            Scene::OnPaper => {
                world.must(&shipper, &surrender(SurrenderFor::Paper));
                world.must(&carrier, &accept());
            }
            Scene::Announced => {
                let new_holder = world.chain.actor("new key").to_string();
                let propose = ExecuteMsg::ProposeReplacement { token_id: bill_id(), new_holder };
                world.must(&carrier, &propose);
            }
        }
        world.chain.advance(NOTICE.max(ANSWER));
        let mut stage =
            Self { world, escrow: escrow.address().clone(), other, attestor, approved, operator, consignee };
        if !matches!(scene, Scene::Announced) {
            let holder = stage.role(Holder);
            stage.world.must(&holder, &approve(&stage.approved.clone()));
            let operator = stage.operator.to_string();
            stage.world.must(&holder, &ExecuteMsg::ApproveAll { operator, expires: None });
        }
        stage
    }

    fn role(&self, role: Role) -> Addr {
        let world = &self.world;
        match role {
            Owner => world.owner.clone(),
            Guardian => world.guardian.clone(),
            Attestor => self.attestor.clone(),
            Oracle => world.oracle.clone(),
            Issuer => world.carrier.clone(),
            Holder => Addr::unchecked(world.bill().holder),
            Beneficiary => Addr::unchecked(world.bill().beneficiary),
            Consignee => self.consignee.clone(),
            Approved => self.approved.clone(),
            Operator => self.operator.clone(),
            ContractWithTheHold => self.escrow.clone(),
            Admitted => self.other.clone(),
            Stranger => world.stranger.clone(),
        }
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
        M::Issue(_) => "issue",
        M::Endorse { .. } => "endorse",
        M::TransferPossession { .. } => "transfer_possession",
        M::Nominate { .. } => "nominate",
        M::Reject { .. } => "reject",
        M::Surrender { .. } => "surrender",
        M::AcceptSurrender { .. } => "accept_surrender",
        M::Amend { .. } => "amend",
        M::RefuseSurrender { .. } => "refuse_surrender",
        M::ReturnUnanswered { .. } => "return_unanswered",
        M::SwitchFromPaper { .. } => "switch_from_paper",
        M::Encumber { .. } => "encumber",
        M::Bind { .. } => "bind",
        M::Substitute { .. } => "substitute",
        M::Lift { .. } => "lift",
        M::Deliver { .. } => "deliver",
        M::Consent { .. } => "consent",
        M::Subscribe { .. } => "subscribe",
        M::Fact(_) => "fact",
        M::Sync { .. } => "sync",
        M::ProposeReplacement { .. } => "propose_replacement",
        M::CompleteReplacement { .. } => "complete_replacement",
        M::CancelReplacement { .. } => "cancel_replacement",
        M::RegisterIssuer { .. } => "register_issuer",
        M::AttestIssuer { .. } => "attest_issuer",
        M::SetAttestor { .. } => "set_attestor",
        M::Admit { .. } => "admit",
        M::RetireContract { .. } => "retire_contract",
        M::Pause {} => "pause",
        M::Unpause {} => "unpause",
        M::SetGuardian { .. } => "set_guardian",
        M::UpdateOwnership(_) => "update_ownership",
    }
}

type Case = (Scene, fn(&Stage) -> ExecuteMsg, &'static [Role]);

/// Who may send what, and when it makes sense. `sync` is stopped by the oracle here, which knows nothing; see
/// `journey.rs`.
const TABLE: &[Case] = &[
    (Scene::Whole, |s| transfer(&s.world.bank), &[Holder, Beneficiary, Approved, Operator]),
    (Scene::Split, |s| transfer(&s.world.bank), &[Holder, Approved, Operator]),
    (Scene::Whole, |s| send_nft(&s.other), &[Holder, Beneficiary, Approved, Operator]),
    (Scene::Whole, |s| approve(&s.world.bank), &[Holder, Beneficiary, Operator]),
    (
        Scene::Whole,
        |s| ExecuteMsg::Revoke { spender: s.approved.to_string(), token_id: BILL.to_owned() },
        &[Holder, Beneficiary, Operator],
    ),
    (Scene::Whole, |s| ExecuteMsg::ApproveAll { operator: s.world.bank.to_string(), expires: None }, &ROLES),
    (Scene::Whole, |s| ExecuteMsg::RevokeAll { operator: s.world.bank.to_string() }, &ROLES),
    (Scene::Whole, |_| ExecuteMsg::Burn { token_id: BILL.to_owned() }, &[]),
    (
        Scene::Whole,
        |s| ExecuteMsg::Mint {
            token_id: "new".to_owned(),
            owner: s.world.owner.to_string(),
            token_uri: None,
            extension: None,
        },
        &[],
    ),
    (
        Scene::Whole,
        |_| ExecuteMsg::UpdateNftInfo { token_id: BILL.to_owned(), token_uri: None, extension: None },
        &[],
    ),
    (Scene::Whole, |_| ExecuteMsg::UpdateExtension { msg: None }, &[]),
    (Scene::Whole, |_| ExecuteMsg::WithdrawFunds { amount: coin(1, "untrn") }, &[]),
    (
        Scene::Whole,
        |s| ExecuteMsg::Issue(Box::new(IssueMsg { token_id: word("new"), ..order_bill(&s.world) })),
        &ROLES,
    ),
    (Scene::Whole, |s| endorse_to_order(&s.world.bank), &[Holder, Beneficiary]),
    (Scene::Nominated, |s| endorse_to_order(&s.world.bank), &[Holder]),
    (Scene::Whole, |s| possession(&s.world.bank), &[Holder, Beneficiary]),
    (Scene::Split, |s| possession(&s.world.bank), &[Holder]),
    (Scene::Split, |s| nominate(Some(&s.world.bank)), &[Beneficiary]),
    (Scene::Received, |_| reject(), &[Holder, Beneficiary]),
    (Scene::Whole, |_| surrender(SurrenderFor::Delivery), &[Holder, Beneficiary]),
    (Scene::Waybill, |_| surrender(SurrenderFor::Delivery), &[Consignee]),
    (Scene::Waybill, |_| surrender(SurrenderFor::Amendment), &[Holder, Beneficiary]),
    (Scene::Surrendered(SurrenderFor::Delivery), |_| accept(), &[Issuer]),
    (
        Scene::Surrendered(SurrenderFor::Amendment),
        |_| ExecuteMsg::Amend {
            token_id: bill_id(),
            amendment: Box::new(Amendment {
                document: Digest::of(b"version 2"),
                uri: None,
                goods: None,
                consignee: None,
                route: None,
            }),
        },
        &[Issuer],
    ),
    (Scene::Surrendered(SurrenderFor::Paper), |_| refuse(), &[Issuer]),
    (Scene::Surrendered(SurrenderFor::Delivery), |_| return_unanswered(), &ROLES),
    (
        Scene::OnPaper,
        |s| ExecuteMsg::SwitchFromPaper {
            token_id: bill_id(),
            holder: s.world.bank.to_string(),
            document: Digest::of(b"version 2"),
        },
        &[Issuer],
    ),
    (Scene::Whole, |s| encumber(&s.escrow), &[Holder, Beneficiary]),
    (Scene::NominatedForHold, |s| encumber(&s.escrow), &[Holder]),
    (Scene::Waybill, |s| bind(&s.escrow), &[Holder, Beneficiary]),
    (Scene::Held, |s| substitute(&s.other), &[ContractWithTheHold]),
    (Scene::Held, |_| lift(), &[ContractWithTheHold]),
    (Scene::Held, |s| deliver(&s.world.bank), &[ContractWithTheHold]),
    (Scene::Held, |_| consent(ConsentedAct::Delivery), &[ContractWithTheHold]),
    (
        Scene::Whole,
        |_| ExecuteMsg::Subscribe { token_id: bill_id(), cutoffs: vec![] },
        &[ContractWithTheHold, Admitted],
    ),
    (Scene::Whole, |_| fact(BILL, 1, milestone(0, "LOAD", "CNSHA"), happened(day(2).seconds())), &[Oracle]),
    (Scene::Whole, |_| ExecuteMsg::Sync { token_id: bill_id() }, &ROLES),
    (
        Scene::Whole,
        |s| ExecuteMsg::ProposeReplacement { token_id: bill_id(), new_holder: s.world.bank.to_string() },
        &[Issuer],
    ),
    (Scene::Announced, |_| ExecuteMsg::CompleteReplacement { token_id: bill_id() }, &ROLES),
    (Scene::Announced, |_| ExecuteMsg::CancelReplacement { token_id: bill_id() }, &[Holder, Beneficiary]),
    (Scene::Whole, |_| ExecuteMsg::RegisterIssuer { scac: Some(word("MAEU")), lei: None }, &ROLES),
    (
        Scene::Whole,
        |s| ExecuteMsg::AttestIssuer { issuer: s.world.carrier.to_string(), attested: true },
        &[Attestor],
    ),
    (
        Scene::Whole,
        |s| ExecuteMsg::SetAttestor { attestor: s.world.bank.to_string(), allowed: true },
        &[Owner],
    ),
    (
        Scene::Whole,
        |s| ExecuteMsg::Admit { contract: s.world.bank.to_string(), role: AdmittedRole::Financier },
        &[Owner],
    ),
    (Scene::Whole, |s| ExecuteMsg::RetireContract { contract: s.other.to_string() }, &[Owner]),
    (Scene::Whole, |_| ExecuteMsg::Pause {}, &[Owner, Guardian]),
    (Scene::Whole, |_| ExecuteMsg::Unpause {}, &[Owner]),
    (Scene::Whole, |_| ExecuteMsg::SetGuardian { guardian: None }, &[Owner]),
    (
        Scene::Whole,
        |s| {
            let new_owner = s.world.bank.to_string();
            ExecuteMsg::UpdateOwnership(cw_ownable::Action::TransferOwnership { new_owner, expiry: None })
        },
        &[Owner],
    ),
];

/// Whether the refusal is for who the sender is (or for what nobody may send).
fn is_for_who(error: &ContractError) -> bool {
    use ContractError as E;
    matches!(
        error,
        E::NotHolder { .. }
            | E::NotBeneficiary { .. }
            | E::NotConsignee { .. }
            | E::NotIssuer { .. }
            | E::NotRecipient { .. }
            | E::NotOracle { .. }
            | E::NotAttestor { .. }
            | E::NotEncumbranceHolder
            | E::NotForTitles { .. }
            | E::Nft(NftError::NotAllowed { .. })
            | E::Hook(HookError::NotAdmitted { .. })
            | E::Guard(
                GuardError::NotOwner { .. }
                    | GuardError::NotOwnerOrGuardian { .. }
                    | GuardError::Ownership(_)
            )
    )
}

/// An inquiry that knows nothing yet, so that `sync` finds nothing.
fn nothing_known(stage: &mut Stage) {
    let inquiry = types::oracle::InquiryResponse {
        feed: 3,
        sequence: 0,
        questions: vec![],
        until: day(400),
        deposit: None,
    };
    let oracle = stage.world.oracle.clone();
    answers(&mut stage.world.chain, &oracle, &inquiry);
}

#[test]
fn every_message_by_every_role() {
    for (scene, message, allowed) in TABLE {
        for role in ROLES {
            let mut stage = Stage::set(*scene);
            nothing_known(&mut stage);
            let (sender, msg) = (stage.role(role), message(&stage));
            // A role may be played by somebody who is also in another: the holder of a whole title.
            let may = allowed.iter().any(|role| stage.role(*role) == sender);
            let before = stage.world.state();
            let result = stage.world.send(&sender, &msg);
            if may {
                assert!(result.is_ok(), "{scene:?}: {role:?} may {}: {:#}", name(&msg), result.unwrap_err());
            } else {
                let error = refusal::<ContractError>(result);
                assert!(is_for_who(&error), "{scene:?}: {role:?} {}: {error}", name(&msg));
                assert_eq!(stage.world.state(), before);
            }
        }
    }
}

#[test]
fn every_message_is_in_the_table() {
    let stage = Stage::set(Scene::Whole);
    let listed: BTreeSet<&str> = TABLE.iter().map(|(_, message, _)| name(&message(&stage))).collect();
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
fn no_message_but_issue_and_amend_takes_money() {
    for (scene, message, allowed) in TABLE {
        let mut stage = Stage::set(*scene);
        let msg = message(&stage);
        if matches!(msg, ExecuteMsg::Issue(_) | ExecuteMsg::Amend { .. }) {
            continue;
        }
        let sender = stage.role(*allowed.first().unwrap_or(&Stranger));
        stage.world.chain.fund(&sender, coin(5, "untrn"));
        let funds = [coin(5, "untrn")];
        let not_payable = guard::PaymentError::NotPayable { actual: funds.to_vec() };
        stage.world.refused_with_funds(&sender, &msg, &funds, not_payable.into());
    }
}
