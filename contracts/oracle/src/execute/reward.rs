use std::rc::Rc;

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use numeric::Amount;
use types::oracle::RoundRef;

use crate::domain::case::mask;
use crate::domain::committee::Committee;
use crate::domain::slashing::{divide_fees, Convictions};
use crate::events::Rewarded;
use crate::execute::conclude::moment;
use crate::execute::past::Past;
use crate::outgoing::Payouts;
use crate::state::{self, CONFIG};
use crate::ContractError;

/// Most rounds of one claim.
const MOST_ROUNDS: usize = 30;

/// Anyone pays a reporter's operator what its agreeing reports earned. A reward vests with the stake behind the report: a
/// conviction until it is claimed, which anyone may do as soon as it has vested, forfeits it to the treasury.
pub fn claim_rewards(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    reporter: u32,
    rounds: Vec<RoundRef>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?.time;
    let found = rounds.len();
    if found == 0 || found > MOST_ROUNDS {
        return Err(ContractError::TooMany { what: "rounds", max: MOST_ROUNDS, found });
    }
    let operator = state::reporter(deps.storage, reporter)?.operator;
    let unbonding = CONFIG.load(deps.storage)?.unbonding;
    let mut response = Response::new();
    let mut payouts: Option<Payouts> = None;
    // Of the round before, with the committee that answered it and what the reporter was convicted of.
    let mut before: Option<(Past, Rc<Committee>, Option<Convictions>)> = None;
    for round in rounds {
        let mut past = Past::beside(deps.storage, round, before.as_ref().map(|(past, ..)| past))?;
        let (feed, number) = (past.feed_number, past.number);
        let at = past.closed.at.time.checked_add(unbonding)?;
        if now < at {
            return Err(ContractError::NotVested { round: number, at });
        }
        if let Some(case) = past.closed.case {
            if state::case(deps.storage, case)?.ruling.is_none() {
                return Err(ContractError::Challenged {});
            }
        }
        let (committee, convicted) = match before.filter(|(before, ..)| before.feed_number == feed) {
            Some((_, known, convicted)) if known.version == past.closed.version => (known, convicted),
            Some((.., convicted)) => (past.committee(deps.storage)?, convicted),
            None => (past.committee(deps.storage)?, state::convicted(deps.storage, feed, reporter)?),
        };
        let own = mask(&committee, |seat| seat == reporter) & past.closed.agreeing;
        let is_owed = past.closed.is_final && own != 0 && past.closed.rewarded & own == 0;
        if !is_owed || past.closed.reward.is_zero() {
            return Err(ContractError::NoReward { reporter, round: number });
        }
        let (asset, secured) = past.feed.secured(feed)?;
        let mut due = match payouts.take() {
            Some(due) if due.is_of(asset) => due,
            Some(other) => {
                response = other.pay(deps.storage, response)?;
                Payouts::of(asset)
            }
            None => Payouts::of(asset),
        };
        let (each, adjudicator, treasury) =
            divide_fees(past.closed.reward, past.closed.agreeing.count_ones())?;
        past.closed.rewarded |= own;
        if !past.closed.divided {
            past.closed.divided = true;
            due.add(&secured.adjudicator, adjudicator)?;
            due.add(&secured.treasury, treasury)?;
        }
        let is_forfeited = past.closed.overturned
            || convicted.is_some_and(|convicted| convicted.last >= past.closed.at.time);
        let to = if is_forfeited { &secured.treasury } else { &operator };
        due.add(to, each)?;
        if each > Amount::ZERO {
            response = response.add_event(Rewarded { feed, reporter, to: to.clone(), amount: each });
        }
        past.save(deps.storage)?;
        payouts = Some(due);
        before = Some((past, committee, convicted));
    }
    match payouts {
        Some(due) => due.pay(deps.storage, response),
        None => Ok(response),
    }
}
