//! What devices sign and what peers read, against bytes made without this code.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use cosmwasm_std::{from_json, to_json_string};
use numeric::UnixTime;
use types::devices::{
    log_digest, Channel, DeviceStanding, Link, Log, Logged, PublishedLog, Quantity, Reading, Registry,
    Statistic,
};
use types::digest::Digest;
use types::unit::Unit;

const HERE: Registry = Registry { chain_id: "neutron-1", contract: "devices" };

fn at(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

fn channels() -> Vec<Channel> {
    vec![
        Channel { quantity: Quantity::Temperature, unit: Unit::DegreeCelsius, decimals: 1 },
        Channel { quantity: Quantity::RelativeHumidity, unit: Unit::Percent, decimals: 0 },
    ]
}

fn log() -> Log {
    Log {
        counter: 258,
        from: at(1_357_034_400),
        to: at(1_357_038_000),
        count: 60,
        statistics: vec![
            Statistic { min: -181, max: -172, mean: -176 },
            Statistic { min: 40, max: 55, mean: 48 },
        ],
        root: Digest::of(b"root"),
        previous: Some(Digest::of(b"previous")),
    }
}

/// Of Python's hashlib, with
///
/// ```python
/// from hashlib import sha256
/// def chain(prev, parts):
///     h = sha256(prev)
///     for p in parts: h.update(len(p).to_bytes(8, "big")); h.update(p)
///     return h.digest()
/// u32, u64 = lambda n: n.to_bytes(4, "big"), lambda n: n.to_bytes(8, "big")
/// i32 = lambda n: n.to_bytes(4, "big", signed=True)
/// here, key = [b"neutron-1", b"devices"], b"e" + bytes(range(32))
/// domain = lambda name: sha256(b"portolan/devices/" + name + b"/1").digest()
/// epoch = chain(domain(b"log"), here + [u32(7), u32(1), b"temperature:CEL:1,relative_humidity:P1:0"])
/// statistics = b"".join(i32(n) for n in (-181, -172, -176, 40, 55, 48))
/// log = lambda previous: chain(epoch, [u32(258), u64(1357034400), u64(1357038000), (60).to_bytes(2, "big"), statistics,
///                                      sha256(b"root").digest(), previous])
/// epoch.hex(), log(sha256(b"previous").digest()).hex(), log(b"").hex()
/// chain(domain(b"possession"), here + [b"owner", u32(7), u32(1), key]).hex()
/// chain(domain(b"succession"), here + [u32(7), u32(1), key]).hex()
/// ```
const GOLDEN: [&str; 5] = [
    "0c4db96e10a589f7e7335e4b1cf62c4fcf0e7d28db89823d3ac651f3075c413b",
    "9f6cad0d9a4233537b75f3d0f9ffd480e367dd7eb56751a20ff96dd3ff827f6c",
    "e26cd6061da455d6b9929ab394d6d71cbdc8063367aeaca0cbecb7266b1d2972",
    "c2e42f35464230a23c29a8b81cc4509846a96c4ecd8cd11a869cb22a9725e510",
    "4565f0c4e4783232fe566fc77fc5f06f90ed935d8a1dff7a6eda8c0b64181925",
];

#[test]
fn digests_are_those_of_the_specification() {
    let key: Vec<u8> = [b'e'].into_iter().chain(0..32).collect();
    let epoch = HERE.epoch_digest(7, 1, &channels());
    let found = [
        epoch.clone(),
        log_digest(&epoch, &log()),
        log_digest(&epoch, &Log { previous: None, ..log() }),
        HERE.possession_digest("owner", 7, 1, &key),
        HERE.succession_digest(7, 1, &key),
    ];
    assert_eq!(found.map(|digest| digest.to_string()), GOLDEN);
}

fn all_different(digests: &[Digest]) {
    for (i, a) in digests.iter().enumerate() {
        assert!(digests.iter().skip(i + 1).all(|b| a != b), "number {i}");
    }
}

/// Every part counts, and none runs into the next.
#[test]
fn no_two_keys_or_logs_have_one_digest() {
    let key = [b'e'; 33];
    let measured = channels();
    let other = |chain_id, contract| Registry { chain_id, contract };
    let in_fahrenheit = Channel { unit: Unit::DegreeFahrenheit, ..measured[0] };
    let finer = Channel { decimals: 2, ..measured[0] };
    all_different(&[
        HERE.epoch_digest(7, 1, &measured),
        other("neutron-2", "devices").epoch_digest(7, 1, &measured),
        other("neutron-1d", "evices").epoch_digest(7, 1, &measured),
        HERE.epoch_digest(8, 1, &measured),
        HERE.epoch_digest(7, 2, &measured),
        HERE.epoch_digest(7, 1, &measured[..1]),
        HERE.epoch_digest(7, 1, &[in_fahrenheit, measured[1]]),
        HERE.epoch_digest(7, 1, &[finer, measured[1]]),
        HERE.epoch_digest(7, 1, &[measured[1], measured[0]]),
        HERE.possession_digest("owner", 7, 1, &key),
        HERE.possession_digest("thief", 7, 1, &key),
        HERE.possession_digest("owner", 8, 1, &key),
        HERE.possession_digest("owner", 7, 2, &key),
        HERE.possession_digest("owner", 7, 1, &[b'r'; 33]),
        HERE.succession_digest(7, 1, &key),
        HERE.succession_digest(8, 1, &key),
        HERE.succession_digest(7, 2, &key),
        HERE.succession_digest(7, 1, &[b'r'; 33]),
    ]);
    let epoch = HERE.epoch_digest(7, 1, &measured);
    let with = |change: fn(&mut Log)| {
        let mut changed = log();
        change(&mut changed);
        log_digest(&epoch, &changed)
    };
    all_different(&[
        with(|_| ()),
        with(|log| log.counter = 259),
        with(|log| log.from = at(1_357_034_401)),
        with(|log| log.to = at(1_357_038_001)),
        with(|log| log.count = 61),
        with(|log| log.statistics[0].min = -182),
        with(|log| log.statistics[0].max = -171),
        with(|log| log.statistics[1].mean = 49),
        with(|log| log.statistics.swap(0, 1)),
        with(|log| log.statistics.truncate(1)),
        with(|log| log.root = Digest::of(b"other")),
        with(|log| log.previous = None),
        with(|log| log.previous = Some(Digest::of(b"other"))),
    ]);
}

#[test]
fn a_leaf_is_the_time_and_the_values() {
    let reading = Reading { at: at(1_357_034_460), values: vec![-181, 48] };
    let leaf = [0, 0, 0, 0, 0x50, 0xe2, 0xb3, 0xdc, 0xff, 0xff, 0xff, 0x4b, 0, 0, 0, 0x30];
    assert_eq!(reading.leaf(), leaf);
}

/// The bytes as they stand on the chain: a number in 7 bits a byte, the lowest first; a signed one folded (0, -1, 1, -2).
#[test]
fn the_published_record_stays() {
    let published = PublishedLog {
        standing: DeviceStanding::Revoked { at: at(1_357_045_200) },
        epoch: 1,
        counter: 258,
        log: Logged {
            from: log().from,
            to: log().to,
            count: 60,
            statistics: log().statistics,
            root: "ab".repeat(32).parse().unwrap(),
            accepted: at(1_357_038_010),
            link: Link::Gap,
            missing: 3,
        },
    };
    let hex = "0101d0bb8b8705018202a0e78a8705b0838b87053c02e902d702df02506e60\
               abababababababababababababababababababababababababababababababab\
               ba838b87050203";
    let record: Vec<u8> =
        (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect();
    assert_eq!(PublishedLog::key(0x0102_0304), [b'H', 1, 2, 3, 4]);
    assert_eq!(PublishedLog::of(&record), Some(published));
    for length in 0..record.len() {
        assert_eq!(PublishedLog::of(&record[..length]), None, "{length} bytes");
    }
    assert_eq!(PublishedLog::of(&[record.clone(), vec![0]].concat()), None);
    assert_eq!(PublishedLog::of(&[&[2], &record[1..]].concat()), None, "another version");
}

#[test]
fn a_log_in_json_is_a_log() {
    let json = to_json_string(&log()).unwrap();
    assert_eq!(from_json::<Log>(&json).unwrap(), log());
    for refused in [
        json.replace("\"counter\":258", "\"counter\":-1"),
        json.replace("\"count\":60", "\"count\":65536"),
        json.replace("-181", "-2147483649"),
        json.replace("-181", "-18.1"),
        json.replace("\"from\":1357034400", "\"from\":1357034400000"),
        json.replace(&Digest::of(b"root").to_string(), &"0".repeat(64)),
    ] {
        assert_ne!(refused, json);
        assert!(from_json::<Log>(&refused).is_err(), "{refused}");
    }
}

#[test]
fn every_quantity_has_a_unit() {
    for quantity in Quantity::all() {
        assert!(!quantity.units().is_empty(), "{quantity}");
    }
}
