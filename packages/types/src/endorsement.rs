//! Acts on a title, in the codes of DCSA's endorsement chain (PINT 3.0).

use crate::text::wire::closed_list;
use crate::VocabularyError;

closed_list! {
    /// What was done with a title: `"ENDORSE_TO_ORDER"`.
    ActCode ("DCSA PINT 3.0 endorsement chain code") {
        /// The carrier issues the title.
        Issue = 1 "ISSUE",
        /// Possession passes.
        Transfer = 2 "TRANSFER",
        /// Endorsed to a person, who cannot endorse further.
        Endorse = 3 "ENDORSE",
        /// Endorsed to the order of a person, who can.
        EndorseToOrder = 4 "ENDORSE_TO_ORDER",
        /// Endorsed in blank: the bearer has the right.
        BlankEndorse = 5 "BLANK_ENDORSE",
        /// Signed by a party.
        Sign = 6 "SIGN",
        /// Given back for the goods.
        SurrenderForDelivery = 7 "SURRENDER_FOR_DELIVERY",
        /// Given back for another version or for paper.
        SurrenderForAmendment = 8 "SURRENDER_FOR_AMENDMENT",
        /// The carrier accepts a surrender.
        Sacc = 9 "SACC",
        /// The carrier rejects a surrender.
        Srej = 10 "SREJ",
    }
}

impl ActCode {
    fn otherwise(text: &str) -> Result<Self, VocabularyError> {
        Err(VocabularyError::ActCode { actual: text.to_owned() })
    }
}

closed_list! {
    /// Why a title is surrendered for amendment: `"SWTP"`.
    SurrenderReason ("DCSA PINT 3.0 reason of a surrender for amendment") {
        /// Switch to paper.
        Swtp = 1 "SWTP",
        /// Change of destination.
        Cod = 2 "COD",
        /// Switch bill: another bill takes its place.
        Swi = 3 "SWI",
    }
}

impl SurrenderReason {
    fn otherwise(text: &str) -> Result<Self, VocabularyError> {
        Err(VocabularyError::SurrenderReason { actual: text.to_owned() })
    }
}
