//! Random walks by operators, a collection and strangers; after every step the invariants of the README hold. What a
//! round comes to is foretold by a model that shares no code with the contract.

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

use std::collections::BTreeMap;

use cosmwasm_std::{coin, Addr};
use cw_multi_test::AppResponse;
use num_bigint::BigUint;
use oracle::events::{FactDecided, ReportsAccepted, RoundUndecided};
use proptest::prelude::*;
use support::reference::{self, Rules, Said, Whole};
use support::*;
use testing::events;
use types::denom::UncheckedDenom;
use types::journey::{MilestoneRef, Outcome, Standing};
use types::oracle::*;

/// What somebody tries.
#[derive(Clone, Copy, Debug)]
struct Step {
    act: u8,
    /// A reporter, from 1 to 9, and with it an operator.
    who: u32,
    amount: u8,
    /// Which of the reporters speak, a bit each.
    mask: u16,
    choice: u8,
    /// Seconds that pass before it.
    wait: u64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![
        12 => 0..COLLECTION,
        4 => Just(COLLECTION),
        1 => Just(NOTICE),
        1 => Just(UNBONDING),
    ];
    let step = (0..32_u8, 1..=9_u32, 1..=200_u8, any::<u16>(), any::<u8>(), wait);
    let step =
        step.prop_map(|(act, who, amount, mask, choice, wait)| Step { act, who, amount, mask, choice, wait });
    prop::collection::vec(step, 40)
}

/// A round as the walk knows it.
struct Open {
    since: u64,
    seats: BTreeMap<u32, Seat>,
    said: Vec<(u32, Outcome)>,
}

#[derive(Clone)]
struct Seat {
    operator: u8,
    class: u8,
    weight: u128,
}

/// A question as the walk knows it.
#[derive(Default)]
struct Asked {
    round: u32,
    open: Option<Open>,
    standing: Standing,
    retired: bool,
}

impl Asked {
    fn is_answered(&self) -> bool {
        self.standing.happened.is_some() || self.standing.unresolvable
    }
}

struct Walk {
    world: World,
    asked: Vec<(MilestoneRef, Asked)>,
    sequence: u32,
    refuses: bool,
}

impl Walk {
    fn begin() -> Self {
        let mut world = World::with_questions();
        let operators = world.operators();
        for operator in &operators {
            world.token.mint(&mut world.chain, operator, 1_000);
        }
        let asked =
            [departure(), arrival()].into_iter().map(|milestone| (milestone, Asked::default())).collect();
        Self { world, asked, sequence: 0, refuses: false }
    }

    fn assets(&self) -> [UncheckedDenom; 2] {
        [usd(), self.world.token.asset()]
    }

    /// The reporters of a step with what they say of a question: most say the same, some something else.
    fn words(&self, step: Step) -> Vec<(u32, Outcome)> {
        let outcome = |choice: u8| match choice % 8 {
            0 => not_by(hour(5 * u64::from(choice / 8 % 3))),
            1 => UNRESOLVABLE,
            // Five minutes apart from 10:00 on: most lie within a quarter of an hour of each other.
            _ => happened(minute(600 + 5 * u64::from(choice % 7))),
        };
        let main = outcome(step.choice);
        let speaks = |number: &u32| step.mask >> number & 1 == 1 || step.choice.is_multiple_of(3);
        let word = |number: u32| {
            let dissents = (u32::from(step.mask) + number * 7).is_multiple_of(5);
            let near = match main {
                Outcome::Happened { at: time } => happened(at(time.seconds() + 60 * u64::from(number))),
                other => other,
            };
            (number, if dissents { outcome(step.choice.wrapping_mul(31).wrapping_add(7)) } else { near })
        };
        (1..=9).filter(speaks).map(word).collect()
    }

    /// Mostly a question that is open: an answered one soon takes no reports.
    fn place(&self, step: Step) -> usize {
        let any = usize::from(step.choice) / 8 % self.asked.len();
        let wanted = |asked: &Asked| match step.act {
            19..=22 => asked.open.is_some(),
            _ => !asked.retired && !asked.is_answered(),
        };
        let open: Vec<usize> = (0..self.asked.len()).filter(|place| wanted(&self.asked[*place].1)).collect();
        match open.get(usize::from(step.amount) % open.len().max(1)) {
            Some(place) if !step.mask.is_multiple_of(4) => *place,
            _ => any,
        }
    }

    /// An operator of whom this is true in an asset, if there is one.
    fn whoever(&self, is: impl Fn(&Addr, &UncheckedDenom) -> bool) -> Option<(Addr, UncheckedDenom)> {
        let operators = self.world.operators();
        let mut pairs = operators.iter().flat_map(|who| self.assets().map(|asset| (who.clone(), asset)));
        pairs.find(|(who, asset)| is(who, asset))
    }

    fn take(&mut self, step: Step) {
        self.world.chain.advance(step.wait);
        let operator = self.world.operator(step.who);
        let asset = self.assets()[usize::from(step.choice % 2)].clone();
        let amount = u128::from(step.amount);
        let place = self.place(step);
        let milestone = self.asked[place].0;
        let collection = self.world.collection.address().clone();
        match step.act {
            0 => drop(self.send(&operator, &ExecuteMsg::Bond {}, &[coin(amount, "uusd")])),
            1 | 17 => {
                let oracle = self.world.oracle.clone();
                let _refused = self.world.token.bond(&mut self.world.chain, &operator, &oracle, amount);
            }
            2 | 3 => drop(self.send(&operator, &unbond(asset, amount), &[])),
            4 | 5 => {
                let has = |who: &Addr, asset: &UncheckedDenom| {
                    !self.world.stake(who, asset.clone()).unbonding.is_empty()
                };
                let (operator, asset) = self.whoever(has).unwrap_or((operator, asset));
                self.send(&operator, &ExecuteMsg::WithdrawUnbonded { asset }, &[]);
            }
            6 | 7 => drop(self.send(&operator, &pledge(step.who, amount), &[])),
            8 => drop(self.send(&operator, &unpledge(step.who, amount), &[])),
            9 | 10 => {
                let seats = self.world.feed(FEED).committee;
                let leaving = seats.iter().find(|seat| seat.leaving.is_some());
                let who = leaving.map_or(step.who, |seat| seat.reporter);
                self.send(&operator, &complete(who), &[]);
            }
            11 => self.ask(step),
            12 => {
                let cutoffs = [0, 5, 10].map(|hours| Cutoff { milestone, cutoff: hour(hours) }).to_vec();
                let msg = ExecuteMsg::AddCutoffs { token_id: token_id(), cutoffs };
                self.send(&collection, &msg, &[]);
            }
            13 => self.retire(step),
            14 | 15 => {
                let has = |who: &Addr, asset: &UncheckedDenom| self.world.claimable(who, asset.clone()) > 0;
                let (by, asset) = self.whoever(has).unwrap_or((operator, asset));
                self.send(&by, &withdraw(asset), &[]);
            }
            16 => {
                self.refuses = !self.refuses;
                self.world.token.refuse(&mut self.world.chain, self.refuses);
            }
            18 if step.amount > 100 => {
                let (owner, msg) = (
                    self.world.owner.clone(),
                    match step.choice % 3 {
                        0 => ExecuteMsg::Pause {},
                        _ => ExecuteMsg::Unpause {},
                    },
                );
                self.send(&owner, &msg, &[]);
            }
            18 => {
                let (stranger, oracle) = (self.world.stranger.clone(), self.world.oracle.clone());
                let _refused = self.world.chain.send(&stranger, &oracle, coin(1, "uusd"));
            }
            19..=22 => self.close(place),
            _ => self.report(place, step),
        }
        let (inquiry, seats) = (self.world.inquiry(), self.seats());
        self.check_facts(&inquiry);
        self.check_money(&inquiry, &seats);
    }

    /// Sends a message; one that is refused changes nothing.
    fn send(&mut self, sender: &Addr, msg: &ExecuteMsg, funds: &[cosmwasm_std::Coin]) -> Option<AppResponse> {
        let before = self.world.state();
        let result = self.world.chain.execute(sender, &self.world.oracle, msg, funds);
        if result.is_err() {
            assert_eq!(self.world.state(), before, "a refused message changed state: {msg:?}");
        }
        result.ok()
    }

    fn ask(&mut self, step: Step) {
        let milestone = milestone(step.choice % 6, "LOAD", "USJFK");
        let msg = ExecuteMsg::Ask {
            token_id: token_id(),
            feed: FEED,
            questions: vec![milestone],
            refund_to: self.world.carrier.to_string(),
            until: at(self.world.chain.now() + 60 * DAY),
        };
        let collection = self.world.collection.address().clone();
        if self.send(&collection, &msg, &[coin(DEPOSIT, "uusd")]).is_some() {
            self.asked.push((milestone, Asked::default()));
        }
    }

    fn retire(&mut self, step: Step) {
        let (until, now) = (self.world.inquiry().until.seconds(), self.world.chain.now());
        if step.amount > 50 && until > now {
            self.world.chain.advance(until - now - u64::from(step.amount.is_multiple_of(4)));
        }
        let (stranger, msg) = (self.world.stranger.clone(), self.world.retire());
        if self.send(&stranger, &msg, &[]).is_none() {
            return;
        }
        for (_, asked) in self.asked.iter_mut().filter(|(_, asked)| !asked.is_answered()) {
            asked.retired = true;
            // A round that is given up has used its number.
            asked.round += u32::from(asked.open.take().is_some());
        }
    }

    fn report(&mut self, place: usize, step: Step) {
        let words = self.words(step);
        let (milestone, round) = (self.asked[place].0, self.asked[place].1.round);
        let seats = self.seats();
        let known = |(number, _): &(u32, Outcome)| {
            let open = self.asked[place].1.open.as_ref();
            open.map_or(&seats, |open| &open.seats).contains_key(number)
        };
        // Mostly a batch that could be taken.
        let words: Vec<_> = words.into_iter().filter(|word| step.who == 9 || known(word)).collect();
        let msg = self.world.report_on(milestone, round, &words);
        let (stranger, now) = (self.world.stranger.clone(), self.world.chain.now());
        let Some(response) = self.send(&stranger, &msg, &[]) else { return };

        let asked = &mut self.asked[place].1;
        let open = asked.open.get_or_insert_with(|| Open { since: now, seats, said: vec![] });
        for (reporter, outcome) in words {
            if !open.said.iter().any(|(heard, _)| *heard == reporter) {
                open.said.push((reporter, outcome));
            }
        }
        let whole: u128 = open.seats.values().map(|seat| seat.weight).sum();
        let reported: u128 = open.said.iter().map(|(reporter, _)| open.seats[reporter].weight).sum();
        if reference::is_complete(whole, reported) {
            self.conclude(place, &response);
        } else {
            assert_eq!(events(&response, ReportsAccepted::TYPE).len(), 1, "the round goes on");
        }
    }

    fn close(&mut self, place: usize) {
        let (milestone, asked) = &self.asked[place];
        let msg = ExecuteMsg::Close { subject: self.world.subject(*milestone), round: asked.round };
        let since = asked.open.as_ref().map(|open| open.since);
        let (stranger, now) = (self.world.stranger.clone(), self.world.chain.now());
        match self.send(&stranger, &msg, &[]) {
            Some(response) => {
                assert!(since.unwrap() + COLLECTION <= now, "closed too early");
                self.conclude(place, &response);
            }
            None => assert!(since.is_none_or(|since| now < since + COLLECTION), "nobody keeps a round open"),
        }
    }

    /// What the round must come to, by the model, is what the contract says.
    fn conclude(&mut self, place: usize, response: &AppResponse) {
        let asked = &mut self.asked[place].1;
        let open = asked.open.take().unwrap();
        asked.round += 1;
        let said: Vec<Said> = open
            .said
            .iter()
            .map(|(reporter, outcome)| {
                let Seat { operator, class, weight } = open.seats[reporter].clone();
                Said { reporter: *reporter, operator, class, weight, outcome: *outcome }
            })
            .collect();
        let rules = Rules {
            whole: Whole::Weighs(open.seats.values().map(|seat| seat.weight).sum()),
            tolerance: 15 * 60,
            min_operators: 3,
            min_classes: 2,
        };
        let fact = events(response, FactDecided::TYPE);
        let undecided = events(response, RoundUndecided::TYPE);
        let Some((outcome, agreeing, dissent)) = reference::decide(&rules, &said) else {
            assert_eq!((fact.len(), undecided.len()), (0, 1));
            return;
        };
        assert_eq!((fact.len(), undecided.len()), (1, 0));
        let fact = FactDecided::try_from(fact[0]).unwrap();
        assert_eq!(
            (fact.outcome, BigUint::from(fact.agreeing.get()), fact.dissent),
            (outcome, agreeing, dissent)
        );
        let standing = after(asked.standing, outcome);
        if standing != asked.standing {
            asked.standing = standing;
            self.sequence += 1;
            assert_eq!(fact.sequence, Some(self.sequence));
        } else {
            assert_eq!(fact.sequence, None);
        }
    }

    /// The committee as everybody can read it.
    fn seats(&self) -> BTreeMap<u32, Seat> {
        let operators = self.world.operators();
        let seat = |seat: MemberResponse| {
            let operator = operators.iter().position(|operator| operator.as_str() == seat.operator).unwrap();
            let class = CLASSES.iter().position(|class| *class == seat.class).unwrap();
            let (operator, class) = (operator as u8, class as u8);
            (seat.reporter, Seat { operator, class, weight: seat.weight.get() })
        };
        self.world.feed(FEED).committee.into_iter().map(seat).collect()
    }

    /// What stands, the rounds and the number of facts are what the model says: nothing else ever changes them.
    fn check_facts(&self, inquiry: &InquiryResponse) {
        assert_eq!(inquiry.sequence, self.sequence);
        assert_eq!(inquiry.questions.len(), self.asked.len());
        for ((milestone, asked), found) in self.asked.iter().zip(&inquiry.questions) {
            assert_eq!(
                (found.milestone, found.standing, found.round),
                (*milestone, asked.standing, asked.round)
            );
            assert_eq!(found.open.is_some(), asked.open.is_some());
            if let (Some(found), Some(open)) = (&found.open, &asked.open) {
                let said: Vec<_> = found.reports.iter().map(|said| (said.reporter, said.outcome)).collect();
                assert_eq!(said, open.said);
                assert_eq!(found.of.get(), open.seats.values().map(|seat| seat.weight).sum::<u128>());
            }
        }
        let unanswered = self.asked.iter().any(|(_, asked)| !asked.retired && !asked.is_answered());
        assert!(inquiry.deposit.is_none() || unanswered, "a deposit is held for nothing");
    }

    /// Every unit that is owed is somebody's, and is there. Of the native asset no payment fails here, so that nothing
    /// is claimable.
    fn check_money(&self, inquiry: &InquiryResponse, seats: &BTreeMap<u32, Seat>) {
        let world = &self.world;
        let operators = world.operators();
        for asset in self.assets() {
            let mut parts = 0;
            for (place, operator) in operators.iter().enumerate() {
                let stake = world.stake(operator, asset.clone());
                let [bonded, pledged, free] =
                    [stake.bonded, stake.pledged, stake.free].map(|part| part.get());
                assert_eq!(bonded, free + pledged);
                let seated = seats.values().filter(|seat| usize::from(seat.operator) == place);
                let seated: u128 = seated.map(|seat| seat.weight).sum();
                assert_eq!(pledged, if asset == usd() { seated } else { 0 }, "no stake is pledged twice");
                parts += bonded + stake.unbonding.iter().map(|part| part.amount.get()).sum::<u128>();
                if asset != usd() {
                    parts += world.claimable(operator, asset.clone());
                }
            }
            let denom = match &asset {
                UncheckedDenom::Native(name) => {
                    parts += inquiry.deposit.as_ref().map_or(0, |held| held.amount.u128());
                    cw20::Denom::Native(name.clone())
                }
                UncheckedDenom::Cw20(_) => world.token.denom(),
            };
            let owed = world.owed(asset);
            assert_eq!(owed, parts, "what is owed is the sum of its parts");
            assert!(world.chain.balance(&denom, &world.oracle) >= owed, "the balance covers what is owed");
        }
        assert!(seats.values().all(|seat| seat.weight >= 50), "a seat has the least pledge");
    }
}

/// What stands after an outcome, from the words of `types::journey::Standing`.
fn after(before: Standing, outcome: Outcome) -> Standing {
    match outcome {
        Outcome::Happened { at } => Standing {
            happened: Some(at),
            not_by: match before.not_by {
                Some(cutoff) if cutoff < at => Some(cutoff),
                _ => None,
            },
            unresolvable: false,
        },
        Outcome::NotBy { cutoff } => Standing {
            happened: match before.happened {
                Some(at) if at > cutoff => Some(at),
                _ => None,
            },
            not_by: before.not_by.into_iter().chain([cutoff]).max(),
            unresolvable: false,
        },
        Outcome::Unresolvable {} => Standing { happened: None, not_by: None, unresolvable: true },
        Outcome::Measured { .. } => unreachable!("an event is no number"),
    }
}

proptest! {
    #[test]
    fn whatever_is_tried_facts_have_their_quorum_and_money_its_owner(steps in steps()) {
        let mut walk = Walk::begin();
        for step in steps {
            walk.take(step);
        }
    }
}
