use std::cell::RefCell;

use cosmwasm_std::{
    to_json_binary, Addr, Api, BankMsg, Binary, BlockInfo, Coin, CosmosMsg, Empty, QuerierWrapper, Record,
    StdResult, Storage, Timestamp, WasmMsg,
};
use cw20::{BalanceResponse, Cw20Coin, Cw20QueryMsg, Denom};
use cw_multi_test::{
    error::AnyResult, AddressGenerator, App, AppBuilder, AppResponse, BankKeeper, BankSudo, Contract,
    Executor, MockApiBech32, SimpleAddressGenerator, SudoMsg, WasmKeeper,
};
use doubles::Part;
use serde::{de::DeserializeOwned, Serialize};

use crate::double::Double;
use crate::trace::{Step, Trace};

/// What addresses begin with: as on wasmd in process, so that a recorded chain can be played there.
pub const ADDRESS_PREFIX: &str = "cosmos";
/// What signatures are bound to.
pub const CHAIN_ID: &str = "portolan-test-1";
/// When a chain starts: 2013-01-01T00:00:00Z, the first day of the recorded flights.
pub const START: u64 = 1_356_998_400;

/// A chain in memory, with one block an [`advance`](Self::advance).
///
/// With `PORTOLAN_TRACE` set to a folder, everything that is done to it is written there, for the real virtual machine
/// to do the same (`integration-tests/chain/parity_test.go`). Contracts have the addresses that they would have there.
pub struct Chain {
    app: App<BankKeeper, MockApiBech32>,
    trace: Option<RefCell<Trace>>,
}

/// Contracts are numbered from 1 on wasmd.
struct Numbered;

impl AddressGenerator for Numbered {
    fn contract_address(
        &self,
        api: &dyn Api,
        storage: &mut dyn Storage,
        code_id: u64,
        instance_id: u64,
    ) -> AnyResult<Addr> {
        SimpleAddressGenerator.contract_address(api, storage, code_id, instance_id + 1)
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

impl Chain {
    /// An empty chain, at [`START`].
    pub fn new() -> Self {
        Self::starting_at(START)
    }

    /// An empty chain at another time, in seconds since 1970.
    pub fn starting_at(seconds: u64) -> Self {
        let app = AppBuilder::new()
            .with_api(MockApiBech32::new(ADDRESS_PREFIX))
            .with_wasm(WasmKeeper::new().with_address_generator(Numbered))
            .with_block(BlockInfo {
                height: 1,
                time: Timestamp::from_seconds(seconds),
                chain_id: CHAIN_ID.to_owned(),
            })
            .build(|_, _, _| {});
        Self { app, trace: Trace::begin(seconds).map(RefCell::new) }
    }

    /// Does it, and writes down what was done and how it went.
    fn recorded<T>(
        &mut self,
        step: impl FnOnce() -> Step,
        does: impl FnOnce(&mut Self) -> AnyResult<T>,
    ) -> AnyResult<T> {
        let step = self.trace.is_some().then(step);
        let result = does(self);
        if let (Some(trace), Some(step)) = (&self.trace, step) {
            trace.borrow_mut().write(&self.app, &step, result.as_ref().err());
        }
        result
    }

    /// Questions of any kind.
    pub fn querier(&self) -> QuerierWrapper<'_> {
        self.app.wrap()
    }

    /// The address of somebody, always the same for a name.
    pub fn actor(&self, name: &str) -> Addr {
        self.app.api().addr_make(name)
    }

    /// Gives somebody coins out of nothing.
    pub fn fund(&mut self, who: &Addr, coin: Coin) {
        let step = || Step::Mint { to: who.clone(), amount: coin.clone() };
        let mint = BankSudo::Mint { to_address: who.to_string(), amount: vec![coin.clone()] };
        self.recorded(step, |chain| chain.app.sudo(SudoMsg::Bank(mint))).expect("coins can be minted");
    }

    /// The block everything happens in until the clock moves.
    pub fn block(&self) -> BlockInfo {
        self.app.block_info()
    }

    /// Seconds since 1970.
    pub fn now(&self) -> u64 {
        self.block().time.seconds()
    }

    /// One more block, so much later.
    pub fn advance(&mut self, seconds: u64) {
        self.advance_blocks(seconds, 1);
    }

    /// So many more blocks, the last of them so much later.
    pub fn advance_blocks(&mut self, seconds: u64, blocks: u64) {
        self.app.update_block(|block| {
            block.height += blocks;
            block.time = block.time.plus_seconds(seconds);
        });
        let BlockInfo { height, time, .. } = self.block();
        let step = || Step::Block { height, time: time.seconds() };
        self.recorded(step, |_| Ok(())).expect("time goes on");
    }

    /// Stores a contract's code. By this name the real virtual machine has its Wasm.
    pub fn store(&mut self, name: &str, contract: Box<dyn Contract<Empty>>) -> u64 {
        let code_id = self.app.store_code(contract);
        let step = || Step::Store { code_id, name: name.to_owned() };
        self.recorded(step, |_| Ok(code_id)).expect("code is stored")
    }

    /// A new contract of stored code; its sender may migrate it.
    pub fn instantiate(&mut self, code_id: u64, sender: &Addr, msg: &impl Serialize) -> AnyResult<Addr> {
        self.instantiate_with(code_id, sender, msg, &[])
    }

    /// The same with money.
    pub fn instantiate_with(
        &mut self,
        code_id: u64,
        sender: &Addr,
        msg: &impl Serialize,
        funds: &[Coin],
    ) -> AnyResult<Addr> {
        let step =
            || Step::Instantiate { code_id, sender: sender.clone(), msg: json(msg), funds: funds.to_vec() };
        self.recorded(step, |chain| {
            let admin = Some(sender.to_string());
            chain.app.instantiate_contract(code_id, sender.clone(), msg, funds, "test", admin)
        })
    }

    /// A new contract that plays a part.
    pub fn cast(&mut self, part: &Part) -> Addr {
        let code_id = self.store("double", Box::new(Double));
        let director = self.actor("director");
        self.instantiate(code_id, &director, part).expect("a part to play")
    }

    /// Lets other stored code take over a contract.
    pub fn migrate(
        &mut self,
        sender: &Addr,
        contract: &Addr,
        msg: &impl Serialize,
        code_id: u64,
    ) -> AnyResult<AppResponse> {
        let step =
            || Step::Migrate { code_id, sender: sender.clone(), contract: contract.clone(), msg: json(msg) };
        self.recorded(step, |chain| {
            chain.app.migrate_contract(sender.clone(), contract.clone(), msg, code_id)
        })
    }

    /// What only the chain itself says to a contract.
    pub fn sudo(&mut self, contract: &Addr, msg: &impl Serialize) -> AnyResult<AppResponse> {
        let step = || Step::Sudo { contract: contract.clone(), msg: json(msg) };
        self.recorded(step, |chain| chain.app.wasm_sudo(contract.clone(), msg))
    }

    /// One message in a transaction. The sender may be anybody, contracts included.
    pub fn execute(
        &mut self,
        sender: &Addr,
        contract: &Addr,
        msg: &impl Serialize,
        funds: &[Coin],
    ) -> AnyResult<AppResponse> {
        self.one(sender, Self::call(contract, msg, funds))
    }

    /// Several messages in one transaction: all of them or none.
    pub fn execute_all(&mut self, sender: &Addr, msgs: Vec<CosmosMsg>) -> AnyResult<Vec<AppResponse>> {
        let step = || Step::Execute { sender: sender.clone(), msgs: msgs.clone() };
        self.recorded(step, |chain| chain.app.execute_multi(sender.clone(), msgs.clone()))
    }

    fn one(&mut self, sender: &Addr, msg: CosmosMsg) -> AnyResult<AppResponse> {
        let step = || Step::Execute { sender: sender.clone(), msgs: vec![msg.clone()] };
        self.recorded(step, |chain| chain.app.execute(sender.clone(), msg.clone()))
    }

    /// Sends native coins past any contract's messages, as a donation.
    pub fn send(&mut self, from: &Addr, to: &Addr, coin: Coin) -> AnyResult<AppResponse> {
        let donation = BankMsg::Send { to_address: to.to_string(), amount: vec![coin] };
        self.one(from, donation.into())
    }

    /// A smart query.
    pub fn query<T: DeserializeOwned>(&self, contract: &Addr, msg: &impl Serialize) -> StdResult<T> {
        if let Some(trace) = &self.trace {
            trace.borrow_mut().ask(&self.app, contract, json(msg));
        }
        self.app.wrap().query_wasm_smart(contract, msg)
    }

    /// A new cw20 token with six decimals; `symbol` is 3 to 12 letters.
    pub fn cw20(&mut self, symbol: &str, balances: &[(&Addr, u128)]) -> Addr {
        let coin_of = |(owner, amount): &(&Addr, u128)| Cw20Coin {
            address: owner.to_string(),
            amount: (*amount).into(),
        };
        let msg = cw20_base::msg::InstantiateMsg {
            name: format!("{symbol} token"),
            symbol: symbol.to_owned(),
            decimals: 6,
            initial_balances: balances.iter().map(coin_of).collect(),
            mint: None,
            marketing: None,
        };
        self.cast(&Part::Cw20(Box::new(msg)))
    }

    /// How much somebody has, in smallest units.
    pub fn balance(&self, denom: &Denom, who: &Addr) -> u128 {
        let balance = match denom {
            Denom::Native(denom) => {
                self.app.wrap().query_balance(who, denom).expect("a native denomination").amount
            }
            Denom::Cw20(token) => {
                let question = Cw20QueryMsg::Balance { address: who.to_string() };
                self.query::<BalanceResponse>(token, &question).expect("a cw20 token").balance
            }
        };
        balance.u128()
    }

    /// Everything a contract has stored: the same before and after a message that changed nothing.
    pub fn state_of(&self, contract: &Addr) -> Vec<Record> {
        self.app.dump_wasm_raw(contract)
    }

    /// Changes what a contract has stored, past its messages.
    pub fn tamper(&mut self, contract: &Addr, change: impl FnOnce(&mut dyn Storage)) {
        change(&mut *self.app.contract_storage_mut(contract));
        let records = self.state_of(contract);
        let records = records.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        let step = || Step::State { contract: contract.clone(), records };
        self.recorded(step, |_| Ok(())).expect("state is changed");
    }

    /// A message to a contract, for [`execute_all`](Self::execute_all) or the answer of a
    /// [`Stranger`](crate::Stranger).
    pub fn call(contract: &Addr, msg: &impl Serialize, funds: &[Coin]) -> CosmosMsg {
        WasmMsg::Execute { contract_addr: contract.to_string(), msg: json(msg), funds: funds.to_vec() }.into()
    }
}

fn json(msg: &impl Serialize) -> Binary {
    to_json_binary(msg).expect("a message is JSON")
}
