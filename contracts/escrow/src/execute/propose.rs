use cosmwasm_std::{Addr, Api, DepsMut, Env, Response, Storage};
use numeric::{Amount, UnixTime};
use types::escrow::{AgreementId, Condition, Resolver, Side, Terms, TitleTerms};

use super::incoming::Incoming;
use crate::domain::agreement::{Course, Deal, Papers};
use crate::domain::condition::parts;
use crate::domain::reservation::{feeds, Reservation};
use crate::domain::terms;
use crate::events::Proposed;
use crate::peers::Oracle;
use crate::state::{self, Peers, ASSETS, LEDGER, PAUSE, PEERS};
use crate::ContractError;

/// One of the parties proposes an agreement. The payer's prefunded money comes along and returns in full if nothing
/// comes of it.
pub fn propose(
    deps: DepsMut,
    env: Env,
    incoming: &Incoming,
    terms: Terms,
    valid_until: UnixTime,
) -> Result<Response, ContractError> {
    PAUSE.assert_running(deps.storage)?;
    let now = UnixTime::from_block(env.block.time)?;
    let peers = PEERS.load(deps.storage)?;
    let oracle = Oracle(&peers.oracle);
    let feed = oracle.feed(deps.querier, terms.feed)?;
    terms::check(&terms, now, &feed)?;
    if valid_until <= now || valid_until >= terms.long_stop {
        return Err(ContractError::ValidUntil { valid_until, now });
    }
    let people = People { api: deps.api, peers: &peers, own: &env.contract.address };
    let (mut deal, papers) = checked(&people, terms, &incoming.sender, valid_until)?;
    terms::check_feed(&deal, deal.feed, &feed)?;
    deal.reservations.extend(Reservation::needed(&deal, (deal.feed, false), &feed)?);
    for of in feeds(&deal).into_iter().skip(1) {
        let feed = oracle.feed(deps.querier, of.0)?;
        terms::check_long_stop(deal.long_stop, now, &feed)?;
        terms::check_feed(&deal, of.0, &feed)?;
        deal.reservations.extend(Reservation::needed(&deal, of, &feed)?);
    }
    payments::assert_admitted(&ASSETS.load(deps.storage)?, &deal.asset)?;
    let fee = deal.fee()?;
    let brought = brought(&deal)?;
    match papers.proposed_by {
        Side::Payer => {
            incoming.exactly(&deal.asset, brought)?;
            owe(deps.storage, &deal, brought)?;
        }
        Side::Payee => incoming.nothing(&deal.asset)?,
    }

    let id: AgreementId = state::next_agreement(deps.storage)?;
    state::save_terms(deps.storage, id, &deal, &papers)?;
    state::save_course(deps.storage, id, &Course::proposed(deal.milestones.len()))?;
    Ok(Response::new().add_event(Proposed {
        agreement: id,
        payer: deal.payer,
        payee: deal.payee,
        by: incoming.sender.clone(),
        terms: papers.digest,
        valid_until,
        fee,
    }))
}

/// What the payer brings along: the money of all prefunded milestones, and the oracle's fee.
pub fn brought(deal: &Deal) -> Result<Amount, ContractError> {
    Ok(terms::prefunded(&deal.milestones)?.checked_add(deal.fee()?)?)
}

/// So much more of the agreement's asset is owed.
pub fn owe(storage: &mut dyn Storage, deal: &Deal, amount: Amount) -> Result<(), ContractError> {
    if !amount.is_zero() {
        LEDGER.owe(storage, &deal.asset, amount)?;
    }
    Ok(())
}

/// The terms in two parts, every address one of this chain.
fn checked(
    people: &People,
    terms: Terms,
    sender: &Addr,
    valid_until: UnixTime,
) -> Result<(Deal, Papers), ContractError> {
    let digest = terms.digest()?;
    for milestone in &terms.milestones {
        check_approvers(people, &milestone.condition)?;
    }
    check_resolver(people, &terms.resolver)?;
    if let Some(TitleTerms { issuers, .. }) = &terms.title {
        for issuer in issuers {
            people.api.addr_validate(issuer)?;
        }
    }
    let deal = Deal {
        payer: people.one(&terms.payer)?,
        payee: people.one(&terms.payee)?,
        asset: terms.asset.check(people.api)?,
        feed: terms.feed,
        long_stop: terms.long_stop,
        split: terms.split,
        milestones: terms.milestones,
        reservations: vec![],
    };
    let papers = Papers {
        proposed_by: deal.side_of(sender)?,
        valid_until,
        digest,
        invoice: terms.invoice,
        contract: terms.contract,
        uri: terms.uri,
        law: terms.law,
        forum: terms.forum,
        title: terms.title,
        follows: terms.follows,
        resolver: terms.resolver,
    };
    Ok((deal, papers))
}

fn check_approvers(people: &People, condition: &Condition) -> Result<(), ContractError> {
    for part in parts(condition) {
        if let Condition::Approval { by } = part {
            people.one(by)?;
        }
    }
    Ok(())
}

fn check_resolver(people: &People, resolver: &Resolver) -> Result<(), ContractError> {
    for address in std::iter::once(&resolver.address).chain(&resolver.successor) {
        people.one(address)?;
    }
    Ok(())
}

/// Who may be a party, resolve or approve.
struct People<'a> {
    api: &'a dyn Api,
    peers: &'a Peers,
    own: &'a Addr,
}

impl People<'_> {
    fn one(&self, address: &str) -> Result<Addr, ContractError> {
        let address = self.api.addr_validate(address)?;
        self.peers.assert_outside(self.own, &address)?;
        Ok(address)
    }
}
