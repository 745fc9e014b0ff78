//! The four contracts, set up in the order in which they know each other. What is on the chain already stays: a
//! deployment that was interrupted goes on where it was, and a finished one changes nothing.

use anyhow::{ensure, Result};
use cosmwasm_std::Addr;
use numeric::Seconds;
use serde::Serialize;
use types::denom::UncheckedDenom;
use types::shipment::AdmittedRole;
use types::{devices, escrow, oracle, shipment};

use crate::chain::{ask, call, instantiate, must, Chain, Code, Placed, Transaction};

/// What decides where the contracts are and who rules them.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Tells this deployment from others of the same deployer.
    pub name: String,
    /// Who sets them up, and owns them at first.
    pub deployer: Addr,
    /// Who may change their code.
    pub owner: Addr,
    /// Who may pause them.
    pub guardian: Option<Addr>,
    /// How long unbonded stake waits.
    pub unbonding: Seconds,
    /// Settlement assets, in which operators bond too.
    pub assets: Vec<UncheckedDenom>,
}

/// The contracts of a deployment.
#[derive(Clone, Debug)]
pub struct Contracts {
    /// Facts.
    pub oracle: Installed,
    /// Titles.
    pub shipment: Installed,
    /// Agreements.
    pub escrow: Installed,
    /// Keys of things that measure, and their logs.
    pub devices: Installed,
}

/// A contract that is in its place.
#[derive(Clone, Debug)]
pub struct Installed {
    /// Which.
    pub code: Code,
    /// Where, and with which code.
    pub placed: Placed,
    /// Whether it was set up just now.
    pub is_new: bool,
}

impl Contracts {
    /// All of them, in the order in which they are set up.
    pub fn all(&self) -> [&Installed; 4] {
        [&self.oracle, &self.shipment, &self.escrow, &self.devices]
    }
}

/// Sets up what is not there yet.
pub fn install(chain: &mut dyn Chain, plan: &Plan) -> Result<Contracts> {
    let found = chain.contracts_of(&plan.deployer)?;
    let deployer = plan.deployer.to_string();
    let guardian = plan.guardian.as_ref().map(Addr::to_string);
    let oracle = oracle::InstantiateMsg {
        owner: deployer.clone(),
        guardian: guardian.clone(),
        unbonding: plan.unbonding,
        assets: plan.assets.clone(),
    };
    let oracle = place(chain, plan, &found, Code::Oracle, &oracle)?;
    let shipment = shipment::InstantiateMsg {
        owner: deployer.clone(),
        guardian: guardian.clone(),
        name: "Portolan titles".to_owned(),
        symbol: "TITLE".to_owned(),
        oracle: oracle.placed.address.to_string(),
    };
    let shipment = place(chain, plan, &found, Code::Shipment, &shipment)?;
    let escrow = escrow::InstantiateMsg {
        owner: deployer.clone(),
        guardian: guardian.clone(),
        name: "Portolan receivables".to_owned(),
        symbol: "RECEIVABLE".to_owned(),
        shipment: shipment.placed.address.to_string(),
        oracle: oracle.placed.address.to_string(),
        assets: plan.assets.clone(),
    };
    let escrow = place(chain, plan, &found, Code::Escrow, &escrow)?;
    admit(chain, plan, &shipment.placed.address, &escrow.placed.address)?;
    let devices = devices::InstantiateMsg { owner: deployer, guardian };
    let devices = place(chain, plan, &found, Code::Devices, &devices)?;
    Ok(Contracts { oracle, shipment, escrow, devices })
}

/// A contract is found by its label among those of its deployer: nobody else can set one up in his name.
fn place(
    chain: &mut dyn Chain,
    plan: &Plan,
    found: &[Placed],
    code: Code,
    msg: &impl Serialize,
) -> Result<Installed> {
    let label = format!("{}/{}", plan.name, code.name());
    let checksum = chain.checksum(code)?;
    if let Some(placed) = found.iter().find(|placed| placed.label == label) {
        ensure!(
            placed.checksum == checksum,
            "{} runs at {}, but with other code ({}) than what is built here ({checksum}): `portolan upgrade` changes \
             the code, another --name sets up contracts beside it",
            code.name(),
            placed.address,
            placed.checksum
        );
        return Ok(Installed { code, placed: placed.clone(), is_new: false });
    }
    let code_id = chain.upload(code)?;
    let address = instantiate(chain, &plan.deployer, &plan.owner, code, &label, msg)?;
    let admin = Some(plan.owner.clone());
    Ok(Installed { code, placed: Placed { address, label, code_id, checksum, admin }, is_new: true })
}

/// The titles' contract takes holds only from contracts that its owner admitted.
fn admit(chain: &mut dyn Chain, plan: &Plan, shipment: &Addr, escrow: &Addr) -> Result<()> {
    let config: shipment::ConfigResponse = ask(chain, shipment, &shipment::QueryMsg::Config {})?;
    if config.admitted.iter().any(|admitted| admitted.contract == escrow.as_str()) {
        return Ok(());
    }
    let admit = shipment::ExecuteMsg::Admit { contract: escrow.to_string(), role: AdmittedRole::Settlement };
    must(chain, Transaction::of(&plan.deployer, call(shipment, &admit, vec![])?))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::coin;
    use numeric::UnixTime;

    use super::*;
    use crate::chain::Embedded;

    fn chain() -> (Embedded, Plan) {
        let start = UnixTime::new(1_357_000_000).unwrap();
        let mut chain = Embedded::starting(start, "treasury", coin(1_000, "uusd")).unwrap();
        let deployer = chain.account("deployer").unwrap();
        let plan = Plan {
            name: "trade".to_owned(),
            deployer: deployer.clone(),
            owner: chain.account("owner").unwrap(),
            guardian: None,
            unbonding: Seconds::days(21),
            assets: vec![UncheckedDenom::Native("uusd".to_owned())],
        };
        (chain, plan)
    }

    fn addresses(contracts: &Contracts) -> [(Addr, bool); 4] {
        contracts.all().map(|contract| (contract.placed.address.clone(), contract.is_new))
    }

    #[test]
    fn installed_again_nothing_changes_and_another_name_is_another_place() {
        let (mut chain, plan) = chain();
        let first = addresses(&install(&mut chain, &plan).unwrap());
        let again = addresses(&install(&mut chain, &plan).unwrap());
        let beside = addresses(&install(&mut chain, &Plan { name: "other".to_owned(), ..plan }).unwrap());
        assert_eq!(first.clone().map(|(address, is_new)| (address, !is_new)), again);
        for (one, other) in first.iter().zip(&beside) {
            assert_ne!(one.0, other.0);
            assert!(one.1 && other.1);
        }
    }

    #[test]
    fn what_was_interrupted_goes_on_where_it_was() {
        // given: only the oracle is there
        let (mut chain, plan) = chain();
        let msg = oracle::InstantiateMsg {
            owner: plan.deployer.to_string(),
            guardian: None,
            unbonding: plan.unbonding,
            assets: plan.assets.clone(),
        };
        let oracle =
            instantiate(&mut chain, &plan.deployer, &plan.owner, Code::Oracle, "trade/oracle", &msg).unwrap();
        // when
        let contracts = install(&mut chain, &plan).unwrap();
        // then it is used, and the titles ask it
        assert_eq!(addresses(&contracts).map(|(_, is_new)| is_new), [false, true, true, true]);
        assert_eq!(contracts.oracle.placed.address, oracle);
        let titles = contracts.shipment.placed.address;
        let config: shipment::ConfigResponse = ask(&chain, &titles, &shipment::QueryMsg::Config {}).unwrap();
        assert_eq!(config.oracle, oracle.as_str());
        assert_eq!(config.admitted[0].contract, contracts.escrow.placed.address.as_str());
    }

    #[test]
    fn other_code_at_the_place_is_said_and_left_alone() {
        let (mut chain, plan) = chain();
        let token = cw20_base::msg::InstantiateMsg {
            name: "token".to_owned(),
            symbol: "TOK".to_owned(),
            decimals: 6,
            initial_balances: vec![],
            mint: None,
            marketing: None,
        };
        instantiate(&mut chain, &plan.deployer, &plan.owner, Code::Cw20, "trade/oracle", &token).unwrap();
        let said = install(&mut chain, &plan).unwrap_err().to_string();
        assert!(said.starts_with("oracle runs at portolan1") && said.contains("portolan upgrade"), "{said}");
    }
}
