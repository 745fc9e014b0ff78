//! Setting up, pausing, owning, migrating.

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

use cosmwasm_std::{coin, Addr, Storage};
use cw_ownable::{Action, Ownership};
use devices::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};
use guard::{GuardError, MigrateError, PaymentError};
use support::*;
use testing::{assert_err, refusal, Chain, Signer};
use types::devices::*;

fn config(world: &World) -> ConfigResponse {
    world.query(&QueryMsg::Config {})
}

#[test]
fn it_is_set_up_as_told() {
    let world = World::new();
    assert_eq!(config(&world), ConfigResponse { guardian: Some(world.guardian.to_string()), paused: false });
    let ownership: Ownership<String> = world.query(&QueryMsg::Ownership {});
    assert_eq!(ownership.owner, Some(world.owner.to_string()));
}

#[test]
fn it_is_not_set_up_with_money_or_bad_addresses() {
    let mut chain = Chain::new();
    let (code_id, owner) = (code(&mut chain), chain.actor("owner"));
    let good = InstantiateMsg { owner: owner.to_string(), guardian: None };
    for msg in [
        InstantiateMsg { owner: "nobody".to_owned(), ..good.clone() },
        InstantiateMsg { guardian: Some("nobody".to_owned()), ..good.clone() },
    ] {
        refusal::<ContractError>(chain.instantiate(code_id, &owner, &msg));
    }
    chain.fund(&owner, coin(5, "uusd"));
    let funds = [coin(5, "uusd")];
    let paid = chain.instantiate_with(code_id, &owner, &good, &funds);
    assert_err(paid, ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() }));
}

#[test]
fn only_the_owner_ends_a_pause_and_names_the_guardian() {
    let mut world = World::new();
    let (owner, guardian, stranger) = (world.owner.clone(), world.guardian.clone(), world.stranger.clone());
    world.must(&guardian, &ExecuteMsg::Pause {});
    assert!(config(&world).paused);
    let not_owner =
        |sender: &Addr| GuardError::NotOwner { sender: sender.clone(), owner: Some(owner.clone()) };
    world.refused(&guardian, &ExecuteMsg::Unpause {}, not_owner(&guardian));
    world.must(&owner, &ExecuteMsg::Unpause {});
    assert!(!config(&world).paused);
    world.must(&owner, &ExecuteMsg::SetGuardian { guardian: Some(stranger.to_string()) });
    world.must(&stranger, &ExecuteMsg::Pause {});
    world.must(&owner, &ExecuteMsg::SetGuardian { guardian: None });
    assert_eq!(config(&world).guardian, None);
    let nobody = ExecuteMsg::SetGuardian { guardian: Some("nobody".to_owned()) };
    assert!(matches!(refusal(world.send(&owner, &nobody)), ContractError::Std(_)));
}

#[test]
fn the_ownership_passes_in_two_steps() {
    let mut world = World::new();
    let (owner, heir) = (world.owner.clone(), world.buyer.clone());
    let offer = Action::TransferOwnership { new_owner: heir.to_string(), expiry: None };
    world.must(&owner, &ExecuteMsg::UpdateOwnership(offer));
    world.must(&owner, &ExecuteMsg::Pause {});
    world.must(&heir, &ExecuteMsg::UpdateOwnership(Action::AcceptOwnership));
    world.must(&heir, &ExecuteMsg::Unpause {});
    let not_owner = GuardError::NotOwner { sender: owner.clone(), owner: Some(heir) };
    world.refused(&owner, &ExecuteMsg::SetGuardian { guardian: None }, not_owner);
}

#[test]
fn a_later_release_takes_over_devices_keys_and_logs() {
    let (mut world, mut sensor) = World::with_sensor();
    let (owner, contract) = (world.owner.clone(), world.devices.clone());
    let old = sensor.readings();
    world.log_an_hour(&mut sensor);
    world.rotate(&mut sensor, Signer::ed25519("second"));
    world.log_an_hour(&mut sensor);
    let before = (world.device(1), world.latest(1), world.logs(1, 0));

    // As if an earlier release had set it up.
    cw2_says(&mut world, CONTRACT_NAME, "0.0.9");
    let code_id = code(&mut world.chain);
    world.chain.migrate(&owner, &contract, &MigrateMsg {}, code_id).unwrap();
    assert_eq!((world.device(1), world.latest(1), world.logs(1, 0)), before);
    let claim = QueryMsg::ProveReading {
        device: 1,
        epoch: 0,
        counter: 1,
        reading: old[3].clone(),
        proof: proof(&old, 3),
    };
    assert!(world.query::<ReadingResponse>(&claim).proven);
    world.log_an_hour(&mut sensor);
    let version = cw2::query_contract_info(&world.chain.querier(), &world.devices).unwrap();
    assert_eq!((version.contract.as_str(), version.version.as_str()), (CONTRACT_NAME, CONTRACT_VERSION));
}

#[test]
fn other_contracts_and_the_same_or_later_releases_are_not_taken_over() {
    let mut world = World::new();
    let (owner, contract, code_id) = (world.owner.clone(), world.devices.clone(), code(&mut world.chain));
    for (name, version) in
        [(CONTRACT_NAME, CONTRACT_VERSION), (CONTRACT_NAME, "9.0.0"), ("portolan/oracle", "0.0.1")]
    {
        cw2_says(&mut world, name, version);
        let error: ContractError = refusal(world.chain.migrate(&owner, &contract, &MigrateMsg {}, code_id));
        assert!(
            matches!(
                error,
                ContractError::Migrate(MigrateError::NotNewer { .. } | MigrateError::WrongContract { .. })
            ),
            "{error:?}"
        );
    }
}

fn cw2_says(world: &mut World, name: &str, version: &str) {
    let contract = world.devices.clone();
    let set = |storage: &mut dyn Storage| cw2::set_contract_version(storage, name, version).unwrap();
    world.chain.tamper(&contract, set);
}

/// A record of another release is never read as if it were of this one.
#[test]
fn a_record_that_is_none_is_an_error() {
    let (mut world, mut sensor) = World::with_sensor();
    let contract = world.devices.clone();
    world.log_an_hour(&mut sensor);
    world.chain.advance(HOUR);
    let next = sensor.next(&world);
    world.chain.tamper(&contract, |storage| storage.set(b"H\0\0\0\x01", b"{}"));
    let (shipper, msg) = (world.shipper.clone(), submit(&sensor, &next));
    assert!(matches!(refusal(world.send(&shipper, &msg)), ContractError::Record(_)));
}
