use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};
use guard::nonpayable;
use numeric::UnixTime;
use types::oracle::MAX_QUESTIONS;
use types::text::TokenId;

use crate::domain::inquiry::Inquiry;
use crate::domain::progress::Progress;
use crate::events::Retired;
use crate::execute::deposit;
use crate::state::{self, Tag};
use crate::ContractError;

/// After the time that was asked for, anyone gives up what is unanswered; the deposits go back.
///
/// It waits for a round that began in time, once, and for none that began later, or one reporter could put it
/// off for ever.
pub fn retire(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    collection: String,
    token_id: TokenId,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let tag = state::subject_tag(&collection, token_id.as_str());
    let mut inquiry = state::inquiry(deps.storage, tag)?.ok_or_else(|| ContractError::UnknownSubject {
        collection: collection.clone(),
        token_id: token_id.as_str().to_owned(),
    })?;
    if UnixTime::from_block(env.block.time)? < inquiry.until {
        return Err(ContractError::NotYetRetirable { until: inquiry.until });
    }
    let mut progress = state::progress(deps.storage, tag)?;
    let unanswered: Vec<u8> = inquiry
        .numbered()
        .filter(|(place, question)| !question.retired && !progress.of(*place).is_answered())
        .map(|(place, _)| place)
        .collect();
    if unanswered.is_empty() {
        return Err(ContractError::NothingToRetire);
    }

    if let Some(place) = unanswered.iter().find(|place| progress.of(**place).pending) {
        let known = inquiry.numbered().find(|(number, _)| number == place);
        if let Some((_, question)) = known {
            return Err(ContractError::DecisionPends { milestone: question.milestone });
        }
    }
    drop_late_rounds(deps.storage, tag, &inquiry, &mut progress, &unanswered)?;
    for place in &unanswered {
        inquiry.retire(*place);
    }
    let questions = u32::try_from(unanswered.len()).unwrap_or(u32::MAX);
    let retired =
        Retired { collection: collection.clone(), token_id: token_id.as_str().to_owned(), questions };
    let response = Response::new().add_event(retired);
    let response = deposit::give_back(deps.storage, &mut inquiry, &collection, &token_id, response)?;
    state::save_inquiry(deps.storage, tag, &inquiry)?;
    Ok(response)
}

fn drop_late_rounds(
    storage: &mut dyn Storage,
    tag: Tag,
    inquiry: &Inquiry,
    progress: &mut Progress,
    unanswered: &[u8],
) -> Result<(), ContractError> {
    for (place, round) in state::open_rounds(storage, tag, MAX_QUESTIONS)? {
        if !unanswered.contains(&place) {
            continue;
        }
        if round.since.time < inquiry.until {
            let committee = state::committee_of(storage, inquiry.feed, round.version)?;
            let found = inquiry.numbered().find(|(number, _)| *number == place);
            if let Some((_, question)) = found {
                return Err(ContractError::RoundIsOpen {
                    milestone: question.milestone,
                    round: progress.of(place).round,
                    closes: round.closes(&committee.rules)?.time,
                });
            }
        }
        state::remove_round(storage, tag, place)?;
        // Corrections may follow, and no signature is used twice.
        progress.close_round(place)?;
        state::save_progress(storage, tag, progress)?;
    }
    Ok(())
}
