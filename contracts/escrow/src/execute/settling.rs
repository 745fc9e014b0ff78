//! Ending milestones: the one place where money leaves an agreement.

use cosmwasm_std::{Addr, Event, Response, Storage, SubMsg, WasmMsg};
use nft::Token;
use numeric::{Amount, UnixTime};
use types::escrow::{AgreementId, AgreementStatus, Tally, TitleHold};
use types::notice::Paid;
use types::oracle::Measured;
use types::text::TokenId;

use super::outgoing;
use crate::domain::agreement::{Course, Deal};
use crate::domain::asked::Cutoff;
use crate::domain::condition::{judge, measurement, Knowledge, Verdict};
use crate::domain::milestone::{Milestone, Payout};
use crate::domain::reservation::{parts, reference};
use crate::domain::terms;
use crate::events::{self, Closed, MilestoneEnded, TitleFreed, TitleReleased, Word};
use crate::peers::{Oracle, Shipment};
use crate::state::{self, LEDGER, PEERS, TOKENS};
use crate::ContractError;

/// An agreement while a message ends some of its milestones. What that pays adds up here; `finish` sends it.
pub struct Settling {
    /// Its number.
    pub id: AgreementId,
    /// What payments need of its terms.
    pub deal: Deal,
    /// Where it stands.
    pub course: Course,
    /// Whether it had open milestones before.
    had_open: bool,
    /// This contract, as owners and the oracle know it.
    pub own: Addr,
    paid: Amount,
    refund: Amount,
    to_owners: u64,
    /// Milestones that ended without a fact: what was reserved for them is given up.
    unused: Vec<u8>,
    messages: Vec<SubMsg>,
    events: Vec<Event>,
}

impl Settling {
    /// An agreement that was accepted.
    pub fn load(storage: &dyn Storage, id: AgreementId, own: &Addr) -> Result<Self, ContractError> {
        let course = state::course(storage, id)?;
        Ok(Self {
            id,
            deal: state::deal(storage, id)?,
            had_open: course.open != 0,
            course,
            own: own.clone(),
            paid: Amount::ZERO,
            refund: Amount::ZERO,
            to_owners: 0,
            unused: vec![],
            messages: vec![],
            events: vec![],
        })
    }

    /// The same, refused if it is not running.
    pub fn load_running(storage: &dyn Storage, id: AgreementId, own: &Addr) -> Result<Self, ContractError> {
        let settling = Self::load(storage, id, own)?;
        settling.course.assert_running()?;
        Ok(settling)
    }

    /// One of its milestones.
    pub fn milestone(&self, storage: &dyn Storage, index: u8) -> Result<Milestone, ContractError> {
        state::milestone(storage, self.id, &self.deal, index)
    }

    /// Whether nothing has been decided so far.
    pub fn is_unchanged(&self) -> bool {
        self.events.is_empty()
    }

    /// How many payments it makes so far.
    pub fn payments(&self) -> u64 {
        self.to_owners.saturating_add(u64::from(!self.refund.is_zero()))
    }

    /// Ends those of the milestones that what is known settles, with at most `most` payments; the rest is done
    /// by `Sync`. A disputed one waits, and so does one that releases a title that is not presented.
    pub fn settle_known(
        &mut self,
        storage: &mut dyn Storage,
        candidates: impl Iterator<Item = u8>,
        knowledge: &Knowledge,
        most: u64,
    ) -> Result<(), ContractError> {
        for index in candidates {
            let mut milestone = self.milestone(storage, index)?;
            if milestone.dispute.is_some() {
                continue;
            }
            let terms = self.deal.milestone(index)?;
            let verdict = judge(&terms.condition, milestone.cutoff, &milestone.approvals, knowledge);
            let lacks_title = terms.releases_title && !self.course.is_presented();
            if lacks_title && matches!(verdict, Verdict::Met(_)) {
                continue;
            }
            let Some(payout) = milestone.conclude(terms, verdict)? else { continue };
            let token = TOKENS.token(storage, &state::receivable(self.id, index))?;
            if self.payments_with(&milestone, &payout, &token) > most {
                break;
            }
            self.carry_out(storage, index, milestone, payout, token)?;
        }
        Ok(())
    }

    /// Final numbers of a measurement, in their order: what they earn is paid, if that makes at most `most` payments.
    pub fn hear(
        &mut self,
        storage: &mut dyn Storage,
        index: u8,
        numbers: &[Measured],
        most: u64,
    ) -> Result<(), ContractError> {
        let mut milestone = self.milestone(storage, index)?;
        let terms = self.deal.milestone(index)?;
        let Some(of) = measurement(&terms.condition).filter(|_| !numbers.is_empty()) else { return Ok(()) };
        let payout = milestone.measure(terms, of, numbers)?;
        let token = TOKENS.token(storage, &state::receivable(self.id, index))?;
        if self.payments_with(&milestone, &payout, &token) > most {
            return Ok(());
        }
        let Tally { heard, counted, sum } = milestone.tally.unwrap_or_default();
        let paid = payout.to_owner;
        self.tell(events::Measured { agreement: self.id, milestone: index, heard, counted, sum, paid });
        self.carry_out(storage, index, milestone, payout, token)
    }

    /// A milestone has ended, or become a debt, without a fact.
    pub fn end(
        &mut self,
        storage: &mut dyn Storage,
        index: u8,
        milestone: Milestone,
        payout: Payout,
    ) -> Result<(), ContractError> {
        let token = TOKENS.token(storage, &state::receivable(self.id, index))?;
        // The oracle owes nobody anything for what is given up, and a number that was heard may be false.
        if self.course.is_open(index) && milestone.tally.is_none() {
            self.unused.push(index);
        }
        self.carry_out(storage, index, milestone, payout, token)
    }

    /// Money of a milestone that goes on, back to the payer.
    pub fn refund(&mut self, amount: Amount) -> Result<(), ContractError> {
        self.refund = self.refund.checked_add(amount)?;
        Ok(())
    }

    /// The title goes to the payer.
    pub fn release_title(&mut self, storage: &dyn Storage) -> Result<(), ContractError> {
        let payer = self.deal.payer.clone();
        self.release_title_to(storage, payer)
    }

    /// The title goes to the payer, or to whom it can go in the payer's stead.
    pub fn release_title_to(&mut self, storage: &dyn Storage, to: Addr) -> Result<(), ContractError> {
        if !matches!(self.course.title, TitleHold::Held | TitleHold::Due) {
            return Ok(());
        }
        let Some(token_id) = self.token_id(storage)? else { return Ok(()) };
        self.course.title = TitleHold::Released;
        let shipment = PEERS.load(storage)?.shipment;
        self.messages.push(outgoing::delivery(&Shipment(&shipment), self.id, &token_id, &to)?);
        self.events.push(TitleReleased { agreement: self.id, token_id: token_id.into(), to }.into());
        Ok(())
    }

    /// The hold on the title ends.
    pub fn free_title(&mut self, storage: &dyn Storage) -> Result<(), ContractError> {
        if !matches!(self.course.title, TitleHold::Held | TitleHold::Bound) {
            return Ok(());
        }
        let Some(token_id) = self.token_id(storage)? else { return Ok(()) };
        self.course.title = TitleHold::Freed;
        self.messages.push(outgoing::lift(&Shipment(&PEERS.load(storage)?.shipment), &token_id)?);
        self.events.push(TitleFreed { agreement: self.id, token_id: token_id.into() }.into());
        Ok(())
    }

    /// The cut-offs of its open milestones, as they are in force; of one that changes, as it will be.
    pub fn cutoffs(
        &self,
        storage: &dyn Storage,
        changes: Option<(u8, UnixTime)>,
    ) -> Result<Vec<Cutoff>, ContractError> {
        let mut wanted = Vec::new();
        for index in self.course.open_milestones() {
            let cutoff = match changes {
                Some((changed, cutoff)) if changed == index => Some(cutoff),
                _ => self.milestone(storage, index)?.cutoff,
            };
            wanted.push((&self.deal.milestone(index)?.condition, cutoff));
        }
        Ok(terms::cutoffs(wanted.into_iter()))
    }

    /// Something else to send, before what is decided from now on.
    pub fn send(&mut self, message: WasmMsg) {
        self.messages.push(SubMsg::new(message));
    }

    /// Something else to tell the world, in its order.
    pub fn tell(&mut self, event: impl Into<Event>) {
        self.events.push(event.into());
    }

    /// Saves where the agreement stands, and sends what was decided: owners first, then the payer's refund.
    pub fn finish(mut self, storage: &mut dyn Storage) -> Result<Response, ContractError> {
        if self.course.holds_in_vain() && !self.has_sold_waybill(storage)? {
            self.free_title(storage)?;
        }
        if self.had_open && self.course.open == 0 {
            self.leave_title(storage)?;
        }
        if self.course.unsettled == 0 && self.course.assert_running().is_ok() {
            self.close(storage)?;
        }
        state::save_course(storage, self.id, &self.course)?;
        if !self.refund.is_zero() {
            self.messages.push(outgoing::payment(&self.deal.payer, &self.deal.asset, self.refund)?);
        }
        let leaves = self.paid.checked_add(self.refund)?;
        if !leaves.is_zero() {
            LEDGER.settle(storage, &self.deal.asset, leaves)?;
        }
        self.give_up_room(storage)?;
        Ok(Response::new().add_submessages(self.messages).add_events(self.events))
    }

    fn carry_out(
        &mut self,
        storage: &mut dyn Storage,
        index: u8,
        mut milestone: Milestone,
        payout: Payout,
        token: Token,
    ) -> Result<(), ContractError> {
        self.course.note(index, &milestone);
        self.keep_owner(index, &mut milestone, &token);
        state::save_milestone(storage, self.id, index, &milestone)?;
        let (account, last) = (token.owner().clone(), milestone.is_over());
        if !self.course.is_open(index) {
            self.tell(MilestoneEnded {
                agreement: self.id,
                milestone: index,
                state: Word(milestone.state),
                owner: account.clone(),
                paid: payout.to_owner,
                refunded: payout.to_payer,
                penalty: payout.penalty,
                outstanding: milestone.outstanding,
                reached: milestone.reached,
                payable_at: milestone.payable_at,
            });
        }
        if token.owner_is_contract() && (last || !payout.to_owner.is_zero()) {
            let paid = self.notice(&token, payout.to_owner, last);
            self.messages.push(outgoing::payment_to_contract(&account, &self.deal.asset, paid)?);
            self.to_owners = self.to_owners.saturating_add(1);
        } else if !payout.to_owner.is_zero() {
            self.messages.push(outgoing::payment(&account, &self.deal.asset, payout.to_owner)?);
            self.to_owners = self.to_owners.saturating_add(1);
        }
        self.paid = self.paid.checked_add(payout.to_owner)?;
        self.refund(payout.to_payer)?;
        if last {
            TOKENS.burn(storage, token)?;
        }
        if payout.releases && self.deal.milestone(index)?.releases_title {
            self.release_title(storage)?;
        }
        Ok(())
    }

    /// What the contract that owns a receivable is told.
    pub fn notice(&self, token: &Token, amount: Amount, last: bool) -> Paid {
        Paid { collection: self.own.to_string(), token_id: token.id().to_owned(), amount, last }
    }

    /// Who owns a receivable that ends is compensated if a fact about it turns out false.
    pub fn keep_owner(&self, index: u8, milestone: &mut Milestone, token: &Token) {
        if milestone.is_over() && self.deal.is_reserved(index) {
            milestone.last_owner = Some(token.owner().clone());
        }
    }

    /// What was reserved for milestones that ended without a fact. What a fact has moved lapses at the oracle by itself.
    fn give_up_room(&mut self, storage: &dyn Storage) -> Result<(), ContractError> {
        if self.unused.is_empty() || self.deal.reservations.is_empty() {
            return Ok(());
        }
        let oracle = PEERS.load(storage)?.oracle;
        for (place, reservation) in (0_u64..).zip(&self.deal.reservations) {
            let unused = parts(&self.deal, reservation.of())
                .filter(|(_, part)| self.unused.contains(&part.milestone))
                .map(|(number, _)| number);
            let unused: Vec<u8> = unused.collect();
            if !unused.is_empty() {
                let reference = reference(self.id, place);
                self.messages.push(outgoing::room(&Oracle(&oracle), self.id, reference, unused)?);
            }
        }
        Ok(())
    }

    fn payments_with(&self, milestone: &Milestone, payout: &Payout, token: &Token) -> u64 {
        let to_owner = !payout.to_owner.is_zero() || (token.owner_is_contract() && milestone.is_over());
        let to_payer = self.refund.is_zero() && !payout.to_payer.is_zero();
        self.payments().saturating_add(u64::from(to_owner)).saturating_add(u64::from(to_payer))
    }

    /// Whether the title is a waybill of which anything was paid, or is owed. It stays bound: it is never handed over, so
    /// its shipper could present the same goods, and their facts, under a second sale. One that is still under examination
    /// was not taken: what was paid was paid for something else.
    fn has_sold_waybill(&self, storage: &dyn Storage) -> Result<bool, ContractError> {
        let is_taken = self.course.status != AgreementStatus::Discrepant;
        if self.course.title != TitleHold::Bound || !is_taken {
            return Ok(false);
        }
        for (index, _) in (0_u8..).zip(&self.deal.milestones) {
            let milestone = self.milestone(storage, index)?;
            if milestone.is_debt() || !milestone.paid.is_zero() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn token_id(&self, storage: &dyn Storage) -> Result<Option<TokenId>, ContractError> {
        Ok(state::presentation(storage, self.id)?.map(|presentation| presentation.token_id))
    }

    /// Nothing that happens to the title matters any more: it may serve another agreement, whatever is still owed here.
    fn leave_title(&self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        match self.token_id(storage)? {
            Some(token_id) => state::forget_title(storage, token_id.as_str(), self.id),
            None => Ok(()),
        }
    }

    fn close(&mut self, storage: &mut dyn Storage) -> Result<(), ContractError> {
        self.course.to(AgreementStatus::Closed)?;
        let papers = state::papers(storage, self.id)?;
        state::free_financing_key(storage, &self.deal, &papers)?;
        self.events.push(Closed { agreement: self.id }.into());
        Ok(())
    }
}
