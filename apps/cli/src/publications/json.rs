//! JSON as a tree that knows its lines, in which no key comes twice and numbers stay as they are written.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::Deserializer;

use super::error::Fault;

/// Digits that a number may have: as many as a double keeps, which is what publishers' programs calculate with (RFC 8259,
/// section 6).
const DIGITS: usize = 15;

/// Most fields of one object: the standards' have a tenth of it.
const FIELDS: usize = 256;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// From 1 on.
    pub line: u64,
    /// In bytes, from 1 on.
    pub column: u64,
}

impl Spot {
    /// Where every file begins.
    pub const START: Self = Self { line: 1, column: 0 };
}

/// A value and where it begins; exact for objects and lists, which is what publications are.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub spot: Spot,
    /// What stands there.
    pub value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// In decimal, without an exponent.
    Number(String),
    /// Of more digits than are sure: near this decimal.
    Inexact(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object, in its order.
    Object(Vec<(String, Node)>),
}

/// Reads a document. What is wrong with it is told with its line.
pub fn parse(bytes: &[u8]) -> Result<Node, (Spot, Fault)> {
    let spot = Cell::new(Spot::START);
    let mut decoder = serde_json::Deserializer::from_reader(Counting { bytes, spot: &spot });
    let tree = Tree { spot: &spot }.deserialize(&mut decoder);
    let tree = tree.and_then(|tree| decoder.end().map(|()| tree));
    tree.map_err(|error| {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let spot = Spot { line: number(error.line()), column: number(error.column()) };
        (spot, Fault::Json { why: without_place(&error) })
    })
}

/// The reader gives one byte at a time, so that the spot is that of what was read last.
struct Counting<'a> {
    bytes: &'a [u8],
    spot: &'a Cell<Spot>,
}

impl Read for Counting<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (Some((first, rest)), Some(place)) = (self.bytes.split_first(), into.first_mut()) else {
            return Ok(0);
        };
        (*place, self.bytes) = (*first, rest);
        let Spot { line, column } = self.spot.get();
        self.spot.set(match first {
            b'\n' => Spot { line: line.saturating_add(1), column: 0 },
            _ => Spot { line, column: column.saturating_add(1) },
        });
        Ok(1)
    }
}

fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").and_then(|end| text.get(..end)).map_or(text.clone(), str::to_owned)
}

#[derive(Clone, Copy)]
struct Tree<'a> {
    spot: &'a Cell<Spot>,
}

impl Tree<'_> {
    fn node<E>(self, value: Value) -> Result<Node, E> {
        Ok(Node { spot: self.spot.get(), value })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, decoder: D) -> Result<Node, D::Error> {
        decoder.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        self.node(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        self.node(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        self.node(Value::Number(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        self.node(Value::Number(value.to_string()))
    }

    /// Of up to fifteen digits the shortest decimal that gives this double is the one that was written; of more it need
    /// not be, and they are refused rather than rounded where somebody asks for them: not in a latitude that nobody
    /// reads.
    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        let decimal = value.to_string();
        let significant = decimal.trim_start_matches(['-', '0', '.']);
        if significant.bytes().filter(u8::is_ascii_digit).count() > DIGITS {
            return self.node(Value::Inexact(decimal));
        }
        self.node(Value::Number(decimal))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        self.node(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        self.node(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let spot = self.spot.get();
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Node { spot, value: Value::List(list) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let spot = self.spot.get();
        let mut object: Vec<(String, Node)> = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.len() == FIELDS {
                return Err(A::Error::custom(format_args!("an object of more than {FIELDS} fields")));
            }
            if object.iter().any(|(known, _)| *known == key) {
                return Err(A::Error::custom(format_args!("{key:?} comes twice")));
            }
            object.push((key, entries.next_value_seed(self)?));
        }
        Ok(Node { spot, value: Value::Object(object) })
    }
}

impl Node {
    /// The value of a key. `null` is as good as nothing.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Value::Object(entries) = &self.value else { return None };
        let found = entries.iter().find(|(known, _)| known == key).map(|(_, node)| node);
        found.filter(|node| node.value != Value::Null)
    }

    /// What a path of keys leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The items of a list, or the thing itself where one stands for a list of one.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The items under a key; none without it.
    pub fn each(&self, key: &str) -> &[Self] {
        self.get(key).map_or(&[], Self::items)
    }

    /// A string.
    pub fn as_text(&self, what: &'static str) -> Result<&str, Fault> {
        match &self.value {
            Value::Text(text) => Ok(text),
            other => Err(Fault::Form { what, expected: "text", found: other.kind() }),
        }
    }

    /// A string under a key, if there is one.
    pub fn text(&self, key: &'static str) -> Result<Option<&str>, Fault> {
        self.get(key).map(|node| node.as_text(key)).transpose()
    }

    /// A string under a key that must be there.
    pub fn required(&self, key: &'static str) -> Result<&str, Fault> {
        self.text(key)?.ok_or(Fault::Missing { what: key })
    }

    /// A flag under a key; not set without it.
    pub fn flag(&self, key: &'static str) -> Result<bool, Fault> {
        match self.get(key).map(|node| &node.value) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(Fault::Form { what: key, expected: "true or false", found: other.kind() }),
        }
    }

    /// A number under a key, as it is written.
    pub fn number(&self, key: &'static str) -> Result<Option<&str>, Fault> {
        match self.get(key).map(|node| &node.value) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(Some(number)),
            Some(Value::Inexact(found)) => Err(Fault::Number { found: found.clone() }),
            Some(other) => Err(Fault::Form { what: key, expected: "a number", found: other.kind() }),
        }
    }
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) | Self::Inexact(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_know_their_lines_whatever_ends_a_line() {
        for text in ["[\n\n {\"a\":\n{}},\n{\n}]", "[\r\n\r\n {\"a\":\r\n{}},\r\n{\r\n}]"] {
            let tree = parse(text.as_bytes()).unwrap();
            let lines: Vec<u64> = tree.items().iter().map(|node| node.spot.line).collect();
            assert_eq!(lines, [3, 5]);
            assert_eq!(tree.items()[0].get("a").unwrap().spot.line, 4);
        }
    }

    #[test]
    fn objects_on_one_line_know_their_columns() {
        let tree = parse(br#"{"a":[{"b":1}, {}]}"#).unwrap();
        let columns: Vec<u64> = tree.each("a").iter().map(|node| node.spot.column).collect();
        assert_eq!(columns, [7, 16]);
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        let tree = parse(b"[26.0, -0.05, 26.10, 18446744073709551615, 1.5e3, 123456.789012345]").unwrap();
        let numbers: Vec<_> = tree.items().iter().map(|node| node.value.clone()).collect();
        let expected = ["26", "-0.05", "26.1", "18446744073709551615", "1500", "123456.789012345"];
        assert_eq!(numbers, expected.map(|number| Value::Number(number.to_owned())));
    }

    #[test]
    fn a_number_that_is_not_sure_is_refused_where_it_is_asked_for() {
        let tree =
            parse(br#"{"latitude":51.924420000000006,"value":4.599999904632568,"huge":1e30}"#).unwrap();
        for key in ["latitude", "value", "huge"] {
            assert!(matches!(tree.number(key), Err(Fault::Number { .. })), "{key}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_on_its_line() {
        let deep = "[".repeat(100_000);
        let wide: Vec<String> = (0..=FIELDS).map(|field| format!("\"{field}\":0")).collect();
        let wide = format!("\n{{{}}}", wide.join(","));
        for (text, line, why) in [
            ("{\n\"a\":1,\n\"a\":2}", 3, "comes twice"),
            ("[1,\n2", 2, "EOF"),
            ("[\n\n1e400]", 3, "number out of range"),
            ("[0x10]", 1, "expected"),
            ("{} {}", 1, "trailing"),
            ("[1,]", 1, "trailing comma"),
            ("[NaN]", 1, "expected"),
            ("[\n\"\\ud800\"]", 2, "hex escape"),
            ("", 1, "EOF"),
            (&deep, 1, "recursion limit"),
            (&wide, 2, "more than 256 fields"),
        ] {
            let (at, fault) = parse(text.as_bytes()).unwrap_err();
            assert!(fault.to_string().contains(why), "{text:.40}: {fault}");
            assert_eq!(at.line, line, "{text:.40}: {fault}");
        }
        assert!(parse(b"[\"\xff\"]").is_err(), "not UTF-8");
        assert!(
            parse("[1]".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice()).is_err()
        );
    }
}
