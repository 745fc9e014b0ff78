use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use numeric::Amount;
use types::oracle::RoundRef;

use crate::domain::case::mask;
use crate::domain::slashing::divide_fees;
use crate::events::Rewarded;
use crate::execute::conclude::moment;
use crate::execute::past::Past;
use crate::state::{self, CONFIG};
use crate::{outgoing, ContractError};

/// Most rounds of one claim.
const MOST_ROUNDS: usize = 30;

/// Anyone pays a reporter's operator what its agreeing reports earned. A reward vests with the stake behind the report: a
/// conviction until then forfeits it to the treasury.
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
    for round in rounds {
        let mut past = Past::load(deps.storage, round)?;
        let number = past.number;
        let at = past.closed.at.time.checked_add(unbonding)?;
        if now < at {
            return Err(ContractError::NotVested { round: number, at });
        }
        if let Some(case) = past.closed.case {
            if state::case(deps.storage, case)?.ruling.is_none() {
                return Err(ContractError::Challenged {});
            }
        }
        let committee = past.committee(deps.storage)?;
        let own = mask(&committee, |seat| seat == reporter) & past.closed.agreeing;
        let is_owed = past.closed.is_final && own != 0 && past.closed.rewarded & own == 0;
        if !is_owed || past.closed.reward.is_zero() {
            return Err(ContractError::NoReward { reporter, round: number });
        }
        let (asset, secured) = past.feed.secured(past.feed_number)?;
        let (each, adjudicator, treasury) =
            divide_fees(past.closed.reward, past.closed.agreeing.count_ones())?;
        past.closed.rewarded |= own;
        if !past.closed.divided {
            past.closed.divided = true;
            response = outgoing::pay(deps.storage, &secured.adjudicator, asset, adjudicator, response)?;
            response = outgoing::pay(deps.storage, &secured.treasury, asset, treasury, response)?;
        }
        let convicted = state::convicted(deps.storage, past.feed_number, reporter)?;
        let is_forfeited =
            convicted.is_some_and(|convicted| convicted.last >= past.closed.at.time && convicted.last < at);
        let to = if is_forfeited { &secured.treasury } else { &operator };
        response = outgoing::pay(deps.storage, to, asset, each, response)?;
        if each > Amount::ZERO {
            let (feed, amount) = (past.feed_number, each);
            response = response.add_event(Rewarded { feed, reporter, to: to.clone(), amount });
        }
        past.save(deps.storage)?;
    }
    Ok(response)
}
