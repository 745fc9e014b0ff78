use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use guard::nonpayable;
use numeric::UnixTime;
use types::journey::Subject;

use crate::execute::conclude::{conclude, Asked};
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
    let now = UnixTime::from_block(env.block.time)?;
    let asked = Asked::load(deps.storage, subject)?;
    asked.assert_round(number)?;
    let round = state::round(deps.storage, asked.tag, asked.place)?
        .ok_or(ContractError::RoundNotBegun { round: number })?;
    let committee = state::committee_of_round(deps.storage, asked.inquiry.feed, &round)?;
    let closes = round.closes(&committee.rules)?;
    if now < closes {
        return Err(ContractError::RoundCollects { closes });
    }
    state::remove_round(deps.storage, asked.inquiry.feed, asked.tag, asked.place, round.version)?;
    conclude(deps.storage, asked, number, &round, &committee, now)
}
