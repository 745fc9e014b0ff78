//! A device: it measures each minute and signs each hour.

use testing::Signer;
use types::devices::*;
use types::digest::{merkle_root, Digest, MerkleProof};

use super::{at, channels, World, HOUR, MINUTE};

pub struct Sensor {
    pub device: u32,
    pub epoch: u32,
    pub signer: Signer,
    /// Of the last log that it signed.
    pub counter: u32,
    /// The root of the last log that it signed.
    pub previous: Option<Digest>,
    /// Until when it has logged.
    pub until: u64,
}

impl Sensor {
    pub fn new(device: u32, signer: Signer, since: u64) -> Self {
        Self { device, epoch: 0, signer, counter: 0, previous: None, until: since }
    }

    /// The readings of the hour that it logs next.
    pub fn readings(&self) -> Vec<Reading> {
        readings(self.until)
    }

    /// The log that it would sign next.
    pub fn log(&self) -> Log {
        let readings = self.readings();
        Log {
            counter: self.counter + 1,
            from: at(self.until),
            to: at(self.until + HOUR),
            count: 60,
            statistics: (0..channels().len()).map(|channel| statistic(&readings, channel)).collect(),
            root: merkle_root(&leaves(&readings)),
            previous: self.previous.clone(),
        }
    }

    /// Signs a log, whatever it says.
    pub fn sign(&self, world: &World, log: Log) -> SignedLog {
        self.sign_as(world.registry(), self.device, self.epoch, log)
    }

    /// The same for another chain, contract, device or key.
    pub fn sign_as(&self, registry: Registry, device: u32, epoch: u32, log: Log) -> SignedLog {
        let of_epoch = registry.epoch_digest(device, epoch, &channels());
        let signature = self.signer.sign(log_digest(&of_epoch, &log).as_bytes());
        SignedLog { log, signature }
    }

    /// Signs the log of the next hour.
    pub fn next(&mut self, world: &World) -> SignedLog {
        let signed = self.sign(world, self.log());
        self.counter = signed.log.counter;
        self.previous = Some(signed.log.root.clone());
        self.until = signed.log.to.seconds();
        signed
    }

    /// The logs of the next hours.
    pub fn hours(&mut self, world: &World, hours: usize) -> Vec<SignedLog> {
        (0..hours).map(|_| self.next(world)).collect()
    }

    /// Hours pass of which it keeps no log.
    pub fn sleep(&mut self, hours: u64) {
        self.until += hours * HOUR;
    }
}

/// Sixty readings, the first at `from`; each differs.
pub fn readings(from: u64) -> Vec<Reading> {
    let minute = |i: u32| {
        let time = from + u64::from(i) * MINUTE;
        let swing = i32::try_from(i).unwrap();
        Reading { at: at(time), values: vec![-180 + swing % 7, 40 + swing % 11] }
    };
    (0..60).map(minute).collect()
}

pub fn leaves(readings: &[Reading]) -> Vec<Vec<u8>> {
    readings.iter().map(Reading::leaf).collect()
}

pub fn proof(readings: &[Reading], index: u32) -> MerkleProof {
    MerkleProof::of(&leaves(readings), index).unwrap()
}

fn statistic(readings: &[Reading], channel: usize) -> Statistic {
    let values: Vec<i32> = readings.iter().map(|reading| reading.values[channel]).collect();
    let count = i32::try_from(values.len()).unwrap();
    Statistic {
        min: *values.iter().min().unwrap(),
        max: *values.iter().max().unwrap(),
        mean: values.iter().sum::<i32>() / count,
    }
}
