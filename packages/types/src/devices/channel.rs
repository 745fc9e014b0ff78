//! What a device measures.

use cosmwasm_schema::cw_serde;
use message::{FromJson, ToJson};

use crate::text::wire::closed_list;
use crate::unit::Unit;
use crate::VocabularyError;

/// Most decimals of a channel: a value has 32 bits.
pub const MAX_DECIMALS: u8 = 6;

closed_list! {
    /// What is measured: a sensor measurement type of the GS1 Core Business Vocabulary 2.0, as `sensorReport` of EPCIS 2.0
    /// has it, in snake_case.
    Quantity ("measurement type of the GS1 CBV 2.0, in snake_case") {
        /// Temperature.
        Temperature = 1 "temperature",
        /// Relative humidity.
        RelativeHumidity = 2 "relative_humidity",
        /// Acceleration: shocks.
        Acceleration = 3 "acceleration",
        /// Angle: tilt.
        Angle = 4 "angle",
        /// Pressure.
        Pressure = 5 "pressure",
        /// Illuminance: a container that is opened.
        Illuminance = 6 "illuminance",
        /// Mass.
        Mass = 7 "mass",
        /// Volume.
        Volume = 8 "volume",
        /// Length: the level in a tank or a silo.
        Length = 9 "length",
        /// Count.
        Count = 10 "count",
        /// Without a dimension: shares, such as those of gases in a controlled atmosphere.
        Dimensionless = 11 "dimensionless",
    }
}

impl Quantity {
    fn otherwise(text: &str) -> Result<Self, VocabularyError> {
        Err(VocabularyError::Quantity { actual: text.to_owned() })
    }

    /// In what it is measured.
    pub const fn units(self) -> &'static [Unit] {
        match self {
            Self::Temperature => &[Unit::DegreeCelsius, Unit::DegreeFahrenheit, Unit::Kelvin],
            Self::RelativeHumidity => &[Unit::Percent],
            Self::Acceleration => &[Unit::MetrePerSecondSquared, Unit::StandardAccelerationOfFreeFall],
            Self::Angle => &[Unit::DegreeOfAngle],
            Self::Pressure => &[Unit::Kilopascal, Unit::Hectopascal, Unit::Bar],
            Self::Illuminance => &[Unit::Lux],
            Self::Mass => &[Unit::Gram, Unit::Kilogram, Unit::Tonne, Unit::Pound],
            Self::Volume => &[Unit::Litre, Unit::CubicMetre, Unit::Barrel, Unit::GallonUs],
            Self::Length => &[Unit::Millimetre, Unit::Centimetre, Unit::Metre],
            Self::Count => &[Unit::One, Unit::Piece],
            Self::Dimensionless => &[Unit::Percent, Unit::PartPerMillion],
        }
    }
}

/// One thing that a device measures. A value is an integer: -181 with 1 decimal and `CEL` is -18.1 °C.
#[cw_serde]
#[derive(Copy, Eq, FromJson, ToJson)]
pub struct Channel {
    /// What.
    pub quantity: Quantity,
    /// In which unit, one of the quantity's.
    pub unit: Unit,
    /// How many digits stand behind the point, at most 6.
    pub decimals: u8,
}
