//! Setting up, admitting assets, pausing, owning, migrating.

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
use cw20::Denom;
use cw_ownable::{Action, Ownership};
use guard::{GuardError, MigrateError, PaymentError};
use oracle::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};
use payments::PaymentsError;
use support::*;
use testing::{assert_err, refusal, Chain};
use types::denom::UncheckedDenom;
use types::oracle::*;
use types::VocabularyError;

fn config(world: &World) -> ConfigResponse {
    world.query(&QueryMsg::Config {})
}

fn set_up(chain: &Chain) -> InstantiateMsg {
    InstantiateMsg {
        owner: chain.actor("owner").to_string(),
        guardian: None,
        unbonding: seconds(UNBONDING),
        assets: vec![usd()],
    }
}

fn native(name: &str) -> UncheckedDenom {
    UncheckedDenom::Native(name.to_owned())
}

#[test]
fn it_is_set_up_as_told() {
    let world = World::new();
    assert_eq!(
        config(&world),
        ConfigResponse {
            guardian: Some(world.guardian.to_string()),
            paused: false,
            unbonding: seconds(UNBONDING),
            assets: vec![Denom::Native("uusd".to_owned()), world.token.denom()],
        }
    );
    let ownership: Ownership<String> = world.query(&QueryMsg::Ownership {});
    assert_eq!(ownership.owner, Some(world.owner.to_string()));
}

#[test]
fn it_is_not_set_up_with_an_unbonding_out_of_range() {
    let mut chain = Chain::new();
    let (code_id, owner) = (code(&mut chain), chain.actor("owner"));
    let (least, most) = (seconds(HOUR), seconds(90 * DAY));
    for unbonding in [HOUR, 90 * DAY] {
        let msg = InstantiateMsg { unbonding: seconds(unbonding), ..set_up(&chain) };
        chain.instantiate(code_id, &owner, &msg).unwrap();
    }
    for unbonding in [0, HOUR - 1, 90 * DAY + 1] {
        let actual = seconds(unbonding);
        let msg = InstantiateMsg { unbonding: actual, ..set_up(&chain) };
        let expected = ContractError::UnbondingOutOfRange { actual, least, most };
        assert_err(chain.instantiate(code_id, &owner, &msg), expected);
    }
}

#[test]
fn it_is_not_set_up_with_money_bad_addresses_or_bad_assets() {
    let mut chain = Chain::new();
    let (code_id, owner) = (code(&mut chain), chain.actor("owner"));
    let good = set_up(&chain);
    for msg in [
        InstantiateMsg { owner: "nobody".to_owned(), ..good.clone() },
        InstantiateMsg { guardian: Some("nobody".to_owned()), ..good.clone() },
    ] {
        refusal::<ContractError>(chain.instantiate(code_id, &owner, &msg));
    }
    let many = (0..17).map(|n| native(&format!("uusd{n}"))).collect::<Vec<_>>();
    let account = chain.actor("no contract");
    for (assets, expected) in [
        (vec![usd(), usd()], PaymentsError::AssetAdmitted { asset: Denom::Native("uusd".to_owned()) }),
        (many, PaymentsError::TooManyAssets { asset: Denom::Native("uusd16".to_owned()), actual: 16 }),
        (vec![UncheckedDenom::Cw20(account.to_string())], PaymentsError::NotACw20 { token: account.clone() }),
        (vec![native("u")], VocabularyError::NativeDenom { actual: "u".to_owned() }.into()),
    ] {
        let msg = InstantiateMsg { assets, ..good.clone() };
        assert_err(chain.instantiate(code_id, &owner, &msg), ContractError::Payments(expected));
    }
    chain.fund(&owner, coin(5, "uusd"));
    let funds = [coin(5, "uusd")];
    let paid = chain.instantiate_with(code_id, &owner, &good, &funds);
    assert_err(paid, ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() }));
}

#[test]
fn the_owner_admits_an_asset_once() {
    let mut world = World::new();
    let owner = world.owner.clone();
    let admit = |asset| ExecuteMsg::AdmitAsset { asset };
    world.must(&owner, &admit(native("uatom")));
    assert_eq!(config(&world).assets.last(), Some(&Denom::Native("uatom".to_owned())));
    let twice = PaymentsError::AssetAdmitted { asset: Denom::Native("uatom".to_owned()) };
    world.refused(&owner, &admit(native("uatom")), twice);
    let itself = UncheckedDenom::Cw20(world.oracle.to_string());
    world.refused(&owner, &admit(itself), PaymentsError::OwnAddress { token: world.oracle.clone() });
    let no_cw20 = world.collection.address().clone();
    let refused = PaymentsError::NotACw20 { token: no_cw20.clone() };
    world.refused(&owner, &admit(UncheckedDenom::Cw20(no_cw20.to_string())), refused);
    let fake = UncheckedDenom::Cw20("TOKEN".to_owned());
    let none: ContractError = refusal(world.send(&owner, &admit(fake)));
    assert_eq!(none, PaymentsError::from(VocabularyError::Cw20Address { actual: "TOKEN".to_owned() }).into());
    for n in 3..16 {
        world.must(&owner, &admit(native(&format!("uusd{n}"))));
    }
    let full = PaymentsError::TooManyAssets { asset: Denom::Native("uone".to_owned()), actual: 16 };
    world.refused(&owner, &admit(native("uone")), full);
}

#[test]
fn a_pause_stops_what_is_new_and_nothing_else() {
    let mut world = World::with_questions();
    let (owner, guardian, creator) = (world.owner.clone(), world.guardian.clone(), world.creator.clone());
    let operator = world.operator(1);
    let collection = world.collection.address().clone();
    world.must(&operator, &unpledge(1, 50));
    world.must(&operator, &unbond(usd(), 10));
    world.must(&guardian, &ExecuteMsg::Pause {});
    assert!(config(&world).paused);

    let kind = staked(&world);
    let admit = ExecuteMsg::AdmitOperators { feed: FEED, operators: vec![owner.to_string()] };
    world.refused(&creator, &ExecuteMsg::CreateFeed { kind, rules: rules() }, GuardError::Paused);
    world.refused(&creator, &admit, GuardError::Paused);
    world.refused(&operator, &pledge(1, 10), GuardError::Paused);
    let more = ask(&world, &[milestone(0, "LOAD", "USJFK")]);
    world.refused_with(&collection, &more, &[coin(DEPOSIT, "uusd")], GuardError::Paused);
    world.refused_with(&operator, &ExecuteMsg::Bond {}, &[coin(5, "uusd")], GuardError::Paused);
    world.token.mint(&mut world.chain, &operator, 5);
    let bond = world.token.bond(&mut world.chain, &operator, &world.oracle, 5);
    assert_eq!(refusal::<ContractError>(bond), GuardError::Paused.into());

    world.cutoffs(departure(), &[hour(20)]);
    world.settle(departure(), 0, happened(hour(10)));
    world.chain.advance(UNBONDING);
    world.must(&operator, &complete(1));
    world.must(&operator, &unbond(usd(), 10));
    world.must(&operator, &ExecuteMsg::WithdrawUnbonded { asset: usd() });
}

#[test]
fn only_the_owner_ends_a_pause_and_names_the_guardian() {
    let mut world = World::new();
    let (owner, guardian, stranger) = (world.owner.clone(), world.guardian.clone(), world.stranger.clone());
    world.must(&guardian, &ExecuteMsg::Pause {});
    let not_owner =
        |sender: &Addr| GuardError::NotOwner { sender: sender.clone(), owner: Some(owner.clone()) };
    world.refused(&guardian, &ExecuteMsg::Unpause {}, not_owner(&guardian));
    world.must(&owner, &ExecuteMsg::Unpause {});
    assert!(!config(&world).paused);
    let neither = GuardError::NotOwnerOrGuardian {
        sender: stranger.clone(),
        owner: Some(owner.clone()),
        guardian: Some(guardian.clone()),
    };
    world.refused(&stranger, &ExecuteMsg::Pause {}, neither);
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
    let (owner, carrier) = (world.owner.clone(), world.carrier.clone());
    let offer = Action::TransferOwnership { new_owner: carrier.to_string(), expiry: None };
    world.must(&owner, &ExecuteMsg::UpdateOwnership(offer));
    world.must(&owner, &ExecuteMsg::Pause {});
    world.must(&carrier, &ExecuteMsg::UpdateOwnership(Action::AcceptOwnership));
    world.must(&carrier, &ExecuteMsg::Unpause {});
    let not_owner = GuardError::NotOwner { sender: owner.clone(), owner: Some(carrier) };
    world.refused(&owner, &ExecuteMsg::AdmitAsset { asset: native("uatom") }, not_owner);
}

#[test]
fn a_later_release_takes_over_stake_rounds_and_facts() {
    let mut world = World::with_questions();
    let (owner, oracle) = (world.owner.clone(), world.oracle.clone());
    world.settle(departure(), 0, happened(hour(10)));
    world.unpledge(1, 50);
    let arrived = all(1..=5, happened(hour(13)));
    let (stranger, msg) = (world.stranger.clone(), world.report_on(arrival(), 0, &arrived));
    world.must(&stranger, &msg);
    let (inquiry, feed) = (world.inquiry(), world.feed(FEED));

    // As if an earlier release had set it up.
    cw2_says(&mut world, CONTRACT_NAME, "0.0.9");
    let code_id = code(&mut world.chain);
    world.chain.migrate(&owner, &oracle, &MigrateMsg {}, code_id).unwrap();
    assert_eq!((world.inquiry(), world.feed(FEED)), (inquiry, feed));
    let msg = world.report_on(arrival(), 0, &all(6..=9, happened(hour(13))));
    world.must(&stranger, &msg);
    assert_eq!(world.inquiry().sequence, 2);
    let version = cw2::query_contract_info(&world.chain.querier(), &world.oracle).unwrap();
    assert_eq!((version.contract.as_str(), version.version.as_str()), (CONTRACT_NAME, CONTRACT_VERSION));
}

#[test]
fn other_contracts_and_the_same_or_later_releases_are_not_taken_over() {
    let mut world = World::new();
    let (owner, oracle, code_id) = (world.owner.clone(), world.oracle.clone(), code(&mut world.chain));
    for (name, version) in
        [(CONTRACT_NAME, CONTRACT_VERSION), (CONTRACT_NAME, "9.0.0"), ("portolan/shipment", "0.0.1")]
    {
        cw2_says(&mut world, name, version);
        let error: ContractError = refusal(world.chain.migrate(&owner, &oracle, &MigrateMsg {}, code_id));
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
    let oracle = world.oracle.clone();
    let set = |storage: &mut dyn Storage| cw2::set_contract_version(storage, name, version).unwrap();
    world.chain.tamper(&oracle, set);
}

/// A record of another release is never read as if it were of this one.
#[test]
fn a_record_that_is_none_is_an_error() {
    let mut world = World::new();
    let (owner, oracle) = (world.owner.clone(), world.oracle.clone());
    world.chain.tamper(&oracle, |storage| storage.set(b"C", b"{}"));
    let admit = ExecuteMsg::AdmitAsset { asset: native("uatom") };
    assert!(matches!(refusal(world.send(&owner, &admit)), ContractError::Record(_)));
}
