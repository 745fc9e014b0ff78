use cosmwasm_std::{from_json, to_json_binary, Addr, Binary, CosmosMsg};
use doubles::{Behaviour, Direction, Part, Received};
use serde::Serialize;

use crate::Chain;

/// A contract nobody knows: it takes any message and records it, refuses it, or answers it with messages of its
/// own, and says what it is told to. It plays the owner of a token, a listener, a thief, or one of the other contracts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    address: Addr,
}

impl Chain {
    /// A stranger that records what it gets.
    pub fn recorder(&mut self) -> Stranger {
        Stranger { address: self.cast(&Part::Stranger(Behaviour::Record)) }
    }

    /// A stranger that refuses what it gets.
    pub fn refuser(&mut self) -> Stranger {
        Stranger { address: self.cast(&Part::Stranger(Behaviour::Refuse)) }
    }
}

impl Stranger {
    /// The stranger of an address.
    pub fn at(address: &Addr) -> Self {
        Self { address: address.clone() }
    }

    /// Its address.
    pub fn address(&self) -> &Addr {
        &self.address
    }

    /// From now on it records what it gets.
    pub fn record(&self, chain: &mut Chain) {
        self.directed(chain, &Direction::Behave(Behaviour::Record));
    }

    /// From now on it refuses what it gets.
    pub fn refuse(&self, chain: &mut Chain) {
        self.directed(chain, &Direction::Behave(Behaviour::Refuse));
    }

    /// From now on it records what it gets and answers each with these messages, in the same transaction.
    pub fn answer(&self, chain: &mut Chain, msgs: Vec<CosmosMsg>) {
        self.directed(chain, &Direction::Behave(Behaviour::Answer(msgs)));
    }

    /// From now on it refuses the messages of these names, and no others for their name.
    pub fn refuse_only(&self, chain: &mut Chain, names: &[&str]) {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        self.directed(chain, &Direction::RefuseOnly(names));
    }

    /// From now on it answers this question so.
    pub fn say(&self, chain: &mut Chain, question: &impl Serialize, answer: &impl Serialize) {
        self.say_to(chain, json(question), answer);
    }

    /// From now on it answers every question of this name so, unless it was told of the very question.
    pub fn say_to_all(&self, chain: &mut Chain, name: &str, answer: &impl Serialize) {
        self.say_to(chain, name.as_bytes().into(), answer);
    }

    fn say_to(&self, chain: &mut Chain, question: Binary, answer: &impl Serialize) {
        self.directed(chain, &Direction::Say { question, answer: Some(json(answer)) });
    }

    /// From now on this question fails.
    pub fn say_nothing(&self, chain: &mut Chain, question: &impl Serialize) {
        self.directed(chain, &Direction::Say { question: json(question), answer: None });
    }

    /// From now on this record is there, for those who read it raw.
    pub fn keep(&self, chain: &mut Chain, key: impl Into<Binary>, value: impl Into<Binary>) {
        self.directed(chain, &Direction::Keep { key: key.into(), value: value.into() });
    }

    /// What it got and did not refuse, in order.
    pub fn received(&self, chain: &Chain) -> Vec<Received> {
        let kept = |number| {
            chain.querier().query_wasm_raw(&self.address, Received::key(number)).expect("a contract")
        };
        (0..).map_while(kept).map(|record| from_json(record).expect("a message")).collect()
    }

    fn directed(&self, chain: &mut Chain, direction: &Direction) {
        chain.sudo(&self.address, direction).expect("a stranger changes its mind");
    }
}

fn json(value: &impl Serialize) -> Binary {
    to_json_binary(value).expect("it is JSON")
}
