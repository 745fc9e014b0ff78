//! Containers and other freight equipment.

use crate::text::wire::fixed_code;
use crate::VocabularyError;

/// A character stands at its value: letters from 10 on, without the multiples of 11 (ISO 6346, annex A).
const VALUES: &[u8] = b"0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ";

fixed_code! {
    /// A container by its number under ISO 6346: owner, category, serial number, check digit, as in
    /// `"CSQU3054383"`.
    #[derive(Copy)]
    ContainerNumber[11] ("ISO 6346 container number with its check digit", "^[A-Z]{3}[UJZ][0-9]{7}$")
        else ContainerLength
}

impl ContainerNumber {
    fn check(text: &str, number: &[u8; 11]) -> Result<(), VocabularyError> {
        let [owner @ .., category, _, _, _, _, _, _, digit] = number;
        let [_, _, _, _, serial @ ..] = number;
        let actual = || text.to_owned();
        if !owner.iter().all(u8::is_ascii_uppercase) {
            return Err(VocabularyError::ContainerOwner { actual: actual() });
        }
        if !matches!(category, b'U' | b'J' | b'Z') {
            return Err(VocabularyError::ContainerCategory { actual: actual() });
        }
        if !serial.iter().all(u8::is_ascii_digit) {
            return Err(VocabularyError::ContainerSerial { actual: actual() });
        }
        match (check_digit(number), value(*digit)) {
            (Some(expected), Some(found)) if expected == found => Ok(()),
            (Some(expected), Some(found)) => {
                Err(VocabularyError::ContainerCheckDigit { number: actual(), expected, actual: found })
            }
            _ => Err(VocabularyError::ContainerSerial { actual: actual() }),
        }
    }
}

fn value(character: u8) -> Option<u8> {
    VALUES.iter().position(|known| *known == character).and_then(|value| u8::try_from(value).ok())
}

/// The sum of the first ten characters, each by its value and doubled for each place, modulo 11; ten counts as 0.
fn check_digit(number: &[u8; 11]) -> Option<u8> {
    let [characters @ .., _] = number;
    let sum = characters
        .iter()
        .rev()
        .try_fold(0_u32, |sum, character| sum.checked_mul(2)?.checked_add(u32::from(value(*character)?)))?;
    u8::try_from(sum % 11 % 10).ok()
}
