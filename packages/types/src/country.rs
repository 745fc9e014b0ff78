//! Countries, as the law of a document.

use crate::text::wire::fixed_code;
use crate::VocabularyError;

/// The 249 codes of ISO 3166-1 alpha-2, sorted. Reserved and user-assigned codes (EU, UK, XK) are not among them.
const CODES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCM\
                     CNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGW\
                     GYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMD\
                     MEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPW\
                     PYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUG\
                     UMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

fixed_code! {
    /// A country of ISO 3166-1, by its two letters: `"GB"`.
    #[derive(Copy)]
    Country[2] ("ISO 3166-1 alpha-2 country code", "^[A-Z]{2}$") else Country
}

impl Country {
    /// The country of these letters, if there is one.
    pub(crate) fn listed(letters: [u8; 2]) -> Option<Self> {
        let (codes, _) = CODES.as_bytes().as_chunks();
        codes.binary_search(&letters).is_ok().then_some(Self(letters))
    }

    fn check(text: &str, letters: &[u8; 2]) -> Result<(), VocabularyError> {
        match Self::listed(*letters) {
            Some(_) => Ok(()),
            None => Err(VocabularyError::Country { actual: text.to_owned() }),
        }
    }
}
