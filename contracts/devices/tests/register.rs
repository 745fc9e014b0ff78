//! Devices: what is one, with which key, and whose.

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

use cosmwasm_std::Binary;
use devices::events::{Offered, Registered, Revoked, Rotated, Transferred};
use devices::ContractError;
use guard::GuardError;
use support::*;
use testing::{events, Signer};
use types::devices::*;
use types::oracle::PublicKey;
use types::unit::Unit;

fn changed(msg: ExecuteMsg, change: impl FnOnce(&mut Vec<Channel>)) -> ExecuteMsg {
    match msg {
        ExecuteMsg::Register { class, mut channels, key, possession } => {
            change(&mut channels);
            ExecuteMsg::Register { class, channels, key, possession }
        }
        other => other,
    }
}

#[test]
fn devices_of_both_schemes_are_registered_under_the_next_number() {
    let mut world = World::new();
    let shipper = world.shipper.clone();
    for (number, signer) in [(1, Signer::secp256r1("a")), (2, Signer::ed25519("a"))] {
        let response = world.must(&shipper, &world.registration(&shipper, &signer));
        let event = Registered::try_from(events(&response, Registered::TYPE)[0]).unwrap();
        assert_eq!(event, Registered { device: number, owner: shipper.clone(), class: DeviceClass::Reefer });
        let expected = DeviceResponse {
            device: number,
            owner: shipper.to_string(),
            offered_to: None,
            class: DeviceClass::Reefer,
            channels: channels(),
            standing: DeviceStanding::Active {},
            epoch: 0,
            key: public_key(&signer),
            since: world.now(),
            succeeds: false,
            counters_left: 2_097_151,
        };
        assert_eq!(world.device(number), expected);
        assert_eq!(
            world.latest(number),
            LatestResponse { standing: expected.standing, log: None, age: None }
        );
        assert_eq!(world.published(number), None);
    }
    assert!(world.unanswered(&QueryMsg::Device { device: 3 }).contains("device 3 does not exist"));
}

#[test]
fn an_account_s_devices_are_listed_by_page() {
    let mut world = World::new();
    for n in 0..12 {
        world.register(Signer::ed25519(&format!("{n}")));
    }
    let (stranger, signer) = (world.stranger.clone(), Signer::ed25519("stranger"));
    world.must(&stranger, &world.registration(&stranger, &signer));
    let numbers = |owner: &cosmwasm_std::Addr, start_after, limit| {
        let listed: Vec<DeviceResponse> =
            world.query(&QueryMsg::Devices { owner: owner.to_string(), start_after, limit });
        listed.into_iter().map(|device| device.device).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&world.shipper, None, None), (1..=10).collect::<Vec<u32>>());
    assert_eq!(numbers(&world.shipper, Some(10), Some(99)), [11, 12]);
    assert_eq!(numbers(&stranger, None, None), [13]);
    assert_eq!(numbers(&world.buyer, None, None), Vec::<u32>::new());
}

#[test]
fn what_a_device_measures_is_checked() {
    let mut world = World::new();
    let shipper = world.shipper.clone();
    let msg = || world.registration(&shipper, &Signer::ed25519("a"));
    let (none, nine, wrong, fine) = (
        changed(msg(), Vec::clear),
        changed(msg(), |channels| *channels = vec![channels[0]; 9]),
        changed(msg(), |channels| channels[1].unit = Unit::DegreeCelsius),
        changed(msg(), |channels| channels[0].decimals = 7),
    );
    let most = changed(msg(), |channels| {
        *channels = vec![Channel { decimals: 6, ..channels[0] }; 8];
    });
    world.shipper_refused(&none, ContractError::ChannelCount { max: 8, actual: 0 });
    world.shipper_refused(&nine, ContractError::ChannelCount { max: 8, actual: 9 });
    let unit = ContractError::ChannelUnit { quantity: Quantity::RelativeHumidity, unit: Unit::DegreeCelsius };
    world.shipper_refused(&wrong, unit);
    world.shipper_refused(&fine, ContractError::ChannelDecimals { max: 6, actual: 7 });
    world.by_shipper(&most);
}

#[test]
fn a_key_of_accounts_is_no_device_s() {
    let mut world = World::new();
    let shipper = world.shipper.clone();
    let msg = world.registration(&shipper, &Signer::secp256k1("a"));
    world.shipper_refused(&msg, ContractError::NotADeviceKey { scheme: "secp256k1" });
}

#[test]
fn a_key_serves_one_device_once() {
    let (mut world, mut sensor) = World::with_sensor();
    let (shipper, stranger) = (world.shipper.clone(), world.stranger.clone());
    let first = Signer::secp256r1("reefer");
    let taken = || ContractError::KeyTaken { device: 1 };
    let again = world.registration(&shipper, &first);
    world.shipper_refused(&again, taken());
    let by_another = world.registration(&stranger, &first);
    world.refused(&stranger, &by_another, taken());

    // Not even the same device has it again, nor a new one after this one's end.
    world.rotate(&mut sensor, Signer::ed25519("second"));
    let back = world.rotation(&sensor, &first);
    world.shipper_refused(&back, taken());
    let rotated_to = world.registration(&stranger, &Signer::ed25519("second"));
    world.refused(&stranger, &rotated_to, taken());
    world.by_shipper(&ExecuteMsg::Revoke { device: 1 });
    world.shipper_refused(&again, taken());
}

#[test]
fn a_key_signs_for_its_owner_and_its_place() {
    let (mut world, _) = World::with_sensor();
    let (shipper, stranger) = (world.shipper.clone(), world.stranger.clone());
    let signer = Signer::ed25519("new");
    // Whoever sees a registration before it is in a block cannot make it his own.
    let seen = world.registration(&shipper, &signer);
    let not_his = ContractError::NotPossessed { owner: stranger.clone(), device: 0, epoch: 0 };
    world.refused(&stranger, &seen, not_his);

    let rotate = |possession: Binary| ExecuteMsg::Rotate {
        device: 1,
        key: public_key(&signer),
        possession,
        succession: None,
    };
    let unfit = [
        world.possession(&shipper, 0, 0, &signer),
        world.possession(&shipper, 1, 0, &signer),
        world.possession(&shipper, 1, 2, &signer),
        world.possession(&shipper, 2, 1, &signer),
        world.possession(&stranger, 1, 1, &signer),
        world.possession(&shipper, 1, 1, &Signer::ed25519("other")),
        Binary::default(),
    ];
    for possession in unfit {
        let refusal = ContractError::NotPossessed { owner: shipper.clone(), device: 1, epoch: 1 };
        world.shipper_refused(&rotate(possession), refusal);
    }
    let possession = world.possession(&shipper, 1, 1, &signer);
    world.by_shipper(&rotate(possession));
    world.must(&shipper, &world.registration(&shipper, &Signer::ed25519("another")));
}

#[test]
fn a_rotation_begins_an_epoch_and_keeps_the_old_key() {
    let (mut world, mut sensor) = World::with_sensor();
    let registered = world.now();
    world.log_an_hour(&mut sensor);
    assert_eq!(world.device(1).counters_left, 2_097_150);
    let response = world.rotate(&mut sensor, Signer::ed25519("second"));
    let event = Rotated::try_from(events(&response, Rotated::TYPE)[0]).unwrap();
    assert_eq!(event, Rotated { device: 1, epoch: 1, succeeds: true });

    let device = world.device(1);
    assert_eq!((device.epoch, device.succeeds, device.since), (1, true, world.now()));
    assert_eq!(device.key, public_key(&sensor.signer));
    assert_eq!(device.counters_left, 2_097_151, "the counter begins anew");
    let former: Vec<FormerKeyResponse> =
        world.query(&QueryMsg::FormerKeys { device: 1, start_after: None, limit: None });
    let expected = FormerKeyResponse {
        epoch: 0,
        key: public_key(&Signer::secp256r1("reefer")),
        since: registered,
        until: world.now(),
        succeeds: false,
    };
    assert_eq!(former, [expected]);
}

#[test]
fn the_old_key_s_word_is_optional_and_must_be_true() {
    let (mut world, sensor) = World::with_sensor();
    let next = Signer::ed25519("second");
    let ExecuteMsg::Rotate { device, key, possession, succession } = world.rotation(&sensor, &next) else {
        panic!("a rotation")
    };
    let with = |succession| ExecuteMsg::Rotate {
        device,
        key: key.clone(),
        possession: possession.clone(),
        succession,
    };
    for no_word in [possession.clone(), Binary::default()] {
        world.shipper_refused(&with(Some(no_word)), ContractError::NotSucceeded { device: 1, epoch: 1 });
    }
    let of_another = Signer::secp256r1("other").sign(&[7; 32]);
    world.shipper_refused(&with(Some(of_another)), ContractError::NotSucceeded { device: 1, epoch: 1 });
    assert!(succession.is_some());
    world.by_shipper(&with(None));
    assert!(!world.device(1).succeeds, "the device may have been swapped, and everybody sees it");
}

#[test]
fn what_is_revoked_has_ended() {
    let (mut world, mut sensor) = World::with_sensor();
    world.log_an_hour(&mut sensor);
    let response = world.by_shipper(&ExecuteMsg::Revoke { device: 1 });
    assert_eq!(Revoked::try_from(events(&response, Revoked::TYPE)[0]), Ok(Revoked { device: 1 }));
    let at = world.now();
    assert_eq!(world.device(1).standing, DeviceStanding::Revoked { at });
    assert_eq!(world.latest(1).standing, DeviceStanding::Revoked { at });
    assert_eq!(world.published(1).unwrap().standing, DeviceStanding::Revoked { at });
    world.chain.advance(HOUR);
    let log = sensor.next(&world);
    let rotation = world.rotation(&sensor, &Signer::ed25519("second"));
    let buyer = world.buyer.to_string();
    for msg in [
        submit(&sensor, &log),
        rotation,
        ExecuteMsg::Revoke { device: 1 },
        ExecuteMsg::Offer { device: 1, to: Some(buyer) },
    ] {
        world.shipper_refused(&msg, ContractError::Revoked { device: 1, at });
    }
    assert_eq!(world.logs(1, 0).len(), 1, "what it said stays");
}

#[test]
fn a_device_is_handed_over_in_two_steps() {
    let (mut world, sensor) = World::with_sensor();
    let (shipper, buyer, stranger) = (world.shipper.clone(), world.buyer.clone(), world.stranger.clone());
    let offer =
        |to: Option<&cosmwasm_std::Addr>| ExecuteMsg::Offer { device: 1, to: to.map(ToString::to_string) };
    let accept = |epoch| ExecuteMsg::Accept { device: 1, epoch };
    let not_offered = |sender| ContractError::NotOffered { device: 1, sender };
    world.refused(&buyer, &accept(0), not_offered(buyer.clone()));

    let response = world.by_shipper(&offer(Some(&buyer)));
    let event = Offered::try_from(events(&response, Offered::TYPE)[0]).unwrap();
    assert_eq!(event, Offered { device: 1, to: Some(buyer.clone()) });
    assert_eq!(world.device(1).offered_to, Some(buyer.to_string()));
    assert_eq!(world.device(1).owner, shipper.as_str());
    world.refused(&stranger, &accept(0), not_offered(stranger.clone()));
    world.by_shipper(&offer(None));
    world.refused(&buyer, &accept(0), not_offered(buyer.clone()));

    // The key that was looked at is the key that comes.
    world.by_shipper(&offer(Some(&buyer)));
    let rotation = world.rotation(&sensor, &Signer::ed25519("second"));
    world.by_shipper(&rotation);
    world.refused(&buyer, &accept(0), ContractError::OtherEpoch { device: 1, expected: 0, actual: 1 });
    let response = world.must(&buyer, &accept(1));
    let event = Transferred::try_from(events(&response, Transferred::TYPE)[0]).unwrap();
    assert_eq!(event, Transferred { device: 1, from: shipper.clone(), to: buyer.clone() });
    let device = world.device(1);
    assert_eq!((device.owner, device.offered_to), (buyer.to_string(), None));
    let of = |owner: &cosmwasm_std::Addr| {
        let owner = owner.to_string();
        world.query::<Vec<DeviceResponse>>(&QueryMsg::Devices { owner, start_after: None, limit: None }).len()
    };
    assert_eq!((of(&shipper), of(&buyer)), (0, 1));

    let revoke = ExecuteMsg::Revoke { device: 1 };
    let not_his = ContractError::NotItsOwner { device: 1, owner: buyer.clone(), sender: shipper };
    world.shipper_refused(&revoke, not_his);
    world.refused(&buyer, &accept(1), not_offered(buyer.clone()));
    world.must(&buyer, &revoke);
}

#[test]
fn an_offer_ends_with_the_device() {
    let (mut world, _) = World::with_sensor();
    let buyer = world.buyer.clone();
    world.by_shipper(&ExecuteMsg::Offer { device: 1, to: Some(buyer.to_string()) });
    world.by_shipper(&ExecuteMsg::Revoke { device: 1 });
    assert_eq!(world.device(1).offered_to, None);
    let not_offered = ContractError::NotOffered { device: 1, sender: buyer.clone() };
    world.refused(&buyer, &ExecuteMsg::Accept { device: 1, epoch: 0 }, not_offered);
}

#[test]
fn a_pause_stops_new_devices_only() {
    let (mut world, mut sensor) = World::with_sensor();
    let (shipper, guardian, owner) = (world.shipper.clone(), world.guardian.clone(), world.owner.clone());
    world.must(&guardian, &ExecuteMsg::Pause {});
    let registration = world.registration(&shipper, &Signer::ed25519("new"));
    world.shipper_refused(&registration, GuardError::Paused);
    world.log_an_hour(&mut sensor);
    world.rotate(&mut sensor, Signer::ed25519("second"));
    world.by_shipper(&ExecuteMsg::Revoke { device: 1 });
    world.must(&owner, &ExecuteMsg::Unpause {});
    world.by_shipper(&registration);
}

/// Encodings of the points of small order of edwards25519, from Chalkias, Garillot and Nikolaenko, "Taming the many
/// EdDSAs" (2020), and points that are on no curve.
#[test]
fn a_key_that_anyone_or_nobody_can_sign_for_is_refused() {
    let mut world = World::new();
    let with = |key| ExecuteMsg::Register {
        class: DeviceClass::Logger,
        channels: channels(),
        key,
        possession: [&[1][..], &[0; 63]].concat().into(),
    };
    let small_order = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    let byte = |hex: &str, i: usize| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap();
    for hex in small_order {
        let key: Vec<u8> = (0..32).map(|i| byte(hex, i)).collect();
        let msg = with(PublicKey::Ed25519(key.into()));
        world.shipper_refused(&msg, ContractError::UnusableKey { scheme: "ed25519" });
    }
    let beyond_the_field = [&[2][..], &[0xff; 32]].concat();
    let msg = with(PublicKey::Secp256r1(beyond_the_field.into()));
    world.shipper_refused(&msg, ContractError::UnusableKey { scheme: "secp256r1" });
}
