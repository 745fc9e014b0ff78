//! A chain with the contract on it, and devices that sign what they measured.

#![allow(dead_code, unused_imports, reason = "every test file uses a part")]

mod sensor;

pub use sensor::*;

use cosmwasm_std::{Addr, Binary, Record};
use cw_multi_test::{error::AnyResult, AppResponse, ContractWrapper};
use devices::events::Registered;
use devices::ContractError;
use numeric::UnixTime;
use serde::de::DeserializeOwned;
use testing::{assert_err, events, Chain, Signer};
use types::devices::*;
use types::key::StoredKey;
use types::oracle::PublicKey;
use types::unit::Unit;

pub const MINUTE: u64 = 60;
pub const HOUR: u64 = 60 * MINUTE;
pub const DAY: u64 = 24 * HOUR;

/// Everybody.
pub struct World {
    pub chain: Chain,
    pub devices: Addr,
    pub owner: Addr,
    pub guardian: Addr,
    /// Whose devices most are.
    pub shipper: Addr,
    /// Who takes one over.
    pub buyer: Addr,
    pub stranger: Addr,
}

impl World {
    /// The contract, set up.
    pub fn new() -> Self {
        let mut chain = Chain::new();
        let [owner, guardian, shipper, buyer, stranger] =
            ["owner", "guardian", "shipper", "buyer", "stranger"].map(|name| chain.actor(name));
        let code_id = code(&mut chain);
        let msg = InstantiateMsg { owner: owner.to_string(), guardian: Some(guardian.to_string()) };
        let devices = chain.instantiate(code_id, &owner, &msg).unwrap();
        Self { chain, devices, owner, guardian, shipper, buyer, stranger }
    }

    /// With a device of the shipper's, which has P-256 as in a secure element.
    pub fn with_sensor() -> (Self, Sensor) {
        let mut world = Self::new();
        let sensor = world.register(Signer::secp256r1("reefer"));
        (world, sensor)
    }

    /// Sends a message.
    pub fn send(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AnyResult<AppResponse> {
        self.chain.execute(sender, &self.devices, msg, &[])
    }

    /// Sends a message that must succeed.
    #[track_caller]
    pub fn must(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AppResponse {
        self.send(sender, msg).unwrap_or_else(|error| panic!("{msg:?} was refused: {error:#}"))
    }

    /// The same by the shipper.
    #[track_caller]
    pub fn by_shipper(&mut self, msg: &ExecuteMsg) -> AppResponse {
        let shipper = self.shipper.clone();
        self.must(&shipper, msg)
    }

    /// Sends a message that must be refused with this error, and change nothing.
    #[track_caller]
    pub fn refused(&mut self, sender: &Addr, msg: &ExecuteMsg, expected: impl Into<ContractError>) {
        let before = self.state();
        assert_err(self.send(sender, msg), expected.into());
        assert_eq!(self.state(), before, "a refused message changed state");
    }

    /// The same by the shipper.
    #[track_caller]
    pub fn shipper_refused(&mut self, msg: &ExecuteMsg, expected: impl Into<ContractError>) {
        let shipper = self.shipper.clone();
        self.refused(&shipper, msg, expected);
    }

    /// All the contract has stored.
    pub fn state(&self) -> Vec<Record> {
        self.chain.state_of(&self.devices)
    }

    pub fn query<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.devices, msg).unwrap()
    }

    /// Why a question has no answer.
    pub fn unanswered(&self, msg: &QueryMsg) -> String {
        self.chain.query::<serde_json::Value>(&self.devices, msg).unwrap_err().to_string()
    }

    pub fn now(&self) -> UnixTime {
        at(self.chain.now())
    }

    pub fn registry(&self) -> Registry<'_> {
        Registry { chain_id: testing::CHAIN_ID, contract: self.devices.as_str() }
    }

    /// Registers a device of the shipper's, an hour before its first window ends.
    #[track_caller]
    pub fn register(&mut self, signer: Signer) -> Sensor {
        let shipper = self.shipper.clone();
        let response = self.must(&shipper, &self.registration(&shipper, &signer));
        let registered = Registered::try_from(events(&response, Registered::TYPE)[0]).unwrap();
        Sensor::new(registered.device, signer, self.chain.now())
    }

    pub fn registration(&self, owner: &Addr, signer: &Signer) -> ExecuteMsg {
        ExecuteMsg::Register {
            class: DeviceClass::Reefer,
            channels: channels(),
            key: public_key(signer),
            possession: self.possession(owner, 0, 0, signer),
        }
    }

    /// What a key signs so that it is registered.
    pub fn possession(&self, owner: &Addr, device: u32, epoch: u32, signer: &Signer) -> Binary {
        let key = StoredKey::from(&public_key(signer)).identity();
        let digest = self.registry().possession_digest(owner.as_str(), device, epoch, &key);
        signer.sign(digest.as_bytes())
    }

    /// The message that gives the sensor another key, with the word of the one it has.
    pub fn rotation(&self, sensor: &Sensor, signer: &Signer) -> ExecuteMsg {
        let (device, epoch) = (sensor.device, sensor.epoch + 1);
        let key = StoredKey::from(&public_key(signer)).identity();
        let digest = self.registry().succession_digest(device, epoch, &key);
        ExecuteMsg::Rotate {
            device,
            key: public_key(signer),
            possession: self.possession(&self.shipper, device, epoch, signer),
            succession: Some(sensor.signer.sign(digest.as_bytes())),
        }
    }

    /// Gives the sensor another key.
    #[track_caller]
    pub fn rotate(&mut self, sensor: &mut Sensor, signer: Signer) -> AppResponse {
        let msg = self.rotation(sensor, &signer);
        let response = self.by_shipper(&msg);
        *sensor = Sensor { epoch: sensor.epoch + 1, ..Sensor::new(sensor.device, signer, self.chain.now()) };
        response
    }

    /// An hour passes, and the sensor's log of it comes to the chain.
    #[track_caller]
    pub fn log_an_hour(&mut self, sensor: &mut Sensor) -> SignedLog {
        self.chain.advance(HOUR);
        let log = sensor.next(self);
        self.by_shipper(&submit(sensor, &log));
        log
    }

    pub fn device(&self, device: u32) -> DeviceResponse {
        self.query(&QueryMsg::Device { device })
    }

    pub fn latest(&self, device: u32) -> LatestResponse {
        self.query(&QueryMsg::Latest { device })
    }

    pub fn logs(&self, device: u32, epoch: u32) -> Vec<LogResponse> {
        self.query(&QueryMsg::Logs { device, epoch, start_after: None, limit: Some(100) })
    }

    /// What peers read, without a call.
    pub fn published(&self, device: u32) -> Option<PublishedLog> {
        let record = self.chain.querier().query_wasm_raw(&self.devices, PublishedLog::key(device)).unwrap();
        record.map(|record| PublishedLog::of(&record).expect("the published form"))
    }
}

/// The code of the contract.
pub fn code(chain: &mut Chain) -> u64 {
    let contract = ContractWrapper::new(
        devices::contract::execute,
        devices::contract::instantiate,
        devices::contract::query,
    )
    .with_migrate(|deps, env, msg, _| devices::contract::migrate(deps, env, msg));
    chain.store("devices", Box::new(contract))
}

pub fn at(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).unwrap()
}

/// Temperature in tenths of a degree, relative humidity in percent.
pub fn channels() -> Vec<Channel> {
    vec![
        Channel { quantity: Quantity::Temperature, unit: Unit::DegreeCelsius, decimals: 1 },
        Channel { quantity: Quantity::RelativeHumidity, unit: Unit::Percent, decimals: 0 },
    ]
}

pub fn public_key(signer: &Signer) -> PublicKey {
    let key = signer.public_key();
    match signer {
        Signer::Secp256k1(_) => PublicKey::Secp256k1(key),
        Signer::Secp256r1(_) => PublicKey::Secp256r1(key),
        Signer::Ed25519(_) => PublicKey::Ed25519(key),
    }
}

pub fn submit(sensor: &Sensor, log: &SignedLog) -> ExecuteMsg {
    ExecuteMsg::Submit { device: sensor.device, log: log.clone() }
}

pub fn submit_all(sensor: &Sensor, logs: &[SignedLog]) -> ExecuteMsg {
    ExecuteMsg::SubmitLogs { device: sensor.device, logs: logs.to_vec() }
}

pub fn convict(sensor: &Sensor, first: &SignedLog, second: &SignedLog) -> ExecuteMsg {
    let (device, epoch) = (sensor.device, sensor.epoch);
    ExecuteMsg::Convict { device, epoch, first: first.clone(), second: second.clone() }
}
