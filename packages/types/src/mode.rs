//! Modes of transport.

use crate::text::wire::closed_list;
use crate::VocabularyError;

closed_list! {
    /// A mode of UN/ECE Recommendation 19: `"maritime"`.
    ///
    /// The digit of the recommendation (`"1"`) and the words of DCSA (`"VESSEL"`, `"RAIL"`, `"TRUCK"`, `"BARGE"`)
    /// decode too.
    TransportMode ("UN/ECE Rec 19 mode; its digit 1 to 8 and DCSA's VESSEL, RAIL, TRUCK and BARGE decode too") {
        /// By sea.
        Maritime = 1 "maritime",
        /// By rail.
        Rail = 2 "rail",
        /// By road.
        Road = 3 "road",
        /// By air.
        Air = 4 "air",
        /// By post.
        Mail = 5 "mail",
        /// By more than one mode under one document.
        Multimodal = 6 "multimodal",
        /// By pipeline, cable or conveyor.
        FixedInstallation = 7 "fixed_installation",
        /// By river, canal or lake.
        InlandWater = 8 "inland_water",
    }
}

impl TransportMode {
    /// The digit of the recommendation, 1 to 8.
    pub const fn rec19_code(self) -> u8 {
        self.number()
    }

    /// Whether a leg can be made by it: one vehicle's mode, with a departure and an arrival.
    pub const fn carries_leg(self) -> bool {
        matches!(self, Self::Maritime | Self::Rail | Self::Road | Self::Air | Self::InlandWater)
    }

    fn otherwise(text: &str) -> Result<Self, VocabularyError> {
        match text {
            "1" | "VESSEL" => Ok(Self::Maritime),
            "2" | "RAIL" => Ok(Self::Rail),
            "3" | "TRUCK" => Ok(Self::Road),
            "4" => Ok(Self::Air),
            "5" => Ok(Self::Mail),
            "6" => Ok(Self::Multimodal),
            "7" => Ok(Self::FixedInstallation),
            "8" | "BARGE" => Ok(Self::InlandWater),
            _ => Err(VocabularyError::TransportMode { actual: text.to_owned() }),
        }
    }
}
