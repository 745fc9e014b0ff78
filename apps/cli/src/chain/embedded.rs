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
        let holder = keys.address(treasury, prefix)?;
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
        let mut chain = Self { app, chain_id, prefix, keys, stored: vec![], contracts: vec![] };
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
        let responses = self.app.execute_multi(sender, messages);
        let responses = responses.map_err(|error| Refused { reason: innermost(&error) })?;
        let mut events = Vec::new();
        for (attached, response) in attached.into_iter().zip(responses) {
            events.extend(attached);
            events.extend(response.events);
        }
        let created = events.iter().filter(|event| event.ty == "instantiate");
        let created = created.filter_map(|event| attribute(event, "_contract_address"));
        self.contracts.extend(created.map(Addr::unchecked));
        Ok(Receipt::new(at, events))
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
            let transfer = Event::new("transfer")
                .add_attribute("recipient", contract_addr)
                .add_attribute("sender", sender)
                .add_attribute("amount", amount.join(","));
            Some(transfer)
        }
        _ => None,
    }
}

/// What the contract said; around it the embedded chain wraps the whole message.
fn innermost(error: &anyhow::Error) -> String {
    error.root_cause().to_string()
}
