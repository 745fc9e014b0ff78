//! The entry points; each does nothing but route.

use cosmwasm_std::{entry_point, Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};
use types::escrow::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg, TitleHold};

use crate::execute::Incoming;
use crate::{execute, migrate, query, reply, ContractError};

/// Sets the contract up.
#[entry_point]
pub fn instantiate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    execute::set_up(deps, env, info, msg)
}

/// Takes a message. The first group may carry money, the rest none.
#[entry_point]
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    use ExecuteMsg as M;
    let pays = matches!(
        msg,
        M::Propose { .. }
            | M::Accept { .. }
            | M::Release { .. }
            | M::TopUp { .. }
            | M::PayIn { .. }
            | M::Compensated(_)
            | M::Receive(_)
    );
    if !pays {
        guard::nonpayable(&info)?;
    }
    match msg {
        M::Propose { terms, valid_until } => {
            execute::propose(deps, env, &Incoming::coins(info), *terms, valid_until)
        }
        M::Accept { agreement, terms } => {
            execute::accept(deps, env, &Incoming::coins(info), agreement, terms)
        }
        M::Release { agreement, milestone } => {
            execute::release(deps, env, &Incoming::coins(info), agreement, milestone)
        }
        M::TopUp { agreement, milestone } => {
            execute::top_up(deps, &Incoming::coins(info), agreement, milestone)
        }
        M::PayIn { agreement, milestone } => {
            execute::pay_in(deps, env, &Incoming::coins(info), agreement, milestone)
        }
        M::Compensated(of) => execute::compensated(deps, &Incoming::coins(info), of),
        M::Receive(received) => execute::receive(deps, env, info, received),

        M::EndProposal { agreement } => execute::end_proposal(deps, env, info, agreement),
        M::Encumbered(msg) => execute::present(deps, env, info, msg, TitleHold::Held),
        M::Bound(msg) => execute::present(deps, env, info, msg, TitleHold::Bound),
        M::Waive { agreement, token_id, version, remark } => {
            execute::waive(deps, env, info, agreement, (token_id, version), remark)
        }
        M::ReturnDocuments { agreement, remark } => {
            execute::return_documents(deps, env, info, agreement, remark)
        }
        M::Follow { agreement } => execute::follow(deps, env, info, agreement),
        M::Milestone(notice) => execute::milestone(deps, env, info, notice),
        M::Measured(notice) => execute::measured(deps, env, info, notice),
        M::Sync { agreement } => execute::sync(deps, env, agreement),
        M::ApproveMilestone { agreement, milestone } => {
            execute::approve_milestone(deps, env, info, agreement, milestone)
        }
        M::Relinquish { agreement, milestone } => execute::relinquish(deps, env, info, agreement, milestone),
        M::Change { agreement, milestone, change } => {
            execute::change(deps, env, info, agreement, milestone, change)
        }
        M::Age { agreement, milestone } => execute::age(deps, env, agreement, milestone),
        M::WriteOff { agreement, milestone } => execute::write_off(deps, info, agreement, milestone),
        M::Dispute { agreement, milestones, evidence } => {
            execute::dispute(deps, env, info, agreement, milestones, evidence)
        }
        M::Resolve { agreement, awards, title } => {
            execute::resolve(deps, env, info, agreement, awards, title)
        }
        M::LapseDispute { agreement } => execute::lapse(deps, env, agreement),
        M::LongStop { agreement } => execute::long_stop(deps, env, agreement),
        M::ConsentTo { agreement, act } => execute::consent_to(deps, info, agreement, act),
        M::Withdraw { asset, to } => execute::withdraw(deps, env, info, asset, to),

        M::TransferNft { recipient, token_id } => execute::transfer(deps, env, info, recipient, token_id),
        M::SendNft { contract, token_id, msg } => execute::send(deps, env, info, contract, token_id, msg),
        M::Approve { spender, token_id, expires } => {
            execute::approve(deps, env, info, spender, token_id, expires)
        }
        M::Revoke { spender, token_id } => execute::revoke(deps, env, info, spender, token_id),
        M::ApproveAll { operator, expires } => execute::approve_all(deps, env, info, operator, expires),
        M::RevokeAll { operator } => execute::revoke_all(deps, info, operator),
        M::Burn { .. } => execute::not_for_receivables("burn", "relinquish the milestone"),
        M::Mint { .. } => execute::not_for_receivables("mint", "accept an agreement"),
        M::UpdateNftInfo { .. } => {
            execute::not_for_receivables("update_nft_info", "change the milestone with the other side")
        }
        M::UpdateExtension { .. } => {
            execute::not_for_receivables("update_extension", "change the milestone with the other side")
        }
        M::WithdrawFunds { .. } => {
            execute::not_for_receivables("withdraw_funds", "withdraw takes a payment that was refused")
        }

        M::UpdateOwnership(action) => execute::update_ownership(deps, env, info, action),
        M::AdmitAsset { asset } => execute::admit_asset(deps, env, info, asset),
        M::RetireAsset { asset } => execute::retire_asset(deps, info, asset),
        M::Pause {} => execute::pause(deps, info),
        M::Unpause {} => execute::unpause(deps, info),
        M::SetGuardian { guardian } => execute::set_guardian(deps, info, guardian),
    }
}

/// Answers a question.
#[entry_point]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    query::answer(deps, env, msg)
}

/// Hears of a message that failed.
#[entry_point]
pub fn reply(deps: DepsMut, _env: Env, reply: Reply) -> Result<Response, ContractError> {
    reply::handle(deps, reply)
}

/// Takes over the state of an earlier release.
#[entry_point]
pub fn migrate(deps: DepsMut, _env: Env, _msg: MigrateMsg) -> Result<Response, ContractError> {
    migrate::migrate(deps)
}
