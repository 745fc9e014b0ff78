//! What a voyage says to `devices`: its logger is registered, and signs hour by hour what it measured.

use anyhow::{Context, Result};
use devices::events::Registered;
use numeric::{Seconds, UnixTime};
use types::devices::{
    log_digest, Channel, DeviceClass, ExecuteMsg, Log, Quantity, QueryMsg, Reading, ReadingResponse,
    Registry, SignedLog, Statistic,
};
use types::digest::{merkle_root, Digest, MerkleProof};
use types::key::StoredKey;
use types::text::TokenId;
use types::unit::Unit;

use crate::chain::{ask, Chain, Receipt};
use crate::deploy::Deployment;
use crate::reporter_key::ReporterKey;
use crate::reporters::{key, Curve};

/// Hundredths of a degree.
const CHANNEL: Channel = Channel { quantity: Quantity::Temperature, unit: Unit::DegreeCelsius, decimals: 2 };
/// It never has another key.
const EPOCH: u32 = 0;

/// A reefer's temperature logger. It signs each hour once, and keeps the readings so that any of them can be proven.
pub struct Logger {
    key: ReporterKey,
    /// Its number at the contract, once it is registered.
    number: Option<u32>,
    /// The readings of each log that it signed. The first log has counter 1.
    logs: Vec<Vec<Reading>>,
}

impl Logger {
    /// The logger of a shipment. Its key follows from the shipment's id: good for a demo, and only for that.
    pub fn of(id: &TokenId) -> Result<Self> {
        Ok(Self { key: key(Curve::Secp256r1, &format!("logger of {id}"))?, number: None, logs: vec![] })
    }

    /// What its owner says so that it is registered: with its own signature, so that it is nobody else's.
    pub fn register(&self, registry: Registry, owner: &str) -> Result<ExecuteMsg> {
        let key = self.key.public_key();
        let digest = registry.possession_digest(owner, 0, EPOCH, &StoredKey::from(&key).identity());
        Ok(ExecuteMsg::Register {
            class: DeviceClass::Reefer,
            channels: vec![CHANNEL],
            possession: self.key.sign(&digest)?,
            key,
        })
    }

    /// The contract has given it a number.
    pub fn registered(&mut self, receipt: &Receipt) -> Result<()> {
        let registered = receipt.events.iter().find_map(|event| Registered::try_from(event).ok());
        self.number = Some(registered.context("the chain did not say which number the device has")?.device);
        Ok(())
    }

    /// What is said of a window in which it measured these values, evenly spread.
    ///
    /// It is signed when it is said, and its counter is used up even if the chain refuses it: two logs under one would
    /// convict the device.
    pub fn log(
        &mut self,
        registry: Registry,
        (from, length): (UnixTime, Seconds),
        values: &[i32],
    ) -> Result<ExecuteMsg> {
        let device = self.number()?;
        let readings = spread(from, length, values)?;
        let root = merkle_root(&leaves(&readings));
        let previous = self.logs.last().map(|readings| merkle_root(&leaves(readings)));
        self.logs.push(readings);
        let log = Log {
            counter: u32::try_from(self.logs.len())?,
            from,
            to: from.checked_add(length)?,
            count: u16::try_from(values.len())?,
            statistics: vec![statistic(values)?],
            root,
            previous,
        };
        let digest: Digest = log_digest(&registry.epoch_digest(device, EPOCH, &[CHANNEL]), &log);
        let signature = self.key.sign(&digest)?;
        Ok(ExecuteMsg::Submit { device, log: SignedLog { log, signature } })
    }

    /// Whether the contract finds a reading of this value proven under a log of it.
    pub fn proves(&self, chain: &dyn Chain, deployment: &Deployment, value: i32) -> Result<bool> {
        for (counter, readings) in (1..).zip(&self.logs) {
            for (index, reading) in (0..).zip(readings).filter(|(_, reading)| reading.values == [value]) {
                let question = self.claim(counter, index, reading.clone())?;
                if ask::<ReadingResponse>(chain, &deployment.devices, &question)?.proven {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The question whether a reading stands at this place of a log.
    fn claim(&self, counter: u32, index: u32, reading: Reading) -> Result<QueryMsg> {
        let log = usize::try_from(counter)?.checked_sub(1).and_then(|place| self.logs.get(place));
        let proof = MerkleProof::of(&leaves(log.context("no such log")?), index)?;
        Ok(QueryMsg::ProveReading { device: self.number()?, epoch: EPOCH, counter, reading, proof })
    }

    fn number(&self) -> Result<u32> {
        self.number.context("no device was registered before")
    }
}

fn spread(from: UnixTime, length: Seconds, values: &[i32]) -> Result<Vec<Reading>> {
    let count = u64::try_from(values.len())?;
    let reading = |(place, value): (u64, &i32)| {
        let after = length.get().checked_mul(place).and_then(|time| time.checked_div(count));
        let at = from.checked_add(Seconds::new(after.context("too many readings")?)?)?;
        Ok(Reading { at, values: vec![*value] })
    };
    (0..).zip(values).map(reading).collect()
}

fn leaves(readings: &[Reading]) -> Vec<Vec<u8>> {
    readings.iter().map(Reading::leaf).collect()
}

/// Least, greatest and mean, which is rounded towards zero.
fn statistic(values: &[i32]) -> Result<Statistic> {
    let none = "an hour without readings";
    let mean = values.iter().map(|value| i64::from(*value)).sum::<i64>();
    let mean = mean.checked_div(i64::try_from(values.len())?).context(none)?;
    Ok(Statistic {
        min: *values.iter().min().context(none)?,
        max: *values.iter().max().context(none)?,
        mean: i32::try_from(mean)?,
    })
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{coin, Addr};
    use types::devices::{InstantiateMsg, Link, LogResponse, ReadingFlaw};

    use super::*;
    use crate::chain::{call, instantiate, must, Code, Embedded, Transaction};

    const HOUR: Seconds = Seconds::hours(1);
    const WARM: [i32; 6] = [-1_845, -1_690, -1_430, -1_210, -1_370, -1_620];

    fn at(hours: u64) -> UnixTime {
        UnixTime::new(1_743_000_000 + hours * HOUR.get()).unwrap()
    }

    /// A chain with a logger, whose messages its owner sends.
    struct World {
        chain: Embedded,
        devices: Addr,
        owner: Addr,
        logger: Logger,
    }

    impl World {
        fn new() -> Self {
            let mut chain = Embedded::starting(at(0), "treasury", coin(1_000, "uusd")).unwrap();
            let owner = chain.account("carrier").unwrap();
            let msg = InstantiateMsg { owner: owner.to_string(), guardian: None };
            let devices = instantiate(&mut chain, &owner, &owner, Code::Devices, "devices", &msg).unwrap();
            let logger = Logger::of(&"LAMB".parse().unwrap()).unwrap();
            let mut world = Self { chain, devices, owner, logger };
            let register = world.logger.register(world.registry(), world.owner.as_str()).unwrap();
            let receipt = world.sent(&register);
            world.logger.registered(&receipt).unwrap();
            world
        }

        fn registry(&self) -> Registry<'static> {
            let contract: &'static str = self.devices.to_string().leak();
            Registry { chain_id: "portolan-embedded-1", contract }
        }

        fn sent(&mut self, msg: &ExecuteMsg) -> Receipt {
            let message = call(&self.devices, msg, vec![]).unwrap();
            must(&mut self.chain, Transaction::of(&self.owner, message)).unwrap()
        }

        /// The logger signs the hour that ends now, so many after the beginning.
        fn signed(&mut self, hours: u64, values: &[i32]) -> ExecuteMsg {
            self.chain.wait_until(at(hours)).unwrap();
            let registry = self.registry();
            self.logger.log(registry, (at(hours - 1), HOUR), values).unwrap()
        }

        fn asked(&self, question: &QueryMsg) -> ReadingResponse {
            ask(&self.chain, &self.devices, question).unwrap()
        }
    }

    #[test]
    fn a_reading_that_was_logged_is_proven_and_none_in_its_place() {
        let mut world = World::new();
        for (hours, values) in [(1, [-1_850; 6]), (2, WARM)] {
            let log = world.signed(hours, &values);
            world.sent(&log);
        }
        let logged = world.logger.logs[1][3].clone();
        assert_eq!((logged.at.since(at(1)), logged.values.as_slice()), (Seconds::minutes(30), &[-1_210][..]));
        assert!(world.asked(&world.logger.claim(2, 3, logged.clone()).unwrap()).proven);

        let colder = Reading { values: vec![-1_800], ..logged.clone() };
        let later = Reading { at: at(2), ..logged.clone() };
        for (index, reading) in [(3, colder), (3, later), (2, logged)] {
            let answer = world.asked(&world.logger.claim(2, index, reading).unwrap());
            assert_eq!((answer.proven, answer.flaw), (false, Some(ReadingFlaw::Root {})));
        }
    }

    #[test]
    fn a_log_names_the_one_before_and_says_what_it_comes_to() {
        let mut world = World::new();
        for hours in [1, 2] {
            let log = world.signed(hours, &WARM);
            world.sent(&log);
        }
        let question = QueryMsg::Logs { device: 1, epoch: 0, start_after: None, limit: None };
        let logs: Vec<LogResponse> = ask(&world.chain, &world.devices, &question).unwrap();
        let links: Vec<Link> = logs.iter().map(|log| log.link).collect();
        assert_eq!(links, [Link::Begins, Link::Follows]);
        // -9165 / 6
        assert_eq!(logs[0].statistics, [Statistic { min: -1_845, max: -1_210, mean: -1_527 }]);
    }

    #[test]
    fn what_never_came_leaves_a_gap_and_is_not_signed_again() {
        let mut world = World::new();
        let log = world.signed(1, &WARM);
        world.sent(&log);
        world.signed(2, &WARM);
        let log = world.signed(3, &WARM);
        world.sent(&log);
        let log: LogResponse =
            ask(&world.chain, &world.devices, &QueryMsg::Log { device: 1, epoch: 0, counter: 3 }).unwrap();
        assert_eq!((log.link, log.missing), (Link::Gap, 1));
    }

    #[test]
    fn each_shipment_has_a_logger_with_a_key_of_its_own() {
        let key = |id: &str| Logger::of(&id.parse().unwrap()).unwrap().key.public_key();
        assert_eq!(key("LAMB"), key("LAMB"));
        assert_ne!(key("LAMB"), key("BEEF"));
    }
}
