//! Hands contracts over to their owner, in the two steps of cw-ownable: the deployer offers, the owner accepts.

use anyhow::{bail, Result};
use cosmwasm_std::{Addr, CosmosMsg};
use cw_ownable::{Action, Ownership};
use serde_json::{json, Value};

use super::contracts::{Contracts, Installed};
use crate::chain::{ask, call, must, Chain, Transaction};

/// How far a handover is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handover {
    /// The owner has them all.
    Complete,
    /// He has still to accept.
    Offered,
}

/// What is sent to accept ownership, to each contract.
pub fn acceptance() -> Value {
    json!({"update_ownership": "accept_ownership"})
}

/// Brings the handover as far as the keys at hand allow: `accepts` says whether the owner's is.
pub fn hand_over(
    chain: &mut dyn Chain,
    contracts: &Contracts,
    deployer: &Addr,
    owner: &Addr,
    accepts: bool,
) -> Result<Handover> {
    let (mut offers, mut acceptances) = (Vec::new(), Vec::new());
    for contract in contracts.all() {
        let at = &contract.placed.address;
        let found = ownership(chain, contract)?;
        if found.owner.as_ref() == Some(owner) {
            continue;
        }
        if found.owner.as_ref() != Some(deployer) {
            let whose = found.owner.map_or("nobody".to_owned(), String::from);
            bail!(
                "{} at {at} belongs to {whose}, neither to the deployer nor to the owner that was named",
                contract.code.name()
            );
        }
        if found.pending_owner.as_ref() != Some(owner) {
            let action = Action::TransferOwnership { new_owner: owner.to_string(), expiry: None };
            offers.push(update(at, action)?);
        }
        acceptances.push(update(at, Action::AcceptOwnership)?);
    }
    if !offers.is_empty() {
        must(chain, Transaction { sender: deployer.clone(), messages: offers })?;
    }
    if acceptances.is_empty() {
        return Ok(Handover::Complete);
    }
    if !accepts {
        return Ok(Handover::Offered);
    }
    must(chain, Transaction { sender: owner.clone(), messages: acceptances })?;
    Ok(Handover::Complete)
}

/// Who owns a contract, and who is about to.
pub fn ownership(chain: &dyn Chain, contract: &Installed) -> Result<Ownership<Addr>> {
    ask(chain, &contract.placed.address, &json!({"ownership": {}}))
}

fn update(contract: &Addr, action: Action) -> Result<CosmosMsg> {
    call(contract, &json!({"update_ownership": action}), vec![])
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::coin;
    use numeric::{Seconds, UnixTime};
    use types::denom::UncheckedDenom;

    use super::*;
    use crate::chain::Embedded;
    use crate::deploy::contracts::{install, Plan};

    fn installed(chain: &mut Embedded, name: &str, deployer: &Addr, owner: &Addr) -> Contracts {
        let plan = Plan {
            name: name.to_owned(),
            deployer: deployer.clone(),
            owner: owner.clone(),
            guardian: None,
            unbonding: Seconds::days(21),
            assets: vec![UncheckedDenom::Native("uusd".to_owned())],
        };
        install(chain, &plan).unwrap()
    }

    #[test]
    fn an_owner_has_them_only_once_he_accepts() {
        let start = UnixTime::new(1_357_000_000).unwrap();
        let mut chain = Embedded::starting(start, "treasury", coin(1_000, "uusd")).unwrap();
        let [deployer, owner] = ["deployer", "owner"].map(|name| chain.account(name).unwrap());
        let contracts = installed(&mut chain, "trade", &deployer, &owner);
        let owners = |chain: &Embedded| {
            contracts.all().map(|contract| ownership(chain, contract).unwrap().owner.unwrap())
        };

        let mut hand_over = |accepts| hand_over(&mut chain, &contracts, &deployer, &owner, accepts).unwrap();
        assert_eq!((hand_over(false), hand_over(false)), (Handover::Offered, Handover::Offered));
        assert_eq!(owners(&chain), [&deployer; 4].map(Addr::clone));

        // The owner sends what the command prints.
        let sent: Vec<_> = contracts
            .all()
            .map(|contract| call(&contract.placed.address, &acceptance(), vec![]).unwrap())
            .into();
        must(&mut chain, Transaction { sender: owner.clone(), messages: sent }).unwrap();
        assert_eq!(owners(&chain), [&owner; 4].map(Addr::clone));
        let done = super::hand_over(&mut chain, &contracts, &deployer, &owner, false).unwrap();
        assert_eq!(done, Handover::Complete);
    }

    #[test]
    fn what_came_later_is_handed_over_beside_what_the_owner_has() {
        let start = UnixTime::new(1_357_000_000).unwrap();
        let mut chain = Embedded::starting(start, "treasury", coin(1_000, "uusd")).unwrap();
        let [deployer, owner] = ["deployer", "owner"].map(|name| chain.account(name).unwrap());
        let before = installed(&mut chain, "trade", &deployer, &owner);
        hand_over(&mut chain, &before, &deployer, &owner, true).unwrap();
        let Contracts { devices, .. } = installed(&mut chain, "later", &deployer, &owner);
        let now = Contracts { devices, ..before };
        let done = hand_over(&mut chain, &now, &deployer, &owner, true).unwrap();
        assert_eq!(done, Handover::Complete);
        assert_eq!(ownership(&chain, &now.devices).unwrap().owner, Some(owner));
    }

    #[test]
    fn contracts_of_a_stranger_are_not_handed_over() {
        let start = UnixTime::new(1_357_000_000).unwrap();
        let mut chain = Embedded::starting(start, "treasury", coin(1_000, "uusd")).unwrap();
        let [deployer, owner, other] =
            ["deployer", "owner", "other"].map(|name| chain.account(name).unwrap());
        let contracts = installed(&mut chain, "trade", &deployer, &owner);
        hand_over(&mut chain, &contracts, &deployer, &owner, true).unwrap();
        let said = hand_over(&mut chain, &contracts, &deployer, &other, true).unwrap_err().to_string();
        assert!(said.contains(&format!("belongs to {owner}")), "{said}");
    }
}
