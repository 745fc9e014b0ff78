//! A cw20 that moves what it says, keeps a fee, or refuses, as it is told.

use cosmwasm_std::{to_json_binary, Addr};
use cw20::{Cw20ExecuteMsg, Denom};
use cw_multi_test::{error::AnyResult, AppResponse};
use testing::{Chain, Order, Part};
use types::denom::UncheckedDenom;
use types::oracle::Cw20Hook;

pub struct Token {
    pub address: Addr,
}

impl Token {
    pub fn new(chain: &mut Chain) -> Self {
        Self { address: chain.cast(&Part::Token {}) }
    }

    pub fn asset(&self) -> UncheckedDenom {
        UncheckedDenom::Cw20(self.address.to_string())
    }

    pub fn denom(&self) -> Denom {
        Denom::Cw20(self.address.clone())
    }

    pub fn mint(&self, chain: &mut Chain, to: &Addr, amount: u128) {
        self.tell(chain, &Order::Mint(to.clone(), amount));
    }

    pub fn keep_a_fee(&self, chain: &mut Chain, fee: u128) {
        self.tell(chain, &Order::Fee(fee));
    }

    pub fn refuse(&self, chain: &mut Chain, refuse: bool) {
        self.tell(chain, &Order::Refuse(refuse));
    }

    /// Somebody sends so much to the contract as a bond.
    pub fn bond(&self, chain: &mut Chain, from: &Addr, to: &Addr, amount: u128) -> AnyResult<AppResponse> {
        let msg = to_json_binary(&Cw20Hook::Bond {}).unwrap();
        let send = Cw20ExecuteMsg::Send { contract: to.to_string(), amount: amount.into(), msg };
        chain.execute(from, &self.address, &send, &[])
    }

    fn tell(&self, chain: &mut Chain, order: &Order) {
        chain.sudo(&self.address, order).unwrap();
    }
}
