//! Setting up, admitting, pausing, owning, migrating.

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

use cosmwasm_std::{coin, Storage};
use cw_ownable::{Action, Ownership};
use guard::{GuardError, MigrateError, PaymentError};
use hooks::HookError;
use shipment::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};
use support::*;
use testing::{assert_err, refusal, Chain};
use types::shipment::*;

fn set_up(chain: &mut Chain) -> InstantiateMsg {
    InstantiateMsg {
        owner: chain.actor("owner").to_string(),
        guardian: None,
        name: "Portolan titles".to_owned(),
        symbol: "TITLE".to_owned(),
        oracle: chain.actor("oracle").to_string(),
    }
}

fn config(world: &World) -> ConfigResponse {
    world.query(&QueryMsg::Config {})
}

#[test]
fn it_is_set_up_as_told() {
    let world = World::new();
    assert_eq!(
        config(&world),
        ConfigResponse {
            guardian: Some(world.guardian.to_string()),
            paused: false,
            oracle: world.oracle.to_string(),
            admitted: vec![],
        }
    );
    let info: ContractInfoResponse = world.query(&QueryMsg::ContractInfo {});
    assert_eq!((info.name.as_str(), info.symbol.as_str()), ("Portolan titles", "TITLE"));
    let ownership: Ownership<String> = world.query(&QueryMsg::Ownership {});
    assert_eq!(ownership.owner, Some(world.owner.to_string()));
}

#[test]
fn it_is_not_set_up_with_money_bad_addresses_or_bad_names() {
    let mut chain = Chain::new();
    let code_id = code(&mut chain);
    let owner = chain.actor("owner");
    let good = set_up(&mut chain);
    let text = |what, max, actual: &str| {
        ContractError::Nft(nft::NftError::CollectionText { what, max, actual: actual.to_owned() })
    };
    for (msg, expected) in [
        (InstantiateMsg { name: String::new(), ..good.clone() }, text("name", 64, "")),
        (InstantiateMsg { name: "x".repeat(65), ..good.clone() }, text("name", 64, &"x".repeat(65))),
        (InstantiateMsg { symbol: "x".repeat(17), ..good.clone() }, text("symbol", 16, &"x".repeat(17))),
        (InstantiateMsg { symbol: "a\nb".to_owned(), ..good.clone() }, text("symbol", 16, "a\nb")),
    ] {
        assert_err(chain.instantiate(code_id, &owner, &msg), expected);
    }
    for msg in [
        InstantiateMsg { owner: "nobody".to_owned(), ..good.clone() },
        InstantiateMsg { guardian: Some("nobody".to_owned()), ..good.clone() },
        InstantiateMsg { oracle: "nobody".to_owned(), ..good.clone() },
    ] {
        refusal::<ContractError>(chain.instantiate(code_id, &owner, &msg));
    }
    chain.fund(&owner, coin(5, "untrn"));
    let funds = [coin(5, "untrn")];
    let paid = chain.instantiate_with(code_id, &owner, &good, &funds);
    assert_err(paid, ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() }));
}

#[test]
fn a_contract_is_admitted_once_and_keeps_its_place() {
    let mut world = World::new();
    let owner = world.owner.clone();
    let escrow = world.admitted(AdmittedRole::Settlement);
    let lender = world.admitted(AdmittedRole::Financier);
    let admit = |role| ExecuteMsg::Admit { contract: escrow.address().to_string(), role };
    let retire = ExecuteMsg::RetireContract { contract: escrow.address().to_string() };
    let twice = HookError::AlreadyAdmitted { contract: escrow.address().clone(), place: 0 };
    world.refused(&owner, &admit(AdmittedRole::Financier), twice.into());
    world.must(&owner, &retire);
    let again = HookError::Retired { contract: escrow.address().clone() };
    world.refused(&owner, &retire, again.into());
    let listed = |contract: &cosmwasm_std::Addr, role, retired| AdmittedContract {
        contract: contract.to_string(),
        role,
        retired,
    };
    let lender = listed(lender.address(), AdmittedRole::Financier, false);
    let escrow_as = |role, retired| listed(escrow.address(), role, retired);
    assert_eq!(config(&world).admitted, [escrow_as(AdmittedRole::Settlement, true), lender.clone()]);
    world.must(&owner, &admit(AdmittedRole::Observer));
    assert_eq!(config(&world).admitted, [escrow_as(AdmittedRole::Observer, false), lender]);
}

#[test]
fn at_most_16_contracts_are_ever_admitted() {
    let mut world = World::new();
    let owner = world.owner.clone();
    for _ in 0..MAX_ADMITTED {
        world.admitted(AdmittedRole::Observer);
    }
    let one_more = world.chain.recorder().address().clone();
    let msg = ExecuteMsg::Admit { contract: one_more.to_string(), role: AdmittedRole::Observer };
    world.refused(&owner, &msg, HookError::NoPlaceLeft { contract: one_more }.into());
}

#[test]
fn owner_and_guardian_pause_and_the_owner_unpauses() {
    let mut world = World::new();
    let (owner, guardian, stranger) = (world.owner.clone(), world.guardian.clone(), world.stranger.clone());
    world.must(&guardian, &ExecuteMsg::Pause {});
    assert!(config(&world).paused);
    let not_owner = |sender: &cosmwasm_std::Addr| GuardError::NotOwner {
        sender: sender.clone(),
        owner: Some(owner.clone()),
    };
    world.refused(&guardian, &ExecuteMsg::Unpause {}, not_owner(&guardian).into());
    world.must(&owner, &ExecuteMsg::Unpause {});
    assert!(!config(&world).paused);
    let neither = GuardError::NotOwnerOrGuardian {
        sender: stranger.clone(),
        owner: Some(owner.clone()),
        guardian: Some(guardian.clone()),
    };
    world.refused(&stranger, &ExecuteMsg::Pause {}, neither.into());
    world.must(&owner, &ExecuteMsg::SetGuardian { guardian: Some(stranger.to_string()) });
    world.must(&stranger, &ExecuteMsg::Pause {});
}

#[test]
fn the_ownership_passes_in_two_steps() {
    let mut world = World::new();
    let (owner, bank) = (world.owner.clone(), world.bank.clone());
    let offer = Action::TransferOwnership { new_owner: bank.to_string(), expiry: None };
    world.must(&owner, &ExecuteMsg::UpdateOwnership(offer));
    world.must(&owner, &ExecuteMsg::Pause {});
    world.must(&bank, &ExecuteMsg::UpdateOwnership(Action::AcceptOwnership));
    world.must(&bank, &ExecuteMsg::Unpause {});
    assert!(world.send(&owner, &ExecuteMsg::Pause {}).is_err());
}

#[test]
fn a_later_release_takes_over_titles_acts_and_holds() {
    let mut world = World::with_bill();
    let (shipper, owner, buyer) = (world.shipper.clone(), world.owner.clone(), world.buyer.clone());
    let escrow = world.admitted(AdmittedRole::Settlement);
    world.encumber(&shipper, &escrow);
    world.fact(1, milestone(0, "LOAD", "CNSHA"), happened(day(2).seconds())).unwrap();
    let (title, voyage, acts) = (world.bill(), world.voyage(), world.acts(BILL));

    // As if an earlier release had set it up.
    cw2_says(&mut world, CONTRACT_NAME, "0.0.9");
    let code_id = code(&mut world.chain);
    let shipment = world.shipment.clone();
    world.chain.migrate(&owner, &shipment, &MigrateMsg {}, code_id).unwrap();
    assert_eq!((world.bill(), world.voyage(), world.acts(BILL)), (title, voyage, acts));
    world.must(escrow.address(), &deliver(&buyer));
    world.must(&buyer, &surrender(SurrenderFor::Delivery));
    let version = cw2::query_contract_info(&world.chain.querier(), &world.shipment).unwrap();
    assert_eq!((version.contract.as_str(), version.version.as_str()), (CONTRACT_NAME, CONTRACT_VERSION));
}

#[test]
fn other_contracts_and_the_same_or_later_releases_are_not_taken_over() {
    let mut world = World::new();
    let owner = world.owner.clone();
    let code_id = code(&mut world.chain);
    let shipment = world.shipment.clone();
    for (name, version) in
        [(CONTRACT_NAME, CONTRACT_VERSION), (CONTRACT_NAME, "9.0.0"), ("crates.io:cw721-base", "0.0.1")]
    {
        cw2_says(&mut world, name, version);
        let error: ContractError = refusal(world.chain.migrate(&owner, &shipment, &MigrateMsg {}, code_id));
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
    let shipment = world.shipment.clone();
    let set = |storage: &mut dyn Storage| cw2::set_contract_version(storage, name, version).unwrap();
    world.chain.tamper(&shipment, set);
}
