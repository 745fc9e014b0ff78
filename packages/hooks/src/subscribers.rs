use cosmwasm_std::{Addr, Storage};
use records::{RecordError, Table};
use serde::{de::DeserializeOwned, Deserialize, Serialize};

use crate::HookError;

/// Most contracts that are ever admitted.
pub const MAX_SUBSCRIBERS: u8 = 16;

/// The contracts that are told what is new, each in a place (0, 1, 2 …) that is reserved for it for good: no
/// number of strangers can crowd one out, and a set of them is a few bytes.
///
/// `R` is what an admitted contract may do, in the words of the contract that admits it. Who may admit is for
/// that contract to check.
pub struct Subscribers<R> {
    by_place: Table<u8, Admitted<R>>,
    places: Table<&'static Addr, u8>,
}

/// A contract in its place.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct Admitted<R> {
    /// The contract.
    pub contract: Addr,
    /// What it may do.
    pub role: R,
    /// It keeps what it has and gets nothing new.
    pub retired: bool,
}

impl<R> Subscribers<R> {
    /// Subscribers by place and places by contract, in these namespaces (`A`–`Z`, `0`–`9`, two different ones).
    pub const fn new(by_place: u8, places: u8) -> Self {
        records::assert_unique(&[by_place, places]);
        Self {
            by_place: Table::new(by_place, "admitted contract"),
            places: Table::new(places, "place of an admitted contract"),
        }
    }

    /// The first bytes of all their keys.
    pub const fn namespaces(&self) -> [u8; 2] {
        [self.by_place.namespace(), self.places.namespace()]
    }
}

impl<R: Serialize + DeserializeOwned> Subscribers<R> {
    /// Gives the contract a place, or its old place back if it was retired.
    pub fn admit(&self, storage: &mut dyn Storage, contract: &Addr, role: R) -> Result<u8, HookError> {
        let place = match self.index_of(storage, contract)? {
            Some(place) if !self.at(storage, place)?.retired => {
                return Err(HookError::AlreadyAdmitted { contract: contract.clone(), place });
            }
            Some(place) => place,
            None => self.next_place(storage, contract)?,
        };
        self.places.save(storage, contract, &place)?;
        let admitted = Admitted { contract: contract.clone(), role, retired: false };
        self.by_place.save(storage, place, &admitted)?;
        Ok(place)
    }

    /// Lets the contract keep what it has and its place, but get nothing new.
    pub fn retire(&self, storage: &mut dyn Storage, contract: &Addr) -> Result<u8, HookError> {
        let (place, mut admitted) = self.active(storage, contract)?;
        admitted.retired = true;
        self.by_place.save(storage, place, &admitted)?;
        Ok(place)
    }

    /// The place and the rights of a contract that may get something new.
    pub fn active(&self, storage: &dyn Storage, contract: &Addr) -> Result<(u8, Admitted<R>), HookError> {
        let place = self
            .index_of(storage, contract)?
            .ok_or_else(|| HookError::NotAdmitted { contract: contract.clone() })?;
        let admitted = self.at(storage, place)?;
        if admitted.retired {
            return Err(HookError::Retired { contract: contract.clone() });
        }
        Ok((place, admitted))
    }

    /// The place of a contract, retired or not, if it was ever admitted.
    pub fn index_of(&self, storage: &dyn Storage, contract: &Addr) -> Result<Option<u8>, HookError> {
        Ok(self.places.may_load(storage, contract)?)
    }

    /// The contract in a place, retired or not.
    pub fn at(&self, storage: &dyn Storage, place: u8) -> Result<Admitted<R>, HookError> {
        self.by_place.load(storage, place).map_err(|error| match error {
            RecordError::NotFound { .. } => HookError::EmptyPlace { place },
            error => error.into(),
        })
    }

    /// All of them, by place.
    pub fn all(&self, storage: &dyn Storage) -> Result<Vec<Admitted<R>>, HookError> {
        let admitted = self.by_place.range(storage, (), None, MAX_SUBSCRIBERS.into())?;
        Ok(admitted.into_iter().map(|(_, admitted)| admitted).collect())
    }

    fn next_place(&self, storage: &dyn Storage, contract: &Addr) -> Result<u8, HookError> {
        let taken = self.by_place.keys(storage, (), None, MAX_SUBSCRIBERS.into())?;
        (0..MAX_SUBSCRIBERS)
            .nth(taken.len())
            .ok_or_else(|| HookError::NoPlaceLeft { contract: contract.clone() })
    }
}
