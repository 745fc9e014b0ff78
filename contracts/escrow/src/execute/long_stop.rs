use cosmwasm_std::{Deps, DepsMut, Env, Response};
use numeric::{Rounding, UnixTime};
use types::escrow::{AgreementId, Condition};
use types::journey::MilestoneRef;

use super::measure::{hear_all, is_awaited};
use super::settling::Settling;
use super::titles;
use crate::domain::agreement::Deal;
use crate::domain::condition::milestones;
use crate::events::LongStopped;
use crate::peers::{Awaiting, Oracle};
use crate::state::{self, PEERS};
use crate::ContractError;

/// Anyone, after the long-stop: what is final is settled, and the open rest split as agreed. Milestones whose dispute,
/// or whose round or case of the oracle, was open at the long-stop wait for its end; none that began later counts.
///
/// A peer that does not answer keeps nobody's money: then nothing more is known, and the split is the way out.
pub fn long_stop(mut deps: DepsMut, env: Env, id: AgreementId) -> Result<Response, ContractError> {
    let now = UnixTime::from_block(env.block.time)?;
    let mut settling = Settling::load_running(deps.storage, id, &env.contract.address)?;
    let long_stop = settling.deal.long_stop;
    if now < long_stop {
        return Err(ContractError::BeforeLongStop { long_stop, now });
    }
    let known = titles::knowledge_if_any(deps.querier, deps.storage, id, &settling.deal, &settling.course)?;
    let open = settling.course.open_milestones();
    settling.settle_known(deps.storage, open, &known, u64::MAX)?;
    hear_all(&mut deps, &mut settling, u64::MAX)?;

    let under_way = under_way(deps.as_ref(), &settling);
    let waits = |condition: &Condition| milestones(condition).any(|of| under_way.contains(of));
    let mut split = Vec::new();
    for index in settling.course.open_milestones() {
        let is_awaited = is_awaited(deps.as_ref(), &settling, index).unwrap_or_default();
        let mut milestone = settling.milestone(deps.storage, index)?;
        let terms = settling.deal.milestone(index)?;
        if milestone.dispute.is_some() || is_awaited || waits(&terms.condition) {
            continue;
        }
        let to_owner = milestone.rest()?.share(settling.deal.split, Rounding::Down)?;
        let payout = milestone.award(terms, to_owner, long_stop)?;
        settling.end(deps.storage, index, milestone, payout)?;
        split.push(index);
    }
    if settling.is_unchanged() {
        return Err(ContractError::LongStopWaits {});
    }
    settling.tell(LongStopped { agreement: id, milestones: split });
    settling.finish(deps.storage)
}

/// What is waited for on a feed.
pub fn awaiting(deal: &Deal, feed: u32) -> Awaiting {
    let is_secured = deal.reservations.iter().any(|reservation| reservation.feed == feed);
    Awaiting { before: deal.long_stop, is_secured }
}

/// The journey's milestones of open milestones that are still to be decided by what was under way at the long-stop.
fn under_way(deps: Deps, settling: &Settling) -> Vec<MilestoneRef> {
    let rounds = || {
        let presentation = state::presentation(deps.storage, settling.id)?;
        let Some(presentation) = presentation.filter(|_| settling.course.is_presented()) else {
            return Ok(vec![]);
        };
        let deal = &settling.deal;
        let open = settling.course.open_milestones().filter_map(|index| deal.milestone(index).ok());
        let wanted: Vec<&MilestoneRef> = open.flat_map(|terms| milestones(&terms.condition)).collect();
        let peers = PEERS.load(deps.storage)?;
        let subject = (&peers.shipment, &presentation.token_id);
        Oracle(&peers.oracle)
            .awaited(deps.querier, subject, awaiting(deal, deal.feed), |of| wanted.contains(&of))
    };
    rounds().unwrap_or_else(|_: ContractError| vec![])
}
