//! Two logs under one counter end a device, and nothing else does.

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

use devices::events::Convicted;
use devices::ContractError;
use support::*;
use testing::{events, Signer};
use types::devices::*;
use types::digest::Digest;

/// Another log of the same counter, signed.
fn other(world: &World, sensor: &Sensor, first: &SignedLog) -> SignedLog {
    sensor.sign(world, Log { root: Digest::of(b"kept cold"), ..first.log.clone() })
}

#[test]
fn two_logs_under_one_counter_end_the_device() {
    for signer in [Signer::secp256r1("a"), Signer::ed25519("a")] {
        let mut world = World::new();
        let mut sensor = world.register(signer);
        let (stranger, shipper, buyer) = (world.stranger.clone(), world.shipper.clone(), world.buyer.clone());
        let first = world.log_an_hour(&mut sensor);
        let second = other(&world, &sensor, &first);
        world.by_shipper(&ExecuteMsg::Offer { device: 1, to: Some(buyer.to_string()) });
        let response = world.must(&stranger, &convict(&sensor, &first, &second));

        let event = Convicted::try_from(events(&response, Convicted::TYPE)[0]).unwrap();
        let of_epoch = world.registry().epoch_digest(1, 0, &channels());
        let expected = Convicted {
            device: 1,
            epoch: 0,
            counter: 1,
            owner: shipper,
            by: stranger.clone(),
            first: log_digest(&of_epoch, &first.log),
            first_signature: first.signature.clone(),
            second: log_digest(&of_epoch, &second.log),
            second_signature: second.signature.clone(),
        };
        assert_eq!(event, expected);
        let at = world.now();
        let standing = DeviceStanding::Convicted { at };
        assert_eq!((world.device(1).standing, world.latest(1).standing), (standing, standing));
        assert_eq!(world.published(1).unwrap().standing, standing);
        assert_eq!(world.device(1).offered_to, None);

        world.chain.advance(HOUR);
        let (next, rotation) = (sensor.next(&world), world.rotation(&sensor, &Signer::ed25519("second")));
        for msg in [
            submit(&sensor, &next),
            rotation,
            ExecuteMsg::Revoke { device: 1 },
            convict(&sensor, &first, &second),
        ] {
            world.shipper_refused(&msg, ContractError::Convicted { device: 1, at });
        }
    }
}

/// Neither log need be on the chain.
#[test]
fn logs_that_never_came_convict_too() {
    let (mut world, sensor) = World::with_sensor();
    let stranger = world.stranger.clone();
    let first = sensor.sign(&world, sensor.log());
    let second = other(&world, &sensor, &first);
    world.must(&stranger, &convict(&sensor, &second, &first));
    assert_eq!(world.published(1), None);
}

#[test]
fn any_difference_is_enough() {
    let changes: [fn(&mut Log); 6] = [
        |log| log.to = at(log.to.seconds() + 1),
        |log| log.from = at(log.from.seconds() + 1),
        |log| log.count = 59,
        |log| log.statistics[0].mean = -178,
        |log| log.previous = Some(Digest::of(b"before")),
        // Whatever a device signs, it signs it once a counter, an impossible log too.
        |log| log.statistics.clear(),
    ];
    for change in changes {
        let (mut world, sensor) = World::with_sensor();
        let mut log = sensor.log();
        let first = sensor.sign(&world, log.clone());
        change(&mut log);
        let second = sensor.sign(&world, log);
        world.by_shipper(&convict(&sensor, &first, &second));
    }
}

/// Both verifiers of ECDSA take r, n - s for r, s; and a signer without fixed nonces makes another signature each time.
#[test]
fn a_second_signature_of_the_same_log_is_none() {
    let (mut world, mut sensor) = World::with_sensor();
    let stranger = world.stranger.clone();
    let first = world.log_an_hour(&mut sensor);
    let twin = SignedLog { signature: sensor.signer.high_s_twin(&first.signature), ..first.clone() };
    assert_ne!(twin.signature, first.signature);
    world.refused(&stranger, &convict(&sensor, &first, &twin), ContractError::SameLog { counter: 1 });
    world.refused(&stranger, &convict(&sensor, &first, &first), ContractError::SameLog { counter: 1 });
    // The twin is no second log either.
    world.refused(&stranger, &submit(&sensor, &twin), ContractError::NothingNew);
    // A twin that comes first is the log.
    world.chain.advance(HOUR);
    let second = sensor.next(&world);
    let twin = SignedLog { signature: sensor.signer.high_s_twin(&second.signature), ..second.clone() };
    world.must(&stranger, &submit(&sensor, &twin));
    world.refused(&stranger, &submit(&sensor, &second), ContractError::NothingNew);
}

#[test]
fn both_logs_are_signed_by_that_key_for_that_device() {
    let (mut world, mut sensor) = World::with_sensor();
    let stranger = world.stranger.clone();
    let first = world.log_an_hour(&mut sensor);
    let second = other(&world, &sensor, &first);
    let bad = |counter| ContractError::BadSignature { device: 1, epoch: 0, counter };

    let forged = SignedLog { signature: first.signature.clone(), ..second.clone() };
    world.refused(&stranger, &convict(&sensor, &first, &forged), bad(1));
    world.refused(&stranger, &convict(&sensor, &forged, &first), bad(1));
    let other_device = sensor.sign_as(world.registry(), 2, 0, second.log.clone());
    world.refused(&stranger, &convict(&sensor, &first, &other_device), bad(1));
    let other_epoch = sensor.sign_as(world.registry(), 1, 1, second.log.clone());
    world.refused(&stranger, &convict(&sensor, &first, &other_epoch), bad(1));
    let elsewhere = Registry { chain_id: "neutron-1", ..world.registry() };
    let other_chain = sensor.sign_as(elsewhere, 1, 0, second.log.clone());
    world.refused(&stranger, &convict(&sensor, &first, &other_chain), bad(1));
    let elsewhere = Registry { contract: world.owner.as_str(), ..world.registry() };
    let other_contract = sensor.sign_as(elsewhere, 1, 0, second.log.clone());
    world.refused(&stranger, &convict(&sensor, &first, &other_contract), bad(1));

    let later = sensor.sign(&world, sensor.log());
    let counters = ContractError::OtherCounters { first: 1, second: 2 };
    world.refused(&stranger, &convict(&sensor, &first, &later), counters);
    let (first, second) = (first.clone(), second.clone());
    let of_no_key = ExecuteMsg::Convict { device: 1, epoch: 1, first, second };
    world.refused(&stranger, &of_no_key, ContractError::UnknownEpoch { device: 1, epoch: 1 });
}

/// Two keys of one device count apart.
#[test]
fn the_same_counter_of_two_keys_is_no_evidence() {
    let (mut world, mut sensor) = World::with_sensor();
    let stranger = world.stranger.clone();
    let first = world.log_an_hour(&mut sensor);
    world.rotate(&mut sensor, Signer::ed25519("second"));
    let second = world.log_an_hour(&mut sensor);
    assert_eq!(first.log.counter, second.log.counter);
    for epoch in [0, 1] {
        let (first, second) = (first.clone(), second.clone());
        let msg = ExecuteMsg::Convict { device: 1, epoch, first, second };
        let bad = ContractError::BadSignature { device: 1, epoch, counter: 1 };
        world.refused(&stranger, &msg, bad);
    }
}

/// Who has signed two logs does not get away by a new key, by ending the device himself, or by selling it.
#[test]
fn neither_rotation_nor_revocation_nor_sale_undoes_it() {
    let ends: [fn(&mut World, &mut Sensor); 3] = [
        |world, sensor| drop(world.rotate(sensor, Signer::ed25519("second"))),
        |world, _| drop(world.by_shipper(&ExecuteMsg::Revoke { device: 1 })),
        |world, _| {
            let buyer = world.buyer.clone();
            world.by_shipper(&ExecuteMsg::Offer { device: 1, to: Some(buyer.to_string()) });
            world.must(&buyer, &ExecuteMsg::Accept { device: 1, epoch: 0 });
        },
    ];
    for end in ends {
        let (mut world, mut sensor) = World::with_sensor();
        let stranger = world.stranger.clone();
        let first = world.log_an_hour(&mut sensor);
        let second = other(&world, &sensor, &first);
        end(&mut world, &mut sensor);
        let msg = ExecuteMsg::Convict { device: 1, epoch: 0, first, second };
        world.must(&stranger, &msg);
        assert_eq!(world.device(1).standing, DeviceStanding::Convicted { at: world.now() });
    }
}
