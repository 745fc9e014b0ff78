//! What must hold after every step, and the explanation of every change by the step.

use cosmwasm_std::Addr;
use cw721::msg::OwnerOfResponse;
use types::escrow::{
    AgreementResponse, AgreementStatus, ExecuteMsg as M, MilestoneResponse, MilestoneState, MilestoneTerms,
    Settlement, Side, TitleHold,
};
use types::shipment::{act_hash, ExecuteMsg as T, QueryMsg, TitleStatus};

use crate::act::Tried;
use crate::judge::{penalty, Judged};
use crate::sight::Sight;
use crate::{Walk, TITLES};

impl Walk {
    /// What the walk knows by itself of what it did.
    pub fn learn(&mut self, tried: &Tried, before: &Sight, after: &Sight) {
        match &tried.escrow {
            Some(M::Accept { agreement, .. }) => {
                let agreed = before.agreement(*agreement).unwrap().terms.milestones.clone();
                self.prefund(*agreement, &agreed);
            }
            Some(M::TopUp { agreement, milestone }) => {
                *self.paid_in.get_mut(&(*agreement, *milestone)).unwrap() += tried.brings;
            }
            Some(M::ApproveMilestone { agreement, milestone }) => {
                self.approved_at.insert((*agreement, *milestone), after.now);
            }
            _ => {}
        }
        for (seen, now) in before.agreements.iter().zip(&after.agreements) {
            if seen.status == AgreementStatus::Active
                && now.title != TitleHold::None
                && now.token_id.is_some()
            {
                self.presented_at.insert(now.agreement, after.now);
            }
        }
    }

    /// All of it.
    pub fn check(&mut self, tried: &Tried, before: &Sight, after: &Sight) {
        self.suite.assert_solvent();
        assert_eq!(self.all_money(), self.minted, "money came or went by {tried:?}");
        self.check_money(tried, before, after);
        self.check_owed(after);
        for (seen, now) in before.agreements.iter().zip(&after.agreements) {
            for (of, then) in seen.milestones.iter().zip(&now.milestones) {
                let terms = &now.terms.milestones[usize::from(of.milestone)];
                self.check_milestone(tried, after, (seen, of), (now, then), terms);
            }
        }
        for (place, title) in TITLES.into_iter().enumerate() {
            self.check_title(title);
            self.check_hold(place, tried, before, after);
            self.check_facts(title, after);
        }
    }

    /// Everybody has what they had, and what milestones paid or returned to them, less what they brought or can
    /// withdraw instead.
    fn check_money(&self, tried: &Tried, before: &Sight, after: &Sight) {
        for (i, who) in self.people.iter().enumerate() {
            let due = |of: &(u64, u128)| if of.0 == i as u64 { of.1 } else { 0 };
            let due: u128 = self.dues(before, after).iter().map(due).sum();
            let brought = if *who == tried.sender { tried.brings } else { 0 };
            let ((had, could), (has, can)) = (before.money[i], after.money[i]);
            assert_eq!(had + could + due, has + can + brought, "{who} after {tried:?}");
        }
        let paid: u128 = self.dues(before, after).iter().map(|of| of.1).sum();
        let unpaid = |sight: &Sight| sight.money.iter().map(|of| of.1).sum::<u128>();
        assert_eq!(
            before.escrow + tried.brings + unpaid(after),
            after.escrow + paid + unpaid(before),
            "{tried:?}"
        );
    }

    /// What the agreements say that they paid in this step, and to whom.
    fn dues(&self, before: &Sight, after: &Sight) -> Vec<(u64, u128)> {
        let place = |who: &str| self.people.iter().position(|person| person.as_str() == who).unwrap() as u64;
        let mut dues = vec![];
        for (seen, now) in before.agreements.iter().zip(&after.agreements) {
            for (of, then) in seen.milestones.iter().zip(&now.milestones) {
                let paid = then.paid.checked_sub(of.paid).expect("what is paid is paid").get();
                let back =
                    then.refunded.checked_sub(of.refunded).expect("what is returned is returned").get();
                if paid > 0 {
                    dues.push((place(of.owner.as_ref().expect("an owner")), paid));
                }
                dues.push((place(&now.terms.payer), back));
            }
        }
        dues
    }

    /// The escrow owes exactly what is open, and what could not be paid.
    fn check_owed(&self, sight: &Sight) {
        let mut owed: u128 = sight.money.iter().map(|of| of.1).sum();
        for agreement in &sight.agreements {
            let terms = &agreement.terms.milestones;
            let held = agreement.milestones.iter().zip(terms).filter(|(of, terms)| {
                terms.settlement == Settlement::Prefunded {} && of.state == MilestoneState::Open
            });
            let held: u128 = held.map(|(of, _)| of.amount.get()).sum();
            owed += match (agreement.status, agreement.proposed_by) {
                (AgreementStatus::Ended, _) | (AgreementStatus::Proposed, Side::Payee) => 0,
                _ => held,
            };
        }
        assert_eq!(self.suite.owed_by_escrow(&self.suite.asset), owed);
    }

    fn check_milestone(
        &self,
        tried: &Tried,
        sight: &Sight,
        (seen, of): (&AgreementResponse, &MilestoneResponse),
        (now, then): (&AgreementResponse, &MilestoneResponse),
        terms: &MilestoneTerms,
    ) {
        use MilestoneState::{Open, Settled, Voided};
        if matches!(of.state, Settled | Voided) {
            assert_eq!(of, then, "what is over changed by {tried:?}");
        }
        let accepted = !matches!(now.status, AgreementStatus::Proposed | AgreementStatus::Ended);
        assert_eq!(
            then.owner.is_some(),
            accepted && !matches!(then.state, Settled | Voided),
            "a token is open"
        );
        match (self.paid_in.get(&(now.agreement, then.milestone)), then.state) {
            (Some(money), Open) => {
                assert_eq!((then.amount.get() + then.refunded.get(), then.paid.get()), (*money, 0));
            }
            (Some(money), _) => assert_eq!(then.paid.get() + then.refunded.get(), *money, "{tried:?}"),
            (None, _) => assert_eq!(then.refunded.get(), 0, "nothing was held"),
        }
        let (paid, back) = (then.paid != of.paid, then.refunded != of.refunded);
        if of.state == Open && (then.state != Open || paid || back) {
            self.check_ending(tried, sight, (seen, of), (now, then), terms);
        } else if paid {
            assert!(matches!(tried.escrow, Some(M::PayIn { .. })), "a debt paid by {tried:?}");
        }
    }

    /// Rule 1: by whose word, or by what fact.
    fn check_ending(
        &self,
        tried: &Tried,
        sight: &Sight,
        (_, of): (&AgreementResponse, &MilestoneResponse),
        (now, then): (&AgreementResponse, &MilestoneResponse),
        terms: &MilestoneTerms,
    ) {
        let (id, index, sender) = (now.agreement, then.milestone, tried.sender.as_str());
        let (payer, owner) = (now.terms.payer.as_str(), of.owner.as_deref().unwrap_or_default());
        let this = |agreement: &u64, milestone: &u8| *agreement == id && *milestone == index;
        match &tried.escrow {
            Some(M::Release { agreement, milestone }) if this(agreement, milestone) => {
                assert_eq!((sender, then.paid), (payer, of.amount));
                return;
            }
            Some(M::Relinquish { agreement, milestone }) if this(agreement, milestone) => {
                assert_eq!((sender, then.paid.get()), (owner, 0));
                return;
            }
            Some(M::Change { agreement, milestone, change }) if this(agreement, milestone) => {
                assert!([payer, owner].contains(&sender));
                assert!(of.change.as_ref() == Some(change) || payer == owner, "the other side agreed before");
                assert_eq!(then.paid.get(), 0);
                return;
            }
            Some(M::Resolve { agreement, awards, .. }) if *agreement == id => {
                let award = awards.iter().find(|award| award.milestone == index).expect("what was awarded");
                assert!(of.dispute.is_some(), "only what is disputed is decided");
                assert!(["arbiter", "chamber"].map(|name| self.suite.address(name)).contains(&tried.sender));
                assert_eq!(then.paid.get() + then.outstanding.get(), award.to_payee.get());
                return;
            }
            _ => {}
        }
        let lapsed = matches!(&tried.escrow, Some(M::LapseDispute { .. }));
        assert!(of.dispute.is_none() || lapsed, "what is disputed waits, but for {tried:?}");
        let amount = of.amount.get();
        match self.judge(sight, now, of, terms) {
            Judged::Met(at) if then.state != MilestoneState::Voided => {
                assert_eq!(then.reached.map(|at| at.seconds()), Some(at), "{tried:?}");
                let payable = amount - penalty(terms, of, amount, at);
                assert_eq!(then.paid.get() + then.outstanding.get(), payable, "{tried:?}");
            }
            Judged::Missed => {
                assert_eq!((then.paid.get(), then.state), (0, MilestoneState::Voided), "{tried:?}")
            }
            judged => {
                let long_stop = now.terms.long_stop.seconds();
                let split = matches!(&tried.escrow, Some(M::LongStop { agreement }) if *agreement == id);
                assert!(
                    split && sight.now >= long_stop,
                    "{judged:?}: silence ended a milestone, by {tried:?}"
                );
                assert_eq!(then.paid.get() + then.outstanding.get(), amount * 3_333 / 10_000);
            }
        }
    }

    /// One controller, who owns the token, and a chain of acts that anyone can compute again.
    fn check_title(&mut self, title: &'static str) {
        let suite = &self.suite;
        let msg = QueryMsg::OwnerOf { token_id: title.to_owned(), include_expired: None };
        let owner = suite.chain.query::<OwnerOfResponse>(&suite.shipment, &msg).ok().map(|of| of.owner);
        let control = suite.control(title);
        let controls = !matches!(control.status, TitleStatus::OnPaper | TitleStatus::Accomplished);
        assert_eq!(control.controller, owner.filter(|_| controls), "{title}");
        let (mut length, mut head) = self.chains[title].clone();
        for act in suite.acts(title, length) {
            assert_eq!((act.number, &act.hash), (length + 1, &act_hash(&head, &act)));
            (length, head) = (act.number, act.hash);
        }
        assert_eq!((control.acts, &control.head), (length, &head), "{title}");
        self.chains.insert(title, (length, head));
    }

    /// A title under a hold goes to the payer of the agreement that holds it, or to its holder's new key.
    fn check_hold(&self, place: usize, tried: &Tried, before: &Sight, after: &Sight) {
        let (had, has) = (&before.titles[place], &after.titles[place]);
        if had.encumbered_by.is_none() && had.bound_to.is_none() {
            return;
        }
        let went = |to: TitleHold| {
            let mut served = before.agreements.iter().zip(&after.agreements).filter(|(seen, now)| {
                now.token_id.as_ref() == Some(&has.token_id) && seen.title != to && now.title == to
            });
            served.next().map(|(_, now)| Addr::unchecked(&now.terms.payer))
        };
        if had.holder != has.holder {
            let replaced = matches!(tried.shipment, Some(T::CompleteReplacement { .. }));
            let released = went(TitleHold::Released).is_some_and(|payer| payer.as_str() == has.holder);
            assert!(replaced || released, "{tried:?} moved a title under a hold");
        }
        if has.encumbered_by.is_none() && has.bound_to.is_none() {
            let freed = went(TitleHold::Freed).or(went(TitleHold::None)).or(went(TitleHold::Released));
            assert!(freed.is_some(), "{tried:?} took a hold");
        }
    }

    /// Shipment knows what the oracle says: here it hears everything.
    fn check_facts(&self, title: &'static str, sight: &Sight) {
        for question in self.suite.inquiry(title).questions {
            assert_eq!(sight.standing(title, &question.milestone), question.standing);
        }
    }
}
