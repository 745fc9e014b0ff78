//! Ports, airports, terminals and inland places.

use crate::country::Country;
use crate::text::wire::fixed_code;
use crate::VocabularyError;

/// Stands for the country of installations in international waters.
const INTERNATIONAL_WATERS: [u8; 2] = *b"XZ";

fixed_code! {
    /// A place by its UN/LOCODE, the country and three characters: `"NLRTM"`. That the country exists is checked,
    /// that the place is on the list is not: it grows twice a year.
    #[derive(Copy)]
    Locode[5] ("UN/LOCODE: country and three of A-Z, 2-9", "^[A-Z]{2}[A-Z2-9]{3}$") else LocodeLength
}

impl Locode {
    /// Its country; none for an installation in international waters (`XZ`).
    pub fn country(&self) -> Option<Country> {
        let [first, second, ..] = self.0;
        Country::listed([first, second])
    }

    fn check(text: &str, code: &[u8; 5]) -> Result<(), VocabularyError> {
        let [first, second, place @ ..] = *code;
        let country = [first, second];
        if country != INTERNATIONAL_WATERS && Country::listed(country).is_none() {
            return Err(VocabularyError::LocodeCountry { actual: text.to_owned() });
        }
        if place.iter().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'9')) {
            return Ok(());
        }
        Err(VocabularyError::LocodePlace { actual: text.to_owned() })
    }
}
