//! How a value stands in an event's attribute, and how it is read back.

use cosmwasm_std::{Addr, Attribute, Event};
use numeric::UnixTime;
use thiserror::Error;
use types::digest::Digest;
use types::endorsement::ActCode;
use types::event::EventCode;
use types::locode::Locode;
use types::party::{Lei, Scac};
use types::shipment::{AdmittedRole, ConsentedAct};

/// Why an event is not the one that was expected.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum EventError {
    /// Another event.
    #[error("this is {actual}, not {expected}")]
    Type {
        /// what was to be read
        expected: &'static str,
        /// what it is
        actual: String,
    },
    /// An attribute is missing.
    #[error("{event} without {key}")]
    Missing {
        /// the event
        event: &'static str,
        /// the attribute
        key: &'static str,
    },
    /// An attribute's value is none of its kind.
    #[error("{key} cannot be {value:?}")]
    Malformed {
        /// the attribute
        key: &'static str,
        /// its value
        value: String,
    },
}

/// A value of an attribute. One without text has no attribute.
pub trait Field: Sized {
    /// The attribute's text.
    fn text(&self) -> Option<String>;
    /// The value of the text, `None` if it is none.
    fn read(text: Option<&str>) -> Option<Self>;
}

macro_rules! field {
    ($($type:ty: $text:expr, $read:expr;)*) => {$(
        impl Field for $type {
            fn text(&self) -> Option<String> {
                Some($text(self))
            }
            fn read(text: Option<&str>) -> Option<Self> {
                text.and_then($read)
            }
        }
    )*};
}

field! {
    String: Clone::clone, |text| Some(text.to_owned());
    Addr: Addr::to_string, |text| Some(Addr::unchecked(text));
    u8: u8::to_string, |text| text.parse().ok();
    u32: u32::to_string, |text| text.parse().ok();
    bool: bool::to_string, |text| text.parse().ok();
    UnixTime: |time: &UnixTime| time.seconds().to_string(), |text| UnixTime::new(text.parse().ok()?).ok();
    EventCode: |code: &EventCode| code.canonical().to_owned(), |text| text.parse().ok();
    Locode: |place: &Locode| place.as_str().to_owned(), |text| text.parse().ok();
    ActCode: |code: &ActCode| code.as_str().to_owned(), |text| text.parse().ok();
    Digest: Digest::to_string, |text| text.parse().ok();
    Scac: |code: &Scac| code.as_str().to_owned(), |text| text.parse().ok();
    Lei: |code: &Lei| code.as_str().to_owned(), |text| text.parse().ok();
}

macro_rules! words {
    ($type:ident { $($value:ident = $word:literal,)* }) => {
        impl Field for $type {
            fn text(&self) -> Option<String> {
                Some(match self { $(Self::$value => $word,)* }.to_owned())
            }
            fn read(text: Option<&str>) -> Option<Self> {
                match text? { $($word => Some(Self::$value),)* _ => None }
            }
        }
    };
}

words! { AdmittedRole { Settlement = "settlement", Financier = "financier", Observer = "observer", } }
words! {
    ConsentedAct {
        Amendment = "amendment",
        Paper = "paper",
        Delivery = "delivery",
        KeyReplacement = "key_replacement",
    }
}

impl<T: Field> Field for Option<T> {
    fn text(&self) -> Option<String> {
        self.as_ref().and_then(Field::text)
    }

    fn read(text: Option<&str>) -> Option<Self> {
        match text {
            None => Some(None),
            text => T::read(text).map(Some),
        }
    }
}

/// The attributes that have a text.
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
