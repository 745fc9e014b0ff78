//! The register of issuers.

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

use guard::GuardError;
use shipment::ContractError;
use support::*;
use types::shipment::*;

const LEI: &str = "529900T8BM49AURSDO55";

fn register(scac: Option<&str>, lei: Option<&str>) -> ExecuteMsg {
    ExecuteMsg::RegisterIssuer { scac: scac.map(word), lei: lei.map(word) }
}

fn attest(issuer: &cosmwasm_std::Addr, attested: bool) -> ExecuteMsg {
    ExecuteMsg::AttestIssuer { issuer: issuer.to_string(), attested }
}

fn name_attestor(attestor: &cosmwasm_std::Addr, allowed: bool) -> ExecuteMsg {
    ExecuteMsg::SetAttestor { attestor: attestor.to_string(), allowed }
}

fn entry(world: &World) -> IssuerResponse {
    world.query(&QueryMsg::Issuer { issuer: world.carrier.to_string() })
}

/// The carrier registered, the bank is an attestor.
fn registered() -> World {
    let mut world = World::new();
    let (carrier, bank, owner) = (world.carrier.clone(), world.bank.clone(), world.owner.clone());
    world.must(&carrier, &register(Some("MSCU"), Some(LEI)));
    world.must(&owner, &name_attestor(&bank, true));
    world
}

#[test]
fn an_issuer_enters_itself_and_an_attestor_vouches() {
    let mut world = registered();
    let (carrier, bank) = (world.carrier.clone(), world.bank.clone());
    assert_eq!(
        entry(&world),
        IssuerResponse {
            issuer: carrier.to_string(),
            scac: Some(word("MSCU")),
            lei: Some(word(LEI)),
            attested_by: None,
        }
    );
    world.must(&bank, &attest(&carrier, true));
    assert_eq!(entry(&world).attested_by, Some(bank.to_string()));
    world.must(&bank, &attest(&carrier, false));
    assert_eq!(entry(&world).attested_by, None);
}

#[test]
fn a_change_strikes_the_attestation_and_a_repetition_does_not() {
    let mut world = registered();
    let (carrier, bank) = (world.carrier.clone(), world.bank.clone());
    world.must(&bank, &attest(&carrier, true));
    world.must(&carrier, &register(Some("MSCU"), Some(LEI)));
    assert_eq!(entry(&world).attested_by, Some(bank.to_string()));
    world.must(&carrier, &register(Some("MAEU"), Some(LEI)));
    assert_eq!(entry(&world).attested_by, None);
    world.must(&bank, &attest(&carrier, true));
    world.must(&carrier, &register(Some("MAEU"), None));
    assert_eq!(entry(&world).attested_by, None);
}

#[test]
fn only_attestors_attest_and_only_who_is_registered() {
    let mut world = registered();
    let (carrier, bank, owner, buyer) =
        (world.carrier.clone(), world.bank.clone(), world.owner.clone(), world.buyer.clone());
    for nobody in [&carrier, &owner, &buyer] {
        world.refused(nobody, &attest(&carrier, true), ContractError::NotAttestor { sender: nobody.clone() });
    }
    world.refused(&bank, &attest(&buyer, true), ContractError::UnknownIssuer { issuer: buyer.clone() });
    world.must(&owner, &name_attestor(&bank, false));
    world.refused(&bank, &attest(&carrier, true), ContractError::NotAttestor { sender: bank.clone() });
}

#[test]
fn only_the_owner_names_attestors() {
    let mut world = registered();
    let (bank, owner) = (world.bank.clone(), world.owner.clone());
    let not_owner = GuardError::NotOwner { sender: bank.clone(), owner: Some(owner) };
    world.refused(&bank, &name_attestor(&bank, true), not_owner.into());
}

#[test]
fn an_entry_says_something() {
    let mut world = World::new();
    let carrier = world.carrier.clone();
    world.refused(&carrier, &register(None, None), ContractError::EmptyRegistration);
    let unknown: Result<IssuerResponse, _> =
        world.chain.query(&world.shipment, &QueryMsg::Issuer { issuer: carrier.to_string() });
    assert!(unknown.is_err());
}
