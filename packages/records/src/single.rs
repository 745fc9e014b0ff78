use cosmwasm_std::Storage;
use serde::{de::DeserializeOwned, Serialize};

use crate::{RecordError, Table};

/// A record that there is one of, under its namespace alone.
pub struct Single<V>(Table<(), V>);

impl<V> Single<V> {
    /// The record of its own namespace (`A`–`Z`, `0`–`9`); `record` is what an error calls it.
    pub const fn new(namespace: u8, record: &'static str) -> Self {
        Self(Table::new(namespace, record))
    }

    /// Its key.
    pub const fn namespace(&self) -> u8 {
        self.0.namespace()
    }
}

impl<V: Serialize + DeserializeOwned> Single<V> {
    /// The record, which must be there.
    pub fn load(&self, storage: &dyn Storage) -> Result<V, RecordError> {
        self.0.load(storage, ())
    }

    /// The record, if it is there.
    pub fn may_load(&self, storage: &dyn Storage) -> Result<Option<V>, RecordError> {
        self.0.may_load(storage, ())
    }

    /// Writes the record, over the one that may be there.
    pub fn save(&self, storage: &mut dyn Storage, value: &V) -> Result<(), RecordError> {
        self.0.save(storage, (), value)
    }

    /// Removes the record, if it is there.
    pub fn remove(&self, storage: &mut dyn Storage) -> Result<(), RecordError> {
        self.0.remove(storage, ())
    }
}

/// Gives out the numbers 1, 2, 3 and so on, each once.
pub struct Counter {
    last: Single<u64>,
    record: &'static str,
}

impl Counter {
    /// The counter of its own namespace (`A`–`Z`, `0`–`9`); `record` is what an error calls its number.
    pub const fn new(namespace: u8, record: &'static str) -> Self {
        Self { last: Single::new(namespace, record), record }
    }

    /// Its key.
    pub const fn namespace(&self) -> u8 {
        self.last.namespace()
    }

    /// A number that was not given out before.
    pub fn next(&self, storage: &mut dyn Storage) -> Result<u64, RecordError> {
        let next = self
            .last(storage)?
            .checked_add(1)
            .ok_or(RecordError::CounterExhausted { record: self.record })?;
        self.last.save(storage, &next)?;
        Ok(next)
    }

    /// The number given out last, 0 before the first.
    pub fn last(&self, storage: &dyn Storage) -> Result<u64, RecordError> {
        Ok(self.last.may_load(storage)?.unwrap_or_default())
    }
}
