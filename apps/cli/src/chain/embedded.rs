//! A chain inside the command: cw-multi-test, running the contracts' own code without a server.

use std::collections::HashMap;

use anyhow::{Context, Result};
use cosmwasm_std::{
    coin, Addr, Binary, BlockInfo, Coin, ContractResult, CosmosMsg, Event, Querier, QueryRequest,
    SystemResult, Timestamp, WasmMsg, WasmQuery,
};
use cw_multi_test::{App, AppBuilder, BankKeeper, Contract, ContractWrapper, MockApiBech32};
use numeric::{Amount, UnixTime};

use super::{Answer, Chain, Code, Receipt, Refused, Transaction};

/// What addresses begin with.
const ADDRESS_PREFIX: &str = "portolan";
/// What signatures are bound to.
const CHAIN_ID: &str = "portolan-embedded-1";

/// A chain in memory. A block holds everything that happens at one time.
pub struct Embedded {
    app: App<BankKeeper, MockApiBech32>,
    accounts: HashMap<String, Addr>,
}

impl Embedded {
    /// A chain that starts at this time, on which one account has all the money there is.
    pub fn starting(at: UnixTime, treasury: &str, money: Coin) -> Result<Self> {
        let api = MockApiBech32::new(ADDRESS_PREFIX);
        let holder = api.addr_make(treasury);
        let block = BlockInfo {
            height: 1,
            time: Timestamp::from_seconds(at.seconds()),
            chain_id: CHAIN_ID.to_owned(),
        };
        let mut minted = Ok(());
        let app = AppBuilder::new().with_api(api).with_block(block).build(|router, _, storage| {
            minted = router.bank.init_balance(storage, &holder, vec![money]);
        });
        minted.context("the treasury cannot be given its money")?;
        Ok(Self { app, accounts: HashMap::new() })
    }

    fn carry_out(&mut self, transaction: Transaction, at: UnixTime) -> Answer {
        let attached: Vec<Event> = transaction
            .messages
            .iter()
            .filter_map(|message| funds_of(&transaction.sender, message))
            .collect();
        let responses = self.app.execute_multi(transaction.sender, transaction.messages);
        let responses = responses.map_err(|error| Refused { reason: innermost(&error) })?;
        let events = responses.into_iter().flat_map(|response| response.events);
        Ok(Receipt { at, events: attached.into_iter().chain(events).collect() })
    }
}

impl Chain for Embedded {
    fn id(&self) -> &str {
        CHAIN_ID
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
        if let Some(account) = self.accounts.get(name) {
            return Ok(account.clone());
        }
        let account = self.app.api().addr_make(name);
        self.accounts.insert(name.to_owned(), account.clone());
        Ok(account)
    }

    fn upload(&mut self, code: Code) -> Result<u64> {
        Ok(self.app.store_code(compiled(code)))
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

fn compiled(code: Code) -> Box<dyn Contract<cosmwasm_std::Empty>> {
    match code {
        Code::Shipment => Box::new(
            ContractWrapper::new(
                shipment::contract::execute,
                shipment::contract::instantiate,
                shipment::contract::query,
            )
            .with_reply(shipment::contract::reply),
        ),
        Code::Oracle => Box::new(
            ContractWrapper::new(
                oracle::contract::execute,
                oracle::contract::instantiate,
                oracle::contract::query,
            )
            .with_reply(oracle::contract::reply),
        ),
        Code::Escrow => Box::new(
            ContractWrapper::new(
                escrow::contract::execute,
                escrow::contract::instantiate,
                escrow::contract::query,
            )
            .with_reply(escrow::contract::reply),
        ),
        Code::Cw20 => Box::new(ContractWrapper::new(
            cw20_base::contract::execute,
            cw20_base::contract::instantiate,
            cw20_base::contract::query,
        )),
    }
}

/// A node tells of the coins that come with a message; the embedded chain moves them silently.
fn funds_of(sender: &Addr, message: &CosmosMsg) -> Option<Event> {
    match message {
        CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, funds, .. }) if !funds.is_empty() => {
            let amount: Vec<String> =
                funds.iter().map(|c| coin(c.amount.u128(), &c.denom).to_string()).collect();
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
