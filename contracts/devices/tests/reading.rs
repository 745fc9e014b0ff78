//! A reading is proven against the root that the device signed, and nothing else is.

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

use devices::domain::reading;
use proptest::prelude::*;
use support::*;
use testing::Signer;
use types::devices::*;
use types::digest::{merkle_root, Digest, MerkleProof};

fn claim(counter: u32, reading: &Reading, proof: &MerkleProof) -> QueryMsg {
    QueryMsg::ProveReading { device: 1, epoch: 0, counter, reading: reading.clone(), proof: proof.clone() }
}

fn flaw(world: &World, reading: &Reading, proof: &MerkleProof) -> Option<ReadingFlaw> {
    let answer: ReadingResponse = world.query(&claim(1, reading, proof));
    assert_eq!(answer.proven, answer.flaw.is_none());
    answer.flaw
}

fn logged() -> (World, Vec<Reading>) {
    let (mut world, mut sensor) = World::with_sensor();
    let readings = sensor.readings();
    world.log_an_hour(&mut sensor);
    (world, readings)
}

/// A log of these readings, whatever the device says of them.
fn logged_as(readings: &[Reading], change: impl FnOnce(&mut Log)) -> World {
    let (mut world, sensor) = World::with_sensor();
    world.chain.advance(HOUR);
    let count = u16::try_from(readings.len()).unwrap();
    let mut log = Log { count, root: merkle_root(&leaves(readings)), ..sensor.log() };
    change(&mut log);
    let signed = sensor.sign(&world, log);
    world.by_shipper(&submit(&sensor, &signed));
    world
}

#[test]
fn every_reading_of_an_hour_is_proven() {
    let (world, readings) = logged();
    for (index, reading) in (0..).zip(&readings) {
        let answer: ReadingResponse = world.query(&claim(1, reading, &proof(&readings, index)));
        let expected = ReadingResponse {
            proven: true,
            flaw: None,
            standing: DeviceStanding::Active {},
            accepted: Some(world.now()),
        };
        assert_eq!(answer, expected);
    }
}

#[test]
fn logs_of_any_length_prove_their_readings() {
    for count in [1, 2, 3, 5, 8, 60] {
        let start = World::with_sensor().0.chain.now();
        let readings = &readings(start)[..count];
        let world = logged_as(readings, |_| ());
        for (index, reading) in (0..).zip(readings) {
            assert_eq!(flaw(&world, reading, &proof(readings, index)), None, "{index} of {count}");
        }
    }
}

#[test]
fn another_reading_place_or_log_is_not() {
    let (mut world, readings) = logged();
    let good = proof(&readings, 7);
    let mut warmer = readings[7].clone();
    warmer.values[0] += 1;
    assert_eq!(flaw(&world, &warmer, &good), Some(ReadingFlaw::Root {}));
    assert_eq!(flaw(&world, &readings[8], &good), Some(ReadingFlaw::Root {}));
    assert_eq!(flaw(&world, &readings[7], &proof(&readings, 8)), Some(ReadingFlaw::Root {}));
    let elsewhere = MerkleProof { index: 6, ..good.clone() };
    assert_eq!(flaw(&world, &readings[7], &elsewhere), Some(ReadingFlaw::Root {}));
    let behind = MerkleProof { index: 60, ..good.clone() };
    assert_eq!(flaw(&world, &readings[7], &behind), Some(ReadingFlaw::Place { count: 60 }));

    let no_log = Some(ReadingFlaw::NoLog {});
    let answer: ReadingResponse = world.query(&claim(2, &readings[7], &good));
    assert_eq!((answer.proven, answer.flaw, answer.accepted), (false, no_log.clone(), None));
    let other_key = QueryMsg::ProveReading {
        device: 1,
        epoch: 1,
        counter: 1,
        reading: readings[7].clone(),
        proof: good.clone(),
    };
    assert_eq!(world.query::<ReadingResponse>(&other_key).flaw, no_log);
    let mut second = world.register(Signer::ed25519("second"));
    second.sleep(1);
    world.chain.advance(HOUR);
    world.log_an_hour(&mut second);
    let of_another =
        QueryMsg::ProveReading { device: 2, epoch: 0, counter: 1, reading: readings[7].clone(), proof: good };
    assert_eq!(world.query::<ReadingResponse>(&of_another).flaw, Some(ReadingFlaw::Root {}));
}

#[test]
fn a_proof_is_neither_cut_nor_drawn_out() {
    let (world, readings) = logged();
    // Of sixty leaves, number 7 has six siblings on its way.
    let good = proof(&readings, 7);
    for actual in [0, 1, 5] {
        let cut = MerkleProof { siblings: good.siblings[..actual].to_vec(), ..good.clone() };
        let actual = u32::try_from(actual).unwrap();
        assert_eq!(flaw(&world, &readings[7], &cut), Some(ReadingFlaw::Length { expected: 6, actual }));
    }
    let mut longer = good.clone();
    longer.siblings.push(Digest::of(b"more"));
    assert_eq!(flaw(&world, &readings[7], &longer), Some(ReadingFlaw::Length { expected: 6, actual: 7 }));
    longer.siblings = vec![Digest::of(b"more"); 33];
    let refused = world.unanswered(&claim(1, &readings[7], &longer));
    assert!(refused.contains("use at most 32"), "{refused}");
}

/// A node's two digests have 64 bytes. Values that are those bytes, in the right number, are still no reading: a leaf is
/// hashed after another byte than a node, and has as many values as the device has channels.
#[test]
fn a_node_is_no_leaf() {
    let start = World::with_sensor().0.chain.now();
    let four = &readings(start)[..4];
    let leaf = |reading: &Reading| merkle_root(&[reading.leaf()]);
    let node = [leaf(&four[0]).as_bytes().as_slice(), leaf(&four[1]).as_bytes()].concat();
    let upper = merkle_root(&leaves(&four[2..]));
    let mut time = [0; 8];
    time.copy_from_slice(&node[..8]);
    let values = |bytes: &[u8]| {
        bytes.chunks(4).map(|four| i32::from_be_bytes(four.try_into().unwrap())).collect::<Vec<_>>()
    };
    // What it would take: a reading whose bytes are the node's, at place 0 of two.
    let world = logged_as(four, |_| ());
    let short = MerkleProof { index: 0, siblings: vec![upper.clone()] };
    let as_reading = Reading { at: at(start), values: values(&node[8..]) };
    let counted = Some(ReadingFlaw::Values { expected: 2, actual: 14 });
    assert_eq!(flaw(&world, &as_reading, &short), counted);
    let two = Reading { at: at(start), values: values(&node[8..16]) };
    assert_eq!(flaw(&world, &two, &short), Some(ReadingFlaw::Length { expected: 2, actual: 1 }));
    // Even a device that signs half the count proves no node as a leaf.
    let world = logged_as(four, |log| log.count = 2);
    assert_eq!(flaw(&world, &two, &short), Some(ReadingFlaw::Root {}));
}

#[test]
fn a_reading_has_a_value_a_channel() {
    let (world, readings) = logged();
    for (values, actual) in [(vec![], 0), (vec![-180], 1), (vec![-180, 40, 1], 3)] {
        let reading = Reading { at: readings[0].at, values };
        let expected = Some(ReadingFlaw::Values { expected: 2, actual });
        assert_eq!(flaw(&world, &reading, &proof(&readings, 0)), expected);
    }
}

/// A device that signs of an hour what its readings do not bear out proves neither.
#[test]
fn a_reading_that_the_log_itself_contradicts_is_not_proven() {
    let start = World::with_sensor().0.chain.now();
    let readings = readings(start);
    let world = logged_as(&readings, |log| log.statistics[1] = Statistic { min: 40, max: 49, mean: 45 });
    let highest = readings.iter().position(|reading| reading.values[1] == 50).unwrap();
    let place = u32::try_from(highest).unwrap();
    assert_eq!(
        flaw(&world, &readings[highest], &proof(&readings, place)),
        Some(ReadingFlaw::Statistic { channel: 1 })
    );
    assert_eq!(flaw(&world, &readings[0], &proof(&readings, 0)), None);

    let mut late = readings.clone();
    late[59].at = at(start + HOUR);
    let world = logged_as(&late, |_| ());
    assert_eq!(
        flaw(&world, &late[59], &proof(&late, 59)),
        Some(ReadingFlaw::Window {}),
        "the end is not in it"
    );
    assert_eq!(flaw(&world, &late[0], &proof(&late, 0)), None);

    let mut early = readings.clone();
    early[0].at = at(start - 1);
    let world = logged_as(&early, |_| ());
    assert_eq!(flaw(&world, &early[0], &proof(&early, 0)), Some(ReadingFlaw::Window {}));
    assert_eq!(flaw(&world, &early[1], &proof(&early, 1)), None);
}

#[test]
fn a_rotated_or_revoked_device_s_readings_stay_proven() {
    let (mut world, mut sensor) = World::with_sensor();
    let old = sensor.readings();
    world.log_an_hour(&mut sensor);
    world.rotate(&mut sensor, Signer::ed25519("second"));
    assert_eq!(flaw(&world, &old[5], &proof(&old, 5)), None);
    world.by_shipper(&ExecuteMsg::Revoke { device: 1 });
    let answer: ReadingResponse = world.query(&claim(1, &old[5], &proof(&old, 5)));
    assert!(answer.proven);
    assert_eq!(answer.standing, DeviceStanding::Revoked { at: world.now() }, "and everybody sees it");
}

fn of_count(count: u16, readings: &[Reading]) -> Logged {
    Logged {
        from: readings[0].at,
        to: at(readings[0].at.seconds() + DAY),
        count,
        statistics: vec![Statistic { min: i32::MIN, max: i32::MAX, mean: 0 }; 2],
        root: merkle_root(&leaves(readings)),
        accepted: at(readings[0].at.seconds() + DAY),
        link: Link::Begins,
        missing: 0,
    }
}

proptest! {
    /// Whatever is changed of a claim, it is no longer proven; and nothing else is needed to prove it.
    #[test]
    fn exactly_the_readings_of_a_log_are_proven(
        count in 1..=200_u16,
        place in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        step in any::<prop::sample::Index>(),
        value in any::<i32>(),
    ) {
        let minute = |i: u16| {
            let swing = i32::from(i);
            Reading { at: at(testing::START + u64::from(i) * MINUTE), values: vec![swing % 7, swing] }
        };
        let readings: Vec<Reading> = (0..count).map(minute).collect();
        let log = of_count(count, &readings);
        let (index, other) = (place.index(readings.len()), other.index(readings.len()));
        let good = proof(&readings, u32::try_from(index).unwrap());
        let flaw = |reading: &Reading, proof: &MerkleProof| reading::flaw(reading, proof, &log);
        prop_assert_eq!(flaw(&readings[index], &good), None);

        prop_assert_eq!(flaw(&readings[other], &good).is_none(), other == index);
        let moved = MerkleProof { index: u32::try_from(other).unwrap(), ..good.clone() };
        prop_assert_eq!(flaw(&readings[index], &moved).is_none(), other == index);
        let mut changed = readings[index].clone();
        changed.values[1] = value;
        prop_assert_eq!(flaw(&changed, &good).is_none(), value == readings[index].values[1]);
        let mut later = readings[index].clone();
        later.at = at(later.at.seconds() + 1);
        prop_assert_eq!(flaw(&later, &good), Some(ReadingFlaw::Root {}));
        if !good.siblings.is_empty() {
            let step = step.index(good.siblings.len());
            let mut bent = good.clone();
            bent.siblings[step] = Digest::of(b"bent");
            prop_assert_eq!(flaw(&readings[index], &bent), Some(ReadingFlaw::Root {}));
            let mut cut = good.clone();
            cut.siblings.remove(step);
            prop_assert!(flaw(&readings[index], &cut).is_some());
        }
    }
}
