use std::any::type_name;

use cosmwasm_std::{from_json, StdError, StdResult};
use serde::{Deserialize, Deserializer};

use crate::{FromJson, Json, Refusal};

/// Decodes a whole message: the tree first, which is the same code for all, then what is made of it.
pub fn decode<'de, D: Deserializer<'de>, T: FromJson>(decoder: D) -> Result<T, D::Error> {
    T::from_json(Json::deserialize(decoder)?).map_err(serde::de::Error::custom)
}

/// Reads a message inside another, an answer, or a record in JSON.
pub fn read<T: FromJson>(json: &[u8]) -> StdResult<T> {
    T::from_json(tree(json)?).map_err(|refusal| misfit(type_name::<T>(), refusal))
}

// What is the same for all types is compiled once.

#[inline(never)]
fn tree(json: &[u8]) -> StdResult<Json> {
    from_json(json)
}

#[cold]
fn misfit(what: &str, refusal: Refusal) -> StdError {
    StdError::parse_err(what, refusal)
}

/// The fields of an object, taken out one by one.
pub struct Fields(Vec<(String, Json)>);

impl Fields {
    /// Of an object.
    pub fn of(json: Json) -> Result<Self, Refusal> {
        match json {
            Json::Object(fields) => Ok(Self(fields)),
            _ => Err(Refusal::because(&["expected an object"])),
        }
    }

    /// A field. One that is missing is what `null` is: nothing, where that is possible.
    pub fn take<T: FromJson>(&mut self, name: &str) -> Result<T, Refusal> {
        let (json, found) = self.remove_or_null(name);
        T::from_json(json).map_err(|refusal| blame(refusal, name, found))
    }

    /// A field that has a default.
    pub fn take_or_default<T: FromJson + Default>(&mut self, name: &str) -> Result<T, Refusal> {
        match self.remove(name) {
            Some(json) => T::from_json(json).map_err(|refusal| blame(refusal, name, true)),
            None => Ok(T::default()),
        }
    }

    /// Refuses what nobody took.
    pub fn end(&self) -> Result<(), Refusal> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(Refusal::because(&["there is no field `", name, "`"])),
        }
    }

    #[inline(never)]
    fn remove_or_null(&mut self, name: &str) -> (Json, bool) {
        match self.remove(name) {
            Some(json) => (json, true),
            None => (Json::Null, false),
        }
    }

    fn remove(&mut self, name: &str) -> Option<Json> {
        let place = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.swap_remove(place).1)
    }
}

#[cold]
fn blame(refusal: Refusal, name: &str, found: bool) -> Refusal {
    if found {
        refusal.of_field(name)
    } else {
        Refusal::because(&["missing field `", name, "`"])
    }
}

/// What stands behind a variant's name.
pub struct Variant(Option<Json>);

impl Variant {
    /// A variant's name and its content: `"name"` or `{"name": content}`.
    pub fn of(json: Json) -> Result<(String, Self), Refusal> {
        match json {
            Json::Text(name) => Ok((name, Self(None))),
            Json::Object(mut entries) => match (entries.pop(), entries.is_empty()) {
                (Some((name, content)), true) => Ok((name, Self(Some(content)))),
                _ => Err(Refusal::because(&["expected an object with one field, the message's name"])),
            },
            _ => Err(Refusal::because(&["expected a message: an object with its name"])),
        }
    }

    /// Of a variant without content.
    pub fn nothing(self) -> Result<(), Refusal> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(Refusal::because(&["expected the name alone"])),
        }
    }

    /// The content's fields.
    pub fn fields(self) -> Result<Fields, Refusal> {
        Fields::of(self.0.unwrap_or(Json::Null))
    }

    /// The content as one value.
    pub fn whole<T: FromJson>(self) -> Result<T, Refusal> {
        T::from_json(self.0.unwrap_or(Json::Null))
    }
}
