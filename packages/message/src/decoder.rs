//! The tree as a source of serde's: for the types that are decoded by their own derive.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, VariantAccess, Visitor};
use serde::{forward_to_deserialize_any, Deserializer};

use crate::{Json, Refusal};

fn expected<T>(what: &str) -> Result<T, Refusal> {
    Err(Refusal::because(&["expected ", what]))
}

impl IntoDeserializer<'_, Refusal> for Json {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            match self {
                Json::Unsigned(value) => visitor.visit_u64(value),
                Json::Signed(value) => visitor.visit_i64(value),
                _ => expected("a number"),
            }
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            match self {
                Json::Text(text) => visitor.visit_string(text),
                _ => expected("a string"),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Json {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Unsigned(value) => visitor.visit_u64(value),
            Self::Signed(value) => visitor.visit_i64(value),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(list) => list_of(list, visitor),
            Self::Object(object) => object_of(object, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Self::Bool(value) => visitor.visit_bool(value),
            _ => expected("true or false"),
        }
    }

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }

    texts! { deserialize_str deserialize_string deserialize_identifier deserialize_char }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Self::Null => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Self::List(list) => list_of(list, visitor),
            _ => expected("a list"),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Self::Object(object) => object_of(object, visitor),
            _ => expected("an object"),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match self {
            Self::Text(name) => visitor.visit_enum(Choice { name, content: None }),
            Self::Object(mut entries) => match (entries.pop(), entries.is_empty()) {
                (Some((name, content)), true) => visitor.visit_enum(Choice { name, content: Some(content) }),
                _ => expected("an object with one field, the variant's name"),
            },
            _ => expected("a variant: its name, or an object with it"),
        }
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

fn list_of<'de, V: Visitor<'de>>(list: Vec<Json>, visitor: V) -> Result<V::Value, Refusal> {
    let mut items = SeqDeserializer::new(list.into_iter());
    let read = visitor.visit_seq(&mut items)?;
    items.end().map(|()| read)
}

fn object_of<'de, V: Visitor<'de>>(object: Vec<(String, Json)>, visitor: V) -> Result<V::Value, Refusal> {
    let mut entries = MapDeserializer::new(object.into_iter());
    let read = visitor.visit_map(&mut entries)?;
    entries.end().map(|()| read)
}

struct Choice {
    name: String,
    content: Option<Json>,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = Refusal;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content), Refusal> {
        Ok((seed.deserialize(Json::Text(self.name))?, Content(self.content)))
    }
}

struct Content(Option<Json>);

impl<'de> VariantAccess<'de> for Content {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        match self.0 {
            None => Ok(()),
            Some(_) => expected("the name alone"),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Refusal> {
        seed.deserialize(self.0.unwrap_or(Json::Null))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.0.unwrap_or(Json::Null).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.0.unwrap_or(Json::Null).deserialize_map(visitor)
    }
}
