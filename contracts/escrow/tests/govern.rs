//! Set-up, assets, pause, ownership, migration.

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

use cosmwasm_std::testing::{mock_dependencies, mock_env};
use cosmwasm_std::{coin, Binary, Reply, Storage, SubMsgResponse, SubMsgResult};
use cw20::Denom;
use cw_ownable::Action;
use escrow::{ContractError, CONTRACT_NAME, CONTRACT_VERSION};
use guard::{GuardError, MigrateError, PaymentError};
use payments::PaymentsError;
use support::*;
use testing::{assert_err, refusal, Chain};
use types::denom::UncheckedDenom;
use types::escrow::*;

fn set_up(chain: &mut Chain) -> InstantiateMsg {
    let name = |chain: &Chain, name: &str| chain.actor(name).to_string();
    InstantiateMsg {
        owner: name(chain, "owner"),
        guardian: None,
        name: "Receivables".to_owned(),
        symbol: "R".to_owned(),
        shipment: name(chain, "shipment"),
        oracle: name(chain, "oracle"),
        assets: vec![UncheckedDenom::Native("uusd".to_owned())],
    }
}

#[test]
fn it_is_set_up_with_names_peers_and_assets() {
    let world = World::new();
    let config: ConfigResponse = world.query(&QueryMsg::Config {});
    assert_eq!((config.guardian, config.paused), (Some(world.guardian.to_string()), false));
    assert_eq!((config.shipment, config.oracle), (world.shipment.to_string(), world.oracle.to_string()));
    assert_eq!(config.assets.len(), 4);
}

#[test]
fn a_bad_set_up_is_refused() {
    let mut chain = Chain::new();
    let code_id = code(&mut chain);
    let owner = chain.actor("owner");
    let good = set_up(&mut chain);
    let text = |what, max, actual: &str| {
        ContractError::Nft(nft::NftError::CollectionText { what, max, actual: actual.to_owned() })
    };
    let usd = UncheckedDenom::Native("uusd".to_owned());
    let twice = PaymentsError::AssetAdmitted { asset: Denom::Native("uusd".to_owned()) };
    let no_token = PaymentsError::NotACw20 { token: chain.actor("nobody") };
    let nobody = UncheckedDenom::Cw20(chain.actor("nobody").to_string());
    for (msg, expected) in [
        (InstantiateMsg { name: String::new(), ..good.clone() }, text("name", 64, "")),
        (InstantiateMsg { name: "x".repeat(65), ..good.clone() }, text("name", 64, &"x".repeat(65))),
        (InstantiateMsg { symbol: "x".repeat(17), ..good.clone() }, text("symbol", 16, &"x".repeat(17))),
        (InstantiateMsg { symbol: "a\nb".to_owned(), ..good.clone() }, text("symbol", 16, "a\nb")),
        (InstantiateMsg { assets: vec![usd.clone(), usd], ..good.clone() }, twice.into()),
        (InstantiateMsg { assets: vec![nobody], ..good.clone() }, no_token.into()),
    ] {
        assert_err(chain.instantiate(code_id, &owner, &msg), expected);
    }
    for msg in [
        InstantiateMsg { owner: "nobody".to_owned(), ..good.clone() },
        InstantiateMsg { guardian: Some("nobody".to_owned()), ..good.clone() },
        InstantiateMsg { shipment: "nobody".to_owned(), ..good.clone() },
        InstantiateMsg { oracle: "nobody".to_owned(), ..good.clone() },
        InstantiateMsg { assets: vec![UncheckedDenom::Native("u".to_owned())], ..good.clone() },
    ] {
        refusal::<ContractError>(chain.instantiate(code_id, &owner, &msg));
    }
    let many = (0..17).map(|i| UncheckedDenom::Native(format!("asset{i}"))).collect();
    let error = refusal(chain.instantiate(code_id, &owner, &InstantiateMsg { assets: many, ..good.clone() }));
    assert!(matches!(error, ContractError::Payments(PaymentsError::TooManyAssets { actual: 16, .. })));
    chain.fund(&owner, coin(5, "untrn"));
    let funds = [coin(5, "untrn")];
    let paid = chain.instantiate_with(code_id, &owner, &good, &funds);
    assert_err(paid, ContractError::Payment(PaymentError::NotPayable { actual: funds.to_vec() }));
}

#[test]
fn assets_are_admitted_and_retired() {
    let mut world = World::new();
    let (owner, escrow) = (world.owner.clone(), world.escrow.clone());
    let token = world.chain.cw20("GBP", &[]);
    let admit = |asset: &Denom| ExecuteMsg::AdmitAsset { asset: asset.clone().into() };
    let retire = |asset: &Denom| ExecuteMsg::RetireAsset { asset: asset.clone().into() };
    let gbp = Denom::Cw20(token);
    world.refused(&owner, &retire(&gbp), ContractError::AssetUnknown { asset: gbp.clone() });
    world.must(&owner, &admit(&gbp));
    world.refused(&owner, &admit(&gbp), PaymentsError::AssetAdmitted { asset: gbp.clone() });
    world.must(&owner, &retire(&gbp));
    world.must(&owner, &admit(&gbp));
    let nobody = world.stranger.clone();
    let no_token = PaymentsError::NotACw20 { token: nobody.clone() };
    world.refused(&owner, &admit(&Denom::Cw20(nobody)), no_token);
    let own = PaymentsError::OwnAddress { token: escrow.clone() };
    world.refused(&owner, &admit(&Denom::Cw20(escrow)), own);
}

#[test]
fn owner_and_guardian_pause_and_the_owner_unpauses() {
    let mut world = World::new();
    let (owner, guardian, stranger) = (world.owner.clone(), world.guardian.clone(), world.stranger.clone());
    world.must(&guardian, &ExecuteMsg::Pause {});
    assert!(world.query::<ConfigResponse>(&QueryMsg::Config {}).paused);
    let not_owner = GuardError::NotOwner { sender: guardian.clone(), owner: Some(owner.clone()) };
    world.refused(&guardian, &ExecuteMsg::Unpause {}, not_owner);
    world.must(&owner, &ExecuteMsg::Unpause {});
    let neither = GuardError::NotOwnerOrGuardian {
        sender: stranger.clone(),
        owner: Some(owner.clone()),
        guardian: Some(guardian),
    };
    world.refused(&stranger, &ExecuteMsg::Pause {}, neither);
    world.must(&owner, &ExecuteMsg::SetGuardian { guardian: Some(stranger.to_string()) });
    world.must(&stranger, &ExecuteMsg::Pause {});
}

/// Everything but proposing and accepting goes on.
#[test]
fn a_pause_stops_nothing_that_has_begun() {
    let mut world = World::agreed(|world| {
        let (surveyor, late) = (approved_by(&world.surveyor), late_from(pays(on(arrived()), 300), day(30)));
        let rest = pays(surveyor, 10);
        let debt = owes(on(loaded()), 100);
        sale_of(world, vec![debt, releasing(late), rest.clone(), rest.clone(), rest.clone(), rest])
    });
    let (guardian, buyer, seller, bank) =
        (world.guardian.clone(), world.buyer.clone(), world.seller.clone(), world.bank.clone());
    let (arbiter, stranger, surveyor) =
        (world.arbiter.clone(), world.stranger.clone(), world.surveyor.clone());
    let service = service(&world);
    world.agree(&service);
    world.must(&guardian, &ExecuteMsg::Pause {});
    world.wait_until(day(21));
    world.present(1);
    world.must(&seller, &return_documents(1));
    world.present(1);
    world.must(&buyer, &waive(1));
    world.must(&seller, &follow(2));
    world.must(&buyer, &consent_to(1, types::shipment::ConsentedAct::Paper));
    world.fact(loaded(), happened(day(1)));
    world.must_with(&buyer, &pay_in(1, 0), 50);
    world.wait_until(day(60));
    world.must(&stranger, &age(1, 0));
    world.must(&seller, &write_off(1, 0));
    world.must(&surveyor, &approve_milestone(1, 2));
    world.must(&buyer, &release(1, 3));
    world.must_with(&buyer, &top_up(1, 4), 5);
    world.must(&seller, &change(1, 4, to_amount(11)));
    world.must(&buyer, &dispute(1, &[4]));
    world.must(&arbiter, &resolve(1, &[(4, 15)], TitleAward::Unchanged));
    world.must(&seller, &approve("1/5", &bank));
    world.must(&bank, &transfer("1/5", &bank));
    world.must(&bank, &dispute(1, &[5]));
    world.wait_until(day(80));
    world.must(&stranger, &lapse(1));
    world.must(&bank, &relinquish(1, 5));
    world.must(&stranger, &sync(1));
    world.wait_until(day(100));
    world.must(&stranger, &long_stop(1));
    world.must(&stranger, &long_stop(2));
}

#[test]
fn the_ownership_passes_in_two_steps() {
    let mut world = World::new();
    let (owner, bank) = (world.owner.clone(), world.bank.clone());
    let offer = Action::TransferOwnership { new_owner: bank.to_string(), expiry: None };
    world.must(&owner, &ExecuteMsg::UpdateOwnership(offer));
    world.must(&owner, &ExecuteMsg::Pause {});
    world.must(&bank, &ExecuteMsg::UpdateOwnership(Action::AcceptOwnership));
    let ownership: cw_ownable::Ownership<String> = world.query(&QueryMsg::Ownership {});
    assert_eq!(ownership.owner, Some(bank.to_string()));
    world.must(&bank, &ExecuteMsg::Unpause {});
    assert!(world.send(&owner, &ExecuteMsg::Pause {}).is_err());
}

#[test]
fn a_later_release_takes_over_disputes_debts_claims_and_receivables() {
    let mut world = World::agreed(|world| {
        let milestones = vec![pays(on(arrived()), 1_000), owes(on(loaded()), 2_000), pays(on(loaded()), 30)];
        sale_of(world, milestones)
    });
    let (owner, buyer, seller, arbiter) =
        (world.owner.clone(), world.buyer.clone(), world.seller.clone(), world.arbiter.clone());
    let contract = world.contract();
    world.must(&seller, &transfer("1/2", contract.address()));
    contract.refuse(&mut world.chain);
    world.present(1);
    world.fact(loaded(), happened(day(1)));
    world.must(&buyer, &dispute(1, &[0]));
    let before = world.agreement(1);
    assert_eq!(world.claimable(contract.address()), 30);

    cw2_says(&mut world, CONTRACT_NAME, "0.0.9");
    let (code_id, escrow) = (code(&mut world.chain), world.escrow.clone());
    world.chain.migrate(&owner, &escrow, &MigrateMsg {}, code_id).unwrap();
    assert_eq!(world.agreement(1), before);
    world.assert_books();
    world.must(&arbiter, &resolve(1, &[(0, 999)], TitleAward::Unchanged));
    world.must_with(&buyer, &pay_in(1, 1), 2_000);
    let withdraw = ExecuteMsg::Withdraw { asset: world.asset.clone().into(), to: None };
    world.must(contract.address(), &withdraw);
    assert_eq!((world.gained(&seller), world.status(1)), (2_999, AgreementStatus::Closed));
    let version = cw2::query_contract_info(&world.chain.querier(), &world.escrow).unwrap();
    assert_eq!((version.contract.as_str(), version.version.as_str()), (CONTRACT_NAME, CONTRACT_VERSION));
}

#[test]
fn other_contracts_and_the_same_or_later_releases_are_not_taken_over() {
    let mut world = World::new();
    let (owner, escrow) = (world.owner.clone(), world.escrow.clone());
    let code_id = code(&mut world.chain);
    for (name, version) in
        [(CONTRACT_NAME, CONTRACT_VERSION), (CONTRACT_NAME, "9.0.0"), ("portolan/shipment", "0.0.1")]
    {
        cw2_says(&mut world, name, version);
        let error: ContractError = refusal(world.chain.migrate(&owner, &escrow, &MigrateMsg {}, code_id));
        let expected = match error {
            ContractError::Migrate(MigrateError::NotNewer { .. }) => name == CONTRACT_NAME,
            ContractError::Migrate(MigrateError::WrongContract { .. }) => name != CONTRACT_NAME,
            _ => false,
        };
        assert!(expected, "{name} {version}: {error:?}");
    }
}

#[test]
fn a_reply_that_was_never_asked_for_is_refused() {
    let failed = || SubMsgResult::Err("no".to_owned());
    #[allow(deprecated, reason = "the field of older chains")]
    let went_well = || SubMsgResult::Ok(SubMsgResponse { events: vec![], data: None, msg_responses: vec![] });
    for (id, result) in [(0, failed()), (2, failed()), (1, went_well())] {
        let mut deps = mock_dependencies();
        let reply = Reply { id, payload: Binary::default(), gas_used: 0, result };
        let refused = escrow::contract::reply(deps.as_mut(), mock_env(), reply);
        assert_eq!(refused, Err(ContractError::UnknownReply { id }));
    }
    let mut deps = mock_dependencies();
    let reply = Reply { id: 1, payload: Binary::from(b"{}"), gas_used: 0, result: failed() };
    let refused = escrow::contract::reply(deps.as_mut(), mock_env(), reply);
    assert!(matches!(refused, Err(ContractError::Hook(_))));
}

fn cw2_says(world: &mut World, name: &str, version: &str) {
    let escrow = world.escrow.clone();
    let set = |storage: &mut dyn Storage| cw2::set_contract_version(storage, name, version).unwrap();
    world.chain.tamper(&escrow, set);
}
