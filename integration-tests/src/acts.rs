//! What people do. Each of these must succeed, or its test fails with the refusal.

use std::fmt::{Debug, Display};

use cosmwasm_std::{coin, to_json_binary, Addr, Coin, CosmosMsg};
use cw20::{Cw20ExecuteMsg, Denom};
use cw_multi_test::{error::AnyResult, AppResponse};
use numeric::{Amount, UnixTime};
use serde::Serialize;
use testing::{assert_err, Chain, Stranger};
use types::digest::Digest;
use types::escrow::{AgreementId, Cw20Hook, Settlement, Terms};
use types::journey::Outcome;
use types::shipment::{IssueMsg, SurrenderFor};
use types::{escrow, oracle, shipment};

use crate::{present_msg, word, Suite, DEPOSIT};

/// Somebody, by name or by address.
pub trait Who {
    /// Its address.
    fn of(&self, suite: &Suite) -> Addr;
}

impl Who for &str {
    fn of(&self, suite: &Suite) -> Addr {
        suite.address(self)
    }
}

impl Who for &Addr {
    fn of(&self, _: &Suite) -> Addr {
        Addr::clone(self)
    }
}

impl Who for &Stranger {
    fn of(&self, _: &Suite) -> Addr {
        self.address().clone()
    }
}

impl Suite {
    /// Sends a message, which may be refused.
    pub fn send(
        &mut self,
        who: impl Who,
        contract: &str,
        msg: &impl Serialize,
        funds: &[Coin],
    ) -> AnyResult<AppResponse> {
        let (sender, contract) = (who.of(self), self.address(contract));
        self.chain.execute(&sender, &contract, msg, funds)
    }

    #[track_caller]
    fn must(&mut self, who: impl Who, contract: &str, msg: &(impl Serialize + Debug)) -> AppResponse {
        match self.send(who, contract, msg, &[]) {
            Ok(response) => response,
            Err(error) => panic!("{contract} refused {msg:?}: {error:#}"),
        }
    }

    /// Somebody has `escrow` do something.
    #[track_caller]
    pub fn escrow(&mut self, who: impl Who, msg: &escrow::ExecuteMsg) -> AppResponse {
        self.must(who, "escrow", msg)
    }

    /// Somebody has `shipment` do something.
    #[track_caller]
    pub fn shipment(&mut self, who: impl Who, msg: &shipment::ExecuteMsg) -> AppResponse {
        self.must(who, "shipment", msg)
    }

    /// Somebody has `oracle` do something.
    #[track_caller]
    pub fn oracle(&mut self, who: impl Who, msg: &oracle::ExecuteMsg) -> AppResponse {
        self.must(who, "oracle", msg)
    }

    /// A message is refused with this error, and nothing has changed in any contract.
    #[track_caller]
    pub fn refused<E>(&mut self, who: impl Who, contract: &str, msg: &impl Serialize, expected: E)
    where
        E: Display + Debug + PartialEq + Send + Sync + 'static,
    {
        let before = self.state();
        assert_err(self.send(who, contract, msg, &[]), expected);
        assert!(self.state() == before, "a refused message changed state");
    }

    /// A message is refused, whyever; nothing has changed.
    #[track_caller]
    pub fn is_refused(&mut self, who: impl Who, contract: &str, msg: &(impl Serialize + Debug)) {
        let before = self.state();
        assert!(self.send(who, contract, msg, &[]).is_err(), "{msg:?} was not refused");
        assert!(self.state() == before, "a refused message changed state");
    }

    /// Several messages to contracts by their names, in one transaction.
    pub fn at_once(&mut self, who: impl Who, msgs: Vec<CosmosMsg>) -> AnyResult<Vec<AppResponse>> {
        let sender = who.of(self);
        self.chain.execute_all(&sender, msgs)
    }

    /// A message for [`at_once`](Self::at_once), or for a stranger to answer with.
    pub fn call(&self, contract: &str, msg: &impl Serialize) -> CosmosMsg {
        Chain::call(&self.address(contract), msg, &[])
    }

    /// A message to `escrow` that brings money of the settlement asset.
    pub fn paid_call(&self, msg: &escrow::ExecuteMsg, hook: &Cw20Hook, amount: u128) -> CosmosMsg {
        match &self.asset {
            _ if amount == 0 => self.call("escrow", msg),
            Denom::Native(denom) => Chain::call(&self.escrow, msg, &[coin(amount, denom)]),
            Denom::Cw20(token) => {
                let msg = to_json_binary(hook).expect("a message is JSON");
                let contract = self.escrow.to_string();
                Chain::call(token, &Cw20ExecuteMsg::Send { contract, amount: amount.into(), msg }, &[])
            }
        }
    }

    /// The clock moves on to a time, if that is still to come.
    pub fn wait_until(&mut self, at: UnixTime) {
        let wait = at.seconds().saturating_sub(self.chain.now());
        if wait > 0 {
            self.chain.advance(wait);
        }
    }

    // Agreements

    /// The payee proposes, and nothing is accepted yet.
    #[track_caller]
    pub fn propose(&mut self, terms: &Terms) -> AgreementId {
        let payee = Addr::unchecked(&terms.payee);
        let valid_until = UnixTime::new(self.chain.now() + crate::DAY).expect("a time");
        self.escrow(&payee, &escrow::ExecuteMsg::Propose { terms: Box::new(terms.clone()), valid_until });
        self.last_agreement()
    }

    /// The payer accepts, with the prefunded money.
    #[track_caller]
    pub fn accept(&mut self, agreement: AgreementId) {
        let terms = self.agreement(agreement).terms;
        let call = self.acceptance(agreement, &terms);
        let payer = Addr::unchecked(&terms.payer);
        self.at_once(&payer, vec![call]).expect("the payer accepts");
    }

    /// The message by which the payer accepts.
    pub fn acceptance(&self, agreement: AgreementId, terms: &Terms) -> CosmosMsg {
        let digest: Digest = terms.digest().expect("terms are JSON");
        let prefunded = |of: &&escrow::MilestoneTerms| of.settlement == Settlement::Prefunded {};
        let prefunded: u128 = terms.milestones.iter().filter(prefunded).map(|of| of.amount.get()).sum();
        let money = prefunded + self.agreement(agreement).fee.get();
        let msg = escrow::ExecuteMsg::Accept { agreement, terms: digest.clone() };
        self.paid_call(&msg, &Cw20Hook::Accept { agreement, terms: digest }, money)
    }

    /// Proposed by the payee and accepted by the payer.
    #[track_caller]
    pub fn agree(&mut self, terms: Terms) -> AgreementId {
        let agreement = self.propose(&terms);
        self.accept(agreement);
        agreement
    }

    /// Anyone pays a debt.
    #[track_caller]
    pub fn pay_in(&mut self, who: impl Who, agreement: AgreementId, milestone: u8, amount: u128) {
        let msg = escrow::ExecuteMsg::PayIn { agreement, milestone };
        let call = self.paid_call(&msg, &Cw20Hook::PayIn { agreement, milestone }, amount);
        self.at_once(who, vec![call]).expect("a debt is paid");
    }

    /// A receivable passes on.
    #[track_caller]
    pub fn sell_receivable(&mut self, from: impl Who, to: impl Who, agreement: AgreementId, milestone: u8) {
        let recipient = to.of(self).to_string();
        let token_id = format!("{agreement}/{milestone}");
        self.escrow(from, &escrow::ExecuteMsg::TransferNft { recipient, token_id });
    }

    // Titles

    /// The carrier issues a title, with the deposits of its questions.
    #[track_caller]
    pub fn issue(&mut self, issue: IssueMsg) {
        let questions = issue.journey.as_ref().map_or(0, |journey| journey.milestones.len() as u128);
        let costs = self.feed().rules.deposit.is_some();
        let funds = if costs && questions > 0 { vec![coin(DEPOSIT * questions, "uusd")] } else { vec![] };
        let msg = shipment::ExecuteMsg::Issue(Box::new(issue));
        self.send("carrier", "shipment", &msg, &funds).expect("the carrier issues a title");
    }

    /// The message by which a title that is no waybill is presented.
    pub fn presentation(&self, token_id: &str, agreement: AgreementId) -> shipment::ExecuteMsg {
        let (to, msg) = (self.escrow.to_string(), present_msg(agreement));
        shipment::ExecuteMsg::Encumber { token_id: word(token_id), to, msg }
    }

    /// The seller presents a title under an agreement.
    #[track_caller]
    pub fn present(&mut self, token_id: &str, agreement: AgreementId) -> AppResponse {
        let msg = self.presentation(token_id, agreement);
        self.shipment("seller", &msg)
    }

    /// The message by which the payer waives what differs in the document that was presented.
    pub fn waiver(&self, agreement: AgreementId) -> escrow::ExecuteMsg {
        let presented = self.agreement(agreement);
        let (token_id, version) =
            presented.token_id.zip(presented.version).expect("a document was presented");
        escrow::ExecuteMsg::Waive { agreement, token_id, version, remark: None }
    }

    /// The holder hands a title back for the goods, and the carrier takes it.
    #[track_caller]
    pub fn collect(&mut self, who: impl Who, token_id: &str) {
        let token_id = word(token_id);
        let purpose = SurrenderFor::Delivery;
        self.shipment(
            who,
            &shipment::ExecuteMsg::Surrender { token_id: Clone::clone(&token_id), purpose, remark: None },
        );
        self.shipment("carrier", &shipment::ExecuteMsg::AcceptSurrender { token_id, remark: None });
    }

    /// Anyone has `shipment` read what it missed.
    #[track_caller]
    pub fn sync_title(&mut self, token_id: &str) -> AppResponse {
        self.shipment("anyone", &shipment::ExecuteMsg::Sync { token_id: word(token_id) })
    }

    /// Anyone has `escrow` read what it missed.
    #[track_caller]
    pub fn sync(&mut self, agreement: AgreementId) -> AppResponse {
        self.escrow("anyone", &escrow::ExecuteMsg::Sync { agreement })
    }

    // Facts

    /// These reporters say so, in one transaction that anyone sends.
    #[track_caller]
    pub fn say(
        &mut self,
        token_id: &str,
        event: &str,
        outcome: Outcome,
        reporters: impl IntoIterator<Item = u32>,
    ) -> AppResponse {
        let msg = self.report(token_id, event, outcome, reporters);
        self.oracle("anyone", &msg)
    }

    /// The whole committee says that it happened then; the clock moves on to that time.
    #[track_caller]
    pub fn happened(&mut self, token_id: &str, event: &str, at: UnixTime) -> AppResponse {
        self.wait_until(at);
        self.say(token_id, event, Outcome::Happened { at }, self.committee.all())
    }

    /// The whole committee says that it had not happened by then; the clock moves on to that time.
    #[track_caller]
    pub fn not_by(&mut self, token_id: &str, event: &str, cutoff: UnixTime) -> AppResponse {
        self.wait_until(cutoff);
        self.say(token_id, event, Outcome::NotBy { cutoff }, self.committee.all())
    }

    /// Anyone closes the round that collects.
    #[track_caller]
    pub fn close_round(&mut self, token_id: &str, event: &str) -> AppResponse {
        let msg = self.closing(token_id, event);
        self.oracle("anyone", &msg)
    }

    /// The message that closes the round.
    pub fn closing(&self, token_id: &str, event: &str) -> oracle::ExecuteMsg {
        let (subject, round) = (self.subject(token_id, event), self.round(token_id, event));
        oracle::ExecuteMsg::Close { subject, round }
    }

    /// Amounts as messages have them.
    pub fn units(amount: u128) -> Amount {
        Amount::new(amount)
    }
}
