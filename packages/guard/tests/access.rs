//! Who may own, pause and unpause.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{
    testing::{mock_dependencies, mock_env, MockApi, MockQuerier, MockStorage},
    Addr, OwnedDeps,
};
use guard::{owner, Action, GuardError, OwnershipError, Pause, PauseState};

const PAUSE: Pause = Pause::new(b'G');

type Deps = OwnedDeps<MockStorage, MockApi, MockQuerier>;

fn given_an_owner_and_a_guardian() -> Deps {
    let mut deps = mock_dependencies();
    owner::initialise(&mut deps.storage, &deps.api, deps.api.addr_make("owner").as_str()).unwrap();
    let guardian = actor(&deps, "guardian");
    PAUSE.initialise(&mut deps.storage, Some(guardian)).unwrap();
    deps
}

fn actor(deps: &Deps, name: &str) -> Addr {
    deps.api.addr_make(name)
}

fn update(deps: &mut Deps, sender: &Addr, action: Action) -> Result<(), GuardError> {
    owner::update(deps.as_mut(), &mock_env().block, sender, action).map(|_| ())
}

fn not_owner(sender: &Addr, owner: &Addr) -> Result<(), GuardError> {
    Err(GuardError::NotOwner { sender: sender.clone(), owner: Some(owner.clone()) })
}

#[test]
fn an_owner_hands_over_in_two_steps() {
    let mut deps = given_an_owner_and_a_guardian();
    let (old, new) = (actor(&deps, "owner"), actor(&deps, "new owner"));

    let offer = Action::TransferOwnership { new_owner: new.to_string(), expiry: None };
    update(&mut deps, &old, offer).unwrap();
    assert_eq!(owner::assert_owner(&deps.storage, &old), Ok(()));
    assert_eq!(owner::assert_owner(&deps.storage, &new), not_owner(&new, &old));

    update(&mut deps, &new, Action::AcceptOwnership).unwrap();
    assert_eq!(owner::assert_owner(&deps.storage, &new), Ok(()));
    assert_eq!(owner::assert_owner(&deps.storage, &old), not_owner(&old, &new));
    assert_eq!(owner::ownership(&deps.storage).unwrap().owner, Some(new));
}

#[test]
fn a_stranger_neither_offers_nor_accepts() {
    let mut deps = given_an_owner_and_a_guardian();
    let thief = actor(&deps, "thief");
    let offer = Action::TransferOwnership { new_owner: thief.to_string(), expiry: None };
    assert_eq!(update(&mut deps, &thief, offer), Err(GuardError::Ownership(OwnershipError::NotOwner)));
    assert_eq!(
        update(&mut deps, &thief, Action::AcceptOwnership),
        Err(GuardError::Ownership(OwnershipError::TransferNotFound))
    );
}

#[test]
fn a_renounced_contract_is_nobody_s() {
    let mut deps = given_an_owner_and_a_guardian();
    let old = actor(&deps, "owner");
    update(&mut deps, &old, Action::RenounceOwnership).unwrap();
    assert_eq!(
        owner::assert_owner(&deps.storage, &old),
        Err(GuardError::NotOwner { sender: old, owner: None })
    );
}

#[test]
fn owner_and_guardian_pause_and_only_the_owner_unpauses() {
    let mut deps = given_an_owner_and_a_guardian();
    let [owner, guardian] = ["owner", "guardian"].map(|name| actor(&deps, name));
    for pauser in [&owner, &guardian] {
        assert_eq!(PAUSE.assert_running(&deps.storage), Ok(()));
        PAUSE.pause(&mut deps.storage, pauser).unwrap();
        assert_eq!(PAUSE.assert_running(&deps.storage), Err(GuardError::Paused));
        assert_eq!(PAUSE.pause(&mut deps.storage, pauser), Ok(()), "once more changes nothing");

        assert_eq!(PAUSE.unpause(&mut deps.storage, &guardian), not_owner(&guardian, &owner));
        assert_eq!(PAUSE.assert_running(&deps.storage), Err(GuardError::Paused));
        PAUSE.unpause(&mut deps.storage, &owner).unwrap();
    }
    assert_eq!(PAUSE.assert_running(&deps.storage), Ok(()));
}

#[test]
fn a_stranger_pauses_nothing() {
    let mut deps = given_an_owner_and_a_guardian();
    let [owner, guardian, thief] = ["owner", "guardian", "thief"].map(|name| actor(&deps, name));
    assert_eq!(
        PAUSE.pause(&mut deps.storage, &thief),
        Err(GuardError::NotOwnerOrGuardian {
            sender: thief.clone(),
            owner: Some(owner.clone()),
            guardian: Some(guardian.clone()),
        })
    );
    assert_eq!(PAUSE.set_guardian(&mut deps.storage, &thief, Some(thief.clone())), not_owner(&thief, &owner));
    assert_eq!(PAUSE.state(&deps.storage), Ok(PauseState { paused: false, guardian: Some(guardian) }));
}

#[test]
fn a_removed_guardian_pauses_no_more_but_its_pause_stands() {
    let mut deps = given_an_owner_and_a_guardian();
    let [owner, guardian] = ["owner", "guardian"].map(|name| actor(&deps, name));
    PAUSE.pause(&mut deps.storage, &guardian).unwrap();
    PAUSE.set_guardian(&mut deps.storage, &owner, None).unwrap();
    assert_eq!(PAUSE.assert_running(&deps.storage), Err(GuardError::Paused));

    PAUSE.unpause(&mut deps.storage, &owner).unwrap();
    assert_eq!(
        PAUSE.pause(&mut deps.storage, &guardian),
        Err(GuardError::NotOwnerOrGuardian { sender: guardian, owner: Some(owner), guardian: None })
    );
}

#[test]
fn without_owner_and_guardian_nobody_pauses() {
    let mut deps = given_an_owner_and_a_guardian();
    let owner = actor(&deps, "owner");
    PAUSE.set_guardian(&mut deps.storage, &owner, None).unwrap();
    update(&mut deps, &owner, Action::RenounceOwnership).unwrap();
    assert_eq!(
        PAUSE.pause(&mut deps.storage, &owner),
        Err(GuardError::NotOwnerOrGuardian { sender: owner, owner: None, guardian: None })
    );
}

#[test]
fn a_refusal_names_who_may() {
    let [sender, owner] = ["thief", "operator"].map(Addr::unchecked);
    let refusal = GuardError::NotOwner { sender: sender.clone(), owner: Some(owner) };
    assert_eq!(refusal.to_string(), "thief is not the owner; send this from operator");
    let refusal = GuardError::NotOwnerOrGuardian { sender, owner: None, guardian: None };
    assert_eq!(refusal.to_string(), "thief is neither the owner (nobody) nor the guardian (nobody)");
}
