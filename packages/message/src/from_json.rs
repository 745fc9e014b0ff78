//! What a message is made of, each from the tree.

use std::fmt::Display;
use std::str::FromStr;

use cosmwasm_std::{Binary, Coin, Empty, Timestamp, Uint128};
use cw20::Cw20ReceiveMsg;
use cw_ownable::Action;
use cw_utils::Expiration;

use crate::{Json, Refusal, Variant};

/// A type that is read from the tree: with [`Message`](crate::Message) a struct or an enum.
pub trait FromJson: Sized {
    /// The value that stands in JSON, or why there is none.
    fn from_json(json: Json) -> Result<Self, Refusal>;
}

/// What stands in JSON as a string that it is made of.
pub fn parsed<T: FromStr<Err: Display>>(json: Json) -> Result<T, Refusal> {
    text(json)?.parse().map_err(because)
}

/// What stands in JSON as another type that it is made of.
pub fn converted<From: FromJson, To: TryFrom<From, Error: Display>>(json: Json) -> Result<To, Refusal> {
    To::try_from(From::from_json(json)?).map_err(because)
}

fn because(reason: impl Display) -> Refusal {
    serde::de::Error::custom(reason)
}

fn expected(what: &str) -> Refusal {
    Refusal::because(&["expected ", what])
}

fn text(json: Json) -> Result<String, Refusal> {
    match json {
        Json::Text(text) => Ok(text),
        _ => Err(expected("a string")),
    }
}

fn number(json: &Json) -> Option<i128> {
    match json {
        Json::Unsigned(value) => Some((*value).into()),
        Json::Signed(value) => Some((*value).into()),
        _ => None,
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl FromJson for $number {
            fn from_json(json: Json) -> Result<Self, Refusal> {
                let value = number(&json).and_then(|value| value.try_into().ok());
                value.ok_or_else(|| expected(concat!("a number of type ", stringify!($number))))
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 i32 }

impl FromJson for bool {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        match json {
            Json::Bool(value) => Ok(value),
            _ => Err(expected("true or false")),
        }
    }
}

impl FromJson for String {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        text(json)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        match json {
            Json::Null => Ok(None),
            json => T::from_json(json).map(Some),
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        let Json::List(list) = json else { return Err(expected("a list")) };
        let mut read = Self::with_capacity(list.len());
        for item in list {
            read.push(T::from_json(item)?);
        }
        Ok(read)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        T::from_json(json).map(Self::new)
    }
}

impl FromJson for Binary {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        Self::from_base64(&text(json)?).map_err(because)
    }
}

impl FromJson for Uint128 {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        parsed::<u128>(json).map(Self::new)
    }
}

impl FromJson for crate::Fields {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        Self::of(json)
    }
}

impl FromJson for Coin {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        let mut fields = crate::Fields::of(json)?;
        let coin = Self { denom: fields.take("denom")?, amount: fields.take("amount")? };
        fields.end().map(|()| coin)
    }
}

impl FromJson for Empty {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        crate::Fields::of(json).map(|_| Self {})
    }
}

impl FromJson for Timestamp {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        parsed::<u64>(json).map(Self::from_nanos)
    }
}

impl FromJson for Cw20ReceiveMsg {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        let mut fields = crate::Fields::of(json)?;
        let received =
            Self { sender: fields.take("sender")?, amount: fields.take("amount")?, msg: fields.take("msg")? };
        fields.end().map(|()| received)
    }
}

impl FromJson for Expiration {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        let (variant, content) = Variant::of(json)?;
        match variant.as_str() {
            "at_height" => content.whole().map(Self::AtHeight),
            "at_time" => content.whole().map(Self::AtTime),
            "never" => content.fields()?.end().map(|()| Self::Never {}),
            other => Err(Refusal::no_such_message(other, &["at_height", "at_time", "never"])),
        }
    }
}

impl FromJson for Action {
    fn from_json(json: Json) -> Result<Self, Refusal> {
        let (variant, content) = Variant::of(json)?;
        match variant.as_str() {
            "transfer_ownership" => {
                let mut fields = content.fields()?;
                let (new_owner, expiry) = (fields.take("new_owner")?, fields.take("expiry")?);
                fields.end().map(|()| Self::TransferOwnership { new_owner, expiry })
            }
            "accept_ownership" => content.nothing().map(|()| Self::AcceptOwnership),
            "renounce_ownership" => content.nothing().map(|()| Self::RenounceOwnership),
            other => {
                let known = &["transfer_ownership", "accept_ownership", "renounce_ownership"];
                Err(Refusal::no_such_message(other, known))
            }
        }
    }
}
