//! Answers and calls written as JSON, byte for byte as the chain's own serializer writes them.

use cosmwasm_std::{Addr, Binary, Coin, Uint128};
use cw20::Denom;

/// A type that is written as JSON. Its derive costs one call a field.
pub trait ToJson {
    /// Appends the value.
    fn write(&self, json: &mut String);
}

/// A value in JSON.
pub fn to_json(value: &dyn ToJson) -> Binary {
    let mut json = String::new();
    value.write(&mut json);
    Binary::from(json.into_bytes())
}

/// An object while it is written.
pub struct Object<'a> {
    json: &'a mut String,
    is_empty: bool,
    end: &'static str,
}

impl<'a> Object<'a> {
    /// An object.
    pub fn begin(json: &'a mut String) -> Self {
        json.push('{');
        Self { json, is_empty: true, end: "}" }
    }

    /// The fields of a variant.
    pub fn variant(json: &'a mut String, name: &str) -> Self {
        named(json, name);
        json.push('{');
        Self { json, is_empty: true, end: "}}" }
    }

    /// One of its fields.
    pub fn field(&mut self, name: &str, value: &dyn ToJson) {
        if !self.is_empty {
            self.json.push(',');
        }
        self.is_empty = false;
        name.write(self.json);
        self.json.push(':');
        value.write(self.json);
    }

    /// Closes it.
    pub fn end(self) {
        self.json.push_str(self.end);
    }
}

/// A variant with one value of another type.
pub fn write_variant(json: &mut String, name: &str, content: &dyn ToJson) {
    named(json, name);
    content.write(json);
    json.push('}');
}

fn named(json: &mut String, name: &str) {
    json.push('{');
    name.write(json);
    json.push(':');
}

/// What stands in JSON as the string that it is spoken as.
pub fn write_text(json: &mut String, value: &dyn std::fmt::Display) {
    value.to_string().as_str().write(json);
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn write(&self, json: &mut String) {
        self.as_ref().write(json);
    }
}

impl ToJson for str {
    // RFC 8785 (canonical JSON), 3.2.2.2.
    fn write(&self, json: &mut String) {
        json.push('"');
        for character in self.chars() {
            match character {
                '"' => json.push_str("\\\""),
                '\\' => json.push_str("\\\\"),
                '\u{8}' => json.push_str("\\b"),
                '\t' => json.push_str("\\t"),
                '\n' => json.push_str("\\n"),
                '\u{c}' => json.push_str("\\f"),
                '\r' => json.push_str("\\r"),
                '\0'..='\u{1f}' => {
                    json.push_str(if character < '\u{10}' { "\\u000" } else { "\\u001" });
                    let digit = u32::from(character) & 0xF;
                    json.push(char::from_digit(digit, 16).unwrap_or('0').to_ascii_uppercase());
                }
                character => json.push(character),
            }
        }
        json.push('"');
    }
}

impl ToJson for String {
    fn write(&self, json: &mut String) {
        self.as_str().write(json);
    }
}

impl ToJson for Addr {
    fn write(&self, json: &mut String) {
        self.as_str().write(json);
    }
}

impl ToJson for Binary {
    fn write(&self, json: &mut String) {
        self.to_base64().write(json);
    }
}

impl ToJson for Uint128 {
    fn write(&self, json: &mut String) {
        self.to_string().write(json);
    }
}

impl ToJson for Coin {
    fn write(&self, json: &mut String) {
        let mut coin = Object::begin(json);
        coin.field("denom", &self.denom);
        coin.field("amount", &self.amount);
        coin.end();
    }
}

impl ToJson for Denom {
    fn write(&self, json: &mut String) {
        match self {
            Self::Native(denom) => write_variant(json, "native", denom),
            Self::Cw20(token) => write_variant(json, "cw20", token),
        }
    }
}

impl ToJson for bool {
    fn write(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }
}

impl ToJson for u64 {
    fn write(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl ToJson for i32 {
    fn write(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl ToJson for $number {
            fn write(&self, json: &mut String) {
                u64::from(*self).write(json);
            }
        }
    )*};
}

numbers! { u8 u16 u32 }

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, json: &mut String) {
        let mut before = '[';
        for item in self {
            json.push(before);
            item.write(json);
            before = ',';
        }
        if before == '[' {
            json.push('[');
        }
        json.push(']');
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, json: &mut String) {
        T::write(self, json);
    }
}
