use cosmwasm_std::{Binary, Deps, Env, Storage};
use guard::owner;
use message::to_json;
use numeric::UnixTime;
use types::devices::{
    ConfigResponse, DeviceResponse, FormerKeyResponse, LatestResponse, LogResponse, Logged, QueryMsg,
    Reading, ReadingFlaw, ReadingResponse, LAST_COUNTER,
};
use types::digest::MerkleProof;

use crate::domain::device::FormerKey;
use crate::domain::reading::flaw;
use crate::state::{self, FORMER_KEYS, LOGS, PAUSE};
use crate::ContractError;

/// Devices or keys in a page at most, and if nothing is said.
const DEVICES_A_PAGE: (u32, u32) = (30, 10);
/// Logs in a page at most, and if nothing is said.
const LOGS_A_PAGE: (u32, u32) = (100, 30);

/// Answers a question.
pub fn answer(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    use QueryMsg as M;
    let storage = deps.storage;
    Ok(match msg {
        M::Ownership {} => to_json(&owner::ownership(storage)?),
        M::Config {} => to_json(&config(storage)?),
        M::Device { device } => to_json(&device_response(storage, device)?),
        M::Devices { owner, start_after, limit } => {
            let owner = deps.api.addr_validate(&owner)?;
            let devices = state::devices_of(storage, &owner, start_after, page(DEVICES_A_PAGE, limit))?;
            let devices = devices.into_iter().map(|device| device_response(storage, device));
            to_json(&devices.collect::<Result<Vec<_>, _>>()?)
        }
        M::FormerKeys { device, start_after, limit } => {
            state::device(storage, device)?;
            let keys = FORMER_KEYS.range(storage, device, start_after, page(DEVICES_A_PAGE, limit))?;
            to_json(&keys.into_iter().map(former_key).collect::<Vec<_>>())
        }
        M::Log { device, epoch, counter } => {
            let unknown = ContractError::UnknownLog { device, epoch, counter };
            let log = state::log(storage, device, epoch, counter)?.ok_or(unknown)?;
            to_json(&log_response(epoch, counter, log))
        }
        M::Logs { device, epoch, start_after, limit } => {
            let logs = LOGS.range(storage, (device, epoch), start_after, page(LOGS_A_PAGE, limit))?;
            let logs = logs.into_iter().map(|(counter, log)| log_response(epoch, counter, log));
            to_json(&logs.collect::<Vec<_>>())
        }
        M::Latest { device } => to_json(&latest(storage, &env, device)?),
        M::ProveReading { device, epoch, counter, reading, proof } => {
            to_json(&prove(storage, (device, epoch, counter), &reading, &proof)?)
        }
    })
}

fn page((most, default): (u32, u32), limit: Option<u32>) -> usize {
    usize::try_from(limit.unwrap_or(default).min(most)).unwrap_or_default()
}

fn config(storage: &dyn Storage) -> Result<ConfigResponse, ContractError> {
    let pause = PAUSE.state(storage)?;
    Ok(ConfigResponse { guardian: pause.guardian.map(Into::into), paused: pause.paused })
}

fn device_response(storage: &dyn Storage, number: u32) -> Result<DeviceResponse, ContractError> {
    let device = state::device(storage, number)?;
    let last = state::latest(storage, number)?.filter(|last| last.epoch == device.epoch);
    Ok(DeviceResponse {
        device: number,
        owner: device.owner.into(),
        offered_to: state::offer(storage, number)?.map(Into::into),
        class: device.class,
        channels: device.channels,
        standing: device.standing,
        epoch: device.epoch,
        key: device.key.key.into(),
        since: device.key.since,
        succeeds: device.key.succeeds,
        counters_left: LAST_COUNTER.saturating_sub(last.map_or(0, |last| last.counter)),
    })
}

fn former_key((epoch, former): (u32, FormerKey)) -> FormerKeyResponse {
    let FormerKey { used, until } = former;
    FormerKeyResponse { epoch, key: used.key.into(), since: used.since, until, succeeds: used.succeeds }
}

fn log_response(epoch: u32, counter: u32, log: Logged) -> LogResponse {
    let Logged { from, to, count, statistics, root, accepted, link, missing } = log;
    LogResponse { epoch, counter, from, to, count, statistics, root, accepted, link, missing }
}

fn latest(storage: &dyn Storage, env: &Env, number: u32) -> Result<LatestResponse, ContractError> {
    let now = UnixTime::from_block(env.block.time)?;
    let standing = state::device(storage, number)?.standing;
    let last = state::latest(storage, number)?;
    let age = last.as_ref().map(|last| now.since(last.log.to));
    let log = last.map(|last| log_response(last.epoch, last.counter, last.log));
    Ok(LatestResponse { standing, log, age })
}

fn prove(
    storage: &dyn Storage,
    (device, epoch, counter): (u32, u32, u32),
    reading: &Reading,
    proof: &MerkleProof,
) -> Result<ReadingResponse, ContractError> {
    let standing = state::device(storage, device)?.standing;
    let log = state::log(storage, device, epoch, counter)?;
    let flaw = match &log {
        Some(log) => flaw(reading, proof, log),
        None => Some(ReadingFlaw::NoLog {}),
    };
    let accepted = log.map(|log| log.accepted);
    Ok(ReadingResponse { proven: flaw.is_none(), flaw, standing, accepted })
}
