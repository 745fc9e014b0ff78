//! Why a word is refused.

use thiserror::Error;

use crate::digest::Digest;

/// A value that is none of the vocabulary: each variant is one rule, with what was found.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // The messages say it.
pub enum VocabularyError {
    #[error("{actual:?} is no country: use a two-letter code of ISO 3166-1 in capitals, such as GB")]
    Country { actual: String },

    #[error("{actual:?} is no UN/LOCODE: it has {expected} characters, such as NLRTM", expected = 5)]
    LocodeLength { actual: String },
    #[error(
        "{actual:?} is no UN/LOCODE: it begins with a country of ISO 3166-1 in capitals, or XZ for \
         installations in international waters"
    )]
    LocodeCountry { actual: String },
    #[error("{actual:?} is no UN/LOCODE: the place is three of A-Z and 2-9, in capitals")]
    LocodePlace { actual: String },

    #[error(
        "{actual:?} is no container number: ISO 6346 has {expected} characters, such as CSQU3054383",
        expected = 11
    )]
    ContainerLength { actual: String },
    #[error("{actual:?} is no container number: it begins with the owner's three capital letters")]
    ContainerOwner { actual: String },
    #[error(
        "{actual:?} is no container number: the fourth letter is U (container), J (equipment) or Z (trailer)"
    )]
    ContainerCategory { actual: String },
    #[error("{actual:?} is no container number: after the letters come six digits and the check digit")]
    ContainerSerial { actual: String },
    #[error("container number {number} ends in {actual}, but its check digit is {expected}: look for a misread character")]
    ContainerCheckDigit { number: String, expected: u8, actual: u8 },

    #[error("{actual:?} is no Harmonized System code: use 6 digits (international), 8 or 10, without dots")]
    HsLength { actual: String },
    #[error(
        "{actual:?} is no Harmonized System prefix: use a chapter (2 digits), heading (4) or subheading (6)"
    )]
    HsPrefixLength { actual: String },
    #[error("{actual:?}: Harmonized System codes have digits only, without dots or spaces")]
    HsDigits { actual: String },
    #[error("{actual}: there is no chapter 00 in the Harmonized System; chapters are 01 to 97")]
    HsChapterZero { actual: String },
    #[error("{actual}: chapter 77 of the Harmonized System is reserved and has no goods")]
    HsChapterReserved { actual: String },
    #[error("{actual}: chapters 98 and 99 mean something else in each country; use an international chapter, 01 to 97")]
    HsChapterNational { actual: String },

    #[error(
        "{actual:?} is no mode of transport: use maritime, rail, road, air, mail, multimodal, \
         fixed_installation or inland_water, its Rec 19 digit 1 to 8, or DCSA's VESSEL, RAIL, TRUCK or BARGE"
    )]
    TransportMode { actual: String },

    #[error("{actual:?} is no unit that goods are measured in here: use a common code of UN/CEFACT Rec 20, such as KGM")]
    Unit { actual: String },
    #[error("{actual:?} is a type of package (UN/CEFACT Rec 21), not a unit: count the packages apart, or use H87 (piece)")]
    UnitIsPackage { actual: String },

    #[error("{actual:?} is nothing that devices measure here: use a measurement type of the GS1 CBV 2.0, such as temperature")]
    Quantity { actual: String },

    #[error("{actual:?} is no event: use a code of DCSA (DEPA), IATA (DEP) or the GS1 CBV (departing) that is in the mapping")]
    EventCode { actual: String },
    #[error("{actual:?} is no event classifier: use PLN (planned), EST (estimated) or ACT (actual)")]
    Classifier { actual: String },

    #[error(
        "{actual:?} is no act of an endorsement chain: use a code of DCSA PINT 3.0, such as ENDORSE_TO_ORDER"
    )]
    ActCode { actual: String },
    #[error("{actual:?} is no reason for a surrender: use SWTP (switch to paper), COD (change of destination) or SWI (switch bill)")]
    SurrenderReason { actual: String },

    #[error("{actual:?} is no digest: use the 64 hexadecimal digits of a SHA-256, in lower case")]
    DigestForm { actual: String },
    #[error("a digest of nothing: 32 zero bytes stand for no document; give its SHA-256")]
    DigestOfNothing,
    #[error("{actual:?} is no salt: use 16 random bytes as 32 hexadecimal digits, in lower case")]
    SaltForm { actual: String },
    #[error("a salt of zeros hides nothing: use 16 random bytes")]
    SaltOfNothing,

    #[error("leaf {index} does not exist: the list has {leaves}, counted from 0")]
    ProofIndex { index: u32, leaves: u32 },
    #[error("a proof with {actual} siblings: leaf {index} of {leaves} takes {expected}")]
    ProofLength { index: u32, leaves: u32, expected: usize, actual: usize },
    #[error("a proof with {actual} siblings: use at most {max}")]
    TooManySiblings { max: usize, actual: usize },
    #[error("the leaf and its siblings make {actual}, not the root {expected}: another leaf, place or list")]
    ProofRoot { expected: Digest, actual: Digest },
    #[error("a list of {actual} leaves is too long: the most is {max}", max = u32::MAX)]
    TooManyLeaves { actual: usize },

    #[error("{actual:?} is no Standard Carrier Alpha Code: use 2 to 4 capital letters, such as MSCU")]
    Scac { actual: String },
    #[error("{actual:?} is no Legal Entity Identifier: ISO 17442 has 18 capital letters or digits and 2 check digits")]
    LeiForm { actual: String },
    #[error(
        "{actual} is no Legal Entity Identifier: its check digits do not fit; look for a misread character"
    )]
    LeiCheckDigits { actual: String },

    #[error("a token id of {actual} bytes: use 1 to {max}")]
    TokenIdLength { max: usize, actual: usize },
    #[error("token id {actual:?}: use letters, digits and . _ : / - only")]
    TokenIdCharacter { actual: String },
    #[error("a URI of {actual} bytes: use at most {max}")]
    UriLength { max: usize, actual: usize },
    #[error("URI {actual:?}: use the ASCII characters of RFC 3986 only, others percent-encoded, no spaces")]
    UriCharacter { actual: String },
    #[error("URI {actual:?}: begin with a scheme and a colon and say what follows, such as https://bills.example/7")]
    UriScheme { actual: String },
    #[error("URI scheme {scheme:?} runs code, holds the content itself or addresses a person: publish the document and name its place")]
    UriSchemeRefused { scheme: String },
    #[error(
        "URI {actual:?} names a user or an empty host: leave out what stands before @, a URI names no party"
    )]
    UriAuthority { actual: String },
    #[error("forum {actual:?}: use the 2 to 24 capital letters, digits, - and : of a published code, such as LMAA")]
    ForumCode { actual: String },
    #[error("{actual:?} names no quantity: use 1 to 32 small letters, digits and _, a letter first")]
    QuantityName { actual: String },
    #[error("a text of {actual} bytes: use 1 to {max}, or leave it out")]
    TextLength { max: usize, actual: usize },
    #[error("a text of spaces only: say something, or leave it out")]
    TextBlank,
    #[error("a text with U+{code:04X}, which cannot be seen in print: leave it out")]
    TextCharacter { code: u32 },

    #[error("{actual:?} is no native denomination: use 3 to 128 letters, digits and / : . _ -, beginning with a letter")]
    NativeDenom { actual: String },
    #[error("{actual:?} is no address on this chain: use that of the cw20 contract as the chain writes it")]
    Cw20Address { actual: String },

    #[error("stored as {list} number {number}, which this version does not know")]
    UnknownNumber { list: &'static str, number: u8 },
}
