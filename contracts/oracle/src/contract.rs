//! The entry points; each does nothing but route.

use cosmwasm_std::{entry_point, Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};
use types::oracle::{ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg};

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
        M::AdmitAsset { asset } => execute::admit_asset(deps, env, info, asset),
        M::Pause {} => execute::pause(deps, info),
        M::Unpause {} => execute::unpause(deps, info),
        M::SetGuardian { guardian } => execute::set_guardian(deps, info, guardian),

        M::Bond {} => execute::bond(deps, info),
        M::Receive(received) => execute::receive(deps, env, info, received),
        M::Unbond { asset, amount } => execute::unbond(deps, env, info, asset, amount),
        M::WithdrawUnbonded { asset } => execute::withdraw_unbonded(deps, env, info, asset),
        M::Withdraw { asset, to } => execute::withdraw(deps, info, asset, to),

        M::EnrolReporter { key, class } => execute::enrol_reporter(deps, info, key, class),
        M::CreateFeed { kind, rules } => execute::create_feed(deps, info, kind, rules),
        M::AdmitOperators { feed, operators } => execute::admit_operators(deps, info, feed, operators),
        M::Pledge { feed, reporter, amount } => execute::pledge(deps, env, info, feed, reporter, amount),
        M::Unpledge { feed, reporter, amount } => execute::unpledge(deps, env, info, feed, reporter, amount),
        M::CompleteUnpledge { feed, reporter } => execute::complete_unpledge(deps, env, info, feed, reporter),

        M::Ask { token_id, feed, questions, refund_to, until } => {
            execute::ask(deps, env, info, execute::Asking { token_id, feed, questions, refund_to, until })
        }
        M::AddCutoffs { token_id, cutoffs } => execute::add_cutoffs(deps, info, token_id, cutoffs),
        M::Report { subject, round, reports } => execute::report(deps, env, info, subject, round, reports),
        M::Close { subject, round } => execute::close(deps, env, info, subject, round),
        M::Retire { collection, token_id } => execute::retire(deps, env, info, collection, token_id),

        M::AdmitConsumer { feed, consumer } => execute::admit_consumer(deps, info, feed, consumer),
        M::Reserve(asked) => execute::reserve(deps, env, info, asked),
        M::Bind { reference, collection, token_id, parts } => {
            execute::bind(deps, env, info, reference, (collection, token_id), parts)
        }
        M::Release { reference, parts } => execute::release(deps, env, info, reference, parts),
        M::Lapse { consumer, reference } => execute::lapse(deps, env, info, consumer, reference),

        M::Finalise(round) => execute::finalise(deps, env, info, round),
        M::Challenge { round, claim, evidence } => {
            execute::challenge(deps, env, info, execute::Complaint { round, claim, evidence })
        }
        M::Rule { round, ruling } => execute::rule(deps, env, info, round, ruling),
        M::LapseCase(round) => execute::lapse_case(deps, env, info, round),
        M::Convict { round, first, second } => execute::convict(deps, env, info, round, first, second),
        M::ConvictDevice(evidence) => execute::convict_device(deps, env, info, *evidence),
        M::Fine { feed, reporter } => execute::collect_fine(deps, env, info, feed, reporter),
        M::Compensate { round, consumer, reference, part } => {
            execute::compensate(deps, info, round, consumer, reference, part)
        }
        M::Burn(round) => execute::burn(deps, env, info, round),
        M::BurnKept { feed, reporters } => execute::burn_kept(deps, env, info, feed, reporters),
        M::ClaimRewards { reporter, rounds } => execute::claim_rewards(deps, env, info, reporter, rounds),
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
