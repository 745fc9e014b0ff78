use cosmwasm_std::{Addr, Api, DepsMut, Env, MessageInfo, Response, Storage};
use guard::nonpayable;
use numeric::UnixTime;
use types::devices::{log_digest, Link, Log, PublishedLog, SignedLog, MAX_LOGS};
use types::digest::Digest;
use types::key::{Scheme, SIGNATURE_LENGTH};

use crate::domain::device::Device;
use crate::domain::log::{follow, is_kept, screen};
use crate::events::LogTaken;
use crate::execute::register::registry;
use crate::{state, ContractError};

/// Logs of one device, in their order. Who sends them does not matter where one follows the other; what begins a key's
/// logs or leaves a gap comes from the owner, or whoever saw a later log first could keep those before it out.
pub fn submit(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    number: u32,
    logs: Vec<SignedLog>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    if logs.is_empty() || logs.len() > MAX_LOGS {
        return Err(ContractError::LogCount { max: MAX_LOGS, actual: logs.len() });
    }
    let device = state::device(deps.storage, number)?;
    device.assert_active(number)?;
    for signed in &logs {
        screen(&signed.log, device.channels.len())?;
    }
    verify(deps.api, &env, number, &device, &logs)?;

    let now = UnixTime::from_block(env.block.time)?;
    let mut last = state::latest(deps.storage, number)?;
    let mut taken = Vec::new();
    for SignedLog { log, .. } in logs {
        if was_taken(deps.storage, number, device.epoch, last.as_ref(), &log)? {
            continue;
        }
        let added = take(number, &device, last.as_ref(), log, &info.sender, now)?;
        state::add_log(deps.storage, number, &added)?;
        taken.push(told(number, &added));
        last = Some(added);
    }
    let Some(last) = last.filter(|_| !taken.is_empty()) else { return Err(ContractError::NothingNew) };
    state::save_latest(deps.storage, number, &last)?;
    Ok(Response::new().add_events(taken))
}

/// Whether this very log was taken before, so that a message is not spoilt by another one that was faster.
fn was_taken(
    storage: &dyn Storage,
    device: u32,
    epoch: u32,
    last: Option<&PublishedLog>,
    log: &Log,
) -> Result<bool, ContractError> {
    let counter = log.counter;
    if !last.is_some_and(|last| last.epoch == epoch && counter <= last.counter) {
        return Ok(false);
    }
    match state::log(storage, device, epoch, counter)? {
        Some(kept) if is_kept(log, &kept) => Ok(true),
        Some(_) => Err(ContractError::Contradicts { device, counter }),
        None => Ok(false),
    }
}

fn take(
    number: u32,
    device: &Device,
    last: Option<&PublishedLog>,
    log: Log,
    sender: &Addr,
    now: UnixTime,
) -> Result<PublishedLog, ContractError> {
    let counter = log.counter;
    let log = follow(log, device, last, now)?;
    if log.link != Link::Follows && device.owner != *sender {
        return Err(ContractError::GapIsItsOwners { device: number, counter, owner: device.owner.clone() });
    }
    Ok(PublishedLog { standing: device.standing, epoch: device.epoch, counter, log })
}

fn told(device: u32, added: &PublishedLog) -> LogTaken {
    let PublishedLog { epoch, counter, log, .. } = added;
    LogTaken {
        device,
        epoch: *epoch,
        counter: *counter,
        from: log.from,
        to: log.to,
        root: log.root.clone(),
        link: log.link,
        missing: log.missing,
    }
}

/// All signatures, by the device's present key: several of Ed25519 at once, which costs a third.
fn verify(
    api: &dyn Api,
    env: &Env,
    number: u32,
    device: &Device,
    logs: &[SignedLog],
) -> Result<(), ContractError> {
    let (key, epoch) = (&device.key.key, device.epoch);
    let of_epoch = registry(env).epoch_digest(number, epoch, &device.channels);
    let digests: Vec<Digest> = logs.iter().map(|signed| log_digest(&of_epoch, &signed.log)).collect();
    if key.scheme == Scheme::Ed25519 && logs.len() > 1 {
        let messages: Vec<&[u8]> = digests.iter().map(|digest| digest.as_bytes().as_slice()).collect();
        let signatures: Vec<&[u8]> = logs.iter().map(|signed| signed.signature.as_slice()).collect();
        let verified = signatures.iter().all(|signature| signature.len() == SIGNATURE_LENGTH)
            && matches!(api.ed25519_batch_verify(&messages, &signatures, &[&key.bytes]), Ok(true));
        return if verified { Ok(()) } else { Err(ContractError::BadBatch { device: number, epoch }) };
    }
    for (signed, digest) in logs.iter().zip(&digests) {
        if !matches!(key.verifies(api, digest.as_bytes(), &signed.signature), Ok(true)) {
            return Err(ContractError::BadSignature { device: number, epoch, counter: signed.log.counter });
        }
    }
    Ok(())
}
