use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage, SubMsg, WasmMsg};
use hooks::guarded;
use serde::{Deserialize, Serialize};
use types::gas;
use types::journey::{MilestoneRef, Standing};
use types::notice::{FactNotice, MilestoneNotice, Notification};
use types::text::TokenId;

use crate::domain::title::Place;
use crate::domain::watch::Watch;
use crate::events::MilestoneLearned;
use crate::peers::Oracle;
use crate::state::{self, ADMITTED, ORACLE};
use crate::ContractError;

/// The id of every reply: a notice was not taken.
pub const NOTICE_FAILED: u64 = 1;

/// What a notice was sent with.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct FailedNotice {
    /// The title.
    pub token_id: String,
    /// The oracle's number.
    pub sequence: u32,
    /// The subscriber's place.
    pub place: Place,
}

/// The oracle says what is final about a milestone. What is older than what was seen, or nothing new, tells nobody.
pub fn fact(deps: DepsMut, info: MessageInfo, notice: FactNotice) -> Result<Response, ContractError> {
    let oracle = ORACLE.load(deps.storage)?;
    if info.sender != oracle {
        return Err(ContractError::NotOracle { sender: info.sender, oracle });
    }
    let FactNotice { token_id, sequence, milestone, standing } = notice;
    let watch = state::watch(deps.storage, token_id.as_str())?;
    let question = watch.question(&milestone)?;
    let mut progress = state::progress(deps.storage, token_id.as_str())?;
    if sequence <= progress.sequence {
        return Ok(Response::new());
    }
    progress.sequence = sequence;
    let changed = progress.learn(question, standing);
    state::save_progress(deps.storage, token_id.as_str(), &progress)?;
    if !changed {
        return Ok(Response::new());
    }
    let learned = Learned { milestone, standing };
    Ok(Response::new()
        .add_submessages(notices(deps.storage, &watch, &token_id, sequence, learned)?)
        .add_event(learned.event(&token_id, sequence)))
}

/// Anyone: reads the oracle and tells the subscribers what this contract missed, of a few milestones at most, so
/// that the notices fit into a block. A subscriber that missed a notice itself asks for the journey instead.
pub fn sync(deps: DepsMut, env: Env, token_id: TokenId) -> Result<Response, ContractError> {
    let watch = state::watch(deps.storage, token_id.as_str())?;
    if watch.questions.is_empty() {
        return Err(ContractError::NoJourney { token_id: token_id.into() });
    }
    let oracle = ORACLE.load(deps.storage)?;
    let inquiry = Oracle(&oracle).inquiry(deps.querier, &env.contract.address, &token_id)?;
    let mut progress = state::progress(deps.storage, token_id.as_str())?;
    let sequence = progress.keeps_up_with(inquiry.sequence)?;

    let mut response = Response::new();
    let mut told = 0_u64;
    for answer in inquiry.questions {
        let learned = Learned { milestone: answer.milestone, standing: answer.standing };
        if told == gas::MILESTONES_A_SYNC {
            break;
        }
        if progress.learn(watch.question(&learned.milestone)?, learned.standing) {
            told = told.saturating_add(1);
            response = response
                .add_submessages(notices(deps.storage, &watch, &token_id, sequence, learned)?)
                .add_event(learned.event(&token_id, sequence));
        }
    }
    if told > 0 {
        progress.sequence = sequence;
        state::save_progress(deps.storage, token_id.as_str(), &progress)?;
    }
    Ok(response)
}

/// What is new about a milestone.
#[derive(Clone, Copy)]
struct Learned {
    milestone: MilestoneRef,
    standing: Standing,
}

impl Learned {
    fn event(self, token_id: &TokenId, sequence: u32) -> MilestoneLearned {
        let Self { milestone, standing } = self;
        MilestoneLearned {
            token_id: token_id.as_str().to_owned(),
            sequence,
            leg: milestone.leg,
            event: milestone.event,
            place: milestone.place,
            happened: standing.happened,
            not_by: standing.not_by,
            unresolvable: standing.unresolvable.then_some(true),
        }
    }
}

/// A notice to every watcher, each within its own gas: escrows first, the others after them, in the order they came.
/// So none of the others can answer with a newer fact that reaches an escrow before this one.
fn notices(
    storage: &dyn Storage,
    watch: &Watch,
    token_id: &TokenId,
    sequence: u32,
    Learned { milestone, standing }: Learned,
) -> Result<Vec<SubMsg>, ContractError> {
    let notice = MilestoneNotice { token_id: token_id.clone(), sequence, milestone, standing };
    let msg = Notification::Milestone(notice).to_binary()?;
    let notice = |place: Place| {
        let contract_addr = ADMITTED.at(storage, place)?.contract.into_string();
        let call = WasmMsg::Execute { contract_addr, msg: msg.clone(), funds: vec![] };
        let failed = FailedNotice { token_id: token_id.as_str().to_owned(), sequence, place };
        Ok(guarded(call, gas::MILESTONE_NOTICE, NOTICE_FAILED, &failed)?)
    };
    let (escrows, others): (Vec<_>, Vec<_>) = watch.watchers.iter().partition(|watcher| watcher.settles);
    escrows.into_iter().chain(others).map(|watcher| notice(watcher.place)).collect()
}
