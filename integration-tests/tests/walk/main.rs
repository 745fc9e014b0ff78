//! Random walks over whole agreements and titles, with the real contracts and real signatures. After every step
//! `check.rs` explains every change of money and of titles by that step; in the end `end.rs` gets all the money out.
//!
//! A walk has three agreements that want two titles: two sales and the freight. People mostly do what they may and what
//! makes sense; three times in ten anybody tries.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod act;
mod check;
mod draw;
mod end;
mod judge;
mod papers;
mod sight;

use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use draw::{deals, steps, DealDraw, Step};
use proptest::prelude::*;
use sight::Sight;
use suite::{day, Suite, HOUR};
use testing::Stranger;
use types::digest::Digest;
use types::escrow::{ExecuteMsg, MilestoneTerms, Settlement};

/// The titles of a walk: a bill to order, and one of any kind.
pub const TITLES: [&str; 2] = ["MSC:BL-7", "MSC:BL-8"];

/// A walk on its way.
pub struct Walk {
    suite: Suite,
    /// A contract that owns receivables and sometimes refuses to be paid.
    vault: Stranger,
    /// All that have money, but the operators.
    people: Vec<Addr>,
    /// All that there was at first, in all hands.
    minted: u128,
    /// How many agreements there are.
    agreements: u64,
    /// What has been paid in for a prefunded milestone.
    paid_in: BTreeMap<(u64, u8), u128>,
    /// When documents were presented, or a title was followed.
    presented_at: BTreeMap<u64, u64>,
    /// When the surveyor approved.
    approved_at: BTreeMap<(u64, u8), u64>,
    /// Verified acts of titles: how many, and the hash of the last.
    chains: BTreeMap<&'static str, (u32, Digest)>,
}

impl Walk {
    fn begin(token: bool, kind: u8, deals: &[DealDraw]) -> Self {
        let mut suite = Suite::builder().in_token(token).quick(3).free_questions().build();
        let vault = suite.chain.recorder();
        let names =
            ["seller", "buyer", "carrier", "investor", "surveyor", "arbiter", "chamber", "anyone", "bank"];
        let mut people: Vec<Addr> = names.map(|name| suite.address(name)).into();
        people.push(vault.address().clone());
        papers::issue(&mut suite, kind);
        let chains = TITLES.map(|title| (title, (0, Digest::of(title.as_bytes())))).into();
        let mut walk = Self {
            minted: 0,
            suite,
            vault,
            people,
            agreements: 0,
            paid_in: BTreeMap::new(),
            presented_at: BTreeMap::new(),
            approved_at: BTreeMap::new(),
            chains,
        };
        walk.minted = walk.all_money();
        if kind.is_multiple_of(2) {
            walk.vault.refuse(&mut walk.suite.chain);
        }
        for (number, deal) in deals.iter().enumerate() {
            walk.propose(number, deal);
        }
        walk
    }

    fn propose(&mut self, number: usize, deal: &DealDraw) {
        let terms = draw::terms(&self.suite, number, deal);
        let payee = Addr::unchecked(&terms.payee);
        let propose = ExecuteMsg::Propose { terms: Box::new(terms), valid_until: day(20) };
        self.suite.escrow(&payee, &propose);
        self.agreements += 1;
        if deal.accepted {
            self.suite.accept(self.agreements);
            let agreed = self.suite.agreement(self.agreements).terms.milestones;
            self.prefund(self.agreements, &agreed);
        }
    }

    /// What an acceptance brings is there to be paid or returned.
    fn prefund(&mut self, agreement: u64, agreed: &[MilestoneTerms]) {
        for (index, of) in (0..).zip(agreed) {
            if of.settlement == (Settlement::Prefunded {}) {
                self.paid_in.insert((agreement, index), of.amount.get());
            }
        }
    }

    fn take(&mut self, step: Step) {
        self.suite.chain.advance(step.wait * HOUR);
        let before = Sight::of(self);
        let tried = self.attempt(step, &before);
        let state = self.suite.state();
        let sent = self.suite.at_once(&tried.sender, vec![tried.msg.clone()]);
        if sent.is_err() {
            assert!(self.suite.state() == state, "a refused message changed state: {tried:?}");
            return;
        }
        let after = Sight::of(self);
        self.learn(&tried, &before, &after);
        self.check(&tried, &before, &after);
    }
}

fn walk(token: bool, kind: u8, deals: &[DealDraw], steps: Vec<Step>) {
    let mut walk = Walk::begin(token, kind, deals);
    for step in steps {
        walk.take(step);
    }
    walk.end();
}

proptest! {
    // Half as many as others have: each step here is dear.
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 2))]

    #[test]
    fn in_the_native_coin_every_change_is_explained_and_all_money_comes_out(
        kind in 0..4_u8,
        deals in deals(),
        steps in steps(),
    ) {
        walk(false, kind, &deals, steps);
    }

    #[test]
    fn in_a_token_every_change_is_explained_and_all_money_comes_out(
        kind in 0..4_u8,
        deals in deals(),
        steps in steps(),
    ) {
        walk(true, kind, &deals, steps);
    }
}
