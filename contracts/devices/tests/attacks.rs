//! What somebody tries who wants another device's word, another's device, or a device to fall silent.

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

use cosmwasm_std::{to_json_vec, Binary, CosmosMsg, WasmMsg};
use devices::ContractError;
use support::*;
use testing::Signer;
use types::devices::*;
use types::digest::{merkle_root, Digest};

fn bad(device: u32, epoch: u32) -> ContractError {
    ContractError::BadSignature { device, epoch, counter: 1 }
}

/// The cold device's log for the warm one's hour, and whatever else was signed for something else.
#[test]
fn nothing_that_was_signed_for_something_else_is_taken() {
    let mut world = World::new();
    let mut warm = world.register(Signer::secp256r1("warm"));
    let cold = world.register(Signer::secp256r1("cold"));
    world.chain.advance(HOUR);
    let log = cold.log();
    let elsewhere = Registry { chain_id: "neutron-1", ..world.registry() };
    let another_contract = world.owner.clone();
    let another = Registry { contract: another_contract.as_str(), ..world.registry() };
    let swapped = [
        cold.sign(&world, log.clone()),
        cold.sign_as(world.registry(), 1, 0, log.clone()),
        warm.sign_as(world.registry(), 2, 0, log.clone()),
        warm.sign_as(world.registry(), 1, 1, log.clone()),
        warm.sign_as(elsewhere, 1, 0, log.clone()),
        warm.sign_as(another, 1, 0, log.clone()),
    ];
    for signed in swapped {
        world.shipper_refused(&submit(&warm, &signed), bad(1, 0));
    }
    // Measured in other units: the channels are in what is signed.
    let in_kelvin: Vec<Channel> =
        channels().into_iter().map(|channel| Channel { decimals: 2, ..channel }).collect();
    let other_units = world.registry().epoch_digest(1, 0, &in_kelvin);
    let signature = warm.signer.sign(log_digest(&other_units, &log).as_bytes());
    world.shipper_refused(&submit(&warm, &SignedLog { log, signature }), bad(1, 0));
    let good = warm.next(&world);
    world.by_shipper(&submit(&warm, &good));
}

#[test]
fn no_part_of_a_log_changes_on_the_way() {
    let (mut world, sensor) = World::with_sensor();
    world.chain.advance(HOUR + 1);
    let good = sensor.sign(&world, sensor.log());
    let changes: [fn(&mut Log); 8] = [
        |log| log.counter += 1,
        |log| log.from = at(log.from.seconds() + 1),
        |log| log.to = at(log.to.seconds() + 1),
        |log| log.count = 59,
        |log| log.statistics[0].max += 1,
        |log| log.statistics.swap(0, 1),
        |log| log.root = Digest::of(b"other"),
        |log| log.previous = Some(Digest::of(b"other")),
    ];
    for change in changes {
        let mut changed = good.clone();
        change(&mut changed.log);
        let counter = changed.log.counter;
        let refusal = ContractError::BadSignature { device: 1, epoch: 0, counter };
        world.shipper_refused(&submit(&sensor, &changed), refusal);
    }
    for signature in [
        vec![],
        vec![0; 64],
        vec![0; 63],
        vec![0xff; 64],
        [good.signature.to_vec(), vec![0]].concat(),
        vec![0; 4_096],
    ] {
        let forged = SignedLog { signature: signature.into(), ..good.clone() };
        world.shipper_refused(&submit(&sensor, &forged), bad(1, 0));
    }
    world.by_shipper(&submit(&sensor, &good));
}

/// The virtual machine ends at a signature that is longer than it takes; it is refused in words before that.
#[test]
fn a_signature_of_another_length_is_refused_wherever_there_is_one() {
    let (mut world, sensor) = World::with_sensor();
    let (shipper, next) = (world.shipper.clone(), Signer::ed25519("next"));
    for long in [Binary::default(), Binary::from([7; 63]), Binary::from([7; 65]), Binary::from([7; 4_096])] {
        let possession = long.clone();
        let key = public_key(&next);
        let (class, channels) = (DeviceClass::Logger, channels());
        let register = ExecuteMsg::Register { class, channels, key: key.clone(), possession };
        let refusal = ContractError::NotPossessed { owner: shipper.clone(), device: 0, epoch: 0 };
        world.shipper_refused(&register, refusal);
        let possession = world.possession(&shipper, 1, 1, &next);
        let rotate = ExecuteMsg::Rotate { device: 1, key, possession, succession: Some(long.clone()) };
        world.shipper_refused(&rotate, ContractError::NotSucceeded { device: 1, epoch: 1 });
        let first = sensor.sign(&world, sensor.log());
        let second = SignedLog { log: Log { count: 59, ..sensor.log() }, signature: long };
        world.shipper_refused(&convict(&sensor, &first, &second), bad(1, 0));
        world.shipper_refused(&convict(&sensor, &second, &first), bad(1, 0));
    }
}

/// Of Ed25519 a batch is verified at once: it must not take what one by one would be refused.
#[test]
fn a_batch_takes_nothing_that_one_would_not() {
    let mut world = World::new();
    let mut sensor = world.register(Signer::ed25519("a"));
    world.chain.advance(3 * HOUR);
    let logs = sensor.hours(&world, 3);
    let batch = || ContractError::BadBatch { device: 1, epoch: 0 };
    // The two halves of one signature put into another's place.
    let mut exchanged = logs.clone();
    let (first, second) = (exchanged[0].signature.clone(), exchanged[1].signature.clone());
    (exchanged[0].signature, exchanged[1].signature) = (second, first);
    world.shipper_refused(&submit_all(&sensor, &exchanged), batch());
    for signature in [vec![], vec![0; 64], vec![0; 65], vec![0; 4_096]] {
        let mut forged = logs.clone();
        forged[2].signature = signature.into();
        world.shipper_refused(&submit_all(&sensor, &forged), batch());
    }
    let other = Signer::ed25519("b");
    let mut foreign = logs.clone();
    let of_epoch = world.registry().epoch_digest(1, 0, &channels());
    foreign[1].signature = other.sign(log_digest(&of_epoch, &foreign[1].log).as_bytes());
    world.shipper_refused(&submit_all(&sensor, &foreign), batch());
    world.by_shipper(&submit_all(&sensor, &logs));
}

/// The old key, stolen from a drawer, signs a better past and a better present.
#[test]
fn a_rotated_key_says_nothing_more() {
    let (mut world, mut sensor) = World::with_sensor();
    world.log_an_hour(&mut sensor);
    world.chain.advance(2 * HOUR);
    let old_log = sensor.next(&world);
    let old = Sensor::new(1, Signer::secp256r1("reefer"), sensor.until);
    world.rotate(&mut sensor, Signer::ed25519("second"));
    world.shipper_refused(
        &submit(&sensor, &old_log),
        ContractError::BadSignature { device: 1, epoch: 1, counter: 2 },
    );
    world.chain.advance(HOUR);
    let as_new = old.sign_as(world.registry(), 1, 1, sensor.log());
    world.shipper_refused(&submit(&sensor, &as_new), bad(1, 1));
    world.log_an_hour(&mut sensor);
}

/// A message in the mempool is everybody's: each of these is what a thief could make of it.
#[test]
fn what_is_seen_before_it_is_in_a_block_helps_nobody() {
    let (mut world, mut sensor) = World::with_sensor();
    let (shipper, stranger) = (world.shipper.clone(), world.stranger.clone());
    // He cannot register the key, nor rotate with it, nor keep its owner from it.
    let new = Signer::ed25519("new");
    let ExecuteMsg::Register { class, channels, key, possession } = world.registration(&shipper, &new) else {
        panic!("a registration")
    };
    let his = ExecuteMsg::Register { class, channels, key: key.clone(), possession: possession.clone() };
    let refusal = ContractError::NotPossessed { owner: stranger.clone(), device: 0, epoch: 0 };
    world.refused(&stranger, &his, refusal);
    let onto_another = ExecuteMsg::Rotate { device: 1, key, possession, succession: None };
    let refusal = ContractError::NotPossessed { owner: shipper.clone(), device: 1, epoch: 1 };
    world.shipper_refused(&onto_another, refusal);
    world.by_shipper(&his);

    // Logs: he may send them, in their order; he cannot leave one out, nor spoil the message that comes later.
    world.log_an_hour(&mut sensor);
    world.chain.advance(3 * HOUR);
    let logs = sensor.hours(&world, 3);
    let gap = ContractError::GapIsItsOwners { device: 1, counter: 4, owner: shipper };
    world.refused(&stranger, &submit(&sensor, &logs[2]), gap);
    world.must(&stranger, &submit(&sensor, &logs[0]));
    world.by_shipper(&submit_all(&sensor, &logs));
    assert!(world.logs(1, 0)[1..].iter().all(|log| log.link == Link::Follows));
}

/// A device that is set far ahead, or whose counter is at its end, is not lost to its owner.
#[test]
fn no_log_keeps_a_device_from_going_on() {
    let (mut world, mut sensor) = World::with_sensor();
    world.chain.advance(HOUR);
    let mut log = sensor.log();
    log.counter = LAST_COUNTER;
    let last = sensor.sign(&world, log);
    world.by_shipper(&submit(&sensor, &last));
    world.rotate(&mut sensor, Signer::secp256r1("second"));
    world.log_an_hour(&mut sensor);
    world.chain.advance(HOUR);
    let mut log = sensor.log();
    log.to = at(world.chain.now() + 1);
    let ahead = sensor.sign(&world, log);
    let refusal = ContractError::WindowAhead { to: at(world.chain.now() + 1), now: world.now() };
    world.shipper_refused(&submit(&sensor, &ahead), refusal);
    let next = sensor.next(&world);
    world.by_shipper(&submit(&sensor, &next));
}

/// Two logs in one transaction, of which the second convicts: the first does not stay unmarked.
#[test]
fn a_log_and_its_contradiction_in_one_transaction() {
    let (mut world, mut sensor) = World::with_sensor();
    world.chain.advance(HOUR);
    let first = sensor.next(&world);
    let other = Log { root: merkle_root(&[vec![1]]), ..first.log.clone() };
    let second = sensor.sign(&world, other);
    let shipper = world.shipper.clone();
    let call = |msg: &ExecuteMsg| -> CosmosMsg {
        let msg = Binary::from(to_json_vec(msg).unwrap());
        WasmMsg::Execute { contract_addr: world.devices.to_string(), msg, funds: vec![] }.into()
    };
    let msgs = vec![call(&submit(&sensor, &first)), call(&convict(&sensor, &first, &second))];
    world.chain.execute_all(&shipper, msgs).unwrap();
    assert_eq!(world.published(1).unwrap().standing, DeviceStanding::Convicted { at: world.now() });
}

#[test]
fn bytes_that_are_no_key_are_refused() {
    let (mut world, _) = World::with_sensor();
    let shipper = world.shipper.clone();
    let registration = world.registration(&shipper, &Signer::secp256r1("new"));
    let json = String::from_utf8(to_json_vec(&registration).unwrap()).unwrap();
    let good = Signer::secp256r1("new").public_key();
    let key = format!("{{\"secp256r1\":\"{good}\"}}");
    assert!(json.contains(&key));
    let other = |scheme: &str, bytes: &[u8]| format!("{{\"{scheme}\":\"{}\"}}", Binary::from(bytes));
    let uncompressed = [&[4][..], &[7; 64]].concat();
    for odd in [
        other("secp256r1", &[]),
        other("secp256r1", &good[..32]),
        other("secp256r1", &[good.as_slice(), &[0]].concat()),
        other("secp256r1", &[&[2][..], &[0; 32]].concat()),
        other("secp256r1", &[0; 33]),
        other("secp256r1", &uncompressed),
        other("ed25519", &[0; 32]),
        other("ed25519", &good),
        other("ed25519", &[7; 31]),
        "{}".to_owned(),
        "{\"secp256r1\":\"not base64\"}".to_owned(),
    ] {
        let msg = json.replace(&key, &odd).into_bytes().into();
        let msg = WasmMsg::Execute { contract_addr: world.devices.to_string(), msg, funds: vec![] };
        let before = world.state();
        assert!(world.chain.execute_all(&shipper, vec![msg.into()]).is_err(), "{odd}");
        assert_eq!(world.state(), before);
    }
    world.by_shipper(&registration);
}

/// Fields that a wallet would not show, twice the same field, and numbers that are none.
#[test]
fn a_message_that_is_not_plain_is_refused() {
    let (mut world, mut sensor) = World::with_sensor();
    world.chain.advance(HOUR);
    let log = sensor.next(&world);
    let msg = submit(&sensor, &log);
    let json = String::from_utf8(to_json_vec(&msg).unwrap()).unwrap();
    let shipper = world.shipper.clone();
    for (old, new) in [
        ("\"device\":1", "\"device\":1,\"note\":2"),
        ("\"device\":1", "\"device\":2,\"device\":1"),
        ("\"counter\":1", "\"counter\":1,\"counter\":1"),
        ("\"counter\":1", "\"counter\":1.0"),
        ("\"counter\":1", "\"counter\":\"1\""),
        ("\"count\":60", "\"count\":65596"),
        ("\"count\":60,", ""),
        ("\"min\":-180", "\"min\":-4294967476"),
    ] {
        let odd = json.replacen(old, new, 1);
        assert_ne!(odd, json, "{old}");
        let msg = WasmMsg::Execute {
            contract_addr: world.devices.to_string(),
            msg: odd.clone().into_bytes().into(),
            funds: vec![],
        };
        assert!(world.chain.execute_all(&shipper, vec![msg.into()]).is_err(), "{odd}");
    }
    world.by_shipper(&msg);
}
