//! A stranger that stands for the oracle: it records what it is asked and answers what it was told to.

use cosmwasm_std::{Addr, Coin};
use serde::Serialize;
use testing::{Chain, Stranger};
use types::oracle::ExecuteMsg;

/// What it was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// By which contract.
    pub sender: Addr,
    /// With what.
    pub funds: Vec<Coin>,
    /// What.
    pub msg: ExecuteMsg,
}

pub fn set_up(chain: &mut Chain) -> Addr {
    chain.recorder().address().clone()
}

pub fn asked(chain: &Chain, oracle: &Addr) -> Vec<Asked> {
    let received = Stranger::at(oracle).received(chain).into_iter();
    received.map(|got| Asked { msg: got.json(), sender: got.sender, funds: got.funds }).collect()
}

/// From now on it answers an inquiry with this, an [`InquiryResponse`](types::oracle::InquiryResponse) or not.
pub fn answers(chain: &mut Chain, oracle: &Addr, inquiry: &impl Serialize) {
    Stranger::at(oracle).say_to_all(chain, "inquiry", inquiry);
}
