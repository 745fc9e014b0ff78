//! What a walk tries: three agreements about one title, and what somebody does next.

use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use proptest::prelude::*;
use testing::Stranger;
use types::digest::Digest;
use types::escrow::*;
use types::journey::{MilestoneRef, Standing};
use types::oracle::Corrected;
use types::shipment::ConsentedAct;

use crate::model::{is_prefunded, Model};
use crate::support::*;

/// What the oracle has to compensate with.
pub const ENDOWED: u128 = 100_000;

/// What somebody tries.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub act: u8,
    pub agreement: u64,
    pub milestone: u8,
    /// Of ten, seven are sent by who may, the others by anybody.
    pub by: usize,
    pub to: usize,
    pub choice: u8,
    /// Hours that pass before it.
    pub wait: u64,
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![6 => Just(0_u64), 3 => 1_u64..48, 1 => 100_u64..400];
    let step = (0_u8..46, 1_u64..=3, 0_u8..4, 0_usize..40, 0_usize..14, any::<u8>(), wait);
    let step = step.prop_map(|(act, agreement, milestone, by, to, choice, wait)| Step {
        act,
        agreement,
        milestone,
        by,
        to,
        choice,
        wait,
    });
    prop::collection::vec(step, 40)
}

/// A walk, and what the last step left.
pub struct Walk {
    pub world: World,
    pub people: Vec<Addr>,
    pub contracts: [Stranger; 2],
    pub model: Model,
    pub before: Vec<AgreementResponse>,
    pub purses: BTreeMap<Addr, u128>,
    pub rounds: bool,
    /// How much the oracle had been told.
    pub told: usize,
    /// The oracle takes no room back.
    pub keeps_room: bool,
}

const EVENTS: [fn() -> MilestoneRef; 4] = [loaded, departed, arrived, discharged];

/// Milestones as the choices have it: conditions of every kind, with and without dates, prefunded and deferred.
fn milestones(world: &World, choices: [u8; 4], service: bool) -> Vec<MilestoneTerms> {
    let surveyor = || approved_by(&world.surveyor);
    (0_u64..4)
        .zip(choices)
        .map(|(index, choice)| {
            let event = EVENTS[usize::from(choice % 4)];
            let deferred = choice.is_multiple_of(3);
            let condition = match choice / 4 % 8 {
                0 | 1 => on(event()),
                2 => surveyor(),
                3 if !service => on_presentation(),
                4 => all(vec![on(event()), surveyor()]),
                6 | 7 => on_number(measured_pays(choice), deliveries(choice, deferred)),
                _ => all(vec![on(event()), on(gated_out())]),
            };
            let units = 1_000 + u128::from(choice) * 7;
            let settlement = Settlement::Deferred { after: secs(2 * DAY), grace: secs(2 * DAY) };
            let terms = pays(condition, units);
            let terms = if deferred { MilestoneTerms { settlement, ..terms } } else { terms };
            let adds_up = matches!(&terms.condition, Condition::Measurement(of) if of.deliveries.is_some());
            let late = choice.is_multiple_of(2) && !adds_up;
            let terms = if late { late_from(terms, day(20 + index)) } else { terms };
            if choice % 5 < 2 && (index < 2 || !service) {
                cut_off(terms, day(30 + index))
            } else {
                terms
            }
        })
        .collect()
}

/// By numbers from -2 to 21.
fn measured_pays(choice: u8) -> Pays {
    match choice / 32 {
        0 | 1 => at_least(14),
        2 | 3 => scaled(0, 31),
        4 => at_most(3),
        5 => scaled(17, 2),
        _ => scaled(-2, 19),
    }
}

fn deliveries(choice: u8, deferred: bool) -> Option<u8> {
    let adds_up = match measured_pays(choice) {
        Pays::AtLeast { .. } => true,
        Pays::AtMost { .. } => false,
        Pays::Scaled { nothing_at, all_at } => nothing_at < all_at && !deferred,
    };
    adds_up.then_some(choice % 4).filter(|deliveries| *deliveries > 0)
}

impl Walk {
    pub fn begin(choices: [[u8; 4]; 3], releases: usize, cw20: bool, rate: Option<u128>) -> Self {
        let mut world = if cw20 { World::with_cw20() } else { World::new() };
        if let Some(rate) = rate {
            world.secure(rate);
        }
        world.endow_oracle(ENDOWED);
        let contracts = [world.contract(), world.contract()];
        let mut people = vec![
            world.buyer.clone(),
            world.seller.clone(),
            world.carrier.clone(),
            world.bank.clone(),
            world.surveyor.clone(),
            world.arbiter.clone(),
            world.chamber.clone(),
            world.stranger.clone(),
        ];
        people.extend(contracts.iter().map(|contract| contract.address().clone()));
        let [first, second, third] = choices;
        let mut terms = sale_of(&world, milestones(&world, first, false));
        if releases == 4 {
            // the title waits for the surveyor's word
            terms.milestones[0] = releasing(pays(approved_by(&world.surveyor), 1_000));
        }
        if let Some(milestone) = terms.milestones.get_mut(releases) {
            let delivers = |part: &Condition| *part == on(gated_out());
            let measured = matches!(milestone.condition, Condition::Measurement(_));
            if !measured && !matches!(&milestone.condition, Condition::All { of } if of.iter().any(delivers))
            {
                milestone.releases_title = true;
            }
        }
        let service = service_of(&world, milestones(&world, second, true));
        // the same invoice again, or another one
        let mut again = sale_of(&world, milestones(&world, third, false));
        if third[0].is_multiple_of(2) {
            again.invoice = Digest::of(b"another");
        }
        let (buyer, seller, carrier) = (world.buyer.clone(), world.seller.clone(), world.carrier.clone());
        world.must(&seller, &propose(&terms, day(60)));
        let units = world.brought(&service);
        world.must_with(&seller, &propose(&service, day(60)), units);
        let units = world.brought(&again);
        world.must_with(&buyer, &propose(&again, day(60)), units);
        let mut walk = Self {
            world,
            people,
            contracts,
            model: Model::default(),
            before: vec![],
            purses: BTreeMap::new(),
            rounds: false,
            told: 0,
            keeps_room: false,
        };
        for (id, terms) in (1..).zip([&terms, &service, &again]) {
            for (index, milestone) in (0..).zip(&terms.milestones) {
                let units = if is_prefunded(milestone) { milestone.amount.get() } else { 0 };
                walk.model.came.insert((id, index), units);
            }
        }
        walk.look();
        for (sender, msg, units) in
            [(buyer, accept(1, &terms), walk.world.brought(&terms)), (carrier, accept(2, &service), 0)]
        {
            walk.send(&sender, &msg, units);
        }
        walk
    }

    fn look(&mut self) {
        self.before = self.world.query(&QueryMsg::Agreements { start_after: None, limit: None });
        self.purses = self.purses();
    }

    /// What everybody has, here and at hand.
    pub fn purses(&self) -> BTreeMap<Addr, u128> {
        let purse = |who: &Addr| (who.clone(), self.world.balance(who) + self.world.claimable(who));
        self.people.iter().map(purse).collect()
    }

    pub fn agreement_of(&self, id: u64) -> &AgreementResponse {
        &self.before[id as usize - 1]
    }

    /// Most steps do what there is to do now; some anything at all.
    fn act(&self, step: Step) -> u8 {
        use AgreementStatus::{Active, Discrepant, Presented, Proposed};
        use MilestoneState::{Defaulted, Late, Open, Payable, WrittenOff};
        let agreement = self.agreement_of(step.agreement);
        let milestone = &agreement.milestones[usize::from(step.milestone)];
        let claims = self.contracts.iter().any(|contract| self.world.claimable(contract.address()) > 0);
        let sensible: &[u8] = match (agreement.status, milestone.state) {
            _ if step.choice >= 224 => return step.act,
            _ if claims && step.choice.is_multiple_of(4) => &[37],
            (Proposed, _) => &[0, 0, 1, 38],
            (Presented, Open) if self.is_measured(step) && milestone.dispute.is_none() => {
                &[44, 44, 44, 44, 45, 45, 16, 19, 20, 21, 24, 29, 35, 43]
            }
            (Discrepant, _) => &[6, 6, 6, 8, 17, 29],
            _ if milestone.dispute.is_some() => &[31, 31, 31, 32, 9, 21],
            (Active, _) if step.agreement == 2 => &[5, 5, 5, 17, 21, 35],
            (Active, Open) => &[2, 2, 2, 17, 17, 20, 21, 29, 35, 9],
            (Presented, Open) => &[9, 10, 11, 12, 16, 17, 19, 21, 22, 23, 24, 29, 34, 35, 35, 42, 43],
            (_, Payable | Late | Defaulted | WrittenOff) => &[25, 27, 27, 27, 28, 28, 28, 20, 35, 43],
            _ => return step.act,
        };
        sensible[usize::from(step.act) % sensible.len()]
    }

    /// The message of a step, who may send it, and with what.
    pub fn message(&mut self, step: Step) -> Option<(Addr, ExecuteMsg, u128)> {
        let Step { agreement: id, milestone: index, choice, .. } = step;
        let agreement = self.agreement_of(id).clone();
        let terms = agreement.terms.clone();
        let milestone = agreement.milestones[usize::from(index)].clone();
        let party = |name: &str| Addr::unchecked(name);
        let (payer, payee) = (party(&terms.payer), party(&terms.payee));
        let owner = milestone.owner.as_deref().map_or(payee.clone(), party);
        let world = &self.world;
        let event = self.event(&terms.milestones[usize::from(index)].condition, choice);
        let either = if choice.is_multiple_of(2) { payer.clone() } else { owner.clone() };
        let anyone = world.stranger.clone();
        let held = world.brought(&terms);
        Some(match self.act(step) {
            0 if agreement.proposed_by == Side::Payer => (payee, accept(id, &terms), 0),
            0 => (payer, accept(id, &terms), held),
            1 if choice.is_multiple_of(4) => (payer, end_proposal(id), 0),
            1..=4 => {
                let mut msg = encumbered_msg(world, if id == 3 { 3 } else { 1 });
                msg.residual = (choice.is_multiple_of(8)).then(|| owner.to_string());
                (world.shipment.clone(), ExecuteMsg::Encumbered(msg), 0)
            }
            5 => (payee, follow(2), 0),
            6 | 7 => (payer, waive(id), 0),
            8 => (either, return_documents(id), 0),
            9..=14 => {
                let standing = self.standing(event, choice);
                self.said(event, standing);
                (self.world.shipment.clone(), notice(event, standing), 0)
            }
            15 => {
                let standing = self.standing(event, choice);
                self.said(event, standing);
                return None;
            }
            16 => (anyone, sync(id), 0),
            17 | 18 => (world.surveyor.clone(), approve_milestone(id, index), 0),
            19 if is_prefunded(&terms.milestones[usize::from(index)]) => (payer, release(id, index), 0),
            19 => (payer, release(id, index), milestone.amount.get()),
            20 => (owner, relinquish(id, index), 0),
            21..=23 => {
                let change = self.change(&milestone, choice);
                (either, ExecuteMsg::Change { agreement: id, milestone: index, change }, 0)
            }
            24 => (payer, top_up(id, index), u128::from(choice) + 1),
            25 | 26 => {
                let outstanding = milestone.outstanding.get();
                let part = if choice.is_multiple_of(2) { outstanding } else { outstanding / 2 + 1 };
                (payer, pay_in(id, index), part)
            }
            27 => (anyone, age(id, index), 0),
            28 => (owner, write_off(id, index), 0),
            29 | 30 => (either, dispute(id, &[index]), 0),
            31 => {
                let until = milestone.dispute.as_ref().map(|dispute| dispute.resolver_until);
                let late = until.is_some_and(|until| self.world.now() >= until);
                let resolver = &terms.resolver;
                let sender = if late { resolver.successor.as_ref()? } else { &resolver.address };
                let to_payee = milestone.amount.get() * u128::from(choice) / 255;
                let title = match choice % 8 {
                    0 => TitleAward::ToPayer,
                    1 => TitleAward::ToHolder,
                    _ => TitleAward::Unchanged,
                };
                (party(sender), resolve(id, &[(index, to_payee)], title), 0)
            }
            32 => (anyone, lapse(id), 0),
            33 => (anyone, long_stop(id), 0),
            34 => (either, consent_to(id, ConsentedAct::Amendment), 0),
            35 | 36 => {
                let to = self.people.get(step.to).unwrap_or(self.contracts[step.to % 2].address());
                (owner, transfer(&format!("{id}/{index}"), to), 0)
            }
            37 => {
                let to = &self.people[step.to % self.people.len()];
                let (asset, to) = (world.asset.clone().into(), Some(to.to_string()));
                (
                    self.contracts[usize::from(choice % 2)].address().clone(),
                    ExecuteMsg::Withdraw { asset, to },
                    0,
                )
            }
            43 => {
                let part = choice % 8;
                (world.oracle.clone(), compensated(id, part, u128::from(choice) + 1), u128::from(choice) + 1)
            }
            44 | 45 => {
                let number = self.numbered((id, index), choice);
                if choice % 4 == 0 {
                    return None;
                }
                (self.world.oracle.clone(), measured(id, index, number), 0)
            }
            _ => {
                self.disturb(step);
                return None;
            }
        })
    }

    fn is_measured(&self, step: Step) -> bool {
        let terms = &self.agreement_of(step.agreement).terms.milestones[usize::from(step.milestone)];
        matches!(terms.condition, Condition::Measurement(_))
    }

    /// The oracle has one more number of a milestone, and may not tell.
    fn numbered(&mut self, key: (u64, u8), choice: u8) -> types::oracle::Measured {
        let numbers = self.model.numbers.entry(key).or_default();
        let place = u32::try_from(numbers.len()).unwrap() + 1;
        let mut number = number(place, i64::from(choice % 24) - 2, day(15 + u64::from(choice / 8)));
        if choice.is_multiple_of(5) {
            number.corrects = numbers.last().map(|about| Corrected { value: about.value, at: about.at });
        }
        numbers.push(number);
        let numbers = numbers.clone();
        self.world.history_of(key.0, key.1, &numbers);
        number
    }

    /// Contracts that refuse, peers that refuse, break or collect.
    fn disturb(&mut self, step: Step) {
        let chain = &mut self.world.chain;
        match (step.act.max(38), step.choice % 4) {
            (38, 0 | 1) => self.contracts[usize::from(step.choice % 2)].refuse(chain),
            (38, _) => self.contracts[usize::from(step.choice % 2)].record(chain),
            (39, 0) => self.world.shipment_refuses(&["deliver"]),
            (39, 1) => self.world.shipment_refuses(&["lift", "subscribe"]),
            (39, _) => self.world.shipment_refuses(&[]),
            (40, 0) => {
                self.world.shipment_breaks();
                self.model.broken = true;
            }
            (40, _) => self.mend(),
            (42, choice) => {
                let refused: &[&str] = match choice {
                    0 => &["bind"],
                    1 => &["release"],
                    2 => &["reserve", "receive"],
                    _ => &[],
                };
                self.keeps_room = choice == 1;
                self.world.oracle_refuses(refused);
            }
            (_, choice) => {
                self.rounds = choice == 0;
                let since = [(arrived(), day(90))];
                self.world.rounds(if self.rounds { &since } else { &[] });
            }
        }
    }

    fn mend(&mut self) {
        let bill = order_bill(&self.world);
        self.world.issue(&bill);
        self.model.broken = false;
    }

    /// One that the condition depends on, if it depends on any.
    fn event(&self, condition: &Condition, choice: u8) -> MilestoneRef {
        let parts = match condition {
            Condition::All { of } => of.clone(),
            simple => vec![simple.clone()],
        };
        let mut events = parts.iter().filter_map(|part| match part {
            Condition::Milestone(milestone) => Some(*milestone),
            _ => None,
        });
        let other = EVENTS[usize::from(choice % 4)]();
        events.nth(usize::from(choice / 4 % 2)).unwrap_or(other)
    }

    fn change(&self, milestone: &MilestoneResponse, choice: u8) -> Change {
        // few different ones, so that the other side often means the same
        match choice % 5 {
            0 => cancel(),
            1 => to_cutoff(day(40)),
            2 => to_due(day(25)),
            3 => milestone.change.clone().unwrap_or_else(cancel),
            _ => milestone.change.clone().unwrap_or(to_amount(milestone.amount.get().div_ceil(2))),
        }
    }

    /// What stands after another word of the oracle's.
    fn standing(&self, event: MilestoneRef, choice: u8) -> Standing {
        let known = self.model.said.iter().find(|(of, _)| *of == event);
        let known = known.map(|(_, standing)| *standing).unwrap_or_default();
        let when = day(15 + u64::from(choice / 8));
        known.after(match choice % 8 {
            0 => types::journey::Outcome::Unresolvable {},
            1 | 2 => types::journey::Outcome::NotBy { cutoff: when },
            _ => types::journey::Outcome::Happened { at: when },
        })
    }

    fn said(&mut self, event: MilestoneRef, standing: Standing) {
        if self.model.broken {
            self.mend();
        }
        self.world.stands(event, standing);
        self.model.says(event, standing);
    }
}
