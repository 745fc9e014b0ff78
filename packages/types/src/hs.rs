//! What goods are, by the Harmonized System of the World Customs Organization.

use crate::text::wire::checked_text;
use crate::VocabularyError;

checked_text! {
    /// A code of goods: 6 digits (international), 8 or 10 (with national digits). Chapters 01 to 97 but 77.
    HsCode (
        "Harmonized System code: 6, 8 or 10 digits, chapters 01 to 97 but 77",
        "^[0-9]{6}([0-9]{2}){0,2}$",
        10
    )
}

checked_text! {
    /// A chapter (2 digits), heading (4) or subheading (6): all goods whose codes begin with it.
    HsPrefix (
        "Harmonized System chapter (2 digits), heading (4) or subheading (6)",
        "^[0-9]{2}([0-9]{2}){0,2}$",
        6
    )
}

impl HsCode {
    /// The first two digits.
    pub fn chapter(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// Whether the goods are of this chapter, heading or subheading.
    pub fn heading_matches(&self, prefix: &HsPrefix) -> bool {
        self.0.starts_with(prefix.as_str())
    }

    fn check(text: &str) -> Result<(), VocabularyError> {
        if !matches!(text.len(), 6 | 8 | 10) {
            return Err(VocabularyError::HsLength { actual: text.to_owned() });
        }
        check_chapter(text)
    }
}

impl HsPrefix {
    fn check(text: &str) -> Result<(), VocabularyError> {
        if !matches!(text.len(), 2 | 4 | 6) {
            return Err(VocabularyError::HsPrefixLength { actual: text.to_owned() });
        }
        check_chapter(text)
    }
}

fn check_chapter(text: &str) -> Result<(), VocabularyError> {
    let actual = text.to_owned();
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(VocabularyError::HsDigits { actual });
    }
    match text.get(..2) {
        Some("00") => Err(VocabularyError::HsChapterZero { actual }),
        Some("77") => Err(VocabularyError::HsChapterReserved { actual }),
        Some("98" | "99") => Err(VocabularyError::HsChapterNational { actual }),
        _ => Ok(()),
    }
}
