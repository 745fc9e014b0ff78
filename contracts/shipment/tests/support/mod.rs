//! A chain with the contract on it, an oracle that is told what to say, and the people of a voyage.

#![allow(dead_code, unused_imports, reason = "every test file uses a part")]

mod oracle;
mod papers;

pub use oracle::{answers, Asked};
pub use papers::{
    bearer_bill, day, journey, journey_part, leg, milestone, order_bill, planned, receipt, remark,
    straight_bill, title_part, waybill, word,
};

use cosmwasm_std::{to_json_binary, Addr, Binary, Coin, Record};
use cw_multi_test::{error::AnyResult, AppResponse, ContractWrapper};
use numeric::UnixTime;
use serde::de::DeserializeOwned;
use serde::Serialize;
use shipment::ContractError;
use testing::{assert_err, Chain, Stranger};
use types::journey::{MilestoneRef, Standing};
use types::notice::FactNotice;
use types::shipment::{
    ActResponse, AdmittedRole, ControlProof, EndorseTo, ExecuteMsg, InstantiateMsg, IssueMsg,
    JourneyResponse, QueryMsg, SurrenderFor, TitleResponse,
};
use types::text::TokenId;

/// The title of most tests.
pub const BILL: &str = "MSC:BL-7";
pub const HOUR: u64 = 3_600;
pub const DAY: u64 = 24 * HOUR;
/// How long the issuer of the titles here takes to answer, at most.
pub const ANSWER: u64 = 3 * DAY;
/// The notice of a key replacement, where there is one.
pub const NOTICE: u64 = 14 * DAY;

/// Everybody.
pub struct World {
    pub chain: Chain,
    pub shipment: Addr,
    pub oracle: Addr,
    pub owner: Addr,
    pub guardian: Addr,
    pub carrier: Addr,
    pub shipper: Addr,
    pub buyer: Addr,
    pub bank: Addr,
    pub stranger: Addr,
}

impl World {
    /// The contract, set up, and nobody admitted.
    pub fn new() -> Self {
        let mut chain = Chain::new();
        let [owner, guardian, carrier, shipper, buyer, bank, stranger] =
            ["owner", "guardian", "carrier", "shipper", "buyer", "bank", "stranger"]
                .map(|name| chain.actor(name));
        let oracle = oracle::set_up(&mut chain);
        let code_id = code(&mut chain);
        let msg = InstantiateMsg {
            owner: owner.to_string(),
            guardian: Some(guardian.to_string()),
            name: "Portolan titles".to_owned(),
            symbol: "TITLE".to_owned(),
            oracle: oracle.to_string(),
        };
        let shipment = chain.instantiate(code_id, &owner, &msg).unwrap();
        Self { chain, shipment, oracle, owner, guardian, carrier, shipper, buyer, bank, stranger }
    }

    /// With an order bill in the hands of the shipper.
    pub fn with_bill() -> Self {
        let mut world = Self::new();
        world.issue(order_bill(&world));
        world
    }

    /// Sends a message.
    pub fn send(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AnyResult<AppResponse> {
        self.chain.execute(sender, &self.shipment, msg, &[])
    }

    /// Sends a message that must succeed.
    #[track_caller]
    pub fn must(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AppResponse {
        self.send(sender, msg).unwrap_or_else(|error| panic!("{msg:?} was refused: {error:#}"))
    }

    /// Sends a message that must be refused with this error, and change nothing.
    #[track_caller]
    pub fn refused(&mut self, sender: &Addr, msg: &ExecuteMsg, expected: ContractError) {
        self.refused_with_funds(sender, msg, &[], expected);
    }

    /// The same with money.
    #[track_caller]
    pub fn refused_with_funds(
        &mut self,
        sender: &Addr,
        msg: &ExecuteMsg,
        funds: &[Coin],
        expected: ContractError,
    ) {
        let before = self.state();
        assert_err(self.chain.execute(sender, &self.shipment, msg, funds), expected);
        assert_eq!(self.state(), before, "a refused message changed state");
    }

    /// All the contract has stored.
    pub fn state(&self) -> Vec<Record> {
        self.chain.state_of(&self.shipment)
    }

    /// The carrier issues a title.
    #[track_caller]
    pub fn issue(&mut self, msg: IssueMsg) -> AppResponse {
        let carrier = self.carrier.clone();
        self.must(&carrier, &ExecuteMsg::Issue(Box::new(msg)))
    }

    /// A contract that records what it gets, admitted.
    pub fn admitted(&mut self, role: AdmittedRole) -> Stranger {
        let contract = self.chain.recorder();
        self.admit(contract.address(), role);
        contract
    }

    pub fn admit(&mut self, contract: &Addr, role: AdmittedRole) {
        let owner = self.owner.clone();
        self.must(&owner, &ExecuteMsg::Admit { contract: contract.to_string(), role });
    }

    /// The holder gives a contract a hold on the bill.
    pub fn encumber(&mut self, holder: &Addr, to: &Stranger) {
        self.must(holder, &encumber(to.address()));
    }

    /// The oracle says what stands.
    pub fn fact(
        &mut self,
        sequence: u32,
        milestone: MilestoneRef,
        standing: Standing,
    ) -> AnyResult<AppResponse> {
        let oracle = self.oracle.clone();
        self.send(&oracle, &fact(BILL, sequence, milestone, standing))
    }

    pub fn query<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.shipment, msg).unwrap()
    }

    pub fn title(&self, token_id: &str) -> TitleResponse {
        self.query(&QueryMsg::Title { token_id: word(token_id) })
    }

    /// The bill.
    pub fn bill(&self) -> TitleResponse {
        self.title(BILL)
    }

    pub fn voyage(&self) -> JourneyResponse {
        self.query(&QueryMsg::Journey { token_id: word(BILL) })
    }

    pub fn control(&self) -> ControlProof {
        self.query(&QueryMsg::Control { token_id: word(BILL) })
    }

    pub fn acts(&self, token_id: &str) -> Vec<ActResponse> {
        self.query(&QueryMsg::Acts { token_id: word(token_id), start_after: None, limit: Some(100) })
    }

    /// The codes of the bill's acts, oldest first.
    pub fn codes(&self) -> Vec<String> {
        self.acts(BILL).iter().map(|act| act.code.as_str().to_owned()).collect()
    }

    pub fn now(&self) -> UnixTime {
        UnixTime::new(self.chain.now()).unwrap()
    }

    /// What the oracle was asked.
    pub fn asked(&self) -> Vec<Asked> {
        oracle::asked(&self.chain, &self.oracle)
    }

    /// Holder and beneficiary of the bill.
    #[track_caller]
    pub fn assert_parties(&self, holder: &Addr, beneficiary: &Addr) {
        let title = self.bill();
        assert_eq!(
            (title.holder.as_str(), title.beneficiary.as_str()),
            (holder.as_str(), beneficiary.as_str())
        );
    }
}

/// The code of the contract.
pub fn code(chain: &mut Chain) -> u64 {
    let contract = ContractWrapper::new(
        shipment::contract::execute,
        shipment::contract::instantiate,
        shipment::contract::query,
    )
    .with_reply(shipment::contract::reply)
    .with_migrate(|deps, env, msg, _| shipment::contract::migrate(deps, env, msg));
    chain.store("shipment", Box::new(contract))
}

pub fn bill_id() -> TokenId {
    word(BILL)
}

pub fn json(value: &impl Serialize) -> Binary {
    to_json_binary(value).unwrap()
}

// Messages about the bill.

pub fn transfer(recipient: &Addr) -> ExecuteMsg {
    ExecuteMsg::TransferNft { recipient: recipient.to_string(), token_id: BILL.to_owned() }
}

pub fn send_nft(contract: &Addr) -> ExecuteMsg {
    ExecuteMsg::SendNft { contract: contract.to_string(), token_id: BILL.to_owned(), msg: json(&"for you") }
}

pub fn approve(spender: &Addr) -> ExecuteMsg {
    ExecuteMsg::Approve { spender: spender.to_string(), token_id: BILL.to_owned(), expires: None }
}

pub fn possession(to: &Addr) -> ExecuteMsg {
    ExecuteMsg::TransferPossession { token_id: bill_id(), to: to.to_string(), remark: None }
}

pub fn endorse(to: EndorseTo) -> ExecuteMsg {
    ExecuteMsg::Endorse { token_id: bill_id(), to, remark: None }
}

pub fn endorse_to_order(to: &Addr) -> ExecuteMsg {
    endorse(EndorseTo::Order { to: to.to_string() })
}

pub fn endorse_to_person(to: &Addr) -> ExecuteMsg {
    endorse(EndorseTo::Person { to: to.to_string() })
}

pub fn endorse_in_blank(to: Option<&Addr>) -> ExecuteMsg {
    endorse(EndorseTo::Blank { to: to.map(Addr::to_string) })
}

pub fn nominate(nominee: Option<&Addr>) -> ExecuteMsg {
    ExecuteMsg::Nominate { token_id: bill_id(), nominee: nominee.map(Addr::to_string), remark: None }
}

pub fn reject() -> ExecuteMsg {
    ExecuteMsg::Reject { token_id: bill_id(), remark: None }
}

pub fn surrender(purpose: SurrenderFor) -> ExecuteMsg {
    ExecuteMsg::Surrender { token_id: bill_id(), purpose, remark: None }
}

pub fn accept() -> ExecuteMsg {
    ExecuteMsg::AcceptSurrender { token_id: bill_id(), remark: None }
}

pub fn refuse() -> ExecuteMsg {
    ExecuteMsg::RefuseSurrender { token_id: bill_id(), remark: None }
}

pub fn return_unanswered() -> ExecuteMsg {
    ExecuteMsg::ReturnUnanswered { token_id: bill_id() }
}

pub fn encumber(to: &Addr) -> ExecuteMsg {
    ExecuteMsg::Encumber { token_id: bill_id(), to: to.to_string(), msg: json(&"for agreement 1") }
}

pub fn bind(to: &Addr) -> ExecuteMsg {
    ExecuteMsg::Bind { token_id: bill_id(), to: to.to_string(), msg: json(&"for agreement 1") }
}

pub fn substitute(to: &Addr) -> ExecuteMsg {
    ExecuteMsg::Substitute { token_id: bill_id(), to: to.to_string(), msg: json(&"for agreement 2") }
}

pub fn lift() -> ExecuteMsg {
    ExecuteMsg::Lift { token_id: bill_id() }
}

pub fn deliver(to: &Addr) -> ExecuteMsg {
    ExecuteMsg::Deliver { token_id: bill_id(), to: to.to_string() }
}

pub fn consent(act: types::shipment::ConsentedAct) -> ExecuteMsg {
    ExecuteMsg::Consent { token_id: bill_id(), act }
}

pub fn fact(token_id: &str, sequence: u32, milestone: MilestoneRef, standing: Standing) -> ExecuteMsg {
    ExecuteMsg::Fact(FactNotice { token_id: word(token_id), sequence, milestone, standing })
}

/// It happened then.
pub fn happened(seconds: u64) -> Standing {
    Standing { happened: Some(UnixTime::new(seconds).unwrap()), ..Standing::default() }
}

/// It had not happened by then.
pub fn not_by(seconds: u64) -> Standing {
    Standing { not_by: Some(UnixTime::new(seconds).unwrap()), ..Standing::default() }
}
