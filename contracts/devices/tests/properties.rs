//! Random walks by owners of devices, honest and lying devices, and strangers; after every step the invariants of the
//! README hold, against a model that shares no code with the contract.

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

use std::collections::{BTreeMap, BTreeSet};

use cosmwasm_std::Addr;
use proptest::prelude::*;
use support::*;
use testing::Signer;
use types::devices::*;
use types::digest::Digest;

/// What somebody tries.
#[derive(Clone, Copy, Debug)]
struct Step {
    act: u8,
    /// Which device.
    which: u8,
    /// Who sends it.
    who: u8,
    choice: u8,
    /// Seconds that pass before it.
    wait: u64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![1 => Just(0), 6 => HOUR..2 * HOUR, 1 => Just(2 * DAY)];
    let step = (0..24_u8, any::<u8>(), any::<u8>(), any::<u8>(), wait);
    let step = step.prop_map(|(act, which, who, choice, wait)| Step { act, which, who, choice, wait });
    prop::collection::vec(step, 40)
}

/// What is known of a device outside the contract.
struct Known {
    sensor: Sensor,
    owner: usize,
    offered: Option<(usize, u32)>,
    ended: Option<DeviceStanding>,
    /// All that it signed and has not got rid of, in order.
    pending: Vec<SignedLog>,
    /// What should be kept, by epoch and counter.
    kept: BTreeMap<(u32, u32), Log>,
    /// The last that was taken: epoch, counter, end, root.
    last: Option<(u32, u32, u64, Digest)>,
    since: u64,
    /// Two logs of one counter, with their epoch.
    evidence: Option<(u32, SignedLog, SignedLog)>,
}

struct Walk {
    world: World,
    people: [Addr; 3],
    known: Vec<Known>,
    keys: u32,
    used: BTreeSet<String>,
}

impl Walk {
    fn begin() -> Self {
        let world = World::new();
        let people = [world.shipper.clone(), world.buyer.clone(), world.stranger.clone()];
        let mut walk = Self { world, people, known: vec![], keys: 0, used: BTreeSet::new() };
        walk.register(0);
        walk.register(1);
        walk
    }

    fn new_key(&mut self) -> Signer {
        self.keys += 1;
        let seed = format!("key {}", self.keys);
        if self.keys.is_multiple_of(2) {
            Signer::secp256r1(&seed)
        } else {
            Signer::ed25519(&seed)
        }
    }

    fn register(&mut self, owner: usize) {
        let signer = self.new_key();
        let msg = self.world.registration(&self.people[owner], &signer);
        assert!(self.send(owner, &msg), "anyone registers a device");
        let (device, now) = (u32::try_from(self.known.len()).unwrap() + 1, self.world.chain.now());
        self.used.insert(format!("{:?}", public_key(&signer)));
        self.known.push(Known {
            sensor: Sensor::new(device, signer, now),
            owner,
            offered: None,
            ended: None,
            pending: vec![],
            kept: BTreeMap::new(),
            last: None,
            since: now,
            evidence: None,
        });
    }

    /// Sends a message; one that is refused changes nothing.
    fn send(&mut self, who: usize, msg: &ExecuteMsg) -> bool {
        let before = self.world.state();
        let sender = self.people[who].clone();
        let taken = self.world.send(&sender, msg).is_ok();
        assert!(taken || self.world.state() == before, "a refused message changed state: {msg:?}");
        taken
    }

    fn take(&mut self, step: Step) {
        self.world.chain.advance(step.wait);
        let place = usize::from(step.which) % self.known.len();
        let who = match step.who % 4 {
            0 => usize::from(step.choice) % 3,
            _ => self.known[place].owner,
        };
        match step.act {
            0 if self.known.len() < 5 => self.register(usize::from(step.who % 3)),
            0 | 1 => self.rotate(place, who, step),
            2 if step.choice.is_multiple_of(4) => self.revoke(place, who),
            2 | 3 => self.offer(place, who, step),
            4 => self.accept(place, who, step),
            5 if step.choice.is_multiple_of(3) => self.lie(place),
            5 | 6 => self.convict(place, who, step),
            7 => self.known[place].sensor.previous = None,
            8 => self.known[place].sensor.counter += u32::from(step.choice % 5),
            9 => drop(self.known[place].pending.pop()),
            10..=15 => self.measure(place),
            _ => self.submit(place, who, step),
        }
        self.check();
    }

    /// It signs all the hours that have passed, three at most.
    fn measure(&mut self, place: usize) {
        let now = self.world.chain.now();
        let known = &mut self.known[place];
        let idle = now.saturating_sub(known.sensor.until) / HOUR;
        if idle > 3 {
            known.sensor.sleep(idle - 3);
        }
        for _ in 0..idle.min(3) {
            let signed = known.sensor.next(&self.world);
            known.pending.push(signed);
        }
    }

    /// A first word and another one under the same counter.
    fn lie(&mut self, place: usize) {
        let Known { sensor, pending, evidence, .. } = &mut self.known[place];
        let Some(first) = pending.last().cloned() else { return };
        let other = sensor.sign(&self.world, Log { root: Digest::of(b"a lie"), ..first.log.clone() });
        *evidence = Some((sensor.epoch, first, other));
    }

    fn submit(&mut self, place: usize, who: usize, step: Step) {
        let now = self.world.chain.now();
        let known = &self.known[place];
        let skip = if step.choice.is_multiple_of(5) { 1 } else { 0 };
        let take = 1 + usize::from(step.choice % 7);
        let mut logs: Vec<SignedLog> = known.pending.iter().skip(skip).take(take).cloned().collect();
        // Some bring again what was taken, some in the wrong order, some for another device.
        if step.choice.is_multiple_of(11) {
            logs.reverse();
        }
        if logs.is_empty() {
            return;
        }
        let foreign = step.choice == 13;
        let device = if foreign {
            self.known[(place + 1) % self.known.len()].sensor.device
        } else {
            known.sensor.device
        };
        let expected = if foreign { None } else { self.foretell(place, who, &logs, now) };
        let taken = self.send(who, &ExecuteMsg::SubmitLogs { device, logs: logs.clone() });
        assert_eq!(taken, expected.is_some(), "{logs:?}");
        if let Some((kept, last)) = expected {
            let known = &mut self.known[place];
            known.kept = kept;
            known.last = last;
            if !step.choice.is_multiple_of(3) {
                let last = known.last.as_ref().map(|last| (last.0, last.1));
                known.pending.retain(|signed| Some((known.sensor.epoch, signed.log.counter)) > last);
            }
        }
    }

    /// What should be kept after these logs; nothing if they should be refused. The rules in the README's words.
    #[allow(clippy::type_complexity, reason = "the two fields of Known that change")]
    fn foretell(
        &self,
        place: usize,
        who: usize,
        logs: &[SignedLog],
        now: u64,
    ) -> Option<(BTreeMap<(u32, u32), Log>, Option<(u32, u32, u64, Digest)>)> {
        let known = &self.known[place];
        if known.ended.is_some() {
            return None;
        }
        let epoch = known.sensor.epoch;
        let (mut kept, mut last) = (known.kept.clone(), known.last.clone());
        let mut new = false;
        for SignedLog { log, .. } in logs {
            match kept.get(&(epoch, log.counter)) {
                Some(same) if same == log => continue,
                Some(_) => return None,
                None => {}
            }
            let (from, to) = (log.from.seconds(), log.to.seconds());
            let mut follows = false;
            if let Some((last_epoch, counter, end, root)) = &last {
                if from < *end {
                    return None;
                }
                if *last_epoch == epoch {
                    follows = log.previous.as_ref() == Some(root);
                    let contradicts = log.counter == counter + 1 && log.previous.is_some() && !follows;
                    if log.counter <= *counter || contradicts {
                        return None;
                    }
                }
            }
            if from < known.since || to > now || !follows && who != known.owner {
                return None;
            }
            new = true;
            kept.insert((epoch, log.counter), log.clone());
            last = Some((epoch, log.counter, to, log.root.clone()));
        }
        new.then_some((kept, last))
    }

    fn rotate(&mut self, place: usize, who: usize, step: Step) {
        let signer = if step.choice.is_multiple_of(9) { Signer::ed25519("key 1") } else { self.new_key() };
        let (world, known) = (&self.world, &self.known[place]);
        let (device, epoch) = (known.sensor.device, known.sensor.epoch + 1);
        let is_used = self.used.contains(&format!("{:?}", public_key(&signer)));
        let msg = ExecuteMsg::Rotate {
            device,
            key: public_key(&signer),
            possession: world.possession(&self.people[who], device, epoch, &signer),
            succession: None,
        };
        let may = who == known.owner && known.ended.is_none() && !is_used;
        assert_eq!(self.send(who, &msg), may);
        if may {
            let now = self.world.chain.now();
            self.used.insert(format!("{:?}", public_key(&signer)));
            let known = &mut self.known[place];
            known.sensor = Sensor { epoch, ..Sensor::new(device, signer, now) };
            known.pending.clear();
            known.since = now;
        }
    }

    fn revoke(&mut self, place: usize, who: usize) {
        let known = &self.known[place];
        let may = who == known.owner && known.ended.is_none();
        assert_eq!(self.send(who, &ExecuteMsg::Revoke { device: known.sensor.device }), may);
        if may {
            self.end(place, DeviceStanding::Revoked { at: self.world.now() });
        }
    }

    fn end(&mut self, place: usize, standing: DeviceStanding) {
        let known = &mut self.known[place];
        known.ended = Some(standing);
        known.offered = None;
    }

    fn offer(&mut self, place: usize, who: usize, step: Step) {
        let known = &self.known[place];
        let to = usize::from(step.choice) % 3;
        let msg = ExecuteMsg::Offer { device: known.sensor.device, to: Some(self.people[to].to_string()) };
        let (may, epoch) = (who == known.owner && known.ended.is_none(), known.sensor.epoch);
        assert_eq!(self.send(who, &msg), may);
        if may {
            self.known[place].offered = Some((to, epoch));
        }
    }

    fn accept(&mut self, place: usize, who: usize, step: Step) {
        let known = &self.known[place];
        let who = known.offered.map_or(who, |(to, _)| if step.choice.is_multiple_of(4) { who } else { to });
        // He looked at the device when it was offered.
        let epoch = known.offered.map_or(0, |(_, epoch)| epoch);
        let may = known.offered.is_some_and(|(to, epoch)| to == who && epoch == known.sensor.epoch);
        assert_eq!(self.send(who, &ExecuteMsg::Accept { device: known.sensor.device, epoch }), may);
        if may {
            let known = &mut self.known[place];
            known.owner = who;
            known.offered = None;
        }
    }

    fn convict(&mut self, place: usize, who: usize, step: Step) {
        let known = &self.known[place];
        let device = known.sensor.device;
        let convicted = matches!(known.ended, Some(DeviceStanding::Convicted { .. }));
        // An honest device's logs, in whatever pairs, convict nobody.
        let pairs = known.pending.windows(2).map(|two| (known.sensor.epoch, two[0].clone(), two[1].clone()));
        let same = known.pending.first().map(|one| (known.sensor.epoch, one.clone(), one.clone()));
        let harmless: Vec<_> = pairs.chain(same).collect();
        for (epoch, first, second) in harmless {
            assert!(!self.send(who, &ExecuteMsg::Convict { device, epoch, first, second }));
        }
        let Some((epoch, first, second)) = self.known[place].evidence.clone() else { return };
        if step.choice.is_multiple_of(3) {
            return;
        }
        assert_eq!(self.send(who, &ExecuteMsg::Convict { device, epoch, first, second }), !convicted);
        if !convicted {
            self.end(place, DeviceStanding::Convicted { at: self.world.now() });
        }
    }

    /// The invariants of the README.
    fn check(&self) {
        let world = &self.world;
        for known in &self.known {
            let device = world.device(known.sensor.device);
            assert_eq!(device.owner, self.people[known.owner].as_str());
            assert_eq!(device.offered_to, known.offered.map(|(to, _)| self.people[to].to_string()));
            assert_eq!(device.standing, known.ended.unwrap_or(DeviceStanding::Active {}));
            assert_eq!((device.epoch, device.key), (known.sensor.epoch, public_key(&known.sensor.signer)));
            self.check_logs(known, device.standing);
        }
        for (place, person) in self.people.iter().enumerate() {
            let owner = person.to_string();
            let listed: Vec<DeviceResponse> =
                world.query(&QueryMsg::Devices { owner, start_after: None, limit: Some(30) });
            let listed: Vec<u32> = listed.into_iter().map(|device| device.device).collect();
            let owned = self.known.iter().filter(|known| known.owner == place);
            assert_eq!(listed, owned.map(|known| known.sensor.device).collect::<Vec<_>>());
        }
    }

    fn check_logs(&self, known: &Known, standing: DeviceStanding) {
        let world = &self.world;
        let mut found = vec![];
        for epoch in 0..=known.sensor.epoch {
            let logs = world.logs(known.sensor.device, epoch);
            assert!(logs.windows(2).all(|two| two[0].counter < two[1].counter), "counters grow");
            found.extend(logs);
        }
        assert!(found.windows(2).all(|two| two[0].to <= two[1].from), "windows do not overlap");
        assert!(found.windows(2).all(|two| two[0].accepted <= two[1].accepted));
        assert!(
            found.iter().all(|log| log.from < log.to && log.to <= log.accepted),
            "nothing is of the future"
        );
        let kept: Vec<_> =
            known.kept.iter().map(|(key, log)| (*key, log.root.clone(), log.from, log.to)).collect();
        let listed: Vec<_> =
            found.iter().map(|log| ((log.epoch, log.counter), log.root.clone(), log.from, log.to)).collect();
        assert_eq!(listed, kept, "exactly what was signed and taken is kept, for ever");
        for two in found.windows(2).filter(|two| two[0].epoch == two[1].epoch) {
            let log = &known.kept[&(two[1].epoch, two[1].counter)];
            let follows = log.previous.as_ref() == Some(&two[0].root);
            assert_eq!(two[1].link == Link::Follows, follows);
            assert_eq!(two[1].missing, two[1].counter - two[0].counter - 1);
        }
        let published = world.published(known.sensor.device);
        assert_eq!(published.is_some(), !found.is_empty());
        if let (Some(published), Some(last)) = (published, found.last()) {
            assert_eq!(published.standing, standing, "peers see what became of it");
            assert_eq!((published.epoch, published.counter), (last.epoch, last.counter));
            assert_eq!(
                (published.log.root, published.log.statistics),
                (last.root.clone(), last.statistics.clone())
            );
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_tried_only_what_a_device_signed_is_kept(steps in steps()) {
        let mut walk = Walk::begin();
        for step in steps {
            walk.take(step);
        }
    }
}
