//! A stranger that stands for `shipment` or `oracle`: it answers what it was told to, records what it is asked to do,
//! and refuses what it was told to refuse.

use cosmwasm_std::Addr;
use serde::de::DeserializeOwned;
use serde::Serialize;
use testing::{Chain, Stranger};

pub fn set_up(chain: &mut Chain) -> Addr {
    chain.recorder().address().clone()
}

/// From now on it answers this question so.
pub fn answers(chain: &mut Chain, peer: &Addr, question: &impl Serialize, answer: &impl Serialize) {
    Stranger::at(peer).say(chain, question, answer);
}

/// From now on this question fails.
pub fn fails(chain: &mut Chain, peer: &Addr, question: &impl Serialize) {
    Stranger::at(peer).say_nothing(chain, question);
}

/// From now on it has this record for everybody to read.
pub fn publishes(chain: &mut Chain, peer: &Addr, key: &[u8], record: &[u8]) {
    Stranger::at(peer).keep(chain, key, record);
}

/// From now on it refuses these messages and no others.
pub fn refuses(chain: &mut Chain, peer: &Addr, messages: &[&str]) {
    Stranger::at(peer).refuse_only(chain, messages);
}

/// What `sender` asked it to do, in order.
#[track_caller]
pub fn told<T: DeserializeOwned>(chain: &Chain, peer: &Addr, sender: &Addr) -> Vec<T> {
    let told = Stranger::at(peer).received(chain);
    assert!(told.iter().all(|told| told.sender == *sender && told.funds.is_empty()));
    told.into_iter().map(|told| told.json()).collect()
}
