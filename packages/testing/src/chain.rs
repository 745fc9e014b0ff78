use cosmwasm_std::{
    to_json_binary, Addr, BankMsg, BlockInfo, Coin, CosmosMsg, Empty, Record, StdResult, Timestamp, WasmMsg,
};
use cw20::{BalanceResponse, Cw20Coin, Cw20QueryMsg, Denom};
use cw_multi_test::{
    error::AnyResult, App, AppBuilder, AppResponse, BankKeeper, BankSudo, Contract, ContractWrapper,
    Executor, MockApiBech32, SudoMsg,
};
use serde::{de::DeserializeOwned, Serialize};

/// What addresses begin with.
pub const ADDRESS_PREFIX: &str = "portolan";
/// What signatures are bound to.
pub const CHAIN_ID: &str = "portolan-test-1";
/// When a chain starts: 2013-01-01T00:00:00Z, the first day of the recorded flights.
pub const START: u64 = 1_356_998_400;

/// A chain in memory, with one block an [`advance`](Self::advance).
pub struct Chain {
    app: App<BankKeeper, MockApiBech32>,
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
            .with_block(BlockInfo {
                height: 1,
                time: Timestamp::from_seconds(seconds),
                chain_id: CHAIN_ID.to_owned(),
            })
            .build(|_, _, _| {});
        Self { app }
    }

    /// The chain itself, for what is not wrapped here.
    pub fn app(&self) -> &App<BankKeeper, MockApiBech32> {
        &self.app
    }

    /// The chain itself, for what is not wrapped here.
    pub fn app_mut(&mut self) -> &mut App<BankKeeper, MockApiBech32> {
        &mut self.app
    }

    /// The address of somebody, always the same for a name.
    pub fn actor(&self, name: &str) -> Addr {
        self.app.api().addr_make(name)
    }

    /// Gives somebody coins out of nothing.
    pub fn fund(&mut self, who: &Addr, coin: Coin) {
        let mint = BankSudo::Mint { to_address: who.to_string(), amount: vec![coin] };
        self.app.sudo(SudoMsg::Bank(mint)).expect("coins can be minted");
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
        self.app.update_block(|block| {
            block.height += 1;
            block.time = block.time.plus_seconds(seconds);
        });
    }

    /// Stores a contract's code.
    pub fn store(&mut self, contract: Box<dyn Contract<Empty>>) -> u64 {
        self.app.store_code(contract)
    }

    /// A new contract of stored code; its sender may migrate it.
    pub fn instantiate(&mut self, code_id: u64, sender: &Addr, msg: &impl Serialize) -> AnyResult<Addr> {
        let admin = Some(sender.to_string());
        self.app.instantiate_contract(code_id, sender.clone(), msg, &[], "test", admin)
    }

    /// Lets other stored code take over a contract.
    pub fn migrate(
        &mut self,
        sender: &Addr,
        contract: &Addr,
        msg: &impl Serialize,
        code_id: u64,
    ) -> AnyResult<AppResponse> {
        self.app.migrate_contract(sender.clone(), contract.clone(), msg, code_id)
    }

    /// One message in a transaction. The sender may be anybody, contracts included.
    pub fn execute(
        &mut self,
        sender: &Addr,
        contract: &Addr,
        msg: &impl Serialize,
        funds: &[Coin],
    ) -> AnyResult<AppResponse> {
        self.app.execute(sender.clone(), Self::call(contract, msg, funds))
    }

    /// Several messages in one transaction: all of them or none.
    pub fn execute_all(&mut self, sender: &Addr, msgs: Vec<CosmosMsg>) -> AnyResult<Vec<AppResponse>> {
        self.app.execute_multi(sender.clone(), msgs)
    }

    /// Sends native coins past any contract's messages, as a donation.
    pub fn send(&mut self, from: &Addr, to: &Addr, coin: Coin) -> AnyResult<AppResponse> {
        let donation = BankMsg::Send { to_address: to.to_string(), amount: vec![coin] };
        self.app.execute(from.clone(), donation.into())
    }

    /// A smart query.
    pub fn query<T: DeserializeOwned>(&self, contract: &Addr, msg: &impl Serialize) -> StdResult<T> {
        self.app.wrap().query_wasm_smart(contract, msg)
    }

    /// A new cw20 token with six decimals; `symbol` is 3 to 12 letters.
    pub fn cw20(&mut self, symbol: &str, balances: &[(&Addr, u128)]) -> Addr {
        let code_id = self.store(Box::new(ContractWrapper::new(
            cw20_base::contract::execute,
            cw20_base::contract::instantiate,
            cw20_base::contract::query,
        )));
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
        let issuer = self.actor("cw20 issuer");
        self.instantiate(code_id, &issuer, &msg).expect("a token with these balances")
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

    /// A message to a contract, for [`execute_all`](Self::execute_all) or the answer of a
    /// [`Stranger`](crate::Stranger).
    pub fn call(contract: &Addr, msg: &impl Serialize, funds: &[Coin]) -> CosmosMsg {
        let msg = to_json_binary(msg).expect("a message is JSON");
        WasmMsg::Execute { contract_addr: contract.to_string(), msg, funds: funds.to_vec() }.into()
    }
}
