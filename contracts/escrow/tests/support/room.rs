//! A feed that takes reservations, and what the oracle hears of them.

use cosmwasm_std::{from_json, Event};
use cw20::Denom;
use cw_multi_test::AppResponse;
use numeric::Seconds;
use testing::Stranger;
use types::escrow::{Condition, ExecuteMsg, Terms};
use types::notice::Compensated;
use types::oracle::{self, BoundPart, ExposureKind, PublishedFeed, ReserveMsg, ReservedPart};

use super::{amount, peer, prefunded, word, World, BILL, FEED, SCALES};

/// How long a fact can be challenged.
pub const CHALLENGE: Seconds = Seconds::days(2);

impl World {
    /// The feed takes reservations from now on, for so many millionths.
    pub fn secure(&mut self, rate: u128) {
        self.rate = Some(rate);
        let oracle = self.oracle.clone();
        peer::publishes(&mut self.chain, &oracle, &PublishedFeed::key(FEED), &secured_feed(false, rate));
    }

    /// The feed of measurements does, too.
    pub fn secure_scales(&mut self, rate: u128) {
        let oracle = self.oracle.clone();
        peer::publishes(&mut self.chain, &oracle, &PublishedFeed::key(SCALES), &secured_feed(true, rate));
    }

    /// A world whose feed takes 1,500 millionths.
    pub fn secured() -> Self {
        let mut world = Self::new();
        world.secure(1_500);
        world
    }

    /// One for each kind of asset.
    pub fn both_secured() -> [Self; 2] {
        Self::both().map(|mut world| {
            world.secure(1_500);
            world
        })
    }

    /// What the oracle takes: of each milestone's amount, for each event that its condition depends on, rounded up.
    pub fn fee(&self, terms: &Terms) -> u128 {
        let rate = self.rate.unwrap_or_default();
        let events = |condition: &Condition| {
            let parts = if let Condition::All { of } = condition {
                of.as_slice()
            } else {
                std::slice::from_ref(condition)
            };
            parts.iter().filter(|part| matches!(part, Condition::Milestone(_))).count() as u128
        };
        let fee = |units: u128| (units * rate).div_ceil(1_000_000);
        terms.milestones.iter().map(|of| events(&of.condition) * fee(of.amount.get())).sum()
    }

    /// All that the payer brings along.
    pub fn brought(&self, terms: &Terms) -> u128 {
        prefunded(terms) + self.fee(terms)
    }

    /// What the oracle was told, with what came along, in order.
    #[track_caller]
    pub fn oracle_told(&self) -> Vec<(oracle::ExecuteMsg, u128)> {
        let received = Stranger::at(&self.oracle).received(&self.chain);
        let told = |told: testing::Received| {
            let units = told.funds.iter().map(|coin| {
                assert_eq!(Denom::Native(coin.denom.clone()), self.asset);
                coin.amount.u128()
            });
            match told.json() {
                oracle::ExecuteMsg::Receive(sent) => {
                    assert_eq!(
                        (&Denom::Cw20(told.sender), sent.sender.as_str()),
                        (&self.asset, self.escrow.as_str())
                    );
                    let oracle::Cw20Hook::Reserve(room) = from_json(&sent.msg).unwrap() else {
                        panic!("{sent:?}")
                    };
                    (oracle::ExecuteMsg::Reserve(room), sent.amount.u128())
                }
                direct => {
                    assert_eq!(told.sender, self.escrow);
                    (direct, units.sum())
                }
            }
        };
        received.into_iter().map(told).collect()
    }

    /// The oracle refuses these messages from now on, also where they come with a token.
    pub fn oracle_refuses(&mut self, messages: &[&str]) {
        peer::refuses(&mut self.chain, &self.oracle.clone(), messages);
    }

    /// The parts that were given up, of agreement 1.
    pub fn given_up(&self) -> Vec<Vec<u8>> {
        let told = self.oracle_told().into_iter();
        told.filter_map(|(msg, _)| match msg {
            oracle::ExecuteMsg::Release { reference: 1, parts } => Some(parts),
            _ => None,
        })
        .collect()
    }

    /// The parts that were bound to the bill, of agreement 1.
    pub fn bound(&self) -> Vec<Vec<BoundPart>> {
        let told = self.oracle_told().into_iter();
        told.filter_map(|(msg, _)| match msg {
            oracle::ExecuteMsg::Bind { reference: 1, collection, token_id, parts } => {
                assert_eq!((collection, token_id), (self.shipment.to_string(), word(BILL)));
                Some(parts)
            }
            _ => None,
        })
        .collect()
    }

    /// The oracle has money to compensate with.
    pub fn endow_oracle(&mut self, units: u128) {
        let (buyer, oracle) = (self.buyer.clone(), self.oracle.clone());
        match self.asset.clone() {
            Denom::Native(denom) => self.chain.fund(&oracle, cosmwasm_std::coin(units, denom)),
            Denom::Cw20(token) => {
                let give =
                    cw20::Cw20ExecuteMsg::Transfer { recipient: oracle.to_string(), amount: units.into() };
                drop(self.chain.execute(&buyer, &token, &give, &[]).unwrap());
            }
        }
    }
}

/// What the oracle publishes of a feed on which agreements may count for 200 days, of which two are for challenges.
fn secured_feed(measures: bool, rate: u128) -> Vec<u8> {
    let mut record = vec![1, 0x80, 0xD8, 0x9E, 0x08, u8::from(measures), 1, 0x80, 0xC6, 0x0A];
    let mut rest = rate;
    while rest >= 0x80 {
        record.push((rest % 0x80) as u8 | 0x80);
        rest /= 0x80;
    }
    record.push(rest as u8);
    record
}

/// What is asked of the oracle for an agreement of the buyer's until day 100.
pub fn room(world: &World, reference: u64, parts: Vec<ReservedPart>) -> ReserveMsg {
    ReserveMsg {
        reference,
        feed: FEED,
        asset: world.asset.clone().into(),
        parts,
        until: super::day(102),
        too_early: world.buyer.to_string(),
        too_late: None,
    }
}

pub fn on_time(units: u128, expected: numeric::UnixTime) -> ReservedPart {
    ReservedPart { amount: amount(units), kind: ExposureKind::Time, expected }
}

pub fn on_outcome(units: u128, expected: numeric::UnixTime) -> ReservedPart {
    ReservedPart { amount: amount(units), kind: ExposureKind::Outcome, expected }
}

pub fn compensated(reference: u64, part: u8, units: u128) -> ExecuteMsg {
    ExecuteMsg::Compensated(Compensated { reference, part, amount: amount(units) })
}

/// The events of a type, read back.
pub fn told<'a, E: TryFrom<&'a Event>>(response: &'a AppResponse) -> Vec<E> {
    response.events.iter().filter_map(|event| E::try_from(event).ok()).collect()
}
