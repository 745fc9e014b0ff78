use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use types::journey::Subject;

use crate::execute::conclude::{conclude, moment, Asked, Close};
use crate::{state, ContractError};

/// Anyone closes a round that has collected for long enough.
pub fn close(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    subject: Subject,
    number: u32,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let now = moment(&env)?;
    let asked = Asked::load(deps.storage, subject)?;
    asked.assert_round(number)?;
    let round = state::round(deps.storage, asked.tag, asked.place)?
        .ok_or(ContractError::RoundNotBegun { round: number })?;
    let (committee, is_present) = state::committee_then(deps.storage, asked.inquiry.feed, round.version)?;
    let closes = round.closes(&committee.rules)?;
    if !closes.is_past(now) {
        return Err(ContractError::RoundCollects { closes: closes.time });
    }
    state::remove_round(deps.storage, asked.tag, asked.place)?;
    conclude(deps.storage, asked, number, &round, &committee, Close { now, by_time: true, is_present })
}
