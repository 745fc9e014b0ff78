use std::marker::PhantomData;

use cosmwasm_std::{Order, Record, Storage};
use serde::{de::DeserializeOwned, Serialize};

use crate::{from_packed, namespace, to_packed, Key, LastComponent, PackError, RecordError};

/// A page of a listing: the last component of each key with its record.
pub type Page<K, V> = Vec<(<<K as Key>::Last as LastComponent>::Owned, V)>;

/// Records of one kind, each under its key.
pub struct Table<K, V> {
    namespace: u8,
    record: &'static str,
    _types: PhantomData<(K, V)>,
}

impl<K, V> Table<K, V> {
    /// A table in its own namespace (`A`–`Z`, `0`–`9`); `record` is what an error calls one of its records.
    pub const fn new(namespace: u8, record: &'static str) -> Self {
        Self { namespace: namespace::admitted(namespace), record, _types: PhantomData }
    }

    /// The first byte of all its keys.
    pub const fn namespace(&self) -> u8 {
        self.namespace
    }
}

impl<K: Key, V: Serialize + DeserializeOwned> Table<K, V> {
    /// The bytes of a record's key, as a peer's raw query needs them.
    pub fn key(&self, key: K) -> Result<Vec<u8>, RecordError> {
        let mut bytes = vec![self.namespace];
        key.append_last(&mut bytes)?;
        Ok(bytes)
    }

    /// The record, which must be there.
    pub fn load(&self, storage: &dyn Storage, key: K) -> Result<V, RecordError> {
        self.unpack(&existing(storage, &self.key(key)?, self.record)?)
    }

    /// The record, if there is one.
    pub fn may_load(&self, storage: &dyn Storage, key: K) -> Result<Option<V>, RecordError> {
        match storage.get(&self.key(key)?) {
            Some(value) => self.unpack(&value).map(Some),
            None => Ok(None),
        }
    }

    /// Whether there is a record. It costs as much as reading it.
    pub fn has(&self, storage: &dyn Storage, key: K) -> Result<bool, RecordError> {
        Ok(storage.get(&self.key(key)?).is_some())
    }

    /// Writes the record, over the one that may be there.
    pub fn save(&self, storage: &mut dyn Storage, key: K, value: &V) -> Result<(), RecordError> {
        write(storage, &self.key(key)?, self.record, to_packed(value))
    }

    /// Removes the record, if there is one.
    pub fn remove(&self, storage: &mut dyn Storage, key: K) -> Result<(), RecordError> {
        storage.remove(&self.key(key)?);
        Ok(())
    }

    /// At most `limit` records under a prefix, in the byte order of the last component, from the first one
    /// after `start_after`.
    pub fn range(
        &self,
        storage: &dyn Storage,
        prefix: K::Prefix,
        start_after: Option<K::Last>,
        limit: usize,
    ) -> Result<Page<K, V>, RecordError> {
        let bounds = self.bounds(prefix, start_after)?;
        let mut page = Vec::new();
        for (key, value) in entries(storage, &bounds, limit) {
            page.push((self.last_component(&key, bounds.prefix_length)?, self.unpack(&value)?));
        }
        Ok(page)
    }

    /// Like [`range`](Self::range), without reading the records.
    pub fn keys(
        &self,
        storage: &dyn Storage,
        prefix: K::Prefix,
        start_after: Option<K::Last>,
        limit: usize,
    ) -> Result<Vec<<K::Last as LastComponent>::Owned>, RecordError> {
        let bounds = self.bounds(prefix, start_after)?;
        let mut page = Vec::new();
        for key in keys(storage, &bounds, limit) {
            page.push(self.last_component(&key, bounds.prefix_length)?);
        }
        Ok(page)
    }

    fn bounds(&self, prefix: K::Prefix, start_after: Option<K::Last>) -> Result<Bounds, RecordError> {
        let mut start = vec![self.namespace];
        prefix.append_delimited(&mut start)?;
        let mut bounds = Bounds { end: first_beyond(&start), prefix_length: start.len(), start };
        if let Some(last) = start_after {
            last.append_last(&mut bounds.start)?;
            // The key directly behind another is that one with a zero byte.
            bounds.start.push(0);
        }
        Ok(bounds)
    }

    fn last_component(
        &self,
        key: &[u8],
        prefix_length: usize,
    ) -> Result<<K::Last as LastComponent>::Owned, RecordError> {
        key.get(prefix_length..)
            .and_then(K::Last::decode)
            .ok_or(RecordError::MalformedKey { record: self.record, expected: K::Last::NAME })
    }

    fn unpack(&self, value: &[u8]) -> Result<V, RecordError> {
        from_packed(value).map_err(|reason| misfit(self.record, reason))
    }
}

// What is the same for all kinds of records is compiled once.

fn entries(storage: &dyn Storage, bounds: &Bounds, limit: usize) -> Vec<Record> {
    storage.range(Some(&bounds.start), bounds.end.as_deref(), Order::Ascending).take(limit).collect()
}

fn keys(storage: &dyn Storage, bounds: &Bounds, limit: usize) -> Vec<Vec<u8>> {
    storage.range_keys(Some(&bounds.start), bounds.end.as_deref(), Order::Ascending).take(limit).collect()
}

fn existing(storage: &dyn Storage, key: &[u8], record: &'static str) -> Result<Vec<u8>, RecordError> {
    storage.get(key).ok_or_else(|| RecordError::NotFound { record, key: key.escape_ascii().to_string() })
}

fn write(
    storage: &mut dyn Storage,
    key: &[u8],
    record: &'static str,
    value: Result<Vec<u8>, PackError>,
) -> Result<(), RecordError> {
    storage.set(key, &value.map_err(|reason| misfit(record, reason))?);
    Ok(())
}

#[cold]
fn misfit(record: &'static str, reason: PackError) -> RecordError {
    RecordError::Packing { record, reason }
}

struct Bounds {
    start: Vec<u8>,
    end: Option<Vec<u8>>,
    prefix_length: usize,
}

/// The first key behind all that start with `prefix`; `None` only of a prefix of nothing but 0xFF.
fn first_beyond(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut beyond = prefix.to_vec();
    while let Some(last) = beyond.pop() {
        if let Some(next) = last.checked_add(1) {
            beyond.push(next);
            return Some(beyond);
        }
    }
    None
}
