//! Published codes of carriers and other legal persons.

use crate::text::wire::{checked_text, fixed_code};
use crate::VocabularyError;

checked_text! {
    /// A carrier's Standard Carrier Alpha Code: `"MSCU"`.
    Scac ("Standard Carrier Alpha Code: 2 to 4 capital letters", "^[A-Z]{2,4}$", 4)
}

impl Scac {
    fn check(text: &str) -> Result<(), VocabularyError> {
        if (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Ok(());
        }
        Err(VocabularyError::Scac { actual: text.to_owned() })
    }
}

fixed_code! {
    /// A Legal Entity Identifier (ISO 17442) with valid check digits: `"506700GE1G29325QX363"`.
    Lei[20] ("ISO 17442 Legal Entity Identifier with its check digits", "^[0-9A-Z]{18}[0-9]{2}$") else LeiForm
}

impl Lei {
    fn check(text: &str, code: &[u8; 20]) -> Result<(), VocabularyError> {
        let [entity @ .., tens, ones] = code;
        let entity_is_capital = entity.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if !entity_is_capital || !tens.is_ascii_digit() || !ones.is_ascii_digit() {
            return Err(VocabularyError::LeiForm { actual: text.to_owned() });
        }
        // MOD 97-10 never yields 00, 01 or 99: they would be second spellings of 97, 98 and 02.
        let is_yielded = !matches!([*tens, *ones], [b'0', b'0' | b'1'] | [b'9', b'9']);
        if is_yielded && remainder(code) == Some(1) {
            return Ok(());
        }
        Err(VocabularyError::LeiCheckDigits { actual: text.to_owned() })
    }
}

/// ISO 7064 MOD 97-10: letters count as 10 to 35, and the whole is read as one decimal number.
fn remainder(code: &[u8; 20]) -> Option<u32> {
    code.iter().try_fold(0_u32, |remainder, byte| {
        let value = char::from(*byte).to_digit(36)?;
        let shift = if value < 10 { 10 } else { 100 };
        Some(remainder.checked_mul(shift)?.checked_add(value)? % 97)
    })
}
