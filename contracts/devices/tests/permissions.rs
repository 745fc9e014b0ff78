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
use devices::ContractError;
use guard::{Action, GuardError, PaymentError};
use support::*;
use testing::{assert_err, refusal, Signer};
use types::devices::*;
use types::digest::Digest;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Owner,
    Guardian,
    /// Whose device it is.
    DeviceOwner,
    /// Whom it is offered to.
    OfferedTo,
    OtherDeviceOwner,
    Stranger,
}

use Role::*;

const ROLES: [Role; 6] = [Owner, Guardian, DeviceOwner, OfferedTo, OtherDeviceOwner, Stranger];

/// A day with a device that has logged an hour, is offered, and whose next three hours have passed.
struct Stage {
    world: World,
    sensor: Sensor,
    first: SignedLog,
    next: Vec<SignedLog>,
    other_owner: Addr,
}

impl Stage {
    fn set() -> Self {
        let (mut world, mut sensor) = World::with_sensor();
        let other_owner = world.chain.actor("other owner");
        world.must(&other_owner, &world.registration(&other_owner, &Signer::ed25519("other")));
        let first = world.log_an_hour(&mut sensor);
        let buyer = world.buyer.to_string();
        world.by_shipper(&ExecuteMsg::Offer { device: 1, to: Some(buyer) });
        world.chain.advance(3 * HOUR);
        let next = sensor.hours(&world, 3);
        Self { world, sensor, first, next, other_owner }
    }

    fn role(&self, role: Role) -> Addr {
        let world = &self.world;
        match role {
            Owner => &world.owner,
            Guardian => &world.guardian,
            DeviceOwner => &world.shipper,
            OfferedTo => &world.buyer,
            OtherDeviceOwner => &self.other_owner,
            Stranger => &world.stranger,
        }
        .clone()
    }
}

/// The variant's name. A new one does not compile until it is named here, and fails the walk until it is in the table.
fn name(msg: &ExecuteMsg) -> &'static str {
    use ExecuteMsg as M;
    match msg {
        M::UpdateOwnership(_) => "update_ownership",
        M::Pause {} => "pause",
        M::Unpause {} => "unpause",
        M::SetGuardian { .. } => "set_guardian",
        M::Register { .. } => "register",
        M::Rotate { .. } => "rotate",
        M::Revoke { .. } => "revoke",
        M::Offer { .. } => "offer",
        M::Accept { .. } => "accept",
        M::Submit { .. } => "submit",
        M::SubmitLogs { .. } => "submit_logs",
        M::Convict { .. } => "convict",
    }
}

type Case = (fn(&Stage, &Addr) -> ExecuteMsg, &'static [Role]);

/// Who may send what. A registration is signed for its sender.
const TABLE: &[Case] = &[
    (
        |s, _| {
            let new_owner = s.world.stranger.to_string();
            ExecuteMsg::UpdateOwnership(Action::TransferOwnership { new_owner, expiry: None })
        },
        &[Owner],
    ),
    (|_, _| ExecuteMsg::Pause {}, &[Owner, Guardian]),
    (|_, _| ExecuteMsg::Unpause {}, &[Owner]),
    (|_, _| ExecuteMsg::SetGuardian { guardian: None }, &[Owner]),
    (|s, sender| s.world.registration(sender, &Signer::ed25519("new")), &ROLES),
    (|s, _| s.world.rotation(&s.sensor, &Signer::ed25519("second")), &[DeviceOwner]),
    (|_, _| ExecuteMsg::Revoke { device: 1 }, &[DeviceOwner]),
    (|s, _| ExecuteMsg::Offer { device: 1, to: Some(s.world.stranger.to_string()) }, &[DeviceOwner]),
    (|_, _| ExecuteMsg::Offer { device: 1, to: None }, &[DeviceOwner]),
    (|_, _| ExecuteMsg::Accept { device: 1, epoch: 0 }, &[OfferedTo]),
    (|s, _| submit(&s.sensor, &s.next[0]), &ROLES),
    (|s, _| submit(&s.sensor, &s.next[1]), &[DeviceOwner]),
    (|s, _| submit_all(&s.sensor, &s.next), &ROLES),
    (|s, _| submit_all(&s.sensor, &s.next[1..]), &[DeviceOwner]),
    (
        |s, _| {
            let other = Log { root: Digest::of(b"other"), ..s.first.log.clone() };
            convict(&s.sensor, &s.first, &s.sensor.sign(&s.world, other))
        },
        &ROLES,
    ),
];

/// Whether the refusal is for who the sender is.
fn is_for_who(error: &ContractError) -> bool {
    use ContractError as E;
    matches!(
        error,
        E::NotItsOwner { .. }
            | E::NotOffered { .. }
            | E::GapIsItsOwners { .. }
            | E::Guard(
                GuardError::NotOwner { .. }
                    | GuardError::NotOwnerOrGuardian { .. }
                    | GuardError::Ownership(_)
            )
    )
}

#[test]
fn every_message_by_every_role() {
    for (message, allowed) in TABLE {
        for role in ROLES {
            let mut stage = Stage::set();
            let sender = stage.role(role);
            let msg = message(&stage, &sender);
            let before = stage.world.state();
            let result = stage.world.send(&sender, &msg);
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
    let sender = stage.world.stranger.clone();
    let listed: BTreeSet<&str> = TABLE.iter().map(|(message, _)| name(&message(&stage, &sender))).collect();
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
fn no_message_takes_money() {
    for (message, allowed) in TABLE {
        let mut stage = Stage::set();
        let sender = stage.role(allowed[0]);
        let msg = message(&stage, &sender);
        let funds = [coin(5, "uusd")];
        stage.world.chain.fund(&sender, funds[0].clone());
        let paid = stage.world.chain.execute(&sender, &stage.world.devices, &msg, &funds);
        let not_payable = PaymentError::NotPayable { actual: funds.to_vec() };
        assert_err(paid, ContractError::from(not_payable));
    }
}
