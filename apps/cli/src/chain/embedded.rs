//! A chain inside the command: cw-multi-test, running the contracts' own code without a server.

use std::cell::RefCell;
use std::collections::VecDeque;

use anyhow::{Context, Result};
use cosmwasm_std::{
    instantiate2_address, Addr, Api, Binary, BlockInfo, CanonicalAddr, Checksum, Coin, ContractResult,
    CosmosMsg, Event, Querier, QueryRequest, Storage, SystemResult, Timestamp, WasmMsg, WasmQuery,
};
use cw_multi_test::{
    AddressGenerator, App, AppBuilder, BankKeeper, Contract, ContractWrapper, MockApiBech32, WasmKeeper,
};
use numeric::{Amount, UnixTime};

use super::keys::Keyring;
use super::{attribute, Answer, Chain, Code, Placed, Receipt, Refused, Transaction};

/// What a chain in memory is like.
#[derive(Clone)]
pub struct Likeness {
    /// The chain's name, which signatures are bound to.
    pub chain_id: String,
    /// What addresses begin with.
    pub prefix: String,
    /// Whose accounts there are.
    pub keys: Keyring,
    /// The numbers of codes. The others get those that follow.
    pub codes: Vec<(Code, u64)>,
    /// Where contracts are to be, in the order in which they are set up. What is missing gets addresses of its own.
    pub contracts: Vec<Addr>,
}

impl Default for Likeness {
    fn default() -> Self {
        Self {
            chain_id: "portolan-embedded-1".to_owned(),
            prefix: "portolan".to_owned(),
            keys: Keyring::of_run("embedded"),
            codes: vec![],
            contracts: vec![],
        }
    }
}

/// A chain in memory. A block holds everything that happens at one time.
pub struct Embedded {
    app: App<BankKeeper, MockApiBech32>,
    chain_id: String,
    prefix: &'static str,
    keys: Keyring,
    /// The numbers of codes.
    stored: Vec<(Code, u64)>,
    contracts: Vec<Addr>,
    /// The native coin.
    denom: String,
}

impl Embedded {
    /// A chain that starts at this time, on which one account has all the money there is.
    pub fn starting(at: UnixTime, treasury: &str, money: Coin) -> Result<Self> {
        Self::like(Likeness::default(), at, treasury, money)
    }

    /// The same, with another chain's name and addresses: what is said on both is the same to the byte.
    pub fn like(likeness: Likeness, at: UnixTime, treasury: &str, money: Coin) -> Result<Self> {
        let Likeness { chain_id, prefix, keys, codes, contracts } = likeness;
        // cw-multi-test wants it for the life of the process; a process has a chain or two.
        let prefix: &'static str = prefix.leak();
        let (holder, denom) = (keys.address(treasury, prefix)?, money.denom.clone());
        let block =
            BlockInfo { height: 1, time: Timestamp::from_seconds(at.seconds()), chain_id: chain_id.clone() };
        let wasm = WasmKeeper::new().with_address_generator(Places(RefCell::new(contracts.into())));
        let mut minted = Ok(());
        let app = AppBuilder::new()
            .with_api(MockApiBech32::new(prefix))
            .with_wasm(wasm)
            .with_block(block)
            .build(|router, _, storage| minted = router.bank.init_balance(storage, &holder, vec![money]));
        minted.context("the treasury cannot be given its money")?;
        let mut chain = Self { app, chain_id, prefix, keys, stored: vec![], contracts: vec![], denom };
        // cw-multi-test knows no gaps between numbers: what others have stored is stood in for.
        for id in 1..=codes.iter().map(|(_, id)| *id).max().unwrap_or(0) {
            let planned = codes.iter().find(|(_, planned)| *planned == id).map(|(code, _)| *code);
            chain.app.store_code(compiled(planned.unwrap_or(Code::Cw20)));
        }
        chain.stored = codes;
        Ok(chain)
    }

    fn carry_out(&mut self, transaction: Transaction, at: UnixTime) -> Answer {
        let Transaction { sender, messages } = transaction;
        let attached: Vec<_> = messages.iter().map(|message| funds_of(&sender, message)).collect();
        let before = self.held();
        let responses = self.app.execute_multi(sender, messages);
        let responses = responses.map_err(|error| Refused { reason: innermost(&error) })?;
        let mut events = Vec::new();
        for (attached, response) in attached.into_iter().zip(responses) {
            events.extend(attached);
            events.extend(response.events);
        }
        events.extend(self.sent_between_contracts(&before, &events));
        let created = events.iter().filter(|event| event.ty == "instantiate");
        let created = created.filter_map(|event| attribute(event, "_contract_address"));
        self.contracts.extend(created.map(Addr::unchecked));
        Ok(Receipt::new(at, events))
    }
}

/// What contracts have of the native coin.
type Held = Vec<(Addr, i128)>;

impl Embedded {
    fn held(&self) -> Held {
        let has = |who: &Addr| self.coins(who, &self.denom).map_or(0, signed);
        self.contracts.iter().map(|contract| (contract.clone(), has(contract))).collect()
    }

    /// The coins that contracts sent each other with messages: the embedded chain moves them silently, so they are what no other
    /// event explains.
    fn sent_between_contracts(&self, before: &Held, events: &[Event]) -> Vec<Event> {
        let mut left = self.held();
        for (contract, amount) in &mut left {
            let had = before.iter().find(|(other, _)| other == contract).map_or(0, |(_, had)| *had);
            *amount = amount.saturating_sub(had).saturating_sub(told(events, contract, &self.denom));
        }
        let mut sent = Vec::new();
        while let Some((sender, amount)) = left.iter().find(|(_, amount)| *amount < 0).cloned() {
            let taker = left.iter().find(|(_, other)| other.checked_add(amount) == Some(0)).cloned();
            let Some((taker, _)) = taker else { break };
            let coins = format!("{}{}", amount.unsigned_abs(), self.denom);
            sent.push(transfer(sender.as_str(), taker.as_str(), coins));
            left.retain(|(contract, _)| *contract != sender && *contract != taker);
        }
        sent
    }
}

impl Chain for Embedded {
    fn id(&self) -> &str {
        &self.chain_id
    }

    fn now(&self) -> Result<UnixTime> {
        Ok(UnixTime::from_block(self.app.block_info().time)?)
    }

    fn wait_until(&mut self, at: UnixTime) -> Result<()> {
        if at > self.now()? {
            self.app.update_block(|block| {
                block.height = block.height.saturating_add(1);
                block.time = Timestamp::from_seconds(at.seconds());
            });
        }
        Ok(())
    }

    fn account(&mut self, name: &str) -> Result<Addr> {
        self.keys.address(name, self.prefix)
    }

    fn upload(&mut self, code: Code) -> Result<u64> {
        if let Some((_, id)) = self.stored.iter().find(|(of, _)| *of == code) {
            return Ok(*id);
        }
        let id = self.app.store_code(compiled(code));
        self.stored.push((code, id));
        Ok(id)
    }

    fn checksum(&self, code: Code) -> Result<Checksum> {
        Ok(checksum(code))
    }

    fn contracts_of(&self, creator: &Addr) -> Result<Vec<Placed>> {
        let mut found = Vec::new();
        for address in &self.contracts {
            let data = self.app.contract_data(address)?;
            if data.creator == *creator {
                let info = self.app.wrap().query_wasm_code_info(data.code_id)?;
                found.push(Placed {
                    address: address.clone(),
                    label: data.label,
                    code_id: data.code_id,
                    checksum: info.checksum,
                    admin: data.admin,
                });
            }
        }
        Ok(found)
    }

    fn submit(&mut self, transactions: Vec<Transaction>) -> Result<Vec<Answer>> {
        let at = self.now()?;
        Ok(transactions.into_iter().map(|transaction| self.carry_out(transaction, at)).collect())
    }

    fn query(&self, contract: &Addr, question: Binary) -> Result<Binary> {
        let query: QueryRequest<cosmwasm_std::Empty> =
            WasmQuery::Smart { contract_addr: contract.to_string(), msg: question }.into();
        match self.app.raw_query(&cosmwasm_std::to_json_vec(&query)?) {
            SystemResult::Ok(ContractResult::Ok(answer)) => Ok(answer),
            SystemResult::Ok(ContractResult::Err(refusal)) => anyhow::bail!("{refusal}"),
            SystemResult::Err(error) => anyhow::bail!("{error}"),
        }
    }

    fn coins(&self, who: &Addr, denom: &str) -> Result<Amount> {
        Ok(self.app.wrap().query_balance(who, denom)?.amount.into())
    }
}

/// Gives contracts the places that are laid down, then the usual ones.
struct Places(RefCell<VecDeque<Addr>>);

impl AddressGenerator for Places {
    fn predictable_contract_address(
        &self,
        api: &dyn Api,
        _storage: &mut dyn Storage,
        _code_id: u64,
        _instance_id: u64,
        checksum: &[u8],
        creator: &CanonicalAddr,
        salt: &[u8],
    ) -> Result<Addr> {
        match self.0.borrow_mut().pop_front() {
            Some(laid_down) => Ok(laid_down),
            None => Ok(api.addr_humanize(&instantiate2_address(checksum, creator, salt)?)?),
        }
    }
}

/// Native code has no bytes to be known by; its name does for them.
fn checksum(code: Code) -> Checksum {
    Checksum::generate(format!("portolan {code:?}, native").as_bytes())
}

fn compiled(code: Code) -> Box<dyn Contract<cosmwasm_std::Empty>> {
    match code {
        Code::Shipment => Box::new(
            ContractWrapper::new(
                shipment::contract::execute,
                shipment::contract::instantiate,
                shipment::contract::query,
            )
            .with_reply(shipment::contract::reply)
            .with_checksum(checksum(code)),
        ),
        Code::Oracle => Box::new(
            ContractWrapper::new(
                oracle::contract::execute,
                oracle::contract::instantiate,
                oracle::contract::query,
            )
            .with_reply(oracle::contract::reply)
            .with_checksum(checksum(code)),
        ),
        Code::Escrow => Box::new(
            ContractWrapper::new(
                escrow::contract::execute,
                escrow::contract::instantiate,
                escrow::contract::query,
            )
            .with_reply(escrow::contract::reply)
            .with_checksum(checksum(code)),
        ),
        Code::Devices => Box::new(
            ContractWrapper::new(
                devices::contract::execute,
                devices::contract::instantiate,
                devices::contract::query,
            )
            .with_checksum(checksum(code)),
        ),
        Code::Cw20 => Box::new(
            ContractWrapper::new(
                cw20_base::contract::execute,
                cw20_base::contract::instantiate,
                cw20_base::contract::query,
            )
            .with_checksum(checksum(code)),
        ),
    }
}

/// A node tells of the coins that come with a message; the embedded chain moves them silently.
fn funds_of(sender: &Addr, message: &CosmosMsg) -> Option<Event> {
    match message {
        CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, funds, .. }) if !funds.is_empty() => {
            let amount: Vec<String> = funds.iter().map(Coin::to_string).collect();
            Some(transfer(sender.as_str(), contract_addr, amount.join(",")))
        }
        _ => None,
    }
}

fn transfer(sender: &str, recipient: &str, coins: String) -> Event {
    Event::new("transfer")
        .add_attribute("recipient", recipient)
        .add_attribute("sender", sender)
        .add_attribute("amount", coins)
}

/// What a contract got more than it gave, by what events say of it.
fn told(events: &[Event], contract: &Addr, denom: &str) -> i128 {
    let of = |event: &Event| {
        let coins = attribute(event, "amount").unwrap_or_default();
        let amount = coins.split(',').find_map(|coin| coin.strip_suffix(denom)?.parse().ok()).unwrap_or(0);
        let is = |key| attribute(event, key) == Some(contract.as_str());
        let got: i128 = if is("recipient") { amount } else { 0 };
        got.saturating_sub(if is("sender") { amount } else { 0 })
    };
    events.iter().filter(|event| event.ty == "transfer").map(of).fold(0, i128::saturating_add)
}

fn signed(amount: Amount) -> i128 {
    i128::try_from(amount.get()).unwrap_or(i128::MAX)
}

/// What the contract said; around it the embedded chain wraps the whole message.
fn innermost(error: &anyhow::Error) -> String {
    error.root_cause().to_string()
}
