//! The entry points; each does nothing but route.

use cosmwasm_std::{entry_point, Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};
use types::shipment::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};

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

/// Takes a message. `Issue` and `Amend` may carry the feed's deposits; nothing else takes money.
#[entry_point]
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    use ExecuteMsg as M;
    if !matches!(msg, M::Issue(_) | M::Amend { .. }) {
        guard::nonpayable(&info)?;
    }
    match msg {
        M::TransferNft { recipient, token_id } => execute::transfer(deps, env, info, recipient, token_id),
        M::SendNft { contract, token_id, msg } => execute::send(deps, env, info, contract, token_id, msg),
        M::Approve { spender, token_id, expires } => {
            execute::approve(deps, env, info, spender, token_id, expires)
        }
        M::Revoke { spender, token_id } => execute::revoke(deps, env, info, spender, token_id),
        M::ApproveAll { operator, expires } => execute::approve_all(deps, env, info, operator, expires),
        M::RevokeAll { operator } => execute::revoke_all(deps, info, operator),
        M::Burn { .. } => execute::not_for_titles("burn", "surrender the title for delivery"),
        M::Mint { .. } => execute::not_for_titles("mint", "issue a title"),
        M::UpdateNftInfo { .. } => {
            execute::not_for_titles("update_nft_info", "surrender the title for amendment")
        }
        M::UpdateExtension { .. } => {
            execute::not_for_titles("update_extension", "surrender the title for amendment")
        }
        M::WithdrawFunds { .. } => execute::not_for_titles("withdraw_funds", "the contract holds no funds"),

        M::Issue(issue) => execute::issue(deps, env, info, *issue),
        M::Endorse { token_id, to, remark } => execute::endorse(deps, env, info, token_id, to, remark),
        M::TransferPossession { token_id, to, remark } => {
            execute::transfer_possession(deps, env, info, token_id, to, remark)
        }
        M::Nominate { token_id, nominee, remark } => execute::nominate(deps, info, token_id, nominee, remark),
        M::Reject { token_id, remark } => execute::reject(deps, env, info, token_id, remark),

        M::Surrender { token_id, purpose, remark } => {
            execute::surrender(deps, env, info, token_id, purpose, remark)
        }
        M::AcceptSurrender { token_id, remark } => {
            execute::accept_surrender(deps, env, info, token_id, remark)
        }
        M::Amend { token_id, amendment } => execute::amend(deps, env, info, token_id, *amendment),
        M::RefuseSurrender { token_id, remark } => {
            execute::refuse_surrender(deps, env, info, token_id, remark)
        }
        M::ReturnUnanswered { token_id } => execute::return_unanswered(deps, env, token_id),
        M::SwitchFromPaper { token_id, holder, document } => {
            execute::switch_from_paper(deps, env, info, token_id, holder, document)
        }

        M::Encumber { token_id, to, msg } => execute::encumber(deps, info, token_id, to, msg),
        M::Bind { token_id, to, msg } => execute::bind(deps, info, token_id, to, msg),
        M::Substitute { token_id, to, msg } => execute::substitute(deps, info, token_id, to, msg),
        M::Lift { token_id } => execute::lift(deps, info, token_id),
        M::Deliver { token_id, to } => execute::deliver(deps, env, info, token_id, to),
        M::Consent { token_id, act } => execute::consent(deps, info, token_id, act),
        M::Subscribe { token_id, cutoffs } => execute::subscribe(deps, info, token_id, cutoffs),
        M::Fact(notice) => execute::fact(deps, info, notice),
        M::Sync { token_id } => execute::sync(deps, env, token_id),

        M::ProposeReplacement { token_id, new_holder } => {
            execute::propose_replacement(deps, env, info, token_id, new_holder)
        }
        M::CompleteReplacement { token_id } => execute::complete_replacement(deps, env, token_id),
        M::CancelReplacement { token_id } => execute::cancel_replacement(deps, info, token_id),

        M::RegisterIssuer { scac, lei } => execute::register_issuer(deps, info, scac, lei),
        M::AttestIssuer { issuer, attested } => execute::attest_issuer(deps, info, issuer, attested),
        M::SetAttestor { attestor, allowed } => execute::set_attestor(deps, info, attestor, allowed),
        M::Admit { contract, role } => execute::admit(deps, info, contract, role),
        M::RetireContract { contract } => execute::retire_contract(deps, info, contract),
        M::Pause {} => execute::pause(deps, info),
        M::Unpause {} => execute::unpause(deps, info),
        M::SetGuardian { guardian } => execute::set_guardian(deps, info, guardian),
        M::UpdateOwnership(action) => execute::update_ownership(deps, env, info, action),
    }
}

/// Answers a question.
#[entry_point]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    query::answer(deps, env, msg)
}

/// Hears of a notice that a subscriber did not take.
#[entry_point]
pub fn reply(deps: DepsMut, _env: Env, reply: Reply) -> Result<Response, ContractError> {
    reply::handle(deps, reply)
}

/// Takes over the state of an earlier release.
#[entry_point]
pub fn migrate(deps: DepsMut, _env: Env, _msg: MigrateMsg) -> Result<Response, ContractError> {
    migrate::migrate(deps)
}
