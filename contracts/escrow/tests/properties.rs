//! Random walks over the lives of three agreements about one title, by people who mostly know what they may do; after
//! every step the invariants of the README hold, and the money is where an independent ledger says.

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

mod support;

#[path = "support/model.rs"]
mod model;
#[path = "support/walk.rs"]
mod walk;

use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use model::{assert_follows, assert_status_follows, is_prefunded, reserved, Passage, Taken};
use numeric::UnixTime;
use proptest::prelude::*;
use support::*;
use types::escrow::*;
use types::{oracle, shipment};
use walk::{steps, Step, Walk};

impl Walk {
    fn take(&mut self, step: Step) {
        self.world.chain.advance(step.wait * HOUR);
        let Some((by_right, msg, units)) = self.message(step) else { return };
        let sender = self.people.get(step.by).cloned().unwrap_or(by_right);
        let units = if units > 0 && step.choice % 16 == 1 { units + 1 } else { units };
        self.send(&sender, &msg, units);
    }

    /// Sends a message; whatever it does must be explained, whatever it refuses must change nothing.
    fn send(&mut self, sender: &Addr, msg: &ExecuteMsg, units: u128) -> bool {
        let state = self.world.state();
        if self.world.send_with(sender, msg, units).is_err() {
            assert_eq!(self.world.state(), state, "a refused message changed state: {msg:?}");
            return false;
        }
        let taken = Taken { sender, msg, units, now: self.world.chain.now() };
        let after: Vec<AgreementResponse> =
            self.world.query(&QueryMsg::Agreements { start_after: None, limit: None });
        self.learn(&taken, &after);
        let mut expected = self.purses.clone();
        let mut get = |who: &str, units: u128| {
            *expected.get_mut(&Addr::unchecked(who)).expect("it is somebody") += units;
        };
        for (before, after) in self.before.iter().zip(&after) {
            assert_status_follows(before.status, after.status);
            if before.status == AgreementStatus::Proposed && after.status == AgreementStatus::Ended {
                let brought = self.world.brought(&before.terms);
                let returned = if before.proposed_by == Side::Payer { brought } else { 0 };
                get(&before.terms.payer, returned);
            }
            for ((index, terms), (was, is)) in
                (0..).zip(&before.terms.milestones).zip(before.milestones.iter().zip(&after.milestones))
            {
                let key = (before.agreement, index);
                assert_follows(was.state, is.state);
                let passage = Passage { key, before: was, after: is, terms, was: before, agreement: after };
                self.model.explain(&passage, &taken);
                self.check_milestone(&passage);
                if let Some(owner) = was.owner.as_ref() {
                    get(owner, is.paid.get() - was.paid.get());
                }
                get(&before.terms.payer, is.refunded.get() - was.refunded.get());
            }
        }
        if let ExecuteMsg::Compensated(of) = msg {
            let milestone = reserved(&self.before[of.reference as usize - 1].terms)[usize::from(of.part)];
            let now = &after[of.reference as usize - 1].milestones[usize::from(milestone)];
            let last = self.model.last_owner.get(&(of.reference, milestone));
            get(now.owner.as_ref().or(last).expect("somebody owns it, or did"), units);
            self.model.compensated += units;
        }
        self.check_room(msg, &after);
        self.check_agreements(&after);
        // Everybody has what he had, what he was paid, less what he sent: nothing came from nowhere or went elsewhere.
        *expected.get_mut(sender).unwrap_or(&mut 0) -= if self.people.contains(sender) { units } else { 0 };
        if let ExecuteMsg::Withdraw { to: Some(to), .. } = msg {
            let taken = self.world.balance_and_claim(&self.purses, sender);
            *expected.get_mut(sender).unwrap() -= taken;
            *expected.get_mut(&Addr::unchecked(to.as_str())).unwrap() += taken;
        }
        if let ExecuteMsg::Change { agreement, milestone, .. } = msg {
            self.model.proposed.insert((*agreement, *milestone), sender.to_string());
        }
        self.purses = self.purses();
        assert_eq!(self.purses, expected, "{msg:?}");
        self.world.assert_books_in(&self.world.asset);
        self.before = after;
        true
    }

    /// What the test knows by itself of what it did.
    fn learn(&mut self, taken: &Taken, after: &[AgreementResponse]) {
        let Taken { sender, msg, units, now } = taken;
        for (before, after) in self.before.iter().zip(after) {
            for (index, (was, is)) in (0..).zip(before.milestones.iter().zip(&after.milestones)) {
                if let (Some(owner), None) = (&was.owner, &is.owner) {
                    self.model.last_owner.insert((before.agreement, index), owner.clone());
                }
            }
        }
        match msg {
            ExecuteMsg::TopUp { agreement, milestone }
            | ExecuteMsg::PayIn { agreement, milestone }
            | ExecuteMsg::Release { agreement, milestone } => {
                *self.model.came.get_mut(&(*agreement, *milestone)).unwrap() += units;
            }
            ExecuteMsg::ApproveMilestone { agreement, milestone } => {
                self.model.approved.insert((*agreement, *milestone, sender.to_string()), *now);
            }
            ExecuteMsg::Follow { agreement } => drop(self.model.presented.insert(*agreement, *now)),
            ExecuteMsg::Encumbered(_) => {
                for (before, after) in self.before.iter().zip(after) {
                    if before.status == AgreementStatus::Active && before.status != after.status {
                        self.model.presented.insert(after.agreement, *now);
                    }
                }
            }
            _ => {}
        }
    }

    /// Invariants 2 and 3.
    fn check_milestone(&self, of: &Passage) {
        let milestone = of.after;
        let over = matches!(milestone.state, MilestoneState::Settled | MilestoneState::Voided);
        let came = self.model.came[&of.key];
        let accepted = !matches!(of.agreement.status, AgreementStatus::Proposed | AgreementStatus::Ended);
        assert_eq!(milestone.owner.is_some(), accepted && !over, "{:?} and its token", of.key);
        let gone = milestone.paid.get() + milestone.refunded.get();
        if is_prefunded(of.terms) {
            let here = if over { 0 } else { milestone.amount.get() - milestone.paid.get() };
            assert_eq!(gone + here, came, "{:?}: paid + refunded is what was paid in", of.key);
        } else {
            assert_eq!(gone, came, "{:?}: what was paid in went on", of.key);
        }
    }

    /// Invariant 8: what the oracle has is its fees of what was accepted; it is told of presentations that count, and of
    /// what ended without a fact.
    fn check_room(&mut self, msg: &ExecuteMsg, after: &[AgreementResponse]) {
        use oracle::ExecuteMsg as Told;
        use AgreementStatus::{Active, Discrepant, Ended, Proposed};
        let secured = self.world.rate.is_some();
        let accepted = after.iter().filter(|of| !matches!(of.status, Proposed | Ended));
        let fees: u128 = accepted.map(|of| of.fee.get()).sum();
        let oracle = self.world.balance(&self.world.oracle);
        assert_eq!(oracle, walk::ENDOWED + fees - self.model.compensated);
        let told = self.world.oracle_told().split_off(self.told);
        self.told += told.len();
        for (before, after) in self.before.iter().zip(after) {
            assert_eq!(after.fee.get(), self.world.fee(&after.terms));
            let parts = reserved(&before.terms);
            let is_open = |index: &u8| before.milestones[usize::from(*index)].state == MilestoneState::Open;
            let of_open: Vec<u8> =
                (0..).zip(&parts).filter(|(_, of)| is_open(of)).map(|(part, _)| part).collect();
            let mut bound = vec![];
            let mut given_up = vec![];
            for (msg, _) in &told {
                match msg {
                    Told::Bind { reference, parts, .. } if *reference == before.agreement => {
                        bound.extend(parts.iter().map(|of| of.part));
                    }
                    Told::Release { reference, parts } if *reference == before.agreement => {
                        assert!(given_up.is_empty(), "one message at most");
                        given_up.extend(parts.iter().copied());
                    }
                    _ => {}
                }
            }
            let counts = matches!(before.status, Active | Discrepant)
                && matches!(
                    msg,
                    ExecuteMsg::Encumbered(_) | ExecuteMsg::Waive { .. } | ExecuteMsg::Follow { .. }
                )
                && !matches!(after.status, Active | Discrepant);
            assert_eq!(bound, if secured && counts { of_open.clone() } else { vec![] }, "{msg:?}");
            let ended = |part: &u8| {
                after.milestones[usize::from(parts[usize::from(*part)])].state != MilestoneState::Open
            };
            let ended: Vec<u8> = of_open.into_iter().filter(ended).collect();
            use ExecuteMsg as M;
            match msg {
                M::Release { .. } | M::Relinquish { .. } | M::Change { .. } | M::Resolve { .. } => {
                    let heard = secured && !self.keeps_room;
                    assert_eq!(given_up, if heard { ended } else { vec![] }, "{msg:?}");
                }
                M::LongStop { .. } => assert!(given_up.iter().all(|part| ended.contains(part))),
                _ => assert_eq!(given_up, [0_u8; 0], "{msg:?}"),
            }
        }
    }

    /// Invariants 5 and 6.
    fn check_agreements(&self, after: &[AgreementResponse]) {
        use AgreementStatus::{Active, Discrepant, Presented};
        let running = |of: &&AgreementResponse| matches!(of.status, Active | Discrepant | Presented);
        let holding = after.iter().filter(|of| of.title == TitleHold::Held).count();
        assert!(holding <= 1, "one sale a title");
        let keys: Vec<_> = after
            .iter()
            .filter(running)
            .map(|of| (of.terms.payer.clone(), of.terms.payee.clone(), of.terms.invoice.clone()))
            .collect();
        for (place, key) in keys.iter().enumerate() {
            assert!(!keys[place + 1..].contains(key), "one running agreement a financing key");
        }
    }

    /// Invariant 7: after the long-stop anyone ends everything; then nothing is left here.
    fn end(&mut self) {
        let anyone = self.world.stranger.clone();
        let just_before = UnixTime::new(day(100).seconds() - 1).unwrap();
        if self.world.now() < just_before {
            self.world.wait_until(just_before);
            for id in 1..=3 {
                let payer = Addr::unchecked(self.agreement_of(id).terms.payer.clone());
                self.send(&payer, &dispute(id, &[0]), 0);
            }
            self.world.chain.advance(1);
            for id in 1..=3 {
                self.send(&anyone, &long_stop(id), 0);
            }
        }
        self.world.rounds(&[]);
        // past the end of disputes that began a second before it
        let end = UnixTime::new(day(100).seconds() + 10 * DAY).unwrap();
        if self.world.now() < end {
            self.world.wait_until(end);
        }
        for id in 1..=3 {
            self.send(&anyone, &lapse(id), 0);
            self.send(&anyone, &long_stop(id), 0);
            let agreement = self.agreement_of(id).clone();
            let open = |of: &MilestoneResponse| of.state == MilestoneState::Open;
            let running = !matches!(agreement.status, AgreementStatus::Proposed | AgreementStatus::Ended);
            assert!(!running || !agreement.milestones.iter().any(open), "{agreement:?} does not end");
            self.send(&anyone, &end_proposal(id), 0);
            let payer = Addr::unchecked(agreement.terms.payer);
            for milestone in agreement.milestones.iter().filter(|of| !of.outstanding.is_zero()) {
                let paid = self.send(&payer, &pay_in(id, milestone.milestone), milestone.outstanding.get());
                assert!(paid, "a debt outlives the long-stop and is paid");
            }
            let over =
                matches!(self.agreement_of(id).status, AgreementStatus::Closed | AgreementStatus::Ended);
            assert!(over, "{:?}", self.agreement_of(id));
        }
        for account in self.people.clone() {
            let (asset, to) = (self.world.asset.clone().into(), Some(anyone.to_string()));
            self.send(&account, &ExecuteMsg::Withdraw { asset, to }, 0);
        }
        assert_eq!((self.world.owed(&self.world.asset), self.world.balance(&self.world.escrow)), (0, 0));
        self.check_titles();
    }

    /// Invariant 5: delivered to the payer only, and once a sale.
    fn check_titles(&self) {
        let told = self.world.shipment_told();
        let delivered = told.iter().filter_map(|msg| match msg {
            shipment::ExecuteMsg::Deliver { to, .. } => Some(to.as_str()),
            _ => None,
        });
        let delivered: Vec<&str> = delivered.collect();
        assert!(delivered.iter().all(|to| *to == self.world.buyer.as_str()));
        let released = self.before.iter().filter(|of| of.title == TitleHold::Released).count();
        assert!(delivered.len() >= released && delivered.len() <= 2, "{delivered:?}");
    }
}

impl World {
    /// What the account had waiting before it took it.
    fn balance_and_claim(&self, before: &BTreeMap<Addr, u128>, account: &Addr) -> u128 {
        let had: u128 = before.values().sum();
        let have: u128 = before.keys().map(|who| self.balance(who) + self.claimable(who)).sum();
        assert_eq!(had, have, "a withdrawal moves money between accounts only");
        before[account] - self.balance(account) - self.claimable(account)
    }
}

proptest! {
    #[test]
    fn whatever_is_tried_the_money_is_where_it_belongs(
        choices in any::<[[u8; 4]; 3]>(),
        releases in 0_usize..6,
        cw20 in any::<bool>(),
        rate in prop_oneof![Just(None), Just(Some(0_u128)), (1_u128..100_000).prop_map(Some)],
        steps in steps(),
    ) {
        let mut walk = Walk::begin(choices, releases, cw20, rate);
        for step in steps {
            walk.take(step);
        }
        walk.end();
    }
}
