use cosmwasm_std::{Attribute, Event};

use crate::{EventError, Field};

/// A struct that becomes an event, attribute by field, and is read back from one.
#[macro_export]
macro_rules! event {
    ($(#[$doc:meta])* $name:ident = $type:literal { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
        }

        impl $name {
            /// The event's type; on chain behind `wasm-`.
            pub const TYPE: &'static str = $type;
        }

        impl ::core::convert::From<$name> for $crate::Event {
            fn from(event: $name) -> Self {
                $crate::written(
                    $type,
                    [$((::core::stringify!($field), $crate::Field::text(&event.$field))),*],
                )
            }
        }

        impl ::core::convert::TryFrom<&$crate::Event> for $name {
            type Error = $crate::EventError;

            fn try_from(event: &$crate::Event) -> ::core::result::Result<Self, $crate::EventError> {
                $crate::expect(event, $type)?;
                ::core::result::Result::Ok(Self {
                    $($field: $crate::read(event, $type, ::core::stringify!($field))?),*
                })
            }
        }
    };
}

/// A [`Field`] of an enum whose values each are a word.
#[macro_export]
macro_rules! words {
    ($type:ident { $($value:ident = $word:literal,)* }) => {
        impl $crate::Field for $type {
            fn text(&self) -> ::core::option::Option<::std::string::String> {
                ::core::option::Option::Some(::std::string::String::from(match self {
                    $(Self::$value => $word,)*
                }))
            }

            fn read(text: ::core::option::Option<&str>) -> ::core::option::Option<Self> {
                match text? {
                    $($word => ::core::option::Option::Some(Self::$value),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    };
}

/// An event with the attributes that have a text.
pub fn written<const N: usize>(name: &str, fields: [(&'static str, Option<String>); N]) -> Event {
    let attribute = |(key, text): (&'static str, Option<String>)| {
        text.map(|value| Attribute { key: key.to_owned(), value })
    };
    Event::new(name).add_attributes(fields.into_iter().filter_map(attribute))
}

/// Refuses another event. On chain the type of a contract's event begins with `wasm-`.
pub fn expect(event: &Event, name: &'static str) -> Result<(), EventError> {
    if event.ty.strip_prefix("wasm-").unwrap_or(&event.ty) == name {
        return Ok(());
    }
    Err(EventError::Type { expected: name, actual: event.ty.clone() })
}

/// The value of an attribute.
pub fn read<T: Field>(event: &Event, name: &'static str, key: &'static str) -> Result<T, EventError> {
    let text =
        event.attributes.iter().find(|attribute| attribute.key == key).map(|found| found.value.as_str());
    T::read(text).ok_or_else(|| match text {
        None => EventError::Missing { event: name, key },
        Some(value) => EventError::Malformed { key, value: value.to_owned() },
    })
}
