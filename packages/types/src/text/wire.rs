//! How the words of the vocabulary stand in JSON, in packed storage and in the schema.

use schemars::schema::{InstanceType, Metadata, Schema, SchemaObject, StringValidation};
use serde::de::{Error, SeqAccess, Visitor};
use serde::Deserializer;

/// Conversions of a type that has `FromStr` and `Display`.
macro_rules! text_conversions {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = crate::VocabularyError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::VocabularyError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.to_string()
            }
        }

        impl message::FromJson for $name {
            fn from_json(json: message::Json) -> Result<Self, message::Refusal> {
                message::parsed(json)
            }
        }

        impl message::ToJson for $name {
            fn write(&self, json: &mut String) {
                message::write_text(json, self);
            }
        }
    };
}

/// A closed list: a word in JSON, its number in packed storage. A number is for ever: a word that goes leaves a
/// gap, a new one gets the next.
///
/// The type says in `otherwise` what a text is that is none of the words: an alias or a refusal.
macro_rules! closed_list {
    (
        $(#[$about:meta])*
        $name:ident ($description:literal) {
            $($(#[$doc:meta])* $variant:ident = $number:literal $word:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every one.
            pub const fn all() -> &'static [Self] {
                &[$(Self::$variant),+]
            }

            /// The word in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            const fn number(self) -> u8 {
                match self {
                    $(Self::$variant => $number,)+
                }
            }

            const fn numbered(number: u8) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::VocabularyError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                // A comparison a word is code a word.
                let found = Self::all().iter().find(|word| word.as_str() == text);
                found.copied().map_or_else(|| Self::otherwise(text), Ok)
            }
        }

        crate::text::wire::text_conversions!($name);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.serialize_str(self.as_str())
                } else {
                    serializer.serialize_u8(self.number())
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if deserializer.is_human_readable() {
                    return String::deserialize(deserializer)?.parse().map_err(D::Error::custom);
                }
                let number = u8::deserialize(deserializer)?;
                Self::numbered(number).ok_or_else(|| {
                    D::Error::custom(crate::VocabularyError::UnknownNumber { list: stringify!($name), number })
                })
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> String {
                stringify!($name).to_owned()
            }

            fn json_schema(_: &mut schemars::r#gen::SchemaGenerator) -> schemars::schema::Schema {
                crate::text::wire::list_schema($description, &[$($word),+])
            }
        }
    };
}

/// A code of a fixed number of ASCII characters: a string in JSON, its bare bytes in packed storage.
///
/// The type says in `check` what the characters must be.
macro_rules! fixed_code {
    (
        $(#[$about:meta])*
        $name:ident [$length:literal] ($description:literal, $pattern:literal) else $refusal:ident
    ) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The code.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::VocabularyError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let Ok(bytes) = text.as_bytes().try_into() else {
                    return Err(crate::VocabularyError::$refusal { actual: text.to_owned() });
                };
                Self::check(text, &bytes)?;
                Ok(Self(bytes))
            }
        }

        crate::text::wire::text_conversions!($name);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.serialize_str(self.as_str())
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if deserializer.is_human_readable() {
                    return String::deserialize(deserializer)?.parse().map_err(D::Error::custom);
                }
                let bytes: [u8; $length] = crate::text::wire::packed_bytes(deserializer)?;
                std::str::from_utf8(&bytes).map_err(D::Error::custom)?.parse().map_err(D::Error::custom)
            }
        }

        crate::text::wire::pattern_schema!($name, $description, $pattern, $length);
    };
}

/// A text of its own kind: a string everywhere. The type says in `check` what it must be.
macro_rules! checked_text {
    (
        $(#[$about:meta])*
        $name:ident ($description:literal, $pattern:literal, $max:expr)
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::VocabularyError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        crate::text::wire::text_conversions!($name);

        crate::text::wire::pattern_schema!($name, $description, $pattern, $max);
    };
}

/// The schema of a type that is a string in JSON.
macro_rules! pattern_schema {
    ($name:ident, $description:literal, $pattern:literal, $max:expr) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> String {
                stringify!($name).to_owned()
            }

            fn json_schema(_: &mut schemars::r#gen::SchemaGenerator) -> schemars::schema::Schema {
                crate::text::wire::text_schema($description, Some($pattern), $max)
            }
        }
    };
}

pub(crate) use {checked_text, closed_list, fixed_code, pattern_schema, text_conversions};

/// Bare bytes in packed storage. serde's own arrays are decoded without a loop: three kilobytes for 32.
pub(crate) fn packed_bytes<'de, D: Deserializer<'de>, const N: usize>(
    decoder: D,
) -> Result<[u8; N], D::Error> {
    struct Bytes<const N: usize>;

    impl<'de, const N: usize> Visitor<'de> for Bytes<N> {
        type Value = [u8; N];

        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("bytes")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<[u8; N], A::Error> {
            let mut bytes = [0; N];
            for byte in &mut bytes {
                *byte = items.next_element()?.ok_or_else(|| A::Error::invalid_length(N, &self))?;
            }
            Ok(bytes)
        }
    }

    decoder.deserialize_tuple(N, Bytes)
}

/// A string of at most so many characters, of this form.
pub(crate) fn text_schema(description: &str, pattern: Option<&str>, max: usize) -> Schema {
    let validation = StringValidation {
        max_length: u32::try_from(max).ok(),
        pattern: pattern.map(str::to_owned),
        ..StringValidation::default()
    };
    SchemaObject { string: Some(Box::new(validation)), ..string(description) }.into()
}

/// One of these strings.
pub(crate) fn list_schema(description: &str, words: &[&str]) -> Schema {
    let words = words.iter().map(|word| (*word).into()).collect();
    SchemaObject { enum_values: Some(words), ..string(description) }.into()
}

fn string(description: &str) -> SchemaObject {
    let metadata = Metadata { description: Some(description.to_owned()), ..Metadata::default() };
    SchemaObject {
        metadata: Some(Box::new(metadata)),
        instance_type: Some(InstanceType::String.into()),
        ..SchemaObject::default()
    }
}
