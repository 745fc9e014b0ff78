//! Everything set up: contracts, a feed with its committee, people with money.

use cosmwasm_std::{coin, Addr, Empty};
use cw20::{Cw20ExecuteMsg, Denom};
use cw_multi_test::Contract;
use numeric::{Amount, BasisPoints, Seconds};
use testing::{Chain, Stranger};
use types::oracle::{Consumer, ExecuteMsg, FeedKind, FeedRules, Security};
use types::shipment::AdmittedRole;
use types::{escrow, oracle, shipment};

use crate::contracts::{code, Calls, Deaf, Watched};
use crate::{Committee, HOUR};

/// What each of the people has at first, in the native coin and in the token.
pub const FUNDS: u128 = 1_000_000;
/// What each reporter is pledged.
pub const PLEDGE: u128 = 1_000;
/// What each has pledged where the feed is secured: 450,000 in all, and so 67,500 on times and 135,000 in all may hang on it.
pub const SECURED_PLEDGE: u128 = 50_000;
/// What a question costs until it closes, in the native coin.
pub const DEPOSIT: u128 = 10;
/// The native coin.
const NATIVE: &str = "uusd";
/// Who has money.
const PEOPLE: [&str; 9] =
    ["seller", "buyer", "carrier", "arbiter", "chamber", "surveyor", "investor", "anyone", "thief"];

/// Everything on one chain.
///
/// People are named: `seller`, `buyer`, `carrier` (who issues), `arbiter` and `chamber` (who decide disputes),
/// `surveyor` (who approves), `investor` (who buys receivables), `anyone`, `thief`; `owner` and `guardian` of the
/// contracts; `bank` is a contract that records what it gets, admitted as a financier.
pub struct Suite {
    /// The chain.
    pub chain: Chain,
    /// Facts.
    pub oracle: Addr,
    /// Titles.
    pub shipment: Addr,
    /// Agreements.
    pub escrow: Addr,
    /// A cw20 that is admitted beside the native coin.
    pub token: Addr,
    /// What agreements here are settled in.
    pub asset: Denom,
    /// The feed that answers.
    pub feed: u32,
    /// Who answers.
    pub committee: Committee,
    /// A financier.
    pub bank: Stranger,
    /// What the contracts did, if they are watched.
    pub calls: Calls,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Builder {
    token: bool,
    watched: bool,
    quick: Option<usize>,
    free: bool,
    secured: bool,
}

impl Builder {
    /// Agreements are settled in the token.
    pub fn in_token(self, token: bool) -> Self {
        Self { token, ..self }
    }

    /// Calls of the contracts are kept.
    pub fn watched(self) -> Self {
        Self { watched: true, ..self }
    }

    /// So many reporters with Ed25519 keys, instead of the nine.
    pub fn quick(self, reporters: usize) -> Self {
        Self { quick: Some(reporters), ..self }
    }

    /// Questions cost nothing.
    pub fn free_questions(self) -> Self {
        Self { free: true, ..self }
    }

    /// The feed is secured: a tenth of a percent a day for three days, two days to challenge, five for the `chamber` to decide.
    pub fn secured(self) -> Self {
        Self { secured: true, ..self }
    }

    /// Sets everything up.
    pub fn build(self) -> Suite {
        let mut chain = Chain::new();
        let people = PEOPLE.map(|name| chain.actor(name));
        let committee = match self.quick {
            Some(reporters) => Committee::quick(&chain, reporters),
            None => Committee::nine(&chain),
        };
        let operators = committee.operators();
        let funded: Vec<&Addr> = people.iter().chain(&operators).collect();
        for who in &funded {
            chain.fund(who, coin(FUNDS, NATIVE));
        }
        let token = chain.cw20("USD", &funded.iter().map(|who| (*who, FUNDS)).collect::<Vec<_>>());
        let asset = if self.token { Denom::Cw20(token.clone()) } else { Denom::Native(NATIVE.to_owned()) };
        let bank = chain.recorder();
        let nobody = chain.actor("nobody");
        let mut suite = Suite {
            oracle: nobody.clone(),
            shipment: nobody.clone(),
            escrow: nobody,
            chain,
            token,
            asset,
            feed: 1,
            committee,
            bank,
            calls: Calls::default(),
        };
        suite.instantiate(self.watched);
        suite.admit("escrow", AdmittedRole::Settlement);
        suite.admit("bank", AdmittedRole::Financier);
        suite.create_feed(if self.free { None } else { Some(DEPOSIT) }, self.secured);
        suite
    }
}

impl Suite {
    /// To be chosen from.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Settled in the native coin.
    pub fn native() -> Self {
        Self::builder().build()
    }

    /// Settled in the token.
    pub fn cw20() -> Self {
        Self::builder().in_token(true).build()
    }

    /// Both of these, for what must hold in either.
    pub fn both() -> [Self; 2] {
        [Self::native(), Self::cw20()]
    }

    /// The address of somebody, or of a contract by its name.
    pub fn address(&self, name: &str) -> Addr {
        match name {
            "oracle" => self.oracle.clone(),
            "shipment" => self.shipment.clone(),
            "escrow" => self.escrow.clone(),
            "token" => self.token.clone(),
            "bank" => self.bank.address().clone(),
            person => self.chain.actor(person),
        }
    }

    /// Admits a contract at `shipment`.
    pub fn admit(&mut self, contract: &str, role: AdmittedRole) {
        let contract = self.address(contract);
        self.admit_contract(&contract, role);
    }

    /// The same of a contract that has no name.
    pub fn admit_contract(&mut self, contract: &Addr, role: AdmittedRole) {
        self.shipment("owner", &shipment::ExecuteMsg::Admit { contract: contract.to_string(), role });
    }

    /// From now on a contract does not hear these messages (`query`: any question); of none it hears all again.
    pub fn deafen(&mut self, contract: &str, to: &[&str]) {
        let to: Vec<String> = to.iter().map(|name| (*name).to_owned()).collect();
        let name = format!("{contract}, deaf to {}", to.join(" "));
        let code_id = self.chain.store(&name, Box::new(Deaf { code: code(contract), to }));
        let (owner, address) = (self.address("owner"), self.address(contract));
        self.chain
            .migrate(&owner, &address, &cosmwasm_std::Empty {}, code_id)
            .expect("other code takes over");
    }

    /// From now on the calls of a contract are kept, and it hears everything.
    pub fn watch(&mut self, contract: &'static str) {
        let watched = Watched::new(contract, &self.calls);
        let deaf = Deaf { code: Box::new(watched), to: vec![] };
        let code_id = self.chain.store(&format!("{contract}, deaf to "), Box::new(deaf));
        let (owner, address) = (self.address("owner"), self.address(contract));
        self.chain
            .migrate(&owner, &address, &cosmwasm_std::Empty {}, code_id)
            .expect("other code takes over");
    }

    fn instantiate(&mut self, watched: bool) {
        let owner = self.address("owner");
        let (name, guardian) = (owner.to_string(), Some(self.address("guardian").to_string()));
        let assets = vec![Denom::Native(NATIVE.to_owned()).into(), Denom::Cw20(self.token.clone()).into()];
        let [oracle, shipment, escrow] = ["oracle", "shipment", "escrow"].map(|contract| {
            let code: Box<dyn Contract<Empty>> =
                if watched { Box::new(Watched::new(contract, &self.calls)) } else { code(contract) };
            self.chain.store(contract, code)
        });
        let msg = oracle::InstantiateMsg {
            owner: name.clone(),
            guardian: guardian.clone(),
            unbonding: Seconds::days(21),
            assets: assets.clone(),
        };
        self.oracle = self.chain.instantiate(oracle, &owner, &msg).expect("an oracle");
        let msg = shipment::InstantiateMsg {
            owner: name.clone(),
            guardian: guardian.clone(),
            name: "Portolan titles".to_owned(),
            symbol: "TITLE".to_owned(),
            oracle: self.oracle.to_string(),
        };
        self.shipment = self.chain.instantiate(shipment, &owner, &msg).expect("titles");
        let msg = escrow::InstantiateMsg {
            owner: name,
            guardian,
            name: "Portolan receivables".to_owned(),
            symbol: "RECEIVABLE".to_owned(),
            shipment: self.shipment.to_string(),
            oracle: self.oracle.to_string(),
            assets,
        };
        self.escrow = self.chain.instantiate(escrow, &owner, &msg).expect("an escrow");
    }

    /// A staked feed in the settlement asset; every reporter has a seat of the same weight.
    fn create_feed(&mut self, deposit: Option<u128>, secured: bool) {
        let operators = self.committee.operators();
        let rules = FeedRules {
            tolerance: Seconds::minutes(15),
            collection: Seconds::hours(1),
            min_operators: 2,
            min_classes: 2,
            correction: Seconds::days(7),
            longest_reservation: Seconds::days(400),
            unpledge_notice: Seconds::days(30),
            deposit: deposit.map(|amount| coin(amount, NATIVE)),
            measures: None,
        };
        let kind = FeedKind::Staked {
            asset: self.asset.clone().into(),
            min_pledge: Amount::new(PLEDGE),
            operators: operators.iter().map(Addr::to_string).collect(),
            security: secured.then(|| Box::new(self.security())),
        };
        let pledge = if secured { SECURED_PLEDGE } else { PLEDGE };
        self.oracle("keeper", &ExecuteMsg::CreateFeed { kind, rules });
        for number in self.committee.all() {
            let reporter = self.committee.reporter(number);
            let (operator, key, class) = (reporter.operator.clone(), reporter.key(), reporter.class);
            self.bond(&operator, pledge);
            self.oracle(&operator, &ExecuteMsg::EnrolReporter { key, class });
            let pledge =
                ExecuteMsg::Pledge { feed: self.feed, reporter: number, amount: Amount::new(pledge) };
            self.oracle(&operator, &pledge);
        }
        self.chain.advance(HOUR);
    }

    fn security(&self) -> Security {
        let share = |points| BasisPoints::new(points).expect("a share");
        Security {
            conviction: share(9_000),
            haircut: share(10_000),
            margin: 2,
            period: Seconds::days(1),
            challenge: Seconds::days(2),
            adjudication: Seconds::days(5),
            block_time: Seconds::ZERO,
            adjudicator: self.address("chamber").to_string(),
            bond: Amount::new(100),
            bond_share: share(500),
            fee: 1_000,
            treasury: Some(self.address("owner").to_string()),
            consumers: vec![Consumer { address: self.escrow.to_string(), share: share(10_000) }],
        }
    }

    fn bond(&mut self, operator: &Addr, pledge: u128) {
        let paid = match &self.asset {
            Denom::Native(denom) => {
                let funds = [coin(pledge, denom)];
                self.chain.execute(operator, &self.oracle, &ExecuteMsg::Bond {}, &funds)
            }
            Denom::Cw20(token) => {
                let msg = cosmwasm_std::to_json_binary(&oracle::Cw20Hook::Bond {}).expect("JSON");
                let send =
                    Cw20ExecuteMsg::Send { contract: self.oracle.to_string(), amount: pledge.into(), msg };
                self.chain.execute(operator, token, &send, &[])
            }
        };
        paid.expect("stake is bonded");
    }
}
