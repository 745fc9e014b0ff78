use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::{Json, Refusal};

/// Decodes a whole message: the tree first, which is the same code for all, then what `read` makes of it.
pub fn decode<'de, D: Deserializer<'de>, T>(
    decoder: D,
    read: fn(Json) -> Result<T, Refusal>,
) -> Result<T, D::Error> {
    read(Json::deserialize(decoder)?).map_err(D::Error::custom)
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
    pub fn take<T: for<'de> Deserialize<'de>>(&mut self, name: &str) -> Result<T, Refusal> {
        match self.remove(name) {
            Some(json) => T::deserialize(json).map_err(|refusal: Refusal| refusal.of_field(name)),
            None => T::deserialize(Json::Null).map_err(|_| Refusal::because(&["missing field `", name, "`"])),
        }
    }

    /// A field that has a default.
    pub fn take_or_default<T: for<'de> Deserialize<'de> + Default>(
        &mut self,
        name: &str,
    ) -> Result<T, Refusal> {
        match self.remove(name) {
            Some(json) => T::deserialize(json).map_err(|refusal: Refusal| refusal.of_field(name)),
            None => Ok(T::default()),
        }
    }

    /// Refuses what nobody took.
    pub fn end(self) -> Result<(), Refusal> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(Refusal::because(&["there is no field `", name, "`"])),
        }
    }

    fn remove(&mut self, name: &str) -> Option<Json> {
        let place = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.swap_remove(place).1)
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
    pub fn whole<T: for<'de> Deserialize<'de>>(self) -> Result<T, Refusal> {
        T::deserialize(self.0.unwrap_or(Json::Null))
    }
}
