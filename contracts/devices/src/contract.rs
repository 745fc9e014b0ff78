//! The entry points; each does nothing but route.

use cosmwasm_std::{entry_point, Binary, Deps, DepsMut, Env, MessageInfo, Response};
use types::devices::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};

use crate::{execute, migrate, query, ContractError};

/// Sets the contract up.
#[entry_point]
pub fn instantiate(
    deps: DepsMut,
    _env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    execute::set_up(deps, info, msg)
}

/// Takes a message.
#[entry_point]
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    use ExecuteMsg as M;
    match msg {
        M::UpdateOwnership(action) => execute::update_ownership(deps, env, info, action),
        M::Pause {} => execute::pause(deps, info),
        M::Unpause {} => execute::unpause(deps, info),
        M::SetGuardian { guardian } => execute::set_guardian(deps, info, guardian),

        M::Register { class, channels, key, possession } => {
            execute::register(deps, env, info, class, channels, execute::NewKey { key, possession })
        }
        M::Rotate { device, key, possession, succession } => {
            execute::rotate(deps, env, info, device, execute::NewKey { key, possession }, succession)
        }
        M::Revoke { device } => execute::revoke(deps, env, info, device),
        M::Offer { device, to } => execute::offer(deps, info, device, to),
        M::Accept { device, epoch } => execute::accept(deps, info, device, epoch),

        M::Submit { device, log } => execute::submit(deps, env, info, device, vec![log]),
        M::SubmitLogs { device, logs } => execute::submit(deps, env, info, device, logs),
        M::Convict { device, epoch, first, second } => {
            execute::convict(deps, env, info, device, epoch, [first, second])
        }
    }
}

/// Answers a question.
#[entry_point]
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    query::answer(deps, env, msg)
}

/// Takes over the state of an earlier release.
#[entry_point]
pub fn migrate(deps: DepsMut, _env: Env, _msg: MigrateMsg) -> Result<Response, ContractError> {
    migrate::migrate(deps)
}
