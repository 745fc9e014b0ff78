//! Logs: in their order, in their time, signed, and how one goes on from the other.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use devices::events::LogTaken;
use devices::ContractError;
use support::*;
use testing::{events, Signer};
use types::devices::*;
use types::digest::Digest;

/// The sensor's next log with a change, signed, which it does not count.
fn odd(world: &World, sensor: &Sensor, change: impl FnOnce(&mut Log)) -> ExecuteMsg {
    let mut log = sensor.log();
    change(&mut log);
    submit(sensor, &sensor.sign(world, log))
}

#[test]
fn an_hour_comes_to_the_chain() {
    let (mut world, mut sensor) = World::with_sensor();
    world.chain.advance(HOUR + 10);
    let signed = sensor.next(&world);
    let response = world.by_shipper(&submit(&sensor, &signed));
    let log = signed.log;
    let taken = LogTaken::try_from(events(&response, LogTaken::TYPE)[0]).unwrap();
    let expected = LogTaken {
        device: 1,
        epoch: 0,
        counter: 1,
        from: log.from,
        to: log.to,
        root: log.root.clone(),
        link: Link::Begins,
        missing: 0,
    };
    assert_eq!(taken, expected);
    let kept = LogResponse {
        epoch: 0,
        counter: 1,
        from: log.from,
        to: log.to,
        count: 60,
        // i mod 7 and i mod 11 over sixty minutes: 0 to 6 (on average 2.9), 0 to 10 (4.75); rounded towards zero.
        statistics: vec![
            Statistic { min: -180, max: -174, mean: -177 },
            Statistic { min: 40, max: 50, mean: 44 },
        ],
        root: log.root.clone(),
        accepted: world.now(),
        link: Link::Begins,
        missing: 0,
    };
    assert_eq!(world.query::<LogResponse>(&QueryMsg::Log { device: 1, epoch: 0, counter: 1 }), kept);
    assert_eq!(world.logs(1, 0), std::slice::from_ref(&kept));
    world.chain.advance(HOUR);
    let latest = world.latest(1);
    assert_eq!(latest.age.unwrap().get(), HOUR + 10, "of its end, not of its coming");
    assert_eq!(latest.log, Some(kept.clone()));
    let published = world.published(1).unwrap();
    assert_eq!((published.epoch, published.counter), (0, 1));
    assert_eq!((published.log.to, published.log.root), (log.to, log.root));
    assert_eq!(published.log.statistics, kept.statistics);
    let unknown = world.unanswered(&QueryMsg::Log { device: 1, epoch: 0, counter: 2 });
    assert!(unknown.contains("device 1 has no log of epoch 0 under counter 2"), "{unknown}");
}

#[test]
fn what_follows_may_come_from_anyone() {
    for signer in [Signer::secp256r1("a"), Signer::ed25519("a")] {
        let mut world = World::new();
        let mut sensor = world.register(signer);
        world.log_an_hour(&mut sensor);
        world.chain.advance(HOUR);
        let (stranger, log) = (world.stranger.clone(), sensor.next(&world));
        world.must(&stranger, &submit(&sensor, &log));
        assert_eq!(world.logs(1, 0)[1].link, Link::Follows);
    }
}

/// Whoever sees later logs first could keep the earlier ones out: counters only grow.
#[test]
fn only_the_owner_passes_over_what_did_not_come() {
    let (mut world, mut sensor) = World::with_sensor();
    let (stranger, shipper) = (world.stranger.clone(), world.shipper.clone());
    let its_owners = |counter| ContractError::GapIsItsOwners { device: 1, counter, owner: shipper.clone() };
    world.chain.advance(5 * HOUR);
    let logs = sensor.hours(&world, 5);
    world.refused(&stranger, &submit(&sensor, &logs[0]), its_owners(1));
    world.by_shipper(&submit(&sensor, &logs[0]));
    world.refused(&stranger, &submit(&sensor, &logs[2]), its_owners(3));
    world.must(&stranger, &submit(&sensor, &logs[1]));
    world.by_shipper(&submit(&sensor, &logs[4]));
    let last = world.latest(1).log.unwrap();
    assert_eq!((last.counter, last.link, last.missing), (5, Link::Gap, 2));
    let late = ContractError::CounterNotHigher { last: 5, actual: 3 };
    world.shipper_refused(&submit(&sensor, &logs[2]), late);
}

#[test]
fn a_device_that_lost_its_memory_goes_on_and_leaves_a_gap() {
    let (mut world, mut sensor) = World::with_sensor();
    world.log_an_hour(&mut sensor);
    sensor.previous = None;
    world.log_an_hour(&mut sensor);
    let last = world.latest(1).log.unwrap();
    assert_eq!((last.counter, last.link, last.missing), (2, Link::Gap, 0));
    // One that counted without logging goes on where it was.
    sensor.counter += 4;
    world.log_an_hour(&mut sensor);
    let last = world.latest(1).log.unwrap();
    assert_eq!((last.counter, last.link, last.missing), (7, Link::Follows, 4));
}

#[test]
fn a_device_that_names_another_root_contradicts_itself() {
    let (mut world, mut sensor) = World::with_sensor();
    let first = world.log_an_hour(&mut sensor);
    world.chain.advance(HOUR);
    let other = Digest::of(b"other");
    let msg = odd(&world, &sensor, |log| log.previous = Some(other.clone()));
    let refusal = ContractError::OtherHistory { counter: 2, expected: first.log.root, actual: other.clone() };
    world.shipper_refused(&msg, refusal);
    // It is not stuck: its next log leaves a gap.
    let msg = odd(&world, &sensor, |log| {
        log.counter = 3;
        log.previous = Some(other);
    });
    world.by_shipper(&msg);
    assert_eq!(world.latest(1).log.unwrap().link, Link::Gap);
}

#[test]
fn counters_only_grow_and_end() {
    let (mut world, mut sensor) = World::with_sensor();
    sensor.counter = 6;
    world.log_an_hour(&mut sensor);
    world.chain.advance(HOUR);
    for counter in [0, 6] {
        let msg = odd(&world, &sensor, |log| log.counter = counter);
        world.shipper_refused(&msg, ContractError::CounterNotHigher { last: 7, actual: counter });
    }
    let repeated = odd(&world, &sensor, |log| log.counter = 7);
    world.shipper_refused(&repeated, ContractError::Contradicts { device: 1, counter: 7 });
    let beyond = odd(&world, &sensor, |log| log.counter = 2_097_152);
    world.shipper_refused(&beyond, ContractError::CounterTooHigh { max: 2_097_151, actual: 2_097_152 });
    let last = odd(&world, &sensor, |log| log.counter = 2_097_151);
    world.by_shipper(&last);
    assert_eq!(world.device(1).counters_left, 0);

    // A new key counts anew.
    sensor.until += HOUR;
    let second = Signer::secp256r1("second");
    world.rotate(&mut sensor, second);
    world.log_an_hour(&mut sensor);
    let last = world.latest(1).log.unwrap();
    assert_eq!((last.epoch, last.counter, last.link), (1, 1, Link::Begins));
    assert_eq!(world.logs(1, 0).len(), 2, "what the old key said stays");
}

#[test]
fn windows_lie_behind_each_other_and_in_the_past() {
    let (mut world, mut sensor) = World::with_sensor();
    let registered = world.now();
    world.chain.advance(2 * DAY);
    let before = odd(&world, &sensor, |log| log.from = at(registered.seconds() - 1));
    let from = at(registered.seconds() - 1);
    world.shipper_refused(&before, ContractError::WindowBefore { from, since: registered });

    let first = sensor.next(&world);
    world.by_shipper(&submit(&sensor, &first));
    let end = first.log.to;
    let overlaps = odd(&world, &sensor, |log| log.from = at(end.seconds() - 1));
    world.shipper_refused(&overlaps, ContractError::WindowBefore { from: at(end.seconds() - 1), since: end });

    let max = MAX_WINDOW;
    let window = |from: u64, to: u64| ContractError::Window { from: at(from), to: at(to), max };
    let end = end.seconds();
    for (from, to) in [(end + 5, end + 5), (end + 5, end + 4), (end, end + DAY + 1)] {
        let msg = odd(&world, &sensor, |log| (log.from, log.to) = (at(from), at(to)));
        world.shipper_refused(&msg, window(from, to));
    }
    let now = world.now();
    let ahead = at(now.seconds() + 1);
    let msg = odd(&world, &sensor, |log| (log.from, log.to) = (at(now.seconds() - HOUR), ahead));
    world.shipper_refused(&msg, ContractError::WindowAhead { to: ahead, now });
    // The longest one, to the second of the block.
    let msg = odd(&world, &sensor, |log| (log.from, log.to) = (at(now.seconds() - DAY), now));
    world.by_shipper(&msg);
}

/// A key that came later says nothing of the time before, whatever the device's last one said.
#[test]
fn a_new_key_speaks_from_its_rotation_on() {
    let (mut world, mut sensor) = World::with_sensor();
    world.log_an_hour(&mut sensor);
    world.chain.advance(3 * HOUR);
    world.rotate(&mut sensor, Signer::ed25519("second"));
    let since = world.now();
    world.chain.advance(HOUR);
    let from = at(since.seconds() - 60);
    let msg = odd(&world, &sensor, |log| log.from = from);
    world.shipper_refused(&msg, ContractError::WindowBefore { from, since });
}

#[test]
fn what_it_says_of_its_readings_is_possible() {
    let (mut world, sensor) = World::with_sensor();
    world.chain.advance(HOUR);
    for count in [0, 4_097] {
        let msg = odd(&world, &sensor, |log| log.count = count);
        world.shipper_refused(&msg, ContractError::ReadingCount { max: 4_096, actual: count });
    }
    let fewer = odd(&world, &sensor, |log| log.statistics.truncate(1));
    world.shipper_refused(&fewer, ContractError::Statistics { expected: 2, actual: 1 });
    let more = odd(&world, &sensor, |log| log.statistics.push(log.statistics[0]));
    world.shipper_refused(&more, ContractError::Statistics { expected: 2, actual: 3 });
    let disordered = [(-170, -174, -172), (-180, -174, -181), (-180, -174, -173)];
    for (min, max, mean) in disordered {
        let msg = odd(&world, &sensor, |log| log.statistics[1] = Statistic { min, max, mean });
        world.shipper_refused(&msg, ContractError::Disordered { channel: 1 });
    }
    let extremes = odd(&world, &sensor, |log| {
        log.count = 4_096;
        log.statistics[0] = Statistic { min: i32::MIN, max: i32::MAX, mean: i32::MIN };
        log.statistics[1] = Statistic { min: 7, max: 7, mean: 7 };
    });
    world.by_shipper(&extremes);
    let kept = world.latest(1).log.unwrap();
    assert_eq!(kept.statistics[0], Statistic { min: i32::MIN, max: i32::MAX, mean: i32::MIN });
}

#[test]
fn lost_hours_are_filled_in_one_message() {
    for signer in [Signer::secp256r1("a"), Signer::ed25519("a")] {
        let mut world = World::new();
        let mut sensor = world.register(signer);
        world.log_an_hour(&mut sensor);
        world.chain.advance(64 * HOUR);
        let logs = sensor.hours(&world, 64);
        let stranger = world.stranger.clone();
        let response = world.must(&stranger, &submit_all(&sensor, &logs));
        assert_eq!(events(&response, LogTaken::TYPE).len(), 64);
        let kept = world.logs(1, 0);
        assert_eq!(kept.len(), 65);
        assert!(kept[1..].iter().all(|log| (log.link, log.missing) == (Link::Follows, 0)));
        assert_eq!(world.latest(1).log.as_ref(), kept.last());
        let after: Vec<LogResponse> =
            world.query(&QueryMsg::Logs { device: 1, epoch: 0, start_after: Some(60), limit: None });
        assert_eq!(after, kept[60..]);
        let page: Vec<LogResponse> =
            world.query(&QueryMsg::Logs { device: 1, epoch: 0, start_after: None, limit: None });
        assert_eq!(page, kept[..30]);
    }
}

#[test]
fn all_logs_of_a_message_or_none() {
    for (signer, batches) in [(Signer::secp256r1("a"), false), (Signer::ed25519("a"), true)] {
        let mut world = World::new();
        let mut sensor = world.register(signer);
        world.chain.advance(65 * HOUR);
        let logs = sensor.hours(&world, 65);
        world.shipper_refused(&submit_all(&sensor, &[]), ContractError::LogCount { max: 64, actual: 0 });
        world.shipper_refused(&submit_all(&sensor, &logs), ContractError::LogCount { max: 64, actual: 65 });
        let mut forged = logs[..5].to_vec();
        forged[3].log.statistics[0].max += 1;
        let refusal = if batches {
            ContractError::BadBatch { device: 1, epoch: 0 }
        } else {
            ContractError::BadSignature { device: 1, epoch: 0, counter: 4 }
        };
        world.shipper_refused(&submit_all(&sensor, &forged), refusal);
        let mut turned = logs[..2].to_vec();
        turned.swap(0, 1);
        let refusal = ContractError::CounterNotHigher { last: 2, actual: 1 };
        world.shipper_refused(&submit_all(&sensor, &turned), refusal);
        let twice = [logs[0].clone(), logs[0].clone()];
        world.by_shipper(&submit_all(&sensor, &twice));
        assert_eq!(world.logs(1, 0).len(), 1, "the same again changes nothing");
    }
}

/// Somebody who was faster does not spoil a message.
#[test]
fn what_was_taken_is_skipped_and_nothing_new_is_refused() {
    let (mut world, mut sensor) = World::with_sensor();
    world.chain.advance(4 * HOUR);
    let logs = sensor.hours(&world, 4);
    world.by_shipper(&submit_all(&sensor, &logs[..3]));
    let kept = world.logs(1, 0);
    world.shipper_refused(&submit_all(&sensor, &logs[..3]), ContractError::NothingNew);
    world.shipper_refused(&submit(&sensor, &logs[1]), ContractError::NothingNew);
    let response = world.by_shipper(&submit_all(&sensor, &logs));
    assert_eq!(events(&response, LogTaken::TYPE).len(), 1);
    assert_eq!(world.logs(1, 0)[..3], kept, "nothing is written twice");
}

/// What was taken under a counter is known by all of its content.
#[test]
fn another_log_under_a_counter_that_was_taken_is_no_repetition() {
    let (mut world, mut sensor) = World::with_sensor();
    let first = world.log_an_hour(&mut sensor);
    let changes: [fn(&mut Log); 4] = [
        |log| log.root = Digest::of(b"other"),
        |log| log.statistics[0].mean = -178,
        |log| log.count = 59,
        |log| log.to = at(log.to.seconds() - 1),
    ];
    for change in changes {
        let mut log = first.log.clone();
        change(&mut log);
        let other = sensor.sign(&world, log);
        let refusal = ContractError::Contradicts { device: 1, counter: 1 };
        world.shipper_refused(&submit(&sensor, &other), refusal);
    }
}

/// Each log is one record more, and what is read and written for it stays as long as it is.
#[test]
fn a_log_costs_the_same_however_many_there_are() {
    let (mut world, mut sensor) = World::with_sensor();
    for n in 0..20 {
        world.register(Signer::ed25519(&format!("{n}")));
    }
    world.log_an_hour(&mut sensor);
    let sizes = |world: &World| {
        let state = world.state();
        let hot = |key: &[u8]| state.iter().find(|(found, _)| found == key).unwrap().1.len();
        (state.len(), hot(b"D\0\0\0\x01"), hot(b"H\0\0\0\x01"))
    };
    let (records, device, last) = sizes(&world);
    for n in 1..=50 {
        world.log_an_hour(&mut sensor);
        assert_eq!(sizes(&world), (records + n, device, last));
    }
}
