//! What a log must be before its signature is looked at, and how it goes on from the last.

use numeric::UnixTime;
use types::devices::{Link, Log, Logged, PublishedLog, Statistic, LAST_COUNTER, MAX_READINGS, MAX_WINDOW};

use crate::domain::device::Device;
use crate::ContractError;

/// Refuses what no honest device signs, whatever it signed before.
pub fn screen(log: &Log, channels: usize) -> Result<(), ContractError> {
    let Log { counter, from, to, count, .. } = *log;
    if counter > LAST_COUNTER {
        return Err(ContractError::CounterTooHigh { max: LAST_COUNTER, actual: counter });
    }
    if log.statistics.len() != channels {
        return Err(ContractError::Statistics { expected: channels, actual: log.statistics.len() });
    }
    if count == 0 || count > MAX_READINGS {
        return Err(ContractError::ReadingCount { max: MAX_READINGS, actual: count });
    }
    if to <= from || to.since(from) > MAX_WINDOW {
        return Err(ContractError::Window { from, to, max: MAX_WINDOW });
    }
    let disordered = |of: &Statistic| of.min > of.mean || of.mean > of.max;
    match log.statistics.iter().position(disordered) {
        Some(channel) => Err(ContractError::Disordered { channel }),
        None => Ok(()),
    }
}

/// How a log goes on from the device's last one, and what is kept of it.
///
/// Counters only grow. A device that names another root for the very log before this one contradicts itself; one that
/// passes over counters, or has lost its memory, leaves a gap, which stays visible. Windows do not overlap, over all keys.
pub fn follow(
    log: Log,
    device: &Device,
    last: Option<&PublishedLog>,
    now: UnixTime,
) -> Result<Logged, ContractError> {
    let Log { counter, from, to, count, statistics, root, previous } = log;
    let (link, missing) = match last.filter(|last| last.epoch == device.epoch) {
        None => (Link::Begins, 0),
        Some(last) => {
            let passed = counter.checked_sub(last.counter).and_then(|ahead| ahead.checked_sub(1));
            let missing =
                passed.ok_or(ContractError::CounterNotHigher { last: last.counter, actual: counter })?;
            match previous {
                Some(previous) if previous == last.log.root => (Link::Follows, missing),
                Some(actual) if missing == 0 => {
                    let expected = last.log.root.clone();
                    return Err(ContractError::OtherHistory { counter, expected, actual });
                }
                _ => (Link::Gap, missing),
            }
        }
    };
    if to > now {
        return Err(ContractError::WindowAhead { to, now });
    }
    let since = device.key.since.max(last.map_or(device.key.since, |last| last.log.to));
    if from < since {
        return Err(ContractError::WindowBefore { from, since });
    }
    Ok(Logged { from, to, count, statistics, root, accepted: now, link, missing })
}

/// Whether this is the log that is kept under its counter. What it names as the root before it is not kept.
pub fn is_kept(log: &Log, kept: &Logged) -> bool {
    (log.from, log.to, log.count) == (kept.from, kept.to, kept.count)
        && log.statistics == kept.statistics
        && log.root == kept.root
}
