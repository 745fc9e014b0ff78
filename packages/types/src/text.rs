//! Short texts: token ids, places of documents, codes of fora, remarks.

pub(crate) mod wire;

use std::fmt;
use std::str::FromStr;

use message::FromJson;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Salt};
use crate::VocabularyError;
use wire::checked_text;

/// Longest token id, in bytes.
pub const MAX_TOKEN_ID: usize = 64;
/// Longest URI, in bytes.
pub const MAX_URI: usize = 128;
/// Longest remark, in bytes of UTF-8.
pub const MAX_REMARK: usize = 120;

checked_text! {
    /// A token of a collection, and so a shipment: 1 to 64 letters, digits and `. _ : / -`.
    TokenId ("1 to 64 letters, digits and . _ : / -", "^[A-Za-z0-9._:/-]{1,64}$", MAX_TOKEN_ID)
}

impl TokenId {
    fn check(text: &str) -> Result<(), VocabularyError> {
        if text.is_empty() || text.len() > MAX_TOKEN_ID {
            return Err(VocabularyError::TokenIdLength { max: MAX_TOKEN_ID, actual: text.len() });
        }
        let of_id = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(&byte);
        if text.bytes().all(of_id) {
            return Ok(());
        }
        Err(VocabularyError::TokenIdCharacter { actual: text.to_owned() })
    }
}

checked_text! {
    /// Where a document is kept: a URI (RFC 3986) of at most 128 bytes that names no party, such as
    /// `"https://bills.example/7"` or `"ipfs://bafy…"`.
    ///
    /// Refused: a user before the host, and schemes that run code, hold the content or address a person.
    Uri ("URI of at most 128 bytes, without a user", "^[a-z][a-z0-9+.-]+:[!-~]+$", MAX_URI)
}

/// Schemes that a wallet must not open (code), that hold personal data, or that are an address of a person.
const REFUSED_SCHEMES: [&str; 14] = [
    "about",
    "blob",
    "data",
    "file",
    "ftp",
    "javascript",
    "mailto",
    "sip",
    "sips",
    "sms",
    "smsto",
    "tel",
    "vbscript",
    "xmpp",
];

impl Uri {
    fn check(text: &str) -> Result<(), VocabularyError> {
        let actual = || text.to_owned();
        if text.len() > MAX_URI {
            return Err(VocabularyError::UriLength { max: MAX_URI, actual: text.len() });
        }
        if !has_only_uri_characters(text) {
            return Err(VocabularyError::UriCharacter { actual: actual() });
        }
        let scheme = match text.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) && !rest.is_empty() => scheme,
            _ => return Err(VocabularyError::UriScheme { actual: actual() }),
        };
        if REFUSED_SCHEMES.contains(&scheme) {
            return Err(VocabularyError::UriSchemeRefused { scheme: scheme.to_owned() });
        }
        // Browsers take https:user@host and https:///user@host for https://user@host.
        let host = text.trim_start_matches(scheme).trim_start_matches(':').trim_start_matches('/');
        match host.split(['/', '?', '#']).next() {
            Some(host) if !host.is_empty() && !host.contains('@') => Ok(()),
            _ => Err(VocabularyError::UriAuthority { actual: actual() }),
        }
    }
}

fn has_only_uri_characters(text: &str) -> bool {
    let of_uri = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    let is_escape = |after: &str| matches!(after.as_bytes(), [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    text.bytes().all(of_uri) && text.split('%').skip(1).all(is_escape)
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'.' | b'-'))
}

checked_text! {
    /// A forum by its code in a published list: `"LMAA"`, `"SIAC"`. 2 to 24 capital letters, digits, `-` and `:`.
    ForumCode ("2 to 24 capital letters, digits, - and :", "^[A-Z0-9][A-Z0-9:-]{0,22}[A-Z0-9]$", 24)
}

impl ForumCode {
    fn check(text: &str) -> Result<(), VocabularyError> {
        let of_word = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let of_code = |byte: &u8| of_word(byte) || b"-:".contains(byte);
        match text.as_bytes() {
            [first, middle @ .., last]
                if text.len() <= 24 && of_word(first) && of_word(last) && middle.iter().all(of_code) =>
            {
                Ok(())
            }
            _ => Err(VocabularyError::ForumCode { actual: text.to_owned() }),
        }
    }
}

checked_text! {
    /// What is measured: `"temperature"`, `"port_waiting_time"`. 1 to 32 small letters, digits and `_`.
    QuantityName ("1 to 32 small letters, digits and _", "^[a-z][a-z0-9_]{0,31}$", 32)
}

impl QuantityName {
    fn check(text: &str) -> Result<(), VocabularyError> {
        let of_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let begins = text.starts_with(|first: char| first.is_ascii_lowercase());
        if begins && text.len() <= 32 && text.bytes().all(of_word) {
            return Ok(());
        }
        Err(VocabularyError::QuantityName { actual: text.to_owned() })
    }
}

/// A text of a person, of at most `MAX` bytes of UTF-8: what it says is what is seen. Line breaks, controls,
/// characters without a width and those that turn the direction of writing are refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = VocabularyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() > MAX || text.is_empty() {
            return Err(VocabularyError::TextLength { max: MAX, actual: text.len() });
        }
        if let Some(unseen) = text.chars().find(|character| is_unseen(*character)) {
            return Err(VocabularyError::TextCharacter { code: unseen.into() });
        }
        if text.trim().is_empty() {
            return Err(VocabularyError::TextBlank);
        }
        Ok(Self(text))
    }
}

impl<const MAX: usize> FromStr for Text<MAX> {
    type Err = VocabularyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text.to_owned())
    }
}

impl<const MAX: usize> message::FromJson for Text<MAX> {
    fn from_json(json: message::Json) -> Result<Self, message::Refusal> {
        message::parsed(json)
    }
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<const MAX: usize> JsonSchema for Text<MAX> {
    fn schema_name() -> String {
        format!("Text{MAX}")
    }

    fn json_schema(_: &mut schemars::r#gen::SchemaGenerator) -> schemars::schema::Schema {
        wire::text_schema(
            "A text without controls and invisible characters; its limit is in bytes",
            None,
            MAX,
        )
    }
}

/// Controls, Unicode's default ignorable code points (DerivedCoreProperties, 15.1), fillers that print nothing, and
/// what is no character. Joiners (U+200C, U+200D) and the variation selectors of emoji (U+FE00 to U+FE0F) stay:
/// Persian, the scripts of India and hearts are not written without them.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}'
            | '\u{180B}'..='\u{180F}' // Mongolian selectors and separator
            | '\u{2028}'..='\u{202E}' // separators, direction
            | '\u{2060}'..='\u{206F}' // widthless, direction
            | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' // fillers
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' // shorthand and music formats
            | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' // private use
            | '\u{FDD0}'..='\u{FDEF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' // no characters
            | '\u{E0000}'..='\u{E0FFF}' // tags, further selectors
        )
}

/// What a party says with an act. The text travels in the message and its event; state keeps only [`Remark::digest`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// At most 120 bytes.
    text: Text<MAX_REMARK>,
    /// Random, and new for each remark: without it short texts could be guessed from their digests.
    salt: Salt,
}

impl Remark {
    /// A remark with its salt.
    pub fn new(text: &str, salt: Salt) -> Result<Self, VocabularyError> {
        Ok(Self { text: text.parse()?, salt })
    }

    /// What it says.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Its salt.
    pub const fn salt(&self) -> &Salt {
        &self.salt
    }

    /// What state keeps of it.
    pub fn digest(&self) -> Digest {
        Digest::salted("portolan/remark", &self.salt, self.text().as_bytes())
    }

    /// As an event carries it, if there is one: text and salt.
    pub fn spoken(remark: Option<Self>) -> (Option<String>, Option<String>) {
        remark
            .map_or((None, None), |remark| (Some(remark.text().to_owned()), Some(remark.salt().to_string())))
    }
}
