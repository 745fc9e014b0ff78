//! What is tried: a message, who sends it and with what money.

use cosmwasm_std::{Addr, CosmosMsg};
use numeric::UnixTime;
use suite::{day, present_msg, word, ARRIVED, DAY, DISCHARGED, LOADED};
use types::digest::Digest;
use types::escrow::{
    AgreementStatus, Award, Change, Condition, Cw20Hook, ExecuteMsg as M, MilestoneState, Settlement,
    TitleAward,
};
use types::journey::Outcome;
use types::oracle;
use types::shipment::{
    Amendment, ConsentedAct, EndorseTo, ExecuteMsg as T, SurrenderFor, TitleClass, TitleStatus,
};

use crate::draw::{wanted, Step};
use crate::sight::Sight;
use crate::{Walk, TITLES};

/// A message on its way.
#[derive(Clone, Debug)]
pub struct Tried {
    pub sender: Addr,
    pub msg: CosmosMsg,
    /// To `escrow`, what it says; the hook of a token included.
    pub escrow: Option<M>,
    /// To `shipment`, what it says.
    pub shipment: Option<T>,
    /// Money of the settlement asset that comes along.
    pub brings: u128,
}

const EVENTS: [&str; 3] = [LOADED, ARRIVED, DISCHARGED];
const ACTS: [ConsentedAct; 3] =
    [ConsentedAct::Amendment, ConsentedAct::KeyReplacement, ConsentedAct::Delivery];

impl Walk {
    /// The message of a step, by who may send it or by anybody.
    pub fn attempt(&mut self, step: Step, sight: &Sight) -> Tried {
        let mut tried = self.rightful(step, sight);
        if step.by >= 7 {
            tried.sender = self.people[usize::from(step.choice) % self.people.len()].clone();
        }
        tried
    }

    /// Mostly what makes sense where the agreement stands.
    fn which(&self, step: Step, sight: &Sight) -> u8 {
        let agreement = &sight.agreements[usize::from(step.agreement)];
        let milestone = &agreement.milestones[usize::from(step.milestone) % agreement.milestones.len()];
        let sensible: &[u8] = match agreement.status {
            AgreementStatus::Proposed => &[0, 0, 0, 0, 1],
            AgreementStatus::Active => &[2, 2, 2, 2, 2, 24, 24, 15, 11],
            AgreementStatus::Discrepant => &[3, 3, 4],
            _ if sight.now >= day(crate::draw::LONG_STOP).seconds() => &[22, 22, 21, 8, 16],
            _ => match milestone.state {
                MilestoneState::Open if milestone.dispute.is_some() => &[20, 20, 21, 5, 8],
                MilestoneState::Open if milestone.change.is_some() => &[14, 14, 5],
                MilestoneState::Open => &[5, 5, 6, 7, 8, 11, 11, 14, 19, 24, 24, 12, 23, 26, 27, 30],
                MilestoneState::Payable | MilestoneState::Late => &[16, 17, 17, 24, 13],
                MilestoneState::Defaulted | MilestoneState::WrittenOff => &[18, 16],
                _ => &[5, 9, 25, 27, 28, 29, 34],
            },
        };
        if step.by.is_multiple_of(4) {
            step.act % 36
        } else {
            sensible[usize::from(step.act) % sensible.len()]
        }
    }

    fn rightful(&mut self, step: Step, sight: &Sight) -> Tried {
        let act = self.which(step, sight);
        match act {
            11 if !self.is_approved(step, sight) => self.of_oracle(5, step, sight),
            0..=4 | 9 | 11..=25 => self.of_agreement(act, step, sight),
            5..=8 => self.of_oracle(act, step, sight),
            31 => self.whims(step),
            _ => self.of_title(act, step, sight),
        }
    }

    /// Whether the milestone waits for an approval.
    fn is_approved(&self, step: Step, sight: &Sight) -> bool {
        let terms = &sight.agreements[usize::from(step.agreement)].terms;
        let of = &terms.milestones[usize::from(step.milestone) % terms.milestones.len()];
        parts(&of.condition).iter().any(|part| matches!(part, Condition::Approval { .. }))
    }

    fn of_agreement(&self, act: u8, step: Step, sight: &Sight) -> Tried {
        let seen = &sight.agreements[usize::from(step.agreement)];
        let id = seen.agreement;
        let (payer, payee) = (Addr::unchecked(&seen.terms.payer), Addr::unchecked(&seen.terms.payee));
        let milestone = step.milestone % seen.milestones.len() as u8;
        let of = &seen.milestones[usize::from(milestone)];
        let terms = &seen.terms.milestones[usize::from(milestone)];
        let owner = of.owner.clone().map_or(payee.clone(), Addr::unchecked);
        let either = if step.choice.is_multiple_of(2) { payer.clone() } else { owner.clone() };
        let person = |name: &str| self.suite.address(name);
        let anyone = person("anyone");
        let to = match step.choice % 3 {
            0 => self.vault.address(),
            _ => &self.people[usize::from(step.choice) % self.people.len()],
        };
        let plain = |sender: Addr, msg: M| self.to_escrow(sender, msg, None, 0);
        match act {
            0 => {
                let prefunded =
                    |of: &&types::escrow::MilestoneTerms| of.settlement == Settlement::Prefunded {};
                let money = seen.terms.milestones.iter().filter(prefunded).map(|of| of.amount.get()).sum();
                let digest: Digest = seen.digest.clone();
                let hook = Cw20Hook::Accept { agreement: id, terms: digest.clone() };
                self.to_escrow(payer, M::Accept { agreement: id, terms: digest }, Some(hook), money)
            }
            1 => plain(anyone, M::EndProposal { agreement: id }),
            2 if seen.terms.title.is_none() => plain(payee, M::Follow { agreement: id }),
            2 => {
                let free =
                    |title: &str| sight.titles[usize::from(title == TITLES[1])].encumbered_by.is_none();
                let first = wanted(step.choice);
                let other = TITLES.into_iter().find(|title| free(title)).filter(|_| !free(first));
                let title = other.unwrap_or(first);
                self.presents(title, id, sight)
            }
            3 => {
                let token_id = seen.token_id.clone().unwrap_or_else(|| word(TITLES[0]));
                let version = seen.version.unwrap_or(1);
                plain(payer, M::Waive { agreement: id, token_id, version, remark: None })
            }
            4 => plain(payee, M::ReturnDocuments { agreement: id, remark: None }),
            11 => plain(person("surveyor"), M::ApproveMilestone { agreement: id, milestone }),
            12 => {
                let deferred = terms.settlement != Settlement::Prefunded {};
                let money = if deferred { of.amount.get() } else { 0 };
                let hook = Cw20Hook::Release { agreement: id, milestone };
                self.to_escrow(payer, M::Release { agreement: id, milestone }, Some(hook), money)
            }
            13 => plain(owner, M::Relinquish { agreement: id, milestone }),
            14 => {
                let change = of.change.clone().unwrap_or(match step.choice % 3 {
                    0 => Change { amount: Some(half(of.amount)), due: None, cutoff: None, cancel: false },
                    1 => Change { amount: None, due: None, cutoff: Some(day(30)), cancel: false },
                    _ => Change { amount: None, due: None, cutoff: None, cancel: true },
                });
                plain(either, M::Change { agreement: id, milestone, change })
            }
            15 => {
                let hook = Cw20Hook::TopUp { agreement: id, milestone };
                let money = u128::from(step.choice) + 1;
                self.to_escrow(payer, M::TopUp { agreement: id, milestone }, Some(hook), money)
            }
            16 => {
                let all = of.outstanding.get();
                let money = if step.choice.is_multiple_of(2) { all } else { all / 3 }.max(1);
                let hook = Cw20Hook::PayIn { agreement: id, milestone };
                self.to_escrow(payer, M::PayIn { agreement: id, milestone }, Some(hook), money)
            }
            17 => plain(anyone, M::Age { agreement: id, milestone }),
            18 => plain(owner, M::WriteOff { agreement: id, milestone }),
            19 => plain(either, M::Dispute { agreement: id, milestones: vec![milestone], evidence: None }),
            20 => {
                let to_payee = numeric::Amount::new(of.amount.get() * u128::from(step.choice % 5) / 4);
                let title = [TitleAward::Unchanged, TitleAward::ToPayer, TitleAward::ToHolder]
                    [usize::from(step.choice % 3)];
                let late =
                    of.dispute.as_ref().is_some_and(|dispute| sight.now >= dispute.resolver_until.seconds());
                let resolver = person(if late { "chamber" } else { "arbiter" });
                plain(
                    resolver,
                    M::Resolve { agreement: id, awards: vec![Award { milestone, to_payee }], title },
                )
            }
            21 => plain(anyone, M::LapseDispute { agreement: id }),
            22 => plain(anyone, M::LongStop { agreement: id }),
            23 => {
                let act = ACTS[usize::from(step.choice % 3)];
                plain(either, M::ConsentTo { agreement: id, act })
            }
            24 => {
                let (recipient, token_id) = (to.to_string(), format!("{id}/{milestone}"));
                plain(owner, M::TransferNft { recipient, token_id })
            }
            25 => plain(to.clone(), M::Withdraw { asset: self.suite.asset.clone().into(), to: None }),
            _ => plain(anyone, M::Sync { agreement: id }),
        }
    }

    /// The holder presents a title.
    fn presents(&self, title: &'static str, agreement: u64, sight: &Sight) -> Tried {
        let place = usize::from(title == TITLES[1]);
        let seen = &sight.titles[place];
        let (to, msg) = (self.suite.escrow.to_string(), present_msg(agreement));
        let msg = match seen.kind.class() {
            TitleClass::Waybill => T::Bind { token_id: word(title), to, msg },
            _ => T::Encumber { token_id: word(title), to, msg },
        };
        self.to_shipment(Addr::unchecked(&seen.holder), msg)
    }

    /// Something is said of the agreement's title, mostly what its milestone waits for.
    fn of_oracle(&self, act: u8, step: Step, sight: &Sight) -> Tried {
        let seen = &sight.agreements[usize::from(step.agreement)];
        let served =
            TITLES.into_iter().find(|title| seen.token_id.as_ref().is_some_and(|of| of.as_str() == *title));
        let title = served.unwrap_or(wanted(step.choice / 4));
        let terms = &seen.terms.milestones[usize::from(step.milestone) % seen.milestones.len()];
        let waits = parts(&terms.condition).iter().rev().find_map(|part| match part {
            Condition::Milestone(of) => Some(of.event.as_str()),
            _ => None,
        });
        let event = waits
            .filter(|_| !step.choice.is_multiple_of(5))
            .unwrap_or(EVENTS[usize::from(step.milestone) % 3]);
        let now = self.suite.chain.now();
        let msg = if act == 8 {
            self.suite.closing(title, event)
        } else {
            let outcome = match step.choice % 8 {
                0 => Outcome::NotBy { cutoff: day(20) },
                1 => Outcome::NotBy { cutoff: day(30) },
                2 => Outcome::Unresolvable {},
                hours => Outcome::Happened { at: UnixTime::new(now - u64::from(hours) * DAY / 4).unwrap() },
            };
            let reporters = if step.choice.is_multiple_of(3) { 1..=2 } else { 1..=3 };
            self.suite.report(title, event, outcome, reporters)
        };
        let msg: oracle::ExecuteMsg = msg;
        let (sender, msg) = (self.suite.address("anyone"), self.suite.call("oracle", &msg));
        Tried { sender, msg, escrow: None, shipment: None, brings: 0 }
    }

    /// The vault changes its mind.
    fn whims(&mut self, step: Step) -> Tried {
        let vault = self.vault.address().clone();
        if step.choice.is_multiple_of(2) {
            self.vault.refuse(&mut self.suite.chain);
        } else {
            self.vault.record(&mut self.suite.chain);
        }
        let asset = self.suite.asset.clone().into();
        self.to_escrow(vault, M::Withdraw { asset, to: None }, None, 0)
    }

    fn of_title(&self, act: u8, step: Step, sight: &Sight) -> Tried {
        let place = usize::from(step.choice % 4 == 3);
        let (title, seen) = (TITLES[place], &sight.titles[place]);
        let token_id = || word(title);
        let holder = Addr::unchecked(&seen.holder);
        let (carrier, anyone) = (self.suite.address("carrier"), self.suite.address("anyone"));
        let to = self.people[usize::from(step.by) * 7 % self.people.len()].to_string();
        let purpose =
            if step.choice.is_multiple_of(2) { SurrenderFor::Delivery } else { SurrenderFor::Amendment };
        let (sender, msg) = match (act, seen.status) {
            (26 | 33, _) => (holder, T::TransferNft { recipient: to, token_id: title.to_owned() }),
            (27, TitleStatus::Issued) => {
                (holder, T::Surrender { token_id: token_id(), purpose, remark: None })
            }
            (27 | 28, _) => (carrier, T::AcceptSurrender { token_id: token_id(), remark: None }),
            (29, TitleStatus::Surrendered(SurrenderFor::Amendment)) => {
                let document = Digest::of(&[step.choice]);
                let amendment = Amendment { document, uri: None, goods: None, consignee: None, route: None };
                (carrier, T::Amend { token_id: token_id(), amendment: Box::new(amendment) })
            }
            (29, _) => (anyone, T::ReturnUnanswered { token_id: token_id() }),
            (30, _) if seen.replacement.is_some() => {
                (anyone, T::CompleteReplacement { token_id: token_id() })
            }
            (30, _) => (carrier, T::ProposeReplacement { token_id: token_id(), new_holder: to }),
            (32, _) => {
                let seller = self.suite.address("seller").into_string();
                (
                    holder,
                    T::Endorse { token_id: token_id(), to: EndorseTo::Order { to: seller }, remark: None },
                )
            }
            (34, _) => (holder, T::Reject { token_id: token_id(), remark: None }),
            (35, _) => (holder, T::TransferPossession { token_id: token_id(), to, remark: None }),
            _ => (anyone, T::Sync { token_id: token_id() }),
        };
        self.to_shipment(sender, msg)
    }

    fn to_shipment(&self, sender: Addr, msg: T) -> Tried {
        let call = self.suite.call("shipment", &msg);
        Tried { sender, msg: call, escrow: None, shipment: Some(msg), brings: 0 }
    }

    fn to_escrow(&self, sender: Addr, msg: M, hook: Option<Cw20Hook>, money: u128) -> Tried {
        let call = match &hook {
            Some(hook) => self.suite.paid_call(&msg, hook, money),
            None => self.suite.call("escrow", &msg),
        };
        Tried { sender, msg: call, escrow: Some(msg), shipment: None, brings: money }
    }
}

fn half(amount: numeric::Amount) -> numeric::Amount {
    numeric::Amount::new(amount.get() / 2)
}

fn parts(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All { of } => of,
        one => std::slice::from_ref(one),
    }
}
